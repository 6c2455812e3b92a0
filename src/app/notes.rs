//! Marks and notes: `Space` marks what is under the cursor, `a` writes a note on the call. Kept as soon as made.

use super::effect::Effect;
use super::keeping::{keep, key_of};
use super::line::{self, Ask};
use super::place::Focus;
use super::remembered::{Change, LONGEST_NOTE};
use super::state::State;
use crate::model::id::CallIx;
use crate::query::marked::MarkedPart;
use crate::ui::format;

/// `Space`: in a call the leg or stream under the cursor, on the page of groups the group, anywhere else the call.
pub(super) fn mark(state: &mut State) -> Vec<Effect> {
    if state.focus == Focus::Groups {
        let words = state.panes.groups.mark();
        state.say(words);
        return Vec::new();
    }
    match part_under_cursor(state) {
        Some((part, name)) => {
            mark_part(state, part, &name);
            Vec::new()
        }
        None => mark_call(state),
    }
}

/// The leg or stream under the cursor, with its name.
pub(super) fn part_under_cursor(state: &State) -> Option<(MarkedPart, String)> {
    let detail = state.detail()?;
    match state.focus {
        Focus::Legs => {
            let (leg, stream) = state.panes.legs.selected()?;
            let name = match stream {
                Some(_) => format!("stream of {}", detail.leg_name(leg)),
                None => detail.leg_name(leg),
            };
            Some((MarkedPart::of(detail, leg, stream)?, name))
        }
        Focus::Streams => {
            let found = detail
                .streams
                .get(state.panes.streams.selected()?.0 as usize)?;
            let name = match found.leg {
                Some(leg) => format!("stream of {}", detail.leg_name(leg)),
                None => "stream".to_owned(),
            };
            Some((MarkedPart::Stream(detail.call, found.row), name))
        }
        _ => None,
    }
}

fn mark_part(state: &mut State, part: MarkedPart, name: &str) {
    let word = if state.marked.toggle_part(part) {
        "marked"
    } else {
        "no longer marked"
    };
    let is_leg = |part: &MarkedPart| matches!(part, MarkedPart::Leg(..));
    let same = state.marked.parts().iter();
    let count = same.filter(|other| is_leg(other) == is_leg(&part)).count();
    let kind = if is_leg(&part) { "leg" } else { "stream" };
    let count = format::counted(count as u64, kind);
    state.say(format!("{name}: {word}; {count} marked"));
}

fn mark_call(state: &mut State) -> Vec<Effect> {
    let Some(call) = state.selection.call else {
        state.say("no call is selected");
        return Vec::new();
    };
    let key = match key_of(state, call) {
        Ok(key) => key,
        Err(why) => {
            state.say(why);
            return Vec::new();
        }
    };
    let is_marked = state.marked.toggle_call(&key);
    tell_filter(state);
    let (effects, more) = keep(
        state,
        Change::Mark {
            call: key,
            is_marked,
        },
    );
    let word = if is_marked {
        "marked"
    } else {
        "no longer marked"
    };
    let name = short(state, call);
    state.say(format!("call {name}: {word}{more}"));
    effects
}

/// `a`: opens the line with the note there is.
pub(super) fn ask_note(state: &mut State) {
    let Some(call) = state.selection.call else {
        state.say("no call is selected");
        return;
    };
    match key_of(state, call) {
        Ok(_) => {
            let text = state.marked.note(&state.store, call).to_owned();
            line::open(state, Ask::Note(call), &text);
        }
        Err(why) => state.say(why),
    }
}

/// `:note TEXT`: a note on the selected call.
pub(in crate::app) fn note_call(state: &mut State, text: &str) -> Vec<Effect> {
    let Some(call) = state.selection.call else {
        state.say("no call is selected");
        return Vec::new();
    };
    write(state, call, text)
}

/// Takes a note; an empty text takes it away.
pub(super) fn write(state: &mut State, call: CallIx, text: &str) -> Vec<Effect> {
    let key = match key_of(state, call) {
        Ok(key) => key,
        Err(why) => {
            state.say(why);
            return Vec::new();
        }
    };
    let text: String = text.trim().chars().take(LONGEST_NOTE).collect();
    if text == state.marked.note(&state.store, call) {
        return Vec::new();
    }
    state.marked.set_note(&key, &text);
    tell_filter(state);
    let word = if text.is_empty() {
        "the note is gone"
    } else {
        "noted"
    };
    let (effects, more) = keep(state, Change::Note { call: key, text });
    let name = short(state, call);
    state.say(format!("call {name}: {word}{more}"));
    effects
}

/// The first characters of a call id, as lists show it.
fn short(state: &State, call: CallIx) -> String {
    let id = state.store.id(state.store.call_id(call));
    id.chars().take(8).collect()
}

/// The marked calls that are loaded, the marked legs, streams and groups.
pub(super) fn count(state: &State) -> usize {
    let groups = state.panes.groups.marked().len();
    state.marked.loaded() + state.marked.parts().len() + groups
}

/// A filter may ask for marks and notes.
pub(super) fn tell_filter(state: &mut State) {
    state.filters.set_marks(state.marked.calls().clone());
}
