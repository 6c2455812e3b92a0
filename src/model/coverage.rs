//! What can and what cannot be seen in what is loaded, and why: the honest part of the load report.
//!
//! A support engineer who finds nothing must know whether there was nothing or whether the log that would have said it
//! is not there. Each line says what is missing and what that costs.

mod changed;
mod clocks;
mod columns;
mod kinds;
mod memory;
mod stretches;
#[cfg(test)]
mod tests;

pub use kinds::{KINDS, Kind, holders, short_kind, unseen};
pub use stretches::Log;

use super::id::{CallIx, TextRef};
use super::leg_key::{LegIds, LegKey};
use super::rows::Summaries;
use super::source::Account;
use super::store::Store;
use super::tally::Tally;
use super::value::Time;
use std::collections::HashSet;

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
    /// Which calls it is about, where it is about calls.
    pub gap: Option<Gap>,
}

impl CoverageLine {
    /// The line in one piece: `31 calls without summary: orphan: no start, no end codes`.
    pub fn words(&self) -> String {
        let count = self.count.map(|count| format!("{count} "));
        format!(
            "{}{}: {}",
            count.unwrap_or_default(),
            self.text,
            self.meaning
        )
    }
}

/// What can and cannot be seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Worst first.
    pub lines: Vec<CoverageLine>,
    /// For each file how many of its rows gave way to newer ones.
    pub superseded: Vec<u64>,
}

/// A gap that is one of whole calls, so that the calls can be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// A summary, but no stream records.
    WithoutStreams,
    /// Streams, none of which could be judged.
    WithoutValues,
    /// No summary.
    Orphan,
    /// Known from updates only.
    UpdateOnly,
    /// The clock of a client is off the service's.
    ClockOff,
    /// From before the first media statistics, and without any.
    BeforeSamples(Time),
    /// From a stretch of time in which no call has anything of a log.
    Unlogged {
        /// Of which log.
        log: Log,
        /// The stretch begins.
        from: Time,
        /// It ends before this moment.
        to: Time,
    },
}

impl Gap {
    /// True when a call has this gap.
    pub fn is_of(self, store: &Store, call: CallIx) -> bool {
        let facts = store.facts(call);
        match self {
            Self::WithoutStreams => !facts.is_orphan && facts.streams == 0,
            Self::WithoutValues => facts.streams > 0 && facts.verdict.judged_streams == 0,
            Self::Orphan => facts.is_orphan,
            Self::UpdateOnly => !facts.is_orphan && !facts.is_final,
            Self::ClockOff => facts.clocks.iter().any(|clock| clock.is_off()),
            Self::BeforeSamples(begin) => {
                let start = facts.shown_start();
                start.is_known() && start < begin && !store.has_samples(call)
            }
            Self::Unlogged { log, from, to } => {
                let start = facts.shown_start();
                let is_then = start.is_known() && (from..to).contains(&start);
                is_then && !facts.is_orphan && !log.is_of(store, call)
            }
        }
    }
}

/// Totals that are not of calls.
struct Totals {
    account: Account,
    tally: Tally,
    redacted_legs: u64,
}

/// How a line is counted.
enum Count {
    Calls(Gap),
    Of(fn(&Totals) -> u64),
}

/// One countable line: mark, count, singular, plural, meaning.
type Rule = (char, Count, &'static str, &'static str, &'static str);

/// The countable lines, worst first.
#[rustfmt::skip]
const RULES: [Rule; 10] = [
    ('x', Count::Of(|all| all.account.rejected), "record could not be read", "records could not be read", "rejected: see the files"),
    ('?', Count::Calls(Gap::WithoutStreams), "call with a summary but no stream records", "calls with a summary but no stream records", "not judged, never \"good\""),
    ('?', Count::Calls(Gap::WithoutValues), "call whose streams have no usable values", "calls whose streams have no usable values", "not judged: missing or redacted"),
    ('!', Count::Calls(Gap::Orphan), "call without summary", "calls without summary", "orphan: no start, no end codes"),
    ('!', Count::Of(|all| all.redacted_legs), "leg with SDK or OS redacted", "legs with SDK or OS redacted", "other tenant, phone or bot"),
    ('!', Count::Calls(Gap::UpdateOnly), "call known from updates only", "calls known from updates only", "numbers may still change"),
    ('!', Count::Of(|all| all.tally.loose_operations), "operation without a call", "operations without a call", "joined to none within 3 h"),
    ('!', Count::Of(|all| all.account.repaired), "record read after a mend", "records read after a mend", "a missing comma or the like; used"),
    ('.', Count::Of(|all| all.tally.all_superseded()), "older version of a row", "older versions of rows", "the newest is shown"),
    ('.', Count::Of(|all| all.tally.duplicates), "record met again", "records met again", "counted once"),
];

impl Coverage {
    /// Looks over everything loaded: a pass over the calls for each gap, and one over the summary rows.
    pub fn of(store: &Store) -> Self {
        let totals = Totals {
            account: store.account(),
            tally: Tally::of(store),
            redacted_legs: redacted_legs(store),
        };
        let countable = RULES.iter().map(|rule| countable(store, &totals, rule));
        let mut lines: Vec<CoverageLine> = countable.flatten().collect();
        lines.extend(limits(store));
        lines.sort_by_key(|line| rank(line.mark));
        if store.call_count() > 0 {
            let missed = unseen(store)
                .into_iter()
                .filter(|kind| !kind.cost.is_empty());
            lines.extend(missed.map(|kind| CoverageLine {
                mark: '.',
                count: None,
                text: format!("{} not loaded", kind.category),
                meaning: kind.cost,
                gap: None,
            }));
        }
        Self {
            lines,
            superseded: totals.tally.superseded,
        }
    }
}

/// The order of marks, worst first.
fn rank(mark: char) -> usize {
    "x?!.".find(mark).unwrap_or(usize::MAX)
}

/// What limits the sight in some of the calls only: times without a log, clocks that are off, columns that are not used.
fn limits(store: &Store) -> Vec<CoverageLine> {
    let mut lines = stretches::within(store);
    lines.extend(changed::limits(store));
    lines.extend(memory::beyond(store));
    lines.extend(clocks::off(store));
    lines.extend(before_samples(store));
    lines.extend(stretches::outside(store));
    lines.extend(columns::unknown(store));
    lines
}

fn countable(
    store: &Store,
    totals: &Totals,
    (mark, count, one, many, meaning): &Rule,
) -> Option<CoverageLine> {
    let (count, gap) = match count {
        Count::Calls(gap) => (calls_with(store, *gap), Some(*gap)),
        Count::Of(count) => (count(totals), None),
    };
    (count > 0).then(|| CoverageLine {
        mark: *mark,
        count: Some(count),
        text: if count == 1 { *one } else { *many }.to_owned(),
        meaning,
        gap,
    })
}

fn calls_with(store: &Store, gap: Gap) -> u64 {
    store.calls().filter(|&call| gap.is_of(store, call)).count() as u64
}

fn before_samples(store: &Store) -> Option<CoverageLine> {
    let begin = store.first_sample();
    let gap = Gap::BeforeSamples(begin);
    let count = begin.is_known().then(|| calls_with(store, gap))?;
    let calls = if count == 1 { "call" } else { "calls" };
    let begin = begin.utc()?.format("%Y-%m-%d %H:%M");
    (count > 0).then(|| CoverageLine {
        mark: '.',
        count: Some(count),
        text: format!("{calls} from before the media statistics, {begin}"),
        meaning: "averages only",
        gap: Some(gap),
    })
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
