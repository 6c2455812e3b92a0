//! What the store itself promises: a chunk is taken once, operations from before a call find it, whatever the order.

use super::*;
use crate::model::rows::{OperationRow, SampleRow};
use crate::model::source::Account;
use crate::model::value::Time;

impl Store {
    /// A settled store of batches, for tests of all layers.
    pub(crate) fn of<'b>(batches: impl IntoIterator<Item = &'b Batch>) -> Self {
        let mut store = Self::new();
        for batch in batches {
            store.absorb(batch);
        }
        store.settle();
        store
    }
}

/// A batch of operations: call, client instance, minute.
fn batch(offset: u64, operations: &[(&str, &str, u32)]) -> Batch {
    let mut batch = Batch::new(FileIx(0), offset);
    batch.account = Account {
        bytes: 10,
        loaded_bytes: 10,
        lines: 1,
        loaded: 1,
        ..Account::default()
    };
    for (number, (call, client, minute)) in operations.iter().enumerate() {
        let row = OperationRow {
            call: batch.id(call),
            client: batch.id(client),
            time: Time::parse(&format!("2026-11-18T10:{minute:02}:00Z")),
            name: batch.text("AgentInit"),
            hash: offset * 100 + number as u64,
            source: Source {
                offset: offset + number as u64,
                ..Source::default()
            },
            ..OperationRow::default()
        };
        batch.operations.push(row);
    }
    batch
}

fn operations_of(batches: &[&Batch], call: &str) -> Option<usize> {
    let store = Store::of(batches.iter().copied());
    let call = store.call_of(IdRef(store.ids.lookup(call)?))?;
    Some(store.detail(call).operations.len())
}

#[test]
fn operations_from_before_a_call_join_it_in_any_order() {
    let before = batch(0, &[("", "client-a", 1), ("", "client-b", 2)]);
    let within = batch(100, &[("call-1", "client-a", 3), ("call-2", "client-b", 4)]);
    for order in [[&before, &within], [&within, &before]] {
        assert_eq!(operations_of(&order, "call-1"), Some(2));
        assert_eq!(operations_of(&order, "call-2"), Some(2));
    }
}

#[test]
fn an_operation_long_after_the_calls_joins_none() {
    let after = batch(0, &[("", "client-a", 50)]);
    let within = batch(100, &[("call-1", "client-a", 3)]);
    assert_eq!(operations_of(&[&after, &within], "call-1"), Some(1));
}

#[test]
fn a_chunk_is_taken_once() {
    let rows = batch(0, &[("call-1", "client-a", 3)]);
    let mut store = Store::new();
    store.absorb(&rows);
    store.absorb(&rows);
    assert_eq!(store.operations.len(), 1);
    assert_eq!(store.account().loaded, 1);
}

/// Some operations of one call, each unlike all others.
fn many(offset: u64, count: usize) -> Batch {
    batch(offset, &vec![("call-1", "client-a", 3); count])
}

#[test]
fn a_large_call_is_judged_when_it_has_doubled_and_in_full_when_loading_pauses() {
    let mut store = Store::new();
    let judged = |store: &mut Store| {
        while store.refresh(10) {}
        store.facts(CallIx(0)).operations
    };
    store.absorb(&many(0, 2_000));
    assert_eq!(judged(&mut store), 2_000);
    store.absorb(&many(10_000, 500));
    assert_eq!(judged(&mut store), 2_000, "not worth it yet");
    store.absorb(&many(20_000, 1_500));
    assert_eq!(judged(&mut store), 4_000, "doubled");
    store.absorb(&many(30_000, 1));
    assert_eq!(judged(&mut store), 4_000);
    store.catch_up();
    assert_eq!(judged(&mut store), 4_001, "no more rows are expected");
    store.absorb(&many(40_000, 1));
    store.refresh_only(&[CallIx(0)]);
    assert_eq!(judged(&mut store), 4_002, "asked for by name");
    store.absorb(&many(50_000, 1));
    store.settle();
    assert_eq!(store.facts(CallIx(0)).operations, 4_003);
}

#[test]
fn a_leg_known_only_by_its_samples_starts_with_the_first_of_them_whatever_the_order() {
    let sample = |batch: &mut Batch, minute: u32| {
        let row = crate::model::rows::SampleRow {
            call: batch.id("call-1"),
            participant: batch.id("participant-1"),
            time: Time::parse(&format!("2026-11-18T10:{minute:02}:00Z")),
            hash: u64::from(minute),
            source: Source {
                offset: u64::from(minute),
                ..Source::default()
            },
            ..crate::model::rows::SampleRow::default()
        };
        batch.samples.push(row);
    };
    for minutes in [[1, 2, 3], [2, 1, 3], [3, 2, 1]] {
        let mut rows = Batch::new(FileIx(0), 0);
        for minute in minutes {
            sample(&mut rows, minute);
        }
        let mut store = Store::new();
        store.absorb(&rows);
        store.settle();
        let detail = store.detail(CallIx(0));
        assert_eq!(detail.legs[0].start, Time::parse("2026-11-18T10:01:00Z"));
        assert_eq!(detail.legs[0].source.map(|source| source.offset), Some(1));
    }
}

/// A batch of samples of one call.
fn samples(offset: u64, count: u64) -> Batch {
    let mut batch = Batch::new(FileIx(0), offset);
    batch.account.bytes = count;
    batch.account.other_bytes = count;
    for number in offset..offset + count {
        let row = SampleRow {
            call: batch.id("c1"),
            metric: batch.text("RttInMs"),
            hash: number.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            source: Source {
                offset: number,
                ..Source::default()
            },
            ..SampleRow::default()
        };
        batch.samples.push(row);
    }
    batch
}

#[test]
fn samples_are_whole_until_the_last_is_summarised() {
    let mut store = Store::new();
    store.set_cap(1_000_000);
    for offset in [0, 30_000] {
        store.absorb(&samples(offset, 30_000));
        let call = store.calls().next().expect("a call");
        assert!(!store.is_summarised(), "a turn takes only some");
        assert_eq!(store.samples_kept(call), SamplesKept::Whole);
        assert_eq!(store.samples_of(call).count() as u64, offset + 30_000);
    }
    let mut turns = 0;
    while store.refresh(100) {
        turns += 1;
    }
    assert!(turns > 1 && store.is_summarised());
    store.absorb(&samples(60_000, 10));
    assert_eq!(store.sample_counts(), (60_010, 0));
    assert_eq!(store.samples.len(), 0);
}
