//! The load report: what became of every file, and what can and cannot be seen of the calls.

mod text;

use super::changed::{Changed, changed};
use super::{Format, Look, exit, json};
use crate::model::source::{Account, Skipped, SourceFile};
use crate::model::store::Store;
use crate::model::tally::Tally;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Writes the load report of a settled store. `seconds` is how long loading took.
pub fn write_check(
    out: &mut impl Write,
    store: &Store,
    seconds: f64,
    (format, look): (Format, Look),
) -> io::Result<u8> {
    match format {
        Format::Json => json::write_line(out, &Report::of(store, seconds))?,
        _ => text::write(out, store, seconds, look)?,
    }
    Ok(exit_code(store))
}

/// Fine when every record was loaded; found when some were rejected or a file had a trouble of its own; unusable when
/// none was loaded.
pub fn exit_code(store: &Store) -> u8 {
    let sum = store.account();
    if sum.loaded == 0 {
        exit::UNUSABLE
    } else if sum.rejected > 0 || store.files.iter().any(|file| file.error.is_some()) {
        exit::FOUND
    } else {
        exit::FINE
    }
}

#[derive(Serialize)]
struct Report<'a> {
    files: Vec<File<'a>>,
    skipped: Vec<Skip<'a>>,
    totals: Totals<'a>,
    model: Model,
    memory: Memory,
    limits_changed: Vec<Changed>,
    seconds: f64,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    form: &'a str,
    compression: &'a str,
    encoding: &'a str,
    bytes: u64,
    lines: u64,
    records: Records,
    categories: &'a BTreeMap<String, u64>,
    repaired: u64,
    superseded: u64,
    issues: Vec<Place<'a>>,
    issues_omitted: u64,
    error: Option<&'a str>,
}

#[derive(Serialize)]
struct Records {
    total: u64,
    loaded: u64,
    rejected: u64,
}

#[derive(Serialize)]
struct Place<'a> {
    line: u64,
    offset: u64,
    reason: &'a str,
}

#[derive(Serialize)]
struct Skip<'a> {
    path: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct Totals<'a> {
    files: usize,
    bytes: u64,
    total: u64,
    loaded: u64,
    rejected: u64,
    categories: BTreeMap<&'a str, u64>,
}

#[derive(Serialize)]
struct Model {
    calls: u64,
    participants: u64,
    endpoints: u64,
    streams: u64,
    operations: u64,
    samples: u64,
    surveys: u64,
    automation: u64,
    recordings: u64,
    captions: u64,
    usage: u64,
    metrics: u64,
    superseded: u64,
    duplicates: u64,
    orphan_calls: u64,
}

/// What is loaded takes `bytes` of memory, the index for finding not counted; beyond the cap samples are summarised.
#[derive(Serialize)]
struct Memory {
    cap: Option<usize>,
    bytes: usize,
    samples: &'static str,
    is_over_cap: bool,
}

impl Memory {
    fn of(store: &Store) -> Self {
        Self {
            cap: store.cap(),
            bytes: store.bytes(),
            samples: if store.is_summarised() {
                "summarised"
            } else {
                "whole"
            },
            is_over_cap: store.is_over_cap(),
        }
    }
}

impl<'a> Report<'a> {
    fn of(store: &'a Store, seconds: f64) -> Self {
        let tally = Tally::of(store);
        let files = store.files.iter().zip(&tally.superseded);
        Self {
            files: files
                .map(|(file, &superseded)| File::of(file, superseded))
                .collect(),
            skipped: store.skipped.iter().map(Skip::of).collect(),
            totals: Totals::of(store),
            model: Model::of(&tally),
            memory: Memory::of(store),
            limits_changed: changed(store.limits()),
            seconds: (seconds * 1_000.0).round() / 1_000.0,
        }
    }
}

impl<'a> File<'a> {
    fn of(file: &'a SourceFile, superseded: u64) -> Self {
        let place = |issue: &'a _| {
            let issue: &crate::model::source::Issue = issue;
            Place {
                line: file.issue_line(issue),
                offset: issue.offset,
                reason: &issue.reason,
            }
        };
        Self {
            path: &file.name,
            form: &file.facts.form,
            compression: file.facts.compression.name(),
            encoding: &file.facts.encoding,
            bytes: size(file),
            lines: file.account.lines,
            records: Records::of(&file.account),
            categories: &file.categories,
            repaired: file.account.repaired,
            superseded,
            issues: file.issues.iter().map(place).collect(),
            issues_omitted: file.issues_omitted,
            error: file.error.as_deref(),
        }
    }
}

/// Bytes on disk; of a pipe what was read from it.
fn size(file: &SourceFile) -> u64 {
    match file.facts.size {
        0 => file.account.bytes,
        size => size,
    }
}

impl Records {
    fn of(account: &Account) -> Self {
        Self {
            total: account.total(),
            loaded: account.loaded,
            rejected: account.rejected,
        }
    }
}

impl<'a> Skip<'a> {
    fn of(skipped: &'a Skipped) -> Self {
        Self {
            path: &skipped.path,
            reason: &skipped.reason,
        }
    }
}

impl<'a> Totals<'a> {
    fn of(store: &'a Store) -> Self {
        let sum = store.account();
        Self {
            files: store.files.len(),
            bytes: store.files.iter().map(size).sum(),
            total: sum.total(),
            loaded: sum.loaded,
            rejected: sum.rejected,
            categories: categories(store),
        }
    }
}

fn categories(store: &Store) -> BTreeMap<&str, u64> {
    let mut sum = BTreeMap::new();
    for (name, count) in store.files.iter().flat_map(|file| &file.categories) {
        *sum.entry(name.as_str()).or_default() += count;
    }
    sum
}

impl Model {
    fn of(tally: &Tally) -> Self {
        Self {
            calls: tally.calls,
            participants: tally.participants,
            endpoints: tally.endpoints,
            streams: tally.streams,
            operations: tally.operations,
            samples: tally.samples,
            surveys: tally.surveys,
            automation: tally.automation,
            recordings: tally.recordings,
            captions: tally.captions,
            usage: tally.usage,
            metrics: tally.metrics,
            superseded: tally.all_superseded(),
            duplicates: tally.duplicates,
            orphan_calls: tally.orphan_calls,
        }
    }
}

#[cfg(test)]
mod tests;
