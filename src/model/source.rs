//! Where a row came from, and what became of every byte of a file.

use super::id::FileIx;
use std::collections::{BTreeMap, BTreeSet};

/// Names of columns by category; text of a file, so not yet sanitized.
pub type UnknownColumns = BTreeMap<&'static str, BTreeSet<String>>;

/// How many unknown columns of a category are kept; more are a sign of hostile input.
pub const COLUMNS_KEPT: usize = 64;

/// The place of a record: file, position in the decoded text, length, and line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Source {
    /// The file.
    pub file: FileIx,
    /// First byte of the record in the decoded (unpacked, UTF-8) text of the file.
    pub offset: u64,
    /// Bytes of the record.
    pub length: u32,
    /// Line within its chunk, 0-based; [`SourceFile::line`] turns it into a line of the file.
    pub line_in_chunk: u32,
}

/// Why something could not be read; never fatal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Line within its chunk, 0-based, blank lines counted; [`SourceFile::issue_line`] turns it into a line of the file.
    pub line: u64,
    /// First byte of what was rejected, in the decoded text.
    pub offset: u64,
    /// Bytes of what was rejected.
    pub length: u32,
    /// What is wrong and, where it helps, what to do.
    pub reason: String,
}

/// How many issues of a file are kept with their place; all are counted.
pub const ISSUES_KEPT: usize = 1_000;

/// Bytes and records of a file, or of a part of it. `bytes = loaded + rejected + other` holds for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Bytes of decoded text.
    pub bytes: u64,
    /// Bytes inside loaded records.
    pub loaded_bytes: u64,
    /// Bytes inside rejected records.
    pub rejected_bytes: u64,
    /// Blanks, line ends, commas, wrapper, byte order mark.
    pub other_bytes: u64,
    /// Lines, a last one without line end counted.
    pub lines: u64,
    /// Records that were read.
    pub loaded: u64,
    /// Records that were not.
    pub rejected: u64,
    /// Records read only after a mend (a missing comma and the like).
    pub repaired: u64,
}

impl Account {
    /// Records in all.
    pub fn total(&self) -> u64 {
        self.loaded + self.rejected
    }

    /// True when every byte is accounted for.
    pub fn is_balanced(&self) -> bool {
        self.bytes == self.loaded_bytes + self.rejected_bytes + self.other_bytes
    }

    /// Adds another part.
    pub fn add(&mut self, part: &Self) {
        self.bytes += part.bytes;
        self.loaded_bytes += part.loaded_bytes;
        self.rejected_bytes += part.rejected_bytes;
        self.other_bytes += part.other_bytes;
        self.lines += part.lines;
        self.loaded += part.loaded;
        self.rejected += part.rejected;
        self.repaired += part.repaired;
    }
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compression {
    /// As it is.
    #[default]
    None,
    /// gzip, all members.
    Gzip,
    /// A member of a zip archive.
    Zip,
}

impl Compression {
    /// The word of `check --format json`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Gzip => "gzip",
            Self::Zip => "zip",
        }
    }
}

/// What is known of a whole file besides its accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFacts {
    /// `json-lines`, `records`, `json-array`, `json-objects` …; empty until the first bytes are read.
    pub form: String,
    /// How it is packed.
    pub compression: Compression,
    /// `utf-8`, `utf-8-bom`, `utf-16le`, `utf-16be`.
    pub encoding: String,
    /// Size on disk in bytes (packed); what the progress counts against. 0 when unknown (a pipe).
    pub size: u64,
}

impl FileFacts {
    /// Form and packing in one word: `json-lines`, `csv.gzip`; empty until the form is known.
    pub fn words(&self) -> String {
        match self.compression {
            _ if self.form.is_empty() => String::new(),
            Compression::None => self.form.clone(),
            packed => format!("{}.{}", self.form, packed.name()),
        }
    }
}

/// A stretch of a file read in one go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Chunk {
    offset: u64,
    lines: u64,
}

/// One input file with its accounts.
#[derive(Clone, Debug, Default)]
pub struct SourceFile {
    /// As given or found, lossless enough to be shown; not yet sanitized.
    pub name: String,
    /// Form, packing, encoding, size.
    pub facts: FileFacts,
    /// What became of its bytes.
    pub account: Account,
    /// Loaded records per category name.
    pub categories: BTreeMap<String, u64>,
    /// Columns met that the documented schema of their category does not have.
    pub unknown_columns: UnknownColumns,
    /// The first [`ISSUES_KEPT`] issues, by offset.
    pub issues: Vec<Issue>,
    /// Issues beyond those kept.
    pub issues_omitted: u64,
    /// How many records were rejected for each reason; all are counted.
    pub reasons: BTreeMap<String, u64>,
    /// What is to be known of the whole file without being a trouble: how its dates were read.
    pub notes: Vec<String>,
    /// A trouble with the whole file (unreadable, cut short); what was read before it is kept.
    pub error: Option<String>,
    /// True when it was read to its end.
    pub done: bool,
    chunks: Vec<Chunk>,
}

impl SourceFile {
    /// Notes a chunk: where it starts and how many lines it holds. Chunks may come in any order; false when this one
    /// was there already.
    pub fn note_chunk(&mut self, offset: u64, lines: u64) -> bool {
        let at = self.chunks.partition_point(|chunk| chunk.offset < offset);
        let is_new = self
            .chunks
            .get(at)
            .is_none_or(|chunk| chunk.offset != offset);
        if is_new {
            self.chunks.insert(at, Chunk { offset, lines });
        }
        is_new
    }

    /// The 1-based line of an issue.
    pub fn issue_line(&self, issue: &Issue) -> u64 {
        self.line_at(issue.offset, issue.line)
    }

    /// The 1-based line of a record of this file.
    pub fn line(&self, source: &Source) -> u64 {
        self.line_at(source.offset, u64::from(source.line_in_chunk))
    }

    /// The 1-based line of a position whose line within its chunk is known.
    pub fn line_at(&self, offset: u64, line_in_chunk: u64) -> u64 {
        let before = self
            .chunks
            .partition_point(|chunk| chunk.offset <= offset)
            .saturating_sub(1);
        self.chunks[..before.min(self.chunks.len())]
            .iter()
            .map(|chunk| chunk.lines)
            .sum::<u64>()
            + line_in_chunk
            + 1
    }

    /// Keeps the names of columns, up to [`COLUMNS_KEPT`] a category.
    pub fn note_columns(&mut self, columns: &UnknownColumns) {
        for (category, found) in columns {
            let names = self.unknown_columns.entry(category).or_default();
            for name in found {
                if names.len() < COLUMNS_KEPT {
                    names.insert(name.clone());
                }
            }
        }
    }

    /// The reasons with their counts, the most frequent first: `104 JSON ends early, 3 a value expected`.
    pub fn reason_words(&self) -> String {
        let mut reasons: Vec<(&String, &u64)> = self.reasons.iter().collect();
        reasons.sort_by_key(|(reason, count)| (std::cmp::Reverse(**count), *reason));
        let words = reasons
            .into_iter()
            .map(|(reason, count)| format!("{count} {reason}"));
        words.collect::<Vec<_>>().join(", ")
    }

    /// Keeps the first issues by offset, whatever order they arrive in.
    pub fn note_issues(&mut self, issues: Vec<Issue>, omitted: u64) {
        self.issues.extend(issues);
        self.issues.sort_by_key(|issue| issue.offset);
        let beyond = self.issues.len().saturating_sub(ISSUES_KEPT);
        self.issues.truncate(ISSUES_KEPT);
        self.issues_omitted += omitted + beyond as u64;
    }
}

/// Something in the given paths that is no input, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The path as it may be shown after the sanitizer.
    pub path: String,
    /// Why it was left out.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_right_whatever_order_chunks_arrive_in() {
        let mut file = SourceFile::default();
        file.note_chunk(200, 5);
        file.note_chunk(0, 10);
        file.note_chunk(100, 20);
        let source = |offset, line_in_chunk| Source {
            offset,
            line_in_chunk,
            ..Source::default()
        };
        assert_eq!(file.line(&source(0, 0)), 1);
        assert_eq!(file.line(&source(150, 3)), 14);
        assert_eq!(file.line(&source(200, 0)), 31);
    }

    #[test]
    fn issues_keep_the_first_thousand_and_count_all() {
        let mut file = SourceFile::default();
        let issue = |offset| Issue {
            line: offset,
            offset,
            length: 1,
            reason: String::new(),
        };
        file.note_issues((500..1_600).map(issue).collect(), 7);
        file.note_issues((0..500).map(issue).collect(), 0);
        assert_eq!(file.issues.len(), ISSUES_KEPT);
        assert_eq!(file.issues.last().map(|i| i.offset), Some(999));
        assert_eq!(file.issues_omitted, 607);
    }
}
