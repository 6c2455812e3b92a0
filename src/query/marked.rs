//! What the user marked and noted: calls by their id, so that it holds for the next time, legs and streams of the
//! loaded calls, so that they can be compared.

use super::filter::Marks;
use crate::model::call::{CallDetail, LegNo, StreamNo};
use crate::model::id::{CallIx, IdRef, StreamIx, TextRef};
use crate::model::store::Store;

/// Sign of a marked row.
pub const MARKED: &str = "*";
/// Sign of a call with a note.
pub const NOTED: &str = "\"";
/// Sign of a marked call with a note.
pub const MARKED_AND_NOTED: &str = "#";

/// A marked part of a call, by what it is whatever else arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkedPart {
    /// A leg by [`crate::model::call::Leg::key`] and endpoint type.
    Leg(CallIx, IdRef, TextRef),
    /// A stream by its row.
    Stream(CallIx, StreamIx),
}

impl MarkedPart {
    /// A leg of a call, or a stream of it; none when the call has none of that number.
    pub fn of(detail: &CallDetail, leg: LegNo, stream: Option<StreamNo>) -> Option<Self> {
        if let Some(stream) = stream {
            let row = detail.streams.get(stream.0 as usize)?.row;
            return Some(Self::Stream(detail.call, row));
        }
        let leg = detail.leg(leg)?;
        Some(Self::Leg(detail.call, leg.key, leg.endpoint_type))
    }
}

impl MarkedPart {
    /// Where it is in its call: its leg, and its number where it is a stream.
    pub fn place(self, detail: &CallDetail) -> Option<(Option<LegNo>, Option<StreamNo>)> {
        match self {
            Self::Leg(..) => {
                let mut legs = (0..detail.legs.len() as u32).map(LegNo);
                let leg = legs.find(|&leg| Self::of(detail, leg, None) == Some(self))?;
                Some((Some(leg), None))
            }
            Self::Stream(_, row) => {
                let at = detail.streams.iter().position(|stream| stream.row == row)?;
                Some((detail.streams[at].leg, Some(StreamNo(at as u32))))
            }
        }
    }
}

/// Marks and notes.
#[derive(Debug, Default)]
pub struct Marked {
    calls: Marks,
    parts: Vec<MarkedPart>,
    /// Calls marked in this run, in order.
    recent: Vec<String>,
    revision: u64,
    /// Marked calls that are loaded, as the store and the marks were.
    loaded: Option<((u64, u64), usize)>,
}

impl Marked {
    /// Counts the marked calls that are loaded, where calls or marks have changed.
    pub fn recount(&mut self, store: &Store) {
        let stamp = (store.revision(), self.revision);
        if self.loaded.is_none_or(|(known, _)| known != stamp) {
            self.loaded = Some((stamp, self.calls_in(store).len()));
        }
    }

    /// How many marked calls are loaded, as of the last count.
    pub fn loaded(&self) -> usize {
        self.loaded.map_or(0, |(_, count)| count)
    }

    /// Marks and notes of calls, for the filter.
    pub fn calls(&self) -> &Marks {
        &self.calls
    }

    /// Grows with every change.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Takes marks and notes from the last time; what was changed since the start stays.
    pub fn take(&mut self, known: impl IntoIterator<Item = (String, bool, String)>) {
        for (call, is_marked, note) in known {
            if is_marked {
                self.calls.marked.insert(call.clone());
            }
            if !note.is_empty() {
                self.calls.notes.entry(call).or_insert(note);
            }
        }
        self.revision += 1;
    }

    /// Legs and streams in the order in which they were marked.
    pub fn parts(&self) -> &[MarkedPart] {
        &self.parts
    }

    /// True when a leg or stream is marked.
    pub fn has_part(&self, part: MarkedPart) -> bool {
        self.parts.contains(&part)
    }

    /// Marks a leg or stream, or takes the mark away; true when it is marked now.
    pub fn toggle_part(&mut self, part: MarkedPart) -> bool {
        self.revision += 1;
        let before = self.parts.len();
        self.parts.retain(|known| *known != part);
        let is_marked = self.parts.len() == before;
        if is_marked {
            self.parts.push(part);
        }
        is_marked
    }

    /// True when a call is marked.
    pub fn has_call(&self, store: &Store, call: CallIx) -> bool {
        !self.calls.marked.is_empty() && self.calls.marked.contains(&key(store, call))
    }

    /// The note on a call; empty without one.
    pub fn note(&self, store: &Store, call: CallIx) -> &str {
        if self.calls.notes.is_empty() {
            return "";
        }
        self.calls
            .notes
            .get(&key(store, call))
            .map_or("", String::as_str)
    }

    /// Marks a call, or takes the mark away; true when it is marked now.
    pub fn toggle_call(&mut self, key: &str) -> bool {
        self.revision += 1;
        let is_marked = !self.calls.marked.remove(key);
        self.recent.retain(|known| known != key);
        if is_marked {
            self.calls.marked.insert(key.to_owned());
            self.recent.push(key.to_owned());
        }
        is_marked
    }

    /// The calls to compare, the last marked last: those marked in this run, else all that are marked and loaded.
    pub fn calls_to_compare(&self, store: &Store) -> Vec<CallIx> {
        let all = self.calls_in(store);
        if all.len() == 2 || self.recent.is_empty() {
            return all;
        }
        let number = |id: &String| store.call_of(IdRef(store.ids.lookup(id)?));
        self.recent.iter().filter_map(number).collect()
    }

    /// Writes a note; an empty one takes it away.
    pub fn set_note(&mut self, key: &str, text: &str) {
        self.revision += 1;
        if text.is_empty() {
            self.calls.notes.remove(key);
        } else {
            self.calls.notes.insert(key.to_owned(), text.to_owned());
        }
    }

    /// The sign of a call's row; none for most.
    pub fn sign(&self, store: &Store, call: CallIx) -> Option<&'static str> {
        let is_noted = !self.note(store, call).is_empty();
        match (self.has_call(store, call), is_noted) {
            (true, true) => Some(MARKED_AND_NOTED),
            (true, false) => Some(MARKED),
            (false, true) => Some(NOTED),
            (false, false) => None,
        }
    }

    /// The marked calls that are loaded, in the order of their numbers.
    pub fn calls_in(&self, store: &Store) -> Vec<CallIx> {
        let number = |id: &String| store.call_of(IdRef(store.ids.lookup(id)?));
        let mut calls: Vec<CallIx> = self.calls.marked.iter().filter_map(number).collect();
        calls.sort_unstable();
        calls
    }
}

/// By what a call is kept: its id in lower case; empty for the one that has none.
pub fn key(store: &Store, call: CallIx) -> String {
    store.id(store.call_id(call)).to_ascii_lowercase()
}

/// Nothing marked, for tests of what looks at marks.
#[cfg(test)]
pub(crate) fn none() -> &'static Marked {
    static NONE: std::sync::LazyLock<Marked> = std::sync::LazyLock::new(Marked::default);
    &NONE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_late_from_the_last_time_changes_nothing_done_since() {
        let mut marked = Marked::default();
        marked.set_note("a", "new");
        marked.take([
            ("a".to_owned(), true, "old".to_owned()),
            ("b".to_owned(), false, "b's".to_owned()),
        ]);
        let notes = &marked.calls().notes;
        assert_eq!(notes.get("a").map(String::as_str), Some("new"));
        assert_eq!(notes.get("b").map(String::as_str), Some("b's"));
        assert!(marked.calls().marked.contains("a"));
    }

    #[test]
    fn parts_keep_the_order_of_marking_and_go_when_marked_again() {
        let mut marked = Marked::default();
        let part = |row| MarkedPart::Stream(CallIx(0), StreamIx(row));
        for row in [5, 2, 9, 2] {
            marked.toggle_part(part(row));
        }
        assert_eq!(marked.parts(), [part(5), part(9)]);
        assert!(marked.has_part(part(9)) && !marked.has_part(part(2)));
        assert_eq!(marked.revision(), 4);
    }
}
