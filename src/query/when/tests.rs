//! Rough times in words and in ticks, by clocks that are changed and by those that are not.

use super::*;

fn ticks(text: &str) -> i64 {
    Time::parse(text).ticks().expect("a time")
}

fn distance_minutes(when: &str, from: &str, to: &str) -> i64 {
    let when = When::parse(when, Zone::Utc).expect(when);
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
            When::parse(text, Zone::Utc)
                .map(|when| when.words())
                .as_deref(),
            Some(words),
            "{text}"
        );
    }
    for text in [
        "~", "~25:00", "~xyz", "~13pm", "~02:10/x", "~02:61", "~4am+99", "~1é", "~aé%",
    ] {
        assert_eq!(When::parse(text, Zone::Utc), None, "{text}");
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
    let when = When::parse("~tue 02:10-05:00", Zone::Utc).expect("a time");
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
    let words = When::parse("~2026-11-19 02:10/5m", Zone::Utc).map(|when| when.words());
    assert_eq!(
        words.as_deref(),
        Some("about 02:10 UTC on 2026-11-19, +-5 min")
    );
    assert_eq!(When::parse("~2026-13-19 02:10", Zone::Utc), None);
}

fn words(text: &str, shown: &str) -> Option<String> {
    let shown = Zone::read(shown).expect(shown);
    When::parse(text, shown).map(|when| when.words())
}

#[test]
fn a_time_is_meant_in_the_zone_it_names_else_in_the_one_that_is_shown() {
    let zurich = "about 02:10 Europe/Zurich on any day loaded, +-15 min";
    let table = [
        ("~02:10", "Europe/Zurich", zurich),
        ("~02:10 Zurich", "UTC", zurich),
        ("~02:10 Europe/Zurich", "America/New_York", zurich),
        ("~02:10@zurich", "UTC", zurich),
        (
            "~02:10/5m Zurich",
            "UTC",
            "about 02:10 Europe/Zurich on any day loaded, +-5 min",
        ),
        (
            "~02:10 Europe/Zurich/5m",
            "UTC",
            "about 02:10 Europe/Zurich on any day loaded, +-5 min",
        ),
        (
            "~tue 14:00 New York",
            "Asia/Kolkata",
            "about 14:00 America/New_York on any tue, +-15 min",
        ),
        (
            "~2026-11-19 02:10 Tokyo",
            "UTC",
            "about 02:10 Asia/Tokyo on 2026-11-19, +-15 min",
        ),
        ("~2026-11-19 Tokyo", "UTC", "on 2026-11-19, Asia/Tokyo"),
        ("~sun", "Asia/Kolkata", "on any sun, Asia/Kolkata"),
        (
            "~02:10 CET",
            "UTC",
            "about 02:10 CET on any day loaded, +-15 min",
        ),
        (
            "~02:10CEST",
            "UTC",
            "about 02:10 UTC+02:00 on any day loaded, +-15 min",
        ),
        (
            "~02:10Z",
            "Europe/Zurich",
            "about 02:10 UTC on any day loaded, +-15 min",
        ),
        (
            "~4am+02:00",
            "Europe/Zurich",
            "about 04:00 UTC+02:00 on any day loaded, +-15 min",
        ),
        (
            "~4am +02:00",
            "Europe/Zurich",
            "about 04:00 UTC+02:00 on any day loaded, +-15 min",
        ),
    ];
    for (text, shown, wanted) in table {
        assert_eq!(
            words(text, shown).as_deref(),
            Some(wanted),
            "{text} in {shown}"
        );
    }
    for text in [
        "~02:10 Nowhere",
        "~Zurich",
        "~02:10@Nowhere",
        "~02:10/x Zurich",
    ] {
        assert_eq!(words(text, "UTC"), None, "{text}");
    }
}

#[test]
fn a_time_that_comes_twice_or_never_on_a_date_is_told_and_found() {
    let told = |text: &str| words(text, "Europe/Zurich").expect(text);
    assert_eq!(
        told("~2026-10-25 02:30"),
        "about 02:30 Europe/Zurich on 2026-10-25, which comes twice (00:30 and 01:30 UTC), +-15 min"
    );
    assert_eq!(
        told("~2026-03-29 02:30"),
        "about 02:30 Europe/Zurich on 2026-03-29, which the clocks pass over at 01:00 UTC, +-15 min"
    );
    let far = |text: &str, at: &str| {
        let zone = Zone::read("Europe/Zurich").expect("a zone");
        let when = When::parse(text, zone).expect(text);
        when.distance(ticks(at), ticks(at)) / MINUTE
    };
    for text in ["~02:30", "~sun 02:30", "~2026-10-25 02:30"] {
        assert_eq!(far(text, "2026-10-25T00:30:00Z"), 0, "{text}");
        assert_eq!(far(text, "2026-10-25T01:00:00Z"), 30, "{text}");
        assert_eq!(far(text, "2026-10-25T01:30:00Z"), 0, "{text}");
    }
    for text in ["~02:30", "~sun 02:30", "~2026-03-29 02:30"] {
        assert_eq!(far(text, "2026-03-29T00:50:00Z"), 10, "{text}");
        assert_eq!(far(text, "2026-03-29T01:20:00Z"), 20, "{text}");
    }
    assert_eq!(far("~2026-10-25", "2026-10-24T22:00:00Z"), 0);
    assert_eq!(
        far("~2026-10-25", "2026-10-25T22:59:00Z"),
        0,
        "a day of 25 hours"
    );
    assert_eq!(far("~2026-10-25", "2026-10-25T23:01:00Z"), 1);
}

/// Around the changes of clocks of 2026.
const CHANGES: [(&str, &str); 6] = [
    ("Europe/Zurich", "2026-03-29T01:00:00Z"),
    ("Europe/Zurich", "2026-10-25T01:00:00Z"),
    ("America/New_York", "2026-03-08T07:00:00Z"),
    ("America/New_York", "2026-11-01T06:00:00Z"),
    ("Australia/Lord_Howe", "2026-04-04T15:00:00Z"),
    ("Asia/Kolkata", "2026-04-04T15:00:00Z"),
];

/// Minute by minute: the nearest at which the clocks show the time, or pass over it.
fn naive_minutes(zone: Zone, minute: i64, weekday: Option<i64>, (from, to): (i64, i64)) -> i64 {
    let shown = |at: i64| at + zone.ahead(at);
    let is_it = |at: i64| {
        let (before, now) = (shown(at - MINUTE) + MINUTE, shown(at));
        let mut passed = (before..=now).step_by(MINUTE as usize);
        passed.any(|shown| {
            let day = (shown.div_euclid(DAY) + EPOCH_WEEKDAY).rem_euclid(WEEK);
            shown.rem_euclid(DAY) == minute * MINUTE && weekday.is_none_or(|wanted| wanted == day)
        })
    };
    let mut minutes = 0;
    loop {
        let (before, after) = (from - minutes * MINUTE, to + minutes * MINUTE);
        let is_within = minutes == 0 && (from..to).step_by(MINUTE as usize).any(is_it);
        if is_within || is_it(before) || is_it(after) {
            return minutes;
        }
        minutes += 1;
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    #[test]
    fn the_distance_is_that_of_looking_at_the_clock_every_minute(
        change in 0..CHANGES.len(),
        offset in -2_000..2_000_i64,
        length in 0..3_000_i64,
        minute in 0..24 * 60_i64,
        weekday in proptest::option::of(0..7_i64),
    ) {
        let (zone, at) = CHANGES[change];
        let zone = Zone::read(zone).expect(zone);
        let from = ticks(at) + offset * MINUTE;
        let to = from + length * MINUTE;
        let when = When {
            day: weekday.map_or(Day::Any, Day::Weekly),
            time: Some(minute * MINUTE),
            zone,
            window: 0,
        };
        let wanted = naive_minutes(zone, minute, weekday, (from, to));
        proptest::prop_assert_eq!(when.distance(from, to) / MINUTE, wanted, "{}", when.words());
    }
}
