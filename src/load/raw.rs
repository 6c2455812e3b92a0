//! Raw bytes: counted for the progress and ended by a cancel, or one part of a large file.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Counts the bytes read from disk.
pub(super) struct Counted {
    raw: Box<dyn Read + Send>,
    left: u64,
    read: Arc<AtomicU64>,
    cancel: Arc<AtomicBool>,
}

impl Counted {
    /// Counts into `read`, and never more than `size`, which was promised when the files were told.
    pub(super) fn new(
        raw: Box<dyn Read + Send>,
        size: u64,
        read: Arc<AtomicU64>,
        cancel: Arc<AtomicBool>,
    ) -> Self {
        Self {
            raw,
            left: size,
            read,
            cancel,
        }
    }
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.cancel.load(Ordering::Relaxed) {
            return Ok(0);
        }
        let length = self.raw.read(out)?;
        let counted = self.left.min(length as u64);
        self.left -= counted;
        self.read.fetch_add(counted, Ordering::Relaxed);
        Ok(length)
    }
}

/// A plain file from an offset on, up to the size it had when it was opened.
pub(super) struct Slice {
    file: Arc<File>,
    at: u64,
    size: u64,
}

impl Slice {
    /// From `at` up to `size`.
    pub(super) fn new(file: Arc<File>, at: u64, size: u64) -> Self {
        Self { file, at, size }
    }
}

impl Read for Slice {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.size - self.at).unwrap_or(usize::MAX);
        let wanted = out.len().min(left);
        let length = self.file.read_at(&mut out[..wanted], self.at)?;
        if length == 0 && wanted > 0 {
            return Err(io::Error::other("became shorter while it was read"));
        }
        self.at += length as u64;
        Ok(length)
    }
}
