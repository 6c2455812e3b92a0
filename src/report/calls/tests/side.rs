//! What surveys, automation, recordings, captions, usage, figures and rooms make of calls.

use crate::report::fixture::Record::{Side, Summary};
use crate::report::fixture::{call_json, calls_json, check_json, store};
use serde_json::{Value, json};

const LEG: &[(&str, &str)] = &[
    ("call", "c1"),
    ("participant", "p1"),
    ("endpoint", "e1"),
    ("type", "Group"),
    ("start", "2026-01-01T10:00:00Z"),
    ("duration", "600"),
    ("leg_duration", "600"),
    ("code", "0"),
];

fn model(check: &Value, names: &[&str]) -> Vec<u64> {
    let count = |name: &&str| check["model"][*name].as_u64().expect("a count");
    names.iter().map(count).collect()
}

#[test]
fn surveys_automation_recordings_and_captions_alone_make_an_orphan_call() {
    for kind in [
        "CallSurvey",
        "CallAutomationOperational",
        "CallAutomationMediaSummary",
        "CallAutomationStreamingUsage",
        "CallRecordingSummary",
        "CallRecordingOperational",
        "CallClosedCaptionsSummary",
    ] {
        let fields = [("call", "c1"), ("generated", "2026-01-01T10:09:00Z")];
        let answer = calls_json(&store(&[Side(kind, &fields)]));
        assert_eq!(answer.as_array().map(Vec::len), Some(1), "{kind}");
        assert_eq!(answer[0]["call_id"], "c1", "{kind}");
        assert_eq!(answer[0]["orphan"], true, "{kind}");
        assert_eq!(answer[0]["verdict"], "not_judged", "{kind}");
    }
}

#[test]
fn usage_figures_rooms_and_rows_without_a_call_make_none() {
    let store = store(&[
        Side("Usage", &[("call", "c1"), ("record", "r1")]),
        Side("CallingMetrics", &[("call", "c1"), ("metric", "m")]),
        Side("RoomsOperational", &[("call", "c1"), ("room", "1")]),
        Side("CallSurvey", &[("participant", "p1"), ("score", "2")]),
        Side("CallSurvey", &[("participant", "p1"), ("score", "2")]),
    ]);
    assert_eq!(calls_json(&store), json!([]));
    let check = check_json(&store);
    let names = [
        "calls",
        "orphan_calls",
        "usage",
        "metrics",
        "surveys",
        "duplicates",
    ];
    assert_eq!(model(&check, &names), [0, 0, 1, 1, 1, 1]);
}

#[test]
fn a_call_has_its_own_legs_whatever_else_tells_of_it() {
    let others = [
        Summary(LEG),
        Side("CallSurvey", &[("call", "c1"), ("participant", "px")]),
        Side(
            "CallAutomationOperational",
            &[("call", "c1"), ("participant", "py")],
        ),
    ];
    assert_eq!(calls_json(&store(&others))[0]["legs"], 1);
    assert_eq!(calls_json(&store(&others[1..]))[0]["legs"], 2);
}

#[test]
fn a_survey_stands_at_its_leg_with_its_rating() {
    let survey = [
        ("call", "C1"),
        ("participant", "P1"),
        ("survey", "s1"),
        ("score", "2"),
        ("upper", "5"),
        ("issues", "HadToRejoin, OtherIssues"),
        ("video_issues", "NoVideoReceived"),
        ("generated", "2026-01-01T10:10:05Z"),
    ];
    let answer = call_json(&store(&[Summary(LEG), Side("CallSurvey", &survey)]));
    let told = &answer["surveys"][0];
    assert_eq!(told["participant_id"], "p1");
    assert_eq!(told["rating"], "Poor");
    assert_eq!(told["scores"]["overall"]["score"], 2);
    assert_eq!(told["scores"]["audio"]["score"], Value::Null);
    assert_eq!(
        told["issues"]["overall"],
        json!(["HadToRejoin", "OtherIssues"])
    );
    assert_eq!(told["record"], json!({"file": "a.jsonl", "line": 2}));
    let entries = answer["timeline"].as_array().expect("entries");
    let entry = entries.iter().find(|entry| entry["name"] == "survey");
    let entry = entry.expect("an entry");
    assert_eq!(entry["result"], "2/5 Poor");
    assert_eq!(entry["participant_id"], "p1");
    assert_eq!(entry["text"], "HadToRejoin, OtherIssues, NoVideoReceived");
}

#[test]
fn a_request_carries_the_outcome_of_its_operation() {
    let at = |fields: &'static [(&str, &str)]| fields;
    let store = store(&[
        Side(
            "CallAutomationMediaSummary",
            at(&[
                ("call", "c1"),
                ("operation", "O1"),
                ("name", "Play"),
                ("result", "Failed"),
                ("code", "400"),
                ("subcode", "8536"),
                ("message", "no file"),
                ("generated", "2026-01-01T10:00:02Z"),
            ]),
        ),
        Side(
            "CallAutomationOperational",
            at(&[
                ("call", "c1"),
                ("operation", "o1"),
                ("name", "Play"),
                ("sub_name", "File"),
                ("result", "Succeeded"),
                ("signature", "202"),
                ("duration", "82"),
                ("uri", "https://h/calling/x:play?v=1"),
                ("connection", "k1"),
                ("server_call", "s1"),
                ("generated", "2026-01-01T10:00:01Z"),
            ]),
        ),
        Side(
            "CallAutomationMediaSummary",
            at(&[
                ("call", "c1"),
                ("operation", "o9"),
                ("name", "Recognize"),
                ("result", "Completed"),
                ("generated", "2026-01-01T10:00:09Z"),
            ]),
        ),
        Side(
            "CallAutomationStreamingUsage",
            at(&[
                ("call", "c1"),
                ("session", "n1"),
                ("modality", "AudioStreamingMixed"),
                ("duration", "1500.5"),
                ("start", "2026-01-01T10:00:03Z"),
                ("generated", "2026-01-01T10:30:00Z"),
            ]),
        ),
    ]);
    let answer = call_json(&store);
    let list = answer["automation"].as_array().expect("a list");
    let kinds: Vec<&Value> = list.iter().map(|entry| &entry["kind"]).collect();
    assert_eq!(kinds, ["request", "streaming", "outcome"]);
    let wanted = [
        ("operation", json!("Play")),
        ("sub_operation", json!("File")),
        ("result", json!("Succeeded")),
        ("signature", json!(202)),
        ("duration_ms", json!(82)),
        ("uri", json!("/calling/x:play")),
        ("call_connection_id", json!("k1")),
        ("server_call_id", json!("s1")),
    ];
    for (name, value) in wanted {
        assert_eq!(list[0][name], value, "{name}");
    }
    assert_eq!(list[0]["outcome"]["result"], "Failed");
    assert_eq!(list[0]["outcome"]["subcode"], "8536");
    assert_eq!(list[0]["outcome"]["to_participant"], true);
    assert_eq!(list[1]["duration_ms"], 1500.5);
    let lanes: Vec<&Value> = answer["timeline"]
        .as_array()
        .map(|entries| entries.iter().map(|entry| &entry["lane"]).collect())
        .expect("a timeline");
    assert_eq!(lanes, ["Automation"; 4]);
    assert_eq!(model(&check_json(&store), &["automation"]), [4]);
}

#[test]
fn recordings_and_captions_are_spans_and_count_once_a_thing() {
    let recording = |generated: &'static str| {
        [
            ("call", "c1"),
            ("recording", "r1"),
            ("start", "2026-01-01T10:01:00Z"),
            ("length", "73.25"),
            ("content", "Audio Only"),
            ("chunks", "2"),
            ("end_reason", "CallEnded"),
            ("generated", generated),
        ]
    };
    let store = store(&[
        Summary(LEG),
        Side("CallRecordingSummary", &recording("2026-01-01T11:00:00Z")),
        Side("CallRecordingSummary", &recording("2026-01-01T11:00:01Z")),
        Side(
            "CallRecordingOperational",
            &[
                ("call", "c1"),
                ("name", "StopRecording"),
                ("result", "Failed"),
            ],
        ),
        Side(
            "CallClosedCaptionsSummary",
            &[
                ("call", "c1"),
                ("session", "n1"),
                ("language", "en-us"),
                ("start", "2026-01-01T10:02:00Z"),
                ("length", "666.66"),
            ],
        ),
        Side(
            "Usage",
            &[
                ("participant", "P1"),
                ("kind", "PSTN"),
                ("unit", "minutes"),
                ("quantity", "2.5"),
            ],
        ),
    ]);
    let answer = call_json(&store);
    let kinds: Vec<&Value> = answer["recordings"]
        .as_array()
        .map(|list| list.iter().map(|entry| &entry["kind"]).collect())
        .expect("a list");
    assert_eq!(kinds, ["recording", "request"]);
    assert_eq!(answer["recordings"][0]["duration_ms"], 73_250);
    assert_eq!(answer["captions"][0]["duration_ms"], 666_660);
    assert_eq!(answer["usage"][0]["quantity"], 2.5);
    let entries = answer["timeline"].as_array().expect("a timeline");
    let spans: Vec<_> = entries
        .iter()
        .filter(|entry| entry["lane"] == "Recording" || entry["lane"] == "Captions")
        .map(|entry| (entry["name"].as_str(), entry["text"].as_str()))
        .collect();
    assert_eq!(
        spans,
        [
            (
                Some("recording"),
                Some("Audio Only, 2 files, end: CallEnded")
            ),
            (Some("captions"), Some("en-us")),
            (Some("StopRecording"), None),
        ]
    );
    let names = [
        "recordings",
        "captions",
        "usage",
        "superseded",
        "orphan_calls",
    ];
    assert_eq!(model(&check_json(&store), &names), [2, 1, 1, 1, 0]);
}
