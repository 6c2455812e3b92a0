//! `--filter`, `--since` and `--until` on the real binary.

use super::{answer, calls, run, text};

#[test]
fn a_filter_leaves_calls_out_and_says_how_many() {
    let all = calls("summary.jsonl");
    let kept = |filter: &str| {
        let (list, _) = answer(&[
            "calls",
            "--format",
            "json",
            "--filter",
            filter,
            "summary.jsonl",
        ]);
        list.as_array().map_or(0, Vec::len)
    };
    assert!(!all.is_empty());
    assert_eq!(kept("legs>=0"), all.len());
    let groups = all.iter().filter(|call| call["type"] == "Group").count();
    assert_eq!(kept("type=Group") + kept("not type=Group"), all.len());
    assert_eq!(kept("type=Group"), groups);
    assert_eq!(
        kept(&format!(
            "call={}",
            all[0]["call_id"].as_str().expect("an id")
        )),
        1
    );
    let output = run(&["calls", "--filter", "legs>999", "summary.jsonl"]);
    let told = text(&output.stderr);
    assert!(
        told.contains(&format!("leaves out {0} of {0} calls", all.len())),
        "{told}"
    );
}

#[test]
fn a_wrong_filter_is_wrong_usage_and_marks_its_token() {
    let output = run(&["calls", "--filter", "legs=2 verdcit=bad", "summary.jsonl"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let told = text(&output.stderr);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(
        lines[0],
        "callscope: --filter: expected a field; did you mean verdict?"
    );
    assert_eq!(lines[1..], ["  legs=2 verdcit=bad", "         ^^^^^^^"]);
    let output = run(&["calls", "--since", "yesterday", "summary.jsonl"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn times_limit_calls_to_those_that_overlap() {
    let all = calls("summary.jsonl").len();
    let within = |since: &str, until: &str| {
        let (list, _) = answer(&[
            "calls",
            "--format",
            "json",
            "--since",
            since,
            "--until",
            until,
            "summary.jsonl",
        ]);
        list.as_array().map_or(0, Vec::len)
    };
    assert_eq!(within("1990-01-01", "2990-01-01"), all);
    assert_eq!(within("2990-01-01", "2990-01-02"), 0);
    assert_eq!(within("-20000d", "2990-01-01"), all);
}
