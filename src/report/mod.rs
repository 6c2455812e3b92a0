//! Answers without a screen: tables, JSON, CSV and Markdown of what the model says.
//!
//! Pure functions from the store to a writer; no files, no terminal. Tables, Markdown and CSV show sanitized text; JSON
//! keeps every character, those a terminal could act on written as `\u…`.

pub mod call;
pub mod calls;
mod changed;
pub mod check;
mod field;
pub mod find;
mod finding;
#[cfg(test)]
mod fixture;
pub mod groups;
mod json;
pub mod left;
mod resolve;
mod safe;
mod table;
mod timeline;
mod value;

use crate::error::Error;
use crate::model::recall::Recalled;
use crate::model::source::{Account, SourceFile};
use crate::model::store::{SamplesKept, Store};
use std::io::{self, Write};
use std::str::FromStr;

pub use field::{FIELDS, Sort};
pub use resolve::resolve_call;

/// How an answer is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Aligned text for people.
    #[default]
    Table,
    /// One JSON text.
    Json,
    /// One JSON object a line.
    JsonLines,
    /// Comma separated, one header line.
    Csv,
    /// A Markdown table.
    Markdown,
}

impl Format {
    /// Word and format, in the order of the help.
    pub const ALL: [(&'static str, Self); 5] = [
        ("table", Self::Table),
        ("json", Self::Json),
        ("jsonl", Self::JsonLines),
        ("csv", Self::Csv),
        ("md", Self::Markdown),
    ];
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self, Error> {
        let found = Self::ALL.iter().find(|(name, _)| *name == word);
        found.map(|&(_, format)| format).ok_or_else(|| {
            Error::Usage(format!(
                "no format '{word}'; one of table, json, jsonl, csv, md"
            ))
        })
    }
}

/// How tables are fitted to where they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Columns there are; `usize::MAX` where lines need not end (a file, a pipe).
    pub width: usize,
    /// Nothing but ASCII.
    pub is_ascii: bool,
}

impl Look {
    /// True where ids and times are shortened.
    pub(crate) const fn is_narrow(self) -> bool {
        self.width < 120
    }
}

impl Default for Look {
    fn default() -> Self {
        Self {
            width: 80,
            is_ascii: false,
        }
    }
}

/// The exit code of an answer.
pub mod exit {
    /// Fine: every record loaded, no problem found.
    pub const FINE: u8 = 0;
    /// Some records rejected, or problems found.
    pub const FOUND: u8 = 1;
    /// Nothing usable, or wrong usage.
    pub const UNUSABLE: u8 = 2;
}

/// Writes the one line of an error, escaped, and the filter that does not read with its token marked; nothing for an output that was closed early.
pub fn write_error(out: &mut impl Write, error: &Error) -> io::Result<()> {
    if error.is_quiet() {
        return Ok(());
    }
    writeln!(out, "callscope: {}", safe::safe(&error.to_string()))?;
    match error {
        Error::Filter { text, span, .. } => left::write_marked(out, text, span),
        _ => Ok(()),
    }
}

/// Files with a trouble of their own that are named before the rest is only counted.
const TROUBLES_NAMED: usize = 5;

/// Writes one escaped line for each file that could not be read whole, and one for rejected records: an answer from a
/// part of the logs must not look like one from all of them. `looked_at` says which records there are: a search for an
/// identifier reads only what may hold it.
pub fn write_troubles(out: &mut impl Write, store: &Store, looked_at: &str) -> io::Result<()> {
    let troubled = |file: &&SourceFile| file.error.is_some();
    for file in store.files.iter().filter(troubled).take(TROUBLES_NAMED) {
        let reason = file.error.as_deref().unwrap_or_default();
        let line = format!("{}: {reason}; what was read of it counts", file.name);
        writeln!(out, "callscope: {}", safe::safe(&line))?;
    }
    let count = store.files.iter().filter(troubled).count();
    if count > TROUBLES_NAMED {
        let more = count - TROUBLES_NAMED;
        writeln!(
            out,
            "callscope: {more} more files with troubles; 'callscope check PATH' tells more"
        )?;
    }
    let Account { rejected, .. } = store.account();
    if rejected > 0 {
        let total = store.account().total();
        writeln!(
            out,
            "callscope: {rejected} of {total} {looked_at} rejected; 'callscope check PATH' says where"
        )?;
    }
    Ok(())
}

/// Writes one escaped line for each file whose samples could not be read again, and one for how many that are.
pub fn write_lost_samples(
    out: &mut impl Write,
    store: &Store,
    recalled: &Recalled,
) -> io::Result<()> {
    for (file, trouble) in &recalled.troubles {
        let name = store.file(*file).map_or("", |file| file.name.as_str());
        let line = format!("{name}: {trouble}");
        writeln!(out, "callscope: {}", safe::safe(&line))?;
    }
    match store.samples_kept(recalled.call) {
        SamplesKept::ReadAgain { lost } if lost > 0 => writeln!(
            out,
            "callscope: {lost} media statistics of the call could not be read again: a file changed meanwhile"
        ),
        _ => Ok(()),
    }
}

/// Writes one line when an answer is not judged by the documented limits: a list has no other place for it.
pub fn write_changed_limits(out: &mut impl Write, store: &Store) -> io::Result<()> {
    if store.limits().are_documented() {
        return Ok(());
    }
    let changes = crate::model::finding::words::changes(store.limits());
    writeln!(out, "callscope: limits changed: {}", changes.join("; "))
}

/// Writes one escaped line about settings that do not count; the answer goes on.
pub fn write_notice(out: &mut impl Write, text: &str) -> io::Result<()> {
    writeln!(out, "callscope: {}", safe::safe(text))
}

/// Fails when not one record was loaded, naming the first trouble.
pub fn usable(store: &Store) -> Result<(), Error> {
    if store.account().loaded > 0 {
        return Ok(());
    }
    let names = store.files.iter().map(|file| &file.name);
    let skipped = store.skipped.iter().map(|skipped| &skipped.path);
    let mut inputs: Vec<&str> = names.chain(skipped).map(String::as_str).take(4).collect();
    if store.files.len() + store.skipped.len() > 3 {
        inputs.truncate(3);
        inputs.push("…");
    }
    Err(Error::NothingUsable {
        inputs: if inputs.is_empty() {
            "the paths given".to_owned()
        } else {
            inputs.join(", ")
        },
        reason: first_trouble(store).unwrap_or_else(|| "no record found".to_owned()),
    })
}

fn first_trouble(store: &Store) -> Option<String> {
    let file = store.files.iter().find_map(|file| {
        let issue = file.issues.first();
        let issue = issue.map(|issue| format!("line {}: {}", file.issue_line(issue), issue.reason));
        file.error.clone().or(issue)
    });
    file.or_else(|| store.skipped.first().map(|skipped| skipped.reason.clone()))
}

#[cfg(test)]
mod tests;
