//! Pieces of panes that know nothing of calls: a scrolling list, a table, a line editor.

pub mod bottom_line;
#[cfg(test)]
pub(crate) mod canvas;
pub mod chart;
pub mod editor;
pub mod json_lines;
pub mod list;
pub mod marks;
pub mod message;
pub mod pairs;
pub mod picker;
pub mod rank;
pub mod table;
