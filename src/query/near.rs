//! A search narrowed by the rough time in it: hits by how far they lie from it, those outside its window counted.
//!
//! Whoever was in a call at that time counts, not only who joined then: identifiers are placed by their leg or call,
//! operations by their own moment.

use super::find::{Hit, Hits};
use super::kind::Kind;
use super::place::{Place, Table};
use super::read::Query;
use super::when::When;
use crate::model::id::CallIx;
use crate::model::store::Store;
use crate::model::value::Time;
use crate::model::verdict::CallClass;
use crate::model::zone::Zone;

/// Hits put in the order of time; of more the first by kind are taken.
const SORTED: usize = 5_000;
/// Stands for hits without a time.
const NEVER: i64 = i64::MAX;
const MINUTE: i64 = 60 * Time::SECOND;

/// What a search found, and what its rough time did.
#[derive(Default)]
pub struct Near {
    /// The hits that count; how the time was read stands with the other words.
    pub hits: Hits,
    /// What the time hides.
    pub note: Option<String>,
    /// True when hits are left out, or would be if asked for.
    pub narrows: bool,
}

/// How many hits to ask for, so that `limit` of them can be told by time.
pub fn wanted(query: &Query, limit: usize) -> usize {
    if query.times().is_empty() {
        limit
    } else {
        limit.max(SORTED)
    }
}

/// How a search is narrowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct How {
    /// Hits that are told.
    pub limit: usize,
    /// True when a rough time orders and hides nothing.
    pub all_times: bool,
    /// The zone of a rough time that names none: the one that is shown.
    pub zone: Zone,
}

/// Narrows what was found by the rough time in a query. Hits beyond those that were asked for ([`wanted`]) are counted as
/// they are.
pub fn narrow(store: &Store, query: &Query, found: Hits, how: How) -> Near {
    let How {
        limit,
        all_times,
        zone,
    } = how;
    let mut hits = found;
    let Some(text) = query.times().first() else {
        hits.hits.truncate(limit);
        return Near {
            hits,
            ..Near::default()
        };
    };
    let Some(when) = When::parse(text, zone) else {
        hits.hits.truncate(limit);
        let meaning = "no time; try ~02:10, ~02:10 Zurich, ~4am+02:00, ~tue 14:00, ~02:10/5m, ~2026-11-19 02:10";
        return Near {
            hits: read_as(hits, query, text, meaning.to_owned()),
            ..Near::default()
        };
    };
    if query.is_empty() {
        return alone(store, &when, (text, limit), all_times);
    }
    let far = |hit: &Hit| Some(distance(store, &when, &hit.place)).filter(|&far| !when.holds(far));
    let hidden = hits.hits.iter().filter_map(far).count();
    let nearest = hits.hits.iter().filter_map(far).min().unwrap_or(NEVER);
    let is_none = hidden == hits.hits.len();
    if hidden > 0 && !all_times && !is_none {
        hits.hits.retain(|hit| far(hit).is_none());
        hits.total = hits.total.saturating_sub(hidden);
        hits.hidden += hidden;
    }
    order(store, &when, &mut hits.hits);
    hits.hits.truncate(limit);
    Near {
        hits: read_as(hits, query, text, when.words()),
        note: note((hidden, is_none && !all_times), nearest),
        narrows: hidden > 0,
    }
}

/// A rough time without anything else: the calls in which someone was at that time, the nearest and worst first.
fn alone(store: &Store, when: &When, (text, limit): (&str, usize), all_times: bool) -> Near {
    let mut calls: Vec<(i64, CallClass, i64, CallIx)> = store
        .calls()
        .filter_map(|call| {
            let facts = store.facts(call);
            let (from, to) = lasting(facts.shown_start(), facts.duration_s.known())?;
            Some((when.distance(from, to), facts.verdict.class, from, call))
        })
        .collect();
    calls.sort_unstable();
    let within = calls.partition_point(|&(far, ..)| when.holds(far));
    let hidden = calls.len() - within;
    let nearest = calls.get(within).map_or(NEVER, |&(far, ..)| far);
    let is_none = within == 0;
    if !all_times && !is_none {
        calls.truncate(within);
    }
    let is_cut = hidden > 0 && !all_times && !is_none;
    let total = calls.len();
    let shown = calls.into_iter().take(limit);
    let hits = shown
        .filter_map(|(.., call)| Hit::of_call(store, call))
        .collect();
    Near {
        hits: Hits {
            hits,
            total,
            hidden: if is_cut { hidden } else { 0 },
            read_as: vec![(text.to_owned(), when.words())],
        },
        note: match total {
            0 => None,
            _ => note((hidden, is_none && !all_times), nearest),
        },
        narrows: hidden > 0,
    }
}

/// Says beside the other words how the time was read.
fn read_as(mut hits: Hits, query: &Query, time: &str, meaning: String) -> Hits {
    if hits.read_as.is_empty() {
        hits.read_as = query.explain();
        hits.read_as.retain(|(word, _)| word != time);
    }
    hits.read_as.push((time.to_owned(), meaning));
    hits
}

/// Better matches first, then nearer ones, then those of worse calls; the rest keeps its order.
fn order(store: &Store, when: &When, hits: &mut [Hit]) {
    hits.sort_by_cached_key(|hit| {
        let class = hit
            .place
            .call()
            .map_or(CallClass::NotJudged, |call| store.facts(call).verdict.class);
        (hit.how, distance(store, when, &hit.place), class)
    });
}

/// `3 hits hidden, the nearest 40 min away`; nothing where none is.
fn note((hidden, is_none): (usize, bool), nearest: i64) -> Option<String> {
    let away = if nearest == NEVER {
        "without a time".to_owned()
    } else {
        format!("the nearest {} away", length(nearest))
    };
    match (hidden, is_none) {
        (0, _) => None,
        (_, true) => Some(format!(
            "nothing then, {away}: all are shown, nearest first"
        )),
        (1, _) => Some(format!("1 hit hidden, {away}")),
        (hidden, _) => Some(format!("{hidden} hits hidden, {away}")),
    }
}

/// `40 min`, `3 h`.
fn length(ticks: i64) -> String {
    match ticks / MINUTE {
        minutes @ 0..=119 => format!("{minutes} min"),
        minutes => format!("{} h", minutes / 60),
    }
}

fn distance(store: &Store, when: &When, place: &Place) -> i64 {
    stretch(store, place).map_or(NEVER, |(from, to)| when.distance(from, to))
}

/// From when to when what a place names was there: a leg, a call, or one moment.
fn stretch(store: &Store, place: &Place) -> Option<(i64, i64)> {
    if place.table == Table::Summary && place.kind != Kind::Call {
        let row = store.summaries.get(place.row as usize);
        return lasting(row.leg_start, row.leg_duration.known());
    }
    let is_of_call = place.kind <= Kind::Remote;
    if let Some(call) = place.call().filter(|_| is_of_call) {
        let facts = store.facts(call);
        return lasting(facts.shown_start(), facts.duration_s.known());
    }
    lasting(place.time(store), None)
}

fn lasting(start: Time, seconds: Option<f64>) -> Option<(i64, i64)> {
    let from = start.ticks()?;
    let to = start.plus_ms(seconds.unwrap_or(0.0) * 1_000.0).ticks()?;
    Some((from, to.max(from)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::find::search;
    use crate::query::fixture::{self, CALL_A, CALL_B, ENDPOINT, PARTICIPANT};
    use crate::query::identifiers::Index;

    fn found(text: &str, all_times: bool) -> (Vec<String>, Near) {
        let store = fixture::plain();
        let index = Index::build(&store);
        let query = Query::parse(text);
        let hits = search(&store, &index, &query, wanted(&query, 100));
        let how = How {
            limit: 100,
            all_times,
            zone: Zone::Utc,
        };
        let near = narrow(&store, &query, hits, how);
        let calls = near.hits.hits.iter().filter_map(|hit| {
            let call = hit.place.call()?;
            Some(store.id(store.call_id(call)).to_owned())
        });
        (calls.collect(), near)
    }

    #[test]
    fn a_leg_that_overlaps_the_window_counts_and_others_are_counted_as_hidden() {
        let (calls, near) = found(&format!("{PARTICIPANT} ~{}", clock(0)), false);
        assert!(calls.iter().all(|call| call == CALL_A) && !calls.is_empty());
        assert!(!near.narrows);
        let (calls, near) = found(&format!("{ENDPOINT} ~{}", clock(6 * 3_600)), false);
        assert!(!calls.is_empty(), "nothing then: all are shown");
        assert!(near.narrows && near.note.is_some_and(|note| note.contains("nothing then")));
    }

    #[test]
    fn the_nearer_call_stands_first() {
        let (calls, _) = found(&format!("{ENDPOINT} ~{}/24h", clock(0)), false);
        assert_eq!(calls.first().map(String::as_str), Some(CALL_A));
        let (all, _) = found(ENDPOINT, false);
        assert_eq!(calls.len(), all.len());
        assert!(all.iter().any(|call| call == CALL_B));
    }

    #[test]
    fn what_is_no_time_is_said_to_be_none() {
        let (_, near) = found(&format!("{ENDPOINT} ~noonish"), false);
        let read = near.hits.read_as.last().map(|(_, meaning)| meaning.clone());
        assert!(read.is_some_and(|meaning| meaning.contains("no time")));
    }

    #[test]
    fn a_time_alone_gives_the_calls_of_that_time() {
        let (calls, near) = found(&format!("~{}/1m", clock(0)), false);
        assert_eq!(calls.first().map(String::as_str), Some(CALL_A));
        assert!(near.hits.hidden > 0 && near.narrows);
        assert!(near.note.is_some_and(|note| note.contains("hidden")));
        let (all, near) = found(&format!("~{}/1m", clock(0)), true);
        assert!(all.len() > calls.len() && near.hits.hidden == 0);
        let (none, near) = found("~2001-01-01", false);
        assert_eq!(none.len(), all.len(), "nothing then: all, nearest first");
        assert!(near.note.is_some_and(|note| note.contains("nothing then")));
    }

    fn clock(second: i64) -> String {
        let time = fixture::at(second).utc().expect("a time of the fixture");
        time.format("%H:%M").to_string()
    }
}
