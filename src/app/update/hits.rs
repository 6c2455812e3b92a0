//! Finding on the screen: the box opens, a hit is gone to, the next and the one before.

use super::super::action::View;
use super::super::effect::Effect;
use super::super::pivot::value_under_cursor;
use super::super::state::{HitPlace, Names, Overlay, State};
use super::grouping;
use super::moves::{go, open_record, place_in_call, refresh_list};
use crate::model::selection::Selection;

/// Opens the find box with its last text.
pub(super) fn open_find(state: &mut State) {
    state.overlay = Overlay::Find;
    state.panes.find.editor.set("");
    state.panes.find.all_times = false;
    state.ask();
}

/// `*`: every place of the value under the cursor, in the find box.
pub(super) fn pivot(state: &mut State) {
    state.build_detail();
    let Some(value) = value_under_cursor(state) else {
        return state.say("no value of the logs stands under the cursor");
    };
    open_find(state);
    state.panes.find.editor.set(&value);
    state.ask();
}

/// Opens the find box with a text.
pub(in crate::app) fn find_text(state: &mut State, text: &str) -> Vec<Effect> {
    open_find(state);
    state.panes.find.editor.set(text);
    state.ask();
    Vec::new()
}

/// Hits of all times, or only those near the time typed.
pub(super) fn all_times(state: &mut State) {
    state.panes.find.all_times = !state.panes.find.all_times;
    state.ask();
}

/// Opens the hit under the cursor; without hits the near identifier under it is searched for.
pub(super) fn open_hit(state: &mut State) -> Vec<Effect> {
    state.finish_search();
    if let Some(near) = state.panes.find.selected_nearest().map(str::to_owned) {
        state.panes.find.editor.set(&near);
        state.ask();
        return Vec::new();
    }
    let at = state.panes.find.selected();
    let Some(hit) = at.and_then(|at| state.hits.rows.get(at).copied()) else {
        state.say("nothing found to open");
        return Vec::new();
    };
    state.hits.at = at.unwrap_or_default();
    let effects = go_to_hit(state, hit);
    if let Some(words) = grouping::offer(state) {
        state.say(words);
    }
    effects
}

/// Opens the call of a hit with the cursor on the leg or stream whose record was hit; the record itself when it
/// belongs to no call.
fn go_to_hit(state: &mut State, hit: HitPlace) -> Vec<Effect> {
    let Some(call) = hit.call else {
        state.overlay = Overlay::None;
        return open_record(state, hit.source);
    };
    let from = state.place();
    let is_far = state.selection.call != Some(call) || state.overlay == Overlay::Find;
    if state.view == View::Call && is_far {
        state.history.push(from);
    }
    refresh_list(state);
    go(state, View::Call);
    state.selection = Selection {
        call: Some(call),
        record: Some(hit.source),
        ..Selection::default()
    };
    state.panes.calls.select(call);
    state.build_detail();
    let place = state.detail().and_then(|detail| {
        detail.find_record(&state.store, hit.source, hit.participant, hit.endpoint)
    });
    if let Some((leg, stream)) = place.filter(|_| hit.names != Names::Call) {
        let dropped = state
            .detail()
            .filter(|_| hit.names == Names::Person)
            .and_then(|detail| detail.dropped_of_same(leg));
        state.selection.leg = Some(dropped.unwrap_or(leg));
        state.selection.stream = stream.filter(|_| dropped.is_none());
    }
    place_in_call(state);
    Vec::new()
}

/// `n` and `N`.
pub(super) fn hit(state: &mut State, forward: bool) -> Vec<Effect> {
    state.finish_search();
    let count = state.hits.rows.len().max(1);
    let next = if forward {
        state.hits.at + 1
    } else {
        state.hits.at + count - 1
    } % count;
    state.hits.at = next;
    let Some(&hit) = state.hits.rows.get(next) else {
        state.say("nothing found to open");
        return Vec::new();
    };
    let effects = go_to_hit(state, hit);
    state.say(format!("hit {} of {count}", next + 1));
    effects
}
