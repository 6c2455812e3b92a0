//! The same forty calls in every form a user may hold give the same call list.

#[path = "forms/calls.rs"]
mod calls;
#[path = "forms/pack.rs"]
mod pack;
#[path = "forms/write.rs"]
mod write;

use calls::{ISO, Record, records};
use callscope::load::{Input, LoadOptions, Progress, start};
use callscope::model::store::Store;
use callscope::report::Format;
use callscope::report::calls::{ListOptions, write_calls};
use pack::{Entry, gzip, tar, zip};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::mpsc;
use write::{Dialect, File, by_category, csv, flat, frame, kusto, pasted, rest, storage};

/// Loads a folder with small reads, so that no form can count on seeing its text whole.
fn load(folder: &Path) -> Store {
    load_all(&[folder])
}

fn load_all(paths: &[&Path]) -> Store {
    let (send, receive) = mpsc::sync_channel(4);
    let options = LoadOptions {
        chunk: 8 << 10,
        step: 4_000,
        ..LoadOptions::default()
    };
    let inputs = paths
        .iter()
        .map(|path| Input::Path((*path).to_owned()))
        .collect();
    let running = start(inputs, options, move |news| send.send(news).is_ok());
    let mut store = Store::new();
    for news in receive {
        match news {
            Progress::Files { names, skipped, .. } => store.note_inputs(names, skipped),
            Progress::Batch { batch, .. } => store.absorb(&batch),
            Progress::Done { .. } => {}
        }
    }
    running.join();
    store.settle();
    store
}

fn call_list(store: &Store) -> Vec<Value> {
    let mut out = Vec::new();
    let options = ListOptions {
        format: Format::Json,
        ..ListOptions::default()
    };
    assert!(write_calls(&mut out, store, &options).is_ok());
    serde_json::from_slice(&out).expect("the call list is JSON")
}

fn lines(values: impl Iterator<Item = Value>, end: &str) -> Vec<u8> {
    values
        .map(|value| value.to_string() + end)
        .collect::<String>()
        .into_bytes()
}

/// One file of JSON.
fn one(value: &Value) -> Vec<File> {
    vec![("query_data.json".to_owned(), value.to_string().into_bytes())]
}

fn tables(records: &[Record], of: fn(&[&Record]) -> Value) -> Vec<Value> {
    by_category(records)
        .iter()
        .map(|(_, records)| of(records))
        .collect()
}

const PORTAL: Dialect = Dialect {
    separator: ',',
    line_end: "\r\n",
    time: "n/d/Y, t:m:s.f p",
    zone: " [UTC]",
    decimal: '.',
    quotes_all: false,
    head: "\u{feff}",
};

/// One file a category.
fn delimited(records: &[Record], dialect: &Dialect, encode: fn(&str) -> Vec<u8>) -> Vec<File> {
    let file = |(category, records): &(&str, Vec<&Record>)| {
        (format!("{category}.csv"), encode(&csv(records, dialect)))
    };
    by_category(records).iter().map(file).collect()
}

/// A container of each category, as in a storage account.
fn containers(records: &[Record]) -> Vec<File> {
    let path = |category: &str| {
        let container = category.to_ascii_lowercase();
        format!("insights-logs-{container}/resourceId%3D/y=2024/m=05/d=09/h=17/m=00/PT1H.json")
    };
    let all = by_category(records);
    all.iter()
        .map(|(category, records)| {
            (
                path(category),
                lines(records.iter().map(|r| storage(r)), "\r\n"),
            )
        })
        .collect()
}

fn text(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

/// Every form by its name.
fn forms(records: &[Record]) -> Vec<(&'static str, Vec<File>)> {
    let stored: Vec<Value> = records.iter().map(storage).collect();
    let wrapped: Vec<Value> = stored
        .chunks(7)
        .map(|some| json!({"records": some}))
        .collect();
    let all = |bytes: Vec<u8>| vec![("all.json".to_owned(), bytes)];
    let mut forms = storage_forms(records, &stored, &wrapped);
    forms.extend([
        ("c: data export", vec![("am-x/PT05M.json".to_owned(), lines(records.iter().map(flat), "\n"))]),
        ("c: data export to an event hub", one(&json!({"records": records.iter().map(flat).collect::<Vec<_>>()}))),
        ("d: az", one(&records.iter().map(write::az).collect())),
        ("d: az, redirected by PowerShell", all(write::utf16(&format!("{:#}", records.iter().map(write::az).collect::<Value>())))),
        ("e: query api", one(&json!({"tables": tables(records, rest)}))),
        ("e: pretty query api", all(text(&format!("{:#}", json!({"tables": tables(records, rest)}))))),
        ("e: batch", one(&json!({"responses": tables(records, rest).iter().map(|table| json!({"id": "1", "status": 200, "body": {"tables": [table]}})).collect::<Vec<_>>()}))),
        ("e: sdk", one(&json!({"statistics": null, "visualization": null, "tables": tables(records, rest)}))),
        ("g: Kusto v1", one(&json!({"Tables": ([tables(records, kusto), vec![kusto_status()]].concat())}))),
        ("g: Kusto v2", one(&Value::Array([
            vec![json!({"FrameType": "DataSetHeader", "Version": "v2.0"}), frame(&[], "QueryProperties")],
            tables(records, |records| frame(records, "PrimaryResult")),
            vec![json!({"FrameType": "DataSetCompletion", "HasErrors": false})],
        ].concat()))),
    ]);
    forms.extend(cell_forms(records));
    forms.extend(other_forms(records, &stored));
    forms
}

fn kusto_status() -> Value {
    let names = [
        "Timestamp",
        "Severity",
        "StatusDescription",
        "Count",
        "ActivityId",
    ];
    let columns: Vec<Value> = names
        .iter()
        .map(|name| json!({"ColumnName": name}))
        .collect();
    json!({"TableName": "Table_1", "Columns": columns, "Rows": [["2024-05-09T17:06:50Z", 4, "done", 1, "x"]]})
}

fn storage_forms(
    records: &[Record],
    stored: &[Value],
    wrapped: &[Value],
) -> Vec<(&'static str, Vec<File>)> {
    let all = |bytes: Vec<u8>| vec![("all.json".to_owned(), bytes)];
    vec![
        ("a: storage", containers(records)),
        ("a: json lines", all(lines(stored.iter().cloned(), "\n"))),
        ("a: old wrapper", one(&json!({"records": stored}))),
        (
            "b: one message a file",
            wrapped
                .iter()
                .enumerate()
                .map(|(at, value)| (format!("{at}.json"), value.to_string().into_bytes()))
                .collect(),
        ),
        (
            "b: messages a line",
            all(lines(wrapped.iter().cloned(), "\n")),
        ),
        ("b: array of messages", one(&json!(wrapped))),
    ]
}

fn cell_forms(records: &[Record]) -> Vec<(&'static str, Vec<File>)> {
    let shell = Dialect {
        quotes_all: true,
        time: "n/d/Y t:m:s.f p",
        zone: "",
        head: "#TYPE System.Management.Automation.PSCustomObject\r\n",
        ..PORTAL
    };
    let excel = Dialect {
        separator: ';',
        decimal: ',',
        time: "D.M.Y h:m:s.f",
        head: "sep=;\r\n",
        ..PORTAL
    };
    let kusto = Dialect {
        line_end: "\n",
        time: ISO,
        zone: "",
        head: "",
        ..PORTAL
    };
    vec![
        ("f: portal", delimited(records, &PORTAL, text)),
        (
            "f: portal, day first",
            delimited(
                records,
                &Dialect {
                    time: "D/M/Y h:m:s.f",
                    ..PORTAL
                },
                text,
            ),
        ),
        (
            "f: portal, local",
            delimited(
                records,
                &Dialect {
                    zone: " [Local Time]",
                    ..PORTAL
                },
                text,
            ),
        ),
        ("f: PowerShell", delimited(records, &shell, text)),
        (
            "f: PowerShell 5, UTF-16",
            delimited(records, &Dialect { head: "", ..shell }, write::utf16),
        ),
        ("f: Excel", delimited(records, &excel, write::windows_1252)),
        (
            "f: Excel, no sep",
            delimited(records, &Dialect { head: "", ..excel }, text),
        ),
        (
            "f: tabs",
            delimited(
                records,
                &Dialect {
                    separator: '\t',
                    ..kusto
                },
                text,
            ),
        ),
        ("f: Kusto", delimited(records, &kusto, text)),
        (
            "f: joined",
            vec![(
                "all.csv".to_owned(),
                delimited(records, &PORTAL, text)
                    .into_iter()
                    .flat_map(|(_, bytes)| bytes)
                    .collect(),
            )],
        ),
    ]
}

fn other_forms(records: &[Record], stored: &[Value]) -> Vec<(&'static str, Vec<File>)> {
    let all = |bytes: Vec<u8>| vec![("all.json".to_owned(), bytes)];
    let files = containers(records);
    let entries: Vec<Entry> = files
        .iter()
        .map(|(name, bytes)| Entry::new(name, bytes))
        .collect();
    let packed_text = |value: &Value| {
        let mut value = value.clone();
        value["properties"] = json!(value["properties"].to_string());
        value
    };
    let pretty: Vec<String> = stored.iter().map(|value| format!("{value:#}\n")).collect();
    let pretty = pretty.concat();
    vec![
        (
            "h: pretty array",
            all(text(&format!("{:#}", json!(stored)))),
        ),
        ("h: concatenated", all(text(&pretty))),
        (
            "h: commas behind lines",
            all(lines(stored.iter().cloned(), ",\n")),
        ),
        (
            "h: blank lines",
            all(lines(stored.iter().cloned(), "\r\n\r\n")),
        ),
        (
            "h: zeros behind",
            all([lines(stored.iter().cloned(), "\n"), vec![0; 5_000]].concat()),
        ),
        (
            "h: properties as text",
            all(lines(stored.iter().map(packed_text), "\n")),
        ),
        (
            "h: rows inside properties",
            all(lines(
                records.iter().map(|r| json!({"properties": flat(r)})),
                "\n",
            )),
        ),
        (
            "h: one object a file",
            stored
                .iter()
                .enumerate()
                .map(|(at, value)| (format!("{at}.json"), format!("{value:#}").into_bytes()))
                .collect(),
        ),
        (
            "h: gzip",
            files
                .iter()
                .map(|(name, bytes)| (format!("{name}.gz"), gzip(bytes)))
                .collect(),
        ),
        (
            "h: gzip of csv",
            delimited(records, &PORTAL, |text| gzip(text.as_bytes())),
        ),
        ("h: utf-16", all(write::utf16(&pretty))),
        ("h: zip", vec![("logs.zip".to_owned(), zip(&entries))]),
        (
            "h: zip of csv",
            vec![(
                "logs.zip".to_owned(),
                zip(&delimited(records, &PORTAL, text)
                    .iter()
                    .map(|(name, bytes)| Entry::new(name, bytes))
                    .collect::<Vec<_>>()),
            )],
        ),
        ("h: tar", vec![("logs.tar".to_owned(), tar(&files))]),
        (
            "h: tar.gz",
            vec![("logs.tgz".to_owned(), gzip(&tar(&files)))],
        ),
        ("h: pasted", all(text(&pasted(records)))),
    ]
}

#[test]
fn the_same_calls_in_every_form_are_the_same_calls() {
    let records = records();
    let mut wanted: Option<Vec<Value>> = None;
    for (name, files) in forms(&records) {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for (path, bytes) in files {
            let path = folder.path().join(path);
            let parent = path.parent().unwrap_or(folder.path());
            assert!(fs::create_dir_all(parent).is_ok() && fs::write(&path, bytes).is_ok());
        }
        let store = load(folder.path());
        let sum = store.account();
        assert!(sum.is_balanced(), "{name}");
        for file in &store.files {
            assert_eq!(file.error, None, "{name}: {}", file.name);
            let issues: Vec<_> = file.issues.iter().take(3).collect();
            assert!(issues.is_empty(), "{name}: {} {issues:?}", file.name);
        }
        assert_eq!(
            sum.loaded,
            records.len() as u64,
            "{name} {:?}",
            store.skipped
        );
        let mut calls = call_list(&store);
        assert_eq!(calls.len(), 40, "{name}");
        calls.sort_by_key(|call| call["call_id"].to_string());
        let wanted = wanted.get_or_insert_with(|| calls.clone());
        for (call, wanted) in calls.iter().zip(wanted.iter()) {
            assert_eq!(call, wanted, "{name}");
        }
    }
}

#[test]
fn the_order_of_day_and_month_is_told_by_the_whole_column() {
    let row = |date: &str| format!("c,{date} 01:02:03,p,0\n");
    let head = "CorrelationId,CallStartTime [UTC],ParticipantId,ParticipantEndReason\n";
    let early: String = (1..12)
        .map(|day| row(&format!("{day:02}/05/2024")))
        .collect();
    for (last, wanted, note) in [
        (
            row("13/05/2024"),
            "2024-05-01T01:02:03.000Z",
            "dates: day first",
        ),
        (row("05/13/2024"), "2024-01-05T01:02:03.000Z", ""),
        (
            row("12/05/2024"),
            "2024-01-05T01:02:03.000Z",
            "dates: month first or day first, read as month first (--dates decides)",
        ),
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("query_data.csv");
        assert!(fs::write(path, format!("{head}{}{last}", early.repeat(2_000))).is_ok());
        let store = load(folder.path());
        assert_eq!(call_list(&store)[0]["start"], wanted);
        assert_eq!(store.files[0].notes.join(" "), note);
    }
}

#[test]
fn text_pasted_from_the_docs_gives_the_calls_of_the_docs() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let pasted = load(&fixtures.join("pasted.txt"));
    let whole = ["summary.jsonl", "diagnostics.jsonl"].map(|name| fixtures.join(name));
    let whole = load_all(&[&whole[0], &whole[1]]);
    assert_eq!(call_list(&pasted), call_list(&whole));
    let file = &pasted.files[0];
    let account = file.account;
    assert_eq!(
        (account.loaded, account.repaired, account.rejected),
        (15, 15, 1)
    );
    // The last block has no end in the original.
    let issue = &file.issues[0];
    assert_eq!(file.issue_line(issue), 268);
    assert_eq!(issue.reason, "cut off: the object is not closed");
}
