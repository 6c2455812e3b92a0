//! Stand-in for the one sanitizer; replaced by `crate::safe` at merge.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Text that is harmless on a terminal. Replaced by `crate::safe::sanitize` at merge.
pub(super) fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || is_acting(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

/// Invisible and reordering characters.
pub(super) fn is_acting(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Columns of sanitized text. Replaced by `crate::safe::width` at merge.
pub(super) fn width(safe: &str) -> usize {
    UnicodeWidthStr::width(safe)
}

/// Sanitized text in at most so many columns. Replaced by `crate::safe::fit` at merge.
pub(super) fn fit(safe: &str, columns: usize, is_ascii: bool) -> String {
    if width(safe) <= columns {
        return safe.to_owned();
    }
    let (mut out, mut used) = (String::new(), 0);
    for c in safe.chars() {
        used += c.width().unwrap_or(0);
        if used >= columns {
            break;
        }
        out.push(c);
    }
    out.push(if is_ascii { '~' } else { '…' });
    out
}
