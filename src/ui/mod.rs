//! How things look. Knows the model and ratatui; never files, threads or the terminal itself.

pub mod format;
pub mod glyphs;
pub mod theme;
