//! The one guard of all terminal modes, and the panic hook.
//!
//! ratatui puts back raw mode, screen and cursor only; mouse and bracketed paste stay on after a quit and after a
//! panic. Here whatever is switched on is switched off by one byte string that is right in every state.

#[cfg(test)]
mod tests;

use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::panic::{self, PanicHookInfo};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::thread;

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

use super::emergency;
use super::tty::{TtyWriter, in_foreground, input_tty};
use crate::safe::{sanitize, sanitize_path};

/// Alternate screen, no wrapping at the right edge (a glyph that is wider than thought must not scroll the screen),
/// cursor hidden, everything blank.
const ENTER: &str = "\x1b[?1049h\x1b[?7l\x1b[?25l\x1b[m\x1b[2J";
const PASTE_ON: &str = "\x1b[?2004h";
/// Clicks and wheel only; crossterm's own sequence also asks for every movement of the mouse.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// Ends a frame that was cut off, frees the lines it may have been scrolling, and switches off every mode this program
/// ever switches on.
pub(super) const LEAVE: &[u8] =
    b"\x1b[?2026l\x1b[r\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[m\x1b[?7h\x1b[?25h\x1b[?1049l";

/// Modes that the user can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Modes {
    /// Clicks and wheel come as events; takes the terminal's own selection away.
    pub mouse: bool,
    /// A paste comes as one event.
    pub paste: bool,
}

impl Modes {
    /// What switches the modes on.
    pub fn enter_bytes(self) -> String {
        let paste = if self.paste { PASTE_ON } else { "" };
        let mouse = if self.mouse { MOUSE_ON } else { "" };
        [ENTER, paste, mouse].concat()
    }

    /// What switches them off, whatever is on.
    pub fn leave_bytes() -> &'static [u8] {
        LEAVE
    }
}

/// Holds the terminal in our modes; dropping it gives the terminal back.
#[derive(Debug)]
pub struct Guard {
    modes: Modes,
    tty: OwnedFd,
    /// The terminal's modes at the last entering: the shell may change them while the program is stopped.
    before: Termios,
    active: bool,
}

impl Guard {
    /// Spreads the net, remembers the terminal's modes and enters ours.
    pub fn enter(modes: Modes) -> io::Result<Self> {
        let tty = input_tty()?;
        let before = tcgetattr(&tty)?;
        emergency::remember(tty.try_clone()?, before.clone());
        emergency::spread()?;
        let mut guard = Self {
            modes,
            tty,
            before,
            active: false,
        };
        guard.switch_on()?;
        Ok(guard)
    }

    /// Whether the terminal is in our modes.
    pub fn is_active(&self) -> bool {
        self.active
    }

    /// Whether the program may touch the terminal.
    pub(super) fn in_foreground(&self) -> bool {
        in_foreground(&self.tty)
    }

    /// Gives the terminal back; does nothing when that is done already.
    pub fn leave(&mut self) -> io::Result<()> {
        if !std::mem::take(&mut self.active) {
            return Ok(());
        }
        if !emergency::is_active() {
            // The net was faster. Leaving the alternate screen twice would move the cursor over what was printed since.
            return Ok(());
        }
        let written = TtyWriter.write_all(LEAVE);
        emergency::set_active(false);
        // Mouse reports still under way would be typed into the shell.
        let action = if self.modes.mouse {
            OptionalActions::Flush
        } else {
            OptionalActions::Now
        };
        if self.in_foreground() {
            tcsetattr(&self.tty, action, &self.before)?;
        }
        written
    }

    /// Enters all modes after the program was stopped, from whatever state that left them in.
    pub fn enter_again(&mut self) -> io::Result<()> {
        if !self.active {
            self.before = tcgetattr(&self.tty)?;
        }
        self.switch_on()
    }

    /// Switches the mouse on or off.
    pub fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.modes.mouse = on;
        if !self.active {
            return Ok(());
        }
        TtyWriter.write_all(if on { MOUSE_ON } else { MOUSE_OFF }.as_bytes())
    }

    fn switch_on(&mut self) -> io::Result<()> {
        let mut raw = self.before.clone();
        raw.make_raw();
        // Set first: when the second of the two steps fails, dropping the guard undoes the first.
        self.active = true;
        emergency::set_active(true);
        tcsetattr(&self.tty, OptionalActions::Now, &raw)?;
        TtyWriter.write_all(self.modes.enter_bytes().as_bytes())
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // The terminal may be gone; there is nobody left to tell.
        let _ = self.leave();
    }
}

/// Texts of panics that happened beside the thread that draws.
static WORKER_PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());
/// More panics than this say nothing new.
const PANICS_KEPT: usize = 16;

/// Makes panics readable. Call it on the thread that draws, before the screen is opened.
///
/// A panic of that thread gives the terminal back first and then prints; the program ends with code 101. A panic of
/// any other thread leaves the terminal alone, since the screen goes on, and is kept for [`take_worker_panics`].
/// `note` may write the text to a file and say where.
pub fn install_panic_hook(note: impl Fn(&str) -> Option<PathBuf> + Send + Sync + 'static) {
    let drawing = thread::current().id();
    panic::set_hook(Box::new(move |panic| {
        let text = panic_text(panic);
        let written = note(&text);
        if thread::current().id() != drawing {
            let mut kept = WORKER_PANICS.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.len() < PANICS_KEPT {
                kept.push(text);
            }
            return;
        }
        emergency::restore();
        let mut out = io::stderr().lock();
        let _ = writeln!(out, "{text}");
        if let Some(path) = written {
            let _ = writeln!(out, "callscope: details in {}", sanitize_path(&path));
        }
    }));
}

/// The texts of panics on other threads since the last call, oldest first, ready to be shown.
pub fn take_worker_panics() -> Vec<String> {
    std::mem::take(&mut *WORKER_PANICS.lock().unwrap_or_else(PoisonError::into_inner))
}

/// What happened and where, each line harmless: a message may quote the data.
fn panic_text(panic: &PanicHookInfo<'_>) -> String {
    let place = panic
        .location()
        .map(ToString::to_string)
        .unwrap_or_default();
    let payload = panic.payload();
    let literal = payload.downcast_ref::<&str>().copied();
    let message = literal.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let message = message.unwrap_or("unknown reason");
    let head = format!("callscope: internal error at {place}: {message}");
    let trace = std::backtrace::Backtrace::capture().to_string();
    let trace = trace.lines().filter(|line| !line.starts_with("disabled"));
    let lines = head
        .lines()
        .chain(trace)
        .map(|line| sanitize(line).to_string());
    lines.collect::<Vec<_>>().join("\n")
}
