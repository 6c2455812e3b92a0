//! The answers' contract, *What the numbers mean*: what is judged, one test a rule.

use crate::report::fixture::Record::{Operation, Stream, Summary};
use crate::report::fixture::only_call;
use serde_json::json;

/// A call with one stream of p1 and the given values.
fn judged(values: &[(&str, &str)]) -> serde_json::Value {
    let base = [
        ("call", "c"),
        ("participant", "p1"),
        ("stream", "1"),
        ("direction", "in"),
    ];
    let fields = [&base[..], values].concat();
    only_call(&[Stream(&fields)])
}

#[test]
fn an_average_beyond_its_limit_is_bad_and_a_maximum_alone_a_burst() {
    let bad = judged(&[
        ("media", "audio"),
        ("rtt_avg", "500.1"),
        ("rtt_max", "600"),
        ("jitter_avg", "30"),
    ]);
    assert_eq!(bad["verdict"], "bad");
    assert_eq!(bad["poor_due_to"], json!(["rtt"]));
    assert_eq!(
        (&bad["poor_streams"], &bad["judged_streams"]),
        (&json!(1), &json!(1))
    );
    let burst = judged(&[("media", "audio"), ("rtt_avg", "500"), ("rtt_max", "501")]);
    assert_eq!(
        (&burst["verdict"], &burst["poor_due_to"]),
        (&json!("burst"), &json!([]))
    );
    let ok = judged(&[("media", "audio"), ("rtt_avg", "500"), ("rtt_max", "500")]);
    assert_eq!((&ok["verdict"], &ok["reason"]), (&json!("ok"), &json!("")));
}

#[test]
fn one_value_measures_make_a_stream_poor_by_their_medium() {
    let video = judged(&[
        ("media", "video"),
        ("frame_rate", "6.9"),
        ("resolution", "239"),
        ("bitrate_avg", "149999"),
        ("freeze", "6001"),
    ]);
    assert_eq!(
        video["poor_due_to"],
        json!(["frame_rate", "freeze", "resolution", "bitrate"])
    );
    let screen = judged(&[
        ("media", "VBSS"),
        ("frame_rate", "6.9"),
        ("bitrate_avg", "1"),
    ]);
    assert_eq!(
        (&screen["verdict"], &screen["poor_due_to"]),
        (&json!("ok"), &json!([]))
    );
}

#[test]
fn a_missing_value_never_makes_a_stream_poor_and_nothing_is_not_judged() {
    let call = judged(&[
        ("media", "audio"),
        ("rtt_avg", "null"),
        ("jitter_avg", "Redacted"),
    ]);
    assert_eq!(
        (&call["verdict"], &call["judged_streams"]),
        (&json!("not_judged"), &json!(0))
    );
    for number in [
        "jitter_avg_ms",
        "jitter_max_ms",
        "rtt_avg_ms",
        "rtt_max_ms",
        "loss_avg",
        "loss_max",
    ] {
        assert_eq!(call[number], json!(null), "{number}: unknown is not 0");
    }
    let short = judged(&[("media", "audio"), ("rtt_avg", "900"), ("packets", "499")]);
    assert_eq!(
        (&short["verdict"], &short["poor_streams"]),
        (&json!("not_judged"), &json!(0))
    );
    let summary = only_call(&[Summary(&[("call", "c"), ("participant", "p1")])]);
    assert_eq!(summary["verdict"], "not_judged");
}

#[test]
fn numbers_are_the_worst_streams_average_and_the_highest_maximum() {
    let call = only_call(&[
        Stream(&[
            ("call", "c"),
            ("participant", "p1"),
            ("media", "audio"),
            ("stream", "1"),
            ("jitter_avg", "1"),
            ("jitter_max", "40"),
            ("rtt_avg", "45.0"),
        ]),
        Stream(&[
            ("call", "c"),
            ("participant", "p1"),
            ("media", "audio"),
            ("stream", "2"),
            ("jitter_avg", "3.25"),
            ("jitter_max", "4"),
            ("loss_avg", "0"),
        ]),
    ]);
    assert_eq!(
        (&call["jitter_avg_ms"], &call["jitter_max_ms"]),
        (&json!(3.25), &json!(40.0))
    );
    assert_eq!(
        (&call["rtt_avg_ms"], &call["loss_avg"], &call["loss_max"]),
        (&json!(45.0), &json!(0.0), &json!(null))
    );
}

/// A leg of a minute with diagnostic reports at seconds, and a stream.
fn diagnosed(stream: &[(&str, &str)], reports: &[(&str, &str, &str)]) -> serde_json::Value {
    let base = [
        ("call", "c"),
        ("participant", "p1"),
        ("media", "audio"),
        ("rtt_avg", "9"),
    ];
    let stream = [&base[..], stream].concat();
    let times: Vec<String> = reports
        .iter()
        .map(|(second, ..)| format!("2026-01-01T00:{second}Z"))
        .collect();
    let rows: Vec<Vec<(&str, &str)>> = reports
        .iter()
        .zip(&times)
        .map(|((_, name, quality), time)| {
            vec![
                ("call", "c"),
                ("participant", "p1"),
                ("name", "UserFacingDiagnostics"),
                ("operation", "o1"),
                ("time", time.as_str()),
                ("diagnostic", *name),
                ("quality", *quality),
            ]
        })
        .collect();
    let mut records = vec![
        Summary(&[
            ("call", "c"),
            ("type", "Group"),
            ("participant", "p1"),
            ("leg_start", "2026-01-01T00:00:00Z"),
            ("leg_duration", "60"),
        ]),
        Stream(&stream),
    ];
    records.extend(rows.iter().map(|row| Operation(row)));
    only_call(&records)
}

#[test]
fn a_network_diagnostic_is_bad_until_it_recovers_and_then_a_burst() {
    let stays = diagnosed(&[], &[("00:10", "NetworkSendQuality", "Bad")]);
    assert_eq!(
        (&stays["verdict"], &stays["poor_due_to"]),
        (&json!("bad"), &json!(["ufd_network"]))
    );
    let recovers = diagnosed(
        &[],
        &[
            ("00:10", "NetworkSendQuality", "Poor"),
            ("00:20", "NetworkSendQuality", "Good"),
        ],
    );
    assert_eq!(
        (&recovers["verdict"], &recovers["poor_due_to"]),
        (&json!("burst"), &json!([]))
    );
    let too_late = diagnosed(
        &[],
        &[
            ("00:10", "NetworkSendQuality", "Poor"),
            ("05:00", "NetworkSendQuality", "Good"),
        ],
    );
    assert_eq!(too_late["verdict"], "bad");
    // The leg ends at 01:00.
    for (second, wanted) in [("01:00", "burst"), ("01:01", "bad")] {
        let reports = [
            ("00:10", "NetworkSendQuality", "Poor"),
            (second, "NetworkSendQuality", "Good"),
        ];
        assert_eq!(diagnosed(&[], &reports)["verdict"], wanted, "{second}");
    }
}

#[test]
fn a_burst_while_the_network_was_not_good_is_bad() {
    let reports = [
        ("00:10", "NetworkReceiveQuality", "Poor"),
        ("00:20", "NetworkReceiveQuality", "Good"),
    ];
    let both = diagnosed(&[("rtt_max", "501")], &reports);
    assert_eq!(
        (&both["verdict"], &both["poor_due_to"]),
        (&json!("bad"), &json!(["ufd_network"]))
    );
}

#[test]
fn hints_and_failed_operations_never_change_the_verdict() {
    let muted = diagnosed(
        &[],
        &[
            ("00:10", "SpeakingWhileMicrophoneIsMuted", "Bad"),
            ("00:11", "CameraFreeze", "Bad"),
        ],
    );
    assert_eq!(muted["verdict"], "ok");
    let failed = only_call(&[
        Stream(&[
            ("call", "c"),
            ("participant", "p1"),
            ("media", "audio"),
            ("rtt_avg", "9"),
        ]),
        Operation(&[
            ("call", "c"),
            ("participant", "p1"),
            ("operation", "o"),
            ("name", "StartVideo"),
            ("result", "Failed"),
            ("time", "2026-01-01T00:00:00Z"),
        ]),
    ]);
    assert_eq!(failed["verdict"], "ok");
}
