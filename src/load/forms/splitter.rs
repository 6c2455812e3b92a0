//! Finds where elements begin and end in a stream of JSON, whatever the sizes it is read in.
//!
//! It knows the grammar of containers (so a missing brace is noticed at once) but judges no word: that is done by the
//! one reader of records. After a fault it finds its feet at the end of the broken element by counting brackets, at
//! the next line that starts an element no deeper than the broken one, or at an opening brace where a key should be.

use super::{WRAPPER_LIMIT, is_pad};
use crate::logs::ENDS_EARLY;

/// What to do with the start of the text in view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// So many bytes are no record.
    Other(usize),
    /// So many bytes are one element.
    Unit(usize),
    /// So many bytes belong to a broken element that goes on.
    Broken(usize),
    /// So many bytes end a broken element.
    BrokenEnd(usize, &'static str),
    /// Nothing can be said without more text.
    More,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
enum Mode {
    /// Between elements.
    #[default]
    Between,
    /// Inside an object.
    Element,
    /// Inside a word where an object should be.
    Word,
    /// Behind a fault, until the broken element ends.
    Recover,
    /// Behind the records of a wrapper, until its brace closes.
    Tail,
}

/// What the grammar allows next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expect {
    FirstKey,
    Key,
    Colon,
    FirstValue,
    Value,
    Next,
}

/// A list that is open around the elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Array,
    Records,
}

/// The state between two reads.
#[derive(Default)]
pub(super) struct Splitter {
    mode: Mode,
    lists: Vec<List>,
    /// How far the text in view was scanned.
    at: usize,
    nest: Vec<u8>,
    expect: Option<Expect>,
    in_string: bool,
    /// Behind a backslash.
    escaped: bool,
    /// Open brackets while recovering.
    depth: usize,
    reason: &'static str,
    /// Offset of the line under the cursor.
    line_start: u64,
    /// True while only blanks were met on the line.
    line_is_blank: bool,
    column: u64,
    last: u8,
}

/// Lists inside lists that are opened up.
const LISTS: usize = 64;

const BROKEN: &str = "broken element: a bracket, comma, colon or quote is missing or too many";

impl Splitter {
    /// True when a list was opened and not closed.
    pub(super) fn is_open(&self) -> bool {
        !self.lists.is_empty() || self.mode == Mode::Tail
    }

    /// True when the last byte was a line end.
    pub(super) fn ended_with_line(&self) -> bool {
        self.last == b'\n'
    }

    /// The element under the cursor is too long: the rest of it is dropped. False between elements.
    pub(super) fn give_up(&mut self) -> bool {
        let depth = match self.mode {
            Mode::Element => self.nest.len(),
            Mode::Word => 1,
            _ => return false,
        };
        self.depth = depth;
        self.mode = Mode::Recover;
        true
    }

    /// Why the last broken element is broken.
    pub(super) fn reason(&self) -> &'static str {
        self.reason
    }

    /// Looks at the text in view, which starts at `offset`.
    pub(super) fn next(&mut self, text: &[u8], offset: u64, is_end: bool) -> Cut {
        let cut = match self.mode {
            Mode::Between => self.between(text, offset, is_end),
            Mode::Element => self.element(text, offset, is_end),
            Mode::Word => self.word(text, is_end),
            Mode::Recover => self.recover(text, offset),
            Mode::Tail => self.tail(text, offset),
        };
        match cut {
            Cut::Other(length)
            | Cut::Unit(length)
            | Cut::Broken(length)
            | Cut::BrokenEnd(length, _) => {
                self.at = 0;
                if length > 0 {
                    self.last = text[length - 1];
                }
            }
            Cut::More => {}
        }
        cut
    }

    fn line_feed(&mut self, offset: u64) {
        self.line_start = offset + 1;
        self.line_is_blank = true;
    }

    /// Steps over separators up to the next element.
    fn between(&mut self, text: &[u8], offset: u64, is_end: bool) -> Cut {
        let mut at = 0;
        while let Some(&byte) = text.get(at) {
            match byte {
                b'\n' => self.line_feed(offset + at as u64),
                b'[' if self.lists.len() < LISTS => self.lists.push(List::Array),
                b']' => {
                    if self.lists.pop() == Some(List::Records) {
                        self.mode = Mode::Tail;
                        self.depth = 1;
                        return Cut::Other(at + 1);
                    }
                }
                b'{' if at > 0 => return Cut::Other(at),
                b'{' => return self.begin(text, offset, is_end),
                b',' | b'}' | b'[' | b' ' | b'\t' | b'\r' | 0 => {}
                0xef | 0xbb | 0xbf if offset + (at as u64) < 3 => {}
                _ if at > 0 => return Cut::Other(at),
                _ => {
                    self.mode = Mode::Word;
                    self.in_string = false;
                    return self.word(text, is_end);
                }
            }
            at += 1;
        }
        if at > 0 { Cut::Other(at) } else { Cut::More }
    }

    /// At an opening brace: a wrapper or an element.
    fn begin(&mut self, text: &[u8], offset: u64, is_end: bool) -> Cut {
        if let Some(length) = super::wrapper_length(text) {
            for (at, _) in text[..length]
                .iter()
                .enumerate()
                .filter(|(_, b)| **b == b'\n')
            {
                self.line_feed(offset + at as u64);
            }
            self.lists.push(List::Records);
            return Cut::Other(length);
        }
        if !is_end && text.len() < WRAPPER_LIMIT && may_be_wrapper(text) {
            return Cut::More;
        }
        self.mode = Mode::Element;
        self.column = offset.saturating_sub(self.line_start);
        self.nest.clear();
        self.nest.push(b'{');
        self.expect = Some(Expect::FirstKey);
        self.in_string = false;
        self.escaped = false;
        self.at = 1;
        self.element(text, offset, is_end)
    }

    /// Inside an element: on to its closing brace.
    fn element(&mut self, text: &[u8], offset: u64, is_end: bool) -> Cut {
        while let Some(&byte) = text.get(self.at) {
            if self.in_string {
                if !self.string(text) {
                    return self.fault(text, offset);
                }
                continue;
            }
            if !self.step(byte) {
                return self.fault(text, offset);
            }
            if byte == b'\n' {
                self.line_feed(offset + self.at as u64);
            }
            self.at += 1;
            if self.nest.is_empty() {
                self.mode = Mode::Between;
                return Cut::Unit(self.at);
            }
        }
        if is_end && !text.is_empty() {
            self.mode = Mode::Between;
            return Cut::BrokenEnd(text.len(), ENDS_EARLY);
        }
        Cut::More
    }

    /// Inside a string, up to its end or that of the view; false at a line end, which no string may hold.
    fn string(&mut self, text: &[u8]) -> bool {
        if self.escaped {
            self.escaped = false;
            if text[self.at] == b'\n' {
                return false;
            }
            self.at += 1;
            return true;
        }
        let Some(skip) = memchr::memchr3(b'"', b'\\', b'\n', &text[self.at..]) else {
            self.at = text.len();
            return true;
        };
        self.at += skip;
        match text[self.at] {
            b'"' => self.in_string = false,
            b'\\' => self.escaped = true,
            _ => return false,
        }
        self.at += 1;
        true
    }

    /// One byte outside strings; false when the grammar does not allow it.
    fn step(&mut self, byte: u8) -> bool {
        use Expect::{Colon, FirstKey, FirstValue, Key, Next, Value};
        let Some(expect) = self.expect else {
            return false;
        };
        let is_object = self.nest.last() == Some(&b'{');
        let next = match (byte, expect) {
            (b' ' | b'\t' | b'\r' | b'\n', _) => expect,
            (b'"', FirstKey | Key) => {
                self.in_string = true;
                Colon
            }
            (b'"', FirstValue | Value) => {
                self.in_string = true;
                Next
            }
            (b'{', FirstValue | Value) => {
                self.nest.push(b'{');
                FirstKey
            }
            (b'[', FirstValue | Value) => {
                self.nest.push(b'[');
                FirstValue
            }
            (b'}', FirstKey | Next) if is_object => {
                self.nest.pop();
                Next
            }
            (b']', FirstValue | Next) if !is_object => {
                self.nest.pop();
                Next
            }
            (b',', Next) if is_object => Key,
            (b',', Next) | (b':', Colon) => Value,
            // Words are judged by the reader of records; here they only take their place.
            (
                b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'+' | b'-' | b'.',
                FirstValue | Value | Next,
            ) => Next,
            _ => return false,
        };
        self.expect = Some(next);
        true
    }

    /// At a byte that breaks the element.
    fn fault(&mut self, text: &[u8], offset: u64) -> Cut {
        let misplaced = text.get(self.at) == Some(&b'{') && !self.in_string;
        if misplaced && self.expect == Some(Expect::Key) && self.nest.len() == 1 {
            self.mode = Mode::Between;
            return Cut::BrokenEnd(self.at, BROKEN);
        }
        self.mode = Mode::Recover;
        self.depth = self.nest.len();
        self.in_string = false;
        self.reason = BROKEN;
        let line = self.line_start.saturating_sub(offset) as usize;
        self.line_is_blank = self.line_start >= offset
            && text[line.min(self.at)..self.at].iter().all(|&b| is_pad(b));
        self.recover(text, offset)
    }

    /// Looks for the end of a broken element.
    fn recover(&mut self, text: &[u8], offset: u64) -> Cut {
        while let Some(&byte) = text.get(self.at) {
            let here = offset + self.at as u64;
            if self.starts_anew(byte, here) {
                self.mode = Mode::Between;
                return Cut::BrokenEnd(self.at, self.reason);
            }
            self.at += 1;
            match byte {
                b'\n' => {
                    self.line_feed(here);
                    self.in_string = false;
                    self.escaped = false;
                }
                _ if self.escaped => self.escaped = false,
                b'\\' if self.in_string => self.escaped = true,
                b'"' => self.in_string = !self.in_string,
                _ if self.in_string => {}
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        self.mode = Mode::Between;
                        return Cut::BrokenEnd(self.at, self.reason);
                    }
                }
                _ => {}
            }
            self.line_is_blank &= is_pad(byte);
        }
        if text.is_empty() {
            Cut::More
        } else {
            Cut::Broken(text.len())
        }
    }

    /// True at the first brace of a line that stands no deeper than the broken element.
    fn starts_anew(&self, byte: u8, here: u64) -> bool {
        byte == b'{' && self.line_is_blank && here - self.line_start <= self.column
    }

    /// A word where an object should be: up to the next separator.
    fn word(&mut self, text: &[u8], is_end: bool) -> Cut {
        while let Some(&byte) = text.get(self.at) {
            let ends = match byte {
                b'\n' => true,
                _ if self.escaped => {
                    self.escaped = false;
                    false
                }
                b'\\' if self.in_string => {
                    self.escaped = true;
                    false
                }
                b'"' => {
                    self.in_string = !self.in_string;
                    false
                }
                b',' | b'[' | b']' | b'{' | b'}' => !self.in_string,
                _ => false,
            };
            if ends {
                return self.word_end(text);
            }
            self.at += 1;
        }
        if is_end && !text.is_empty() {
            self.word_end(text)
        } else {
            Cut::More
        }
    }

    fn word_end(&mut self, text: &[u8]) -> Cut {
        self.mode = Mode::Between;
        self.escaped = false;
        let pads = text[..self.at]
            .iter()
            .rev()
            .take_while(|&&b| is_pad(b))
            .count();
        Cut::Unit(self.at - pads)
    }

    /// What follows the records of a wrapper belongs to no record.
    fn tail(&mut self, text: &[u8], offset: u64) -> Cut {
        let mut at = 0;
        while let Some(&byte) = text.get(at) {
            match byte {
                b'\n' => {
                    self.line_feed(offset + at as u64);
                    self.in_string = false;
                }
                _ if self.escaped => self.escaped = false,
                b'\\' if self.in_string => self.escaped = true,
                b'"' => self.in_string = !self.in_string,
                _ if self.in_string => {}
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth -= 1,
                _ => {}
            }
            at += 1;
            if self.depth == 0 {
                self.mode = Mode::Between;
                break;
            }
        }
        if at > 0 { Cut::Other(at) } else { Cut::More }
    }
}

/// True while the text could still become `{"records":[`.
fn may_be_wrapper(text: &[u8]) -> bool {
    let told = text.iter().filter(|&&byte| !is_pad(byte));
    told.zip(b"{\"records\":[")
        .all(|(a, b)| a.eq_ignore_ascii_case(b))
}
