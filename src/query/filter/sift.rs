//! A filter made ready for a store, and a walk over many calls in bounded steps.

use super::ask::{ask, count_streams};
use super::fields::{Asked, stretch};
use super::plan::Step;
use super::tree::{Meaning, Node};
use super::{Filter, Kept, Marks};
use crate::model::id::{CallIx, IdRef};
use crate::model::store::Store;
use crate::model::value::Time;
use crate::query::calls::in_parts;
use std::collections::{HashMap, HashSet};

/// How many calls a filter keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Kept.
    pub kept: usize,
    /// Not kept because a value is missing that was compared.
    pub no_value: usize,
    /// Of so many.
    pub of: usize,
}

/// The user's marks by call.
pub(super) struct Noted {
    marked: HashSet<CallIx>,
    notes: HashMap<CallIx, String>,
}

impl Noted {
    fn of(store: &Store, marks: &Marks) -> Self {
        let call = |id: &String| store.call_of(store.ids.lookup(id).map(IdRef)?);
        Self {
            marked: marks.marked.iter().filter_map(call).collect(),
            notes: marks
                .notes
                .iter()
                .filter_map(|(id, note)| Some((call(id)?, note.clone())))
                .collect(),
        }
    }

    pub(super) fn is_marked(&self, call: CallIx) -> bool {
        self.marked.contains(&call)
    }

    pub(super) fn note(&self, call: CallIx) -> Option<&str> {
        self.notes.get(&call).map(String::as_str)
    }
}

/// A filter made ready for one revision of a store. Owns what it needs, so it can be kept between turns.
pub struct Sieve {
    step: Step,
    noted: Noted,
    revision: u64,
    /// What times before the newest count back from.
    newest: Option<Time>,
}

impl Sieve {
    pub(super) fn new(filter: &Filter, store: &Store, marks: &Marks) -> Self {
        let newest = is_relative(&filter.root).then(|| newest(store));
        let ticks = newest.and_then(Time::ticks).unwrap_or_default();
        Self {
            step: Step::of(&filter.root, store, ticks),
            noted: Noted::of(store, marks),
            revision: store.revision(),
            newest,
        }
    }

    /// Looks for the words of the filter, about so many rows further; true when calls can be asked about.
    pub(super) fn prepare(&mut self, store: &Store, most: usize) -> bool {
        self.step.prepare(store, most)
    }

    /// True while the store has not changed since; an older sieve may miss values that came later.
    pub fn is_current(&self, store: &Store) -> bool {
        self.revision == store.revision()
    }

    /// The newest moment loaded, where the filter counts back from it.
    pub fn newest(&self) -> Option<Time> {
        self.newest
    }

    /// What the filter says of a call.
    pub fn keeps(&self, store: &Store, call: CallIx) -> Kept {
        ask(&self.step, &Asked::new(store, call), &self.noted)
    }

    fn part(&self, store: &Store, calls: &[CallIx], groups: &[&Step]) -> Sifted {
        let mut found = Sifted {
            streams: (!groups.is_empty()).then_some(0),
            ..Sifted::default()
        };
        for &call in calls {
            let asked = Asked::new(store, call);
            match ask(&self.step, &asked, &self.noted) {
                Kept::Yes => {
                    found.calls.push(call);
                    if let Some(streams) = &mut found.streams {
                        *streams += count_streams(groups, &asked);
                    }
                }
                Kept::No => {}
                Kept::NoValue => found.count.no_value += 1,
            }
        }
        found
    }
}

/// True when a part of a filter counts back from the newest moment loaded.
pub(super) fn is_relative(node: &Node) -> bool {
    match node {
        Node::And(parts) | Node::Or(parts) => parts.iter().any(is_relative),
        Node::Not(part) => is_relative(part),
        Node::Is(condition) => condition.values.iter().any(|value| match value.meaning {
            Meaning::Span(span) => span.is_relative(),
            _ => false,
        }),
        Node::Word(_) | Node::About(..) => false,
    }
}

/// The last moment of the last call, as far as the logs tell it.
fn newest(store: &Store) -> Time {
    let ends = store.calls().map(|call| stretch(store.facts(call)).1);
    ends.filter(|end| end.is_known()).max().unwrap_or_default()
}

/// What is left of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sifted {
    /// The kept calls in the order of the list.
    pub calls: Vec<CallIx>,
    /// How many.
    pub count: Count,
    /// Streams in the kept calls for which the conditions on streams hold; none without such conditions.
    pub streams: Option<usize>,
}

/// Rows that are looked through for a word in the time in which a call is asked about.
const ROWS_A_CALL: usize = 40;

/// A list on its way through a sieve.
pub struct Sifting {
    sieve: Sieve,
    is_ready: bool,
    calls: Vec<CallIx>,
    next: usize,
    found: Sifted,
}

impl Sifting {
    /// Begins with a list.
    pub fn new(sieve: Sieve, calls: Vec<CallIx>) -> Self {
        Self {
            sieve,
            is_ready: false,
            calls,
            next: 0,
            found: Sifted::default(),
        }
    }

    /// Asks about so many further calls, on all processors where that is worth it; false when all were asked. Before the
    /// first it looks for the words of the filter, in steps that take no longer.
    pub fn advance(&mut self, store: &Store, most: usize) -> bool {
        if !self.is_ready {
            let rows = most.saturating_mul(ROWS_A_CALL);
            self.is_ready = self.sieve.prepare(store, rows);
            return true;
        }
        let end = self.next.saturating_add(most).min(self.calls.len());
        let mut groups = Vec::new();
        self.sieve.step.stream_groups(&mut groups);
        let sieve = &self.sieve;
        let parts = in_parts(&self.calls[self.next..end], |_, part| {
            sieve.part(store, part, &groups)
        });
        for part in parts {
            self.found.calls.extend(part.calls);
            self.found.count.no_value += part.count.no_value;
            if let Some(streams) = part.streams {
                *self.found.streams.get_or_insert_default() += streams;
            }
        }
        self.next = end;
        self.next < self.calls.len()
    }

    /// Calls asked so far, of how many.
    pub const fn progress(&self) -> (usize, usize) {
        (self.next, self.calls.len())
    }

    /// The sieve, to see whether it is current.
    pub const fn sieve(&self) -> &Sieve {
        &self.sieve
    }

    /// What was kept so far.
    pub fn finish(mut self) -> Sifted {
        self.found.count.kept = self.found.calls.len();
        self.found.count.of = self.next;
        self.found
    }
}

/// Asks all calls of a list at once.
pub fn sift(store: &Store, sieve: Sieve, calls: Vec<CallIx>) -> Sifted {
    let mut sifting = Sifting::new(sieve, calls);
    while sifting.advance(store, usize::MAX) {}
    sifting.finish()
}
