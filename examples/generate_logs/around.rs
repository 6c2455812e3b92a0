//! What other services log around a call: surveys, automation, recordings, captions, rooms, usage.
//!
//! All of it follows from the plan of the call, and its chances hang on the id of the call alone: the records of the
//! call itself are the same with and without.

use std::io;

use crate::build::World;
use crate::plan::{Call, Endpoint, Leg};
use crate::records::Writer;
use crate::rng::Rng;
use crate::{automation, recording, rooms, survey, usage};

/// Writes all records around `call` and counts it for the daily figures.
pub(crate) fn write(out: &mut Writer<'_>, world: World, call: &Call) -> io::Result<()> {
    let rng = &mut Rng::keyed(world.seed, key(&call.id));
    out.daily.add(call);
    // Where logs of the call are missing, it is a story of missing logs: nothing else fills the gap.
    if call.logs.summary && call.logs.diagnostics && call.logs.client {
        survey::write(out, rng, world, call)?;
        automation::write(out, rng, call)?;
        recording::write(out, rng, call)?;
        rooms::write(out, rng, call)?;
    }
    usage::write(out, rng, call)
}

/// The last 48 bits of the id: a story keeps them when its beginning is set.
fn key(id: &str) -> u64 {
    let tail = id.rsplit('-').next().unwrap_or_default();
    u64::from_str_radix(tail, 16).unwrap_or_default()
}

/// Legs that got as far as media.
pub(crate) fn established(call: &Call) -> impl Iterator<Item = &Leg> {
    call.legs.iter().filter(|leg| leg.established)
}

/// Whether a service of the customer (a bot) takes part.
pub(crate) fn bot(call: &Call) -> Option<&Leg> {
    established(call).find(|leg| leg.endpoint == Endpoint::Bot)
}

/// Opaque ids of the services are long texts in base64.
pub(crate) fn opaque(rng: &mut Rng, length: usize) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let digit = |_| char::from(DIGITS[(rng.next() >> 58) as usize]);
    (0..length).map(digit).collect()
}
