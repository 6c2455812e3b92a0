//! Reading the samples of one call again, as plain data: what is wanted, and what was found.

use super::batch::Batch;
use super::id::{CallIx, FileIx};

/// A part of a file that held samples of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// The file.
    pub file: FileIx,
    /// First byte, in the decoded text.
    pub offset: u64,
    /// Bytes.
    pub bytes: u64,
    /// Lines of the file before it.
    pub lines_before: u64,
    /// True when the part can be read for itself: whole lines of JSON in an unpacked file.
    pub is_apart: bool,
}

impl Stretch {
    /// True when a record that starts there stands in it.
    pub fn holds(&self, offset: u64) -> bool {
        (self.offset..self.offset + self.bytes).contains(&offset)
    }
}

/// Which samples to read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recall {
    /// The call.
    pub call: CallIx,
    /// Its identifier as text; empty for the call of records without one.
    pub id: String,
    /// Where its samples stand, by file and offset.
    pub stretches: Vec<Stretch>,
}

impl Recall {
    /// Bytes to be read at least.
    pub fn bytes(&self) -> u64 {
        self.stretches.iter().map(|stretch| stretch.bytes).sum()
    }
}

/// Samples read again.
pub struct Recalled {
    /// The call.
    pub call: CallIx,
    /// Its rows, with their places in the files; the other tables are empty.
    pub rows: Batch,
    /// Files that could not be read again, and why.
    pub troubles: Vec<(FileIx, String)>,
}
