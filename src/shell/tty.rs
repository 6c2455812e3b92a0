//! The terminal as a file: where keys come from, where frames go, how large it is, who is in the foreground.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt as _;
use std::time::Duration;

use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::io::Errno;
use rustix::process::getpgrp;
use rustix::termios::{isatty, tcgetpgrp, tcgetwinsize};

/// Size taken when the terminal does not know its own, as some serial lines do.
const FALLBACK: Size = Size::new(80, 24);
/// Larger than any real terminal; a wrong report must not cost gigabytes of cells.
const LARGEST: Size = Size::new(1024, 512);

/// Whether a screen can be shown and keys be read, and if not, why.
///
/// Keys work when standard input is the data: they come from `/dev/tty` then. The frames go to standard output.
pub fn tty_available() -> io::Result<()> {
    if !isatty(rustix::stdio::stdout()) {
        return Err(io::Error::other("standard output is not a terminal"));
    }
    input_tty().map(drop)
}

/// Where keys come from, chosen as crossterm chooses: standard input if it is a terminal, else `/dev/tty`.
pub(super) fn input_tty() -> io::Result<OwnedFd> {
    let stdin = rustix::stdio::stdin();
    if isatty(stdin) {
        return Ok(rustix::io::fcntl_dupfd_cloexec(stdin, 3)?);
    }
    let opened = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(OFlags::NOCTTY.bits() as i32)
        .open("/dev/tty");
    opened.map(OwnedFd::from).map_err(|error| {
        let why = "no terminal for the keys: standard input is not a terminal and /dev/tty cannot be opened";
        io::Error::new(error.kind(), format!("{why}: {error}"))
    })
}

/// Whether this process may change the terminal's modes without being stopped by `SIGTTOU`.
///
/// A terminal that is not the controlling one (or is gone) stops nobody, hence true.
pub(super) fn in_foreground(tty: impl AsFd) -> bool {
    tcgetpgrp(tty).map_or(true, |group| group == getpgrp())
}

/// What waiting for a terminal brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// There is something to read.
    Ready,
    /// The time is over, or a signal came.
    Quiet,
    /// The other end is gone.
    Gone,
    /// This system cannot wait for this terminal.
    Unable,
}

/// Waits until `tty` has something to read or its other end is gone, at most `limit`.
pub(super) fn wait(tty: &OwnedFd, limit: Duration) -> Wait {
    let limit = Timespec::try_from(limit).unwrap_or_default();
    let mut fds = [PollFd::new(tty, PollFlags::IN)];
    match poll(&mut fds, Some(&limit)) {
        Ok(0) | Err(Errno::INTR) => return Wait::Quiet,
        Ok(_) => {}
        Err(_) => return Wait::Gone,
    }
    let seen = fds
        .iter()
        .fold(PollFlags::empty(), |all, fd| all | fd.revents());
    // macOS answers NVAL for every terminal that was opened by the name /dev/tty.
    if cfg!(target_os = "macos") && seen.contains(PollFlags::NVAL) {
        return Wait::Unable;
    }
    if seen.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
        return Wait::Gone;
    }
    Wait::Ready
}

/// The size of the terminal behind `fd`, in columns and rows.
pub(super) fn size_of(fd: impl AsFd) -> Size {
    let (width, height) = tcgetwinsize(fd).map_or((0, 0), |size| (size.ws_col, size.ws_row));
    usable(Size::new(width, height))
}

/// `size` as it can be drawn on: a zero is "unknown".
pub(super) fn usable(size: Size) -> Size {
    let pick = |value: u16, fallback, largest| match value {
        0 => fallback,
        _ => value.min(largest),
    };
    Size::new(
        pick(size.width, FALLBACK.width, LARGEST.width),
        pick(size.height, FALLBACK.height, LARGEST.height),
    )
}

/// Standard output without a buffer: what is handed over in one piece leaves in one `write(2)`.
///
/// Waits when another program has made the terminal non-blocking, and goes on after an interruption.
#[derive(Debug, Default)]
pub struct TtyWriter;

impl Write for TtyWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let stdout = rustix::stdio::stdout();
        loop {
            match rustix::io::write(stdout, bytes) {
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => {
                    let mut fds = [PollFd::new(&stdout, PollFlags::OUT)];
                    match poll(&mut fds, None) {
                        Ok(_) | Err(Errno::INTR) => {}
                        Err(error) => return Err(error.into()),
                    }
                }
                result => return Ok(result?),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_that_can_be_drawn_on() {
        let table = [
            ((0, 0), (80, 24)),
            ((0, 50), (80, 50)),
            ((1, 1), (1, 1)),
            ((200, 50), (200, 50)),
            ((65535, 65535), (1024, 512)),
        ];
        for ((width, height), expected) in table {
            assert_eq!(usable(Size::new(width, height)), expected.into());
        }
    }

    #[test]
    fn a_closed_peer_is_a_hang_up() {
        let (near, mut far) = std::os::unix::net::UnixStream::pair().expect("two sockets");
        let near = OwnedFd::from(near);
        assert_eq!(wait(&near, Duration::ZERO), Wait::Quiet);
        assert!(far.write_all(b"q").is_ok());
        assert_eq!(wait(&near, Duration::ZERO), Wait::Ready);
        drop(far);
        assert_eq!(wait(&near, Duration::from_secs(60)), Wait::Gone);
    }
}
