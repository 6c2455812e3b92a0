//! What is wrong with a call: one finding for each cause, with the records that prove it.
//!
//! Every finding here says no more than a record says, so all are certain.

use super::timeline::meaning;
use crate::model::call::{CallDetail, DiagnosticRange, Operation, Stream};
use crate::model::diagnostic::{self, Subject};
use crate::model::end_reason;
use crate::model::facts::end_words;
use crate::model::lane;
use crate::model::metric::{Dimension, METRICS, Statistic};
use crate::model::reason::{number, stream_words};
use crate::model::source::Source;
use crate::model::store::Store;
use serde::Serialize;

/// A judgement with its evidence.
#[derive(Serialize)]
pub(super) struct Finding {
    pub(super) rule: String,
    pub(super) certainty: &'static str,
    pub(super) text: String,
    pub(super) evidence: Vec<Evidence>,
}

/// A record that proves it.
#[derive(Serialize)]
pub(super) struct Evidence {
    pub(super) file: String,
    pub(super) line: u64,
}

/// All findings, in the order in which causes decide a verdict.
pub(super) fn findings(store: &Store, detail: &CallDetail) -> Vec<Finding> {
    let mut found = dropped(store, detail);
    let network =
        |range: &&DiagnosticRange| diagnostic::subject(store.text(range.name)) == Subject::Network;
    let ranges = detail.ranges.iter();
    found.extend(
        ranges
            .clone()
            .filter(network)
            .map(|range| reported(store, detail, range)),
    );
    for statistic in [Statistic::Average, Statistic::Maximum] {
        for stream in &detail.streams {
            found.extend(beyond(store, detail, stream, statistic));
        }
    }
    let others =
        ranges.filter(|range| !network(range) && !diagnostic::is_hint(store.text(range.name)));
    found.extend(others.map(|range| reported(store, detail, range)));
    found.extend(
        detail
            .operations
            .iter()
            .filter_map(|it| failed(store, detail, it)),
    );
    found
}

fn certain(store: &Store, rule: impl Into<String>, text: String, sources: &[Source]) -> Finding {
    let mut evidence: Vec<Evidence> = sources
        .iter()
        .map(|source| store.place(source))
        .map(|(file, line)| Evidence { file, line })
        .collect();
    evidence.dedup_by(|a, b| (&a.file, a.line) == (&b.file, b.line));
    Finding {
        rule: rule.into(),
        certainty: "certain",
        text,
        evidence,
    }
}

fn dropped(store: &Store, detail: &CallDetail) -> Vec<Finding> {
    let legs = detail
        .dropped()
        .filter_map(|no| Some((no, detail.leg(no)?)));
    legs.map(|(no, leg)| {
        let mut text = format!(
            "{} dropped {}",
            detail.leg_name(no),
            end_words(store, detail, no)
        );
        if let Some(meaning) = meaning(store, leg) {
            text = format!("{text}: {meaning}");
        }
        let code = (store.text(leg.end_code), store.text(leg.end_subcode));
        let next = end_reason::lookup(code.0, code.1).map(|reason| reason.next_step);
        if let Some(next) = next.filter(|next| !next.is_empty()) {
            text = format!("{text}. {next}");
        }
        let sources: Vec<Source> = leg.source.into_iter().collect();
        certain(store, "leg_dropped", text, &sources)
    })
    .collect()
}

fn reported(store: &Store, detail: &CallDetail, range: &DiagnosticRange) -> Finding {
    let name = store.text(range.name);
    let is_network = diagnostic::subject(name) == Subject::Network;
    let leg = range
        .leg
        .map_or_else(String::new, |leg| format!("{} ", detail.leg_name(leg)));
    let ms = range.end.ms_since(range.start);
    let after = ms.map_or_else(String::new, |ms| format!(" after {:.0} s", ms / 1_000.0));
    let (rule, end) = match (is_network, range.has_recovered) {
        (true, true) => ("network_recovered", format!("recovered{after}")),
        (true, false) => ("network_not_recovered", "not recovered".to_owned()),
        (false, true) => ("diagnostic_recovered", format!("recovered{after}")),
        (false, false) => ("diagnostic_not_recovered", "not recovered".to_owned()),
    };
    let text = format!("{leg}{name} {}, {end}", range.worst.name());
    let source = |row: crate::model::id::OperationIx| store.operations.source()[row.at()];
    certain(
        store,
        rule,
        text,
        &[source(range.row), source(range.last_row)],
    )
}

/// One finding for each dimension of a stream whose average (or one value), or else whose maximum, is beyond its limit.
fn beyond(
    store: &Store,
    detail: &CallDetail,
    stream: &Stream,
    statistic: Statistic,
) -> Vec<Finding> {
    let is_maximum = statistic == Statistic::Maximum;
    let (class, wanted) = if is_maximum {
        ("stream_burst", stream.verdict.burst)
    } else {
        ("stream_poor", stream.verdict.poor)
    };
    if stream.verdict.not_judged.is_some() {
        return Vec::new();
    }
    let values = store.streams.values()[stream.row.at()];
    let source = store.streams.source()[stream.row.at()];
    let counts = |dimension: Dimension| {
        wanted.contains(dimension) && !(is_maximum && stream.verdict.poor.contains(dimension))
    };
    METRICS
        .iter()
        .zip(values)
        .filter(|(metric, _)| {
            metric.statistic != Statistic::Count
                && (metric.statistic == Statistic::Maximum) == is_maximum
        })
        .filter_map(|(metric, value)| {
            let (dimension, value) = (metric.dimension?, value.known()?);
            let limit = metric.limit(stream.media)?;
            if !counts(dimension) || !metric.is_beyond(value, stream.media) {
                return None;
            }
            let text = format!(
                "{} {} on {} (limit {})",
                metric.title,
                number(metric, value),
                stream_words(detail, stream),
                number(metric, limit)
            );
            let rule = format!("{class}_{}", dimension.name());
            Some(certain(store, rule, text, &[source]))
        })
        .collect()
}

fn failed(store: &Store, detail: &CallDetail, operation: &Operation) -> Option<Finding> {
    let row = store.operations.get(operation.row.at());
    if !lane::has_failed(store, &row) {
        return None;
    }
    let leg = operation
        .leg
        .map_or_else(String::new, |leg| format!("{} ", detail.leg_name(leg)));
    let words = lane::result_words(store, &row);
    let mut text = format!("{leg}{} {words}", store.text(row.name));
    if let Some(code) = row.code.known() {
        let meaning = end_reason::meaning(store.text(code), store.text(row.subcode));
        if let Some(meaning) = meaning {
            text = format!("{text}: {meaning}");
        }
    }
    Some(certain(store, "operation_failed", text, &[row.source]))
}
