//! Where a line differs from the one it is read by.
//!
//! Most lines differ in the same few members: those that differed lately are looked at one by one, and what lies
//! between them is compared in one go. Only where that finds an unexpected difference is it sought byte by byte.

use super::super::json::{Cursor, Kind, Word, plain_length};
use super::super::layout::{Layout, Role};

/// A value of the new line that differs from the old one's.
#[derive(Clone, Copy)]
pub(in crate::logs) struct Change {
    pub(in crate::logs) at: u32,
    pub(in crate::logs) word: Word,
    /// The hash of a container.
    pub(in crate::logs) nested: Option<u64>,
}

/// A kept line beside the text that may begin with another one of its shape.
pub(super) struct Comparison<'c> {
    pub(super) old: &'c [u8],
    pub(super) layout: &'c Layout,
    pub(super) text: &'c str,
    /// True when the new one must be a line, as the old one is: without a line feed inside.
    pub(super) is_line: bool,
}

impl Comparison<'_> {
    /// Where the new line ends, when all differences are values; `lively` are the members looked at one by one.
    pub(super) fn run(&self, lively: &[u32], changes: &mut Vec<Change>) -> Option<usize> {
        changes.clear();
        let new = self.text.as_bytes();
        let (mut old_at, mut new_at, mut next) = (0, 0, 0);
        for &at in lively {
            let known = self.layout.word_at(at as usize);
            let (first, behind) = (known.first(), known.behind());
            new_at = self.go_to(first, (old_at, new_at, next), changes)?;
            // With what follows, as a number ends there; all else has ended before.
            let length = behind + 1 - first;
            let same = self.same_bytes((first, length), new_at)?;
            new_at = if same + usize::from(known.kind != Kind::Number) >= length {
                new_at + length - 1
            } else if let Some(length) = plain_value(known.kind, new.get(new_at..)?, same) {
                let word = Word::of_span(known.kind, new_at, new_at + length);
                let nested = None;
                changes.push(Change { at, word, nested });
                new_at + length
            } else {
                self.differ(at, new_at, changes)?
            };
            (old_at, next) = (behind, at as usize + 1);
        }
        self.go_to(self.old.len(), (old_at, new_at, next), changes)
    }

    /// Compares up to a byte of the old line that lies in no value, and answers where that is in the new one. Before:
    /// how far either was compared, and the first member not stepped over.
    #[inline]
    fn go_to(
        &self,
        stop: usize,
        (old_at, new_at, next): (usize, usize, usize),
        changes: &mut Vec<Change>,
    ) -> Option<usize> {
        let old = self.old.get(old_at..stop)?;
        let new = self.text.as_bytes().get(new_at..)?;
        if new.get(..old.len()).is_some_and(|new| is_equal(old, new)) {
            return Some(new_at + old.len());
        }
        self.creep_to(stop, (old_at, new_at, next), changes)
    }

    /// The same, from one difference to the next.
    #[inline(never)]
    fn creep_to(
        &self,
        stop: usize,
        (mut old_at, mut new_at, mut next): (usize, usize, usize),
        changes: &mut Vec<Change>,
    ) -> Option<usize> {
        let new = self.text.as_bytes();
        loop {
            let same = equal_length(self.old.get(old_at..stop)?, new.get(new_at..)?);
            (old_at, new_at) = (old_at + same, new_at + same);
            if old_at == stop {
                return Some(new_at);
            }
            let at = self.layout.member_behind(next, old_at)?;
            let known = self.layout.word_at(at);
            let same = old_at.checked_sub(known.first())?;
            new_at -= same;
            new_at = match plain_value(known.kind, new.get(new_at..)?, same) {
                Some(length) => {
                    let word = Word::of_span(known.kind, new_at, new_at + length);
                    changes.push(Change {
                        at: at as u32,
                        word,
                        nested: None,
                    });
                    new_at + length
                }
                None => self.differ(at as u32, new_at, changes)?,
            };
            (old_at, next) = (known.behind(), at + 1);
        }
    }

    /// How many bytes of a value are the same in the new line; more than it has when the first eight tell.
    #[inline]
    fn same_bytes(&self, (first, length): (usize, usize), new_at: usize) -> Option<usize> {
        let new = self.text.as_bytes().get(new_at..)?;
        let old = self.old.get(first..)?;
        if let (Some(a), Some(b)) = (old.first_chunk(), new.first_chunk()) {
            let differing = u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b);
            if differing != 0 {
                return Some(differing.trailing_zeros() as usize / 8);
            }
        }
        let both = length.min(new.len());
        Some(equal_words(old.get(..both)?, &new[..both]))
    }

    /// Takes the new value of a member, of whatever kind; answers what is behind it.
    #[inline(never)]
    fn differ(&self, at: u32, start: usize, changes: &mut Vec<Change>) -> Option<usize> {
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
        changes.push(Change { at, word, nested });
        Some(word.behind())
    }
}

/// The length of a value like the one before it, of which so many bytes are the same: a string without escapes whose
/// beginning was judged as part of the old one, a number without sign and exponent.
#[inline]
fn plain_value(kind: Kind, text: &[u8], same: usize) -> Option<usize> {
    match kind {
        Kind::Number => plain_number(text),
        Kind::Text if same > 0 => {
            let end = same + plain_length(text.get(same..)?);
            (text.get(end) == Some(&b'"')).then_some(end + 1)
        }
        _ => None,
    }
}

/// Equality of texts of one length, most of them short.
#[inline]
fn is_equal(a: &[u8], b: &[u8]) -> bool {
    if (8..=16).contains(&a.len())
        && let (Some(a_first), Some(b_first)) = (a.first_chunk::<8>(), b.first_chunk::<8>())
        && let (Some(a_last), Some(b_last)) = (a.last_chunk::<8>(), b.last_chunk::<8>())
    {
        return a_first == b_first && a_last == b_last;
    }
    a == b
}

/// The length of a number without sign and exponent; none for all else, and for what is no number.
#[inline]
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
    const ZEROS: u64 = u64::from_ne_bytes([b'0'; 8]);
    const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);
    // What is above nine gets the highest bit; no byte carries over to the next.
    const ABOVE_NINE: u64 = u64::from_ne_bytes([0x76; 8]);
    if let Some(bytes) = text.first_chunk() {
        let digits = u64::from_le_bytes(*bytes) ^ ZEROS;
        let others = (((digits & !HIGHS) + ABOVE_NINE) | digits) & HIGHS;
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
