//! How times are shown, the same in every pane: in UTC, in another zone, or from the start of the call.
//!
//! Times are never cut in the middle: panes give way to a shorter form, the date first, then the milliseconds.

use super::format::{self, MISSING};
use crate::model::value::Time;
use crate::model::zone::Zone;

/// What the hands of every clock on the screen show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeFace {
    /// The zone.
    pub zone: Zone,
    /// Ticks of the start of the call from which times of day are told instead; dates stay those of the zone.
    pub origin: Option<i64>,
}

impl TimeFace {
    /// `02:08`, or `+6:20` from the start of the call.
    pub fn minute(self, time: Time) -> String {
        self.since(time, false)
            .unwrap_or_else(|| self.formed(time, "%H:%M"))
    }

    /// `19 02:08`: with the day of the month.
    pub fn day_minute(self, time: Time) -> String {
        self.formed(time, "%d %H:%M")
    }

    /// `02:08:02`, or `+6:20`.
    pub fn clock(self, time: Time) -> String {
        self.since(time, false)
            .unwrap_or_else(|| self.formed(time, "%H:%M:%S"))
    }

    /// `02:08:02.113`, or `+6:20.113`.
    pub fn clock_ms(self, time: Time) -> String {
        self.since(time, true)
            .unwrap_or_else(|| self.formed(time, "%H:%M:%S%.3f"))
    }

    /// `2026-11-19 02:07:41Z`, or with the offset of its zone: `2026-11-19 03:07:41+01:00`.
    pub fn moment(self, time: Time) -> String {
        match self.zone {
            Zone::Utc => self.formed(time, "%Y-%m-%d %H:%M:%SZ"),
            _ => self.formed(time, "%Y-%m-%d %H:%M:%S%:z"),
        }
    }

    /// By a form of the calendar in the zone; missing for what is no time.
    pub fn formed(self, time: Time, form: &str) -> String {
        self.zone
            .calendar(time)
            .map_or_else(|| MISSING.to_owned(), |at| at.format(form).to_string())
    }

    /// What times are told in: `UTC`, `Zurich`, `from start`.
    pub fn label(self) -> String {
        match self.origin {
            Some(_) => "from start".to_owned(),
            None => self.zone.short_name(),
        }
    }

    /// Ticks that what is shown is ahead of UTC at a moment: marks of an axis stand at round ones of these.
    pub fn ahead(self, ticks: i64) -> i64 {
        match self.origin {
            Some(origin) => origin.saturating_neg(),
            None => self.zone.ahead(ticks),
        }
    }

    /// The times of a sentence of the judgement, `02:13:10Z`, as they are shown here. They are within half a day of
    /// `near`, a time of the same call.
    pub fn retold(self, text: &str, near: Time) -> String {
        let mut told = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((at, seconds)) = rest
            .match_indices('Z')
            .find_map(|(at, _)| Some((at.checked_sub(FORM)?, second_of_day(rest, at)?)))
        {
            told.push_str(&rest[..at]);
            told.push_str(&match nearest(seconds, near) {
                Some(time) => self.clock(time),
                None => rest[at..=at + FORM].to_owned(),
            });
            rest = &rest[at + FORM + 1..];
        }
        told + rest
    }

    /// `+6:20.113`; none where times of day are shown, and for what is no time.
    fn since(self, time: Time, with_ms: bool) -> Option<String> {
        // Without milliseconds both are told by their whole seconds, so that sentences, which have no more, agree.
        let step = if with_ms { 1 } else { Time::SECOND };
        let whole = |ticks: i64| ticks.div_euclid(step).saturating_mul(step);
        let ticks = whole(time.ticks()?).saturating_sub(whole(self.origin?));
        let ms = ticks.div_euclid(Time::SECOND / 1_000);
        let shown = format::duration(ms.abs() / 1_000);
        let sign = if ms < 0 { '-' } else { '+' };
        Some(if with_ms {
            format!("{sign}{shown}.{:03}", ms.abs() % 1_000)
        } else {
            format!("{sign}{shown}")
        })
    }
}

/// Characters of `02:13:10`.
const FORM: usize = 8;

/// The time of day in the eight characters before a `Z`, in seconds.
fn second_of_day(text: &str, end: usize) -> Option<i64> {
    let start = end.checked_sub(FORM)?;
    let digits = text.get(start..end)?.as_bytes();
    let is_alone =
        !text[..start].ends_with(|before: char| before.is_ascii_alphanumeric() || before == ':');
    let is_form = digits.iter().enumerate().all(|(at, byte)| match at {
        2 | 5 => *byte == b':',
        _ => byte.is_ascii_digit(),
    });
    let number = |at: usize| text[start + at..start + at + 2].parse::<i64>().ok();
    if !(is_form && is_alone) {
        return None;
    }
    let (hour, minute, second) = (number(0)?, number(3)?, number(6)?);
    (hour < 24 && minute < 60 && second < 60).then_some(hour * 3_600 + minute * 60 + second)
}

/// The moment with that time of day (UTC) that is nearest to another.
fn nearest(second_of_day: i64, near: Time) -> Option<Time> {
    const DAY: i64 = 86_400 * Time::SECOND;
    let near = near.ticks()?;
    let midnight = near.div_euclid(DAY) * DAY;
    let moment = midnight + second_of_day * Time::SECOND;
    [moment - DAY, moment, moment + DAY]
        .into_iter()
        .min_by_key(|at| (at - near).abs())
        .map(Time::from_ticks)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str = "2026-11-19T23:50:00Z";

    fn faces() -> [TimeFace; 3] {
        let zone = Zone::read("Europe/Zurich").expect("a zone");
        let origin = Time::parse(START).ticks();
        [
            TimeFace::default(),
            TimeFace { zone, origin: None },
            TimeFace { zone, origin },
        ]
    }

    #[test]
    fn a_time_by_each_face() {
        let time = Time::parse("2026-11-19T23:58:02.113Z");
        let shown = faces().map(|face| {
            [
                face.minute(time),
                face.clock_ms(time),
                face.day_minute(time),
                face.moment(time),
            ]
            .join(" | ")
        });
        assert_eq!(
            shown,
            [
                "23:58 | 23:58:02.113 | 19 23:58 | 2026-11-19 23:58:02Z",
                "00:58 | 00:58:02.113 | 20 00:58 | 2026-11-20 00:58:02+01:00",
                "+8:02 | +8:02.113 | 20 00:58 | 2026-11-20 00:58:02+01:00",
            ]
        );
        let before = Time::parse("2026-11-19T23:49:59.500Z");
        assert_eq!(faces()[2].clock_ms(before), "-0:00.500");
        assert_eq!(faces()[0].clock(Time::MISSING), "-");
    }

    #[test]
    fn sentences_are_retold_in_the_zone_and_nothing_else_in_them_is_touched() {
        let text =
            "P2 frozen 30 s from 23:58:10Z to 00:01:10Z; Z 12:00 99:99:99Z x12:00:00Z café Z";
        let told = faces().map(|face| face.retold(text, Time::parse(START)));
        let rest = "; Z 12:00 99:99:99Z x12:00:00Z café Z";
        assert_eq!(
            told,
            [
                format!("P2 frozen 30 s from 23:58:10 to 00:01:10{rest}"),
                format!("P2 frozen 30 s from 00:58:10 to 01:01:10{rest}"),
                format!("P2 frozen 30 s from +8:10 to +11:10{rest}"),
            ]
        );
        let unknown = faces()[1].retold("at 23:58:10Z", Time::MISSING);
        assert_eq!(unknown, "at 23:58:10Z");
    }
}
