//! The totals of everything loaded (the `model` part of `check`).

use super::id::IdRef;
use super::store::Store;
use std::collections::HashSet;

/// Counts over the whole store, after superseded rows and duplicates are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Calls, orphans included.
    pub calls: u64,
    /// Sum of each call's participants.
    pub participants: u64,
    /// Distinct endpoint ids over everything (native clients reuse theirs).
    pub endpoints: u64,
    /// Sum of each call's streams.
    pub streams: u64,
    /// Kept operations, those without a call included.
    pub operations: u64,
    /// Kept media-statistics rows.
    pub samples: u64,
    /// Rows replaced by newer ones.
    pub superseded: u64,
    /// Records met again.
    pub duplicates: u64,
    /// Calls known only from stream or client records.
    pub orphan_calls: u64,
    /// Operations without a call id that joined none.
    pub loose_operations: u64,
}

impl Tally {
    /// Counts a settled store.
    pub fn of(store: &Store) -> Self {
        let mut tally = Self {
            calls: store.call_count() as u64,
            ..Self::default()
        };
        for call in store.calls() {
            let facts = store.facts(call);
            tally.participants += u64::from(facts.participants);
            tally.streams += u64::from(facts.streams);
            tally.operations += u64::from(facts.operations);
            tally.superseded += u64::from(facts.superseded);
            tally.duplicates += u64::from(facts.duplicates);
            tally.orphan_calls += u64::from(facts.is_orphan);
        }
        let [unjoined, superseded, duplicates] = super::build::count_unjoined(store);
        let twins = repeated(store.samples.hash());
        tally.loose_operations = unjoined;
        tally.operations += unjoined;
        tally.superseded += superseded;
        tally.duplicates += duplicates;
        tally.samples = store.samples.len() as u64 - twins;
        tally.duplicates += twins + repeated(store.others.hash());
        tally.endpoints = endpoints(store);
        tally
    }
}

/// How many values are there more than once, the first of each not counted.
fn repeated(hashes: &[u64]) -> u64 {
    let mut sorted = hashes.to_vec();
    sorted.sort_unstable();
    sorted.windows(2).filter(|pair| pair[0] == pair[1]).count() as u64
}

fn endpoints(store: &Store) -> u64 {
    let columns = [
        store.summaries.endpoint(),
        store.streams.endpoint(),
        store.operations.endpoint(),
    ];
    let found: HashSet<IdRef> = columns
        .into_iter()
        .flatten()
        .copied()
        .filter(|id| id.is_known())
        .collect();
    found.len() as u64
}
