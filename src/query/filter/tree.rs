//! A filter as it was read: conditions joined by and, or, not.

use super::fields::{Field, Level};
use super::times::{Days, Hours, Span};
use crate::query::when::When;

/// A part of a filter.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    Is(Condition),
    /// An identifier or text that occurs anywhere in the call.
    Word(String),
    /// A rough time: as typed after the `~`, and what it means.
    About(String, When),
}

impl Node {
    /// Several parts that must all hold; one stands for itself, none for nothing.
    pub(super) fn all(mut parts: Vec<Self>) -> Option<Self> {
        if parts.len() > 1 {
            return Some(Self::And(parts));
        }
        parts.pop().map(Self::bare)
    }

    /// True when one of its conditions is so.
    pub(super) fn any(&self, is_so: &dyn Fn(&Condition) -> bool) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(|part| part.any(is_so)),
            Self::Not(part) => part.any(is_so),
            Self::Is(condition) => is_so(condition),
            Self::Word(_) | Self::About(..) => false,
        }
    }

    /// Without brackets around one condition, which mean something only beside others.
    pub(super) fn bare(self) -> Self {
        match self {
            Self::And(mut parts) if parts.len() == 1 => {
                parts.pop().map_or(Self::And(parts), Self::bare)
            }
            node => node,
        }
    }
}

/// A field compared with one or several values, one of which must fit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Condition {
    pub(super) field: &'static Field,
    pub(super) op: Op,
    pub(super) values: Vec<Value>,
}

impl Condition {
    /// True when it says of the whole call that nothing has a value.
    pub(super) fn asks_for_nothing(&self) -> bool {
        let is_so = |value: &Value| value.meaning == Meaning::Nothing;
        self.values.iter().any(is_so)
    }

    /// What it is about.
    pub(super) fn level(&self) -> Level {
        if self.asks_for_nothing() {
            Level::Call
        } else {
            self.field.get.level()
        }
    }
}

/// A value as typed and as understood.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value {
    pub(super) from: Typed,
    /// The far end of a range.
    pub(super) to: Option<Typed>,
    pub(super) meaning: Meaning,
}

/// A piece of text, quotes taken off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) text: String,
    /// True when it would mean something else without quotes.
    pub(super) is_quoted: bool,
}

/// What a value asks for; the operator is part of it where it makes a range.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    /// The service has hidden the value.
    Redacted,
    /// The log has no value.
    Missing,
    /// No stream, leg or operation of the call has a value.
    Nothing,
    /// A number within.
    Number(Interval),
    /// A text, compared by the operator.
    Word(String),
    /// A text between two, either may be open.
    Words(Option<String>, Option<String>),
    /// A moment, or a stretch that touches it.
    Span(Span),
    Days(Days),
    Hours(Hours),
    Flag(bool),
}

/// Numbers from one to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Interval {
    pub(super) from: f64,
    pub(super) to: f64,
    /// True when the ends themselves are in.
    pub(super) holds_from: bool,
    pub(super) holds_to: bool,
}

impl Interval {
    /// True when a number is in it.
    pub(super) fn holds(&self, number: f64) -> bool {
        let is_after = number > self.from || (self.holds_from && number >= self.from);
        let is_before = number < self.to || (self.holds_to && number <= self.to);
        is_after && is_before
    }
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Op {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    /// `:`: equal, beginning, or range.
    Like,
    /// `~`: contains.
    Holds,
}

impl Op {
    /// All with their text; of two that begin alike the longer first.
    pub(super) const ALL: [(&'static str, Self); 9] = [
        ("==", Self::Equal),
        ("!=", Self::Unequal),
        ("<=", Self::AtMost),
        (">=", Self::AtLeast),
        ("=", Self::Equal),
        ("<", Self::Less),
        (">", Self::More),
        (":", Self::Like),
        ("~", Self::Holds),
    ];

    /// The operator a text begins with, and what follows.
    pub(super) fn split(text: &str) -> Option<(Self, &str)> {
        Self::ALL
            .iter()
            .find_map(|&(sign, op)| Some((op, text.strip_prefix(sign)?)))
    }

    pub(super) fn sign(self) -> &'static str {
        let found = Self::ALL.iter().rev().find(|(_, op)| *op == self);
        found.map_or("=", |(sign, _)| sign)
    }

    /// True for those that need an order: before and after.
    pub(super) const fn is_order(self) -> bool {
        matches!(self, Self::Less | Self::AtMost | Self::More | Self::AtLeast)
    }
}
