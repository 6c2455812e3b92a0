//! What clients reported of their network, as ranges with their recovery.

use super::rules::{
    DIAGNOSTIC_NOT_RECOVERED, DIAGNOSTIC_RECOVERED, NETWORK_NOT_RECOVERED, NETWORK_RECOVERED, Rule,
};
use super::scene::Scene;
use super::words;
use super::{Certainty, Finding, Party};
use crate::model::call::{DiagnosticRange, LegNo};
use crate::model::diagnostic::Subject;
use crate::model::id::TextRef;

pub(super) fn find(scene: &Scene) -> Vec<Finding> {
    if scene.detail.ranges.is_empty() {
        return Vec::new();
    }
    let mut found = grouped(
        scene,
        Subject::Network,
        [&NETWORK_RECOVERED, &NETWORK_NOT_RECOVERED],
    );
    found.extend(grouped(
        scene,
        Subject::Other,
        [&DIAGNOSTIC_RECOVERED, &DIAGNOSTIC_NOT_RECOVERED],
    ));
    found
}

/// One finding for each diagnostic that recovered, and one for each that did not, over all legs.
fn grouped(scene: &Scene, subject: Subject, rules: [&'static Rule; 2]) -> Vec<Finding> {
    type Key = (TextRef, bool);
    let mut groups: Vec<(Key, Vec<&DiagnosticRange>)> = Vec::new();
    for range in scene.ranges_about(subject) {
        let key = (range.name, range.has_recovered);
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, ranges)) => ranges.push(range),
            None => groups.push((key, vec![range])),
        }
    }
    groups
        .into_iter()
        .filter_map(|((_, has_recovered), ranges)| {
            let rule = rules[usize::from(!has_recovered)];
            told(scene, rule, &ranges)
        })
        .collect()
}

fn told(scene: &Scene, rule: &'static Rule, ranges: &[&DiagnosticRange]) -> Option<Finding> {
    let first = ranges
        .iter()
        .max_by_key(|range| (range.worst, std::cmp::Reverse((range.start, range.row))))?;
    let (store, detail) = (scene.store, scene.detail);
    let (leg, name) = (words::leg_words(detail, first.leg), store.text(first.name));
    let mut legs: Vec<LegNo> = ranges.iter().filter_map(|range| range.leg).collect();
    legs.sort_unstable();
    legs.dedup();
    let end = if first.has_recovered {
        let ms = first.end.ms_since(first.start);
        ms.map_or_else(
            || "recovered".to_owned(),
            |ms| format!("recovered after {:.0} s", ms / 1_000.0),
        )
    } else {
        "not recovered".to_owned()
    };
    let line = format!(
        "{leg}{name} {}, {end}{}",
        first.worst.name(),
        words::others(legs.len())
    );
    let (from, to) = scene.range_span(first);
    let party = match name {
        "NetworkSendQuality" => Party::Sender,
        "NetworkReceiveQuality" => Party::Receiver,
        _ if rule == &DIAGNOSTIC_RECOVERED || rule == &DIAGNOSTIC_NOT_RECOVERED => Party::Unknown,
        _ => Party::Network,
    };
    let proofs = scene.range_proofs(ranges.iter().copied());
    Some(
        Finding::new(rule, Certainty::Certain, party, line)
            .brief(format!(
                "{leg}{}",
                name.strip_prefix("Network").unwrap_or(name)
            ))
            .legs(legs)
            .span(from, to)
            .proofs(proofs),
    )
}
