//! Media over TCP: what is left when UDP does not get through, and rougher for it.

use super::link::{NETWORK, Ways};
use super::rules::TCP_FALLBACK;
use super::scene::Scene;
use super::words;
use super::{Certainty, Finding, Party};
use crate::model::call::{LegNo, Stream};

/// The ports to open (end-reasons 410/3112, user-facing-diagnostics).
const NEXT: &str = "Open UDP 3478-3481 to the ACS relays.";

fn is_tcp(scene: &Scene, stream: &Stream) -> bool {
    let transport = scene.store.streams.transport()[stream.row.at()];
    scene
        .store
        .text(transport)
        .to_ascii_uppercase()
        .contains("TCP")
}

/// True when a leg's bad streams went over TCP, which then is what is told of them.
pub(super) fn is_told(scene: &Scene, ways: &Ways, leg: LegNo) -> bool {
    !bad(scene, ways, leg).is_empty()
}

fn bad<'a>(scene: &Scene, ways: &Ways<'a>, leg: LegNo) -> Vec<&'a Stream> {
    let both = ways.of_leg(leg).into_iter().flatten();
    both.flat_map(|way| way.poor.iter().chain(&way.burst))
        .copied()
        .filter(|stream| is_tcp(scene, stream))
        .collect()
}

pub(super) fn find(scene: &Scene) -> Vec<Finding> {
    let verdict = &scene.detail.verdict;
    if verdict.poor_streams == 0 && verdict.burst_streams == 0 {
        return Vec::new();
    }
    let ways = Ways::of(scene);
    let legs = scene.leg_numbers();
    legs.filter_map(|leg| told(scene, &ways, leg)).collect()
}

fn told(scene: &Scene, ways: &Ways, leg: LegNo) -> Option<Finding> {
    let bad = bad(scene, ways, leg);
    let numbers = bad
        .iter()
        .filter_map(|stream| Some((*stream, scene.worst_of(stream, &NETWORK)?)));
    let (stream, worst) = numbers.max_by(|a, b| {
        let excess =
            |&(stream, (at, value)): &(&Stream, (usize, f64))| scene.excess(at, value, stream);
        excess(a).total_cmp(&excess(b))
    })?;
    let (on_udp, also_bad): (Vec<LegNo>, Vec<LegNo>) = scene
        .leg_numbers()
        .filter(|&no| no != leg && scene.detail.streams_of(no).any(|(_, s)| !is_tcp(scene, s)))
        .partition(|&no| ways.is_clean(no));
    let (words, number) = scene.told(stream, worst);
    let others = match on_udp.as_slice() {
        [] => String::new(),
        legs => format!("; {} on UDP clean", words::names(scene.detail, legs)),
    };
    let line = format!(
        "{} on TCP, UDP did not get through: {words} (limit {}){others}",
        scene.name(leg),
        number.limit
    );
    let against = (!also_bad.is_empty()).then(|| {
        format!(
            "{} on UDP is poor as well",
            words::names(scene.detail, &also_bad)
        )
    });
    let certainty = if against.is_some() {
        Certainty::Possible
    } else {
        Certainty::Likely
    };
    let mut finding = Finding::new(&TCP_FALLBACK, certainty, Party::Network, line)
        .brief(format!("{} TCP", scene.name(leg)))
        .legs([leg])
        .number(Some(number))
        .proofs(bad.iter().map(|stream| scene.stream_proof(stream)))
        .against(against);
    finding.next = Some(NEXT);
    Some(finding)
}
