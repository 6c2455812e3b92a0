//! The levels of the records page: what each lists, in which columns, and what stands behind a row.

use crate::model::daily::DIMENSIONS;
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::value::Num;
use crate::query::daily::{self, DailySum};
use crate::query::records::{self, Heap, Table};
use crate::query::usage::{self, UsageSum};
use crate::ui::context::Context;
use crate::ui::format;
use crate::ui::time_face::TimeFace;
use crate::ui::widgets::table::{Cell, Column};

/// What is listed.
pub(super) enum Level {
    /// The tables and the kinds of records.
    Heaps(Vec<Heap>),
    /// Usage by type and unit.
    Usage(Vec<UsageSum>),
    /// Daily figures, by the values of a dimension or of none.
    Daily(Option<usize>, Vec<DailySum>),
    /// The records of a heap, or some of them.
    Rows(Heap, Vec<u32>),
}

/// What stands behind a row.
pub(super) enum Target {
    /// A list.
    Level(Level),
    /// A record.
    Record(Source),
    /// Nothing.
    Nothing,
}

impl Default for Level {
    fn default() -> Self {
        Self::Heaps(Vec::new())
    }
}

const HEAPS: &[Column] = &[
    Column::words("KIND", 30, 0),
    Column::numbers("RECORDS", 12, 0),
];

const USAGE: &[Column] = &[
    Column::words("TYPE", 16, 0).growing(),
    Column::words("UNIT", 12, 0),
    Column::numbers("QUANTITY", 14, 0),
    Column::numbers("RECORDS", 9, 2),
    Column::numbers("CALLS", 7, 3),
    Column::words("FROM", 16, 4),
    Column::words("TO", 16, 5),
];

const DAILY: &[Column] = &[
    Column::words("DAY", 10, 0),
    Column::words("METRIC", 24, 0).growing(),
    Column::words("FOR", 14, 1),
    Column::numbers("VALUE", 9, 0),
    Column::words("UNIT", 10, 2),
    Column::words("GOAL", 9, 3),
    Column::numbers("LEGS", 8, 4),
    Column::numbers("FAILED", 7, 5),
];

/// A stretch of usage.
const MINUTE: &str = "%Y-%m-%d %H:%M";

const ROWS: &[Column] = &[
    Column::words("TIME", 19, 0),
    Column::words("CALL", 8, 1),
    Column::words("WHAT", 20, 0).growing(),
    Column {
        cut: crate::ui::painter::Cut::Start,
        ..Column::words("FROM", 20, 2)
    },
];

/// Rows of the first level that lead to tables instead of records.
fn summaries(store: &Store) -> Vec<(&'static str, usize)> {
    let tables = [
        ("usage by type", store.side.usage.len()),
        ("daily figures by dimension", store.side.daily.len()),
    ];
    tables.into_iter().filter(|(_, count)| *count > 0).collect()
}

impl Level {
    /// Where this is, in words.
    pub(super) fn name(&self, _: &Store) -> String {
        match self {
            Self::Heaps(_) => "Records".to_owned(),
            Self::Usage(_) => "usage by type".to_owned(),
            Self::Daily(None, _) => "daily figures (left, right: by a dimension)".to_owned(),
            Self::Daily(Some(at), _) => format!("daily figures by {}", DIMENSIONS[*at]),
            Self::Rows(heap, rows) => format!("{} {}", format::count(rows.len() as u64), heap.name),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Heaps(heaps) => heaps.len(),
            Self::Usage(sums) => sums.len(),
            Self::Daily(_, sums) => sums.len(),
            Self::Rows(_, rows) => rows.len(),
        }
    }

    /// Takes up what was loaded since.
    pub(super) fn refresh(&mut self, store: &Store) {
        match self {
            Self::Heaps(heaps) => *heaps = all_heaps(store),
            Self::Usage(sums) => *sums = usage::by_type(store),
            Self::Daily(dimension, sums) => *sums = daily::by_day(store, *dimension),
            Self::Rows(heap, rows) if rows.len() == heap.count => {
                *rows = records::rows(store, heap);
                heap.count = rows.len();
            }
            Self::Rows(..) => {}
        }
    }

    /// Left and right: the daily figures by the next dimension.
    pub(super) fn turn(&mut self, store: &Store, forward: bool) -> bool {
        let Self::Daily(dimension, sums) = self else {
            return false;
        };
        *dimension = match (*dimension, forward) {
            (None, true) => Some(0),
            (Some(at), true) if at + 1 < DIMENSIONS.len() => Some(at + 1),
            (Some(at), false) => at.checked_sub(1),
            _ => return false,
        };
        *sums = daily::by_day(store, *dimension);
        true
    }

    pub(super) fn columns(&self) -> &'static [Column] {
        match self {
            Self::Heaps(_) => HEAPS,
            Self::Usage(_) => USAGE,
            Self::Daily(..) => DAILY,
            Self::Rows(..) => ROWS,
        }
    }

    pub(super) fn target(&self, store: &Store, row: usize) -> Target {
        match self {
            Self::Heaps(heaps) => heaps.get(row).map_or(Target::Nothing, |heap| {
                Target::Level(behind(store, heap, row))
            }),
            Self::Usage(sums) => sums
                .get(row)
                .map_or(Target::Nothing, |sum| Target::Level(usage_rows(store, sum))),
            Self::Daily(_, sums) => sums
                .get(row)
                .map_or(Target::Nothing, |sum| Target::Record(sum.source)),
            Self::Rows(heap, rows) => {
                let record = rows
                    .get(row)
                    .map(|&row| records::line(store, heap.table, row));
                record.map_or(Target::Nothing, |record| Target::Record(record.source))
            }
        }
    }

    pub(super) fn cell(&self, context: &Context, row: usize, column: usize) -> Cell {
        let (store, face) = (context.store, context.look.face);
        match self {
            Self::Heaps(heaps) => heap_cell(&heaps[row], column),
            Self::Usage(sums) => usage_cell((store, face), &sums[row], column),
            Self::Daily(_, sums) => daily_cell(store, &sums[row], column),
            Self::Rows(heap, rows) => record_cell((store, face), (heap.table, rows[row]), column),
        }
    }
}

/// The tables first, then the heaps.
fn all_heaps(store: &Store) -> Vec<Heap> {
    let tables = summaries(store).into_iter().map(|(name, count)| {
        let table = if name.starts_with("usage") {
            Table::Usage
        } else {
            Table::Daily
        };
        Heap {
            name: name.to_owned(),
            table,
            count,
        }
    });
    tables.chain(records::heaps(store)).collect()
}

fn behind(store: &Store, heap: &Heap, row: usize) -> Level {
    match (heap.table, row < summaries(store).len()) {
        (Table::Usage, true) => Level::Usage(usage::by_type(store)),
        (Table::Daily, true) => Level::Daily(None, daily::by_day(store, None)),
        _ => Level::Rows(heap.clone(), records::rows(store, heap)),
    }
}

fn usage_rows(store: &Store, sum: &UsageSum) -> Level {
    let rows: Vec<u32> = usage::items_of(store, sum.kind, sum.unit)
        .into_iter()
        .map(|item| item.row as u32)
        .collect();
    let name = format!("usage: {} {}", store.text(sum.kind), store.text(sum.unit));
    // The count of the heap differs from the rows on purpose: a part of it is not listed anew.
    Level::Rows(
        Heap {
            name,
            table: Table::Usage,
            count: usize::MAX,
        },
        rows,
    )
}

fn heap_cell(heap: &Heap, column: usize) -> Cell {
    match column {
        0 => Cell::plain(heap.name.clone()),
        _ => Cell::plain(format::count(heap.count as u64)),
    }
}

fn usage_cell((store, face): (&Store, TimeFace), sum: &UsageSum, column: usize) -> Cell {
    Cell::plain(match column {
        0 => known(store.text(sum.kind)),
        1 => known(store.text(sum.unit)),
        2 => number(sum.quantity),
        3 => format::count(sum.rows),
        4 => format::count(sum.calls),
        5 => face.formed(sum.from, MINUTE),
        _ => face.formed(sum.to, MINUTE),
    })
}

fn daily_cell(store: &Store, sum: &DailySum, column: usize) -> Cell {
    Cell::plain(match column {
        0 => TimeFace::default().formed(sum.day, "%Y-%m-%d"),
        1 => known(store.text(sum.metric)),
        2 => known(store.text(sum.value_of_dimension)),
        3 => number(sum.value),
        4 => known(store.text(sum.unit)),
        5 => known(store.text(sum.goal)),
        6 => number(sum.legs),
        _ => number(sum.failed_legs),
    })
}

fn record_cell(
    (store, face): (&Store, TimeFace),
    (table, row): (Table, u32),
    column: usize,
) -> Cell {
    let record = records::line(store, table, row);
    Cell::plain(match column {
        0 => face.formed(record.time, "%Y-%m-%d %H:%M:%S"),
        1 => known(
            store
                .id(record.call)
                .get(..8)
                .unwrap_or(store.id(record.call)),
        ),
        2 => record.words,
        _ => {
            let (file, line) = store.place(&record.source);
            format!("{file}:{line}")
        }
    })
}

fn known(text: &str) -> String {
    if text.is_empty() {
        format::MISSING.to_owned()
    } else {
        text.to_owned()
    }
}

/// As logged; whole numbers with separators.
fn number(value: Num) -> String {
    match value.known() {
        None => format::MISSING.to_owned(),
        Some(value) if value.fract() == 0.0 && (0.0..1e15).contains(&value) => {
            format::count(value as u64)
        }
        Some(value) => {
            let text = format!("{value:.2}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
    }
}
