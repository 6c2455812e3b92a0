//! The report of a load with every kind of trouble, on its way, wide, narrow and opened.

use super::*;
use crate::model::batch::Batch;
use crate::model::rows::SummaryRow;
use crate::model::selection::Selection;
use crate::model::source::{FileFacts, Skipped, SourceFile};
use crate::ui::widgets::canvas::{Canvas, context, poor_look};
use insta::assert_snapshot;

fn batch(file: u32, name: &str, loaded: u64) -> Batch {
    let mut batch = Batch::new(FileIx(file), 0);
    batch.account.bytes = 1_000 * (loaded + 1);
    batch.account.loaded = loaded;
    batch.facts = Some(FileFacts {
        form: "json-lines".to_owned(),
        encoding: "utf-8".to_owned(),
        size: 2_000 * (loaded + 1),
        ..FileFacts::default()
    });
    for _ in 0..loaded {
        batch.count(name);
    }
    batch
}

fn store(is_done: bool) -> Store {
    let mut summaries = batch(0, "CallSummary", 3);
    let call = summaries.id("7f3c9a12-5b0e-4c1d-9a77-0c2f6be41d55");
    summaries.summaries.push(SummaryRow {
        call,
        ..SummaryRow::default()
    });
    let mut diagnostics = batch(1, "CallDiagnostics", 12);
    diagnostics.account.rejected = 4;
    diagnostics.issues = (0..4)
        .map(|at| Issue {
            line: 87 + at,
            offset: 12_345 + at,
            length: 1,
            reason: "JSON ends early (file truncated?)".into(),
        })
        .collect();
    diagnostics.issues_omitted = 100;
    let mut broken = batch(2, "", 0);
    broken.error = Some("gzip ends early: unexpected end of file".into());
    let mut store = Store::new();
    for mut batch in [summaries, diagnostics, broken] {
        batch.last = is_done;
        store.absorb(&batch);
    }
    for (file, name) in [
        "summary-1118.json",
        "deep/er/diag-1118.json",
        "media.csv.gz",
    ]
    .iter()
    .enumerate()
    {
        store.files[file].name = format!("/logs/{name}");
    }
    store.skipped.push(Skipped {
        path: "/logs/notes.txt".into(),
        reason: "no JSON or CSV".into(),
    });
    store.settle();
    store
}

#[test]
fn every_file_and_every_gap_is_told() {
    let (store, selection) = (store(true), Selection::default());
    let context = context(&store, &selection);
    let mut pane = LoadPane::default();
    pane.resize(80, 20);
    pane.refresh(&context);
    pane.apply(Motion::Down, &context);
    let canvas = Canvas::of(&mut pane, &context, (80, 20));
    assert_snapshot!(canvas.text(), @r#"
       FILE               KIND           SIZE       USED REJECTED NOTE
     . …summary-1118.json Summary      8.0 kB          3        0
    >! …er/diag-1118.json Diagnostics   26 kB         12        4 Enter: bad records
     x /logs/media.csv.gz              2.0 kB          0        0 gzip ends early: …
     ? /logs/notes.txt    no input          -          -        - no JSON or CSV
       all 3 files                      36 kB         15        4 Enter: coverage
    ─ What you can and cannot see ──────────────────────────────────────────────────
     x 4 records could not be read                  → rejected: see the files
     ? 1 call with a summary but no stream records  → not judged, never "good"
     . CallSummaryUpdates not loaded                → no late corrections of calls
     . CallDiagnosticsUpdates not loaded            → no late corrections of streams
     . CallClientOperations not loaded              → no operations, no diagnostics
     . CallClientMediaStatsTimeSeries not loaded    → averages only, no course
     . CallSurvey not loaded                        → no user ratings
     . Usage not loaded                             → no billing numbers

    ─ First bad lines of diag-1118.json (json-lines, utf-8) ────────────────────────
     :88     JSON ends early (file truncated?)
     :89     JSON ends early (file truncated?)
     102 more: Enter
    "#);
    assert_eq!(canvas.reversed(), [2]);
    assert_snapshot!(Canvas::of(&mut pane, &context, (160, 16)).text(), @r#"
       FILE                                     FORM         KIND           SIZE    RECORDS       USED REJECTED SUPERSEDED NOTE
     . /logs/summary-1118.json                  json-lines   Summary      8.0 kB          3          3        0          0
    >! /logs/deep/er/diag-1118.json             json-lines   Diagnostics   26 kB         16         12        4          0 Enter: bad records
     x /logs/media.csv.gz                       json-lines                2.0 kB          0          0        0          0 gzip ends early: unexpected end of file
     ? /logs/notes.txt                                       no input          -          -          -        -          - no JSON or CSV
       all 3 files                                                         36 kB         19         15        4          0 Enter: coverage
    ─ What you can and cannot see ──────────────────────────────────────────────────────────│─ First bad lines of diag-1118.json (json-lines, utf-8) ───────────────
     x 4 records could not be read                  → rejected: see the files               │ :88     JSON ends early (file truncated?)
     ? 1 call with a summary but no stream records  → not judged, never "good"              │ :89     JSON ends early (file truncated?)
     . CallSummaryUpdates not loaded                → no late corrections of calls          │ :90     JSON ends early (file truncated?)
     . CallDiagnosticsUpdates not loaded            → no late corrections of streams        │ :91     JSON ends early (file truncated?)
     . CallClientOperations not loaded              → no operations, no diagnostics         │ 96 more: Enter
     . CallClientMediaStatsTimeSeries not loaded    → averages only, no course              │
     . CallSurvey not loaded                        → no user ratings                       │
     . Usage not loaded                             → no billing numbers                    │
                                                                                            │
    "#);
    assert_eq!(pane.title(&context), "3 files, 15 records used, 4 rejected");
}

#[test]
fn enter_goes_into_bad_lines_and_from_the_totals_into_what_can_be_seen() {
    let (store, selection) = (store(true), Selection::default());
    let context = context(&store, &selection);
    let mut pane = LoadPane::default();
    pane.resize(80, 10);
    pane.refresh(&context);
    assert!(!pane.open(&context), "the first file has no bad lines");
    pane.apply(Motion::Down, &context);
    assert!(pane.open(&context));
    pane.apply(Motion::Down, &context);
    assert_snapshot!(Canvas::of(&mut pane, &context, (80, 7)).text(), @r#"
          LINE           BYTE  WHY
           :88         12,345  JSON ends early (file truncated?)
    >      :89         12,346  JSON ends early (file truncated?)
           :90         12,347  JSON ends early (file truncated?)
           :91         12,348  JSON ends early (file truncated?)

     100 more are counted, not kept
    "#);
    let issue = pane
        .selected_issue(&store)
        .map(|(file, issue)| (file, issue.offset));
    assert_eq!(issue, Some((FileIx(1), 12_346)));
    assert!(pane.back() && !pane.back());
    pane.apply(Motion::Bottom, &context);
    assert_eq!((pane.selected_file(), pane.open(&context)), (None, true));
    assert_eq!(pane.selected_gap(&store), None);
    assert_snapshot!(Canvas::of(&mut pane, &context, (80, 10)).text(), @r#"
    >x 4 records could not be read                  → rejected: see the files
     ? 1 call with a summary but no stream records  → not judged, never "good"
     . CallSummaryUpdates not loaded                → no late corrections of calls
     . CallDiagnosticsUpdates not loaded            → no late corrections of streams
     . CallClientOperations not loaded              → no operations, no diagnostics
     . CallClientMediaStatsTimeSeries not loaded    → averages only, no course
     . CallSurvey not loaded                        → no user ratings
     . Usage not loaded                             → no billing numbers
    "#);
    pane.apply(Motion::Down, &context);
    assert_eq!(pane.selected_gap(&store), Some(Gap::WithoutStreams));
}

#[test]
fn while_loading_each_file_says_how_far_it_is() {
    let (store, selection) = (store(false), Selection::default());
    let mut context = context(&store, &selection);
    context.is_loading = true;
    let mut pane = LoadPane::default();
    assert_snapshot!(Canvas::of(&mut pane, &context, (80, 12)).text(), @"
       FILE               KIND           SIZE       USED REJECTED NOTE
    >  …summary-1118.json Summary      8.0 kB          3        0 50 % read
     ! …er/diag-1118.json Diagnostics   26 kB         12        4 50 % read
     x /logs/media.csv.gz              2.0 kB          0        0 gzip ends early: …
     ? /logs/notes.txt    no input          -          -        - no JSON or CSV
       all 3 files                      36 kB         15        4 Enter: coverage
    ─ What you can and cannot see ──────────────────────────────────────────────────
     Told when all files are read
    ");
    assert_eq!(
        pane.title(&context),
        "0 of 3 files, 15 records used, 4 rejected"
    );
}

#[test]
fn nothing_given_and_poor_and_tiny_screens_are_drawn() {
    let (empty, selection) = (Store::new(), Selection::default());
    let mut pane = LoadPane::default();
    let canvas = Canvas::of(&mut pane, &context(&empty, &selection), (80, 10));
    assert!(canvas.text().starts_with(" No files were given"));
    let store = store(true);
    let mut context = context(&store, &selection);
    context.look = poor_look();
    assert!(Canvas::of(&mut pane, &context, (60, 16)).is_poor());
    for size in [(0, 0), (1, 1), (40, 3), (130, 2)] {
        Canvas::of(&mut pane, &context, size);
    }
}

#[test]
fn the_note_of_a_file_says_how_it_was_read() {
    let mut file = SourceFile::default();
    file.account.loaded = 9;
    file.done = true;
    assert_eq!(files::note(&file, 0, false), "");
    file.notes = vec!["dates: day first".to_owned()];
    assert_eq!(files::note(&file, 0, false), "dates: day first");
    file.account.repaired = 2;
    file.account.rejected = 1;
    let all = "Enter: bad records, 2 mended, dates: day first";
    assert_eq!(files::note(&file, 0, false), all);
    file.error = Some("gzip ends early".to_owned());
    assert_eq!(files::note(&file, 0, false), "gzip ends early");
}
