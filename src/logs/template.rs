//! Reading a line by the one before it: where both are equal, the new line is as valid as the old one and says the same.
//!
//! A difference must begin inside a value. That value is read as the walker reads it ([`super::json`]), then the
//! comparison goes on behind both values: there the walker would stand in the same state for either line. All else,
//! and every fault, is left to the walk over the whole line, so nothing is accepted here that the walk rejects.

mod compare;
mod frame;
mod lively;

use super::Hint;
use super::classify::Class;
use super::layout::{Layout, Role};
use super::memo::Memos;
pub(super) use compare::Change;
use compare::{Comparison, Differences};
use frame::Frame;

/// Lines kept to read others by: one for each shape that alternates with others in a file.
const TEMPLATES: usize = 16;

/// Bytes of the longest line that is kept.
pub(super) const TEXT_LIMIT: usize = 64 << 10;

/// Lines without success after which most are no longer tried: their shapes have no end (keys in random order).
const PATIENCE: u32 = 64;

/// Of so many lines one is tried nevertheless.
const TRIAL: u32 = 16;

/// How a text stands to the record that is read.
#[derive(Clone, Copy)]
enum Extent {
    /// It is the record.
    Whole,
    /// It begins with it: a line of at most so many bytes, and its line feed.
    Line(usize),
}

/// A line that was read, and what was made of it.
#[derive(Default)]
pub(super) struct Template {
    /// The line, but for the values in the gaps of its frame.
    pub(super) text: Vec<u8>,
    /// True when it is one line, with nothing around the object.
    is_line: bool,
    pub(super) layout: Layout,
    frame: Frame,
    pub(super) memos: Memos,
    /// The class, when nothing but members of [`Role::Class`] and the hint decided it.
    pub(super) class: Option<(Hint, Class)>,
    /// The batch whose references the memos hold.
    batch: u64,
    /// The class under which its keys were noted in that batch.
    pub(super) noted: Option<Class>,
}

impl Template {
    /// The length of the record a text is or begins with, when it differs from this line in values alone; none when it
    /// must be walked.
    fn compare(&self, text: &str, extent: Extent, found: &mut Differences) -> Option<usize> {
        if matches!(extent, Extent::Line(_)) && !self.is_line {
            return None;
        }
        let mut comparison = Comparison {
            old: &self.text,
            layout: &self.layout,
            text,
            is_line: self.is_line,
            found,
        };
        let length = comparison.run(self.frame.gaps())?;
        let fits = match extent {
            Extent::Whole => length == text.len(),
            Extent::Line(limit) => length <= limit && text.as_bytes().get(length) == Some(&b'\n'),
        };
        fits.then_some(length)
    }

    /// Becomes the new line.
    fn take(&mut self, text: &str, found: &mut Differences) {
        self.memos.next();
        let is_counted = self.frame.next();
        if found.is_still {
            let own = (&mut self.layout, &mut self.memos);
            self.frame.fill((&found.fills, text), own, is_counted);
            self.change(text, &found.changes, is_counted);
            for change in &found.changes {
                let known = self.layout.kept_at(change.at as usize);
                let new = &text.as_bytes()[change.word.range()];
                self.text[known.range()].copy_from_slice(new);
            }
        } else {
            found.add_fills(self.frame.gaps());
            self.change(text, &found.changes, is_counted);
        }
        let is_other = is_counted && self.frame.is_other(&self.layout);
        if is_other || !found.is_still {
            self.layout.settle();
            if !found.is_still {
                self.layout.replace(&found.changes);
            }
            self.frame.renew(&mut self.layout);
            text.as_bytes().clone_into(&mut self.text);
        }
    }

    /// Takes the hashes of other values, and forgets what was made of those before.
    fn change(&mut self, text: &str, changes: &[Change], is_counted: bool) {
        for change in changes {
            let value = (change.word, change.nested());
            let (member, is_other) = self.layout.revalue(change.at, value, text);
            self.memos.forget(member.key);
            if member.role == Role::Class {
                self.class = None;
            }
            if is_counted && is_other {
                self.frame.warm(change.at);
            }
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

fn is_line(text: &str) -> bool {
    text.starts_with('{') && text.ends_with('}') && !text.contains('\n')
}

/// The kept lines.
#[derive(Default)]
pub(super) struct Templates {
    kept: Vec<Template>,
    /// Their positions, the last one used in front.
    order: Vec<usize>,
    found: Differences,
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

    /// Reads a record by one that was kept; none when it must be walked.
    pub(super) fn read(&mut self, text: &str, batch: u64) -> Option<&mut Template> {
        if self.wants(text)
            && let Some((place, _)) = self.find(text, Extent::Whole)
        {
            return Some(self.take(place, text, batch));
        }
        self.misses = self.misses.saturating_add(1);
        None
    }

    /// The same for a text that begins with a line of at most so many bytes; with its length.
    pub(super) fn read_line(
        &mut self,
        text: &str,
        limit: usize,
        batch: u64,
    ) -> Option<(&mut Template, usize)> {
        if self.is_off {
            return None;
        }
        let extent = Extent::Line(limit.min(TEXT_LIMIT));
        let is_tried = is_hopeful(self.misses);
        let found = is_tried.then(|| self.find(text, extent)).flatten();
        let Some((place, length)) = found else {
            self.misses = self.misses.saturating_add(1);
            return None;
        };
        Some((self.take(place, &text[..length], batch), length))
    }

    /// The place of the first one in the order that fits, and the length of the record.
    fn find(&mut self, text: &str, extent: Extent) -> Option<(usize, usize)> {
        let mut order = self.order.iter().enumerate();
        order.find_map(|(place, &at)| {
            let length = self.kept[at].compare(text, extent, &mut self.found)?;
            Some((place, length))
        })
    }

    fn take(&mut self, place: usize, text: &str, batch: u64) -> &mut Template {
        self.misses = 0;
        let template = &mut self.kept[self.order[place]];
        if place > 0 {
            self.order[..=place].rotate_right(1);
        }
        template.enter(batch);
        template.take(text, &mut self.found);
        template
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
        template.is_line = is_line(text);
        template.frame.clear();
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
