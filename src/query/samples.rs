//! The media statistics of one leg as series for the timeline.

use crate::model::id::{CallIx, IdRef, SampleIx, TextRef};
use crate::model::rows::{Direction, Media, SampleRow};
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

/// The series of a leg by metric name, medium, direction and remote. Records met again are left out; there
/// are none while samples are summarised ([`Store::samples_kept`]). The work is bounded by the samples of the call.
pub fn series(store: &Store, call: CallIx, participant: IdRef) -> Vec<Series> {
    let mut by_key: HashMap<Key, Series> = HashMap::new();
    for row in rows(store, call, participant) {
        let sample = store.samples.get(row);
        let key = (sample.metric, sample.media, sample.direction, sample.remote);
        let series = by_key.entry(key).or_insert_with(|| Series::empty(key));
        if sample.time.is_known() {
            series.points.push(point(&sample, row));
        } else {
            series.untimed += 1;
        }
    }
    let mut all: Vec<Series> = by_key.into_values().collect();
    all.sort_by_cached_key(|series| {
        (
            store.text(series.metric).to_owned(),
            series.media,
            series.direction,
            store.id(series.remote).to_ascii_lowercase(),
            series.metric,
            series.remote,
        )
    });
    all
}

/// The samples of a participant by time, without records met again; of twins the first in the files stays.
fn rows(store: &Store, call: CallIx, participant: IdRef) -> Vec<usize> {
    let samples = &store.samples;
    let mut rows: Vec<usize> = store
        .samples_of(call)
        .filter(|&row| participant.is_known() && samples.participant()[row] == participant)
        .collect();
    rows.sort_unstable_by_key(|&row| (samples.time()[row], samples.source()[row]));
    let mut met = HashSet::with_capacity(rows.len());
    rows.retain(|&row| met.insert(samples.hash()[row]));
    rows
}

impl Series {
    fn empty((metric, media, direction, remote): Key) -> Self {
        Self {
            metric,
            media,
            direction,
            remote,
            points: Vec::new(),
            untimed: 0,
        }
    }
}

fn point(sample: &SampleRow, row: usize) -> Point {
    Point {
        time: sample.time,
        average: sample.average,
        minimum: sample.minimum,
        maximum: sample.maximum,
        count: sample.count,
        interval_s: sample.interval_s,
        row: SampleIx(row as u32),
    }
}

#[cfg(test)]
mod tests;
