//! In which zone times are shown: UTC, that of the machine, one that was named, or counted from the start of a call.

use super::state::State;
use super::update::filtering;
use crate::model::zone::Zone;

/// The ways to show times that there are to go through.
#[derive(Clone, Debug)]
pub struct Clocks {
    zones: Vec<Zone>,
    /// True when times in a call are told from its start.
    pub is_from_start: bool,
}

impl Clocks {
    /// UTC, the machine's zone, and one of the user's own.
    pub fn new(own: Zone) -> Self {
        let mut zones = vec![Zone::Utc, Zone::Local];
        if !zones.contains(&own) {
            zones.push(own);
        }
        Self {
            zones,
            is_from_start: false,
        }
    }
}

/// The next way to show times. From the start only on the pages of a call: a list has many starts.
pub(super) fn next(state: &mut State) {
    let zone = state.look.face.zone;
    let is_of_call = state.view.is_of_call();
    let can_count = is_of_call && state.detail().is_some_and(|call| call.start.is_known());
    let clocks = &mut state.clocks;
    let at = clocks.zones.iter().position(|known| *known == zone);
    let next = clocks.zones.get(at.map_or(0, |at| at + 1)).copied();
    let was_from_start = std::mem::replace(&mut clocks.is_from_start, false);
    match next {
        Some(next) if !was_from_start => state.look.face.zone = next,
        None if !was_from_start && can_count => clocks.is_from_start = true,
        _ => state.look.face.zone = Zone::Utc,
    }
    filtering::follow_clock(state);
    let told = if state.clocks.is_from_start {
        "times are told from the start of the call".to_owned()
    } else {
        format!("times are told in {}", state.look.face.zone.name())
    };
    state.say(told);
}

/// Shows times in a zone from now on; `t` comes back to it.
pub fn choose(state: &mut State, zone: Zone) {
    if !state.clocks.zones.contains(&zone) {
        state.clocks = Clocks::new(zone);
    }
    state.clocks.is_from_start = false;
    state.look.face.zone = zone;
    filtering::follow_clock(state);
}
