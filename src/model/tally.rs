//! The totals of everything loaded (the `model` part of `check`).

use super::id::IdRef;
use super::kept::Replaced;
use super::side::SideKind;
use super::store::Store;
use super::{daily, usage};
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
    /// Kept survey rows.
    pub surveys: u64,
    /// Kept rows of call automation: requests, outcomes, streaming sessions.
    pub automation: u64,
    /// Kept rows of recording: summaries, requests.
    pub recordings: u64,
    /// Kept captions rows.
    pub captions: u64,
    /// Kept usage rows.
    pub usage: u64,
    /// Kept rows of daily figures.
    pub metrics: u64,
    /// Rows replaced by newer ones.
    pub superseded: u64,
    /// Records met again.
    pub duplicates: u64,
    /// Calls without summary.
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
            tally.superseded += facts.superseded.total();
            tally.duplicates += u64::from(facts.duplicates);
            tally.orphan_calls += u64::from(facts.is_orphan);
            tally.add_side(facts.side.map(u64::from));
        }
        let ([unjoined, duplicates], superseded) = super::build::count_unjoined(store);
        let twins = repeated(store.samples.hash());
        tally.loose_operations = unjoined;
        tally.operations += unjoined;
        tally.superseded += superseded.total();
        tally.duplicates += duplicates;
        tally.samples = store.samples.len() as u64 - twins;
        tally.duplicates += twins + repeated(store.others.hash());
        tally.endpoints = endpoints(store);
        tally.add_of_no_call(store);
        tally
    }

    /// Adds counts in the order of [`SideKind::ALL`].
    fn add_side(&mut self, counts: [u64; SideKind::ALL.len()]) {
        for (kind, count) in SideKind::ALL.into_iter().zip(counts) {
            *match kind {
                SideKind::Survey => &mut self.surveys,
                SideKind::Request | SideKind::Outcome | SideKind::Streaming => &mut self.automation,
                SideKind::Recording | SideKind::RecordingRequest => &mut self.recordings,
                SideKind::Captions => &mut self.captions,
            } += count;
        }
    }

    /// Rows that name no call: those of side tables that lack the id, and the tables that have none.
    fn add_of_no_call(&mut self, store: &Store) {
        let side = &store.side;
        let counts = SideKind::ALL.map(|kind| {
            let calls = kind.calls(side).iter().zip(kind.hashes(side));
            let hashes: Vec<u64> = calls
                .filter(|(call, _)| !call.is_known())
                .map(|(_, &hash)| hash)
                .collect();
            let twins = repeated(&hashes);
            self.duplicates += twins;
            hashes.len() as u64 - twins
        });
        self.add_side(counts);
        for (kept, of) in [
            (usage::kept(side), &mut self.usage),
            (daily::kept(side), &mut self.metrics),
        ] {
            *of = kept.rows.len() as u64;
            self.superseded += kept.superseded.total();
            self.duplicates += kept.duplicates;
        }
        self.duplicates += repeated(side.rooms.hash()) + repeated(side.service.hash());
    }
}

/// For each file how many of its rows gave way to newer ones of the same key.
pub fn superseded_by_file(store: &Store) -> Vec<u64> {
    let mut sums = vec![0; store.files.len()];
    let mut add = |replaced: &Replaced| {
        for (file, count) in replaced.of_files() {
            if let Some(sum) = sums.get_mut(file.at()) {
                *sum += count;
            }
        }
    };
    for call in store.calls() {
        add(&store.facts(call).superseded);
    }
    add(&super::build::count_unjoined(store).1);
    add(&usage::kept(&store.side).superseded);
    add(&daily::kept(&store.side).superseded);
    sums
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
