//! Cameras that did not start, stood still or stopped, by the client's own diagnostics, and what others saw of it.

use super::device::{grouped, party_of, range_words, whole_span};
use super::link::still_proofs;
use super::measured::Still;
use super::page;
use super::rules::{CAMERA_FAILURE, Log};
use super::scene::{Scene, is_near};
use super::words;
use super::{Certainty, Finding};
use crate::model::call::{DiagnosticRange, LegNo};
use crate::model::diagnostic::{self, Subject};

pub(super) fn find(scene: &Scene) -> Vec<Finding> {
    if scene.detail.ranges.is_empty() {
        return Vec::new();
    }
    let mut ranges: Vec<&DiagnosticRange> = scene.ranges_about(Subject::Camera).collect();
    if ranges.is_empty() {
        return Vec::new();
    }
    let hidden = page::hidden(scene);
    ranges.retain(|range| !page::explains(scene, &hidden, range));
    let ranges = ranges.into_iter();
    grouped(ranges, |_| &CAMERA_FAILURE)
        .into_iter()
        .map(|(_, leg, ranges)| told(scene, leg, &ranges))
        .collect()
}

fn told(scene: &Scene, leg: Option<LegNo>, ranges: &[&DiagnosticRange]) -> Finding {
    let whose = words::leg_words(scene.detail, leg);
    let stills = stills(scene, leg, ranges);
    let mut all: Vec<String> = ranges
        .iter()
        .map(|range| range_words(scene, range))
        .collect();
    all.extend(stills.iter().map(|still| scene.still_words(still, leg)));
    let known = ranges
        .iter()
        .find_map(|range| diagnostic::lookup(scene.store.text(range.name)));
    let impact = known
        .filter(|_| stills.is_empty())
        .map_or_else(String::new, |known| format!(": {}", known.impact));
    let line = format!("{whose}camera: {}{impact}", all.join(", "));
    let (from, to) = whole_span(scene, ranges);
    let unseen = stills
        .is_empty()
        .then(|| format!("{} of the receivers", Log::Samples.words()));
    let mut finding = Finding::new(
        &CAMERA_FAILURE,
        Certainty::Certain,
        party_of(scene, ranges),
        line,
    )
    .brief(format!("{whose}camera"))
    .legs(leg)
    .span(from, to)
    .proofs(scene.range_proofs(ranges.iter().copied()))
    .proofs(still_proofs(scene, &stills))
    .missing(unseen.filter(|_| scene.measured().is_empty()));
    finding.next = known.map(|known| known.remedy);
    finding
}

/// What receivers saw while the camera was in trouble.
fn stills(scene: &Scene, leg: Option<LegNo>, ranges: &[&DiagnosticRange]) -> Vec<Still> {
    let spans: Vec<_> = ranges.iter().map(|range| scene.range_span(range)).collect();
    let is_when = |still: &Still| {
        spans
            .iter()
            .any(|&span| is_near((still.from, still.to), span))
    };
    let all = scene.stills().iter();
    all.filter(|still| leg.is_some() && still.sender == leg && is_when(still))
        .cloned()
        .collect()
}
