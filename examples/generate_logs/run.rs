//! Makes a whole data set: stories at their times, everyday calls between them, until the size is met.

use std::io;

use crate::background::{self, Mix};
use crate::build::{MINUTE, World};
use crate::daily;
use crate::plan::{Call, Millis};
use crate::records::{Writer, write_call};
use crate::rng::Rng;
use crate::sink::{CATEGORIES, Sink};
use crate::stories::{FIRST_DAY, STORIES, Story};

/// The default seed, also of the demo set.
pub(crate) const SEED: u64 = 20_261_118;

/// Calls begin within this time after [`FIRST_DAY`].
const WINDOW: Millis = 46 * 60 * MINUTE;

/// Sets below this size are sparse (see [`World::sparse`]).
const SPARSE_BELOW: u64 = 12_000_000;

/// From which size on the stories log every n-th interval, and what they weigh then, in bytes:
/// they should not outgrow the set.
const STORY_STEPS: [(u64, i64, u64); 4] = [
    (1_000_000_000, 1, 140_000_000),
    (20_000_000, 6, 9_000_000),
    (5_000_000, 12, 3_000_000),
    (0, 60, 2_000_000),
];

/// Everyday calls of the demo set.
const DEMO_CALLS: u64 = 38;

/// [`World::story_every`] of the demo set.
const DEMO_EVERY: i64 = 12;

/// Everyday calls that even the smallest set has, in bytes.
const LEAST_EVERYDAY: u64 = 200_000;

/// When to stop making everyday calls.
#[derive(Clone, Copy)]
pub(crate) enum Size {
    /// About so many bytes, stories included.
    Bytes(u64),
    /// The demo set: [`DEMO_CALLS`], trimmed.
    Demo,
    /// None at all: the stories only, as a set of so many bytes has them.
    StoriesOf(u64),
    /// No stories, and everyday calls without any trouble.
    HealthyOf(u64),
}

impl Size {
    fn has(self, story: &Story) -> bool {
        match self {
            Self::Bytes(_) | Self::StoriesOf(_) => true,
            Self::Demo => story.in_demo,
            Self::HealthyOf(_) => false,
        }
    }
}

/// The arguments of a run.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) size: Size,
    pub(crate) seed: u64,
    /// Share of everyday calls that are bad.
    pub(crate) bad: f64,
}

impl Wanted {
    fn world(self) -> World {
        let (sparse, story_every) = match self.size {
            Size::Demo => (true, DEMO_EVERY),
            Size::Bytes(bytes) | Size::StoriesOf(bytes) | Size::HealthyOf(bytes) => {
                (bytes < SPARSE_BELOW, story_step(bytes).0)
            }
        };
        World {
            seed: self.seed,
            sparse,
            story_every,
        }
    }

    fn mix(self) -> Mix {
        // Measured: these give 85 % of records to the media statistics of a large set.
        let world = self.world();
        let is_healthy = matches!(self.size, Size::HealthyOf(_));
        let (reporting, every) = match self.size {
            Size::Demo => (0.06, 18),
            _ if world.sparse => (0.5, (world.story_every / 6).max(1)),
            _ => (0.21, 1),
        };
        Mix {
            bad: if is_healthy { 0.0 } else { self.bad },
            is_healthy,
            reporting,
            every,
        }
    }

    /// Share of the everyday calls that is made, from their number and bytes so far.
    fn done(self, calls: u64, bytes: u64) -> f64 {
        match self.size {
            Size::Demo => calls as f64 / DEMO_CALLS as f64,
            Size::StoriesOf(_) => 1.0,
            Size::HealthyOf(all) => bytes as f64 / all as f64,
            Size::Bytes(all) => {
                let everyday = all.saturating_sub(story_step(all).1);
                bytes as f64 / everyday.max(LEAST_EVERYDAY) as f64
            }
        }
    }
}

/// What came out.
pub(crate) struct Made {
    /// Ids of the calls of each story in its fixed place, in the order of [`STORIES`].
    pub(crate) story_calls: Vec<Vec<String>>,
    pub(crate) counts: [u64; CATEGORIES.len()],
    pub(crate) bytes: u64,
    pub(crate) calls: u64,
}

/// Makes the data set and sends it to `sink`.
pub(crate) fn make(wanted: Wanted, sink: &mut dyn Sink) -> io::Result<Made> {
    let world = wanted.world();
    let mut rng = Rng::new(wanted.seed);
    let (story_calls, mut planted) = plant(wanted, world);
    let mut out = Writer::new(sink);
    let planted_calls = planted.len() as u64;
    let (mut everyday, mut bytes) = (0, 0);
    loop {
        let done = wanted.done(everyday, bytes);
        if done >= 1.0 {
            break;
        }
        let start = FIRST_DAY + (time_of(done) * WINDOW as f64) as Millis + rng.range(0, MINUTE);
        while let Some(call) = planted.pop_if(|call| call.start < start) {
            write_call(&mut out, world, &mut rng, &call)?;
        }
        let before = out.bytes;
        for call in background::calls(&mut rng, world, wanted.mix(), start) {
            write_call(&mut out, world, &mut rng, &call)?;
            everyday += 1;
        }
        bytes += out.bytes - before;
    }
    while let Some(call) = planted.pop() {
        write_call(&mut out, world, &mut rng, &call)?;
    }
    daily::write(&mut out, world)?;
    Ok(Made {
        story_calls,
        counts: out.counts,
        bytes: out.bytes,
        calls: planted_calls + everyday,
    })
}

/// Interval step and weight of the stories in a set of `size` bytes.
fn story_step(size: u64) -> (i64, u64) {
    let step = STORY_STEPS.iter().find(|(from, _, _)| size >= *from);
    step.map_or((1, 0), |(_, every, bytes)| (*every, *bytes))
}

/// The calls of all stories, the earliest last.
fn plant(wanted: Wanted, world: World) -> (Vec<Vec<String>>, Vec<Call>) {
    let mut ids = Vec::new();
    let mut all = Vec::new();
    for (index, story) in STORIES.iter().enumerate() {
        if !wanted.size.has(story) {
            ids.push(Vec::new());
            continue;
        }
        let mut rng = Rng::keyed(wanted.seed, 0x5707 + index as u64);
        let calls = story.planted(&mut rng, world);
        ids.push(calls.iter().map(|call| call.id.clone()).collect());
        all.extend(calls);
    }
    all.sort_by_key(|call| std::cmp::Reverse(call.start));
    (ids, all)
}

/// Spreads calls over the two days with a peak at midday: share of calls made to share of time gone.
fn time_of(share: f64) -> f64 {
    // Within each day, the time runs slower in the middle, so that more calls begin there.
    let day = (share * 2.0).floor().min(1.0);
    let within = (share * 2.0 - day).clamp(0.0, 1.0);
    let centred = within * 2.0 - 1.0;
    let warped = 0.45 * centred + 0.55 * centred * centred * centred;
    day / 2.0 + 0.25 + warped / 4.0
}
