//! The searchable texts of one kind of value, in one contiguous lower-case arena, with the places of each.
//!
//! An entry is the number of its value, so a value that is known leads to its places at once. What makes one entry a
//! better hit than another (best kind, then time) is kept beside it, so ranking needs no look at rows.

mod build;
mod pairs;

use super::place::Place;
pub(super) use build::Assembly;
use memchr::memmem::Finder;
use std::cmp::Ordering;

/// Texts and their places. Besides its text and places an entry takes 16 bytes.
#[derive(Default)]
pub(super) struct Space {
    /// Lower-case texts, each followed by a line feed.
    arena: Vec<u8>,
    /// By entry where its text starts, and the end.
    starts: Vec<u32>,
    /// By entry its first place, and the end.
    first: Vec<u32>,
    /// By entry the order of its best place.
    keys: Vec<u64>,
    places: Vec<Place>,
    /// Entries that have places.
    held: usize,
}

/// How far a scan is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cursor {
    position: usize,
    entry: usize,
}

impl Cursor {
    /// Bytes from another place of the same scan.
    pub(super) fn since(self, before: Self) -> usize {
        self.position - before.position
    }
}

impl Space {
    /// How many values have a place.
    pub(super) fn len(&self) -> usize {
        self.held
    }

    /// The entries that have places.
    pub(super) fn entries(&self) -> impl Iterator<Item = usize> {
        (0..self.keys.len()).filter(|&entry| self.place_count(entry) > 0)
    }

    /// The lower-case text of an entry.
    pub(super) fn text(&self, entry: usize) -> &[u8] {
        &self.arena[self.starts[entry] as usize..self.starts[entry + 1] as usize - 1]
    }

    /// The places of an entry, best first; none for a value it does not know.
    pub(super) fn places(&self, entry: usize) -> &[Place] {
        match self.first.get(entry..entry + 2) {
            Some(ends) => &self.places[ends[0] as usize..ends[1] as usize],
            None => &[],
        }
    }

    /// How many places an entry has.
    pub(super) fn place_count(&self, entry: usize) -> usize {
        (self.first[entry + 1] - self.first[entry]) as usize
    }

    /// The order of the best place of an entry; smaller is better.
    pub(super) fn key(&self, entry: usize) -> u64 {
        self.keys[entry]
    }

    /// The better of two entries: best place, then text.
    pub(super) fn compare(&self, a: usize, b: usize) -> Ordering {
        let by_key = self.keys[a].cmp(&self.keys[b]);
        by_key.then_with(|| self.text(a).cmp(self.text(b)))
    }

    /// Names each entry with a place that holds the lower-case needle once, with the position of its first match, in
    /// order, up to about so many bytes further. True when the end is reached.
    pub(super) fn scan(
        &self,
        finder: &Finder,
        cursor: &mut Cursor,
        bytes: usize,
        mut each: impl FnMut(usize, usize),
    ) -> bool {
        let all = self.arena.len();
        if finder.needle().is_empty() || cursor.position >= all {
            return true;
        }
        let until = cursor.position.saturating_add(bytes).min(all - 1);
        let end = memchr::memchr(b'\n', &self.arena[until..]).map_or(all, |at| until + at + 1);
        let (begin, mut entry) = (cursor.position, cursor.entry);
        // The position of a match to the start of the next text.
        let mut meet = |position: usize| {
            entry = self.entry_at(position, entry);
            if self.place_count(entry) > 0 {
                each(entry, position - self.starts[entry] as usize);
            }
            entry += 1;
            self.starts[entry] as usize
        };
        let mut from = begin;
        if let &[first, second] = finder.needle() {
            let bytes = &self.arena[begin..end];
            let reached = pairs::positions(bytes, [first, second], |at| {
                if begin + at >= from {
                    from = meet(begin + at);
                }
            });
            from = from.max(begin + reached);
        }
        while let Some(found) = finder.find(&self.arena[from..end]) {
            from = meet(from + found);
        }
        *cursor = Cursor {
            position: end,
            entry,
        };
        end == all
    }

    /// The entry whose text covers a position at or after that of entry `from`.
    fn entry_at(&self, position: usize, from: usize) -> usize {
        text_at(&self.starts, position, from)
    }

    /// Bytes taken on the heap.
    pub(super) fn bytes(&self) -> usize {
        self.arena.capacity()
            + 4 * (self.starts.capacity() + self.first.capacity())
            + 8 * self.keys.capacity()
            + size_of::<Place>() * self.places.capacity()
    }
}

/// The text that covers a position at or after the start of text `from`, by where each starts, the end of all last.
/// Matches come close together: the next texts are counted without a branch on each, as how many it takes is chance;
/// behind these the step is doubled.
pub(super) fn text_at(starts: &[u32], position: usize, from: usize) -> usize {
    const NEAR: usize = 16;
    let count = starts.len() - 1;
    let mut low = from;
    if let Some(near) = starts[from + 1..].first_chunk::<NEAR>() {
        let position = position as u32;
        if near[0] > position {
            return from;
        }
        let before = |start: &u32| u32::from(*start <= position);
        let before = near.iter().map(before).sum::<u32>() as usize;
        low = from + before;
        if before < NEAR {
            return low;
        }
    }
    let mut step = 1;
    while low + step < count && starts[low + step] as usize <= position {
        low += step;
        step *= 2;
    }
    let high = (low + step).min(count);
    low + starts[low + 1..high].partition_point(|&start| start as usize <= position)
}
