//! Numbers and times as the logs hold them: a value, or the reason why there is none, in 8 (or 4) bytes.
//!
//! Missing, redacted and unreadable live in the payload of a NaN (numbers) or at the far end of the range (times), so
//! a column stays a plain array and no absence can be taken for 0.

pub(crate) mod digits;

use super::id::{Absence, trimmed};
use chrono::{DateTime, NaiveDate, Utc};
use std::ops::Range;

/// Declares a float type whose NaN payloads tell the absences apart.
macro_rules! number {
    ($(#[$doc:meta])* $name:ident, $float:ty, $bits:ty, $missing:expr, $redacted:expr, $unreadable:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name($float);

        impl $name {
            /// No value.
            pub const MISSING: Self = Self(<$float>::from_bits($missing));
            /// Hidden by the service.
            pub const REDACTED: Self = Self(<$float>::from_bits($redacted));
            /// Present, but no finite number.
            pub const UNREADABLE: Self = Self(<$float>::from_bits($unreadable));

            /// A number; what is not finite becomes [`Self::UNREADABLE`].
            pub fn new(value: $float) -> Self {
                if value.is_finite() { Self(value) } else { Self::UNREADABLE }
            }

            /// The number, when there is one.
            pub fn known(self) -> Option<$float> {
                if self.0.is_nan() { None } else { Some(self.0) }
            }

            /// Why there is no number.
            pub fn absence(self) -> Option<Absence> {
                match self.0.to_bits() {
                    $missing => Some(Absence::Missing),
                    $redacted => Some(Absence::Redacted),
                    _ if self.0.is_nan() => Some(Absence::Unreadable),
                    _ => None,
                }
            }

            /// Reads the forms the logs use: decimal or scientific, as JSON number or text, blanks around it.
            pub fn parse(text: &str) -> Self {
                Self::of_digits(text.as_bytes()).unwrap_or_else(|| Self::of_any(text))
            }

            /// A number of some digits without sign and exponent, as [`Self::parse`] reads it; none for all else.
            pub(crate) fn of_digits(text: &[u8]) -> Option<Self> {
                digits::plain(text).map(|number| Self(number as $float))
            }

            /// The same for a part of a text: a short one is read at once when enough stands behind it.
            #[inline]
            pub(crate) fn of_digits_in(text: &[u8], part: Range<usize>) -> Option<Self> {
                let from = text.get(part.start..)?;
                let number = digits::short(from, part.len());
                let number = number.or_else(|| digits::plain(from.get(..part.len())?))?;
                Some(Self(number as $float))
            }

            fn of_any(text: &str) -> Self {
                let text = trimmed(text);
                match Absence::of(text) {
                    Some(Absence::Redacted) => Self::REDACTED,
                    Some(_) => Self::MISSING,
                    None if is_numeric(text) => text.parse().map_or(Self::UNREADABLE, Self::new),
                    None => Self::UNREADABLE,
                }
            }

            /// The first known of the two.
            #[must_use]
            pub fn or(self, other: Self) -> Self {
                if self.0.is_nan() { other } else { self }
            }

            /// The greater; an absence loses against any number.
            #[must_use]
            pub fn max(self, other: Self) -> Self {
                match (self.known(), other.known()) {
                    (Some(a), Some(b)) => Self(a.max(b)),
                    (Some(_), None) => self,
                    _ => other,
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::MISSING
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.to_bits() == other.0.to_bits() || self.0 == other.0
            }
        }
    };
}

number!(
    /// A number of a summary, stream or operation: exact as logged.
    Num, f64, u64, 0x7ff8_0000_0000_0001, 0x7ff8_0000_0000_0002, 0x7ff8_0000_0000_0003
);
number!(
    /// A number of a media-statistics sample: seven digits, as the samples are means over 10 s.
    Num32, f32, u32, 0x7fc0_0001, 0x7fc0_0002, 0x7fc0_0003
);

/// Rust would also take `inf` and `nan`; the logs' grammar does not.
fn is_numeric(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'))
}

/// A moment: 100 ns ticks since 1970-01-01 UTC, which holds .NET's seven fraction digits and its `MaxValue`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// No value.
    pub const MISSING: Self = Self(i64::MIN);
    /// Hidden by the service.
    pub const REDACTED: Self = Self(i64::MIN + 1);
    /// Present, but no time this program can read.
    pub const UNREADABLE: Self = Self(i64::MIN + 2);
    /// Ticks in a second.
    pub const SECOND: i64 = 10_000_000;

    /// A moment from ticks.
    pub const fn from_ticks(ticks: i64) -> Self {
        Self(ticks)
    }

    /// The ticks, when the time is known.
    pub fn ticks(self) -> Option<i64> {
        (self > Self::UNREADABLE).then_some(self.0)
    }

    /// True when the time is known.
    pub fn is_known(self) -> bool {
        self > Self::UNREADABLE
    }

    /// Why there is no time.
    pub fn absence(self) -> Option<Absence> {
        match self {
            Self::MISSING => Some(Absence::Missing),
            Self::REDACTED => Some(Absence::Redacted),
            Self::UNREADABLE => Some(Absence::Unreadable),
            _ => None,
        }
    }

    /// The first known of the two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if self.is_known() { self } else { other }
    }

    /// The earlier; an absence loses against any time.
    #[must_use]
    pub fn earlier(self, other: Self) -> Self {
        match (self.is_known(), other.is_known()) {
            (true, true) => self.min(other),
            (true, false) => self,
            _ => other,
        }
    }

    /// This moment moved by a number of milliseconds; an absence stays one, and the end of the range is not passed.
    #[must_use]
    pub fn plus_ms(self, ms: f64) -> Self {
        match self.ticks() {
            Some(ticks) => Self(
                ticks
                    .saturating_add((ms * 10_000.0) as i64)
                    .max(Self::UNREADABLE.0 + 1),
            ),
            None => self,
        }
    }

    /// Milliseconds from `start` to this moment.
    pub fn ms_since(self, start: Self) -> Option<f64> {
        Some(self.ticks()?.saturating_sub(start.ticks()?) as f64 / 10_000.0)
    }

    /// As a calendar time.
    pub fn utc(self) -> Option<DateTime<Utc>> {
        let ticks = self.ticks()?;
        DateTime::from_timestamp(
            ticks.div_euclid(Self::SECOND),
            (ticks.rem_euclid(Self::SECOND) * 100) as u32,
        )
    }

    /// `2021-07-05T06:16:40.240Z`: milliseconds, more only where the log has more.
    pub fn iso(self) -> Option<String> {
        let ticks = self.ticks()?;
        let form = if ticks % 10_000 == 0 {
            "%Y-%m-%dT%H:%M:%S%.3fZ"
        } else {
            "%Y-%m-%dT%H:%M:%S%.6fZ"
        };
        let text = self.utc()?.format(form).to_string();
        Some(if ticks % 10 == 0 {
            text
        } else {
            format!("{}{}Z", text.trim_end_matches('Z'), ticks.rem_euclid(10))
        })
    }

    /// Reads every time form of the logs (log-schemas, gotcha 4): ISO 8601 with 0 to n fraction digits, a blank for
    /// the `T`, an offset or none (= UTC), the portal's US form with AM/PM, and the day-first form.
    pub fn parse(text: &str) -> Self {
        if let Some(ticks) = common(text) {
            return Self(ticks);
        }
        let text = trimmed(text);
        match Absence::of(text) {
            Some(Absence::Redacted) => Self::REDACTED,
            Some(_) => Self::MISSING,
            None => Clock::read(text).map_or(Self::UNREADABLE, Self),
        }
    }
}

impl Default for Time {
    fn default() -> Self {
        Self::MISSING
    }
}

/// The ticks of `2021-07-05T06:16:40.240Z`, the form of nearly all times; none for any other, and for what is no time.
fn common(text: &str) -> Option<i64> {
    const FORM: [u8; 24] = *b"0000-00-00T00:00:00.000Z";
    const MOST: [u8; 24] = {
        let mut most = [0; 24];
        let mut at = 0;
        while at < most.len() {
            most[at] = if FORM[at] == b'0' { 9 } else { 0 };
            at += 1;
        }
        most
    };
    let text: &[u8; 24] = text.as_bytes().try_into().ok()?;
    let digits: [u8; 24] = std::array::from_fn(|at| text[at] ^ FORM[at]);
    // No early end: so all bytes are judged at once.
    let beyond = digits.iter().zip(MOST).fold(0, |beyond, (&digit, most)| {
        beyond | digit.saturating_sub(most)
    });
    if beyond != 0 {
        return None;
    }
    let number = |at: Range<usize>| {
        let digits = digits[at].iter();
        digits.fold(0, |sum, &digit| sum * 10 + u32::from(digit))
    };
    let date = NaiveDate::from_ymd_opt(number(0..4) as i32, number(5..7), number(8..10))?;
    let (hour, minute, second) = (number(11..13), number(14..16), number(17..19));
    if hour >= 24 || minute >= 60 || second >= 60 {
        return None;
    }
    let days = i64::from(date.to_epoch_days());
    let seconds = days * 86_400 + i64::from(hour * 3_600 + minute * 60 + second);
    Some(seconds * Time::SECOND + i64::from(number(20..23)) * (Time::SECOND / 1_000))
}

/// Ticks of the years 0000 to 9999: what [`Time::iso`] writes and [`Time::parse`] reads.
const YEARS: Range<i64> = -62_167_219_200 * Time::SECOND..253_402_300_800 * Time::SECOND;

/// A cursor over the digits and signs of a written time.
struct Clock<'a> {
    rest: &'a [u8],
}

impl<'a> Clock<'a> {
    fn read(text: &str) -> Option<i64> {
        let mut clock = Clock {
            rest: text.as_bytes(),
        };
        let date = clock.date()?;
        let (seconds, ticks) = clock.time_of_day()?;
        let offset = clock.offset()?;
        if !clock.rest.is_empty() {
            return None;
        }
        let day = date.and_hms_opt(0, 0, 0)?.and_utc().timestamp();
        let moment = (day + seconds - offset)
            .checked_mul(Time::SECOND)?
            .checked_add(ticks)?;
        // An offset or a leap second can lead out of the four-digit years; such a time could not be written again.
        YEARS.contains(&moment).then_some(moment)
    }

    /// `2024-05-09`, `5/24/2023` (US unless a part says otherwise), `16/07/2026`.
    fn date(&mut self) -> Option<NaiveDate> {
        let (first, digits) = self.digits()?;
        if digits == 4 {
            let separator = self.any(b"-/")?;
            let (month, _) = self.digits()?;
            self.only(separator)?;
            let (day, _) = self.digits()?;
            return NaiveDate::from_ymd_opt(first as i32, month, day);
        }
        let separator = self.any(b"/.-")?;
        let (second, _) = self.digits()?;
        self.only(separator)?;
        let (year, digits) = self.digits()?;
        let day_first = first > 12 || (separator == b'.' && second <= 12);
        let (month, day) = if day_first {
            (second, first)
        } else {
            (first, second)
        };
        (digits == 4).then(|| NaiveDate::from_ymd_opt(year as i32, month, day))?
    }

    /// Seconds of the day and the ticks of its fraction; midnight when the text ends after the date.
    fn time_of_day(&mut self) -> Option<(i64, i64)> {
        if self.rest.is_empty() {
            return Some((0, 0));
        }
        if self.any(b"Tt").is_none() {
            let _ = self.any(b",");
            self.any(b" ")?;
        }
        let (mut hour, _) = self.digits()?;
        self.only(b':')?;
        let (minute, _) = self.digits()?;
        let second = if self.any(b":").is_some() {
            self.digits()?.0
        } else {
            0
        };
        let ticks = if self.any(b".,").is_some() {
            self.fraction()?
        } else {
            0
        };
        if let Some(afternoon) = self.meridiem() {
            if hour == 0 || hour > 12 {
                return None;
            }
            hour = hour % 12 + if afternoon { 12 } else { 0 };
        }
        (hour < 24 && minute < 60 && second <= 60).then(|| {
            (
                i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second),
                ticks,
            )
        })
    }

    fn fraction(&mut self) -> Option<i64> {
        let length = self.rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let (digits, rest) = self.rest.split_at(length);
        self.rest = rest;
        let seven = digits.iter().chain(b"0000000").take(7);
        (length > 0).then(|| seven.fold(0, |ticks, digit| ticks * 10 + i64::from(digit - b'0')))
    }

    fn meridiem(&mut self) -> Option<bool> {
        let text = self.behind_blanks();
        let (head, rest) = text.split_at_checked(2)?;
        let afternoon = if head.eq_ignore_ascii_case(b"pm") {
            true
        } else if head.eq_ignore_ascii_case(b"am") {
            false
        } else {
            return None;
        };
        self.rest = rest;
        Some(afternoon)
    }

    /// What follows blanks, also the narrow and the no-break one that browsers write before AM and PM.
    fn behind_blanks(&self) -> &'a [u8] {
        let mut text = self.rest.trim_ascii_start();
        for blank in ["\u{202f}", "\u{a0}"] {
            text = text.strip_prefix(blank.as_bytes()).unwrap_or(text);
        }
        text
    }

    /// Seconds east of UTC; none written = UTC. .NET writes a blank before it.
    fn offset(&mut self) -> Option<i64> {
        self.rest = self.rest.trim_ascii_start();
        if self.rest.is_empty() || self.any(b"Zz").is_some() {
            return Some(0);
        }
        let sign = if self.any(b"+-")? == b'-' { -1 } else { 1 };
        let (mut hours, digits) = self.digits()?;
        let minutes = if digits > 2 {
            let minutes = hours % 100;
            hours /= 100;
            minutes
        } else if self.any(b":").is_some() {
            self.digits()?.0
        } else {
            0
        };
        (hours <= 18 && minutes < 60)
            .then(|| sign * (i64::from(hours) * 3600 + i64::from(minutes) * 60))
    }

    fn digits(&mut self) -> Option<(u32, usize)> {
        let length = self
            .rest
            .iter()
            .take(5)
            .take_while(|b| b.is_ascii_digit())
            .count();
        let (digits, rest) = self.rest.split_at(length);
        self.rest = rest;
        let value = digits
            .iter()
            .fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
        (1..5).contains(&length).then_some((value, length))
    }

    fn any(&mut self, wanted: &[u8]) -> Option<u8> {
        let (&first, rest) = self.rest.split_first()?;
        wanted.contains(&first).then(|| {
            self.rest = rest;
            first
        })
    }

    fn only(&mut self, wanted: u8) -> Option<u8> {
        self.any(&[wanted])
    }
}

#[cfg(test)]
mod tests;
