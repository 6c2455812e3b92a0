//! Hints: someone spoke while muted, a speaker was off. Never the network, never bad.

use super::device::whole_span;
use super::rules::{MUTED_SPEECH, Rule, SPEAKER_OFF};
use super::scene::Scene;
use super::words;
use super::{Certainty, Evidence, Finding, Party};
use crate::model::call::{DiagnosticRange, LegNo};
use crate::model::diagnostic;

pub(super) fn find(scene: &Scene) -> Vec<Finding> {
    type Key = (&'static Rule, Option<LegNo>);
    let mut groups: Vec<(Key, Vec<&DiagnosticRange>)> = Vec::new();
    for range in &scene.detail.ranges {
        let name = scene.store.text(range.name);
        if !diagnostic::is_hint(name) {
            continue;
        }
        let is_speech = name.to_ascii_lowercase().contains("microphone");
        let key = (
            if is_speech {
                &MUTED_SPEECH
            } else {
                &SPEAKER_OFF
            },
            range.leg,
        );
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, all)) => all.push(range),
            None => groups.push((key, vec![range])),
        }
    }
    groups
        .iter()
        .map(|((rule, leg), ranges)| told(scene, rule, *leg, ranges))
        .collect()
}

fn told(
    scene: &Scene,
    rule: &'static Rule,
    leg: Option<LegNo>,
    ranges: &[&DiagnosticRange],
) -> Finding {
    let lengths = ranges
        .iter()
        .filter_map(|range| range.end.ms_since(range.start));
    let ms: f64 = lengths.sum();
    let whose = words::leg_words(scene.detail, leg);
    let (what, brief) = if rule == &MUTED_SPEECH {
        ("spoke while muted", "spoke muted")
    } else {
        ("had its speaker off", "speaker off")
    };
    let (from, to) = whole_span(scene, ranges);
    let often = match ranges.len() {
        1 => "for".to_owned(),
        count => format!("{} from {},", words::times(count), words::clock(from)),
    };
    let when = match ranges.len() {
        1 => format!(" from {}", words::clock(from)),
        _ => " in all".to_owned(),
    };
    let line = format!(
        "{whose}{what} {often} {}{when}: not the network",
        words::length(ms)
    );
    Finding::new(rule, Certainty::Certain, Party::User, line)
        .brief(format!("{whose}{brief}"))
        .legs(leg)
        .span(from, to)
        .proofs(scene.range_proofs(ranges.iter().copied()))
        .proofs(leg.into_iter().flat_map(|leg| mutes(scene, leg)))
}

/// The user's own switches.
fn mutes(scene: &Scene, leg: LegNo) -> Vec<Evidence> {
    scene
        .operations_named(leg, &["MuteMicrophone", "UnmuteMicrophone"])
        .map(|(row, operation)| {
            let word = format!("{} {}", scene.name(leg), scene.store.text(operation.name));
            scene.operation_proof(row, word)
        })
        .take(2)
        .collect()
}
