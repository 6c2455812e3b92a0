//! What many calls say of themselves: shares, and where the values of measures lie.

use super::fact::{CALLS, Fact, Value};
use super::part::due_name;
use super::{Topic, end_name};
use crate::model::chance::{FEW, wilson};
use crate::model::id::{CallIx, TextRef};
use crate::model::metric::{Dimension, METRICS, PoorWhen, STREAM_VALUES, telling};
use crate::model::store::Store;
use crate::query::group::Spread;
use crate::query::group::count::spread;
use crate::query::group::words::range_words;
use crate::query::overview::Count;
use std::collections::HashMap;

/// Two values of a measure at ranks, each with the range it may lie in.
#[derive(Clone, Copy)]
struct Ranked {
    spread: Spread,
    p50: [Option<f64>; 2],
    p95: [Option<f64>; 2],
}

/// The calls of a group on their way: first counted, then one measure after the other.
pub(super) struct Gathering {
    calls: Vec<CallIx>,
    next: usize,
    count: Count,
    dropped: u64,
    due: [u64; Dimension::ALL.len()],
    ends: HashMap<(TextRef, TextRef), u64>,
    measures: Vec<Option<Ranked>>,
}

impl Gathering {
    pub(super) fn new(calls: Vec<CallIx>) -> Self {
        Self {
            calls,
            next: 0,
            count: Count::default(),
            dropped: 0,
            due: [0; Dimension::ALL.len()],
            ends: HashMap::new(),
            measures: Vec::with_capacity(STREAM_VALUES),
        }
    }

    pub(super) fn calls(&self) -> usize {
        self.calls.len()
    }

    /// Counts so many calls, or sorts the values of one measure; false when nothing is left.
    pub(super) fn advance(&mut self, store: &Store, most: usize) -> bool {
        let end = self.next.saturating_add(most).min(self.calls.len());
        if self.next < end {
            for at in self.next..end {
                self.take(store, self.calls[at]);
            }
            self.next = end;
            return true;
        }
        if self.measures.len() < STREAM_VALUES {
            let at = self.measures.len();
            let ranked = self.ranked(store, at);
            self.measures.push(ranked);
        }
        self.measures.len() < STREAM_VALUES
    }

    fn take(&mut self, store: &Store, call: CallIx) {
        let facts = store.facts(call);
        self.count.add(facts.verdict.class);
        self.dropped += u64::from(facts.verdict.dropped > 0);
        for (met, dimension) in self.due.iter_mut().zip(Dimension::ALL) {
            *met += u64::from(facts.verdict.poor_due_to.contains(dimension));
        }
        for &code in &facts.end_codes {
            *self.ends.entry(code).or_default() += 1;
        }
    }

    fn ranked(&self, store: &Store, at: usize) -> Option<Ranked> {
        let known = |call: &CallIx| store.facts(*call).worst[at].known();
        let mut values: Vec<f64> = self.calls.iter().filter_map(known).collect();
        let spread = spread(at, &mut values)?;
        let is_below = METRICS[at].poor_when == PoorWhen::Below;
        values.sort_unstable_by(|a, b| {
            let order = a.total_cmp(b);
            if is_below { order.reverse() } else { order }
        });
        Some(Ranked {
            spread,
            p50: range(&values, 0.5, is_below),
            p95: range(&values, 0.95, is_below),
        })
    }

    /// All it says; beside a single call in the way that a call can be held against.
    pub(super) fn facts(&self, store: &Store, beside_group: bool) -> Vec<Fact> {
        let (calls, judged) = (self.count.calls, self.count.judged());
        // Where only one side has it: another group has it in none of its calls, a call has it not.
        let none = if beside_group {
            Value::Share(0, 0)
        } else {
            Value::Flag(false)
        };
        let share = |topic, name: &str, met, of| {
            Fact::new(topic, name, Value::Share(met, of)).or_else(none.clone())
        };
        let mut all = vec![
            share(Topic::Verdict, "bad", self.count.bad, judged),
            share(
                Topic::Verdict,
                "bad for moments only",
                self.count.burst,
                judged,
            ),
            share(Topic::Frame, "not judged", self.count.not_judged, calls),
            share(Topic::Dropped, "with a dropped leg", self.dropped, calls),
            Fact::new(Topic::Frame, CALLS, Value::Count(calls, "")),
        ];
        for (met, dimension) in self
            .due
            .iter()
            .zip(Dimension::ALL)
            .filter(|(met, _)| **met > 0)
        {
            all.push(share(Topic::Due, &due_name(dimension), *met, judged));
        }
        let mut ends: Vec<_> = self.ends.iter().collect();
        ends.sort_by_key(|(code, met)| (std::cmp::Reverse(**met), end_name(**code, store)));
        for (&code, &met) in ends {
            all.push(share(Topic::End, &end_name(code, store), met, calls));
        }
        for (at, ranked) in self.measures.iter().enumerate() {
            let Some(ranked) = ranked else { continue };
            let title = METRICS[at].title;
            if !beside_group {
                all.push(Fact::new(
                    Topic::Measure,
                    title,
                    Value::Spread(at, ranked.spread),
                ));
                continue;
            }
            let count = ranked.spread.count;
            for (name, value, range) in [
                ("p50", ranked.spread.p50, ranked.p50),
                ("p95", ranked.spread.p95, ranked.p95),
            ] {
                let value = Value::Rank(at, value, range, count);
                all.push(Fact::new(Topic::Measure, format!("{title} {name}"), value));
            }
        }
        all
    }
}

/// Where the value at a rank lies in 95 cases of 100: between the values at the ends of the range that the share of
/// calls below it may have (Wilson). Open on a side where so few calls say nothing. Values come with the better end
/// first; the lower edge is the smaller number.
fn range(values: &[f64], rank: f64, is_below: bool) -> [Option<f64>; 2] {
    let count = values.len();
    let below = (rank * count as f64).round() as u64;
    let Some((low, high)) = wilson(below, count as u64) else {
        return [None; 2];
    };
    let at = |share: f64| (share * count as f64).floor() as usize;
    let low = values.get(at(low)).copied().filter(|_| at(low) > 0);
    let high = values
        .get(at(high))
        .copied()
        .filter(|_| at(high) + 1 < count);
    if is_below { [high, low] } else { [low, high] }
}

/// `7 of 42 17% 8-31%`; of few the count and the range.
pub(super) fn share_of(met: u64, of: u64) -> String {
    if of == 0 {
        return "-".to_owned();
    }
    let percent = met as f64 * 100.0 / of as f64;
    let share = match (of < FEW, percent < 10.0) {
        (true, _) => String::new(),
        (false, true) => format!(" {}%", telling(percent, 1)),
        (false, false) => format!(" {percent:.0}%"),
    };
    format!("{met} of {of}{share} {}", range_words(met, of))
}
