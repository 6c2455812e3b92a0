//! The rows of the load report: one a file, one a path that is no input, the totals last.

use crate::model::coverage::{Coverage, short_kind};
use crate::model::id::FileIx;
use crate::model::source::{Account, Compression, SourceFile};
use crate::model::store::Store;
use crate::ui::context::Context;
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::widgets::list::List;
use crate::ui::widgets::marks;
use crate::ui::widgets::table::{Cell, Column, HeadMarks, paint_table};
use std::collections::BTreeMap;

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A file.
    File(FileIx),
    /// A path that is no input, by its place in [`Store::skipped`].
    Skipped(usize),
    /// All of them.
    Total,
}

const PATH: Column = Column {
    title: "FILE",
    width: 18,
    align: Align::Left,
    cut: Cut::Start,
    drop: 0,
    grows: true,
};

const COLUMNS: [Column; 10] = [
    Column::words("", 1, 0),
    PATH,
    Column::words("FORM", 12, 6),
    Column::words("KIND", 12, 3),
    Column::numbers("SIZE", 6, 4),
    Column::numbers("RECORDS", 10, 5),
    Column::numbers("USED", 10, 0),
    Column::numbers("REJECTED", 8, 1),
    Column::numbers("SUPERSEDED", 10, 7),
    Column::words("NOTE", 18, 2).growing(),
];

/// The place of the column that counts older versions of rows.
const SUPERSEDED: usize = 8;

/// Lists what there is; the totals stand last.
pub(super) fn list(store: &Store, entries: &mut Vec<Entry>) {
    entries.clear();
    entries.extend((0..store.files.len() as u32).map(|at| Entry::File(FileIx(at))));
    entries.extend((0..store.skipped.len()).map(Entry::Skipped));
    if !entries.is_empty() {
        entries.push(Entry::Total);
    }
}

/// Paints head and rows.
pub(super) fn draw(
    painter: &mut Painter,
    context: &Context,
    (entries, coverage): (&[Entry], &Coverage),
    list: &List,
    is_focused: bool,
) {
    if entries.is_empty() {
        let text = if context.is_loading {
            "Looking for files"
        } else {
            "No files were given, so there is nothing to report"
        };
        painter.text(1, 0, text, Role::Text);
        return;
    }
    paint_table(
        painter,
        &COLUMNS,
        HeadMarks::default(),
        (list, is_focused),
        |row, column| match entries.get(row) {
            Some(&entry) => cell(context, coverage, entry, column),
            None => Cell::new("", Role::Text),
        },
    );
}

fn cell(context: &Context, coverage: &Coverage, entry: Entry, column: usize) -> Cell {
    match entry {
        Entry::File(at) => match context.store.file(at) {
            Some(_) if column == SUPERSEDED => {
                let count = coverage.superseded.get(at.at()).copied();
                Cell::new(count.map_or_else(String::new, format::count), Role::Text)
            }
            Some(file) => {
                let superseded = coverage.superseded.get(at.at()).copied();
                file_cell(file, superseded.unwrap_or(0), context.is_loading, column)
            }
            None => Cell::new("", Role::Text),
        },
        Entry::Skipped(at) => {
            let skipped = context.store.skipped.get(at);
            let text = match (column, skipped) {
                (0, _) => "?",
                (1, Some(skipped)) => &skipped.path,
                (3, _) => "no input",
                (9, Some(skipped)) => &skipped.reason,
                (4..=8, _) => format::MISSING,
                _ => "",
            };
            let role = if column == 0 {
                marks::role('?')
            } else {
                Role::Text
            };
            Cell::new(text, role)
        }
        Entry::Total if column == SUPERSEDED => {
            Cell::new(format::count(coverage.superseded.iter().sum()), Role::Text)
        }
        Entry::Total => Cell::new(total(context.store, column), Role::Text),
    }
}

fn file_cell(file: &SourceFile, superseded: u64, is_loading: bool, column: usize) -> Cell {
    let text = match column {
        0 => {
            let mark = mark(file, is_loading);
            return Cell::new(mark, marks::role(mark));
        }
        1 => file.name.clone(),
        2 => file.facts.words(),
        3 => kinds(&file.categories),
        4 => size(file),
        9 => note(file, superseded, is_loading),
        column => records(&file.account, column),
    };
    Cell::new(text, Role::Text)
}

fn total(store: &Store, column: usize) -> String {
    match column {
        1 => format!("all {}", format::counted(store.files.len() as u64, "file")),
        4 => format::bytes(store.files.iter().map(bytes).sum()),
        5..=7 => records(&store.account(), column),
        9 => "Enter: coverage".to_owned(),
        _ => String::new(),
    }
}

fn records(account: &Account, column: usize) -> String {
    format::count(match column {
        5 => account.total(),
        6 => account.loaded,
        _ => account.rejected,
    })
}

/// How the file went: `x` trouble with all of it, `!` records lost, `?` nothing in it, `.` fine, blank while it is read.
fn mark(file: &SourceFile, is_loading: bool) -> char {
    if file.error.is_some() {
        'x'
    } else if file.account.rejected > 0 {
        '!'
    } else if is_loading && !file.done {
        ' '
    } else if file.account.loaded == 0 {
        '?'
    } else {
        '.'
    }
}

/// Kinds of log in a file, the most frequent first.
fn kinds(categories: &BTreeMap<String, u64>) -> String {
    let mut kinds: Vec<(&String, &u64)> = categories.iter().collect();
    kinds.sort_by(|a, b| b.1.cmp(a.1));
    let names: Vec<&str> = kinds.iter().map(|(name, _)| short_kind(name)).collect();
    names.join(" ")
}

fn bytes(file: &SourceFile) -> u64 {
    match file.facts.size {
        0 => file.account.bytes,
        size => size,
    }
}

fn size(file: &SourceFile) -> String {
    match bytes(file) {
        0 if !file.done => format::MISSING.to_owned(),
        bytes => format::bytes(bytes),
    }
}

/// What is to be said of a file, the gravest first; the column cuts what does not fit.
pub(super) fn note(file: &SourceFile, superseded: u64, is_loading: bool) -> String {
    let account = &file.account;
    if let Some(error) = &file.error {
        return error.clone();
    }
    if is_loading && !file.done {
        return progress(file);
    }
    let mut notes: Vec<String> = Vec::new();
    if account.rejected > 0 {
        notes.push("Enter: bad records".to_owned());
    } else if account.loaded == 0 {
        notes.push("no records".to_owned());
    }
    if account.repaired > 0 {
        notes.push(format!("{} mended", format::count(account.repaired)));
    }
    if superseded > 0 {
        notes.push(format!("{} superseded", format::count(superseded)));
    }
    notes.extend(file.notes.iter().cloned());
    if notes.is_empty() && file.facts.compression == Compression::Gzip {
        notes.push(format!("unpacked {}", format::bytes(account.bytes)));
    }
    notes.join(", ")
}

/// How far a file is read; of a packed one only what came out of it is known.
fn progress(file: &SourceFile) -> String {
    let read = file.account.bytes;
    match (file.facts.size, file.facts.compression) {
        _ if read == 0 => "waiting".to_owned(),
        (size @ 1.., Compression::None) => format!("{} % read", (read * 100 / size).min(100)),
        _ => format!("{} read", format::bytes(read)),
    }
}
