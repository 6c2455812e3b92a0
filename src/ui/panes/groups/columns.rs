//! The columns of the table of groups.

use crate::model::chance;
use crate::model::metric::METRICS;
use crate::model::store::Store;
use crate::query::group::{GroupRow, Groups, OrderBy, Spread, Unit};
use crate::query::marked::MARKED;
use crate::ui::format;
use crate::ui::glyphs::{Glyphs, MARK_BAD};
use crate::ui::painter::Cut;
use crate::ui::theme::Role;
use crate::ui::widgets::table::{Cell, Column};

/// The position of the number of calls.
pub(super) const CALLS: usize = 2;

/// Columns of the longest bar.
const BAR: u64 = 8;

/// A group and what its cells look at.
pub(super) struct Shown<'a> {
    pub(super) store: &'a Store,
    pub(super) groups: &'a Groups,
    pub(super) row: &'a GroupRow,
    /// Words in the place of its values, for all calls together.
    pub(super) name: Option<&'a str>,
    pub(super) glyphs: &'static Glyphs,
    /// Marked to be compared.
    pub(super) is_marked: bool,
}

/// A column.
pub(super) struct GroupColumn {
    pub(super) shape: Column,
    /// What it sorts by.
    pub(super) order: OrderBy,
    pub(super) cell: fn(&Shown) -> Cell,
}

const fn col(shape: Column, order: OrderBy, cell: fn(&Shown) -> Cell) -> GroupColumn {
    GroupColumn { shape, order, cell }
}

/// The columns for what carries the values, whether something else than bad calls is counted, and whether the values
/// are long (then other columns give way) or told with what they mean.
pub(super) fn columns(
    unit: Unit,
    is_counted: bool,
    (is_long, has_meaning): (bool, bool),
) -> Vec<GroupColumn> {
    use OrderBy::Calls;
    let met = if is_counted { "WITH" } else { "BAD" };
    // Where recovery and success are what is asked for, they stay longer than the range.
    let told = matches!(unit, Unit::Diagnostic | Unit::Operation);
    let (fault, fault_rank) = match unit {
        Unit::Call => ("", 9),
        Unit::Leg => ("DROPPED", 7),
        Unit::Stream => ("POOR", 7),
        Unit::Diagnostic => ("NOT RECOV", 2),
        Unit::Operation => ("FAILED", 2),
    };
    let width = if is_long { 28 } else { 12 };
    let mut group = Column::ids("GROUP", width, 0).growing();
    if has_meaning {
        group.cut = Cut::End;
    }
    let mut columns = plain_columns(group, met);
    if unit != Unit::Call {
        let width = if told { 12 } else { 10 };
        let column = Column::numbers(fault, width, fault_rank);
        columns.push(col(column, Calls, |s| {
            // A call may have none: what was not there did not fail.
            match (s.row.items_bad, s.row.items) {
                (_, 0) => Cell::plain(""),
                (bad, all) => Cell::plain(format!("{bad} of {all}")),
            }
        }));
    }
    columns.push(col(Column::words("", BAR as u16, 6), Calls, bar));
    columns
}

/// The columns that every table has.
fn plain_columns(group: Column, met: &'static str) -> Vec<GroupColumn> {
    use OrderBy::{Calls, Name, P50, P95, Share, Unlikely};
    vec![
        col(Column::words("", 1, 0), Unlikely, mark),
        col(group, Name, name),
        col(Column::numbers("CALLS", 7, 0), Calls, |s| {
            Cell::plain(format::count(s.row.count.calls))
        }),
        col(Column::numbers(met, 10, 0), Share, |s| {
            Cell::plain(s.row.met_words())
        }),
        col(Column::numbers("SHARE", 6, 2), Share, |s| {
            Cell::plain(s.row.share_words())
        }),
        col(Column::numbers("RANGE", 8, 3), Share, |s| {
            Cell::plain(s.row.range_words())
        }),
        col(Column::numbers("?", 8, 4), Calls, |s| {
            Cell::new(s.row.not_judged_words(), Role::NotJudged)
        }),
        col(Column::numbers("P50", 5, 5), P50, |s| {
            value(s, |spread| spread.p50)
        }),
        col(Column::numbers("P95", 5, 1), P95, |s| {
            value(s, |spread| spread.p95)
        }),
        col(Column::numbers("P99", 5, 7), P95, |s| {
            value(s, |spread| spread.p99)
        }),
        col(Column::numbers("BY CHANCE", 11, 8), Unlikely, |s| {
            Cell::plain(s.row.chance_words())
        }),
    ]
}

/// Marked when chance gives as much less than once in twenty cases.
fn mark(shown: &Shown) -> Cell {
    let is_marked = chance::is_unlikely(shown.row.ln_chance);
    Cell::new(if is_marked { MARK_BAD } else { " " }, Role::Bad)
}

fn name(shown: &Shown) -> Cell {
    let words = shown.name.map(str::to_owned);
    let words = words.unwrap_or_else(|| with_meaning(shown));
    if shown.is_marked {
        return Cell::new(format!("{MARKED} {words}"), Role::Marked);
    }
    let role = if shown.name.is_some() || !shown.row.is_known(&shown.groups.grouping) {
        Role::Dim
    } else {
        Role::Text
    };
    Cell::new(words, role)
}

/// The values; of one dimension with what the value means.
fn with_meaning(shown: &Shown) -> String {
    let grouping = &shown.groups.grouping;
    let words = grouping.words(shown.store, shown.row.keys);
    let meaning = shown.row.keys[0].meaning(shown.store, grouping.by);
    match meaning.filter(|_| grouping.then.is_none()) {
        Some(meaning) => format!("{words} {meaning}"),
        None => words,
    }
}

fn value(shown: &Shown, of: fn(&Spread) -> f64) -> Cell {
    let metric = shown.groups.grouping.metric;
    let value = shown.row.spread.as_ref().map(of);
    Cell::plain(value.map_or_else(
        || format::MISSING.to_owned(),
        |value| METRICS[metric].shown(value),
    ))
}

/// As long as the group has calls, of the largest; what is met stands first, as `x`.
fn bar(shown: &Shown) -> Cell {
    let largest = shown.groups.rows.iter().map(|row| row.count.calls);
    let largest = largest.max().unwrap_or(1).max(1);
    if shown.name.is_some() {
        return Cell::plain("");
    }
    let calls = shown.row.count.calls;
    let length = (calls * BAR).div_ceil(largest).max(1);
    let met = (shown.row.met * length).div_ceil(calls.max(1)).min(length);
    let bar = MARK_BAD.repeat(met as usize) + &shown.glyphs.bar.repeat((length - met) as usize);
    Cell::new(bar, Role::Chart)
}
