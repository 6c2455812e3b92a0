//! What a reader hands over: the columns of one chunk of one file, with interners of its own.

use super::id::{FileIx, IdRef, Interner, TextRef};
use super::lent::Lent;
use super::rows::{Operations, Others, Samples, StreamRows, Summaries};
use super::side::Side;
use super::source::{Account, COLUMNS_KEPT, FileFacts, Issue, UnknownColumns};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// The rows of one chunk. Its references point into its own interners; the store moves them into its own.
pub struct Batch {
    stamp: u64,
    /// The file.
    pub file: FileIx,
    /// Where the chunk starts in the decoded text; chunks of a file never overlap.
    pub offset: u64,
    /// Identifiers.
    pub ids: Interner,
    /// Words.
    pub texts: Interner,
    /// Summary rows.
    pub summaries: Summaries,
    /// Call-diagnostics rows.
    pub streams: StreamRows,
    /// Client-operations rows.
    pub operations: Lent<Operations>,
    /// Media-statistics rows.
    pub samples: Lent<Samples>,
    /// Surveys, automation, recording, captions, usage, daily figures, rooms.
    /// Rare, and large as an empty struct, so it lies apart.
    pub side: Box<Side>,
    /// Everything else that is well-formed.
    pub others: Others,
    /// What became of the bytes of this chunk.
    pub account: Account,
    /// Loaded records per category name, in order of first sight.
    pub categories: Vec<(String, u64)>,
    /// The category counted last, and where it stands.
    counted: Option<(&'static str, usize)>,
    /// Columns the documented schema of their category does not have.
    pub unknown_columns: UnknownColumns,
    /// What could not be read; lines are 0-based within the chunk.
    pub issues: Vec<Issue>,
    /// How many records were rejected for each reason, those beyond the kept issues counted as well.
    pub reasons: BTreeMap<String, u64>,
    /// Issues beyond those kept in this batch.
    pub issues_omitted: u64,
    /// Form, packing and encoding, once known.
    pub facts: Option<FileFacts>,
    /// What is to be known of the whole file without being a trouble.
    pub notes: Vec<String>,
    /// Trouble with the whole file.
    pub error: Option<String>,
    /// True on the last batch of its file.
    pub last: bool,
}

/// Batches are equal that tell the same: the same rows with the same references, accounts and issues.
impl PartialEq for Batch {
    fn eq(&self, other: &Self) -> bool {
        self.has_same_rows(other) && self.has_same_account(other)
    }
}

impl Batch {
    fn has_same_rows(&self, other: &Self) -> bool {
        self.ids.arena() == other.ids.arena()
            && self.texts.arena() == other.texts.arena()
            && self.summaries == other.summaries
            && self.streams == other.streams
            && *self.operations == *other.operations
            && *self.samples == *other.samples
            && self.side == other.side
            && self.others == other.others
    }

    fn has_same_account(&self, other: &Self) -> bool {
        self.file == other.file
            && self.offset == other.offset
            && self.account == other.account
            && self.categories == other.categories
            && self.unknown_columns == other.unknown_columns
            && self.issues == other.issues
            && self.reasons == other.reasons
            && self.issues_omitted == other.issues_omitted
            && self.facts == other.facts
            && self.notes == other.notes
            && self.error == other.error
            && self.last == other.last
    }

    /// An empty batch for a chunk.
    pub fn new(file: FileIx, offset: u64) -> Self {
        static STAMPS: AtomicU64 = AtomicU64::new(1);
        Self {
            stamp: STAMPS.fetch_add(1, Ordering::Relaxed),
            file,
            offset,
            ids: Interner::folding().roomy(),
            texts: Interner::exact().roomy(),
            summaries: Summaries::default(),
            streams: StreamRows::default(),
            operations: Lent::default(),
            samples: Lent::default(),
            side: Box::default(),
            others: Others::default(),
            account: Account::default(),
            categories: Vec::new(),
            counted: None,
            unknown_columns: UnknownColumns::new(),
            issues: Vec::new(),
            reasons: BTreeMap::new(),
            issues_omitted: 0,
            facts: None,
            notes: Vec::new(),
            error: None,
            last: false,
        }
    }

    /// Tells batches apart: what refers into the interners of one means nothing in another. From 1; each has its own.
    pub fn stamp(&self) -> u64 {
        self.stamp
    }

    /// The reference of an identifier.
    pub fn id(&mut self, text: &str) -> IdRef {
        IdRef(self.ids.intern(text))
    }

    /// The reference of a word.
    pub fn text(&mut self, text: &str) -> TextRef {
        TextRef(self.texts.intern(text))
    }

    /// Counts a rejected record by its reason; the column a reason ends with is left out, so that like falls to like.
    pub fn count_reason(&mut self, reason: &str) {
        let kind = match reason.rsplit_once(" (column ") {
            Some((kind, _)) if reason.ends_with(')') => kind,
            _ => reason,
        };
        match self.reasons.get_mut(kind) {
            Some(count) => *count += 1,
            None => {
                self.reasons.insert(kind.to_owned(), 1);
            }
        }
    }

    /// The reference of an identifier that may well be the guessed one.
    pub(crate) fn id_guessed(&mut self, text: &str, guess: u32) -> IdRef {
        IdRef(self.ids.intern_guessed(text, guess))
    }

    /// The reference of a word that may well be the guessed one.
    pub(crate) fn text_guessed(&mut self, text: &str, guess: u32) -> TextRef {
        TextRef(self.texts.intern_guessed(text, guess))
    }

    /// Counts a loaded record of a category that is written nowhere but in the program.
    pub(crate) fn count_known(&mut self, category: &'static str) {
        if let Some((name, at)) = self.counted
            && std::ptr::eq(name, category)
            && let Some((_, count)) = self.categories.get_mut(at)
        {
            *count += 1;
            return;
        }
        self.count(category);
        let mut names = self.categories.iter();
        let at = names.position(|(name, _)| name == category);
        self.counted = at.map(|at| (category, at));
    }

    /// Counts a loaded record of a category.
    pub fn count(&mut self, category: &str) {
        match self
            .categories
            .iter_mut()
            .find(|(name, _)| name == category)
        {
            Some((_, count)) => *count += 1,
            None => self.categories.push((category.to_owned(), 1)),
        }
    }

    /// Notes a column that its category should not have; of each category some are kept.
    pub fn note_column(&mut self, category: &'static str, name: &str) {
        let names = self.unknown_columns.entry(category).or_default();
        if names.len() < COLUMNS_KEPT {
            names.insert(name.to_owned());
        }
    }

    /// Rows in all tables.
    pub fn rows(&self) -> usize {
        self.summaries.len()
            + self.streams.len()
            + self.operations.len()
            + self.samples.len()
            + self.side.rows()
            + self.others.len()
    }
}
