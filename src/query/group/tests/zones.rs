//! Days, weekdays and hours are those of a zone, and a filter of that zone keeps just the calls of such a group.

use super::*;
use crate::model::value::Time;

const ZONES: [&str; 6] = [
    "UTC",
    "Europe/Zurich",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "-03:30",
];

/// Around which calls begin: clocks are changed then, or it is New Year.
const MOMENTS: [&str; 6] = [
    "2026-03-29T01:00:00Z",
    "2026-10-25T01:00:00Z",
    "2026-03-08T07:00:00Z",
    "2026-11-01T06:00:00Z",
    "2026-04-04T15:00:00Z",
    "2026-12-31T23:59:00Z",
];

/// A call for each moment and minutes from it; the last has no start.
fn store(starts: &[(usize, i64)]) -> Store {
    let mut batch = Batch::new(FileIx(0), 0);
    let start = |&(moment, minutes): &(usize, i64)| {
        let at = Time::parse(MOMENTS[moment]);
        at.plus_ms(minutes as f64 * 60_000.0)
    };
    let starts = starts.iter().map(start).chain([Time::MISSING]);
    for (no, call_start) in starts.enumerate() {
        let row = SummaryRow {
            call: batch.id(&format!("call{no}")),
            participant: batch.id(&format!("p{no}")),
            endpoint: batch.id("e"),
            call_start,
            source: source(0, no as u64),
            hash: no as u64,
            ..SummaryRow::default()
        };
        batch.summaries.push(row);
    }
    Store::of([&batch])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_filter_of_a_day_or_hour_keeps_the_calls_of_its_group_in_any_zone(
        starts in prop::collection::vec((0..MOMENTS.len(), -1_600..1_600_i64), 1..30),
        zone in prop::sample::select(&ZONES[..]),
    ) {
        let store = store(&starts);
        let zone = Zone::read(zone).expect(zone);
        for (name, then) in [("day", None), ("weekday", None), ("hour", None), ("day", Some("hour"))] {
            let groups = Groups::of(&store, by(name, then).in_zone(zone));
            let mut sum = 0;
            for row in &groups.rows {
                let text = groups.grouping.conditions(&store, row.keys).join(" ");
                let filter = Filter::read(&text, &Clock { zone }).filter.expect("a condition");
                let kept = store.calls().filter(|&call| filter.keeps(&store, call) == Kept::Yes);
                prop_assert_eq!(kept.count() as u64, row.count.calls, "{} in {}", text, zone.name());
                sum += row.count.calls;
            }
            prop_assert_eq!(sum as usize, store.call_count());
        }
    }
}

#[test]
fn a_call_is_in_the_day_and_hour_that_the_clocks_of_the_zone_show() {
    // 2026-03-28T23:30Z and half an hour after the clocks of Zurich were put forward.
    let store = store(&[(0, -90), (0, 30)]);
    let words = |by_what: &str, zone: &str| -> Vec<String> {
        let zone = Zone::read(zone).expect(zone);
        let mut groups = Groups::of(&store, by(by_what, None).in_zone(zone));
        groups.sort(
            &store,
            &[Order {
                by: OrderBy::Name,
                is_reversed: false,
            }],
        );
        let rows = groups.rows.iter();
        rows.map(|row| groups.grouping.words(&store, row.keys))
            .collect()
    };
    assert_eq!(words("hour", "UTC"), ["01:00", "23:00", "no time"]);
    assert_eq!(
        words("hour", "Europe/Zurich"),
        ["00:00", "03:00", "no time"]
    );
    assert_eq!(words("hour", "Asia/Kolkata"), ["05:00", "07:00", "no time"]);
    assert_eq!(words("day", "UTC"), ["2026-03-28", "2026-03-29", "no time"]);
    assert_eq!(words("day", "Europe/Zurich"), ["2026-03-29", "no time"]);
    assert_eq!(words("weekday", "Europe/Zurich"), ["Sun", "no time"]);
}

#[test]
fn only_what_has_days_or_hours_is_of_a_zone_and_says_so() {
    let zone = Zone::read("Europe/Zurich").expect("a zone");
    let hours = by("hour", None).in_zone(zone);
    assert_eq!(hours.title(hours.by), "hour of day (Zurich)");
    assert_eq!(by("sdk", None).in_zone(zone), by("sdk", None));
    assert_eq!(by("day", None).title(facet("day")), "day (UTC)");
}
