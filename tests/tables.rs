//! Tables and pasted text: what is counted, what is told of broken rows, and what is shown of a row.

#[path = "load/loaded.rs"]
mod loaded;

#[path = "forms/pack.rs"]
mod packing;

use callscope::load::{Input, LoadOptions};
use loaded::{folder, load, load_bytes, pack, small};
use std::fs;
use std::sync::atomic::AtomicBool;

#[test]
#[rustfmt::skip]
fn counts_of_small_tables_and_pastes() {
    // (text, form, loaded, rejected, repaired, lines)
    let table: &[(&str, &str, u64, u64, u64, u64)] = &[
        ("CallId,MetricName\na,b\nc,d", "csv", 2, 0, 0, 3),
        ("\u{feff}CallId,MetricName\r\n\r\na,\"b\nb\"\r\n", "csv", 1, 0, 0, 4),
        ("sep=;\nCallId;MetricName\na;b\nCallId;MetricName\nc;d\n", "csv", 2, 0, 0, 5),
        ("#TYPE X\n\"CallId\",\"MetricName\"\n\"a\",\"b\"\n", "csv", 1, 0, 0, 3),
        ("CallId\tMetricName\na\tb\n", "tsv", 1, 0, 0, 2),
        ("CallId,MetricName\na\na,b,c\na,b\n", "csv", 1, 2, 0, 4),
        ("CallId,MetricName\na,\"b\nc,d\ne,f\n", "csv", 2, 1, 0, 4),
        ("CallId,MetricName\na,b\n\0\0\0\0", "csv", 1, 0, 0, 3),
        ("CallId,MetricName\na,b\nMediaType,StreamId\nc,d\n", "csv", 2, 0, 0, 4),
        ("{\"tables\":[{\"columns\":[{\"name\":\"CallId\"}],\"rows\":[[1],\n[2],[3,4]]}]}", "tables", 2, 1, 0, 2),
        ("{\"tables\":[{\"columns\":[{\"name\":\"CallId\"}],\"rows\":[[1],[2", "tables", 1, 1, 0, 1),
        ("[{\"FrameType\":\"DataTable\",\"TableKind\":\"QueryProperties\",\"Columns\":[{\"ColumnName\":\"CallId\"}],\"Rows\":[[1]]}]", "tables", 0, 0, 0, 1),
        ("\"properties\": {\n \"a\": 1\n \"b\": 2,\n}\n\"properties\" {\n \"a\": 3\n", "fragments", 1, 1, 1, 6),
        ("\"properties\": {\n \"a\": 1\n\n\"properties\": {\n \"a\": 3\n}", "fragments", 2, 0, 2, 6),
        ("\"properties\": {\n \"a\": 1,\n\n\"properties\": {\n \"a\": 3\n}", "fragments", 1, 1, 1, 6),
        ("\"callId\": \"c\",\n\"metricName\": \"m\"\n", "fragments", 1, 0, 1, 2),
        ("As follows:\n```\n\"properties\": {\"a\": \"{\"x\":1}\"\n}\n```\n", "fragments", 1, 1, 1, 5),
        ("{\n \"a\": 1\n \"b\": 2,\n}\n{\n \"a\": 3\n}\n", "json-objects", 2, 0, 1, 7),
        ("{\"a\":1}\n{\"a\":1,}\n{\"p\" {}}\n", "json-lines", 3, 0, 2, 3),
    ];
    for (text, form, loaded, rejected, repaired, lines) in table {
        let outcome = load_bytes(text.as_bytes());
        let file = &outcome.files[0];
        assert_eq!(file.facts.form, *form, "{text:?} {}", outcome.error());
        let account = file.account;
        let counts = (account.loaded, account.rejected, account.repaired, account.lines);
        assert_eq!(counts, (*loaded, *rejected, *repaired, *lines), "{text:?} {:?}", outcome.issues());
        assert_eq!(account.bytes, text.len() as u64, "{text:?}");
    }
}

#[test]
fn a_table_tells_its_broken_rows_with_line_and_reason() {
    let text = b"CallId,MetricName\na,\"b\nc\"\nx\n\"y\",\"open\nz,1\n\"u\"v,2\n";
    let loaded = load_bytes(text);
    let expected = [
        "4 1 cells where the head has 2",
        "5 a quote (column 5) is not closed where a cell ends",
        "7 a quote (column 1) is not closed where a cell ends",
    ];
    assert_eq!(loaded.issues(), expected);
    assert_eq!(loaded.account().loaded, 2);
    assert_eq!(loaded.files[0].line(&loaded.sources[1]), 6);
}

#[test]
fn rows_are_shown_again_with_the_names_of_their_columns() {
    let csv = "sep=;\nCallId;MetricName;Average\r\n\"a;\"\"b\";m;0,5\r\nc;d\u{e9};1\r\n";
    let legacy: Vec<u8> = csv.chars().map(|letter| letter as u8).collect();
    let named = [
        r#"{"CallId":"a;\"b","MetricName":"m","Average":"0,5"}"#,
        "{\"CallId\":\"c\",\"MetricName\":\"d\u{e9}\",\"Average\":\"1\"}",
    ];
    let tables = r#"{"tables":[{"columns":[{"name":"CallId"}],"rows":[["x"]]},{"columns":[{"name":"MetricName"}],"rows":[[1.50]]}]}"#;
    let pasted = "\"category\": \"CallSummary\",\n\"properties\" {\"a\": 1}\n";
    let never = AtomicBool::new(false);
    for (bytes, wanted) in [
        (csv.as_bytes(), &named[..]),
        (&legacy, &named),
        (&pack(csv.as_bytes()), &named),
        (
            tables.as_bytes(),
            &[r#"{"CallId":"x"}"#, r#"{"MetricName":1.50}"#],
        ),
        (pasted.as_bytes(), &["\"properties\" {\"a\": 1}"]),
        (b"{\"a\":1,}\n{}\n", &["{\"a\":1,}", "{}"]),
    ] {
        let folder = folder();
        let path = folder.path().join("log");
        assert!(fs::write(&path, bytes).is_ok());
        let loaded = load(vec![Input::Path(path)], small(1 << 20, 9));
        let mut sources = loaded.sources.clone();
        sources.sort();
        let shown = |source| loaded.records.read(source, &never).unwrap_or_default();
        assert_eq!(sources.iter().map(shown).collect::<Vec<_>>(), wanted);
    }
}

#[test]
fn a_pipe_gives_what_the_file_gives() {
    let folder = folder();
    let mut csv = "CallId,MetricName,TimeGenerated [UTC]\n".to_owned();
    for number in 0..2_000 {
        csv.extend([&*format!("c{number},\"m\n\",1/2/2024 1:02\n"), "x\n"]);
    }
    let row = |number| format!("[\"c{number}\",1],\n");
    let rows: Vec<String> = (0..2_000).map(row).collect();
    let tables = format!(
        "{{\"tables\":[{{\"columns\":[{{\"name\":\"CallId\"}},{{\"name\":\"MetricName\"}}],\"rows\":[{}[1]]}}]}}",
        rows.concat()
    );
    let block =
        |number| format!("\"correlationId\": \"c{number}\",\n\"properties\" {{\"a\": 1}}\n");
    let pasted: Vec<String> = (0..2_000).map(block).collect();
    for (at, text) in [csv, tables, pasted.concat()].into_iter().enumerate() {
        let (pipe, file) = (
            folder.path().join(format!("pipe{at}")),
            folder.path().join(format!("file{at}")),
        );
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.is_ok_and(|status| status.success()) && fs::write(&file, &text).is_ok());
        let path = pipe.clone();
        let writer = std::thread::spawn(move || fs::write(path, text).is_ok());
        let piped = load(vec![Input::Path(pipe)], LoadOptions::default());
        assert!(writer.join().is_ok_and(|wrote| wrote));
        let filed = load(vec![Input::Path(file)], LoadOptions::default());
        assert_eq!(piped.account(), filed.account());
        assert_eq!(piped.account().loaded, 2_000);
        assert_eq!(piped.issues(), filed.issues());
        let never = AtomicBool::new(false);
        let last = piped.sources[1_999];
        assert_eq!(
            piped.records.read(&last, &never),
            filed.records.read(&filed.sources[1_999], &never)
        );
    }
}

#[test]
fn records_inside_archives_are_found_again() {
    let folder = folder();
    let text = "{\"a\":1}\n{\"b\":2}\n".repeat(500);
    let path = "insights-logs-callsummary/PT1H.json";
    let entries = [
        packing::Entry::new("notes.txt", b"hi"),
        packing::Entry::new(path, text.as_bytes()),
    ];
    let files = [(path.to_owned(), text.into_bytes())];
    for bytes in [
        packing::zip(&entries),
        packing::tar(&files),
        packing::gzip(&packing::tar(&files)),
    ] {
        let archive = folder.path().join("logs.bin");
        assert!(fs::write(&archive, bytes).is_ok());
        let loaded = load(vec![Input::Path(archive)], LoadOptions::default());
        assert!(
            loaded.files[0]
                .name
                .ends_with("logs.bin!/insights-logs-callsummary/PT1H.json")
        );
        assert_eq!(loaded.files[0].categories.get("CallSummary"), Some(&1_000));
        let again = loaded
            .records
            .read(&loaded.sources[999], &AtomicBool::new(false));
        assert_eq!(again.as_deref(), Ok("{\"b\":2}"));
    }
}
