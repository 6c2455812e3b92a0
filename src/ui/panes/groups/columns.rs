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
use crate::ui::widgets::table::columns::{Offer, Offers};
use crate::ui::widgets::table::{Cell, Column};

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
    /// Its name, by which a choice is kept.
    name: &'static str,
    /// Its name in a sentence.
    words: &'static str,
    shape: Column,
    /// What it sorts by.
    order: OrderBy,
    /// True where the program shows it.
    is_usual: bool,
    cell: fn(&Shown) -> Cell,
}

/// What stands in a group's cell of a column.
pub(super) fn cell(at: usize, shown: &Shown) -> Cell {
    COLUMNS
        .get(at)
        .map_or_else(|| Cell::plain(""), |column| (column.cell)(shown))
}

fn named(name: &str) -> Option<&'static GroupColumn> {
    COLUMNS.iter().find(|column| column.name == name)
}

/// The name of a column as it stands here.
pub(super) fn known(name: &str) -> Option<&'static str> {
    named(name).map(|column| column.name)
}

/// What a column sorts by.
pub(super) fn order_of(name: &str) -> Option<OrderBy> {
    named(name).map(|column| column.order)
}

/// Mark and values stay where the user does not say which columns do.
const STAY: usize = 2;

/// What the table of a grouping can show: `unit` carries the values; something else than bad calls may be counted;
/// values may be long (then other columns give way) or told with what they mean.
pub(super) fn offers(unit: Unit, is_counted: bool, (is_long, has_meaning): (bool, bool)) -> Offers {
    // Where recovery and success are what is asked for, they stay longer than the range.
    let told = matches!(unit, Unit::Diagnostic | Unit::Operation);
    let (fault, fault_rank) = match unit {
        Unit::Call => ("FAULTS", 9),
        Unit::Leg => ("DROPPED", 7),
        Unit::Stream => ("POOR", 7),
        Unit::Diagnostic => ("NOT RECOV", 2),
        Unit::Operation => ("FAILED", 2),
    };
    let fitted = |column: &GroupColumn| {
        let mut shape = column.shape;
        match column.name {
            "group" if has_meaning => shape.cut = Cut::End,
            "met" if is_counted => shape.title = "WITH",
            "units_bad" => {
                (shape.title, shape.drop) = (fault, fault_rank);
                shape.width = if told { 12 } else { 10 };
            }
            _ => {}
        }
        if column.name == "group" && is_long {
            shape.width = 28;
        }
        shape
    };
    let is_program = |column: &&GroupColumn| {
        column.is_usual && !(column.name == "units_bad" && unit == Unit::Call)
    };
    let offer = |column: &GroupColumn| Offer {
        name: column.name,
        sorts: column.order.word(),
        words: column.words,
        shape: fitted(column),
    };
    Offers {
        all: COLUMNS.iter().map(offer).collect(),
        program: COLUMNS
            .iter()
            .filter(is_program)
            .map(|column| column.name)
            .collect(),
        stay: STAY,
        last: None,
    }
}

const fn usual(
    name: &'static str,
    shape: Column,
    order: OrderBy,
    words: &'static str,
    cell: fn(&Shown) -> Cell,
) -> GroupColumn {
    GroupColumn {
        name,
        words,
        shape,
        order,
        is_usual: true,
        cell,
    }
}

/// A column that is there for who wants it.
const fn extra(
    name: &'static str,
    shape: Column,
    order: OrderBy,
    words: &'static str,
    cell: fn(&Shown) -> Cell,
) -> GroupColumn {
    GroupColumn {
        is_usual: false,
        ..usual(name, shape, order, words, cell)
    }
}

use OrderBy::{
    Burst, Calls, Met, Name, NotJudged, Ok, P50, P90, P95, P99, Share, Units, UnitsBad, Unlikely,
    Values,
};

/// All columns, those of the program in their order.
#[rustfmt::skip]
static COLUMNS: [GroupColumn; 19] = [
    usual("mark", Column::words("", 1, 0), Unlikely, "x: not by chance alone (less than 1 in 20)", mark),
    usual("group", Column::ids("GROUP", 15, 0).growing(), Name, "the values that the calls have in common", name),
    usual("calls", Column::numbers("CALLS", 7, 0), Calls, "calls", |s| Cell::plain(format::count(s.row.count.calls))),
    usual("met", Column::numbers("BAD", 10, 0), Share, "bad calls of those judged", |s| Cell::plain(s.row.met_words())),
    usual("share", Column::numbers("SHARE", 6, 2), Share, "share of bad calls; of few there is none", |s| Cell::plain(s.row.share_words())),
    usual("range", Column::numbers("RANGE", 8, 3), Share, "range of the true share (95 %)", |s| Cell::plain(s.row.range_words())),
    usual("not_judged", Column::numbers("?", 8, 4), NotJudged, "share of calls that were not judged", |s| Cell::new(s.row.not_judged_words(), Role::NotJudged)),
    usual("p50", Column::numbers("P50", 5, 5), P50, "the measure: 50 of 100 calls do not pass it", |s| value(s, |spread| spread.p50)),
    extra("p90", Column::numbers("P90", 5, 7), P90, "the measure: 90 of 100 calls do not pass it", |s| value(s, |spread| spread.p90)),
    usual("p95", Column::numbers("P95", 5, 1), P95, "the measure: 95 of 100 calls do not pass it", |s| value(s, |spread| spread.p95)),
    usual("p99", Column::numbers("P99", 5, 7), P99, "the measure: 99 of 100 calls do not pass it", |s| value(s, |spread| spread.p99)),
    usual("chance", Column::numbers("BY CHANCE", 11, 8), Unlikely, "how often chance alone gives as many", |s| Cell::plain(s.row.chance_words())),
    usual("units_bad", Column::numbers("FAULTS", 10, 9), UnitsBad, "dropped legs, poor streams, failed operations", faults),
    usual("bar", Column::words("", BAR as u16, 6), Calls, "a bar: calls, those met first", bar),
    extra("met_count", Column::numbers("N MET", 7, 0), Met, "number of bad calls", |s| Cell::plain(format::count(s.row.met))),
    extra("burst", Column::numbers("BURST", 7, 0), Burst, "calls that were bad for moments only", |s| Cell::plain(format::count(s.row.count.burst))),
    extra("ok", Column::numbers("OK", 7, 0), Ok, "calls inside every limit", |s| Cell::plain(format::count(s.row.count.ok()))),
    extra("units", Column::numbers("UNITS", 7, 0), Units, "legs, streams or operations of the group", |s| Cell::plain(format::count(s.row.items))),
    extra("values", Column::numbers("MEASURED", 9, 0), Values, "calls with a value of the measure", values),
];

/// A call may have none: what was not there did not fail.
fn faults(shown: &Shown) -> Cell {
    match (shown.row.items_bad, shown.row.items) {
        _ if shown.groups.unit == Unit::Call => Cell::plain(""),
        (_, 0) => Cell::plain(""),
        (bad, all) => Cell::plain(format!("{bad} of {all}")),
    }
}

fn values(shown: &Shown) -> Cell {
    let count = shown.row.spread.map_or(0, |spread| spread.count as u64);
    Cell::plain(format::count(count))
}

/// Marked when chance gives as much less than once in twenty cases.
fn mark(shown: &Shown) -> Cell {
    // An empty cell in the colour of bad would stand out as a block in the row under the cursor.
    if chance::is_unlikely(shown.row.ln_chance) {
        Cell::new(MARK_BAD, Role::Bad)
    } else {
        Cell::plain("")
    }
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
