//! The limits that were set in place of the documented ones: verdicts are not those of the service.

use super::CoverageLine;
use crate::model::finding::words;
use crate::model::store::Store;

/// A line for each.
pub(super) fn limits(store: &Store) -> Vec<CoverageLine> {
    let line = |text: String| CoverageLine {
        mark: '!',
        count: None,
        text: format!("limit {text}"),
        meaning: "verdicts differ from the service's",
        gap: None,
    };
    let changes = words::changes(store.limits());
    changes.into_iter().map(line).collect()
}
