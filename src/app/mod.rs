//! What happens: state, the one command table, actions, effects, and where panes stand on the screen.
//!
//! A key becomes a command, a command an action, an action changes the state and yields effects: wishes to the outside
//! world as plain data, which only the shell carries out. Nothing here opens a file, starts a thread or writes to a
//! terminal.

pub mod action;
pub mod clock;
mod columns;
pub mod command;
pub mod comparing;
pub mod effect;
pub mod event;
pub mod filters;
pub mod finding;
pub mod groupings;
pub mod help;
pub mod keeping;
pub mod key;
pub mod keymap;
pub mod line;
pub mod notes;
pub mod overviews;
pub mod palette;
pub mod pivot;
pub mod place;
pub mod recall;
pub mod remembered;
pub mod saved;
pub mod screen;
pub mod state;
pub mod trail;
pub mod update;
pub mod view_state;
