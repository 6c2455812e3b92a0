//! The categories of logs this program has tables for, and what only each of them can tell.

use crate::model::store::Store;

/// A log category and what only it can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// As the service writes it.
    pub category: &'static str,
    /// Short, for columns.
    pub short: &'static str,
    /// What it alone holds; for "which log could have held it".
    pub holds: &'static str,
    /// What cannot be seen without it.
    pub cost: &'static str,
}

const fn kind(
    category: &'static str,
    short: &'static str,
    holds: &'static str,
    cost: &'static str,
) -> Kind {
    Kind {
        category,
        short,
        holds,
        cost,
    }
}

/// The categories with a table of their own (docs: call logs).
pub const KINDS: [Kind; 6] = [
    kind(
        "CallSummary",
        "Summary",
        "calls, legs, end codes, users, Teams threads",
        "no start, SDK or end codes",
    ),
    kind(
        "CallSummaryUpdates",
        "SummaryUpd",
        "calls that still run or were corrected",
        "no late corrections of calls",
    ),
    kind(
        "CallDiagnostics",
        "Diagnostics",
        "streams with jitter, round trip, loss, codec",
        "streams are not judged",
    ),
    kind(
        "CallDiagnosticsUpdates",
        "DiagUpd",
        "streams of calls that still run",
        "no late corrections of streams",
    ),
    kind(
        "CallClientOperations",
        "ClientOps",
        "operations, diagnostics, browsers, client instances",
        "no operations, no diagnostics",
    ),
    kind(
        "CallClientMediaStatsTimeSeries",
        "MediaStats",
        "10 s samples, remote participants",
        "averages only, no course",
    ),
];

/// A short word for a category name; the name itself where there is none.
pub fn short_kind(category: &str) -> &str {
    KINDS
        .iter()
        .find(|kind| kind.category.eq_ignore_ascii_case(category))
        .map_or(category, |kind| kind.short)
}

/// The categories of which no record was loaded.
pub fn unseen(store: &Store) -> Vec<&'static Kind> {
    let is_seen = |kind: &Kind| {
        store.files.iter().any(|file| {
            file.categories
                .iter()
                .any(|(name, count)| *count > 0 && name.eq_ignore_ascii_case(kind.category))
        })
    };
    KINDS.iter().filter(|kind| !is_seen(kind)).collect()
}
