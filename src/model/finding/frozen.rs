//! A picture that stood still and nothing told why.

use super::link::still_proofs;
use super::measured::Still;
use super::rules::{Log, VIDEO_FROZEN};
use super::scene::{NEAR_MS, Scene};
use super::{Certainty, Class, Finding, Party};
use crate::model::call::LegNo;
use crate::model::metric::position;

/// Freeze of a received stream, ms a minute, from which on its samples are looked at.
const TELLING_MS: f64 = 500.0;

/// True when a stream says that its picture stood still now and then.
pub(super) fn may_be(scene: &Scene) -> bool {
    position("freeze").is_some_and(|at| {
        let values = scene.store.streams.values();
        let mut streams = scene.detail.streams.iter();
        streams.any(|stream| {
            let freeze = values[stream.row.at()][at].known();
            freeze.is_some_and(|freeze| freeze > TELLING_MS)
        })
    })
}

pub(super) fn find(scene: &Scene, found: &[Finding]) -> Vec<Finding> {
    if !may_be(scene) {
        return Vec::new();
    }
    let stills = scene.stills();
    stills
        .iter()
        .filter(|still| !is_explained(still, found) && !was_stopped(scene, still))
        .map(|still| told(scene, still))
        .collect()
}

/// True when a cause is already told of one of the two legs.
fn is_explained(still: &Still, found: &[Finding]) -> bool {
    found.iter().any(|finding| {
        let is_about = |leg: LegNo| finding.legs.contains(&leg);
        finding.class <= Class::Cause
            && (is_about(still.receiver) || still.sender.is_some_and(is_about))
    })
}

/// True when the sender switched its camera off, or left.
fn was_stopped(scene: &Scene, still: &Still) -> bool {
    let Some(sender) = still.sender else {
        return false;
    };
    scene
        .operations_named(sender, &["StopVideo", "Hangup"])
        .any(|(_, operation)| {
            let time = scene.service_time(Some(sender), operation.time);
            let gap = still.from.ms_since(time);
            gap.is_some_and(|gap| gap.abs() < NEAR_MS)
        })
}

fn told(scene: &Scene, still: &Still) -> Finding {
    let legs: Vec<LegNo> = [still.sender, Some(still.receiver)]
        .into_iter()
        .flatten()
        .collect();
    let sender: Vec<LegNo> = still.sender.into_iter().collect();
    let missing = scene.lacks(Log::Operations, &sender);
    let why = missing.as_ref().map_or_else(String::new, |missing| {
        format!("; cannot tell why without {missing}")
    });
    let line = format!("{}{why}", scene.still_words(still, None));
    Finding::new(&VIDEO_FROZEN, Certainty::Certain, Party::Unknown, line)
        .brief(format!(
            "{} frozen",
            scene.name(still.sender.unwrap_or(still.receiver))
        ))
        .legs(legs)
        .span(still.from, still.to)
        .proofs(still_proofs(scene, [still]))
        .missing(missing)
        .missing(scene.lacks(Log::Streams, &sender))
}
