//! Filters with a name: saved, listed, applied and forgotten by commands; Tab in the filter line offers them, too.

use super::effect::Effect;
use super::keeping::keep;
use super::line::{self, Ask};
use super::remembered::{Change, LONGEST_NAME};
use super::state::State;
use super::update::filtering;

/// `:save`: asks for a name.
pub(super) fn ask_name(state: &mut State) {
    if state.filters.is_given() {
        line::open(state, Ask::Save, "");
    } else {
        state.say("there is no filter to save");
    }
}

/// `:forget`: asks which one.
pub(super) fn ask_forget(state: &mut State) {
    match state.filters.saved() {
        [] => state.say("no filter is saved"),
        [only] => {
            let name = only.name.clone();
            line::open(state, Ask::Forget, &name);
        }
        _ => line::open(state, Ask::Forget, ""),
    }
}

/// `:save NAME`: the filter that applies under a name, in place of one of that name.
pub(in crate::app) fn save(state: &mut State, name: &str) -> Vec<Effect> {
    let name: String = name.trim().chars().take(LONGEST_NAME).collect();
    if let Err(why) = state.filters.save(&name) {
        state.say(why);
        return Vec::new();
    }
    let text = state.filters.chosen().text.trim().to_owned();
    let change = Change::Filter {
        name: name.clone(),
        text: Some(text),
    };
    let (effects, more) = keep(state, change);
    let names = state.filters.saved().len();
    state.say(format!("filter saved as '{name}', {names} in all{more}"));
    effects
}

/// `:forget NAME`.
pub(in crate::app) fn forget(state: &mut State, name: &str) -> Vec<Effect> {
    let name = name.trim();
    let mut saved = state.filters.saved().to_vec();
    let before = saved.len();
    saved.retain(|filter| filter.name != name);
    if saved.len() == before {
        let text = format!("no filter is saved as '{name}'; {}", names(state));
        state.say(text);
        return Vec::new();
    }
    state.filters.set_saved(saved);
    let change = Change::Filter {
        name: name.to_owned(),
        text: None,
    };
    let (effects, more) = keep(state, change);
    state.say(format!("filter '{name}' is gone{more}"));
    effects
}

/// `:saved`: opens the filter line where Tab offers them; says which there are.
pub(super) fn list(state: &mut State) {
    let text = names(state);
    filtering::open(state);
    state.say(text);
}

/// `:saved NAME`: applies one.
pub(in crate::app) fn choose(state: &mut State, name: &str) -> Vec<Effect> {
    let name = name.trim();
    let found = state.filters.saved().iter().find(|one| one.name == name);
    if let Some(text) = found.map(|found| found.text.clone()) {
        filtering::open_filtered(state, text);
    } else {
        let text = format!("no filter is saved as '{name}'; {}", names(state));
        state.say(text);
    }
    Vec::new()
}

/// `:filter TEXT`: the call list with a filter.
pub(in crate::app) fn filter(state: &mut State, text: &str) -> Vec<Effect> {
    filtering::open_filtered(state, text.trim().to_owned());
    Vec::new()
}

/// `:marks`: the marked calls.
pub(super) fn marked(state: &mut State) {
    filtering::open_filtered(state, "marked".to_owned());
}

/// `saved: night, zurich`.
fn names(state: &State) -> String {
    let names: Vec<&str> = state
        .filters
        .saved()
        .iter()
        .map(|filter| filter.name.as_str())
        .collect();
    if names.is_empty() {
        "no filter is saved; :save NAME saves the one that applies".to_owned()
    } else {
        format!("saved: {}", names.join(", "))
    }
}
