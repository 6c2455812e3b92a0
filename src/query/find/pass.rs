//! One scan of all texts for one needle: what holds it, how well, how much of it, and in which calls.

use super::{Hit, Hits, Keep, Match};
use crate::model::id::CallIx;
use crate::model::source::Source;
use crate::model::store::Store;
use crate::query::identifiers::{Index, SpaceNo};
use crate::query::place::Place;
use crate::query::reading::{Reading, Term, is_code};
use crate::query::space::{Cursor, Space};
use memchr::memmem::Finder;
use std::cmp::Ordering;

/// The order in which the kinds of values are scanned and shown.
const SPACES: [SpaceNo; 3] = [SpaceNo::Ids, SpaceNo::Codes, SpaceNo::Words];
/// Bytes that looking into one remembered entry counts for.
const ENTRY_BYTES: usize = 64;
/// Most entries that are remembered for the next key; four bytes each.
const MOST_REMEMBERED: usize = 1 << 18;

/// What a search has found: the entries of each kind of value that hold its needle.
pub struct Narrow {
    needle: String,
    entries: [Vec<u32>; 3],
    revision: u64,
}

impl Narrow {
    /// The revision of the index it is of.
    pub fn revision(&self) -> u64 {
        self.revision
    }
}

/// An entry that holds the needle: its order, number, and where.
type Row = (u64, u32, u32);

/// The best entries of one kind of match; as many as can be shown, of equals all.
#[derive(Default)]
struct Best {
    rows: Vec<Row>,
    /// No entry after this one is among the best.
    last: Option<u64>,
}

impl Best {
    fn offer(&mut self, space: &Space, limit: usize, row: Row) {
        if self.last.is_some_and(|last| row.0 > last) {
            return;
        }
        self.rows.push(row);
        if self.rows.len() >= limit.max(32).saturating_mul(2) {
            let at = limit.max(32) - 1;
            let order = |a: &Row, b: &Row| space.compare(a.1 as usize, b.1 as usize);
            let (_, last, _) = self.rows.select_nth_unstable_by(at, order);
            let last = last.0;
            // What differs in case alone has the same text here and is told apart later: of equals all stay.
            self.last = Some(last);
            self.rows.truncate(at + 1);
        }
    }
}

/// What of one kind of value holds the needle.
#[derive(Default)]
struct Found {
    /// Per [`Match`].
    best: [Best; 3],
    total: usize,
    hidden: usize,
}

/// Where one of several words occurs.
pub(super) struct Spread {
    pub(super) reading: Reading,
    pub(super) calls: CallSet,
    pub(super) places: usize,
}

/// A scan.
pub(super) struct Pass {
    pub(super) reading: Reading,
    /// Only places in these calls.
    pub(super) calls: Option<CallSet>,
    finder: Finder<'static>,
    /// Which of [`SPACES`] is scanned, and how far it is.
    at: usize,
    cursor: Cursor,
    /// Looked at instead of everything, and how many of them.
    only: Option<[Vec<u32>; 3]>,
    looked: usize,
    found: [Found; 3],
    spread: Option<(CallSet, usize)>,
    entries: Option<[Vec<u32>; 3]>,
    revision: u64,
    /// Its needle is a pair of codes.
    is_code: bool,
}

impl Pass {
    pub(super) fn new(reading: Reading, narrow: Option<&Narrow>) -> Self {
        let narrow = narrow.filter(|narrow| reading.needle.contains(&narrow.needle));
        Self {
            calls: None,
            finder: Finder::new(reading.needle.as_bytes()).into_owned(),
            at: 0,
            cursor: Cursor::default(),
            only: narrow.map(|narrow| narrow.entries.clone()),
            looked: 0,
            found: Default::default(),
            spread: None,
            entries: Some(Default::default()),
            revision: 0,
            is_code: is_code(&reading.needle),
            reading,
        }
    }

    /// Notes the calls of what it finds, and nothing else.
    pub(super) fn spreading(mut self, calls: usize) -> Self {
        self.spread = Some((CallSet::empty(calls), 0));
        self.entries = None;
        self
    }

    pub(super) fn is_done(&self) -> bool {
        self.at == SPACES.len()
    }

    pub(super) fn has_found(&self) -> bool {
        match &self.spread {
            Some((_, places)) => *places > 0,
            None => self
                .found
                .iter()
                .any(|found| found.total + found.hidden > 0),
        }
    }

    /// True when its reading is one of a term's.
    pub(super) fn is_of(&self, term: Option<&Term>) -> bool {
        term.is_some_and(|term| term.readings.contains(&self.reading))
    }

    /// What a spreading scan has found; a word that is found nowhere is read in the first way.
    pub(super) fn take_spread(&mut self, term: &Term) -> Option<Spread> {
        let (calls, places) = self.spread.take()?;
        let reading = match places {
            0 => term.readings.first()?.clone(),
            _ => self.reading.clone(),
        };
        Some(Spread {
            reading,
            calls,
            places,
        })
    }

    pub(super) fn narrow(&mut self) -> Option<Narrow> {
        let revision = self.revision;
        let needle = self.reading.needle.clone();
        self.entries.take().map(|entries| Narrow {
            needle,
            entries,
            revision,
        })
    }

    /// Scans on; the bytes that are left of those allowed.
    pub(super) fn step(
        &mut self,
        index: &Index,
        keep: Option<Keep>,
        limit: usize,
        mut bytes: usize,
    ) -> usize {
        self.revision = index.revision();
        while let (Some(&no), true) = (SPACES.get(self.at), bytes > 0) {
            let space = index.space(no);
            let (is_end, used) = if self.only.is_some() {
                self.look(space, keep, limit, bytes)
            } else {
                let (finder, mut cursor) = (self.finder.clone(), self.cursor);
                let each = |entry, at| self.note(space, keep, limit, (entry, at));
                let is_end = space.scan(&finder, &mut cursor, bytes, each);
                let used = cursor.since(std::mem::replace(&mut self.cursor, cursor));
                (is_end, used)
            };
            bytes = bytes.saturating_sub(used + 1);
            if is_end {
                (self.at, self.cursor, self.looked) = (self.at + 1, Cursor::default(), 0);
            }
        }
        bytes
    }

    /// Looks into remembered entries; whether these were the last, and the bytes it counts for.
    fn look(
        &mut self,
        space: &Space,
        keep: Option<Keep>,
        limit: usize,
        bytes: usize,
    ) -> (bool, usize) {
        let Some(only) = self.only.take() else {
            return (true, 0);
        };
        let entries = &only[self.at];
        let from = self.looked;
        let until = from
            .saturating_add(bytes.div_ceil(ENTRY_BYTES))
            .min(entries.len());
        for &entry in &entries[from..until] {
            if let Some(at) = self.finder.find(space.text(entry as usize)) {
                self.note(space, keep, limit, (entry as usize, at));
            }
        }
        self.looked = until;
        let is_end = until == entries.len();
        self.only = Some(only);
        (is_end, (until - from) * ENTRY_BYTES)
    }

    /// True when a place is of the kinds and calls looked for; the caller's condition is not asked.
    fn fits(&self, place: &Place) -> bool {
        let kinds = self.reading.kinds;
        (kinds.is_empty() || kinds.contains(&place.kind))
            && self
                .calls
                .as_ref()
                .is_none_or(|calls| place.call().is_some_and(|call| calls.contains(call)))
    }

    fn is_kept(&self, place: &Place, keep: Option<Keep>) -> bool {
        self.fits(place) && keep.is_none_or(|keep| keep(place))
    }

    fn note(
        &mut self,
        space: &Space,
        keep: Option<Keep>,
        limit: usize,
        (entry, at): (usize, usize),
    ) {
        // 80/0 is no part of 480/0.
        if self.is_code && at > 0 && SPACES[self.at] == SpaceNo::Codes {
            return;
        }
        if self.spread.is_some()
            && let Some((mut calls, mut places)) = self.spread.take()
        {
            for place in space.places(entry).iter().filter(|place| self.fits(place)) {
                calls.insert(place);
                places += 1;
            }
            self.spread = Some((calls, places));
            return;
        }
        self.remember(entry);
        let takes_all = self.reading.kinds.is_empty() && self.calls.is_none() && keep.is_none();
        let (all, kept) = if takes_all {
            let count = space.place_count(entry);
            (count, count)
        } else {
            let places = || space.places(entry).iter();
            (
                places().filter(|place| self.fits(place)).count(),
                places().filter(|place| self.is_kept(place, keep)).count(),
            )
        };
        let text = || named(SPACES[self.at], space.text(entry));
        let how = how(text, at, self.reading.needle.len());
        let found = &mut self.found[self.at];
        found.hidden += all - kept;
        found.total += kept;
        if kept > 0 {
            let row = (space.key(entry), entry as u32, at as u32);
            found.best[how as usize].offer(space, limit, row);
        }
    }

    fn remember(&mut self, entry: usize) {
        if let Some(entries) = &mut self.entries {
            entries[self.at].push(entry as u32);
            if entries[self.at].len() > MOST_REMEMBERED {
                self.entries = None;
            }
        }
    }

    /// The best places of what was found so far: by match, kind and time, then text and record.
    pub(super) fn ranked(
        &self,
        store: &Store,
        index: &Index,
        keep: Option<Keep>,
        limit: usize,
    ) -> Hits {
        let mut hits = Hits::default();
        let mut ranked: Vec<Ranked> = Vec::new();
        for (&no, found) in SPACES.iter().zip(&self.found) {
            hits.total += found.total;
            hits.hidden += found.hidden;
            let space = index.space(no);
            for (how, best) in HOW.into_iter().zip(&found.best) {
                for &(_, entry, at) in &best.rows {
                    let places = space.places(entry as usize).iter();
                    let kept = places.filter(|place| self.is_kept(place, keep));
                    ranked.extend(kept.take(limit).map(|place| Ranked {
                        how,
                        key: place.order_key(store),
                        no,
                        entry: entry as usize,
                        source: place.source(store),
                        place: *place,
                        at: at as usize,
                    }));
                }
            }
        }
        let order = |a: &Ranked, b: &Ranked| a.compare(b, store, index);
        if limit < ranked.len() {
            ranked.select_nth_unstable_by(limit, order);
            ranked.truncate(limit);
        }
        ranked.sort_unstable_by(order);
        let length = self.reading.needle.len();
        hits.hits = ranked
            .into_iter()
            .map(|row| Hit {
                value: index.value(row.no, row.entry),
                place: row.place,
                how: row.how,
                span: row.at..row.at + length,
            })
            .collect();
        hits
    }
}

/// A place with all that decides its rank.
struct Ranked {
    how: Match,
    key: u64,
    no: SpaceNo,
    entry: usize,
    source: Source,
    place: Place,
    at: usize,
}

impl Ranked {
    fn compare(&self, other: &Self, store: &Store, index: &Index) -> Ordering {
        let order = (self.how, self.key, self.no).cmp(&(other.how, other.key, other.no));
        let space = index.space(self.no);
        let texts = || {
            let text = |entry| index.value(self.no, entry).text(store);
            text(self.entry).cmp(&text(other.entry))
        };
        order
            .then_with(|| {
                if self.entry == other.entry {
                    Ordering::Equal
                } else {
                    space.compare(self.entry, other.entry).then_with(texts)
                }
            })
            .then_with(|| self.source.cmp(&other.source))
    }
}

const HOW: [Match; 3] = [Match::Exact, Match::Prefix, Match::Inside];

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

/// Bytes of the longest of them.
const LONGEST_HEAD: usize = 9;

/// Of a pair of codes the meaning stands behind them and is no part of the value.
fn named(no: SpaceNo, text: &[u8]) -> &[u8] {
    let end = match no {
        SpaceNo::Codes => memchr::memchr(b' ', text),
        SpaceNo::Ids | SpaceNo::Words => None,
    };
    &text[..end.unwrap_or(text.len())]
}

fn how<'t>(text: impl Fn() -> &'t [u8], at: usize, length: usize) -> Match {
    // Most matches are far from the start, or behind something that is no head: no text is asked for these.
    if at > LONGEST_HEAD {
        return Match::Inside;
    }
    let text = text();
    let is_head = |head: &[u8]| head.ends_with(b":") && HEADS.contains(&head);
    match (
        at == 0 || text.get(..at).is_some_and(is_head),
        at + length == text.len(),
    ) {
        (true, true) => Match::Exact,
        (true, false) => Match::Prefix,
        _ => Match::Inside,
    }
}

/// A set of calls, one bit each.
pub(super) struct CallSet(Vec<u64>);

impl CallSet {
    pub(super) fn empty(calls: usize) -> Self {
        Self(vec![0; calls.div_ceil(64)])
    }

    pub(super) fn full(calls: usize) -> Self {
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
    pub(super) fn narrow(&mut self, other: &Self) {
        for (bits, others) in self.0.iter_mut().zip(&other.0) {
            *bits &= others;
        }
    }
}
