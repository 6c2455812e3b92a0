//! The contract of the command line, held on the real binary: answers to the published samples, exit codes, formats,
//! pipes, and errors that cannot harm a terminal.

#[path = "cli/filter.rs"]
mod filter;
#[path = "cli/groups.rs"]
mod groups;
#[path = "cli/marks.rs"]
mod marks;
#[path = "support/program.rs"]
#[allow(dead_code, reason = "every test file uses its own part")]
mod program;
#[path = "cli/zones.rs"]
mod zones;

use flate2::Compression;
use flate2::write::GzEncoder;
use program::{answer, callscope, run, text};
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;
use tempfile::TempDir;

const P2P: &str = "8d1a8374-344d-4502-b54b-ba2d6daaf0ae";
const GROUP: &str = "341acde7-8aa5-445b-a3da-2ddadca47d22";

fn calls(path: &str) -> Vec<Value> {
    let (list, _) = answer(&["calls", "--format", "json", path]);
    list.as_array().cloned().expect("a list of calls")
}

/// A temporary folder with one file.
fn file(name: &str, bytes: &[u8]) -> (TempDir, String) {
    let folder = TempDir::new().expect("a folder for the test");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("the folder can be written");
    let path = path.to_str().expect("a plain path").to_owned();
    (folder, path)
}

fn lines(records: &[Value]) -> Vec<u8> {
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    (lines.join("\n") + "\n").into_bytes()
}

fn record(category: &str, call: &str, properties: &Value) -> Value {
    json!({"time": "2024-05-09T17:06:50Z", "category": category, "operationName": category,
           "correlationId": call, "properties": properties})
}

fn summary(call: &str, more: &Value) -> Value {
    let mut properties = json!({"callType": "Group", "callStartTime": "2024-05-09T16:01:02Z",
        "callDuration": 6, "participantId": "p1", "endpointId": "e1", "endpointType": "VoIP"});
    for (key, value) in more.as_object().into_iter().flatten() {
        properties[key] = value.clone();
    }
    record("CallSummary", call, &properties)
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(bytes).expect("memory can be written");
    gzip.finish().expect("memory can be written")
}

#[test]
fn check_accounts_for_the_published_samples() {
    let (report, code) = answer(&[
        "check",
        "--format",
        "json",
        "summary.jsonl",
        "diagnostics.jsonl",
        "diagnostics.records.json",
    ]);
    assert_eq!(code, Some(0));
    let facts = |at: usize| {
        let file = &report["files"][at];
        (
            file["form"].clone(),
            file["records"].clone(),
            file["lines"].clone(),
        )
    };
    let all = |count: u64| json!({"total": count, "loaded": count, "rejected": 0});
    assert_eq!(facts(0), (json!("json-lines"), all(9), json!(9)));
    assert_eq!(facts(1), (json!("json-lines"), all(6), json!(6)));
    assert_eq!(facts(2), (json!("records"), all(6), json!(142)));
    let categories = json!({"CallSummary": 9, "CallDiagnostics": 12});
    assert_eq!(report["totals"]["categories"], categories);
    let model = &report["model"];
    let expected = [
        ("calls", 2),
        ("participants", 9),
        ("endpoints", 8),
        ("streams", 6),
        ("duplicates", 6),
    ];
    for (name, count) in expected {
        assert_eq!(model[name], count, "{name}");
    }
}

#[test]
fn calls_gives_the_numbers_of_the_published_samples() {
    let (list, code) = answer(&[
        "calls",
        "--format",
        "json",
        "summary.jsonl",
        "diagnostics.jsonl",
    ]);
    assert_eq!(code, Some(0));
    let of = |id: &str| {
        let found = list
            .as_array()
            .into_iter()
            .flatten()
            .find(|call| call["call_id"] == id);
        found.cloned().unwrap_or_default()
    };
    let expect = |call: &Value, fields: Value| {
        for (name, value) in fields.as_object().into_iter().flatten() {
            assert_eq!(&call[name], value, "{name}");
        }
    };
    expect(
        &of(P2P),
        json!({"start": "2021-07-19T17:54:05.113Z", "type": "Group", "legs": 4, "participants": 4,
            "endpoints": 4, "streams": 3, "verdict": "ok", "judged_streams": 3, "poor_streams": 0,
            "jitter_max_ms": 4.0, "rtt_avg_ms": 103.0, "rtt_max_ms": 143.0, "loss_avg": 3.146_336E-05,
            "loss_max": 0.001_769_911, "end_codes": ["0"], "orphan": false, "final": true}),
    );
    expect(
        &of(GROUP),
        json!({"start": "2021-07-05T06:16:40.240Z", "duration_s": 1470, "type": "Group", "legs": 5,
            "participants": 5, "streams": 3, "verdict": "ok", "rtt_max_ms": 48.0}),
    );
}

#[test]
fn call_repeats_the_list_and_keeps_the_numbers_of_the_log() {
    let (call, code) = answer(&[
        "call",
        "8d1a",
        "--format",
        "json",
        "summary.jsonl",
        "diagnostics.jsonl",
    ]);
    assert_eq!(code, Some(0));
    assert_eq!(
        (&call["call_id"], &call["leg_count"]),
        (&json!(P2P), &json!(4))
    );
    let legs = call["legs"].as_array().expect("legs");
    let streams = legs
        .iter()
        .flat_map(|leg| leg["streams"].as_array().into_iter().flatten());
    let video: Vec<&Value> = streams
        .filter(|stream| stream["stream_id"] == "2804")
        .collect();
    assert_eq!(video.len(), 1);
    assert_eq!(video[0]["metrics"]["loss_avg"], 3.146_336E-05);
    assert_eq!(video[0]["metrics"]["healed_avg"], Value::Null);
    assert_eq!(
        (&video[0]["media"], &video[0]["direction"]),
        (&json!("video"), &json!("outbound"))
    );
}

#[test]
fn each_format_says_the_same_calls() {
    let inputs = ["summary.jsonl", "diagnostics.jsonl"];
    for format in ["table", "json", "jsonl", "csv", "md"] {
        let output = run(&["calls", "--format", format, inputs[0], inputs[1]]);
        let said = text(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert!(
            said.contains(P2P) && said.contains(GROUP),
            "{format}: {said}"
        );
    }
    let rows = text(&run(&["calls", "--format", "jsonl", inputs[0], inputs[1]]).stdout);
    assert_eq!(
        rows.lines()
            .filter(|row| serde_json::from_str::<Value>(row).is_ok())
            .count(),
        2
    );
}

#[test]
fn exit_codes_tell_fine_found_and_unusable() {
    let bad = lines(&[summary(
        "c1",
        &json!({"resultCategory": "UnexpectedClientError"}),
    )]);
    let (_folder, bad) = file("bad.jsonl", &bad);
    let (_other, empty) = file("empty.json", b"");
    let expected = [
        (vec!["check", "summary.jsonl"], 0),
        (vec!["check", "rejects.jsonl"], 1),
        (vec!["check", &empty], 2),
        (vec!["calls", &empty], 2),
        (vec!["calls", "no-such-file"], 2),
        (vec!["problems", "summary.jsonl"], 0),
        (vec!["problems", &bad], 1),
        (vec!["call", "c1", &bad], 0),
        (vec!["call", "zzzz", &bad], 2),
        (vec!["calls", "--format", "xml", &bad], 2),
        (vec!["check", "--format", "csv", &bad], 2),
        (vec!["--no-such-option"], 2),
    ];
    for (arguments, code) in expected {
        assert_eq!(run(&arguments).status.code(), Some(code), "{arguments:?}");
    }
}

#[test]
fn an_ambiguous_prefix_names_the_candidates() {
    let two = lines(&[summary("abc-1", &json!({})), summary("abc-2", &json!({}))]);
    let (_folder, path) = file("two.jsonl", &two);
    let output = run(&["call", "abc", &path]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        output.stdout.is_empty() && said.contains("abc-1") && said.contains("abc-2"),
        "{said}"
    );
}

#[test]
fn find_names_where_an_identifier_occurs() {
    let endpoint = "570ea078-74e9-4430-9c67-464ba1fa5859";
    let (found, code) = answer(&["find", endpoint, "--format", "json", "summary.jsonl"]);
    let said = found.to_string();
    assert_eq!(code, Some(0));
    assert!(
        said.contains(P2P) && said.contains(endpoint) && said.contains("summary.jsonl"),
        "{said}"
    );
    let output = run(&["find", "no-such-thing", "summary.jsonl"]);
    assert!(text(&output.stdout).starts_with("nothing found"));
}

#[test]
fn errors_are_one_line_without_escapes() {
    for arguments in [
        vec!["calls", "no\u{1b}[31m\nfile"],
        vec!["call", "x\u{1b}]0;t\u{7}\ny", "summary.jsonl"],
    ] {
        let output = run(&arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(
            said.starts_with("callscope: ") && !said.trim_end().contains(char::is_control),
            "{said:?}"
        );
    }
}

#[test]
fn names_of_files_reach_no_terminal_raw() {
    let (_folder, path) = file("na\u{1b}[31mme\nx.jsonl", b"{\"a\":1}\nbroken\n");
    let output = run(&["check", &path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!output.stdout.contains(&0x1b));
    let (report, _) = answer(&["check", "--format", "json", &path]);
    assert_eq!(report["files"][0]["path"], json!(path));
}

#[test]
fn an_output_closed_early_ends_quietly() {
    let many: Vec<Value> = (0..3000)
        .map(|n| summary(&format!("call-{n}"), &json!({})))
        .collect();
    let (_folder, path) = file("many.jsonl", &lines(&many));
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("callscope"))
        .args(["calls", "--format", "jsonl", &path])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stderr), "");
}

/// Good, broken, blank and wrapped lines over more than one chunk, with the places of what must be rejected.
fn mixed() -> (Vec<u8>, u64, Vec<Value>) {
    let (mut bytes, mut total, mut places) = (Vec::new(), 0, Vec::new());
    let good = |n: usize| summary(&format!("call-{n}"), &json!({})).to_string();
    for n in 0..9000 {
        let (line, records, is_bad) = match n % 97 {
            3 => (good(n)[..100].to_owned(), 1, true),
            5 => (" \t ".to_owned(), 0, false),
            7 => ("no json \u{1b}[31m".to_owned(), 1, true),
            11 => (
                format!("{{\"records\":[{},{}]}}", good(n), good(n + 10_000)),
                2,
                false,
            ),
            13 => ("5".to_owned(), 1, true),
            _ => (good(n), 1, false),
        };
        total += records;
        if is_bad {
            places.push(json!([n + 1, bytes.len()]));
        }
        bytes.extend_from_slice(line.as_bytes());
        bytes.extend_from_slice(if n % 2 == 0 { b"\n" } else { b"\r\n" });
    }
    (bytes, total, places)
}

#[test]
fn file_pipe_and_gzip_count_the_same_and_name_the_same_places() {
    let (bytes, total, places) = mixed();
    assert!(bytes.len() > 3 << 19, "more than a chunk");
    let (_folder, plain) = file("a.jsonl", &bytes);
    let (_other, gzip) = file("a.jsonl.gz", &packed(&bytes));
    let piped = |bytes: &[u8]| {
        let mut command = callscope(&["check", "--format", "json", "-"]);
        let output = command.write_stdin(bytes.to_vec()).output();
        serde_json::from_slice(&output.expect("the program runs").stdout).expect("a report")
    };
    let reports: [Value; 4] = [
        answer(&["check", "--format", "json", &plain]).0,
        answer(&["check", "--format", "json", &gzip]).0,
        piped(&bytes),
        piped(&packed(&bytes)),
    ];
    let rejected = places.len() as u64;
    for report in reports {
        let file = &report["files"][0];
        let records = json!({"total": total, "loaded": total - rejected, "rejected": rejected});
        assert_eq!((&file["records"], &file["lines"]), (&records, &json!(9000)));
        let issues = file["issues"].as_array().expect("issues");
        let named: Vec<Value> = issues
            .iter()
            .map(|i| json!([i["line"], i["offset"]]))
            .collect();
        assert_eq!(named, places[..named.len()]);
        assert_eq!(file["issues_omitted"], rejected - named.len() as u64);
    }
}

#[test]
fn a_partial_answer_says_so_on_standard_error() {
    let good = lines(&[summary("c1", &json!({}))]);
    let (_folder, path) = file("good.jsonl", &good);
    let output = run(&["calls", &path, "no-such-file"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        said.contains("no-such-file: cannot be read") && said.lines().count() == 1,
        "{said}"
    );
    let output = run(&["calls", "rejects.jsonl", &path]);
    let said = text(&output.stderr);
    assert!(
        said.contains("records rejected; 'callscope check PATH'"),
        "{said}"
    );
    assert_eq!(text(&run(&["calls", &path]).stderr), "");
}

#[test]
fn a_gzip_cut_short_keeps_and_counts_what_was_read() {
    let (bytes, ..) = mixed();
    let whole = packed(&bytes);
    let (_folder, path) = file("cut.jsonl.gz", &whole[..whole.len() / 2]);
    let (report, code) = answer(&["check", "--format", "json", &path]);
    let file = &report["files"][0];
    assert_eq!(code, Some(1));
    assert!(
        file["error"]
            .as_str()
            .is_some_and(|error| error.contains("cut short"))
    );
    assert!(file["records"]["loaded"].as_u64() > Some(100));
}

#[test]
fn an_id_in_braces_is_the_same_call_leg_and_endpoint() {
    let records = [
        summary(
            "{ABC-1}",
            &json!({"participantId": "{P1}", "endpointId": " {e1}"}),
        ),
        record(
            "CallDiagnostics",
            "abc-1",
            &json!({"participantId": "p1", "endpointId": "e1",
            "mediaType": "Audio", "streamId": "1", "jitterAvg": 1}),
        ),
    ];
    let (_folder, path) = file("braces.jsonl", &lines(&records));
    let found = calls(&path);
    assert_eq!(found.len(), 1);
    let counts =
        ["legs", "participants", "endpoints", "streams"].map(|name| found[0][name].clone());
    assert_eq!(counts, [json!(1), json!(1), json!(1), json!(1)]);
}

fn operation(call: &str, participant: &str, minute: u32) -> Value {
    json!({"time": format!("2024-05-09T10:{minute:02}:05Z"), "category": "CallClientOperations",
        "operationName": "Join", "properties": {"CallClientTimeStamp": format!("2024-05-09T10:{minute:02}:00Z"),
        "CallId": call, "ParticipantId": participant, "OperationId": format!("op-{minute}"),
        "ClientInstanceId": "client", "EndpointId": "e1", "ResultType": "Succeeded"}})
}

#[test]
fn an_operation_before_a_call_known_by_clients_only_makes_no_second_leg() {
    let records = [
        operation("", "", 1),
        operation("c1", "p1", 2),
        operation("c1", "p1", 3),
    ];
    let (_folder, path) = file("orphan.jsonl", &lines(&records));
    let found = calls(&path);
    assert_eq!((found.len(), &found[0]["legs"]), (1, &json!(1)));
}

#[test]
fn a_network_flag_is_raised_in_every_spelling_of_true() {
    for raised in [
        json!(true),
        json!("True"),
        json!(1),
        json!("1"),
        json!("Bad"),
    ] {
        let mut flag = operation("c1", "p1", 1);
        flag["operationName"] = json!("UserFacingDiagnostics");
        flag["properties"]["OperationPayload"] =
            json!({"DiagnosticChanged": "noNetwork", "DiagnosticQuality": raised});
        let (_folder, path) = file("flag.jsonl", &lines(&[flag]));
        let call = &calls(&path)[0];
        assert_eq!(
            (&call["verdict"], &call["poor_due_to"]),
            (&json!("bad"), &json!(["ufd_network"])),
            "{raised}"
        );
    }
}

#[test]
fn operations_that_join_no_call_are_counted_once() {
    let alone = operation("", "", 1);
    let (_folder, path) = file("loose.jsonl", &lines(&[alone.clone(), alone]));
    let (report, _) = answer(&["check", "--format", "json", &path]);
    let model = &report["model"];
    assert_eq!(
        (&model["operations"], &model["duplicates"]),
        (&json!(1), &json!(1))
    );
}

#[test]
fn a_redacted_and_a_missing_subcode_are_one_end_code() {
    let leg = |id: &str, subcode: Value| {
        let ids = json!({"participantId": id, "endpointId": id, "participantEndReason": "410",
            "ResultCategory": "Success", "participantEndSubCode": subcode});
        summary("c1", &ids)
    };
    let records = [
        leg("p1", json!("Redacted")),
        leg("p2", Value::Null),
        leg("p3", json!(3112)),
    ];
    let (_folder, path) = file("codes.jsonl", &lines(&records));
    assert_eq!(calls(&path)[0]["end_codes"], json!(["410", "410/3112"]));
}

#[test]
fn a_leg_whose_summary_hides_the_endpoint_gets_it_from_its_streams() {
    let leg = |id: &str, endpoint: Value| {
        summary("c1", &json!({"participantId": id, "endpointId": endpoint}))
    };
    let stream = json!({"participantId": "p2", "endpointId": "e1", "endpointType": "VoIP",
        "mediaType": "Audio", "streamId": "1", "jitterAvg": 1});
    let records = [
        leg("p1", json!("e1")),
        leg("p2", Value::Null),
        record("CallDiagnostics", "c1", &stream),
    ];
    let (_folder, path) = file("rejoin.jsonl", &lines(&records));
    let call = &calls(&path)[0];
    let counts = ["legs", "participants", "endpoints"].map(|name| call[name].clone());
    assert_eq!(counts, [json!(2), json!(1), json!(1)]);
}

#[test]
fn a_folder_is_read_as_a_whole_and_says_what_it_left_out() {
    let folder = TempDir::new().expect("a folder for the test");
    let deep: PathBuf = folder.path().join("insights-logs-callsummary/y=2024/m=05");
    fs::create_dir_all(&deep).expect("folders can be made");
    fs::write(deep.join("PT1H.json"), lines(&[summary("c1", &json!({}))])).expect("a file");
    fs::write(folder.path().join("notes.txt"), "hello\n").expect("a file");
    let path = folder.path().to_str().expect("a plain path");
    let (report, code) = answer(&["check", "--format", "json", path]);
    assert_eq!(code, Some(0));
    assert_eq!(report["totals"]["loaded"], 1);
    assert!(
        report["skipped"][0]["path"]
            .as_str()
            .is_some_and(|path| path.ends_with("notes.txt"))
    );
}

#[test]
fn dates_that_may_be_read_both_ways_are_read_as_the_user_says() {
    let head = "CorrelationId,CallStartTime [UTC],ParticipantId,ParticipantEndReason";
    let text = format!("{head}\nc,05/09/2024 01:02:03,p,0\n");
    let (_folder, path) = file("query_data.csv", text.as_bytes());
    for (options, wanted) in [
        (&[][..], "2024-05-09T01:02:03.000Z"),
        (&["--dates", "month"], "2024-05-09T01:02:03.000Z"),
        (&["--dates", "day"], "2024-09-05T01:02:03.000Z"),
    ] {
        let all = [&["calls", "--format", "json", &path], options].concat();
        assert_eq!(answer(&all).0[0]["start"], wanted, "{options:?}");
    }
    let dotted = text.replace("05/09/2024", "05.09.2024");
    let (_folder, path) = file("query_data.csv", dotted.as_bytes());
    assert_eq!(calls(&path)[0]["start"], "2024-09-05T01:02:03.000Z");
}

#[test]
fn find_gives_the_same_rows_in_each_format() {
    let rows =
        |format: &str| text(&run(&["find", P2P, "--format", format, "summary.jsonl"]).stdout);
    let (list, _) = answer(&["find", P2P, "--format", "json", "summary.jsonl"]);
    let list = list.as_array().cloned().expect("a list of places");
    assert!(!list.is_empty());
    let lines: Vec<Value> = rows("jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a place a line"))
        .collect();
    assert_eq!(lines, list);
    let table = rows("table");
    assert_eq!(table.lines().count(), list.len() + 1, "{table}");
    for place in &list {
        let from = format!("{}:{}", place["file"].as_str().unwrap_or(""), place["line"]);
        assert!(table.contains(&from), "{from} in\n{table}");
    }
}

#[test]
fn find_answers_a_time_alone_and_a_list_of_ids() {
    let (calls, code) = answer(&["find", "~2001-01-01", "--format", "json", "summary.jsonl"]);
    assert_eq!(code, Some(0));
    let calls = calls.as_array().cloned().expect("a list of places");
    assert!(calls.iter().all(|place| place["kind"] == "call") && !calls.is_empty());
    let table = text(&run(&["find", "~2001-01-01", "summary.jsonl"]).stdout);
    assert!(table.contains("on 2001-01-01, UTC"), "{table}");
    assert!(table.contains("nothing then"), "{table}");
    let missing = "ffffffff-0000-4000-8000-00000000000f";
    let both = format!("{P2P}, {missing}");
    let table = text(&run(&["find", &both, "summary.jsonl"]).stdout);
    assert!(
        table.contains(&format!("{missing}: nothing found")),
        "{table}"
    );
    assert!(table.contains(P2P), "{table}");
    let nothing = text(
        &run(&[
            "find",
            "8d1a8374-344d-4502-b54b-ba2d6daaf0aa",
            "summary.jsonl",
        ])
        .stdout,
    );
    assert!(nothing.starts_with("nothing found\nnearest: "), "{nothing}");
    let other = "logs that could have held it but are not loaded:\n  CallSummaryUpdates: ";
    assert!(nothing.contains(other), "{nothing}");
    assert!(
        nothing.contains("\n  CallClientOperations: operations, "),
        "{nothing}"
    );
}
