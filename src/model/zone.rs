//! The zone in which times are shown and typed.

use crate::model::value::Time;
use chrono::{DateTime, FixedOffset, Local, Offset as _, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

/// A zone: how far its clocks are ahead of UTC at a moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zone {
    /// UTC.
    #[default]
    Utc,
    /// That of this machine, summer time included.
    Local,
    /// One of the tz database: `Europe/Zurich`.
    Named(Tz),
    /// Minutes ahead of UTC, all the year.
    Fixed(i32),
}

/// When the clocks of a zone show a time, in ticks since 1970 (UTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Showing {
    /// At one moment.
    Once(i64),
    /// At two: they are put back in between.
    Twice(i64, i64),
    /// At none: they are put forward over it, at this moment.
    Never(i64),
}

const DAY: i64 = 24 * 3_600 * Time::SECOND;

/// Names of summer times that stand in tickets and not in the tz database, in minutes ahead of UTC; those that more
/// than one part of the world uses are left out.
const SUMMER: [(&str, i32); 7] = [
    ("CEST", 120),
    ("EEST", 180),
    ("EDT", -240),
    ("CDT", -300),
    ("MDT", -360),
    ("PDT", -420),
    ("PST", -480),
];

/// Most minutes that a zone is ahead of UTC or behind it: the tz database knows -12 to +14 hours.
const MOST_MINUTES: i32 = 14 * 60;

impl Zone {
    /// Reads a zone: `UTC`, `local`, `Europe/Zurich` (any case, or its last part alone: `zurich`), `CET`, `CEST`,
    /// `+02:00`. Of several places of one name the first by alphabet.
    ///
    /// # Errors
    /// What was expected, and names that are like it.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        match text.to_ascii_lowercase().as_str() {
            "utc" | "z" | "gmt" => return Ok(Self::Utc),
            "local" => return Ok(Self::Local),
            _ => {}
        }
        if let Some(minutes) = offset_minutes(text) {
            return Ok(Self::Fixed(minutes));
        }
        let wanted = text.replace(' ', "_");
        let whole = |zone: &&Tz| zone.name().eq_ignore_ascii_case(&wanted);
        let last = |zone: &&Tz| place(zone.name()).eq_ignore_ascii_case(&wanted);
        let found = TZ_VARIANTS.iter().find(whole);
        let found = found.or_else(|| TZ_VARIANTS.iter().find(last));
        if let Some(zone) = found {
            return Ok(Self::Named(*zone));
        }
        let summer = SUMMER
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(text));
        summer.map(|&(_, minutes)| Self::Fixed(minutes)).ok_or_else(|| {
            let near = Self::like(&wanted, 3);
            let near = if near.is_empty() {
                String::new()
            } else {
                format!("; like it: {}", near.join(", "))
            };
            format!(
                "no time zone is named so: UTC, local, +02:00 or a name such as Europe/Zurich{near}"
            )
        })
    }

    /// Names of zones that hold a text, in any case; at most so many.
    pub fn like(text: &str, most: usize) -> Vec<&'static str> {
        let text = text.replace(' ', "_").to_ascii_lowercase();
        let holds = |name: &&str| name.to_ascii_lowercase().contains(&text);
        TZ_VARIANTS
            .iter()
            .map(|zone| zone.name())
            .filter(holds)
            .take(most)
            .collect()
    }

    /// Ticks that its clocks are ahead of UTC at a moment in ticks since 1970 (UTC).
    pub fn ahead(self, ticks: i64) -> i64 {
        i64::from(self.offset(ticks).local_minus_utc()) * Time::SECOND
    }

    /// The first moment at which its clocks show a time or a later one, both in ticks.
    pub fn moment(self, shown: i64) -> i64 {
        match self.showing(shown) {
            Showing::Once(at) | Showing::Twice(at, _) | Showing::Never(at) => at,
        }
    }

    /// When its clocks show a time, in ticks.
    pub fn showing(self, shown: i64) -> Showing {
        // Clocks are changed at most once within two days, and are never further from UTC than half a day and some.
        let before = self.ahead(shown.saturating_sub(DAY));
        let after = self.ahead(shown.saturating_add(DAY));
        let first = shown.saturating_sub(before.max(after));
        if before == after {
            return Showing::Once(first);
        }
        let last = shown.saturating_sub(before.min(after));
        let is_it = |at: i64| at.saturating_add(self.ahead(at)) == shown;
        match (is_it(first), is_it(last)) {
            (true, true) => Showing::Twice(first, last),
            (true, false) => Showing::Once(first),
            (false, true) => Showing::Once(last),
            (false, false) => Showing::Never(self.change(first, last)),
        }
    }

    /// The moment between two at which its clocks are changed, where they are so once.
    pub fn change(self, mut before: i64, mut after: i64) -> i64 {
        let ahead = self.ahead(before);
        while after - before > 1 {
            let middle = before + (after - before) / 2;
            if self.ahead(middle) == ahead {
                before = middle;
            } else {
                after = middle;
            }
        }
        after
    }

    /// A moment as its calendar and clocks show it; none for what is no time.
    pub fn calendar(self, time: Time) -> Option<DateTime<FixedOffset>> {
        let offset = self.offset(time.ticks()?);
        Some(time.utc()?.with_timezone(&offset))
    }

    /// Its name: `UTC`, `local`, `Europe/Zurich`, `UTC+02:00`.
    pub fn name(self) -> String {
        match self {
            Self::Utc => "UTC".to_owned(),
            Self::Local => "local".to_owned(),
            Self::Named(zone) => zone.name().to_owned(),
            Self::Fixed(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                let minutes = minutes.abs();
                format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }

    /// Its name where there is little room: `Zurich`.
    pub fn short_name(self) -> String {
        match self {
            Self::Named(zone) => place(zone.name()).replace('_', " "),
            _ => self.name(),
        }
    }

    fn offset(self, ticks: i64) -> FixedOffset {
        let utc = || DateTime::<Utc>::from_timestamp(ticks.div_euclid(Time::SECOND), 0);
        let found = match self {
            Self::Utc => None,
            Self::Fixed(minutes) => FixedOffset::east_opt(minutes * 60),
            Self::Local => utc().map(|utc| Local.offset_from_utc_datetime(&utc.naive_utc()).fix()),
            Self::Named(zone) => {
                utc().map(|utc| zone.offset_from_utc_datetime(&utc.naive_utc()).fix())
            }
        };
        found.unwrap_or_else(|| Utc.fix())
    }
}

/// `Europe/Zurich` → `Zurich`.
fn place(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// An offset from UTC as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offset {
    sign: i32,
    hours: i32,
    minutes: i32,
}

impl Offset {
    /// Takes `+02:00`, `+2` or `-0530` off the end of a text, with what stands before it; none where no offset ends it, or
    /// one that is farther from UTC than any zone.
    pub fn split(text: &str) -> Option<(&str, Self)> {
        let (before, offset) = text.split_at(text.rfind(['+', '-'])?);
        let sign = if offset.starts_with('-') { -1 } else { 1 };
        let digits = offset[1..].replace(':', "");
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        if digits.is_empty() || digits.len() > 4 || !is_number {
            return None;
        }
        let number: i32 = digits.parse().ok()?;
        let (hours, minutes) = match digits.len() {
            ..=2 => (number, 0),
            _ => (number / 100, number % 100),
        };
        let offset = Self {
            sign,
            hours,
            minutes,
        };
        (offset.in_minutes().abs() <= MOST_MINUTES).then_some((before, offset))
    }

    /// Minutes ahead of UTC.
    pub const fn in_minutes(self) -> i32 {
        self.sign * (self.hours * 60 + self.minutes)
    }
}

/// `+02:00`, `UTC-5`, `+0530` in minutes.
fn offset_minutes(text: &str) -> Option<i32> {
    let (before, offset) = Offset::split(text.strip_prefix("UTC").unwrap_or(text))?;
    (before.is_empty() && offset.minutes < 60).then(|| offset.in_minutes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(zone: &str, time: &str) -> String {
        let zone = Zone::read(zone).expect(zone);
        let calendar = zone.calendar(Time::parse(time)).expect(time);
        calendar.format("%Y-%m-%d %H:%M %:z").to_string()
    }

    #[test]
    fn zones_are_read_by_name_place_and_offset_and_know_summer() {
        let table = [
            ("utc", "2026-07-05T06:16:40Z", "2026-07-05 06:16 +00:00"),
            (
                "Europe/Zurich",
                "2026-07-05T06:16:40Z",
                "2026-07-05 08:16 +02:00",
            ),
            ("zurich", "2026-11-19T23:30:00Z", "2026-11-20 00:30 +01:00"),
            (
                "new york",
                "2026-11-19T02:00:00Z",
                "2026-11-18 21:00 -05:00",
            ),
            ("+05:30", "2026-11-19T02:00:00Z", "2026-11-19 07:30 +05:30"),
            ("UTC-5", "2026-11-19T02:00:00Z", "2026-11-18 21:00 -05:00"),
        ];
        for (zone, time, shown) in table {
            assert_eq!(at(zone, time), shown, "{zone}");
        }
    }

    #[test]
    fn what_is_no_zone_is_told_with_names_like_it() {
        for text in ["", "+99", "+02:77", "+", "nowhere"] {
            assert!(Zone::read(text).is_err(), "{text}");
        }
        let near = Zone::read("zuric").expect_err("no zone");
        assert!(near.contains("Europe/Zurich"), "{near}");
    }

    #[test]
    fn a_shown_time_leads_back_to_its_moment_on_both_sides_of_a_change_of_clocks() {
        let zone = Zone::read("Europe/Zurich").expect("a zone");
        for text in [
            "2026-03-29T00:59:59Z",
            "2026-03-29T01:00:01Z",
            "2026-10-25T02:30:00Z",
        ] {
            let ticks = Time::parse(text).ticks().expect(text);
            assert_eq!(zone.moment(ticks + zone.ahead(ticks)), ticks, "{text}");
        }
    }

    #[test]
    fn clocks_that_are_changed_show_a_time_twice_or_never() {
        let ticks = |text: &str| Time::parse(text).ticks().expect(text);
        let table = [
            (
                "Europe/Zurich",
                "2026-10-25T02:30:00Z",
                Showing::Twice(ticks("2026-10-25T00:30:00Z"), ticks("2026-10-25T01:30:00Z")),
            ),
            (
                "Europe/Zurich",
                "2026-10-25T01:59:00Z",
                Showing::Once(ticks("2026-10-24T23:59:00Z")),
            ),
            (
                "Europe/Zurich",
                "2026-10-25T03:00:00Z",
                Showing::Once(ticks("2026-10-25T02:00:00Z")),
            ),
            (
                "Europe/Zurich",
                "2026-03-29T02:30:00Z",
                Showing::Never(ticks("2026-03-29T01:00:00Z")),
            ),
            (
                "Europe/Zurich",
                "2026-03-29T03:00:00Z",
                Showing::Once(ticks("2026-03-29T01:00:00Z")),
            ),
            (
                "America/New_York",
                "2026-11-01T01:30:00Z",
                Showing::Twice(ticks("2026-11-01T05:30:00Z"), ticks("2026-11-01T06:30:00Z")),
            ),
            (
                "America/New_York",
                "2026-03-08T02:30:00Z",
                Showing::Never(ticks("2026-03-08T07:00:00Z")),
            ),
            (
                "Asia/Kolkata",
                "2026-03-29T02:30:00Z",
                Showing::Once(ticks("2026-03-28T21:00:00Z")),
            ),
            // Half an hour of summer time.
            (
                "Australia/Lord_Howe",
                "2026-04-05T01:45:00Z",
                Showing::Twice(ticks("2026-04-04T14:45:00Z"), ticks("2026-04-04T15:15:00Z")),
            ),
            // A day that never was.
            (
                "Pacific/Apia",
                "2011-12-30T12:00:00Z",
                Showing::Never(ticks("2011-12-30T10:00:00Z")),
            ),
        ];
        for (zone, shown, wanted) in table {
            let zone = Zone::read(zone).expect(zone);
            assert_eq!(
                zone.showing(ticks(shown)),
                wanted,
                "{} {shown}",
                zone.name()
            );
        }
        for ticks in [i64::MIN + 1, i64::MAX] {
            let _ = Zone::read("zurich").expect("a zone").moment(ticks);
        }
    }

    #[test]
    fn names_of_summer_times_are_read() {
        assert_eq!(Zone::read("cest"), Ok(Zone::Fixed(120)));
        assert!(matches!(Zone::read("CET"), Ok(Zone::Named(_))));
    }

    #[test]
    fn names_are_those_of_the_database() {
        let zurich = Zone::read("europe/zurich").expect("a zone");
        assert_eq!(
            (zurich.name(), zurich.short_name()),
            ("Europe/Zurich".to_owned(), "Zurich".to_owned())
        );
        assert_eq!(Zone::Fixed(-330).name(), "UTC-05:30");
        assert_eq!(Zone::read(&Zone::Fixed(-330).name()), Ok(Zone::Fixed(-330)));
    }
}
