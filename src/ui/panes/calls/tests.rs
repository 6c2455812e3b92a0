//! What the list does while rows come.

use super::*;
use crate::model::batch::Batch;
use crate::model::id::FileIx;
use crate::model::rows::SummaryRow;
use crate::model::selection::Selection;
use crate::ui::widgets::canvas::context;
use crate::ui::widgets::table::chosen::Chosen;
use proptest::prelude::*;

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

/// Any choice: columns in any order, some with a width, some staying.
fn any_choice() -> impl Strategy<Value = Chosen> {
    let names: Vec<&str> = columns::all().iter().map(|column| column.name).collect();
    let most = names.len();
    let picks = proptest::sample::subsequence(names, 1..=most).prop_shuffle();
    let widths = proptest::collection::vec(proptest::option::of(0_u16..120), most);
    (picks, widths, 0..most).prop_map(|(names, widths, stay)| {
        let picks = names.into_iter().zip(widths).enumerate();
        let picks = picks.map(|(at, (name, width))| (name, width, at < stay));
        Chosen::known(picks, known_column)
    })
}

/// Any order by up to three fields.
fn any_order() -> impl Strategy<Value = Order> {
    let fields: Vec<&str> = columns::all().iter().map(|column| column.field).collect();
    let field = proptest::sample::select(fields);
    proptest::collection::vec((field, any::<bool>()), 0..=3)
}

/// Heads of narrow columns stay readable when the list is sorted by them.
#[test]
fn a_sorted_column_has_room_for_its_head_and_the_sign() {
    for (order, signs) in [
        (vec![("legs", true)], 1),
        (vec![("type", true), ("legs", true)], 2),
    ] {
        let mut table = ColumnTable::default();
        table.offer(80, columns::offers(80));
        table.set_order(order.clone());
        for (field, _) in order {
            let column = (0..table.shapes().len())
                .find(|&at| columns::all()[table.offer_of(at)].field == field);
            let column = column.expect("a column of the field");
            let head = table.shapes()[column].title.len();
            assert!(
                usize::from(table.width_on_screen(column)) >= head + signs,
                "{field}"
            );
        }
    }
}

proptest! {
    #[test]
    fn any_choice_is_drawn_without_overlap_and_every_column_is_reached(
        chosen in any_choice(),
        order in any_order(),
        width in 40_u16..260,
    ) {
        let mut table = ColumnTable::default();
        table.offer(width, columns::offers(width));
        table.set_order(order);
        let count = chosen.columns.len();
        table.choose(chosen);
        while table.move_cursor(false) {}
        for column in 0..count {
            prop_assert_eq!(table.cursor(), column);
            let slots = &table.layout().slots;
            let under_cursor = slots.iter().find(|slot| slot.column == column);
            prop_assert!(under_cursor.is_some_and(|slot| slot.width > 0), "{:?}", slots);
            for pair in slots.windows(2) {
                prop_assert!(pair[0].column < pair[1].column, "{:?}", slots);
                prop_assert!(pair[0].x + pair[0].width < pair[1].x, "{:?}", slots);
            }
            let end = slots.last().map_or(0, |slot| slot.x + slot.width);
            prop_assert!(end <= width, "{:?}", slots);
            prop_assert_eq!(table.move_cursor(true), column + 1 < count);
        }
    }

    #[test]
    fn the_columns_of_the_program_are_reached_as_far_as_they_are_seen(
        order in any_order(),
        width in 40_u16..260,
    ) {
        let mut table = ColumnTable::default();
        table.offer(width, columns::offers(width));
        table.set_order(order);
        let seen: Vec<usize> = table.layout().slots.iter().map(|slot| slot.column).collect();
        let mut reached = vec![table.cursor()];
        while table.move_cursor(true) {
            reached.push(table.cursor());
        }
        prop_assert_eq!(reached, seen);
    }
}

#[test]
fn a_narrower_list_keeps_the_column_under_the_cursor() {
    let mut table = ColumnTable::default();
    table.offer(160, columns::offers(160));
    table.go_to("end_codes");
    table.offer(80, columns::offers(80));
    assert_eq!(
        table.under_cursor().map(|column| column.name),
        Some("end_codes")
    );
}
