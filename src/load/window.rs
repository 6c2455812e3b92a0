//! A moving view on a decoded text: read on at the end, drop at the start, never more in memory than a record needs.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};

/// Bytes of a buffer that is kept for the next text.
const SPARE_LIMIT: usize = 8 << 20;

/// What asking for more text brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filled {
    /// More text.
    More,
    /// Nothing for now: a quiet pipe.
    Idle,
    /// The end, or an error that ends it: see [`Window::error`].
    End,
}

/// The view.
pub(super) struct Window {
    source: Box<dyn Read + Send>,
    bytes: Vec<u8>,
    start: usize,
    end: usize,
    step: usize,
    offset: u64,
    left: u64,
    ended: bool,
    error: Option<String>,
    spool: Option<File>,
}

impl Window {
    /// A view that starts at an offset of the text and reads `step` bytes at a time into `spare`.
    pub(super) fn new(
        source: Box<dyn Read + Send>,
        offset: u64,
        step: usize,
        spare: Vec<u8>,
    ) -> Self {
        Self {
            source,
            bytes: spare,
            start: 0,
            end: 0,
            step: step.max(1),
            offset,
            left: u64::MAX,
            ended: false,
            error: None,
            spool: None,
        }
    }

    /// Reads so many bytes at a time from now on.
    pub(super) fn set_step(&mut self, step: usize) {
        self.step = step.max(1);
    }

    /// Reads no more than this many bytes.
    pub(super) fn limit(&mut self, bytes: u64) {
        self.left = bytes;
    }

    /// Copies all that is read into a file.
    pub(super) fn spool_into(&mut self, spool: Option<File>) {
        self.spool = spool;
    }

    /// The text in view.
    pub(super) fn text(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }

    /// Where the view starts.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Why the text ended early.
    pub(super) fn error(&mut self) -> Option<String> {
        self.error.take()
    }

    /// The buffer, to be used again unless a long record made it large.
    pub(super) fn into_spare(self) -> Vec<u8> {
        if self.bytes.len() > SPARE_LIMIT {
            return Vec::new();
        }
        self.bytes
    }

    /// Drops text at the start.
    pub(super) fn drop_front(&mut self, length: usize) {
        self.start += length;
        self.offset += length as u64;
    }

    /// Reads once.
    pub(super) fn fill(&mut self) -> Filled {
        if self.ended {
            return Filled::End;
        }
        let filled = self.read_once();
        self.ended = filled == Filled::End;
        filled
    }

    fn read_once(&mut self) -> Filled {
        self.make_room();
        let end = self.end + self.step;
        loop {
            match self.source.read(&mut self.bytes[self.end..end]) {
                Ok(0) => return Filled::End,
                Ok(length) => return self.took(length),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Filled::Idle,
                Err(error) => {
                    self.error = Some(error.to_string());
                    return Filled::End;
                }
            }
        }
    }

    fn took(&mut self, length: usize) -> Filled {
        if self.left < length as u64 {
            self.error = Some("unpacks to more than this program reads of one file".to_owned());
            return Filled::End;
        }
        self.left -= length as u64;
        let fresh = &self.bytes[self.end..self.end + length];
        if let Some(spool) = &mut self.spool
            && spool.write_all(fresh).is_err()
        {
            self.spool = None;
        }
        self.end += length;
        Filled::More
    }

    fn make_room(&mut self) {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        }
        if self.end + self.step > self.bytes.len() && self.start > 0 {
            self.bytes.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        if self.end + self.step > self.bytes.len() {
            // Doubling keeps the copying of a long record linear.
            let size = (self.end + self.step).max(self.bytes.len() * 2);
            self.bytes.resize(size, 0);
        }
    }
}
