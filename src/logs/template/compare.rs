//! Where a line differs from the one it is read by.
//!
//! Most lines differ in the same few members: those are read wherever they stand (see [`super::frame`]), and what lies
//! between them is compared in one go. Only where that finds an unexpected difference is it sought byte by byte.

use super::super::json::{Cursor, Kind, Word, plain_length};
use super::super::layout::{Layout, Role};
use super::frame::Gap;
use crate::model::value::digits::{less_zeros, no_digits};
use std::ops::Range;

/// A value of the new line that differs from the old one's, or may.
#[derive(Clone, Copy)]
pub(in crate::logs) struct Change {
    pub(in crate::logs) at: u32,
    pub(in crate::logs) word: Word,
    /// The hash of a container; of no meaning for other values.
    hash: u64,
}

impl Change {
    /// The hash of a container.
    pub(in crate::logs) fn nested(&self) -> Option<u64> {
        matches!(self.word.kind, Kind::Object | Kind::Array).then_some(self.hash)
    }
}

/// What a comparison found.
#[derive(Default)]
pub(super) struct Differences {
    /// By gap its value in the new line.
    pub(super) fills: Vec<Word>,
    /// Values outside of gaps, and containers in gaps.
    pub(super) changes: Vec<Change>,
    /// True while each of the latter stands outside of gaps and is of the length and kind of the one before it.
    pub(super) is_still: bool,
}

impl Differences {
    fn clear(&mut self) {
        self.fills.clear();
        self.changes.clear();
        self.is_still = true;
    }

    /// Makes changes of the values of gaps, too: all by which the lines may differ, in their order.
    pub(super) fn add_fills(&mut self, gaps: &[Gap]) {
        for (&Gap { at, .. }, &word) in gaps.iter().zip(&self.fills) {
            if self.changes.iter().all(|change| change.at != at) {
                self.changes.push(Change { at, word, hash: 0 });
            }
        }
        self.changes.sort_unstable_by_key(|change| change.at);
    }
}

/// A kept line beside the text that may begin with another one of its shape.
pub(super) struct Comparison<'c> {
    pub(super) old: &'c [u8],
    pub(super) layout: &'c Layout,
    pub(super) text: &'c str,
    /// True when the new one must be a line, as the old one is: without a line feed inside.
    pub(super) is_line: bool,
    pub(super) found: &'c mut Differences,
}

impl Comparison<'_> {
    /// Where the new line ends, when all differences are values. The values of gaps are taken as they are.
    pub(super) fn run(&mut self, gaps: &[Gap]) -> Option<usize> {
        self.found.clear();
        let (mut old_at, mut new_at, mut next) = (0, 0, 0);
        for gap in gaps {
            let until = gap.at as usize;
            new_at = self.go_to(gap.first, (old_at, new_at), next..until)?;
            let word = match plain_value(gap.kind, self.text.as_bytes().get(new_at..)?) {
                Some(length) => Word::of_span(gap.kind, new_at, new_at + length),
                None => self.fill(gap.at, new_at)?,
            };
            self.found.fills.push(word);
            (old_at, new_at, next) = (gap.behind, word.behind(), until + 1);
        }
        let until = self.layout.members.len();
        self.go_to(self.old.len(), (old_at, new_at), next..until)
    }

    /// Takes a value of a gap that is not plain.
    #[inline(never)]
    fn fill(&mut self, at: u32, start: usize) -> Option<Word> {
        let change = self.other(at, start)?;
        // The hash of a container stands in the change alone.
        if change.nested().is_some() {
            self.found.is_still = false;
            self.found.changes.push(change);
        }
        Some(change.word)
    }

    /// Compares up to a byte of the old line that lies in no value, and answers where that is in the new one. Before:
    /// how far either was compared, and the members that lie between.
    #[inline]
    fn go_to(
        &mut self,
        stop: usize,
        (old_at, new_at): (usize, usize),
        members: Range<usize>,
    ) -> Option<usize> {
        let old = self.old.get(old_at..stop)?;
        let new = self.text.as_bytes().get(new_at..)?;
        if new.get(..old.len()).is_some_and(|new| is_equal(old, new)) {
            return Some(new_at + old.len());
        }
        self.creep_to(stop, (old_at, new_at), members)
    }

    /// The same, from one difference to the next.
    #[inline(never)]
    fn creep_to(
        &mut self,
        stop: usize,
        (mut old_at, mut new_at): (usize, usize),
        mut members: Range<usize>,
    ) -> Option<usize> {
        let new = self.text.as_bytes();
        loop {
            let same = equal_length(self.old.get(old_at..stop)?, new.get(new_at..)?);
            (old_at, new_at) = (old_at + same, new_at + same);
            if old_at == stop {
                return Some(new_at);
            }
            let at = self.layout.member_behind(members.clone(), old_at)?;
            let known = self.layout.kept_at(at);
            let first = new_at.checked_sub(old_at.checked_sub(known.first())?)?;
            let change = self.value(at as u32, known.kind, first)?;
            let word = change.word;
            self.found.is_still &=
                word.kind == known.kind && word.range().len() == known.range().len();
            self.found.changes.push(change);
            (old_at, new_at) = (known.behind(), word.behind());
            members.start = at + 1;
        }
    }

    /// The new value of a member, mostly one like that before it.
    fn value(&self, at: u32, kind: Kind, start: usize) -> Option<Change> {
        let text = self.text.as_bytes().get(start..)?;
        let Some(length) = plain_value(kind, text) else {
            return self.other(at, start);
        };
        let word = Word::of_span(kind, start, start + length);
        Some(Change { at, word, hash: 0 })
    }

    /// The same, of whatever kind.
    fn other(&self, at: u32, start: usize) -> Option<Change> {
        let member = &self.layout.members[at as usize];
        if member.role == Role::Structure {
            return None;
        }
        let mut cursor = Cursor::resumed(self.text, start);
        let (word, nested) = cursor.value(1 + u32::from(member.is_inner)).ok()?;
        // Between the members of a container a line may end.
        let is_broken = || self.text.as_bytes()[word.range()].contains(&b'\n');
        if self.is_line && nested.is_some() && is_broken() {
            return None;
        }
        let hash = nested.unwrap_or_default();
        Some(Change { at, word, hash })
    }
}

/// The length of a value of a kind: a string without escapes, a number without sign and exponent; none for all else.
#[allow(clippy::inline_always)] // A call for each value of each line is a twentieth of loading.
#[inline(always)]
fn plain_value(kind: Kind, text: &[u8]) -> Option<usize> {
    match (kind, text) {
        (Kind::Number, _) => plain_number(text),
        (Kind::Text, [b'"', body @ ..]) => {
            let length = plain_length(body);
            (body.get(length) == Some(&b'"')).then_some(length + 2)
        }
        _ => None,
    }
}

/// Equality of texts of one length, most of them short.
#[inline]
fn is_equal(a: &[u8], b: &[u8]) -> bool {
    match a.len() {
        8..=16 => are_ends_equal::<8>(a, b),
        17..=32 => are_ends_equal::<16>(a, b),
        _ => a == b,
    }
}

/// The same for texts of one to two times so many bytes.
#[inline]
fn are_ends_equal<const HALF: usize>(a: &[u8], b: &[u8]) -> bool {
    a.first_chunk::<HALF>() == b.first_chunk() && a.last_chunk::<HALF>() == b.last_chunk()
}

/// The length of a number without sign and exponent; none for all else, and for what is no number.
#[inline(never)]
fn plain_number(text: &[u8]) -> Option<usize> {
    let whole = digits(text);
    if whole == 0 || whole > 1 && text[0] == b'0' {
        return None;
    }
    let length = match text.get(whole)? {
        b',' | b'}' => return Some(whole),
        b'.' => whole + 1 + digits(&text[whole + 1..]),
        _ => return None,
    };
    let is_end = length > whole + 1 && matches!(text.get(length), Some(b',' | b'}'));
    is_end.then_some(length)
}

/// Digits at the start of a text.
#[inline]
fn digits(text: &[u8]) -> usize {
    if let Some(bytes) = text.first_chunk() {
        let others = no_digits(less_zeros(*bytes));
        if others != 0 {
            return others.trailing_zeros() as usize / 8;
        }
    }
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Equal bytes at the start of both.
fn equal_length(a: &[u8], b: &[u8]) -> usize {
    const BLOCK: usize = 32;
    let length = a.len().min(b.len());
    let (a_blocks, a_rest) = a[..length].as_chunks::<BLOCK>();
    let (b_blocks, b_rest) = b[..length].as_chunks::<BLOCK>();
    for (at, (a, b)) in a_blocks.iter().zip(b_blocks).enumerate() {
        if a != b {
            return at * BLOCK + equal_words(a, b);
        }
    }
    length - a_rest.len() + equal_words(a_rest, b_rest)
}

/// The same, eight bytes at a time. Both are of one length.
#[inline]
fn equal_words(a: &[u8], b: &[u8]) -> usize {
    let (a_words, a_rest) = a.as_chunks::<8>();
    let (b_words, b_rest) = b.as_chunks::<8>();
    for (at, (a, b)) in a_words.iter().zip(b_words).enumerate() {
        let differing = u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b);
        if differing != 0 {
            return at * 8 + differing.trailing_zeros() as usize / 8;
        }
    }
    let rest = a_rest.iter().zip(b_rest).take_while(|(a, b)| a == b);
    a_words.len() * 8 + rest.count()
}
