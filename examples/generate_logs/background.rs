//! The everyday calls around the stories: mostly fine, some with the usual small troubles.

use crate::build::{Party, SECOND, World, call};
use crate::plan::{Call, End, Endpoint, Media, Millis, Quirks, Stats, Updates};
use crate::population;
use crate::rng::Rng;
use crate::stories::{self, STORIES};

/// Shares that shape the traffic.
#[derive(Clone, Copy)]
pub(crate) struct Mix {
    /// Calls taken from the bad stories.
    pub(crate) bad: f64,
    /// No troubles at all, not even an unanswered call.
    pub(crate) is_healthy: bool,
    /// Legs that report media statistics; the others run SDKs or settings that do not.
    pub(crate) reporting: f64,
    /// Each n-th interval of their streams is logged.
    pub(crate) every: i64,
}

/// The calls that begin at `start`: one, or the several of a story.
pub(crate) fn calls(rng: &mut Rng, world: World, mix: Mix, start: Millis) -> Vec<Call> {
    if rng.chance(mix.bad) {
        let bad: Vec<_> = STORIES.iter().filter(|story| story.bad).collect();
        let mut calls = rng.pick(&bad).calls(rng, world, start);
        for leg in calls.iter_mut().flat_map(|call| &mut call.legs) {
            if !rng.chance(mix.reporting) {
                leg.stats = Stats::None;
            }
        }
        return calls;
    }
    let mut call = everyday(rng, world, mix.is_healthy, start);
    quirks(rng, &mut call);
    for leg in &mut call.legs {
        if leg.endpoint == Endpoint::Client && rng.chance(mix.reporting) {
            leg.stats = if world.sparse { Stats::Key } else { Stats::All };
        }
        for stream in &mut leg.streams {
            stream.every = mix.every;
        }
    }
    vec![call]
}

fn everyday(rng: &mut Rng, world: World, is_healthy: bool, start: Millis) -> Call {
    let p2p = rng.chance(0.38);
    let sizes = if world.sparse { &SIZES[..9] } else { &SIZES };
    let size = if p2p { 2 } else { *rng.pick(sizes) };
    let mut parties = Vec::with_capacity(size);
    for place in 0..size {
        parties.push(party(rng, world, p2p || place == 0));
    }
    let length = duration(rng);
    let mut call = call(rng, world, p2p, (start, length), &parties);
    if is_healthy {
        // As it was built.
    } else if p2p && rng.chance(0.16) {
        unanswered(rng, &mut call);
    } else {
        small_troubles(rng, &mut call);
    }
    if !p2p && rng.chance(0.3) {
        call.thread = Some(stories::thread(rng));
    }
    call
}

/// Sizes of group calls, small ones more often; small sets do without the last ones.
const SIZES: [usize; 12] = [2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6, 8];

fn party(rng: &mut Rng, world: World, client: bool) -> Party {
    let kind = if client { 100 } else { rng.range(0, 100) };
    match kind {
        0..9 => return Party::other(Endpoint::Pstn),
        9..12 => return Party::other(Endpoint::Bot),
        12..18 => return Party::other(Endpoint::Foreign),
        _ => {}
    }
    let user = rng.range(0, population::USERS);
    Party {
        user: Some(user),
        video: rng.chance(0.35),
        ..Party::audio(population::device_of(world.seed, user))
    }
}

/// Half a minute to forty minutes, short calls more often.
fn duration(rng: &mut Rng) -> Millis {
    let skewed = rng.unit() * rng.unit() * rng.unit();
    25 * SECOND + (skewed * 2_400_000.0) as Millis + rng.range(0, 20_000)
}

/// Ends of calls that nobody took: of the caller, and of the callee.
const UNANSWERED: [(End, End); 5] = [
    (End(487, 0, "Success"), End(487, 0, "Success")),
    (
        End(480, 10_037, "ExpectedError"),
        End(480, 10_037, "ExpectedError"),
    ),
    (
        End(487, 10_004, "ExpectedError"),
        End(487, 10_004, "ExpectedError"),
    ),
    (End(603, 0, "Success"), End(603, 0, "Success")),
    (
        End(408, 10_057, "ExpectedError"),
        End(408, 10_057, "ExpectedError"),
    ),
];

fn unanswered(rng: &mut Rng, call: &mut Call) {
    let (calling, called) = *rng.pick(&UNANSWERED);
    call.end = call.start + rng.range(6 * SECOND, 60 * SECOND);
    for (leg, end) in call.legs.iter_mut().zip([calling, called]) {
        leg.streams.clear();
        leg.established = false;
        leg.join = leg.join.min(call.end - SECOND);
        leg.leave = call.end;
        leg.end = end;
    }
}

/// A weak moment of the line in one leg of nine, talk while muted in one of fifteen.
fn small_troubles(rng: &mut Rng, call: &mut Call) {
    let first = &call.legs[0];
    if rng.chance(0.12) && first.leave - first.connected > 120 * SECOND {
        share_screen(call);
    }
    for leg in &mut call.legs {
        let length = leg.leave - leg.connected;
        if length < 60 * SECOND || leg.endpoint != Endpoint::Client {
            continue;
        }
        let from = leg.connected + rng.range(10 * SECOND, length - 30 * SECOND);
        let to = from + rng.range(4 * SECOND, 20 * SECOND);
        if rng.chance(0.11) {
            let (loss, jitter) = (rng.between(0.01, 0.09), rng.between(12.0, 40.0));
            for stream in leg.streams.iter_mut().filter(|stream| !stream.outbound) {
                stream.disturb(from, to, |quality| {
                    quality.loss = loss;
                    quality.jitter = jitter;
                });
            }
            leg.ufd(
                "NetworkReceiveQuality",
                &[(from + 900, "Poor"), (to, "Good")],
            );
        } else if rng.chance(0.07) {
            leg.ufd(
                "SpeakingWhileMicrophoneIsMuted",
                &[(from, "Bad"), (to, "Good")],
            );
        }
    }
}

/// Turns the camera of the first leg, if it is on, into a screen share, for its receivers too.
fn share_screen(call: &mut Call) {
    for (place, leg) in call.legs.iter_mut().enumerate() {
        for stream in &mut leg.streams {
            let sent = place == 0 && stream.outbound;
            if stream.media == Media::Video && (sent || stream.remote == Some(0)) {
                stream.media = Media::Screen;
                stream.base.fps_in = 8.0;
                stream.base.fps_out = 7.4;
                stream.base.height = 1080.0;
            }
        }
    }
}

/// Update rows, rows delivered twice, logs that are not there: as often as real exports have them.
fn quirks(rng: &mut Rng, call: &mut Call) {
    call.updates = match rng.range(0, 100) {
        0..12 => Updates::AndFinal,
        12..18 => Updates::Only,
        _ => Updates::None,
    };
    call.quirks = Quirks {
        call_as_participant: !call.p2p && rng.chance(0.02),
        duplicates: rng.chance(0.01),
        old_form: rng.chance(0.04),
    };
    if rng.chance(0.006) {
        call.logs.summary = false;
    }
    if rng.chance(0.02) {
        call.logs.diagnostics = false;
    }
}
