//! The page or app in the background: on phones the camera stops then. Told only where something stopped meanwhile.

use super::link::still_proofs;
use super::measured::Still;
use super::rules::{Log, PAGE_HIDDEN};
use super::scene::{Scene, is_near};
use super::words;
use super::{Certainty, Finding, Party};
use crate::model::call::{DiagnosticRange, Leg, LegNo};
use crate::model::diagnostic::{self, Subject};
use crate::model::id::OperationIx;
use crate::model::lane::is_named;
use crate::model::value::Time;

/// A stretch in the background.
pub(super) struct Hidden {
    pub(super) leg: LegNo,
    pub(super) from: Time,
    /// Missing when it never came back.
    pub(super) to: Time,
    rows: Vec<OperationIx>,
}

impl Hidden {
    fn span(&self, scene: &Scene) -> (Time, Time) {
        let end = scene.detail.leg(self.leg).map_or(Time::MISSING, Leg::end);
        (self.from, self.to.or(end))
    }
}

/// All stretches of all legs. Where a report does not say which way it went, every second one is the return.
pub(super) fn hidden(scene: &Scene) -> Vec<Hidden> {
    let operations = &scene.store.operations;
    let mut found: Vec<Hidden> = Vec::new();
    for operation in &scene.detail.operations {
        let (row, at) = (operation.row, operation.row.at());
        let Some(leg) = operation
            .leg
            .filter(|_| is_named(scene.store.text(operations.name()[at]), "PageHidden"))
        else {
            continue;
        };
        let time = scene.service_time(Some(leg), operation.time);
        let open = found
            .iter_mut()
            .rfind(|last| last.leg == leg && !last.to.is_known());
        let detail = scene.store.text(operations.detail()[at]);
        match (open, detail.contains("false"), detail.contains("true")) {
            (Some(open), is_back, is_hidden) if is_back || !is_hidden => {
                open.to = time;
                open.rows.push(row);
            }
            (None, false, _) => found.push(Hidden {
                leg,
                from: time,
                to: Time::MISSING,
                rows: vec![row],
            }),
            _ => {}
        }
    }
    found
}

/// True when a diagnostic of a device came while its page was in the background.
pub(super) fn explains(scene: &Scene, hidden: &[Hidden], range: &DiagnosticRange) -> bool {
    let mut of_leg = hidden.iter().filter(|hidden| range.leg == Some(hidden.leg));
    of_leg.any(|hidden| is_during(scene, hidden, range))
}

fn is_during(scene: &Scene, hidden: &Hidden, range: &DiagnosticRange) -> bool {
    let start = scene.service_time(range.leg, range.start);
    is_near(hidden.span(scene), (start, start))
}

pub(super) fn find(scene: &Scene) -> Vec<Finding> {
    // Without a complaint or a picture that stood still nothing was lost.
    if scene.detail.ranges.is_empty() && !super::frozen::may_be(scene) {
        return Vec::new();
    }
    hidden(scene)
        .iter()
        .filter_map(|hidden| told(scene, hidden))
        .collect()
}

fn told(scene: &Scene, hidden: &Hidden) -> Option<Finding> {
    let ranges: Vec<&DiagnosticRange> = scene
        .detail
        .ranges
        .iter()
        .filter(|range| range.leg == Some(hidden.leg) && is_during(scene, hidden, range))
        .filter(|range| {
            let name = scene.store.text(range.name);
            let is_device = matches!(diagnostic::subject(name), Subject::Camera | Subject::Audio);
            is_device && !diagnostic::is_hint(name)
        })
        .collect();
    let stills: Vec<Still> = scene
        .stills()
        .iter()
        .filter(|still| still.sender == Some(hidden.leg))
        .filter(|still| is_near((still.from, still.to), hidden.span(scene)))
        .cloned()
        .collect();
    if ranges.is_empty() && stills.is_empty() {
        return None;
    }
    let length = hidden.to.ms_since(hidden.from);
    let length = length.map_or_else(String::new, |ms| format!(" for {}", words::length(ms)));
    let mut effects: Vec<String> = ranges
        .iter()
        .map(|range| scene.store.text(range.name).to_owned())
        .collect();
    effects.dedup();
    effects.extend(
        stills
            .iter()
            .map(|still| scene.still_words(still, Some(hidden.leg))),
    );
    let line = format!(
        "{} page in the background from {}{length}: {}",
        scene.name(hidden.leg),
        words::clock(hidden.from),
        effects.join(", ")
    );
    let (from, to) = hidden.span(scene);
    let rows = hidden
        .rows
        .iter()
        .map(|&row| scene.operation_proof(row, format!("{} PageHidden", scene.name(hidden.leg))));
    Some(
        Finding::new(&PAGE_HIDDEN, Certainty::Likely, Party::User, line)
            .brief(format!("{} hidden", scene.name(hidden.leg)))
            .legs([hidden.leg])
            .span(from, to)
            .proofs(rows)
            .proofs(scene.range_proofs(ranges.iter().copied()))
            .proofs(still_proofs(scene, &stills))
            .missing(
                stills
                    .is_empty()
                    .then(|| format!("{} of the receivers", Log::Samples.words())),
            ),
    )
}
