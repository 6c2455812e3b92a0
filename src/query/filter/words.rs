//! Comparing words: any case, numbers in them as numbers.

use super::tree::Op;
use std::cmp::Ordering;

/// A word to compare with.
pub(super) enum Words {
    /// The operator and the word.
    One(Op, String),
    /// From one to another, either may be open.
    Between(Option<String>, Option<String>),
}

impl Words {
    pub(super) fn new(op: Op, word: &str) -> Self {
        Self::One(op, word.to_owned())
    }

    pub(super) fn between(from: Option<&str>, to: Option<&str>) -> Self {
        Self::Between(from.map(str::to_owned), to.map(str::to_owned))
    }

    /// For phone numbers: the digits alone.
    pub(super) fn of_digits(self) -> Self {
        match self {
            Self::One(op, word) => Self::One(op, digits(&word).collect()),
            between @ Self::Between(..) => between,
        }
    }

    pub(super) fn fits(&self, text: &str) -> bool {
        match self {
            Self::One(op, word) => match op {
                Op::Equal | Op::Unequal => text.eq_ignore_ascii_case(word),
                Op::Like => starts_with(text, word),
                Op::Holds => contains(text, word),
                Op::Less => order(text, word).is_lt(),
                Op::AtMost => order(text, word).is_le(),
                Op::More => order(text, word).is_gt(),
                Op::AtLeast => order(text, word).is_ge(),
            },
            Self::Between(from, to) => {
                from.as_deref().is_none_or(|from| order(text, from).is_ge())
                    && to.as_deref().is_none_or(|to| order(text, to).is_le())
            }
        }
    }

    /// A phone number by its digits.
    pub(super) fn fits_digits(&self, text: &str) -> bool {
        let number = text.strip_prefix("4:").unwrap_or(text);
        let Self::One(op, word) = self else {
            return false;
        };
        let mut rest = digits(number);
        let begins = || {
            let mut number = digits(number);
            word.chars().all(|digit| number.next() == Some(digit))
        };
        match op {
            Op::Equal | Op::Unequal => rest.by_ref().eq(word.chars()),
            Op::Like => begins(),
            _ => (0..number.len()).any(|from| {
                let mut tail = digits(&number[from..]);
                number.is_char_boundary(from)
                    && word.chars().all(|digit| tail.next() == Some(digit))
            }),
        }
    }

    /// True when a character is part of what is compared.
    pub(super) fn holds(&self, c: char) -> bool {
        match self {
            Self::One(_, word) => word.contains(c),
            Self::Between(from, to) => [from, to]
                .into_iter()
                .flatten()
                .any(|word| word.contains(c)),
        }
    }
}

fn digits(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(char::is_ascii_digit)
}

fn starts_with(text: &str, start: &str) -> bool {
    text.len() >= start.len()
        && text.as_bytes()[..start.len()].eq_ignore_ascii_case(start.as_bytes())
}

/// Case aside for letters of ASCII.
fn contains(text: &str, part: &str) -> bool {
    part.is_empty()
        || text
            .as_bytes()
            .windows(part.len())
            .any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// The order of texts in which numbers count as numbers; what goes on after the other with something else than a digit
/// counts as equal, so that `1.31` is all of 1.31 and not 1.3.
fn order(text: &str, other: &str) -> Ordering {
    if starts_with(text, other) {
        let ends_with_digit = other.ends_with(|c: char| c.is_ascii_digit());
        let goes_on = text
            .as_bytes()
            .get(other.len())
            .is_some_and(u8::is_ascii_digit);
        if !(ends_with_digit && goes_on) {
            return Ordering::Equal;
        }
    }
    let (mut a, mut b) = (text.as_bytes(), other.as_bytes());
    loop {
        let (number_a, rest_a) = leading_number(a);
        let (number_b, rest_b) = leading_number(b);
        let found = if number_a.is_empty() || number_b.is_empty() {
            let lower = |bytes: &[u8]| bytes.first().map(u8::to_ascii_lowercase);
            let (first_a, first_b) = (lower(a), lower(b));
            if first_a.is_none() && first_b.is_none() {
                return Ordering::Equal;
            }
            (a, b) = (
                a.get(1..).unwrap_or_default(),
                b.get(1..).unwrap_or_default(),
            );
            first_a.cmp(&first_b)
        } else {
            (a, b) = (rest_a, rest_b);
            number_a
                .len()
                .cmp(&number_b.len())
                .then_with(|| number_a.cmp(number_b))
        };
        if found.is_ne() {
            return found;
        }
    }
}

/// The digits a text begins with, zeros before them left out but for the last, and what follows.
fn leading_number(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    (&digits[zeros.min(digits.len().saturating_sub(1))..], rest)
}
