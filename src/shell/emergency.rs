//! The net below the guard: gives the terminal back when nothing else can run any more.
//!
//! Everything here is async-signal-safe: atomics, `poll(2)`, `write(2)` of fixed bytes and `tcsetattr` of modes saved
//! beforehand. It catches abort (and with it a stack overflow and a panic while panicking), bus errors, a second
//! TERM/INT/QUIT, and is what the one-second limit of `signals` calls.

use std::io;
use std::os::fd::OwnedFd;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{OptionalActions, Termios, tcsetattr};
use signal_hook::consts::{SIGABRT, SIGBUS, SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::low_level::emulate_default_handler;

use super::guard::LEAVE;
use super::tty::in_foreground;

/// Ends a control sequence and a string that were cut off half-way, before the modes are switched off.
const CUT_OFF: &[u8] = b"\x18\x1b\\";

/// How long a terminal that takes no output may hold up the end.
const PATIENCE: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 100_000_000,
};

/// The terminal and its modes as they were before the first frame.
static SAVED: OnceLock<(OwnedFd, Termios)> = OnceLock::new();
/// Whether the terminal is in our modes.
static ACTIVE: AtomicBool = AtomicBool::new(false);
/// How many signals have asked the program to end.
static ENDING: AtomicU32 = AtomicU32::new(0);

/// Remembers what to go back to; only the first call counts.
pub(super) fn remember(tty: OwnedFd, modes: Termios) {
    let _ = SAVED.set((tty, modes));
}

/// Says whether there is something to restore.
pub(super) fn set_active(active: bool) {
    ACTIVE.store(active, SeqCst);
}

/// Whether there is something to restore still.
pub(super) fn is_active() -> bool {
    ACTIVE.load(SeqCst)
}

/// Whether a signal has asked the program to end.
pub(super) fn is_ending() -> bool {
    ENDING.load(SeqCst) > 0
}

/// Gives the terminal back, once. Safe in a signal handler, in a panic hook and from any thread.
pub(super) fn restore() {
    if !ACTIVE.swap(false, SeqCst) {
        return;
    }
    if let Some((tty, modes)) = SAVED.get()
        && in_foreground(tty)
    {
        let _ = tcsetattr(tty, OptionalActions::Now, modes);
    }
    write_out(CUT_OFF);
    write_out(LEAVE);
}

fn write_out(mut bytes: &[u8]) {
    let stdout = rustix::stdio::stdout();
    while !bytes.is_empty() {
        let mut fds = [PollFd::new(&stdout, PollFlags::OUT)];
        if !matches!(poll(&mut fds, Some(&PATIENCE)), Ok(1..)) {
            return;
        }
        match rustix::io::write(stdout, bytes) {
            Ok(written @ 1..) => bytes = bytes.get(written..).unwrap_or_default(),
            _ => return,
        }
    }
}

/// Gives the terminal back and dies of `signal`.
pub(super) fn die_of(signal: i32) {
    restore();
    let _ = emulate_default_handler(signal);
}

fn on_crash(signal: i32) {
    die_of(signal);
}

/// The first signal is left to the loop; another one means that the loop is stuck.
fn on_end(signal: i32) {
    if ENDING.fetch_add(1, SeqCst) > 0 {
        die_of(signal);
    }
}

/// A closed connection brings several HUPs (kernel, shell, service manager): never a reason to hurry.
fn on_hang_up(_: i32) {
    ENDING.fetch_add(1, SeqCst);
}

type Net = (i32, fn(i32));

const NETS: &[Net] = &[
    (SIGABRT, on_crash),
    (SIGBUS, on_crash),
    (SIGTERM, on_end),
    (SIGINT, on_end),
    (SIGQUIT, on_end),
    (SIGHUP, on_hang_up),
];

/// Registers the net for the rest of the program's life; only the first call does anything.
pub(super) fn spread() -> io::Result<()> {
    static SPREAD: AtomicBool = AtomicBool::new(false);
    if SPREAD.swap(true, SeqCst) {
        return Ok(());
    }
    NETS.iter()
        .try_for_each(|&(signal, act)| register(signal, act))
}

#[allow(unsafe_code)]
fn register(signal: i32, act: fn(i32)) -> io::Result<()> {
    // SAFETY: all three actions do nothing but load and store atomics, read a OnceLock that is already set or not at
    // all, and make the system calls tcgetpgrp, getpgrp, tcsetattr, poll, write, sigaction, kill: no allocation, no
    // lock, no panic.
    unsafe { signal_hook::low_level::register(signal, move || act(signal)) }.map(drop)
}
