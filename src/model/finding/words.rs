//! How findings name legs, streams, numbers and moments.

use super::Number;
use crate::model::call::{CallDetail, LegNo, Stream};
use crate::model::limits::Limits;
use crate::model::metric::{METRICS, Metric, position};
use crate::model::rows::{Direction, Media};
use crate::model::value::Time;

/// `P2 out video`: leg, direction and medium of a stream.
pub fn stream_words(detail: &CallDetail, stream: &Stream) -> String {
    format!("{}{}", way_words(detail, stream), stream.media.name())
}

/// `P2 out `: without its medium.
pub fn way_words(detail: &CallDetail, stream: &Stream) -> String {
    let way = match stream.direction {
        Direction::Inbound => "in ",
        Direction::Outbound => "out ",
        Direction::Unknown => "",
    };
    format!("{}{way}", leg_words(detail, stream.leg))
}

/// `P2 `, with a blank behind it; nothing for what is of no leg.
pub fn leg_words(detail: &CallDetail, leg: Option<LegNo>) -> String {
    leg.map_or_else(String::new, |leg| format!("{} ", detail.leg_name(leg)))
}

/// `P1, P2, P5`, at most four names: `P1, P2, P3, P4 (+3 more)`.
pub fn names(detail: &CallDetail, legs: &[LegNo]) -> String {
    const NAMED: usize = 4;
    let named: Vec<String> = legs
        .iter()
        .take(NAMED)
        .map(|&leg| detail.leg_name(leg))
        .collect();
    let named = named.join(", ");
    match legs.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} (+{more} more)"),
    }
}

/// ` (+2 more legs)` behind the first of several.
pub fn others(count: usize) -> String {
    match count.saturating_sub(1) {
        0 => String::new(),
        1 => " (+1 more leg)".to_owned(),
        more => format!(" (+{more} more legs)"),
    }
}

/// A value with its unit as it is shown: `612 ms`, `31 %`.
pub fn number(metric: &Metric, value: f64) -> String {
    let shown = metric.shown(value);
    format!(
        "{} {}",
        shown.strip_suffix(".0").unwrap_or(&shown),
        metric.unit.label()
    )
}

/// The limit of a measure with its unit: `500 ms`, or `300 ms, set; documented 500 ms`. Empty without one.
pub fn limit(limits: &Limits, at: usize, media: Media) -> String {
    let metric = &METRICS[at];
    let Some(limit) = limits.of(at, media) else {
        return String::new();
    };
    let number = |limit: f64| {
        let shown = metric.shown_limit(limit);
        let shown = shown.strip_suffix(".0").unwrap_or(&shown);
        format!("{shown} {}", metric.unit.label())
    };
    let shown = number(limit);
    match metric.limit(media) {
        Some(documented) if limits.is_changed(at, media) => {
            format!("{shown}, set; documented {}", number(documented))
        }
        _ => shown,
    }
}

/// The limits that are not the documented ones: `RTT 300 ms, set; documented 500 ms`, the media
/// named where it is not so for all.
pub fn changes(limits: &Limits) -> Vec<String> {
    let mut told: Vec<(&str, Vec<&str>, String)> = Vec::new();
    for change in limits.changes() {
        let (title, numbers) = match position(change.name) {
            Some(at) => (METRICS[at].title, limit(limits, at, change.media)),
            None => (
                "packets to be judged",
                format!("{}, set; documented {}", change.limit, change.documented),
            ),
        };
        let media = change.media.name();
        match told.last_mut() {
            Some((last, all, same)) if *last == title && *same == numbers => all.push(media),
            _ => told.push((title, vec![media], numbers)),
        }
    }
    let judged = |title: &str| {
        let metric = METRICS.iter().find(|metric| metric.title == title);
        metric.map_or(1, |metric| metric.limits.iter().flatten().count())
    };
    let line = |(title, media, numbers): (&str, Vec<&str>, String)| {
        if media.len() == judged(title) {
            format!("{title} {numbers}")
        } else {
            format!("{title} {} {numbers}", media.join("/"))
        }
    };
    told.into_iter().map(line).collect()
}

/// A number for the proofs.
pub fn measured(limits: &Limits, name: String, (at, value): (usize, f64), media: Media) -> Number {
    Number {
        name,
        value: number(&METRICS[at], value),
        limit: limit(limits, at, media),
    }
}

/// `02:13:10Z`, by UTC as all times of answers (screens retell it in the zone they show); nothing for a time that is not known.
pub fn clock(time: Time) -> String {
    time.utc()
        .map_or_else(String::new, |utc| utc.format("%H:%M:%SZ").to_string())
}

/// `4 s`, `2 min`, `1 h 10 min`: whole units, as the logs have no more.
pub fn length(ms: f64) -> String {
    let seconds = (ms / 1_000.0).round().max(0.0) as u64;
    match seconds {
        0 => "under 1 s".to_owned(),
        1..=119 => format!("{seconds} s"),
        120..=7_199 => format!("{} min", (seconds + 30) / 60),
        _ => format!("{} h {} min", seconds / 3_600, seconds / 60 % 60),
    }
}

/// `jitter max` and `jitter` are both `jitter` in a narrow list.
pub fn brief_title(metric: &Metric) -> String {
    metric.title.trim_end_matches(" max").to_lowercase()
}

/// `once`, `3 times`.
pub fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        count => format!("{count} times"),
    }
}
