//! Series of one leg.

use super::*;
use crate::query::fixture::{self, CALL_A, CALL_B, PARTICIPANT, at};

#[test]
fn samples_become_series_in_time_order_without_twins() {
    for order in [[0, 1, 2, 3], [3, 2, 1, 0]] {
        let store = fixture::store(order);
        let participant = IdRef(store.ids.lookup(PARTICIPANT).unwrap_or_default());
        let series = series(&store, fixture::call(&store, CALL_A), participant);
        assert_eq!(series.len(), 1);
        assert_eq!(store.text(series[0].metric), "JitterInMs");
        let times: Vec<Time> = series[0].points.iter().map(|point| point.time).collect();
        assert_eq!(times, [at(10), at(20)]);
        assert_eq!(series[0].points[1].average.known(), Some(20.0));
        assert_eq!(series[0].untimed, 1);
    }
}

#[test]
fn other_legs_and_calls_have_their_own() {
    let store = fixture::plain();
    let participant = IdRef(store.ids.lookup(PARTICIPANT).unwrap_or_default());
    assert!(series(&store, fixture::call(&store, CALL_B), participant).is_empty());
    assert!(series(&store, fixture::call(&store, CALL_A), IdRef::MISSING).is_empty());
}
