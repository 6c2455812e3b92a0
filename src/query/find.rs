//! The search itself: one scan per word, best hits first, everything counted.

mod pass;

use super::identifiers::Index;
use super::place::{Place, Value};
use super::read::Query;
use super::reading::Term;
use crate::model::id::CallIx;
use crate::model::store::Store;
pub use pass::Narrow;
use pass::{CallSet, Pass, Spread};
use std::collections::HashSet;
use std::ops::Range;

/// How a text was met; better first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// The whole value, apart from a prefix such as `8:acs:`.
    Exact,
    /// Its beginning, a prefix such as `8:acs:` left aside.
    Prefix,
    /// Somewhere in it.
    Inside,
}

/// A value at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What was found.
    pub value: Value,
    /// Where: the first record of a call that holds it in a column of a kind.
    pub place: Place,
    /// How well it fits.
    pub how: Match,
    /// The bytes of [`Value::text`] that matched.
    pub span: Range<usize>,
}

impl Hit {
    /// A call by its id, at the first record of its first table; none for a call without records.
    pub(super) fn of_call(store: &Store, call: CallIx) -> Option<Self> {
        let id = store.call_id(call);
        let place = Place::of_call(store, call)?;
        Some(Self {
            value: Value::Id(id),
            place,
            how: Match::Exact,
            span: 0..0,
        })
    }
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// The best, in order: match, kind, time.
    pub hits: Vec<Hit>,
    /// All places found, those beyond the limit included, hidden ones not.
    pub total: usize,
    /// Places the caller's condition left out.
    pub hidden: usize,
    /// How the words were read in the end: the word and what it was taken for.
    pub read_as: Vec<(String, String)>,
}

/// The caller's condition on places (a time window, the calls of a filter).
pub type Keep<'a> = &'a dyn Fn(&Place) -> bool;

/// Finds a query everywhere. All its words must occur in one call; hits are the places of the rarest word.
pub fn search(store: &Store, index: &Index, query: &Query, limit: usize) -> Hits {
    search_where(store, index, query, limit, None)
}

/// As [`search`], under a condition; what it leaves out is counted as hidden.
pub fn search_where(
    store: &Store,
    index: &Index,
    query: &Query,
    limit: usize,
    keep: Option<Keep>,
) -> Hits {
    let mut search = Search::new(query.clone(), limit);
    search.keep = keep;
    search.step(store, index, usize::MAX);
    search.hits(store, index)
}

/// A search that goes on a bounded number of bytes at a time; what was found so far can be asked for at any time.
pub struct Search<'k> {
    query: Query,
    limit: usize,
    keep: Option<Keep<'k>>,
    stage: Stage,
    pass: Option<Pass>,
    spread: Vec<Spread>,
    /// What was found of each word of a list.
    each: Vec<Pass>,
    narrow: Option<Narrow>,
}

/// What is scanned for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// All words as they stand together, by a reading.
    Whole(usize),
    /// The only word, by a reading.
    Only(usize),
    /// Where one of several words occurs, by a reading.
    Spread(usize, usize),
    /// The rarest of several words in the calls that hold them all.
    Common,
    /// A word of a list, by a reading.
    Each(usize, usize),
    Done,
}

impl Search<'_> {
    /// A search from the start.
    pub fn new(query: Query, limit: usize) -> Self {
        let stage = match query.whole() {
            Some(_) => Stage::Whole(0),
            None => Self::after_whole(&query),
        };
        Self {
            query,
            limit,
            keep: None,
            stage,
            pass: None,
            spread: Vec::new(),
            each: Vec::new(),
            narrow: None,
        }
    }

    /// Looks only where an earlier and shorter search of the same index has found something.
    #[must_use]
    pub fn narrowed_by(mut self, earlier: Option<Narrow>) -> Self {
        self.narrow = earlier;
        self
    }

    fn after_whole(query: &Query) -> Stage {
        match query.terms().len() {
            0 => Stage::Done,
            1 => Stage::Only(0),
            _ if query.is_list() => Stage::Each(0, 0),
            _ => Stage::Spread(0, 0),
        }
    }

    /// True when everything is found and counted.
    pub fn is_done(&self) -> bool {
        self.stage == Stage::Done
    }

    /// Scans about so many bytes further; true when all is found and counted.
    pub fn step(&mut self, store: &Store, index: &Index, mut bytes: usize) -> bool {
        while self.stage != Stage::Done && bytes > 0 {
            let begun = self.pass.take().filter(|pass| !pass.is_done());
            let Some(mut pass) = begun.or_else(|| self.begin(store)) else {
                self.stage = Stage::Done;
                return true;
            };
            bytes = pass.step(index, self.keep, self.limit, bytes);
            let is_done = pass.is_done();
            self.pass = Some(pass);
            if is_done {
                self.turn();
            }
        }
        self.is_done()
    }

    /// The next scan; none when there is nothing to look for.
    fn begin(&mut self, store: &Store) -> Option<Pass> {
        let reading = match self.stage {
            Stage::Whole(at) => self.query.whole()?.readings.get(at),
            Stage::Only(at) => self.query.terms().first()?.readings.get(at),
            Stage::Spread(term, at) | Stage::Each(term, at) => {
                self.query.terms().get(term)?.readings.get(at)
            }
            Stage::Common => return self.common(store),
            Stage::Done => None,
        };
        let spreads = matches!(self.stage, Stage::Spread(..));
        let pass = Pass::new(reading?.clone(), self.narrow.as_ref());
        Some(if spreads {
            pass.spreading(store.call_count())
        } else {
            pass
        })
    }

    /// The rarest word in the calls that hold every word.
    fn common(&self, store: &Store) -> Option<Pass> {
        let mut common = CallSet::full(store.call_count());
        for word in &self.spread {
            common.narrow(&word.calls);
        }
        let rarest = self.spread.iter().min_by_key(|word| word.places)?;
        let mut pass = Pass::new(rarest.reading.clone(), None);
        pass.calls = Some(common);
        Some(pass)
    }

    /// What comes after a scan that has reached its end: the first reading that finds something counts.
    fn turn(&mut self) {
        let Some(pass) = &mut self.pass else { return };
        let has_found = pass.has_found();
        let readings = |term: Option<&Term>| term.map_or(0, |term| term.readings.len());
        self.stage = match self.stage {
            Stage::Whole(_) | Stage::Only(_) if has_found => Stage::Done,
            Stage::Whole(at) if at + 1 < readings(self.query.whole()) => Stage::Whole(at + 1),
            Stage::Whole(_) => Self::after_whole(&self.query),
            Stage::Only(at) if at + 1 < readings(self.query.terms().first()) => Stage::Only(at + 1),
            Stage::Spread(term, at)
                if !has_found && at + 1 < readings(self.query.terms().get(term)) =>
            {
                Stage::Spread(term, at + 1)
            }
            Stage::Spread(term, _) => {
                if let Some(spread) = pass.take_spread(&self.query.terms()[term]) {
                    self.spread.push(spread);
                }
                if term + 1 < self.query.terms().len() {
                    Stage::Spread(term + 1, 0)
                } else {
                    Stage::Common
                }
            }
            Stage::Each(term, at)
                if !has_found && at + 1 < readings(self.query.terms().get(term)) =>
            {
                Stage::Each(term, at + 1)
            }
            Stage::Each(term, _) => {
                self.each.extend(self.pass.take());
                if term + 1 < self.query.terms().len() {
                    Stage::Each(term + 1, 0)
                } else {
                    Stage::Done
                }
            }
            Stage::Only(_) | Stage::Common | Stage::Done => Stage::Done,
        };
    }

    /// The hits of each word of a list, in the order of the list, each place once; and how many each has.
    fn hits_of_each(&self, store: &Store, index: &Index) -> Hits {
        let mut hits = Hits::default();
        let mut seen = HashSet::new();
        let (mut met, mut missed) = (Vec::new(), Vec::new());
        for (term, pass) in self
            .query
            .terms()
            .iter()
            .zip(self.each.iter().chain(&self.pass))
        {
            let found = pass.ranked(store, index, self.keep, self.limit);
            let words = match found.total {
                0 => "nothing found".to_owned(),
                1 => format!("1 place; {}", pass.reading.meaning),
                places => format!("{places} places; {}", pass.reading.meaning),
            };
            let lines = if found.total == 0 {
                &mut missed
            } else {
                &mut met
            };
            lines.push((term.token.clone(), words));
            hits.total += found.total;
            hits.hidden += found.hidden;
            let fresh = found.hits.into_iter().filter(|hit| {
                let is_fresh = seen.insert((hit.value, hit.place));
                hits.total -= usize::from(!is_fresh);
                is_fresh
            });
            hits.hits.extend(fresh.collect::<Vec<_>>());
        }
        hits.hits.truncate(self.limit);
        missed.extend(met);
        missed.extend(self.query.left_out());
        hits.read_as = missed;
        hits
    }

    /// What a search for a longer text may look at alone; none when too much was found to be worth remembering. Of a
    /// search that was given up what it was given itself.
    pub fn into_narrow(mut self) -> Option<Narrow> {
        if !self.is_done() {
            return self.narrow;
        }
        let is_plain = self.spread.is_empty() && self.each.is_empty();
        self.pass.as_mut().filter(|_| is_plain)?.narrow()
    }

    /// The best hits so far.
    pub fn hits(&self, store: &Store, index: &Index) -> Hits {
        if self.query.is_list() {
            return self.hits_of_each(store, index);
        }
        let is_shown = !matches!(self.stage, Stage::Spread(..));
        let Some(pass) = self.pass.as_ref().filter(|_| is_shown) else {
            return Hits::default();
        };
        let mut hits = pass.ranked(store, index, self.keep, self.limit);
        hits.read_as = if self.spread.is_empty() {
            let term = match self.stage {
                Stage::Whole(_) => self.query.whole(),
                _ if pass.is_of(self.query.whole()) => self.query.whole(),
                _ => self.query.terms().first(),
            };
            term.map(|term| (term.token.clone(), pass.reading.meaning.clone()))
                .into_iter()
                .collect()
        } else {
            let words = self.query.terms().iter().zip(&self.spread);
            words
                .map(|(term, word)| (term.token.clone(), word.reading.meaning.clone()))
                .collect()
        };
        hits
    }
}

#[cfg(test)]
mod tests;
