//! Asks calls: a filter made ready for a store, and a walk over many calls in bounded steps.

use super::{Filter, Kept, Marks, Node};
use crate::model::id::CallIx;
use crate::model::store::Store;

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

/// A filter made ready for one revision of a store. Owns what it needs, so it can be kept between turns.
pub struct Sieve {
    filter: Filter,
    revision: u64,
}

impl Sieve {
    pub(super) fn new(filter: &Filter, store: &Store, _marks: &Marks) -> Self {
        Self {
            filter: filter.clone(),
            revision: store.revision(),
        }
    }

    /// True while the store has not changed since; an older sieve may miss values that came later.
    pub fn is_current(&self, store: &Store) -> bool {
        self.revision == store.revision()
    }

    /// What the filter says of a call.
    pub fn keeps(&self, store: &Store, call: CallIx) -> Kept {
        let Node::And(nodes) = &self.filter.root else {
            return Kept::Yes;
        };
        let facts = store.facts(call);
        let holds = |node: &Node| match node {
            Node::Is(field, value) if field == "verdict" => {
                facts.verdict.class.name().eq_ignore_ascii_case(value)
            }
            Node::Is(field, value) if field == "sdk" => {
                facts.sdks.iter().any(|&sdk| store.text(sdk) == value)
            }
            Node::Word(word) => store.id(store.call_id(call)).contains(word.as_str()),
            Node::And(_) | Node::Is(..) => true,
        };
        if nodes.iter().all(holds) {
            Kept::Yes
        } else {
            Kept::No
        }
    }
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

/// A list on its way through a sieve.
pub struct Sifting {
    sieve: Sieve,
    calls: Vec<CallIx>,
    next: usize,
    found: Sifted,
}

impl Sifting {
    /// Begins with a list.
    pub fn new(sieve: Sieve, calls: Vec<CallIx>) -> Self {
        Self {
            sieve,
            calls,
            next: 0,
            found: Sifted::default(),
        }
    }

    /// Asks about so many further calls; false when all were asked.
    pub fn advance(&mut self, store: &Store, most: usize) -> bool {
        let end = self.next.saturating_add(most).min(self.calls.len());
        for &call in &self.calls[self.next..end] {
            match self.sieve.keeps(store, call) {
                Kept::Yes => self.found.calls.push(call),
                Kept::No => {}
                Kept::NoValue => self.found.count.no_value += 1,
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
