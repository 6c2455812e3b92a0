//! The sanitizer in the form tables want it: strings out, cut to a width.

use crate::safe::{self, Charset};

/// Text that is harmless on a terminal.
pub(super) fn safe(text: &str) -> String {
    safe::sanitize(text).to_string()
}

/// What a terminal could act on, or would hide; JSON writes it as `\u…`.
pub(super) fn is_acting(c: char) -> bool {
    safe::is_forbidden(c)
}

/// Columns of a text.
pub(super) fn width(text: &str) -> usize {
    safe::width(text)
}

/// A text in at most so many columns.
pub(super) fn fit(text: &str, columns: usize, is_ascii: bool) -> String {
    let charset = if is_ascii {
        Charset::Ascii
    } else {
        Charset::Unicode
    };
    safe::fit(text, columns, charset).to_string()
}
