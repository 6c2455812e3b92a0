//! What the store itself promises: a chunk is taken once, operations from before a call find it, whatever the order.

use super::*;
use crate::model::rows::OperationRow;
use crate::model::source::Account;
use crate::model::value::Time;

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
    let mut store = Store::new();
    for batch in batches {
        store.absorb(batch);
    }
    store.settle();
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
