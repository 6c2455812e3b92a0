//! Reading what may never end: pipes and standard input, with pauses told and a way out.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How long a pipe may be silent before that is told, so that what came so far is shown.
const QUIET_NS: i64 = 100_000_000;

/// A pipe; `WouldBlock` means silence for a moment.
pub(super) struct Pipe {
    file: File,
    cancel: Arc<AtomicBool>,
}

impl Pipe {
    /// Reads from an open pipe until it ends or is cancelled.
    pub(super) fn new(file: File, cancel: Arc<AtomicBool>) -> Self {
        Self { file, cancel }
    }
}

impl Read for Pipe {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.cancel.load(Ordering::Relaxed) {
            return Ok(0);
        }
        let quiet = Timespec {
            tv_sec: 0,
            tv_nsec: QUIET_NS,
        };
        let mut ready = [PollFd::new(&self.file, PollFlags::IN)];
        match poll(&mut ready, Some(&quiet)) {
            Ok(0) => Err(ErrorKind::WouldBlock.into()),
            Ok(_) => self.file.read(out),
            Err(error) => Err(error.into()),
        }
    }
}
