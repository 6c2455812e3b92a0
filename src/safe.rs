//! The one sanitizer: no text that comes from data, file names or the environment reaches a terminal except through here.
//!
//! Logs are written by strangers. An escape sequence in a field could clear the screen, fake rows, write the
//! clipboard or make the terminal "type" an answer; bidi controls reorder a line, zero-width characters make two
//! identifiers look alike, a flood of combining marks makes one cell thousands of bytes long. Everything of the kind
//! is made *visible*, never dropped: dropping would hide that it is there.
//!
//! Search, equality and copying always work on the real text; only what is drawn passes through here.

mod fit;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::ops::Deref;
use std::path::Path;

use unicode_width::UnicodeWidthChar as _;

pub use fit::{excerpt, fit, fit_left, fit_middle, width};

/// Zero-width characters kept after one base character; the rest is shown as a count.
const MARKS_PER_BASE: usize = 4;

/// Bytes of input that [`sanitize`] looks at; whatever follows is shown as a count.
///
/// A cell of 100 MB must not cost more than a screenful. Longer text is shown by cutting it into lines first.
pub const INPUT_LIMIT: usize = 64 * 1024;

/// Text that is harmless on a terminal, in one line. Only the functions of this module make one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Safe<'a>(Cow<'a, str>);

impl Safe<'_> {
    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same text, owned.
    pub fn into_owned(self) -> Safe<'static> {
        Safe(Cow::Owned(self.0.into_owned()))
    }
}

impl Deref for Safe<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Safe<'_> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Safe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl<'a> From<Safe<'a>> for Cow<'a, str> {
    fn from(safe: Safe<'a>) -> Self {
        safe.0
    }
}

impl From<Safe<'_>> for String {
    fn from(safe: Safe<'_>) -> Self {
        safe.0.into_owned()
    }
}

/// Which characters the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Charset {
    /// UTF-8: harmless characters of every script are shown as they are.
    #[default]
    Unicode,
    /// ASCII only: everything else is shown as its code point.
    Ascii,
}

impl Charset {
    /// The sign for "cut here".
    pub const fn ellipsis(self) -> &'static str {
        match self {
            Self::Unicode => "…",
            Self::Ascii => "~",
        }
    }
}

/// `text` as one harmless line; borrowed when there is nothing to escape.
///
/// Controls become `^[`, tab, CR and LF `\t`, `\r`, `\n`, C1 controls `<9B>`, invisible and reordering characters
/// `<U+202E>`, and more than four marks on one base `<+12>`. Text beyond [`INPUT_LIMIT`] is cut and counted.
pub fn sanitize(text: &str) -> Safe<'_> {
    sanitize_as(text, Charset::Unicode)
}

/// [`sanitize`] for a terminal that shows only `charset`.
pub fn sanitize_as(text: &str, charset: Charset) -> Safe<'_> {
    let head = prefix(text, INPUT_LIMIT);
    let cut = text.len() - head.len();
    if cut == 0 {
        return escape(text, charset);
    }
    let mut out = String::from(escape(head, charset));
    let _ = write!(out, "{}<+{cut} bytes>", charset.ellipsis());
    Safe(Cow::Owned(out))
}

/// Bytes that should be UTF-8 as one harmless line; each byte that is not becomes `<FF>`.
pub fn sanitize_bytes(bytes: &[u8]) -> Safe<'_> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return sanitize(text);
    }
    let head = bytes.get(..INPUT_LIMIT).unwrap_or(bytes);
    let mut out = String::with_capacity(head.len() + 16);
    for chunk in head.utf8_chunks() {
        out.push_str(&escape(chunk.valid(), Charset::Unicode));
        for byte in chunk.invalid() {
            let _ = write!(out, "<{byte:02X}>");
        }
    }
    if head.len() < bytes.len() {
        let _ = write!(out, "…<+{} bytes>", bytes.len() - head.len());
    }
    Safe(Cow::Owned(out))
}

/// A file name as one harmless line; names need not be UTF-8 and may hold anything.
pub fn sanitize_path(path: &Path) -> Safe<'_> {
    sanitize_bytes(path.as_os_str().as_encoded_bytes())
}

/// The longest start of `text` that has at most `limit` bytes and ends between characters.
fn prefix(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    let end = (0..=limit).rev().find(|&at| text.is_char_boundary(at));
    text.get(..end.unwrap_or(0)).unwrap_or("")
}

/// The longest end of `text` that has at most `limit` bytes and starts between characters.
fn suffix(text: &str, limit: usize) -> &str {
    let Some(earliest) = text.len().checked_sub(limit) else {
        return text;
    };
    let start = (earliest..=text.len()).find(|&at| text.is_char_boundary(at));
    text.get(start.unwrap_or(text.len())..).unwrap_or("")
}

/// Escapes the whole of `text`, however long.
fn escape(text: &str, charset: Charset) -> Safe<'_> {
    // Nearly all log text is printable ASCII; this loop is a vector compare.
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Safe(Cow::Borrowed(text));
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut marks = 0_usize;
    for c in text.chars() {
        if charset == Charset::Unicode && is_mark(c) {
            marks += 1;
            if marks <= MARKS_PER_BASE {
                out.push(c);
            }
            continue;
        }
        push_surplus(&mut out, marks);
        marks = 0;
        push_escaped(&mut out, c, charset);
    }
    push_surplus(&mut out, marks);
    if out == text {
        return Safe(Cow::Borrowed(text));
    }
    Safe(Cow::Owned(out))
}

/// A harmless character that takes no column of its own and so piles up on the one before it.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && c.width() == Some(0) && !is_forbidden(c)
}

fn push_surplus(out: &mut String, marks: usize) {
    if let Some(surplus @ 1..) = marks.checked_sub(MARKS_PER_BASE) {
        let _ = write!(out, "<+{surplus}>");
    }
}

fn push_escaped(out: &mut String, c: char, charset: Charset) {
    let code = c as u32;
    let written = match c {
        '\t' => write!(out, "\\t"),
        '\r' => write!(out, "\\r"),
        '\n' => write!(out, "\\n"),
        '\u{7f}' => write!(out, "^?"),
        '\0'..='\u{1f}' => write!(out, "^{}", char::from(code as u8 + b'@')),
        '\u{80}'..='\u{9f}' => write!(out, "<{code:02X}>"),
        _ if is_forbidden(c) || (charset == Charset::Ascii && !c.is_ascii()) => {
            write!(out, "<U+{code:04X}>")
        }
        _ => out.write_char(c),
    };
    debug_assert!(written.is_ok(), "writing to a String cannot fail");
}

/// Whether `c` must never reach a terminal as it is.
pub fn is_forbidden(c: char) -> bool {
    let code = c as u32;
    if code < 0xad {
        return code < 0x20 || (0x7f..0xa0).contains(&code);
    }
    // The last two code points of every plane are no characters.
    code & 0xfffe == 0xfffe || in_table(code)
}

fn in_table(code: u32) -> bool {
    let after = INVISIBLE.partition_point(|&(first, _)| first <= code);
    after
        .checked_sub(1)
        .and_then(|at| INVISIBLE.get(at))
        .is_some_and(|&(_, last)| code <= last)
}

/// Invisible, reordering, joining, tagging and line-breaking code points, sorted, both ends included.
///
/// Unicode 16: the property `Default_Ignorable_Code_Point`, the bidi controls, the line and paragraph separators, the
/// prepended format characters (`U+0600`…, they swallow what follows into one cell), interlinear annotation, and
/// musical and shorthand format controls.
const INVISIBLE: &[(u32, u32)] = &[
    (0x00ad, 0x00ad),     // soft hyphen
    (0x034f, 0x034f),     // combining grapheme joiner
    (0x0600, 0x0605),     // Arabic number signs
    (0x061c, 0x061c),     // Arabic letter mark
    (0x06dd, 0x06dd),     // Arabic end of ayah
    (0x070f, 0x070f),     // Syriac abbreviation mark
    (0x0890, 0x0891),     // Arabic pound and piastre marks above
    (0x08e2, 0x08e2),     // Arabic disputed end of ayah
    (0x115f, 0x1160),     // Hangul fillers
    (0x17b4, 0x17b5),     // Khmer inherent vowels
    (0x180b, 0x180f),     // Mongolian selectors and vowel separator
    (0x200b, 0x200f),     // zero-width space, joiners, direction marks
    (0x2028, 0x202e),     // line and paragraph separator, bidi embeddings
    (0x2060, 0x206f),     // word joiner, invisible operators, bidi isolates
    (0x3164, 0x3164),     // Hangul filler
    (0xfdd0, 0xfdef),     // no characters
    (0xfe00, 0xfe0f),     // variation selectors
    (0xfeff, 0xfeff),     // byte order mark
    (0xffa0, 0xffa0),     // halfwidth Hangul filler
    (0xfff0, 0xfffb),     // interlinear annotation and its ignorable neighbours
    (0x1_10bd, 0x1_10bd), // Kaithi number sign
    (0x1_10cd, 0x1_10cd), // Kaithi number sign above
    (0x1_3430, 0x1_343f), // hieroglyph format controls
    (0x1_bca0, 0x1_bca3), // shorthand format controls
    (0x1_d173, 0x1_d17a), // musical format controls
    (0xe_0000, 0xe_0fff), // tags and more variation selectors
];
