//! The columns of the call list as one table, and the order of calls by any of them.
//!
//! Numbers sort as numbers, a missing value is last in both directions, and ties are broken by start, then id, so the
//! order does not depend on how the files came in.

mod order;

use super::calls_fields::FIELDS;
use crate::model::facts::CallFacts;
use crate::model::id::{CallIx, IdRef};
use crate::model::store::Store;
use crate::model::value::{Num, Time};
pub(super) use order::in_parts;
pub use order::sort_calls;

/// One column of the call list.
pub struct CallField {
    /// The word of answers, of `--sort` and of the filter language.
    pub name: &'static str,
    /// The title on screen.
    pub title: &'static str,
    pub(super) key: Key,
}

/// Where the sort key of a field comes from.
pub(super) enum Key {
    Count(fn(&CallFacts) -> u32),
    Number(fn(&CallFacts) -> Num),
    Moment(fn(&CallFacts) -> Time),
    /// Written after what is there; nothing where nothing is known.
    Word(fn(&Store, CallIx, &mut String)),
    Id(fn(&Store, CallIx) -> IdRef),
    /// The worst value of a measure of [`crate::model::metric::METRICS`].
    Worst(usize),
    Severity,
}

impl CallField {
    /// All fields, in the order of answers.
    pub fn all() -> &'static [Self] {
        &FIELDS
    }

    /// The field of a name (`jitter_avg_ms` and `jitter_avg` are one).
    pub fn named(name: &str) -> Option<&'static Self> {
        let bare = name.strip_suffix("_ms").unwrap_or(name);
        let find = |name: &str| {
            FIELDS
                .iter()
                .find(|field| field.name.eq_ignore_ascii_case(name))
        };
        find(name).or_else(|| find(bare))
    }
}

#[cfg(test)]
mod tests;
