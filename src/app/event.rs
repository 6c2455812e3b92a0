//! News from the outside world; everything that changes the state arrives as one of these.

use super::key::Key;
use super::remembered::{LastPlace, LogSet, Remembered};
use crate::model::batch::Batch;
use crate::model::id::CallIx;
use crate::model::recall::Recalled;
use crate::model::source::{Skipped, Source};

/// News.
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted: one line, controls stripped.
    Paste(String),
    /// The terminal has another size.
    Resize(u16, u16),
    /// The inputs, in the order of their numbers; what is no input; and the bytes on disk of all together (0 = pipes).
    Files(Vec<String>, Vec<Skipped>, u64),
    /// Rows of a chunk, and the bytes on disk read so far of all files.
    Batch(Box<Batch>, u64),
    /// Reading has ended; true when it was stopped.
    Loaded(bool),
    /// The text of a record, or why it cannot be had.
    Record(Source, Result<String, String>),
    /// Of which call samples are read again, and how many bytes of it are done.
    ReadingSamples(CallIx, u64),
    /// Samples that were read again.
    Samples(Box<Recalled>),
    /// What was kept from the last time.
    Remembered(Box<Remembered>),
    /// Which logs these are, and where the user was in them last time.
    Recognised(LogSet, Option<Box<LastPlace>>),
    /// Something the user should know.
    Notice(String),
    /// The program must end (signal, hang-up).
    End,
}
