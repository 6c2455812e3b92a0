//! Every category beside the four of a call, from a file to the answers of the program.

#[path = "support/program.rs"]
#[allow(dead_code, reason = "every test file uses its own part")]
mod program;

use serde_json::{Value, json};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/services.jsonl");
const CALL: &str = "5e41ce00-0001-4000-8000-0000000000c1";

fn answer(arguments: &[&str]) -> Value {
    let all = [arguments, &[FILE, "--format", "json"]].concat();
    program::answer(&all).0
}

#[test]
fn every_category_is_named_counted_and_none_is_rejected() {
    let check = answer(&["check"]);
    assert_eq!(
        check["totals"]["categories"],
        json!({
            "CallAutomationMediaSummary": 1, "CallAutomationOperational": 1, "CallAutomationStreamingUsage": 1,
            "CallClientServiceRequestAndOutcome": 1, "CallClosedCaptionsSummary": 1, "CallRecordingOperational": 1,
            "CallRecordingSummary": 1, "CallSummary": 1, "CallSurvey": 2, "CallingMetrics": 1, "ChatOperational": 1,
            "RoomsOperational": 2, "Usage": 1,
        })
    );
    assert_eq!(check["totals"]["rejected"], 0);
    let model = &check["model"];
    let counts = [
        ("calls", 3),
        ("orphan_calls", 2),
        ("surveys", 2),
        ("automation", 3),
        ("recordings", 2),
        ("captions", 1),
        ("usage", 1),
        ("metrics", 1),
        ("superseded", 0),
        ("duplicates", 0),
    ];
    for (name, count) in counts {
        assert_eq!(model[name], count, "{name}");
    }
}

#[test]
fn a_call_tells_what_users_said_and_what_services_did() {
    let call = answer(&["call", CALL]);
    assert_eq!(call["orphan"], false);
    assert_eq!(call["surveys"][0]["rating"], "Poor");
    assert_eq!(call["surveys"][0]["scores"]["overall"]["upper"], 10);
    assert_eq!(
        call["automation"][0]["outcome"]["message"],
        "Action completed successfully."
    );
    assert_eq!(
        call["automation"][1]["session_id"],
        "5e41ce00-0001-4000-8000-000000000071"
    );
    assert_eq!(call["recordings"][0]["duration_ms"], 72_940);
    assert_eq!(call["recordings"][1]["operation"], "ResumeCallRecording");
    assert_eq!(call["usage"][0]["quantity"], 10);
    let entries = call["timeline"].as_array().expect("a timeline");
    let lanes: Vec<&str> = entries
        .iter()
        .filter_map(|entry| entry["lane"].as_str())
        .collect();
    assert_eq!(
        lanes,
        [
            "Call",
            "Automation",
            "Automation",
            "Automation",
            "Recording",
            "Recording",
            "Call",
            "Call"
        ]
    );
}

#[test]
fn a_call_known_by_its_survey_or_captions_alone_opens() {
    for (id, list) in [("c2", "surveys"), ("c3", "captions")] {
        let call = answer(&["call", &format!("5e41ce00-0001-4000-8000-0000000000{id}")]);
        assert_eq!(call["orphan"], true, "{id}");
        assert_eq!(call[list].as_array().map(Vec::len), Some(1), "{id}");
    }
}

#[test]
fn every_id_is_found() {
    for (id, line) in [
        ("5e41ce00-0001-4000-8000-000000000051", 2),
        ("0af7dac9e6d64c82cafdd6da73cdb785", 4),
        ("aHR0cHM6Ly9hcGkuZXhhbXBsZS9jb252L2c0aFpVaEtWRFVUbWs", 5),
        ("5e41ce00-0001-4000-8000-0000000000b1", 5),
        ("5e41ce00-0001-4000-8000-0000000000f1", 5),
        ("5e41ce00-0001-4000-8000-000000000071", 7),
        ("eyJQbGF0Zm9ybUVuZHBvaW50SWQiOiI1ZTQxY2UwMCJ9", 8),
        ("eyJDYXB0aW9ucyI6IjVlNDFjZTAwIn0", 10),
        ("5e41ce00-0001-4000-8000-000000000061", 11),
        ("KibM39CaXkK+HTInfsiY2w", 12),
        ("99466387192310000", 13),
        ("5e41ce00-0001-4000-8000-0000000000d2", 14),
    ] {
        let hits = answer(&["find", id]);
        let text = hits.to_string();
        assert!(text.contains(&format!("\"line\":{line}")), "{id}: {text}");
    }
}
