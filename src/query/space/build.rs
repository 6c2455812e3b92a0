//! From notes to a space, a bounded piece at a time, so that it can be made between two keys.

use super::Space;
use crate::model::store::Store;
use crate::query::gather::Note;
use crate::query::place::Place;
use std::borrow::Cow;

/// What is done next; each stage walks from the start to the end of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    /// Over the notes: how many each value has.
    #[default]
    Count,
    /// Over the values: where the places of each begin.
    Sum,
    /// Over the notes: room for their places.
    Room,
    /// Over the notes: each to its value.
    Deal,
    /// Over the values: one place a kind and call, best first, and the text.
    Settle,
    Done,
}

/// A space in the making.
#[derive(Default)]
pub(in crate::query) struct Assembly {
    notes: Vec<Note>,
    values: usize,
    stage: Stage,
    at: usize,
    /// By value where its next place goes; in the end where its places end.
    ends: Vec<u32>,
    /// Where the dealt places of the value before ended.
    dealt: usize,
    /// Places kept so far.
    kept: usize,
    space: Space,
}

/// The text of a value by its number.
pub(in crate::query) type Text<'t> = &'t dyn Fn(u32) -> Cow<'t, str>;

impl Assembly {
    /// Of notes whose values are numbered below `values`.
    pub(in crate::query) fn new(notes: Vec<Note>, values: usize) -> Self {
        Self {
            notes,
            values,
            ..Self::default()
        }
    }

    /// Goes about so many notes or values on; the space when it is complete.
    pub(in crate::query) fn step(
        &mut self,
        store: &Store,
        text: Text,
        most: usize,
    ) -> Option<Space> {
        let length = match self.stage {
            Stage::Sum | Stage::Settle => self.values,
            _ => self.notes.len(),
        };
        let end = self.at.saturating_add(most).min(length);
        match self.stage {
            Stage::Count => self.count(end),
            Stage::Sum => self.sum(end),
            Stage::Room => self.room(end),
            Stage::Deal => self.deal(end),
            Stage::Settle => self.settle(store, text, end),
            Stage::Done => return None,
        }
        self.at = end;
        (end == length).then(|| self.next_stage()).flatten()
    }

    fn next_stage(&mut self) -> Option<Space> {
        self.at = 0;
        self.stage = match self.stage {
            Stage::Count => Stage::Sum,
            Stage::Sum => Stage::Room,
            Stage::Room => Stage::Deal,
            Stage::Deal => {
                self.notes = Vec::new();
                Stage::Settle
            }
            Stage::Settle | Stage::Done => {
                self.stage = Stage::Done;
                return Some(self.finished());
            }
        };
        None
    }

    fn finished(&mut self) -> Space {
        let mut space = std::mem::take(&mut self.space);
        space.starts.push(space.arena.len() as u32);
        space.first.push(space.places.len() as u32);
        space.arena.shrink_to_fit();
        space.places.shrink_to_fit();
        self.ends = Vec::new();
        space
    }

    fn count(&mut self, end: usize) {
        if self.ends.is_empty() {
            self.ends = vec![0; self.values + 1];
        }
        for note in &self.notes[self.at..end] {
            self.ends[note.number as usize + 1] += 1;
        }
    }

    fn sum(&mut self, end: usize) {
        for at in self.at..end {
            self.ends[at + 1] += self.ends[at];
        }
    }

    fn room(&mut self, end: usize) {
        if self.at == 0 {
            self.space.places.reserve_exact(self.notes.len());
        }
        let notes = self.notes[self.at..end].iter();
        self.space.places.extend(notes.map(|note| note.place));
    }

    fn deal(&mut self, end: usize) {
        for note in &self.notes[self.at..end] {
            let at = &mut self.ends[note.number as usize];
            self.space.places[*at as usize] = note.place;
            *at += 1;
        }
    }

    /// Leaves one place a kind and call within each value, and takes up its text.
    fn settle(&mut self, store: &Store, text: Text, end: usize) {
        let space = &mut self.space;
        if self.at == 0 {
            space.starts.reserve_exact(self.values + 1);
            space.first.reserve_exact(self.values + 1);
            space.keys.reserve_exact(self.values);
        }
        let mut kept = self.kept;
        for value in self.at..end {
            let from = self.dealt;
            // Dealing has moved the start of each value to its end.
            let to = self.ends[value] as usize;
            let length = settled(store, &mut space.places[from..to]);
            space.places.copy_within(from..from + length, kept);
            let best = space.places[kept..kept + length].first();
            space
                .keys
                .push(best.map_or(u64::MAX, |place| place.order_key(store)));
            space.first.push(kept as u32);
            space.starts.push(space.arena.len() as u32);
            if length > 0 {
                push_text(&mut space.arena, &text(value as u32));
                space.held += 1;
            }
            space.arena.push(b'\n');
            kept += length;
            self.dealt = to;
        }
        self.kept = kept;
        if end == self.values {
            space.places.truncate(kept);
        }
    }
}

fn push_text(arena: &mut Vec<u8>, text: &str) {
    let from = arena.len();
    arena.extend_from_slice(text.as_bytes());
    arena[from..].make_ascii_lowercase();
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
