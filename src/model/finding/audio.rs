//! Sound one way only: one side sent none, or nothing came out of its microphone.
//!
//! Of a P2P call only outbound streams are logged; a side without an outbound audio stream sent nothing that anybody saw.
//! A silent leg of a group may only have listened: it needs a word of its client.

use super::rules::{Log, ONE_WAY_AUDIO};
use super::scene::Scene;
use super::words;
use super::{Certainty, Evidence, Finding, Party};
use crate::model::call::{DiagnosticRange, LegNo, Stream};
use crate::model::metric::position;
use crate::model::rows::{CallKind, Direction, Media};

/// Shorter stays need not have had any sound, s.
const LEAST_S: f64 = 10.0;

/// Diagnostics of a microphone that gives nothing.
const SILENT: &[&str] = &[
    "MicrophoneNotFunctioning",
    "MicrophoneNotFunctioningDeviceInUse",
    "NoMicrophoneDevicesEnumerated",
    "MicrophonePermissionDenied",
    "MicrophoneMuteUnexpectedly",
];

pub(super) fn find(scene: &Scene) -> Vec<Finding> {
    let streams = &scene.detail.streams;
    if streams.is_empty() || scene.detail.legs.len() < 2 {
        return Vec::new();
    }
    let mut sends = vec![false; scene.detail.legs.len()];
    let mut empty: Vec<&Stream> = Vec::new();
    for stream in streams {
        let leg = stream
            .leg
            .filter(|_| stream.media == Media::Audio && stream.direction == Direction::Outbound);
        let Some(leg) = leg else { continue };
        if is_empty(scene, stream) {
            empty.push(stream);
        } else if let Some(sends) = sends.get_mut(leg.0 as usize) {
            *sends = true;
        }
    }
    if !sends.contains(&true) {
        return Vec::new();
    }
    let silent = scene.leg_numbers().filter(|leg| !sends[leg.0 as usize]);
    silent
        .filter(|&leg| has_stayed(scene, leg))
        .filter_map(|leg| told(scene, leg, &sends, &empty))
        .collect()
}

/// True for a stream that carried no packet at all.
fn is_empty(scene: &Scene, stream: &Stream) -> bool {
    position("packets")
        .and_then(|at| scene.value(stream, at))
        .is_some_and(|packets| packets < 1.0)
}

fn has_stayed(scene: &Scene, no: LegNo) -> bool {
    scene.detail.leg(no).is_some_and(|leg| {
        leg.duration_s
            .known()
            .or(scene.detail.duration_s.known())
            .is_some_and(|seconds| seconds >= LEAST_S)
    })
}

fn told(scene: &Scene, leg: LegNo, sends: &[bool], empty: &[&Stream]) -> Option<Finding> {
    let ranges: Vec<&DiagnosticRange> = scene.ranges_named(leg, SILENT).collect();
    let is_p2p = scene.detail.kind == CallKind::P2p;
    let own_empty = empty.iter().find(|stream| stream.leg == Some(leg));
    let has_any = scene.detail.streams_of(leg).next().is_some();
    // A silent leg of a group may only have listened; one without any record may not have been logged.
    if ranges.is_empty() && !(is_p2p || own_empty.is_some()) || !(is_p2p || has_any) {
        return None;
    }
    let mute = muted(scene, leg);
    let name = scene.name(leg);
    let sent = match own_empty {
        Some(_) => format!("{name} audio out carried no packet"),
        None => format!("{name} sent no audio stream"),
    };
    let logged = if is_p2p {
        " (P2P: only outbound streams are logged)"
    } else {
        ""
    };
    let cause = ranges.first().map_or_else(String::new, |range| {
        format!(": {}", scene.store.text(range.name))
    });
    let (certainty, party) = match (ranges.is_empty(), mute.is_some()) {
        (false, _) => (Certainty::Certain, Party::Device),
        (true, true) => (Certainty::Possible, Party::User),
        (true, false) => (Certainty::Likely, Party::Unknown),
    };
    let others = scene.detail.streams.iter().filter(|stream| {
        stream.media == Media::Audio
            && stream.direction == Direction::Outbound
            && stream
                .leg
                .is_some_and(|leg| sends.get(leg.0 as usize) == Some(&true))
    });
    Some(
        Finding::new(
            &ONE_WAY_AUDIO,
            certainty,
            party,
            format!("{sent}{logged}{cause}"),
        )
        .brief(format!("{name} no audio"))
        .legs([leg])
        .proofs(own_empty.map(|stream| scene.stream_proof(stream)))
        .proofs(scene.range_proofs(ranges.iter().copied()))
        .proofs(others.take(2).map(|stream| scene.stream_proof(stream)))
        .proofs(scene.leg_proof(leg))
        .against(
            mute.iter()
                .map(|_| format!("{name} had its microphone muted")),
        )
        .proofs(mute)
        .missing(scene.lacks(Log::Operations, &[leg])),
    )
}

/// A microphone that its user switched off and never on again.
fn muted(scene: &Scene, leg: LegNo) -> Option<Evidence> {
    let switches = scene.operations_named(leg, &["MuteMicrophone", "UnmuteMicrophone"]);
    let (row, operation) = switches.last()?;
    let name = scene.store.text(operation.name);
    let word = format!("{}{name}", words::leg_words(scene.detail, Some(leg)));
    (!name.to_ascii_lowercase().starts_with("un")).then(|| scene.operation_proof(row, word))
}
