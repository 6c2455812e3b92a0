//! Reading a line by the one before it: where both are equal, the new line is as valid as the old one and says the same.
//!
//! A difference must begin inside a value. That value is read by the walker's own code ([`Cursor::value`]), then the
//! comparison goes on behind both values: there the walker would stand in the same state for either line. All else,
//! and every fault, is left to the walk over the whole line, so nothing is accepted here that the walk rejects.

use super::Hint;
use super::classify::Class;
use super::json::{Cursor, Kind, Word, plain_length};
use super::layout::{Layout, Member, Role};
use super::memo::Memos;

/// Lines kept to read others by: one for each shape that alternates with others in a file.
const TEMPLATES: usize = 16;

/// Bytes of the longest line that is kept.
pub(super) const TEXT_LIMIT: usize = 64 << 10;

/// Lines without success after which most are no longer tried: their shapes have no end (keys in random order).
const PATIENCE: u32 = 64;

/// Of so many lines one is tried nevertheless.
const TRIAL: u32 = 16;

/// A line that was read, and what was made of it.
#[derive(Default)]
pub(super) struct Template {
    pub(super) text: Vec<u8>,
    pub(super) layout: Layout,
    pub(super) memos: Memos,
    /// The class, when nothing but members of [`Role::Class`] and the hint decided it.
    pub(super) class: Option<(Hint, Class)>,
    /// The batch whose references the memos hold.
    batch: u64,
    /// The class under which its keys were noted in that batch.
    pub(super) noted: Option<Class>,
}

/// A value of the new line that differs from the old one's.
struct Change {
    at: usize,
    word: Word,
    nested: Option<u64>,
    /// How much further on all behind it stands.
    shift: isize,
}

impl Template {
    /// The differences of a line, when all of them are values; none when the line must be walked.
    fn compare(&self, text: &str, changes: &mut Vec<Change>) -> Option<()> {
        changes.clear();
        let (old, new) = (&*self.text, text.as_bytes());
        let (mut old_at, mut new_at, mut next) = (0, 0, 0);
        loop {
            let same = equal_length(&old[old_at..], &new[new_at..]);
            (old_at, new_at) = (old_at + same, new_at + same);
            if old_at == old.len() {
                return (new_at == new.len()).then_some(());
            }
            let at = self.layout.member_behind(next, old_at)?;
            let member = &self.layout.members[at];
            let known = self.layout.word_at(at);
            if known.first() > old_at || member.role == Role::Structure {
                return None;
            }
            let (word, nested) = value(text, (member, known), old_at, new_at)?;
            (old_at, new_at, next) = (known.behind(), word.behind(), at + 1);
            changes.push(Change {
                at,
                word,
                nested,
                shift: new_at.wrapping_sub(old_at).cast_signed(),
            });
        }
    }

    /// Becomes the new line.
    fn take(&mut self, text: &str, changes: &[Change]) {
        let (mut from, mut shift) = (0, 0);
        self.memos.next();
        for change in changes {
            self.layout.shift(from..change.at, shift);
            (from, shift) = (change.at + 1, change.shift);
            self.layout
                .replace(change.at, change.word, change.nested, text.as_bytes());
            let member = &self.layout.members[change.at];
            self.memos.forget(member.key);
            if member.role == Role::Class {
                self.class = None;
            }
        }
        let count = self.layout.members.len();
        self.layout.shift(from..count, shift);
        self.copy(text.as_bytes(), changes);
    }

    /// Copies the values that differ; from the first one of another length on, all.
    fn copy(&mut self, text: &[u8], changes: &[Change]) {
        for change in changes {
            let start = change.word.first();
            if change.shift != 0 {
                self.text.truncate(start);
                self.text.extend_from_slice(&text[start..]);
                return;
            }
            let value = start..change.word.behind();
            self.text[value.clone()].copy_from_slice(&text[value]);
        }
    }

    /// What was kept for one batch is of no use in another: references point into the batch.
    pub(super) fn enter(&mut self, batch: u64) {
        if self.batch != batch {
            self.start(batch);
        }
    }

    /// Forgets what was made of values that differ from those of the record before.
    pub(super) fn forget_changed(&mut self) {
        self.memos.next();
        for &key in self.layout.changed() {
            self.memos.forget(key);
            if Role::of(key) == Role::Class {
                self.class = None;
            }
        }
    }

    /// Forgets what was made of the lines before.
    pub(super) fn start(&mut self, batch: u64) {
        self.batch = batch;
        self.noted = None;
        self.memos.clear();
    }
}

/// The value of the new line whose first difference from a member's is at `new_at`.
fn value(
    text: &str,
    (member, word): (&Member, Word),
    old_at: usize,
    new_at: usize,
) -> Option<(Word, Option<u64>)> {
    let start = new_at - (old_at - word.first());
    if word.kind == Kind::Text && old_at > word.first() {
        // A string whose beginning was judged as part of the old one.
        let end = new_at + plain_length(&text.as_bytes()[new_at..]);
        if text.as_bytes().get(end) == Some(&b'"') {
            return Some((Word::new(Kind::Text, start + 1, end), None));
        }
    }
    let mut cursor = Cursor::resumed(text, start);
    cursor.value(1 + u32::from(member.is_inner)).ok()
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

/// The kept lines.
#[derive(Default)]
pub(super) struct Templates {
    kept: Vec<Template>,
    /// Their positions, the last one used in front.
    order: Vec<usize>,
    changes: Vec<Change>,
    /// Lines since one was read by another.
    misses: u32,
    is_off: bool,
}

impl Templates {
    /// Keeps nothing.
    pub(super) fn none() -> Self {
        Self {
            is_off: true,
            ..Self::default()
        }
    }

    /// Reads a line by one that was kept; none when it must be walked.
    pub(super) fn read(&mut self, text: &str, batch: u64) -> Option<&mut Template> {
        let is_tried = self.wants(text);
        let changes = &mut self.changes;
        let fits = |&at: &usize| self.kept[at].compare(text, changes).is_some();
        let Some(at) = is_tried.then(|| self.order.iter().position(fits)).flatten() else {
            self.misses = self.misses.saturating_add(1);
            return None;
        };
        self.misses = 0;
        let template = &mut self.kept[self.order[at]];
        self.order[..=at].rotate_right(1);
        template.enter(batch);
        template.take(text, &self.changes);
        Some(template)
    }

    /// Keeps a line that was walked.
    pub(super) fn keep(&mut self, text: &str, batch: u64, layout: &Layout) {
        if self.kept.len() < TEMPLATES {
            self.order.push(self.kept.len());
            self.kept.push(Template::default());
        }
        self.order.rotate_right(1);
        let template = &mut self.kept[self.order[0]];
        text.as_bytes().clone_into(&mut template.text);
        template.layout = layout.alone();
        template.class = None;
        template.start(batch);
    }

    /// Is it worth to keep the line that was not read by another?
    pub(super) fn wants(&self, text: &str) -> bool {
        !self.is_off && text.len() <= TEXT_LIMIT && is_hopeful(self.misses)
    }
}

fn is_hopeful(misses: u32) -> bool {
    misses < PATIENCE || misses.is_multiple_of(TRIAL)
}

#[cfg(test)]
mod tests;
