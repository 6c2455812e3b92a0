//! Times of the filter language: `02:00`, `2026-11-18`, `2026-11-18T02:00Z`, `-3h`, `tue`, and what they mean.
//!
//! A time of day is meant on any day. A date stands for the whole day. Times without a zone (`02:00@Zurich`, `02:00Z`,
//! `02:00+01:00`) are those of the zone that is shown; `-3h` counts back from the newest moment that is loaded.

use super::tree::Op;
use crate::model::value::Time;
use crate::model::zone::{Offset, Zone};

pub(super) const MINUTE: i64 = 60 * Time::SECOND;
const HOUR: i64 = 60 * MINUTE;
pub(super) const DAY: i64 = 24 * HOUR;
/// 1970-01-01 was a Thursday; weekdays count from Monday.
const EPOCH_WEEKDAY: i64 = 3;
pub(super) const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Moments from one to another, the end excluded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Span {
    /// Once.
    Once(Edge, Edge),
    /// On every day of a zone; one that ends before it begins passes midnight.
    Daily(i64, i64, Zone),
}

/// An end of a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// Ticks since 1970 (UTC).
    At(i64),
    /// Ticks before the newest moment loaded.
    Ago(i64),
}

impl Edge {
    const FIRST: Self = Self::At(i64::MIN);
    const LAST: Self = Self::At(i64::MAX);

    /// The moment, once the newest is known.
    pub(super) fn resolved(self, newest: i64) -> Self {
        match self {
            Self::Ago(ticks) => Self::At(newest.saturating_sub(ticks)),
            at @ Self::At(_) => at,
        }
    }

    const fn plus(self, ticks: i64) -> Self {
        match self {
            Self::At(at) => Self::At(at.saturating_add(ticks)),
            Self::Ago(ago) => Self::Ago(ago.saturating_sub(ticks)),
        }
    }
}

impl Span {
    /// True when it counts back from the newest moment loaded.
    pub(super) const fn is_relative(&self) -> bool {
        matches!(
            self,
            Self::Once(Edge::Ago(_), _) | Self::Once(_, Edge::Ago(_))
        )
    }

    pub(super) fn resolved(self, newest: i64) -> Self {
        match self {
            Self::Once(from, to) => Self::Once(from.resolved(newest), to.resolved(newest)),
            daily @ Self::Daily(..) => daily,
        }
    }

    /// True when a stretch of ticks, both ends included, touches it; resolved first.
    pub(super) fn meets(&self, from: i64, to: i64) -> bool {
        match *self {
            Self::Once(Edge::At(begins), Edge::At(ends)) => from < ends && to >= begins,
            Self::Once(..) => false,
            Self::Daily(begins, ends, zone) => {
                let length = to.saturating_sub(from);
                if length >= DAY {
                    return true;
                }
                if zone.ahead(from) != zone.ahead(to) {
                    let change = zone.change(from, to);
                    return self.meets(from, change - 1) || self.meets(change, to);
                }
                let phase = from.saturating_add(zone.ahead(from)).rem_euclid(DAY);
                let ends = if ends <= begins { ends + DAY } else { ends };
                [-DAY, 0, DAY]
                    .iter()
                    .any(|day| phase < ends + day && phase + length >= begins + day)
            }
        }
    }
}

/// Days of a zone: dates, or weekdays that come again; both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Days {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) is_weekly: bool,
    pub(super) zone: Zone,
}

impl Days {
    /// True when a moment lies on one of them.
    pub(super) fn holds(&self, ticks: i64) -> bool {
        let day = ticks.saturating_add(self.zone.ahead(ticks)).div_euclid(DAY);
        if !self.is_weekly {
            return (self.from..=self.to).contains(&day);
        }
        let day = (day + EPOCH_WEEKDAY).rem_euclid(7);
        if self.from <= self.to {
            (self.from..=self.to).contains(&day)
        } else {
            day >= self.from || day <= self.to
        }
    }
}

/// Hours of the day in a zone, both ends included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hours {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) zone: Zone,
}

impl Hours {
    /// True when a moment lies in one of them.
    pub(super) fn holds(&self, ticks: i64) -> bool {
        let phase = ticks.saturating_add(self.zone.ahead(ticks)).rem_euclid(DAY);
        let hour = phase / HOUR;
        if self.from <= self.to {
            (self.from..=self.to).contains(&hour)
        } else {
            hour >= self.from || hour <= self.to
        }
    }
}

/// A time as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stamp {
    /// A whole day: its first moment and the next day's.
    Day(i64, i64),
    /// A moment, and the end of the minute or second as which it was typed.
    Moment(i64, i64),
    /// A time of day in ticks, in the same way, in a zone.
    Daily(i64, i64, Zone),
    Ago(i64),
}

/// The moments that a comparison with a time means; none for what is no time.
pub(super) fn compared(op: Op, text: &str, zone: Zone) -> Option<Span> {
    let span = match (stamp(text, zone)?, op) {
        (
            Stamp::Day(first, next) | Stamp::Moment(first, next),
            Op::Equal | Op::Unequal | Op::Like,
        ) => (Edge::At(first), Edge::At(next)),
        (Stamp::Day(first, _) | Stamp::Moment(first, _), Op::Less) => {
            (Edge::FIRST, Edge::At(first))
        }
        (Stamp::Day(first, _) | Stamp::Moment(first, _), Op::AtLeast) => {
            (Edge::At(first), Edge::LAST)
        }
        (Stamp::Day(_, next), Op::AtMost) => (Edge::FIRST, Edge::At(next)),
        (Stamp::Day(_, next), Op::More) => (Edge::At(next), Edge::LAST),
        (Stamp::Moment(at, _), Op::AtMost) => (Edge::FIRST, Edge::At(at).plus(1)),
        (Stamp::Moment(at, _), Op::More) => (Edge::At(at).plus(1), Edge::LAST),
        (Stamp::Ago(ago), Op::Less) => (Edge::FIRST, Edge::Ago(ago)),
        (Stamp::Ago(ago), Op::AtMost) => (Edge::FIRST, Edge::Ago(ago).plus(1)),
        (Stamp::Ago(ago), Op::AtLeast) => (Edge::Ago(ago), Edge::LAST),
        (Stamp::Ago(ago), Op::More) => (Edge::Ago(ago).plus(1), Edge::LAST),
        (Stamp::Ago(_), _) | (_, Op::Holds) => return None,
        (Stamp::Daily(at, end, zone), op) => {
            // What comes before midnight is empty, and so is what comes after the end of the day.
            let (from, to) = match op {
                Op::Less => (0, at),
                Op::AtMost => (0, at + 1),
                Op::AtLeast => (at, DAY),
                Op::More => (at + 1, DAY),
                _ => (at, end),
            };
            if from >= to {
                return Some(Span::Once(Edge::FIRST, Edge::FIRST));
            }
            return Some(Span::Daily(from, to, zone));
        }
    };
    Some(Span::Once(span.0, span.1))
}

/// The moments from one time to the beginning of another, a date being whole; either may be left out. Each is of a zone of
/// its own.
pub(super) fn between(from: Option<&str>, to: Option<&str>, zones: [Zone; 2]) -> Option<Span> {
    let read = |text: Option<&str>, zone| match text {
        Some(text) => stamp(text, zone).map(Some),
        None => Some(None),
    };
    let (from, to) = (read(from, zones[0])?, read(to, zones[1])?);
    if let (Some(Stamp::Daily(begins, _, zone)), Some(Stamp::Daily(ends, _, other))) = (from, to) {
        return (zone == other).then_some(Span::Daily(begins, ends, zone));
    }
    let begins = match from {
        None => Edge::FIRST,
        Some(Stamp::Day(at, _) | Stamp::Moment(at, _)) => Edge::At(at),
        Some(Stamp::Ago(ago)) => Edge::Ago(ago),
        Some(Stamp::Daily(at, _, zone)) if to.is_none() => return Some(Span::Daily(at, DAY, zone)),
        Some(Stamp::Daily(..)) => return None,
    };
    let ends = match to {
        None => Edge::LAST,
        Some(Stamp::Day(_, next)) => Edge::At(next),
        Some(Stamp::Moment(at, _)) => Edge::At(at),
        Some(Stamp::Ago(ago)) => Edge::Ago(ago),
        Some(Stamp::Daily(0, ..)) => return None,
        Some(Stamp::Daily(at, _, zone)) if from.is_none() => return Some(Span::Daily(0, at, zone)),
        Some(Stamp::Daily(..)) => return None,
    };
    Some(Span::Once(begins, ends))
}

/// The days that a comparison with a date or weekday means.
pub(super) fn days(op: Op, text: &str, zone: Zone) -> Option<Days> {
    let days = |from, to, is_weekly| {
        Some(Days {
            from,
            to,
            is_weekly,
            zone,
        })
    };
    if let Some(day) = weekday(text) {
        return match op {
            Op::Equal | Op::Unequal | Op::Like => days(day, day, true),
            _ => None,
        };
    }
    let day = date(text)?;
    match op {
        Op::Equal | Op::Unequal | Op::Like => days(day, day, false),
        Op::Less => days(i64::MIN, day - 1, false),
        Op::AtMost => days(i64::MIN, day, false),
        Op::More => days(day + 1, i64::MAX, false),
        Op::AtLeast => days(day, i64::MAX, false),
        Op::Holds => None,
    }
}

/// The days from one to another, both included.
pub(super) fn days_between(from: Option<&str>, to: Option<&str>, zone: Zone) -> Option<Days> {
    let week = |text: Option<&str>| text.and_then(weekday);
    if let (Some(from), Some(to)) = (week(from), week(to)) {
        return Some(Days {
            from,
            to,
            is_weekly: true,
            zone,
        });
    }
    let read = |text: Option<&str>, open| text.map_or(Some(open), date);
    let (from, to) = (read(from, i64::MIN)?, read(to, i64::MAX)?);
    Some(Days {
        from,
        to,
        is_weekly: false,
        zone,
    })
}

/// The number of a weekday from Monday, by its first three letters or more.
fn weekday(text: &str) -> Option<i64> {
    let text = text.to_ascii_lowercase();
    let is_it = |name: &&str| text.len() >= 3 && name.starts_with(&text);
    WEEKDAYS.iter().position(is_it).map(|day| day as i64)
}

/// Days from 1970 to a date such as `2026-11-18`.
fn date(text: &str) -> Option<i64> {
    let is_form = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let number = |at: std::ops::Range<usize>| text.get(at)?.parse::<u32>().ok();
    let date = chrono::NaiveDate::from_ymd_opt(
        number(0..4).filter(|_| is_form)? as i32,
        number(5..7)?,
        number(8..10)?,
    )?;
    Some(i64::from(date.to_epoch_days()))
}

fn stamp(text: &str, shown: Zone) -> Option<Stamp> {
    let text = text.trim();
    if let Some(length) = text.strip_prefix('-') {
        return ago(length).map(Stamp::Ago);
    }
    let Some(day) = text.get(..10).and_then(date) else {
        let (time, zone) = zoned(text);
        let (at, end) = time_of_day(time)?;
        return Some(Stamp::Daily(at, end, zone.unwrap_or(shown)));
    };
    let (time, zone) = zoned(&text[10..]);
    let zone = zone.unwrap_or(shown);
    if time.is_empty() {
        return Some(Stamp::Day(
            zone.moment(day * DAY),
            zone.moment((day + 1) * DAY),
        ));
    }
    let (at, end) = time_of_day(time.strip_prefix(['T', 't', ' ', '_'])?)?;
    // Of two moments that the clocks show so the first; where they pass over it, the moment at which they do.
    let first = zone.moment(day * DAY + at);
    Some(Stamp::Moment(first, first.saturating_add(end - at)))
}

/// `3h`, `90m`, `2d`, `45s`, in ticks.
fn ago(text: &str) -> Option<i64> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let number: i64 = text[..end]
        .parse()
        .ok()
        .filter(|&number| number <= 1_000_000)?;
    let unit = match &text[end..] {
        "s" => Time::SECOND,
        "m" | "min" => MINUTE,
        "h" => HOUR,
        "d" => DAY,
        _ => return None,
    };
    Some(number * unit)
}

/// Takes `Z`, `UTC`, `+02:00`, `+2`, `-0530` off the end.
fn zoned(text: &str) -> (&str, Option<Zone>) {
    for name in ["UTC", "utc", "Z", "z"] {
        if let Some(rest) = text.strip_suffix(name) {
            return (rest.trim_end(), Some(Zone::Utc));
        }
    }
    match Offset::split(text) {
        Some((rest, offset)) => (rest.trim_end(), Some(Zone::Fixed(offset.in_minutes()))),
        None => (text, None),
    }
}

/// `02:10`, `02:10:30`, `02:10:30.5` in ticks of the day, with the end of what it names: the minute, second or tick.
fn time_of_day(text: &str) -> Option<(i64, i64)> {
    let (whole, fraction) = text
        .split_once('.')
        .map_or((text, ""), |(whole, part)| (whole, part));
    let mut parts = whole.split(':');
    let mut number = |most: i64| -> Option<Option<i64>> {
        let Some(part) = parts.next() else {
            return Some(None);
        };
        let is_number = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        let number = part
            .parse()
            .ok()
            .filter(|number| is_number && *number <= most)?;
        Some(Some(number))
    };
    let (hour, minute, second) = (number(24)??, number(59)??, number(59)?);
    if parts.next().is_some() || (second.is_none() && !fraction.is_empty()) || text.ends_with('.') {
        return None;
    }
    let at = hour * HOUR + minute * MINUTE + second.unwrap_or(0) * Time::SECOND;
    let length = match (second, fraction.len()) {
        (None, _) => MINUTE,
        (Some(_), 0) => Time::SECOND,
        (Some(_), digits @ 1..=7) => Time::SECOND / 10_i64.pow(digits as u32),
        _ => return None,
    };
    let part: i64 = if fraction.is_empty() {
        0
    } else {
        fraction
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| fraction.parse().ok())??
    };
    let at = at + part * length;
    (at <= DAY).then_some((at, at + length))
}
