//! The program as a command: its answers, in the folder of the fixtures and without a user's settings.

use assert_cmd::Command;
use serde_json::Value;
use std::path::Path;
use std::process::Output;

/// The program in the folder of the fixtures; neither settings nor state of whoever runs the tests are seen.
pub(crate) fn callscope(arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("callscope"));
    let nobody = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nobody");
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"));
    command.env("XDG_CONFIG_HOME", nobody.join("config"));
    command.env("XDG_STATE_HOME", nobody.join("state"));
    command.args(arguments);
    command
}

pub(crate) fn run(arguments: &[&str]) -> Output {
    callscope(arguments)
        .output()
        .expect("the program can be started")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("answers are UTF-8")
}

/// The JSON answer and the exit code.
pub(crate) fn answer(arguments: &[&str]) -> (Value, Option<i32>) {
    let output = run(arguments);
    assert!(!output.stdout.is_empty(), "{}", text(&output.stderr));
    let answer = serde_json::from_slice(&output.stdout).expect("an answer in JSON");
    (answer, output.status.code())
}
