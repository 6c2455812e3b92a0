//! Turns changed cells into bytes: as few as possible, in one write, in codes the terminal knows.
//!
//! ratatui keeps the diff; its crossterm backend is not used for output because crossterm 0.29 writes named colours as
//! 256-colour codes, resets bold and reverse under `NO_COLOR`, flushes after every cursor command and sends 25 bytes
//! for a frame in which nothing changed. Here such a frame sends nothing.

mod encode;
#[cfg(test)]
mod tests;

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::tty;
use crate::ui::theme::Tier;
use encode::Pen;

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

/// A ratatui backend that collects a frame and sends it in one piece.
#[derive(Debug)]
pub struct Tui<W: Write> {
    out: W,
    size: SizeSource,
    pen: Pen,
    /// The frame so far, without its synchronization marks.
    frame: Vec<u8>,
    /// Where this frame wants the cursor; nowhere = hidden.
    wanted: Option<Position>,
    /// Where the terminal has it and shows it.
    shown: Option<Position>,
    bytes: u64,
}

impl<W: Write> Tui<W> {
    /// A backend that asks the terminal for its size.
    pub fn new(out: W, tier: Tier) -> Self {
        Self {
            out,
            size: SizeSource::Terminal,
            pen: Pen::new(tier),
            frame: Vec::new(),
            wanted: None,
            shown: None,
            bytes: 0,
        }
    }

    /// A backend of a given size, for tests.
    pub fn fixed(out: W, tier: Tier, size: Size) -> Self {
        let mut tui = Self::new(out, tier);
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

    /// What the frames go to.
    pub fn writer_mut(&mut self) -> &mut W {
        &mut self.out
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

    /// Adds what brings the cursor to where the frame wants it.
    fn settle_cursor(&mut self) {
        let drawn = !self.frame.is_empty();
        match (self.wanted, self.shown) {
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
        self.shown = self.wanted;
    }
}

impl<W: Write> Backend for Tui<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            self.pen.put(&mut self.frame, Position::new(x, y), cell);
        }
        self.pen.lift(&mut self.frame);
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.wanted = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.wanted = self.wanted.or(Some(Position::ORIGIN));
        Ok(())
    }

    /// The terminal is never asked: its answer would arrive as key presses.
    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.wanted.unwrap_or(Position::ORIGIN))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        // Without a shown cursor there is none to place: every cell is placed by its own coordinates.
        if self.wanted.is_some() {
            self.wanted = Some(position.into());
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.frame.extend_from_slice(match clear_type {
            ClearType::All => b"\x1b[2J",
            ClearType::AfterCursor => b"\x1b[J",
            ClearType::BeforeCursor => b"\x1b[1J",
            ClearType::CurrentLine => b"\x1b[2K",
            ClearType::UntilNewLine => b"\x1b[K",
        });
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok(match self.size {
            SizeSource::Terminal => tty::size_of(rustix::stdio::stdout()),
            SizeSource::Fixed(size) => size,
        })
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size()?,
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.settle_cursor();
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
}
