//! Words and ids as numbers: each is looked at once, sorted once, and stands for its place among them.

use super::columns::MISSING;
use super::{compare_ids, in_parts};
use crate::model::facts::CallFacts;
use crate::model::id::{CallIx, IdRef};
use crate::model::store::Store;
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;

type Hasher = foldhash::fast::RandomState;

/// The different words of a part of a list.
struct Words<'s> {
    /// With the numbers they have here, in order.
    sorted: Vec<(Cow<'s, str>, u32)>,
    /// By call the number of its word.
    of_calls: Vec<u32>,
}

impl<'s> Words<'s> {
    /// Words that are told apart by something smaller.
    fn of<K: Hash + Eq>(
        calls: &[CallIx],
        mut known: impl FnMut(CallIx, &mut HashMap<K, u32, Hasher>) -> Option<u32>,
        mut fresh: impl FnMut(CallIx) -> (K, Cow<'s, str>),
    ) -> Self {
        let mut numbers = HashMap::default();
        let mut sorted = Vec::new();
        let number = |&call: &CallIx| {
            known(call, &mut numbers).unwrap_or_else(|| {
                let number = sorted.len() as u32;
                let (key, word) = fresh(call);
                numbers.insert(key, number);
                sorted.push((word, number));
                number
            })
        };
        let of_calls = calls.iter().map(number).collect();
        sorted.sort_unstable();
        Self { sorted, of_calls }
    }
}

/// By place in the list the rank of a text of each call.
pub(super) fn text_ranks(store: &Store, calls: &[CallIx], of: fn(&CallFacts) -> &str) -> Vec<u64> {
    let text = |call| of(store.facts(call));
    ranks(&in_parts(calls, |_, part| {
        Words::of(
            part,
            |call, numbers| numbers.get(text(call)).copied(),
            |call| (text(call), Cow::Borrowed(text(call))),
        )
    }))
}

/// The same of words that are written; `same` gives numbers that are equal where the words are.
pub(super) fn texts_ranks(
    store: &Store,
    calls: &[CallIx],
    same: fn(&CallFacts, &mut Vec<u32>),
    write: fn(&Store, CallIx, &mut String),
) -> Vec<u64> {
    ranks(&in_parts(calls, |_, part| {
        let mut parts: Vec<u32> = Vec::new();
        Words::of(
            part,
            |call, numbers| {
                parts.clear();
                same(store.facts(call), &mut parts);
                numbers.get(parts.as_slice()).copied()
            },
            |call| {
                let (mut key, mut word) = (Vec::new(), String::new());
                same(store.facts(call), &mut key);
                write(store, call, &mut word);
                (key, Cow::Owned(word))
            },
        )
    }))
}

/// Ranks over all parts. A call without a word has none.
fn ranks(parts: &[Words]) -> Vec<u64> {
    let words = parts.iter().enumerate().flat_map(|(part, words)| {
        let sorted = words.sorted.iter();
        sorted.map(move |(word, number)| (word.as_ref(), part, *number))
    });
    let mut words: Vec<(&str, usize, u32)> = words.collect();
    // What is sorted already is merged.
    words.sort_by(Ord::cmp);
    let mut by_number: Vec<Vec<u64>> = parts
        .iter()
        .map(|words| vec![MISSING; words.sorted.len()])
        .collect();
    for (rank, equals) in (0..).zip(words.chunk_by(|a, b| a.0 == b.0)) {
        for &(word, part, number) in equals {
            if !word.is_empty() {
                by_number[part][number as usize] = rank;
            }
        }
    }
    let of_calls = parts.iter().zip(&by_number).flat_map(|(words, ranks)| {
        let numbers = words.of_calls.iter();
        numbers.map(|&number| ranks[number as usize])
    });
    of_calls.collect()
}

/// By place in the list the rank of an id of each call.
pub(super) fn id_ranks(store: &Store, calls: &[CallIx], of: fn(&CallFacts) -> IdRef) -> Vec<u64> {
    let ids = in_parts(calls, |_, part| {
        let ids = part.iter().map(|&call| of(store.facts(call)));
        ids.collect::<Vec<_>>()
    })
    .concat();
    let mut ranks = vec![MISSING; store.ids.len()];
    let mut different: Vec<(u128, IdRef)> = Vec::new();
    for &id in &ids {
        if ranks[id.at()] == MISSING && !store.id(id).is_empty() {
            ranks[id.at()] = 0;
            different.push((beginning(store.id(id)), id));
        }
    }
    different.sort_unstable_by(|a, b| {
        let by_rest = || compare_ids(store, a.1, b.1);
        a.0.cmp(&b.0).then_with(by_rest)
    });
    for (rank, (_, id)) in (0..).zip(&different) {
        ranks[id.at()] = rank;
    }
    ids.iter().map(|id| ranks[id.at()]).collect()
}

/// The first sixteen bytes in lower case.
fn beginning(text: &str) -> u128 {
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(text.bytes()) {
        *to = from.to_ascii_lowercase();
    }
    u128::from_be_bytes(bytes)
}
