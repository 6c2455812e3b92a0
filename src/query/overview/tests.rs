//! What the overview counts.

use super::*;
use crate::model::batch::Batch;
use crate::model::id::FileIx;
use crate::model::rows::SummaryRow;
use crate::model::value::Num;
use crate::query::fixture::{self, at};

/// A leg: call, user, seconds from the start of all, end code, result category, system.
type LegRow = (
    &'static str,
    &'static str,
    i64,
    &'static str,
    &'static str,
    &'static str,
);

const LEGS: [LegRow; 7] = [
    (
        "a",
        "u1",
        0,
        "410",
        "UnexpectedClientError",
        "Windows 10.0.1 Arch: x64",
    ),
    ("a", "u2", 0, "0", "Success", "Windows 10.0.2"),
    ("b", "u1", 100, "410", "UnexpectedClientError", "iOS"),
    ("c", "u1", 7_200, "0", "Success", ""),
    ("c", "u3", 7_200, "0", "Success", "iOS"),
    ("d", "u2", 7_300, "0", "Success", "Redacted"),
    ("d", "u3", 7_300, "0", "Success", "Redacted"),
];

fn store() -> Store {
    let mut batch = Batch::new(FileIx(0), 0);
    for (no, (call, user, second, code, category, system)) in LEGS.into_iter().enumerate() {
        let row = SummaryRow {
            call: batch.id(call),
            participant: batch.id(&format!("p{no}")),
            identifier: batch.id(user),
            call_start: at(second),
            call_duration: Num::new(60.0),
            call_kind: CallKind::Group,
            end_code: batch.text(code),
            result_category: batch.text(category),
            os: batch.text(system),
            source: fixture::source(0, no as u64),
            hash: no as u64,
            ..SummaryRow::default()
        };
        batch.summaries.push(row);
    }
    Store::of([&batch])
}

#[test]
fn every_number_is_the_number_of_calls_that_stand_behind_it() {
    let store = store();
    let overview = Overview::of(&store);
    let behind = |part: Part| {
        store
            .calls()
            .filter(|&call| part.is_of(&store, call))
            .count() as u64
    };
    let groups = [
        &overview.ends,
        &overview.sdks,
        &overview.systems,
        &overview.users,
    ];
    for group in groups.into_iter().flatten() {
        assert_eq!(behind(group.part), group.count.calls, "{:?}", group.part);
    }
    for (hour, count) in &overview.hours {
        let ticks = hour * 3_600 * Time::SECOND;
        let part = Part::Begun(ticks, ticks + 3_600 * Time::SECOND);
        assert_eq!(behind(part), count.calls);
    }
    for (part, count) in [
        (Part::All, overview.all.calls),
        (Part::Kind(CallKind::Group), overview.kinds[0]),
        (Part::Class(CallClass::Bad), overview.all.bad),
        (Part::Class(CallClass::NotJudged), overview.all.not_judged),
        (Part::Dropped, overview.dropped),
    ] {
        assert_eq!(behind(part), count, "{part:?}");
    }
    assert_eq!(
        (
            overview.all.calls,
            overview.all.bad,
            overview.all.not_judged
        ),
        (4, 2, 2)
    );
}

#[test]
fn systems_of_one_name_are_one_group_and_redacted_is_not_missing() {
    let store = store();
    let overview = Overview::of(&store);
    let named: Vec<(String, u64)> = overview
        .systems
        .iter()
        .map(|group| (group.part.words(&store), group.count.calls))
        .collect();
    assert_eq!(
        named,
        [
            ("with iOS".to_owned(), 2),
            ("with Redacted".to_owned(), 1),
            ("with Windows 10".to_owned(), 1),
        ]
    );
    assert_eq!(overview.sdks.len(), 1, "no client names its SDK");
}

#[test]
fn a_user_is_named_from_two_bad_calls_on() {
    let store = store();
    let overview = Overview::of(&store);
    assert_eq!(overview.users.len(), 1, "one user has two bad calls");
    let user = &overview.users[0];
    assert_eq!(user.part.words(&store), "of user u1");
    assert_eq!((user.count.bad, user.count.calls), (2, 3));
}

#[test]
fn counting_in_steps_gives_the_same() {
    let store = store();
    let mut counting = Counting::new(&store);
    let mut steps = 1;
    while counting.advance(&store, 1) {
        steps += 1;
    }
    assert_eq!(steps, 4);
    assert_eq!(counting.finish(&store), Overview::of(&store));
}

#[test]
fn the_problems_are_the_bad_calls_at_the_top_of_the_worst() {
    let store = store();
    let overview = Overview::of(&store);
    let problems = problems(&store);
    assert_eq!(problems.len() as u64, overview.all.bad);
    assert_eq!(overview.first[..problems.len()], problems);
}

#[test]
fn nothing_is_counted_in_an_empty_store() {
    assert_eq!(Overview::of(&Store::new()).durations, None);
}
