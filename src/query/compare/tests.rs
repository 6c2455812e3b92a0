//! Comparisons: data in, dump out.

use super::*;
use crate::model::batch::Batch;
use crate::model::call::LegNo;
use crate::model::id::{FileIx, StreamIx};
use crate::model::metric::position;
use crate::model::rows::{CallKind, Direction, Media, StreamRow, SummaryRow};
use crate::query::fixture::{self, CALL_A, CALL_B, at, source};

/// A call of one leg with one audio stream: id, SDK, end code, RTT in ms (text as logged).
type One = (&'static str, &'static str, &'static str, &'static str);

fn batch(calls: &[One]) -> Batch {
    let mut batch = Batch::new(FileIx(0), 0);
    for (no, &(id, sdk, code, rtt)) in calls.iter().enumerate() {
        let second = 1_000 * no as i64;
        let leg = SummaryRow {
            call: batch.id(id),
            participant: batch.id(&format!("p-{id}")),
            call_start: at(second),
            call_duration: Num::new(60.0),
            call_kind: CallKind::Group,
            leg_start: at(second + 5),
            leg_duration: Num::new(50.0 + no as f64),
            end_code: batch.text(code),
            result_category: batch.text(if code == "0" {
                "Success"
            } else {
                "UnexpectedClientError"
            }),
            sdk: batch.text(sdk),
            hash: 100 + no as u64,
            source: source(0, no as u64),
            ..SummaryRow::default()
        };
        batch.summaries.push(leg);
        let mut stream = StreamRow {
            call: batch.id(id),
            participant: batch.id(&format!("p-{id}")),
            media: Media::Audio,
            media_word: batch.text("Audio"),
            stream_id: batch.text("1"),
            codec: batch.text("SATIN"),
            direction: Direction::Outbound,
            hash: 900 + no as u64,
            source: source(1, no as u64),
            ..StreamRow::default()
        };
        stream.values[position("rtt_avg").expect("a measure")] = Num::parse(rtt);
        stream.values[position("loss_avg").expect("a measure")] = Num::new(0.01);
        batch.streams.push(stream);
    }
    batch
}

fn store(calls: &[One]) -> Store {
    let mut store = Store::new();
    store.absorb(&batch(calls));
    store.settle();
    store
}

fn call(store: &Store, id: &str) -> Side {
    Side::Call(fixture::call(store, id))
}

fn leg(store: &Store, id: &str) -> Side {
    let detail = store.detail(fixture::call(store, id));
    Side::Part(MarkedPart::of(&detail, LegNo(0), None).expect("a leg"))
}

fn stream(store: &Store, id: &str) -> Side {
    let detail = store.detail(fixture::call(store, id));
    Side::Part(MarkedPart::Stream(detail.call, detail.streams[0].row))
}

fn group(sdk: &str) -> Side {
    Side::Calls {
        name: format!("SDK {sdk}"),
        condition: format!("sdk={sdk}"),
    }
}

fn of(store: &Store, left: &Side, right: &Side) -> Comparison {
    let within = Within::default();
    compare(store, [left.clone(), right.clone()], &within).expect("both are there")
}

fn dump(found: &Comparison) -> String {
    let line = |row: &Row| {
        let [left, right] = &row.cells;
        let mark = |cell: &Cell| cell.class.map_or(' ', CallClass::mark);
        format!(
            "{:2} {} | {} {} | {} {} | {}",
            row.relation.sign(),
            row.name,
            mark(left),
            left.text,
            mark(right),
            right.text,
            row.words
        )
    };
    let heads = found.heads.iter().map(|head| head.name.clone());
    let rows = found.rows.iter().map(line);
    heads.chain(rows).collect::<Vec<_>>().join("\n")
}

const FOUR: [One; 4] = [
    ("a", "1.1", "0", "80"),
    ("b", "1.2", "410", "812"),
    ("c", "1.1", "0", "Redacted"),
    ("d", "1.1", "0", ""),
];

#[test]
fn calls_what_differs_first() {
    let store = store(&FOUR);
    insta::assert_snapshot!(dump(&of(&store, &call(&store, "a"), &call(&store, "b"))), @"
    call a
    call b
    != verdict | . ok | x bad | differs
    != dropped legs |   0 |   1 | +1
    != leg dropped |   none |   P1 dropped | only right
    != stream poor rtt |   none |   rtt P1 out | only right
    != uplink |   none |   P1 uplink | only right
    != poor due to |   nothing |   rtt | differs
    != ends |   0 |   410 | differs
    != RTT, audio |   80 ms | x 812 ms | +732 ms, right worse
    != SDK |   1.1 |   1.2 | differs
    != poor streams |   0 |   1 | +1
    =  loss, audio |   1.0 % |   1.0 % | same
    =  burst streams |   0 |   0 | same
    =  legs |   1 |   1 | same
    =  length |   60 s |   60 s | same
    =  network diagnostics open |   0 |   0 | same
    =  operations |   0 |   0 | same
    =  participants |   1 |   1 | same
    =  streams |   1 |   1 | same
    =  type |   Group |   Group | same
    ");
}

#[test]
fn legs_and_streams() {
    let store = store(&FOUR);
    insta::assert_snapshot!(dump(&of(&store, &leg(&store, "a"), &leg(&store, "b"))), @"
    P1 of a
    P1 of b
    != verdict | . ok | x bad | differs
    != dropped |   no |   yes | differs
    != leg dropped |   none |   P1 dropped | only right
    != stream poor rtt |   none |   rtt P1 out | only right
    != uplink |   none |   P1 uplink | only right
    != poor due to |   nothing |   rtt | differs
    != end |   0 Success |   410 UnexpectedClientError | differs
    != RTT, audio out |   80 ms | x 812 ms | +732 ms, right worse
    != SDK |   1.1 |   1.2 | differs
    != length |   50 s |   51 s | +1 s
    =  loss, audio out |   1.0 % |   1.0 % | same
    =  streams |   1 |   1 | same
    ");
    insta::assert_snapshot!(dump(&of(&store, &stream(&store, "a"), &stream(&store, "b"))), @"
    audio out of P1 in a
    audio out of P1 in b
    != verdict | . ok | x bad | differs
    != poor due to |   nothing |   rtt | differs
    != RTT |   80 ms | x 812 ms | +732 ms, right worse
    != SDK |   1.1 |   1.2 | differs
    =  codec |   SATIN |   SATIN | same
    =  direction |   out |   out | same
    =  medium |   Audio |   Audio | same
    =  loss |   1.0 % |   1.0 % | same
    ");
}

#[test]
fn what_is_missing_or_redacted_is_no_difference_of_numbers() {
    let store = store(&FOUR);
    for (other, words) in [("c", "right redacted"), ("d", "right missing")] {
        let found = of(&store, &stream(&store, "a"), &stream(&store, other));
        let row = found
            .rows
            .iter()
            .find(|row| row.name == "RTT")
            .expect("a row");
        assert_eq!(
            (row.relation, row.words.as_str()),
            (Relation::NotKnown, words)
        );
        assert_eq!(row.delta, None);
    }
}

/// Calls of two SDKs: of each so many, and so many of them bad.
fn many((of_a, bad_a): (usize, usize), (of_b, bad_b): (usize, usize)) -> Store {
    let ids: Vec<String> = (0..of_a + of_b).map(|at| format!("call-{at}")).collect();
    let ids: Vec<&'static str> = ids.into_iter().map(|id| &*id.leak()).collect();
    let one = |(at, id): (usize, &'static str)| {
        let (sdk, is_bad) = if at < of_a {
            ("1.1", at < bad_a)
        } else {
            ("1.2", at - of_a < bad_b)
        };
        (id, sdk, "0", if is_bad { "900" } else { "90" })
    };
    let calls: Vec<One> = ids.into_iter().enumerate().map(one).collect();
    store(&calls)
}

#[test]
fn groups_differ_only_where_the_ranges_are_apart() {
    for (a, b, relation) in [
        ((40, 2), (40, 30), Relation::Differs),
        ((40, 2), (40, 4), Relation::Open),
        ((4, 1), (4, 3), Relation::Open),
        ((40, 4), (40, 4), Relation::Same),
    ] {
        let store = many(a, b);
        let found = of(&store, &group("1.1"), &group("1.2"));
        let row = found
            .rows
            .iter()
            .find(|row| row.name == "bad")
            .expect("a row");
        assert_eq!(row.relation, relation, "{a:?} {b:?}: {}", row.words);
    }
    let store = many((40, 2), (40, 30));
    let found = dump(&of(&store, &group("1.1"), &group("1.2")));
    insta::assert_snapshot!(found, @"
    40 calls with SDK 1.1
    40 calls with SDK 1.2
    != bad |   2 of 40 5.0% 1-17% |   30 of 40 75% 60-86% | +70.0 points: ranges apart
    != poor due to rtt |   2 of 40 5.0% 1-17% |   30 of 40 75% 60-86% | +70.0 points: ranges apart
    != RTT p50 |   90 ms (90 to 90) of 40 |   900 ms (900 to 900) of 40 | +810 ms, right worse
    ~  RTT p95 |   90 ms (90 to ..) of 40 |   900 ms (900 to ..) of 40 | no telling difference: ranges overlap
    =  bad for moments only |   0 of 40 0.0% 0.0-8.8% |   0 of 40 0.0% 0.0-8.8% | same
    =  with a dropped leg |   0 of 40 0.0% 0.0-8.8% |   0 of 40 0.0% 0.0-8.8% | same
    =  ended 0 |   40 of 40 100% 91-100% |   40 of 40 100% 91-100% | same
    =  loss p50 |   1.0 % (1.0 to 1.0) of 40 |   1.0 % (1.0 to 1.0) of 40 | same
    =  loss p95 |   1.0 % (1.0 to ..) of 40 |   1.0 % (1.0 to ..) of 40 | same
    =  calls |   40 |   40 | same
    =  not judged |   0 of 40 0.0% 0.0-8.8% |   0 of 40 0.0% 0.0-8.8% | same
    ");
}

#[test]
fn a_call_beside_all_calls_of_its_sdk() {
    let store = many((40, 1), (2, 0));
    let detail = store.detail(fixture::call(&store, "call-0"));
    let group = Side::of_same_sdk(&store, &detail, false).expect("an SDK");
    let found = of(&store, &call(&store, "call-0"), &group);
    insta::assert_snapshot!(dump(&found), @"
    call call-0
    40 calls with SDK 1.1
    != bad | x yes |   1 of 40 2.5% 0-13% | unlike most
    != poor due to rtt |   yes |   1 of 40 2.5% 0-13% | unlike most
    != RTT |   900 ms |   90 ms, p95 90 of 40 | worse than 95 of 100
    =  with a dropped leg |   no |   0 of 40 0.0% 0.0-8.8% | as most
    =  ended 0 |   yes |   40 of 40 100% 91-100% | as most
    =  loss |   1.0 % |   1.0 %, p95 1.0 of 40 | no worse than half
    =  not judged |   no |   0 of 40 0.0% 0.0-8.8% | as most
    ");
    assert_eq!(found.times, None);
}

/// Every kind of side of a store with all kinds of records.
fn sides(store: &Store) -> Vec<Side> {
    let mut all = vec![group("1.27.1")];
    for call in store.calls() {
        all.push(Side::Call(call));
        let detail = store.detail(call);
        let legs = (0..detail.legs.len() as u32).map(LegNo);
        let part = |leg| MarkedPart::of(&detail, leg, None).map(Side::Part);
        all.extend(legs.filter_map(part));
        let row = |stream: &crate::model::call::Stream| MarkedPart::Stream(call, stream.row);
        all.extend(detail.streams.iter().map(row).map(Side::Part));
    }
    all
}

#[test]
fn a_thing_does_not_differ_from_itself() {
    for store in [fixture::plain(), store(&FOUR), many((9, 3), (5, 5))] {
        for side in sides(&store) {
            let found = of(&store, &side, &side);
            let is_fine = |row: &&Row| matches!(row.relation, Relation::Same | Relation::NotKnown);
            let other = found.rows.iter().find(|row| !is_fine(row));
            assert_eq!(other, None, "{side:?}");
            for [left, right] in found.times.iter().flat_map(|times| &times.events) {
                assert_eq!(left, right);
            }
        }
    }
}

#[test]
fn swapped_sides_mirror() {
    for store in [fixture::plain(), store(&FOUR)] {
        let all = sides(&store);
        for (left, right) in all.iter().flat_map(|a| all.iter().map(move |b| (a, b))) {
            let (found, swapped) = (of(&store, left, right), of(&store, right, left));
            assert_eq!(found.rows.len(), swapped.rows.len());
            for row in &found.rows {
                let is_it = |other: &&Row| (other.topic, &other.name) == (row.topic, &row.name);
                let other = swapped.rows.iter().find(is_it).expect("the same row");
                assert_eq!(other.relation, row.relation);
                assert_eq!(other.delta, row.delta.map(|delta| 0.0 - delta));
                assert_eq!(
                    [&other.cells[1], &other.cells[0]],
                    [&row.cells[0], &row.cells[1]]
                );
            }
            let [a, b] = [found, swapped].map(|found| found.times.map(|times| times.events.len()));
            assert_eq!(a, b);
        }
    }
}

#[test]
fn the_axis_begins_when_each_leg_joined() {
    let store = fixture::plain();
    let found = of(&store, &leg(&store, CALL_A), &leg(&store, CALL_B));
    let times = found.times.expect("two legs");
    let [left, right] = &times.events[0];
    let joined = |event: &Option<times::Event>| {
        event
            .as_ref()
            .map(|event| (event.at_s, event.words.clone()))
    };
    assert_eq!(joined(left), Some((0.0, "joined".to_owned())));
    assert_eq!(joined(right), Some((0.0, "joined".to_owned())));
    assert!(times.zero[0] < times.zero[1]);
    // One sample ends 10 s after the join, one 20 s after; the one without a time has no place.
    let ends: Vec<f64> = times.curves[0].sides[0]
        .iter()
        .map(|stretch| stretch.to_s)
        .collect();
    assert_eq!(ends, [10.0, 20.0]);
    assert_eq!(times.notes[1], Some("no media statistics loaded"));
}

#[test]
fn a_side_that_is_gone_has_no_answer() {
    let store = store(&FOUR);
    let gone = Side::Part(MarkedPart::Stream(CallIx(0), StreamIx(99)));
    assert_eq!(
        compare(&store, [gone, call(&store, "a")], &Within::default()),
        None
    );
}
