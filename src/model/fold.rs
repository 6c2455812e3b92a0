//! Media statistics beyond the memory cap: of each series one row and its extremes in place of all its samples.
//!
//! A summary is a function of the set of its samples, so files may come in any order and twice. Which parts of which
//! files held samples of a call is remembered, so that those of one call can be read again.

use super::chain::Chain;
use super::hashes::Hashes;
use super::id::{CallIx, FileIx, IdRef, TextRef};
use super::recall::Stretch;
use super::rows::{Direction, Media, SampleRow, Samples};
use super::source::SourceFile;
use super::value::{Num32, Time};
use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::collections::HashMap;
use std::hash::BuildHasher;

/// Steps of a unit in which averages are summed: exact, so that the order of files does not matter.
const STEPS: f64 = 65_536.0;

/// What is kept of the samples of one series: one measure of one medium in one direction, of one codec, as one client
/// of a leg measured it, from one remote participant where the log names it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeriesSum {
    /// Samples, records met again not counted.
    pub samples: u32,
    /// The first known time, client clock.
    pub first: Time,
    /// The last known time.
    pub last: Time,
    /// The least value.
    pub least: Num32,
    /// The greatest value.
    pub most: Num32,
    averaged: u32,
    total: i128,
}

impl SeriesSum {
    const EMPTY: Self = Self {
        samples: 0,
        first: Time::MISSING,
        last: Time::MISSING,
        least: Num32::MISSING,
        most: Num32::MISSING,
        averaged: 0,
        total: 0,
    };

    /// The mean of the samples' averages.
    pub fn mean(&self) -> Num32 {
        if self.averaged == 0 {
            return Num32::MISSING;
        }
        Num32::new((self.total as f64 / f64::from(self.averaged) / STEPS) as f32)
    }

    fn add(&mut self, row: &SampleRow) {
        self.samples += 1;
        self.first = self.first.earlier(row.time);
        self.last = if row.time.is_known() {
            self.last.max(row.time)
        } else {
            self.last
        };
        self.least = lesser(self.least, row.minimum.or(row.average));
        self.most = self.most.max(row.maximum.or(row.average));
        if let Some(average) = row.average.known() {
            self.averaged += 1;
            self.total += (f64::from(average) * STEPS) as i128;
        }
    }
}

fn lesser(a: Num32, b: Num32) -> Num32 {
    match (a.known(), b.known()) {
        (Some(x), Some(y)) if y < x => b,
        (Some(_), _) => a,
        _ => b,
    }
}

/// What tells series apart.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    call: IdRef,
    participant: IdRef,
    remote: IdRef,
    client: IdRef,
    metric: TextRef,
    codec: TextRef,
    media: Media,
    direction: Direction,
}

impl Key {
    fn of(row: &SampleRow) -> Self {
        Self {
            call: row.call,
            participant: row.participant,
            remote: row.remote,
            client: row.client,
            metric: row.metric,
            codec: row.codec,
            media: row.media,
            direction: row.direction,
        }
    }
}

/// All summaries.
#[derive(Default)]
pub(super) struct Folded {
    /// Of each series the sample that stands first in the files.
    pub(super) heads: Samples,
    keys: Vec<Key>,
    sums: Vec<SeriesSum>,
    chain: Chain,
    by_key: HashTable<u32>,
    hasher: RandomState,
    hashes: Hashes,
    twins: u64,
    stretches: Vec<(FileIx, u64, u64)>,
    stretch_of: HashMap<(FileIx, u64), u32>,
    /// By entry the stretch; the chain has the entries of each call.
    entries: Vec<u32>,
    entry_chain: Chain,
}

impl Folded {
    /// Takes a sample up; false when its record was met before.
    pub(super) fn add(&mut self, call: CallIx, row: SampleRow, files: &[SourceFile]) -> bool {
        let is_new = self.hashes.insert(row.hash);
        self.twins += u64::from(!is_new);
        let series = self.series(call, &row);
        if is_new {
            self.sums[series].add(&row);
        }
        if row.source < self.heads.source()[series] {
            self.heads.set(series, row);
        }
        self.note_place(call, &row, files);
        is_new
    }

    fn series(&mut self, call: CallIx, row: &SampleRow) -> usize {
        let key = Key::of(row);
        let hash = self.hasher.hash_one(key);
        let keys = &self.keys;
        if let Some(&at) = self.by_key.find(hash, |&at| keys[at as usize] == key) {
            return at as usize;
        }
        let at = self.sums.len();
        self.heads.push(*row);
        self.keys.push(key);
        self.sums.push(SeriesSum::EMPTY);
        self.chain.push(call);
        let (keys, hasher) = (&self.keys, &self.hasher);
        self.by_key
            .insert_unique(hash, at as u32, |&at| hasher.hash_one(keys[at as usize]));
        at
    }

    /// Remembers that the part of the file around a row holds samples of the call.
    fn note_place(&mut self, call: CallIx, row: &SampleRow, files: &[SourceFile]) {
        let newest = self.entry_chain.newest(call);
        let last = newest.map(|entry| self.stretches[self.entries[entry] as usize]);
        let (file, offset) = (row.source.file, row.source.offset);
        let is_in = |&(of, from, bytes): &(FileIx, u64, u64)| {
            of == file && (from..from + bytes).contains(&offset)
        };
        if last.as_ref().is_some_and(is_in) {
            return;
        }
        let chunk = files.get(file.at()).and_then(|file| file.chunk_at(offset));
        let Some((from, bytes)) = chunk else { return };
        let next = self.stretches.len() as u32;
        let stretch = *self.stretch_of.entry((file, from)).or_insert(next);
        if stretch == next {
            self.stretches.push((file, from, bytes));
        }
        self.entries.push(stretch);
        self.entry_chain.push(call);
    }

    /// Series of a call.
    pub(super) fn of(&self, call: CallIx) -> impl Iterator<Item = usize> {
        self.chain.rows(call)
    }

    /// What is kept of a series.
    pub(super) fn sum(&self, series: usize) -> SeriesSum {
        self.sums[series]
    }

    /// The earliest time of all samples.
    pub(super) fn first(&self) -> Time {
        let times = self.sums.iter().map(|sum| sum.first);
        times.fold(Time::MISSING, Time::earlier)
    }

    /// True when a record was taken up.
    pub(super) fn has_met(&self, hash: u64) -> bool {
        self.hashes.contains(hash)
    }

    /// Distinct samples, and records met again.
    pub(super) fn counts(&self) -> (u64, u64) {
        (self.hashes.len() as u64, self.twins)
    }

    /// Where the samples of a call stand, by file and offset.
    pub(super) fn places(&self, call: CallIx, files: &[SourceFile]) -> Vec<Stretch> {
        let entries = self.entry_chain.rows(call);
        let mut places: Vec<Stretch> = entries
            .map(|entry| self.stretches[self.entries[entry] as usize])
            .map(|(file, offset, bytes)| {
                let source = files.get(file.at());
                Stretch {
                    file,
                    offset,
                    bytes,
                    lines_before: source.map_or(0, |file| file.line_at(offset, 0) - 1),
                    is_apart: source.is_some_and(SourceFile::has_parts),
                }
            })
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Bytes all of it takes.
    pub(super) fn bytes(&self) -> usize {
        self.heads.bytes()
            + self.keys.capacity() * size_of::<Key>()
            + self.sums.capacity() * size_of::<SeriesSum>()
            + self.chain.bytes()
            + self.by_key.allocation_size()
            + self.hashes.bytes()
            + self.stretches.capacity() * size_of::<(FileIx, u64, u64)>()
            // A key, its value and a control byte.
            + self.stretch_of.capacity() * (size_of::<((FileIx, u64), u32)>() + 1)
            + self.entries.capacity() * size_of::<u32>()
            + self.entry_chain.bytes()
    }
}

#[cfg(test)]
mod tests;
