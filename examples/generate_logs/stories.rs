//! The planted stories: calls with a known truth, one table row and one function each.
//!
//! Each is in every data set once, at a fixed time and with a known beginning of
//! its call id; large sets repeat them at random times.

use crate::build::{MINUTE, Party, SECOND, World, bare_call, call, wire};
use crate::plan::{Call, Endpoint, Leg, Media, Millis, Stats, Updates};
use crate::population::{ANDROID, ANDROID_WEB, CHROME, EDGE, IPHONE, SAFARI, WINDOWS};
use crate::rng::Rng;
use crate::{stories_media, stories_more, stories_network};

/// 2026-11-18 00:00 UTC: begin of the two days all calls fall into.
pub(crate) const FIRST_DAY: Millis = 20_775 * 24 * 60 * MINUTE;

/// A planted truth.
pub(crate) struct Story {
    pub(crate) name: &'static str,
    /// First eight digits of the id of its (last) call in the fixed place.
    pub(crate) prefix: &'static str,
    /// Start of the first occurrence after [`FIRST_DAY`], ms.
    at: Millis,
    /// Something is wrong with the call, so it counts for the share of bad calls.
    pub(crate) bad: bool,
    /// Part of the demo set, which stays small.
    pub(crate) in_demo: bool,
    make: fn(&mut Rng, World, Millis) -> Vec<Call>,
}

const fn at(day: i64, hour: i64, minute: i64, second: i64) -> Millis {
    (((day - 18) * 24 + hour) * 60 + minute) * MINUTE + second * SECOND
}

const fn story(
    (name, prefix): (&'static str, &'static str),
    at: Millis,
    bad: bool,
    make: fn(&mut Rng, World, Millis) -> Vec<Call>,
) -> Story {
    Story {
        name,
        prefix,
        at,
        bad,
        in_demo: true,
        make,
    }
}

const fn further(
    name: (&'static str, &'static str),
    at: Millis,
    make: fn(&mut Rng, World, Millis) -> Vec<Call>,
) -> Story {
    Story {
        in_demo: false,
        ..story(name, at, true, make)
    }
}

/// All stories.
pub(crate) const STORIES: [Story; 25] = [
    story(
        ("frozen-video-rejoin", "7f3c9a12"),
        at(19, 2, 7, 41) + 113,
        true,
        stories_network::frozen_video,
    ),
    story(
        ("no-relay-one-user", "0be4410c"),
        at(18, 20, 51, 3) + 207,
        true,
        stories_network::no_relay,
    ),
    story(
        ("rtt-most-legs", "c2d9e7f0"),
        at(19, 1, 44, 0) + 902,
        true,
        stories_network::slow_round_trip,
    ),
    story(
        ("loss-bursts", "5a1177be"),
        at(19, 1, 30, 12) + 41,
        true,
        stories_network::bursts,
    ),
    story(
        ("muted-speech", "93ce0a17"),
        at(19, 0, 31, 5) + 660,
        true,
        stories_media::muted_speech,
    ),
    story(
        ("camera-failure", "e00c71aa"),
        at(19, 1, 22, 9) + 318,
        true,
        stories_media::camera,
    ),
    story(
        ("pstn-group", "b7719f00"),
        at(19, 1, 19, 44) + 125,
        false,
        phones,
    ),
    story(
        ("cross-tenant-redacted", "4cc10be2"),
        at(18, 23, 58, 20) + 777,
        false,
        foreign,
    ),
    story(("bot-call", "f2e8b001"), at(18, 21, 7, 30), false, bot),
    story(
        ("one-way-audio-p2p", "aa91d0c4"),
        at(18, 23, 41, 17) + 540,
        true,
        stories_media::one_way_audio,
    ),
    story(
        ("page-hidden-mobile", "0d17e6b9"),
        at(18, 23, 40, 2) + 44,
        true,
        stories_media::page_hidden,
    ),
    story(
        ("client-clock-47s", "77ab3c10"),
        at(18, 22, 15, 51) + 391,
        false,
        clock_off,
    ),
    story(
        ("server-error-500", "6e20f4d5"),
        at(18, 19, 33, 26) + 808,
        true,
        stories_network::server_error,
    ),
    story(
        ("tcp-fallback", "d41b8c36"),
        at(18, 17, 12, 40) + 92,
        true,
        stories_network::tcp,
    ),
    story(
        ("cpu-limited", "38f5a9e1"),
        at(18, 15, 2, 33) + 256,
        true,
        stories_media::cpu,
    ),
    story(
        ("healthy-control", "21c07d8f"),
        at(18, 14, 5, 0) + 15,
        false,
        healthy,
    ),
    story(
        ("summary-only", "99e0ab31"),
        at(19, 1, 12, 28) + 6,
        false,
        summary_only,
    ),
    story(
        ("orphan-diagnostics", "bd62e317"),
        at(18, 16, 44, 58) + 431,
        false,
        orphan,
    ),
    further(
        ("downlink-loss", "c4a0d3b7"),
        at(18, 13, 20, 11) + 310,
        stories_more::downlink,
    ),
    further(
        ("access-network", "a7e15f02"),
        at(18, 12, 41, 37) + 64,
        stories_more::access_network,
    ),
    further(
        ("p2p-uplink", "1f6d90ce"),
        at(18, 11, 15, 52) + 702,
        stories_more::p2p_uplink,
    ),
    further(
        ("microphone-in-use", "84b2c7f3"),
        at(18, 10, 33, 4) + 488,
        stories_more::microphone,
    ),
    further(
        ("no-bandwidth", "d90e6a4b"),
        at(18, 9, 51, 19) + 137,
        stories_more::bandwidth,
    ),
    further(
        ("unexplained-freeze", "57fc2e18"),
        at(18, 9, 2, 45) + 550,
        stories_more::unexplained_freeze,
    ),
    further(
        ("no-relay-passing", "e8403b9d"),
        at(18, 7, 12, 30) + 21,
        stories_more::now_and_then,
    ),
];

impl Story {
    /// The calls of the story, beginning at `start`.
    pub(crate) fn calls(&self, rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
        (self.make)(rng, world, start)
    }

    /// The calls in the fixed place, the last one with the known beginning of its id.
    pub(crate) fn planted(&self, rng: &mut Rng, world: World) -> Vec<Call> {
        let mut calls = self.calls(rng, world, FIRST_DAY + self.at);
        if let Some(last) = calls.last_mut() {
            last.id.replace_range(..8, self.prefix);
        }
        calls
    }
}

/// Lets the clients of the call report their media statistics, in small sets the first ones.
pub(crate) fn report(world: World, call: &mut Call) {
    let (stats, most) = match world.story_every {
        1 => (Stats::All, usize::MAX),
        _ => (Stats::Key, 3),
    };
    let clients = call.legs.iter_mut();
    let clients = clients.filter(|leg| leg.endpoint == Endpoint::Client);
    for leg in clients.take(most) {
        leg.stats = stats;
        for stream in &mut leg.streams {
            stream.every = world.story_every;
        }
    }
}

/// Logs more intervals of the streams of a medium and direction, in small sets too.
pub(crate) fn focus(leg: &mut Leg, media: Media, outbound: bool) {
    leg.streams_of(media, outbound)
        .for_each(|stream| stream.every = (stream.every / 6).max(1));
}

/// A Teams meeting thread.
pub(crate) fn thread(rng: &mut Rng) -> String {
    format!("19:meeting_{}@thread.v2", rng.guid().replace('-', ""))
}

fn phones(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let phone = Party::other(Endpoint::Pstn);
    let parties = [Party::audio(EDGE), phone, phone, Party::audio(IPHONE)];
    let mut call = call(rng, world, false, (start, 1867 * SECOND), &parties);
    call.updates = Updates::AndFinal;
    call.quirks.duplicates = true;
    report(world, &mut call);
    vec![call]
}

fn foreign(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [
        Party::video(SAFARI),
        Party::audio(WINDOWS),
        Party::other(Endpoint::Foreign),
    ];
    let mut call = bare_call(rng, world, false, (start, 612 * SECOND), &parties);
    let hidden = &mut call.legs[2];
    "Redacted".clone_into(&mut hidden.identifier);
    "Redacted".clone_into(&mut hidden.endpoint_id);
    wire(rng, &mut call);
    call.thread = Some(thread(rng));
    call.quirks.call_as_participant = true;
    report(world, &mut call);
    vec![call]
}

fn bot(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [Party::audio(ANDROID_WEB), Party::other(Endpoint::Bot)];
    let mut call = call(rng, world, false, (start, 571 * SECOND), &parties);
    call.updates = Updates::Only;
    report(world, &mut call);
    vec![call]
}

fn clock_off(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [
        Party::video(CHROME),
        Party::video(ANDROID),
        Party::audio(EDGE),
    ];
    let mut call = call(rng, world, false, (start, 744 * SECOND), &parties);
    call.legs[1].clock_skew = 47 * SECOND;
    report(world, &mut call);
    vec![call]
}

fn healthy(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [
        Party::video(EDGE),
        Party::video(IPHONE),
        Party::video(WINDOWS),
    ];
    let mut call = call(rng, world, false, (start, 905 * SECOND), &parties);
    for leg in &mut call.legs {
        for stream in &mut leg.streams {
            stream.base.rtt = stream.base.rtt.min(60.0);
            stream.base.loss = 0.0002;
        }
    }
    report(world, &mut call);
    vec![call]
}

/// Nothing but summary rows came: the call cannot be judged.
fn summary_only(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [Party::audio(EDGE), Party::audio(CHROME)];
    let mut call = call(rng, world, false, (start, 235 * SECOND), &parties);
    call.logs.diagnostics = false;
    call.logs.client = false;
    vec![call]
}

/// Stream records of a call whose summary never came.
fn orphan(rng: &mut Rng, world: World, start: Millis) -> Vec<Call> {
    let parties = [Party::video(CHROME), Party::audio(ANDROID)];
    let mut call = call(rng, world, false, (start, 341 * SECOND), &parties);
    call.logs.summary = false;
    call.logs.client = false;
    call.quirks.old_form = true;
    vec![call]
}
