//! Pieces of panes that know nothing of calls: list, table, line editor, laid out JSON, bottom line, messages.

pub mod bottom_line;
#[cfg(test)]
pub(crate) mod canvas;
pub mod editor;
pub mod json_lines;
pub mod list;
pub mod marks;
pub mod message;
pub mod pairs;
pub mod table;
