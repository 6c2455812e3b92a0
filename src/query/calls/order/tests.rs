//! Any order of calls against the plain one: field after field, each compared as what it is.

use super::rows::Squeezed;
use super::*;
use crate::model::batch::Batch;
use crate::model::id::FileIx;
use crate::model::rows::{CallKind, Direction, Media, StreamRow, SummaryRow};
use crate::model::value::{Num, Time};
use crate::query::calls::{FieldValue, Key};
use crate::query::fixture::source;
use proptest::prelude::*;
use proptest::sample::Index;

/// Ids that part early, after eight bytes, after sixteen, in case alone, and one that is the beginning of another.
const IDS: [&str; 8] = [
    "a",
    "B2345678",
    "b2345678-0000-4000-8000-000000000001",
    "b2345678-0000-4000-8000-000000000002",
    "b2345678-0000-4f00-8000-000000000002",
    "B2345678-1",
    "\u{fc}",
    "z",
];
const NUMBERS: [f64; 9] = [
    -0.0,
    0.0,
    1.0,
    0.1,
    0.100_000_000_000_000_02,
    -7.5,
    1e300,
    4e-320,
    160.0,
];
const FIELDS: [&str; 12] = [
    "call_id",
    "start",
    "duration_s",
    "type",
    "verdict",
    "reason",
    "end_codes",
    "sdk",
    "teams_thread_id",
    "jitter_max",
    "rtt_avg",
    "poor_due_to",
];

/// Which id and what of each list above a call has.
type Picks = (usize, [usize; 8]);

fn store(rows: &[Picks]) -> Store {
    let mut store = Store::new();
    add(&mut store, 0, rows);
    store
}

/// Adds calls of a file, which must have fewer than a thousand but for the first.
fn add(store: &mut Store, file: u32, rows: &[Picks]) {
    let mut batch = Batch::new(FileIx(file), 0);
    for (no, &(id, picks)) in (file as usize * 1_000..).zip(rows) {
        let number = |pick: usize| NUMBERS.get(pick).map_or(Num::MISSING, |&n| Num::new(n));
        let id = format!("{}{}", IDS[id % IDS.len()], id / IDS.len());
        let start = Time::from_ticks([0, 1, 1 << 40, i64::MIN, i64::MAX][picks[0] % 5]);
        let (call, participant) = (batch.id(&id), batch.id(&format!("p{no}")));
        let summary = SummaryRow {
            call,
            participant,
            endpoint: participant,
            call_kind: [CallKind::Group, CallKind::P2p, CallKind::Unknown][picks[1] % 3],
            call_start: start,
            call_duration: number(picks[2]),
            thread: batch.id(["", "19:meeting_a", "19:meeting_B", "19:meeting_ab"][picks[3] % 4]),
            sdk: batch.text(["", "1.9", "1.10", "b", "B"][picks[4] % 5]),
            end_code: batch.text(["", "0", "410"][picks[5] % 3]),
            end_subcode: batch.text(["", "3100", "99"][picks[6] % 3]),
            source: source(file, no as u64 * 2),
            hash: no as u64 * 2,
            ..SummaryRow::default()
        };
        batch.summaries.push(summary);
        let mut stream = StreamRow {
            call,
            participant,
            media: Media::Video,
            direction: Direction::Outbound,
            source: source(file, no as u64 * 2 + 1),
            hash: no as u64 * 2 + 1,
            ..StreamRow::default()
        };
        (stream.values[1], stream.values[2]) = (number(picks[6]), number(picks[7]));
        batch.streams.push(stream);
    }
    store.absorb(&batch);
    store.settle();
}

/// What is missing last in either direction.
fn compare<T>(
    a: Option<T>,
    b: Option<T>,
    descending: bool,
    of: fn(&T, &T) -> Ordering,
) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) if descending => of(&b, &a),
        (Some(a), Some(b)) => of(&a, &b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}

fn plain(store: &Store, field: &CallField, descending: bool, a: CallIx, b: CallIx) -> Ordering {
    let known = |call| Some(field.value(store, call)).filter(|value| *value != FieldValue::Missing);
    let severity = |call| {
        let facts = store.facts(call);
        let verdict = &facts.verdict;
        let weight = facts.worst_finding.map_or(u8::MAX, |class| class as u8);
        let bursts = verdict.burst_streams + verdict.recovered_network;
        let counts = [
            verdict.dropped,
            verdict.open_network,
            verdict.poor_streams,
            bursts,
        ];
        Some((std::cmp::Reverse((verdict.class, weight)), counts))
    };
    let lower = |call| match known(call) {
        Some(FieldValue::Text(text)) => Some(text.to_ascii_lowercase()),
        _ => None,
    };
    match field.key {
        Key::Severity => compare(severity(a), severity(b), descending, Ord::cmp),
        Key::CallId | Key::Id(_) => compare(lower(a), lower(b), descending, Ord::cmp),
        _ => compare(known(a), known(b), descending, |a, b| match (a, b) {
            (FieldValue::Count(a), FieldValue::Count(b)) => a.cmp(b),
            (FieldValue::Number(a), FieldValue::Number(b)) => a.partial_cmp(b).expect("a number"),
            (FieldValue::Moment(a), FieldValue::Moment(b)) => a.cmp(b),
            (FieldValue::Text(a), FieldValue::Text(b)) => a.cmp(b),
            _ => unreachable!("two kinds in one column"),
        }),
    }
}

fn plainly_sorted(store: &Store, calls: &mut [CallIx], by: &[(&CallField, bool)]) {
    let worst = CallField::named("verdict").expect("a field");
    let last: [(&CallField, bool); 2] =
        ["start", "call_id"].map(|name| (CallField::named(name).expect("a field"), false));
    let without = [(worst, true), (last[0].0, true), last[1]];
    let by = match by {
        [] => without.to_vec(),
        by => [by, &last].concat(),
    };
    calls.sort_by(|&a, &b| {
        let orders = by
            .iter()
            .map(|&(field, descending)| plain(store, field, descending, a, b));
        orders.fold(Ordering::Equal, Ordering::then)
    });
}

proptest! {
    #[test]
    fn any_order_is_the_plain_one(
        rows in prop::collection::vec((0..24_usize, prop::array::uniform8(0..10_usize)), 0..40),
        by in prop::collection::vec((0..FIELDS.len(), any::<bool>()), 0..4),
        picked in prop::collection::vec(any::<Index>(), 0..30),
    ) {
        let store = store(&rows);
        let by: Vec<(&CallField, bool)> = by
            .iter()
            .map(|&(at, descending)| (CallField::named(FIELDS[at]).expect("a field"), descending))
            .collect();
        // A part of the calls in any order.
        let mut calls: Vec<CallIx> = store.calls().collect();
        for (at, other) in picked.iter().enumerate().take(calls.len()) {
            let other = other.index(calls.len());
            calls.swap(at, other);
        }
        calls.truncate(calls.len() - calls.len() / 3);
        let mut wanted = calls.clone();
        plainly_sorted(&store, &mut wanted, &by);
        sort_calls(&store, &mut calls, &by);
        prop_assert_eq!(calls, wanted);
        // All of them, with what was made for another order before.
        let mut wanted: Vec<CallIx> = store.calls().collect();
        let mut ties = Ties::default();
        for by in [&[][..], &by, &by[by.len() / 2..]] {
            plainly_sorted(&store, &mut wanted, by);
            prop_assert_eq!(&ties.sorted(&store, by), &wanted);
        }
    }

    #[test]
    fn bits_that_are_left_out_change_no_order(
        mut numbers in prop::collection::vec(any::<u64>(), 1..30),
        mask in any::<u64>(),
        spread in 0..64_u32,
        fixed in any::<u64>(),
        is_descending in any::<bool>(),
    ) {
        for number in &mut numbers {
            *number = (*number & mask) >> spread << spread | fixed & !mask;
        }
        let all = Numbers::with_bits(vec![numbers.clone()]);
        let squeezed = Squeezed::of(0, &[all], is_descending);
        for a in &numbers {
            for b in &numbers {
                let order = if is_descending && *a.max(b) != columns::MISSING { b.cmp(a) } else { a.cmp(b) };
                prop_assert_eq!(squeezed.of_number(*a).cmp(&squeezed.of_number(*b)), order);
            }
            prop_assert!(u128::from(squeezed.of_number(*a)) >> squeezed.bits() == 0);
        }
    }
}

#[test]
fn a_long_list_is_sorted_in_parts_as_a_short_one_is() {
    let rows: Vec<Picks> = (0..WORTH_THREADS + 7)
        .map(|no| {
            let roll = |by: usize| (no + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15 >> by) >> 20;
            (no, std::array::from_fn(|at| roll(at) % 10))
        })
        .collect();
    let store = store(&rows);
    let mut ties = Ties::default();
    for by in [
        &[][..],
        &[("sdk", true), ("duration_s", false)],
        &[("reason", false)],
    ] {
        let by: Vec<(&CallField, bool)> = by
            .iter()
            .map(|&(name, descending)| (CallField::named(name).expect("a field"), descending))
            .collect();
        let mut calls: Vec<CallIx> = store.calls().collect();
        let mut wanted = calls.clone();
        plainly_sorted(&store, &mut wanted, &by);
        sort_calls(&store, &mut calls, &by);
        assert!(calls == wanted);
        assert!(ties.sorted(&store, &by) == wanted);
    }
}

#[test]
fn a_store_that_has_changed_is_sorted_anew() {
    let row = |no: usize| (no, std::array::from_fn(|at| (no * 7 + at * 3) % 10));
    let rows: Vec<Picks> = (0..60).map(row).collect();
    let mut store = Store::new();
    let start = CallField::named("start").expect("a field");
    let mut ties = Ties::default();
    for (file, rows) in (1..).zip(rows.chunks(20)) {
        add(&mut store, file, rows);
        for by in [&[][..], &[(start, false)], &[(start, true)]] {
            let mut wanted: Vec<CallIx> = store.calls().collect();
            plainly_sorted(&store, &mut wanted, by);
            for _ in 0..2 {
                assert_eq!(ties.sorted(&store, by), wanted);
            }
        }
    }
}
