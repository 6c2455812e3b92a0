//! One call as the rules look at it: its detail, its clocks, and its media statistics when a rule asks for them.

use super::measured::{self, Measured};
use super::rules::Log;
use super::words;
use super::{Evidence, Number};
use crate::model::call::{CallDetail, DiagnosticRange, Leg, LegNo, Stream};
use crate::model::client_end;
use crate::model::clock::{self, Ahead, ClockOffset};
use crate::model::diagnostic::{self, Subject};
use crate::model::facts::code_words;
use crate::model::id::OperationIx;
use crate::model::lane::is_named;
use crate::model::limits::Limits;
use crate::model::metric::{Dimension, DimensionSet, METRICS, Statistic};
use crate::model::rows::OperationRow;
use crate::model::store::{SamplesKept, Store};
use crate::model::value::Time;
use std::cell::OnceCell;

/// What happened within this time of each other belongs together, ms: clients log within seconds of what they see.
pub(super) const NEAR_MS: f64 = 15_000.0;

/// One call under judgement.
pub(super) struct Scene<'a> {
    pub(super) store: &'a Store,
    pub(super) detail: &'a CallDetail,
    clocks: OnceCell<Box<[ClockOffset]>>,
    /// How far the clients are ahead.
    ahead: OnceCell<Ahead>,
    measured: OnceCell<Measured>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(store: &'a Store, detail: &'a CallDetail) -> Self {
        Self {
            store,
            detail,
            clocks: OnceCell::new(),
            ahead: OnceCell::new(),
            measured: OnceCell::new(),
        }
    }

    pub(super) fn with_clocks(
        store: &'a Store,
        detail: &'a CallDetail,
        clocks: &[ClockOffset],
    ) -> Self {
        Self {
            clocks: OnceCell::from(Box::from(clocks)),
            ..Self::new(store, detail)
        }
    }

    pub(super) fn limits(&self) -> &'a Limits {
        self.store.limits()
    }

    pub(super) fn clocks(&self) -> &[ClockOffset] {
        self.clocks
            .get_or_init(|| clock::offsets(self.store, self.detail))
    }

    /// The media statistics; read at the first question, as they are most of a log.
    pub(super) fn measured(&self) -> &Measured {
        self.measured.get_or_init(|| measured::read(self))
    }

    /// A moment of a leg's client by the service's clock.
    pub(super) fn service_time(&self, leg: Option<LegNo>, time: Time) -> Time {
        let ahead = || Ahead::new(self.detail, self.clocks());
        self.ahead.get_or_init(ahead).service_time(leg, time)
    }

    /// From when to when a diagnostic stayed, by the service's clock; an open one ends with its leg.
    pub(super) fn range_span(&self, range: &DiagnosticRange) -> (Time, Time) {
        let end = self.service_time(range.leg, range.end);
        let leg_end = range.leg.and_then(|leg| self.detail.leg(leg)).map(Leg::end);
        (
            self.service_time(range.leg, range.start),
            end.or(leg_end.unwrap_or_default()),
        )
    }

    pub(super) fn leg_numbers(&self) -> impl Iterator<Item = LegNo> + use<> {
        (0..self.detail.legs.len() as u32).map(LegNo)
    }

    pub(super) fn name(&self, leg: LegNo) -> String {
        self.detail.leg_name(leg)
    }

    /// Diagnostics about a subject, hints left out.
    pub(super) fn ranges_about(
        &self,
        subject: Subject,
    ) -> impl Iterator<Item = &'a DiagnosticRange> {
        let store = self.store;
        self.detail.ranges.iter().filter(move |range| {
            let name = store.text(range.name);
            diagnostic::subject(name) == subject && !diagnostic::is_hint(name)
        })
    }

    /// Diagnostics of a leg by name.
    pub(super) fn ranges_named(
        &self,
        leg: LegNo,
        names: &'static [&'static str],
    ) -> impl Iterator<Item = &'a DiagnosticRange> {
        let store = self.store;
        self.detail.ranges.iter().filter(move |range| {
            range.leg == Some(leg)
                && names
                    .iter()
                    .any(|name| store.text(range.name).eq_ignore_ascii_case(name))
        })
    }

    /// The opening and the last report of each diagnostic.
    pub(super) fn range_proofs<'r>(
        &self,
        ranges: impl IntoIterator<Item = &'r DiagnosticRange>,
    ) -> Vec<Evidence> {
        let proofs = ranges.into_iter().map(|range| self.reports_of(range));
        proofs.flatten().collect()
    }

    fn reports_of(&self, range: &DiagnosticRange) -> Vec<Evidence> {
        let leg = words::leg_words(self.detail, range.leg);
        let name = self.store.text(range.name);
        let mut proofs =
            vec![self.operation_proof(range.row, format!("{leg}{name} {}", range.worst.name()))];
        if range.last_row != range.row {
            let word = if range.end.is_known() {
                "Good again"
            } else {
                range.worst.name()
            };
            proofs.push(self.operation_proof(range.last_row, format!("{leg}{name} {word}")));
        }
        proofs
    }

    pub(super) fn operation_proof(&self, row: OperationIx, word: String) -> Evidence {
        Evidence {
            source: self.store.operations.source()[row.at()],
            word,
        }
    }

    /// The summary row of a leg, or the record that tells of it.
    pub(super) fn leg_proof(&self, leg: LegNo) -> Option<Evidence> {
        let found = self.detail.leg(leg)?;
        let code = code_words(self.store, found.end_code, found.end_subcode);
        let what = if found.summary.is_some() {
            "summary"
        } else {
            "record"
        };
        Some(Evidence {
            source: found.source?,
            word: format!("{} {what} {code}", self.name(leg))
                .trim_end()
                .to_owned(),
        })
    }

    pub(super) fn stream_proof(&self, stream: &Stream) -> Evidence {
        Evidence {
            source: self.store.streams.source()[stream.row.at()],
            word: format!("{} stream", words::stream_words(self.detail, stream)),
        }
    }

    /// Operations of a leg by name, in order of time, with their rows.
    pub(super) fn operations_named(
        &self,
        leg: LegNo,
        names: &'static [&'static str],
    ) -> impl Iterator<Item = (OperationIx, OperationRow)> {
        let store = self.store;
        self.detail
            .operations
            .iter()
            .filter(move |operation| operation.leg == Some(leg) && !operation.is_before_call)
            .filter(move |operation| {
                let name = store.text(store.operations.name()[operation.row.at()]);
                names.iter().any(|wanted| is_named(name, wanted))
            })
            .map(move |operation| (operation.row, store.operations.get(operation.row.at())))
    }

    /// What a leg's client said about its end: the last record with the leg's end code.
    pub(super) fn end_operation(&self, leg: LegNo) -> Option<Evidence> {
        let code = self.detail.leg(leg)?.end_code.known()?;
        let found = client_end::with_code(self.store, self.detail, leg, code)?;
        let row = self.store.operations.get(found.row.at());
        let words = code_words(self.store, row.code, row.subcode);
        let word = format!("{} {} {words}", self.name(leg), self.store.text(row.name));
        Some(self.operation_proof(found.row, word))
    }

    pub(super) fn has_operations(&self, leg: LegNo) -> bool {
        self.detail
            .operations
            .iter()
            .any(|operation| operation.leg == Some(leg))
    }

    /// What of a log is not there for some legs: `client operations of P2, P3`.
    pub(super) fn lacks(&self, log: Log, legs: &[LegNo]) -> Option<String> {
        let without: Vec<LegNo> = legs
            .iter()
            .copied()
            .filter(|&leg| match log {
                Log::Operations => !self.has_operations(leg),
                Log::Streams => self.detail.streams_of(leg).next().is_none(),
                Log::Samples => !self.measured().has(leg),
                Log::Summary => self
                    .detail
                    .leg(leg)
                    .is_some_and(|leg| leg.summary.is_none()),
                Log::Survey | Log::Automation => false,
            })
            .collect();
        let kept = self.store.samples_kept(self.detail.call);
        let why = match log {
            Log::Samples if kept == SamplesKept::Summarised => " (summarised: open the call)",
            _ => "",
        };
        let names = words::names(self.detail, &without);
        (!without.is_empty()).then(|| format!("{} of {names}{why}", log.words()))
    }

    /// The value of a measure of a stream.
    pub(super) fn value(&self, stream: &Stream, at: usize) -> Option<f64> {
        self.store.streams.values()[stream.row.at()][at].known()
    }

    /// The number that is farthest beyond its limit among some dimensions of a stream, an average before a maximum.
    pub(super) fn worst_of(&self, stream: &Stream, among: &[Dimension]) -> Option<(usize, f64)> {
        let verdict = &stream.verdict;
        let counts = |set: DimensionSet, is_maximum: bool, at: usize| {
            let metric = &METRICS[at];
            metric.statistic != Statistic::Count
                && (metric.statistic == Statistic::Maximum) == is_maximum
                && metric
                    .dimension
                    .is_some_and(|dimension| among.contains(&dimension) && set.contains(dimension))
        };
        let find = |set: DimensionSet, is_maximum: bool| {
            (0..METRICS.len())
                .filter(|&at| counts(set, is_maximum, at))
                .filter_map(|at| Some((at, self.value(stream, at)?)))
                .filter(|&(at, value)| self.limits().is_beyond(at, value, stream.media))
                .max_by(|a, b| {
                    let excess = |&(at, value): &(usize, f64)| self.excess(at, value, stream);
                    excess(a).total_cmp(&excess(b))
                })
        };
        find(verdict.poor, false).or_else(|| find(verdict.burst, true))
    }

    /// How many times beyond its limit a value lies; 1 is the limit itself.
    pub(super) fn excess(&self, at: usize, value: f64, stream: &Stream) -> f64 {
        let limit = self.limits().of(at, stream.media).unwrap_or(1.0);
        if value > limit {
            value / limit.max(f64::MIN_POSITIVE)
        } else {
            limit / value.max(limit / 1_000.0)
        }
    }

    /// `loss max 31 %` of a stream, and the same as a number for the proofs.
    pub(super) fn told(&self, stream: &Stream, (at, value): (usize, f64)) -> (String, Number) {
        let metric = &METRICS[at];
        let name = format!(
            "{}, {}",
            metric.title,
            words::stream_words(self.detail, stream)
        );
        (
            format!("{} {}", metric.title, words::number(metric, value)),
            words::measured(self.limits(), name, (at, value), stream.media),
        )
    }
}

/// True when two spans touch or lie near each other; an unknown end reaches on.
pub(super) fn is_near(a: (Time, Time), b: (Time, Time)) -> bool {
    let before = |end: Time, start: Time| start.ms_since(end).is_some_and(|gap| gap > NEAR_MS);
    a.0.is_known() && b.0.is_known() && !before(a.1, b.0) && !before(b.1, a.0)
}
