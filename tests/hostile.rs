//! Odd and hostile inputs: each is read to its end, nothing is uncounted, and no control reaches the terminal.

#[path = "forms/pack.rs"]
mod pack;

use callscope::load::{Input, LoadOptions, Progress, start};
use callscope::model::store::Store;
use callscope::report::check::write_check;
use callscope::report::{Format, Look};
use pack::{Entry, gzip, tar, zip};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::sync::mpsc;

fn load(path: &Path) -> Store {
    let (send, receive) = mpsc::sync_channel(4);
    let options = LoadOptions {
        max_line: 1 << 20,
        max_unpacked: 8 << 20,
        chunk: 64 << 10,
        step: 10_000,
        ..LoadOptions::default()
    };
    let inputs = vec![Input::Path(path.to_owned())];
    let running = start(inputs, options, move |news| send.send(news).is_ok());
    let mut store = Store::new();
    for news in receive {
        match news {
            Progress::Files { names, skipped, .. } => store.note_inputs(names, skipped),
            Progress::Batch { batch, .. } => store.absorb(&batch),
            Progress::Done { cancelled } => assert!(!cancelled),
        }
    }
    running.join();
    store.settle();
    store
}

/// What must hold for every input.
fn examine(name: &str, store: &Store) {
    for file in &store.files {
        assert!(file.done, "{name}: {}", file.name);
        assert!(file.account.is_balanced(), "{name}");
        let error = file.error.as_deref().unwrap_or_default();
        assert!(!error.contains("internal error"), "{name}: {error}");
        let told = file.issues.len() as u64 + file.issues_omitted;
        assert_eq!(told, file.account.rejected, "{name}");
        let counted: u64 = file.categories.values().sum();
        assert_eq!(counted, file.account.loaded, "{name}");
    }
    let mut table = Vec::new();
    let look = Look {
        width: 200,
        is_ascii: false,
    };
    assert!(write_check(&mut table, store, 0.0, (Format::Table, look)).is_ok());
    let table = String::from_utf8(table).expect("the report is text");
    let is_control =
        |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!table.contains(is_control), "{name}: {table:?}");
}

const RECORD: &str = r#"{"category":"CallSummary","correlationId":"c","properties":{"participantId":"p","callDuration":5}}"#;

/// A record whose duration, or another member, is written so.
fn with(member: &str) -> Vec<u8> {
    format!("{{\"category\":\"CallSummary\",\"correlationId\":\"c\",\"properties\":{{\"participantId\":\"p\",{member}}}}}\n").into_bytes()
}

fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
    let bytes = |unit: u16| {
        if big_endian {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        }
    };
    text.encode_utf16().flat_map(bytes).collect()
}

fn encodings() -> Vec<Vec<u8>> {
    let line = format!("{RECORD}\n");
    let csv = "CorrelationId,CallType\nc,P2P\n";
    vec![
        utf16(&line, false),
        utf16(&line, true),
        utf16(&format!("\u{feff}{line}"), false),
        utf16(csv, false),
        utf16(csv, true),
        utf16(&format!("\u{feff}{csv}"), true),
        [utf16(&line, false), vec![0x7b]].concat(),
        vec![0xff, 0xfe],
        vec![0xfe, 0xff, 0],
        vec![0xff, 0xfe, 0, 0],
        [&b"\xef\xbb\xbf"[..], line.as_bytes()].concat(),
        b"\xef\xbb\xbf".to_vec(),
        b"\xef\xbb".to_vec(),
        [line.as_bytes(), b"{\"a\":\"\xff\xfe\"}\n"].concat(),
        b"CorrelationId,CallType\nc,\xe4\xf6\n".to_vec(),
        b"\"properties\": {\n \"callType\": \"\xff\"\n}\n".to_vec(),
        b"{\"a\":\"\xed\xa0\x80\"}".to_vec(),
        b"{\"\xc3\x28\":1}".to_vec(),
        line.replace('c', "\u{202e}").into_bytes(),
        line.replace("\"c\"", "\"\u{1b}[31m\"").into_bytes(),
        line.replace("\"p\"", "\"\\u001b]0;x\\u0007\"").into_bytes(),
        line.replace("CallSummary", "\\u001b[2J\\u202e")
            .into_bytes(),
        line.replace("CallSummary", "\u{9b}31m").into_bytes(),
    ]
}

fn ends_and_cuts() -> Vec<Vec<u8>> {
    let line = format!("{RECORD}\n");
    let csv = "CorrelationId,CallType,Type\n\"c\",\"P\"\"2P\",ACSCallSummary\n";
    let tables = r#"{"tables":[{"name":"P","columns":[{"name":"CallId"},{"name":"MetricName"}],"rows":[["a","b"],["c","d"]]}]}"#;
    let pasted = "\"category\": \"CallSummary\",\n\"properties\": {\n \"callType\": \"P2P\"\n}\n";
    let mut all: Vec<Vec<u8>> = Vec::new();
    for (text, cuts) in [(line.as_str(), 6), (csv, 9), (tables, 12), (pasted, 8)] {
        all.extend((1..cuts).map(|part| text.as_bytes()[..text.len() * part / cuts].to_vec()));
    }
    let packed = gzip(line.repeat(50).as_bytes());
    all.extend((1..5).map(|part| packed[..packed.len() * part / 5].to_vec()));
    all.push([packed.clone(), b"junk".to_vec()].concat());
    all.push([packed.clone(), vec![0; 600], packed].concat());
    all.push(line.replace('\n', "\r").repeat(3).into_bytes());
    all.push(csv.replace('\n', "\r").into_bytes());
    all.push(format!("{line}\u{2028}{line}\u{85}{line}").into_bytes());
    all
}

fn shapes() -> Vec<Vec<u8>> {
    let deep = |open: &str, close: &str, times: usize| open.repeat(times) + &close.repeat(times);
    let texts = [
        deep("[", "]", 100_000),
        deep("{\"a\":", "}", 100_000),
        "[".repeat(100_000),
        "{\"a\":[".repeat(50_000),
        "{".repeat(100_000),
        "]".repeat(1_000),
        format!("{{\"records\":{}}}", deep("[", "]", 9)),
        "{\"records\":{}}".into(),
        "{\"records\":[[[]]]}".into(),
        "{\"records\":[{\"records\":[{}]}]}".into(),
        "{\"tables\":[[[]]]}".into(),
        "{\"tables\":[{\"rows\":[[1]]}]}".into(),
        "{\"tables\":[{\"columns\":7,\"rows\":[[1]]}]}".into(),
        "{\"tables\":[{\"columns\":[],\"rows\":[[]]}]}".into(),
        "{\"tables\":[{\"columns\":[\"CallId\",\"CallId\"],\"rows\":[[1,2],[3]]}]}".into(),
        format!("{{\"tables\":{}", "[".repeat(5_000)),
        "{\"tables\":[{\"columns\":[\"A\"],\"rows\":[{}}]}]}".into(),
        "{\"tables\":[]}}}}".into(),
        format!(
            "{{\"tables\":[{{\"columns\":[\"CallId\"],\"rows\":[[{}]]}}]}}",
            deep("[", "]", 5_000)
        ),
        "[{\"FrameType\":\"DataTable\",\"Rows\":[[1]]}]".into(),
        "CallId,MetricName\n".into(),
        "CallId,MetricName".into(),
        "CallId,CallId\n1,2\n".into(),
        "sep=;\n".into(),
        "sep=;".into(),
        "CallId,MetricName\n\"".into(),
        "CallId,MetricName\n\"a\n\"b\n\"c\n".into(),
        "CallId;MetricName\na,b\n;;;\n;\n".into(),
        format!("CallId,MetricName\n{}", "\"a\n".repeat(3_000)),
        format!("CallId,MetricName\n{}", ",".repeat(100_000)),
        format!("CallId,MetricName\n\"{}", "x".repeat(2 << 20)),
        format!("CallId,MetricName\n{}\na,b\n", "x".repeat(2 << 20)),
        "CallId,MetricName,TimeGenerated\na,b,99/99/9999\na,b,13/13/2024\n".into(),
        "\"properties\": {".repeat(3_000),
        "\"a\": 1,\n".repeat(3_000),
        "\"properties\": {}\n".repeat(3_000),
        format!("\"properties\": {}", deep("{\"a\":", "}", 5_000)),
        format!(
            "\"a\": \"{}\",\n\"properties\": {{\"b\": 1}}\n",
            "x".repeat(100_000)
        ),
        "\"properties\" \"properties\" {{}}}}".into(),
        "\"\"\"\"\"\"properties\": {".into(),
        "see \"properties\" there\nand \"here\"\n".into(),
        "\"".repeat(5_001) + "properties\"",
        format!("{{\"a\":\"{}\"}}", "x".repeat(2 << 20)),
        " ".repeat(2 << 20),
        "{}".repeat(3_000),
        "{\"a\":1,}\n".repeat(1_200),
        "nonsense\n".repeat(1_200) + "{}\n",
        "{\n".repeat(2_000),
        "{\"a\":1}\n".to_owned() + &"nonsense\n".repeat(1_500),
    ];
    texts.into_iter().map(String::into_bytes).collect()
}

fn values() -> Vec<Vec<u8>> {
    let numbers = [
        "1e999",
        "-1e999",
        "1e-999",
        "NaN",
        "Infinity",
        "-0",
        "00",
        "1.",
        ".5",
        "0x10",
        "18446744073709551616",
        "\"1e999\"",
        "\"-\"",
        "\"1,5\"",
        "true",
        "[]",
        "{}",
    ];
    let times = [
        "\"0000-00-00\"",
        "\"9999-12-31T23:59:59.9999999Z\"",
        "\"2024-05-09T17:06:50+99:99\"",
        "\"-5\"",
        "1715274410",
        "\"\\u0000\"",
        "\"99999-01-01T00:00:00Z\"",
        "null",
    ];
    let ids = [
        "\"\"",
        "\"null\"",
        "\" \"",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "\"a\\nb\"",
        "\"{x}\"",
        "7",
        "\"Redacted\"",
    ];
    let mut all: Vec<Vec<u8>> = numbers
        .iter()
        .map(|n| with(&format!("\"callDuration\":{n}")))
        .collect();
    all.extend(
        times
            .iter()
            .map(|t| with(&format!("\"callStartTime\":{t}"))),
    );
    all.extend(ids.iter().map(|i| {
        with(&format!(
            "\"participantId\":{i},\"participantId\":{i},\"endpointId\":{i}"
        ))
    }));
    all.push(with(&format!(
        "\"osVersion\":\"{}\"",
        "\u{301}".repeat(5_000)
    )));
    all.push(with("\"properties\":{\"properties\":{}}"));
    all.push(
        (0..3_000)
            .fold(String::new(), |text, n| {
                text + &format!("{{\"category\":\"k{n}\",\"k{n}\":{n}}}\n")
            })
            .into_bytes(),
    );
    all
}

fn packed() -> Vec<Vec<u8>> {
    let line = format!("{RECORD}\n");
    let entry = |name: &str| Entry::new(name, line.as_bytes());
    let zeros = vec![0; 32 << 20];
    let blanks = b" ".repeat(32 << 20);
    let mut overlapping = zip(&[entry("a"), entry("b")]);
    // The second name in the directory is made to lead to the first member.
    if let Some(at) = overlapping
        .windows(4)
        .rposition(|four| four == b"PK\x01\x02")
    {
        overlapping[at + 42..at + 46].fill(0);
    }
    let whole = zip(&[entry("a.json")]);
    let mut all = vec![
        gzip(&zeros),
        gzip(&blanks),
        gzip(&gzip(line.as_bytes())),
        zip(&[Entry::new("bomb.json", &blanks)]),
        zip(&[]),
        zip(&[Entry {
            flags: 1,
            ..entry("secret.json")
        }]),
        zip(&[Entry {
            method: 12,
            ..entry("bzip2.json")
        }]),
        zip(&[Entry {
            is_damaged: true,
            ..entry("bad.json")
        }]),
        zip(&[Entry {
            method: 0,
            ..entry("stored.json")
        }]),
        zip(&[
            entry("../../up.json"),
            entry("/root.json"),
            entry("\u{1b}[31m\n.json"),
            entry("same"),
            entry("same"),
        ]),
        zip(&[Entry::new("inner.zip", &whole)]),
        zip(&[Entry::new("xl/workbook.xml", b"<x/>")]),
        gzip(&whole),
        overlapping,
        whole[..whole.len() / 2].to_vec(),
        whole[..whole.len() - 5].to_vec(),
        tar(&[
            ("a.json".into(), line.clone().into_bytes()),
            ("a.png".into(), b"\x89PNG".to_vec()),
        ]),
        gzip(&tar(&[("a.json".into(), line.clone().into_bytes())])),
    ];
    let whole = tar(&[
        ("a.json".into(), line.repeat(100).into_bytes()),
        ("b.json".into(), line.into_bytes()),
    ]);
    all.push(whole[..700].to_vec());
    all.push(whole[..whole.len() - 2_000].to_vec());
    all.extend(
        [
            &b"PAR1"[..],
            b"Obj\x01",
            b"SQLite format 3\0",
            b"\xd0\xcf\x11\xe0",
            b"BZh9",
            b"\x1f\x8b",
            b"\x1f\x8b\x08\x00",
            b"PK\x03\x04",
            b"PK\x05\x06",
        ]
        .map(<[u8]>::to_vec),
    );
    all
}

#[test]
fn odd_inputs_are_read_to_their_end_and_nothing_is_uncounted() {
    let groups: [(&str, Vec<Vec<u8>>); 5] = [
        ("encodings", encodings()),
        ("ends and cuts", ends_and_cuts()),
        ("shapes", shapes()),
        ("values", values()),
        ("packed", packed()),
    ];
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut count = 0;
    for (group, inputs) in groups {
        for (at, bytes) in inputs.iter().enumerate() {
            count += 1;
            let path = folder.path().join("input");
            assert!(fs::write(&path, bytes).is_ok());
            let name = format!("{group} {at}");
            let store = load(&path);
            examine(&name, &store);
            let sum = store.account();
            let is_told =
                store.files.iter().any(|file| file.error.is_some()) || !store.skipped.is_empty();
            let is_empty = store
                .files
                .iter()
                .all(|file| matches!(&*file.facts.form, "empty" | ""));
            assert!(
                sum.bytes > 0 || is_told || is_empty,
                "{name}: {:?}",
                store.files
            );
        }
    }
    assert!(count >= 100, "{count}");
}

#[test]
fn odd_things_in_a_folder_end_and_are_told() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let root = folder.path();
    let names: [&[u8]; 6] = [
        b"new\nline.json",
        b"\x1b[31mred.json",
        b"\xff\xfe.json",
        b"-rf.json",
        b"\xe2\x80\xaegpj.json",
        b" ",
    ];
    for name in names {
        let path = root.join(std::ffi::OsStr::from_bytes(name));
        assert!(fs::write(path, format!("{RECORD}\n")).is_ok());
    }
    assert!(
        symlink(root, root.join("loop")).is_ok()
            && symlink("nowhere", root.join("dangling")).is_ok()
    );
    assert!(symlink("self", root.join("self")).is_ok());
    let pipe = std::process::Command::new("mkfifo")
        .arg(root.join("pipe"))
        .status();
    assert!(pipe.is_ok_and(|status| status.success()));
    let secret = root.join("secret.json");
    assert!(fs::write(&secret, RECORD).is_ok());
    assert!(fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).is_ok());
    let mut deep = root.to_owned();
    for _ in 0..150 {
        deep.push("d");
    }
    assert!(fs::create_dir_all(&deep).is_ok() && fs::write(deep.join("PT1H.json"), RECORD).is_ok());
    let store = load(root);
    examine("folder", &store);
    assert!(store.account().loaded >= 7, "{:?}", store.skipped);
    for word in ["loop", "dangling", "self", "pipe"] {
        assert!(
            store
                .skipped
                .iter()
                .any(|skipped| skipped.path.ends_with(word)),
            "{word}"
        );
    }
}
