//! How it looks: themes, signs, formats, widgets and panes. Knows the model and the queries, never files or threads.

pub mod context;
pub mod format;
pub mod glyphs;
pub mod painter;
pub mod panes;
pub mod theme;
pub mod time_face;
pub mod widgets;
