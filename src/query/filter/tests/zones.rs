//! Times in zones: the one that is shown, the one that is named, and clocks that are changed.

use super::super::{Clock, Filter, Kept};
use crate::model::batch::Batch;
use crate::model::id::FileIx;
use crate::model::rows::SummaryRow;
use crate::model::store::Store;
use crate::model::value::{Num, Time};
use crate::model::zone::Zone;
use crate::query::fixture::source;

/// A store with one call of ten minutes that began at a time.
fn store(start: &str) -> Store {
    let mut batch = Batch::new(FileIx(0), 0);
    let row = SummaryRow {
        call: batch.id("call"),
        participant: batch.id("p"),
        endpoint: batch.id("e"),
        call_start: Time::parse(start),
        call_duration: Num::new(600.0),
        source: source(0, 0),
        ..SummaryRow::default()
    };
    batch.summaries.push(row);
    Store::of([&batch])
}

fn keeps(text: &str, shown: &str, start: &str) -> bool {
    let zone = Zone::read(shown).expect(shown);
    let reading = Filter::read(text, &Clock { zone });
    assert!(
        reading.problems.is_empty(),
        "{text}: {:?}",
        reading.problems
    );
    let filter = reading.filter.expect(text);
    let printed = Filter::read(&filter.to_string(), &Clock { zone });
    assert_eq!(printed.filter.as_ref(), Some(&filter), "{filter}");
    let store = store(start);
    let mut calls = store.calls();
    filter.keeps(&store, calls.next().expect("a call")) == Kept::Yes
}

/// Filters that keep a call of 2026-11-18T23:30Z, and such that do not.
const NIGHT: [(&str, &str, bool); 22] = [
    ("day:2026-11-18", "UTC", true),
    ("day:2026-11-18", "Europe/Zurich", false),
    ("day:2026-11-19", "Europe/Zurich", true),
    ("day:2026-11-19@Zurich", "UTC", true),
    ("day:thu@Zurich", "UTC", true),
    ("day:thu", "UTC", false),
    ("day:wed..thu@Zurich", "America/New_York", true),
    ("day=2026-11-18Z", "Europe/Zurich", true),
    ("hour:0", "Europe/Zurich", true),
    ("hour:0@Zurich", "Asia/Kolkata", true),
    ("hour:5", "Asia/Kolkata", true),
    ("hour:0..1@Zurich", "UTC", true),
    ("start:00:30", "Europe/Zurich", true),
    ("start:00:30@Zurich", "UTC", true),
    ("start=\"00:30 Europe/Zurich\"", "UTC", true),
    ("start:00:20..00:40@CET", "UTC", true),
    ("start:00:20..00:40Z", "Europe/Zurich", false),
    ("start>=2026-11-19T00:00@New_York", "UTC", false),
    ("start>=2026-11-18T18:30@New_York", "UTC", true),
    ("~00:35/1m", "Europe/Zurich", true),
    ("~00:35/1m Zurich start>=2026-11-18", "UTC", true),
    ("~2026-11-19 00:35/1m@Zurich", "UTC", true),
];

#[test]
fn a_time_is_of_the_zone_it_names_else_of_the_one_that_is_shown() {
    for (text, shown, wanted) in NIGHT {
        let kept = keeps(text, shown, "2026-11-18T23:30:00Z");
        assert_eq!(kept, wanted, "{text} in {shown}");
    }
}

#[test]
fn a_word_behind_a_rough_time_that_names_no_zone_stays_a_word() {
    let read = |text: &str| Filter::read(text, &Clock::default()).filter.expect(text);
    let both = read("~02:10 CameraFreeze");
    assert_ne!(both, read("~02:10"));
    assert_eq!(both.to_string(), "~02:10 \"CameraFreeze\"");
    assert_eq!(read("~02:10 New York").to_string(), "~02:10@New_York");
    assert_ne!(read("~02:10 \"Zurich\""), read("~02:10 Zurich"));
    assert_eq!(read("~02:10 Zurich"), read("~02:10@Zurich"));
}

#[test]
fn on_the_night_clocks_are_changed_an_hour_is_twice_or_a_call_passes_over_it() {
    let zurich = "Europe/Zurich";
    for (text, start, wanted) in [
        ("hour:2", "2026-10-25T00:30:00Z", true),
        ("hour:2", "2026-10-25T01:30:00Z", true),
        ("start:02:30", "2026-10-25T01:30:00Z", true),
        ("during:02:30..02:45", "2026-03-29T00:55:00Z", false),
        ("during:03:01..03:03", "2026-03-29T00:55:00Z", true),
        ("during:02:01..02:03", "2026-10-25T00:55:00Z", true),
        ("start=2026-10-25T02:30", "2026-10-25T00:30:00Z", true),
        ("start=2026-10-25T02:59", "2026-10-25T01:30:00Z", false),
        ("day=2026-10-25", "2026-10-25T22:59:00Z", true),
        ("start>=2026-03-29T02:30", "2026-03-29T00:59:00Z", false),
        ("start>=2026-03-29T02:30", "2026-03-29T01:00:00Z", true),
    ] {
        assert_eq!(keeps(text, zurich, start), wanted, "{text} of {start}");
    }
}
