//! Further stories: one for each kind of cause that the first ones leave out. They are not in the demo set.

use crate::build::{MINUTE, Party, SECOND, World, bare_call, call};
use crate::plan::{Call, End, Endpoint, Media, Millis, Stats};
use crate::population::{ANDROID, CHROME, EDGE, IPHONE, USERS, WINDOWS};
use crate::rng::Rng;
use crate::stories::{focus, report};
use crate::stories_media::stop;

/// P1 receives badly all the time; what the others send reaches the server well.
pub(crate) fn downlink(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [
        Party::audio(EDGE),
        Party::audio(CHROME),
        Party::audio(IPHONE),
    ];
    let mut call = call(rng, world, false, (start, 612 * SECOND), &parties);
    report(world, &mut call);
    let leg = &mut call.legs[0];
    for stream in leg.streams.iter_mut().filter(|stream| !stream.outbound) {
        stream.base.loss = 0.16;
        stream.base.jitter = 41.0;
    }
    let seen = start + 74 * SECOND;
    leg.ufd(
        "NetworkReceiveQuality",
        &[(seen, "Bad"), (seen + 61 * SECOND, "Good")],
    );
    vec![call]
}

/// P1 loses packets both ways: its own access network.
pub(crate) fn access_network(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [
        Party::audio(ANDROID),
        Party::audio(CHROME),
        Party::audio(WINDOWS),
    ];
    let mut call = call(rng, world, false, (start, 430 * SECOND), &parties);
    report(world, &mut call);
    let leg = &mut call.legs[0];
    for stream in &mut leg.streams {
        stream.base.loss = 0.15;
    }
    let seen = start + 52 * SECOND;
    for name in ["NetworkSendQuality", "NetworkReceiveQuality"] {
        leg.ufd(name, &[(seen, "Poor"), (seen + 80 * SECOND, "Good")]);
    }
    vec![call]
}

/// The caller's packets get lost; of a P2P call nothing else is measured.
pub(crate) fn p2p_uplink(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [Party::audio(IPHONE), Party::audio(EDGE)];
    let mut call = call(rng, world, true, (start, 301 * SECOND), &parties);
    report(world, &mut call);
    let leg = &mut call.legs[0];
    for stream in leg.streams_of(Media::Audio, true) {
        stream.base.loss = 0.17;
    }
    let seen = leg.connected + 31 * SECOND;
    leg.ufd(
        "NetworkSendQuality",
        &[(seen, "Bad"), (seen + 44 * SECOND, "Good")],
    );
    vec![call]
}

/// Another program takes the microphone away for a minute.
pub(crate) fn microphone(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [
        Party::audio(WINDOWS),
        Party::audio(EDGE),
        Party::audio(CHROME),
    ];
    let mut call = call(rng, world, false, (start, 388 * SECOND), &parties);
    report(world, &mut call);
    let taken = start + 121 * SECOND;
    let leg = &mut call.legs[0];
    leg.ufd(
        "MicrophoneNotFunctioningDeviceInUse",
        &[(taken, "Bad"), (taken + 63 * SECOND, "Good")],
    );
    for stream in leg.streams_of(Media::Audio, true) {
        stream.disturb(taken - 10 * SECOND, taken + 63 * SECOND, |quality| {
            quality.level = 0.0;
        });
    }
    vec![call]
}

/// There is no room to send: a small, coarse picture over a network without loss.
pub(crate) fn bandwidth(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [Party::video(CHROME), Party::audio(IPHONE)];
    let mut call = call(rng, world, false, (start, 260 * SECOND), &parties);
    report(world, &mut call);
    call.legs[0].stats = Stats::All;
    for leg in &mut call.legs {
        for stream in &mut leg.streams {
            if stream.media == Media::Video {
                stream.base.kbps = 88.0;
                stream.base.height = 180.0;
                stream.base.loss = 0.0001;
            }
        }
    }
    focus(&mut call.legs[0], Media::Video, true);
    vec![call]
}

/// A picture of a user whose client logs elsewhere stands still, and nothing tells why.
pub(crate) fn unexplained_freeze(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let foreign = Party {
        video: true,
        ..Party::other(Endpoint::Foreign)
    };
    let parties = [Party::audio(EDGE), foreign, Party::audio(CHROME)];
    let mut call = call(rng, world, false, (start, 540 * SECOND), &parties);
    report(world, &mut call);
    let (from, to) = (start + 240 * SECOND, start + 292 * SECOND);
    let leg = &mut call.legs[0];
    for stream in leg.streams_of(Media::Video, false) {
        stop(stream, from, to);
    }
    focus(leg, Media::Video, false);
    vec![call]
}

/// One of nine calls of a user finds no relay: a passing fault.
pub(crate) fn now_and_then(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let user = Some(rng.range(0, USERS));
    let mut calls = Vec::new();
    for number in 0..9 {
        let parties = [
            Party {
                user,
                ..Party::audio(EDGE)
            },
            Party::audio(CHROME),
        ];
        let from = start + number * 11 * MINUTE;
        if number < 8 {
            calls.push(call(rng, world, true, (from, 95 * SECOND), &parties));
            continue;
        }
        let mut failed = bare_call(rng, world, true, (from, 9_200), &parties);
        for leg in &mut failed.legs {
            leg.established = false;
        }
        failed.legs[0].end = End(410, 3112, "ExpectedError");
        failed.legs[0].ufd("NetworkRelaysNotReachable", &[(from + 4_100, "Bad")]);
        failed.legs[1].end = End(487, 0, "Success");
        calls.push(failed);
    }
    calls
}
