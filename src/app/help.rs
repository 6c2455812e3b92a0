//! What the program says about itself: help rows from the command table, and the status line.

use super::action::View;
use super::command::{COMMANDS, Scope, heading, scopes, words};
use super::keymap::label_of;
use super::palette;
use super::recall;
use super::state::{Overlay, State};
use crate::model::facts::code_words;
use crate::ui::format;
use crate::ui::panes::filter_line;
use crate::ui::panes::help::HelpRow;
use crate::ui::widgets::table::columns::HasColumns;

/// The commands in the order of help: those of this pane, of every page, everywhere, then of other places.
pub fn order(state: &State) -> Vec<usize> {
    let mut order: Vec<usize> = (0..COMMANDS.len()).collect();
    order.sort_by_key(|&at| rank(state, COMMANDS[at].scope));
    order
}

fn rank(state: &State, scope: Scope) -> usize {
    match scope {
        Scope::Pages => 1,
        Scope::Everywhere => 2,
        near if scopes(state).contains(&near) => 0,
        Scope::Overview => 3,
        Scope::Calls => 4,
        Scope::Groups | Scope::Call | Scope::Compare => 5,
        Scope::Prompt => 6,
        Scope::FilterLine => 7,
        Scope::Columns | Scope::Choice => 8,
    }
}

/// A row for each command of an order.
pub fn rows(state: &State, order: &[usize]) -> Vec<HelpRow> {
    order
        .iter()
        .map(|&at| {
            let command = &COMMANDS[at];
            let why_not = command.why_not(state);
            HelpRow {
                keys: command.keys_written(),
                name: command.name,
                title: command.title.to_owned(),
                words: words::of(command.name),
                group: if rank(state, command.scope) == 0 {
                    "Here"
                } else {
                    heading(command.scope)
                },
                is_enabled: why_not.is_none(),
                why_not,
            }
        })
        .collect()
}

/// The line above the keys when there is nothing else to say.
pub fn status(state: &State) -> String {
    if state.overlay == Overlay::Filter {
        return filter_status(state);
    }
    if state.overlay == Overlay::Find {
        return find_status(state);
    }
    if state.overlay == Overlay::Palette {
        return palette::status(state);
    }
    if !matches!(state.overlay, Overlay::None | Overlay::Choice) {
        return String::new();
    }
    match state.view {
        View::Overview => overview_status(state),
        View::Calls => calls_status(state),
        View::Groups => groups_status(state),
        View::Compare => state.panes.compare.status(&state.context()),
        View::Load => load_status(state),
        View::Call => recall::words(state),
        _ => String::new(),
    }
}

/// What stands behind an end code beside its call: the users who met it.
fn find_status(state: &State) -> String {
    let row = state.panes.find.selected();
    let hit = row.and_then(|row| state.hits.rows.get(row));
    match hit.and_then(|hit| hit.code) {
        Some((code, subcode)) => format!(
            "{}, then {}: which users met {}",
            label_of("open"),
            label_of("groups"),
            code_words(&state.store, code, subcode)
        ),
        None => String::new(),
    }
}

/// What of the filter means nothing; else how it applies.
fn filter_status(state: &State) -> String {
    let problems = state.filters.problems();
    match filter_line::problem_words(&state.filters.chosen().text, problems) {
        Some(words) if state.filters.is_on() => format!("{words}; the rest applies"),
        Some(words) => words,
        None => String::new(),
    }
}

/// How far counting is; else the full id of the call under the cursor.
fn overview_status(state: &State) -> String {
    if let Some((done, of)) = state.overviews.progress() {
        return format!(
            "counting: {} of {}",
            format::count(done),
            format::counted(of, "call")
        );
    }
    match state.panes.overview.selected() {
        Some(call) => state.store.id(state.store.call_id(call)).to_owned(),
        None => String::new(),
    }
}

fn calls_status(state: &State) -> String {
    let Some(call) = state.panes.calls.selected() else {
        return String::new();
    };
    let (at, of) = state.panes.calls.position(call);
    let row = format!(
        "row {} of {}",
        format::count(at as u64),
        format::count(of as u64)
    );
    let calls = &state.panes.calls;
    let mut words = vec![row, calls.table().shown_words(), calls.order_words()];
    words.retain(|words| !words.is_empty());
    words.join("   ")
}

/// Where the cursor stands, and what a key leads to.
fn groups_status(state: &State) -> String {
    state.panes.groups.status()
}

fn load_status(state: &State) -> String {
    let account = state.store.account();
    let (loaded, rejected) = (
        format::count(account.loaded),
        format::count(account.rejected),
    );
    if account.rejected == 0 {
        format!("all {loaded} records used")
    } else {
        format!(
            "{loaded} records used, {rejected} rejected, {} in all",
            format::count(account.total())
        )
    }
}
