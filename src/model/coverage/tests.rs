//! Each line appears when it should, says how many, and stays away otherwise.

use super::*;
use crate::model::batch::Batch;
use crate::model::id::{FileIx, IdRef};
use crate::model::metric::position;
use crate::model::rows::{CallKind, Media, OperationRow, SampleRow, StreamRow, SummaryRow};
use crate::model::value::Num;

fn store_of(fill: impl Fn(&mut Batch)) -> Store {
    let mut batch = Batch::new(FileIx(0), 0);
    fill(&mut batch);
    let mut store = Store::new();
    store.absorb(&batch);
    store.settle();
    store
}

fn summary(batch: &mut Batch, call: &str, participant: &str) -> SummaryRow {
    SummaryRow {
        call: batch.id(call),
        participant: batch.id(participant),
        call_kind: CallKind::Group,
        call_start: Time::parse("2026-11-18T00:10:00Z"),
        hash: batch.summaries.len() as u64,
        ..SummaryRow::default()
    }
}

fn stream(batch: &mut Batch, call: &str, rtt: Option<f64>) {
    let mut row = StreamRow {
        call: batch.id(call),
        participant: batch.id("p1"),
        media: Media::Video,
        hash: batch.streams.len() as u64,
        ..StreamRow::default()
    };
    if let (Some(rtt), Some(at)) = (rtt, position("rtt_avg")) {
        row.values[at] = Num::new(rtt);
    }
    batch.streams.push(row);
}

fn said(store: &Store) -> Vec<String> {
    let counted = |line: CoverageLine| {
        line.count
            .map(|count| format!("{} {count} {}", line.mark, line.text))
    };
    Coverage::of(store)
        .lines
        .into_iter()
        .filter_map(counted)
        .collect()
}

#[test]
fn a_clean_load_says_nothing_but_what_is_not_loaded() {
    let store = store_of(|batch| {
        let row = summary(batch, "c1", "p1");
        batch.summaries.push(row);
        stream(batch, "c1", Some(20.0));
        batch.count("CallSummary");
        batch.count("calldiagnostics");
    });
    let lines = Coverage::of(&store).lines;
    let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "CallSummaryUpdates not loaded",
            "CallDiagnosticsUpdates not loaded",
            "CallClientOperations not loaded",
            "CallClientMediaStatsTimeSeries not loaded",
            "CallSurvey not loaded",
            "Usage not loaded",
        ]
    );
}

#[test]
fn nothing_loaded_is_no_gap() {
    assert!(Coverage::of(&Store::new()).lines.is_empty());
}

#[test]
fn calls_that_cannot_be_judged_are_told_apart() {
    let store = store_of(|batch| {
        for call in ["no streams", "no values"] {
            let row = summary(batch, call, "p1");
            batch.summaries.push(row);
        }
        stream(batch, "no values", None);
        stream(batch, "orphan", Some(1.0));
    });
    assert_eq!(
        said(&store),
        [
            "? 1 call with a summary but no stream records",
            "? 1 call whose streams have no usable values",
            "! 1 call without summary",
        ]
    );
}

#[test]
fn a_redacted_leg_counts_once_whatever_its_rows() {
    let store = store_of(|batch| {
        for (version, is_update) in [(1.0, true), (2.0, true)] {
            let row = SummaryRow {
                sdk: TextRef::REDACTED,
                version: Num::new(version),
                is_update,
                ..summary(batch, "c1", "p1")
            };
            batch.summaries.push(row);
        }
        stream(batch, "c1", Some(1.0));
    });
    assert_eq!(
        said(&store),
        [
            "! 1 leg with SDK or OS redacted",
            ". 1 older version of a row",
        ]
    );
}

#[test]
fn calls_before_the_first_sample_have_averages_only() {
    let store = store_of(|batch| {
        for call in ["early", "late"] {
            let row = summary(batch, call, "p1");
            batch.summaries.push(row);
            stream(batch, call, Some(1.0));
        }
        let sample = SampleRow {
            call: batch.id("late"),
            participant: batch.id("p1"),
            time: Time::parse("2026-11-18T00:41:00Z"),
            ..SampleRow::default()
        };
        batch.samples.push(sample);
    });
    assert_eq!(
        said(&store),
        [". 1 call from before the media statistics, 2026-11-18 00:41"]
    );
}

#[test]
fn what_the_files_lost_comes_first() {
    let store = store_of(|batch| {
        batch.account.rejected = 104;
        batch.account.repaired = 1;
        batch.operations.push(OperationRow {
            call: IdRef::MISSING,
            ..OperationRow::default()
        });
    });
    assert_eq!(
        said(&store),
        [
            "x 104 records could not be read",
            "! 1 operation without a call",
            "! 1 record read after a mend",
        ]
    );
}
