//! Times by the calendar, for the naive evaluator: UTC only, and the forms that the random filters have.

use crate::model::store::Store;
use crate::model::value::Time;
use crate::query::filter::tree::{Condition, Op};
use chrono::{DateTime, Datelike, NaiveTime, TimeDelta, Timelike, Utc};

pub(super) fn holds(
    store: &Store,
    condition: &Condition,
    (text, to): (&str, Option<&str>),
    (from, until): (Time, Time),
) -> bool {
    let (Some(from), Some(until)) = (from.utc(), until.or(from).utc()) else {
        return false;
    };
    match condition.field.name {
        "day" if text == "wed" => from.weekday() == chrono::Weekday::Wed,
        "day" => from.date_naive().to_string() == text,
        "hour" => super::naive::ordered(
            condition.op,
            from.hour().cmp(&text.parse().expect("an hour")),
        ),
        _ => match (text, to) {
            ("20:00", Some("02:00")) => touches_daily(from, until, (20, 0), Some((2, 0))),
            ("06:30", None) => touches_daily(from, until, (6, 30), Some((6, 31))),
            ("2026-11-18", Some("2026-11-18")) => {
                let day = "2026-11-18T00:00:00Z"
                    .parse::<DateTime<Utc>>()
                    .expect("a day");
                from < day + TimeDelta::days(1) && until >= day
            }
            ("02:00", None) => daily_order(condition.op, from, until),
            ("-3h", None) => against(
                condition.op,
                newest(store) - TimeDelta::hours(3),
                from,
                until,
            ),
            ("2026-11-19", None) => {
                let day = "2026-11-19T00:00:00Z"
                    .parse::<DateTime<Utc>>()
                    .expect("a day");
                let next = day + TimeDelta::days(1);
                match condition.op {
                    Op::Less => from < day,
                    Op::AtMost => from < next,
                    Op::More => until >= next,
                    _ => until >= day,
                }
            }
            _ => against(
                condition.op,
                "2026-11-18T12:00:00Z".parse().expect("a time"),
                from,
                until,
            ),
        },
    }
}

fn newest(store: &Store) -> DateTime<Utc> {
    let ends = store.calls().filter_map(|call| {
        let facts = store.facts(call);
        let seconds = facts.duration_s.known().unwrap_or_default();
        facts.shown_start().plus_ms(seconds * 1_000.0).utc()
    });
    ends.max().unwrap_or_default()
}

/// Some moment of the stretch stands so to a moment.
fn against(op: Op, at: DateTime<Utc>, from: DateTime<Utc>, until: DateTime<Utc>) -> bool {
    match op {
        Op::Less => from < at,
        Op::AtMost => from <= at,
        Op::More => until > at,
        _ => until >= at,
    }
}

/// Some moment of the stretch lies so to 02:00 of its day: tried minute by minute.
fn daily_order(op: Op, from: DateTime<Utc>, until: DateTime<Utc>) -> bool {
    let two = NaiveTime::from_hms_opt(2, 0, 0).expect("a time");
    minutes(from, until).any(|at| super::naive::ordered(op, at.time().cmp(&two)))
}

fn touches_daily(
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    begins: (u32, u32),
    ends: Option<(u32, u32)>,
) -> bool {
    let time = |(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).expect("a time");
    let (begins, ends) = (time(begins), time(ends.expect("an end")));
    minutes(from, until).any(|at| {
        let time = at.time();
        if begins < ends {
            time >= begins && time < ends
        } else {
            time >= begins || time < ends
        }
    })
}

/// All lengths and starts of the random models are halves of a minute.
fn minutes(from: DateTime<Utc>, until: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
    let steps = (until - from).num_seconds() / 30;
    (0..=steps).map(move |step| from + TimeDelta::seconds(step * 30))
}
