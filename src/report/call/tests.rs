//! One call: legs, streams, findings with their places, the timeline.

use super::*;
use crate::report::fixture::Record::{self, Operation, Stream, Summary};
use crate::report::fixture::{call_json, store, written};
use serde_json::{Value as Json, json};

const CALL: &[Record] = &[
    Summary(&[
        ("call", "c1"),
        ("type", "Group"),
        ("participant", "p1"),
        ("endpoint", "e1"),
        ("identifier", "Redacted"),
        ("endpoint_type", "VoIP"),
        ("start", "2026-01-01T10:00:00Z"),
        ("duration", "600"),
        ("leg_start", "2026-01-01T10:00:00Z"),
        ("leg_duration", "60"),
        ("code", "410"),
        ("subcode", "3112"),
        ("category", "UnexpectedClientError"),
        ("sdk", "1.0"),
        ("os", "Windows"),
    ]),
    Summary(&[
        ("call", "c1"),
        ("type", "Group"),
        ("participant", "p2"),
        ("endpoint", "e2"),
        ("start", "2026-01-01T10:00:00Z"),
    ]),
    Stream(&[
        ("call", "c1"),
        ("participant", "p1"),
        ("media", "VBSS"),
        ("stream", "7"),
        ("direction", "outbound"),
        ("codec", "VP8"),
        ("transport", "UDP"),
        ("loss_avg", "0.31"),
        ("loss_max", "0.5"),
        ("rtt_max", "1840"),
        ("rtt_avg", "310"),
    ]),
    Stream(&[
        ("call", "c1"),
        ("endpoint_type", "Server"),
        ("media", "audio"),
        ("direction", "inbound"),
        ("packets", "Redacted"),
    ]),
    Operation(&[
        ("call", "c1"),
        ("participant", "p1"),
        ("operation", "o1"),
        ("name", "UserFacingDiagnostics"),
        ("diagnostic", "NetworkSendQuality"),
        ("quality", "Poor"),
        ("time", "2026-01-01T10:00:20Z"),
    ]),
    Operation(&[
        ("call", "c1"),
        ("participant", "p1"),
        ("operation", "o2"),
        ("name", "UserFacingDiagnostics"),
        ("diagnostic", "NetworkSendQuality"),
        ("quality", "Bad"),
        ("time", "2026-01-01T10:00:23Z"),
    ]),
    Operation(&[
        ("call", "c1"),
        ("participant", "p1"),
        ("operation", "o3"),
        ("name", "UserFacingDiagnostics"),
        ("diagnostic", "NetworkSendQuality"),
        ("quality", "Good"),
        ("time", "2026-01-01T10:00:50Z"),
    ]),
    Operation(&[
        ("call", "c1"),
        ("participant", "p1"),
        ("operation", "o4"),
        ("name", "StartVideo"),
        ("result", "Failed"),
        ("code", "410"),
        ("subcode", "3112"),
        ("duration", "1500"),
        ("time", "2026-01-01T10:00:31.5Z"),
    ]),
    Operation(&[
        ("call", "c1"),
        ("participant", "p2"),
        ("operation", "o5"),
        ("name", "State-changed"),
        ("duration", "9"),
        ("detail", "NewState Connected"),
        ("time", "2026-01-01T10:00:01Z"),
    ]),
];

#[test]
fn the_head_is_the_list_row_with_leg_count() {
    let call = call_json(&store(CALL));
    assert_eq!(
        (&call["call_id"], &call["leg_count"], &call["verdict"]),
        (&json!("c1"), &json!(2), &json!("bad"))
    );
    assert_eq!(call["legs"].as_array().map(Vec::len), Some(2));
    for list in ["surveys", "automation"] {
        assert_eq!(call[list], json!([]));
    }
}

#[test]
fn issues_are_the_portals_sum_and_its_parts() {
    let call = call_json(&store(CALL));
    let issues = &call["issues"];
    let part = |name: &str| issues[name].as_u64().unwrap_or_default();
    let parts = [
        "failed_operations",
        "diagnostics",
        "dropped",
        "poor_streams",
    ]
    .map(part);
    assert_eq!(part("total"), parts.iter().sum::<u64>());
    assert_eq!(issues["dropped"], call["dropped"]);
    assert_eq!(issues["poor_streams"], call["poor_streams"]);
    assert_eq!(parts, [1, 2, 1, 1]);
}

#[test]
fn legs_tell_missing_from_redacted_and_explain_their_end() {
    let legs = call_json(&store(CALL))["legs"].clone();
    let (first, second) = (&legs[0], &legs[1]);
    assert_eq!(
        (
            &first["participant_id"],
            &first["identifier"],
            &first["kind"]
        ),
        (&json!("p1"), &json!("Redacted"), &json!("VoIP"))
    );
    assert_eq!(
        (
            &first["duration_s"],
            &first["end_code"],
            &first["end_subcode"]
        ),
        (&json!(60), &json!("410"), &json!("3112"))
    );
    assert!(
        first["end_meaning"]
            .as_str()
            .is_some_and(|text| !text.is_empty())
    );
    for absent in [
        "identifier",
        "end_code",
        "end_meaning",
        "result_category",
        "sdk",
        "duration_s",
        "kind",
    ] {
        assert_eq!(second[absent], json!(null), "{absent}");
    }
}

#[test]
fn streams_have_every_measure_or_null() {
    let call = call_json(&store(CALL));
    let stream = &call["legs"][0]["streams"][0];
    assert_eq!(
        (&stream["media"], &stream["direction"], &stream["codec"]),
        (&json!("screen"), &json!("outbound"), &json!("VP8"))
    );
    let metrics = stream["metrics"].as_object().expect("an object");
    assert_eq!(metrics.len(), METRICS.len());
    assert_eq!(
        (&metrics["loss_avg"], &metrics["jitter_avg"]),
        (&json!(0.31), &json!(null))
    );
    assert_eq!(
        (
            &stream["verdict"],
            &stream["poor_due_to"],
            &stream["not_judged"]
        ),
        (&json!("poor"), &json!(["loss"]), &json!(null))
    );
    let server = &call["streams_without_leg"][0];
    assert_eq!(
        (
            &server["verdict"],
            &server["not_judged"],
            &server["stream_id"]
        ),
        (&json!("not_judged"), &json!("redacted"), &json!(null))
    );
}

#[test]
fn every_cause_is_a_finding_with_its_line() {
    let call = call_json(&store(CALL));
    let found: Vec<(String, Vec<u64>)> = call["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|finding| {
            assert!(
                finding["text"]
                    .as_str()
                    .is_some_and(|text| !text.is_empty())
            );
            let lines = finding["evidence"].as_array().expect("a list").iter();
            let lines = lines.map(|place| {
                assert_eq!(place["file"], "a.jsonl");
                place["line"].as_u64().expect("a line")
            });
            (
                finding["rule"].as_str().expect("a rule").to_owned(),
                lines.collect(),
            )
        })
        .collect();
    let wanted: [(&str, &[u64]); 6] = [
        ("no_media_path", &[1]),
        ("uplink", &[3, 5, 7]),
        ("stream_poor_loss", &[3]),
        ("stream_burst_rtt", &[3]),
        ("network_recovered", &[5, 7]),
        ("operation_failed", &[8]),
    ];
    let wanted: Vec<(String, Vec<u64>)> = wanted
        .iter()
        .map(|(rule, lines)| ((*rule).to_owned(), lines.to_vec()))
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn a_call_inside_every_limit_has_no_finding() {
    let call = call_json(&store(&[Stream(&[
        ("call", "c"),
        ("participant", "p1"),
        ("media", "audio"),
        ("rtt_avg", "9"),
    ])]));
    assert_eq!(
        (&call["findings"], &call["timeline"]),
        (&json!([]), &json!([]))
    );
}

fn timeline() -> Vec<Json> {
    call_json(&store(CALL))["timeline"]
        .as_array()
        .expect("a list")
        .clone()
}

#[test]
fn the_timeline_runs_from_the_first_join_to_the_last_end() {
    let shown: Vec<String> = timeline()
        .iter()
        .map(|entry| {
            let word = |key: &str| entry[key].as_str().unwrap_or("-").to_owned();
            let (time, ms) = (word("time"), entry["duration_ms"].to_string());
            format!(
                "{} {ms} {} {} {} {}",
                &time[17..],
                word("lane"),
                word("participant_id"),
                word("name"),
                word("result")
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "00.000Z null Call p1 joined -",
            "00.000Z null Call p2 joined -",
            "01.000Z 9 Call p2 State-changed -",
            "20.000Z 30000 Network p1 NetworkSendQuality Poor",
            "23.000Z null Network p1 NetworkSendQuality Bad",
            "30.000Z 1500 Video p1 StartVideo Failed 410/3112",
            "50.000Z null Network p1 NetworkSendQuality Good",
            "00.000Z null Call p1 dropped 410/3112",
        ]
    );
}

#[test]
fn entries_say_what_became_of_them() {
    let texts: Vec<Json> = timeline()
        .iter()
        .map(|entry| entry["text"].clone())
        .collect();
    assert_eq!(texts[0], json!(null));
    assert!(
        texts[1]
            .as_str()
            .is_some_and(|text| text.contains("not logged"))
    );
    assert_eq!(
        (&texts[2], &texts[3]),
        (&json!("NewState Connected"), &json!("recovered"))
    );
}

#[test]
fn the_text_shows_why_with_proofs_and_hides_nothing_dangerous() {
    let store = store(CALL);
    let call = store.calls().next().expect("a call");
    let look = Look {
        width: 80,
        is_ascii: true,
    };
    let (text, code) = written(|out| write_call(out, &store, call, (Format::Table, look)));
    assert_eq!(code, exit::FINE);
    for part in [
        "CALL  c1",
        "Group  2026-01-01 10:00:00Z  10:00\n2 legs / 2 participants / 2 endpoints / 2 streams",
        "x BAD",
        "(a.jsonl:5, a.jsonl:7)",
        "x P1  VoIP  10:00:00  1:00  SDK 1.0  Windows  end 410/3112 Unexpect",
        "    x outbound screen 7     RTT 310/1840 ms  loss 31.0/50.0 %",
        "    ? inbound  audio  -     not judged: values redacted",
        "10:00:30.000 P1    Video      StartVideo  Failed 410/3112  1500 ms",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(text.is_ascii());
}

#[test]
fn a_whole_length_stays_whole_and_a_number_keeps_its_point() {
    let store = store(&[Stream(&[
        ("call", "c"),
        ("participant", "p1"),
        ("media", "audio"),
        ("rtt_avg", "45"),
        ("loss_avg", "1E-3"),
    ])]);
    let call = store.calls().next().expect("a call");
    let (text, _) = written(|out| write_call(out, &store, call, (Format::Json, Look::default())));
    assert!(
        text.contains("\"rtt_avg\":45.0,") && text.contains("\"loss_avg\":0.001,"),
        "{text}"
    );
}
