//! What some commands take after their name in the palette: `:note waits for the network team`.

use super::Command;
use crate::app::effect::Effect;
use crate::app::state::State;
use crate::app::update::hits;
use crate::app::{keeping, notes, saved};

/// What a command takes.
pub struct Argument {
    /// The command, by its name.
    command: &'static str,
    /// As help writes it: `TEXT`.
    pub name: &'static str,
    /// Carries the command out with it.
    pub run: fn(&mut State, &str) -> Vec<Effect>,
}

const ARGUMENTS: &[Argument] = &[
    Argument {
        command: "filter",
        name: "TEXT",
        run: saved::filter,
    },
    Argument {
        command: "save",
        name: "NAME",
        run: saved::save,
    },
    Argument {
        command: "saved",
        name: "NAME",
        run: saved::choose,
    },
    Argument {
        command: "forget",
        name: "NAME",
        run: saved::forget,
    },
    Argument {
        command: "note",
        name: "TEXT",
        run: notes::note_call,
    },
    Argument {
        command: "clock",
        name: "ZONE",
        run: keeping::choose_zone,
    },
    Argument {
        command: "find",
        name: "TEXT",
        run: hits::find_text,
    },
];

/// What a command takes after its name.
pub fn of(command: &Command) -> Option<&'static Argument> {
    ARGUMENTS
        .iter()
        .find(|argument| argument.command == command.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::command::COMMANDS;

    #[test]
    fn every_argument_belongs_to_a_command() {
        for argument in ARGUMENTS {
            let has_name = |command: &Command| command.name == argument.command;
            assert!(COMMANDS.iter().any(has_name), "{}", argument.command);
        }
    }
}
