//! Users to whom it happens again and again: in how many of their calls a leg found no media path, or was dropped.
//!
//! Counted over the summary rows when loading pauses, and only for users who met it at least once, so that the cost is
//! one look at a column of end codes.

use super::end_reason;
use super::id::{IdRef, TextRef};
use super::source::Source;
use super::store::Store;
use std::collections::{HashMap, HashSet};

/// Subcodes of a leg that found no media path (end-reasons).
pub const NO_MEDIA: [&str; 5] = ["3112", "3100", "3111", "301004", "531004"];

/// Calls of a user from which on "every call" is more than chance.
const TELLING: u64 = 3;

/// How often something meets the same user (docs: troubleshooting guide of 410/3112: who meets it in 6 of 6 calls has
/// a fault of their own, who meets it in 2 of 196 met a passing one).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Habit {
    /// In each of their calls, and these are enough to tell.
    EveryCall,
    /// In most.
    Mostly,
    /// Between most and half, or too few calls to tell.
    Unclear,
    /// In half of them or fewer.
    NowAndThen,
    /// There is but one call of theirs.
    OneCall,
}

impl Habit {
    /// All, the most telling first.
    pub const ALL: [Self; 5] = [
        Self::EveryCall,
        Self::Mostly,
        Self::Unclear,
        Self::NowAndThen,
        Self::OneCall,
    ];

    /// Of a user with so many calls in which it was met, of how many.
    pub const fn of(met: u64, calls: u64) -> Self {
        match (met, calls) {
            (_, 0 | 1) => Self::OneCall,
            _ if met >= calls && calls >= TELLING => Self::EveryCall,
            _ if met * 2 <= calls => Self::NowAndThen,
            _ if met >= TELLING && met * 4 >= calls * 3 => Self::Mostly,
            _ => Self::Unclear,
        }
    }

    /// True when more calls of the user would tell more.
    pub const fn is_early(met: u64, calls: u64) -> bool {
        met * 2 > calls && calls < TELLING
    }

    /// In words; nothing where there is nothing to say.
    pub const fn words(self) -> &'static str {
        match self {
            Self::EveryCall => "every call: firewall or set-up",
            Self::Mostly => "most calls: likely firewall or set-up",
            Self::Unclear => "in some calls",
            Self::NowAndThen => "now and then",
            Self::OneCall => "one call",
        }
    }
}

/// Records of a user that are kept as proofs.
const PROOFS: usize = 4;

/// The calls of one user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// All of them.
    pub calls: u32,
    /// Those without media path.
    pub no_media: u32,
    /// Those in which a leg of the user was dropped.
    pub dropped: u32,
    /// Summary rows without media path, the first by place.
    pub proofs: Vec<Source>,
}

/// The users who met a drop or no media path, each with a record of all their calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repeats {
    by_user: HashMap<IdRef, Record>,
}

impl Repeats {
    /// The record of a user; none for one who never met it.
    pub fn of(&self, user: IdRef) -> Option<&Record> {
        self.by_user.get(&user).filter(|_| user.is_known())
    }

    /// Users with their records, in no order.
    pub fn users(&self) -> impl Iterator<Item = (IdRef, &Record)> {
        self.by_user.iter().map(|(&user, record)| (user, record))
    }

    /// Counts the calls of a store. Two looks at the summary rows: who met it, then all calls of those users. A call
    /// counts when any of its rows says so.
    pub(super) fn count(store: &Store) -> Self {
        let table = &store.summaries;
        let bad = bad_rows(store);
        let users: HashSet<IdRef> = bad
            .iter()
            .map(|&(row, _)| table.identifier()[row])
            .filter(|user| user.is_known())
            .collect();
        if users.is_empty() {
            return Self::default();
        }
        let mut calls: HashMap<(IdRef, IdRef), Met> = HashMap::new();
        for (&user, &call) in table.identifier().iter().zip(table.call()) {
            if users.contains(&user) {
                calls.entry((user, call)).or_default();
            }
        }
        for (row, end) in bad {
            let key = (table.identifier()[row], table.call()[row]);
            if let Some(met) = calls.get_mut(&key) {
                met.dropped |= end.dropped;
                if end.no_media {
                    let source = table.source()[row];
                    met.no_media = Some(met.no_media.map_or(source, |known| known.min(source)));
                }
            }
        }
        Self::gather(calls)
    }

    fn gather(calls: HashMap<(IdRef, IdRef), Met>) -> Self {
        let mut by_user: HashMap<IdRef, Record> = HashMap::new();
        for ((user, _), met) in calls {
            let record = by_user.entry(user).or_default();
            record.calls += 1;
            record.no_media += u32::from(met.no_media.is_some());
            record.dropped += u32::from(met.dropped);
            record.proofs.extend(met.no_media);
        }
        for record in by_user.values_mut() {
            record.proofs.sort_unstable();
            record.proofs.truncate(PROOFS);
        }
        Self { by_user }
    }
}

/// What a user met in a call, with the first row that tells of no media.
#[derive(Default)]
struct Met {
    no_media: Option<Source>,
    dropped: bool,
}

/// What an end code and its category mean here.
#[derive(Clone, Copy)]
struct End {
    no_media: bool,
    dropped: bool,
}

/// The summary rows that tell of it; each distinct end is decided once.
fn bad_rows(store: &Store) -> Vec<(usize, End)> {
    let table = &store.summaries;
    let mut decided: HashMap<(TextRef, TextRef, TextRef), End> = HashMap::new();
    let mut last = None;
    let mut bad = Vec::new();
    for row in 0..table.len() {
        let key = (
            table.end_code()[row],
            table.end_subcode()[row],
            table.result_category()[row],
        );
        // Most rows end as the one before them.
        let end = match last {
            Some((known, end)) if known == key => end,
            _ => *decided.entry(key).or_insert_with(|| decide(store, key)),
        };
        last = Some((key, end));
        if end.no_media || end.dropped {
            bad.push((row, end));
        }
    }
    bad
}

fn decide(store: &Store, (code, subcode, category): (TextRef, TextRef, TextRef)) -> End {
    let category = category.known().map(|category| store.text(category));
    End {
        no_media: NO_MEDIA.contains(&store.text(subcode)),
        dropped: end_reason::is_drop(category, store.text(code)),
    }
}
