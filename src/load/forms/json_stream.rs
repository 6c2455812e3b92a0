//! Arrays, `{"records":[…]}` and objects one after the other, pretty-printed or not: elements found in passing.
//!
//! What stands between elements is not judged; a broken element is rejected and reading goes on with the next.

use super::splitter::{Cut, Splitter};
use super::{Session, too_long};
use crate::load::window::Filled;

/// Bytes of a broken element that are kept for a second, lenient reading.
const MENDED: usize = 1 << 20;

/// Reads all elements of the window.
pub(crate) fn read(session: &mut Session) {
    let mut splitter = Splitter::default();
    let mut rejected = Pending::default();
    let mut was_cut = false;
    loop {
        let filled = session.window.fill();
        let is_end = filled == Filled::End;
        loop {
            let cut = splitter.next(session.window.text(), session.window.offset(), is_end);
            match cut {
                Cut::Other(length) => session.take_other(length),
                Cut::Unit(length) if length > session.max_line => {
                    rejected.add(session, length);
                    rejected.reason = Some(too_long(session.max_line));
                    rejected.close(session, String::new());
                }
                Cut::Unit(length) => session.take_unit(length),
                Cut::Broken(length) => rejected.add(session, length),
                Cut::BrokenEnd(length, reason) => {
                    was_cut = true;
                    rejected.add(session, length);
                    rejected.close(session, reason.to_owned());
                }
                Cut::More => break,
            }
            if session.filler.bytes() >= session.chunk && !session.send_now() {
                return;
            }
        }
        if session.window.text().len() > session.max_line && splitter.give_up() {
            rejected.reason = Some(too_long(session.max_line));
        }
        if is_end {
            break;
        }
        if !session.send_when_due() {
            return;
        }
    }
    if rejected.length > 0 {
        rejected.close(session, splitter.reason().to_owned());
    } else if splitter.is_open() && !was_cut {
        session.error = Some("the list is not closed; the file may be cut short".to_owned());
    }
    if session.window.offset() > 0 && !splitter.ended_with_line() {
        session.filler.open_line();
    }
}

/// A broken element that was dropped from the window before its end was found.
#[derive(Default)]
struct Pending {
    length: u64,
    lines: u64,
    /// The element as far as it may be mended.
    text: Vec<u8>,
    reason: Option<String>,
}

impl Pending {
    fn add(&mut self, session: &mut Session, length: usize) {
        let text = &session.window.text()[..length];
        self.length += length as u64;
        self.lines += crate::load::fill::line_ends(text);
        if self.length <= MENDED as u64 {
            self.text.extend_from_slice(text);
        }
        session.window.drop_front(length);
    }

    fn close(&mut self, session: &mut Session, reason: String) {
        let is_short = self.reason.is_none();
        let reason = self.reason.take().unwrap_or(reason);
        if is_short && self.text.len() as u64 == self.length {
            session.filler.broken(&self.text, reason);
        } else {
            session.filler.reject(self.length, self.lines, reason);
        }
        *self = Self::default();
    }
}
