//! How a record is written in its file, which is what it takes to show it again with the names of its fields.

use super::forms::csv::{Cells, Table};
use super::forms::{mend, tables};
use crate::logs::is_whole;
use std::sync::Arc;

/// The way records are written.
#[derive(Clone)]
pub(super) enum Shape {
    /// JSON as it stands.
    Json,
    /// A row of cells below a line of names.
    Cells(Arc<Table>),
    /// An array of values; the names of the columns stand elsewhere.
    Values(Arc<[String]>),
    /// A piece of text that was mended.
    Fragment,
}

impl Shape {
    /// What is shown of a record: JSON with the names of the fields where the text itself has none. `None` when the
    /// text is no such record.
    pub(super) fn shown(&self, text: String) -> Option<String> {
        match self {
            Self::Json if is_whole(&text) || mend::object(&text).is_some() => Some(text),
            Self::Json => None,
            Self::Cells(table) => table.named(&mut Cells::default(), text.as_bytes()),
            Self::Values(names) => tables::named(names, &text).ok(),
            Self::Fragment => Some(text),
        }
    }
}
