//! Two sides over time, both on one axis: seconds since the leg joined, or since the call began.

use super::Side;
use super::part::way;
use crate::model::call::{CallDetail, LegNo};
use crate::model::clock::Ahead;
use crate::model::facts::end_words;
use crate::model::lane;
use crate::model::rows::{Direction, Media, Quality};
use crate::model::sample_metric;
use crate::model::source::Source;
use crate::model::store::{SamplesKept, Store};
use crate::model::value::Time;
use crate::model::verdict::CallClass;
use crate::query::samples::{self, Point};
use std::collections::BTreeMap;

/// Something that happened on a side.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Seconds on the common axis.
    pub at_s: f64,
    /// What. Not sanitized.
    pub words: String,
    /// How bad that is.
    pub class: CallClass,
    /// The record that says so.
    pub source: Option<Source>,
}

/// What happened in one second of the axis: left, right.
pub type EventRow = [Option<Event>; 2];

/// A value that was measured from one second of the axis to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Begin, s.
    pub from_s: f64,
    /// End, s.
    pub to_s: f64,
    /// Mean, else the greatest value, in the unit of the log.
    pub value: f64,
}

/// A measure on both sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    /// `RTT out video`. Not sanitized.
    pub name: String,
    /// The position of the measure in [`crate::model::metric::METRICS`], where it is one of them.
    pub metric: Option<usize>,
    /// Left and right, by time; several streams of a side lie over each other.
    pub sides: [Vec<Stretch>; 2],
    /// In the unit of the log, where the measure has one for this medium.
    pub limit: Option<f64>,
    /// True when a value is beyond the limit of the measure, for each side.
    pub is_beyond: [bool; 2],
}

/// Both sides over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Times {
    /// Where 0 s is on each side.
    pub zero: [Time; 2],
    /// By time.
    pub events: Vec<EventRow>,
    /// Those beyond a limit first, then those that have one, by name.
    pub curves: Vec<Curves>,
    /// Greatest second with a value or an event.
    pub length_s: f64,
    /// Why a side has no curve, in words.
    pub notes: [Option<&'static str>; 2],
}

/// A side with what is looked at of its call.
struct Look<'a> {
    store: &'a Store,
    detail: &'a CallDetail,
    leg: Option<LegNo>,
    stream: Option<(Media, Direction)>,
    ahead: Ahead,
    zero: Time,
}

/// A side over time. It holds nothing that goes when other samples are read again.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct OverTime {
    zero: Time,
    events: Vec<Event>,
    stretches: BTreeMap<Key, Vec<Stretch>>,
    note: Option<&'static str>,
}

impl OverTime {
    /// Of a call, leg or stream.
    pub(super) fn of(store: &Store, side: &Side, detail: &CallDetail) -> Self {
        let look = Look::new(store, side, detail);
        Self {
            zero: look.zero,
            events: look.events(),
            stretches: look.stretches(),
            note: look.note(),
        }
    }
}

impl Times {
    /// Of two sides.
    pub(super) fn of(store: &Store, [left, right]: [&OverTime; 2]) -> Self {
        let events = paired([left.events.clone(), right.events.clone()]);
        let curves = curves(store, [&left.stretches, &right.stretches]);
        let ends = curves
            .iter()
            .flat_map(|curves| curves.sides.iter().flatten());
        let ends = ends.map(|stretch| stretch.to_s);
        let happened = events.iter().flatten().flatten().map(|event| event.at_s);
        Self {
            zero: [left.zero, right.zero],
            length_s: ends.chain(happened).fold(0.0, f64::max),
            notes: [left.note, right.note],
            events,
            curves,
        }
    }
}

impl<'a> Look<'a> {
    fn new(store: &'a Store, side: &Side, detail: &'a CallDetail) -> Self {
        let place = match side {
            Side::Part(part) => part.place(detail),
            _ => None,
        };
        let (leg, stream) = place.unwrap_or_default();
        let stream = stream.and_then(|stream| detail.streams.get(stream.0 as usize));
        let stream = stream.map(|stream| (stream.media, stream.direction));
        let joined = leg.and_then(|leg| detail.leg(leg)).map(|leg| leg.start);
        let start = store.facts(detail.call).shown_start();
        Self {
            store,
            detail,
            leg,
            stream,
            ahead: Ahead::of(store, detail),
            zero: joined.unwrap_or_default().or(start),
        }
    }

    fn seconds(&self, leg: Option<LegNo>, time: Time) -> Option<f64> {
        let ms = self.ahead.service_time(leg, time).ms_since(self.zero)?;
        Some(ms / 1_000.0)
    }

    /// True for what is told of a leg.
    fn has(&self, leg: Option<LegNo>) -> bool {
        self.leg.is_none() || self.leg == leg
    }

    /// `P2.1 ` where legs have to be told apart.
    fn name(&self, leg: Option<LegNo>) -> String {
        match (self.leg, leg) {
            (None, Some(leg)) => format!("{} ", self.detail.leg_name(leg)),
            _ => String::new(),
        }
    }

    fn events(&self) -> Vec<Event> {
        let operations = self.detail.operations.iter();
        let done = operations.filter_map(|operation| {
            let row = self.store.operations.get(operation.row.at());
            let is_noise = lane::kind(self.store.text(row.name)).is_some_and(|kind| kind.is_noise);
            if is_noise || !self.has(operation.leg) {
                return None;
            }
            let (what, class) = self.told(&row);
            Some(Event {
                at_s: self.seconds(operation.leg, operation.time)?,
                words: format!("{}{what}", self.name(operation.leg)),
                class,
                source: Some(row.source),
            })
        });
        let legs = (0..self.detail.legs.len() as u32).map(LegNo);
        let stays = legs.filter(|leg| self.has(Some(*leg)));
        let mut all: Vec<Event> = stays.flat_map(|leg| self.stay(leg)).chain(done).collect();
        all.sort_by(|a, b| a.at_s.total_cmp(&b.at_s));
        all
    }

    /// An operation or a report in words, and how bad that is.
    fn told(&self, row: &crate::model::rows::OperationRow) -> (String, CallClass) {
        let name = match row.diagnostic.known() {
            Some(diagnostic) => self.store.text(diagnostic),
            None => self.store.text(row.name),
        };
        let class = match row.quality {
            Quality::Bad if row.diagnostic.is_known() => CallClass::Bad,
            Quality::Poor if row.diagnostic.is_known() => CallClass::Burst,
            _ if lane::has_failed(self.store, row) => CallClass::Bad,
            _ => CallClass::Ok,
        };
        let result = lane::result_words(self.store, row);
        (format!("{name} {result}").trim_end().to_owned(), class)
    }

    /// How a leg began and ended, where that is logged.
    fn stay(&self, no: LegNo) -> Vec<Event> {
        let Some(leg) = self.detail.leg(no) else {
            return Vec::new();
        };
        let at = |time: Time| Some(time.ms_since(self.zero)? / 1_000.0);
        let begin = leg.has_own_start.then_some(leg.start).and_then(at);
        let end = at(leg.end());
        let event = |at_s, words, class| Event {
            at_s,
            words,
            class,
            source: leg.source,
        };
        let name = self.name(Some(no));
        let ended = end_words(self.store, self.detail, no);
        let class = if leg.is_dropped {
            CallClass::Bad
        } else {
            CallClass::Ok
        };
        let begin = begin.map(|at| event(at, format!("{name}joined"), CallClass::Ok));
        let left = format!("{name}left {ended}").trim_end().to_owned();
        let end = end.map(|at| event(at, left, class));
        begin.into_iter().chain(end).collect()
    }

    /// Why there is no curve.
    fn note(&self) -> Option<&'static str> {
        match self.store.samples_kept(self.detail.call) {
            SamplesKept::Summarised => Some("statistics are kept as summaries, not read again"),
            SamplesKept::ReadAgain { lost } if lost > 0 => {
                Some("not all statistics could be read again: a file changed")
            }
            _ if !self.store.has_samples(self.detail.call) => Some("no media statistics loaded"),
            _ => None,
        }
    }

    /// The statistics by measure, medium and direction.
    fn stretches(&self) -> BTreeMap<Key, Vec<Stretch>> {
        let mut all: BTreeMap<Key, Vec<Stretch>> = BTreeMap::new();
        let legs = (0..self.detail.legs.len() as u32).map(LegNo);
        for no in legs.filter(|leg| self.has(Some(*leg))) {
            let Some(leg) = self.detail.leg(no) else {
                continue;
            };
            for series in samples::series(self.store, self.detail.call, leg.participant) {
                let shape = (series.media, series.direction);
                if self.stream.is_some_and(|wanted| wanted != shape) {
                    continue;
                }
                let wire = self.store.text(series.metric).to_owned();
                let points = series.points.iter();
                let found = points.filter_map(|point| self.stretch(no, point));
                all.entry((wire, shape.0, shape.1))
                    .or_default()
                    .extend(found);
            }
        }
        for stretches in all.values_mut() {
            stretches.sort_by(|a, b| a.from_s.total_cmp(&b.from_s));
        }
        all
    }

    fn stretch(&self, leg: LegNo, point: &Point) -> Option<Stretch> {
        let to_s = self.seconds(Some(leg), point.time)?;
        let value = point.average.or(point.maximum).or(point.minimum).known()?;
        let length = match point.interval_s {
            0 => INTERVAL_S,
            said => f64::from(said),
        };
        Some(Stretch {
            from_s: to_s - length,
            to_s,
            value: f64::from(value),
        })
    }
}

/// Seconds of a sample that does not say it (log-schemas, Call client media statistics).
const INTERVAL_S: f64 = 10.0;

type Key = (String, Media, Direction);

/// What happened in the same second stands in one row.
fn paired([left, right]: [Vec<Event>; 2]) -> Vec<EventRow> {
    let mut rows = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    loop {
        let row = match (left.peek(), right.peek()) {
            (Some(a), Some(b)) => match a.at_s.floor().total_cmp(&b.at_s.floor()) {
                std::cmp::Ordering::Less => [left.next(), None],
                std::cmp::Ordering::Greater => [None, right.next()],
                std::cmp::Ordering::Equal => [left.next(), right.next()],
            },
            (Some(_), None) => [left.next(), None],
            (None, Some(_)) => [None, right.next()],
            (None, None) => return rows,
        };
        rows.push(row);
    }
}

fn curves(store: &Store, sides: [&BTreeMap<Key, Vec<Stretch>>; 2]) -> Vec<Curves> {
    let mut both: BTreeMap<Key, [Vec<Stretch>; 2]> = BTreeMap::new();
    for (at, side) in sides.into_iter().enumerate() {
        for (key, stretches) in side {
            both.entry(key.clone()).or_default()[at].clone_from(stretches);
        }
    }
    let mut all: Vec<Curves> = both
        .into_iter()
        .map(|(key, sides)| curve(store, key, sides))
        .collect();
    all.sort_by_key(|curves| (!curves.is_beyond.contains(&true), curves.metric.is_none()));
    all
}

fn curve(store: &Store, (wire, media, direction): Key, sides: [Vec<Stretch>; 2]) -> Curves {
    let known = sample_metric::lookup(&wire);
    let at = known.and_then(sample_metric::SampleMetric::position);
    let title = known.map_or(wire.as_str(), |known| known.title);
    let is_beyond = [0, 1].map(|side: usize| {
        let mut values = sides[side].iter().map(|stretch| stretch.value);
        at.is_some_and(|at| values.any(|value| store.limits().is_beyond(at, value, media)))
    });
    Curves {
        name: format!("{title} {} {}", way(direction), media.name()),
        metric: at,
        limit: at.and_then(|at| store.limits().of(at, media)),
        sides,
        is_beyond,
    }
}
