//! What each log category says: one file a category, with its names, its fields and its sample records.
//!
//! Knows the model; never files, threads or the screen. A new category is one file here and one line in
//! `categories!` below; [`Reader::read`] is the one way from a JSON text to a row.

mod classify;
mod columns;
mod envelope;
mod hash;
mod json;
mod keys;
mod layout;
mod memo;
mod others;
mod python;
mod record;
mod schema;
mod short_keys;
mod template;
mod walked;

use crate::model::batch::Batch;
use envelope::ENVELOPE;
use record::Fields;

pub use classify::UNKNOWN;
pub use json::{ENDS_EARLY, Fault};
pub use keys::is_key;
pub use record::{Found, Reader, elements, is_whole};

/// A log category that has a table in the model.
pub(crate) struct Category {
    /// As the reference writes it, and as it is counted.
    pub(crate) name: &'static str,
    /// Other names: the Log Analytics table, older names.
    pub(crate) aliases: &'static [&'static str],
    /// The category of rows that carry an updates version.
    pub(crate) updates: Option<&'static str>,
    /// Names by field, the newest first.
    pub(crate) fields: &'static [&'static [&'static str]],
    /// Sets of keys that mark a record without category.
    pub(crate) signs: &'static [&'static [&'static str]],
    /// From a record to a row of the batch.
    pub(crate) read: fn(&Fields, &mut Batch),
    /// The same record in the forms the logs have.
    #[cfg(test)]
    pub(crate) samples: &'static [&'static str],
    /// What must be in the batch after any of the samples.
    #[cfg(test)]
    pub(crate) check: fn(&Batch),
}

/// Declares the categories: a line is the module and its row in [`CATEGORIES`]. The order is that in which key sets
/// are tried.
macro_rules! categories {
    ($($file:ident),* $(,)?) => {
        $(mod $file;)*
        /// All categories that have a table in the model.
        pub(crate) const CATEGORIES: &[&Category] = &[$(&$file::CATEGORY),*];
    };
}

/// Declares the fields of a category: a constant for each with its position, and the table of names.
macro_rules! fields {
    ($($field:ident = $($name:literal)|+;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Position { $($field),* }
        $(const $field: usize = Position::$field as usize;)*
        pub(super) const FIELDS: &[&[&str]] = &[$(&[$($name),+]),*];
    };
}

categories! {
    call_summary,
    call_summary_updates,
    call_diagnostics,
    call_diagnostics_updates,
    client_operations,
    media_stats,
    call_survey,
    calling_metrics,
    call_automation,
    call_automation_media,
    call_automation_streaming,
    recording_summary,
    recording_operations,
    captions_summary,
    usage,
    rooms,
    service_requests,
}

/// What a file says of its records' category besides the records themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hint {
    /// By the path: goes before the keys of a record.
    path: u16,
    /// By the columns of a table: asked when a row alone tells nothing.
    columns: u16,
}

impl Hint {
    /// Nothing is known.
    pub const NONE: Self = Self {
        path: classify::NO_NAME,
        columns: classify::NO_NAME,
    };

    /// Finds `insights-logs-<category>` or `am-acs<table>` in a path; `team-usage` is none of them.
    pub fn of_path(path: &str) -> Self {
        let path = path.to_ascii_lowercase();
        let number = ["insights-logs-", "am-acs"]
            .iter()
            .filter_map(|mark| {
                let name = mark.rfind('-').unwrap_or_default() + 1;
                path.rfind(mark).map(|at| &path[at + name..])
            })
            .map(|rest| {
                let end = rest
                    .find(|c: char| !c.is_ascii_alphanumeric())
                    .unwrap_or(rest.len());
                classify::number_of(&rest[..end])
            })
            .find(|&number| number != classify::NO_NAME);
        Self {
            path: number.unwrap_or(classify::NO_NAME),
            ..Self::NONE
        }
    }

    /// The same with what the columns of a table say: a row may leave empty just those that tell.
    #[must_use]
    pub fn with_columns<'n>(self, names: impl Iterator<Item = &'n str>) -> Self {
        Self {
            columns: classify::number_of_columns(names),
            ..self
        }
    }
}

#[cfg(test)]
mod tests;
