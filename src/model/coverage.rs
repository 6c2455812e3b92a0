//! What can and what cannot be seen in what is loaded, and why: the honest part of the load report.
//!
//! A support engineer who finds nothing must know whether there was nothing or whether the log that would have said it
//! is not there. Each line says what is missing and what that costs.

#[cfg(test)]
mod tests;

use super::id::{CallIx, TextRef};
use super::leg_key::{LegIds, LegKey};
use super::rows::Summaries;
use super::store::Store;
use super::tally::Tally;
use super::value::Time;
use std::collections::HashSet;

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

/// One line of the load report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageLine {
    /// `x` something is lost, `!` worth knowing, `.` a limit of what is loaded, `?` not judged.
    pub mark: char,
    /// How many, where something is counted; 1 goes with the singular in `text`.
    pub count: Option<u64>,
    /// What.
    pub text: String,
    /// What that means for the reader.
    pub meaning: &'static str,
}

/// What can and cannot be seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Worst first.
    pub lines: Vec<CoverageLine>,
}

/// What is counted over all calls.
#[derive(Default)]
struct Counts {
    rejected: u64,
    repaired: u64,
    without_streams: u64,
    without_values: u64,
    orphans: u64,
    redacted_legs: u64,
    update_only: u64,
    superseded: u64,
    duplicates: u64,
    loose_operations: u64,
    before_samples: u64,
}

/// One countable line: mark, count, singular, plural, meaning.
type Rule = (
    char,
    fn(&Counts) -> u64,
    &'static str,
    &'static str,
    &'static str,
);

/// The countable lines, worst first.
const RULES: [Rule; 11] = [
    (
        'x',
        |counts| counts.rejected,
        "record could not be read",
        "records could not be read",
        "rejected: see the files",
    ),
    (
        '?',
        |counts| counts.without_streams,
        "call with a summary but no stream records",
        "calls with a summary but no stream records",
        "not judged, never \"good\"",
    ),
    (
        '?',
        |counts| counts.without_values,
        "call whose streams have no usable values",
        "calls whose streams have no usable values",
        "not judged: missing or redacted",
    ),
    (
        '!',
        |counts| counts.orphans,
        "call without summary",
        "calls without summary",
        "orphan: no start, no end codes",
    ),
    (
        '!',
        |counts| counts.redacted_legs,
        "leg with SDK or OS redacted",
        "legs with SDK or OS redacted",
        "other tenant, phone or bot",
    ),
    (
        '!',
        |counts| counts.update_only,
        "call known from updates only",
        "calls known from updates only",
        "numbers may still change",
    ),
    (
        '!',
        |counts| counts.loose_operations,
        "operation without a call",
        "operations without a call",
        "joined to none within 3 h",
    ),
    (
        '!',
        |counts| counts.repaired,
        "record read after a mend",
        "records read after a mend",
        "a missing comma or the like; used",
    ),
    (
        '.',
        |counts| counts.superseded,
        "older version of a row",
        "older versions of rows",
        "the newest is shown",
    ),
    (
        '.',
        |counts| counts.duplicates,
        "record met again",
        "records met again",
        "counted once",
    ),
    (
        '.',
        |counts| counts.before_samples,
        "call",
        "calls",
        "averages only",
    ),
];

impl Coverage {
    /// Looks over everything loaded; one pass over calls and summary rows.
    pub fn of(store: &Store) -> Self {
        let begin = store
            .samples
            .time()
            .iter()
            .fold(Time::MISSING, |first, &time| first.earlier(time));
        let counts = Counts::of(store, begin);
        let mut lines: Vec<CoverageLine> = RULES
            .iter()
            .filter_map(|rule| countable(rule, &counts))
            .collect();
        if let Some(line) = lines.last_mut().filter(|_| counts.before_samples > 0) {
            line.text = format!(
                "{} from before the media statistics, {}",
                line.text,
                minute(begin)
            );
        }
        if store.call_count() > 0 {
            lines.extend(unseen(store).into_iter().map(|kind| CoverageLine {
                mark: '.',
                count: None,
                text: format!("{} not loaded", kind.category),
                meaning: kind.cost,
            }));
        }
        Self { lines }
    }
}

fn countable(&(mark, count, one, many, meaning): &Rule, counts: &Counts) -> Option<CoverageLine> {
    let count = count(counts);
    (count > 0).then(|| CoverageLine {
        mark,
        count: Some(count),
        text: if count == 1 { one } else { many }.to_owned(),
        meaning,
    })
}

/// `2026-11-18 00:41`.
fn minute(time: Time) -> String {
    time.utc()
        .map(|time| time.format("%Y-%m-%d %H:%M").to_string())
        .unwrap_or_default()
}

impl Counts {
    fn of(store: &Store, samples_begin: Time) -> Self {
        let tally = Tally::of(store);
        let account = store.account();
        let mut counts = Self {
            rejected: account.rejected,
            repaired: account.repaired,
            redacted_legs: redacted_legs(store),
            superseded: tally.superseded,
            duplicates: tally.duplicates,
            orphans: tally.orphan_calls,
            loose_operations: tally.loose_operations,
            ..Self::default()
        };
        for call in store.calls() {
            counts.add_call(store, call, samples_begin);
        }
        counts
    }

    fn add_call(&mut self, store: &Store, call: CallIx, samples_begin: Time) {
        let facts = store.facts(call);
        let is_judged = facts.verdict.judged_streams > 0;
        let has_summary = !facts.is_orphan;
        self.without_streams += u64::from(has_summary && facts.streams == 0);
        self.without_values += u64::from(facts.streams > 0 && !is_judged);
        self.update_only += u64::from(has_summary && !facts.is_final);
        let start = facts.shown_start();
        let is_before = start.is_known() && samples_begin.is_known() && start < samples_begin;
        let has_samples = || store.samples_of(call).next().is_some();
        self.before_samples += u64::from(is_before && !has_samples());
    }
}

/// Legs of which a summary row hides SDK or operating system.
fn redacted_legs(store: &Store) -> u64 {
    let table = &store.summaries;
    let is_redacted = |at: usize| [table.sdk()[at], table.os()[at]].contains(&TextRef::REDACTED);
    let legs: HashSet<(CallIx, LegKey)> = (0..table.len())
        .filter(|&at| is_redacted(at))
        .filter_map(|at| leg_of(store, table, at))
        .collect();
    legs.len() as u64
}

fn leg_of(store: &Store, table: &Summaries, at: usize) -> Option<(CallIx, LegKey)> {
    let id = table.call()[at];
    let call = store.call_of(id)?;
    let ids = LegIds {
        participant: table.participant()[at],
        endpoint: table.endpoint()[at],
        identifier: table.identifier()[at],
        endpoint_type: table.endpoint_type()[at],
    };
    Some((call, ids.key(store.facts(call).kind, id)?))
}
