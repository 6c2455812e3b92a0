//! More logs than the memory cap allows: statistics are summarised, nothing else changes, and the samples of one call
//! come back from the files as they were, whatever form these have.

#[path = "support/program.rs"]
#[allow(dead_code, reason = "every test file uses its own part")]
mod program;

#[path = "support/load.rs"]
#[allow(dead_code, reason = "every test file uses its own part")]
mod load;

use callscope::load::{LoadOptions, SampleReader};
use callscope::model::id::{CallIx, IdRef};
use callscope::model::recall::Recalled;
use callscope::model::store::SamplesKept;
use flate2::Compression;
use flate2::write::GzEncoder;
use load::Load;
use program::{answer, callscope, run, text};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

/// Samples of a test log: `(call, participant, number)`, each with values of its own.
fn samples() -> Vec<[String; 6]> {
    (0..1_200_u32)
        .map(|number| {
            [
                format!("call-{}", number % 7),
                format!("p-{}", number % 21),
                format!("2026-11-19T02:{:02}:{:02}Z", number / 60, number % 60),
                ["RttInMs", "JitterInMs"][number as usize / 600].to_owned(),
                format!("{}.5", number % 97),
                number.to_string(),
            ]
        })
        .collect()
}

const NAMES: [&str; 6] = [
    "callId",
    "participantId",
    "callClientTimeStamp",
    "metricName",
    "average",
    "sum",
];

fn objects() -> Vec<String> {
    let object = |row: &[String; 6]| {
        let fields: Vec<String> = NAMES
            .iter()
            .zip(row)
            .map(|(name, value)| format!("\"{name}\":\"{value}\""))
            .collect();
        format!(
            "{{\"category\":\"CallClientMediaStatsTimeSeries\",\"properties\":{{{}}}}}",
            fields.join(",")
        )
    };
    samples().iter().map(object).collect()
}

fn json_lines() -> String {
    let mut text = String::new();
    for (at, object) in objects().iter().enumerate() {
        // What cannot be read, blank lines and records of another kind stand between.
        if at % 100 == 0 {
            text += "not a record\n\n{\"category\":\"CallSummary\",\"correlationId\":\"call-1\"}\n";
        }
        let _ = writeln!(text, "{object}");
    }
    text
}

fn csv() -> String {
    let rows = samples();
    let lines = rows.iter().map(|row| row.join(","));
    let head = NAMES.join(",");
    [head]
        .into_iter()
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\r\n")
        + "\r\n"
}

fn packed(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    packer
        .write_all(text.as_bytes())
        .expect("a vector takes all");
    packer.finish().expect("a vector takes all")
}

/// A load of small parts that follows its file.
fn load(path: &Path, cap: usize) -> Load {
    let options = LoadOptions {
        chunk: 4 << 10,
        threads: 2,
        follows: true,
        ..LoadOptions::default()
    };
    Load::start(path, options, cap)
}

impl Load {
    fn reader(&self) -> SampleReader {
        self.loader().samples()
    }

    fn call(&self, id: &str) -> CallIx {
        let id = self.store.ids.lookup(id).map(IdRef);
        id.and_then(|id| self.store.call_of(id))
            .expect("the call is there")
    }

    fn found(&mut self, call: CallIx) -> Recalled {
        let recall = self.store.recall(call).expect("samples are summarised");
        let never = Arc::new(AtomicBool::new(false));
        let found = self.reader().read(&recall, &never, &|_, _| {});
        found.expect("nobody cancels it")
    }

    /// Reads the samples of a call again.
    fn read_again(&mut self, id: &str) -> Vec<String> {
        let call = self.call(id);
        let found = self.found(call);
        assert!(self.store.take_back(&found));
        found
            .troubles
            .into_iter()
            .map(|(_, trouble)| trouble)
            .collect()
    }

    /// The samples of a call as text, with their places.
    fn rows(&self, id: &str) -> Vec<String> {
        let (store, table) = (&self.store, &self.store.samples);
        let rows = store.samples_of(self.call(id)).map(|at| {
            let row = table.get(at);
            let words = (store.id(row.participant), store.text(row.metric));
            let (name, line) = store.place(&row.source);
            let name = name.rsplit('/').next().unwrap_or_default().to_owned();
            let values = (row.time, row.average, row.sum, row.hash);
            let place = (row.source.offset, row.source.length);
            format!("{name}:{line} {words:?} {values:?} {place:?}")
        });
        let mut rows: Vec<String> = rows.collect();
        rows.sort_unstable();
        rows
    }
}

fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("the file can be written");
    (folder, path)
}

#[test]
fn samples_read_again_are_those_that_were_read_first() {
    let lines = json_lines();
    let wrapped = format!("{{\"records\":[\n{}\n]}}", objects().join(",\n"));
    let pretty = wrapped.replace(",\"", ",\n  \"");
    let inputs: [(&str, Vec<u8>); 7] = [
        ("a.jsonl", lines.clone().into_bytes()),
        ("a.jsonl.gz", packed(&lines)),
        ("b.json", wrapped.clone().into_bytes()),
        ("b.json.gz", packed(&wrapped)),
        ("c.json", pretty.into_bytes()),
        ("CallClientMediaStatsTimeSeries.csv", csv().into_bytes()),
        (
            "d.jsonl",
            lines.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ),
    ];
    for (name, bytes) in inputs {
        let (_folder, path) = file(name, &bytes);
        let whole = load(&path, usize::MAX);
        let mut capped = load(&path, 0);
        assert_eq!(whole.store.sample_counts(), (1_200, 0), "{name}");
        assert_eq!(capped.store.sample_counts(), (1_200, 0), "{name}");
        for id in ["call-0", "call-3"] {
            let call = capped.call(id);
            assert_eq!(capped.store.samples_kept(call), SamplesKept::Summarised);
            assert_eq!(capped.rows(id), Vec::<String>::new(), "{name}");
            assert_eq!(capped.read_again(id), Vec::<String>::new(), "{name}");
            let wanted = SamplesKept::ReadAgain { lost: 0 };
            assert_eq!(capped.store.samples_kept(call), wanted, "{name}");
            assert!(!whole.rows(id).is_empty(), "{name}");
            assert_eq!(capped.rows(id), whole.rows(id), "{name}");
        }
        // One call at a time is at hand.
        let first = capped.call("call-0");
        assert_eq!(capped.store.samples_kept(first), SamplesKept::Summarised);
    }
}

#[test]
fn an_answer_for_a_call_that_was_left_is_dropped() {
    let (_folder, path) = file("a.jsonl", json_lines().as_bytes());
    let mut capped = load(&path, 0);
    let (first, second) = (capped.call("call-1"), capped.call("call-2"));
    let late = capped.found(first);
    let found = capped.found(second);
    assert!(!capped.store.take_back(&late));
    assert!(capped.store.take_back(&found));
    assert_eq!(capped.store.samples_kept(first), SamplesKept::Summarised);
    assert!(capped.rows("call-2").len() > 100);
    let stopped = Arc::new(AtomicBool::new(true));
    let recall = capped.store.recall(first).expect("samples are summarised");
    let found = capped.reader().read(&recall, &stopped, &|_, _| {});
    assert!(found.is_none());
}

#[test]
fn a_file_that_was_replaced_or_cut_is_told_and_what_is_there_stays() {
    let text = json_lines();
    let (_folder, path) = file("a.jsonl", text.as_bytes());
    let mut capped = load(&path, 0);
    capped.loader().follow(false);
    let before = {
        capped.read_again("call-5");
        capped.rows("call-5").len()
    };
    // Of the same length: only the records themselves tell.
    let changed = text.replace("\"average\":\"5.5\"", "\"average\":\"7.5\"");
    fs::write(&path, changed).expect("the file can be written");
    assert_eq!(capped.read_again("call-5"), Vec::<String>::new());
    let call = capped.call("call-5");
    let lost = match capped.store.samples_kept(call) {
        SamplesKept::ReadAgain { lost } => lost,
        SamplesKept::Whole | SamplesKept::Summarised => 0,
    };
    assert!(lost > 0);
    assert_eq!(capped.rows("call-5").len() + lost as usize, before);

    fs::write(&path, &text[..text.len() / 2]).expect("the file can be written");
    let troubles = capped.read_again("call-5");
    assert!(troubles[0].contains("changed"), "{troubles:?}");
    let left = capped.rows("call-5").len();
    assert!(left > before / 3 && left < before, "{left} of {before}");

    fs::remove_file(&path).expect("the file can be removed");
    let troubles = capped.read_again("call-5");
    assert!(troubles[0].contains("cannot be read again"), "{troubles:?}");
    assert_eq!(capped.store.sample_counts(), (1_200, 0));
}

#[test]
fn samples_that_come_while_their_call_is_open_are_kept_beside_those_read_again() {
    let (_folder, path) = file("a.jsonl", json_lines().as_bytes());
    let mut capped = load(&path, 0);
    let call = capped.call("call-1");
    let found = capped.found(call);
    let more = objects()[1].replace("\"sum\":\"1\"", "\"sum\":\"99999\"");
    let mut growing = OpenOptions::new()
        .append(true)
        .open(&path)
        .expect("the file is there");
    let mut append = |text: String| {
        growing
            .write_all(text.as_bytes())
            .expect("the file can be written");
    };
    append(format!("{more}\n"));
    capped.until_done();
    assert!(capped.store.take_back(&found));
    append(more.replace("99999", "99998") + "\n");
    capped.until_done();
    let kept = capped.store.samples_kept(call);
    assert_eq!(kept, SamplesKept::ReadAgain { lost: 0 });
    let whole = load(&path, usize::MAX);
    assert_eq!(
        capped.rows("call-1").len(),
        whole.rows("call-1").len(),
        "what came while it was read, and after"
    );
    capped.read_again("call-1");
    assert_eq!(capped.rows("call-1"), whole.rows("call-1"));
}

#[test]
fn what_is_kept_is_counted_and_shrinks_when_the_cap_is_reached() {
    let (_folder, path) = file("a.jsonl", json_lines().as_bytes());
    let mut load = load(&path, usize::MAX);
    let before = load.store.bytes();
    assert!(before > 1_200 * 90, "{before}");
    load.store.set_cap(before + 1_200 * 28);
    assert!(!load.store.is_summarised());
    load.store.set_cap(before);
    assert!(load.store.is_summarised());
    assert!(
        load.store.bytes() < before * 2 / 3,
        "{}",
        load.store.bytes()
    );
    assert!(!load.store.is_over_cap());
    load.store.set_cap(1_000);
    assert!(load.store.is_over_cap());
}

fn without_reasons((mut list, code): (Value, Option<i32>)) -> (Value, Option<i32>) {
    let calls = list.as_array_mut().expect("a list of calls");
    for call in calls.iter_mut().filter_map(Value::as_object_mut) {
        assert!(call.remove("reason").is_some());
    }
    calls.sort_by_key(|call| call["call_id"].to_string());
    (list, code)
}

#[test]
fn a_memory_cap_changes_no_answer() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo/logs.jsonl.gz");
    let demo = demo.to_str().expect("a plain path");
    let call = "7f3c9a12-7e8b-4b1d-9dc1-f5358dbc86ae";
    for arguments in [
        vec!["call", call, "--format", "json"],
        vec!["calls", "--format", "json"],
        vec!["problems", "--format", "json"],
        vec!["find", "7f3c9a12", "--format", "json"],
        vec!["find", "Bitrate", "--format", "json"],
    ] {
        let ask = |mem: &str| {
            let mut all = arguments.clone();
            all.extend([demo, "--mem", mem]);
            answer(&all)
        };
        let (capped, whole) = (ask("500k"), ask("10G"));
        // Causes that need the samples are named when a call is opened.
        let is_list = arguments[0] == "calls" || arguments[0] == "problems";
        let strip = |answer| {
            if is_list {
                without_reasons(answer)
            } else {
                answer
            }
        };
        assert_eq!(strip(capped), strip(whole), "{arguments:?}");
    }
    let piped = |mem: &str| {
        let mut command = callscope(&["call", call, "--format", "json", "--mem", mem]);
        let bytes = fs::read(demo).expect("the demo is there");
        command.write_stdin(bytes).output().expect("it runs")
    };
    let (capped, whole) = (piped("500k"), piped("10G"));
    assert_eq!(text(&capped.stdout), text(&whole.stdout));
    assert_eq!(text(&capped.stderr), "");
    let check = |mem: &str| answer(&["check", "--format", "json", "--mem", mem, demo]).0;
    let (capped, whole) = (check("500k"), check("10G"));
    assert_eq!(capped["model"], whole["model"]);
    assert_eq!(capped["memory"]["samples"], "summarised");
    assert_eq!(whole["memory"]["samples"], "whole");
    assert_eq!(capped["memory"]["cap"], 500_000);
    let told = text(&run(&["check", "--mem", "500k", demo]).stdout);
    let words = "media statistics summarised (cap 500 kB)";
    assert!(told.contains(words), "{told}");
}

#[test]
fn a_size_of_memory_may_have_a_unit() {
    for (size, cap) in [
        ("1G", 1_000_000_000_u64),
        ("2GB", 2_000_000_000),
        ("1.5GiB", 1_610_612_736),
        ("500M", 500_000_000),
        ("4096", 4_096),
    ] {
        let (check, _) = answer(&["check", "--format", "json", "--mem", size, "summary.jsonl"]);
        assert_eq!(check["memory"]["cap"], cap, "{size}");
    }
    for wrong in ["", "G", "1X", "1e400", "G1"] {
        let output = run(&["check", "--mem", wrong, "summary.jsonl"]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
        assert!(text(&output.stderr).contains("500M"), "{wrong}");
    }
    let (usual, _) = answer(&["check", "--format", "json", "summary.jsonl"]);
    assert!(!cfg!(target_os = "linux") || usual["memory"]["cap"].is_u64());
}
