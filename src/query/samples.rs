//! The media statistics of one leg as series for the timeline.

use crate::model::id::{CallIx, IdRef, SampleIx, TextRef};
use crate::model::rows::{Direction, Media};
use crate::model::store::Store;
use crate::model::value::{Num32, Time};
use std::collections::{HashMap, HashSet};

/// One measure of one medium in one direction, from one remote participant where the log names it.
#[derive(Clone, Debug)]
pub struct Series {
    /// `metricName`.
    pub metric: TextRef,
    /// Medium.
    pub media: Media,
    /// Direction as seen from the leg.
    pub direction: Direction,
    /// The other end; tells several incoming videos apart.
    pub remote: IdRef,
    /// By time, then source.
    pub points: Vec<Point>,
    /// Samples without a readable time; they have no place on a timeline.
    pub untimed: u32,
}

/// One sample: what was measured up to `time`, over `interval_s`.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    /// Client clock.
    pub time: Time,
    /// Mean of the interval, in the metric's own unit.
    pub average: Num32,
    /// Least 1 s value.
    pub minimum: Num32,
    /// Greatest 1 s value.
    pub maximum: Num32,
    /// 1 s values in the interval.
    pub count: Num32,
    /// Length of the interval; 0 = not said.
    pub interval_s: u16,
    /// Its row.
    pub row: SampleIx,
}

type Key = (TextRef, Media, Direction, IdRef);

/// The series of a leg by metric name, medium, direction and remote. Records met again are left out. The work is
/// bounded by the samples of the call.
pub fn series(store: &Store, call: CallIx, participant: IdRef) -> Vec<Series> {
    let samples = &store.samples;
    let mut rows: Vec<usize> = store
        .samples_of(call)
        .filter(|&row| participant.is_known() && samples.participant()[row] == participant)
        .collect();
    rows.sort_unstable_by_key(|&row| (samples.time()[row], samples.source()[row]));
    let mut twins = HashSet::with_capacity(rows.len());
    rows.retain(|&row| twins.insert(samples.hash()[row]));

    let mut by_key: HashMap<Key, Series> = HashMap::new();
    for row in rows {
        let sample = samples.get(row);
        let key = (sample.metric, sample.media, sample.direction, sample.remote);
        let series = by_key.entry(key).or_insert_with(|| Series {
            metric: key.0,
            media: key.1,
            direction: key.2,
            remote: key.3,
            points: Vec::new(),
            untimed: 0,
        });
        if !sample.time.is_known() {
            series.untimed += 1;
            continue;
        }
        series.points.push(Point {
            time: sample.time,
            average: sample.average,
            minimum: sample.minimum,
            maximum: sample.maximum,
            count: sample.count,
            interval_s: sample.interval_s,
            row: SampleIx(row as u32),
        });
    }
    let mut all: Vec<Series> = by_key.into_values().collect();
    let order = |series: &Series| (series.media, series.direction);
    all.sort_by(|a, b| {
        let words = |s: &Series| {
            (
                store.text(s.metric).to_owned(),
                store.id(s.remote).to_owned(),
            )
        };
        let ((metric_a, remote_a), (metric_b, remote_b)) = (words(a), words(b));
        metric_a
            .cmp(&metric_b)
            .then_with(|| order(a).cmp(&order(b)))
            .then_with(|| remote_a.cmp(&remote_b))
            .then_with(|| (a.metric.0, a.remote.0).cmp(&(b.metric.0, b.remote.0)))
    });
    all
}

#[cfg(test)]
mod tests;
