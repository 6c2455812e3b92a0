//! The fields of the filter language: one row each, with name, meaning and where the value comes from.
//!
//! A field is of the call, or of its streams, legs or operations: conditions on the latter that stand together must
//! hold of one and the same stream, leg or operation.

mod call;
mod parts;
mod table;

use super::tree::Interval;
use crate::model::id::{Absence, IdRef, TextRef};
use crate::model::metric::{METRICS, Unit};
use crate::model::value::{Num, Time};
use std::fmt;

pub(super) use call::{Asked, CallGet};
pub(super) use parts::{LegGet, LegView, OperationGet, OperationView, StreamGet};
use table::FIELDS;
pub use table::each_file;
pub(super) use table::stretch;

/// A field that can be compared.
pub struct Field {
    /// The word that is typed.
    pub name: &'static str,
    /// Other words for it, those of the JSON answers among them.
    pub(super) aliases: &'static [&'static str],
    pub(super) form: Form,
    pub(super) get: Get,
    /// What it is, in a few words.
    pub about: &'static str,
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Field {
    /// All fields, in the order in which they are told of.
    pub fn all() -> &'static [Self] {
        FIELDS
    }

    /// The field of a word, in any case.
    pub fn named(word: &str) -> Option<&'static Self> {
        let is_it = |name: &str| name.eq_ignore_ascii_case(word);
        FIELDS
            .iter()
            .find(|field| is_it(field.name) || field.aliases.iter().any(|alias| is_it(alias)))
    }

    /// True for what the user has marked or noted.
    pub(super) fn is_of_user(&self) -> bool {
        let is_so =
            |get: &CallGet| matches!(get, CallGet::Marked | CallGet::HasNote | CallGet::Noted);
        matches!(&self.get, Get::Call(get) if is_so(get))
    }

    /// True for a field that is asked without operator: `redacted`.
    pub fn is_flag(&self) -> bool {
        matches!(self.form, Form::Flag)
    }
}

/// What kind of values a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Number(Measure),
    /// One of these words; any word where none are listed.
    Word(&'static [&'static str]),
    /// An identifier.
    Id,
    /// A moment.
    Time,
    /// A date or weekday.
    Day,
    /// An hour of the day.
    Hour,
    Flag,
}

impl Form {
    /// True for values with an order of numbers or times, which ranges of any operator make sense for.
    pub(super) const fn is_measured(self) -> bool {
        matches!(self, Self::Number(_) | Self::Time | Self::Day | Self::Hour)
    }
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    Count,
    Seconds,
    Of(Unit),
}

impl Measure {
    /// The words that may stand behind a number: the factor, as a fraction so that 7 % is exactly 0.07.
    pub(super) const fn units(self) -> &'static [(&'static str, f64, f64)] {
        match self {
            Self::Count | Self::Of(Unit::Packets) => &[("", 1.0, 1.0)],
            Self::Seconds => &[
                ("", 1.0, 1.0),
                ("s", 1.0, 1.0),
                ("ms", 1.0, 1_000.0),
                ("m", 60.0, 1.0),
                ("min", 60.0, 1.0),
                ("h", 3_600.0, 1.0),
                ("d", 86_400.0, 1.0),
            ],
            Self::Of(Unit::Ms | Unit::MsPerMinute) => {
                &[("", 1.0, 1.0), ("ms", 1.0, 1.0), ("s", 1_000.0, 1.0)]
            }
            Self::Of(Unit::Ratio) => &[("", 1.0, 1.0), ("%", 1.0, 100.0)],
            Self::Of(Unit::Fps) => &[("", 1.0, 1.0), ("fps", 1.0, 1.0)],
            Self::Of(Unit::Pixels) => &[("", 1.0, 1.0), ("p", 1.0, 1.0), ("px", 1.0, 1.0)],
            Self::Of(Unit::Bps) => &[
                ("", 1.0, 1.0),
                ("bps", 1.0, 1.0),
                ("kbps", 1_000.0, 1.0),
                ("mbps", 1_000_000.0, 1.0),
            ],
        }
    }

    /// What is to be typed.
    pub(super) const fn example(self) -> &'static str {
        match self {
            Self::Count => "a number such as 5 or 2..4",
            Self::Of(Unit::Packets) => "a number of packets such as 500",
            Self::Seconds => "a length such as 10s, 5m, 1h or 21:16",
            Self::Of(Unit::Ms) => "milliseconds such as 500, 500ms or 0.5s",
            Self::Of(Unit::MsPerMinute) => "a length in each minute such as 6s or 6000ms",
            Self::Of(Unit::Ratio) => "a share such as 5% or 0.05",
            Self::Of(Unit::Fps) => "pictures a second such as 7 or 7fps",
            Self::Of(Unit::Pixels) => "lines of the picture such as 240 or 240p",
            Self::Of(Unit::Bps) => "a bit rate such as 150kbps or 150000",
        }
    }
}

/// Where the value of a field comes from.
pub(super) enum Get {
    Call(CallGet),
    Stream(StreamGet),
    Leg(LegGet),
    Operation(OperationGet),
}

/// What a field is of: conditions on parts of one kind that stand together are about one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Level {
    Call,
    Stream,
    Leg,
    Operation,
}

impl Get {
    pub(super) const fn level(&self) -> Level {
        match self {
            Self::Call(_) => Level::Call,
            Self::Stream(_) => Level::Stream,
            Self::Leg(_) => Level::Leg,
            Self::Operation(_) => Level::Operation,
        }
    }
}

/// A value on its way from the store to a test. A field tells all of its values; where it tells none, there are none,
/// which is not the same as [`Seen::Absent`]: nobody knows.
#[derive(Clone, Copy, Debug)]
pub(super) enum Seen<'a> {
    Number(Num),
    Count(u32),
    Text(TextRef),
    /// A code with its subcode.
    Code(TextRef, TextRef),
    Id(IdRef),
    Word(&'a str),
    /// From when to when.
    Stretch(Time, Time),
    Flag(bool),
    Absent(Absence),
}

impl Seen<'_> {
    /// Why there is no value.
    pub(super) fn absence(self) -> Option<Absence> {
        match self {
            Self::Number(number) => number.absence(),
            Self::Text(TextRef::MISSING)
            | Self::Code(TextRef::MISSING, _)
            | Self::Id(IdRef::MISSING) => Some(Absence::Missing),
            Self::Text(TextRef::REDACTED)
            | Self::Code(TextRef::REDACTED, _)
            | Self::Id(IdRef::REDACTED) => Some(Absence::Redacted),
            Self::Stretch(from, _) => from.absence(),
            Self::Absent(absence) => Some(absence),
            _ => None,
        }
    }
}

/// Takes the values of a field.
pub(super) type Tell<'a> = &'a mut dyn FnMut(Seen<'_>);

/// True when the worst value of a call decides a comparison of its streams: where the limit lies on the bad side.
pub(super) fn is_decided_by_worst(metric: usize, wanted: &Interval) -> bool {
    let is_least = matches!(METRICS[metric].unit, Unit::Fps | Unit::Pixels | Unit::Bps);
    if is_least {
        wanted.from == f64::NEG_INFINITY
    } else {
        wanted.to == f64::INFINITY
    }
}
