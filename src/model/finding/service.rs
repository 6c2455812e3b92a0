//! What a bot asked of the service and did not get, and whether the call ended just after.

use super::rules::AUTOMATION_FAILED;
use super::scene::Scene;
use super::words;
use super::{Certainty, Evidence, Finding, Party};
use crate::model::call::LegNo;
use crate::model::id::IdRef;
use crate::model::side::{SideKind, SideRow, Told, path_of, tell};
use crate::model::value::{Num, Time};

/// A hang-up within this time after a failure is its consequence, ms.
const SOON_MS: f64 = 30_000.0;

pub(super) fn find(scene: &Scene) -> Vec<Finding> {
    let rows = || {
        scene
            .detail
            .side
            .iter()
            .filter(|row| matches!(row.kind, SideKind::Request | SideKind::Outcome))
    };
    let mut met: Vec<IdRef> = Vec::new();
    rows()
        .filter_map(|row| {
            let told = tell(scene.store, row);
            let operation = operation_of(scene, row);
            // A request and its outcome are one failure.
            if !told.has_failed || operation.is_known() && met.contains(&operation) {
                return None;
            }
            met.push(operation);
            let twin = rows().find(|other| {
                operation.is_known()
                    && other.source != row.source
                    && operation_of(scene, other) == operation
            });
            Some(failed(scene, row, &told, twin))
        })
        .collect()
}

fn operation_of(scene: &Scene, row: &SideRow) -> IdRef {
    let (side, at) = (&scene.store.side, row.row as usize);
    match row.kind {
        SideKind::Request => side.requests.operation()[at],
        SideKind::Outcome => side.outcomes.operation()[at],
        _ => IdRef::MISSING,
    }
}

fn failed(scene: &Scene, row: &SideRow, told: &Told, twin: Option<&SideRow>) -> Finding {
    let path = path(scene, row).or_else(|| twin.and_then(|twin| path(scene, twin)));
    let status = status(scene, row).or_else(|| twin.and_then(|twin| status(scene, twin)));
    let leg = row.leg.or_else(|| twin.and_then(|twin| twin.leg));
    let name = told.name.trim_end_matches(" ended");
    let result = told.result.as_str();
    let status = status.filter(|status| !result.contains(status.as_str()));
    let mut parts = vec![name.to_owned(), result.to_owned()];
    parts.extend(status);
    let mut line = parts.join(" ").trim_end().to_owned();
    let end = end_after(scene, row.from);
    if let Some(end) = &end {
        line = format!(
            "{line}, {} before {}",
            words::length(end.after_ms),
            end.word
        );
    }
    line.extend(path.map(|path| format!(": {path}")));
    let whose = leg.map_or_else(|| "leg not named".to_owned(), |leg| scene.name(leg));
    line = format!("{line}, {whose}");
    let proof = |row: &SideRow, word: &str| Evidence {
        source: row.source,
        word: word.to_owned(),
    };
    let certainty = if end.is_some() {
        Certainty::Likely
    } else {
        Certainty::Certain
    };
    let other = match row.kind {
        SideKind::Outcome => "the request (call automation operational log)",
        _ => "the outcome (call automation media summary)",
    };
    let is_half = twin.is_none() && operation_of(scene, row).is_known();
    let missing = is_half.then_some(other);
    Finding::new(&AUTOMATION_FAILED, certainty, Party::Application, line)
        .brief(format!("{name} failed"))
        .legs(leg)
        .span(row.from, row.to)
        .proofs([proof(row, &format!("{name} {result}"))])
        .proofs(twin.map(|twin| proof(twin, name)))
        .proofs(end.and_then(|end| end.proof))
        .missing(missing.map(str::to_owned))
}

fn path(scene: &Scene, row: &SideRow) -> Option<String> {
    let uri = match row.kind {
        SideKind::Request => scene.store.side.requests.uri()[row.row as usize],
        _ => return None,
    };
    let path = path_of(scene.store.text(uri));
    (!path.is_empty()).then(|| path.to_owned())
}

/// The HTTP status.
fn status(scene: &Scene, row: &SideRow) -> Option<String> {
    let (side, at) = (&scene.store.side, row.row as usize);
    let status: Num = match row.kind {
        SideKind::Request => side.requests.signature()[at],
        SideKind::Outcome => side.outcomes.signature()[at],
        _ => return None,
    };
    status.known().map(|status| format!("{status}"))
}

/// What ended the call.
struct End {
    after_ms: f64,
    word: String,
    proof: Option<Evidence>,
}

/// The hang-up soon after a moment: the bot's own request, else the end of the call.
fn end_after(scene: &Scene, time: Time) -> Option<End> {
    let soon = |at: Time| at.ms_since(time).filter(|ms| (0.0..=SOON_MS).contains(ms));
    let side = &scene.store.side;
    let hang_up = scene.detail.side_of(SideKind::Request).find_map(|row| {
        let name = scene.store.text(side.requests.name()[row.row as usize]);
        let lower = name.to_ascii_lowercase();
        let is_end = ["hangup", "hang up", "terminate"]
            .iter()
            .any(|word| lower.contains(word));
        let after_ms = soon(row.from).filter(|_| is_end)?;
        Some(End {
            after_ms,
            word: format!("{name} by the bot"),
            proof: Some(Evidence {
                source: row.source,
                word: name.to_owned(),
            }),
        })
    });
    hang_up.or_else(|| {
        let ends = scene.detail.legs.iter().zip(0..);
        let (end, leg) = ends
            .filter(|(leg, _)| leg.end().is_known())
            .map(|(leg, no)| (leg.end(), LegNo(no)))
            .max()?;
        Some(End {
            after_ms: soon(end)?,
            word: "the end of the call".to_owned(),
            proof: scene.leg_proof(leg),
        })
    })
}
