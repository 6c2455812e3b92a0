//! Which rows of a table count: a record met again counts once, and of one key the newest row stays.

use super::id::FileIx;
use super::source::Source;
use super::value::{Num, Time};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// What decides which of two rows of the same key is kept: version, then age, then something that cannot tie.
pub(super) type Rank = (u64, Time, Reverse<Source>);

pub(super) fn rank(version: Num, generated: Time, source: Source) -> Rank {
    let version = version.known().map_or(0, |version| version.max(0.0) as u64);
    (version, generated, Reverse(source))
}

/// How many rows of each file gave way to newer ones of the same key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replaced(Vec<(FileIx, u32)>);

impl Replaced {
    /// Counts one row of a file.
    pub(super) fn note(&mut self, file: FileIx) {
        match self.0.iter_mut().find(|(known, _)| *known == file) {
            Some((_, count)) => *count += 1,
            None => self.0.push((file, 1)),
        }
    }

    /// Rows of all files.
    pub fn total(&self) -> u64 {
        self.of_files().map(|(_, count)| count).sum()
    }

    /// The files that have such rows, with how many.
    pub fn of_files(&self) -> impl Iterator<Item = (FileIx, u64)> {
        self.0.iter().map(|&(file, count)| (file, count.into()))
    }
}

/// The rows that count, and how many do not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// By source.
    pub rows: Vec<usize>,
    /// Replaced by newer ones of the same key.
    pub superseded: Replaced,
    /// Met again, word for word.
    pub duplicates: u64,
}

/// Of the columns of a table without calls the rows that count; a row without key stands for itself.
pub(super) fn kept_rows<K: Eq + Hash>(
    (hashes, generated, sources): (&[u64], &[Time], &[Source]),
    key: impl Fn(usize) -> Option<K>,
) -> Kept {
    let mut kept = Kept::default();
    let mut order: Vec<usize> = (0..hashes.len()).collect();
    order.sort_unstable_by_key(|&row| sources[row]);
    let mut seen = HashSet::with_capacity(order.len());
    order.retain(|&row| seen.insert(hashes[row]));
    kept.duplicates = (hashes.len() - order.len()) as u64;
    let rank = |row: usize| rank(Num::MISSING, generated[row], sources[row]);
    let mut best: HashMap<K, usize> = HashMap::new();
    for row in order {
        let Some(key) = key(row) else {
            kept.rows.push(row);
            continue;
        };
        best.entry(key)
            .and_modify(|held| {
                let loser = if rank(row) > rank(*held) {
                    std::mem::replace(held, row)
                } else {
                    row
                };
                kept.superseded.note(sources[loser].file);
            })
            .or_insert(row);
    }
    kept.rows.extend(best.into_values());
    kept.rows.sort_unstable_by_key(|&row| sources[row]);
    kept
}
