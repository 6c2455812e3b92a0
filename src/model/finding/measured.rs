//! The media statistics that rules look at: one place that reads samples, so that rules ask what is here and what not.
//!
//! A sample is a mean over some ten seconds by the client's clock; nothing finer can be told from it.

use super::Evidence;
use super::scene::Scene;
use super::words;
use crate::model::call::LegNo;
use crate::model::id::{IdRef, Map, SampleIx, TextRef};
use crate::model::rows::{Direction, Media};
use crate::model::turns::Turns;
use crate::model::value::Time;
use std::cell::OnceCell;

/// What rules ask of the statistics (media-metrics). The round trip has two spellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asked {
    FramesDecoded,
    FramesInput,
    FramesEncoded,
    AvailableBitrate,
    RoundTrip,
    Jitter,
}

/// How many measures are asked for.
const MEASURES: usize = Asked::Jitter as usize + 1;

const ASKED: [(&str, Asked); 7] = [
    ("FrameRateDecoded", Asked::FramesDecoded),
    ("FrameRateInput", Asked::FramesInput),
    ("FrameRateEncoded", Asked::FramesEncoded),
    ("AvailableBitrate", Asked::AvailableBitrate),
    ("RttInMs", Asked::RoundTrip),
    ("PairRttInMs", Asked::RoundTrip),
    ("JitterInMs", Asked::Jitter),
];

/// Length of an interval where the log does not say it, s (docs: call-client-media-statistics-log-schema).
const USUAL_INTERVAL_S: u16 = 10;

/// A picture that moves less often than this a second stands still.
const STILL_FPS: f32 = 0.5;

/// One sample by the service's clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub(super) time: Time,
    pub(super) average: f32,
    /// The least of its 1 s values; the average where the log has none.
    pub(super) minimum: f32,
    pub(super) interval_s: u16,
    pub(super) row: SampleIx,
}

impl Point {
    fn end(&self) -> Time {
        self.time.plus_ms(f64::from(self.interval_s) * 1_000.0)
    }

    /// The part of its interval, ms, in which the picture stood still, where frames come as often as usual in the rest.
    fn still_ms(&self, usual: f32) -> f64 {
        let is_partly = self.minimum < STILL_FPS && usual > STILL_FPS;
        let moved = if is_partly {
            (self.average / usual).clamp(0.0, 1.0)
        } else {
            1.0
        };
        f64::from(1.0 - moved) * f64::from(self.interval_s) * 1_000.0
    }
}

/// One measure of a leg, towards or from one other leg where the log names it.
#[derive(Debug)]
pub(super) struct Series {
    pub(super) leg: LegNo,
    pub(super) remote: Option<LegNo>,
    pub(super) media: Media,
    pub(super) direction: Direction,
    /// By time.
    pub(super) points: Vec<Point>,
}

/// The statistics of a call, as far as they are here. A call can have a million of them, and hardly a call is asked for
/// all measures: one pass tells which rows are of which, and a measure becomes series when a rule asks for it.
#[derive(Debug, Default)]
pub(super) struct Measured {
    /// By measure its rows, the newest first.
    rows: [Vec<SampleIx>; MEASURES],
    series: [OnceCell<Vec<Series>>; MEASURES],
    stills: OnceCell<Vec<Still>>,
    /// For each leg whether its client reported any.
    told: Vec<bool>,
    legs: Map<IdRef, LegNo>,
}

/// A picture that stood still for a receiver.
#[derive(Clone, Debug)]
pub(super) struct Still {
    pub(super) receiver: LegNo,
    pub(super) sender: Option<LegNo>,
    pub(super) from: Time,
    pub(super) to: Time,
    pub(super) rows: Vec<SampleIx>,
}

impl Measured {
    /// True when a leg's client reported any statistics.
    pub(super) fn has(&self, leg: LegNo) -> bool {
        self.told.get(leg.0 as usize) == Some(&true)
    }

    /// True when there are none of any leg.
    pub(super) fn is_empty(&self) -> bool {
        !self.told.contains(&true)
    }
}

impl Series {
    /// Mean of all samples, each weighing the same.
    pub(super) fn mean(&self) -> Option<f64> {
        let sum: f64 = self
            .points
            .iter()
            .map(|point| f64::from(point.average))
            .sum();
        (!self.points.is_empty()).then(|| sum / self.points.len() as f64)
    }

    /// The first moment from which two samples in a row are beyond a limit.
    pub(super) fn first_beyond(&self, limit: f64) -> Option<&Point> {
        let is_beyond = |point: &Point| f64::from(point.average) > limit;
        let pair = self
            .points
            .windows(2)
            .find(|pair| is_beyond(&pair[0]) && is_beyond(&pair[1]))?;
        pair.first()
    }

    fn still(&self) -> Vec<Still> {
        let is_still = |point: &Point| point.average < STILL_FPS;
        let usual = self.usual();
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.points.len() {
            let run = self.points[at..].iter().take_while(|point| is_still(point));
            let length = self.unbroken(at, run.count());
            if length > 1 {
                found.push(self.still_run(at, length, usual));
            }
            at += length.max(1);
        }
        found
    }

    /// How many of the next points follow each other without a gap.
    fn unbroken(&self, at: usize, length: usize) -> usize {
        let run = &self.points[at..at + length];
        let follows = |pair: &[Point]| {
            let gap = pair[1].time.ms_since(pair[0].time);
            gap.is_some_and(|gap| gap <= f64::from(pair[0].interval_s) * 1_500.0)
        };
        let broken = run.windows(2).position(|pair| !follows(pair));
        broken.map_or(length, |last| last + 1)
    }

    /// Pictures a second while they move: the median of the samples without a still second.
    fn usual(&self) -> f32 {
        let moving = self
            .points
            .iter()
            .filter(|point| point.minimum >= STILL_FPS);
        let mut rates: Vec<f32> = moving.map(|point| point.average).collect();
        rates.sort_by(f32::total_cmp);
        rates.get(rates.len() / 2).copied().unwrap_or_default()
    }

    /// Still samples with the still parts of their neighbours.
    fn still_run(&self, at: usize, length: usize, usual: f32) -> Still {
        let run = &self.points[at..at + length];
        let (first, last) = (&run[0], &run[length - 1]);
        let before = at.checked_sub(1).and_then(|at| self.points.get(at));
        let before =
            before.filter(|before| self.unbroken(at - 1, 2) == 2 && before.time < first.time);
        let after = self.points.get(at + length);
        let after = after.filter(|_| self.unbroken(at + length - 1, 2) == 2);
        let lead = before.map_or(0.0, |point| point.still_ms(usual));
        let trail = after.map_or(0.0, |point| point.still_ms(usual));
        Still {
            receiver: self.leg,
            sender: self.remote,
            from: first.time.plus_ms(-lead),
            to: last.end().plus_ms(trail),
            rows: run.iter().map(|point| point.row).collect(),
        }
    }
}

impl Scene<'_> {
    /// The series of a measure.
    pub(super) fn series(&self, asked: Asked) -> &[Series] {
        let measured = self.measured();
        measured.series[asked as usize].get_or_init(|| series(self, measured, asked))
    }

    /// The series of a measure that a leg sends.
    pub(super) fn sent(&self, leg: LegNo, asked: Asked) -> impl Iterator<Item = &Series> {
        let all = self.series(asked).iter();
        all.filter(move |series| series.leg == leg && series.direction != Direction::Inbound)
    }

    /// Received pictures that stood still for at least two intervals in a row.
    pub(super) fn stills(&self) -> &[Still] {
        self.measured().stills.get_or_init(|| {
            let received = self.series(Asked::FramesDecoded).iter().filter(|series| {
                series.media == Media::Video && series.direction != Direction::Outbound
            });
            received.flat_map(Series::still).collect()
        })
    }

    pub(super) fn sample_proof(&self, row: SampleIx) -> Evidence {
        let sample = self.store.samples.get(row.at());
        let name = self.store.text(sample.metric);
        let value = sample
            .average
            .known()
            .map_or_else(String::new, |value| format!(" {value}"));
        Evidence {
            source: sample.source,
            word: format!("{name}{value}"),
        }
    }

    /// `P1 saw P2's video still ~30 s from 02:13:10`; `its video` in a sentence about its sender.
    pub(super) fn still_words(&self, still: &Still, about: Option<LegNo>) -> String {
        let whose = match still.sender {
            None => "a".to_owned(),
            sender if sender == about => "its".to_owned(),
            Some(sender) => format!("{}'s", self.name(sender)),
        };
        let ms = still.to.ms_since(still.from).unwrap_or_default();
        format!(
            "{} saw {whose} video still ~{} from {}",
            self.name(still.receiver),
            words::length(ms),
            words::clock(still.from)
        )
    }
}

/// Tells which samples of the call are of which asked measure, reading no other column.
pub(super) fn read(scene: &Scene) -> Measured {
    let (store, detail) = (scene.store, scene.detail);
    let asked = by_text(scene);
    let (participants, metrics) = (store.samples.participant(), store.samples.metric());
    let mut found = Measured {
        told: vec![false; detail.legs.len()],
        legs: legs_by_id(scene),
        ..Measured::default()
    };
    // Samples come in runs of one client.
    let (mut last, mut is_of_leg) = (IdRef::MISSING, false);
    for row in store.samples_of(detail.call) {
        let participant = participants[row];
        if participant != last {
            last = participant;
            let leg = found.legs.get(&participant);
            let told = leg.and_then(|leg| found.told.get_mut(leg.0 as usize));
            is_of_leg = told.map(|told| *told = true).is_some();
        }
        let asked = asked.get(metrics[row].at()).copied().flatten();
        if let (Some(asked), true) = (asked, is_of_leg) {
            found.rows[asked as usize].push(SampleIx(row as u32));
        }
    }
    found
}

/// What is asked under a word of the log, by its number.
fn by_text(scene: &Scene) -> Vec<Option<Asked>> {
    let mut found = Vec::new();
    for (name, asked) in ASKED {
        if let Some(number) = scene.store.texts.lookup(name) {
            let at = number as usize;
            found.resize(found.len().max(at + 1), None);
            found[at] = Some(asked);
        }
    }
    found
}

/// What makes a series of a measure: leg, medium, direction, the other end, and the word of the log.
type Key = (LegNo, Media, Direction, IdRef, TextRef);

fn series(scene: &Scene, measured: &Measured, asked: Asked) -> Vec<Series> {
    let samples = &scene.store.samples;
    let mut found: Turns<Key, Vec<Point>> = Turns::default();
    let mut last: (IdRef, Option<LegNo>) = (IdRef::MISSING, None);
    for &sample in &measured.rows[asked as usize] {
        let row = sample.at();
        let participant = samples.participant()[row];
        if participant != last.0 {
            last = (participant, measured.legs.get(&participant).copied());
        }
        let (Some(leg), Some(average)) = (last.1, samples.average()[row].known()) else {
            continue;
        };
        let key = (
            leg,
            samples.media()[row],
            samples.direction()[row],
            samples.remote()[row],
            samples.metric()[row],
        );
        let interval_s = match samples.interval_s()[row] {
            0 => USUAL_INTERVAL_S,
            seconds => seconds,
        };
        found.entry(key).push(Point {
            time: scene.service_time(Some(leg), samples.time()[row]),
            average,
            minimum: samples.minimum()[row].known().unwrap_or(average),
            interval_s,
            row: sample,
        });
    }
    let mut found = found.into_entries();
    found.sort_unstable_by_key(|(key, _)| *key);
    found
        .into_iter()
        .map(|(key, points)| series_of(scene, &measured.legs, key, points))
        .collect()
}

/// Legs by the ids that samples have for them.
fn legs_by_id(scene: &Scene) -> Map<IdRef, LegNo> {
    let numbered = scene.detail.legs.iter().zip(scene.leg_numbers());
    numbered
        .flat_map(|(leg, no)| [(leg.participant, no), (leg.key, no)])
        .filter(|(id, _)| id.is_known())
        .collect()
}

/// The samples of a series by time, without records met again.
fn series_of(
    scene: &Scene,
    legs: &Map<IdRef, LegNo>,
    (leg, media, direction, remote, _): Key,
    mut points: Vec<Point>,
) -> Series {
    let samples = &scene.store.samples;
    points.retain(|point| point.time.is_known());
    // The newest rows come first, and their sources lie elsewhere in memory: only equal times ask for them.
    points.reverse();
    points.sort_by(|a, b| {
        let source = |point: &Point| samples.source()[point.row.at()];
        a.time.cmp(&b.time).then_with(|| source(a).cmp(&source(b)))
    });
    points.dedup_by(|point, before| {
        let hash = |point: &Point| samples.hash()[point.row.at()];
        point.time == before.time && hash(point) == hash(before)
    });
    Series {
        leg,
        remote: legs.get(&remote).copied(),
        media,
        direction,
        points,
    }
}
