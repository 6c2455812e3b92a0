//! Measures beyond their limits, one finding for each dimension over all streams: the numbers as the log has them.

use super::rules::{self, Rule};
use super::scene::Scene;
use super::words;
use super::{Certainty, Finding, Party};
use crate::model::call::{LegNo, Stream};
use crate::model::metric::{Dimension, METRICS, Statistic};
use crate::model::rows::Direction;
use crate::model::verdict::StreamClass;

/// Numbers of a finding; a meeting of hundreds of legs has as many.
const NUMBERS: usize = 12;

pub(super) fn find(scene: &Scene) -> Vec<Finding> {
    let verdict = &scene.detail.verdict;
    if verdict.poor_streams == 0 && verdict.burst_streams == 0 {
        return Vec::new();
    }
    let mut found: Vec<(f64, Finding)> = Vec::new();
    for dimension in Dimension::ALL {
        let poor = rules::poor(dimension).and_then(|rule| beyond(scene, rule, dimension, false));
        let burst = rules::burst(dimension).and_then(|rule| beyond(scene, rule, dimension, true));
        found.extend(poor);
        found.extend(burst);
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, finding)| finding).collect()
}

/// A stream with a value beyond its limit, and how far.
struct Beyond<'a> {
    stream: &'a Stream,
    at: usize,
    value: f64,
    excess: f64,
}

fn beyond(
    scene: &Scene,
    rule: &'static Rule,
    dimension: Dimension,
    is_maximum: bool,
) -> Option<(f64, Finding)> {
    let mut all: Vec<Beyond> = scene
        .detail
        .streams
        .iter()
        .filter(|stream| counts(stream, dimension, is_maximum))
        .filter_map(|stream| of_stream(scene, stream, dimension, is_maximum))
        .collect();
    all.sort_by(|a, b| b.excess.total_cmp(&a.excess));
    let worst = all.first()?;
    let mut legs: Vec<LegNo> = all.iter().filter_map(|beyond| beyond.stream.leg).collect();
    legs.sort_unstable();
    legs.dedup();
    let line = if is_maximum {
        burst_line(scene, worst, legs.len())
    } else {
        poor_line(scene, worst, legs.len())
    };
    let metric = &METRICS[worst.at];
    let near = match legs.len() {
        0 | 1 => words::way_words(scene.detail, worst.stream),
        several => format!("{several} legs"),
    };
    let numbers = all.iter().take(NUMBERS).map(|beyond| {
        let of = (beyond.at, beyond.value);
        scene.told(beyond.stream, of).1
    });
    let mut finding = Finding::new(rule, Certainty::Certain, party(&all), line)
        .brief(format!(
            "{} {}",
            words::brief_title(metric),
            near.trim_end()
        ))
        .legs(legs)
        .proofs(all.iter().map(|beyond| scene.stream_proof(beyond.stream)));
    finding.numbers.extend(numbers);
    Some((worst.excess, finding))
}

/// A maximum counts where the average of the same dimension is fine.
fn counts(stream: &Stream, dimension: Dimension, is_maximum: bool) -> bool {
    let verdict = &stream.verdict;
    match (verdict.class, is_maximum) {
        (StreamClass::Poor, false) => verdict.poor.contains(dimension),
        (StreamClass::Poor | StreamClass::Burst, true) => {
            verdict.burst.contains(dimension) && !verdict.poor.contains(dimension)
        }
        _ => false,
    }
}

fn of_stream<'a>(
    scene: &Scene,
    stream: &'a Stream,
    dimension: Dimension,
    is_maximum: bool,
) -> Option<Beyond<'a>> {
    (0..METRICS.len())
        .filter(|&at| {
            METRICS[at].dimension == Some(dimension)
                && METRICS[at].statistic != Statistic::Count
                && (METRICS[at].statistic == Statistic::Maximum) == is_maximum
        })
        .find_map(|at| {
            let value = scene.value(stream, at)?;
            let is_beyond = scene.limits().is_beyond(at, value, stream.media);
            is_beyond.then(|| Beyond {
                stream,
                at,
                value,
                excess: scene.excess(at, value, stream),
            })
        })
}

fn poor_line(scene: &Scene, worst: &Beyond, legs: usize) -> String {
    let place = if legs > 1 {
        format!("{legs} of {} legs", scene.detail.legs.len())
    } else {
        words::stream_words(scene.detail, worst.stream)
    };
    format!(
        "{} on {place} (limit {})",
        scene.told(worst.stream, (worst.at, worst.value)).0,
        words::limit(scene.limits(), worst.at, worst.stream.media)
    )
}

fn burst_line(scene: &Scene, worst: &Beyond, legs: usize) -> String {
    let average = scene.value(worst.stream, worst.at - 1);
    let average = average.map_or_else(String::new, |average| {
        format!(", avg {}", words::number(&METRICS[worst.at], average))
    });
    format!(
        "{}{average}: burst, {}{}",
        scene.told(worst.stream, (worst.at, worst.value)).0,
        words::stream_words(scene.detail, worst.stream),
        words::others(legs)
    )
}

/// One direction only tells the side it was measured at, nothing more.
fn party(all: &[Beyond]) -> Party {
    let is_all = |direction| {
        all.iter()
            .all(|beyond| beyond.stream.direction == direction)
    };
    if is_all(Direction::Inbound) {
        Party::Receiver
    } else if is_all(Direction::Outbound) {
        Party::Sender
    } else {
        Party::Unknown
    }
}
