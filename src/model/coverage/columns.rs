//! Columns that the documented schema of their log does not have: kept in the raw record, used for nothing.

use super::CoverageLine;
use crate::model::store::Store;
use std::collections::{BTreeMap, BTreeSet};

/// Names said of a log; the others are counted.
const NAMED: usize = 4;

/// One line a log.
pub(super) fn unknown(store: &Store) -> Vec<CoverageLine> {
    let mut columns: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (category, names) in store.files.iter().flat_map(|file| &file.unknown_columns) {
        let names = names.iter().map(String::as_str);
        columns.entry(category).or_default().extend(names);
    }
    let lines = columns.into_iter();
    lines
        .map(|(category, names)| CoverageLine {
            mark: '.',
            count: None,
            text: text(category, &names),
            meaning: "kept, see raw",
            gap: None,
        })
        .collect()
}

fn text(category: &str, names: &BTreeSet<&str>) -> String {
    let columns = if names.len() == 1 {
        "column"
    } else {
        "columns"
    };
    let told: Vec<&str> = names.iter().copied().take(NAMED).collect();
    let others = match names.len().saturating_sub(NAMED) {
        0 => String::new(),
        others => format!(" and {others} more"),
    };
    format!(
        "{category}: {} {columns} not in the schema: {}{others}",
        names.len(),
        told.join(", ")
    )
}
