//! Order, limit and formats of the list.

use crate::error::Error;
use crate::model::store::Store;
use crate::report::calls::{ListOptions, duration, unique_length, write_calls, write_problems};
use crate::report::fixture::Record::{Stream, Summary};
use crate::report::fixture::{calls_table, store, written};
use crate::report::{FIELDS, Format, Look, Sort, exit};

fn three() -> Store {
    store(&[
        Summary(&[
            ("call", "bbbbbbbb-1"),
            ("participant", "p1"),
            ("type", "Group"),
            ("start", "2026-01-02T00:00:00Z"),
            ("duration", "61"),
            ("code", "0"),
            ("sdk", "=cmd"),
        ]),
        Summary(&[
            ("call", "aaaaaaaa-1"),
            ("participant", "p2"),
            ("start", "2026-01-03T00:00:00Z"),
            ("code", "410"),
            ("subcode", "3112"),
        ]),
        Summary(&[
            ("call", "cccccccc-1"),
            ("participant", "p3"),
            ("duration", "5"),
            ("code", "500"),
            ("category", "UnexpectedServerError"),
        ]),
        Summary(&[
            ("call", "cccccccc-1"),
            ("participant", "p4"),
            ("code", "500"),
            ("category", "UnexpectedServerError"),
        ]),
        Stream(&[
            ("call", "bbbbbbbb-1"),
            ("participant", "p1"),
            ("media", "audio"),
            ("rtt_avg", "45"),
            ("loss_max", "0.04"),
        ]),
    ])
}

/// First letters of the call ids, in the order of the answer.
fn order(options: &ListOptions) -> String {
    let options = ListOptions {
        format: Format::JsonLines,
        ..*options
    };
    let (text, code) = written(|out| write_calls(out, &three(), &options));
    assert_eq!(code, exit::FINE);
    text.lines()
        .map(|line| {
            let call: serde_json::Value = serde_json::from_str(line).expect("an object a line");
            call["call_id"]
                .as_str()
                .and_then(|id| id.chars().next())
                .expect("an id")
        })
        .collect()
}

fn sorted(by: &str) -> String {
    let sort = by.parse().expect("a field");
    order(&ListOptions {
        sort: Some(sort),
        ..ListOptions::default()
    })
}

#[test]
fn calls_come_by_start_and_those_without_one_last() {
    assert_eq!(order(&ListOptions::default()), "bac");
    assert_eq!(
        order(&ListOptions {
            limit: Some(2),
            ..ListOptions::default()
        }),
        "ba"
    );
    assert_eq!(
        order(&ListOptions {
            limit: Some(9),
            ..ListOptions::default()
        }),
        "bac"
    );
}

#[test]
fn every_field_sorts_both_ways_with_missing_last() {
    assert_eq!(
        (sorted("duration_s"), sorted("duration_s:desc")),
        ("cba".to_owned(), "bca".to_owned())
    );
    assert_eq!(
        (sorted("start"), sorted("start:desc")),
        ("bac".to_owned(), "abc".to_owned())
    );
    assert_eq!(
        (sorted("call_id:desc"), sorted("dropped:desc")),
        ("cba".to_owned(), "cab".to_owned())
    );
    assert_eq!(
        (sorted("verdict"), sorted("rtt_avg_ms")),
        ("acb".to_owned(), "bac".to_owned())
    );
    for field in &FIELDS {
        assert_eq!(sorted(field.name).len(), 3, "{}", field.name);
    }
}

#[test]
fn a_wrong_order_is_wrong_usage_and_says_what_there_is() {
    let error = |text: &str| match text.parse::<Sort>() {
        Err(Error::Usage(line)) => line,
        other => format!("{other:?}"),
    };
    assert!(error("jitter").contains("jitter_avg_ms"));
    assert!(error("start:down").contains("start:desc"));
}

#[test]
fn problems_are_the_bad_calls_worst_first() {
    let options = ListOptions {
        format: Format::JsonLines,
        ..ListOptions::default()
    };
    let (text, code) = written(|out| write_problems(out, &three(), &options));
    let firsts: Vec<&str> = text.lines().map(|line| &line[..13]).collect();
    assert_eq!(
        firsts,
        ["{\"call_id\":\"cc", "{\"call_id\":\"aa"].map(|s| &s[..13])
    );
    assert_eq!(code, exit::FOUND);
    let fine = store(&[Summary(&[("call", "c"), ("participant", "p1")])]);
    assert_eq!(
        written(|out| write_problems(out, &fine, &options)),
        (String::new(), exit::FINE)
    );
}

#[test]
fn json_has_the_fields_of_the_contract_in_its_order() {
    let options = ListOptions {
        format: Format::JsonLines,
        limit: Some(1),
        ..ListOptions::default()
    };
    let (text, _) = written(|out| write_calls(out, &three(), &options));
    assert_eq!(
        text,
        concat!(
            r#"{"call_id":"bbbbbbbb-1","start":"2026-01-02T00:00:00.000Z","duration_s":61,"type":"Group","legs":1,"#,
            r#""participants":1,"endpoints":0,"streams":1,"verdict":"ok","reason":"","poor_streams":0,"judged_streams":1,"#,
            r#""poor_due_to":[],"dropped":0,"jitter_avg_ms":null,"jitter_max_ms":null,"rtt_avg_ms":45.0,"rtt_max_ms":null,"#,
            r#""loss_avg":null,"loss_max":0.04,"end_codes":["0"],"sdk":["=cmd"],"os":[],"teams_thread_id":null,"#,
            r#""orphan":false,"final":true}"#,
            "\n"
        )
    );
}

#[test]
fn csv_has_one_line_a_call_and_no_formula() {
    let options = ListOptions {
        format: Format::Csv,
        limit: Some(1),
        ..ListOptions::default()
    };
    let (text, _) = written(|out| write_calls(out, &three(), &options));
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("call_id,start,duration_s,type,legs,"));
    assert_eq!(
        lines[1],
        "bbbbbbbb-1,2026-01-02T00:00:00.000Z,61,Group,1,1,0,1,ok,,0,1,,0,,,45,,,0.04,0,'=cmd,,,false,true"
    );
    assert_eq!(lines.len(), 2);
}

#[test]
fn markdown_is_a_table_with_full_ids() {
    let options = ListOptions {
        format: Format::Markdown,
        limit: Some(1),
        ..ListOptions::default()
    };
    let (text, _) = written(|out| write_calls(out, &three(), &options));
    assert_eq!(
        text.lines().nth(2),
        Some("| . | 2026-01-02 00:00:00 | 1:01 | Group | 1 | 1 | - | - | 4.0 | 0 | bbbbbbbb-1 |")
    );
}

#[test]
fn the_table_fits_eighty_columns() {
    let table = calls_table(
        &three(),
        Look {
            width: 80,
            is_ascii: true,
        },
    );
    assert!(table.lines().all(|line| line.len() <= 80), "{table}");
    let first = table.lines().nth(1).expect("a row");
    assert!(
        first.starts_with(". 01-02 00:00 1:01 Group   1   1"),
        "{table}"
    );
    assert_eq!(table.lines().count(), 4);
    assert_eq!(calls_table(&store(&[]), Look::default()), "no calls\n");
}

#[test]
fn short_ids_are_long_enough_to_differ() {
    let ids = |a, b| {
        store(&[
            Summary(&[("call", a), ("participant", "p1")]),
            Summary(&[("call", b), ("participant", "p2")]),
        ])
    };
    assert_eq!(unique_length(&ids("aaaaaaaaaaaa", "bbbbbbbbbbbb")), 8);
    assert_eq!(unique_length(&ids("abcdefghij-1", "ABCDEFGHIJ-2")), 12);
}

#[test]
fn durations_read_like_a_clock() {
    assert_eq!(
        [0.0, 9.9, 61.0, 3_723.0].map(duration),
        ["0:00", "0:09", "1:01", "1:02:03"]
    );
}
