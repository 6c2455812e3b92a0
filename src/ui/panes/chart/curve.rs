//! One measure of a stream over time: its values, its limit, and the columns they fill.

use crate::model::metric::{Metric, PoorWhen, position};
use crate::model::rows::{Direction, Media};
use crate::model::sample_metric;
use crate::model::store::Store;
use crate::model::value::Time;
use crate::query::samples::{Point, Series};
use crate::ui::format::{self, MISSING};
use crate::ui::panes::measure;
use crate::ui::panes::timeline::axis::Axis;
use crate::ui::panes::words;
use crate::ui::theme::Role;
use crate::ui::time_face::TimeFace;
use crate::ui::widgets::chart::{Band, Chart, round_up};

/// Seconds of a sample that does not say.
const INTERVAL_S: i64 = 10;
/// A limit so many times above all values is told, not drawn: the curve would lie flat.
const FAR: f64 = 4.0;

/// A measure with its values.
pub(super) struct Curve {
    pub(super) title: String,
    wire: String,
    remote: String,
    pub(super) media: Media,
    pub(super) direction: Direction,
    metric: Option<&'static Metric>,
    limit: Option<f64>,
    /// Where the limit is not the documented one: which that is.
    documented: String,
    pub(super) points: Vec<Point>,
    pub(super) mean: Option<f64>,
    /// The extreme on the bad side; the greatest where there is no bad side.
    pub(super) worst: Option<f64>,
    /// True when a value is beyond the limit.
    pub(super) is_bad: bool,
}

impl Curve {
    pub(super) fn new(store: &Store, series: Series) -> Self {
        let wire = store.text(series.metric).to_owned();
        let known = sample_metric::lookup(&wire);
        let metric = known.and_then(sample_metric::SampleMetric::metric);
        let at = metric.and_then(|metric| position(metric.name));
        let by = (store.limits(), series.media);
        let limit = at.and_then(|at| by.0.of(at, by.1));
        let documented = at.map_or_else(String::new, |at| measure::documented(at, by));
        let mut curve = Self {
            title: known.map_or_else(|| wire.clone(), |known| known.title.to_owned()),
            wire,
            remote: store.id(series.remote).to_owned(),
            media: series.media,
            direction: series.direction,
            metric,
            limit,
            documented,
            points: series.points,
            mean: None,
            worst: None,
            is_bad: false,
        };
        let means: Vec<f64> = curve.points.iter().filter_map(middle).collect();
        if !means.is_empty() {
            curve.mean = Some(means.iter().sum::<f64>() / means.len() as f64);
        }
        let is_low_bad = metric.is_some_and(|metric| metric.poor_when == PoorWhen::Below);
        let bounds = curve.points.iter().filter_map(bounds);
        curve.worst = if is_low_bad {
            bounds.map(|(low, _)| low).reduce(f64::min)
        } else {
            bounds.map(|(_, high)| high).reduce(f64::max)
        };
        curve.is_bad = curve.points.iter().any(|point| curve.is_beyond(point));
        curve
    }

    /// What it is whatever else arrives.
    pub(super) fn key(&self) -> (String, Media, Direction, String) {
        (
            self.wire.clone(),
            self.media,
            self.direction,
            self.remote.clone(),
        )
    }

    /// Measures that are judged before the others, bad ones first.
    pub(super) fn order(&self) -> (bool, bool, Media, Direction, String, String) {
        let names = (self.wire.to_ascii_lowercase(), self.remote.clone());
        (
            !self.is_bad,
            self.limit.is_none(),
            self.media,
            self.direction,
            names.0,
            names.1,
        )
    }

    /// True when the worse bound of a sample is beyond the limit.
    pub(super) fn is_beyond(&self, point: &Point) -> bool {
        bounds(point).is_some_and(|(low, high)| self.passes(low) || self.passes(high))
    }

    fn passes(&self, value: f64) -> bool {
        match (self.metric, self.limit) {
            (Some(metric), Some(limit)) => metric.is_past(value, limit),
            _ => false,
        }
    }

    /// A value with the decimals of its measure; the unit stands in the heading.
    pub(super) fn shown(&self, value: f64) -> String {
        match self.metric {
            Some(metric) => metric.shown(value),
            None => format::fixed(value, usize::from(value.abs() < 100.0 && value != 0.0)),
        }
    }

    pub(super) fn limit_words(&self) -> String {
        match (self.metric, self.limit) {
            (Some(metric), Some(limit)) => {
                format!("{}{}", measure::sign(metric), metric.shown_limit(limit))
            }
            _ => MISSING.to_owned(),
        }
    }

    fn shown_limit(&self, limit: f64) -> String {
        let metric = self.metric;
        metric.map_or_else(String::new, |metric| metric.shown_limit(limit))
    }

    fn unit(&self) -> &'static str {
        self.metric
            .map_or("as logged", |metric| metric.unit.label())
    }

    /// `RTT out video, ms: mean, least .. greatest`.
    pub(super) fn heading(&self) -> String {
        let limit = match self.limit {
            Some(limit) if !self.draws_limit() => {
                format!(", limit {} is above", self.shown_limit(limit))
            }
            _ => String::new(),
        };
        let limit = match self.documented.as_str() {
            "" => limit,
            documented => format!("{limit}, limit {documented}"),
        };
        let advice = sample_metric::advice(&self.wire, self.media)
            .filter(|advice| self.mean.is_some_and(|mean| !advice.is_met(mean)))
            .map_or_else(String::new, |advice| format!(", advised {}", advice.words));
        format!(
            "{} {} {}, {}: mean and band, samples of {INTERVAL_S} s{limit}{advice}",
            self.title,
            words::way(self.direction),
            self.media.name(),
            self.unit(),
        )
    }

    fn highest(&self) -> f64 {
        self.points
            .iter()
            .filter_map(bounds)
            .map(|(_, high)| high)
            .fold(0.0, f64::max)
    }

    fn draws_limit(&self) -> bool {
        let highest = self.highest();
        self.limit
            .is_some_and(|limit| limit <= highest.max(f64::MIN_POSITIVE) * FAR || highest <= 0.0)
    }

    /// The columns of an axis: of several samples in one the mean of the means and the outermost bounds.
    pub(super) fn columns(&self, axis: &Axis) -> Vec<Option<Band>> {
        let mut columns: Vec<Option<(Band, u32)>> = vec![None; usize::from(axis.columns)];
        for point in &self.points {
            let (Some((from, to)), Some(mean), Some((low, high))) =
                (span(point), middle(point), bounds(point))
            else {
                continue;
            };
            let role = self.role(point, mean);
            for column in axis.columns(from, to) {
                let kept = &mut columns[usize::from(column)];
                let band = Band {
                    low,
                    middle: mean,
                    high,
                    role,
                };
                *kept = Some(kept.map_or((band, 1), |(kept, count)| {
                    (merged(kept, band, count), count + 1)
                }));
            }
        }
        columns
            .into_iter()
            .map(|column| column.map(|(band, _)| band))
            .collect()
    }

    /// Bad where the mean is beyond the limit, a burst where only a bound is.
    fn role(&self, point: &Point, mean: f64) -> Role {
        if self.passes(mean) {
            Role::Bad
        } else if self.is_beyond(point) {
            Role::Burst
        } else {
            Role::Chart
        }
    }

    pub(super) fn chart<'a>(&self, columns: &'a [Option<Band>]) -> Chart<'a> {
        let limit = self.limit.filter(|_| self.draws_limit());
        Chart {
            columns,
            top: round_up(self.highest().max(limit.unwrap_or(0.0)) * self.scale()) / self.scale(),
            limit,
        }
    }

    /// From the log's unit to the shown one, so that the upper edge is round as it is shown.
    fn scale(&self) -> f64 {
        self.metric.map_or(1.0, |metric| metric.unit.scale())
    }

    /// The sample at a moment.
    pub(super) fn at(&self, ticks: i64) -> Option<&Point> {
        let holds =
            |point: &&Point| span(point).is_some_and(|(from, to)| from <= ticks && ticks < to);
        self.points.iter().find(holds)
    }

    /// `02:13:20  mean 310  180 .. 1845 ms`.
    pub(super) fn readout(&self, face: TimeFace, ticks: i64) -> String {
        let clock = face.clock(Time::from_ticks(ticks));
        let Some((point, mean)) = self
            .at(ticks)
            .and_then(|point| Some((point, middle(point)?)))
        else {
            return format!("{clock}  no sample");
        };
        let (low, high) = bounds(point).unwrap_or((mean, mean));
        format!(
            "{clock}  mean {}  {} .. {} {}",
            self.shown(mean),
            self.shown(low),
            self.shown(high),
            self.unit()
        )
    }
}

/// The greater role and the outermost bounds.
fn merged(kept: Band, other: Band, count: u32) -> Band {
    let weight = |role| match role {
        Role::Bad => 2,
        Role::Burst => 1,
        _ => 0,
    };
    Band {
        low: kept.low.min(other.low),
        middle: (kept.middle * f64::from(count) + other.middle) / f64::from(count + 1),
        high: kept.high.max(other.high),
        role: if weight(other.role) > weight(kept.role) {
            other.role
        } else {
            kept.role
        },
    }
}

/// From when to when a sample was taken, in ticks: its stamp is the end.
pub(super) fn span(point: &Point) -> Option<(i64, i64)> {
    let seconds = match point.interval_s {
        0 => INTERVAL_S,
        said => i64::from(said),
    };
    let to = point.time.ticks()?;
    Some((to.saturating_sub(seconds * Time::SECOND), to))
}

/// The mean, else what else there is of a sample.
fn middle(point: &Point) -> Option<f64> {
    let value = point.average.or(point.maximum).or(point.minimum);
    value.known().map(f64::from)
}

/// The least and the greatest value; the mean where the log has no bounds.
fn bounds(point: &Point) -> Option<(f64, f64)> {
    let mean = middle(point)?;
    let low = point.minimum.known().map_or(mean, f64::from);
    let high = point.maximum.known().map_or(mean, f64::from);
    Some((low.min(mean), high.max(mean)))
}
