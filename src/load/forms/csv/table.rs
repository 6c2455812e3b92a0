//! A table of delimited text: its names, its separator, how it writes dates and numbers, and its rows as JSON.

use super::cells::{Cell, Cells, Row};
use super::dates::Dates;
use crate::load::DateOrder;
use crate::load::forms::tables::push_text;
use crate::load::windows_1252::windows_1252;
use crate::logs::is_key;
use std::borrow::Cow;

/// A column.
struct Column {
    name: String,
    /// `"name":` as JSON.
    key: String,
    is_time: bool,
}

/// The head of a table.
pub(in crate::load) struct Table {
    columns: Vec<Column>,
    separator: u8,
    /// The bytes of the head, to know it again.
    head: Vec<u8>,
    pub(super) dates: Dates,
}

/// Where a spreadsheet separates cells by semicolons, its numbers have commas.
fn has_decimal_commas(separator: u8) -> bool {
    separator == b';' || separator == b'\t'
}

impl Table {
    /// Reads the line of names.
    pub(super) fn of_head(head: &[u8], cells: &Cells, separator: u8) -> Self {
        let column = |cell: Cell| {
            let name = text_of(cell, head).trim().to_owned();
            let mut key = String::new();
            push_text(&mut key, &name);
            key.push(':');
            let lower = name.to_ascii_lowercase();
            Column {
                is_time: lower.contains("time") && !lower.contains("roundtrip"),
                name,
                key,
            }
        };
        Self {
            columns: cells.iter().map(column).collect(),
            separator,
            head: head.trim_ascii_end().to_vec(),
            dates: Dates::default(),
        }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| &*column.name)
    }

    pub(super) fn separator(&self) -> u8 {
        self.separator
    }

    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// True for the line of names met again.
    pub(super) fn is_head(&self, row: &[u8]) -> bool {
        row.trim_ascii_end() == self.head
    }

    /// True when a column is shown in the zone of whoever exported it.
    pub(super) fn has_local_times(&self) -> bool {
        self.names()
            .any(|name| name.to_ascii_lowercase().ends_with("[local time]"))
    }

    /// The cells of the times of a row.
    pub(super) fn times<'r>(
        &'r self,
        cells: &'r Cells,
        row: &'r [u8],
    ) -> impl Iterator<Item = &'r [u8]> {
        let both = self.columns.iter().zip(cells.iter());
        both.filter(|(column, _)| column.is_time)
            .map(|(_, cell)| &row[cell.start as usize..cell.end as usize])
    }

    /// A row, its cells found before, as JSON that the logs' readers understand.
    pub(super) fn write(&self, cells: &Cells, row: &[u8], json: &mut String) {
        let text = utf8(row);
        json.clear();
        for (column, cell) in self.columns.iter().zip(cells.iter()) {
            json.push(if json.is_empty() { '{' } else { ',' });
            json.push_str(&column.key);
            let value = value_of(cell, row, text);
            let written = match self.dates.order {
                Some(DateOrder::DayFirst) if column.is_time => super::dates::iso(&value),
                _ => None,
            };
            let written = written.or_else(|| {
                (has_decimal_commas(self.separator) && is_decimal_comma(&value))
                    .then(|| value.replacen(',', ".", 1))
            });
            push_text(json, written.as_deref().unwrap_or(&value));
        }
        json.push('}');
    }

    /// A row as it is shown: the names, and the cells exactly as they are.
    pub(in crate::load) fn named(&self, cells: &mut Cells, row: &[u8]) -> Option<String> {
        let is_whole = cells.split(row, self.separator, true) == Row::Whole(row.len());
        if !is_whole || cells.count() != self.columns.len() {
            return None;
        }
        let text = utf8(row);
        let mut json = String::new();
        for (column, cell) in self.columns.iter().zip(cells.iter()) {
            json.push(if json.is_empty() { '{' } else { ',' });
            json.push_str(&column.key);
            push_text(&mut json, &value_of(cell, row, text));
        }
        json.push('}');
        Some(json)
    }
}

/// The whole row as text, or nothing when it is no UTF-8.
fn utf8(row: &[u8]) -> Option<&str> {
    simdutf8::basic::from_utf8(row).ok()
}

fn value_of<'r>(cell: Cell, row: &'r [u8], text: Option<&'r str>) -> Cow<'r, str> {
    let span = cell.start as usize..cell.end as usize;
    let value = match text {
        Some(text) => Cow::Borrowed(&text[span]),
        None => Cow::Owned(windows_1252(&row[span])),
    };
    if cell.is_doubled {
        Cow::Owned(value.replace("\"\"", "\""))
    } else {
        value
    }
}

/// A cell on its own.
pub(super) fn text_of(cell: Cell, row: &[u8]) -> Cow<'_, str> {
    value_of(cell, row, utf8(row))
}

/// `0,0017`: digits around one comma.
fn is_decimal_comma(text: &str) -> bool {
    let Some((whole, rest)) = text.split_once(',') else {
        return false;
    };
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let (fraction, exponent) = match rest.split_once(['e', 'E']) {
        Some((fraction, exponent)) => (fraction, exponent.trim_start_matches(['+', '-'])),
        None => (rest, "0"),
    };
    is_number(whole) && is_number(fraction) && is_number(exponent)
}

/// How many cells of a line are names of columns of a log; none in what is surely no line of names.
pub(super) fn known_names(cells: &Cells, row: &[u8]) -> usize {
    // Values of logs nearly always hold a digit, names of columns hardly ever.
    let digits = row.iter().filter(|byte| byte.is_ascii_digit()).take(3);
    if digits.count() > 2 {
        return 0;
    }
    let is_known = |cell: &Cell| {
        let length = cell.end - cell.start;
        (1..64).contains(&length) && is_key(&text_of(*cell, row))
    };
    cells.iter().filter(is_known).count()
}
