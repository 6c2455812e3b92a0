//! Some calls instead of all: what a row of the overview or of the load report stands for.

use super::overview::Part;
use crate::model::coverage::Gap;
use crate::model::id::CallIx;
use crate::model::store::Store;

/// Which calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// With a gap in what was loaded.
    Gap(Gap),
    /// Behind a number of the overview.
    Part(Part),
}

impl Only {
    /// True when a call is one of them.
    pub fn is_of(self, store: &Store, call: CallIx) -> bool {
        match self {
            Self::Gap(gap) => gap.is_of(store, call),
            Self::Part(part) => part.is_of(store, call),
        }
    }

    /// What they are, after "calls": `that are bad`. Not sanitized.
    pub fn words(self, store: &Store) -> String {
        let gap = match self {
            Self::Part(part) => return part.words(store),
            Self::Gap(gap) => gap,
        };
        match gap {
            Gap::WithoutStreams => "without stream records",
            Gap::WithoutValues => "whose streams have no usable values",
            Gap::Orphan => "without summary",
            Gap::UpdateOnly => "known from updates only",
            Gap::ClockOff => "with a client whose clock is off",
            Gap::BeforeSamples(_) => "from before the first media statistics",
            Gap::Unlogged { .. } => "from hours without a log",
        }
        .to_owned()
    }
}
