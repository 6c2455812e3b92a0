//! What the call list keeps of each call, so that a list of a million calls sorts without building them.

use super::call::{CallDetail, Leg, LegNo};
use super::client_end;
use super::clock::{self, ClockOffset};
use super::end_reason;
use super::finding;
use super::id::{IdRef, TextRef};
use super::issues::Issues;
use super::kept::Replaced;
use super::metric::{METRICS, Metric, STREAM_VALUES, Unit};
use super::reason::Reason;
use super::rows::CallKind;
use super::side::SideKind;
use super::store::Store;
use super::value::{Num, Time};
use super::verdict::CallVerdict;

/// The row of a call in the list. `legs` … `streams` are counts; the values are the worst of all streams.
#[derive(Clone, Debug, Default)]
pub struct CallFacts {
    /// Earliest `callStartTime`.
    pub start: Time,
    /// The earliest moment any log knows of the call; for calls without summary.
    pub first_seen: Time,
    /// Largest `callDuration`, s.
    pub duration_s: Num,
    /// P2P or Group.
    pub kind: CallKind,
    /// Distinct legs.
    pub legs: u32,
    /// Legs grouped by endpoint, the server left out.
    pub participants: u32,
    /// Distinct endpoints.
    pub endpoints: u32,
    /// Distinct streams.
    pub streams: u32,
    /// The judgement.
    pub verdict: CallVerdict,
    /// What the portal counts as issues.
    pub issues: Issues,
    /// Why.
    pub reason: Reason,
    /// What the first finding weighs; none without findings.
    pub worst_finding: Option<finding::Class>,
    /// For each measure the worst stream's value, in the order of [`METRICS`].
    pub worst: [Num; STREAM_VALUES],
    /// Distinct end codes with subcode, most frequent first.
    pub end_codes: Vec<(TextRef, TextRef)>,
    /// Distinct SDKs.
    pub sdks: Vec<TextRef>,
    /// Distinct operating systems.
    pub systems: Vec<TextRef>,
    /// Teams thread.
    pub thread: IdRef,
    /// True when no summary row names the call.
    pub is_orphan: bool,
    /// False while a leg is known only from update rows.
    pub is_final: bool,
    /// Rows replaced by newer ones.
    pub superseded: Replaced,
    /// Records met again.
    pub duplicates: u32,
    /// Kept operations.
    pub operations: u32,
    /// Kept rows of each side table, in the order of [`SideKind::ALL`].
    pub side: [u32; SideKind::ALL.len()],
    /// How far the clocks of its clients lie off the service's.
    pub clocks: Box<[ClockOffset]>,
}

impl CallFacts {
    /// Takes from a call what the list shows.
    pub fn of(store: &Store, detail: &CallDetail) -> Self {
        let clocks = clock::offsets(store, detail);
        let found = finding::with_clocks(store, detail, &clocks);
        Self {
            start: detail.start,
            first_seen: first_seen(detail),
            duration_s: detail.duration_s,
            kind: detail.kind,
            legs: detail.legs.len() as u32,
            participants: participants(store, detail),
            endpoints: detail.endpoints as u32,
            streams: detail.streams.len() as u32,
            verdict: detail.verdict.clone(),
            issues: Issues::of(store, detail),
            worst_finding: found.first().map(|finding| finding.class),
            reason: Reason::first(store.limits(), detail, found),
            worst: worst(store, detail),
            end_codes: end_codes(store, detail),
            sdks: distinct(store, detail.legs.iter().map(|leg| leg.sdk)),
            systems: distinct(store, detail.legs.iter().map(|leg| leg.os)),
            thread: detail.thread,
            is_orphan: detail.is_orphan,
            is_final: detail.is_final,
            superseded: detail.superseded.clone(),
            duplicates: detail.duplicates,
            operations: detail.operations.len() as u32,
            side: SideKind::ALL.map(|kind| detail.side_of(kind).count() as u32),
            clocks,
        }
    }

    /// Bytes it takes beside its own fields.
    pub(super) fn bytes(&self) -> usize {
        self.end_codes.capacity() * size_of::<(TextRef, TextRef)>()
            + (self.sdks.capacity() + self.systems.capacity()) * size_of::<TextRef>()
            + self.clocks.len() * size_of::<ClockOffset>()
            + self.superseded.bytes()
            + self.reason.line.len()
            + self.reason.brief.len()
    }

    /// The end code to show when there is room for one: the most frequent but 0, which says less than any other.
    pub fn telling_end(&self, store: &Store) -> Option<(TextRef, TextRef)> {
        let unusual = self
            .end_codes
            .iter()
            .find(|(code, _)| store.text(*code) != "0");
        unusual.or(self.end_codes.first()).copied()
    }

    /// The call's start, else the earliest moment known of it.
    pub fn shown_start(&self) -> Time {
        self.start.or(self.first_seen)
    }
}

/// The server takes part in nothing, even where a summary row tells of it.
fn participants(store: &Store, detail: &CallDetail) -> u32 {
    let is_server = |leg: &LegNo| {
        let kind = detail.leg(*leg).map(|leg| store.text(leg.endpoint_type));
        kind.is_some_and(|kind| kind.eq_ignore_ascii_case("server"))
    };
    let all = detail.participants.iter();
    all.filter(|participant| !participant.legs.iter().all(is_server))
        .count() as u32
}

fn first_seen(detail: &CallDetail) -> Time {
    let in_call = detail
        .operations
        .iter()
        .filter(|operation| !operation.is_before_call)
        .map(|operation| operation.time);
    detail
        .legs
        .iter()
        .map(|leg| leg.start)
        .chain(in_call)
        .chain(detail.side.iter().map(|row| row.from))
        .fold(Time::MISSING, Time::earlier)
}

/// Of each measure the value that is nearest to, or farthest beyond, its limit.
fn worst(store: &Store, detail: &CallDetail) -> [Num; STREAM_VALUES] {
    let mut worst = [Num::MISSING; STREAM_VALUES];
    for stream in &detail.streams {
        let row = store.streams.values()[stream.row.at()];
        for ((kept, value), metric) in worst.iter_mut().zip(row).zip(&METRICS) {
            *kept = worse(metric, *kept, value);
        }
    }
    worst
}

/// Of two values of a measure the one nearer to its limit, or farther beyond it; an absence loses.
pub fn worse(metric: &Metric, kept: Num, value: Num) -> Num {
    match metric.unit {
        Unit::Fps | Unit::Pixels | Unit::Bps => match (kept.known(), value.known()) {
            (Some(a), Some(b)) => Num::new(a.min(b)),
            _ => kept.or(value),
        },
        _ => kept.max(value),
    }
}

fn end_codes(store: &Store, detail: &CallDetail) -> Vec<(TextRef, TextRef)> {
    let mut counts: Vec<((TextRef, TextRef), u32)> = Vec::new();
    for leg in detail.legs.iter().filter(|leg| leg.end_code.is_known()) {
        // Redacted and missing subcodes read the same: the code alone.
        let subcode = leg.end_subcode.known().unwrap_or(TextRef::MISSING);
        let code = (leg.end_code, subcode);
        match counts.iter_mut().find(|(known, _)| *known == code) {
            Some((_, count)) => *count += 1,
            None => counts.push((code, 1)),
        }
    }
    let words = |(code, subcode): (TextRef, TextRef)| (store.text(code), store.text(subcode));
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| words(a.0).cmp(&words(b.0))));
    counts.into_iter().map(|(code, _)| code).collect()
}

fn distinct(store: &Store, texts: impl Iterator<Item = TextRef>) -> Vec<TextRef> {
    let mut found: Vec<TextRef> = texts.filter(|text| *text != TextRef::MISSING).collect();
    found.sort_by_key(|&text| store.text(text));
    found.dedup();
    found
}

/// `410/3112`, or `410` where no subcode is logged.
pub fn code_words(store: &Store, code: TextRef, subcode: TextRef) -> String {
    match subcode.known() {
        Some(subcode) => format!("{}/{}", store.text(code), store.text(subcode)),
        None => store.text(code).to_owned(),
    }
}

/// What a leg's end code means, where it is known.
pub fn end_meaning(store: &Store, leg: &Leg) -> Option<String> {
    let code = leg.end_code.known()?;
    end_reason::meaning(store.text(code), store.text(leg.end_subcode))
}

/// A leg's end with its meaning: `410/3112 UnexpectedClientError: no relay`. The class is the log's own, else the
/// table's; a call that simply ended needs no meaning.
pub fn end_in_words(store: &Store, detail: &CallDetail, no: LegNo) -> String {
    let mut words = end_words(store, detail, no);
    let Some(leg) = detail.leg(no).filter(|leg| leg.end_code.is_known()) else {
        return words;
    };
    let listed = end_reason::lookup(store.text(leg.end_code), store.text(leg.end_subcode));
    let class = match leg.result_category.known() {
        Some(class) => store.text(class),
        None => listed.map_or("", |reason| reason.category),
    };
    if !leg.result_category.is_known() && !class.is_empty() {
        words = format!("{words} {class}");
    }
    match end_meaning(store, leg) {
        Some(meaning) if !class.eq_ignore_ascii_case("success") => format!("{words}: {meaning}"),
        _ => words,
    }
}

/// The words of a leg's end: code, subcode, class; the client's own codes too where they differ.
pub fn end_words(store: &Store, detail: &CallDetail, no: LegNo) -> String {
    let Some(leg) = detail.leg(no) else {
        return String::new();
    };
    let mut words = code_words(store, leg.end_code, leg.end_subcode);
    let client = client_end::of(store, detail, no)
        .filter(|client| (client.code, client.subcode) != (leg.end_code, leg.end_subcode));
    if let Some(client) = client {
        let said = code_words(store, client.code, client.subcode);
        words = if leg.end_code.is_known() {
            format!("{words} (client: {said})")
        } else {
            format!("{said} by its client")
        };
    }
    if leg.result_category.is_known() {
        words.push(' ');
        words.push_str(store.text(leg.result_category));
    }
    words
}
