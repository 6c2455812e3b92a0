//! The call list and the list of problems, in every format.

use super::field::{CallRow, FIELDS, Sort, by_start};
use super::left::Left;
use super::table::{Column, write_aligned, write_csv_line, write_markdown};
use super::value::Value;
use super::{Format, Look, exit, json};
use crate::model::facts::{CallFacts, code_words};
use crate::model::id::CallIx;
use crate::model::metric::{METRICS, position};
use crate::model::store::Store;
use crate::query::overview::problems;
use std::io::{self, Write};

/// What a list shows and how.
#[derive(Clone, Copy, Debug, Default)]
pub struct ListOptions<'a> {
    /// How it is written.
    pub format: Format,
    /// At most so many calls, taken after sorting.
    pub limit: Option<usize>,
    /// Another order than the list's own.
    pub sort: Option<Sort>,
    /// Where a table has to fit.
    pub look: Look,
    /// The only calls that are shown.
    pub left: Option<&'a Left>,
}

/// Writes all calls, earliest first.
pub fn write_calls(out: &mut impl Write, store: &Store, options: &ListOptions) -> io::Result<u8> {
    let mut calls: Vec<CallIx> = match options.left {
        Some(left) => left.calls().to_vec(),
        None => store.calls().collect(),
    };
    match options.sort {
        Some(sort) => sort.apply(store, &mut calls),
        None => by_start(store, &mut calls),
    }
    write_list(out, store, &calls, (&ALL, options))?;
    Ok(exit::FINE)
}

/// Writes the bad calls, worst first, as the overview lists them; the exit code tells whether there are any.
pub fn write_problems(
    out: &mut impl Write,
    store: &Store,
    options: &ListOptions,
) -> io::Result<u8> {
    let mut calls = problems(store);
    if let Some(left) = options.left {
        calls.retain(|&call| left.has(call));
    }
    if let Some(sort) = options.sort {
        sort.apply(store, &mut calls);
    }
    write_list(out, store, &calls, (&REASONED, options))?;
    Ok(if calls.is_empty() {
        exit::FINE
    } else {
        exit::FOUND
    })
}

fn write_list(
    out: &mut impl Write,
    store: &Store,
    calls: &[CallIx],
    (shown, options): (&[usize], &ListOptions),
) -> io::Result<()> {
    let calls = &calls[..options.limit.unwrap_or(calls.len()).min(calls.len())];
    let rows = calls.iter().map(|&call| CallRow::of(store, call));
    match options.format {
        Format::Json => json::write_array(out, rows),
        Format::JsonLines => rows
            .into_iter()
            .try_for_each(|row| json::write_line(out, &row)),
        Format::Csv => {
            let names: Vec<Value> = FIELDS.iter().map(|field| Value::text(field.name)).collect();
            write_csv_line(out, &names)?;
            for row in rows {
                let values: Vec<Value> = FIELDS.iter().map(|field| field.of(&row)).collect();
                write_csv_line(out, &values)?;
            }
            Ok(())
        }
        Format::Markdown => {
            let rows: Vec<Vec<String>> = rows.map(|row| cells(&row, None)).collect();
            write_markdown(out, &COLUMNS.map(|column| column.title), &rows)
        }
        Format::Table => write_table(out, store, calls, (shown, options.look)),
    }
}

/// Of the measures the maxima, as the screen's list.
const COLUMNS: [Column; 11] = [
    Column::text(" "),
    Column::text("START (UTC)"),
    Column::number("DUR"),
    Column::text("TYPE"),
    Column::number("LEG"),
    Column::number("STR"),
    Column::number("JIT"),
    Column::number("RTT"),
    Column::number("LOSS%"),
    Column::text("ENDS"),
    Column::text("CALL"),
];

/// The columns of the call list.
const ALL: [usize; 11] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/// The columns of the problems, where the reason matters more than the numbers.
const REASONED: [usize; 6] = [0, 1, 2, 4, 9, 10];

fn write_table(
    out: &mut impl Write,
    store: &Store,
    calls: &[CallIx],
    (shown, look): (&[usize], Look),
) -> io::Result<()> {
    if calls.is_empty() {
        return writeln!(out, "no calls");
    }
    let prefix = look.is_narrow().then(|| unique_length(store));
    let mut columns: Vec<Column> = shown.iter().map(|&at| COLUMNS[at]).collect();
    columns.push(Column::filling("WHY"));
    let rows: Vec<Vec<String>> = calls
        .iter()
        .map(|&call| {
            let row = CallRow::of(store, call);
            let all = cells(&row, prefix);
            let mut line: Vec<String> = shown.iter().map(|&at| all[at].clone()).collect();
            line.push(row.facts.reason.line.to_string());
            line
        })
        .collect();
    write_aligned(out, &columns, &rows, look)
}

/// The cells of [`COLUMNS`]; with a length the call id is cut to it, and the start to the minute.
fn cells(row: &CallRow, prefix: Option<usize>) -> Vec<String> {
    let facts = row.facts;
    let id = row.store.id(row.id);
    let id = match prefix {
        Some(length) => id.chars().take(length).collect(),
        None => id.to_owned(),
    };
    vec![
        facts.verdict.class.mark().to_string(),
        start(facts, prefix.is_some()),
        facts.duration_s.known().map_or_else(missing, duration),
        facts.kind.name().unwrap_or("-").to_owned(),
        facts.legs.to_string(),
        facts.streams.to_string(),
        shown(facts, "jitter_max"),
        shown(facts, "rtt_max"),
        shown(facts, "loss_max"),
        ends(row),
        if id.is_empty() { missing() } else { id },
    ]
}

fn missing() -> String {
    "-".to_owned()
}

/// A call without summary shows the first moment any log knows of it.
fn start(facts: &CallFacts, is_short: bool) -> String {
    let form = if is_short {
        "%m-%d %H:%M"
    } else {
        "%Y-%m-%d %H:%M:%S"
    };
    let utc = facts.shown_start().utc();
    utc.map_or_else(missing, |utc| utc.format(form).to_string())
}

/// `21:16`, `1:02:03`.
pub(super) fn duration(seconds: f64) -> String {
    let whole = seconds.max(0.0) as u64;
    let (hours, minutes, seconds) = (whole / 3_600, whole / 60 % 60, whole % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

fn shown(facts: &CallFacts, name: &str) -> String {
    let found = position(name).and_then(|at| Some((&METRICS[at], facts.worst[at].known()?)));
    found.map_or_else(missing, |(metric, value)| metric.shown(value))
}

/// The most frequent end code; a star when there are others.
fn ends(row: &CallRow) -> String {
    let Some((code, subcode)) = row.facts.telling_end(row.store) else {
        return missing();
    };
    let mut words = code_words(row.store, code, subcode);
    if row.facts.end_codes.len() > 1 {
        words.push('+');
    }
    words
}

/// The shortest length at which call ids still differ, at least 8.
pub(super) fn unique_length(store: &Store) -> usize {
    let mut ids: Vec<String> = store
        .calls()
        .map(|call| store.id(store.call_id(call)).to_ascii_lowercase())
        .collect();
    ids.sort_unstable();
    let common = |a: &str, b: &str| a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let longest = ids.windows(2).map(|pair| common(&pair[0], &pair[1])).max();
    longest.map_or(8, |longest| (longest + 1).max(8))
}

#[cfg(test)]
mod tests;
