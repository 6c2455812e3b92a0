//! Fills batches: takes each stretch of a text exactly once, as a record, as rejected, or as neither.
//!
//! Forms hand their text over in order and without gaps, so the account of every batch balances by construction.

use super::forms::mend;
use crate::logs::{Fault, Found, Hint, Reader, elements};
use crate::model::batch::Batch;
use crate::model::id::FileIx;
use crate::model::lent::Lender;
use crate::model::source::{ISSUES_KEPT, Issue, Source};
use std::ops::Range;

/// Lists inside lists that are still opened up.
const LIST_DEPTH: u32 = 8;

/// A batch in the making.
pub(super) struct Filler<'r> {
    lender: &'r Lender,
    batch: Batch,
    hint: Hint,
    reader: &'r mut Reader,
}

/// A stretch of text on its way into the batch.
#[derive(Clone, Copy)]
struct Place {
    offset: u64,
    line: u64,
    depth: u32,
}

impl<'r> Filler<'r> {
    /// An empty batch that starts at an offset.
    pub(super) fn new(
        (file, offset): (FileIx, u64),
        hint: Hint,
        lender: &'r Lender,
        reader: &'r mut Reader,
    ) -> Self {
        Self {
            lender,
            batch: lender.batch(file, offset),
            hint,
            reader,
        }
    }

    /// Bytes taken so far.
    pub(super) fn bytes(&self) -> u64 {
        self.batch.account.bytes
    }

    /// The offset behind what was taken.
    pub(super) fn offset(&self) -> u64 {
        self.batch.offset + self.batch.account.bytes
    }

    /// The batch; an empty one that starts behind it takes its place.
    pub(super) fn take(&mut self) -> Batch {
        debug_assert!(self.batch.account.is_balanced());
        let next = self.lender.batch(self.batch.file, self.offset());
        std::mem::replace(&mut self.batch, next)
    }

    /// Takes a stretch that is no record: blanks, commas, brackets.
    pub(super) fn other(&mut self, text: &[u8]) {
        let account = &mut self.batch.account;
        account.bytes += text.len() as u64;
        account.other_bytes += text.len() as u64;
        account.lines += line_ends(text);
    }

    /// Takes a line feed.
    pub(super) fn line_end(&mut self) {
        let account = &mut self.batch.account;
        account.bytes += 1;
        account.other_bytes += 1;
        account.lines += 1;
    }

    /// Counts a last line that has no line end.
    pub(super) fn open_line(&mut self) {
        self.batch.account.lines += 1;
    }

    /// Takes a stretch that holds a record, or a list of some.
    pub(super) fn unit(&mut self, bytes: &[u8]) {
        let place = self.here();
        match simdutf8::compat::from_utf8(bytes) {
            Ok(text) => self.text_at(text, place),
            Err(error) => {
                let reason = format!("not UTF-8 (column {})", error.valid_up_to() + 1);
                self.reject_at(place, bytes.len() as u64, reason);
            }
        }
        self.batch.account.lines += line_ends(bytes);
    }

    /// As [`Self::unit`] for text that is known to be UTF-8 and holds no line end.
    pub(super) fn line(&mut self, text: &str) {
        let place = self.here();
        self.text_at(text, place);
    }

    /// The same for one that [`Self::known_line`] did not take.
    pub(super) fn unlike_line(&mut self, text: &str) {
        let place = self.here();
        let source = self.source(place.offset, place.line, text.len());
        let read = self.reader.walk(text, (source, self.hint), &mut self.batch);
        self.found(read, text, place);
    }

    /// Takes the line a text begins with, with its line feed, when it is of at most so many bytes and like lines
    /// before; its length, or none when it must be taken otherwise.
    #[inline]
    pub(super) fn known_line(&mut self, text: &str, limit: usize) -> Option<usize> {
        let Place { offset, line, .. } = self.here();
        let source = self.source(offset, line, 0);
        let place = (source, self.hint);
        let length = self.reader.read_line(text, limit, place, &mut self.batch)?;
        self.loaded(length, false);
        self.line_end();
        Some(length + 1)
    }

    /// Takes a stretch that holds something unreadable.
    pub(super) fn reject(&mut self, length: u64, lines: u64, reason: String) {
        let place = self.here();
        self.reject_at(place, length, reason);
        self.batch.account.lines += lines;
    }

    /// Takes a stretch whose record is written in another way than JSON: `json` says the same.
    pub(super) fn row(&mut self, raw: &[u8], json: &str, is_mended: bool) {
        let place = self.here();
        match self.read_at(json, raw.len(), place) {
            Ok(Found::Record) => self.loaded(raw.len(), is_mended),
            Ok(Found::List(_)) => {
                self.reject_at(place, raw.len() as u64, "a list inside a row".to_owned());
            }
            // Where it is wrong in the made text says nothing of the text that was given.
            Err(fault) => self.reject_at(place, raw.len() as u64, fault.what.to_owned()),
        }
        self.batch.account.lines += line_ends(raw);
    }

    /// Takes a broken element: as a record when it can be mended beyond doubt, else as rejected.
    pub(super) fn broken(&mut self, raw: &[u8], reason: String) {
        let place = self.here();
        let mended = std::str::from_utf8(raw).ok().and_then(mend::object);
        let read = mended.map(|json| self.read_at(&json, raw.len(), place));
        if let Some(Ok(Found::Record)) = read {
            self.loaded(raw.len(), true);
        } else {
            self.reject_at(place, raw.len() as u64, reason);
        }
        self.batch.account.lines += line_ends(raw);
    }

    /// What the columns of the table that follows say of its rows.
    pub(super) fn columns<'n>(&mut self, names: impl Iterator<Item = &'n str>) {
        self.hint = self.hint.with_columns(names);
    }

    /// Something to know of the whole file that is no trouble.
    pub(super) fn note(&mut self, note: &str) {
        self.batch.notes.push(note.to_owned());
    }

    fn here(&self) -> Place {
        Place {
            offset: self.offset(),
            line: self.batch.account.lines,
            depth: 0,
        }
    }

    #[inline]
    fn read_at(&mut self, text: &str, length: usize, place: Place) -> Result<Found, Fault> {
        let source = self.source(place.offset, place.line, length);
        self.reader.read(text, source, self.hint, &mut self.batch)
    }

    fn source(&self, offset: u64, line: u64, length: usize) -> Source {
        Source {
            file: self.batch.file,
            offset,
            length: length as u32,
            line_in_chunk: line as u32,
        }
    }

    #[inline]
    fn loaded(&mut self, length: usize, is_mended: bool) {
        let account = &mut self.batch.account;
        account.bytes += length as u64;
        account.loaded_bytes += length as u64;
        account.loaded += 1;
        account.repaired += u64::from(is_mended);
    }

    fn text_at(&mut self, text: &str, place: Place) {
        let read = self.read_at(text, text.len(), place);
        self.found(read, text, place);
    }

    fn found(&mut self, read: Result<Found, Fault>, text: &str, place: Place) {
        match read {
            Ok(Found::Record) => self.loaded(text.len(), false),
            Ok(Found::List(span)) if place.depth < LIST_DEPTH => self.list_at(text, span, place),
            Ok(Found::List(_)) => {
                let reason = format!("lists nested deeper than {LIST_DEPTH}");
                self.reject_at(place, text.len() as u64, reason);
            }
            Err(fault) => self.mended_at(text, place, fault),
        }
    }

    /// A second, lenient reading of what is no JSON.
    #[cold]
    fn mended_at(&mut self, text: &str, place: Place, fault: Fault) {
        let mended = mend::object(text);
        let read = mended.map(|json| self.read_at(&json, text.len(), place));
        if let Some(Ok(Found::Record)) = read {
            self.loaded(text.len(), true);
            return;
        }
        let reason = if fault.what == crate::logs::ENDS_EARLY {
            fault.what.to_owned()
        } else {
            format!("{} (column {})", fault.what, fault.at + 1)
        };
        self.reject_at(place, text.len() as u64, reason);
    }

    /// Every element of a list counts for itself; what is around them is neither loaded nor rejected.
    fn list_at(&mut self, text: &str, list: Range<usize>, place: Place) {
        let mut spans = Vec::new();
        // The list was read as a whole just before, so its elements are sound.
        let _ = elements(&text[list.clone()], |span| spans.push(span));
        let (mut at, mut line, mut around) = (0, place.line, text.len());
        for span in spans {
            let span = list.start + span.start..list.start + span.end;
            line += line_ends(&text.as_bytes()[at..span.start]);
            at = span.start;
            around -= span.len();
            let place = Place {
                offset: place.offset + span.start as u64,
                line,
                depth: place.depth + 1,
            };
            self.text_at(&text[span], place);
        }
        self.batch.account.bytes += around as u64;
        self.batch.account.other_bytes += around as u64;
    }

    fn reject_at(&mut self, place: Place, length: u64, reason: String) {
        let account = &mut self.batch.account;
        account.bytes += length;
        account.rejected_bytes += length;
        account.rejected += 1;
        self.batch.count_reason(&reason);
        if self.batch.issues.len() < ISSUES_KEPT {
            self.batch.issues.push(Issue {
                line: place.line,
                offset: place.offset,
                length: u32::try_from(length).unwrap_or(u32::MAX),
                reason,
            });
        } else {
            self.batch.issues_omitted += 1;
        }
    }
}

/// Line feeds in a text.
pub(super) fn line_ends(text: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', text).count() as u64
}
