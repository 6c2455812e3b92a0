//! Sums by type and unit, and how rows find their call.

use super::*;
use crate::model::batch::Batch;
use crate::model::id::FileIx;
use crate::model::rows::SummaryRow;
use crate::model::usage::UsageRow;

type Item<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str);

/// Record id, type, quantity, participant, correlation.
fn store(items: &[Item]) -> Store {
    let mut batch = Batch::new(FileIx(0), 0);
    let summary = SummaryRow {
        call: batch.id("c1"),
        participant: batch.id("p1"),
        ..SummaryRow::default()
    };
    batch.summaries.push(summary);
    for (at, (record, kind, quantity, participant, correlation)) in items.iter().enumerate() {
        let row = UsageRow {
            record: batch.id(record),
            kind: batch.text(kind),
            unit: batch.text("minutes"),
            quantity: Num::parse(quantity),
            participant: batch.id(participant),
            correlation: batch.id(correlation),
            start: Time::parse("2026-01-01T00:00:00Z").plus_ms(at as f64 * 1_000.0),
            generated: Time::from_ticks(at as i64),
            hash: at as u64,
            source: Source {
                offset: at as u64,
                ..Source::default()
            },
            ..UsageRow::default()
        };
        batch.side.usage.push(row);
    }
    Store::of([&batch])
}

#[test]
fn usage_is_summed_by_type_and_a_record_counts_once() {
    let store = store(&[
        ("r1", "PSTN", "1.5", "p1", ""),
        ("r2", "PSTN", "2", "", "elsewhere"),
        ("r2", "PSTN", "3", "", "elsewhere"),
        ("r3", "PSTN", "Redacted", "p9", "c1"),
        ("r4", "Chat", "", "", ""),
    ]);
    let sums = by_type(&store);
    let told: Vec<_> = sums
        .iter()
        .map(|sum| {
            (
                store.text(sum.kind),
                sum.quantity.known(),
                sum.rows,
                sum.unknown,
                sum.calls,
            )
        })
        .collect();
    assert_eq!(
        told,
        [("Chat", None, 1, 1, 0), ("PSTN", Some(4.5), 3, 1, 1)]
    );
    assert_eq!(store.call_count(), 1, "usage makes no call");
    assert_eq!(items_of(&store, sums[0].kind, sums[0].unit).len(), 1);
}

#[test]
fn a_row_finds_its_call_by_participant_or_id() {
    let store = store(&[
        ("r1", "PSTN", "1", "P1", ""),
        ("r2", "PSTN", "1", "p2", "C1"),
        ("r3", "PSTN", "1", "", "c2"),
    ]);
    let found: Vec<bool> = items(&store)
        .iter()
        .map(|item| item.call.is_some())
        .collect();
    assert_eq!(found, [true, true, false]);
    let detail = store.detail(CallIx(0));
    assert_eq!(of_call(&store, &detail), [0, 1]);
}
