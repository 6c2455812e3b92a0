//! What of the screen the user turned, as one value, and the way back and forth between such values.
//!
//! Moving about changes nothing here and cannot be undone by `u`; the way back from a page is `q`.

use super::columns::{self, ChosenColumns};
use super::filters::Chosen;
use super::state::State;
use super::update::filtering;
use super::update::moves::with_pane;
use crate::model::zone::Zone;
use crate::ui::panes::calls::words_of;
use crate::ui::panes::groups::GroupsView;
use crate::ui::panes::legs::Folding;
use crate::ui::panes::timeline::Shown;
use crate::ui::widgets::table::order::Order;

/// Steps that can be undone; older ones are forgotten.
const KEPT: usize = 1_000;

/// Everything that a view change can change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewState {
    filter: Chosen,
    /// How the call list is sorted.
    order: Order,
    /// The columns of each kind of list.
    columns: ChosenColumns,
    /// How the streams are sorted; none = as logged.
    streams: Order,
    /// Dimensions, measure and order of the groups.
    groups: GroupsView,
    /// The zone of times, and whether they are told from the start of the call.
    times: (Zone, bool),
    only_poor: bool,
    one_leg: bool,
    shown: Shown,
    /// Branches opened and closed in the tree of a call.
    folding: Folding,
}

/// One thing of [`ViewState`]: how it is told apart, put back and named.
struct Part {
    is_same: fn(&ViewState, &ViewState) -> bool,
    put: fn(&ViewState, &mut State),
    /// What was done when it became like this.
    words: fn(&ViewState, &State) -> String,
}

const PARTS: [Part; 10] = [
    Part {
        is_same: |a, b| a.filter == b.filter,
        put: |to, state| state.filters.choose(to.filter.clone()),
        words: |done, _| done.filter.words(),
    },
    Part {
        is_same: |a, b| a.order == b.order,
        put: |to, state| state.panes.calls.set_order(to.order.clone()),
        words: |done, _| format!("sort {}", words_of(&done.order)),
    },
    Part {
        is_same: |a, b| a.columns == b.columns,
        put: |to, state| columns::choose(&mut state.panes, &to.columns),
        words: |_, _| "choice of columns".to_owned(),
    },
    Part {
        is_same: |a, b| a.groups == b.groups,
        put: |to, state| state.panes.groups.set_view(&to.groups),
        words: |done, _| done.groups.words(),
    },
    Part {
        is_same: |a, b| a.streams == b.streams,
        put: |to, state| {
            with_pane!(state, streams, |pane, context| pane
                .set_order(context, to.streams.clone()));
        },
        words: |done, _| {
            or_all(
                !done.streams.is_empty(),
                "sort of the streams",
                "streams in the log's order",
            )
        },
    },
    Part {
        is_same: |a, b| a.times == b.times,
        put: |to, state| {
            (state.look.face.zone, state.clocks.is_from_start) = to.times;
            filtering::follow_clock(state);
        },
        words: |done, _| match done.times {
            (_, true) => "times from the start of the call".to_owned(),
            (zone, false) => format!("times in {}", zone.name()),
        },
    },
    Part {
        is_same: |a, b| a.only_poor == b.only_poor,
        put: |to, state| {
            with_pane!(state, legs, |pane, context| pane
                .set_only_poor(context, to.only_poor));
        },
        words: |done, _| or_all(done.only_poor, "only what is poor", "legs: all"),
    },
    Part {
        is_same: |a, b| a.one_leg == b.one_leg,
        put: |to, state| {
            state.is_one_leg = to.one_leg;
            let leg = state.selection.leg.filter(|_| to.one_leg);
            with_pane!(state, timeline, |pane, context| pane.only_leg(context, leg));
        },
        words: |done, _| or_all(done.one_leg, "timeline of one leg", "timeline of all legs"),
    },
    Part {
        is_same: |a, b| a.shown == b.shown,
        put: |to, state| {
            with_pane!(state, timeline, |pane, context| pane
                .set_shown(context, to.shown));
        },
        words: |done, _| done.shown.words().to_owned(),
    },
    Part {
        is_same: |a, b| a.folding == b.folding,
        put: |to, state| {
            with_pane!(state, legs, |pane, context| pane
                .set_folding(context, &to.folding));
        },
        words: |_, _| "a branch opened or closed".to_owned(),
    },
];

fn or_all(is_part: bool, part: &str, all: &str) -> String {
    if is_part { part } else { all }.to_owned()
}

impl ViewState {
    /// As it is now. What is typed into the filter line counts only once it is accepted.
    pub fn of(state: &State) -> Self {
        let panes = &state.panes;
        Self {
            filter: state.filters.settled(),
            order: panes.calls.order().clone(),
            columns: columns::chosen(panes),
            streams: panes.streams.order().clone(),
            groups: panes.groups.settled(),
            times: (state.look.face.zone, state.clocks.is_from_start),
            only_poor: panes.legs.is_only_poor(),
            one_leg: state.is_one_leg,
            shown: panes.timeline.shown(),
            folding: panes.legs.folding(),
        }
    }

    /// The same with the branches of another state: those that opened because the cursor went there are no change.
    #[must_use]
    pub fn folded_as(mut self, other: &Self) -> Self {
        self.folding.clone_from(&other.folding);
        self
    }

    fn differing(&self, other: &Self) -> impl Iterator<Item = &'static Part> {
        PARTS.iter().filter(|part| !(part.is_same)(self, other))
    }

    /// Puts back what differs from another state; the rest stays as it is now.
    fn put_over(&self, other: &Self, state: &mut State) {
        for part in self.differing(other) {
            (part.put)(self, state);
        }
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    before: ViewState,
    after: ViewState,
}

impl Step {
    fn words(&self, state: &State) -> String {
        let parts = self.before.differing(&self.after);
        let words: Vec<String> = parts.map(|part| (part.words)(&self.after, state)).collect();
        words.join(", ")
    }

    /// False for branches of a call that is not shown.
    fn can_be_seen(&self, state: &State) -> bool {
        let changed = ViewState::of(state);
        let is_here = self.before.folding.is_of_same(&changed.folding);
        let others = self.before.clone().folded_as(&self.after);
        is_here || others != self.after
    }
}

/// Changes that can be taken back, and those taken back.
#[derive(Default)]
pub struct ViewHistory {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// How often something was taken back or done again.
    turns: usize,
}

impl ViewHistory {
    /// How often something was taken back or done again: that is no change of its own.
    pub fn turns(&self) -> usize {
        self.turns
    }

    /// Notes a change; what was taken back before it is forgotten.
    pub fn note(&mut self, before: ViewState, after: ViewState) {
        if before == after {
            return;
        }
        self.undone.clear();
        self.done.push(Step { before, after });
        if self.done.len() > KEPT {
            self.done.remove(0);
        }
    }
}

/// Takes the last change back (false) or does it again (true), and says which.
pub fn turn(state: &mut State, again: bool) {
    let word = if again { "redo" } else { "undo" };
    // What is being chosen is the last change.
    let before = ViewState::of(state);
    state.panes.groups.settle();
    let after = ViewState::of(state);
    state.view_history.note(before, after);
    state.view_history.turns += 1;
    loop {
        let history = &mut state.view_history;
        let (from, to) = if again {
            (&mut history.undone, &mut history.done)
        } else {
            (&mut history.done, &mut history.undone)
        };
        let Some(step) = from.pop() else {
            state.say(format!("nothing to {word}"));
            return;
        };
        to.push(step.clone());
        if !step.can_be_seen(state) {
            continue;
        }
        let words = step.words(state);
        if again {
            step.after.put_over(&step.before, state);
        } else {
            step.before.put_over(&step.after, state);
        }
        state.say(format!("{word}: {words}"));
        return;
    }
}
