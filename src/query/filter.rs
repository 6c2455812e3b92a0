//! The filter language of calls: `loss.max>5% media=video not redacted`, read once, asked of each call.
//!
//! [`Filter::read`] never fails: what it does not understand becomes a [`Problem`] with its place, the rest applies. A
//! filter is a text for people and files (`Display` writes what reads back as the same); [`Filter::sieve`] makes it
//! ready for one state of a store, and [`Sifting`] asks many calls, a bounded number a turn.
//!
//! A condition on the call itself is answered from what is kept for the list. Conditions on streams, legs and
//! operations look at their rows, and build the call only where rows replaced each other; causes (`finding`, `rule`)
//! always build it. A bare word is looked for once in all that is loaded, when the sieve is made.

mod ask;
mod built_in;
mod complete;
mod fields;
pub mod grammar;
mod join;
mod plan;
mod print;
mod read;
mod sift;
mod spotting;
mod test;
#[cfg(test)]
mod tests;
mod text;
mod times;
mod tree;
mod words;

pub use built_in::{Answer, BUILT_IN, BuiltIn};
pub use complete::{Completion, Named, Word, complete, complete_with};
pub use fields::{Field, each_file};
pub use join::both;
pub use print::{token, word_token};
pub use sift::{Count, Sieve, Sifted, Sifting, sift};

use crate::model::id::CallIx;
use crate::model::store::Store;
use crate::model::zone::Zone;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;
use tree::{Condition, Node};

/// What the meaning of typed times depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// The zone of times without one: the zone that is shown.
    pub zone: Zone,
}

/// A filter of calls.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    root: Node,
}

/// A text as it was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// All that could be read; none where nothing was, or nothing is left.
    pub filter: Option<Filter>,
    /// What could not, by place.
    pub problems: Vec<Problem>,
}

/// A token that means nothing, and what would.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// What was expected there. Not sanitized: it may name what was typed.
    pub expected: String,
}

/// What a filter says of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kept {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// Not kept: the call has no value for a field that was compared, so nobody can tell.
    NoValue,
}

/// What the user has noted of calls, by call id in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Marked calls.
    pub marked: HashSet<String>,
    /// Notes.
    pub notes: HashMap<String, String>,
}

impl Filter {
    /// Reads a text; times without a zone are those of the clock's.
    pub fn read(text: &str, clock: &Clock) -> Reading {
        read::read(text, *clock)
    }

    /// Both must hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let root = match (self.root, other.root) {
            (Node::And(mut parts), Node::And(more)) => {
                parts.extend(more);
                Node::And(parts)
            }
            (Node::And(mut parts), part) => {
                parts.push(part);
                Node::And(parts)
            }
            (part, Node::And(mut parts)) => {
                parts.insert(0, part);
                Node::And(parts)
            }
            (one, other) => Node::And(vec![one, other]),
        };
        Self { root }
    }

    /// True when a condition of the other put behind this one would be about the same stream, leg or operation of a
    /// call, and not about the call.
    pub fn shares_part(&self, other: &Self) -> bool {
        plan::shares_part(&self.root, &other.root)
    }

    /// True when it counts back from the newest moment loaded, as `start>-3h` does.
    pub fn is_relative(&self) -> bool {
        sift::is_relative(&self.root)
    }

    /// True when it asks what the user has marked or noted.
    pub fn asks_for_marks(&self) -> bool {
        let is_so = |condition: &Condition| condition.field.is_of_user();
        self.root.any(&is_so)
    }

    /// Makes it ready for a store as it is now, and for the user's marks.
    pub fn sieve(&self, store: &Store, marks: &Marks) -> Sieve {
        let mut sieve = Sieve::new(self, store, marks);
        while !sieve.prepare(store, usize::MAX) {}
        sieve
    }

    /// Begins to ask some calls in bounded steps; making it ready is the first of them.
    pub fn sifting(&self, store: &Store, marks: &Marks, calls: Vec<CallIx>) -> Sifting {
        Sifting::new(Sieve::new(self, store, marks), calls)
    }

    /// What it says of one call, without marks. For many calls make a [`Sieve`] or a [`Sifting`].
    pub fn keeps(&self, store: &Store, call: CallIx) -> Kept {
        self.sieve(store, &Marks::default()).keeps(store, call)
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}
