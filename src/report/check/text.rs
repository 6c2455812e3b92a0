//! The load report as text: files, what can and cannot be seen, the first bad lines of each file.

use super::{categories, size};
use crate::model::coverage;
use crate::model::facts::CallFacts;
use crate::model::id::TextRef;
use crate::model::source::SourceFile;
use crate::model::store::Store;
use crate::model::tally::Tally;
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
    write_files(out, store, look)?;
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
    let mut lines = sights(store);
    lines.extend(limits(store));
    lines.sort_by_key(|&(mark, _)| coverage::rank(mark));
    for (mark, line) in lines {
        writeln!(out, "{mark} {}", plain(&line, look))?;
    }
    write_issues(out, store, look)
}

fn write_files(out: &mut impl Write, store: &Store, look: Look) -> io::Result<()> {
    let columns = [
        Column::text("FILE"),
        Column::text("FORM"),
        Column::number("BYTES"),
        Column::number("RECORDS"),
        Column::number("USED"),
        Column::number("REJECTED"),
        Column::filling("KIND, NOTE"),
    ];
    let dash = || "-".to_owned();
    let mut rows: Vec<Vec<String>> = store.files.iter().map(file_row).collect();
    rows.extend(store.skipped.iter().map(|skipped| {
        vec![
            skipped.path.clone(),
            "skipped".to_owned(),
            dash(),
            dash(),
            dash(),
            dash(),
            skipped.reason.clone(),
        ]
    }));
    write_aligned(out, &columns, &rows, look)
}

fn file_row(file: &SourceFile) -> Vec<String> {
    let mut form = file.facts.form.clone();
    if file.facts.compression.name() != "none" {
        form = format!("{form}.{}", file.facts.compression.name());
    }
    vec![
        file.name.clone(),
        form,
        size(file).to_string(),
        file.account.total().to_string(),
        file.account.loaded.to_string(),
        file.account.rejected.to_string(),
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

/// Kinds of log and what is lost without them.
const KINDS: [(&[&str], &str); 6] = [
    (
        &["CallSummary", "CallSummaryUpdates"],
        "no call summaries: start, duration, end codes, SDK and OS are not known",
    ),
    (
        &["CallDiagnostics", "CallDiagnosticsUpdates"],
        "no call diagnostics: streams cannot be judged",
    ),
    (
        &["CallClientOperations"],
        "no client operations: no timeline of what clients did, no user facing diagnostics",
    ),
    (
        &["CallClientMediaStatsTimeSeries"],
        "no media statistics: averages of whole streams only",
    ),
    (&["CallSurvey"], "no surveys: no user ratings"),
    (&["Usage"], "no usage: no billing numbers"),
];

/// What the calls lack: how many, and in words.
type Lack = (char, fn(&CallFacts) -> bool, &'static str);

const LACKS: [Lack; 4] = [
    (
        'x',
        |facts| !facts.is_orphan && facts.streams == 0,
        "calls have a summary but no stream records: shown as not judged unless a leg dropped",
    ),
    (
        '!',
        |facts| facts.is_orphan,
        "calls have no summary: listed as orphans",
    ),
    (
        '!',
        |facts| !facts.is_final,
        "calls are known only from update rows for some leg: not final yet",
    ),
    (
        '!',
        |facts| {
            let words = facts.sdks.iter().chain(&facts.systems);
            words.into_iter().any(|&text| text == TextRef::REDACTED)
        },
        "calls have legs whose SDK or OS is redacted (other tenant, phone, bot)",
    ),
];

/// `x` what takes a judgement away, `!` what limits it, `.` what is only good to know.
fn sights(store: &Store) -> Vec<(char, String)> {
    let tally = Tally::of(store);
    let count = |is_so: fn(&CallFacts) -> bool| {
        let calls = store.calls();
        calls.filter(|&call| is_so(store.facts(call))).count() as u64
    };
    let rows = [
        (
            '!',
            tally.loose_operations,
            "client operations name no call and joined none",
        ),
        (
            '.',
            tally.superseded,
            "older versions of records were replaced by newer ones",
        ),
        (
            '.',
            tally.duplicates,
            "records came more than once and count once",
        ),
    ];
    let loaded = categories(store);
    let is_missing = |names: &[&str]| !names.iter().any(|name| loaded.contains_key(name));
    let missing = KINDS.iter().filter(|(names, _)| is_missing(names));
    LACKS
        .iter()
        .map(|&(mark, is_so, words)| (mark, count(is_so), words))
        .chain(rows)
        .filter(|&(_, count, _)| count > 0)
        .map(|(mark, count, words)| (mark, format!("{count} {words}")))
        .chain(missing.map(|(_, words)| ('.', (*words).to_owned())))
        .collect()
}

/// What only a part of what is loaded lacks.
fn limits(store: &Store) -> impl Iterator<Item = (char, String)> {
    let lines = coverage::limits(store).into_iter();
    lines.map(|line| {
        let count = line.count.map(|count| format!("{count} "));
        let (count, meaning) = (count.unwrap_or_default(), line.meaning);
        (line.mark, format!("{count}{}: {meaning}", line.text))
    })
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
