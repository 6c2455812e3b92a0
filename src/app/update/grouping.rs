//! The page of groups: what it opens with, what is chosen on it, and from a group to its calls.

use super::super::action::{Action, View};
use super::super::keymap::label_of;
use super::super::state::{Overlay, State};
use super::moves::with_pane;
use super::{filtering, moves};
use crate::query::group::{Facet, Grouping, Key};
use crate::query::overview::Part;
use crate::ui::panes::Pane;
use crate::ui::panes::groups::Choice;
use crate::ui::panes::overview::Target;

/// Turns of counting that a key about the groups waits for, some 50 ms; beyond them it finds a part.
const WAITED: usize = 40;

/// A key about the groups waits for them, unless that takes too long.
pub(super) fn settle(state: &mut State) {
    if state.view != View::Groups {
        return;
    }
    let is_loading = state.loading.is_running;
    for _ in 0..WAITED {
        let wish = (wish(state), state.filters.kept());
        if !state.groupings.advance(&state.store, wish, is_loading) {
            break;
        }
    }
    with_pane!(state, groups, |pane, context| pane.refresh(context));
}

/// What the page is to count, by the days and hours of the zone that is shown.
pub(in crate::app) fn wish(state: &State) -> Grouping {
    state.panes.groups.grouping().in_zone(state.look.face.zone)
}

/// True for an action about a group while there are none to act on, because they are being counted: it waits for them.
pub(super) fn holds(state: &mut State, action: Action) -> bool {
    let is_about_group = matches!(
        action,
        Action::Open | Action::Mark | Action::Compare | Action::Move(_)
    );
    let is_counting = state.view == View::Groups
        && state.overlay == Overlay::None
        && state.panes.groups.is_waiting()
        && state.store.call_count() > 0;
    if !is_about_group || !is_counting {
        // Another key is another plan.
        state.groupings.take_held();
        return false;
    }
    state.groupings.hold(action);
    state.say(
        "the calls are being counted; what was pressed acts on the groups once they are there",
    );
    true
}

/// What was held, once there are groups.
pub(super) fn release(state: &mut State) -> Vec<Action> {
    if !state.groupings.holds() {
        return Vec::new();
    }
    with_pane!(state, groups, |pane, context| pane.refresh(context));
    if state.view == View::Groups && state.panes.groups.is_waiting() {
        return Vec::new();
    }
    state.message = None;
    state.groupings.take_held()
}

/// `1` … `6`: to a page; the groups open with what is at hand.
pub(super) fn go_or_show(state: &mut State, view: View) {
    match view {
        View::Groups => show(state),
        other => moves::go(state, other),
    }
}

/// `4`: the groups as they were left. From an end code that was found, or that the overview's cursor is on: which users
/// met it, in how many of their calls. Again on the page: bad calls as before.
fn show(state: &mut State) {
    if state.view == View::Groups {
        if state.panes.groups.counted().is_some() {
            state.panes.groups.count_by_user(None);
            state.say("bad calls are counted again");
        }
        return;
    }
    let counted = at_hand(state);
    if counted.is_some() {
        state.panes.groups.count_by_user(counted);
    }
    moves::go(state, View::Groups);
    if let Some((facet, key)) = counted {
        let words = key.words(&state.store, facet);
        state.say(format!(
            "users whose legs ended {words}, in how many of their calls; {} again: bad calls",
            label_of("groups")
        ));
    }
}

/// What `4` leads to from a hit; none where it is no end code.
pub(super) fn offer(state: &State) -> Option<String> {
    let (facet, key) = at_hand(state)?;
    let words = key.words(&state.store, facet);
    Some(format!("{}: which users met {words}", label_of("groups")))
}

/// The end code that is spoken of: of the hit that was opened, or under the cursor of the overview.
pub(in crate::app) fn at_hand(state: &State) -> Option<(&'static Facet, Key)> {
    let (code, subcode) = if state.view == View::Overview {
        let Target::Part(Part::End(code, subcode)) = state.panes.overview.target()? else {
            return None;
        };
        (code, subcode)
    } else {
        let hit = state.hits.rows.get(state.hits.at)?;
        let is_open = state.selection.record == Some(hit.source);
        hit.code.filter(|_| is_open)?
    };
    Some((Facet::named("code")?, Key::pair(code, subcode)))
}

/// Enter: from the choice to the table, from a group to its calls.
pub(super) fn open(state: &mut State) {
    if state.panes.groups.take_choice() {
        return;
    }
    let Some(keys) = state.panes.groups.selected() else {
        state.say("no group is under the cursor");
        return;
    };
    let grouping = wish(state);
    let conditions = grouping.conditions(&state.store, keys);
    filtering::open_narrowed(state, &conditions.join(" "));
}

/// `d`, `b` and `M`: what to group by, a second dimension, the measure.
pub(super) fn choose(state: &mut State, choice: Choice) {
    state.panes.groups.begin_choice(choice);
    state.overlay = Overlay::Choice;
    let what = match choice {
        Choice::By => "what to group by",
        Choice::Then => "a second dimension",
        Choice::Metric => "the measure",
    };
    state.say(format!("type or move to choose {what}"));
}

/// Enter: what is under the cursor of the choice is kept.
pub(super) fn take_choice(state: &mut State) {
    state.panes.groups.take_choice();
    state.overlay = Overlay::None;
}

/// Esc: the groups as they were before something was typed.
pub(super) fn give_up_choice(state: &mut State) {
    state.panes.groups.give_up_choice();
    state.overlay = Overlay::None;
}
