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
    /// What cannot be seen without it; empty where most calls rightly have none.
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
pub const KINDS: [Kind; 17] = [
    kind(
        "CallSummary",
        "Summary",
        "calls, legs, end codes, users, phones, Teams threads, SDKs",
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
        "streams with jitter, round trip, loss, codec, transport",
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
    kind(
        "CallSurvey",
        "Survey",
        "ratings and issues of users, survey ids",
        "no user ratings",
    ),
    kind(
        "Usage",
        "Usage",
        "billed amounts, record ids, phone numbers",
        "no billing numbers",
    ),
    optional(
        "CallingMetrics",
        "DailyFigures",
        "daily figures by dimension",
    ),
    optional(
        "CallAutomationOperational",
        "Automation",
        "automation requests, server call and connection ids",
    ),
    optional(
        "CallAutomationMediaSummary",
        "AutoMedia",
        "outcomes of media operations",
    ),
    optional(
        "CallAutomationStreamingUsage",
        "AutoStream",
        "streaming sessions",
    ),
    optional(
        "CallRecordingSummary",
        "Recording",
        "recordings, recording ids",
    ),
    optional(
        "CallRecordingOperational",
        "RecordOps",
        "recording requests",
    ),
    optional("CallClosedCaptionsSummary", "Captions", "captions sessions"),
    optional("RoomsOperational", "Rooms", "room ids, room requests"),
    optional(
        "CallClientServiceRequestAndOutcome",
        "ServiceReq",
        "client requests as the service saw them",
    ),
];

/// A category that most calls rightly have nothing in: not having it is no gap.
const fn optional(category: &'static str, short: &'static str, holds: &'static str) -> Kind {
    kind(category, short, holds, "")
}

/// A short word for a category name; the name itself where there is none.
pub fn short_kind(category: &str) -> &str {
    KINDS
        .iter()
        .find(|kind| kind.category.eq_ignore_ascii_case(category))
        .map_or(category, |kind| kind.short)
}

/// The categories of which no record was loaded, those last that most calls have nothing in.
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

/// The logs most calls have nothing in, as one.
const RARE: Kind = optional(
    "others",
    "others",
    "automation, recording, captions, rooms: their ids and results",
);

/// The categories that could have held what was not found, as no record of them was loaded; those that most calls have
/// nothing in as one.
pub fn holders(store: &Store) -> Vec<&'static Kind> {
    let unseen = unseen(store);
    let is_usual = |kind: &&Kind| !kind.cost.is_empty();
    let mut holders: Vec<&Kind> = unseen.iter().copied().filter(is_usual).collect();
    if holders.len() < unseen.len() {
        holders.push(&RARE);
    }
    holders
}
