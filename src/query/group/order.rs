//! The order of groups: by calls, shares, ranks of the measure, chance or name, several of them one after the other;
//! without a value always last.

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
    /// Most that were met first: bad calls, or those with what is counted.
    Met,
    /// The highest share first, by the lower end of its range: one of one does not stand above 90 of 100.
    Share,
    /// Most calls that were bad for moments only first.
    Burst,
    /// Most calls inside every limit first.
    Ok,
    /// Most calls that were not judged first.
    NotJudged,
    /// Most legs, streams … first.
    Units,
    /// Most of these that were dropped, poor … first.
    UnitsBad,
    /// Most calls with a value of the measure first.
    Values,
    /// The worst middle value first.
    P50,
    /// The same of the other ranks.
    P90,
    /// 95 of a hundred do not pass it.
    P95,
    /// 99.
    P99,
    /// The least likely by chance first.
    Unlikely,
    /// Names from the first to the last.
    Name,
}

impl Order {
    /// In words: `most calls first`.
    pub fn words(self) -> String {
        let (first, last, what) = match self.by {
            OrderBy::Calls => ("most", "fewest", "calls"),
            OrderBy::Met => ("most", "fewest", "met calls"),
            OrderBy::Burst => ("most", "fewest", "burst calls"),
            OrderBy::Ok => ("most", "fewest", "ok calls"),
            OrderBy::NotJudged => ("most", "fewest", "calls not judged"),
            OrderBy::Units => ("most", "fewest", "units"),
            OrderBy::UnitsBad => ("most", "fewest", "bad units"),
            OrderBy::Values => ("most", "fewest", "measured calls"),
            OrderBy::Share => ("highest", "lowest", "share"),
            OrderBy::P50 => ("worst", "best", "p50"),
            OrderBy::P90 => ("worst", "best", "p90"),
            OrderBy::P95 => ("worst", "best", "p95"),
            OrderBy::P99 => ("worst", "best", "p99"),
            OrderBy::Unlikely => ("least", "most", "likely by chance"),
            OrderBy::Name if self.is_reversed => return "by name, the last first".to_owned(),
            OrderBy::Name => return "by name".to_owned(),
        };
        let which = if self.is_reversed { last } else { first };
        let how = if self.by == OrderBy::Share {
            ", by the lower end of its range"
        } else {
            ""
        };
        format!("{which} {what} first{how}")
    }

    /// True where high numbers stand first; `is_below` of a measure whose low values are the worse ones.
    pub fn is_descending(self, is_below: bool) -> bool {
        let is_usual = match self.by {
            OrderBy::Name => false,
            OrderBy::P50 | OrderBy::P90 | OrderBy::P95 | OrderBy::P99 => !is_below,
            _ => true,
        };
        is_usual != self.is_reversed
    }
}

impl OrderBy {
    /// Word and order, in the order of the help.
    pub const ALL: [(&'static str, Self); 15] = [
        ("n", Self::Calls),
        ("share", Self::Share),
        ("p50", Self::P50),
        ("p90", Self::P90),
        ("p95", Self::P95),
        ("p99", Self::P99),
        ("values", Self::Values),
        ("unlikely", Self::Unlikely),
        ("name", Self::Name),
        ("met", Self::Met),
        ("burst", Self::Burst),
        ("ok", Self::Ok),
        ("not_judged", Self::NotJudged),
        ("units", Self::Units),
        ("units_bad", Self::UnitsBad),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        let known = Self::ALL.iter().find(|(_, by)| *by == self);
        known.map_or("", |(word, _)| word)
    }

    /// The order of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        let known = Self::ALL.iter().find(|(known, _)| *known == word);
        known.map(|(_, by)| *by)
    }
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
    /// Puts the groups in order: what an order finds equal the next one parts. Equals stand by number of calls, then by
    /// name, so that the order of files does not matter; groups without a value stand last whatever the order.
    pub fn sort(&mut self, store: &Store, orders: &[Order]) {
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
        let by_name = |a: usize, b: usize| name_order(&names[a], &names[b]);
        let absence = |at: usize| names[at].iter().map(|name| name.0).max();
        places.sort_by(|&a, &b| {
            let (x, y) = (&rows[a], &rows[b]);
            let by = |order: &Order| match order.by {
                OrderBy::Name if order.is_reversed => by_name(a, b).reverse(),
                OrderBy::Name => by_name(a, b),
                _ => by_number(*order, (x, y), is_below),
            };
            let chosen = orders.iter().map(by).find(|order| order.is_ne());
            absence(a)
                .cmp(&absence(b))
                .then(chosen.unwrap_or(Ordering::Equal))
                .then_with(|| y.count.calls.cmp(&x.count.calls))
                .then_with(|| by_name(a, b))
        });
        self.rows = places.into_iter().map(|at| rows[at]).collect();
    }
}

/// The order of two groups by a number; what has none stands behind, in both directions.
fn by_number(order: Order, (x, y): (&GroupRow, &GroupRow), is_below: bool) -> Ordering {
    let (a, b) = (number(order.by, x), number(order.by, y));
    let is_descending = order.is_descending(is_below);
    let directed = |a: f64, b: f64| {
        if is_descending {
            b.total_cmp(&a)
        } else {
            a.total_cmp(&b)
        }
    };
    match (a, b) {
        (Some(a), Some(b)) => directed(a.0, b.0).then_with(|| directed(a.1, b.1)),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

/// What a group is sorted by, and what parts those where that is equal.
fn number(by: OrderBy, row: &GroupRow) -> Option<(f64, f64)> {
    let of_measure = |of: fn(&super::Spread) -> f64| row.spread.as_ref().map(of);
    let count = |count: u64| Some(count as f64);
    let number = match by {
        OrderBy::Share => return row.range(),
        OrderBy::Name => None,
        OrderBy::Calls => count(row.count.calls),
        OrderBy::Met => count(row.met),
        OrderBy::Burst => count(row.count.burst),
        OrderBy::Ok => count(row.count.ok()),
        OrderBy::NotJudged => count(row.count.not_judged),
        OrderBy::Units => count(row.items),
        OrderBy::UnitsBad => count(row.items_bad).filter(|_| row.items > 0),
        OrderBy::Values => of_measure(|spread| spread.count as f64),
        OrderBy::P50 => of_measure(|spread| spread.p50),
        OrderBy::P90 => of_measure(|spread| spread.p90),
        OrderBy::P95 => of_measure(|spread| spread.p95),
        OrderBy::P99 => of_measure(|spread| spread.p99),
        // The less likely stands for the higher.
        OrderBy::Unlikely => Some(-row.ln_chance),
    };
    number.map(|number| (number, 0.0))
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
