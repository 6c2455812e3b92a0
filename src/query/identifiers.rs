//! The index behind "find anything": every identifier, word and code of a store, and where each occurs.
//!
//! Made in one walk over the columns, in pieces small enough to stand between two keys; it holds for one revision of the
//! store and is made anew after a change. Rows are only ever added, so an older index is no wrong one, only a smaller.

use super::gather::{Gathering, Ground, Wanted};
use super::place::{Place, Value};
use super::read::Query;
use super::space::{Assembly, Space};
use crate::model::id::{CallIx, IdRef, Interner, TextRef};
use crate::model::store::Store;
use memchr::memmem::Finder;
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

/// An index in the making.
pub struct Indexing {
    ground: Ground,
    wanted: [Wanted; 3],
    /// The kind of value at work, its notes, then its space.
    at: usize,
    gathering: Option<Gathering>,
    assembly: Option<Assembly>,
    index: Index,
}

/// The order in which the kinds of values are indexed.
const ORDER: [SpaceNo; 3] = [SpaceNo::Ids, SpaceNo::Words, SpaceNo::Codes];

impl Indexing {
    /// Begins to index a store as it is now.
    pub fn new(store: &Store) -> Self {
        Self::wanting(store, [None, None, None])
    }

    /// Begins to index what a query could find: an answer from it is the same, and takes no look at anything else.
    pub fn only_for(store: &Store, query: &Query) -> Self {
        let needles: Vec<&str> = query.needles().collect();
        Self::only_with(store, &needles)
    }

    fn only_with(store: &Store, needles: &[&str]) -> Self {
        let ids = Some(holders(&store.ids, needles));
        let words = Some(holders(&store.texts, needles));
        Self::wanting(store, [ids, words, None])
    }

    fn wanting(store: &Store, wanted: [Wanted; 3]) -> Self {
        Self {
            ground: Ground::of(store),
            wanted,
            at: 0,
            gathering: None,
            assembly: None,
            index: Index {
                revision: store.revision(),
                ..Index::default()
            },
        }
    }

    /// The calls that hold what a query looks for: the only ones whose judgement an answer shows.
    pub fn calls(store: &Store, query: &Query) -> Vec<CallIx> {
        let places = Self::places(store, query);
        let mut calls: Vec<CallIx> = places.iter().filter_map(Place::call).collect();
        calls.sort_unstable();
        calls.dedup();
        calls
    }

    /// The places of all that a query may find.
    pub(super) fn places(store: &Store, query: &Query) -> Vec<Place> {
        let needles: Vec<&str> = query.needles().collect();
        let needles = needles.as_slice();
        let mut indexing = Self::only_with(store, needles);
        let mut places = Vec::new();
        for no in ORDER {
            let mut gathering = Gathering::new(no, indexing.wanted[no as usize].take());
            while !gathering.step(store, &indexing.ground, usize::MAX) {}
            let (notes, pairs) = gathering.finish();
            let is_met = |number: u32| {
                let text = || text(store, &pairs, no, number).to_ascii_lowercase();
                no != SpaceNo::Codes || needles.iter().any(|needle| text().contains(needle))
            };
            let met = notes.iter().filter(|note| is_met(note.number));
            places.extend(met.map(|note| note.place));
        }
        places
    }

    /// Goes on with about so many rows or values; the index when it is complete.
    pub fn step(&mut self, store: &Store, most: usize) -> Option<Index> {
        let Some(&no) = ORDER.get(self.at) else {
            return Some(std::mem::take(&mut self.index));
        };
        if let Some(assembly) = &mut self.assembly {
            let pairs = &self.index.pairs;
            let text = |number| text(store, pairs, no, number);
            if let Some(space) = assembly.step(store, &text, most) {
                *self.index.space_mut(no) = space;
                self.assembly = None;
                self.at += 1;
            }
            return None;
        }
        let wanted = &mut self.wanted[no as usize];
        let gathering = self
            .gathering
            .get_or_insert_with(|| Gathering::new(no, wanted.take()));
        if gathering.step(store, &self.ground, most)
            && let Some(gathering) = self.gathering.take()
        {
            let (notes, pairs) = gathering.finish();
            let values = match no {
                SpaceNo::Ids => self.ground.ids(),
                SpaceNo::Words => self.ground.texts(),
                SpaceNo::Codes => pairs.len(),
            };
            if no == SpaceNo::Codes {
                self.index.pairs = pairs;
            }
            self.assembly = Some(Assembly::new(notes, values));
        }
        None
    }
}

/// By number whether a text holds one of the needles, case aside.
fn holders(texts: &Interner, needles: &[&str]) -> Vec<bool> {
    let finders: Vec<Finder> = needles.iter().map(|needle| Finder::new(*needle)).collect();
    let mut lower = String::new();
    let mut holds = |number: u32| {
        lower.clear();
        lower.push_str(texts.get(number));
        lower.make_ascii_lowercase();
        finders
            .iter()
            .any(|finder| finder.find(lower.as_bytes()).is_some())
    };
    (0..texts.len() as u32).map(&mut holds).collect()
}

fn text<'a>(
    store: &'a Store,
    pairs: &[(TextRef, TextRef)],
    no: SpaceNo,
    number: u32,
) -> Cow<'a, str> {
    match no {
        SpaceNo::Ids => Cow::Borrowed(store.id(IdRef(number))),
        SpaceNo::Words => Cow::Borrowed(store.text(TextRef(number))),
        SpaceNo::Codes => {
            let (code, subcode) = pairs[number as usize];
            Cow::Owned(Value::Code(code, subcode).words(store))
        }
    }
}

impl Index {
    /// Indexes a store as it is now, at one go.
    pub fn build(store: &Store) -> Self {
        Self::complete(store, Indexing::new(store))
    }

    /// Ends what was begun.
    pub fn complete(store: &Store, mut indexing: Indexing) -> Self {
        loop {
            if let Some(index) = indexing.step(store, usize::MAX) {
                return index;
            }
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
    pub fn places(&self, value: Value) -> &[Place] {
        let (no, number) = match value {
            Value::Id(id) => (SpaceNo::Ids, id.0),
            Value::Text(text) => (SpaceNo::Words, text.0),
            Value::Code(code, subcode) => {
                let subcode = subcode.known().unwrap_or(TextRef::MISSING);
                let pair = self.pairs.iter().position(|&pair| pair == (code, subcode));
                (SpaceNo::Codes, pair.unwrap_or_default() as u32)
            }
        };
        self.space(no).places(number as usize)
    }

    pub(super) fn space(&self, no: SpaceNo) -> &Space {
        match no {
            SpaceNo::Ids => &self.ids,
            SpaceNo::Words => &self.words,
            SpaceNo::Codes => &self.codes,
        }
    }

    fn space_mut(&mut self, no: SpaceNo) -> &mut Space {
        match no {
            SpaceNo::Ids => &mut self.ids,
            SpaceNo::Words => &mut self.words,
            SpaceNo::Codes => &mut self.codes,
        }
    }

    pub(super) fn spaces(&self) -> impl Iterator<Item = (SpaceNo, &Space)> {
        [SpaceNo::Ids, SpaceNo::Codes, SpaceNo::Words]
            .into_iter()
            .map(|no| (no, self.space(no)))
    }

    /// The value of an entry.
    pub(super) fn value(&self, no: SpaceNo, entry: usize) -> Value {
        let number = entry as u32;
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
