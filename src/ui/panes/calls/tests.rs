//! What the list does while rows come.

use super::*;
use crate::model::batch::Batch;
use crate::model::id::FileIx;
use crate::model::rows::SummaryRow;
use crate::model::selection::Selection;
use crate::ui::widgets::canvas::context;

/// Adds a call to a store.
fn add(store: &mut Store, id: &str) {
    let mut batch = Batch::new(FileIx(0), 0);
    let row = SummaryRow {
        call: batch.id(id),
        hash: store.call_count() as u64 + 1,
        ..SummaryRow::default()
    };
    batch.summaries.push(row);
    store.absorb(&batch);
    store.settle();
}

#[test]
fn a_held_list_waits_for_rows_but_not_for_the_user() {
    let (mut store, selection) = (Store::new(), Selection::default());
    let mut calls = Calls::default();
    calls.resize(80, 10);
    calls.hold(true);
    add(&mut store, "aaaaaaaa-0000-4000-8000-000000000001");
    calls.refresh(&context(&store, &selection));
    assert_eq!(calls.rows().len(), 1, "the first rows are never held");
    add(&mut store, "bbbbbbbb-0000-4000-8000-000000000002");
    calls.refresh(&context(&store, &selection));
    assert_eq!((calls.rows().len(), calls.is_behind(&store)), (1, true));
    assert_eq!(calls.position(CallIx(1)), (0, 1), "not listed yet");
    calls.sort();
    calls.refresh(&context(&store, &selection));
    assert_eq!((calls.rows().len(), calls.is_behind(&store)), (2, false));
    add(&mut store, "cccccccc-0000-4000-8000-000000000003");
    calls.hold(false);
    calls.refresh(&context(&store, &selection));
    assert_eq!(calls.rows().len(), 3);
}

#[test]
fn every_listed_call_knows_its_row() {
    let (mut store, selection) = (Store::new(), Selection::default());
    for number in 0..9 {
        add(
            &mut store,
            &format!("{number:08}-0000-4000-8000-000000000000"),
        );
    }
    let mut calls = Calls::default();
    calls.resize(80, 10);
    calls.refresh(&context(&store, &selection));
    for (row, &call) in calls.rows().to_vec().iter().enumerate() {
        assert_eq!(calls.position(call), (row + 1, 9));
        assert!(calls.select(call));
        assert_eq!(calls.selected(), Some(call));
        assert_eq!(
            calls.neighbour(call, true),
            calls.rows().get(row + 1).copied()
        );
    }
}
