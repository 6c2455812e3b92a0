//! Rough times as tickets have them: `~02:10`, `~02:10/5m`, `~4am+02:00`, `~tue 14:00`, `~2026-11-19 02:10`.
//!
//! A rough time is a time of day on any day, on a weekday or on one date; how far a stretch of time lies from it is told in ticks,
//! so that hits can be ordered by it and those outside the window be left out and counted.

use crate::model::value::Time;
use crate::model::zone::{Offset, Zone};

const MINUTE: i64 = 60 * Time::SECOND;
const DAY: i64 = 24 * 60 * MINUTE;
/// Half the window that is taken when none is typed.
const WINDOW_MINUTES: i64 = 15;
/// 1970-01-01 was a Thursday; weekdays count from Monday.
const EPOCH_WEEKDAY: i64 = 3;
/// A date does not come again: longer than there are dates.
const ONCE: i64 = 1 << 60;
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A rough time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// From the start of a day, of a week on Thursday, or of 1970; in ticks of the zone.
    phase: i64,
    /// How often it comes again: a day, a week, or [`ONCE`].
    period: i64,
    /// How long it lasts: nothing, or a whole day where only the weekday was said.
    length: i64,
    /// The zone, ahead of UTC.
    zone: i64,
    /// Up to this far away counts.
    window: i64,
}

impl When {
    /// Reads what follows the `~`; none for what is no time.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('~').to_ascii_lowercase();
        let (text, window) = match text.split_once('/') {
            Some((time, window)) => (time.to_owned(), minutes(window)?),
            None => (text, WINDOW_MINUTES),
        };
        let (date, rest) = dated(&text);
        let (text, zone) = zoned(rest)?;
        let (day, period, time) = match (date, text.split_once(' ')) {
            (Some(date), _) => (date, ONCE, Some(text).filter(|text| !text.is_empty())),
            (None, Some((day, time))) => (weekday(day)?, 7 * DAY, Some(time)),
            (None, None) => match weekday(text) {
                Some(day) => (day, 7 * DAY, None),
                None => (0, DAY, Some(text)),
            },
        };
        let minute = time.map(minute_of_day).map_or(Some(0), |minute| minute)?;
        Some(Self {
            phase: day * DAY + minute * MINUTE,
            period,
            length: if time.is_some() { 0 } else { DAY - 1 },
            zone: zone * MINUTE,
            window: window * MINUTE,
        })
    }

    /// How far a stretch lies from it, in ticks: 0 when it is within.
    pub fn distance(&self, from: i64, to: i64) -> i64 {
        let (from, to) = (
            from.saturating_add(self.zone),
            to.max(from).saturating_add(self.zone),
        );
        // The last time it began before the stretch ended.
        let begun = to.saturating_sub((to.saturating_sub(self.phase)).rem_euclid(self.period));
        let ended = begun.saturating_add(self.length);
        if ended >= from {
            return 0;
        }
        let after = begun.saturating_add(self.period).saturating_sub(to);
        (from - ended).min(after)
    }

    /// True when a distance still counts.
    pub fn holds(&self, distance: i64) -> bool {
        distance <= self.window
    }

    /// `about 02:10 UTC on any day loaded, +-15 min`.
    pub fn words(&self) -> String {
        let day = match self.period {
            DAY => "on any day loaded".to_owned(),
            ONCE => {
                let date = Time::from_ticks(self.phase).utc();
                date.map_or_else(String::new, |date| date.format("on %Y-%m-%d").to_string())
            }
            _ => {
                let number = (self.phase / DAY + EPOCH_WEEKDAY).rem_euclid(7) as usize;
                let weekday = WEEKDAYS.get(number).copied().unwrap_or_default();
                format!("on any {weekday}")
            }
        };
        if self.length > 0 {
            return format!("{day}, {}", self.zone_words());
        }
        let minute = self.phase % DAY / MINUTE;
        format!(
            "about {:02}:{:02} {} {day}, +-{} min",
            minute / 60,
            minute % 60,
            self.zone_words(),
            self.window / MINUTE
        )
    }

    fn zone_words(&self) -> String {
        match (self.zone / MINUTE) as i32 {
            0 => Zone::Utc.name(),
            minutes => Zone::Fixed(minutes).name(),
        }
    }
}

/// Days from a Thursday, on which 1970 and the weeks of [`When`] begin.
fn weekday(text: &str) -> Option<i64> {
    let is_it = |name: &&str| text.starts_with(*name);
    let day = WEEKDAYS.iter().position(is_it)? as i64;
    Some((day - EPOCH_WEEKDAY).rem_euclid(7))
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

/// True for what is written like `2026-11-19`.
pub(super) fn is_date(text: &str) -> bool {
    text.len() == DATE
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// Takes `z`, `utc`, `+02:00`, `+2`, `-0530` off the end; the zone in minutes.
fn zoned(text: &str) -> Option<(&str, i64)> {
    if let Some(rest) = text.strip_suffix("utc").or_else(|| text.strip_suffix('z')) {
        return Some((rest.trim_end(), 0));
    }
    if !text.contains(['+', '-']) {
        return Some((text, 0));
    }
    let (rest, offset) = Offset::split(text)?;
    Some((rest.trim_end(), i64::from(offset.in_minutes())))
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
mod tests {
    use super::*;

    fn ticks(text: &str) -> i64 {
        Time::parse(text).ticks().expect("a time")
    }

    fn distance_minutes(when: &str, from: &str, to: &str) -> i64 {
        let when = When::parse(when).expect(when);
        when.distance(ticks(from), ticks(to)) / MINUTE
    }

    #[test]
    fn the_forms_of_tickets_are_read() {
        let table = [
            ("~02:10", "about 02:10 UTC on any day loaded, +-15 min"),
            ("~02:10/5m", "about 02:10 UTC on any day loaded, +-5 min"),
            (
                "~4am+02:00",
                "about 04:00 UTC+02:00 on any day loaded, +-15 min",
            ),
            ("~12am", "about 00:00 UTC on any day loaded, +-15 min"),
            ("~9:30pm/1h", "about 21:30 UTC on any day loaded, +-60 min"),
            ("~0210Z", "about 02:10 UTC on any day loaded, +-15 min"),
            ("~tue 14:00", "about 14:00 UTC on any tue, +-15 min"),
            ("~Sunday", "on any sun, UTC"),
        ];
        for (text, words) in table {
            assert_eq!(
                When::parse(text).map(|when| when.words()).as_deref(),
                Some(words),
                "{text}"
            );
        }
        for text in [
            "~", "~25:00", "~xyz", "~13pm", "~02:10/x", "~02:61", "~4am+99", "~1é", "~aé%",
        ] {
            assert_eq!(When::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_distance_is_to_the_nearest_day_and_0_within_a_leg() {
        let table = [
            ("~02:10", "2026-11-19T02:00:00Z", "2026-11-19T02:05:00Z", 5),
            ("~02:10", "2026-11-19T02:20:00Z", "2026-11-19T02:25:00Z", 10),
            ("~02:10", "2026-11-19T00:30:00Z", "2026-11-19T03:00:00Z", 0),
            (
                "~02:10",
                "2026-11-18T23:50:00Z",
                "2026-11-18T23:55:00Z",
                135,
            ),
            ("~00:05", "2026-11-18T23:50:00Z", "2026-11-18T23:55:00Z", 10),
            (
                "~04:10+02:00",
                "2026-11-19T02:10:00Z",
                "2026-11-19T02:10:00Z",
                0,
            ),
            // 2026-11-19 is a Thursday.
            (
                "~thu 02:10",
                "2026-11-19T02:00:00Z",
                "2026-11-19T02:00:00Z",
                10,
            ),
            (
                "~wed 02:10",
                "2026-11-19T02:10:00Z",
                "2026-11-19T02:10:00Z",
                24 * 60,
            ),
            ("~thu", "2026-11-19T23:59:00Z", "2026-11-19T23:59:00Z", 0),
        ];
        for (when, from, to, minutes) in table {
            assert_eq!(distance_minutes(when, from, to), minutes, "{when} {from}");
        }
    }

    #[test]
    fn times_at_the_ends_of_the_range_break_nothing() {
        let when = When::parse("~tue 02:10-05:00").expect("a time");
        for (from, to) in [
            (i64::MIN + 3, i64::MIN + 4),
            (i64::MAX - 1, i64::MAX),
            (i64::MIN + 3, i64::MAX),
        ] {
            assert!(when.distance(from, to) >= 0);
        }
    }

    #[test]
    fn a_date_comes_once() {
        let table = [
            ("2026-11-19 02:10", "2026-11-19T02:05:00Z", 5),
            ("2026-11-19T02:10", "2026-11-19T02:15:00Z", 5),
            ("2026-11-19 02:10+02:00", "2026-11-19T00:10:00Z", 0),
            ("2026-11-19", "2026-11-19T23:59:00Z", 0),
            ("2026-11-19 02:10", "2026-11-20T02:10:00Z", 24 * 60),
            ("2026-11-19 02:10", "2026-11-18T02:10:00Z", 24 * 60),
        ];
        for (when, at, wanted) in table {
            assert_eq!(distance_minutes(when, at, at), wanted, "{when} {at}");
        }
        let words = When::parse("~2026-11-19 02:10/5m").map(|when| when.words());
        assert_eq!(
            words.as_deref(),
            Some("about 02:10 UTC on 2026-11-19, +-5 min")
        );
        assert_eq!(When::parse("~2026-13-19 02:10"), None);
    }
}
