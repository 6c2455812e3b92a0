//! Makes a whole data set: stories at their times, everyday calls between them, until the size is met.

use std::io;

use crate::background::{self, Mix};
use crate::build::{MINUTE, World};
use crate::plan::{Call, Millis};
use crate::records::{Writer, write_call};
use crate::rng::Rng;
use crate::sink::Sink;
use crate::stories::{FIRST_DAY, STORIES};

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
const DEMO_EVERY: i64 = 18;

/// Everyday calls that even the smallest set has, in bytes.
const LEAST_EVERYDAY: u64 = 200_000;

/// The arguments of a run.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    pub(crate) size: u64,
    pub(crate) seed: u64,
    pub(crate) bad: f64,
    pub(crate) stories_only: bool,
}

impl Wanted {
    /// The demo set: its size is a number of calls, not of bytes.
    pub(crate) fn demo() -> Self {
        Self {
            size: 0,
            seed: SEED,
            bad: 0.0,
            stories_only: false,
        }
    }
}

/// What came out.
pub(crate) struct Made {
    /// Ids of the calls of each story in its fixed place, in the order of [`STORIES`].
    pub(crate) story_calls: Vec<Vec<String>>,
    pub(crate) counts: [u64; 6],
    pub(crate) bytes: u64,
    pub(crate) calls: u64,
}

/// Makes the data set and sends it to `sink`.
pub(crate) fn make(wanted: Wanted, sink: &mut dyn Sink) -> io::Result<Made> {
    let is_demo = wanted.size == 0;
    let world = World {
        seed: wanted.seed,
        sparse: wanted.size < SPARSE_BELOW,
        story_every: if is_demo {
            DEMO_EVERY
        } else {
            story_step(wanted.size).0
        },
    };
    let mix = Mix {
        bad: wanted.bad,
        reporting: if is_demo { 0.15 } else { 0.3 },
    };
    let mut rng = Rng::new(wanted.seed);
    let (story_calls, mut planted) = plant(wanted.seed, world);
    let mut out = Writer::new(sink);
    let mut calls = planted.len() as u64;
    let mut everyday = 0;
    let (_, story_bytes) = story_step(wanted.size);
    let everyday_target = wanted.size.saturating_sub(story_bytes).max(LEAST_EVERYDAY);
    let mut everyday_bytes = 0;
    let mut share = 0.0;
    while share < 1.0 && !wanted.stories_only {
        let start = FIRST_DAY + (hour_of(share) * WINDOW as f64) as Millis + rng.range(0, MINUTE);
        while planted.last().is_some_and(|call| call.start < start) {
            if let Some(call) = planted.pop() {
                write_call(&mut out, world, &mut rng, &call)?;
            }
        }
        let before = out.bytes;
        for call in background::calls(&mut rng, world, mix, start) {
            write_call(&mut out, world, &mut rng, &call)?;
            calls += 1;
        }
        everyday += 1;
        everyday_bytes += out.bytes - before;
        share = if is_demo {
            everyday as f64 / DEMO_CALLS as f64
        } else {
            everyday_bytes as f64 / everyday_target as f64
        };
    }
    while let Some(call) = planted.pop() {
        write_call(&mut out, world, &mut rng, &call)?;
    }
    Ok(Made {
        story_calls,
        counts: out.counts,
        bytes: out.bytes,
        calls,
    })
}

fn story_step(size: u64) -> (i64, u64) {
    let step = STORY_STEPS.iter().find(|(from, _, _)| size >= *from);
    step.map_or((1, 0), |(_, every, bytes)| (*every, *bytes))
}

/// The calls of all stories, the earliest last.
fn plant(seed: u64, world: World) -> (Vec<Vec<String>>, Vec<Call>) {
    let mut ids = Vec::new();
    let mut all = Vec::new();
    for (index, story) in STORIES.iter().enumerate() {
        let mut rng = Rng::keyed(seed, 0x5707 + index as u64);
        let calls = story.planted(&mut rng, world);
        ids.push(calls.iter().map(|call| call.id.clone()).collect());
        all.extend(calls);
    }
    all.sort_by_key(|call| std::cmp::Reverse(call.start));
    (ids, all)
}

/// Spreads calls over the two days with a peak at midday: share of calls made to share of time gone.
fn hour_of(share: f64) -> f64 {
    // Within each day, the time runs slower in the middle, so that more calls begin there.
    let day = (share * 2.0).floor().min(1.0);
    let within = (share * 2.0 - day).clamp(0.0, 1.0);
    let centred = within * 2.0 - 1.0;
    let warped = 0.45 * centred + 0.55 * centred * centred * centred;
    day / 2.0 + 0.25 + warped / 4.0
}
