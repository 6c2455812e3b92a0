//! Words and ids as numbers: each is looked at once, sorted once, and stands for its place among them.

use super::columns::MISSING;
use super::{compare_ids, in_parts};
use crate::model::facts::CallFacts;
use crate::model::id::{CallIx, IdRef};
use crate::model::store::Store;
use hashbrown::{HashMap, HashTable};
use std::borrow::Cow;
use std::hash::BuildHasher;

type Hasher = foldhash::fast::RandomState;

/// Calls that are looked at together. What they hold lies far apart: asked for one after another, without a look at
/// what the one before holds, it comes many at a time.
const BLOCK: usize = 32;

/// The different words of a part of a list.
struct Words<'s> {
    /// With the numbers they have here, in order.
    sorted: Vec<(Cow<'s, str>, u32)>,
    /// By call the number of its word.
    of_calls: Vec<u32>,
}

impl<'s> Words<'s> {
    fn of_texts(store: &'s Store, calls: &[CallIx], of: fn(&CallFacts) -> &str) -> Self {
        let hasher = Hasher::default();
        let mut texts: Vec<&str> = Vec::new();
        let mut numbers = HashTable::new();
        let mut of_calls = Vec::with_capacity(calls.len());
        let mut block: Vec<(&str, u64)> = Vec::with_capacity(BLOCK);
        for calls in calls.chunks(BLOCK) {
            block.clear();
            let found = calls.iter().map(|&call| of(store.facts(call)));
            block.extend(found.map(|text| (text, hasher.hash_one(text))));
            for &(text, hash) in &block {
                let is_it = |&number: &u32| texts[number as usize] == text;
                let number = numbers.find(hash, is_it).copied();
                of_calls.push(number.unwrap_or_else(|| {
                    let number = texts.len() as u32;
                    let hash_of = |&number: &u32| hasher.hash_one(texts[number as usize]);
                    numbers.insert_unique(hash, number, hash_of);
                    texts.push(text);
                    number
                }));
            }
        }
        let texts = texts.into_iter().map(Cow::Borrowed);
        Self::new(texts.collect(), of_calls)
    }

    /// Of words that are written; `same` gives numbers that are equal where the words are.
    fn of_parts(
        store: &'s Store,
        calls: &[CallIx],
        same: fn(&CallFacts, &mut Vec<u32>),
        write: fn(&Store, CallIx, &mut String),
    ) -> Self {
        let mut texts = Vec::new();
        let mut numbers: HashMap<Box<[u32]>, u32, Hasher> = HashMap::default();
        let mut of_calls = Vec::with_capacity(calls.len());
        let (mut parts, mut ends) = (Vec::new(), Vec::new());
        for calls in calls.chunks(BLOCK) {
            parts.clear();
            ends.clear();
            for &call in calls {
                same(store.facts(call), &mut parts);
                ends.push(parts.len());
            }
            let mut from = 0;
            for (&call, &end) in calls.iter().zip(&ends) {
                let parts = &parts[from..end];
                from = end;
                let number = numbers.get(parts).copied();
                of_calls.push(number.unwrap_or_else(|| {
                    let number = texts.len() as u32;
                    numbers.insert(parts.into(), number);
                    let mut text = String::new();
                    write(store, call, &mut text);
                    texts.push(Cow::Owned(text));
                    number
                }));
            }
        }
        Self::new(texts, of_calls)
    }

    fn new(texts: Vec<Cow<'s, str>>, of_calls: Vec<u32>) -> Self {
        let mut sorted: Vec<_> = texts.into_iter().zip(0..).collect();
        sorted.sort_unstable();
        Self { sorted, of_calls }
    }
}

/// The ranks of the words of a list.
pub(super) struct WordRanks {
    /// By part of the list the number of the word of each call, and by number its rank.
    parts: Vec<(Vec<u32>, Vec<u64>)>,
    /// Calls in each part but the last.
    part: usize,
}

impl WordRanks {
    /// Of so many calls of one part.
    pub(super) fn of(&self, from: usize, count: usize) -> impl Iterator<Item = u64> {
        let (numbers, ranks) = &self.parts[from / self.part];
        let from = from % self.part;
        let numbers = numbers[from..from + count].iter();
        numbers.map(|&number| ranks[number as usize])
    }
}

/// The rank of a text of each call.
pub(super) fn text_ranks(store: &Store, calls: &[CallIx], of: fn(&CallFacts) -> &str) -> WordRanks {
    ranks(in_parts(calls, |_, part| Words::of_texts(store, part, of)))
}

/// The same of words that are written.
pub(super) fn texts_ranks(
    store: &Store,
    calls: &[CallIx],
    same: fn(&CallFacts, &mut Vec<u32>),
    write: fn(&Store, CallIx, &mut String),
) -> WordRanks {
    ranks(in_parts(calls, |_, part| {
        Words::of_parts(store, part, same, write)
    }))
}

/// Ranks over all parts. A call without a word has none.
fn ranks(parts: Vec<Words>) -> WordRanks {
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
    let part = parts.first().map_or(1, |words| words.of_calls.len());
    let of_calls = parts.into_iter().map(|words| words.of_calls);
    WordRanks {
        parts: of_calls.zip(by_number).collect(),
        part: part.max(1),
    }
}

/// By id the ranks of those that calls have.
pub(super) fn id_ranks(store: &Store, calls: &[CallIx], of: fn(&CallFacts) -> IdRef) -> Vec<u64> {
    let ids = in_parts(calls, |_, part| {
        let ids = part.iter().map(|&call| of(store.facts(call)));
        ids.filter(|&id| !store.id(id).is_empty())
            .collect::<Vec<_>>()
    });
    let mut ranks = vec![MISSING; store.ids.len()];
    let mut different: Vec<(u128, IdRef)> = Vec::new();
    for &id in ids.iter().flatten() {
        if ranks[id.at()] == MISSING {
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
    ranks
}

/// The first sixteen bytes in lower case; of nothing more than of any text.
pub(super) fn beginning(text: &str) -> u128 {
    if text.is_empty() {
        return u128::MAX;
    }
    let mut bytes = [0; 16];
    if let Some(first) = text.as_bytes().first_chunk() {
        bytes = *first;
    } else {
        bytes[..text.len()].copy_from_slice(text.as_bytes());
    }
    bytes.make_ascii_lowercase();
    u128::from_be_bytes(bytes)
}
