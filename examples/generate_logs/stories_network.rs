//! Stories whose cause is the network or the service.

use crate::build::{MINUTE, Party, SECOND, World, bare_call, call, wire};
use crate::plan::{Call, End, Endpoint, Media, Millis};
use crate::population::{ANDROID, CHROME, EDGE, IPHONE, SAFARI, USERS, WINDOWS};
use crate::rng::Rng;
use crate::stories::{focus, report, thread};

/// The uplink of P2 loses packets; P1 sees a still picture for 30 s; the leg drops and comes back after 4 s.
pub(crate) fn frozen_video(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [
        Party::video(EDGE),
        Party::video(ANDROID),
        Party::video(ANDROID),
        Party::other(Endpoint::Pstn),
        Party::other(Endpoint::Foreign),
    ];
    let mut call = bare_call(rng, world, false, (start, 1276 * SECOND), &parties);
    let seconds = [(3, 1276), (21, 497), (501, 1274), (89, 1276), (170, 1276)];
    for (leg, (join, leave)) in call.legs.iter_mut().zip(seconds) {
        leg.join = start + join * SECOND;
        leg.connected = leg.join + 900;
        leg.leave = start + leave * SECOND;
    }
    let lost = call.legs[1].clone();
    call.legs[1].end = End(410, 3101, "UnexpectedClientError");
    let again = &mut call.legs[2];
    again.endpoint_id = lost.endpoint_id;
    again.identifier = lost.identifier;
    again.client_instance = lost.client_instance;
    again.clock_skew = lost.clock_skew;
    again.fresh_client = false;
    wire(rng, &mut call);
    call.thread = Some(thread(rng));
    report(world, &mut call);
    uplink_loss(&mut call, start + 329 * SECOND);
    vec![call]
}

/// Disturbs the sender (leg 1) and what its receiver (leg 0) sees, from `moment` on.
fn uplink_loss(call: &mut Call, moment: Millis) {
    let after = |seconds: i64| moment + seconds * SECOND;
    let sender = &mut call.legs[1];
    for (media, loss) in [(Media::Video, 0.31), (Media::Audio, 0.19)] {
        for stream in sender.streams_of(media, true) {
            stream.disturb(after(-3), after(33), |quality| {
                quality.loss = loss;
                quality.rtt = 1480.0;
                quality.jitter = 112.0;
                quality.kbps *= 0.35;
            });
            stream.disturb(after(159), after(168), |quality| {
                quality.loss = 0.25;
                quality.rtt = 1510.0;
            });
        }
    }
    let steps = [(after(-5), "Poor"), (after(-1), "Bad"), (after(35), "Good")];
    sender.ufd("NetworkSendQuality", &steps);
    sender.ufd("NetworkReconnect", &[(after(159), "Bad")]);
    sender.ufd("NetworkSendQuality", &[(after(157), "Bad")]);
    focus(sender, Media::Video, true);
    let receiver = &mut call.legs[0];
    for stream in receiver.streams_of(Media::Video, false) {
        if stream.remote == Some(1) {
            stream.every = (stream.every / 6).max(1);
            stream.disturb(moment, after(30), |quality| {
                quality.fps_in = 0.0;
                quality.fps_out = 0.0;
                quality.kbps *= 0.1;
                quality.loss = 0.006;
                quality.frozen = true;
            });
        }
    }
    for (from, length) in [(410, 6), (520, 5)] {
        let steps = [
            (after(from - 200), "Bad"),
            (after(from - 200 + length), "Good"),
        ];
        receiver.ufd("SpeakingWhileMicrophoneIsMuted", &steps);
    }
}

/// One user fails in each of six calls: no relay can be reached behind that firewall.
pub(crate) fn no_relay(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    const MINUTES: [i64; 6] = [0, 4, 9, 133, 305, 310];
    let user = Some(rng.range(0, USERS));
    let mut calls = Vec::new();
    for minute in MINUTES {
        let parties = [
            Party {
                user,
                ..Party::audio(CHROME)
            },
            Party::audio(IPHONE),
        ];
        let length = rng.range(8_600, 9_900);
        let from = start + minute * MINUTE + rng.range(0, 30_000);
        let mut call = bare_call(rng, world, true, (from, length), &parties);
        for leg in &mut call.legs {
            leg.established = false;
        }
        let caller = &mut call.legs[0];
        caller.end = End(410, 3112, "ExpectedError");
        caller.ufd("NetworkRelaysNotReachable", &[(from + 4_200, "Bad")]);
        call.legs[1].end = End(487, 0, "Success");
        calls.push(call);
    }
    calls
}

/// From the eighth minute on, the round trip of seven of nine legs is far too long.
pub(crate) fn slow_round_trip(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let devices = [
        EDGE, CHROME, WINDOWS, ANDROID, EDGE, SAFARI, CHROME, IPHONE, EDGE,
    ];
    let mut parties = devices.map(Party::audio);
    parties[0].video = true;
    let mut call = bare_call(rng, world, false, (start, 2822 * SECOND), &parties);
    for leg in call.legs.iter_mut().skip(1) {
        leg.join = start + rng.range(3_000, 200_000);
        leg.connected = leg.join + 1_100;
    }
    wire(rng, &mut call);
    report(world, &mut call);
    let moment = start + 432 * SECOND;
    for leg in call.legs.iter_mut().take(7) {
        let worst = rng.between(690.0, 760.0);
        for stream in &mut leg.streams {
            stream.disturb(moment, Millis::MAX, |quality| quality.rtt = worst);
        }
        let seen = moment + rng.range(2_000, 15_000);
        leg.ufd(
            "NetworkReceiveQuality",
            &[(seen, "Poor"), (seen + 46_000, "Good")],
        );
    }
    vec![call]
}

/// Two short bursts lose almost half of the packets; the averages hide them.
pub(crate) fn bursts(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [
        Party::video(WINDOWS),
        Party::audio(CHROME),
        Party::video(SAFARI),
    ];
    let mut call = call(rng, world, false, (start, 760 * SECOND), &parties);
    report(world, &mut call);
    for leg in call.legs.iter_mut().take(2) {
        focus(leg, Media::Audio, false);
        for stream in leg.streams_of(Media::Audio, false) {
            for (from, length) in [(211, 8), (498, 7)] {
                let from = start + from * SECOND;
                stream.disturb(from, from + length * SECOND, |quality| {
                    quality.loss = 0.44;
                    quality.jitter += 14.0;
                });
            }
        }
    }
    vec![call]
}

/// The service breaks the call off for everybody.
pub(crate) fn server_error(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [
        Party::video(CHROME),
        Party::audio(ANDROID),
        Party::audio(EDGE),
    ];
    let mut call = call(rng, world, false, (start, 407 * SECOND), &parties);
    for leg in &mut call.legs {
        leg.end = End(500, 10_045, "UnexpectedServerError");
    }
    report(world, &mut call);
    vec![call]
}

/// UDP is barred for one endpoint: it falls back to TCP, slower and rougher.
pub(crate) fn tcp(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [
        Party::video(EDGE),
        Party::video(CHROME),
        Party::audio(IPHONE),
    ];
    let mut call = call(rng, world, false, (start, 688 * SECOND), &parties);
    let leg = &mut call.legs[1];
    for stream in &mut leg.streams {
        stream.transport = "TCP";
        stream.base.rtt = 238.0;
        stream.base.jitter = 34.0;
        stream.base.loss = 0.0;
        stream.base.kbps *= if stream.media == Media::Audio {
            1.0
        } else {
            0.5
        };
    }
    report(world, &mut call);
    vec![call]
}
