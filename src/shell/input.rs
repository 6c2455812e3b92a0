//! Keys, pastes, clicks and sizes from the terminal, on a thread of its own; and the end of the terminal.
//!
//! crossterm alone does not notice that a terminal was closed: it spins, and it also spins through the last millisecond
//! of every wait. So the waiting is done here, by `poll(2)` of the terminal itself, which reports a closed one at once;
//! crossterm only reads what is there. Sizes come from `signals`.

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

use super::tty::{Wait, input_tty, wait};
use reply::Replies;

/// The longest wait. Nothing depends on it but the end of an answer without an end.
const TURN: Duration = Duration::from_secs(1);
/// How long crossterm may look for the rest of what has begun to come.
const BURST: Duration = Duration::from_millis(20);
/// How long it may look for events it has read already; 0 makes it look for none.
const GLANCE: Duration = Duration::from_millis(1);
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
    /// The terminal may have another size, in columns and rows; the screen takes it up by itself when it draws.
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
    /// No key is taken from the terminal any more, except those under way.
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
        let patience = match wait(tty, TURN) {
            Wait::Gone => return Ended::Gone,
            Wait::Ready => BURST,
            Wait::Unable => TURN,
            Wait::Quiet => {
                replies.silence();
                GLANCE
            }
        };
        control.wait_while_paused();
        if let Err(ended) = drain(patience, &mut replies, tx) {
            return ended;
        }
    }
}

/// Hands on all events there are.
fn drain(
    patience: Duration,
    replies: &mut Replies,
    tx: &impl Fn(Input) -> bool,
) -> Result<(), Ended> {
    let mut patience = patience;
    while let Some(event) = next_event(patience)? {
        if translate(event, replies).is_some_and(|input| !tx(input)) {
            return Err(Ended::NobodyListens);
        }
        patience = BURST;
    }
    Ok(())
}

fn next_event(patience: Duration) -> Result<Option<Event>, Ended> {
    let found = poll(patience).and_then(|found| found.then(read).transpose());
    match found {
        Err(error) if error.kind() != io::ErrorKind::Interrupted => Err(Ended::Gone),
        found => Ok(found.unwrap_or(None)),
    }
}

/// What an event means to the program, if anything.
fn translate(event: Event, replies: &mut Replies) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind == KeyEventKind::Press => replies.pass(key).map(Input::Key),
        Event::Paste(text) => Some(clean_paste(&text))
            .filter(|line| !line.is_empty())
            .map(Input::Paste),
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
