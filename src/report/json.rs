//! JSON that is harmless on a terminal and still exact: what a terminal could act on is written as `\u…`.

use super::safe::is_acting;
use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};
use std::io::{self, Write};

/// Compact, with DEL, C1 controls, invisible and reordering characters escaped beside what JSON escapes anyway.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest.char_indices().find(|&(_, c)| is_acting(c)) {
            CompactFormatter.write_string_fragment(out, &rest[..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = &rest[at + c.len_utf8()..];
        }
        CompactFormatter.write_string_fragment(out, rest)
    }
}

/// Writes a value without a line end.
pub(super) fn write(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    value
        .serialize(&mut serde_json::Serializer::with_formatter(out, Harmless))
        .map_err(io::Error::from)
}

/// Writes a value and a line end.
pub(super) fn write_line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    write(out, value)?;
    out.write_all(b"\n")
}

/// Writes values as one array, one a line, as they come.
pub(super) fn write_array<T: Serialize>(
    out: &mut impl Write,
    values: impl Iterator<Item = T>,
) -> io::Result<()> {
    let mut between = "[";
    for value in values {
        out.write_all(between.as_bytes())?;
        between = ",\n";
        write(out, &value)?;
    }
    let end = if between == "[" { "[]\n" } else { "]\n" };
    out.write_all(end.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: &impl Serialize) -> String {
        let mut out = Vec::new();
        write(&mut out, value).expect("a vector takes all");
        String::from_utf8(out).expect("JSON is UTF-8")
    }

    #[test]
    fn controls_are_escaped_and_read_back_the_same() {
        let text = "a\u{1b}[2J\u{9b}31m\u{202e}b\u{7f}\u{e0041}é";
        let json = written(&text);
        assert_eq!(
            json,
            "\"a\\u001b[2J\\u009b31m\\u202eb\\u007f\\udb40\\udc41é\""
        );
        assert_eq!(
            serde_json::from_str::<String>(&json).ok().as_deref(),
            Some(text)
        );
    }

    #[test]
    fn arrays_of_any_length_are_arrays() {
        for length in 0..3 {
            let mut out = Vec::new();
            write_array(&mut out, 0..length).expect("a vector takes all");
            let read: Vec<i32> = serde_json::from_slice(&out).expect("an array");
            assert_eq!(read, (0..length).collect::<Vec<i32>>());
        }
    }
}
