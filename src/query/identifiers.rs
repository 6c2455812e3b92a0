//! The index behind "find anything": every identifier, word and code of a store, and where each occurs.
//!
//! Built in one walk over the columns; it holds for one revision of the store and is built anew after a change.

use super::find::exact_entry;
use super::gather::Gathering;
use super::place::{Place, Value};
use super::space::Space;
use crate::model::facts::code_words;
use crate::model::id::{IdRef, TextRef};
use crate::model::store::Store;
use std::borrow::Cow;

/// Which texts an entry belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SpaceNo {
    Ids,
    Words,
    Codes,
}

/// Values and their places.
#[derive(Default)]
pub struct Index {
    ids: Space,
    words: Space,
    codes: Space,
    /// The pairs of codes by their numbers.
    pairs: Vec<(TextRef, TextRef)>,
    revision: u64,
}

impl Index {
    /// Indexes a store as it is now.
    pub fn build(store: &Store) -> Self {
        let mut gathering = Gathering::new(store);
        let notes = gathering.ids();
        let ids = Space::build(store, store.ids.len(), notes, |number| {
            Cow::Borrowed(store.id(IdRef(number)))
        });
        let notes = gathering.words();
        let words = Space::build(store, store.texts.len(), notes, |number| {
            Cow::Borrowed(store.text(TextRef(number)))
        });
        let (notes, pairs) = gathering.codes();
        let codes = Space::build(store, pairs.len(), notes, |number| {
            let (code, subcode) = pairs[number as usize];
            Cow::Owned(code_words(store, code, subcode))
        });
        Self {
            ids,
            words,
            codes,
            pairs,
            revision: store.revision(),
        }
    }

    /// True while the store has not changed since.
    pub fn is_current(&self, store: &Store) -> bool {
        self.revision == store.revision()
    }

    /// The revision of the store it was built from.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// How many values it holds.
    pub fn len(&self) -> usize {
        self.spaces().map(|(_, space)| space.len()).sum()
    }

    /// True when there is nothing to find.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes it takes.
    pub fn bytes(&self) -> usize {
        self.spaces().map(|(_, space)| space.bytes()).sum()
    }

    /// Every place of a value over all calls, by kind, then time ("this value everywhere").
    pub fn places(&self, store: &Store, value: Value) -> &[Place] {
        let (no, number) = match value {
            Value::Id(id) => (SpaceNo::Ids, id.0),
            Value::Text(text) => (SpaceNo::Words, text.0),
            Value::Code(code, subcode) => {
                let subcode = subcode.known().unwrap_or(TextRef::MISSING);
                let pair = self.pairs.iter().position(|&pair| pair == (code, subcode));
                (SpaceNo::Codes, pair.unwrap_or_default() as u32)
            }
        };
        let space = self.space(no);
        exact_entry(space, &value.text(store), number).map_or(&[], |entry| space.places(entry))
    }

    pub(super) fn space(&self, no: SpaceNo) -> &Space {
        match no {
            SpaceNo::Ids => &self.ids,
            SpaceNo::Words => &self.words,
            SpaceNo::Codes => &self.codes,
        }
    }

    pub(super) fn spaces(&self) -> impl Iterator<Item = (SpaceNo, &Space)> {
        [SpaceNo::Ids, SpaceNo::Codes, SpaceNo::Words]
            .into_iter()
            .map(|no| (no, self.space(no)))
    }

    /// The value of an entry.
    pub(super) fn value(&self, no: SpaceNo, entry: usize) -> Value {
        let number = self.space(no).number(entry);
        match no {
            SpaceNo::Ids => Value::Id(IdRef(number)),
            SpaceNo::Words => Value::Text(TextRef(number)),
            SpaceNo::Codes => {
                let (code, subcode) = self.pairs[number as usize];
                Value::Code(code, subcode)
            }
        }
    }
}

#[cfg(test)]
mod tests;
