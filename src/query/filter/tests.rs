//! Tests of the filter language.

mod errors;
mod meaning;
mod naive;
mod random;
mod times;
mod zones;

use super::{Clock, Filter, Kept, Reading};
use crate::model::id::CallIx;
use crate::model::store::Store;

pub(super) fn read(text: &str) -> Reading {
    Filter::read(text, &Clock::default())
}

/// A filter without problems.
pub(super) fn filter(text: &str) -> Filter {
    let reading = read(text);
    assert!(
        reading.problems.is_empty(),
        "{text}: {:?}",
        reading.problems
    );
    reading.filter.expect(text)
}

pub(super) fn keeps(store: &Store, call: CallIx, text: &str) -> Kept {
    filter(text).keeps(store, call)
}
