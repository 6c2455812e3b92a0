//! The order of calls.

use super::*;
use crate::model::batch::Batch;
use crate::model::id::FileIx;
use crate::model::metric::METRICS;
use crate::model::rows::SummaryRow;
use crate::query::fixture::{self, CALL_A, CALL_B};

fn sorted(store: &Store, by: &[(&str, bool)]) -> Vec<String> {
    let by: Vec<(&CallField, bool)> = by
        .iter()
        .filter_map(|&(name, descending)| Some((CallField::named(name)?, descending)))
        .collect();
    let mut calls: Vec<CallIx> = store.calls().collect();
    sort_calls(store, &mut calls, &by);
    calls
        .iter()
        .map(|&call| store.id(store.call_id(call)).to_owned())
        .collect()
}

/// Calls of the given lengths; ids `c0`, `c1` …
fn lasting(seconds: &[Num]) -> Store {
    let mut batch = Batch::new(FileIx(0), 0);
    for (no, &call_duration) in seconds.iter().enumerate() {
        let row = SummaryRow {
            call: batch.id(&format!("c{no}")),
            participant: batch.id("p"),
            call_duration,
            source: fixture::source(0, no as u64),
            hash: no as u64,
            ..SummaryRow::default()
        };
        batch.summaries.push(row);
    }
    Store::of([&batch])
}

#[test]
fn numbers_sort_as_numbers_and_missing_is_last_both_ways() {
    let store = lasting(&[
        Num::new(100.0),
        Num::MISSING,
        Num::new(9.0),
        Num::new(0.0),
        Num::REDACTED,
    ]);
    assert_eq!(
        sorted(&store, &[("duration_s", false)]),
        ["c3", "c2", "c0", "c1", "c4"]
    );
    assert_eq!(
        sorted(&store, &[("duration_s", true)]),
        ["c0", "c2", "c3", "c1", "c4"]
    );
}

#[test]
fn without_a_field_the_worst_call_comes_first() {
    for order in [[0, 1, 2, 3], [1, 0, 3, 2]] {
        let store = fixture::store(order);
        assert_eq!(sorted(&store, &[]), [CALL_A, CALL_B]);
        assert_eq!(sorted(&store, &[("verdict", true)]), [CALL_A, CALL_B]);
        assert_eq!(sorted(&store, &[("verdict", false)]), [CALL_B, CALL_A]);
    }
}

#[test]
fn ties_are_broken_by_start_whatever_the_direction_and_order_of_files() {
    for order in [[0, 1, 2, 3], [1, 0, 3, 2]] {
        let store = fixture::store(order);
        for descending in [false, true] {
            assert_eq!(sorted(&store, &[("type", descending)]), [CALL_A, CALL_B]);
        }
        assert_eq!(
            sorted(&store, &[("type", true), ("start", true)]),
            [CALL_B, CALL_A]
        );
        assert_eq!(sorted(&store, &[("call_id", true)]), [CALL_B, CALL_A]);
    }
}

#[test]
fn every_name_of_the_answers_is_a_field_and_no_name_is_there_twice() {
    let names = "call_id start duration_s type legs participants endpoints streams verdict reason poor_streams \
        judged_streams poor_due_to dropped jitter_avg_ms jitter_max_ms rtt_avg_ms rtt_max_ms loss_avg loss_max \
        end_codes sdk os teams_thread_id orphan final";
    for name in names.split_whitespace() {
        assert!(CallField::named(name).is_some(), "{name}");
    }
    for field in CallField::all() {
        let same = CallField::all()
            .iter()
            .filter(|other| other.name == field.name);
        assert_eq!(same.count(), 1, "{}", field.name);
        if let Key::Worst(at) = field.key {
            assert_eq!(METRICS[at].name, field.name);
        }
    }
    assert!(
        METRICS
            .iter()
            .all(|metric| CallField::named(metric.name).is_some())
    );
}
