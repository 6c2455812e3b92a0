//! Cutting harmless text to a number of terminal columns, never inside what the reader sees as one character.
//!
//! Every function takes raw text and cuts it to a bound *before* it looks at it: a widget that is handed a cell of
//! 100 MB spends 400 ms per frame on it.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr;

use super::{Charset, Safe, escape, prefix, suffix};

/// Bytes looked at for each column wanted: a base and its four marks take at most 20, the rest is slack.
const BYTES_PER_COLUMN: usize = 64;

/// Columns that `text` takes on a terminal once it is sanitized.
pub fn width(text: &str) -> usize {
    columns_of(&super::sanitize(text))
}

/// Columns of text that is harmless already, counted the way it is drawn: cluster by cluster.
fn columns_of(safe: &str) -> usize {
    if safe.is_ascii() {
        return safe.len();
    }
    safe.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// `text` in at most `columns`, cut at the right with an ellipsis.
pub fn fit(text: &str, columns: usize, charset: Charset) -> Safe<'_> {
    let head = prefix(text, bound(columns));
    let safe = escape(head, charset);
    if head.len() == text.len() && columns_of(&safe) <= columns {
        return safe;
    }
    let room = columns.saturating_sub(charset.ellipsis().width());
    joined(start_of(&safe, room), charset, "", columns)
}

/// `text` in at most `columns`, its start and its end kept: identifiers differ at both.
pub fn fit_middle(text: &str, columns: usize, charset: Charset) -> Safe<'_> {
    if let Some(whole) = whole(text, columns, charset) {
        return whole;
    }
    let room = columns.saturating_sub(charset.ellipsis().width());
    let head = escape(prefix(text, bound(columns)), charset);
    let tail = escape(suffix(text, bound(columns)), charset);
    let start = start_of(&head, room.div_ceil(2));
    joined(start, charset, end_of(&tail, room / 2), columns)
}

/// `text` in at most `columns`, cut at the left: the end of a path is what tells files apart.
pub fn fit_left(text: &str, columns: usize, charset: Charset) -> Safe<'_> {
    if let Some(whole) = whole(text, columns, charset) {
        return whole;
    }
    let room = columns.saturating_sub(charset.ellipsis().width());
    let tail = escape(suffix(text, bound(columns)), charset);
    joined("", charset, end_of(&tail, room), columns)
}

/// A piece of input for an error text: one line of at most `columns`, ending in an ellipsis when cut.
pub fn excerpt(text: &str, columns: usize) -> Safe<'_> {
    fit(text, columns, Charset::Unicode)
}

fn bound(columns: usize) -> usize {
    columns.saturating_add(1).saturating_mul(BYTES_PER_COLUMN)
}

/// All of `text` if it fits.
fn whole(text: &str, columns: usize, charset: Charset) -> Option<Safe<'_>> {
    if text.len() > bound(columns) {
        return None;
    }
    let safe = escape(text, charset);
    (columns_of(&safe) <= columns).then_some(safe)
}

fn joined<'a>(start: &str, charset: Charset, end: &str, columns: usize) -> Safe<'a> {
    if columns < charset.ellipsis().width() {
        return Safe(Cow::Borrowed(""));
    }
    Safe(Cow::Owned([start, charset.ellipsis(), end].concat()))
}

/// The longest start of `safe` that takes at most `room` columns.
fn start_of(safe: &str, room: usize) -> &str {
    let length = length_within(safe.graphemes(true), room);
    safe.get(..length).unwrap_or("")
}

/// The longest end of `safe` that takes at most `room` columns.
fn end_of(safe: &str, room: usize) -> &str {
    let length = length_within(safe.graphemes(true).rev(), room);
    safe.get(safe.len() - length..).unwrap_or("")
}

/// Bytes of the first clusters that together take at most `room` columns.
fn length_within<'a>(clusters: impl Iterator<Item = &'a str>, room: usize) -> usize {
    let mut left = room;
    let mut length = 0;
    for cluster in clusters {
        let Some(rest) = left.checked_sub(cluster.width()) else {
            break;
        };
        left = rest;
        length += cluster.len();
    }
    length
}
