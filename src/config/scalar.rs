//! One setting: a single value with what is allowed for it, refused at its own line.

use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};
use std::fmt;

/// A single value of a file.
pub(super) enum Scalar<'a> {
    Flag(bool),
    Number(f64),
    Text(&'a str),
}

impl<'a> Scalar<'a> {
    pub(super) fn text(&self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// A number from `least` to `most`.
    pub(super) fn number(&self, least: f64, most: f64) -> Option<f64> {
        match self {
            Self::Number(number) if (least..=most).contains(number) => Some(*number),
            _ => None,
        }
    }

    /// A number without a fraction.
    pub(super) fn whole(&self, least: f64, most: f64) -> Option<f64> {
        self.number(least, most)
            .filter(|number| number.fract() == 0.0)
    }
}

impl fmt::Display for Scalar<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Number(number) => write!(f, "{number}"),
            // The allowed must be readable behind it.
            Self::Text(text) => write!(f, "\"{text:.40}\""),
        }
    }
}

/// How a value is read: none where it is not allowed.
pub(super) struct Setting<'a, F> {
    name: &'a str,
    allowed: &'a str,
    read: F,
}

impl<'a, T, F: Fn(Scalar) -> Option<T>> Setting<'a, F> {
    pub(super) fn new(name: &'a str, allowed: &'a str, read: F) -> Self {
        Self {
            name,
            allowed,
            read,
        }
    }

    pub(super) fn take<E: Error>(&self, value: Scalar) -> Result<T, E> {
        let told = format!("{} is {value}; allowed: {}", self.name, self.allowed);
        (self.read)(value).ok_or_else(|| E::custom(told))
    }
}

impl<'de, T, F: Fn(Scalar) -> Option<T>> DeserializeSeed<'de> for Setting<'_, F> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        from.deserialize_any(self)
    }
}

impl<T, F: Fn(Scalar) -> Option<T>> Visitor<'_> for Setting<'_, F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.allowed)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        self.take(Scalar::Flag(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        self.take(Scalar::Number(value as f64))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        self.take(Scalar::Number(value as f64))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        self.take(Scalar::Number(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        self.take(Scalar::Text(value))
    }
}
