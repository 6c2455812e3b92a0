//! The forms of text and what they share: how a reader of a form takes text from a window into batches.

pub(super) mod csv;
mod extent;
pub(super) mod fragments;
pub(super) mod json_lines;
pub(super) mod json_stream;
pub(super) mod mend;
mod splitter;
pub(super) mod tables;

use super::fill::{Filler, line_ends};
use super::shape::Shape;
use super::sieve::Sieve;
use super::window::{Filled, Window};
use crate::load::DateOrder;
use crate::model::batch::Batch;
use std::time::{Duration, Instant};

/// Reads the whole text of a window.
pub(super) type Read = fn(&mut Session);

/// How long rows of a slow pipe may wait for more.
const PATIENCE: Duration = Duration::from_millis(200);

/// One text on its way into batches.
pub(super) struct Session<'a> {
    /// The text.
    pub(super) window: &'a mut Window,
    /// Where its records go.
    pub(super) filler: Filler<'a>,
    /// Bytes of the longest record.
    pub(super) max_line: usize,
    /// How dates are written, where the user says.
    pub(super) dates: Option<DateOrder>,
    /// Bytes of a batch.
    pub(super) chunk: u64,
    /// Is told from which offset on records have which shape.
    pub(super) note_shape: &'a dyn Fn(u64, Shape),
    /// Takes a batch; false = stop.
    pub(super) send: &'a mut dyn FnMut(Batch) -> bool,
    /// When the last batch was sent.
    pub(super) sent: Instant,
    /// True when the last line read had no line end.
    pub(super) ended_open: bool,
    /// A trouble with the whole text that its form found.
    pub(super) error: Option<String>,
    /// Which lines are read at all; none = all.
    pub(super) sieve: Option<&'a Sieve>,
}

impl Session<'_> {
    /// Moves the start of the text in view into the account as no record.
    pub(super) fn take_other(&mut self, length: usize) {
        self.filler.other(&self.window.text()[..length]);
        self.window.drop_front(length);
    }

    /// Moves the start of the text in view into the batch as a record.
    pub(super) fn take_unit(&mut self, length: usize) {
        self.filler.unit(&self.window.text()[..length]);
        self.window.drop_front(length);
    }

    /// As [`Self::take_other`], with the end of the last line kept in mind.
    pub(super) fn take_around(&mut self, length: usize) {
        self.keep_end(length);
        self.take_other(length);
    }

    fn keep_end(&mut self, length: usize) {
        if length > 0 {
            self.ended_open = self.window.text()[length - 1] != b'\n';
        }
    }

    /// Counts the last line when it has no line end.
    pub(super) fn close_line(&mut self) {
        if std::mem::take(&mut self.ended_open) {
            self.filler.open_line();
        }
    }

    /// Sends when a batch is full; false = stop.
    pub(super) fn send_when_full(&mut self) -> bool {
        self.filler.bytes() < self.chunk || self.send_now()
    }

    /// Moves the start of the text in view into the batch as a record that says the same as `json`.
    pub(super) fn take_row(&mut self, length: usize, json: &str, is_mended: bool) {
        self.keep_end(length);
        self.filler
            .row(&self.window.text()[..length], json, is_mended);
        self.window.drop_front(length);
    }

    /// Moves the start of the text in view into the account as rejected.
    pub(super) fn take_rejected(&mut self, length: usize, reason: String) {
        self.keep_end(length);
        let lines = line_ends(&self.window.text()[..length]);
        self.filler.reject(length as u64, lines, reason);
        self.window.drop_front(length);
    }

    /// Rejects the rest of the text without keeping it.
    pub(super) fn reject_rest(&mut self, reason: String) {
        let (mut length, mut lines, mut last) = (0, 0, 0);
        loop {
            let text = self.window.text();
            length += text.len() as u64;
            lines += line_ends(text);
            last = text.last().copied().unwrap_or(last);
            self.window.drop_front(text.len());
            if self.window.fill() == Filled::End {
                break;
            }
        }
        if length > 0 {
            self.filler.reject(length, lines, reason);
            self.ended_open = last != b'\n';
        }
    }

    /// From here on records have this shape.
    pub(super) fn note_shape(&self, shape: Shape) {
        (self.note_shape)(self.filler.offset(), shape);
    }

    /// Sends what is there when it is much or has waited; false = stop.
    pub(super) fn send_when_due(&mut self) -> bool {
        let is_due = self.filler.bytes() >= self.chunk || self.sent.elapsed() >= PATIENCE;
        !is_due || self.send_now()
    }

    /// Sends what is there; false = stop.
    pub(super) fn send_now(&mut self) -> bool {
        if self.filler.bytes() == 0 {
            return true;
        }
        self.sent = Instant::now();
        (self.send)(self.filler.take())
    }
}

/// Bytes that stand around records: the blanks of JSON, and the zeros of a file that was copied while it grew.
pub(super) const fn is_pad(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0)
}

/// Bytes of the object at the start of a text; `None` when the text ends first.
pub(super) fn object_length(text: &[u8]) -> Option<usize> {
    match extent::of(text) {
        extent::Extent::End(length) => Some(length),
        _ => None,
    }
}

/// The reason for a record that is longer than the limit.
pub(super) fn too_long(max_line: usize) -> String {
    if max_line >= 1 << 20 {
        format!("longer than {} MiB", max_line >> 20)
    } else {
        format!("longer than {max_line} bytes")
    }
}

/// Bytes looked at for `{"records":[`, blanks included.
pub(super) const WRAPPER_LIMIT: usize = 4 << 10;

/// Bytes of `{"records":[` at the start of a text, blanks included.
pub(super) fn wrapper_length(text: &[u8]) -> Option<usize> {
    const PARTS: [&[u8]; 4] = [b"{", b"\"records\"", b":", b"["];
    let text = &text[..text.len().min(WRAPPER_LIMIT)];
    let mut at = 0;
    for part in PARTS {
        at += text[at..].iter().take_while(|&&b| is_pad(b)).count();
        let found = text.get(at..at + part.len())?;
        if !found.eq_ignore_ascii_case(part) {
            return None;
        }
        at += part.len();
    }
    Some(at)
}
