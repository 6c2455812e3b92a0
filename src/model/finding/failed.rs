//! Operations of clients that did not do what was asked, and recordings that failed.

use super::rules::{OPERATION_FAILED, RECORDING_FAILED};
use super::scene::Scene;
use super::words;
use super::{Certainty, Evidence, Finding, Party};
use crate::model::call::{LegNo, Operation};
use crate::model::end_reason;
use crate::model::id::TextRef;
use crate::model::lane;
use crate::model::side::{SideKind, tell};

/// What failed alike: name, code, subcode.
type Key = (TextRef, TextRef, TextRef);

/// Records named as proofs of one failure.
const NAMED: usize = 12;

pub(super) fn find(scene: &Scene) -> Vec<Finding> {
    let mut groups: Vec<(Key, Vec<&Operation>)> = Vec::new();
    let operations = &scene.store.operations;
    for operation in &scene.detail.operations {
        if !lane::has_failed_at(scene.store, operation.row) {
            continue;
        }
        let at = operation.row.at();
        let key = (
            operations.name()[at],
            operations.code()[at],
            operations.subcode()[at],
        );
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, all)) => all.push(operation),
            None => groups.push((key, vec![operation])),
        }
    }
    let mut found: Vec<Finding> = groups
        .iter()
        .filter_map(|(_, all)| failed(scene, all))
        .collect();
    found.extend(recordings(scene));
    found
}

fn failed(scene: &Scene, all: &[&Operation]) -> Option<Finding> {
    let first = all.first()?;
    let row = scene.store.operations.get(first.row.at());
    let leg = words::leg_words(scene.detail, first.leg);
    let name = scene.store.text(row.name);
    let mut line = format!("{leg}{name} {}", lane::result_words(scene.store, &row));
    if let Some(code) = row.code.known() {
        let meaning = end_reason::meaning(scene.store.text(code), scene.store.text(row.subcode));
        if let Some(meaning) = meaning {
            line = format!("{line}: {meaning}");
        }
    }
    let mut legs: Vec<LegNo> = all.iter().filter_map(|operation| operation.leg).collect();
    legs.sort_unstable();
    legs.dedup();
    if all.len() > legs.len().max(1) {
        line = format!("{line}, {}", words::times(all.len()));
    }
    line.push_str(&words::others(legs.len()));
    let time = scene.service_time(first.leg, first.time);
    let proofs = all.iter().take(NAMED).map(|operation| {
        let leg = words::leg_words(scene.detail, operation.leg);
        scene.operation_proof(operation.row, format!("{leg}{name} failed"))
    });
    Some(
        Finding::new(&OPERATION_FAILED, Certainty::Certain, Party::Unknown, line)
            .brief(format!("{leg}{name}"))
            .legs(legs)
            .span(time, time)
            .proofs(proofs),
    )
}

fn recordings(scene: &Scene) -> Vec<Finding> {
    let rows = scene
        .detail
        .side
        .iter()
        .filter(|row| matches!(row.kind, SideKind::Recording | SideKind::RecordingRequest));
    rows.filter_map(|row| {
        let told = tell(scene.store, row);
        told.has_failed.then(|| {
            let line = format!("{} {} {}", told.name, told.result, told.text);
            let proof = Evidence {
                source: row.source,
                word: told.name.clone(),
            };
            Finding::new(
                &RECORDING_FAILED,
                Certainty::Certain,
                Party::Unknown,
                line.trim_end().to_owned(),
            )
            .span(row.from, row.to)
            .proofs([proof])
        })
    })
    .collect()
}
