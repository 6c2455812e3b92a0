//! The order of groups: by calls, share, far end of the measure, chance or name; without a value always last.

use super::key::{SortWords, natural};
use super::{GroupRow, Groups, Keys};
use crate::model::metric::{METRICS, PoorWhen};
use crate::model::store::Store;
use std::cmp::Ordering;

/// What groups are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OrderBy {
    /// Most calls first.
    #[default]
    Calls,
    /// The highest share first, by the lower end of its range: one of one does not stand above 90 of 100.
    Share,
    /// The worst middle value first.
    P50,
    /// The worst far end first.
    P95,
    /// The least likely by chance first.
    Unlikely,
    /// Names from the first to the last.
    Name,
}

impl Order {
    /// In words: `most calls first`.
    pub const fn words(self) -> &'static str {
        match (self.by, self.is_reversed) {
            (OrderBy::Calls, false) => "most calls first",
            (OrderBy::Calls, true) => "fewest calls first",
            (OrderBy::Share, false) => "highest share first, by the lower end of its range",
            (OrderBy::Share, true) => "lowest share first, by the lower end of its range",
            (OrderBy::P50, false) => "worst p50 first",
            (OrderBy::P50, true) => "best p50 first",
            (OrderBy::P95, false) => "worst p95 first",
            (OrderBy::P95, true) => "best p95 first",
            (OrderBy::Unlikely, false) => "least likely by chance first",
            (OrderBy::Unlikely, true) => "most likely by chance first",
            (OrderBy::Name, false) => "by name",
            (OrderBy::Name, true) => "by name, the last first",
        }
    }
}

impl OrderBy {
    /// Word and order, in the order of the help.
    pub const ALL: [(&'static str, Self); 6] = [
        ("n", Self::Calls),
        ("share", Self::Share),
        ("p50", Self::P50),
        ("p95", Self::P95),
        ("unlikely", Self::Unlikely),
        ("name", Self::Name),
    ];
}

/// An order and whether it is turned about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub by: OrderBy,
    /// True: the other end first.
    pub is_reversed: bool,
}

impl Groups {
    /// Puts the groups in order. Equals stand by number of calls, then by name, so that the order of files does not
    /// matter.
    pub fn sort(&mut self, store: &Store, order: Order) {
        let grouping = self.grouping;
        let words = |keys: Keys| -> Vec<SortWords> {
            let facets = grouping.facets().zip(keys);
            facets
                .map(|(facet, key)| key.sort_words(store, facet))
                .collect()
        };
        let names: Vec<_> = self.rows.iter().map(|row| words(row.keys)).collect();
        let mut places: Vec<usize> = (0..self.rows.len()).collect();
        let is_below = METRICS[grouping.metric].poor_when == PoorWhen::Below;
        let rows = &self.rows;
        places.sort_by(|&a, &b| {
            let (x, y) = (&rows[a], &rows[b]);
            let by_name = || name_order(&names[a], &names[b]);
            let (none, order_of_values) = match order.by {
                OrderBy::Calls => (Ordering::Equal, y.count.calls.cmp(&x.count.calls)),
                OrderBy::Share => missing_last(x.range().as_ref(), y.range().as_ref(), |x, y| {
                    (y.0.total_cmp(&x.0)).then(y.1.total_cmp(&x.1))
                }),
                OrderBy::P50 => worst_first(x, y, is_below, |spread| spread.p50),
                OrderBy::P95 => worst_first(x, y, is_below, |spread| spread.p95),
                OrderBy::Unlikely => (Ordering::Equal, x.ln_chance.total_cmp(&y.ln_chance)),
                OrderBy::Name => (Ordering::Equal, by_name()),
            };
            let turned = if order.is_reversed {
                order_of_values.reverse()
            } else {
                order_of_values
            };
            let absence = |at: usize| names[at].iter().map(|name| name.0).max();
            absence(a)
                .cmp(&absence(b))
                .then(none)
                .then(turned)
                .then_with(|| y.count.calls.cmp(&x.count.calls))
                .then_with(by_name)
        });
        self.rows = places.into_iter().map(|at| rows[at]).collect();
    }
}

fn name_order(a: &[SortWords], b: &[SortWords]) -> Ordering {
    let pairs = a.iter().zip(b);
    let order = |(a, b): (&SortWords, &SortWords)| {
        let by_number = (a.0, a.1).cmp(&(b.0, b.1));
        by_number
            .then_with(|| natural(&a.2, &b.2))
            .then_with(|| a.2.cmp(&b.2))
    };
    pairs
        .map(order)
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// What has no value stands behind, in both directions; then the order of values.
fn missing_last<T>(
    a: Option<&T>,
    b: Option<&T>,
    order: impl Fn(&T, &T) -> Ordering,
) -> (Ordering, Ordering) {
    let absent = a.is_none().cmp(&b.is_none());
    let order = match (a, b) {
        (Some(a), Some(b)) => order(a, b),
        _ => Ordering::Equal,
    };
    (absent, order)
}

fn worst_first(
    a: &GroupRow,
    b: &GroupRow,
    is_below: bool,
    of: impl Fn(&super::Spread) -> f64,
) -> (Ordering, Ordering) {
    let value = |row: &GroupRow| row.spread.as_ref().map(&of);
    missing_last(value(a).as_ref(), value(b).as_ref(), |a, b| {
        let order = b.total_cmp(a);
        if is_below { order.reverse() } else { order }
    })
}
