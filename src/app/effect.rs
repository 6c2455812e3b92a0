//! Wishes to the outside world, as data. Only the shell carries them out; tests look at them.

use super::remembered::Change;
use crate::model::recall::Recall;
use crate::model::source::Source;

/// A wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// End the program.
    Quit,
    /// Restore the terminal, stop, and take it again after `fg`.
    Suspend,
    /// Send every cell again.
    Repaint,
    /// Read on in files that grow, from now on or no longer.
    Follow(bool),
    /// Look once for what came to the files.
    LookAgain,
    /// Stop reading files; what is loaded stays.
    CancelLoading,
    /// Read the text of a record from its file; answered by [`super::event::Event::Record`].
    ReadRecord(Source),
    /// Read the bytes of something that could not be read as a record; answered in the same way.
    ReadRejected(Source),
    /// Read the samples of a call again; answered by [`super::event::Event::Samples`]. An earlier wish is given up.
    ReadSamples(Box<Recall>),
    /// Give that up.
    StopSamples,
    /// Keep this for the next time.
    Remember(Change),
    /// Tell which set of logs the files of these names are; answered by [`super::event::Event::Recognised`].
    Recognise(Vec<String>),
}
