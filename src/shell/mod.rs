//! The outside world: the terminal, its modes, its signals and its keys.
//!
//! What the libraries leave to the program is done here: every mode that is switched on is switched off again after a
//! quit, an error, a panic, a signal, an abort and a stack overflow; a closed terminal ends the program instead of
//! spinning; a frame is one write; nothing changed means nothing sent.

pub mod backend;
mod emergency;
pub mod guard;
pub mod input;
mod intake;
mod judging;
mod keeper;
mod memory;
mod rehearsal;
pub mod run;
pub mod screen;
mod session;
mod settings;
mod sifted;
pub mod signals;
mod start;
pub mod tty;

pub use input::{Input, InputControl, spawn_input};
pub use screen::{Options, Screen, Suspended};
pub use signals::spawn_signals;
pub use start::start;
pub use tty::tty_available;
