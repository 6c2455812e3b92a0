//! Few pictures a second over a clean network: the machine, the camera or the bandwidth of the sender.
//!
//! Encoded below input = the machine is short of CPU; input itself low = the camera gives no more; an available bit rate
//! under the advised one = no room to send (docs: media-quality-sdk). Without statistics the three cannot be told apart.

use super::link::Ways;
use super::measured::Asked;
use super::rules::{BANDWIDTH_LIMIT, CPU_LIMIT, Log, Rule, SLOW_SOURCE};
use super::scene::Scene;
use super::words;
use super::{Certainty, Evidence, Finding, Number, Party};
use crate::model::call::{LegNo, Stream};
use crate::model::id::SampleIx;
use crate::model::metric::Dimension;
use crate::model::rows::{Direction, Media};
use crate::model::sample_metric::ADVISED_BPS;

/// What a sender short of power or room is poor in.
const PICTURE: [Dimension; 3] = [
    Dimension::FrameRate,
    Dimension::Bitrate,
    Dimension::Resolution,
];

/// Encoded pictures below this share of the source's are too few.
const SHARE: f64 = 0.6;

/// A source below this gives few pictures itself, fps.
const SLOW_FPS: f64 = 10.0;

pub(super) fn find(scene: &Scene) -> Vec<Finding> {
    if scene.detail.verdict.poor_streams == 0 {
        return Vec::new();
    }
    let ways = Ways::of(scene);
    let is_poor = |stream: &&Stream| {
        stream.direction == Direction::Outbound
            && stream.media == Media::Video
            && PICTURE
                .iter()
                .any(|&part| stream.verdict.poor.contains(part))
    };
    let streams = scene.detail.streams.iter().filter(is_poor);
    streams
        .filter_map(|stream| Some((stream, stream.leg?)))
        .filter(|&(_, leg)| ways.is_clean(leg))
        .filter_map(|(stream, leg)| told(scene, stream, leg))
        .collect()
}

/// What the statistics say of a sender: a number and the sample that shows it.
struct Means {
    input: Option<(f64, SampleIx)>,
    encoded: Option<(f64, SampleIx)>,
    available: Option<(f64, SampleIx)>,
}

impl Means {
    fn of(scene: &Scene, leg: LegNo) -> Self {
        let mean = |asked: Asked| {
            let mut series = scene.sent(leg, asked).filter(|s| s.media == Media::Video);
            let series = series.next()?;
            let lowest = series
                .points
                .iter()
                .min_by(|a, b| a.average.total_cmp(&b.average))?;
            Some((series.mean()?, lowest.row))
        };
        Self {
            input: mean(Asked::FramesInput),
            encoded: mean(Asked::FramesEncoded),
            available: mean(Asked::AvailableBitrate),
        }
    }

    /// The rule they point to, and its words.
    fn read(&self) -> Option<(&'static Rule, String)> {
        let (input, _) = self.input?;
        let (encoded, _) = self.encoded?;
        let pictures = format!("{input:.0} fps from the camera, {encoded:.0} encoded");
        let is_narrow = |&(bps, _): &(f64, SampleIx)| bps < ADVISED_BPS;
        if let Some((bps, _)) = self.available.filter(is_narrow) {
            let words = format!("{:.0} kb/s available, 1500 advised; {pictures}", bps / 1e3);
            return Some((&BANDWIDTH_LIMIT, words));
        }
        if input < SLOW_FPS {
            return Some((&SLOW_SOURCE, pictures));
        }
        (encoded < input * SHARE).then_some((&CPU_LIMIT, pictures))
    }
}

fn told(scene: &Scene, stream: &Stream, leg: LegNo) -> Option<Finding> {
    let worst = scene.worst_of(stream, &PICTURE)?;
    let (number_words, number) = scene.told(stream, worst);
    let means = Means::of(scene, leg);
    let name = scene.name(leg);
    let (rule, certainty, party, line) = if let Some((rule, words)) = means.read() {
        let (what, party) = if rule == &BANDWIDTH_LIMIT {
            ("short of bandwidth", Party::Sender)
        } else if rule == &SLOW_SOURCE {
            ("camera slow", Party::Device)
        } else {
            ("short of CPU", Party::Device)
        };
        let line = format!("{name} {what}: {words}; network clean");
        (rule, Certainty::Likely, party, line)
    } else {
        let line = format!(
            "{name}: {number_words} over a clean network; cannot tell CPU, camera or bandwidth"
        );
        (&CPU_LIMIT, Certainty::Possible, Party::Unknown, line)
    };
    let samples = [means.input, means.encoded, means.available]
        .into_iter()
        .flatten();
    let mut finding = Finding::new(rule, certainty, party, line)
        .brief(format!("{name} {}", rule.title))
        .legs([leg])
        .number(Some(number))
        .proofs([scene.stream_proof(stream)])
        .proofs(samples.map(|(_, row)| scene.sample_proof(row)))
        .proofs(receivers(scene, leg))
        .missing(scene.lacks(Log::Samples, &[leg]));
    finding.numbers.extend(numbers(&means, &name));
    Some(finding)
}

fn numbers(means: &Means, name: &str) -> Vec<Number> {
    let row = |mean: Option<(f64, SampleIx)>, title: &str, unit: &str, scale: f64, limit: &str| {
        mean.map(|(value, _)| Number {
            name: format!("{title}, {name}"),
            value: format!("{:.0} {unit}", value * scale),
            limit: limit.to_owned(),
        })
    };
    [
        row(means.input, "FrameRateInput", "fps", 1.0, ""),
        row(means.encoded, "FrameRateEncoded", "fps", 1.0, ""),
        row(
            means.available,
            "AvailableBitrate",
            "kb/s",
            1e-3,
            "1500 kb/s advised",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Others who received as few pictures.
fn receivers(scene: &Scene, leg: LegNo) -> Vec<Evidence> {
    scene
        .detail
        .streams
        .iter()
        .filter(|stream| {
            stream.direction == Direction::Inbound
                && stream.leg.is_some_and(|other| other != leg)
                && stream.verdict.poor.contains(Dimension::FrameRate)
        })
        .take(2)
        .map(|stream| Evidence {
            word: format!("{}, as few", words::stream_words(scene.detail, stream)),
            ..scene.stream_proof(stream)
        })
        .collect()
}
