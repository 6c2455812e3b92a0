//! Turns changed cells into bytes: as few as possible, in one write, in codes the terminal knows.
//!
//! ratatui finds the cells that differ; the rest of its way to the terminal is not used: its `Terminal` hides the frame
//! before, without which a scrolled list cannot be told from a new one, and its crossterm backend writes named colours as
//! 256-colour codes, resets bold and reverse under `NO_COLOR`, flushes after every cursor command and sends 25 bytes
//! for a frame in which nothing changed (crossterm 0.29). Here such a frame sends nothing.

mod encode;
mod scroll;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};

use super::tty;
use crate::ui::theme::Tier;
use encode::Pen;
use scroll::Shift;
pub use scroll::can_scroll;

/// Frames from this size on are shown at once by terminals that know how; below it the 16 bytes are not worth it.
const SYNCHRONIZED_FROM: usize = 200;
const SYNC_ON: &[u8] = b"\x1b[?2026h";
const SYNC_OFF: &[u8] = b"\x1b[?2026l";

/// Where the size of the screen comes from.
#[derive(Debug, Clone, Copy)]
enum SizeSource {
    /// The terminal on standard output, asked before every frame.
    Terminal,
    /// Set by a test.
    Fixed(Size),
}

/// Collects a frame and sends it in one piece.
#[derive(Debug)]
pub struct Tui<W: Write> {
    out: W,
    size: SizeSource,
    pen: Pen,
    /// Whether the terminal moves lines by itself.
    can_scroll: bool,
    /// The frame so far, without its synchronization marks.
    frame: Vec<u8>,
    /// Where the terminal has the cursor and shows it; nowhere = hidden.
    shown: Option<Position>,
    bytes: u64,
}

impl<W: Write> Tui<W> {
    /// A backend that asks the terminal for its size.
    pub fn new(out: W, tier: Tier, can_scroll: bool) -> Self {
        Self {
            out,
            size: SizeSource::Terminal,
            pen: Pen::new(tier),
            can_scroll,
            frame: Vec::new(),
            shown: None,
            bytes: 0,
        }
    }

    /// A backend of a given size that scrolls, for tests.
    pub fn fixed(out: W, tier: Tier, size: Size) -> Self {
        let mut tui = Self::new(out, tier, true);
        tui.set_size(size);
        tui
    }

    /// Gives a backend made by [`Tui::fixed`] another size.
    pub fn set_size(&mut self, size: Size) {
        self.size = SizeSource::Fixed(tty::usable(size));
    }

    /// Bytes sent since the start.
    pub fn bytes_written(&self) -> u64 {
        self.bytes
    }

    /// What the frames went to.
    pub fn writer(&self) -> &W {
        &self.out
    }

    /// The modes were entered anew: the cursor is hidden, the screen blank.
    pub(super) fn entered_again(&mut self) {
        self.frame.clear();
        self.shown = None;
    }

    /// Sends bytes that draw nothing, such as a clipboard sequence, at once.
    pub(super) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.out.flush()?;
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    /// Columns and rows; never 0.
    pub fn size(&self) -> Size {
        match self.size {
            SizeSource::Terminal => tty::size_of(rustix::stdio::stdout()),
            SizeSource::Fixed(size) => size,
        }
    }

    /// Makes the terminal blank with the next frame, whatever it shows and whatever lines it scrolls.
    pub(super) fn clear(&mut self) {
        self.frame.extend_from_slice(b"\x1b[r\x1b[2J");
    }

    /// Adds what turns one frame into another of the same size. `before` is changed to what has scrolled.
    pub(super) fn draw(&mut self, before: &mut Buffer, after: &Buffer) {
        if let Some(shift) = self
            .can_scroll
            .then(|| Shift::find(before, after))
            .flatten()
        {
            shift.write(&mut self.frame, before.area.height);
            shift.apply(before);
        }
        self.pen.draw(&mut self.frame, before, after);
    }

    /// Sends the frame in one piece, with the cursor where it is wanted; nowhere = hidden.
    pub(super) fn finish(&mut self, cursor: Option<Position>) -> io::Result<()> {
        self.settle_cursor(cursor);
        if self.frame.is_empty() {
            return Ok(());
        }
        let mut frame = std::mem::take(&mut self.frame);
        if frame.len() >= SYNCHRONIZED_FROM {
            frame.splice(0..0, SYNC_ON.iter().copied());
            frame.extend_from_slice(SYNC_OFF);
        }
        let sent = self.send(&frame);
        frame.clear();
        self.frame = frame;
        sent
    }

    /// Adds what brings the cursor to where the frame wants it.
    fn settle_cursor(&mut self, wanted: Option<Position>) {
        let drawn = !self.frame.is_empty();
        match (wanted, self.shown) {
            (None, None) => {}
            (None, Some(_)) => self.frame.extend_from_slice(b"\x1b[?25l"),
            (Some(wanted), shown) => {
                if drawn || shown != Some(wanted) {
                    encode::move_to(&mut self.frame, wanted);
                }
                if shown.is_none() {
                    self.frame.extend_from_slice(b"\x1b[?25h");
                }
            }
        }
        self.shown = wanted;
    }
}
