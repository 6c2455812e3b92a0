//! Names in every spelling, and what failed.

use super::*;
use crate::model::batch::Batch;
use crate::model::id::{FileIx, TextRef};
use crate::model::value::Num;

#[test]
fn old_spellings_are_the_same_operation() {
    for spelling in [
        "StateChanged",
        "State-changed",
        "state-changed",
        " STATECHANGED ",
    ] {
        assert_eq!(kind(spelling).map(|kind| kind.name), Some("StateChanged"));
    }
    assert_eq!(
        kind("pageHidden").map(|kind| kind.shape),
        Some(Shape::Point)
    );
    assert_eq!(kind("Stat"), None);
    assert_eq!(kind(""), None);
}

#[test]
fn every_name_finds_its_own_row() {
    for row in &OPERATIONS {
        assert_eq!(kind(row.name), Some(row));
    }
}

#[test]
fn lanes_follow_diagnostic_stream_type_and_name() {
    let table = [
        (
            "UserFacingDiagnostics",
            "NetworkSendQuality",
            "",
            Lane::Network,
        ),
        ("UserFacingDiagnostics", "CameraFreeze", "", Lane::Video),
        ("UserFacingDiagnostics", "", "", Lane::Call),
        (
            "CreateView",
            "",
            "StreamType ScreenSharing Source remote",
            Lane::Screen,
        ),
        ("CreateView", "", "streamType Video", Lane::Video),
        ("SwitchSource", "", "StreamType Audio", Lane::Audio),
        ("StartAudio", "", "", Lane::Audio),
        ("StartScreenShare", "", "", Lane::Screen),
        ("SomethingNewWithVideo", "", "", Lane::Video),
        ("Unheard", "", "", Lane::Call),
    ];
    for (name, diagnostic, detail, wanted) in table {
        assert_eq!(
            lane(name, diagnostic, detail),
            wanted,
            "{name} {diagnostic} {detail}"
        );
    }
}

type SetWord = fn(&mut OperationRow, TextRef);

/// A store with the words of a test, and rows made of them.
fn operation(words: &[(&str, SetWord)]) -> (Store, OperationRow) {
    let mut batch = Batch::new(FileIx(0), 0);
    let mut row = OperationRow {
        call: batch.id("c-1"),
        time: Time::parse("2026-01-01T00:00:10Z"),
        duration_ms: Num::new(4_000.0),
        ..OperationRow::default()
    };
    for (word, set) in words {
        set(&mut row, batch.text(word));
    }
    batch.operations.push(row);
    let mut store = Store::new();
    store.absorb(&batch);
    let row = store.operations.get(0);
    (store, row)
}

#[test]
fn spans_end_at_their_time_stamp_and_points_take_no_time() {
    let (store, row) = operation(&[("Join", |row, word| row.name = word)]);
    let (start, end) = extent(&store, &row);
    assert_eq!(start.iso().as_deref(), Some("2026-01-01T00:00:06.000Z"));
    assert_eq!(end, row.time);
    let (store, row) = operation(&[("StateChanged", |row, word| row.name = word)]);
    assert_eq!(extent(&store, &row), (row.time, row.time));
}

#[test]
fn an_operation_lasts_ten_milliseconds_at_least_where_its_duration_is_logged() {
    // call-diagnostics-rules, client operation time (2025); a moment stays one whatever its duration.
    #[rustfmt::skip]
    let table: [(&str, Num, &str); 7] = [
        ("Join", Num::new(0.0), "09.990"), ("Join", Num::new(9.0), "09.990"), ("Join", Num::new(10.0), "09.990"),
        ("Join", Num::new(11.0), "09.989"), ("Join", Num::MISSING, "10.000"), ("Join", Num::REDACTED, "10.000"),
        ("StateChanged", Num::new(11.0), "10.000"),
    ];
    for (name, duration_ms, seconds) in table {
        let (mut store, _) = operation(&[]);
        let mut batch = Batch::new(FileIx(0), 1_000);
        let row = OperationRow {
            name: batch.text(name),
            time: Time::parse("2026-01-01T00:00:10Z"),
            duration_ms,
            ..OperationRow::default()
        };
        batch.operations.push(row);
        store.absorb(&batch);
        let row = store.operations.get(store.operations.len() - 1);
        let start = extent(&store, &row).0.iso().unwrap_or_default();
        let wanted = format!("2026-01-01T00:00:{seconds}Z");
        assert_eq!(start, wanted, "{name} {duration_ms:?}");
    }
}

#[test]
fn the_moments_of_the_published_queries_are_points_and_all_else_lasts() {
    // rules, Point events; the others end at their time stamp, unknown ones too.
    #[rustfmt::skip]
    let points = ["StateChanged", "IsMutedChanged", "IsIncomingAudioMutedChanged", "SelectedDeviceChanged",
        "SelectedMicrophoneChanged", "SelectedSpeakerChanged", "PageHidden", "OptimalVideoCountChanged"];
    for row in OPERATIONS
        .iter()
        .filter(|row| !row.is_noise && row.name != DIAGNOSTICS)
    {
        let is_point = points.contains(&row.name);
        assert_eq!(row.shape == Shape::Point, is_point, "{}", row.name);
    }
    assert_eq!(
        (shape(DIAGNOSTICS), shape("Unheard")),
        (Shape::Range, Shape::Span)
    );
}

#[test]
fn an_expected_error_is_no_failure_and_a_diagnostic_never_fails() {
    let result = |name: &'static str, result: &'static str| {
        let (store, row) = operation(&[
            (name, |row, word| row.name = word),
            (result, |row, word| row.result = word),
        ]);
        has_failed(&store, &row)
    };
    assert!(result("Join", "Failed"));
    assert!(result("Join", "UnexpectedServerError"));
    assert!(!result("Join", "ExpectedError"));
    assert!(!result("Join", "success"));
    assert!(!result("Join", "Succeeded"));
    assert!(result("Join", "Success2"));
    assert!(!result("Join", ""));
    assert!(!result("UserFacingDiagnostics", "Failed"));
}

#[test]
fn result_words_name_code_and_subcode() {
    let (store, row) = operation(&[
        ("Join", |row, word| row.name = word),
        ("Failed", |row, word| row.result = word),
        ("410", |row, word| row.code = word),
        ("3112", |row, word| row.subcode = word),
    ]);
    assert_eq!(result_words(&store, &row), "Failed 410/3112");
}

#[test]
fn what_has_no_result_did_not_fail() {
    for fine in ["", "Succeeded", "success", "ExpectedError"] {
        assert!(!is_failure(fine), "{fine}");
    }
    assert!(is_failure("UnexpectedClientError") && is_failure("Failed"));
}
