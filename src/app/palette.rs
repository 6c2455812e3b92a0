//! The palette `:`: every command by name, with its key; what it takes is typed after the name.

use super::command::{COMMANDS, Command, Scope, argument, words};
use super::effect::Effect;
use super::keymap::label_of;
use super::state::{Overlay, State};
use super::update::update;
use crate::ui::panes::palette::PaletteRow;

/// Opens it.
pub(super) fn open(state: &mut State) {
    let rows = rows(state);
    state.panes.palette.open(rows);
    state.overlay = Overlay::Palette;
}

/// A row for every command that can be run by name; keys of a text field are not.
fn rows(state: &State) -> Vec<PaletteRow> {
    let by_name = |(_, command): &(usize, &Command)| {
        !matches!(
            command.scope,
            Scope::Prompt | Scope::FilterLine | Scope::Choice
        )
    };
    let row = |(at, command): (usize, &Command)| PaletteRow {
        at,
        name: command.name,
        argument: argument::of(command).map_or("", |argument| argument.name),
        keys: command.keys.join(" "),
        title: command.title,
        words: words::of(command.name),
        why_not: command.why_not(state),
    };
    COMMANDS
        .iter()
        .enumerate()
        .filter(by_name)
        .map(row)
        .collect()
}

/// What Enter does with what is typed, where the command under the cursor takes something after its name.
pub(super) fn status(state: &State) -> String {
    let chosen = state.panes.palette.selected();
    let command = chosen.and_then(|at| COMMANDS.get(at));
    let Some((command, takes)) = command.and_then(|it| Some((it, argument::of(it)?))) else {
        return String::new();
    };
    let (name, open) = (command.name, label_of("open"));
    match state.panes.palette.argument().as_str() {
        "" => format!(
            "what it takes can be typed behind it: {name} {}",
            takes.name
        ),
        given => format!("{open}: {name} with '{given}'"),
    }
}

/// Enter: runs the command under the cursor, with what is typed after its name.
pub(super) fn accept(state: &mut State) -> Vec<Effect> {
    let argument = state.panes.palette.argument();
    let chosen = state.panes.palette.selected();
    let Some((at, command)) = chosen.and_then(|at| Some((at, COMMANDS.get(at)?))) else {
        state.say("no command is called so");
        return Vec::new();
    };
    state.panes.palette.note_run(at);
    state.overlay = Overlay::None;
    let takes = argument::of(command).filter(|_| !argument.is_empty());
    match (takes, command.why_not(state)) {
        (Some(takes), None) => (takes.run)(state, &argument),
        _ => run(state, command),
    }
}

/// Runs a command by its name; one that does nothing now says why.
pub(super) fn run(state: &mut State, command: &Command) -> Vec<Effect> {
    match command.why_not(state) {
        None => update(state, command.action),
        Some(why) => {
            state.say(format!("{}: {why}", command.title));
            Vec::new()
        }
    }
}
