//! Rough times as tickets have them: `~02:10`, `~02:10/5m`, `~02:10 Zurich`, `~4am+02:00`, `~tue 14:00`,
//! `~2026-11-19 02:10`.
//!
//! A rough time is a time of day on any day, on a weekday or on one date, by the clocks of the zone that it names, else of
//! the one that is shown; how far a stretch of time lies from it is told in ticks, so that hits can be ordered by it and
//! those outside the window be left out and counted. Where the clocks show it twice both are meant; where they are put
//! forward over it, the moment at which they are.

use crate::model::value::Time;
use crate::model::zone::{Offset, Showing, Zone};

const MINUTE: i64 = 60 * Time::SECOND;
const DAY: i64 = 24 * 60 * MINUTE;
const WEEK: i64 = 7;
/// Half the window that is taken when none is typed.
const WINDOW_MINUTES: i64 = 15;
/// 1970-01-01 was a Thursday; weekdays count from Monday.
const EPOCH_WEEKDAY: i64 = 3;
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Words of the longest name of a zone: `Port of Spain`.
const LONGEST_NAME: usize = 3;

/// A rough time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    day: Day,
    /// In ticks of the day; none = all of it.
    time: Option<i64>,
    /// By whose clocks.
    zone: Zone,
    /// Up to this far away counts.
    window: i64,
}

/// On which days a time is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Day {
    Any,
    /// From Monday.
    Weekly(i64),
    /// Days since 1970.
    Date(i64),
}

impl When {
    /// Reads what follows the `~`; none for what is no time. Without a zone that which is shown is meant.
    pub fn parse(text: &str, shown: Zone) -> Option<Self> {
        let text = text.trim().trim_start_matches('~').to_ascii_lowercase();
        let (text, window) = windowed(in_words(&text))?;
        let (text, named) = without_zone(&text);
        let (date, rest) = dated(text);
        let (text, zone) = match named {
            Some(zone) => (rest, Some(zone)),
            None => zoned(rest)?,
        };
        let (day, time) = match (date, text.split_once(' ')) {
            (Some(date), _) => (Day::Date(date), Some(text).filter(|text| !text.is_empty())),
            (None, Some((day, time))) => (Day::Weekly(weekday(day)?), Some(time)),
            (None, None) => match weekday(text) {
                Some(day) => (Day::Weekly(day), None),
                None => (Day::Any, Some(text)),
            },
        };
        Some(Self {
            day,
            time: match time {
                Some(time) => Some(minute_of_day(time)? * MINUTE),
                None => None,
            },
            zone: match zone.unwrap_or(shown) {
                Zone::Fixed(0) => Zone::Utc,
                zone => zone,
            },
            window: window * MINUTE,
        })
    }

    /// How far a stretch lies from it, in ticks: 0 when it is within.
    pub fn distance(&self, from: i64, to: i64) -> i64 {
        let to = to.max(from);
        let days = match self.day {
            Day::Any => 1,
            Day::Weekly(_) => WEEK,
            Day::Date(day) => return self.distance_on(day, (from, to)),
        };
        // So far away the nearest one may begin, with what clocks are changed by.
        let reach = (days + 1) * DAY;
        let ahead = self.zone.ahead(from.saturating_sub(reach));
        if ahead == self.zone.ahead(to.saturating_add(reach)) {
            let shown = |ticks: i64| ticks.saturating_add(ahead);
            return self.steady_distance(days * DAY, (shown(from), shown(to)));
        }
        if to.saturating_sub(from) >= reach {
            return 0;
        }
        let day_of = |ticks: i64| ticks.saturating_add(self.zone.ahead(ticks)).div_euclid(DAY);
        (day_of(from) - days..=day_of(to) + days)
            .filter(|day| match self.day {
                Day::Weekly(weekday) => (day + EPOCH_WEEKDAY).rem_euclid(WEEK) == weekday,
                _ => true,
            })
            .map(|day| self.distance_on(day, (from, to)))
            .min()
            .unwrap_or(i64::MAX)
    }

    /// The same where it comes again and again in a period; all in ticks that its clocks show, which nobody changes.
    fn steady_distance(&self, period: i64, (from, to): (i64, i64)) -> i64 {
        let day = match self.day {
            Day::Weekly(weekday) => weekday - EPOCH_WEEKDAY,
            Day::Any | Day::Date(_) => 0,
        };
        let phase = day * DAY + self.time.unwrap_or(0);
        // The last time it began before the stretch ended.
        let begun = to.saturating_sub((to.saturating_sub(phase)).rem_euclid(period));
        let length = self.time.map_or(DAY - 1, |_| 0);
        let ended = begun.saturating_add(length);
        if ended >= from {
            return 0;
        }
        let after = begun.saturating_add(period).saturating_sub(to);
        (from - ended).min(after)
    }

    /// How far a stretch lies from it on a day of its zone.
    fn distance_on(&self, day: i64, (from, to): (i64, i64)) -> i64 {
        let far = |(begins, ends): (i64, i64)| {
            let before = from.saturating_sub(ends);
            let after = begins.saturating_sub(to);
            before.max(after).max(0)
        };
        let midnight = day.saturating_mul(DAY);
        let Some(time) = self.time else {
            let first = self.zone.moment(midnight);
            let next = self.zone.moment(midnight.saturating_add(DAY));
            return far((first, next.saturating_sub(1).max(first)));
        };
        match self.zone.showing(midnight.saturating_add(time)) {
            Showing::Once(at) | Showing::Never(at) => far((at, at)),
            Showing::Twice(first, second) => far((first, first)).min(far((second, second))),
        }
    }

    /// True when a distance still counts.
    pub fn holds(&self, distance: i64) -> bool {
        distance <= self.window
    }

    /// `about 02:10 Europe/Zurich on any day loaded, +-15 min`.
    pub fn words(&self) -> String {
        let day = match self.day {
            Day::Any => "on any day loaded".to_owned(),
            Day::Date(day) => {
                let date = Time::from_ticks(day.saturating_mul(DAY)).utc();
                date.map_or_else(String::new, |date| date.format("on %Y-%m-%d").to_string())
            }
            Day::Weekly(number) => {
                let weekday = WEEKDAYS.get(number as usize).copied().unwrap_or_default();
                format!("on any {weekday}")
            }
        };
        let zone = self.zone.name();
        let Some(time) = self.time else {
            return format!("{day}, {zone}");
        };
        format!(
            "about {} {zone} {day}{}, +-{} min",
            clock(time),
            self.change_words(time),
            self.window / MINUTE
        )
    }

    /// What is to be said of a time on a date on which the clocks show it twice or never.
    fn change_words(&self, time: i64) -> String {
        let Day::Date(day) = self.day else {
            return String::new();
        };
        match self.zone.showing(day.saturating_mul(DAY) + time) {
            Showing::Once(_) => String::new(),
            Showing::Twice(first, second) => {
                let (first, second) = (clock(first), clock(second));
                format!(", which comes twice ({first} and {second} UTC)")
            }
            Showing::Never(at) => format!(", which the clocks pass over at {} UTC", clock(at)),
        }
    }
}

/// A zone behind an `@` (`02:10@new_york`) in words of its own.
fn in_words(text: &str) -> String {
    match text.split_once('@') {
        Some((time, zone)) => format!("{time} {}", zone.replace('_', " ")),
        None => text.to_owned(),
    }
}

/// `02:10`, the time of day of ticks.
fn clock(ticks: i64) -> String {
    let minute = ticks.rem_euclid(DAY) / MINUTE;
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// How many of the words behind a rough time name its zone: `Zurich`, `Europe/Zurich`, `New York`, `+02:00`.
pub(super) fn words_of_zone<'a>(words: impl Iterator<Item = &'a str>) -> usize {
    let words: Vec<&str> = words.take(LONGEST_NAME).collect();
    let names = |&count: &usize| is_zone(&words[..count]);
    (1..=words.len()).rev().find(names).unwrap_or(0)
}

/// True for words that name a zone together. A number with a sign is one only as `+02:00`: others begin phone numbers.
fn is_zone(words: &[&str]) -> bool {
    let is_offset = |word: &str| word.starts_with(['+', '-']) && word.contains(':');
    let first = words.first().copied().unwrap_or_default();
    let can_be = first.starts_with(|c: char| c.is_ascii_alphabetic()) || is_offset(first);
    can_be && Zone::read(&words.join(" ")).is_ok()
}

/// Takes the window (`/5m`) out, in minutes; none where what follows a `/` is no length.
fn windowed(text: String) -> Option<(String, i64)> {
    // The `/` of `Europe/Zurich` is none.
    let is_window = |at: &usize| text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
    let slash = text.match_indices('/').map(|(at, _)| at).find(is_window);
    let Some(slash) = slash else {
        return Some((text, WINDOW_MINUTES));
    };
    let rest = &text[slash + 1..];
    let (window, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let window = minutes(window)?;
    Some((format!("{} {rest}", text[..slash].trim_end()), window))
}

/// Takes the zone off the end of a time: named in words of its own, behind an `@`, or right behind the last digit.
pub(super) fn named_zone(text: &str) -> (String, Option<Zone>) {
    let text = in_words(text);
    let (time, zone) = without_zone(&text);
    (time.to_owned(), zone)
}

fn without_zone(text: &str) -> (&str, Option<Zone>) {
    let text = text.trim();
    let starts: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    let behind_digits = text.rfind(|c: char| c.is_ascii_digit()).map(|at| at + 1);
    let words = starts.iter().rev().take(LONGEST_NAME).rev().copied();
    for at in words.chain(behind_digits) {
        let (before, name) = text.split_at(at);
        let name: Vec<&str> = name.split_whitespace().collect();
        if is_zone(&name) {
            return (before.trim_end(), Zone::read(&name.join(" ")).ok());
        }
    }
    (text, None)
}

/// The number of a weekday from Monday.
fn weekday(text: &str) -> Option<i64> {
    let is_it = |name: &&str| text.starts_with(*name);
    Some(WEEKDAYS.iter().position(is_it)? as i64)
}

/// Takes a date (`2026-11-19`, a blank or `t` behind it) off the start: its day since 1970, and the rest.
fn dated(text: &str) -> (Option<i64>, &str) {
    let Some((date, rest)) = text.split_at_checked(DATE) else {
        return (None, text);
    };
    let midnight = Time::parse(&format!("{date}T00:00:00Z")).ticks();
    match midnight.filter(|_| is_date(date)) {
        Some(ticks) => (
            Some(ticks.div_euclid(DAY)),
            rest.trim_start_matches(['t', ' ']),
        ),
        None => (None, text),
    }
}

/// Bytes of `2026-11-19`.
const DATE: usize = 10;

/// True for a day behind which a time may stand: `tue`, `2026-11-19`.
pub(super) fn is_day(text: &str) -> bool {
    let is_word = |text: &str| text.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
    (!text.is_empty() && is_word(text)) || is_date(text)
}

/// True for what is written like `2026-11-19`.
fn is_date(text: &str) -> bool {
    text.len() == DATE
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// Takes `+02:00`, `+2`, `-0530` off the end.
fn zoned(text: &str) -> Option<(&str, Option<Zone>)> {
    if !text.contains(['+', '-']) {
        return Some((text, None));
    }
    let (rest, offset) = Offset::split(text)?;
    Some((rest.trim_end(), Some(Zone::Fixed(offset.in_minutes()))))
}

/// `02:10`, `2.10`, `0210`, `4am`, `4:30pm`, `14h`, `14`.
fn minute_of_day(text: &str) -> Option<i64> {
    let text = text.trim();
    let (digits, noon) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(rest), _) => (rest, Some(0)),
        (_, Some(rest)) => (rest, Some(12)),
        _ => (text.strip_suffix('h').unwrap_or(text), None),
    };
    let digits = digits.trim();
    let (hour, minute) = match digits.split_once([':', '.', 'h']) {
        // Seconds are no part of a rough time.
        Some((hour, minute)) => (hour, minute.split([':', '.']).next().unwrap_or(minute)),
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "0"),
    };
    let read = |text: &str| {
        let is_number =
            !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| text.parse::<i64>().ok()).flatten()
    };
    let (hour, minute) = (read(hour)?, read(minute)?);
    let hour = match noon {
        Some(noon) if (1..=12).contains(&hour) => hour % 12 + noon,
        Some(_) => return None,
        None => hour,
    };
    (hour <= 24 && minute < 60).then_some((hour * 60 + minute) % (24 * 60))
}

/// `5m`, `5`, `1h`, `90min`.
fn minutes(text: &str) -> Option<i64> {
    let text = text.trim();
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let number: i64 = text[..end]
        .parse()
        .ok()
        .filter(|&number| number <= 10_000)?;
    match text[end..].trim() {
        "" | "m" | "min" => Some(number),
        "h" => Some(number * 60),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
