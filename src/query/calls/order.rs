//! The order of calls: a number for each call and column, made once, then sorted, on all processors.
//!
//! A million calls compare some twenty million times, so nothing is looked up or written while comparing.

use super::{CallField, Key};
use crate::model::facts::CallFacts;
use crate::model::id::{CallIx, IdRef};
use crate::model::store::Store;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::num::NonZero;
use std::thread;

/// From so many calls on several threads are worth their start.
const WORTH_THREADS: usize = 20_000;
/// Most threads; beyond these memory is the limit.
const MOST_THREADS: usize = 8;
/// What has no value comes last in either direction.
const MISSING: u128 = u128::MAX;

type Hasher = foldhash::fast::RandomState;

/// A call with what it is sorted by first.
#[derive(Clone, Copy)]
struct Ranked {
    key: u128,
    /// Of equals the earlier (in the order without column: the later) comes first, those without a start last.
    start: u64,
    /// Its position in the list before.
    at: u32,
}

/// Sorts by the given fields, the first first; `true` = descending. Without any: worst first, then newest.
pub fn sort_calls(store: &Store, calls: &mut Vec<CallIx>, by: &[(&CallField, bool)]) {
    let by_worst = by.is_empty();
    let worst = [(&WORST, true)];
    let by = if by_worst { &worst } else { by };
    // Numbers of one column are made where they are sorted; only words and further columns need a list of their own.
    let has_lists = by.len() > 1 || matches!(by[0].0.key, Key::Word(_));
    let keys: Vec<Vec<u128>> = by[..if has_lists { by.len() } else { 0 }]
        .iter()
        .map(|(field, descending)| keys(store, calls, &field.key, *descending))
        .collect();
    let (field, descending) = by[0];
    let is_simple = by.len() == 1 && !matches!(field.key, Key::Id(_));
    // What is equal here is told apart afterwards, each stretch of it once: that looks at what lies elsewhere in memory.
    let order = |a: &Ranked, b: &Ranked| {
        let order = a.key.cmp(&b.key);
        if is_simple {
            order.then(a.start.cmp(&b.start))
        } else {
            order
        }
    };
    let runs = in_parts(calls, |from, part| {
        let ranked = |(at, &call): (usize, &CallIx)| Ranked {
            key: keys.first().map_or_else(
                || directed(number_key(store, call, &field.key), descending),
                |keys| keys[from + at],
            ),
            start: start_key(store.facts(call), by_worst),
            at: (from + at) as u32,
        };
        let mut run: Vec<Ranked> = part.iter().enumerate().map(ranked).collect();
        run.sort_unstable_by(order);
        run
    });
    let mut sorted = merged(runs, order);
    let meet = |a: &Ranked, b: &Ranked| meet(store, calls, (&keys, by), (a, b));
    part_equals(&mut sorted, order, meet);
    *calls = sorted.iter().map(|row| calls[row.at as usize]).collect();
}

/// The rows of a few sorted runs in order.
fn merged(mut runs: Vec<Vec<Ranked>>, order: impl Fn(&Ranked, &Ranked) -> Ordering) -> Vec<Ranked> {
    if runs.len() < 2 {
        return runs.pop().unwrap_or_default();
    }
    let mut heads: Vec<&[Ranked]> = runs.iter().map(Vec::as_slice).collect();
    let next = || {
        let firsts = heads.iter().enumerate();
        let firsts = firsts.filter_map(|(no, run)| run.first().map(|row| (no, row)));
        let (no, row) = firsts.min_by(|(_, a), (_, b)| order(a, b))?;
        heads[no] = &heads[no][1..];
        Some(*row)
    };
    std::iter::from_fn(next).collect()
}

/// Puts each stretch of equal rows in its order, on all processors.
fn part_equals(
    sorted: &mut [Ranked],
    order: impl Fn(&Ranked, &Ranked) -> Ordering + Sync,
    meet: impl Fn(&Ranked, &Ranked) -> Ordering + Sync,
) {
    let work = |rows: &mut [Ranked]| {
        for equals in rows.chunk_by_mut(|a, b| order(a, b).is_eq()) {
            if equals.len() > 1 {
                equals.sort_unstable_by(&meet);
            }
        }
    };
    let size = sorted.len().div_ceil(threads(sorted.len())).max(1);
    if sorted.len() <= size {
        return work(sorted);
    }
    let work = &work;
    thread::scope(|scope| {
        let mut rest = sorted;
        while let Some(last) = rest.get(size) {
            // What is equal stays in one part.
            let end = rest[size..].partition_point(|row| order(row, last).is_eq()) + size;
            let (part, behind) = rest.split_at_mut(end);
            rest = behind;
            scope.spawn(move || work(part));
        }
        work(rest);
    });
}

/// The order of two calls that are equal in the first number.
#[cold]
fn meet(
    store: &Store,
    calls: &[CallIx],
    (keys, by): (&[Vec<u128>], &[(&CallField, bool)]),
    (a, b): (&Ranked, &Ranked),
) -> Ordering {
    let (call_a, call_b) = (calls[a.at as usize], calls[b.at as usize]);
    let orders = by.iter().enumerate().map(|(no, (field, descending))| {
        let listed = |keys: &Vec<u128>| keys[a.at as usize].cmp(&keys[b.at as usize]);
        let order = keys.get(no).map_or(Ordering::Equal, listed);
        order.then_with(|| beyond_keys(store, (field, *descending), call_a, call_b))
    });
    let by_fields = orders.into_iter().find(|order| order.is_ne());
    by_fields
        .unwrap_or(Ordering::Equal)
        .then_with(|| a.start.cmp(&b.start))
        .then_with(|| compare_ids(store, store.call_id(call_a), store.call_id(call_b)))
}

static WORST: CallField = CallField {
    name: "verdict",
    title: "VERDICT",
    key: Key::Severity,
};

/// How many threads a list is worth.
fn threads(calls: usize) -> usize {
    if calls < WORTH_THREADS {
        return 1;
    }
    thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(MOST_THREADS)
}

/// Does the same to each part of a list, at the same time; the results in order.
pub(in crate::query) fn in_parts<T: Send>(
    calls: &[CallIx],
    work: impl Fn(usize, &[CallIx]) -> T + Sync,
) -> Vec<T> {
    let size = calls.len().div_ceil(threads(calls.len())).max(1);
    let parts = || {
        calls
            .chunks(size)
            .enumerate()
            .map(|(no, part)| (no * size, part))
    };
    if calls.len() <= size {
        return parts().map(|(from, part)| work(from, part)).collect();
    }
    let work = &work;
    thread::scope(|scope| {
        let running: Vec<_> = parts()
            .map(|(from, part)| (scope.spawn(move || work(from, part)), from, part))
            .collect();
        let done = running.into_iter();
        // A thread that fell is no reason to lose the list: its part is done again here.
        done.map(|(thread, from, part)| thread.join().unwrap_or_else(|_| work(from, part)))
            .collect()
    })
}

/// What is descending is turned about; what is missing stays last.
const fn directed(key: u128, descending: bool) -> u128 {
    if descending && key != MISSING {
        MISSING - 1 - key
    } else {
        key
    }
}

/// By position in the list the number of a column; what is descending is turned about.
fn keys(store: &Store, calls: &[CallIx], key: &Key, descending: bool) -> Vec<u128> {
    let directed = |key| directed(key, descending);
    if let Key::Word(write) = *key {
        return word_keys(store, calls, write)
            .into_iter()
            .map(directed)
            .collect();
    }
    let number = |call: &CallIx| directed(number_key(store, *call, key));
    in_parts(calls, |_, calls| {
        calls.iter().map(number).collect::<Vec<_>>()
    })
    .concat()
}

fn number_key(store: &Store, call: CallIx, key: &Key) -> u128 {
    let facts = store.facts(call);
    let number = |value: Option<f64>| value.map_or(MISSING, |value| u128::from(ordered(value)));
    match *key {
        Key::Count(of) => u128::from(of(facts)),
        Key::Number(of) => number(of(facts).known()),
        Key::Worst(at) => number(facts.worst[at].known()),
        Key::Moment(of) => of(facts)
            .ticks()
            .map_or(MISSING, |ticks| u128::from(ordered_ticks(ticks))),
        Key::Severity => severity(facts),
        Key::Id(of) => beginning(store.id(of(store, call))),
        Key::Word(_) => MISSING,
    }
}

/// The bits of a number in the order of numbers.
fn ordered(value: f64) -> u64 {
    // Both zeros are one.
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 0 {
        bits | 1 << 63
    } else {
        !bits
    }
}

const fn ordered_ticks(ticks: i64) -> u64 {
    (ticks as u64) ^ (1 << 63)
}

/// More is worse: class, then what the worst finding weighs, dropped legs, network diagnostics that stayed, poor streams, bursts.
fn severity(facts: &CallFacts) -> u128 {
    const BITS: u32 = 29;
    const WEIGHT_BITS: u32 = 4;
    let verdict = &facts.verdict;
    let burst = verdict
        .burst_streams
        .saturating_add(verdict.recovered_network);
    let counts = [
        verdict.dropped,
        verdict.open_network,
        verdict.poor_streams,
        burst,
    ];
    let class = u128::from(0x7f - verdict.class as u8);
    // What the worst finding weighs: dropped, no media, symptom …
    let weight = facts.worst_finding.map_or(0, |weight| 0xf - weight as u8);
    let class = class << WEIGHT_BITS | u128::from(weight);
    counts.into_iter().fold(class, |key, count| {
        key << BITS | u128::from(count.min((1 << BITS) - 1))
    })
}

/// The first sixteen bytes in lower case; texts that differ only after them are told apart when they meet.
fn beginning(text: &str) -> u128 {
    if text.is_empty() {
        return MISSING;
    }
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(text.bytes()) {
        *to = from.to_ascii_lowercase();
    }
    u128::from_be_bytes(bytes)
}

/// What the numbers of two equal calls do not tell: the rest of long identifiers.
fn beyond_keys(
    store: &Store,
    (field, descending): (&CallField, bool),
    a: CallIx,
    b: CallIx,
) -> Ordering {
    let Key::Id(of) = field.key else {
        return Ordering::Equal;
    };
    let order = compare_ids(store, of(store, a), of(store, b));
    if descending { order.reverse() } else { order }
}

fn compare_ids(store: &Store, a: IdRef, b: IdRef) -> Ordering {
    let lower = |id| store.id(id).bytes().map(|byte| byte.to_ascii_lowercase());
    if a == b {
        Ordering::Equal
    } else {
        lower(a).cmp(lower(b))
    }
}

fn start_key(facts: &CallFacts, newest_first: bool) -> u64 {
    match facts.shown_start().ticks().map(ordered_ticks) {
        None => u64::MAX,
        Some(key) if newest_first => u64::MAX - 1 - key,
        Some(key) => key.min(u64::MAX - 1),
    }
}

/// Words are few beside calls: each is written once, and calls are numbered by the order of theirs.
fn word_keys(store: &Store, calls: &[CallIx], write: fn(&Store, CallIx, &mut String)) -> Vec<u128> {
    let parts = in_parts(calls, |_, calls| {
        let mut numbers: HashMap<String, u32, Hasher> = HashMap::default();
        let mut word = String::new();
        let of_calls: Vec<u32> = calls
            .iter()
            .map(|&call| {
                word.clear();
                write(store, call, &mut word);
                let next = numbers.len() as u32;
                match numbers.get(&word) {
                    Some(&number) => number,
                    None => *numbers.entry(word.clone()).or_insert(next),
                }
            })
            .collect();
        (numbers, of_calls)
    });
    let mut words: Vec<&str> = parts
        .iter()
        .flat_map(|(numbers, _)| numbers.keys())
        .map(String::as_str)
        .collect();
    words.sort_unstable();
    words.dedup();
    let key = |word: &String| match word.as_str() {
        "" => MISSING,
        word => words.partition_point(|known| *known < word) as u128,
    };
    let mut keys = Vec::with_capacity(calls.len());
    for (numbers, of_calls) in &parts {
        let mut by_number = vec![MISSING; numbers.len()];
        for (word, &number) in numbers {
            by_number[number as usize] = key(word);
        }
        keys.extend(of_calls.iter().map(|&number| by_number[number as usize]));
    }
    keys
}
