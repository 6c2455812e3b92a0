//! A condition made ready for a store: values in, yes, no or nobody knows out.
//!
//! Words are compared once each, not once a call: the store has each word once, and a bit tells whether it fits.

use super::Kept;
use super::fields::{Field, Form, Get, LegGet, Seen};
use super::times::{Days, Hours, Span};
use super::tree::{Condition, Interval, Meaning, Op};
use super::words::Words;
use crate::model::facts::code_words;
use crate::model::id::{Absence, IdRef, TextRef};
use crate::model::store::Store;
use crate::model::system::system_name;
use crate::query::reading::without_head;

/// A condition made ready.
pub(super) struct Test {
    pub(super) field: &'static Field,
    /// True for `!=`: what the checks say is turned about.
    pub(super) is_negative: bool,
    checks: Vec<Check>,
    /// Asks for a value that is not there.
    wants: [bool; 2],
}

/// What a value is compared with.
enum Check {
    Number(Interval),
    /// By number of the text whether it fits.
    Texts(Bits, Words),
    Id(Words),
    Phone(Words),
    Span(Span),
    Days(Days),
    Hours(Hours),
    Flag(bool),
}

impl Test {
    pub(super) fn of(condition: &Condition, store: &Store, newest: i64) -> Self {
        let wants = [Meaning::Missing, Meaning::Redacted]
            .map(|absent| condition.values.iter().any(|value| value.meaning == absent));
        let checks = condition.values.iter();
        Self {
            field: condition.field,
            is_negative: condition.op == Op::Unequal,
            checks: checks
                .filter_map(|value| Check::of(condition, &value.meaning, store, newest))
                .collect(),
            wants,
        }
    }

    /// The same without `!=`.
    pub(super) fn positive(self) -> Self {
        Self {
            is_negative: false,
            ..self
        }
    }

    /// The one interval of numbers that is asked for.
    pub(super) fn interval(&self) -> Option<&Interval> {
        match self.checks.as_slice() {
            [Check::Number(interval)] if !self.wants_absence() => Some(interval),
            _ => None,
        }
    }

    /// True when it asks for values that are not there.
    pub(super) fn wants_absence(&self) -> bool {
        self.wants != [false; 2]
    }

    /// What it says of a value, `!=` left aside.
    pub(super) fn of_value(&self, store: &Store, seen: Seen) -> Kept {
        if let Some(absence) = seen.absence() {
            let is_wanted = match absence {
                Absence::Missing => self.wants[0],
                Absence::Redacted => self.wants[1],
                Absence::Unreadable => false,
            };
            return match (is_wanted, self.checks.is_empty()) {
                (true, _) => Kept::Yes,
                (false, true) => Kept::No,
                (false, false) => Kept::NoValue,
            };
        }
        if self.checks.iter().any(|check| check.fits(store, seen)) {
            Kept::Yes
        } else {
            Kept::No
        }
    }

    /// What it says of all values that a field tells: one that fits is enough, one that is known is an answer.
    pub(super) fn of_values(
        &self,
        store: &Store,
        tell: impl FnOnce(&mut dyn FnMut(Seen<'_>)),
    ) -> Kept {
        let (mut has_yes, mut has_no, mut has_none) = (false, false, false);
        tell(&mut |seen| match self.of_value(store, seen) {
            Kept::Yes => has_yes = true,
            Kept::No => has_no = true,
            Kept::NoValue => has_none = true,
        });
        if has_yes {
            Kept::Yes
        } else if has_none && !has_no {
            Kept::NoValue
        } else {
            Kept::No
        }
    }
}

impl Check {
    fn of(condition: &Condition, meaning: &Meaning, store: &Store, newest: i64) -> Option<Self> {
        let field = condition.field;
        let words = |words: Words| match field.form {
            Form::Id if field.name == "phone" => Self::Phone(words.of_digits()),
            Form::Id => Self::Id(words),
            _ => Self::Texts(Bits::of_texts(field, &words, store), words),
        };
        Some(match meaning {
            Meaning::Redacted | Meaning::Missing | Meaning::Nothing => return None,
            Meaning::Number(interval) => Self::Number(*interval),
            Meaning::Word(word) if field.form == Form::Id => {
                words(Words::new(condition.op, without_head(word)))
            }
            Meaning::Word(word) => words(Words::new(condition.op, word)),
            Meaning::Words(from, to) => words(Words::between(from.as_deref(), to.as_deref())),
            Meaning::Span(span) => Self::Span(span.resolved(newest)),
            Meaning::Days(days) => Self::Days(*days),
            Meaning::Hours(hours) => Self::Hours(*hours),
            Meaning::Flag(is_set) => Self::Flag(*is_set),
        })
    }

    fn fits(&self, store: &Store, seen: Seen) -> bool {
        match (self, seen) {
            (Self::Number(interval), Seen::Number(number)) => {
                number.known().is_some_and(|number| interval.holds(number))
            }
            (Self::Number(interval), Seen::Count(count)) => interval.holds(f64::from(count)),
            (Self::Texts(bits, words), Seen::Text(text)) => bits
                .get(text.at())
                .unwrap_or_else(|| words.fits(store.text(text))),
            (Self::Texts(_, words), Seen::Word(word)) => words.fits(word),
            (Self::Texts(_, words), Seen::Code(code, subcode)) => {
                fits_code(store, words, code, subcode)
            }
            (Self::Id(words), Seen::Id(id)) => {
                let id = store.id(id);
                words.fits(without_head(id)) || words.fits(id)
            }
            (Self::Phone(words), Seen::Word(number)) => words.fits_digits(number),
            (Self::Span(span), Seen::Stretch(from, to)) => {
                match (from.ticks(), to.or(from).ticks()) {
                    (Some(from), Some(to)) => span.meets(from, to),
                    _ => false,
                }
            }
            (Self::Days(days), Seen::Stretch(from, _)) => {
                from.ticks().is_some_and(|at| days.holds(at))
            }
            (Self::Hours(hours), Seen::Stretch(from, _)) => {
                from.ticks().is_some_and(|at| hours.holds(at))
            }
            (Self::Flag(wanted), Seen::Flag(is_set)) => *wanted == is_set,
            _ => false,
        }
    }
}

/// `410/3112`; a bare `410` fits every subcode.
fn fits_code(store: &Store, words: &Words, code: TextRef, subcode: TextRef) -> bool {
    if words.fits(store.text(code)) && !words.holds('/') {
        return true;
    }
    // Few codes have one; what is compared with a / is rare and short.
    subcode.is_known() && words.holds('/') && words.fits(&code_words(store, code, subcode))
}

/// A bit for each number.
pub(super) struct Bits(Vec<u64>, usize);

impl Bits {
    pub(super) fn none(len: usize) -> Self {
        Self(vec![0; len.div_ceil(64)], len)
    }

    pub(super) fn set(&mut self, at: usize) {
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    /// How many numbers there are.
    pub(super) fn len(&self) -> usize {
        self.1
    }

    /// None for a number that came later.
    pub(super) fn get(&self, at: usize) -> Option<bool> {
        (at < self.1).then(|| self.0[at / 64] & (1 << (at % 64)) != 0)
    }

    /// The words of a store that fit. Only fields whose values are words of the store need them.
    fn of_texts(field: &Field, words: &Words, store: &Store) -> Self {
        let is_of_store = match &field.get {
            Get::Call(_) | Get::Leg(LegGet::Id(..)) => false,
            Get::Leg(LegGet::Of(_)) if matches!(field.name, "tag" | "app") => false,
            Get::Stream(_) | Get::Leg(_) | Get::Operation(_) => true,
        };
        if !is_of_store {
            return Self::none(0);
        }
        let mut bits = Self::none(store.texts.len());
        for number in (IdRef::REDACTED.0 + 1)..store.texts.len() as u32 {
            let text = store.text(TextRef(number));
            let fits = match field.name {
                "os" => words.fits(text) || words.fits(&system_name(text)),
                _ => words.fits(text),
            };
            if fits {
                bits.set(number as usize);
            }
        }
        bits
    }
}
