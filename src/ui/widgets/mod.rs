//! Pieces of panes that know nothing of calls: a scrolling list, a table, a line editor.

pub mod editor;
pub mod list;
pub mod table;
