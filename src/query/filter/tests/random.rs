//! Filters against random models: printing and reading again, and the same answers as the naive evaluator.

use super::naive::naive;
use super::{filter, read};
use crate::model::batch::Batch;
use crate::model::id::FileIx;
use crate::model::rows::{
    CallKind, Direction, Media, OperationRow, Quality, StreamRow, SummaryRow,
};
use crate::model::store::Store;
use crate::model::value::{Num, Time};
use crate::query::filter::ask::all;
use crate::query::filter::join::{both, operand};
use crate::query::filter::tree::Node;
use crate::query::filter::{Clock, Filter, Marks, sift};
use crate::query::fixture::source;
use proptest::prelude::*;

const CALLS: [&str; 3] = ["call-a", "call-b", "call-c"];
const PARTS: [&str; 4] = ["leg-1", "leg-2", "leg-3", ""];
const SDKS: [&str; 6] = ["1.27.1", "1.31.2", "1.3", "Redacted", "", "2.0 beta"];
const SYSTEMS: [&str; 4] = ["Windows 11.0.1 x64", "Android 14", "Redacted", ""];
const USERS: [&str; 5] = ["8:acs:one", "acs:one", "4:+44207946", "Redacted", ""];
const CODES: [(&str, &str, &str); 5] = [
    ("410", "3112", "UnexpectedClientError"),
    ("0", "", "Success"),
    ("487", "0", ""),
    ("", "", ""),
    ("Redacted", "", "Redacted"),
];
const OPERATIONS: [(&str, &str, Quality); 4] = [
    ("Join", "", Quality::Unknown),
    ("Hangup", "", Quality::Unknown),
    ("UserFacingDiagnostics", "CameraFreeze", Quality::Bad),
    ("UserFacingDiagnostics", "NetworkSendQuality", Quality::Good),
];

/// A row: of which call, kind, and picks from the lists above.
type Row = (usize, usize, [usize; 6], [Option<u8>; 3]);

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let picks = prop::array::uniform6(0..12_usize);
    let numbers = prop::array::uniform3(prop::option::weighted(0.7, 0..40_u8));
    prop::collection::vec((0..3_usize, 0..3_usize, picks, numbers), 0..14)
}

fn number(value: Option<u8>, scale: f64) -> Num {
    match value {
        None => Num::MISSING,
        Some(0) => Num::REDACTED,
        Some(value) => Num::new(f64::from(value) * scale),
    }
}

/// 2026-11-18 is a Wednesday.
fn moment(pick: usize) -> Time {
    if pick == 0 {
        return Time::MISSING;
    }
    let day = Time::parse("2026-11-18T00:30:00Z")
        .ticks()
        .unwrap_or_default();
    Time::from_ticks(day + pick as i64 * 5 * 3_600 * Time::SECOND)
}

fn summary(batch: &mut Batch, no: usize, (call, _, picks, numbers): Row) {
    let (code, subcode, category) = CODES[picks[3] % 5];
    let row = SummaryRow {
        call: batch.id(CALLS[call]),
        participant: batch.id(PARTS[picks[0] % 4]),
        endpoint: batch.id(["endpoint-1", "endpoint-2", ""][picks[4] % 3]),
        identifier: batch.id(USERS[picks[1] % 5]),
        call_start: moment(picks[5]),
        call_duration: number(numbers[0], 30.0),
        call_kind: [CallKind::Group, CallKind::P2p, CallKind::Unknown][picks[5] % 3],
        leg_duration: number(numbers[1], 20.0),
        end_code: batch.text(code),
        end_subcode: batch.text(subcode),
        result_category: batch.text(category),
        sdk: batch.text(SDKS[picks[2] % 6]),
        os: batch.text(SYSTEMS[picks[3] % 4]),
        version: Num::new(picks[0] as f64),
        hash: 1_000 + (no % 9) as u64,
        source: source(0, no as u64),
        ..SummaryRow::default()
    };
    batch.summaries.push(row);
}

fn stream(batch: &mut Batch, no: usize, (call, _, picks, numbers): Row) {
    let media = [
        ("Audio", Media::Audio),
        ("Video", Media::Video),
        ("VBSS", Media::Screen),
        ("", Media::Unknown),
    ];
    let (word, media) = media[picks[1] % 4];
    let mut row = StreamRow {
        call: batch.id(CALLS[call]),
        participant: batch.id(PARTS[picks[0] % 4]),
        media,
        media_word: batch.text(word),
        stream_id: batch.text(["1", "2"][picks[2] % 2]),
        direction: [Direction::Inbound, Direction::Outbound, Direction::Unknown][picks[3] % 3],
        codec: batch.text(["OPUS", "H264", "", "Redacted"][picks[4] % 4]),
        transport: batch.text(["UDP", "TCP", ""][picks[5] % 3]),
        generated: moment(picks[5]),
        hash: 2_000 + no as u64,
        source: source(1, no as u64),
        ..StreamRow::default()
    };
    row.values[0] = number(numbers[0], 2.0);
    row.values[5] = number(numbers[1], 0.01);
    row.values[10] = number(numbers[2], 1.0);
    batch.streams.push(row);
}

fn operation(batch: &mut Batch, no: usize, (call, _, picks, _): Row) {
    let (name, diagnostic, quality) = OPERATIONS[picks[1] % 4];
    let row = OperationRow {
        call: batch.id(CALLS[call]),
        participant: batch.id(PARTS[picks[0] % 4]),
        operation: batch.id(["op-1", "op-2"][picks[2] % 2]),
        time: moment(picks[5].max(1)),
        name: batch.text(name),
        result: batch.text(["Succeeded", "Failed", ""][picks[3] % 3]),
        diagnostic: batch.text(diagnostic),
        quality,
        hash: 3_000 + no as u64,
        source: source(2, no as u64),
        ..OperationRow::default()
    };
    batch.operations.push(row);
}

pub(super) fn store(rows: &[Row]) -> Store {
    let mut batch = Batch::new(FileIx(0), 0);
    for (no, &row) in rows.iter().enumerate() {
        match row.1 {
            0 => summary(&mut batch, no, row),
            1 => stream(&mut batch, no, row),
            _ => operation(&mut batch, no, row),
        }
    }
    Store::of([&batch])
}

/// A condition of the fields that the naive evaluator knows.
fn condition() -> impl Strategy<Value = String> {
    const EQUAL: &[&str] = &["=", "!=", ":"];
    const WORDS: &[&str] = &["=", "!=", ":", "~"];
    const ORDER: &[&str] = &["<", "<=", ">", ">="];
    const ALL: &[&str] = &["=", "!=", "<", "<=", ">", ">="];
    let of = |fields: &'static [&'static str],
              ops: &'static [&'static str],
              values: &'static [&'static str]| {
        let value = prop::sample::select(values);
        let values = prop::collection::vec(value, 1..3).prop_map(|values| values.join(","));
        (
            prop::sample::select(fields),
            prop::sample::select(ops),
            values,
        )
            .prop_map(|(field, op, values)| format!("{field}{op}{values}"))
    };
    prop_oneof![
        4 => of(&["sdk", "sdk", "os"], WORDS, &["1.27", "1.31.2", "1.3", "\"2.0 beta\"", "Windows", "\"Windows 11\"", "\"redacted\""]),
        1 => of(&["sdk", "os", "code", "media", "codec"], &["=", "!="], &["redacted", "missing"]),
        1 => of(&["sdk"], ORDER, &["1.27", "1.31", "2.0", "1.3"]),
        3 => of(&["media"], EQUAL, &["video", "audio", "vbss"]),
        1 => of(&["dir"], EQUAL, &["in", "outbound"]),
        2 => of(&["codec", "transport"], WORDS, &["OPUS", "H264", "tcp"]),
        4 => of(&["loss.max", "loss_max"], ALL, &["5%", "0.1", "20%"]),
        3 => of(&["jitter"], ALL, &["30", "8ms", "0.04s"]),
        2 => of(&["fps"], ALL, &["7", "15fps"]),
        2 => of(&["end"], WORDS, &["410/3112", "410", "0", "487/"]),
        2 => of(&["code", "subcode", "category"], WORDS, &["410", "3112", "unexpected", "Success"]),
        2 => of(&["user"], WORDS, &["8:acs:one", "acs:one", "4:+44207946"]),
        2 => of(&["op", "result", "ufd"], WORDS, &["Join", "failed", "cameraFreeze", "network"]),
        2 => of(&["dur", "leg.dur"], ALL, &["300", "5m", "90s"]),
        2 => of(&["legs", "streams"], ALL, &["0", "2"]),
        2 => of(&["verdict"], EQUAL, &["bad", "burst", "ok"]),
        1 => of(&["due"], EQUAL, &["loss", "jitter"]),
        1 => of(&["type"], EQUAL, &["group", "P2P"]),
        2 => of(&["start", "during"], ORDER, &["2026-11-19", "2026-11-18T12:00Z", "02:00", "-3h"]),
        1 => of(&["start", "during"], &[":"], &["20:00..02:00", "2026-11-18..2026-11-18", "06:30"]),
        1 => of(&["day"], EQUAL, &["wed", "2026-11-19"]),
        1 => of(&["hour"], ALL, &["0", "16"]),
        1 => prop::sample::select(&["orphan", "redacted", "final=no", "orphan!=yes"][..]).prop_map(str::to_owned),
    ]
}

fn expression() -> impl Strategy<Value = String> {
    condition().prop_recursive(4, 12, 4, |inner| {
        let several = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            4 => several.clone().prop_map(|parts| parts.join(" ")),
            2 => several.clone().prop_map(|parts| format!("({})", parts.join(" "))),
            2 => several.prop_map(|parts| format!("({})", parts.join(" or "))),
            1 => inner.prop_map(|part| format!("not ({part})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_fast_way_says_what_the_naive_way_says(rows in rows(), text in expression()) {
        let store = store(&rows);
        let filter = filter(&text);
        let sieve = filter.sieve(&store, &Marks::default());
        for call in store.calls() {
            let wanted = naive(&filter.root, &store, call);
            prop_assert_eq!(sieve.keeps(&store, call), wanted, "{} of {}", text, store.id(store.call_id(call)));
        }
    }

    #[test]
    fn what_is_printed_reads_as_the_same(text in expression()) {
        let filter = filter(&text);
        let printed = filter.to_string();
        let again = read(&printed);
        prop_assert_eq!(&again.problems, &[], "{}", printed);
        prop_assert_eq!(again.filter, Some(filter), "{}", printed);
    }

    #[test]
    fn whatever_is_typed_is_read_and_what_is_left_prints(text in "[a-z~\"\\\\().,:<>=!0-9 %*/é-]{0,40}") {
        let reading = read(&text);
        for problem in &reading.problems {
            prop_assert!(text.get(problem.span.clone()).is_some(), "{:?}", problem);
            prop_assert!(!problem.expected.is_empty());
        }
        if let Some(filter) = reading.filter {
            let printed = filter.to_string();
            let again = read(&printed);
            prop_assert_eq!(&again.problems, &[], "{}", printed);
            prop_assert_eq!(again.filter, Some(filter), "{}", printed);
        }
    }

    #[test]
    fn a_list_is_sifted_as_its_calls_are(rows in rows(), text in expression(), most in 1..4_usize) {
        let store = store(&rows);
        let filter: Filter = filter(&text);
        let calls: Vec<_> = store.calls().collect();
        let whole = sift(&store, filter.sieve(&store, &Marks::default()), calls.clone());
        let mut steps = crate::query::filter::Sifting::new(filter.sieve(&store, &Marks::default()), calls.clone());
        while steps.advance(&store, most) {}
        prop_assert_eq!(&steps.finish(), &whole);
        let kept: Vec<_> = calls.iter().copied().filter(|&call| filter.keeps(&store, call) == crate::query::filter::Kept::Yes).collect();
        prop_assert_eq!(whole.calls, kept);
    }

    #[test]
    fn two_filters_put_together_keep_what_both_keep(rows in rows(), one in alternatives(), other in alternatives()) {
        let store = store(&rows);
        let text = both(&one, &other, &Clock::default());
        let (whole, parts) = (filter(&text), [filter(&one), filter(&other)]);
        for call in store.calls() {
            let wanted = all(parts.iter().map(|part| part.keeps(&store, call)));
            prop_assert_eq!(whole.keeps(&store, call), wanted, "{}", text);
        }
        prop_assert_eq!(both(&text, &other, &Clock::default()), text);
    }

    #[test]
    fn a_filter_put_into_another_stays_one_part_of_it(saved in alternatives(), beside in condition()) {
        let part = operand(&saved, Clock::default());
        let root = filter(&saved).root;
        let is_several = matches!(root, Node::And(_) | Node::Or(_));
        prop_assume!(is_several);
        let of = |text: String| filter(&text).root;
        prop_assert_eq!(of(format!("not {part}")), Node::Not(Box::new(root.clone())));
        let other = of(beside.clone());
        prop_assert_eq!(of(format!("{beside} {part}")), Node::And(vec![other.clone(), root.clone()]));
        let behind = of(format!("{part} or {beside}"));
        prop_assert_eq!(behind, Node::Or(vec![root, other]));
    }
}

/// Filters as people type them: alternatives without brackets, too.
fn alternatives() -> impl Strategy<Value = String> {
    prop::collection::vec(expression(), 1..3).prop_map(|parts| parts.join(" or "))
}
