//! From a key to its command: the scopes that are on top first, the text field of a prompt between.

use super::action::Action;
use super::command::{COMMANDS, Command, Scope, scopes};
use super::key::Key;
use super::state::{Overlay, State};
use crate::ui::widgets::bottom_line::KeyHint;
use crate::ui::widgets::editor::Edit;

/// What a key means now.
pub enum Meaning {
    /// A command of the table.
    Command(&'static Command),
    /// Text for the open prompt.
    Type(Action),
    /// Nothing: unbound keys do nothing.
    Nothing,
}

impl Meaning {
    /// What it does.
    pub const fn action(&self) -> Option<Action> {
        match self {
            Self::Command(command) => Some(command.action),
            Self::Type(action) => Some(*action),
            Self::Nothing => None,
        }
    }
}

/// Resolves a key.
pub fn resolve(state: &State, key: Key) -> Meaning {
    let command = scopes(state).iter().find_map(|&scope| bound(scope, key));
    match (command, key) {
        (Some(command), _) => Meaning::Command(command),
        (None, Key::Char(character)) if state.overlay != Overlay::None => {
            Meaning::Type(Action::Edit(Edit::Insert(character)))
        }
        (None, _) => Meaning::Nothing,
    }
}

fn bound(scope: Scope, key: Key) -> Option<&'static Command> {
    let is_key = |text: &&'static str| Key::parse(text) == Some(key);
    COMMANDS
        .iter()
        .find(|command| command.scope == scope && command.keys.iter().any(is_key))
}

/// The label of the first key of a command, for messages.
pub fn label_of(name: &str) -> &'static str {
    COMMANDS
        .iter()
        .find(|command| command.name == name)
        .and_then(|command| command.keys.first())
        .copied()
        .unwrap_or("")
}

/// Commands that work here and have a hint, in the order of the table.
pub fn hints(state: &State) -> Vec<KeyHint> {
    let scopes = scopes(state);
    // A key that a nearer scope takes does that and nothing else.
    let is_reached = |command: &Command| {
        let key = command.keys.first().and_then(|key| Key::parse(key));
        let nearest = key.and_then(|key| scopes.iter().find_map(|&scope| bound(scope, key)));
        nearest.is_none_or(|nearest| nearest.scope == command.scope)
    };
    let here = |command: &&Command| {
        !command.hint.is_empty()
            && scopes.contains(&command.scope)
            && is_reached(command)
            && (command.enabled)(state).is_ok()
    };
    COMMANDS
        .iter()
        .filter(here)
        .map(|command| hint(state, command))
        .collect()
}

/// A hint may name its keys itself (`[ ] call`); else the first key stands before it. What Enter does is told by what it
/// is pressed in.
fn hint(state: &State, command: &Command) -> KeyHint {
    match (command.action, state.overlay) {
        (Action::Open, Overlay::Palette | Overlay::Help) => {
            return KeyHint::new(command.keys[0], "run");
        }
        (Action::Open, Overlay::Line) => return KeyHint::new(command.keys[0], "keep"),
        _ => {}
    }
    match command.hint.rsplit_once(' ') {
        Some((keys, label)) => KeyHint::new(keys, label),
        None => KeyHint::new(command.keys[0], command.hint),
    }
}
