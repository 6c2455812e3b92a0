//! The columns of the call list as one table, and the order of calls by any of them.
//!
//! Numbers sort as numbers, a missing value is last in both directions, and ties are broken by start, then id, so the
//! order does not depend on how the files came in.

use super::calls_fields::FIELDS;
use crate::model::facts::CallFacts;
use crate::model::id::CallIx;
use crate::model::store::Store;
use crate::model::value::{Num, Time};
use std::cmp::{Ordering, Reverse};

/// One column of the call list.
pub struct CallField {
    /// The word of answers, of `--sort` and of the filter language.
    pub name: &'static str,
    /// The title on screen.
    pub title: &'static str,
    pub(super) key: Key,
}

/// Where the sort key of a field comes from.
pub(super) enum Key {
    Count(fn(&CallFacts) -> u32),
    Number(fn(&CallFacts) -> Num),
    Moment(fn(&CallFacts) -> Time),
    /// Nothing known: an empty text.
    Word(fn(&Store, CallIx) -> String),
    /// The worst value of a measure of [`crate::model::metric::METRICS`].
    Worst(usize),
    Severity,
}

impl CallField {
    /// All fields, in the order of answers.
    pub fn all() -> &'static [Self] {
        &FIELDS
    }

    /// The field of a name (`jitter_avg_ms` and `jitter_avg` are one).
    pub fn named(name: &str) -> Option<&'static Self> {
        let bare = name.strip_suffix("_ms").unwrap_or(name);
        let find = |name: &str| {
            FIELDS
                .iter()
                .find(|field| field.name.eq_ignore_ascii_case(name))
        };
        find(name).or_else(|| find(bare))
    }

    fn value(&self, store: &Store, call: CallIx) -> SortValue {
        let facts = store.facts(call);
        let number = |num: Num| num.known().map_or(SortValue::Missing, SortValue::Number);
        match self.key {
            Key::Count(of) => SortValue::Number(f64::from(of(facts))),
            Key::Number(of) => number(of(facts)),
            Key::Worst(at) => number(facts.worst[at]),
            Key::Moment(of) => of(facts)
                .ticks()
                .map_or(SortValue::Missing, SortValue::Ticks),
            Key::Word(of) => match of(store, call) {
                word if word.is_empty() => SortValue::Missing,
                word => SortValue::Word(word),
            },
            Key::Severity => SortValue::Severity(severity(facts)),
        }
    }
}

/// A sort key; missing is last whatever the direction.
#[derive(PartialEq, PartialOrd)]
enum SortValue {
    Number(f64),
    Ticks(i64),
    Word(String),
    Severity([u32; 6]),
    Missing,
}

impl SortValue {
    fn compare(&self, other: &Self, descending: bool) -> Ordering {
        match (self, other) {
            (Self::Missing, Self::Missing) => Ordering::Equal,
            (Self::Missing, _) => Ordering::Greater,
            (_, Self::Missing) => Ordering::Less,
            _ => {
                let order = self.partial_cmp(other).unwrap_or(Ordering::Equal);
                if descending { order.reverse() } else { order }
            }
        }
    }
}

/// More is worse: class, then what the worst finding weighs (dropped, no media, symptom …), then dropped legs, network
/// diagnostics that stayed, poor streams, bursts.
fn severity(facts: &CallFacts) -> [u32; 6] {
    let verdict = &facts.verdict;
    let class = u32::from(u8::MAX) - verdict.class as u32;
    let burst = verdict.burst_streams + verdict.recovered_network;
    let weight = facts
        .worst_finding
        .map_or(0, |weight| u32::from(u8::MAX) - weight as u32);
    [
        class,
        weight,
        verdict.dropped,
        verdict.open_network,
        verdict.poor_streams,
        burst,
    ]
}

/// Sorts by the given fields, the first first; `true` = descending. Without any: worst first, then newest.
pub fn sort_calls(store: &Store, calls: &mut Vec<CallIx>, by: &[(&CallField, bool)]) {
    if by.is_empty() {
        return worst_first(store, calls);
    }
    let mut keyed: Vec<(Vec<SortValue>, CallIx)> = calls
        .iter()
        .map(|&call| {
            let values = by.iter().map(|(field, _)| field.value(store, call));
            (values.collect(), call)
        })
        .collect();
    keyed.sort_by(|(a, call_a), (b, call_b)| {
        a.iter()
            .zip(b)
            .zip(by)
            .map(|((a, b), (_, descending))| a.compare(b, *descending))
            .find(|order| order.is_ne())
            .unwrap_or_else(|| tie(store, *call_a, *call_b))
    });
    calls.clear();
    calls.extend(keyed.into_iter().map(|(_, call)| call));
}

/// Worst first: class, then severity, then the newest.
fn worst_first(store: &Store, calls: &mut [CallIx]) {
    calls.sort_by_cached_key(|&call| {
        let facts = store.facts(call);
        let start = facts.shown_start();
        (
            Reverse(severity(facts)),
            Reverse(start.ticks()),
            store.id(store.call_id(call)).to_ascii_lowercase(),
        )
    });
}

fn tie(store: &Store, a: CallIx, b: CallIx) -> Ordering {
    let start = |call| {
        let start = store.facts(call).shown_start();
        (!start.is_known(), start)
    };
    let id = |call| store.id(store.call_id(call)).to_ascii_lowercase();
    start(a).cmp(&start(b)).then_with(|| id(a).cmp(&id(b)))
}

#[cfg(test)]
mod tests;
