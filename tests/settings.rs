//! The user's settings on the real binary: where they are looked for, who wins, and files that cannot be used.

use assert_cmd::Command;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

/// One audio stream of a round trip of 320 ms, inside the documented 500 ms.
const RECORD: &str = r#"{"time":"2024-05-09T17:06:50Z","category":"CallDiagnostics","operationName":"CallDiagnostics","correlationId":"c1","properties":{"participantId":"p1","endpointId":"e1","endpointType":"VoIP","mediaType":"Audio","streamId":"1","roundTripTimeAvg":320,"roundTripTimeMax":330,"jitterAvg":1,"jitterMax":2}}"#;
const STRICT: &str = "{\"limits\": {\"rtt_avg\": 300}}";

/// A home with logs, and with a user's settings where some are given.
struct Home(TempDir);

impl Home {
    fn new(settings: Option<&[u8]>) -> Self {
        let folder = TempDir::new().expect("a folder for the test");
        let place = folder.path().join("xdg/callscope");
        fs::create_dir_all(&place).expect("the folder can be written");
        fs::write(folder.path().join("a.jsonl"), RECORD).expect("the folder can be written");
        if let Some(text) = settings {
            fs::write(place.join("config.json"), text).expect("the folder can be written");
        }
        Self(folder)
    }

    fn write(&self, name: &str, text: &[u8]) {
        fs::write(self.0.path().join(name), text).expect("the folder can be written");
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("callscope"));
        command.current_dir(self.0.path());
        command.env("XDG_CONFIG_HOME", self.0.path().join("xdg"));
        command.env("XDG_STATE_HOME", self.0.path().join("state"));
        command.args(arguments);
        command.output().expect("the program can be started")
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        serde_json::from_slice(&output.stdout).expect("an answer in JSON")
    }

    fn verdict(&self, more: &[&str]) -> Value {
        let arguments = [&["calls", "--format", "json", "a.jsonl"], more].concat();
        self.json(&arguments)[0]["verdict"].clone()
    }
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

/// The changed limit as answers tell it, for each medium.
fn changed() -> Value {
    let one =
        |media| json!({"metric": "rtt_avg", "media": media, "limit": 300.0, "documented": 500.0});
    json!([one("audio"), one("video"), one("screen")])
}

#[test]
fn a_limit_of_the_user_flips_the_verdict_on_both_sides() {
    assert_eq!(Home::new(None).verdict(&[]), "ok");
    assert_eq!(
        Home::new(Some(b"{\"limits\": {\"rtt_avg\": 319}}")).verdict(&[]),
        "bad"
    );
    assert_eq!(
        Home::new(Some(b"{\"limits\": {\"rtt_avg\": 320}}")).verdict(&[]),
        "ok"
    );
    let only_video = b"{\"limits\": {\"rtt_avg\": {\"video\": 319}}}";
    assert_eq!(Home::new(Some(only_video)).verdict(&[]), "ok");
}

#[test]
fn changed_limits_are_told_wherever_they_judge() {
    let home = Home::new(Some(STRICT.as_bytes()));
    let report = home.json(&["check", "--format", "json", "a.jsonl"]);
    assert_eq!(report["limits_changed"], changed());
    let call = home.json(&["call", "c1", "--format", "json", "a.jsonl"]);
    assert_eq!(call["limits_changed"], changed());
    assert_eq!(
        call["findings"][0]["numbers"][0]["limit"],
        "300 ms, set; documented 500 ms"
    );
    let list = told(&home.run(&["calls", "a.jsonl"]));
    let words = "RTT 300 ms, set; documented 500 ms";
    assert_eq!(list, format!("callscope: limits changed: {words}\n"));
    for command in [vec!["check", "a.jsonl"], vec!["call", "c1", "a.jsonl"]] {
        let output = home.run(&command);
        let text = String::from_utf8(output.stdout).expect("answers are UTF-8");
        assert!(text.contains(words), "{command:?}: {text}");
    }
    let plain = Home::new(None);
    let report = plain.json(&["check", "--format", "json", "a.jsonl"]);
    assert_eq!(report["limits_changed"], json!([]));
    assert_eq!(told(&plain.run(&["calls", "a.jsonl"])), "");
}

#[test]
fn a_file_named_wins_over_the_users_and_the_command_line_over_both() {
    let home = Home::new(Some(STRICT.as_bytes()));
    home.write("lax.json", b"{\"limits\": {\"rtt_avg\": 400}}");
    assert_eq!(home.verdict(&["--config", "lax.json"]), "ok");
    home.write("ascii.json", b"{\"ascii\": true, \"mem\": \"1GB\"}");
    let cap = |more: &[&str]| {
        let arguments = [
            &[
                "check",
                "--format",
                "json",
                "a.jsonl",
                "--config",
                "ascii.json",
            ],
            more,
        ];
        home.json(&arguments.concat())["memory"]["cap"].clone()
    };
    assert_eq!(cap(&[]), 1_000_000_000);
    assert_eq!(cap(&["--mem", "2GB"]), 2_000_000_000_u64);
}

#[test]
fn a_file_named_that_cannot_be_used_ends_with_two() {
    let home = Home::new(None);
    home.write("bad.json", b"{\n  \"limits\": {\"rtt\": 1}\n}");
    let output = home.run(&["calls", "a.jsonl", "--config", "bad.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let text = told(&output);
    assert!(
        text.starts_with("callscope: bad.json:2: limits has no 'rtt'; allowed: jitter_avg"),
        "{text}"
    );
    assert_eq!(text.lines().count(), 1);
    for missing in ["none.json", "."] {
        let output = home.run(&["calls", "a.jsonl", "--config", missing]);
        assert_eq!(output.status.code(), Some(2), "{missing}");
        assert!(told(&output).starts_with(&format!("callscope: {missing}: ")));
    }
}

#[test]
fn a_users_file_that_cannot_be_used_is_told_and_the_answer_comes() {
    let home = Home::new(Some(b"{\n\"theme\": 3}"));
    let output = home.run(&["calls", "a.jsonl"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(!output.stdout.is_empty());
    let text = told(&output);
    assert!(
        text.contains("config.json:2: theme is 3; allowed: \"terminal\" or \"mono\""),
        "{text}"
    );
    assert_eq!(text.lines().count(), 1);
}

#[test]
fn bytes_of_a_hostile_file_reach_no_terminal_raw() {
    for text in [
        b"{\"\x1b]0;owned\x07\": 1}".as_slice(),
        b"{\"a\\u001b[31m\\u0007\\u202e\": 1}",
        b"{\"theme\": \"\\u001b[2J\"}",
        b"{\"limits\": {\"\\u009b31m\": 1}}",
        b"\xff\xfe{\x00",
        b"{\"theme\": \"\xff\x1b[2J\"}",
    ] {
        let home = Home::new(Some(text));
        home.write("bad.json", text);
        for arguments in [
            vec!["calls", "a.jsonl"],
            vec!["calls", "a.jsonl", "--config", "bad.json"],
        ] {
            let output = home.run(&arguments);
            let shown = told(&output);
            assert_eq!(shown.lines().count(), 1, "{shown:?}");
            let is_harmful = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
            assert!(!shown.contains(is_harmful), "{shown:?}");
        }
    }
    let deep = "[".repeat(200_000);
    let home = Home::new(Some(deep.as_bytes()));
    assert_eq!(home.run(&["calls", "a.jsonl"]).status.code(), Some(0));
    assert!(Path::new(&home.0.path().join("a.jsonl")).exists());
}
