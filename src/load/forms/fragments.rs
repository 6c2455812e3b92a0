//! Text pasted from documentation: members without braces, shared fields standing once above several blocks.
//!
//! `"properties": {…}` makes a record with the loose members above it; a new value of a loose member takes the place
//! of the old one. What is cut off is rejected at its line; every record read here counts as repaired
//! (file-forms, "Doc-style fragments").

use super::mend::{Lenient, Stop, column};
use super::{Session, is_pad};
use crate::load::shape::Shape;
use crate::load::window::Filled;
use std::borrow::Cow;
use std::collections::VecDeque;

/// Bytes of the largest text that is read so; it is held as a whole.
const LIMIT: usize = 32 << 20;

/// Bytes of loose members that are carried into records.
const LOOSE_LIMIT: usize = 4 << 10;

const CUT: &str = "cut off: the object is not closed";
const BROKEN: &str =
    "broken: a comma, colon, quote or bracket is missing or too many, and it is unclear where";
const NO_RECORD: &str = "text that is no record";

/// Keys that stand around `properties`, in small letters.
const AROUND: [&str; 8] = [
    "time",
    "resourceid",
    "correlationid",
    "operationname",
    "operationversion",
    "category",
    "level",
    "location",
];

/// A member outside any block.
struct Loose {
    /// In small letters.
    key: String,
    /// `"key":value` as JSON.
    json: String,
    span: (usize, usize),
    /// True until a block made use of it.
    is_fresh: bool,
}

/// What was found, in the order of the text and without overlap; what lies between is no record.
enum Piece {
    Record(usize, usize, String),
    Rejected(usize, usize, &'static str),
}

struct Paste<'t> {
    text: &'t str,
    at: usize,
    /// Behind the last piece.
    behind: usize,
    loose: Vec<Loose>,
    /// Found and not yet taken.
    pieces: VecDeque<Piece>,
}

/// Reads the text of the window as a whole.
pub(crate) fn read(session: &mut Session) {
    let mut is_end = false;
    while !is_end && session.window.text().len() <= LIMIT {
        is_end = session.window.fill() == Filled::End;
    }
    session.note_shape(Shape::Fragment);
    let whole = session.window.text();
    let length = whole.len().min(LIMIT);
    let text = ascii_where_broken(&whole[..length]).into_owned();
    let mut paste = Paste {
        text: &text,
        at: if text.starts_with('\u{feff}') { 3 } else { 0 },
        behind: 0,
        loose: Vec::new(),
        pieces: VecDeque::new(),
    };
    let mut taken = 0;
    while let Some(piece) = paste.next() {
        let (Piece::Record(start, end, _) | Piece::Rejected(start, end, _)) = &piece;
        session.take_around(start - taken);
        taken = *end;
        match &piece {
            Piece::Record(_, _, json) => session.take_row(end - start, json, true),
            Piece::Rejected(_, _, reason) => {
                session.take_rejected(end - start, (*reason).to_owned());
            }
        }
        if !session.send_when_full() {
            return;
        }
    }
    session.take_around(length - taken);
    session.reject_rest(format!("pasted text beyond {} MiB", LIMIT >> 20));
    session.close_line();
}

/// The text; bytes that are no UTF-8 as question marks, so that places stay what they are.
fn ascii_where_broken(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Cow::Owned(text)
}

impl Paste<'_> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next piece of the text.
    fn next(&mut self) -> Option<Piece> {
        while self.pieces.is_empty()
            && let Some(byte) = self.byte()
        {
            match byte {
                b'"' => self.member(),
                b'{' => self.object(),
                b',' | b'}' | b'[' | b']' => self.at += 1,
                _ if is_pad(byte) => self.at += 1,
                _ => self.junk(),
            }
        }
        if self.pieces.is_empty() {
            self.flush();
        }
        self.pieces.pop_front()
    }

    /// Lines that are no JSON, told as one; fences of code not at all.
    fn junk(&mut self) {
        let (start, mut end) = (self.at, self.at);
        while self.byte().is_some_and(|byte| !matches!(byte, b'"' | b'{')) {
            let from = self.at;
            self.at = self.line_end(from);
            let line = self.text[from..self.at].trim_end();
            if line.trim_start().starts_with("```") {
                break;
            }
            if line.contains(char::is_alphanumeric) {
                end = from + line.len();
            }
            while self.byte().is_some_and(is_pad) {
                self.at += 1;
            }
        }
        if end > start {
            self.flush();
            self.push(Piece::Rejected(start, end, NO_RECORD));
        }
    }

    fn line_end(&self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |at| from + at)
    }

    /// An object on its own; one that is not whole is stepped into.
    fn object(&mut self) {
        let mut walk = Lenient::new(self.text, self.at);
        let mut json = String::new();
        let is_whole = walk.value(&mut json, 0).is_ok();
        if is_whole && !repeats_properties(&json) {
            self.flush();
            self.push(Piece::Record(self.at, walk.at, json));
            self.at = walk.at;
        } else {
            self.at += 1;
        }
    }

    fn member(&mut self) {
        let start = self.at;
        let fence = column(self.text, start).unwrap_or(0);
        let mut walk = Lenient::new(self.text, start);
        let is_block = is_properties(&self.text[start..]);
        if is_block {
            walk.fence = Some(fence);
        }
        let mut json = String::new();
        // Inside the block its members count as those of the outermost object.
        let read = if is_block {
            walk.block(&mut json)
        } else {
            walk.member(&mut json, 0)
        };
        match read {
            Ok(()) if is_block => self.block((start, walk.at), &json),
            Ok(()) => self.keep(start, walk.at, json),
            Err(Stop::At(_))
                if is_block && matches!(walk.last_member, Some((_, false))) && walk.is_at_fence =>
            {
                // Only the brace is missing: what follows belongs to something else.
                let end = walk.last_member.map_or(walk.at, |(end, _)| end);
                json.push('}');
                self.block((start, end), &json);
            }
            Err(stop) => self.reject(start, fence, stop, (is_block, walk.is_at_fence)),
        }
    }

    /// A block with the loose members above it is a record.
    fn block(&mut self, (start, end): (usize, usize), properties: &str) {
        let is_new = |loose: &Loose, key| loose.is_fresh && loose.key == key;
        let names_call = self.loose.iter().any(|l| is_new(l, "correlationid"));
        let names_kind = self
            .loose
            .iter()
            .any(|l| is_new(l, "category") || is_new(l, "operationname"));
        if names_call && !names_kind {
            // Another call: what kind the records of the one before were says nothing here.
            self.loose
                .retain(|l| !matches!(&*l.key, "category" | "operationname" | "operationversion"));
        }
        let mut json = String::from("{");
        for loose in &mut self.loose {
            loose.is_fresh = false;
            json.push_str(&loose.json);
            json.push(',');
        }
        json.push_str(properties);
        json.push('}');
        self.push(Piece::Record(start, end, json));
        self.at = end;
    }

    fn keep(&mut self, start: usize, end: usize, json: String) {
        let key_end = json[1..].find('"').map_or(0, |at| at + 1);
        let key = json[1..key_end.max(1)].to_ascii_lowercase();
        let is_again = |loose: &Loose| loose.key == key;
        if self
            .loose
            .iter()
            .any(|loose| is_again(loose) && loose.is_fresh)
        {
            self.flush();
        }
        self.loose.retain(|loose| !is_again(loose));
        let held: usize = self.loose.iter().map(|loose| loose.json.len()).sum();
        if held + json.len() > LOOSE_LIMIT {
            self.flush();
            self.loose.clear();
        }
        self.loose.push(Loose {
            key,
            json,
            span: (start, end),
            is_fresh: true,
        });
        self.at = end;
    }

    /// Loose members that no block took are a record of their own when they are more than an envelope.
    fn flush(&mut self) {
        let behind = self.behind;
        let mut fresh = self
            .loose
            .iter()
            .filter(|loose| loose.is_fresh && loose.span.0 >= behind);
        if !fresh.clone().any(|loose| !AROUND.contains(&&*loose.key)) {
            return;
        }
        let start = fresh.next().map_or(behind, |loose| loose.span.0);
        let end = fresh.next_back().map_or(start, |loose| loose.span.1);
        let first = self.loose.iter().find(|loose| loose.span.0 == start);
        let end = end.max(first.map_or(start, |loose| loose.span.1));
        let members: Vec<&str> = self.loose.iter().map(|loose| &*loose.json).collect();
        let json = format!("{{{}}}", members.join(","));
        self.push(Piece::Record(start, end, json));
        self.loose.retain(|loose| !loose.is_fresh);
    }

    fn push(&mut self, piece: Piece) {
        let (Piece::Record(_, end, _) | Piece::Rejected(_, end, _)) = &piece;
        self.behind = *end;
        self.pieces.push_back(piece);
    }

    /// Up to where something else begins: the next line that stands no deeper and starts anew.
    fn reject(
        &mut self,
        start: usize,
        fence: usize,
        stop: Stop,
        (is_block, is_fenced): (bool, bool),
    ) {
        let from = match stop {
            Stop::End => self.text.len(),
            Stop::At(at) if is_fenced => at,
            Stop::At(at) => self.anew(at.max(start + 1), fence, is_block),
        };
        let is_cut = stop == Stop::End || is_fenced;
        let end = start
            + self.text[start..from]
                .trim_end_matches(|c: char| c.is_ascii() && is_pad(c as u8))
                .len();
        let reason = if is_cut { CUT } else { BROKEN };
        self.flush();
        self.push(Piece::Rejected(start, end, reason));
        self.at = from.max(end);
    }

    /// The start of the next line that begins something new.
    fn anew(&self, from: usize, fence: usize, is_block: bool) -> usize {
        let mut at = self.line_end(from);
        while is_block && at < self.text.len() {
            let line = &self.text[at + 1..];
            let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
            let start = at + 1 + blanks;
            if is_properties(&self.text[start..]) {
                return start;
            }
            match self.text.as_bytes().get(start) {
                Some(b'}') if blanks <= fence => return start + 1,
                Some(b'{') if blanks <= fence => return start,
                _ => at = self.line_end(start),
            }
        }
        at
    }
}

fn is_properties(text: &str) -> bool {
    text.get(..12)
        .is_some_and(|key| key.eq_ignore_ascii_case("\"properties\""))
}

/// True when an object holds several `properties`, of which a reader would keep only the last.
fn repeats_properties(json: &str) -> bool {
    let mut count = 0;
    let mut depth = 0;
    let mut at = 0;
    let bytes = json.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            b'"' => {
                count += u32::from(depth == 1 && is_key_properties(&json[at..]));
                at += 1;
                while let Some(&inside) = bytes.get(at) {
                    match inside {
                        b'"' => break,
                        b'\\' => at += 2,
                        _ => at += 1,
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
    count > 1
}

/// In JSON without blanks a key is what a colon follows.
fn is_key_properties(json: &str) -> bool {
    is_properties(json) && json.as_bytes().get(12) == Some(&b':')
}
