//! When nothing is found: what comes nearest.

use super::identifiers::{Index, SpaceNo};
use super::place::Value;
use super::read::Query;
use super::space::Space;
use crate::model::store::Store;
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// Most identifiers that are compared; some 50 ms.
const MOST_IDS: usize = 5_000_000;
/// Most words that are compared.
const MOST_WORDS: usize = 20_000;
/// The fuzzy matcher's work grows with the product of both lengths; bytes of each that it gets.
const LONGEST_WORD: usize = 1_024;
const LONGEST_NEEDLE: usize = 128;
/// An equal beginning of this many characters makes an id worth showing.
const TELLING_PREFIX: usize = 6;

/// A value that is like what was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nearby {
    /// The value.
    pub value: Value,
    /// Characters that differ, roughly.
    pub distance: usize,
}

/// The values nearest to a text, the nearest first, no more than `most`.
pub fn nearest(store: &Store, index: &Index, text: &str, most: usize) -> Vec<Nearby> {
    let query = Query::parse(text);
    let needle = cut(query.main_needle(), LONGEST_NEEDLE);
    if needle.len() < 2 || most == 0 {
        return Vec::new();
    }
    let mut best = Best {
        most,
        found: Vec::new(),
    };
    let ids = index.space(SpaceNo::Ids);
    for entry in ids.entries().take(MOST_IDS) {
        if let Some(distance) = distance(needle.as_bytes(), bare(ids.text(entry))) {
            best.offer(ids, distance, SpaceNo::Ids, entry);
        }
    }
    words(index.space(SpaceNo::Words), needle, &mut best);
    let nearby = |(distance, no, entry)| Nearby {
        value: index.value(no, entry),
        distance,
    };
    let found: Vec<Nearby> = best.found.into_iter().map(nearby).collect();
    debug_assert!(found.iter().all(|near| !near.value.text(store).is_empty()));
    found
}

/// Words of short vocabularies, by typing mistakes and by the fuzzy matcher.
fn words(space: &Space, needle: &str, best: &mut Best) {
    let matcher = SkimMatcherV2::default();
    let is_vocabulary = |&entry: &usize| space.places(entry)[0].kind.is_vocabulary();
    for entry in space.entries().filter(is_vocabulary).take(MOST_WORDS) {
        let Ok(word) = std::str::from_utf8(space.text(entry)) else {
            continue;
        };
        let word = cut(word, LONGEST_WORD);
        let fuzzy = || {
            matcher
                .fuzzy_match(word, needle)
                .map(|_| word.len().abs_diff(needle.len()).max(1))
        };
        if let Some(distance) = distance(needle.as_bytes(), word.as_bytes()).or_else(fuzzy) {
            best.offer(space, distance, SpaceNo::Words, entry);
        }
    }
}

/// The best so far, nearest first; of equals the one with the better place.
struct Best {
    most: usize,
    found: Vec<(usize, SpaceNo, usize)>,
}

impl Best {
    /// Entries of one kind of value come together, those of ids first.
    fn offer(&mut self, space: &Space, distance: usize, no: SpaceNo, entry: usize) {
        let at = self
            .found
            .partition_point(|&(other, other_no, other_entry)| {
                let is_better = || other_no != no || space.compare(other_entry, entry).is_le();
                other < distance || (other == distance && is_better())
            });
        if at < self.most {
            self.found.insert(at, (distance, no, entry));
            self.found.truncate(self.most);
        }
    }
}

/// Without the prefix that queries do without as well.
fn bare(id: &[u8]) -> &[u8] {
    const HEADS: [&[u8]; 4] = [b"8:orgid:", b"8:", b"4:", b"28:"];
    HEADS
        .iter()
        .find_map(|head| id.strip_prefix(*head))
        .unwrap_or(id)
}

/// How many characters differ, when it is few: wrong ones in a text of the same length or in the beginning of a longer
/// one, one stretch too many or too few, or an equal beginning with another end.
pub(super) fn distance(needle: &[u8], text: &[u8]) -> Option<usize> {
    let wrong = text.get(..needle.len()).map_or(usize::MAX, |start| {
        needle.iter().zip(start).filter(|(a, b)| a != b).count()
    });
    let is_like = |distance: usize| distance * 3 <= needle.len();
    if is_like(wrong.min(needle.len())) {
        return Some(wrong);
    }
    let prefix = needle.iter().zip(text).take_while(|(a, b)| a == b).count();
    if needle.len().abs_diff(text.len()) <= needle.len() / 3 {
        let backwards = needle.iter().rev().zip(text.iter().rev());
        let suffix = backwards.take_while(|(a, b)| a == b).count();
        let shorter = needle.len().min(text.len());
        let edits = needle.len().max(text.len()) - (prefix + suffix).min(shorter);
        if is_like(edits) {
            return Some(edits);
        }
    }
    (prefix >= TELLING_PREFIX).then(|| needle.len() - prefix)
}

fn cut(text: &str, most: usize) -> &str {
    let end = (0..=text.len().min(most))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or_default();
    &text[..end]
}

#[cfg(test)]
mod tests;
