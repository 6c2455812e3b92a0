//! Daily figures: by day and metric, and a metric by the values of a dimension.
//!
//! A figure of the log is a mean for one set of dimensions. Sets are put together by their legs: good ones over all
//! where both are logged, else the mean weighted by legs.

use crate::model::daily::{self, DIMENSIONS, DailyRow};
use crate::model::id::TextRef;
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::value::{Num, Time};
use std::collections::HashMap;

/// A metric on a day, over the sets of dimensions that are put together.
#[derive(Clone, Debug, PartialEq)]
pub struct DailySum {
    /// `timestampBin`.
    pub day: Time,
    /// `metricName`.
    pub metric: TextRef,
    /// The value of the dimension asked for; missing when none was, or the log has none.
    pub value_of_dimension: TextRef,
    /// The mean, in `unit`; missing when nothing can be weighed.
    pub value: Num,
    /// `unit`.
    pub unit: TextRef,
    /// `goal`.
    pub goal: TextRef,
    /// Failed legs, where any row has them.
    pub failed_legs: Num,
    /// Good legs, where any row has them.
    pub good_legs: Num,
    /// Legs, where any row has them.
    pub legs: Num,
    /// Rows put together.
    pub rows: u64,
    /// The first record.
    pub source: Source,
}

/// The dimension of a name; the order of [`DIMENSIONS`].
pub fn dimension(name: &str) -> Option<usize> {
    DIMENSIONS
        .iter()
        .position(|known| known.eq_ignore_ascii_case(name))
}

/// The rows that count, in the order of their sources.
pub fn rows(store: &Store) -> Vec<usize> {
    daily::kept(&store.side).rows
}

/// Figures by day and metric and, where one is asked for, by the values of a dimension (its place in [`DIMENSIONS`]);
/// newest day first, then by the names.
pub fn by_day(store: &Store, dimension: Option<usize>) -> Vec<DailySum> {
    type Key = (Time, TextRef, TextRef);
    let mut groups: HashMap<Key, Vec<DailyRow>> = HashMap::new();
    for at in rows(store) {
        let row = store.side.daily.get(at);
        let value = dimension
            .and_then(|at| row.dimensions.get(at).copied())
            .unwrap_or_default();
        groups
            .entry((row.day, row.metric, value))
            .or_default()
            .push(row);
    }
    let mut sums: Vec<DailySum> = groups
        .into_iter()
        .map(|(key, rows)| sum(key, &rows))
        .collect();
    sums.sort_by(|a, b| {
        let words = |sum: &DailySum| (store.text(sum.metric), store.text(sum.value_of_dimension));
        let order = b.day.cmp(&a.day).then_with(|| words(a).cmp(&words(b)));
        order.then(a.source.cmp(&b.source))
    });
    sums
}

fn sum((day, metric, value_of_dimension): (Time, TextRef, TextRef), rows: &[DailyRow]) -> DailySum {
    let total = |number: fn(&DailyRow) -> Num| {
        let known = rows.iter().filter_map(|row| number(row).known());
        known.fold(Num::MISSING, |sum, number| {
            Num::new(sum.known().unwrap_or(0.0) + number)
        })
    };
    let first = rows.iter().min_by_key(|row| row.source);
    let (failed_legs, good_legs) = (total(|row| row.failed_legs), total(|row| row.good_legs));
    DailySum {
        day,
        metric,
        value_of_dimension,
        value: mean(rows),
        unit: first.map_or(TextRef::MISSING, |row| row.unit),
        goal: first.map_or(TextRef::MISSING, |row| row.goal),
        failed_legs,
        good_legs,
        legs: total(|row| row.legs),
        rows: rows.len() as u64,
        source: first.map_or_else(Source::default, |row| row.source),
    }
}

/// Of one row its own value; of several the mean weighted by legs, as far as all of them have legs.
fn mean(rows: &[DailyRow]) -> Num {
    if let [only] = rows {
        return only.value;
    }
    let (mut sum, mut weight) = (0.0, 0.0);
    for row in rows {
        let (Some(value), Some(legs)) = (row.value.known(), weight_of(row)) else {
            return Num::MISSING;
        };
        sum += value * legs;
        weight += legs;
    }
    if weight > 0.0 {
        Num::new(sum / weight)
    } else {
        Num::MISSING
    }
}

/// What a value is a mean over: the legs, else the good and failed ones together.
fn weight_of(row: &DailyRow) -> Option<f64> {
    let judged = || Some(row.failed_legs.known()? + row.good_legs.known()?);
    row.legs.known().or_else(judged)
}

#[cfg(test)]
mod tests;
