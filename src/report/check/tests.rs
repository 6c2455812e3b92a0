//! The load report: accounts, places, exit codes, and what it says can be seen.

use super::*;
use crate::model::batch::Batch;
use crate::model::source::{Compression, FileFacts, Issue};
use crate::report::fixture::Record::{Operation, Stream, Summary};
use crate::report::fixture::{batch, check_json, store, store_of, written};
use serde_json::json;

/// A file of two records and a rejected line.
fn with_issue() -> Batch {
    let mut batch = batch(
        0,
        &[
            Summary(&[("call", "c"), ("participant", "p1"), ("sdk", "Redacted")]),
            Stream(&[("call", "x"), ("participant", "p2"), ("media", "audio")]),
        ],
    );
    batch.account.rejected = 1;
    batch.account.lines = 5;
    batch.issues.push(Issue {
        line: 3,
        offset: 812,
        length: 9,
        reason: "JSON ends early".to_owned(),
    });
    batch.facts = Some(FileFacts {
        form: "json-lines".to_owned(),
        compression: Compression::Gzip,
        encoding: "utf-8".to_owned(),
        size: 0,
    });
    batch
}

#[test]
fn json_is_as_the_contract_writes_it() {
    let mut store = store_of(&[with_issue()]);
    store.skipped.push(Skipped {
        path: "notes.txt".to_owned(),
        reason: "no JSON or CSV".to_owned(),
    });
    let (text, code) =
        written(|out| write_check(out, &store, 0.012_34, (Format::Json, Look::default())));
    let memory = format!(
        r#""memory":{{"cap":null,"bytes":{},"samples":"whole","is_over_cap":false}},"#,
        store.bytes()
    );
    assert_eq!(
        text.replace(&memory, ""),
        concat!(
            r#"{"files":[{"path":"a.jsonl","form":"json-lines","compression":"gzip","encoding":"utf-8","bytes":200,"lines":5,"#,
            r#""records":{"total":3,"loaded":2,"rejected":1},"categories":{"CallDiagnostics":1,"CallSummary":1},"repaired":0,"superseded":0,"#,
            r#""issues":[{"line":4,"offset":812,"reason":"JSON ends early"}],"issues_omitted":0,"error":null}],"#,
            r#""skipped":[{"path":"notes.txt","reason":"no JSON or CSV"}],"#,
            r#""totals":{"files":1,"bytes":200,"total":3,"loaded":2,"rejected":1,"categories":{"CallDiagnostics":1,"CallSummary":1}},"#,
            r#""model":{"calls":2,"participants":2,"endpoints":0,"streams":1,"operations":0,"samples":0,"surveys":0,"automation":0,"#,
            r#""recordings":0,"captions":0,"usage":0,"metrics":0,"superseded":0,"duplicates":0,"orphan_calls":1},"limits_changed":[],"seconds":0.012}"#,
            "\n"
        )
    );
    assert_eq!(code, exit::FOUND);
}

#[test]
fn the_exit_code_tells_all_some_or_none() {
    let good = store(&[Summary(&[("call", "c")])]);
    assert_eq!(exit_code(&good), exit::FINE);
    let mut cut = store(&[Summary(&[("call", "c")])]);
    cut.files[0].error = Some("gzip ends early".to_owned());
    assert_eq!(exit_code(&cut), exit::FOUND);
    assert_eq!(exit_code(&store_of(&[with_issue()])), exit::FOUND);
    assert_eq!(exit_code(&store(&[])), exit::UNUSABLE);
    assert_eq!(exit_code(&store_of(&[])), exit::UNUSABLE);
}

#[test]
fn files_and_totals_add_up() {
    let one = [Summary(&[("call", "c"), ("participant", "p1")])];
    let store = store_of(&[batch(0, &one), batch(1, &one)]);
    let report = check_json(&store);
    assert_eq!(
        report["totals"],
        json!({"files": 2, "bytes": 200, "total": 2, "loaded": 2, "rejected": 0, "categories": {"CallSummary": 2}})
    );
    assert_eq!(
        (&report["model"]["duplicates"], &report["model"]["calls"]),
        (&json!(1), &json!(1))
    );
}

#[test]
fn operations_without_a_call_are_counted_once() {
    let store = store(&[
        Operation(&[
            ("call", "c"),
            ("client", "k"),
            ("operation", "o1"),
            ("name", "Join"),
            ("time", "2026-01-01T00:10:00Z"),
        ]),
        Operation(&[
            ("client", "k"),
            ("operation", "o2"),
            ("name", "CallAgentInit"),
            ("time", "2026-01-01T00:00:00Z"),
        ]),
        Operation(&[
            ("client", "other"),
            ("operation", "o3"),
            ("name", "CallAgentInit"),
            ("time", "2026-01-01T00:00:00Z"),
        ]),
    ]);
    assert_eq!(check_json(&store)["model"]["operations"], 3);
}

#[test]
fn the_text_says_what_cannot_be_seen_and_where_lines_are_bad() {
    let mut batch = with_issue();
    batch.issues[0].reason = "bad \u{1b}[2J".to_owned();
    let store = store_of(&[batch]);
    let (text, _) = written(|out| write_check(out, &store, 0.9, (Format::Table, Look::default())));
    assert!(!text.contains('\u{1b}'));
    for part in [
        "a.jsonl json-lines.gzip",
        "1 files, 2 of 3 records loaded, 1 rejected, 2 calls, 0.9 s",
        "x 1 record could not be read: rejected: see the files",
        "? 1 call with a summary but no stream records: not judged, never \"good\"",
        "! 1 call without summary: orphan",
        "! 1 leg with SDK or OS redacted",
        ". CallClientOperations not loaded: no operations",
        ". CallSurvey not loaded: no user ratings",
        "a.jsonl:4: bad ",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(
        !text.contains("CallSummary not") && !text.contains("updates only"),
        "{text}"
    );
}

#[test]
fn a_file_says_how_many_of_its_rows_gave_way_to_newer_ones_elsewhere() {
    let version = |number: &'static str| {
        let leg = [("call", "c"), ("participant", "p1"), ("update", "yes")];
        [leg.as_slice(), &[("version", number)]].concat()
    };
    let operation = |time: &'static str| {
        let fields = [("client", "i"), ("operation", "o"), ("name", "Join")];
        [fields.as_slice(), &[("generated", time)]].concat()
    };
    let (old, new) = (operation("2026-01-01"), operation("2026-01-02"));
    let store = store_of(&[
        batch(0, &[Summary(&version("3")), Operation(&new)]),
        batch(
            1,
            &[
                Summary(&version("1")),
                Summary(&version("2")),
                Operation(&old),
            ],
        ),
    ]);
    let report = check_json(&store);
    let of_file = |at: usize| report["files"][at]["superseded"].clone();
    assert_eq!((of_file(0), of_file(1)), (json!(0), json!(3)));
    assert_eq!(report["model"]["superseded"], 3);
}
