//! Signals become events; stopping and going on.
//!
//! TERM, HUP, INT and QUIT ask the loop to end, so that it can save and clean up. If the program is still there one
//! second later, or a second signal comes, the terminal is given back the hard way. A key or a `kill` that stops the
//! program goes through the loop too, since the terminal has to be given back first.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::process::{Signal, getpgrp, getppid, getsid, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;

use super::emergency;
use super::input::Input;
use super::tty::size_of;

/// How long the loop has for a clean end.
const GRACE: Duration = Duration::from_secs(1);
/// How long to wait for the news that the program goes on, once it does.
const WAKING: Duration = Duration::from_secs(1);

/// Whether the next CONT ends a stop that the program asked for itself.
static STOPPING: AtomicBool = AtomicBool::new(false);
/// How often the program went on after a stop.
static WAKES: (Mutex<u64>, Condvar) = (Mutex::new(0), Condvar::new());

/// Starts the thread that turns signals into [`Input::Signal`], [`Input::Resume`] and [`Input::Resize`].
///
/// Start it before the screen is opened. `tx` must not block, and answers whether somebody still listens.
pub fn spawn_signals(tx: impl Fn(Input) -> bool + Send + 'static) -> io::Result<()> {
    emergency::spread()?;
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    let run = move || {
        if emergency::is_ending() {
            // It came before anybody listened, so its number is lost.
            limit_the_end(SIGTERM);
            tx(Input::Signal(SIGTERM));
        }
        for signal in signals.forever() {
            match signal {
                SIGCONT => on_continue(&tx),
                SIGWINCH => {
                    let size = size_of(rustix::stdio::stdout());
                    tx(Input::Resize(size.width, size.height));
                }
                SIGTSTP => {
                    tx(Input::Signal(signal));
                }
                _ => {
                    limit_the_end(signal);
                    tx(Input::Signal(signal));
                }
            }
        }
    };
    thread::Builder::new()
        .name("signals".into())
        .spawn(run)
        .map(drop)
}

/// The exit code for a program that `signal` ended cleanly, as a shell would report it.
pub fn exit_code(signal: i32) -> u8 {
    u8::try_from(128 + signal).unwrap_or(255)
}

fn on_continue(tx: &impl Fn(Input) -> bool) {
    let own = STOPPING.swap(false, SeqCst);
    let (wakes, changed) = &WAKES;
    *wakes.lock().unwrap_or_else(PoisonError::into_inner) += 1;
    changed.notify_all();
    if !own {
        tx(Input::Resume);
    }
}

fn limit_the_end(signal: i32) {
    let started = thread::Builder::new().name("end".into()).spawn(move || {
        thread::sleep(GRACE);
        emergency::die_of(signal);
    });
    if started.is_err() {
        emergency::die_of(signal);
    }
}

/// Whether somebody is there to make the program go on after a stop.
///
/// A process group whose parent is not in the same session is orphaned; so is the group of a session's leader, as in
/// `tmux new callscope` or `ssh -t host callscope`. The kernel would ignore a key's stop there, too.
pub(super) fn can_stop() -> bool {
    let Ok(session) = getsid(None) else {
        return false;
    };
    session != getpgrp() && getppid().is_some_and(|parent| getsid(Some(parent)) == Ok(session))
}

/// Stops the whole job, the other ends of its pipes included, and returns when it goes on.
pub(super) fn stop() -> io::Result<()> {
    let (wakes, changed) = &WAKES;
    let before = *wakes.lock().unwrap_or_else(PoisonError::into_inner);
    STOPPING.store(true, SeqCst);
    if let Err(error) = kill_current_process_group(Signal::STOP) {
        STOPPING.store(false, SeqCst);
        return Err(error.into());
    }
    // The stop may reach this thread a moment after the call: only the news of going on tells that it is over.
    let wakes = wakes.lock().unwrap_or_else(PoisonError::into_inner);
    drop(changed.wait_timeout_while(wakes, WAKING, |wakes| *wakes == before));
    Ok(())
}
