//! Stories whose cause is a device, the user or the client machine.

use crate::build::{Party, SECOND, World, call};
use crate::plan::{Call, Extra, Media, Millis, Stream};
use crate::population::{ANDROID, CHROME, DEVICES, EDGE, IPHONE, SAFARI, WINDOWS};
use crate::rng::Rng;
use crate::stories::{focus, report};

/// A picture or sound that stops at its source.
pub(crate) fn stop(stream: &mut Stream, from: Millis, to: Millis) {
    let received = !stream.outbound;
    stream.disturb(from, to, |quality| {
        quality.fps_in = 0.0;
        quality.fps_out = 0.0;
        quality.kbps = 0.0;
        quality.loss = 0.0;
        quality.level = 0.0;
        quality.frozen = received;
    });
}

/// P1 talks while muted, three times; the streams are clean.
pub(crate) fn muted_speech(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [
        Party::audio(EDGE),
        Party::audio(WINDOWS),
        Party::video(CHROME),
    ];
    let mut call = call(rng, world, false, (start, 500 * SECOND), &parties);
    report(world, &mut call);
    let leg = &mut call.legs[0];
    for (from, length) in [(97, 7), (181, 4), (266, 12)] {
        let from = start + from * SECOND;
        let steps = [(from, "Bad"), (from + length * SECOND, "Good")];
        leg.ufd("SpeakingWhileMicrophoneIsMuted", &steps);
    }
    let (muted, unmuted) = (start + 88 * SECOND, start + 281 * SECOND);
    for (when, name, payload) in [
        (muted, "MuteMicrophone", "{\"IsMuted\":true}"),
        (unmuted, "UnmuteMicrophone", "{\"IsMuted\":false}"),
    ] {
        leg.extra.push(Extra(when, name, 21, "{}"));
        leg.extra
            .push(Extra(when + 3, "IsMutedChanged", 0, payload));
    }
    for stream in leg.streams_of(Media::Audio, true) {
        stream.disturb(muted, unmuted, |quality| quality.level = 0.0);
    }
    vec![call]
}

/// The camera starts late, then stands still for 25 s.
pub(crate) fn camera(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [Party::video(CHROME), Party::video(SAFARI)];
    let mut call = call(rng, world, true, (start, 311 * SECOND), &parties);
    report(world, &mut call);
    let (works, still, again) = (
        start + 44 * SECOND,
        start + 170 * SECOND,
        start + 195 * SECOND,
    );
    let leg = &mut call.legs[0];
    let failed = leg.connected + 10_400;
    leg.ufd("CameraStartTimedOut", &[(failed, "Bad"), (works, "Good")]);
    let seen = still + 5_200;
    leg.ufd("CameraFreeze", &[(seen, "Bad"), (again, "Good")]);
    for stream in leg.streams_of(Media::Video, true) {
        stream.from = works + 300;
        stop(stream, still, again);
    }
    focus(leg, Media::Video, true);
    for stream in call.legs[1].streams_of(Media::Video, false) {
        stream.from = works + 700;
        stop(stream, still, again);
    }
    vec![call]
}

/// The callee's microphone gives nothing, so there is no sound from there at all.
pub(crate) fn one_way_audio(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [Party::audio(EDGE), Party::audio(ANDROID)];
    let mut call = call(rng, world, true, (start, 140 * SECOND), &parties);
    report(world, &mut call);
    let silent = &mut call.legs[1];
    silent
        .streams
        .retain(|stream| !(stream.outbound && stream.media == Media::Audio));
    let noticed = silent.connected + 10_300;
    silent.ufd("MicrophoneNotFunctioning", &[(noticed, "Bad")]);
    for stream in call.legs[0].streams_of(Media::Audio, false) {
        stop(stream, 0, Millis::MAX);
    }
    focus(&mut call.legs[0], Media::Audio, false);
    vec![call]
}

/// The page of a phone goes to the background for 70 s: no camera picture leaves it.
pub(crate) fn page_hidden(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    // Safari on iPhone, the last of the devices.
    let parties = [Party::video(DEVICES.len() - 1), Party::video(WINDOWS)];
    let mut call = call(rng, world, false, (start, 900 * SECOND), &parties);
    report(world, &mut call);
    let (hidden, back) = (start + 303 * SECOND, start + 373 * SECOND);
    let leg = &mut call.legs[0];
    for (when, payload) in [
        (hidden, "{\"PageHidden\":true}"),
        (back, "{\"PageHidden\":false}"),
    ] {
        leg.extra.push(Extra(when, "PageHidden", 0, payload));
    }
    let steps = [(hidden + 900, "Bad"), (back + 700, "Good")];
    leg.ufd("CameraStoppedUnexpectedly", &steps);
    for stream in leg.streams_of(Media::Video, true) {
        stop(stream, hidden + 500, back + 600);
    }
    focus(leg, Media::Video, true);
    for stream in call.legs[1].streams_of(Media::Video, false) {
        stop(stream, hidden + 700, back + 900);
    }
    vec![call]
}

/// The machine cannot encode what the camera gives; the network is clean.
pub(crate) fn cpu(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [Party::video(EDGE), Party::video(IPHONE)];
    let mut call = call(rng, world, false, (start, 530 * SECOND), &parties);
    report(world, &mut call);
    let (from, to) = (start + 35 * SECOND, Millis::MAX);
    let leg = &mut call.legs[0];
    for stream in leg.streams_of(Media::Video, true) {
        stream.base.loss = 0.0001;
        stream.disturb(from, to, |quality| {
            quality.fps_out = 4.0;
            quality.kbps = 310.0;
            quality.height = 360.0;
        });
    }
    focus(leg, Media::Video, true);
    for stream in call.legs[1].streams_of(Media::Video, false) {
        stream.base.loss = 0.0001;
        stream.disturb(from + 400, to, |quality| {
            quality.fps_in = 4.0;
            quality.fps_out = 4.0;
            quality.kbps = 305.0;
            quality.height = 360.0;
        });
    }
    vec![call]
}
