//! The screen as the loop sees it: open, draw, suspend, resume, repaint; dropping it gives the terminal back.

#[cfg(test)]
mod tests;

use std::io::{self, Write};

use crossterm::Command as _;
use crossterm::clipboard::CopyToClipboard;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use super::backend::Tui;
use super::guard::{Guard, Modes};
use super::tty::{TtyWriter, tty_available};
use super::{emergency, signals};
use crate::ui::theme::Tier;

/// Largest text, in bytes, that every terminal known to take clipboard sequences takes.
pub const COPY_LIMIT: usize = 3_000;
/// Largest text, in bytes, that is sent at all; some terminals drop more without a word.
pub const COPY_HARD_LIMIT: usize = 74_994;

/// How the screen is opened.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Colours the terminal has.
    pub tier: Tier,
    /// Modes the user can choose.
    pub modes: Modes,
    /// Whether the terminal moves lines within a region ([`super::backend::can_scroll`]).
    pub can_scroll: bool,
}

/// What became of a wish to suspend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspended {
    /// The program was stopped and goes on; everything must be drawn again.
    AndBack,
    /// There is no shell that could make the program go on; nothing was done.
    NoShell,
    /// A signal asks the program to end; the terminal has been given back already.
    Ending,
}

/// The terminal in our modes and what is drawn on it.
///
/// `W` is where frames go: [`TtyWriter`], or a `Vec<u8>` in tests.
#[derive(Debug)]
pub struct Screen<W: Write = TtyWriter> {
    tui: Tui<W>,
    /// What the terminal shows.
    shown: Buffer,
    /// Where the next frame is drawn; holds nothing between frames.
    next: Buffer,
    /// None in tests.
    guard: Option<Guard>,
}

impl Screen<TtyWriter> {
    /// Takes the terminal. Fails with a text for the user when there is none.
    pub fn open(options: Options) -> io::Result<Self> {
        tty_available()?;
        let guard = Guard::enter(options.modes)?;
        let tui = Tui::new(TtyWriter, options.tier, options.can_scroll);
        Ok(Self::blank(tui, Some(guard)))
    }
}

impl<W: Write> Screen<W> {
    /// A screen of a given size that draws into `out` and changes no modes.
    pub fn in_memory(out: W, size: Size, tier: Tier) -> Self {
        Self::blank(Tui::fixed(out, tier, size), None)
    }

    fn blank(tui: Tui<W>, guard: Option<Guard>) -> Self {
        let area = Rect::from((Position::ORIGIN, tui.size()));
        Self {
            tui,
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            guard,
        }
    }

    /// Draws one frame and sends what has changed. `render` gives the place of the cursor; nowhere = hidden. Takes up a
    /// new size by itself.
    ///
    /// Any error means that the terminal is gone: end the program. While the terminal is given back nothing is drawn.
    pub fn draw(&mut self, render: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        if self.guard.as_ref().is_some_and(|guard| !guard.is_active()) {
            return Ok(());
        }
        self.take_size();
        let cursor = render(&mut self.next);
        self.tui.draw(&mut self.shown, &self.next);
        std::mem::swap(&mut self.shown, &mut self.next);
        self.next.reset();
        self.tui.finish(cursor)
    }

    /// Terminals do different things to what they show when they change their size.
    fn take_size(&mut self) {
        let area = Rect::from((Position::ORIGIN, self.tui.size()));
        if area != self.shown.area {
            self.next.resize(area);
            self.shown.resize(area);
            self.repaint();
        }
    }

    /// Makes the next frame paint every cell: after something else wrote on the terminal (`Ctrl-L`).
    pub fn repaint(&mut self) {
        self.shown.reset();
        self.tui.clear();
    }

    /// Columns and rows; 80x24 when the terminal does not know.
    pub fn size(&self) -> Size {
        self.tui.size()
    }

    /// Bytes sent to the terminal by frames since the start.
    pub fn bytes_written(&self) -> u64 {
        self.tui.bytes_written()
    }

    /// The backend, for tests and for figures.
    pub fn backend_mut(&mut self) -> &mut Tui<W> {
        &mut self.tui
    }

    /// Gives the terminal back, stops the job, and takes the terminal again when it goes on (`Ctrl-Z`, TSTP).
    pub fn suspend(&mut self) -> io::Result<Suspended> {
        let Some(guard) = self.guard.as_mut().filter(|_| signals::can_stop()) else {
            return Ok(Suspended::NoShell);
        };
        guard.leave()?;
        signals::stop()?;
        self.take_back()
    }

    /// Takes the terminal again after the program was stopped and set going from outside (`Input::Resume`).
    pub fn resume(&mut self) -> io::Result<Suspended> {
        self.take_back()
    }

    /// Waits until the job is in the foreground (`bg` does not put it there), then enters the modes anew.
    fn take_back(&mut self) -> io::Result<Suspended> {
        if let Some(guard) = &mut self.guard {
            while !guard.in_foreground() && !emergency::is_ending() {
                signals::stop()?;
            }
            if emergency::is_ending() {
                return Ok(Suspended::Ending);
            }
            guard.enter_again()?;
        }
        self.tui.entered_again();
        self.repaint();
        Ok(Suspended::AndBack)
    }

    /// Gives the terminal back before the end, so that a last word can be printed.
    pub fn close(&mut self) -> io::Result<()> {
        self.guard.as_mut().map_or(Ok(()), Guard::leave)
    }

    /// Switches clicks and wheel on or off.
    pub fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.guard
            .as_mut()
            .map_or(Ok(()), |guard| guard.set_mouse(on))
    }

    /// Asks the terminal to put `text` on the clipboard (OSC 52); false when it is longer than `limit` allows.
    ///
    /// There is no acknowledgement, so say "sent to the terminal", not "copied".
    pub fn copy(&mut self, text: &str, limit: usize) -> io::Result<bool> {
        if text.len() > limit.min(COPY_HARD_LIMIT) {
            return Ok(false);
        }
        let mut bytes = String::new();
        CopyToClipboard::to_clipboard_from(text)
            .write_ansi(&mut bytes)
            .map_err(io::Error::other)?;
        self.tui.send(bytes.as_bytes())?;
        Ok(true)
    }
}
