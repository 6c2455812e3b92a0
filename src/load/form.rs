//! Which form a text has: one row a form, the first that fits wins; told by content, never by name.
//!
//! A new form is one file in `forms` and one row here.

use super::forms::{self, csv, fragments, json_lines, json_stream, tables};
use crate::logs::is_whole;
use std::borrow::Cow;

/// Bytes looked at.
pub(super) const SAMPLE: usize = 64 << 10;

/// Lines looked at for a whole record.
const LINES: usize = 50;

/// What to do with a form.
#[derive(Clone, Copy)]
pub(super) enum Verdict {
    /// Read it so.
    Read(forms::Read),
    /// It is no log, or a form that is not read: why, and what to do.
    Refuse(&'static str),
}

/// A form of file.
pub(super) struct Form {
    /// The word of `check --format json`.
    pub(super) name: &'static str,
    fits: fn(&Sample) -> bool,
    /// What to do with it.
    pub(super) verdict: Verdict,
}

/// The start of a text.
pub(super) struct Sample<'t> {
    /// The decoded bytes.
    bytes: &'t [u8],
    text: Cow<'t, str>,
    /// True when there is nothing behind it.
    is_all: bool,
}

const fn form(name: &'static str, fits: fn(&Sample) -> bool, verdict: Verdict) -> Form {
    Form {
        name,
        fits,
        verdict,
    }
}

use Verdict::{Read, Refuse};

const STREAM: Verdict = Read(json_stream::read);

/// All forms, the telling ones first.
#[allow(clippy::redundant_closure_for_method_calls)] // A bare method is not general enough in its lifetime.
#[rustfmt::skip]
const FORMS: &[Form] = &[
    form("zip", |s| s.starts(b"PK\x03\x04"), Refuse("zip archive in a pipe or inside another archive: unpack it first")),
    form("parquet", |s| s.starts(b"PAR1"), Refuse("Parquet: export as JSON or CSV instead")),
    form("avro", |s| s.starts(b"Obj\x01"), Refuse("Avro (Event Hubs Capture): export the messages as JSON instead")),
    form("orc", |s| s.starts(b"ORC"), Refuse("ORC: export as JSON or CSV instead")),
    form("xls", |s| s.starts(b"\xd0\xcf\x11\xe0"), Refuse("old Excel or Office file: save it as CSV")),
    form("sqlite", |s| s.starts(b"SQLite format 3"), Refuse("SQLite database: export as JSON or CSV instead")),
    form("zstd", |s| s.starts(b"\x28\xb5\x2f\xfd"), Refuse("zstd: unpack it first")),
    form("xz", |s| s.starts(b"\xfd7zXZ"), Refuse("xz: unpack it first")),
    form("bzip2", |s| s.starts(b"BZh"), Refuse("bzip2: unpack it first")),
    form("7z", |s| s.starts(b"7z\xbc\xaf"), Refuse("7z archive: unpack it first")),
    form("gzip", |s| s.starts(b"\x1f\x8b"), Refuse("gzip inside gzip: unpack it first")),
    form("tar", |s| s.bytes.get(257..262) == Some(b"ustar"), Refuse("tar archive in a pipe or inside another archive: unpack it first")),
    form("png", |s| s.starts(b"\x89PNG"), Refuse("PNG image, no log")),
    form("jpeg", |s| s.starts(b"\xff\xd8\xff"), Refuse("JPEG image, no log")),
    form("pdf", |s| s.starts(b"%PDF"), Refuse("PDF, no log")),
    form("empty", |s| s.text.is_empty(), Read(json_lines::read)),
    form("tables", |s| s.has_tables(), Read(tables::read)),
    form("json-array", |s| s.text.starts_with('['), STREAM),
    form("records", |s| s.is_one_wrapper(), STREAM),
    form("json-lines", |s| s.has_whole_line(), Read(json_lines::read)),
    form("fragments", |s| s.has_lone_properties(), Read(fragments::read)),
    form("json-objects", |s| s.text.starts_with('{') && (s.is_all || s.text.contains('\n') || s.has_next_object()), STREAM),
    form("json-lines", |s| s.text.starts_with('{'), Read(json_lines::read)),
    form("html", |s| s.text.starts_with('<'), Refuse("HTML or XML, no JSON or CSV")),
    form("tsv", |s| s.is_csv() == Some(b'\t'), Read(csv::read)),
    form("csv", |s| s.is_csv().is_some(), Read(csv::read)),
    form("binary", |s| s.bytes.contains(&0), Refuse("binary, no JSON or CSV")),
    form("fragments", |s| s.is_fragment(), Read(fragments::read)),
    form("headless", |s| s.is_headless(), Refuse("a table without the names of its columns: export with -o json, or as CSV")),
    form("text", |_| true, Refuse("no JSON or CSV")),
];

/// The form of a text by its start.
pub(super) fn recognise(start: &[u8], is_all: bool) -> &'static Form {
    let bytes = &start[..start.len().min(SAMPLE)];
    let unmarked = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let pad = unmarked.iter().take_while(|&&b| forms::is_pad(b)).count();
    let sample = Sample {
        bytes,
        text: text(&unmarked[pad..]),
        is_all: is_all && start.len() <= SAMPLE,
    };
    let found = FORMS.iter().find(|form| (form.fits)(&sample));
    found.unwrap_or(&FORMS[FORMS.len() - 1])
}

/// What is no UTF-8, a character cut off at the end of the sample among it, is replaced.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

impl Sample<'_> {
    fn starts(&self, magic: &[u8]) -> bool {
        self.bytes.starts_with(magic)
    }

    /// Lines without blanks around them and without their trailing comma, blank ones left out.
    fn lines(&self) -> impl Iterator<Item = &str> {
        self.text
            .split('\n')
            .map(|line| {
                let line = line.trim_matches(|c: char| c.is_ascii() && forms::is_pad(c as u8));
                line.strip_suffix(',').unwrap_or(line)
            })
            .filter(|line| !line.is_empty())
    }

    fn has_whole_line(&self) -> bool {
        self.text
            .split('\n')
            .take(LINES)
            .zip(0..)
            .filter(|(line, at)| *at == 0 || line.starts_with('{'))
            .any(|(line, _)| {
                let line = line.trim_end_matches(|c: char| c.is_ascii() && forms::is_pad(c as u8));
                let line = line.strip_suffix(',').unwrap_or(line);
                line.starts_with('{') && is_whole(line)
            })
    }

    /// Objects one after the other without a line end between them, however long the file.
    fn has_next_object(&self) -> bool {
        let text = self.text.as_bytes();
        let next = forms::object_length(text).and_then(|length| text.get(length..));
        let mut rest = next.unwrap_or_default().iter();
        rest.find(|&&byte| !forms::is_pad(byte)) == Some(&b'{')
    }

    /// One wrapper for the whole file, and not one a line.
    fn is_one_wrapper(&self) -> bool {
        if forms::wrapper_length(self.text.as_bytes()).is_none() {
            return false;
        }
        let mut lines = self.lines();
        let first_is_whole = lines.next().is_some_and(is_whole);
        !(first_is_whole && lines.next().is_some())
    }

    /// A query result: told by its first key, or by columns and rows anywhere at the start.
    fn has_tables(&self) -> bool {
        if !self.text.starts_with(['{', '[']) {
            return false;
        }
        let head = squeezed(&self.text, 12);
        let begins = [
            "{\"tables\":[",
            "[{\"frametype",
            "{\"responses\"",
            "[{\"tables\":",
        ];
        if begins.iter().any(|mark| head.starts_with(mark)) {
            return true;
        }
        // A whole record in the first line need not be sought through with all that follows.
        let first = self.lines().next().filter(|line| is_whole(line));
        let text = first.unwrap_or(&self.text);
        has_list(text, "rows") && (has_list(text, "columns") || has_list(text, "columnDescriptors"))
    }

    /// `"properties"` that belongs to no object, as documentation prints it.
    fn has_lone_properties(&self) -> bool {
        let mut depth = 0_usize;
        let mut lines = self.text.lines();
        lines.any(|line| {
            let line = line.trim();
            let is_lone = depth == 0 && is_key(line, "properties");
            let (mut quoted, mut escaped) = (false, false);
            for byte in line.bytes() {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' => escaped = quoted,
                    b'"' => quoted = !quoted,
                    _ if quoted => {}
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
            is_lone
        })
    }

    /// Members of an object without their braces.
    fn is_fragment(&self) -> bool {
        let line = self.text.lines().next().unwrap_or_default();
        let name = line.strip_prefix('"').and_then(|rest| rest.split_once('"'));
        let is_member = name.is_some_and(|(_, rest)| rest.trim_start().starts_with([':', '{']));
        is_member || self.text.contains("\"properties\"")
    }

    /// The separator of a table whose names stand in one of the first lines.
    fn is_csv(&self) -> Option<u8> {
        let mut lines = self.text.lines().filter(|line| !line.trim().is_empty());
        let head = lines
            .by_ref()
            .take(3)
            .find(|line| csv::is_heading(line.as_bytes()))?;
        Some(csv::separator_of(head.as_bytes()))
    }

    /// Cells, but no names: what `az -o tsv` gives.
    fn is_headless(&self) -> bool {
        let cells = |line: &str| line.matches('\t').count();
        let mut lines = self.text.lines().take(3).map(cells);
        lines
            .next()
            .is_some_and(|first| first >= 4 && lines.all(|other| other == first))
    }
}

/// True when a key of this name stands before an array.
fn has_list(text: &str, name: &str) -> bool {
    let found = [name.to_owned(), name[..1].to_ascii_uppercase() + &name[1..]];
    found.iter().any(|name| {
        let mark = format!("\"{name}\"");
        let mut hits = memchr::memmem::find_iter(text.as_bytes(), &mark);
        hits.any(|at| squeezed(&text[at + mark.len()..], 2) == ":[")
    })
}

/// The first characters that are no blanks, in small letters.
fn squeezed(text: &str, count: usize) -> String {
    let told = text.chars().filter(|c| !c.is_whitespace()).take(count);
    told.map(|c| c.to_ascii_lowercase()).collect()
}

/// True when a line starts with this key and what follows a key.
fn is_key(line: &str, name: &str) -> bool {
    let rest = line
        .strip_prefix('"')
        .and_then(|rest| rest.strip_prefix(name));
    let rest = rest.and_then(|rest| rest.strip_prefix('"'));
    rest.is_some_and(|rest| rest.trim_start().starts_with([':', '{']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip]
    fn forms_are_told_by_content() {
        let table: &[(&str, &str)] = &[
            ("", "empty"), (" \r\n\0\0", "empty"), ("\u{feff}", "empty"),
            ("{\"a\":1}", "json-lines"), ("\u{feff}{\"a\":1}\n{\"b\":2}\n", "json-lines"),
            ("{\"a\":1},\r\n{\"b\":2},\r\n", "json-lines"), ("\n\n{\"a\":1}\n", "json-lines"),
            ("{\"cut\":\n{\"a\":1}\n", "json-lines"), ("tail of a record\"}}\n{\"a\":1}\n", "json-lines"),
            ("{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n", "json-objects"), ("{\"a\":1}{\"b\":2}", "json-objects"),
            ("{\"a\":", "json-objects"), ("[{\"a\":1}]", "json-array"), ("\n[\n{\"a\":1},\n{\"a\":1}\n]", "json-array"),
            ("{\"records\":[{\"a\":1}]}", "records"), ("{ \"Records\" : [\n{\"a\":1},\n{\"b\":1}\n]}", "records"),
            ("{\"records\":[{\"a\":1}]}\n{\"records\":[]}\n", "json-lines"),
            ("{\"records\":\"x\"}\n", "json-lines"),
            ("{\"tables\":[{\"name\":\"PrimaryResult\"", "tables"), ("[ {\"FrameType\":1}]", "tables"),
            ("TenantId,\"TimeGenerated [UTC]\",CallType\n1,2,3\n", "csv"), ("sep=;\nCallId;MetricName\n", "csv"),
            ("\"properties\": {\n", "fragments"), ("<!DOCTYPE html>", "html"), ("hello, world\n", "text"),
            ("PK\u{3}\u{4}abc", "zip"), ("PAR1", "parquet"), ("ab\0cd", "binary"), ("42", "text"),
        ];
        for (text, name) in table {
            assert_eq!(recognise(text.as_bytes(), true).name, *name, "{text:?}");
        }
    }

    #[test]
    fn a_long_file_of_objects_without_line_ends_is_no_single_line() {
        let text = "{\"a\":{\"b\":\"}{\"}}".repeat(SAMPLE / 8);
        assert_eq!(recognise(text.as_bytes(), false).name, "json-objects");
        let text = format!("{{\"a\":1}} {{\"b\":\"{}", "x".repeat(SAMPLE));
        assert_eq!(recognise(text.as_bytes(), false).name, "json-objects");
    }

    #[test]
    fn a_long_first_line_is_read_as_lines() {
        let text = format!("{{\"a\":\"{}", "x".repeat(SAMPLE));
        assert_eq!(recognise(text.as_bytes(), false).name, "json-lines");
        let text = format!("{{\"records\":[{{\"a\":\"{}", "x".repeat(SAMPLE));
        assert_eq!(recognise(text.as_bytes(), false).name, "records");
    }
}
