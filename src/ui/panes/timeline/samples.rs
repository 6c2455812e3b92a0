//! The rows of statistics: of all measured series of a call those that are farthest beyond their limit.
//!
//! The log has one value for about ten seconds; the stamp is the end of that stretch. It is drawn that wide.

use crate::model::call::{CallDetail, LegNo};
use crate::model::clock::Ahead;
use crate::model::id::{IdRef, TextRef};
use crate::model::metric::{METRICS, Metric, PoorWhen};
use crate::model::rows::{Direction, Media};
use crate::model::sample_metric::{self, SAMPLE_METRICS, SampleMetric};
use crate::model::store::Store;
use crate::model::turns::Turns;
use crate::model::value::{Num32, Time};
use crate::ui::panes::measure;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Seconds of a sample that does not say.
const INTERVAL_S: i64 = 10;
/// Rows at most; the chart has all.
const SHOWN: usize = 3;
/// Beyond so many times the limit all series are equally bad: a frame rate of 0 has no ratio.
const WORST: f64 = 10.0;

/// One measured value over its stretch of time, in ticks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) value: f64,
}

/// The values of one stream's measure.
pub(super) struct Series {
    pub(super) leg: Option<LegNo>,
    pub(super) title: &'static str,
    pub(super) metric: &'static Metric,
    /// The measure's place in [`METRICS`].
    at: usize,
    pub(super) media: Media,
    /// The limit in force.
    pub(super) limit: Option<f64>,
    pub(super) direction: Direction,
    pub(super) points: Vec<Point>,
    /// True when a value is beyond the limit.
    pub(super) is_beyond: bool,
}

/// What tells series apart; several incoming videos by the other end.
type Key = (IdRef, IdRef, TextRef, Media, Direction);

/// The most telling series, the worst first: the first always, further ones where they are beyond their limit. None
/// without samples of a measure with a limit, or while they are summarised.
pub(super) fn worst(store: &Store, detail: &CallDetail, ahead: &Ahead) -> Vec<Series> {
    let mut series = badness_of_series(store, detail);
    let legs = legs(detail);
    let leg_of = |participant: &IdRef| legs.get(participant).copied();
    series.sort_by_cached_key(|(key, (badness, at))| {
        let remote = store.id(key.1).to_owned();
        // Twice the limit and more: what is no ratio of whole thousandths is no difference.
        let worst_first = Reverse((badness * 1_000.0) as u64);
        (worst_first, *at, leg_of(&key.0), key.3, key.4, remote)
    });
    let told = series
        .into_iter()
        .enumerate()
        .take_while(|(place, (_, (badness, _)))| *place == 0 || *badness > 1.0)
        .take(SHOWN);
    let told = told.filter_map(|(_, (key, (badness, at)))| {
        let sample_metric = &SAMPLE_METRICS[at];
        let metric = sample_metric.metric()?;
        let position = sample_metric.position()?;
        let series = Series {
            at: position,
            leg: leg_of(&key.0),
            title: sample_metric.title,
            metric,
            limit: store.limits().of(position, key.3),
            media: key.3,
            direction: key.4,
            points: Vec::new(),
            is_beyond: badness > 1.0,
        };
        Some((key, series))
    });
    with_points((store, detail), told.collect(), ahead)
}

/// What a series is judged by, for one medium.
#[derive(Clone, Copy)]
struct Judged {
    /// The place in [`SAMPLE_METRICS`].
    at: usize,
    metric: &'static Metric,
    limit: f64,
}

const MEDIA: [Media; 4] = [Media::Audio, Media::Video, Media::Screen, Media::Unknown];

/// By medium; none without a limit.
fn judged(store: &Store, metric: TextRef) -> [Option<Judged>; MEDIA.len()] {
    let at = position(store.text(metric));
    let place = at.and_then(|at| Some((at, SAMPLE_METRICS[at].position()?)));
    MEDIA.map(|media| {
        let (at, place) = place?;
        Some(Judged {
            at,
            metric: &METRICS[place],
            limit: store.limits().of(place, media)?,
        })
    })
}

/// By series the most times any of its values is of the limit, and its measure. A call can have a million samples: only
/// the columns that matter are read.
fn badness_of_series(store: &Store, detail: &CallDetail) -> Vec<(Key, (f64, usize))> {
    let (metrics, media) = (store.samples.metric(), store.samples.media());
    let mut known: Vec<Option<[Option<Judged>; MEDIA.len()]>> = Vec::new();
    let mut series: Turns<Key, Option<(f64, Judged)>> = Turns::default();
    for row in store.samples_of(detail.call) {
        let metric = metrics[row];
        if metric.at() >= known.len() {
            known.resize(metric.at() + 1, None);
        }
        let by_media = known[metric.at()].get_or_insert_with(|| judged(store, metric));
        let Some(judged) = &by_media[media[row] as usize] else {
            continue;
        };
        if let Some(value) = telling(store, judged.metric, row) {
            let (worst, _) = series
                .entry(key(store, row))
                .get_or_insert((value, *judged));
            // The farther beyond a limit, the worse: so only one value of a series is held against it.
            *worst = match judged.metric.poor_when {
                PoorWhen::Above => worst.max(value),
                PoorWhen::Below => worst.min(value),
            };
        }
    }
    let series = series.into_entries().into_iter();
    let judged = series.filter_map(|(key, worst)| {
        let (value, judged) = worst?;
        Some((key, (judged.badness(value), judged.at)))
    });
    judged.collect()
}

fn key(store: &Store, row: usize) -> Key {
    let table = &store.samples;
    (
        table.participant()[row],
        table.remote()[row],
        table.metric()[row],
        table.media()[row],
        table.direction()[row],
    )
}

fn position(wire: &str) -> Option<usize> {
    let found: &SampleMetric = sample_metric::lookup(wire)?;
    SAMPLE_METRICS.iter().position(|row| row.wire == found.wire)
}

/// Legs by the participant that measured.
fn legs(detail: &CallDetail) -> HashMap<IdRef, LegNo> {
    let numbered = detail.legs.iter().enumerate();
    numbered
        .filter(|(_, leg)| leg.participant.is_known())
        .map(|(at, leg)| (leg.participant, LegNo(at as u32)))
        .collect()
}

/// The extreme on the bad side, else the mean.
fn telling(store: &Store, metric: &Metric, row: usize) -> Option<f64> {
    let extremes = match metric.poor_when {
        PoorWhen::Above => store.samples.maximum(),
        PoorWhen::Below => store.samples.minimum(),
    };
    let known = |column: &[Num32]| column[row].known().map(f64::from);
    known(extremes).or_else(|| known(store.samples.average()))
}

impl Judged {
    /// How many times the limit; 1 is the limit itself.
    fn badness(&self, value: f64) -> f64 {
        let limit = self.limit;
        // A limit can be set to 0: any value above it is as bad as can be, none is below.
        let ratio = match self.metric.poor_when {
            PoorWhen::Above if limit <= 0.0 => WORST * f64::from(u8::from(value > 0.0)),
            PoorWhen::Below if limit <= 0.0 => 0.0,
            PoorWhen::Above => value / limit,
            PoorWhen::Below => limit / value.max(limit / WORST),
        };
        ratio.min(WORST)
    }
}

/// Gives some series their points, by the service's clock, in one pass over the samples.
fn with_points(
    (store, detail): (&Store, &CallDetail),
    mut told: Vec<(Key, Series)>,
    ahead: &Ahead,
) -> Vec<Series> {
    let participants = store.samples.participant();
    for row in store.samples_of(detail.call) {
        let participant = participants[row];
        for (wanted, series) in &mut told {
            if participant == wanted.0 && key(store, row) == *wanted {
                let found = point(store, series.metric, row, (ahead, series.leg));
                series.points.extend(found);
            }
        }
    }
    let series = told.into_iter().map(|(_, mut series)| {
        series.points.sort_by_key(|point| point.from);
        series
    });
    series.collect()
}

fn point(
    store: &Store,
    metric: &Metric,
    row: usize,
    (ahead, leg): (&Ahead, Option<LegNo>),
) -> Option<Point> {
    let table = &store.samples;
    let seconds = match table.interval_s()[row] {
        0 => INTERVAL_S,
        said => i64::from(said),
    };
    let to = ahead.service_time(leg, table.time()[row]).ticks()?;
    Some(Point {
        from: to.saturating_sub(seconds * Time::SECOND),
        to,
        value: telling(store, metric, row)?,
    })
}

impl Series {
    /// The worse of two values.
    pub(super) fn worse(&self, a: f64, b: f64) -> f64 {
        match self.metric.poor_when {
            PoorWhen::Above => a.max(b),
            PoorWhen::Below => a.min(b),
        }
    }

    /// `RTT limit <=400 set, documented 500`; none where the documented limit holds.
    pub(super) fn limit_words(&self, store: &Store) -> Option<String> {
        let by = (store.limits(), self.media);
        let set = measure::documented(self.at, by);
        let limit = measure::limit(self.at, by);
        (!set.is_empty()).then(|| format!("{} limit {limit} {set}", self.title))
    }

    /// True when a value is beyond the limit in force.
    pub(super) fn passes(&self, value: f64) -> bool {
        self.limit
            .is_some_and(|limit| self.metric.is_past(value, limit))
    }

    /// The greatest value: full height.
    pub(super) fn most(&self) -> f64 {
        self.points
            .iter()
            .map(|point| point.value)
            .fold(0.0, f64::max)
    }

    /// The value at a moment.
    pub(super) fn value_at(&self, ticks: i64) -> Option<f64> {
        self.points
            .iter()
            .filter(|point| point.from <= ticks && ticks < point.to)
            .map(|point| point.value)
            .reduce(|a, b| self.worse(a, b))
    }
}
