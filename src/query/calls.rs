//! The columns of the call list as one table, and the order of calls by any of them.
//!
//! Numbers sort as numbers, a missing value is last in both directions, and ties are broken by start, then id, so the
//! order does not depend on how the files came in.

mod order;

use super::calls_fields::FIELDS;
use crate::model::facts::CallFacts;
use crate::model::id::{CallIx, IdRef};
use crate::model::store::Store;
use crate::model::value::{Num, Time};
pub(super) use order::in_parts;
pub use order::{Ties, sort_calls};

/// One column of the call list.
pub struct CallField {
    /// The word of answers, of `--sort` and of the filter language.
    pub name: &'static str,
    /// The title on screen.
    pub title: &'static str,
    pub(super) key: Key,
}

/// Where the sort key of a field comes from.
pub(super) enum Key {
    Count(fn(&CallFacts) -> u32),
    Number(fn(&CallFacts) -> Num),
    Moment(fn(&CallFacts) -> Time),
    /// Empty where nothing is known.
    Text(fn(&CallFacts) -> &str),
    /// Numbers that are equal exactly where the words are, and the words, written after what is there; nothing where
    /// nothing is known.
    Texts(
        fn(&CallFacts, &mut Vec<u32>),
        fn(&Store, CallIx, &mut String),
    ),
    CallId,
    Id(fn(&CallFacts) -> IdRef),
    /// The worst value of a measure of [`crate::model::metric::METRICS`].
    Worst(usize),
    Severity,
}

/// What a field says of one call.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// Nothing is known.
    Missing,
    /// How many.
    Count(u32),
    /// A number.
    Number(f64),
    /// A moment.
    Moment(Time),
    /// Words.
    Text(String),
}

/// What kind of values a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Numbers.
    Number,
    /// Moments.
    Moment,
    /// Words.
    Words,
    /// Identifiers.
    Id,
    /// Values of a measure, by its place in [`crate::model::metric::METRICS`].
    Measure(usize),
}

impl CallField {
    /// What kind of values it has.
    pub const fn kind(&self) -> FieldKind {
        match self.key {
            Key::Count(_) | Key::Number(_) => FieldKind::Number,
            Key::Moment(_) => FieldKind::Moment,
            Key::Text(_) | Key::Texts(..) | Key::Severity => FieldKind::Words,
            Key::CallId | Key::Id(_) => FieldKind::Id,
            Key::Worst(at) => FieldKind::Measure(at),
        }
    }

    /// True for the field by which equals are parted.
    fn is_start(&self) -> bool {
        self.name == "start"
    }

    /// What it says of a call; of a measure the worst value in the log's own unit.
    pub fn value(&self, store: &Store, call: CallIx) -> FieldValue {
        let facts = store.facts(call);
        let number = |value: Num| {
            value
                .known()
                .map_or(FieldValue::Missing, FieldValue::Number)
        };
        let text = |text: &str| match text {
            "" => FieldValue::Missing,
            text => FieldValue::Text(text.to_owned()),
        };
        match self.key {
            Key::Count(of) => FieldValue::Count(of(facts)),
            Key::Number(of) => number(of(facts)),
            Key::Worst(at) => number(facts.worst[at]),
            Key::Moment(of) if of(facts).ticks().is_some() => FieldValue::Moment(of(facts)),
            Key::Moment(_) => FieldValue::Missing,
            Key::Severity => text(facts.verdict.class.name()),
            Key::CallId => text(store.id(store.call_id(call))),
            Key::Id(of) => text(store.id(of(facts))),
            Key::Text(of) => text(of(facts)),
            Key::Texts(_, write) => {
                let mut word = String::new();
                write(store, call, &mut word);
                text(&word)
            }
        }
    }

    /// All fields, in the order of answers.
    pub fn all() -> &'static [Self] {
        &FIELDS
    }

    /// The field of a name (`jitter_avg_ms` and `jitter_avg` are one).
    pub fn named(name: &str) -> Option<&'static Self> {
        let bare = name.strip_suffix("_ms").unwrap_or(name);
        let find = |name: &str| {
            FIELDS
                .iter()
                .find(|field| field.name.eq_ignore_ascii_case(name))
        };
        find(name).or_else(|| find(bare))
    }
}

#[cfg(test)]
mod tests;
