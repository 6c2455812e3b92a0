//! What each log category says: one file a category, with its names, its fields and its sample records.
//!
//! Knows the model; never files, threads or the screen. A new category is one file here and one line in
//! `CATEGORIES`; [`Reader::read`] is the one way from a JSON text to a row.

mod call_automation;
mod call_automation_media;
mod call_automation_streaming;
mod call_diagnostics;
mod call_diagnostics_updates;
mod call_summary;
mod call_summary_updates;
mod call_survey;
mod calling_metrics;
mod captions_summary;
mod classify;
mod client_operations;
mod envelope;
mod hash;
mod json;
mod keys;
mod media_stats;
mod others;
mod record;
mod recording_operations;
mod recording_summary;
mod rooms;
mod service_requests;
mod usage;

use crate::model::batch::Batch;
use envelope::ENVELOPE;
use record::Fields;

pub use classify::UNKNOWN;
pub use json::{ENDS_EARLY, Fault};
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

/// One line for each category.
pub(crate) const CATEGORIES: [&Category; 17] = [
    &call_summary::CATEGORY,
    &call_summary_updates::CATEGORY,
    &call_diagnostics::CATEGORY,
    &call_diagnostics_updates::CATEGORY,
    &client_operations::CATEGORY,
    &media_stats::CATEGORY,
    &call_survey::CATEGORY,
    &calling_metrics::CATEGORY,
    &call_automation::CATEGORY,
    &call_automation_media::CATEGORY,
    &call_automation_streaming::CATEGORY,
    &recording_summary::CATEGORY,
    &recording_operations::CATEGORY,
    &captions_summary::CATEGORY,
    &usage::CATEGORY,
    &rooms::CATEGORY,
    &service_requests::CATEGORY,
];

/// Declares the fields of a category: a constant for each with its position, and the table of names.
macro_rules! fields {
    ($($field:ident = $($name:literal)|+;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Position { $($field),* }
        $(const $field: usize = Position::$field as usize;)*
        pub(super) const FIELDS: &[&[&str]] = &[$(&[$($name),+]),*];
    };
}
pub(crate) use fields;

/// What the path of a file says of its records' category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hint(u16);

impl Hint {
    /// Nothing is known.
    pub const NONE: Self = Self(classify::NO_NAME);

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
        Self(number.unwrap_or(classify::NO_NAME))
    }
}

#[cfg(test)]
mod tests;
