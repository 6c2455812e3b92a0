//! JSON Lines: one record a line; also one wrapper or array a line, trailing commas, blank lines, CRLF.

use super::{Session, is_pad, too_long};
use crate::load::fill::Filler;
use crate::load::sieve::Sieve;
use crate::load::window::Filled;
use std::ops::Range;

const MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads all lines of the window.
pub(crate) fn read(session: &mut Session) {
    read_until(session, u64::MAX);
}

/// Reads the lines that start before an offset of the text.
pub(crate) fn read_until(session: &mut Session, stop: u64) {
    let mut searched = 0;
    let mut line_start = session.window.offset();
    loop {
        if session.window.offset() == 0 && session.window.text().starts_with(MARK) {
            session.take_other(MARK.len());
            searched = 0;
        }
        let whole = whole_lines(session, &mut searched, stop);
        if whole > 0 {
            take_lines(session, whole);
            line_start = session.window.offset();
        }
        if line_start >= stop {
            return;
        }
        skip_pads(session, &mut searched);
        if searched > session.max_line {
            searched = 0;
            skip_long_line(session);
            line_start = session.window.offset();
        }
        if line_start >= stop || !session.send_when_due() {
            return;
        }
        if session.window.fill() == Filled::End {
            break;
        }
    }
    // An end may have come while a long line was skipped, with whole lines behind it.
    take_lines(session, session.window.text().len());
    if session.ended_open {
        session.filler.open_line();
    }
}

fn take_lines(session: &mut Session, length: usize) {
    let text = &session.window.text()[..length];
    if let Some(last) = text.last() {
        session.ended_open = *last != b'\n';
        match session.sieve {
            Some(sieve) => sifted(&mut session.filler, text, session.max_line, sieve),
            None => lines(&mut session.filler, text, session.max_line),
        }
        session.window.drop_front(length);
    }
}

/// Bytes up to the last line end in view, or up to the end of the last line that starts before `stop`.
fn whole_lines(session: &Session, searched: &mut usize, stop: u64) -> usize {
    let text = session.window.text();
    let from = (*searched).min(text.len());
    let behind = stop.saturating_sub(session.window.offset());
    let last = if behind >= text.len() as u64 {
        memchr::memrchr(b'\n', &text[from..]).map(|at| at + from)
    } else {
        let border = (behind as usize).saturating_sub(1).max(from);
        memchr::memchr(b'\n', &text[border..])
            .map(|at| at + border)
            .or_else(|| memchr::memrchr(b'\n', &text[from..border]).map(|at| at + from))
    };
    *searched = match last {
        Some(_) => 0,
        None => text.len(),
    };
    last.map_or(0, |at| at + 1)
}

/// Blanks and zeros before a record need not be kept, and never count towards its length.
fn skip_pads(session: &mut Session, searched: &mut usize) {
    let text = session.window.text();
    let pads = text.iter().take_while(|&&byte| is_pad(byte)).count();
    if pads > 0 {
        session.ended_open = true;
        session.take_other(pads);
        *searched = searched.saturating_sub(pads);
    }
}

/// Steps over a line that is longer than allowed without keeping it.
fn skip_long_line(session: &mut Session) {
    let mut length = 0;
    let end = loop {
        let text = session.window.text();
        let end = memchr::memchr(b'\n', text);
        let here = end.unwrap_or(text.len());
        length += here as u64;
        session.window.drop_front(here);
        if end.is_some() || session.window.fill() == Filled::End {
            break end;
        }
    };
    session.filler.reject(length, 0, too_long(session.max_line));
    match end {
        Some(_) => session.take_other(1),
        None => session.filler.open_line(),
    }
    session.ended_open = false;
}

/// Takes the lines that a sieve holds back as records, all else as none.
fn sifted(filler: &mut Filler, bytes: &[u8], max_line: usize, sieve: &Sieve) {
    let mut taken = 0;
    sieve.lines(bytes, |line| {
        filler.other(&bytes[taken..line.start]);
        taken = line.end;
        lines(filler, &bytes[line], max_line);
    });
    filler.other(&bytes[taken..]);
}

/// Lines that were not read by those before them in a row, after which the end of a line is sought first.
const PATIENCE: u32 = 8;

/// Takes whole lines, the last one perhaps without its line end.
fn lines(filler: &mut Filler, bytes: &[u8], max_line: usize) {
    // One check for the lot; only where it fails each line is checked for itself.
    let text = simdutf8::basic::from_utf8(bytes).ok();
    let (mut start, mut misses) = (0, 0);
    while start < bytes.len() {
        // Mostly the lines before tell where a line ends.
        let mut is_unlike = false;
        if misses < PATIENCE
            && let Some(text) = text
        {
            if let Some(length) = filler.known_line(&text[start..], max_line) {
                start += length;
                misses = 0;
                continue;
            }
            misses += 1;
            is_unlike = true;
        }
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at + 1);
        line(filler, bytes, (text, is_unlike), start..end, max_line);
        start = end;
    }
}

/// Takes a line; `is_unlike` when those before it tell nothing of it.
fn line(
    filler: &mut Filler,
    bytes: &[u8],
    (text, is_unlike): (Option<&str>, bool),
    line: Range<usize>,
    max_line: usize,
) {
    if let Some(text) = text
        && let [b'{', .., b'}', b'\n'] = bytes[line.clone()]
        && line.len() <= max_line
    {
        // As nearly all lines are.
        let text = &text[line.start..line.end - 1];
        if is_unlike {
            filler.unlike_line(text);
        } else {
            filler.line(text);
        }
        filler.line_end();
        return;
    }
    let mut record = record(bytes, line.clone());
    filler.other(&bytes[line.start..record.start]);
    let end = line.end - usize::from(bytes[line.end - 1] == b'\n');
    if !record.is_empty() && end - record.start > max_line {
        // Measured as a line that is skipped in passing is: up to its line end.
        record.end = end;
        filler.reject(record.len() as u64, 0, too_long(max_line));
        filler.other(&bytes[record.end..line.end]);
        return;
    }
    if bytes[record.clone()].starts_with(MARK) {
        // Files that were joined keep their marks inside.
        let rest = self::record(bytes, record.start + MARK.len()..line.end);
        filler.other(&bytes[record.start..rest.start]);
        record = rest;
    }
    if !record.is_empty() {
        match text {
            Some(text) => filler.line(&text[record.clone()]),
            None => filler.unit(&bytes[record.clone()]),
        }
    }
    filler.other(&bytes[record.end..line.end]);
}

/// The record of a line without what is around it; empty at its end when there is none.
fn record(bytes: &[u8], line: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = line;
    while start < end && is_pad(bytes[start]) {
        start += 1;
    }
    while start < end && is_pad(bytes[end - 1]) {
        end -= 1;
    }
    let with_comma = start..end;
    if start < end && bytes[end - 1] == b',' {
        end -= 1;
        while start < end && is_pad(bytes[end - 1]) {
            end -= 1;
        }
    }
    // A lone comma is no blank line: it is told.
    if start == end { with_comma } else { start..end }
}
