//! Requests to rooms: some group calls took place in a room that was made for them. The correlation is the request's.

use std::io;

use crate::around::opaque;
use crate::build::{MINUTE, SECOND};
use crate::plan::{Call, Millis};
use crate::records::{Outcome, Writer};
use crate::rng::Rng;
use crate::sink::Category;

/// Writes how the room of the call was made and filled, for some group calls.
pub(crate) fn write(out: &mut Writer<'_>, rng: &mut Rng, call: &Call) -> io::Result<()> {
    if call.p2p || call.thread.is_some() || !rng.chance(0.12) {
        return Ok(());
    }
    let digits = (0..17).map(|_| char::from(b'0' + rng.range(0, 10) as u8));
    let room: String = "99".chars().chain(digits).collect();
    let made = call.start - rng.range(2 * MINUTE, 50 * MINUTE);
    let guests = call.legs.len() as i64;
    let fill = made + rng.range(SECOND, 20 * SECOND);
    request(out, rng, ("CreateRoom", 201, made), (&room, 1))?;
    request(out, rng, ("UpdateParticipants", 200, fill), (&room, guests))
}

fn request(
    out: &mut Writer<'_>,
    rng: &mut Rng,
    (name, status, time): (&str, i64, Millis),
    (room, guests): (&str, i64),
) -> io::Result<()> {
    let place = (Category::Rooms, time + rng.range(SECOND, 30 * SECOND));
    let outcome = Outcome {
        result: "Succeeded",
        request: Some((status, rng.range(30, 300))),
    };
    let id = opaque(rng, 22);
    let line = out.outcome_envelope(place, name, &id, outcome);
    line.text("roomId", room);
    line.int("roomLifespan", 86_400, false);
    let (added, upserted) = if name == "CreateRoom" {
        (guests, 0)
    } else {
        (0, guests)
    };
    line.int("addedRoomParticipantsCount", added, false);
    line.int("upsertedRoomParticipantsCount", upserted, false);
    line.int("removedRoomParticipantsCount", 0, false);
    line.flag("pstnDialOutEnabled", false);
    out.send(place, 1)
}
