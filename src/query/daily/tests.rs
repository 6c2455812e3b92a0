//! Sets of dimensions are put together by their legs, and never more is said than the rows have.

use super::*;
use crate::model::batch::Batch;
use crate::model::id::FileIx;

/// Day, metric, value, legs, platform.
fn store(rows: &[(&str, &str, &str, &str, &str)]) -> Store {
    let mut batch = Batch::new(FileIx(0), 0);
    for (at, (day, metric, value, legs, platform)) in rows.iter().enumerate() {
        let mut row = DailyRow {
            correlation: batch.id(&format!("hash{platform}{value}")),
            day: Time::parse(day),
            metric: batch.text(metric),
            value: Num::parse(value),
            legs: Num::parse(legs),
            failed_legs: Num::parse("1"),
            hash: at as u64,
            source: Source {
                offset: at as u64,
                ..Source::default()
            },
            ..DailyRow::default()
        };
        row.dimensions[2] = batch.text(platform);
        batch.side.daily.push(row);
    }
    Store::of([&batch])
}

#[test]
fn a_day_is_the_mean_of_its_sets_by_legs() {
    let store = store(&[
        ("2026-01-01", "Join", "100", "30", "Web"),
        ("2026-01-01", "Join", "60", "10", "iOS"),
        ("2026-01-02", "Join", "50", "", "Web"),
        ("2026-01-02", "Join", "40", "5", "iOS"),
    ]);
    let all = by_day(&store, None);
    let told: Vec<_> = all
        .iter()
        .map(|sum| {
            (
                sum.rows,
                sum.value.known(),
                sum.legs.known(),
                sum.failed_legs.known(),
            )
        })
        .collect();
    let known = |value| Some(value);
    assert_eq!(
        told,
        [
            (2, None, known(5.0), known(2.0)),
            (2, known(90.0), known(40.0), known(2.0))
        ]
    );
    assert_eq!(store.call_count(), 0, "figures make no call");
}

#[test]
fn a_dimension_parts_the_figures() {
    let store = store(&[
        ("2026-01-01", "Join", "100", "30", "Web"),
        ("2026-01-01", "Join", "60", "10", "iOS"),
    ]);
    let parts = by_day(&store, dimension("Platform"));
    let told: Vec<_> = parts
        .iter()
        .map(|sum| (store.text(sum.value_of_dimension), sum.value.known()))
        .collect();
    assert_eq!(told, [("Web", Some(100.0)), ("iOS", Some(60.0))]);
    assert_eq!(dimension("nothing"), None);
}

#[test]
fn the_same_figure_in_two_forms_counts_once() {
    let store = store(&[
        ("2026-01-01", "Join", "100", "30", "Web"),
        ("2026-01-01", "Join", "100", "30", "Web"),
    ]);
    assert_eq!(by_day(&store, None)[0].rows, 1);
}
