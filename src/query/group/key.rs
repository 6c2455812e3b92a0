//! What the calls of a group have in common: a value of a dimension, or the reason why there is none.

use super::facet::Facet;
use crate::model::facts::code_words;
use crate::model::id::{FileIx, IdRef, TextRef};
use crate::model::store::Store;
use crate::model::system::system_name;
use std::borrow::Cow;
use std::cmp::Ordering;

/// A value of a dimension, as small numbers that compare without touching text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Key {
    /// No record of the call says.
    #[default]
    Missing,
    /// Hidden by the service.
    Redacted,
    /// A word of the log.
    Text(TextRef),
    /// An identifier.
    Id(IdRef),
    /// End code and subcode (missing where none is logged), operation and result.
    Pair(TextRef, TextRef),
    /// A system by its short name, the first of all that are written differently.
    System(TextRef),
    /// A part of a word: from which byte, how many.
    Part(TextRef, u16, u16),
    /// A word of this program.
    Name(&'static str),
    /// A number that its dimension puts into words.
    Number(i64),
    /// A file.
    File(FileIx),
}

impl Key {
    /// Of a word of the log.
    pub(super) const fn text(text: TextRef) -> Self {
        match text {
            TextRef::MISSING => Self::Missing,
            TextRef::REDACTED => Self::Redacted,
            _ => Self::Text(text),
        }
    }

    /// Of an identifier.
    pub(super) const fn id(id: IdRef) -> Self {
        match id {
            IdRef::MISSING => Self::Missing,
            IdRef::REDACTED => Self::Redacted,
            _ => Self::Id(id),
        }
    }

    /// Of two words of which the first must be there; a hidden second reads as none.
    pub fn pair(first: TextRef, second: TextRef) -> Self {
        match Self::text(first) {
            Self::Text(first) => Self::Pair(first, second.known().unwrap_or(TextRef::MISSING)),
            absent => absent,
        }
    }

    /// True when there is a value.
    pub const fn is_known(self) -> bool {
        !matches!(self, Self::Missing | Self::Redacted)
    }

    /// What answers write: the value as logged; nothing where there is none. Not sanitized.
    pub fn value(self, store: &Store, facet: &Facet) -> Option<String> {
        Some(match self {
            Self::Missing => return None,
            Self::Redacted => "Redacted".to_owned(),
            Self::Text(text) => store.text(text).to_owned(),
            Self::Id(id) => store.id(id).to_owned(),
            Self::Pair(first, second) => facet.pair_words(store, first, second),
            Self::System(text) => system_name(store.text(text)),
            Self::Part(text, from, length) => {
                let text = store.text(text);
                let (from, to) = (usize::from(from), usize::from(from) + usize::from(length));
                text.get(from..to).unwrap_or_default().to_owned()
            }
            Self::Name(name) => name.to_owned(),
            Self::Number(number) => facet.number_words(number),
            Self::File(file) => store
                .file(file)
                .map_or_else(String::new, |f| f.name.clone()),
        })
    }

    /// What screens show: the value, `redacted`, or what the dimension calls its absence. Not sanitized.
    pub fn words(self, store: &Store, facet: &Facet) -> String {
        match self {
            Self::Missing => facet.absent.to_owned(),
            Self::Redacted => "redacted".to_owned(),
            known => known.value(store, facet).unwrap_or_default(),
        }
    }

    /// What it means, where the documents say.
    pub fn meaning(self, store: &Store, facet: &Facet) -> Option<String> {
        facet.meaning_of(store, self)
    }

    /// What stands for it in the order by name: what is absent last, numbers by size, words.
    pub(super) fn sort_words<'a>(self, store: &'a Store, facet: &Facet) -> SortWords<'a> {
        let words = match self {
            Self::Missing => return (2, 0, Cow::Borrowed("")),
            Self::Redacted => return (1, 0, Cow::Borrowed("")),
            Self::Number(number) => return (0, number, Cow::Borrowed("")),
            // Identifiers may be a million: they are not written anew.
            Self::Text(text) => Cow::Borrowed(store.text(text)),
            Self::Id(id) => Cow::Borrowed(store.id(id)),
            known => Cow::Owned(known.value(store, facet).unwrap_or_default()),
        };
        (0, 0, words)
    }
}

/// Absence, number, words: one after the other in the order by name.
pub(super) type SortWords<'a> = (u8, i64, Cow<'a, str>);

/// `410/3112`, or `410` where no subcode is logged.
pub(super) fn code_pair(store: &Store, code: TextRef, subcode: TextRef) -> String {
    code_words(store, code, subcode)
}

/// Words in their order without case, stretches of digits as numbers: 1.9 before 1.10.
pub(super) fn natural(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    // Identifiers begin alike: what is equal is passed over at once, but for the number in which they part.
    let pairs = a.iter().zip(b);
    let mut same = pairs.take_while(|(x, y)| x.eq_ignore_ascii_case(y)).count();
    while same > 0 && a[same - 1].is_ascii_digit() {
        same -= 1;
    }
    let (mut a, mut b) = (&a[same..], &b[same..]);
    while let (Some(x), Some(y)) = (a.first(), b.first()) {
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let order = take_number(&mut a).cmp(&take_number(&mut b));
            if order.is_ne() {
                return order;
            }
        } else if x.eq_ignore_ascii_case(y) {
            (a, b) = (&a[1..], &b[1..]);
        } else {
            return x.to_ascii_lowercase().cmp(&y.to_ascii_lowercase());
        }
    }
    a.len().cmp(&b.len())
}

/// Length and digits of the number at the start, zeros before it left out: numbers compare so however long they are.
fn take_number<'a>(text: &mut &'a [u8]) -> (usize, &'a [u8]) {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(length);
    *text = rest;
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    (length - zeros, &digits[zeros..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_in_the_order_of_people() {
        let mut words = [
            "1.31.10",
            "1.31.2",
            "1.9",
            "2",
            "1.31.2-beta",
            "a10",
            "a9",
            "007",
            "7",
        ];
        words.sort_by(|a, b| natural(a, b));
        assert_eq!(
            words,
            [
                "1.9",
                "1.31.2",
                "1.31.2-beta",
                "1.31.10",
                "2",
                "007",
                "7",
                "a9",
                "a10"
            ]
        );
    }
}
