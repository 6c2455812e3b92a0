//! The choice of columns of the lists that have some: opened over the list, changed step by step, kept for the next time
//! by kind of list.

use super::effect::Effect;
use super::keeping;
use super::place::Focus;
use super::remembered::{Change, ColumnChoice};
use super::state::{Overlay, Panes, State};
use crate::ui::panes::{calls, groups, streams};
use crate::ui::widgets::table::chosen::{Chosen, ColumnStep, Pick};
use crate::ui::widgets::table::columns::{ColumnTable, HasColumns};

/// A kind of list with columns to choose from.
struct Kind {
    /// As its columns are kept.
    name: &'static str,
    /// In a sentence.
    words: &'static str,
    focus: Focus,
    table: fn(&Panes) -> &ColumnTable,
    table_mut: fn(&mut Panes) -> &mut ColumnTable,
    /// The name of a column as the program has it.
    known: fn(&str) -> Option<&'static str>,
}

const KINDS: [Kind; 3] = [
    Kind {
        name: "calls",
        words: "call list",
        focus: Focus::Calls,
        table: |panes| panes.calls.table(),
        table_mut: |panes| panes.calls.table_mut(),
        known: calls::known_column,
    },
    Kind {
        name: "groups",
        words: "groups",
        focus: Focus::Groups,
        table: |panes| panes.groups.table(),
        table_mut: |panes| panes.groups.table_mut(),
        known: groups::known_column,
    },
    Kind {
        name: "streams",
        words: "streams",
        focus: Focus::Streams,
        table: |panes| panes.streams.table(),
        table_mut: |panes| panes.streams.table_mut(),
        known: streams::known_column,
    },
];

/// What was chosen for each kind of list.
pub(super) type ChosenColumns = [Chosen; KINDS.len()];

/// True where the focused pane is a list whose columns can be chosen.
pub(super) fn can_choose(focus: Focus) -> bool {
    kind(focus).is_some()
}

fn kind(focus: Focus) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.focus == focus)
}

/// What is chosen now.
pub(super) fn chosen(panes: &Panes) -> ChosenColumns {
    KINDS
        .each_ref()
        .map(|kind| (kind.table)(panes).chosen().clone())
}

/// Shows what was chosen, where it is something else.
pub(super) fn choose(panes: &mut Panes, chosen: &ChosenColumns) {
    for (kind, chosen) in KINDS.iter().zip(chosen) {
        let table = (kind.table_mut)(panes);
        if table.chosen() != chosen {
            table.choose(chosen.clone());
        }
    }
}

/// Opens the choice with the cursor on the column of the list's column cursor.
pub(super) fn open(state: &mut State) {
    let Some(kind) = kind(state.focus) else {
        return;
    };
    let table = (kind.table)(&state.panes);
    let (rows, at) = (table.states(), table.under_cursor().map(|offer| offer.name));
    state.panes.columns.open(kind.words, rows, at);
    state.overlay = Overlay::Columns;
}

/// The list as it came: the worst first.
pub(super) fn sort_worst_first(state: &mut State) {
    state.panes.calls.set_order(Vec::new());
    state.say("sorted worst first");
}

/// A step about the column under the cursor. The list scrolls to that column, so that the change is seen.
pub(super) fn step(state: &mut State, step: ColumnStep) {
    let Some(name) = state.panes.columns.selected() else {
        state.say("no column is called so");
        return;
    };
    let Some(kind) = kind(state.focus) else {
        return;
    };
    let table = (kind.table_mut)(&mut state.panes);
    match table.step(step, name) {
        Ok(()) => {
            table.go_to(name);
            let rows = table.states();
            let is_reordered = matches!(step, ColumnStep::Move(_) | ColumnStep::Reset);
            state.panes.columns.renew(rows, is_reordered);
        }
        Err(why) => state.say(why),
    }
}

/// Once the choice is closed, or a change of it undone: what is to be kept.
pub(super) fn wish(state: &mut State) -> Vec<Effect> {
    let now = chosen(&state.panes);
    if state.overlay == Overlay::Columns || now == state.keeping.columns {
        return Vec::new();
    }
    let before = std::mem::replace(&mut state.keeping.columns, now.clone());
    let pairs = KINDS.iter().zip(before.iter().zip(&now));
    let differing = pairs.filter(|(_, (before, now))| before != now);
    let changes = differing.map(|(kind, (_, now))| change(kind, now));
    changes
        .flat_map(|change| keeping::keep(state, change).0)
        .collect()
}

fn change(kind: &Kind, chosen: &Chosen) -> Change {
    let choice = |(at, pick): (usize, &Pick)| ColumnChoice {
        field: pick.name.to_owned(),
        width: pick.width,
        frozen: at < chosen.stay,
    };
    let picks = chosen.columns.iter().enumerate();
    let columns: Vec<ColumnChoice> = picks.map(choice).collect();
    Change::Columns {
        list: kind.name.to_owned(),
        columns: (!columns.is_empty()).then_some(columns),
    }
}

/// Takes up what was kept.
pub(super) fn take(state: &mut State) {
    for kind in &KINDS {
        let Some(kept) = state.keeping.views.columns.get(kind.name) else {
            continue;
        };
        let kept = kept
            .iter()
            .map(|it| (it.field.as_str(), it.width, it.frozen));
        let table = (kind.table_mut)(&mut state.panes);
        table.choose(Chosen::known(kept, |name| (kind.known)(name)));
    }
    state.keeping.columns = chosen(&state.panes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::remembered::{Remembered, Views};
    use crate::ui::panes::Pane;
    use crate::ui::widgets::canvas::look;

    fn state() -> State {
        let mut state = State::new(look(), (80, 24), true);
        state.keeping.off = None;
        state.focus = Focus::Calls;
        state.panes.calls.resize(80, 20);
        state
    }

    #[test]
    fn a_choice_is_kept_once_and_taken_up_again() {
        let mut before = state();
        open(&mut before);
        step(&mut before, ColumnStep::Stay);
        step(&mut before, ColumnStep::Width(true));
        assert!(wish(&mut before).is_empty(), "not while it goes on");
        before.overlay = Overlay::None;
        let wishes = wish(&mut before);
        assert!(wish(&mut before).is_empty(), "once");
        let columns = match wishes.as_slice() {
            [Effect::Remember(Change::Columns { list, columns })] if list == "calls" => {
                columns.clone()
            }
            _ => None,
        };
        let columns = columns.expect("the choice is kept");
        let views = Views {
            columns: [("calls".to_owned(), columns)].into(),
            ..Views::default()
        };
        let mut after = state();
        let remembered = Remembered {
            views,
            ..Remembered::default()
        };
        keeping::take(&mut after, remembered);
        assert_eq!(chosen(&after.panes), chosen(&before.panes));
        assert_ne!(chosen(&after.panes), chosen(&state().panes));
        assert!(wish(&mut after).is_empty(), "what was kept is no change");
    }

    #[test]
    fn the_columns_of_the_program_again_are_kept_as_none() {
        let mut state = state();
        open(&mut state);
        step(&mut state, ColumnStep::Stay);
        state.overlay = Overlay::None;
        wish(&mut state);
        step(&mut state, ColumnStep::Reset);
        let wishes = wish(&mut state);
        let none = |effect: &Effect| {
            matches!(
                effect,
                Effect::Remember(Change::Columns { columns: None, .. })
            )
        };
        assert!(wishes.iter().all(none) && wishes.len() == 1, "{wishes:?}");
    }
}
