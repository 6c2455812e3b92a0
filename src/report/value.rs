//! One value of an answer: what JSON, CSV, tables and sorting all start from.

use crate::model::value::{Num, Time};
use crate::model::verdict::CallClass;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::cmp::Ordering;

/// A value; absences of every kind are [`Value::Missing`], never 0.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Missing,
    Text(Cow<'a, str>),
    /// A number as logged: always written with a point.
    Number(f64),
    /// Seconds or milliseconds: whole where they are whole.
    Length(f64),
    Count(u32),
    Flag(bool),
    Moment(Time),
    Class(CallClass),
    List(Vec<Cow<'a, str>>),
}

impl<'a> Value<'a> {
    pub(super) fn number(value: Num) -> Self {
        value.known().map_or(Self::Missing, Self::Number)
    }

    pub(super) fn length(value: Num) -> Self {
        value.known().map_or(Self::Missing, Self::Length)
    }

    pub(super) fn moment(time: Time) -> Self {
        if time.iso().is_some() {
            Self::Moment(time)
        } else {
            Self::Missing
        }
    }

    /// A text; the empty one of a missing reference is no value.
    pub(super) fn text(text: &'a str) -> Self {
        if text.is_empty() {
            Self::Missing
        } else {
            Self::Text(Cow::Borrowed(text))
        }
    }

    /// As CSV and Markdown write it; empty when missing.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Missing => String::new(),
            Self::Text(text) => text.clone().into_owned(),
            Self::Number(value) | Self::Length(value) => format!("{value}"),
            Self::Count(count) => count.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Moment(time) => time.iso().unwrap_or_default(),
            Self::Class(class) => class.name().to_owned(),
            Self::List(list) => list.join(";"),
        }
    }

    /// Words of the log, which a spreadsheet could take for a formula.
    pub(super) fn is_foreign(&self) -> bool {
        matches!(self, Self::Text(_) | Self::List(_))
    }

    /// The order of a sorted list: numbers by size, times by age, verdicts worst first, words without case. Missing is
    /// not compared here: it stands last in both directions.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Class(a), Self::Class(b)) => a.cmp(b),
            (Self::Moment(a), Self::Moment(b)) => a.cmp(b),
            (Self::Count(a), Self::Count(b)) => a.cmp(b),
            (Self::Flag(a), Self::Flag(b)) => a.cmp(b),
            (Self::Number(a) | Self::Length(a), Self::Number(b) | Self::Length(b)) => {
                a.total_cmp(b)
            }
            _ => {
                let fold = |value: &Self| value.words().to_lowercase();
                fold(self).cmp(&fold(other))
            }
        }
    }

    /// True when there is nothing to sort by.
    pub(super) fn is_absent(&self) -> bool {
        matches!(self, Self::Missing) || matches!(self, Self::List(list) if list.is_empty())
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        // Beyond 2^53 a whole float is not exact any more and stays as it is.
        const WHOLE: f64 = 9_007_199_254_740_992.0;
        match self {
            Self::Missing => out.serialize_none(),
            Self::Text(text) => out.serialize_str(text),
            Self::Length(value) if value.fract() == 0.0 && value.abs() < WHOLE => {
                out.serialize_i64(*value as i64)
            }
            Self::Number(value) | Self::Length(value) => out.serialize_f64(*value),
            Self::Count(count) => out.serialize_u32(*count),
            Self::Flag(flag) => out.serialize_bool(*flag),
            Self::Moment(time) => time.iso().serialize(out),
            Self::Class(class) => out.serialize_str(class.name()),
            Self::List(list) => out.collect_seq(list),
        }
    }
}
