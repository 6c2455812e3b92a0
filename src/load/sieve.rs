//! Leaves out lines that cannot hold any of a few names, before they are read: to answer where one identifier occurs,
//! a thousandth of the logs is enough.
//!
//! A name is looked for by its longest piece of digits and dashes: that is written the same in every case, form and
//! nesting, except by an escape, and lines with an escape that could stand for such a sign are held back too. So more
//! may be read than holds a name, never less.

use aho_corasick::packed::{Config, MatchKind, Searcher};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// A shorter piece stands in too many lines.
const LEAST_PIECE: usize = 3;
/// Longer pieces are found no faster.
const LONGEST_PIECE: usize = 12;
/// More patterns are not searched for at once.
const MOST_PIECES: usize = 56;
/// What is read whole, because no lines can be left out, must stay below this part of all bytes.
const WHOLE_PART: u64 = 8;
/// How much larger packed text is than its file, at most, for that.
const PACKED: u64 = 16;

/// Beginnings of escapes that could stand for a digit, a dash, or the beginning of another escape, and how much of each
/// stands before its two digits: of JSON, and of Python in it. The search is slower with a pattern of two bytes.
const ESCAPES: [(&str, usize); 4] = [("\\u00", 4), ("\\x2", 2), ("\\x3", 2), ("\\x5", 2)];

/// Which lines may hold one of some names.
pub struct Sieve {
    searcher: Searcher,
    /// Bytes of all files, and of those that are read whole.
    all: AtomicU64,
    whole: AtomicU64,
    is_given_up: AtomicBool,
}

impl Sieve {
    /// Holds back what may hold one of the names, in any case; none when a name has no telling piece, there are too many
    /// of them, or the machine has no fast search for several texts.
    pub fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Option<Self> {
        let mut pieces: Vec<&str> = names.into_iter().map(piece).collect::<Option<_>>()?;
        pieces.sort_unstable();
        pieces.dedup();
        if pieces.is_empty() || pieces.len() > MOST_PIECES {
            return None;
        }
        let searcher = Config::new()
            .match_kind(MatchKind::LeftmostFirst)
            .builder()
            .extend(ESCAPES.iter().map(|(escape, _)| *escape).chain(pieces))
            .build()?;
        Some(Self {
            searcher,
            all: AtomicU64::new(0),
            whole: AtomicU64::new(0),
            is_given_up: AtomicBool::new(false),
        })
    }

    /// True when too little can be left out: nothing that was read may be used.
    pub fn is_given_up(&self) -> bool {
        self.is_given_up.load(Ordering::Relaxed)
    }

    /// Bytes there are to read.
    pub(super) fn expect(&self, bytes: u64) {
        self.all.store(bytes, Ordering::Relaxed);
    }

    /// Counts a text that is no plain JSON Lines; false when reading it whole is not worth while: then it is given up.
    pub(super) fn reads_whole(&self, bytes: u64, is_plain: bool) -> bool {
        let bytes = bytes.saturating_mul(if is_plain { 1 } else { PACKED });
        let whole = self.whole.fetch_add(bytes, Ordering::Relaxed) + bytes;
        let is_worth = whole <= self.all.load(Ordering::Relaxed) / WHOLE_PART;
        if !is_worth {
            self.is_given_up.store(true, Ordering::Relaxed);
        }
        is_worth
    }

    /// Names each line of a text that may hold a name, in order, with its line end.
    pub(super) fn lines(&self, text: &[u8], mut each: impl FnMut(Range<usize>)) {
        let mut from = 0;
        while let Some(found) = self.searcher.find_in(text, (from..text.len()).into()) {
            let at = found.start();
            let escape = ESCAPES.get(found.pattern().as_usize());
            if escape.is_some_and(|(_, before)| !is_telling(text, at + before)) {
                from = at + 1;
                continue;
            }
            let start = memchr::memrchr(b'\n', &text[..at]).map_or(0, |at| at + 1);
            let end = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |to| at + to + 1);
            each(start..end);
            from = end;
        }
    }
}

/// The longest stretch of a name that is written the same in every case.
fn piece(name: &str) -> Option<&str> {
    let pieces = name.split(|c: char| !c.is_ascii_digit() && c != '-');
    let longest = pieces.max_by_key(|piece| piece.len())?;
    let kept = &longest[..longest.len().min(LONGEST_PIECE)];
    (kept.len() >= LEAST_PIECE).then_some(kept)
}

/// True when the two digits of an escape may stand for a digit, a dash, or for the backslash of an escape inside.
fn is_telling(text: &[u8], at: usize) -> bool {
    let digits = std::str::from_utf8(text.get(at..at + 2).unwrap_or_default()).ok();
    let code = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
    code.is_none_or(|code| code.is_ascii_digit() || matches!(code, b'-' | b'\\'))
}

#[cfg(test)]
mod tests {
    use super::{Sieve, piece};

    fn held(names: &[&str], text: &str) -> Vec<String> {
        let sieve = Sieve::of(names.iter().copied()).expect("a needle");
        let mut lines = Vec::new();
        sieve.lines(text.as_bytes(), |line| lines.push(text[line].to_owned()));
        lines
    }

    #[test]
    fn a_name_is_known_by_a_piece_without_letters() {
        let table = [
            ("c0742be4-ed13-4f1a-9bc2-4e2c8c093009", Some("093009")),
            ("abcdefab-cdef-abcd-efab-cdefabcdefab", None),
            ("c1", None),
            ("8:acs:123456789012345", Some("123456789012")),
        ];
        for (name, wanted) in table {
            assert_eq!(piece(name), wanted, "{name}");
        }
    }

    #[test]
    fn lines_with_a_piece_are_held_back_whole_and_once() {
        let text = "a 093009 093009\nb\nc 093009";
        assert_eq!(held(&["093009"], text), ["a 093009 093009\n", "c 093009"]);
    }

    #[test]
    fn an_escape_that_could_stand_for_a_digit_holds_its_line_back() {
        let table = [
            (r"\u0039", true),
            (r"\\u0039", true),
            (r"\u002d", true),
            (r"\u002D", true),
            (r"\u005cu0039", true),
            (r"\\x39", true),
            (r"\u0022 \u003c", false),
            (r"\\xe9", false),
        ];
        for (text, wanted) in table {
            assert_eq!(!held(&["12345"], text).is_empty(), wanted, "{text}");
        }
    }

    #[test]
    fn texts_that_are_read_whole_must_be_few() {
        let sieve = Sieve::of(["12345"]).expect("a needle");
        sieve.expect(1_000);
        assert!(sieve.reads_whole(100, true) && !sieve.is_given_up());
        assert!(!sieve.reads_whole(26, true) && sieve.is_given_up());
    }
}
