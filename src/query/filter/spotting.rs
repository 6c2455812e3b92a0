//! In which calls a word occurs, as the search box finds it: in any identifier or text of any log, in bounded steps.
//!
//! Every text is looked at once, where all of them lie together; then the columns of those texts that hold the word are
//! walked, of which mostly none is left but a few.

use super::test::Bits;
use crate::model::id::{Interner, TextRef};
use crate::model::store::Store;
use crate::query::gather::{Column, Ground};
use crate::query::identifiers::SpaceNo;
use crate::query::place::Value;
use crate::query::read::Query;
use crate::query::space::text_at;
use memchr::memmem::Finder;
use std::collections::HashMap;
use std::ops::Range;

type Hasher = foldhash::fast::RandomState;
/// Bytes of texts that are looked into in the time in which a row is walked.
const BYTES_A_ROW: usize = 8;

/// A word on its way through a store.
pub(super) struct Spotting {
    /// What the word may stand for, in lower case.
    needles: Vec<Finder<'static>>,
    stage: Stage,
    /// The text, or the row of a column, that is next.
    next: usize,
    lower: Vec<u8>,
    ground: Option<Ground>,
    /// By number of the identifier whether it holds a needle, and how many do.
    ids: (Bits, usize),
    /// The same of texts.
    texts: (Bits, usize),
    /// Whether a pair of codes does.
    pairs: HashMap<(TextRef, TextRef), bool, Hasher>,
    calls: Bits,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Ids,
    Texts,
    /// Over the columns of a kind of value.
    Column(SpaceNo, usize),
    Done,
}

impl Spotting {
    /// Begins to look for a word in a store as it is now.
    pub(super) fn new(store: &Store, word: &str) -> Self {
        let query = Query::parse(word);
        let needles: Vec<&str> = match (query.terms(), query.whole()) {
            (_, Some(whole)) => vec![whole.readings[0].needle.as_str()],
            (terms, None) => {
                let readings = terms.iter().flat_map(|term| &term.readings);
                readings.map(|reading| reading.needle.as_str()).collect()
            }
        };
        let needles = needles.into_iter().filter(|needle| !needle.is_empty());
        Self {
            needles: needles
                .map(|needle| Finder::new(needle).into_owned())
                .collect(),
            stage: Stage::Ids,
            next: 0,
            lower: Vec::new(),
            ground: None,
            ids: (Bits::none(store.ids.len()), 0),
            texts: (Bits::none(store.texts.len()), 0),
            pairs: HashMap::default(),
            calls: Bits::none(store.call_count()),
        }
    }

    /// Goes about so many rows, or bytes that take as long, further; true when all calls are known.
    pub(super) fn step(&mut self, store: &Store, most: usize) -> bool {
        let bytes = most.saturating_mul(BYTES_A_ROW);
        match self.stage {
            Stage::Done => return true,
            Stage::Ids => {
                if self.look(&store.ids, bytes, |spotting| &mut spotting.ids) {
                    self.turn(Stage::Texts);
                }
            }
            Stage::Texts => {
                if self.look(&store.texts, bytes, |spotting| &mut spotting.texts) {
                    self.ground = Some(Ground::of(store));
                    self.turn(Stage::Column(SpaceNo::Ids, 0));
                }
            }
            Stage::Column(no, at) => self.walk_on(store, (no, at), most),
        }
        self.stage == Stage::Done
    }

    /// None for a call that came later.
    pub(super) fn has(&self, call: usize) -> Option<bool> {
        self.calls.get(call)
    }

    fn turn(&mut self, stage: Stage) {
        (self.stage, self.next) = (stage, 0);
    }

    /// Notes which texts hold a needle; true after the last.
    fn look(
        &mut self,
        texts: &Interner,
        bytes: usize,
        held: fn(&mut Self) -> &mut (Bits, usize),
    ) -> bool {
        let starts = texts.starts();
        let last = held(self).0.len();
        let from = self.next;
        let begin = starts[from] as usize;
        let until = begin.saturating_add(bytes).min(starts[last] as usize);
        // Whole texts, one at least.
        let end = (text_at(starts, until, from).max(from + 1)).min(last);
        let mut lower = std::mem::take(&mut self.lower);
        lower.clear();
        lower.extend_from_slice(&texts.arena()[begin..starts[end] as usize]);
        lower.make_ascii_lowercase();
        for no in 0..self.needles.len() {
            let (mut text, mut at) = (from, 0);
            while let Some(found) = self.needles[no].find(&lower[at..]) {
                text = text_at(starts, begin + at + found, text);
                let (bits, count) = held(self);
                bits.set(text);
                *count += 1;
                text += 1;
                at = starts[text] as usize - begin;
            }
        }
        self.lower = lower;
        self.next = end;
        end == last
    }

    fn walk_on(&mut self, store: &Store, (no, at): (SpaceNo, usize), most: usize) {
        let is_held = match no {
            SpaceNo::Ids => self.ids.1 > 0,
            SpaceNo::Words => self.texts.1 > 0,
            SpaceNo::Codes => true,
        };
        let ground = self.ground.take();
        if let (Some(column), Some(ground), true) = (Column::at(no, at), &ground, is_held) {
            let rows = ground.rows(column.table());
            let end = self.next.saturating_add(most).min(rows);
            self.walk(store, ground, column, self.next..end);
            self.next = end;
            if end == rows {
                self.turn(Stage::Column(no, at + 1));
            }
        } else {
            self.turn(match no {
                SpaceNo::Ids => Stage::Column(SpaceNo::Words, 0),
                SpaceNo::Words => Stage::Column(SpaceNo::Codes, 0),
                SpaceNo::Codes => Stage::Done,
            });
        }
        self.ground = ground.filter(|_| self.stage != Stage::Done);
    }

    /// Notes the calls of the rows of a column whose value holds a needle.
    fn walk(&mut self, store: &Store, ground: &Ground, column: Column, rows: Range<usize>) {
        let table = column.table();
        let Some(ids) = table.calls(store).get(rows.clone()) else {
            return;
        };
        let mut note = |row: usize| {
            let call = ground.call(table, row, ids[row - rows.start]);
            self.calls.set(call as usize);
        };
        let is_in = |bits: &Bits, number: u32| bits.get(number as usize) == Some(true);
        match column {
            Column::Codes((_, values)) => {
                let (codes, subcodes) = values(store);
                for row in rows.clone() {
                    if holds_code(
                        store,
                        &self.needles,
                        &mut self.pairs,
                        codes[row],
                        subcodes[row],
                    ) {
                        note(row);
                    }
                }
            }
            Column::Ids((_, _, values)) => {
                let values = values(store);
                let found = rows
                    .clone()
                    .filter(|&row| is_in(&self.ids.0, values[row].0));
                found.for_each(note);
            }
            Column::Words((_, _, values)) => {
                let values = values(store);
                let found = rows
                    .clone()
                    .filter(|&row| is_in(&self.texts.0, values[row].0));
                found.for_each(note);
            }
            Column::Issues(part) => {
                let issues = store.side.surveys.issues();
                let found = rows
                    .clone()
                    .filter(|&row| is_in(&self.texts.0, issues[row][part].0));
                found.for_each(note);
            }
            Column::Dimension(at) => {
                let dimensions = store.side.daily.dimensions();
                let found = rows
                    .clone()
                    .filter(|&row| is_in(&self.texts.0, dimensions[row][at].0));
                found.for_each(note);
            }
        }
    }
}

/// Whether a pair of codes, as it is written with its meaning, holds a needle.
fn holds_code(
    store: &Store,
    needles: &[Finder],
    pairs: &mut HashMap<(TextRef, TextRef), bool, Hasher>,
    code: TextRef,
    subcode: TextRef,
) -> bool {
    if !code.is_known() {
        return false;
    }
    let subcode = subcode.known().unwrap_or(TextRef::MISSING);
    *pairs.entry((code, subcode)).or_insert_with(|| {
        let words = Value::Code(code, subcode).words(store).to_ascii_lowercase();
        needles
            .iter()
            .any(|needle| needle.find(words.as_bytes()).is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::CallIx;
    use crate::query::fixture;
    use crate::query::identifiers::Indexing;

    #[test]
    fn a_word_is_spotted_in_the_calls_of_its_places_however_small_the_steps() {
        let store = fixture::store([0, 1, 2, 3]);
        let words = ["join", "410/3112", "E", "windows", "nowhere", "0", "-"];
        for word in fixture::IDS.into_iter().chain(words) {
            let wanted = Indexing::calls(&store, &Query::parse(word));
            for most in [1, 7, usize::MAX] {
                let mut spotting = Spotting::new(&store, word);
                while !spotting.step(&store, most) {}
                let has = |call: &CallIx| spotting.has(call.at()) == Some(true);
                let found: Vec<CallIx> = store.calls().filter(has).collect();
                assert_eq!(found, wanted, "{word} in steps of {most}");
            }
        }
    }
}
