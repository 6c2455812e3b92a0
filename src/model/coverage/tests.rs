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
    Store::of([&batch])
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

/// A call that starts some minutes after midnight, lasts ten, and has a stream or none.
fn call_at(batch: &mut Batch, minute: u32, has_stream: bool) {
    let name = format!("c{minute}");
    let mut row = summary(batch, &name, "p1");
    let time = format!("2026-11-18T{:02}:{:02}:00Z", minute / 60, minute % 60);
    row.call_start = Time::parse(&time);
    row.call_duration = Num::new(600.0);
    batch.summaries.push(row);
    if has_stream {
        stream(batch, &name, Some(1.0));
    }
}

fn limits_of(calls: &[(u32, bool)]) -> Vec<String> {
    let store = store_of(|batch| {
        for &(minute, has_stream) in calls {
            call_at(batch, minute, has_stream);
        }
    });
    let lines = limits(&store);
    for line in lines.iter().filter(|line| line.gap.is_some()) {
        let listed = line.gap.map(|gap| calls_with(&store, gap));
        assert_eq!(listed, line.count, "the calls listed are those counted");
    }
    let said =
        |line: CoverageLine| format!("{} {} {}", line.mark, line.count.unwrap_or(0), line.text);
    lines.into_iter().map(said).collect()
}

#[test]
fn an_hour_without_a_log_although_calls_ran_is_told() {
    assert_eq!(
        limits_of(&[(0, true), (50, false), (100, false), (130, true)]),
        ["! 2 calls without the call diagnostics, 2026-11-18 00:10 .. 02:10"]
    );
}

#[test]
fn a_short_hole_and_a_quiet_one_are_no_gap() {
    let short: [(u32, bool); 3] = [(0, true), (30, false), (69, true)];
    let quiet: [(u32, bool); 2] = [(0, true), (500, true)];
    assert_eq!(limits_of(&short), [""; 0]);
    assert_eq!(limits_of(&quiet), [""; 0]);
    assert_eq!(
        limits_of(&[(0, false), (500, false)]),
        [""; 0],
        "not loaded at all"
    );
}

/// As many calls as asked for, a minute apart.
fn row(from: u32, count: u32, has_stream: bool) -> Vec<(u32, bool)> {
    (from..from + count)
        .map(|minute| (minute, has_stream))
        .collect()
}

#[test]
fn a_log_that_begins_late_or_ends_early_is_told() {
    let calls = [row(0, 5, false), row(90, 40, true), row(300, 5, false)].concat();
    assert_eq!(
        limits_of(&calls),
        [
            ". 5 calls from before the call diagnostics, 2026-11-18 01:30",
            ". 5 calls from after the call diagnostics, 2026-11-18 02:19",
        ]
    );
    let near = [row(0, 5, false), row(59, 40, true), row(150, 5, false)].concat();
    assert_eq!(limits_of(&near), [""; 0]);
}

#[test]
fn what_calls_often_lack_is_no_gap() {
    let often = [
        row(0, 9, true),
        row(10, 9, false),
        row(60, 2, false),
        row(120, 9, true),
    ];
    assert_eq!(limits_of(&often.concat()), [""; 0]);
}

#[test]
fn many_holes_are_counted_not_listed() {
    let times: Vec<Vec<(u32, bool)>> = (0..6)
        .flat_map(|at| [row(at * 140, 30, true), row(at * 140 + 60, 10, false)])
        .chain([row(840, 30, true)])
        .collect();
    let said = limits_of(&times.concat());
    assert_eq!(said.len(), 5);
    assert_eq!(said[4], "! 2 more times without the call diagnostics");
}

#[test]
fn columns_of_no_schema_are_named_by_log() {
    let store = store_of(|batch| {
        for name in ["Foo", "Bar", "Foo"] {
            batch.note_column("CallDiagnostics", name);
        }
        for at in 0..100 {
            batch.note_column("CallSummary", &format!("c{at:02}"));
        }
    });
    let texts: Vec<String> = limits(&store).into_iter().map(|line| line.text).collect();
    assert_eq!(
        texts,
        [
            "CallDiagnostics: 2 columns not in the schema: Bar, Foo",
            "CallSummary: 64 columns not in the schema: c00, c01, c02, c03 and 60 more",
        ]
    );
}

/// A leg from 00:00:10 to 00:10:10 by the service; its client joins, and hangs up, so many seconds after its ends.
fn stay(batch: &mut Batch, call: &str, client: &str, (joined, left): (f64, f64)) {
    let mut row = summary(batch, call, "p1");
    let start = Time::parse("2026-11-18T00:00:10Z");
    row.leg_start = start;
    row.leg_duration = Num::new(600.0);
    batch.summaries.push(row);
    stream(batch, call, Some(1.0));
    let ends = [
        ("Join", start.plus_ms(joined * 1_000.0 + 500.0)),
        ("Hangup", start.plus_ms((left + 600.0) * 1_000.0)),
    ];
    for (name, time) in ends {
        let row = OperationRow {
            call: batch.id(call),
            participant: batch.id("p1"),
            client: batch.id(client),
            name: batch.text(name),
            duration_ms: Num::new(500.0),
            hash: batch.operations.len() as u64,
            time,
            ..OperationRow::default()
        };
        batch.operations.push(row);
    }
}

#[test]
fn clocks_that_are_off_are_told_with_their_range() {
    let store = store_of(|batch| {
        stay(batch, "ahead", "i1", (47.0, 47.4));
        stay(batch, "behind", "i2", (-2.6, -3.0));
        stay(batch, "right", "i3", (0.2, 0.4));
    });
    assert_eq!(
        said(&store),
        ["! 2 calls, 2 clients: clock 2.1 s .. 47 s off"]
    );
    let off = store
        .calls()
        .filter(|&call| Gap::ClockOff.is_of(&store, call));
    assert_eq!(off.count(), 2);
}

#[test]
fn a_wait_before_or_a_loss_at_the_end_is_no_clock() {
    let store = store_of(|batch| {
        stay(batch, "lobby", "i1", (120.0, 0.3));
        stay(batch, "lost", "i2", (0.0, -300.0));
        stay(batch, "both", "i3", (90.0, -300.0));
    });
    assert_eq!(said(&store), [""; 0]);
}

#[test]
fn the_median_of_a_client_counts() {
    let store = store_of(|batch| {
        for (call, off) in [("c1", 0.0), ("c2", 30.0), ("c3", 0.1)] {
            stay(batch, call, "i1", (off, off));
        }
    });
    assert_eq!(said(&store), [""; 0]);
}
