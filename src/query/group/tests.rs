//! Groups against a naive count, on random calls.

mod zones;

use super::*;
use crate::model::automation::RequestRow;
use crate::model::batch::Batch;
use crate::model::call::CallDetail;
use crate::model::id::FileIx;
use crate::model::metric::position;
use crate::model::rows::{
    CallKind, Direction, Media, OperationRow, Quality, StreamRow, SummaryRow,
};
use crate::model::value::Num;
use crate::model::verdict::CallClass;
use crate::model::zone::Zone;
use crate::query::filter::{Clock, Filter, Kept, Marks};
use crate::query::fixture::{at, source};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A leg: call, who, code, SDK, system, version of the row (0 = final log), offset of a twin.
type Leg = (u8, u8, u8, u8, u8, u8);
/// A stream: call, who, media, codec, round trip time.
type Stream = (u8, u8, u8, u8, u16);
/// A report: call, who, which, how, when.
type Report = (u8, u8, u8, u8, u8);

const CODES: [(&str, &str, &str); 6] = [
    ("0", "", "Success"),
    ("410", "3112", "UnexpectedClientError"),
    ("500", "", "UnexpectedServerError"),
    ("", "", ""),
    ("410", "", "unexpectedClientError"),
    ("410", "Redacted", "missing"),
];
const SDKS: [&str; 6] = [
    "1.31.2",
    "1.4.0",
    "Redacted",
    "",
    "1.4.0-Beta",
    "1.4.0-beta",
];
const SYSTEMS: [&str; 6] = [
    "Windows 10.0.1 Arch: x64",
    "Windows 10.0.2",
    "iOS",
    "",
    "iOS 17.1",
    "Redacted",
];
/// Tags of which one is part of another, one that is the name of an app, and one that is a word of the filter.
const OPTIONS: [&str; 6] = [
    "",
    "{\"tags\":[\"clinic-7\",\"ward-9\"]}",
    "{\"tags\":[\"ward-9\"],\"x\":1}",
    "{\"appName\":\"ward-9\",\"tags\":[\"ward-90\"]}",
    "{\"tags\":[\"missing\",\"WARD-9\"]}",
    "{\"appName\":\"none\",\"tags\":[]}",
];
const MEDIA: [Media; 3] = [Media::Audio, Media::Video, Media::Unknown];
const CODECS: [&str; 3] = ["OPUS", "H264", ""];
const NAMES: [&str; 3] = ["NetworkSendQuality", "CameraFreeze", "StopVideo"];

fn summaries(batch: &mut Batch, legs: &[Leg]) {
    for (no, &(call, who, code, sdk, system, version)) in legs.iter().enumerate() {
        let (code, subcode, category) = CODES[usize::from(code)];
        let row = SummaryRow {
            call: batch.id(&format!("call{call}")),
            participant: batch.id(&format!("p{call}-{who}")),
            endpoint: batch.id(["", "e1", "e2"][usize::from(who % 3)]),
            identifier: batch.id(["u1", "u2", "u3", "Redacted", ""][usize::from(who)]),
            call_start: at(i64::from(call) * 5_000),
            call_kind: [CallKind::Group, CallKind::Group, CallKind::P2p][usize::from(call % 3)],
            end_code: batch.text(code),
            end_subcode: batch.text(subcode),
            result_category: batch.text(category),
            sdk: batch.text(SDKS[usize::from(sdk)]),
            os: batch.text(SYSTEMS[usize::from(system)]),
            options: batch.text(OPTIONS[usize::from((who + sdk) % 6)]),
            is_update: version > 0,
            version: Num::new(f64::from(version)),
            source: source(0, no as u64),
            hash: no as u64,
            ..SummaryRow::default()
        };
        batch.summaries.push(row);
    }
}

fn streams(batch: &mut Batch, rows: &[Stream]) {
    for (no, &(call, who, media, codec, rtt)) in rows.iter().enumerate() {
        let mut row = StreamRow {
            call: batch.id(&format!("call{call}")),
            participant: batch.id(&format!("p{call}-{who}")),
            endpoint: batch.id("e1"),
            media: MEDIA[usize::from(media)],
            stream_id: batch.text(&format!("{}", no % 4)),
            direction: [Direction::Inbound, Direction::Outbound][no % 2],
            codec: batch.text(CODECS[usize::from(codec)]),
            source: source(1, no as u64),
            hash: 10_000 + no as u64,
            ..StreamRow::default()
        };
        if rtt > 0 {
            row.values[position("rtt_avg").unwrap_or_default()] = Num::new(f64::from(rtt));
        }
        batch.streams.push(row);
    }
}

fn reports(batch: &mut Batch, rows: &[Report]) {
    for (no, &(call, who, name, quality, second)) in rows.iter().enumerate() {
        let name = NAMES[usize::from(name)];
        let is_report = name != "StopVideo";
        let qualities = [Quality::Bad, Quality::Poor, Quality::Good];
        let row = OperationRow {
            call: batch.id(&format!("call{call}")),
            participant: batch.id(&format!("p{call}-{who}")),
            time: at(i64::from(call) * 5_000 + i64::from(second)),
            name: batch.text(if is_report {
                "UserFacingDiagnostics"
            } else {
                name
            }),
            diagnostic: batch.text(if is_report { name } else { "" }),
            quality: qualities[usize::from(quality)],
            result: batch.text(["Succeeded", "Failed", ""][usize::from(quality)]),
            source: source(2, no as u64),
            hash: 20_000 + no as u64,
            ..OperationRow::default()
        };
        batch.operations.push(row);
        // Call automation asks for things, too.
        if (call + who).is_multiple_of(5) {
            let request = RequestRow {
                call: batch.id(&format!("call{call}")),
                name: batch.text(["Play", "StopVideo", ""][usize::from(quality)]),
                result: batch.text(["Failed", ""][usize::from(who % 2)]),
                source: source(2, 1_000 + no as u64),
                hash: 30_000 + no as u64,
                ..RequestRow::default()
            };
            batch.side.requests.push(request);
        }
    }
}

fn store_of(legs: &[Leg], stream_rows: &[Stream], report_rows: &[Report]) -> Store {
    let mut batch = Batch::new(FileIx(0), 0);
    summaries(&mut batch, legs);
    streams(&mut batch, stream_rows);
    reports(&mut batch, report_rows);
    let mut store = Store::new();
    store.note_inputs(["a", "b", "c"].map(str::to_owned).to_vec(), Vec::new());
    store.absorb(&batch);
    store.settle();
    store
}

/// Rows of any kind; what a failure prints.
type Rows = (Vec<Leg>, Vec<Stream>, Vec<Report>);

fn any_rows() -> impl Strategy<Value = Rows> {
    (
        prop::collection::vec((0..12u8, 0..5u8, 0..4u8, 0..4u8, 0..4u8, 0..3u8), 0..40),
        prop::collection::vec((0..13u8, 0..5u8, 0..3u8, 0..3u8, 0..900u16), 0..40),
        prop::collection::vec((0..14u8, 0..5u8, 0..3u8, 0..3u8, 0..60u8), 0..20),
    )
}

/// The same with values that differ in case only, that are parts of others, or words of the filter.
fn odd_rows() -> impl Strategy<Value = Rows> {
    let leg = (0..12u8, 0..5u8, 0..6u8, 0..6u8, 0..6u8, 0..3u8);
    (prop::collection::vec(leg, 0..40), any_rows())
        .prop_map(|(legs, (_, streams, reports))| (legs, streams, reports))
}

fn store_from((legs, streams, reports): &Rows) -> Store {
    store_of(legs, streams, reports)
}

fn facet(name: &str) -> &'static Facet {
    Facet::named(name).expect("a dimension")
}

fn by(name: &str, then: Option<&str>) -> Grouping {
    Grouping {
        by: facet(name),
        then: then.map(facet),
        metric: position("rtt_avg").unwrap_or_default(),
        counted: None,
        zone: Zone::Utc,
    }
}

/// What the words of a reference say of groups.
fn word(store: &Store, text: crate::model::id::TextRef) -> String {
    Key::text(text).words(store, facet("sdk"))
}

/// The values of a call, by looking at the call built in full.
fn naive(store: &Store, detail: &CallDetail, name: &str) -> BTreeSet<String> {
    let facts = store.facts(detail.call);
    let legs = detail.legs.iter();
    let found: BTreeSet<String> = match name {
        "sdk" => legs.map(|leg| word(store, leg.sdk)).collect(),
        "system" => legs
            .map(|leg| {
                if leg.os.is_known() {
                    crate::model::system::system_name(store.text(leg.os))
                } else {
                    word(store, leg.os)
                }
            })
            .collect(),
        "user" => legs
            .map(|leg| Key::id(leg.identifier).words(store, facet("user")))
            .collect(),
        "endpoint" => legs
            .map(|leg| Key::id(leg.endpoint).words(store, facet("user")))
            .collect(),
        "code" => legs
            .map(|leg| {
                let words = crate::model::facts::code_words(store, leg.end_code, leg.end_subcode);
                if words.is_empty() {
                    "no value".to_owned()
                } else {
                    words
                }
            })
            .collect(),
        "codec" => detail
            .streams
            .iter()
            .map(|stream| word(store, store.streams.codec()[stream.row.at()]))
            .collect(),
        "diagnostic" => detail
            .ranges
            .iter()
            .map(|range| word(store, range.name))
            .collect(),
        "type" => std::iter::once(facts.kind.name().unwrap_or("no value").to_owned()).collect(),
        "verdict" => std::iter::once(facts.verdict.class.name().to_owned()).collect(),
        other => unreachable!("{other}"),
    };
    let absent = facet(name).absent;
    let known: BTreeSet<String> = found
        .iter()
        .filter(|word| *word != "no value")
        .cloned()
        .collect();
    if known.is_empty() {
        std::iter::once(absent.to_owned()).collect()
    } else {
        known
    }
}

const NAIVE: [&str; 9] = [
    "sdk",
    "system",
    "user",
    "endpoint",
    "code",
    "codec",
    "diagnostic",
    "type",
    "verdict",
];

/// Calls, bad, burst, not judged.
type Sums = BTreeMap<String, [u64; 4]>;

fn sums_of(groups: &Groups, store: &Store) -> Sums {
    let rows = groups.rows.iter().map(|row| {
        let Count {
            calls,
            bad,
            burst,
            not_judged,
        } = row.count;
        (
            groups.grouping.words(store, row.keys),
            [calls, bad, burst, not_judged],
        )
    });
    let sums: Sums = rows.collect();
    assert_eq!(
        sums.len(),
        groups.rows.len(),
        "two groups of the same words"
    );
    sums
}

fn class_sums(class: CallClass) -> [u64; 4] {
    let one = |is: bool| u64::from(is);
    [
        1,
        one(class == CallClass::Bad),
        one(class == CallClass::Burst),
        one(class == CallClass::NotJudged),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn groups_are_those_of_a_naive_count(rows in any_rows()) {
        let store = store_from(&rows);
        for name in NAIVE {
            let mut wanted = Sums::new();
            for call in store.calls() {
                let detail = store.detail(call);
                for words in naive(&store, &detail, name) {
                    let sums = wanted.entry(words).or_default();
                    let class = class_sums(store.facts(call).verdict.class);
                    sums.iter_mut().zip(class).for_each(|(sum, one)| *sum += one);
                }
            }
            let groups = Groups::of(&store, by(name, None));
            prop_assert_eq!(sums_of(&groups, &store), wanted, "{}", name);
        }
    }

    #[test]
    fn groups_of_one_value_add_up_to_all_calls(rows in any_rows()) {
        let store = store_from(&rows);
        for name in ["type", "verdict", "day", "hour", "weekday", "legs"] {
            let groups = Groups::of(&store, by(name, None));
            let mut sum = [0; 5];
            for row in &groups.rows {
                let count = row.count;
                let own = [count.calls, count.bad, count.burst, count.ok(), count.not_judged];
                sum.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
            }
            let all = groups.all.count;
            prop_assert_eq!(sum, [all.calls, all.bad, all.burst, all.ok(), all.not_judged], "{}", name);
            prop_assert!(!groups.is_shared);
        }
    }

    #[test]
    fn the_filter_of_a_group_keeps_as_many_calls_as_it_counts(rows in odd_rows()) {
        let store = store_from(&rows);
        let pairs = [
            ("code", Some("user")),
            ("codec", Some("media")),
            ("sdk", Some("type")),
            ("tag", Some("category")),
            ("codec", Some("operation")),
            ("system", Some("due")),
        ];
        let single = Facet::all().iter().map(|facet| (facet.name, None));
        for (name, then) in pairs.into_iter().chain(single) {
            let groups = Groups::of(&store, by(name, then));
            for row in &groups.rows {
                let text = groups.grouping.conditions(&store, row.keys).join(" ");
                let reading = Filter::read(&text, &Clock::default());
                prop_assert!(reading.problems.is_empty(), "{}: {:?}", text, reading.problems);
                let filter = reading.filter.expect("a condition");
                let sieve = filter.sieve(&store, &Marks::default());
                let kept = store.calls().filter(|&call| sieve.keeps(&store, call) == Kept::Yes);
                prop_assert_eq!(kept.count() as u64, row.count.calls, "{}", text);
            }
        }
    }

    #[test]
    fn a_piece_at_a_time_counts_the_same(rows in any_rows(), most in 1..60_usize) {
        let store = store_from(&rows);
        for (name, then) in [("user", Some("code")), ("codec", None), ("finding", None)] {
            let grouping = by(name, then);
            let mut counting = Counting::new(&store, grouping);
            while counting.advance(&store, &mut |_| true, most) {
                let (done, of) = counting.progress();
                let part = counting.groups();
                prop_assert!(done < of && part.all.count.calls == done);
            }
            let mut groups = counting.groups();
            groups.sort(&store, &[Order::default()]);
            prop_assert_eq!(groups, Groups::of(&store, grouping));
        }
    }

    #[test]
    fn a_code_is_counted_where_the_legs_of_the_user_ended_with_it(rows in any_rows()) {
        let store = store_from(&rows);
        let code = |store: &Store, text: &str| crate::model::id::TextRef(store.texts.lookup(text).unwrap_or_default());
        let key = Key::pair(code(&store, "410"), code(&store, "3112"));
        prop_assume!(key.is_known());
        let grouping = Grouping { counted: Some((facet("code"), key)), ..by("user", None) };
        let groups = Groups::of(&store, grouping);
        for row in &groups.rows {
            let words = grouping.words(&store, row.keys);
            let mut met = 0;
            for call in store.calls() {
                let is_met = store.detail(call).legs.iter().any(|leg| {
                    Key::id(leg.identifier) == row.keys[0] && Key::pair(leg.end_code, leg.end_subcode) == key
                });
                met += u64::from(is_met);
            }
            if row.keys[0].is_known() {
                prop_assert_eq!((row.met, row.of), (met, row.count.calls), "{}", words);
            }
        }
    }
}

#[test]
fn small_groups_do_not_stand_above_large_ones_by_accident() {
    // One of one, against eight of ten; a group without judged calls last, what has no value behind even that.
    let mut legs: Vec<Leg> = (0..10)
        .map(|call| (call, call % 3, u8::from(call < 8), 0, 2, 0))
        .collect();
    legs.push((10, 0, 1, 1, 2, 0));
    let mut store = store_of(&legs, &[], &[]);
    let order = |store: &Store, by_what, is_reversed| -> Vec<String> {
        let mut groups = Groups::of(store, by("sdk", None));
        groups.sort(
            store,
            &[Order {
                by: by_what,
                is_reversed,
            }],
        );
        groups
            .rows
            .iter()
            .map(|row| groups.grouping.words(store, row.keys))
            .collect()
    };
    assert_eq!(order(&store, OrderBy::Share, false), ["1.31.2", "1.4.0"]);
    assert_eq!(order(&store, OrderBy::Name, false), ["1.4.0", "1.31.2"]);
    legs.push((11, 0, 1, 3, 2, 0));
    legs.push((12, 0, 1, 2, 2, 0));
    store = store_of(&legs, &[], &[]);
    for by_what in OrderBy::ALL.map(|(_, by)| by) {
        for is_reversed in [false, true] {
            let found = order(&store, by_what, is_reversed);
            assert_eq!(
                found[2..],
                ["redacted", "no value"],
                "{by_what:?} {is_reversed}"
            );
        }
    }
}

#[test]
fn ranks_are_of_calls_and_on_the_bad_side() {
    // Ten calls of one user, round trip times 10 … 100; a second stream of a call that is better does not count.
    let legs: Vec<Leg> = (0..10).map(|call| (call, 0, 0, 0, 2, 0)).collect();
    let mut rows: Vec<Stream> = (0..10)
        .map(|call| (call, 0, 0, 0, u16::from(call + 1) * 10))
        .collect();
    rows.push((9, 0, 1, 1, 5));
    let store = store_of(&legs, &rows, &[]);
    let groups = Groups::of(&store, by("sdk", None));
    let spread = groups.rows[0].spread.expect("values");
    assert_eq!(
        (spread.count, spread.p50, spread.p90, spread.p95),
        (10, 50.0, 90.0, 100.0)
    );
    // By media the value is that of the streams of this media.
    let groups = Groups::of(&store, by("media", None));
    let video = groups
        .rows
        .iter()
        .find(|row| row.keys[0] == Key::Name("video"))
        .expect("video");
    assert_eq!(
        video.spread.map(|spread| (spread.count, spread.p95)),
        Some((1, 5.0))
    );
}

#[test]
fn who_meets_it_how_is_said_in_one_line() {
    let code = |call: u8| u8::from(call != 3 && call != 4);
    // u1: every one of three calls; u2 one of four.
    let mut legs: Vec<Leg> = (0..3).map(|call| (call, 0, 1, 0, 2, 0)).collect();
    legs.extend((4..8).map(|call| (call, 1, u8::from(call == 5), 0, 2, 0)));
    legs.push((8, 2, code(8), 0, 2, 0));
    let store = store_of(&legs, &[], &[]);
    let text = |word: &str| crate::model::id::TextRef(store.texts.lookup(word).unwrap_or_default());
    let counted = Some((facet("code"), Key::pair(text("410"), text("3112"))));
    let groups = Groups::of(
        &store,
        Grouping {
            counted,
            ..by("user", None)
        },
    );
    assert_eq!(
        groups.habits().as_deref(),
        Some("1 user, every call: firewall or set-up; 1 user, now and then; 1 user, one call")
    );
    let mut groups = groups;
    groups.sort(
        &store,
        &[Order {
            by: OrderBy::Unlikely,
            is_reversed: false,
        }],
    );
    let first = groups.rows.first().map(|row| (row.met, row.of));
    assert_eq!(first, Some((3, 3)));
}

#[test]
fn a_user_with_and_without_what_stands_before_it_is_one_group_as_it_is_for_the_filter() {
    let mut batch = Batch::new(FileIx(0), 0);
    for (no, user) in ["8:acs:r_u1", "acs:r_U1", "acs:r_u2"]
        .into_iter()
        .enumerate()
    {
        let row = SummaryRow {
            call: batch.id(&format!("call{no}")),
            participant: batch.id(&format!("p{no}")),
            identifier: batch.id(user),
            source: source(0, no as u64),
            hash: no as u64,
            ..SummaryRow::default()
        };
        batch.summaries.push(row);
    }
    let store = Store::of([&batch]);
    let groups = Groups::of(&store, by("user", None));
    let calls: Vec<u64> = groups.rows.iter().map(|row| row.count.calls).collect();
    assert_eq!(calls, [2, 1]);
    let reading = Filter::read("user=acs:r_u1", &Clock::default());
    let filter = reading.filter.expect("a filter");
    let kept = store
        .calls()
        .filter(|&call| filter.keeps(&store, call) == Kept::Yes);
    assert_eq!(kept.count(), 2);
}
