//! Keys, pastes, clicks and sizes from the terminal, on a thread of its own; and the end of the terminal.
//!
//! crossterm alone does not notice that a terminal was closed: it spins. So the wait is finite, and after each wait the
//! terminal itself is asked whether its other end is still there.

mod reply;
#[cfg(test)]
mod tests;

use std::io;
use std::os::fd::OwnedFd;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::event::{
    Event, KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind, poll, read,
};

use super::tty::{hung_up, input_tty};
use reply::Replies;

/// The longest wait; a closed terminal is noticed within it.
const TURN: Duration = Duration::from_millis(200);
/// Most bytes of a paste that are taken.
pub const PASTE_LIMIT: usize = 4096;

/// News from the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed (or repeats).
    Key(KeyEvent),
    /// Text was pasted: one line, no controls, at most [`PASTE_LIMIT`] bytes.
    Paste(String),
    /// A click of the left button or a turn of the wheel.
    Mouse(MouseEvent),
    /// The terminal may have another size; the screen asks for it itself.
    Resize(u16, u16),
    /// The terminal is gone: end at once, nothing more can be drawn.
    HangUp,
    /// TERM, HUP, INT or QUIT: save and end within a second. TSTP: suspend.
    Signal(i32),
    /// The program was stopped from outside and goes on: enter the modes again and repaint.
    Resume,
}

/// Stops and restarts the reading of keys.
#[derive(Debug, Clone, Default)]
pub struct InputControl(Arc<(Mutex<bool>, Condvar)>);

impl InputControl {
    /// No key is taken from the terminal once the present wait (at most 0.2 s) is over.
    pub fn pause(&self) {
        self.set(true);
    }

    /// Keys are read again.
    pub fn resume(&self) {
        self.set(false);
    }

    fn set(&self, paused: bool) {
        let (state, changed) = &*self.0;
        *state.lock().unwrap_or_else(PoisonError::into_inner) = paused;
        changed.notify_all();
    }

    fn wait_while_paused(&self) {
        let (state, changed) = &*self.0;
        let state = state.lock().unwrap_or_else(PoisonError::into_inner);
        drop(changed.wait_while(state, |paused| *paused));
    }
}

/// Starts the thread that reads the terminal, until `tx` answers that nobody listens or the terminal is gone.
///
/// `tx` must not block for long: a full queue would hide the hang-up.
pub fn spawn_input(tx: impl Fn(Input) -> bool + Send + 'static) -> io::Result<InputControl> {
    let tty = input_tty()?;
    let control = InputControl::default();
    let watched = control.clone();
    let run = move || {
        // An error and a panic of the reader mean the same to the loop as a closed terminal: no more keys.
        let ended = catch_unwind(AssertUnwindSafe(|| read_on(&tty, &watched, &tx)));
        if !matches!(ended, Ok(Ended::NobodyListens)) {
            tx(Input::HangUp);
        }
    };
    thread::Builder::new().name("input".into()).spawn(run)?;
    Ok(control)
}

enum Ended {
    NobodyListens,
    Gone,
}

fn read_on(tty: &OwnedFd, control: &InputControl, tx: &impl Fn(Input) -> bool) -> Ended {
    let mut replies = Replies::default();
    loop {
        control.wait_while_paused();
        let event = match poll(TURN) {
            Ok(true) => read().map(Some),
            Ok(false) => Ok(None),
            Err(error) => Err(error),
        };
        let event = match event {
            Ok(event) => event,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return Ended::Gone,
        };
        if hung_up(tty) {
            return Ended::Gone;
        }
        if event.is_none() {
            replies.silence();
        }
        let input = event.and_then(|event| translate(event, &mut replies));
        if input.is_some_and(|input| !tx(input)) {
            return Ended::NobodyListens;
        }
    }
}

/// What an event means to the program, if anything.
fn translate(event: Event, replies: &mut Replies) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind == KeyEventKind::Press => replies.pass(key).map(Input::Key),
        Event::Paste(text) => Some(clean_paste(&text))
            .filter(|line| !line.is_empty())
            .map(Input::Paste),
        Event::Resize(width, height) => Some(Input::Resize(width, height)),
        Event::Mouse(mouse) if is_wanted(mouse.kind) => Some(Input::Mouse(mouse)),
        _ => None,
    }
}

fn is_wanted(kind: MouseEventKind) -> bool {
    matches!(
        kind,
        MouseEventKind::Down(MouseButton::Left)
            | MouseEventKind::ScrollUp
            | MouseEventKind::ScrollDown
    )
}

/// The first line of a paste that has text, without controls, blanks around it and a pair of quotes or braces.
fn clean_paste(text: &str) -> String {
    let mut lines = text.split(['\r', '\n']).map(str::trim);
    let line = lines.find(|line| !line.is_empty()).unwrap_or("");
    let clean: String = line.chars().filter(|c| !c.is_control()).collect();
    let mut kept = unwrapped(clean.trim()).to_owned();
    let end = (0..=kept.len().min(PASTE_LIMIT))
        .rev()
        .find(|&at| kept.is_char_boundary(at));
    kept.truncate(end.unwrap_or(0));
    kept
}

/// An identifier copied out of code or JSON, without what stood around it.
fn unwrapped(text: &str) -> &str {
    [('"', '"'), ('\'', '\''), ('{', '}')]
        .into_iter()
        .filter_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))
        .map(str::trim)
        .find(|inner| !inner.contains(['"', '\'', '{', '}']))
        .unwrap_or(text)
}
