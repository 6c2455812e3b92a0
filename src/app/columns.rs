//! The choice of columns: opened over the list, changed step by step, kept for the next time.

use super::effect::Effect;
use super::keeping;
use super::remembered::{Change, ColumnChoice};
use super::state::{Overlay, State};
use crate::ui::panes::calls::{Chosen, ColumnStep};

/// The kind of list, as its columns are kept.
const LIST: &str = "calls";

/// Opens the choice with the cursor on the column of the list's column cursor.
pub(super) fn open(state: &mut State) {
    let (rows, at) = (state.panes.calls.columns(), state.panes.calls.column());
    state.panes.columns.open(rows, at);
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
    match state.panes.calls.step_column(step, name) {
        Ok(()) => {
            let is_reordered = matches!(step, ColumnStep::Move(_) | ColumnStep::Reset);
            let rows = state.panes.calls.columns();
            state.panes.columns.renew(rows, is_reordered);
            state.panes.calls.go_to_column(name);
        }
        Err(why) => state.say(why),
    }
}

/// Once the choice is closed, or a change of it undone: what is to be kept.
pub(super) fn wish(state: &mut State) -> Vec<Effect> {
    let chosen = state.panes.calls.chosen();
    if state.overlay == Overlay::Columns || *chosen == state.keeping.columns {
        return Vec::new();
    }
    let chosen = chosen.clone();
    let picks = chosen.columns.iter().enumerate();
    let choice = |(at, pick): (usize, &crate::ui::panes::calls::Pick)| ColumnChoice {
        field: pick.name.to_owned(),
        width: pick.width,
        frozen: at < chosen.stay,
    };
    let columns: Vec<ColumnChoice> = picks.map(choice).collect();
    let change = Change::Columns {
        list: LIST.to_owned(),
        columns: (!columns.is_empty()).then_some(columns),
    };
    state.keeping.columns = chosen;
    keeping::keep(state, change).0
}

/// Takes up what was kept.
pub(super) fn take(state: &mut State) {
    let Some(kept) = state.keeping.views.columns.get(LIST) else {
        return;
    };
    let kept = kept.iter();
    let chosen = Chosen::known(kept.map(|it| (it.field.as_str(), it.width, it.frozen)));
    state.panes.calls.choose(chosen.clone());
    state.keeping.columns = chosen;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::remembered::{Remembered, Views};
    use crate::ui::widgets::canvas::look;

    fn state() -> State {
        let mut state = State::new(look(), (80, 24), true);
        state.keeping.off = None;
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
            [Effect::Remember(Change::Columns { list, columns })] if list == LIST => {
                columns.clone()
            }
            _ => None,
        };
        let columns = columns.expect("the choice is kept");
        let views = Views {
            columns: [(LIST.to_owned(), columns)].into(),
            ..Views::default()
        };
        let mut after = state();
        let remembered = Remembered {
            views,
            ..Remembered::default()
        };
        keeping::take(&mut after, remembered);
        assert_eq!(after.panes.calls.chosen(), before.panes.calls.chosen());
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
