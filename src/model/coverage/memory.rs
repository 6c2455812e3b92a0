//! What the memory cap costs: statistics that are summarised, and tables that alone take more than it.

use super::CoverageLine;
use crate::model::store::Store;

/// A line for each.
pub(super) fn beyond(store: &Store) -> Vec<CoverageLine> {
    let Some(cap) = store.cap() else {
        return Vec::new();
    };
    let line = |text: String, meaning: &'static str| CoverageLine {
        mark: '!',
        count: None,
        text,
        meaning,
        gap: None,
    };
    let mut lines = Vec::new();
    if store.is_summarised() {
        let text = format!("media statistics summarised (cap {})", size(cap));
        lines.push(line(text, "those of an opened call are read again"));
    }
    if store.is_over_cap() {
        let text = format!(
            "{} in memory, more than the cap of {}",
            size(store.bytes()),
            size(cap)
        );
        lines.push(line(text, "nothing is left out"));
    }
    lines
}

/// `1 GB`, `1.5 GB`, `500 MB`, `64 kB`: powers of 1000.
pub(super) fn size(bytes: usize) -> String {
    const UNITS: [(f64, &str); 4] = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    let bytes = bytes as f64;
    let unit = UNITS.iter().find(|(size, _)| bytes >= *size);
    let Some((size, name)) = unit else {
        return format!("{bytes} B");
    };
    let tenths = (bytes / size * 10.0).round() / 10.0;
    format!("{tenths} {name}")
}
