//! `--zone` on the real binary: typed times without a zone are of that one, and the answer says so.

use super::{answer, run, text};

const DEMO: &str = "../../assets/demo/logs.jsonl.gz";

fn table(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// The last line says how the time was read.
fn without_notes(table: &str) -> Vec<&str> {
    table
        .lines()
        .filter(|line| !line.starts_with('~'))
        .collect()
}

#[test]
fn a_rough_time_is_of_the_zone_asked_for_and_the_answer_says_which() {
    let utc = table(&["find", "~02:10", DEMO]);
    assert!(
        utc.contains("\n~02:10: about 02:10 UTC on any day loaded, +-15 min\n"),
        "{utc}"
    );
    let zone = table(&["find", "~03:10", "--zone", "Europe/Zurich", DEMO]);
    assert!(
        zone.contains("~03:10: about 03:10 Europe/Zurich on any day"),
        "{zone}"
    );
    let named = table(&["find", "~03:10 Zurich", "--zone", "Asia/Kolkata", DEMO]);
    assert!(
        named.contains("~03:10 Zurich: about 03:10 Europe/Zurich on any day"),
        "{named}"
    );
    assert_eq!(without_notes(&zone), without_notes(&utc));
    assert_eq!(without_notes(&named), without_notes(&utc));
}

#[test]
fn an_answer_in_json_says_on_standard_error_how_a_rough_time_was_read() {
    let arguments = [
        "find",
        "~03:10",
        "--zone",
        "Europe/Zurich",
        "--format",
        "json",
        DEMO,
    ];
    let output = run(&arguments);
    let told = text(&output.stderr);
    assert!(told.contains("~03:10: about 03:10 Europe/Zurich"), "{told}");
    let (found, _) = answer(&arguments);
    let (utc, _) = answer(&["find", "~02:10", "--format", "json", DEMO]);
    assert_eq!(found, utc);
}

#[test]
fn a_filter_may_name_the_zone_of_its_times() {
    let count = |arguments: &[&str]| {
        let (list, _) = answer(&[&["calls", "--format", "json"], arguments, &[DEMO]].concat());
        list.as_array().map_or(0, Vec::len)
    };
    let utc = count(&["--filter", "start:02:00..04:00"]);
    assert!(utc > 0);
    assert_eq!(
        count(&["--filter", "start:03:00..05:00", "--zone", "zurich"]),
        utc
    );
    assert_eq!(count(&["--filter", "start:03:00..05:00@Zurich"]), utc);
    assert_eq!(
        count(&["--filter", "~03:10 Zurich"]),
        count(&["--filter", "~02:10"])
    );
}

#[test]
fn groups_by_hour_are_of_the_zone_and_its_filter_counts_the_same() {
    for zone in ["Europe/Zurich", "America/St_Johns"] {
        for by in ["hour", "day", "weekday"] {
            let (groups, _) = answer(&[
                "groups", "--by", by, "--zone", zone, "--format", "json", DEMO,
            ]);
            assert_eq!(groups["zone"], zone);
            for row in groups["groups"].as_array().expect("groups").iter().take(2) {
                let filter = format!("{by}:{}", row["keys"][0].as_str().expect("a value"));
                let arguments = [
                    "calls", "--filter", &filter, "--zone", zone, "--format", "json", DEMO,
                ];
                let (calls, _) = answer(&arguments);
                let count = calls.as_array().map(|list| list.len() as u64);
                assert_eq!(count, row["calls"].as_u64(), "{filter} in {zone}");
            }
        }
    }
    let table = table(&["groups", "--by", "hour", "--zone", "zurich", DEMO]);
    assert!(table.starts_with("hour (Europe/Zurich)"), "{table}");
    let (groups, _) = answer(&[
        "groups", "--by", "sdk", "--zone", "zurich", "--format", "json", DEMO,
    ]);
    assert!(groups["zone"].is_null());
}
