//! Clients whose clock lies off the service's: their times are corrected wherever findings compare them.

use super::rules::CLOCK_OFF;
use super::scene::Scene;
use super::words;
use super::{Certainty, Finding, Party};

pub(super) fn find(scene: &Scene) -> Vec<Finding> {
    if scene.detail.operations.is_empty() {
        return Vec::new();
    }
    let off = scene.clocks().iter().filter(|clock| clock.is_off());
    off.map(|clock| {
        let ms = f64::from(clock.seconds.abs()) * 1_000.0;
        let way = if clock.seconds > 0.0 {
            "ahead of"
        } else {
            "behind"
        };
        let line = format!(
            "{} client clock {} {way} the service; its times are corrected here",
            scene.name(clock.leg),
            words::length(ms)
        );
        let word = format!("{} entered, by its own clock", scene.name(clock.leg));
        Finding::new(&CLOCK_OFF, Certainty::Certain, Party::Device, line)
            .brief(format!("{} clock", scene.name(clock.leg)))
            .legs([clock.leg])
            .proofs(scene.leg_proof(clock.leg))
            .proofs([scene.operation_proof(clock.entered, word)])
    })
    .collect()
}
