//! Answers of the terminal that arrive as key presses, and how they are kept from doing anything.
//!
//! An answer to a question some earlier program asked may come late, and data that slipped past another program may
//! make the terminal answer. `ESC ]11;rgb:ffff/ffff/ffff ST` is 23 key presses to crossterm: Alt-], then letters.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Longest answer that is swallowed, in keys; a longer one is no answer.
const LONGEST: usize = 512;

/// Swallows `Alt-] … ST` and `Alt-P … ST`.
#[derive(Debug, Default)]
pub(super) struct Replies(State);

#[derive(Debug, Default, Clone, Copy)]
enum State {
    #[default]
    Keys,
    /// The start was seen; the next key tells whether it is one.
    Started(char),
    /// So many keys of an answer were swallowed.
    Inside(usize),
}

impl Replies {
    /// `key`, unless it belongs to an answer.
    pub(super) fn pass(&mut self, key: KeyEvent) -> Option<KeyEvent> {
        let (next, key) = step(self.0, key);
        self.0 = next;
        key
    }

    /// Nothing came for a while: answers come in one piece, so whatever follows is typed.
    pub(super) fn silence(&mut self) {
        self.0 = State::Keys;
    }
}

fn step(state: State, key: KeyEvent) -> (State, Option<KeyEvent>) {
    match state {
        State::Started(start) if continues(start, key) => (State::Inside(1), None),
        State::Inside(count) if count < LONGEST => {
            let next = if ends(key) {
                State::Keys
            } else {
                State::Inside(count + 1)
            };
            (next, None)
        }
        _ => match starts(key) {
            Some(start) => (State::Started(start), None),
            None => (State::Keys, Some(key)),
        },
    }
}

/// `]` for an OSC answer, `P` for a DCS answer. The key itself is lost; no command is bound to it.
fn starts(key: KeyEvent) -> Option<char> {
    match key.code {
        KeyCode::Char(c @ (']' | 'P')) if key.modifiers.contains(KeyModifiers::ALT) => Some(c),
        _ => None,
    }
}

/// The first character of an OSC answer is the number asked for, of a DCS answer a parameter or its kind.
fn continues(start: char, key: KeyEvent) -> bool {
    match key.code {
        KeyCode::Char(c) if start == ']' => c.is_ascii_digit(),
        KeyCode::Char(c) => c.is_ascii_digit() || "!>+$|".contains(c),
        _ => false,
    }
}

/// `ESC \` arrives as Alt-\, BEL as Ctrl-G.
fn ends(key: KeyEvent) -> bool {
    match key.code {
        KeyCode::Char('\\') => key.modifiers.contains(KeyModifiers::ALT),
        KeyCode::Char('g') => key.modifiers.contains(KeyModifiers::CONTROL),
        _ => false,
    }
}
