//! The search itself: one scan per word, best hits first, everything counted.

use super::identifiers::{Index, SpaceNo};
use super::place::{Place, Value};
use super::read::Query;
use super::reading::{Reading, Term};
use super::space::Space;
use crate::model::id::CallIx;
use crate::model::store::Store;
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
    let seeker = Seeker {
        store,
        index,
        limit,
        keep,
    };
    let whole = query.whole().map(|term| seeker.term(term));
    match (whole, query.terms()) {
        (Some(hits), _) if hits.total + hits.hidden > 0 => hits,
        (_, []) => Hits::default(),
        (_, [term]) => seeker.term(term),
        (_, terms) => seeker.all_of(terms),
    }
}

/// What a scan looks for.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    reading: &'a Reading,
    calls: Option<&'a CallSet>,
    keep: Option<Keep<'a>>,
}

impl Wanted<'_> {
    /// True when a place is of the kinds and calls looked for; the caller's condition is not asked.
    fn fits(&self, place: &Place) -> bool {
        let kinds = self.reading.kinds;
        (kinds.is_empty() || kinds.contains(&place.kind))
            && self
                .calls
                .is_none_or(|calls| place.call().is_some_and(|call| calls.contains(call)))
    }

    fn takes_all(&self) -> bool {
        self.reading.kinds.is_empty() && self.calls.is_none() && self.keep.is_none()
    }

    fn is_kept(&self, place: &Place) -> bool {
        self.fits(place) && self.keep.is_none_or(|keep| keep(place))
    }
}

/// Entries of one space that hold the needle, per [`Match`], no more of each than the limit.
#[derive(Default)]
struct Found {
    entries: [Vec<(u32, u32)>; 3],
    total: usize,
    hidden: usize,
}

/// Where one of several words occurs.
struct Spread<'t> {
    reading: &'t Reading,
    calls: CallSet,
    places: usize,
}

struct Seeker<'a> {
    store: &'a Store,
    index: &'a Index,
    limit: usize,
    keep: Option<Keep<'a>>,
}

impl Seeker<'_> {
    /// The first reading of a word that finds something.
    fn term(&self, term: &Term) -> Hits {
        let mut last = Hits::default();
        for reading in &term.readings {
            let wanted = Wanted {
                reading,
                calls: None,
                keep: self.keep,
            };
            last = self.hits(&wanted);
            last.read_as = vec![(term.token.clone(), reading.meaning.clone())];
            if last.total + last.hidden > 0 {
                break;
            }
        }
        last
    }

    /// Calls that hold every word somewhere, and in them the places of the word that has the fewest.
    fn all_of(&self, terms: &[Term]) -> Hits {
        let spread: Vec<Spread> = terms.iter().map(|term| self.spread(term)).collect();
        let mut common = CallSet::full(self.store.call_count());
        for word in &spread {
            common.narrow(&word.calls);
        }
        let Some(rarest) = spread.iter().min_by_key(|word| word.places) else {
            return Hits::default();
        };
        let mut hits = self.hits(&Wanted {
            reading: rarest.reading,
            calls: Some(&common),
            keep: self.keep,
        });
        let read =
            |(term, word): (&Term, &Spread)| (term.token.clone(), word.reading.meaning.clone());
        hits.read_as = terms.iter().zip(&spread).map(read).collect();
        hits
    }

    /// The calls that hold a word, by its first reading that is found.
    fn spread<'t>(&self, term: &'t Term) -> Spread<'t> {
        let mut spread = Spread {
            reading: &term.readings[0],
            calls: CallSet::empty(self.store.call_count()),
            places: 0,
        };
        for reading in &term.readings {
            let wanted = Wanted {
                reading,
                calls: None,
                keep: None,
            };
            for (_, space) in self.index.spaces() {
                space.scan(&reading.needle, |entry, _| {
                    for place in space.places(entry).iter().filter(|p| wanted.fits(p)) {
                        spread.calls.insert(place);
                        spread.places += 1;
                    }
                    true
                });
            }
            if spread.places > 0 {
                spread.reading = reading;
                break;
            }
        }
        spread
    }

    /// One scan of each space, then the best places of what it found.
    fn hits(&self, wanted: &Wanted) -> Hits {
        let mut hits = Hits::default();
        let mut ranked = Vec::new();
        for (no, space) in self.index.spaces() {
            let found = found_in(space, wanted, self.limit);
            hits.total += found.total;
            hits.hidden += found.hidden;
            for (how, entries) in HOW.into_iter().zip(&found.entries) {
                for &(entry, at) in entries {
                    let entry = entry as usize;
                    let places = space.places(entry).iter();
                    for place in places.filter(|p| wanted.is_kept(p)).take(self.limit) {
                        let order = (
                            how,
                            place.order_key(self.store),
                            no,
                            entry,
                            place.source(self.store),
                        );
                        ranked.push((order, *place, at as usize));
                    }
                }
            }
        }
        ranked.sort_unstable_by_key(|&(order, _, _)| order);
        ranked.truncate(self.limit);
        let length = wanted.reading.needle.len();
        let hit = |((how, _, no, entry, _), place, at): (
            (Match, u64, SpaceNo, usize, _),
            Place,
            usize,
        )| Hit {
            value: self.index.value(no, entry),
            place,
            how,
            span: at..at + length,
        };
        hits.hits = ranked.into_iter().map(hit).collect();
        hits
    }
}

const HOW: [Match; 3] = [Match::Exact, Match::Prefix, Match::Inside];

fn found_in(space: &Space, wanted: &Wanted, limit: usize) -> Found {
    let mut found = Found::default();
    let needle = &wanted.reading.needle;
    let takes_all = wanted.takes_all();
    space.scan(needle, |entry, at| {
        let kept = if takes_all {
            space.place_count(entry)
        } else {
            let fitting = space.places(entry).iter().filter(|p| wanted.fits(p));
            let (mut all, mut kept) = (0, 0);
            for place in fitting {
                all += 1;
                kept += usize::from(wanted.is_kept(place));
            }
            found.hidden += all - kept;
            kept
        };
        found.total += kept;
        if kept > 0 {
            let how = how(space.text(entry), at, needle.len());
            let entries = &mut found.entries[how as usize];
            if entries.len() < limit {
                entries.push((entry as u32, at as u32));
            }
        }
        true
    });
    found
}

/// What may stand before an identifier without being part of it (`8:acs:…`, `4:+41…`, `8:orgid:…`, `28:…`).
const HEADS: [&[u8]; 9] = [
    b"8:",
    b"4:",
    b"28:",
    b"acs:",
    b"8:acs:",
    b"28:acs:",
    b"orgid:",
    b"8:orgid:",
    b"28:orgid:",
];

fn how(text: &[u8], at: usize, length: usize) -> Match {
    let begins = at == 0 || (at <= 9 && HEADS.contains(&&text[..at]));
    match (begins, at + length == text.len()) {
        (true, true) => Match::Exact,
        (true, false) => Match::Prefix,
        _ => Match::Inside,
    }
}

/// The entry of a value by its text and number.
pub(super) fn exact_entry(space: &Space, text: &str, number: u32) -> Option<usize> {
    let mut found = None;
    space.scan(&text.to_ascii_lowercase(), |entry, _| {
        if space.number(entry) == number {
            found = Some(entry);
        }
        found.is_none()
    });
    found
}

/// A set of calls, one bit each.
struct CallSet(Vec<u64>);

impl CallSet {
    fn empty(calls: usize) -> Self {
        Self(vec![0; calls.div_ceil(64)])
    }

    fn full(calls: usize) -> Self {
        Self(vec![u64::MAX; calls.div_ceil(64)])
    }

    fn insert(&mut self, place: &Place) {
        if let Some(call) = place.call() {
            self.0[call.at() / 64] |= 1 << (call.at() % 64);
        }
    }

    fn contains(&self, call: CallIx) -> bool {
        self.0
            .get(call.at() / 64)
            .is_some_and(|bits| bits & (1 << (call.at() % 64)) != 0)
    }

    /// Leaves what is in both.
    fn narrow(&mut self, other: &Self) {
        for (bits, others) in self.0.iter_mut().zip(&other.0) {
            *bits &= others;
        }
    }
}

#[cfg(test)]
mod tests;
