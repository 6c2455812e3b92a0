//! The searchable texts of one kind of value, in one contiguous lower-case arena, with the places of each.
//!
//! Texts lie in the order in which hits are shown (best kind, then time), so the first matches of a scan are the best
//! ones, and counting the rest needs no look at their rows.

use super::gather::Note;
use super::place::Place;
use crate::model::store::Store;
use memchr::memmem::Finder;

/// Texts and their places. Besides its text and places an entry takes 12 bytes.
#[derive(Default)]
pub(super) struct Space {
    /// Lower-case texts, each followed by a line feed.
    arena: Vec<u8>,
    /// By entry where its text starts, and the end.
    starts: Vec<u32>,
    /// By entry the number of its value.
    numbers: Vec<u32>,
    /// By entry its first place, and the end.
    first: Vec<u32>,
    places: Vec<Place>,
}

impl Space {
    /// Orders notes into entries. Values are numbered below `count`; `text` gives their texts.
    pub(super) fn build<'a>(
        store: &Store,
        count: usize,
        notes: Vec<Note>,
        text: impl Fn(u32) -> std::borrow::Cow<'a, str>,
    ) -> Self {
        let (first, places) = grouped(store, count, notes);
        let range =
            |number: u32| first[number as usize] as usize..first[number as usize + 1] as usize;
        let mut order: Vec<(u64, u32)> = (0..count as u32)
            .filter(|&number| !range(number).is_empty())
            .map(|number| (places[range(number).start].order_key(store), number))
            .collect();
        order.sort_unstable_by(|a, b| {
            let lower = |number| text(number).to_ascii_lowercase();
            a.0.cmp(&b.0)
                .then_with(|| lower(a.1).cmp(&lower(b.1)))
                .then_with(|| text(a.1).cmp(&text(b.1)))
        });
        let bytes = order
            .iter()
            .map(|&(_, number)| text(number).len() + 1)
            .sum();
        let mut space = Self::with_capacity(order.len(), places.len(), bytes);
        for (_, number) in order {
            space.push(number, &text(number), &places[range(number)]);
        }
        space.starts.push(space.arena.len() as u32);
        space.first.push(space.places.len() as u32);
        space
    }

    fn with_capacity(entries: usize, places: usize, bytes: usize) -> Self {
        Self {
            arena: Vec::with_capacity(bytes),
            starts: Vec::with_capacity(entries + 1),
            numbers: Vec::with_capacity(entries),
            first: Vec::with_capacity(entries + 1),
            places: Vec::with_capacity(places),
        }
    }

    fn push(&mut self, number: u32, text: &str, places: &[Place]) {
        self.starts.push(self.arena.len() as u32);
        self.first.push(self.places.len() as u32);
        self.numbers.push(number);
        let from = self.arena.len();
        self.arena.extend_from_slice(text.as_bytes());
        self.arena[from..].make_ascii_lowercase();
        self.arena.push(b'\n');
        self.places.extend_from_slice(places);
    }

    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The number of an entry's value.
    pub(super) fn number(&self, entry: usize) -> u32 {
        self.numbers[entry]
    }

    /// The lower-case text of an entry.
    pub(super) fn text(&self, entry: usize) -> &[u8] {
        &self.arena[self.starts[entry] as usize..self.starts[entry + 1] as usize - 1]
    }

    /// The places of an entry, best first.
    pub(super) fn places(&self, entry: usize) -> &[Place] {
        &self.places[self.first[entry] as usize..self.first[entry + 1] as usize]
    }

    /// How many places an entry has.
    pub(super) fn place_count(&self, entry: usize) -> usize {
        (self.first[entry + 1] - self.first[entry]) as usize
    }

    /// Names each entry that holds the lower-case needle once, with the position of its first match, in order.
    /// Stops when `each` says so.
    pub(super) fn scan(&self, needle: &str, mut each: impl FnMut(usize, usize) -> bool) {
        if needle.is_empty() || self.numbers.is_empty() {
            return;
        }
        let finder = Finder::new(needle);
        let (mut from, mut entry) = (0, 0);
        while let Some(found) = finder.find(&self.arena[from..]) {
            let position = from + found;
            entry = self.entry_at(position, entry);
            if !each(entry, position - self.starts[entry] as usize) {
                return;
            }
            entry += 1;
            from = self.starts[entry] as usize;
        }
    }

    /// The entry whose text covers a position at or after that of entry `from`: matches come close together, so the
    /// step is doubled from where the last one was.
    fn entry_at(&self, position: usize, from: usize) -> usize {
        let (mut low, mut step) = (from, 1);
        while low + step < self.numbers.len() && self.starts[low + step] as usize <= position {
            low += step;
            step *= 2;
        }
        let high = (low + step).min(self.numbers.len());
        low + self.starts[low + 1..high].partition_point(|&start| start as usize <= position)
    }

    /// Bytes taken on the heap.
    pub(super) fn bytes(&self) -> usize {
        self.arena.capacity()
            + 4 * (self.starts.capacity() + self.numbers.capacity() + self.first.capacity())
            + size_of::<Place>() * self.places.capacity()
    }
}

/// By number of value the range of its places: one a kind and call, best first.
fn grouped(store: &Store, count: usize, notes: Vec<Note>) -> (Vec<u32>, Vec<Place>) {
    let mut ends = vec![0_u32; count + 1];
    for note in &notes {
        ends[note.number as usize + 1] += 1;
    }
    for at in 0..count {
        ends[at + 1] += ends[at];
    }
    let first = ends.clone();
    let Some(filler) = notes.first().map(|note| note.place) else {
        return (first, Vec::new());
    };
    let mut places = vec![filler; notes.len()];
    for note in notes {
        let at = &mut ends[note.number as usize];
        places[*at as usize] = note.place;
        *at += 1;
    }
    compacted(store, first, places)
}

/// Leaves one place a kind and call within each value.
fn compacted(store: &Store, mut first: Vec<u32>, mut places: Vec<Place>) -> (Vec<u32>, Vec<Place>) {
    let (mut kept, mut from) = (0_usize, 0_usize);
    for end in first.iter_mut().skip(1) {
        let to = *end as usize;
        let length = settled(store, &mut places[from..to]);
        places.copy_within(from..from + length, kept);
        kept += length;
        from = to;
        *end = kept as u32;
    }
    places.truncate(kept);
    places.shrink_to_fit();
    (first, places)
}

/// Sorts the places of one value so that the best of each kind and call come first, in order; how many these are.
fn settled(store: &Store, places: &mut [Place]) -> usize {
    if places.len() < 2 {
        return places.len();
    }
    places.sort_by_cached_key(|place| (place.kind, place.call, place.source(store)));
    let mut kept = 1;
    for at in 1..places.len() {
        let (last, next) = (places[kept - 1], places[at]);
        if (last.kind, last.call) != (next.kind, next.call) {
            places[kept] = next;
            kept += 1;
        }
    }
    places[..kept].sort_by_cached_key(|place| place.order(store));
    kept
}
