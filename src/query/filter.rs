//! The filter language: `loss.max>5% media=video not redacted`, read once, asked of each call.
//!
//! [`Filter::read`] never fails: what it does not understand becomes a [`Problem`] with its place, the rest applies. A
//! filter is a text for people and files (`Display` writes what reads back as the same); [`Filter::sieve`] prepares it
//! for one state of a store, and [`Sifting`] asks many calls, a bounded number a turn.

mod sift;

pub use sift::{Count, Sieve, Sifted, Sifting, sift};

use crate::model::id::CallIx;
use crate::model::store::Store;
use crate::model::zone::Zone;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::ops::Range;

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

#[derive(Clone, Debug, PartialEq)]
enum Node {
    And(Vec<Node>),
    Word(String),
    Is(String, String),
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
    /// What was expected there.
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
        let _ = clock;
        let nodes: Vec<Node> = text
            .split_whitespace()
            .filter(|word| *word != "and")
            .map(|word| match word.split_once('=') {
                Some((field, value)) => Node::Is(field.to_owned(), value.to_owned()),
                None => Node::Word(word.to_owned()),
            })
            .collect();
        Reading {
            filter: (!nodes.is_empty()).then_some(Self {
                root: Node::And(nodes),
            }),
            problems: Vec::new(),
        }
    }

    /// Prepares it for a store as it is now, and for the user's marks.
    pub fn sieve(&self, store: &Store, marks: &Marks) -> Sieve {
        Sieve::new(self, store, marks)
    }

    /// What it says of one call, without marks. For many calls make a [`Sieve`] or a [`Sifting`].
    pub fn keeps(&self, store: &Store, call: CallIx) -> Kept {
        self.sieve(store, &Marks::default()).keeps(store, call)
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Node::And(nodes) = &self.root else {
            return Ok(());
        };
        for (at, node) in nodes.iter().enumerate() {
            let blank = if at > 0 { " " } else { "" };
            match node {
                Node::Is(field, value) => write!(f, "{blank}{field}={value}")?,
                Node::Word(word) => write!(f, "{blank}{word}")?,
                Node::And(_) => {}
            }
        }
        Ok(())
    }
}

/// What may stand at the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// From this byte up to the cursor the chosen word takes the place of the text.
    pub from: usize,
    /// The words, the most likely first.
    pub words: Vec<Word>,
}

/// A word that may stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What is put in.
    pub text: String,
    /// What it is: `12 calls`, `worst packet loss of a stream`. Not sanitized.
    pub about: String,
}

/// What may stand at the cursor (a byte of the text): fields, operators, values of the loaded data, names of filters.
pub fn complete(store: &Store, text: &str, cursor: usize) -> Completion {
    let _ = (store, text, cursor);
    Completion::default()
}

/// A condition as it is typed, quoted where it has to be: `sdk=1.31.2`, `os="Windows 11"`. Put `not ` before it to
/// drop what it keeps.
pub fn token(field: &str, value: &str) -> String {
    if value.is_empty() || value.contains([' ', '"', '(', ')', ',']) {
        format!(
            "{field}=\"{}\"",
            value.replace('\\', "\\\\").replace('"', "\\\"")
        )
    } else {
        format!("{field}={value}")
    }
}
