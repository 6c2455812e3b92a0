//! Delimited text with a line of names: the portal's CSV, Kusto's, PowerShell's, and what a spreadsheet made of them.
//!
//! Rows are found and taken one by one, so memory holds one row. A row that breaks the grammar costs one line, not
//! the rest of the file: reading goes on with the line behind it.

mod cells;
mod dates;
mod table;

use super::{Session, is_pad, too_long};
use crate::load::DateOrder;
use crate::load::fill::line_ends;
use crate::load::form::SAMPLE;
use crate::load::shape::Shape;
use crate::load::window::Filled;
use cells::Row;
use dates::Dates;
use std::sync::Arc;

pub(in crate::load) use cells::Cells;
pub(in crate::load) use table::Table;

/// Bytes looked through for a date that tells the order of day and month.
const DATES_LIMIT: usize = 64 << 20;

/// Silences of a pipe after which that search ends.
const SILENCES: u32 = 20;

const MARK: &[u8] = b"\xef\xbb\xbf";

/// The words of a line in front of the names.
enum Head {
    /// `sep=;`
    Separator(u8),
    /// `#TYPE …`, as PowerShell writes it.
    Comment,
    /// The names.
    Names,
}

#[derive(Default)]
struct Rows {
    table: Option<Arc<Table>>,
    cells: Cells,
    json: String,
    separator: Option<u8>,
    /// True when the start of the text is Windows-1252, so that a row which is no UTF-8 needs no mention.
    is_legacy: bool,
}

/// Reads all rows of the window.
pub(crate) fn read(session: &mut Session) {
    let mut rows = Rows {
        is_legacy: is_legacy(session.window.text()),
        ..Rows::default()
    };
    let mut scanned = 0;
    loop {
        let filled = session.window.fill();
        let is_end = filled == Filled::End;
        // A long row is not scanned anew for every bit of it that comes in.
        let length = session.window.text().len();
        if filled == Filled::More && scanned > 1 << 20 && length < scanned * 2 {
            continue;
        }
        while rows.step(session, is_end) {
            if !session.send_when_full() {
                return;
            }
        }
        scanned = session.window.text().len();
        if is_end && scanned == 0 {
            break;
        }
        if !session.send_when_due() {
            return;
        }
    }
    session.close_line();
}

/// True when the start of a text is surely no UTF-8: what spreadsheets on Windows write.
pub(in crate::load) fn is_legacy(text: &[u8]) -> bool {
    let start = &text[..text.len().min(SAMPLE)];
    std::str::from_utf8(start).is_err_and(|error| error.error_len().is_some())
}

/// The separator that a line of names has: the one met most often outside quotes.
pub(in crate::load) fn separator_of(line: &[u8]) -> u8 {
    let (mut quoted, mut counts) = (false, [0_usize; 3]);
    for byte in line {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b',' => counts[0] += 1,
            b';' => counts[1] += 1,
            b'\t' => counts[2] += 1,
            _ => {}
        }
    }
    let most = (0..3).rev().max_by_key(|&at| counts[at]).unwrap_or(0);
    b",;\t"[most]
}

/// True when a line holds names of columns of a log.
pub(in crate::load) fn is_heading(line: &[u8]) -> bool {
    let mut cells = Cells::default();
    let is_row = matches!(cells.split(line, separator_of(line), true), Row::Whole(_));
    is_row && table::known_names(&cells, line) >= 2
}

/// What stands in front of the names.
fn head_of(line: &[u8]) -> Head {
    let line = line.trim_ascii();
    match line.get(..4) {
        Some(head) if head.eq_ignore_ascii_case(b"sep=") && line.len() <= 5 => {
            Head::Separator(line.get(4).copied().unwrap_or(b'\t'))
        }
        Some(b"#TYP") => Head::Comment,
        _ => Head::Names,
    }
}

impl Rows {
    /// Takes one line or row off the start of the text in view; false when more is needed.
    fn step(&mut self, session: &mut Session, is_end: bool) -> bool {
        let text = session.window.text();
        if text.starts_with(MARK) {
            session.take_around(MARK.len());
            return true;
        }
        let blank = text
            .iter()
            .take_while(|byte| matches!(byte, b'\n' | b'\r' | 0))
            .count();
        if blank > 0 {
            session.take_around(blank);
            return true;
        }
        if text.is_empty() || (text.len() < MARK.len() && !is_end) {
            return false;
        }
        let limit = text.len().min(session.max_line + 2);
        let is_all = is_end && limit == text.len();
        let separator = self.separator.unwrap_or(b',');
        if self.table.is_none() {
            return self.head(session, is_all);
        }
        match self.cells.split(&text[..limit], separator, is_all) {
            Row::Whole(length) => self.row(session, length),
            Row::Open(quote) => return unclosed(session, quote, is_all),
            Row::More(Some(quote)) if is_all || limit < text.len() => {
                return unclosed(session, quote, is_all);
            }
            Row::More(_) if limit < text.len() => skip_long_line(session),
            Row::More(_) => return false,
        }
        true
    }

    /// The lines up to that of the names.
    fn head(&mut self, session: &mut Session, is_all: bool) -> bool {
        let text = session.window.text();
        let limit = text.len().min(session.max_line + 2);
        let line = match memchr::memchr(b'\n', &text[..limit]) {
            Some(at) => &text[..=at],
            None if is_all => text,
            None if limit < text.len() => {
                skip_long_line(session);
                return true;
            }
            None => return false,
        };
        match head_of(line) {
            Head::Comment => {}
            Head::Separator(byte) => self.separator = Some(byte),
            Head::Names => {
                let separator = self.separator.unwrap_or_else(|| separator_of(line));
                self.separator = Some(separator);
                match self.cells.split(&text[..limit], separator, is_all) {
                    Row::Whole(length) => self.begin(session, length),
                    Row::Open(quote) => return unclosed(session, quote, is_all),
                    Row::More(Some(quote)) if is_all || limit < text.len() => {
                        return unclosed(session, quote, is_all);
                    }
                    Row::More(_) => return false,
                }
                return true;
            }
        }
        session.take_around(line.len());
        true
    }

    /// The names are read: what is known of the whole table from here on.
    fn begin(&mut self, session: &mut Session, length: usize) {
        let head = &session.window.text()[..length];
        let separator = self.separator.unwrap_or(b',');
        let mut table = Table::of_head(head, &self.cells, separator);
        if let Some(order) = session.dates {
            table.dates.order = Some(order);
            session.filler.note(order.words());
        } else {
            self.decide_dates(session, &mut table, length);
            note_dates(session, table.dates);
        }
        if table.has_local_times() {
            session
                .filler
                .note("local times of an unknown zone, read as UTC");
        }
        session.filler.columns(table.names());
        session.take_around(length);
        let table = Arc::new(table);
        session.note_shape(Shape::Cells(Arc::clone(&table)));
        self.table = Some(table);
    }

    /// Reads ahead until a date tells the order of day and month, or none can.
    fn decide_dates(&mut self, session: &mut Session, table: &mut Table, from: usize) {
        let (mut at, mut silences, mut is_end) = (from, 0, false);
        loop {
            let text = session.window.text();
            let text = &text[..text.len().min(DATES_LIMIT)];
            let (separator, is_all) = (table.separator(), is_end && text.len() < DATES_LIMIT);
            while let Row::Whole(length) = self.cells.split(&text[at..], separator, is_all) {
                let row = &text[at..at + length];
                let mut dates = table.dates;
                table
                    .times(&self.cells, row)
                    .for_each(|cell| dates.look(cell));
                table.dates = dates;
                at += length;
                let is_told = dates.order.is_some() || (dates.is_iso && !dates.is_open);
                if is_told || at >= text.len() {
                    break;
                }
            }
            let dates = table.dates;
            let is_told = dates.order.is_some() || (dates.is_iso && !dates.is_open);
            if is_told || is_end || text.len() >= DATES_LIMIT || silences > SILENCES {
                return;
            }
            match session.window.fill() {
                Filled::More => {}
                Filled::Idle => silences += 1,
                Filled::End => is_end = true,
            }
        }
    }

    fn row(&mut self, session: &mut Session, length: usize) {
        let Some(table) = &self.table else { return };
        let raw = &session.window.text()[..length];
        let end = length
            - raw
                .iter()
                .rev()
                .take_while(|byte| matches!(byte, b'\n' | b'\r' | 0))
                .count();
        if raw.iter().all(|&byte| is_pad(byte)) || table.is_head(raw) {
            session.take_around(length);
            return;
        }
        let known = table::known_names(&self.cells, raw);
        if known >= 2 && known * 2 >= self.cells.count() {
            // Two exports one behind the other.
            return self.begin(session, length);
        }
        if self.cells.count() != table.width() {
            let reason = format!(
                "{} cells where the head has {}",
                self.cells.count(),
                table.width()
            );
            session.take_rejected(end, reason);
        } else if raw.len() > session.max_line {
            session.take_rejected(end, too_long(session.max_line));
        } else {
            let is_strange = !self.is_legacy && simdutf8::basic::from_utf8(raw).is_err();
            table.write(&self.cells, raw, &mut self.json);
            session.take_row(end, &self.json, is_strange);
        }
        session.take_around(length - end);
    }
}

/// A quote that is not closed costs the lines up to the one it opens in. False when the end of that line is not there
/// yet.
fn unclosed(session: &mut Session, quote: usize, is_all: bool) -> bool {
    let whole = session.window.text();
    let text = &whole[..whole.len().min(session.max_line + 2)];
    let end = match memchr::memchr(b'\n', &text[quote..]) {
        Some(at) => quote + at,
        None if is_all => text.len(),
        None if text.len() < whole.len() => {
            skip_long_line(session);
            return true;
        }
        None => return false,
    };
    let start = memchr::memrchr(b'\n', &text[..quote]).map_or(0, |at| at + 1);
    let column = quote - start + 1;
    let place = match line_ends(&text[..quote]) {
        0 => format!("column {column}"),
        below => format!("column {column}, {below} lines below"),
    };
    session.take_rejected(
        end,
        format!("a quote ({place}) is not closed where a cell ends"),
    );
    true
}

/// Steps over a line that is longer than allowed without keeping it.
fn skip_long_line(session: &mut Session) {
    let mut length = 0;
    loop {
        let text = session.window.text();
        let end = memchr::memchr(b'\n', text);
        let here = end.unwrap_or(text.len());
        length += here as u64;
        session.window.drop_front(here);
        if end.is_some() || session.window.fill() == Filled::End {
            break;
        }
    }
    let is_open = session.window.text().is_empty();
    session.filler.reject(length, 0, too_long(session.max_line));
    session.ended_open = is_open;
}

/// What is to be known of how dates were read.
fn note_dates(session: &mut Session, dates: Dates) {
    match dates.order {
        Some(DateOrder::DayFirst) => session.filler.note("dates: day first"),
        None if dates.is_open => session
            .filler
            .note("dates: month first or day first, read as month first (--dates decides)"),
        _ => {}
    }
}
