//! Devices that failed, by the client's own diagnostics: microphone, speaker, screen capture.

use super::rules::{MICROPHONE_FAILURE, Rule, SCREEN_FAILURE, SPEAKER_FAILURE};
use super::scene::Scene;
use super::words;
use super::{Certainty, Finding, Party};
use crate::model::call::{DiagnosticRange, LegNo};
use crate::model::diagnostic::{self, Subject};
use crate::model::value::Time;

pub(super) fn find(scene: &Scene) -> Vec<Finding> {
    if scene.detail.ranges.is_empty() {
        return Vec::new();
    }
    let subjects = [Subject::Audio, Subject::Screen];
    let ranges = subjects
        .into_iter()
        .flat_map(|subject| scene.ranges_about(subject));
    grouped(ranges, |range| rule_of(scene, range))
        .into_iter()
        .map(|(rule, leg, ranges)| told(scene, rule, leg, &ranges))
        .collect()
}

fn rule_of(scene: &Scene, range: &DiagnosticRange) -> &'static Rule {
    let name = scene.store.text(range.name).to_ascii_lowercase();
    match diagnostic::subject(&name) {
        Subject::Screen => &SCREEN_FAILURE,
        _ if name.contains("speaker") => &SPEAKER_FAILURE,
        _ => &MICROPHONE_FAILURE,
    }
}

/// Diagnostics of one leg that one rule tells of.
type Group<'a> = (&'static Rule, Option<LegNo>, Vec<&'a DiagnosticRange>);

pub(super) fn grouped<'a>(
    ranges: impl Iterator<Item = &'a DiagnosticRange>,
    rule_of: impl Fn(&DiagnosticRange) -> &'static Rule,
) -> Vec<Group<'a>> {
    let mut groups: Vec<Group> = Vec::new();
    for range in ranges {
        let rule = rule_of(range);
        let known = groups
            .iter_mut()
            .find(|(known, leg, _)| *known == rule && *leg == range.leg);
        match known {
            Some((.., all)) => all.push(range),
            None => groups.push((rule, range.leg, vec![range])),
        }
    }
    groups
}

/// `CameraFreeze 20 s from 01:25:04`, `MicrophoneNotFunctioning from 10:00:12, not recovered`.
pub(super) fn range_words(scene: &Scene, range: &DiagnosticRange) -> String {
    let name = scene.store.text(range.name);
    let (from, _) = scene.range_span(range);
    match range.end.ms_since(range.start) {
        Some(ms) if range.has_recovered => {
            format!("{name} {} from {}", words::length(ms), words::clock(from))
        }
        _ => format!("{name} from {}, not recovered", words::clock(from)),
    }
}

/// From the first to the last of some diagnostics.
pub(super) fn whole_span(scene: &Scene, ranges: &[&DiagnosticRange]) -> (Time, Time) {
    let spans = ranges.iter().map(|range| scene.range_span(range));
    spans.fold((Time::MISSING, Time::MISSING), |all, span| {
        (all.0.earlier(span.0), all.1.max(span.1))
    })
}

/// A denied permission is the user's or the system's, all else the device's.
pub(super) fn party_of(scene: &Scene, ranges: &[&DiagnosticRange]) -> Party {
    let is_denied = |range: &&DiagnosticRange| {
        let name = scene.store.text(range.name);
        name.contains("Permission") || name.contains("Disabled")
    };
    if ranges.iter().all(is_denied) {
        Party::User
    } else {
        Party::Device
    }
}

fn told(
    scene: &Scene,
    rule: &'static Rule,
    leg: Option<LegNo>,
    ranges: &[&DiagnosticRange],
) -> Finding {
    let whose = words::leg_words(scene.detail, leg);
    let all: Vec<String> = ranges
        .iter()
        .map(|range| range_words(scene, range))
        .collect();
    let known = ranges
        .iter()
        .find_map(|range| diagnostic::lookup(scene.store.text(range.name)));
    let impact = known.map_or_else(String::new, |known| format!(": {}", known.impact));
    let line = format!("{whose}{}: {}{impact}", rule.title, all.join(", "));
    let (from, to) = whole_span(scene, ranges);
    let mut finding = Finding::new(rule, Certainty::Certain, party_of(scene, ranges), line)
        .brief(format!("{whose}{}", rule.title))
        .legs(leg)
        .span(from, to)
        .proofs(scene.range_proofs(ranges.iter().copied()));
    finding.next = known.map(|known| known.remedy);
    finding
}
