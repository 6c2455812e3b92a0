//! Who is at the other end of a stream, as far as the log tells.
//!
//! Of what a leg sends in a group call these are the inbound streams of the same medium on the other participants'
//! legs of that time; of what it receives, the outbound ones of the legs that its client's media statistics name, else
//! of all others: the service's records name no sender. In P2P only outbound streams are logged, so the peer is known, not how it received.

use crate::model::call::{CallDetail, Leg, Stream};
use crate::model::rows::{CallKind, Direction, Media};
use crate::model::senders::Senders;
use crate::ui::format::MISSING;
use crate::ui::panes::standing;
use crate::ui::theme::Role;
use crate::ui::widgets::table::Cell;

/// `P1 in x`; of several the worst and how many more. Missing where the log cannot tell.
pub(super) fn cell(detail: &CallDetail, stream: &Stream, senders: &Senders) -> Cell {
    let none = || Cell::plain(MISSING);
    let Some((number, leg)) = stream.leg.and_then(|no| Some((no, detail.leg(no)?))) else {
        return none();
    };
    if detail.kind == CallKind::P2p {
        return peer(detail, leg).map_or_else(none, Cell::plain);
    }
    let wanted = match stream.direction {
        Direction::Outbound => Direction::Inbound,
        Direction::Inbound => Direction::Outbound,
        Direction::Unknown => return none(),
    };
    let mut ends: Vec<(&Stream, u32)> = ends(detail, leg, (stream.media, wanted)).collect();
    if stream.direction == Direction::Inbound {
        let named = senders.to(number, stream.media);
        let is_named = |end: &Stream| end.leg.is_some_and(|leg| named.contains(&leg));
        if ends.iter().any(|(end, _)| is_named(end)) {
            ends.retain(|(end, _)| is_named(end));
        }
    }
    ends.sort_by_key(|(end, participant)| (standing::of_stream(end.verdict.class), *participant));
    let (Some(&(worst, participant)), Some(at)) =
        (ends.first(), ends.first().and_then(|(end, _)| end.leg))
    else {
        return none();
    };
    let others = ends.iter().filter(|(_, other)| *other != participant);
    let mut others: Vec<u32> = others.map(|(_, other)| *other).collect();
    others.sort_unstable();
    others.dedup();
    if wanted == Direction::Outbound && !others.is_empty() {
        return Cell::new(format!("{} send", others.len() + 1), Role::Dim);
    }
    let (mark, role) = standing::mark(standing::of_stream(worst.verdict.class));
    let way = if wanted == Direction::Inbound {
        "in"
    } else {
        "out"
    };
    let more = match others.len() {
        0 => String::new(),
        count => format!(" +{count}"),
    };
    // A participant that came back has such a stream on each leg: which of them it was is not logged.
    let is_one = ends
        .iter()
        .filter(|(_, other)| *other == participant)
        .count()
        == 1;
    let name = if is_one {
        detail.leg_name(at)
    } else {
        format!("P{}", participant + 1)
    };
    Cell::new(format!("{name} {way} {mark}{more}"), role)
}

/// The only other participant of a call of two.
fn peer(detail: &CallDetail, leg: &Leg) -> Option<String> {
    let others = (0..detail.participants.len()).filter(|&at| at as u32 != leg.participant_no);
    let others: Vec<usize> = others.collect();
    match others.as_slice() {
        [only] => Some(format!("P{}", only + 1)),
        _ => None,
    }
}

/// Streams of a medium and direction on legs of other participants that were there at the same time.
fn ends<'a>(
    detail: &'a CallDetail,
    leg: &'a Leg,
    (media, direction): (Media, Direction),
) -> impl Iterator<Item = (&'a Stream, u32)> {
    let is_wanted = move |stream: &&Stream| (stream.media, stream.direction) == (media, direction);
    let streams = detail.streams.iter().filter(is_wanted);
    streams.filter_map(move |stream| {
        let other = detail.leg(stream.leg?)?;
        let is_other = other.participant_no != leg.participant_no;
        (is_other && meet(leg, other)).then_some((stream, other.participant_no))
    })
}

/// False only where the log says that one had left before the other came.
fn meet(a: &Leg, b: &Leg) -> bool {
    let is_before = |end: Option<i64>, start: Option<i64>| {
        end.zip(start).is_some_and(|(end, start)| end <= start)
    };
    let (a_end, b_end) = (a.end().ticks(), b.end().ticks());
    !is_before(a_end, b.start.ticks()) && !is_before(b_end, a.start.ticks())
}
