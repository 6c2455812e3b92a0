//! The totals of everything loaded (the `model` part of `check`).

use super::id::IdRef;
use super::kept::Replaced;
use super::side::SideKind;
use super::store::Store;
use super::{daily, usage};
use std::collections::HashSet;

/// Counts over the whole store, after superseded rows and duplicates are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// For each file how many of its rows gave way to newer ones of the same key.
    pub superseded: Vec<u64>,
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
            superseded: vec![0; store.files.len()],
            ..Self::default()
        };
        for call in store.calls() {
            let facts = store.facts(call);
            tally.participants += u64::from(facts.participants);
            tally.streams += u64::from(facts.streams);
            tally.operations += u64::from(facts.operations);
            tally.add_superseded(&facts.superseded);
            tally.duplicates += u64::from(facts.duplicates);
            tally.orphan_calls += u64::from(facts.is_orphan);
            tally.add_side(facts.side.map(u64::from));
        }
        let ([unjoined, duplicates], superseded) = super::build::count_unjoined(store);
        let (samples, twins) = store.sample_counts();
        tally.loose_operations = unjoined;
        tally.operations += unjoined;
        tally.add_superseded(&superseded);
        tally.duplicates += duplicates;
        tally.samples = samples;
        tally.duplicates += twins + repeated(store.others.hash());
        tally.endpoints = endpoints(store);
        tally.add_of_no_call(store);
        tally
    }

    /// Rows of all files that gave way to newer ones.
    pub fn all_superseded(&self) -> u64 {
        self.superseded.iter().sum()
    }

    fn add_superseded(&mut self, replaced: &Replaced) {
        for (file, count) in replaced.of_files() {
            if let Some(sum) = self.superseded.get_mut(file.at()) {
                *sum += count;
            }
        }
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
        let (usage, daily) = (usage::kept(side), daily::kept(side));
        (self.usage, self.metrics) = (usage.rows.len() as u64, daily.rows.len() as u64);
        for kept in [usage, daily] {
            self.duplicates += kept.duplicates;
            self.add_superseded(&kept.superseded);
        }
        self.duplicates += repeated(side.rooms.hash()) + repeated(side.service.hash());
    }
}

/// How many values are there more than once, the first of each not counted.
pub(super) fn repeated(hashes: &[u64]) -> u64 {
    let mut suspects = suspects(hashes);
    suspects.sort_unstable();
    let pairs = suspects.windows(2);
    pairs.filter(|pair| pair[0] == pair[1]).count() as u64
}

/// The hashes that share their lowest bits with another: all that are there twice, and few besides, so that not all
/// need be sorted.
fn suspects(hashes: &[u64]) -> Vec<u64> {
    const BITS_A_HASH: usize = 16;
    let words = (hashes.len() * BITS_A_HASH / 64 + 1).next_power_of_two();
    let place = |hash: u64| ((hash >> 6) as usize & (words - 1), 1_u64 << (hash & 63));
    let (mut met, mut again) = (vec![0_u64; words], vec![0_u64; words]);
    for &hash in hashes {
        let (at, bit) = place(hash);
        again[at] |= met[at] & bit;
        met[at] |= bit;
    }
    let is_suspect = |&hash: &u64| {
        let (at, bit) = place(hash);
        again[at] & bit != 0
    };
    hashes.iter().copied().filter(is_suspect).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_more_than_once_is_counted_but_for_its_first() {
        assert_eq!(repeated(&[]), 0);
        assert_eq!(repeated(&[7, 8, 7, 7, 8, 9]), 3);
        // Values that share their lowest bits are not the same.
        let shared: Vec<u64> = (0..1_000).map(|n| n << 40).collect();
        assert_eq!(repeated(&shared), 0);
        let twice: Vec<u64> = shared.iter().chain(&shared).copied().collect();
        assert_eq!(repeated(&twice), 1_000);
    }
}
