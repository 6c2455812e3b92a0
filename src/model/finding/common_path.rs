//! Most legs bad in the same measure: what they share, the service's side or a network between, is the likelier cause.

use super::link::{Way, Ways};
use super::measured::Asked;
use super::rules::{COMMON_PATH, Log};
use super::scene::Scene;
use super::words;
use super::{Certainty, Evidence, Finding, Party};
use crate::model::call::{LegNo, Stream};
use crate::model::id::SampleIx;
use crate::model::metric::{Dimension, METRICS, position};
use crate::model::value::Time;

/// Fewer bad legs than this share nothing but chance.
const LEAST: usize = 3;

/// What is compared, the most telling first, with the measure of the streams and of the statistics.
const COMPARED: [(Dimension, &str, Option<Asked>); 3] = [
    (Dimension::Rtt, "rtt_avg", Some(Asked::RoundTrip)),
    (Dimension::Loss, "loss_avg", None),
    (Dimension::Jitter, "jitter_avg", Some(Asked::Jitter)),
];

/// Streams named as proofs.
const STREAMS_NAMED: usize = 12;

/// Legs that are bad together.
pub(super) struct Shared {
    pub(super) legs: Vec<LegNo>,
    clean: Vec<LegNo>,
    judged: usize,
    compared: usize,
}

/// The measure in which most legs are poor, if there is one.
pub(super) fn shared(scene: &Scene, ways: &Ways) -> Option<Shared> {
    if scene.detail.verdict.poor_streams < LEAST as u32 {
        return None;
    }
    let judged: Vec<LegNo> = scene
        .leg_numbers()
        .filter(|&leg| {
            ways.of_leg(leg)
                .is_some_and(|both| both.iter().any(Way::is_judged))
        })
        .collect();
    let found = COMPARED
        .iter()
        .enumerate()
        .map(|(compared, &(dimension, ..))| {
            let (legs, clean): (Vec<LegNo>, Vec<LegNo>) = judged
                .iter()
                .partition(|&&leg| !poor_in(ways, leg, dimension).is_empty());
            Shared {
                legs,
                clean,
                judged: judged.len(),
                compared,
            }
        });
    found
        .filter(|shared| shared.legs.len() >= LEAST && shared.legs.len() * 2 > shared.judged)
        .max_by_key(|shared| (shared.legs.len(), std::cmp::Reverse(shared.compared)))
}

fn poor_in<'a>(ways: &Ways<'a>, leg: LegNo, dimension: Dimension) -> Vec<&'a Stream> {
    let both = ways.of_leg(leg).into_iter().flatten();
    both.flat_map(|way| &way.poor)
        .filter(|stream| stream.verdict.poor.contains(dimension))
        .copied()
        .collect()
}

pub(super) fn find(scene: &Scene) -> Vec<Finding> {
    if scene.detail.verdict.poor_streams < LEAST as u32 {
        return Vec::new();
    }
    let ways = Ways::of(scene);
    let shared = shared(scene, &ways);
    let told = shared.and_then(|shared| told(scene, &ways, &shared));
    told.into_iter().collect()
}

fn told(scene: &Scene, ways: &Ways, shared: &Shared) -> Option<Finding> {
    let (dimension, name, asked) = COMPARED[shared.compared];
    let at = position(name)?;
    let streams: Vec<&Stream> = shared
        .legs
        .iter()
        .flat_map(|&leg| poor_in(ways, leg, dimension))
        .collect();
    let valued = streams
        .iter()
        .filter_map(|stream| Some((*stream, scene.value(stream, at)?)));
    let (stream, value) = valued.max_by(|a, b| a.1.total_cmp(&b.1))?;
    let moment = asked.and_then(|asked| moment(scene, shared, asked, at, stream));
    let when = moment.as_ref().map_or_else(
        || ", averages only".to_owned(),
        |(time, _)| format!(" from {}", words::clock(*time)),
    );
    let clean = match shared.clean.as_slice() {
        [] => String::new(),
        legs => format!("; not {}", words::names(scene.detail, legs)),
    };
    let metric = &METRICS[at];
    let line = format!(
        "{} {} on {} of {} legs{when}: server side or common path{clean} (limit {})",
        metric.title,
        words::number(metric, value),
        shared.legs.len(),
        scene.detail.legs.len(),
        words::limit(scene.limits(), at, stream.media)
    );
    let samples = moment.iter().flat_map(|(_, rows)| rows.clone());
    let clean = shared
        .clean
        .iter()
        .filter_map(|&leg| clean_proof(scene, ways, leg));
    let from = moment.as_ref().map_or(Time::MISSING, |(time, _)| *time);
    let unaffected = (!shared.clean.is_empty()).then(|| {
        format!(
            "{} inside the limit",
            words::names(scene.detail, &shared.clean)
        )
    });
    Some(
        Finding::new(&COMMON_PATH, Certainty::Likely, Party::CommonPath, line)
            .brief(format!("{} {} legs", metric.title, shared.legs.len()))
            .legs(shared.legs.iter().copied())
            .span(from, Time::MISSING)
            .number(Some(scene.told(stream, (at, value)).1))
            .proofs(
                streams
                    .iter()
                    .take(STREAMS_NAMED)
                    .map(|stream| scene.stream_proof(stream)),
            )
            .proofs(samples.map(|row| scene.sample_proof(row)))
            .proofs(clean)
            .against(unaffected)
            .missing(asked.and_then(|_| scene.lacks(Log::Samples, &shared.legs))),
    )
}

fn clean_proof(scene: &Scene, ways: &Ways, leg: LegNo) -> Option<Evidence> {
    let both = ways.of_leg(leg)?;
    let stream = both.iter().find_map(|way| way.clean.first())?;
    Some(Evidence {
        word: format!("{}, clean", words::stream_words(scene.detail, stream)),
        ..scene.stream_proof(stream)
    })
}

/// The moment from which most of the bad legs with statistics are beyond the limit, with the samples that say so.
fn moment(
    scene: &Scene,
    shared: &Shared,
    asked: Asked,
    at: usize,
    stream: &Stream,
) -> Option<(Time, Vec<SampleIx>)> {
    let limit = scene.limits().of(at, stream.media)?;
    let mut first: Vec<(Time, SampleIx)> = shared
        .legs
        .iter()
        .filter_map(|&leg| {
            let series = scene
                .series(asked)
                .iter()
                .filter(|series| series.leg == leg);
            let points = series.filter_map(|series| series.first_beyond(limit));
            points.map(|point| (point.time, point.row)).min()
        })
        .collect();
    first.sort_unstable();
    let (time, _) = *first.get(first.len() / 2)?;
    Some((
        time,
        first.into_iter().map(|(_, row)| row).take(LEAST).collect(),
    ))
}
