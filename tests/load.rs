//! Loading from the outside: the same rows and the same accounts whatever way the bytes come.

#[path = "load/loaded.rs"]
mod loaded;

use callscope::load::{Input, LoadOptions, Progress, start};
use callscope::model::id::FileIx;
use callscope::model::rows::Media;
use callscope::model::source::{Account, FileFacts};
use loaded::{Loaded, folder, load, load_bytes, load_bytes_with, pack, small};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc;

fn record(number: usize) -> String {
    format!(
        r#"{{"time":"2024-05-09T17:06:50Z","category":"CallDiagnostics","correlationId":"c{}","properties":{{"participantId":"p{number}","endpointType":"VoIP","mediaType":"Video","streamId":"{number}","jitterAvg":"{number}"}}}}"#,
        number / 7
    )
}

fn fixture(name: &str) -> Loaded {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name);
    load(vec![Input::Path(path)], LoadOptions::default())
}

#[test]
fn fixtures_in_every_form_tell_the_same() {
    for name in ["diagnostics.jsonl", "diagnostics.records.json"] {
        let loaded = fixture(name);
        let file = &loaded.files[0];
        assert_eq!(file.error, None, "{name}");
        assert_eq!(file.account.rejected, 0, "{name}");
        assert_eq!(
            file.categories,
            BTreeMap::from([("CallDiagnostics".to_owned(), file.account.loaded)])
        );
        assert!(file.account.loaded >= 6);
        assert!(loaded.streams.iter().any(|row| row.media == Media::Video));
    }
}

#[test]
fn a_published_summary_is_read() {
    let loaded = fixture("summary.jsonl");
    let file = &loaded.files[0];
    assert_eq!((file.account.rejected, &file.error), (0, &None));
    assert_eq!(
        file.categories,
        BTreeMap::from([("CallSummary".to_owned(), file.account.lines)])
    );
}

#[test]
#[rustfmt::skip]
fn counts_of_small_texts() {
    // (text, form, loaded, rejected, lines)
    let table: &[(&str, &str, u64, u64, u64)] = &[
        ("", "empty", 0, 0, 0),
        ("\n \r\n\0\0\0", "empty", 0, 0, 3),
        ("{\"a\":1}\n{\"a\":2}\n", "json-lines", 2, 0, 2),
        ("{\"a\":1}\r\n\r\n{\"a\":2}", "json-lines", 2, 0, 3),
        ("\u{feff}{\"a\":1},\n{\"a\":2} , \n", "json-lines", 2, 0, 2),
        ("{\"a\":1}\n42\nnull\n\"x\"\n[]\n", "json-lines", 1, 3, 5),
        ("{\"a\":1}\n{\"a\":\n", "json-lines", 1, 1, 2),
        ("{\"a\":1}\n{\"a\":1}{\"a\":2}\n", "json-lines", 1, 1, 2),
        ("{\"a\":1}\n,\n", "json-lines", 1, 1, 2),
        ("{\"a\":1}\n\0\0\0{\"a\":2}\0\0", "json-lines", 2, 0, 2),
        ("{\"records\":[{},{}]}\n{\"records\":[{},1]}\n{\"records\":[]}\n{}\n", "json-lines", 4, 1, 4),
        ("{\"records\":[{},{}]}", "records", 2, 0, 1),
        ("{\n\"records\": [\n  {\"a\":1},\n  {\"a\":2}\n]\n}\n", "records", 2, 0, 6),
        ("{\"records\":[{}],\"more\":{\"x\":[\"}\"]}}{\"records\":[{}]}", "records", 2, 0, 1),
        ("[{},{},{}]", "json-array", 3, 0, 1),
        ("[\n{\"records\":[{},{}]},\n{\"records\":[{}]}\n]", "json-array", 3, 0, 4),
        ("[{\"x\":1,\"records\":[{},{}]},{}]", "json-array", 3, 0, 1),
        ("[1,\"a,b\",null,{}]", "json-array", 1, 3, 1),
        ("[{\"a\":1},{\"b\":nope},{\"c\":3}]", "json-array", 2, 1, 1),
        ("[{\"a\":1},{\"b\" 2},{\"c\":3}]", "json-array", 2, 1, 1),
        ("[{\"a\":1,{\"b\":2},{\"c\":3}]", "json-array", 2, 1, 1),
        ("[\n {\"a\":\"open},\n {\"b\":2},\n {\"c\":3}\n]", "json-array", 2, 1, 5),
        ("{\n \"a\": {\n  \"b\": 1\n }\n}\n{\n \"a\": 2\n}\n", "json-objects", 2, 0, 8),
        ("{\n \"a\": {\n  \"b\": 1\n\n{\n \"a\": 2\n}\n", "json-objects", 1, 1, 7),
        ("{\"a\":1}{\"b\":2} {\"c\":3}", "json-objects", 3, 0, 1),
        ("{\"a\":1", "json-objects", 0, 1, 1),
        ("{\"a\":1e999,\"b\":\"\\ud800\"}", "json-lines", 1, 0, 1),
    ];
    for (text, form, loaded, rejected, lines) in table {
        let outcome = load_bytes(text.as_bytes());
        let file = &outcome.files[0];
        assert_eq!(file.facts.form, *form, "{text:?}");
        let counts = (file.account.loaded, file.account.rejected, file.account.lines);
        assert_eq!(counts, (*loaded, *rejected, *lines), "{text:?} {:?}", outcome.issues());
        assert_eq!(file.account.bytes, text.len() as u64, "{text:?}");
        assert_eq!(file.error, None, "{text:?}");
    }
}

#[test]
fn what_is_rejected_is_told_with_line_and_reason() {
    let text = b"{\"a\":1}\n\n{\"a\":\n{\"b\":\"\xff\"}\n{\"c\" 1}\n7\n{\"d\":[[";
    let loaded = load_bytes(text);
    let expected = [
        "3 JSON ends early",
        "4 not UTF-8 (column 7)",
        "5 a colon expected (column 6)",
        "6 not a JSON object (column 1)",
        "7 JSON ends early",
    ];
    assert_eq!(loaded.issues(), expected);
    assert_eq!(loaded.files[0].issues[1].offset, 15);
}

#[test]
fn nesting_has_a_limit_and_says_so() {
    let deep = format!("{{}}\n{{\"a\":{}1{}}}\n", "[".repeat(500), "]".repeat(500));
    let loaded = load_bytes(deep.as_bytes());
    assert_eq!(loaded.account().loaded, 1);
    assert!(loaded.issues()[0].contains("128"));
}

#[test]
fn large_files_are_read_in_parts_with_exact_lines_and_texts() {
    let mut text = String::new();
    for number in 0..3_000 {
        text += &record(number);
        text += if number % 5 == 0 { "\r\n\n" } else { "\n" };
        if number % 100 == 0 {
            text += "{\"broken\":\n";
        }
    }
    for (chunk, step) in [(1 << 20, 1 << 18), (4_096, 333), (100, 7)] {
        let loaded = load_bytes_with(text.as_bytes(), small(chunk, step));
        let account = loaded.account();
        assert_eq!((account.loaded, account.rejected), (3_000, 30));
        assert_eq!(account.bytes, text.len() as u64);
        assert_eq!(account.lines, text.lines().count() as u64);
        assert_eq!(loaded.read, loaded.bytes);
        for source in loaded.sources.iter().step_by(97) {
            let line = loaded.files[0].line(source) as usize;
            let start = source.offset as usize;
            let record = &text[start..start + source.length as usize];
            assert_eq!(text.lines().nth(line - 1).map(str::trim), Some(record));
        }
    }
}

#[test]
fn packed_forms_give_the_same_and_a_cut_one_keeps_its_start() {
    let text: String = (0..500).map(|number| record(number) + "\n").collect();
    let half = text.len() / 2;
    let two = [
        pack(&text.as_bytes()[..half]),
        pack(&text.as_bytes()[half..]),
    ]
    .concat();
    let padded = [two.clone(), vec![0; 1_000]].concat();
    for bytes in [pack(text.as_bytes()), two, padded] {
        let loaded = load_bytes(&bytes);
        assert_eq!(loaded.error(), "");
        assert_eq!(loaded.account().loaded, 500);
        assert_eq!(loaded.files[0].facts.compression.name(), "gzip");
        assert_eq!(loaded.read, bytes.len() as u64);
    }
    let whole = pack(text.as_bytes());
    let loaded = load_bytes(&whole[..whole.len() * 2 / 3]);
    assert_eq!(loaded.error(), "gzip: cut short");
    let account = loaded.account();
    assert!(account.loaded > 100 && account.loaded < 500 && account.is_balanced());
}

#[test]
fn utf16_is_read_and_its_records_are_found_again() {
    let text = format!("\u{feff}{}\r\n{}\r\n", record(1), record(2));
    for big_endian in [false, true] {
        let bytes: Vec<u8> = text
            .encode_utf16()
            .flat_map(|unit| {
                if big_endian {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect();
        let folder = folder();
        let path = folder.path().join("log.json");
        assert!(fs::write(&path, &bytes).is_ok());
        let loaded = load(vec![Input::Path(path)], LoadOptions::default());
        assert_eq!(loaded.account().loaded, 2);
        assert!(loaded.files[0].facts.encoding.starts_with("utf-16"));
        let again = loaded
            .records
            .read(&loaded.sources[1], &AtomicBool::new(false));
        assert_eq!(again, Ok(record(2)));
    }
}

#[test]
fn records_are_read_again_and_a_changed_file_is_told() {
    let text: String = (0..50).map(|number| record(number) + "\n").collect();
    let never = AtomicBool::new(false);
    let folder = folder();
    for (name, bytes) in [
        ("a.json", text.clone().into_bytes()),
        ("a.gz", pack(text.as_bytes())),
    ] {
        let path = folder.path().join(name);
        assert!(fs::write(&path, &bytes).is_ok());
        let loaded = load(vec![Input::Path(path.clone())], LoadOptions::default());
        for (number, source) in loaded.sources.iter().enumerate() {
            assert_eq!(loaded.records.read(source, &never), Ok(record(number)));
        }
        let last = loaded.sources[49];
        assert!(fs::write(&path, "short").is_ok());
        let again = loaded.records.read(&last, &never);
        assert!(again.is_err_and(|error| error.contains("changed")));
        assert!(fs::remove_file(&path).is_ok());
        assert!(loaded.records.read(&last, &never).is_err());
    }
    let path = folder.path().join("b.json");
    assert!(fs::write(&path, b"{}\n{\"a\":\xff\x00}\n").is_ok());
    let loaded = load(vec![Input::Path(path)], LoadOptions::default());
    let issue = &loaded.files[0].issues[0];
    let lines = loaded
        .records
        .read_lines(FileIx(0), issue.offset, issue.length, &never);
    assert_eq!(lines.as_deref(), Ok("{\"a\":\\xff\\x00}"));
}

#[test]
fn folders_are_searched_and_what_is_no_log_is_named() {
    let folder = folder();
    let root = folder.path();
    let deep = root.join("insights-logs-callsummary/y=2024/m=05/h=17/m=00");
    assert!(fs::create_dir_all(&deep).is_ok());
    let write = |path: &Path, bytes: &[u8]| assert!(fs::write(path, bytes).is_ok());
    write(&deep.join("PT1H.json"), b"{\"properties\":{}}\n");
    write(&root.join("notes.txt"), b"call me\n");
    write(&root.join("picture.png"), b"\x89PNG\r\n");
    write(&root.join("all.parquet"), b"PAR1");
    write(&root.join("empty.json"), b"");
    assert!(fs::hard_link(deep.join("PT1H.json"), root.join("same.json")).is_ok());
    assert!(std::os::unix::fs::symlink(root, root.join("loop")).is_ok());
    let pipe = root.join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()));
    let loaded = load(vec![Input::Path(root.to_owned())], LoadOptions::default());
    assert_eq!(loaded.files.len(), 2);
    assert!(loaded.files[0].name.ends_with("empty.json"));
    assert_eq!(loaded.files[1].categories.get("CallSummary"), Some(&1));
    let reasons: Vec<String> = loaded
        .skipped
        .iter()
        .map(|skipped| {
            let name = Path::new(&skipped.path).file_name().unwrap_or_default();
            format!("{}: {}", name.to_string_lossy(), skipped.reason)
        })
        .collect();
    for (name, part) in [
        ("all.parquet", "export"),
        ("loop", "link back"),
        ("notes.txt", "no JSON or CSV"),
        ("picture.png", "PNG"),
        ("pipe", "pipe"),
        ("same.json", "the same file as"),
    ] {
        let is_told = |reason: &&String| reason.starts_with(name) && reason.contains(part);
        assert!(reasons.iter().any(|reason| is_told(&reason)), "{reasons:?}");
    }
    assert_eq!(reasons.len(), 6);
}

#[test]
fn what_is_named_by_hand_and_is_no_log_is_an_error() {
    for (bytes, part) in [
        (&b"hello\n"[..], "no JSON or CSV"),
        (b"PK\x03\x04", "zip archive"),
        (b"a\tb\tc\td\te\nf\tg\th\ti\tj\n", "names of its columns"),
        (b"\xff\xfe\0\0", "UTF-32"),
    ] {
        let loaded = load_bytes(bytes);
        assert!(loaded.error().contains(part), "{}", loaded.error());
        assert_eq!(loaded.account().total(), 0);
    }
    let nowhere = Input::Path("/nowhere/at/all.json".into());
    let loaded = load(vec![nowhere], LoadOptions::default());
    assert_eq!(loaded.error(), "cannot be read: No such file or directory");
}

#[test]
fn a_pipe_named_by_hand_is_read_and_its_records_are_kept() {
    let folder = folder();
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()));
    let path = pipe.clone();
    let writer = std::thread::spawn(move || {
        let text: String = (0..2_000).map(|number| record(number) + "\n").collect();
        fs::write(path, text).is_ok()
    });
    let loaded = load(vec![Input::Path(pipe)], LoadOptions::default());
    assert!(writer.join().is_ok_and(|wrote| wrote));
    assert_eq!(loaded.account().loaded, 2_000);
    let again = loaded
        .records
        .read(&loaded.sources[1_999], &AtomicBool::new(false));
    assert_eq!(again, Ok(record(1_999)));
}

#[test]
fn a_pipe_that_stays_open_shows_its_rows_and_can_be_cancelled() {
    let folder = folder();
    let path = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    assert!(made.is_ok_and(|status| status.success()));
    let (send, receive) = mpsc::channel();
    let behind = folder.path().join("behind.json");
    assert!(fs::write(&behind, "{}\n").is_ok());
    let inputs = vec![Input::Path(path.clone()), Input::Path(behind)];
    let options = LoadOptions {
        threads: 1,
        ..LoadOptions::default()
    };
    let running = start(inputs, options, move |news| send.send(news).is_ok());
    let mut pipe = fs::OpenOptions::new()
        .write(true)
        .open(&path)
        .expect("the pipe is there");
    assert!(
        pipe.write_all((record(1) + "\n{\"half\":").as_bytes())
            .is_ok()
    );
    let mut loaded = 0;
    for news in &receive {
        if let Progress::Batch { batch, .. } = news {
            loaded += batch.account.loaded;
            assert!(!batch.last || batch.file.at() == 1);
        }
        if loaded == 2 {
            break;
        }
    }
    running.cancel();
    running.join();
    let end = receive.iter().last();
    assert!(matches!(end, Some(Progress::Done { cancelled: true })));
}

#[test]
fn a_line_beyond_the_limit_is_one_rejected_record_and_reading_goes_on() {
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(5_000));
    let lines = format!("{{}}\n{long}\r\n{}\n\0\0{long}", record(1));
    let hole = format!(
        "{{}}\n{}{}\n{long}\n{long}\n  ",
        "\0".repeat(4_000),
        record(1)
    );
    let list = format!("[{{}},\n{long}, {},\n{long}\n]", record(1));
    for (text, rejected) in [(lines, 2), (list, 2), (hole, 2)] {
        for (chunk, step) in [(1 << 20, 1 << 18), (700, 64), (100, 1)] {
            let options = LoadOptions {
                max_line: 1_000,
                ..small(chunk, step)
            };
            let loaded = load_bytes_with(text.as_bytes(), options);
            let account = loaded.account();
            assert_eq!((account.loaded, account.rejected), (2, rejected), "{chunk}");
            assert_eq!(account.bytes, text.len() as u64);
            assert_eq!(account.lines, text.split('\n').count() as u64, "{chunk}");
            assert!(loaded.issues()[0].ends_with("longer than 1000 bytes"));
        }
    }
}

#[test]
fn files_joined_with_their_byte_order_marks_lose_no_record() {
    let file = format!("\u{feff}{}\n", record(1));
    let text = format!("{file}{file}\u{feff}\n {file}\u{feff} {}", record(2));
    for (chunk, step) in [(1 << 20, 1 << 18), (700, 64), (1, 1)] {
        let loaded = load_bytes_with(text.as_bytes(), small(chunk, step));
        let account = loaded.account();
        assert_eq!(
            (account.loaded, account.rejected),
            (4, 0),
            "{:?}",
            loaded.issues()
        );
        assert_eq!((account.bytes, account.lines), (text.len() as u64, 5));
    }
}

#[test]
fn a_list_that_is_not_closed_is_told() {
    let loaded = load_bytes(b"[{},{}");
    assert_eq!(loaded.account().loaded, 2);
    assert!(loaded.error().contains("not closed"));
}

/// What must not depend on how the bytes come.
fn facts_of(bytes: &[u8], name: &str, options: LoadOptions) -> (Account, FileFacts, Vec<String>) {
    let folder = folder();
    let path = folder.path().join(name);
    assert!(fs::write(&path, bytes).is_ok());
    told_of(path, options)
}

/// The same of bytes that come through a pipe, so many at a time.
fn facts_of_pipe(bytes: &[u8], piece: usize) -> (Account, FileFacts, Vec<String>) {
    let folder = folder();
    let path = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    assert!(made.is_ok_and(|status| status.success()));
    std::thread::scope(|scope| {
        let (path, out) = (path.clone(), path);
        scope.spawn(move || {
            let mut pipe = fs::OpenOptions::new().write(true).open(out)?;
            // What is no log is not read to its end, so a refused write is no fault.
            bytes
                .chunks(piece)
                .try_for_each(|piece| pipe.write_all(piece))
        });
        told_of(path, LoadOptions::default())
    })
}

fn told_of(path: PathBuf, options: LoadOptions) -> (Account, FileFacts, Vec<String>) {
    let mut loaded = load(vec![Input::Path(path)], options);
    let file = loaded.files.remove(0);
    let mut facts = file.facts;
    facts.size = 0;
    facts.compression = callscope::model::source::Compression::None;
    let issues = file.issues.iter();
    let issues = issues.map(|i| format!("{} {} {} {}", i.line, i.offset, i.length, i.reason));
    (file.account, facts, issues.collect())
}

/// Pieces one behind the other.
fn pasted(pieces: &'static [&'static str], noise: &'static str) -> BoxedStrategy<String> {
    let known = prop::sample::select(pieces).prop_map(str::to_owned);
    let piece = prop_oneof![4 => known, 1 => noise];
    let all = prop::collection::vec(piece, 0..14);
    all.prop_map(|pieces| pieces.concat()).boxed()
}

/// Texts that are nearly logs, in every form.
fn nearly_logs() -> impl Strategy<Value = Vec<u8>> {
    const JSON: &[&str] = &[
        r#"{"category":"CallDiagnostics","correlationId":"c","properties":{"streamId":"1"}}"#,
        "{\"records\":[",
        "{\"a\":1}",
        "{\n \"a\": [1,\n {\"b\":2}]\n}",
        "]}",
        "\n",
        ",\n",
        "\0\0\0\0\0\0\0\0",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
    ];
    const CSV: &[&str] = &[
        "CorrelationId,MediaType,StreamId\n",
        "c,Audio,1\r\n",
        "\"c\",\"Au\"\"dio\",\n",
        ",\"a\nb\",2\n",
        "\"open,\n",
        "sep=;\n",
        "CorrelationId;StreamId\n",
        "#TYPE X\n",
        "\n",
        "\"",
        "\u{feff}",
        "\0\0",
        "\u{e9},",
        "CallId,MetricName,TimeGenerated [UTC]\n",
        "c,m,13/5/2024\n",
        "c,m,5/6/2024 1:02\n",
    ];
    const TABLES: &[&str] = &[
        r#"{"tables":[{"columns":[{"name":"CallId"},{"name":"MetricName"}],"rows":["#,
        r#"["a",1],"#,
        r#"["b","x]"]"#,
        "[1]",
        "{\"e\":1}",
        "]}]}",
        "]",
        "}",
        "\n",
        ",\"rows\":[",
        "\"TableKind\":\"X\",",
        r#","error":{"code":"Partial"}"#,
        r#"{"Tables":[{"Columns":[{"ColumnName":"Value"}],"Rows":[["x"]]}"#,
    ];
    const PASTED: &[&str] = &[
        "\"properties\": {\n",
        "\"properties\" {",
        "  \"mediaType\": \"Audio\"",
        ",\n",
        "}\n",
        "\n",
        "\"correlationId\": \"c\",\n",
        "\"streamId\": 1",
        "hello there\n",
        "```json\n",
        "{",
        "\"x\": \"{\"a\":1}\",\n",
    ];
    let text = prop_oneof![
        pasted(JSON, "[\\[\\]{}:,\"\\\\ \n0-9a-z]{1,6}"),
        pasted(CSV, "[,;\"\r\n\ta-c0-9]{1,5}"),
        pasted(TABLES, "[\\[\\]{},\" \n0-9a-z]{1,4}"),
        pasted(PASTED, "[{}:,\" \n0-9a-z]{1,6}"),
        (pasted(CSV, "[a-c]"), pasted(CSV, "[,\"\n]"))
            .prop_map(|(a, b)| format!("CallId,MetricName\n{a}{b}")),
        pasted(TABLES, "[0-9]").prop_map(|rows| format!("{}{rows}", TABLES[0])),
        pasted(PASTED, "[0-9]").prop_map(|text| format!("{}{text}", PASTED[0])),
    ]
    .prop_map(String::into_bytes);
    let noise = prop::collection::vec(any::<u8>(), 0..60);
    prop_oneof![
        14 => text.clone(),
        1 => noise.clone(),
        3 => (text, noise).prop_map(|(mut text, noise)| { text.extend(noise); text }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn every_byte_is_accounted_for_and_read_sizes_do_not_matter(bytes in nearly_logs()) {
        let base = facts_of(&bytes, "log.json", LoadOptions::default());
        if !base.1.encoding.starts_with("utf-16") && base.0.bytes > 0 {
            prop_assert_eq!(base.0.bytes, bytes.len() as u64);
        }
        for (chunk, step) in [(1, 1), (7, 7), (64, 3), (4_096, 4_096)] {
            let other = facts_of(&bytes, "log.json", small(chunk, step));
            prop_assert_eq!(&other, &base);
        }
        if base.1.form != "unknown" {
            let packed = facts_of(&pack(&bytes), "log.gz", LoadOptions::default());
            prop_assert_eq!(&packed, &base);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn a_pipe_tells_the_same_as_a_file(bytes in nearly_logs(), piece in 1_usize..40) {
        let base = facts_of(&bytes, "log.json", LoadOptions::default());
        // A writer that is held up for 100 ms makes a pause, after which a form is decided by what has come so far: right
        // at a pipe that goes on, but not what is asked here.
        let is_same = || facts_of_pipe(&bytes, piece) == base;
        prop_assert!((0..3).any(|_| is_same()), "{:?} {:?}", facts_of_pipe(&bytes, piece), base);
    }
}
