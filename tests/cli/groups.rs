//! `groups`: the same numbers as `calls` gives, every format, and what is said of wrong words.

use super::{answer, run, text};
use serde_json::Value;
use std::collections::BTreeMap;

const DEMO: &str = "../../assets/demo/logs.jsonl.gz";

/// Calls, bad, burst, ok, not judged; the values of the measure.
type Sums = ([u64; 5], Vec<f64>);

/// What the calls that `calls` lists add up to, by the words of a field.
fn recount(field: &str, metric: &str) -> BTreeMap<Option<String>, Sums> {
    let output = run(&["calls", "--format", "jsonl", DEMO]);
    let mut found: BTreeMap<Option<String>, Sums> = BTreeMap::new();
    for line in text(&output.stdout).lines() {
        let call: Value = serde_json::from_str(line).expect("a call");
        let word = |value: &Value| value.as_str().map(str::to_owned);
        let keys: Vec<Option<String>> = match &call[field] {
            Value::Array(list) if list.is_empty() => vec![None],
            Value::Array(list) => list.iter().map(word).collect(),
            value => vec![word(value)],
        };
        let classes = ["bad", "burst", "ok", "not_judged"];
        for key in keys {
            let (counts, values) = found.entry(key).or_default();
            counts[0] += 1;
            for (count, class) in counts[1..].iter_mut().zip(classes) {
                *count += u64::from(call["verdict"] == class);
            }
            values.extend(call[metric].as_f64());
        }
    }
    found
}

/// Of so many values the one that a share of them does not pass.
fn rank(values: &[f64], share: f64) -> Option<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let place = (share * values.len() as f64).ceil() as usize;
    values.get(place.saturating_sub(1)).copied()
}

/// What sums of shares may differ by.
const NEAR: f64 = 1e-12;

#[test]
fn groups_add_up_to_what_calls_lists() {
    let fields = [
        ("sdk", "sdk"),
        ("os", "os"),
        ("type", "type"),
        ("code", "end_codes"),
        ("verdict", "verdict"),
    ];
    for (by, field) in fields {
        let wanted = recount(field, "loss_avg");
        let arguments = [
            "groups", "--by", by, "--metric", "loss_avg", "--format", "json", DEMO,
        ];
        let (groups, code) = answer(&arguments);
        assert_eq!(code, Some(0));
        assert_eq!(groups["by"], serde_json::json!([by]));
        let rows = groups["groups"].as_array().expect("groups");
        assert_eq!(rows.len(), wanted.len(), "{by}");
        for row in rows {
            let key = row["keys"][0].as_str().map(str::to_owned);
            let (counts, values) = &wanted[&key];
            let names = ["calls", "bad", "burst", "ok", "not_judged"];
            let found = names.map(|name| row[name].as_u64().unwrap_or(u64::MAX));
            assert_eq!(found, *counts, "{by} {key:?}");
            assert_eq!(row["metric"], "loss_avg");
            assert_eq!(row["p50"].as_f64(), rank(values, 0.5), "{by} {key:?}");
            assert_eq!(row["p95"].as_f64(), rank(values, 0.95), "{by} {key:?}");
            let judged = counts[0] - counts[4];
            let share = (judged > 0).then(|| counts[1] as f64 / judged as f64);
            // A decimal number need not read back to the last bit.
            let number = |name: &str| row[name].as_f64();
            assert_eq!(number("bad_share").is_some(), share.is_some());
            if let Some(share) = share {
                assert!(number("bad_share").is_some_and(|told| (told - share).abs() < NEAR));
                assert!(number("low").is_some_and(|low| low <= share + NEAR));
                assert!(number("high").is_some_and(|high| high >= share - NEAR));
            }
        }
        let all: u64 = recount("type", "loss_avg")
            .values()
            .map(|(counts, _)| counts[0])
            .sum();
        assert_eq!(groups["overall"]["calls"].as_u64(), Some(all));
    }
}

#[test]
fn a_code_is_counted_by_user() {
    let arguments = [
        "groups",
        "--by",
        "user",
        "--count",
        "code=410/3112",
        "--sort",
        "unlikely",
        "--limit",
        "1",
        "--format",
        "json",
        DEMO,
    ];
    let (groups, code) = answer(&arguments);
    assert_eq!(
        (code, &groups["counted"]),
        (Some(0), &"code=410/3112".into())
    );
    let first = &groups["groups"][0];
    assert_eq!(
        (first["met"].as_u64(), first["calls"].as_u64()),
        (Some(6), Some(7))
    );
    assert!(
        first["chance_log10"]
            .as_f64()
            .is_some_and(|power| power < -6.0)
    );
    assert!(
        groups["groups_omitted"]
            .as_u64()
            .is_some_and(|more| more > 0)
    );
    let table = text(&run(&["groups", "--by", "user", "--count", "code=410/3112", DEMO]).stdout);
    assert!(
        table.starts_with("1 user, most calls: likely firewall or set-up\n"),
        "{table}"
    );
}

#[test]
fn every_format_has_every_group() {
    let count = |format: &str, more: usize| {
        let output = run(&["groups", "--by", "sdk,type", "--format", format, DEMO]);
        assert_eq!(output.status.code(), Some(0));
        text(&output.stdout).lines().count() - more
    };
    let groups = count("jsonl", 0);
    assert!(groups > 8);
    // Heads, all calls, and notes.
    assert_eq!(
        [count("csv", 1), count("md", 3), count("table", 4)],
        [groups; 3]
    );
}

#[test]
fn wrong_words_name_what_was_meant() {
    for (arguments, wanted) in [
        (
            &["--by", "sdks"][..],
            "no dimension 'sdks'; did you mean sdk?",
        ),
        (&["--by", "sdk,os,user"], "one or two dimensions"),
        (
            &["--by", "sdk", "--metric", "rtt_av"],
            "no measure 'rtt_av'; did you mean rtt_avg?",
        ),
        (
            &["--by", "sdk", "--sort", "shar"],
            "no order 'shar'; did you mean share?",
        ),
        (&["--by", "sdk", "--sort", "share:up"], "'up' is no order"),
        (
            &["--by", "user", "--count", "410/3112"],
            "write a dimension and a value",
        ),
        (
            &["--by", "user", "--count", "code=410/311"],
            "did you mean 410/3112?",
        ),
    ] {
        let output = run(&[&["groups"], arguments, &[DEMO]].concat());
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(wanted) && said.lines().count() == 1, "{said}");
        assert!(output.stdout.is_empty());
    }
}
