//! What was marked and noted on the screen, asked for by `--filter`.

use super::{callscope, text};
use std::fs;
use std::process::Output;
use tempfile::TempDir;

const DEMO: &str = "../../assets/demo/logs.jsonl.gz";
const MARKED: &str = "7f3c9a12-7e8b-4b1d-9dc1-f5358dbc86ae";
const NOTED: &str = "c2d9e7f0-ad6b-4da0-9460-3f1cc0a871cc";

fn state(form: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder for the test");
    let own = folder.path().join("callscope");
    fs::create_dir(&own).expect("a folder");
    fs::write(own.join("calls.json"), form).expect("a file");
    folder
}

fn run(state: &TempDir, arguments: &[&str]) -> Output {
    let mut command = callscope(arguments);
    command.env("XDG_STATE_HOME", state.path());
    command.output().expect("the program can be started")
}

fn ids(state: &TempDir, filter: &str, more: &[&str]) -> (Vec<String>, String) {
    let arguments = ["calls", "--format", "jsonl", "--filter", filter, DEMO];
    let output = run(state, &[&arguments, more].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let lines = text(&output.stdout);
    let id = |line: &str| {
        let call: serde_json::Value = serde_json::from_str(line).expect("a call");
        call["call_id"].as_str().unwrap_or_default().to_owned()
    };
    (lines.lines().map(id).collect(), text(&output.stderr))
}

#[test]
fn marks_and_notes_of_the_screen_are_those_of_a_filter() {
    let form = format!(
        "{{\"version\":1,\"calls\":{{\"{MARKED}\":{{\"marked\":true,\"changed\":1}},\
         \"{NOTED}\":{{\"note\":\"customer rang\",\"changed\":1}}}}}}"
    );
    let state = state(&form);
    assert_eq!(ids(&state, "marked", &[]).0, [MARKED]);
    assert_eq!(ids(&state, "note~rang", &[]).0, [NOTED]);
    assert_eq!(ids(&state, "marked or noted", &[]).0.len(), 2);
    let (none, told) = ids(&state, "marked", &["--no-state"]);
    assert!(none.is_empty());
    assert!(
        told.contains("no call counts as marked or noted: --no-state"),
        "{told}"
    );
    let kept = fs::read_to_string(state.path().join("callscope/calls.json"));
    assert_eq!(kept.ok(), Some(form), "an answer writes nothing");
}

#[test]
fn a_damaged_form_is_told_and_left_as_it_is() {
    let state = state("{\"version\":1,");
    let (none, told) = ids(&state, "marked", &[]);
    assert!(none.is_empty() && told.contains("is damaged"), "{told}");
    let names = fs::read_dir(state.path().join("callscope")).map(Iterator::count);
    assert_eq!(names.ok(), Some(1));
    // A filter that asks for nothing of it does not look.
    let (all, told) = ids(&state, "legs>=0", &[]);
    assert!(!all.is_empty() && told.is_empty(), "{told}");
}
