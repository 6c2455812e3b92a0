//! Builds the plan of a healthy call; stories then disturb it.

use crate::plan::{
    Call, End, Endpoint, HUNG_UP, Leg, Logs, Media, Millis, Quality, Quirks, Stats, Stream, Updates,
};
use crate::population::{self, DEVICES};
use crate::rng::Rng;

/// Seconds in the milliseconds of a plan.
pub(crate) const SECOND: Millis = 1000;
/// Minutes in the milliseconds of a plan.
pub(crate) const MINUTE: Millis = 60_000;

/// What all calls of a data set share.
#[derive(Clone, Copy)]
pub(crate) struct World {
    pub(crate) seed: u64,
    /// Small sets have no idle operations, and everyday calls with the telling metrics only.
    pub(crate) sparse: bool,
    /// The stories have every n-th interval of the telling metrics, or all of everything when this is 1.
    pub(crate) story_every: i64,
}

/// Who takes part and with what.
#[derive(Clone, Copy)]
pub(crate) struct Party {
    pub(crate) endpoint: Endpoint,
    /// Row of [`DEVICES`]; of no meaning for phones, bots and foreign users.
    pub(crate) device: usize,
    pub(crate) video: bool,
    /// User number, or none for a random one.
    pub(crate) user: Option<i64>,
}

impl Party {
    /// A client with a camera on.
    pub(crate) const fn video(device: usize) -> Self {
        Self {
            endpoint: Endpoint::Client,
            device,
            video: true,
            user: None,
        }
    }

    /// A client with sound only.
    pub(crate) const fn audio(device: usize) -> Self {
        Self {
            video: false,
            ..Self::video(device)
        }
    }

    /// A phone, a bot or a user of another tenant.
    pub(crate) const fn other(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            ..Self::audio(0)
        }
    }
}

/// A call of `parties` from `start` on, healthy, all media in place.
pub(crate) fn call(
    rng: &mut Rng,
    world: World,
    p2p: bool,
    (start, length): (Millis, Millis),
    parties: &[Party],
) -> Call {
    let mut call = bare_call(rng, world, p2p, (start, length), parties);
    wire(rng, &mut call);
    call
}

/// As [`call`], but without streams, so that legs may be changed before [`wire`].
pub(crate) fn bare_call(
    rng: &mut Rng,
    world: World,
    p2p: bool,
    (start, length): (Millis, Millis),
    parties: &[Party],
) -> Call {
    let mut call = Call {
        id: rng.guid(),
        start,
        end: start + length,
        p2p,
        thread: None,
        legs: Vec::new(),
        logs: Logs {
            summary: true,
            diagnostics: true,
            client: true,
        },
        updates: Updates::None,
        quirks: Quirks::default(),
    };
    for (place, party) in parties.iter().enumerate() {
        let late = match (place, p2p) {
            (0, _) => 0,
            (_, true) => rng.range(900, 1400),
            _ => rng.range(4_000, 12_000 + length / 10),
        };
        let leave = if place + 1 == parties.len() {
            call.end
        } else {
            call.end - rng.range(200, 1700)
        };
        let join = (start + late).min(leave - 3 * SECOND);
        call.legs.push(leg(rng, world, *party, (join, leave)));
    }
    settle(rng, &mut call);
    call
}

/// Fits the legs to each other: who is connected when, and why the last one ends.
fn settle(rng: &mut Rng, call: &mut Call) {
    match call.legs.as_mut_slice() {
        [calling, called] if call.p2p => {
            // The caller is connected once the callee has accepted.
            called.connected = (called.join + rng.range(1_900, 9_000)).min(called.leave - 2_000);
            calling.connected = called.connected + 70;
        }
        [.., last] => last.end = End(0, 5010, "Success"),
        [] => {}
    }
}

fn leg(rng: &mut Rng, world: World, party: Party, (join, leave): (Millis, Millis)) -> Leg {
    let device = &DEVICES[party.device];
    let user = party
        .user
        .unwrap_or_else(|| rng.range(0, population::USERS));
    let endpoint_id = if device.web || party.endpoint != Endpoint::Client {
        rng.guid()
    } else {
        population::endpoint_of(world.seed, user)
    };
    Leg {
        id: rng.guid(),
        endpoint_id,
        identifier: identifier(rng, world, party.endpoint, user),
        client_instance: rng.guid(),
        device,
        endpoint: party.endpoint,
        video: party.video,
        join,
        connected: (join + rng.range(650, 2100)).min(leave - 500),
        leave,
        end: end_of(party.endpoint),
        established: true,
        streams: Vec::new(),
        ufds: Vec::new(),
        extra: Vec::new(),
        clock_skew: rng.range(-400, 400),
        fresh_client: true,
        stats: Stats::None,
    }
}

fn end_of(endpoint: Endpoint) -> End {
    match endpoint {
        Endpoint::Pstn => End(0, 560_000, "Success"),
        Endpoint::Bot => End(0, 7000, "Success"),
        _ => HUNG_UP,
    }
}

/// Phones have the text "null", bots and users of another tenant a bare GUID.
fn identifier(rng: &mut Rng, world: World, endpoint: Endpoint, user: i64) -> String {
    match endpoint {
        Endpoint::Client => population::identifier_of(world.seed, user),
        Endpoint::Pstn => "null".to_owned(),
        Endpoint::Bot | Endpoint::Foreign => rng.guid(),
    }
}

/// Medium, whether it is sent, and the leg at the other end.
type Kind = (Media, bool, Option<usize>);

/// Most received videos that a client shows at once.
const SHOWN_VIDEOS: usize = 4;

/// Gives every established leg its streams: what it sends, and what it gets from the others.
pub(crate) fn wire(rng: &mut Rng, call: &mut Call) {
    let ends: Vec<_> = call.legs.iter().map(LegEnds::of).collect();
    let path = access_quality(rng);
    for (place, leg) in call.legs.iter_mut().enumerate() {
        if !leg.established {
            continue;
        }
        // Two endpoints without a server between them share one path.
        let access = if call.p2p { path } else { access_quality(rng) };
        let mut number = rng.range(1, 90) as u32 * 1000;
        let mut add =
            |rng: &mut Rng, (media, outbound, remote): Kind, (from, to): (Millis, Millis)| {
                number += rng.range(1, 60) as u32;
                // A received picture has the size and codec of the device that sends it.
                let (phone, video_codec) = match remote {
                    Some(other) => (ends[other].phone, ends[other].codec),
                    None => (leg.device.phone, leg.device.video_codec),
                };
                let base = quality_of(rng, access, media, phone);
                leg.streams.push(Stream {
                    media,
                    outbound,
                    from,
                    to,
                    base,
                    episodes: Vec::new(),
                    number,
                    remote,
                    transport: "UDP",
                    codec: codec(media, leg.endpoint, video_codec),
                    every: 1,
                });
            };
        let span = (leg.connected, leg.leave);
        let peer = first_peer(&ends, place);
        add(rng, (Media::Audio, true, None), span);
        if leg.video {
            let camera = (leg.connected + 400, leg.leave - 100);
            add(rng, (Media::Video, true, None), camera);
        }
        if let Some((other, overlap)) = peer {
            add(rng, (Media::Audio, false, Some(other)), overlap);
        }
        if leg.endpoint == Endpoint::Client {
            for (other, overlap) in shown_videos(&ends, place) {
                add(rng, (Media::Video, false, Some(other)), overlap);
            }
        }
    }
}

/// What the other legs need to know of a leg.
struct LegEnds {
    endpoint_id: String,
    video: bool,
    phone: bool,
    codec: &'static str,
    span: Option<(Millis, Millis)>,
}

impl LegEnds {
    fn of(leg: &Leg) -> Self {
        Self {
            endpoint_id: leg.endpoint_id.clone(),
            video: leg.video,
            phone: leg.device.phone,
            codec: leg.device.video_codec,
            span: leg.established.then_some((leg.connected, leg.leave)),
        }
    }
}

fn overlaps(ends: &[LegEnds], place: usize) -> impl Iterator<Item = (usize, (Millis, Millis))> {
    let me = &ends[place];
    ends.iter().enumerate().filter_map(move |(other, end)| {
        let (from, to) = me.span?;
        let (other_from, other_to) = end.span?;
        let overlap = (from.max(other_from) + 600, to.min(other_to));
        let real = overlap.1 - overlap.0 > 2 * SECOND && end.endpoint_id != me.endpoint_id;
        real.then_some((other, overlap))
    })
}

/// The mixed sound is put down to the first other leg, for the whole time any other is there.
fn first_peer(ends: &[LegEnds], place: usize) -> Option<(usize, (Millis, Millis))> {
    let mut all = overlaps(ends, place);
    let (other, mut span) = all.next()?;
    for (_, (from, to)) in all {
        span = (span.0.min(from), span.1.max(to));
    }
    Some((other, span))
}

fn shown_videos(ends: &[LegEnds], place: usize) -> Vec<(usize, (Millis, Millis))> {
    let videos = overlaps(ends, place).filter(|(other, _)| ends[*other].video);
    videos.take(SHOWN_VIDEOS).collect()
}

fn codec(media: Media, endpoint: Endpoint, video: &'static str) -> &'static str {
    match (media, endpoint) {
        (Media::Audio, Endpoint::Pstn) => "G722",
        (Media::Audio, Endpoint::Foreign) => "SATIN",
        (Media::Audio, _) => "OPUS",
        _ => video,
    }
}

/// Round trip, jitter and loss of the line of a leg.
fn access_quality(rng: &mut Rng) -> (f64, f64, f64) {
    let far = if rng.chance(0.12) { 90.0 } else { 0.0 };
    let rtt = rng.between(18.0, 95.0) + far;
    (rtt, rng.between(1.0, 9.0), rng.unit() * rng.unit() * 0.004)
}

fn quality_of(rng: &mut Rng, access: (f64, f64, f64), media: Media, phone: bool) -> Quality {
    let (rtt, jitter, loss) = access;
    let fps = if phone { 24.0 } else { 30.0 };
    let (kbps, fps, height) = match media {
        Media::Audio => (rng.between(30.0, 44.0), 0.0, 0.0),
        Media::Video if phone => (rng.between(500.0, 900.0), fps, 540.0),
        Media::Video => (rng.between(1100.0, 2100.0), fps, 720.0),
        Media::Screen => (rng.between(300.0, 1200.0), 8.0, 1080.0),
    };
    Quality {
        rtt: rtt + rng.between(0.0, 9.0),
        jitter: jitter + rng.between(0.0, 2.0),
        loss,
        fps_in: fps,
        fps_out: fps - rng.between(0.2, 1.5).min(fps),
        height,
        kbps,
        frozen: false,
        level: if media == Media::Audio { 5200.0 } else { 0.0 },
    }
}
