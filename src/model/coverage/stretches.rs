//! Stretches of time that a log leaves out although calls ran: an export that stopped, a setting that was off for hours.
//!
//! All in the service's times, since those of clients may be off: a call that has anything of a log covers the time
//! from its start to its end, and what no such call covers for an hour, although other calls began in it, is a
//! stretch without the log. A call may rightly have none: told is only what chance would not bring about, given how
//! many calls of the other times have none.

use super::{CoverageLine, Gap};
use crate::model::id::CallIx;
use crate::model::store::Store;
use crate::model::value::Time;

/// The least length of a stretch, ms.
const LEAST_MS: f64 = 3_600_000.0;

/// Told are stretches that chance would bring about less often than this.
const CHANCE: f64 = 0.001;

/// Stretches told of a log; the others are counted.
const TOLD: usize = 4;

/// A log that calls with a summary should have records in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Log {
    /// Client operations.
    Operations,
    /// Media statistics.
    Samples,
    /// Call diagnostics.
    Diagnostics,
}

impl Log {
    const ALL: [Self; 3] = [Self::Operations, Self::Samples, Self::Diagnostics];

    /// True when a call has anything of it.
    pub(super) fn is_of(self, store: &Store, call: CallIx) -> bool {
        match self {
            Self::Operations => store.facts(call).operations > 0,
            Self::Samples => store.has_samples(call),
            Self::Diagnostics => store.facts(call).streams > 0,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Operations => "client operations",
            Self::Samples => "media statistics",
            Self::Diagnostics => "call diagnostics",
        }
    }

    /// What a stretch without it costs.
    const fn cost(self) -> &'static str {
        match self {
            Self::Operations => "no operations, no diagnostics",
            Self::Samples => "averages only",
            Self::Diagnostics => "not judged",
        }
    }
}

/// What of the loaded time a log covers.
struct Covered {
    log: Log,
    /// Calls without it.
    lacking: usize,
    /// From the first to the last call it tells of; none when it tells of none.
    span: Option<(Time, Time)>,
    /// Holes of an hour and more.
    holes: Vec<(Time, Time)>,
}

impl Covered {
    /// `calls`: start and end of all calls with a summary, by start.
    fn of(store: &Store, log: Log, calls: &[(Time, Time, CallIx)]) -> Self {
        let told = calls.iter().filter(|&&(_, _, call)| log.is_of(store, call));
        let (mut span, mut holes, mut lacking) = (None, Vec::new(), calls.len());
        for &(start, end, _) in told {
            lacking -= 1;
            let (first, reach) = span.unwrap_or((start, end));
            if is_long(reach, start) {
                holes.push((reach, start));
            }
            span = Some((first, reach.max(end)));
        }
        Self {
            log,
            lacking,
            span,
            holes,
        }
    }
}

fn is_long(from: Time, to: Time) -> bool {
    to.ms_since(from).is_some_and(|ms| ms >= LEAST_MS)
}

/// Calls with a known start by start, each with its end.
fn by_start(store: &Store) -> Vec<(Time, Time, CallIx)> {
    let mut calls: Vec<(Time, Time, CallIx)> = store
        .calls()
        .filter_map(|call| {
            let facts = store.facts(call);
            let ms = facts.duration_s.known().unwrap_or(0.0).max(0.0) * 1_000.0;
            let start = facts.shown_start();
            (start.is_known() && !facts.is_orphan).then(|| (start, start.plus_ms(ms), call))
        })
        .collect();
    calls.sort_unstable();
    calls
}

fn covered(store: &Store) -> (Vec<(Time, Time, CallIx)>, Vec<Covered>) {
    let calls = by_start(store);
    let logs = Log::ALL.map(|log| Covered::of(store, log, &calls));
    (calls, logs.into())
}

/// Calls in a stretch that have nothing of the log; 0 where that may be chance.
fn count(store: &Store, calls: &[(Time, Time, CallIx)], lacking: usize, gap: Gap) -> u64 {
    let Gap::Unlogged { from, to, .. } = gap else {
        return 0;
    };
    let first = calls.partition_point(|&(start, ..)| start < from);
    let of_time = calls[first..].iter().take_while(|&&(start, ..)| start < to);
    let count = of_time
        .filter(|&&(_, _, call)| gap.is_of(store, call))
        .count();
    let share = lacking.saturating_sub(count) as f64 / (calls.len() - count).max(1) as f64;
    if share.powf(count as f64) < CHANCE {
        count as u64
    } else {
        0
    }
}

/// Stretches between two calls a log tells of.
pub(super) fn within(store: &Store) -> Vec<CoverageLine> {
    let (calls, logs) = covered(store);
    logs.iter()
        .flat_map(|covered| holes(store, &calls, covered))
        .collect()
}

fn holes(
    store: &Store,
    calls: &[(Time, Time, CallIx)],
    Covered {
        log,
        holes,
        lacking,
        ..
    }: &Covered,
) -> Vec<CoverageLine> {
    let log = *log;
    let found = holes.iter().filter_map(|&(from, to)| {
        let gap = Gap::Unlogged { log, from, to };
        let count = count(store, calls, *lacking, gap);
        (count > 0).then_some((from, to, count, gap))
    });
    let mut lines: Vec<CoverageLine> = Vec::new();
    let mut others = 0;
    for (from, to, count, gap) in found {
        if lines.len() == TOLD {
            others += 1;
            continue;
        }
        let text = format!("{}, {}", words(count, "without the", log), span(from, to));
        lines.push(line(('!', count, gap), text, log.cost()));
    }
    if others > 0 {
        lines.push(CoverageLine {
            mark: '!',
            count: Some(others),
            text: format!("more times without the {}", log.name()),
            meaning: log.cost(),
            gap: None,
        });
    }
    lines
}

/// Calls from an hour and more before a log begins, or after it ends.
pub(super) fn outside(store: &Store) -> Vec<CoverageLine> {
    let (calls, logs) = covered(store);
    let (Some(&(first, ..)), Some(&(last, ..))) = (calls.first(), calls.last()) else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    for Covered {
        log, span, lacking, ..
    } in logs
    {
        let Some((begin, end)) = span else { continue };
        // The first sample has a line of its own.
        if log != Log::Samples && is_long(first, begin) {
            let gap = Gap::Unlogged {
                log,
                from: first,
                to: begin,
            };
            lines.extend(edge(
                count(store, &calls, lacking, gap),
                gap,
                "from before the",
            ));
        }
        if is_long(end, last) {
            let to = last.plus_ms(1.0);
            let gap = Gap::Unlogged { log, from: end, to };
            lines.extend(edge(
                count(store, &calls, lacking, gap),
                gap,
                "from after the",
            ));
        }
    }
    lines
}

fn edge(count: u64, gap: Gap, place: &str) -> Option<CoverageLine> {
    let Gap::Unlogged { log, from, to } = gap else {
        return None;
    };
    let at = if place.contains("before") { to } else { from };
    let text = format!("{}, {}", words(count, place, log), moment(at));
    (count > 0).then(|| line(('.', count, gap), text, log.cost()))
}

fn words(count: u64, place: &str, log: Log) -> String {
    let calls = if count == 1 { "call" } else { "calls" };
    format!("{calls} {place} {}", log.name())
}

fn line((mark, count, gap): (char, u64, Gap), text: String, meaning: &'static str) -> CoverageLine {
    CoverageLine {
        mark,
        count: Some(count),
        text,
        meaning,
        gap: Some(gap),
    }
}

fn moment(time: Time) -> String {
    let shown = |time: chrono::DateTime<chrono::Utc>| time.format("%Y-%m-%d %H:%M").to_string();
    time.utc().map(shown).unwrap_or_default()
}

/// The day is said once where both moments have the same.
fn span(from: Time, to: Time) -> String {
    let (from, to) = (moment(from), moment(to));
    match to.split_once(' ') {
        Some((day, time)) if from.starts_with(day) => format!("{from} .. {time}"),
        _ => format!("{from} .. {to}"),
    }
}
