//! What is kept from one run to the next, on the real program: where, for whom, and what happens when it cannot be kept.

#[path = "support/folder.rs"]
mod folder;
mod support;

use folder::{is_closed, names};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::time::Duration;
use support::{Launch, PATIENCE, Pty};
use tempfile::TempDir;

/// The call under the cursor of the first page of the demo.
const FIRST: &str = "6e20f4d5-ab99-4a66-acbd-23c7c12d1dc8";
/// On the screen once everything is read.
const READY: &str = "13 bad, 4 with bursts";
/// How long nothing may come before the screen counts as still.
const QUIET: Duration = Duration::from_millis(150);

/// A folder for the state of several runs.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(TempDir::new().expect("a folder for the test"))
    }

    fn root(&self) -> PathBuf {
        self.0.path().join("state")
    }

    fn folder(&self) -> PathBuf {
        self.root().join("callscope")
    }

    fn json(&self, name: &str) -> Value {
        let text = fs::read(self.folder().join(name)).expect("the form was written");
        serde_json::from_slice(&text).expect("a form is JSON")
    }

    fn names(&self) -> Vec<String> {
        names(&self.folder())
    }

    fn open(&self, arguments: &[&str]) -> Pty {
        let mut pty = Launch::callscope(arguments)
            .env("XDG_STATE_HOME", &self.root().to_string_lossy())
            .pty();
        pty.wait_for(READY);
        pty.settle(QUIET);
        pty
    }

    fn demo(&self) -> Pty {
        self.open(&["demo"])
    }
}

/// Marks the first call.
fn mark(pty: &mut Pty) {
    pty.send(b" ");
    pty.wait_for("1 marked");
}

/// Goes to the page of the call under the cursor.
fn open_call(pty: &mut Pty) {
    pty.send(b"\r");
    pty.wait_for("Timeline");
}

/// Ends the program; what was to be kept is kept then.
fn end(mut pty: Pty) {
    pty.send(b"Q");
    let status = pty.wait_end(PATIENCE).expect("the program ends");
    assert!(status.success());
}

#[test]
fn marks_notes_and_the_last_place_are_there_in_the_next_run() {
    let desk = Desk::new();
    let mut pty = desk.demo();
    mark(&mut pty);
    pty.send(b"awaits for the network team\r");
    pty.wait_for("noted");
    open_call(&mut pty);
    end(pty);
    let calls = desk.json("calls.json");
    assert_eq!(calls["version"], 1);
    assert_eq!(calls["calls"][FIRST]["marked"], true);
    assert_eq!(calls["calls"][FIRST]["note"], "waits for the network team");
    assert!(is_closed(&desk.folder()));
    let mut again = desk.demo();
    let screen = again.wait_for("go back to call 6e20f4d5");
    assert!(screen.contains("1 marked"), "{screen}");
    assert!(
        screen.contains(READY),
        "nothing is restored unasked: {screen}"
    );
    again.send(b"'");
    again.wait_for("Timeline");
    again.wait_for("waits for the network team");
    end(again);
}

#[test]
fn filters_and_the_zone_are_kept_and_a_zone_on_the_command_line_wins() {
    let desk = Desk::new();
    let mut pty = desk.demo();
    pty.send(b":filter verdict=bad\r");
    pty.wait_for("verdict=bad");
    pty.send(b":save worst\r");
    pty.wait_for("filter saved as 'worst'");
    pty.send(b":zone zurich\r");
    pty.wait_for("Europe/Zurich");
    end(pty);
    let views = desk.json("views.json");
    assert_eq!(views["filters"], json!({"worst": "verdict=bad"}));
    assert_eq!(views["zone"], "Europe/Zurich");
    let mut again = desk.demo();
    again.wait_for("Zurich");
    again.send(b":saved worst\r");
    again.wait_for("verdict=bad");
    end(again);
    let mut own = desk.open(&["demo", "--zone", "UTC"]);
    assert!(own.screen().contains("UTC"), "{}", own.screen());
    assert!(!own.screen().contains("Zurich"), "{}", own.screen());
    end(own);
}

#[test]
fn no_state_reads_nothing_and_writes_nothing() {
    let desk = Desk::new();
    let mut pty = desk.open(&["demo", "--no-state"]);
    pty.send(b" ");
    pty.wait_for("for this run only: --no-state");
    open_call(&mut pty);
    end(pty);
    assert!(!desk.root().exists());
    let mut kept = desk.demo();
    mark(&mut kept);
    end(kept);
    let mut pty = desk.open(&["demo", "--no-state"]);
    assert!(!pty.screen().contains("marked"), "{}", pty.screen());
    end(pty);
}

#[test]
fn the_folder_of_the_logs_is_never_written_to() {
    let desk = Desk::new();
    let logs = desk.0.path().join("logs");
    fs::create_dir(&logs).expect("the folder can be made");
    fs::copy("assets/demo/logs.jsonl.gz", logs.join("a.jsonl.gz")).expect("a copy of the demo");
    let mut pty = desk.open(&[&logs.to_string_lossy()]);
    mark(&mut pty);
    open_call(&mut pty);
    end(pty);
    assert_eq!(names(&logs), ["a.jsonl.gz"]);
    let kept = desk.names().concat();
    assert_eq!(desk.names(), ["calls.json", "lock", "places.json"]);
    assert!(!kept.contains("logs"), "{kept}");
    let places = fs::read_to_string(desk.folder().join("places.json")).expect("it was written");
    assert!(
        !places.contains("a.jsonl"),
        "no name of a file is kept: {places}"
    );
    // Grown by what came since, the logs are the same ones.
    let mut again = desk.open(&[&logs.to_string_lossy()]);
    again.wait_for("go back to call 6e20f4d5");
    end(again);
}

#[test]
fn a_damaged_file_is_told_and_kept_aside_and_the_program_goes_on() {
    let desk = Desk::new();
    fs::create_dir_all(desk.folder()).expect("the folder can be made");
    fs::write(desk.folder().join("calls.json"), b"{\"\x1b]0;owned\x07\": ").expect("writable");
    let mut pty = desk.demo();
    pty.wait_for("is damaged");
    mark(&mut pty);
    end(pty);
    assert!(
        desk.names().contains(&"calls.json.bad".to_owned()),
        "{:?}",
        desk.names()
    );
    assert_eq!(desk.json("calls.json")["calls"][FIRST]["marked"], true);
}

#[test]
fn a_folder_that_cannot_be_written_is_told_and_the_mark_works_all_the_same() {
    let desk = Desk::new();
    fs::write(desk.root(), b"a file").expect("writable");
    let mut pty = desk.demo();
    pty.send(b" ");
    pty.wait_for("not kept for the next time");
    assert!(pty.screen().contains("1 marked"), "{}", pty.screen());
    end(pty);
}

#[test]
fn two_programs_at_once_lose_nothing_of_each_other() {
    let desk = Desk::new();
    let (mut one, mut two) = (desk.demo(), desk.demo());
    mark(&mut one);
    two.send(b"jaof the other\r");
    two.wait_for("noted");
    two.send(b"k ");
    two.wait_for("1 marked");
    one.send(b"aof the one\r");
    one.wait_for("noted");
    end(one);
    end(two);
    let calls = desk.json("calls.json");
    assert_eq!(calls["calls"][FIRST]["note"], "of the one");
    assert_eq!(calls["calls"][FIRST]["marked"], true);
    let notes = calls["calls"].as_object().expect("by call id");
    assert!(
        notes.values().any(|kept| kept["note"] == "of the other"),
        "{calls}"
    );
}

#[test]
fn a_signal_keeps_the_place_too() {
    let desk = Desk::new();
    let mut pty = desk.demo();
    open_call(&mut pty);
    pty.signal("TERM");
    assert!(pty.wait_end(PATIENCE).is_some());
    let places = desk.json("places.json");
    let sets = places["sets"].as_object().expect("by set of logs");
    assert_eq!(sets.len(), 1);
    assert!(
        sets.values().all(|place| place["call"] == FIRST),
        "{places}"
    );
}
