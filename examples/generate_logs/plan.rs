//! What happened in a call, before it is written down as log records.
//!
//! All logs of a call are derived from one plan, so they cannot contradict each
//! other: the averages of a stream, its 10 s samples and the user facing
//! diagnostics (UFDs) next to them come from the same episodes.

use crate::population::Device;

/// Times are milliseconds since 1970, UTC, by the clock of the service.
pub(crate) type Millis = i64;

/// One call and which logs of it exist.
pub(crate) struct Call {
    pub(crate) id: String,
    pub(crate) start: Millis,
    pub(crate) end: Millis,
    pub(crate) p2p: bool,
    /// Teams meeting thread, if the call is one.
    pub(crate) thread: Option<String>,
    pub(crate) legs: Vec<Leg>,
    pub(crate) logs: Logs,
    pub(crate) updates: Updates,
    pub(crate) quirks: Quirks,
}

/// Which logs of the call reached the storage account.
#[derive(Clone, Copy)]
pub(crate) struct Logs {
    pub(crate) summary: bool,
    pub(crate) diagnostics: bool,
    pub(crate) client: bool,
}

/// Whether versioned early rows exist, and whether they are all there is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Updates {
    None,
    AndFinal,
    Only,
}

/// Oddities that real logs show.
#[derive(Clone, Copy, Default)]
pub(crate) struct Quirks {
    /// A summary row whose participant is the call itself.
    pub(crate) call_as_participant: bool,
    /// Some rows delivered twice.
    pub(crate) duplicates: bool,
    /// Rows of an old service version: no sub codes, no stream direction, a blank before the participant.
    pub(crate) old_form: bool,
}

/// The kinds of endpoints that occur.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endpoint {
    Client,
    Pstn,
    Bot,
    /// A user of another tenant: visible, but hidden.
    Foreign,
}

/// How a leg ended: code, sub code and category of the end reason.
#[derive(Clone, Copy)]
pub(crate) struct End(pub(crate) u16, pub(crate) u32, pub(crate) &'static str);

/// The local participant hung up.
pub(crate) const HUNG_UP: End = End(0, 0, "Success");

/// One connection of an endpoint to the call.
#[derive(Clone)]
pub(crate) struct Leg {
    pub(crate) id: String,
    pub(crate) endpoint_id: String,
    pub(crate) identifier: String,
    pub(crate) client_instance: String,
    pub(crate) device: &'static Device,
    pub(crate) endpoint: Endpoint,
    pub(crate) video: bool,
    /// First connection attempt; media flows from [`Leg::connected`].
    pub(crate) join: Millis,
    pub(crate) connected: Millis,
    pub(crate) leave: Millis,
    pub(crate) end: End,
    /// False when the setup failed: no streams then.
    pub(crate) established: bool,
    pub(crate) streams: Vec<Stream>,
    pub(crate) ufds: Vec<Ufd>,
    pub(crate) extra: Vec<Extra>,
    /// Client clock minus service clock.
    pub(crate) clock_skew: Millis,
    /// The client object was made for this leg (false on a rejoin).
    pub(crate) fresh_client: bool,
    pub(crate) stats: Stats,
}

/// How much of the media statistics of a leg is there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stats {
    None,
    /// The few telling metrics; see [`Stream::every`] for the intervals.
    Key,
    All,
}

/// A UFD: name, and its values over time. All rows share one operation id.
#[derive(Clone)]
pub(crate) struct Ufd {
    pub(crate) name: &'static str,
    pub(crate) steps: Vec<(Millis, &'static str)>,
}

/// A further operation: end time, name, duration in ms, payload as JSON text.
#[derive(Clone)]
pub(crate) struct Extra(
    pub(crate) Millis,
    pub(crate) &'static str,
    pub(crate) i64,
    pub(crate) &'static str,
);

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Media {
    Audio,
    Video,
    Screen,
}

/// One media stream as seen from its leg.
#[derive(Clone)]
pub(crate) struct Stream {
    pub(crate) media: Media,
    pub(crate) outbound: bool,
    pub(crate) from: Millis,
    pub(crate) to: Millis,
    pub(crate) base: Quality,
    pub(crate) episodes: Vec<Episode>,
    pub(crate) number: u32,
    /// Index of the leg at the other end.
    pub(crate) remote: Option<usize>,
    pub(crate) transport: &'static str,
    pub(crate) codec: &'static str,
    /// Every n-th 10 s interval is logged (and what tells of an episode always).
    pub(crate) every: i64,
}

/// What a stream is like at a moment.
#[derive(Clone, Copy)]
pub(crate) struct Quality {
    /// Round trip and jitter, ms.
    pub(crate) rtt: f64,
    pub(crate) jitter: f64,
    /// Lost packets to all packets, 0 to 1.
    pub(crate) loss: f64,
    /// Frames per second from the source (or received), and after the encoder (or decoder).
    pub(crate) fps_in: f64,
    pub(crate) fps_out: f64,
    pub(crate) height: f64,
    pub(crate) kbps: f64,
    /// No frame moves.
    pub(crate) frozen: bool,
    /// Sound level, 0 to 65536.
    pub(crate) level: f64,
}

/// A stretch of time with another quality.
#[derive(Clone, Copy)]
pub(crate) struct Episode {
    pub(crate) from: Millis,
    pub(crate) to: Millis,
    pub(crate) quality: Quality,
}

impl Stream {
    /// The quality at `time`.
    pub(crate) fn at(&self, time: Millis) -> &Quality {
        let hit = self.episodes.iter().rev();
        hit.filter(|episode| episode.from <= time && time < episode.to)
            .map(|episode| &episode.quality)
            .next()
            .unwrap_or(&self.base)
    }

    /// True when an episode runs, begins or ends within half a minute of the interval at `time`.
    pub(crate) fn eventful(&self, time: Millis) -> bool {
        let near = |episode: &Episode| time + 40_000 > episode.from && time - 30_000 < episode.to;
        self.episodes.iter().any(near)
    }

    /// True near the edges of an episode, and all through a short one: what even a thin log must show.
    pub(crate) fn telling(&self, time: Millis) -> bool {
        let near = |edge: Millis| (-20_000..10_000).contains(&(time - edge));
        let tells = |episode: &Episode| {
            let short = episode.to - episode.from < 120_000;
            let inside = episode.from < time + 10_000 && time < episode.to;
            near(episode.from) || near(episode.to) || (short && inside)
        };
        self.episodes.iter().any(tells)
    }

    /// Puts an episode in, made from the usual quality by `change`.
    pub(crate) fn disturb(&mut self, from: Millis, to: Millis, change: impl Fn(&mut Quality)) {
        let mut quality = self.base;
        change(&mut quality);
        let (from, to) = (from.max(self.from), to.min(self.to));
        if from < to {
            self.episodes.push(Episode { from, to, quality });
        }
    }

    /// Mean of a quality over the life of the stream.
    pub(crate) fn mean(&self, value: impl Fn(&Quality) -> f64) -> f64 {
        let whole = (self.to - self.from).max(1) as f64;
        let base = value(&self.base);
        let shift = |episode: &Episode| {
            (value(&episode.quality) - base) * (episode.to - episode.from) as f64 / whole
        };
        base + self.episodes.iter().map(shift).sum::<f64>()
    }

    /// Highest value of a quality over the life of the stream.
    pub(crate) fn peak(&self, value: impl Fn(&Quality) -> f64) -> f64 {
        let episodes = self.episodes.iter().map(|episode| value(&episode.quality));
        episodes.fold(value(&self.base), f64::max)
    }
}

impl Leg {
    /// The streams of a medium and direction.
    pub(crate) fn streams_of(
        &mut self,
        media: Media,
        outbound: bool,
    ) -> impl Iterator<Item = &mut Stream> {
        let streams = self.streams.iter_mut();
        streams.filter(move |stream| stream.media == media && stream.outbound == outbound)
    }

    /// Adds a UFD with its steps.
    pub(crate) fn ufd(&mut self, name: &'static str, steps: &[(Millis, &'static str)]) {
        let steps = steps.to_vec();
        self.ufds.push(Ufd { name, steps });
    }
}
