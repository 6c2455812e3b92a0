//! The load report as text: files, what can and cannot be seen, the first bad lines of each file.

use super::size;
use crate::model::coverage::Coverage;
use crate::model::source::SourceFile;
use crate::model::store::Store;
use crate::report::Look;
use crate::report::table::{Column, plain, write_aligned};
use std::io::{self, Write};

/// Bad lines shown of a file; the others are counted.
const ISSUES_SHOWN: usize = 3;

pub(super) fn write(
    out: &mut impl Write,
    store: &Store,
    seconds: f64,
    look: Look,
) -> io::Result<()> {
    let coverage = Coverage::of(store);
    write_files(out, store, &coverage, look)?;
    let sum = store.account();
    let calls = store.call_count();
    writeln!(
        out,
        "\n{} files, {} of {} records loaded, {} rejected, {calls} calls, {seconds:.1} s",
        store.files.len(),
        sum.loaded,
        sum.total(),
        sum.rejected
    )?;
    writeln!(out, "\nWhat you can and cannot see")?;
    for line in coverage.lines {
        writeln!(out, "{} {}", line.mark, plain(&line.words(), look))?;
    }
    write_issues(out, store, look)
}

fn write_files(
    out: &mut impl Write,
    store: &Store,
    coverage: &Coverage,
    look: Look,
) -> io::Result<()> {
    let columns = [
        Column::text("FILE"),
        Column::text("FORM"),
        Column::number("BYTES"),
        Column::number("RECORDS"),
        Column::number("USED"),
        Column::number("REJECTED"),
        Column::number("SUPERSEDED"),
        Column::filling("KIND, NOTE"),
    ];
    let dash = || "-".to_owned();
    let mut rows: Vec<Vec<String>> = store
        .files
        .iter()
        .zip(&coverage.superseded)
        .map(|(file, &superseded)| file_row(file, superseded))
        .collect();
    rows.extend(store.skipped.iter().map(|skipped| {
        vec![
            skipped.path.clone(),
            "skipped".to_owned(),
            dash(),
            dash(),
            dash(),
            dash(),
            dash(),
            skipped.reason.clone(),
        ]
    }));
    write_aligned(out, &columns, &rows, look)
}

fn file_row(file: &SourceFile, superseded: u64) -> Vec<String> {
    vec![
        file.name.clone(),
        file.facts.words(),
        size(file).to_string(),
        file.account.total().to_string(),
        file.account.loaded.to_string(),
        file.account.rejected.to_string(),
        superseded.to_string(),
        notes(file),
    ]
}

fn notes(file: &SourceFile) -> String {
    let mut notes: Vec<String> = Vec::new();
    if let Some(error) = &file.error {
        notes.push(error.clone());
    }
    notes.extend(file.categories.iter().map(|(name, count)| {
        if file.categories.len() == 1 {
            name.clone()
        } else {
            format!("{name} {count}")
        }
    }));
    if file.account.repaired > 0 {
        notes.push(format!("{} repaired", file.account.repaired));
    }
    notes.extend(file.notes.iter().cloned());
    notes.join(", ")
}

fn write_issues(out: &mut impl Write, store: &Store, look: Look) -> io::Result<()> {
    for file in store.files.iter().filter(|file| !file.issues.is_empty()) {
        let name = plain(&file.name, look);
        let reasons = file.reason_words();
        let reasons = if reasons.is_empty() {
            String::new()
        } else {
            format!(": {}", plain(&reasons, look))
        };
        writeln!(out, "\nBad lines of {name}{reasons}")?;
        for issue in file.issues.iter().take(ISSUES_SHOWN) {
            let (line, reason) = (file.issue_line(issue), plain(&issue.reason, look));
            writeln!(out, "{name}:{line}: {reason}")?;
        }
        let others = file.issues.len().saturating_sub(ISSUES_SHOWN) as u64 + file.issues_omitted;
        if others > 0 {
            writeln!(out, "{others} more: --format json lists them")?;
        }
    }
    Ok(())
}
