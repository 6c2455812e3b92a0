//! The places the user jumped from, to go back to and forth between: cursor and scroll as they were.
//!
//! A jump is another page, another call in a call, or the first or last row of a list. It is noticed by comparing before
//! and after a key, so no command has to know of it.

use super::action::{Action, View};
use super::effect::Effect;
use super::place::{Focus, Place};
use super::state::{Overlay, State};
use super::update::{arrange_for_key, moves};
use crate::model::source::Source;
use crate::ui::panes::Standing;

/// Places that are kept; older ones are forgotten.
const KEPT: usize = 200;

/// A place with all that is needed to be there again.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    place: Place,
    /// The pages behind it, for `q`.
    behind: Vec<Place>,
    is_zoomed: bool,
    standings: Vec<(Focus, Standing)>,
}

impl Spot {
    /// Where the user is.
    pub fn of(state: &State) -> Self {
        let panes = Focus::of(state.view).iter();
        let standing = |&focus| (focus, state.panes.of(focus).standing());
        Self {
            place: state.place(),
            behind: state.history.clone(),
            is_zoomed: state.is_zoomed,
            standings: panes.map(standing).collect(),
        }
    }
}

/// The places in the order of the jumps; the user stands at `at`, beyond the last one when nothing was gone back.
#[derive(Default)]
pub struct Trail {
    spots: Vec<Spot>,
    at: usize,
    is_walking: bool,
}

impl Trail {
    /// True when there is a place to go back to.
    pub fn has_back(&self) -> bool {
        self.at > 0
    }

    /// True when there is a place to go forward to.
    pub fn has_forward(&self) -> bool {
        self.at + 1 < self.spots.len()
    }

    /// The place left last of those that are worth it; going back and forth is no leaving.
    pub fn last(&self, worth: impl Fn(&Place) -> bool) -> Option<Place> {
        let here = self.at.min(self.spots.len());
        let (behind, ahead) = self.spots.split_at(here);
        let mut near = behind.iter().rev().chain(ahead);
        let found = near.find(|spot| worth(&spot.place))?;
        Some(found.place.clone())
    }

    fn push(&mut self, left: Spot) {
        self.spots.truncate(self.at);
        if self.spots.last() != Some(&left) {
            self.spots.push(left);
        }
        if self.spots.len() > KEPT {
            self.spots.remove(0);
        }
        self.at = self.spots.len();
    }

    /// The place one step back or forward; the one that is left is noted as it is now.
    fn walk(&mut self, here: Spot, forward: bool) -> Option<Spot> {
        let to = if forward {
            self.has_forward().then_some(self.at + 1)?
        } else {
            self.at.checked_sub(1)?
        };
        match self.spots.get_mut(self.at) {
            Some(spot) => *spot = here,
            None => self.spots.push(here),
        }
        self.at = to;
        self.is_walking = true;
        self.spots.get(to).cloned()
    }
}

/// Notes the place that a key left, when it was a jump. `action` is what the key did.
pub(super) fn note(state: &mut State, left: Spot, action: Option<Action>) {
    if std::mem::take(&mut state.trail.is_walking) {
        return;
    }
    let here = state.place();
    let before = &left.place;
    let is_far = matches!(action, Some(Action::Move(motion)) if motion.is_far());
    let is_jump = before.view != here.view
        || (here.view.is_of_call() && before.selection.call != here.selection.call)
        || (is_far && state.overlay == Overlay::None && Spot::of(state) != left);
    if is_jump && before.view != View::Start {
        state.trail.push(left);
    }
}

/// `'` (false) and `"` (true).
pub(super) fn walk(state: &mut State, forward: bool) -> Vec<Effect> {
    let here = Spot::of(state);
    match state.trail.walk(here, forward) {
        Some(spot) => go_to(state, &spot),
        None => Vec::new(),
    }
}

fn go_to(state: &mut State, spot: &Spot) -> Vec<Effect> {
    state.overlay = Overlay::None;
    state.history.clone_from(&spot.behind);
    moves::restore(state, spot.place.clone());
    state.is_zoomed = spot.is_zoomed;
    arrange_for_key(state);
    if spot.place.view == View::Why {
        let leg = spot.place.selection.leg;
        moves::with_pane!(state, why, |pane, context| pane.ask(context, leg, None));
    }
    for (focus, standing) in &spot.standings {
        state.panes.of_mut(*focus).stand(*standing);
    }
    keep_call(state, &spot.place);
    match spot.place.selection.record {
        Some(source) if spot.place.view == View::Record => reopen_record(state, source),
        _ => Vec::new(),
    }
}

/// The list may have another order by now: the call counts, not its row.
fn keep_call(state: &mut State, place: &Place) {
    if place.view == View::Calls
        && let Some(call) = place.selection.call
        && state.panes.calls.selected() != Some(call)
    {
        state.panes.calls.select(call);
    }
}

/// Shows a record again that is not the last one shown: its text is read once more.
fn reopen_record(state: &mut State, source: Source) -> Vec<Effect> {
    let place = moves::record_place(state, source);
    if *state.panes.record.place() == place {
        return Vec::new();
    }
    state.panes.record.open(place);
    let file = state.store.file(source.file);
    let is_rejected = file.is_some_and(|file| {
        let mut issues = file.issues.iter();
        issues.any(|issue| issue.offset == source.offset)
    });
    vec![if is_rejected {
        Effect::ReadRejected(source)
    } else {
        Effect::ReadRecord(source)
    }]
}
