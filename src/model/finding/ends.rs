//! Legs that did not end as they should: broken off by the service, lost to the network, dropped for another reason.

use super::no_media;
use super::rules::{LEG_DROPPED, Log, NETWORK_LOST, SERVER_ERROR};
use super::scene::Scene;
use super::words;
use super::{Certainty, Evidence, Finding, Party};
use crate::model::call::{Leg, LegNo};
use crate::model::end_reason;
use crate::model::facts::end_words;
use crate::model::id::TextRef;

/// Subcodes of a client that lost its network in the call (end-reasons).
const NETWORK_SUBCODES: [&str; 3] = ["3101", "301005", "7"];

/// Diagnostics that tell of a lost network.
const LOST: &[&str] = &["NetworkReconnect", "NoNetwork"];

/// Legs whose records are named as proofs.
const LEGS_NAMED: usize = 12;

/// Legs of one end: code, subcode and category.
type End = (TextRef, TextRef, TextRef);

pub(super) fn find(scene: &Scene) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut groups: Vec<(End, Vec<LegNo>)> = Vec::new();
    for no in scene.detail.dropped() {
        let Some(leg) = scene.detail.leg(no) else {
            continue;
        };
        if no_media::is_told(scene, no) {
            continue;
        }
        if let Some(lost) = lost(scene, no) {
            found.push(lost);
            continue;
        }
        let end = (leg.end_code, leg.end_subcode, leg.result_category);
        match groups.iter_mut().find(|(known, _)| *known == end) {
            Some((_, legs)) => legs.push(no),
            None => groups.push((end, vec![no])),
        }
    }
    found.extend(groups.iter().filter_map(|(_, legs)| broken(scene, legs)));
    found
}

/// True for an end that the service answers for: by its category, else by a code of the 500s.
fn is_server(scene: &Scene, leg: &Leg) -> bool {
    let code = scene.store.text(leg.end_code);
    match leg.result_category.known() {
        Some(category) => scene
            .store
            .text(category)
            .to_ascii_lowercase()
            .contains("server"),
        None => code.len() == 3 && code.starts_with('5'),
    }
}

/// Legs that ended alike.
fn broken(scene: &Scene, legs: &[LegNo]) -> Option<Finding> {
    let (&first, leg) = (legs.first()?, scene.detail.leg(*legs.first()?)?);
    let (code, subcode) = (
        scene.store.text(leg.end_code),
        scene.store.text(leg.end_subcode),
    );
    let is_carrier = end_reason::is_carrier(subcode);
    let (rule, party) = match (is_server(scene, leg), is_carrier) {
        (_, true) => (&LEG_DROPPED, Party::Carrier),
        (true, false) => (&SERVER_ERROR, Party::Server),
        (false, false) if end_reason::is_client(scene.store.text(leg.result_category)) => {
            (&LEG_DROPPED, Party::Device)
        }
        (false, false) => (&LEG_DROPPED, Party::Unknown),
    };
    let mut line = format!(
        "{} dropped {}",
        scene.name(first),
        end_words(scene.store, scene.detail, first)
    );
    if let Some(meaning) = end_reason::meaning(code, subcode) {
        line = format!("{line}: {meaning}");
    }
    line.push_str(&words::others(legs.len()));
    let brief = match legs.len() {
        1 => format!("{} dropped", scene.name(first)),
        count => format!("{count} dropped"),
    };
    let named = legs.iter().take(LEGS_NAMED);
    let proofs = named.flat_map(|&leg| end_proofs(scene, leg));
    let next = end_reason::lookup(code, subcode).map(|reason| reason.next_step);
    let mut finding = Finding::new(rule, Certainty::Certain, party, line)
        .brief(brief)
        .legs(legs.iter().copied())
        .span(leg.end(), leg.end())
        .proofs(proofs)
        .missing(scene.lacks(Log::Operations, legs));
    finding.next = next.filter(|next| !next.is_empty());
    Some(finding)
}

pub(super) fn end_proofs(scene: &Scene, leg: LegNo) -> Vec<Evidence> {
    [scene.leg_proof(leg), scene.end_operation(leg)]
        .into_iter()
        .flatten()
        .collect()
}

/// True when a dropped leg was lost to its network: its code says so, or a diagnostic that stayed.
pub(super) fn is_lost(scene: &Scene, no: LegNo) -> bool {
    scene.detail.leg(no).is_some_and(|leg| {
        let subcode = scene.store.text(leg.end_subcode);
        leg.is_dropped
            && !is_server(scene, leg)
            && (NETWORK_SUBCODES.contains(&subcode)
                || scene
                    .ranges_named(no, LOST)
                    .any(|range| !range.has_recovered))
    })
}

fn lost(scene: &Scene, no: LegNo) -> Option<Finding> {
    let leg = scene.detail.leg(no).filter(|_| is_lost(scene, no))?;
    let (code, subcode) = (
        scene.store.text(leg.end_code),
        scene.store.text(leg.end_subcode),
    );
    let meaning = end_reason::meaning(code, subcode);
    let meaning = meaning.map_or_else(String::new, |meaning| format!(": {meaning}"));
    let line = format!(
        "{} dropped {}{meaning}{}",
        scene.name(no),
        end_words(scene.store, scene.detail, no),
        rejoin_words(scene, no)
    );
    let open = scene
        .ranges_named(no, LOST)
        .filter(|range| !range.has_recovered);
    let diagnostics = scene.range_proofs(open);
    let again = rejoin(scene, no).and_then(|(again, _)| scene.leg_proof(again));
    let again = again.map(|proof| Evidence {
        word: format!("{}: rejoined", proof.word),
        ..proof
    });
    let mut finding = Finding::new(&NETWORK_LOST, Certainty::Certain, Party::Network, line)
        .brief(format!("{} lost", scene.name(no)))
        .legs([no])
        .span(leg.end(), leg.end())
        .proofs(end_proofs(scene, no))
        .proofs(diagnostics)
        .proofs(again)
        .missing(scene.lacks(Log::Operations, &[no]));
    let next = end_reason::lookup(code, subcode).map(|reason| reason.next_step);
    finding.next = next.filter(|next| !next.is_empty());
    Some(finding)
}

/// The next leg of the same endpoint, and how long it was gone, ms.
pub(super) fn rejoin(scene: &Scene, no: LegNo) -> Option<(LegNo, f64)> {
    let leg = scene.detail.leg(no)?;
    let participant = scene.detail.participants.get(leg.participant_no as usize)?;
    let next = *participant.legs.get(leg.leg_no as usize + 1)?;
    let gap = scene.detail.leg(next)?.start.ms_since(leg.end())?;
    (gap >= 0.0).then_some((next, gap))
}

/// `, rejoined after 4 s`, or nothing.
pub(super) fn rejoin_words(scene: &Scene, no: LegNo) -> String {
    rejoin(scene, no).map_or_else(String::new, |(_, gap)| {
        format!(", rejoined after {}", words::length(gap))
    })
}
