//! The filter: opening its line, typing, completing, accepting; off and on; keep and drop like a cell; from a number of
//! another page to the calls behind it. All of it only changes the filter's text, so the line teaches the language.

use super::super::action::View;
use super::super::filters::Chosen;
use super::super::place::Focus;
use super::super::state::{Overlay, State};
use super::moves;
use crate::query::filter::{Clock, both};
use crate::ui::context::Motion;
use crate::ui::widgets::editor::Edit;

/// `f`: opens the line with the text that applies.
pub(in crate::app) fn open(state: &mut State) {
    state.filters.begin();
    let text = state.filters.chosen().text.clone();
    let standing = state.panes.calls.standing();
    state.panes.filter.open(&text, standing);
    state.overlay = Overlay::Filter;
}

/// What is typed applies at once; a filter that is switched off is on while its text is typed.
fn typed(state: &mut State) {
    let (text, cursor) = state.panes.filter.typed();
    state.filters.type_text(&text, cursor);
}

/// Enter: what is typed stays.
pub(super) fn accept(state: &mut State) {
    state.overlay = Overlay::None;
    state.filters.end(true);
}

/// Esc: first the menu goes, then the line with all that was typed.
pub(super) fn cancel(state: &mut State) {
    if state.panes.filter.give_up_menu() {
        typed(state);
        return;
    }
    state.overlay = Overlay::None;
    state.filters.end(false);
    moves::refresh_list(state);
    state.panes.calls.stand_as(state.panes.filter.standing());
}

/// Types; Backspace on an empty line closes it, as in less.
pub(super) fn edit(state: &mut State, edit: Edit) {
    if edit == Edit::Backspace && state.panes.filter.is_empty() {
        accept(state);
        return;
    }
    state.panes.filter.type_text(edit);
    typed(state);
}

/// A paste goes into the line.
pub(super) fn paste(state: &mut State, text: &str) {
    state.panes.filter.paste(text);
    typed(state);
}

/// Tab: offers words, or the next of those offered.
pub(super) fn complete(state: &mut State, forward: bool) {
    match state.panes.filter.wants_offers() {
        None => state.panes.filter.turn(forward),
        Some((text, cursor)) => {
            let (from, offers) = state.filters.offers(&state.store, &text, cursor);
            if let [only] = offers.as_slice()
                && only.text.is_empty()
            {
                // Values that nothing loaded lists, such as times and lengths.
                state.say(format!("type {}", only.about));
                return;
            }
            if !state.panes.filter.offer(from, offers) {
                state.say("nothing to offer here");
                return;
            }
        }
    }
    typed(state);
}

/// Up and Down: among the words offered, else among earlier filters.
pub(super) fn step(state: &mut State, motion: Motion) {
    if state.panes.filter.step(motion, state.filters.recent()) {
        typed(state);
    } else {
        state.say("no further filter this way");
    }
}

/// `\`: all filters off, or on again.
pub(super) fn switch(state: &mut State) {
    let Chosen { text, is_off } = state.filters.chosen().clone();
    state.filters.choose(Chosen {
        text,
        is_off: !is_off,
    });
    state.say(if is_off {
        "filter on again"
    } else {
        "filter off: all calls"
    });
}

/// Typed times without a zone are those of the zone that is shown.
pub(in crate::app) fn follow_clock(state: &mut State) {
    state.filters.set_clock(Clock {
        zone: state.look.face.zone,
    });
}

/// A key about what is listed waits for the answer to the filter.
pub(in crate::app) fn settle(state: &mut State) {
    if state.overlay != Overlay::Filter && state.filters.is_running() {
        state.filters.finish(&state.store);
        moves::refresh_list(state);
        if state.view == View::Calls {
            state.selection.call = state.panes.calls.selected();
        }
    }
}

/// `=` and `!`: only what is like the value under the cursor, or all but that.
pub(super) fn like(state: &mut State, keep: bool) {
    let tokens = match state.focus {
        Focus::Calls => state.panes.calls.cell_tokens(&state.store),
        Focus::Overview => state.panes.overview.condition(&state.store),
        _ => None,
    };
    let Some(tokens) = tokens.filter(|tokens| !tokens.is_empty()) else {
        state.say("no value under the cursor to filter by");
        return;
    };
    let condition = match (keep, tokens.len()) {
        (true, _) => tokens.join(" "),
        (false, 1) => format!("not {}", tokens[0]),
        (false, _) => format!("not ({})", tokens.join(" ")),
    };
    let narrowed = narrowed(state, &condition);
    if narrowed == state.filters.chosen().text && !state.filters.chosen().is_off {
        state.say(format!("the filter says so already: {condition}"));
        return;
    }
    state.filters.take(narrowed);
    state.say(format!("filter: {condition}"));
}

/// The text of the filter with a condition more; one that is switched off does not count.
fn narrowed(state: &State, condition: &str) -> String {
    let Chosen { text, is_off } = state.filters.chosen();
    let text = text.trim();
    if *is_off || text.is_empty() {
        return condition.to_owned();
    }
    both(text, condition, state.filters.clock())
}

/// Opens the call list with a condition more; what the filter was comes back with the way back.
pub(in crate::app) fn open_narrowed(state: &mut State, condition: &str) {
    let text = narrowed(state, condition);
    open_filtered(state, text);
}

/// Opens the call list with a filter in place of any other.
pub(in crate::app) fn open_filtered(state: &mut State, text: String) {
    let before = state.filters.settled();
    moves::go(state, View::Calls);
    if text != before.text || before.is_off {
        state.filters.take(text);
        if let Some(place) = state.history.last_mut() {
            place.filter = Some((before, state.filters.settled()));
        }
    }
}
