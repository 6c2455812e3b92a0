//! Query results with tables: Log Analytics (alone, in batches, as SDKs wrap it) and Kusto v1 and v2.
//!
//! The walk goes through any object and array around the tables; an array named `rows` in an object that has
//! `columns` holds the records, one a row. All else is wrapper (file-forms, "Log Analytics query REST API" and
//! "Azure Data Explorer / Kusto").

use super::extent::{self, Extent};
use super::{Session, is_pad, too_long};
use crate::load::shape::Shape;
use crate::load::window::Filled;
use crate::logs::{ENDS_EARLY, elements};
use serde_json::Value;
use std::sync::Arc;

const BROKEN: &str = "the JSON around the tables is broken";
const NO_ROW: &str = "no row: an array of cells expected";
const NO_COLUMNS: &str = "a row before the columns of its table";

/// Columns of tables that tell of the query itself; the first two are Kusto's status and contents, the others its
/// properties (file-forms, g: "extra tables for query status").
const ABOUT_QUERY: [&[&str]; 4] = [
    &["StatusDescription", "ActivityId"],
    &["ActivityId", "ClientRequestId"],
    &["Ordinal", "Kind", "PrettyName"],
    &["TableId", "Key", "Value"],
];

type Names = Arc<[String]>;

/// A container that is open.
enum Frame {
    Array,
    /// The rows of a table; `None` when its columns are not known.
    Rows(Option<Names>),
    Object(Object),
}

/// What an open object said so far.
#[derive(Default)]
struct Object {
    key: Option<String>,
    names: Option<Names>,
    is_primary: Option<bool>,
}

/// What a step came to.
enum Step {
    Went,
    More,
    Broken(String),
}

#[derive(Default)]
struct Walk {
    frames: Vec<Frame>,
    /// The columns met last, for rows whose columns stand in a frame of their own.
    names: Option<Names>,
    json: String,
}

/// Reads all tables of the window.
pub(crate) fn read(session: &mut Session) {
    let mut walk = Walk::default();
    let mut scanned = 0;
    loop {
        let is_end = session.window.fill() == Filled::End;
        // A long row is not scanned anew for every bit of it that comes in.
        if !is_end && scanned > 1 << 20 && session.window.text().len() < scanned * 2 {
            continue;
        }
        loop {
            match walk.step(session) {
                Step::Went if session.send_when_full() => {}
                Step::Went => return,
                Step::More => break,
                Step::Broken(reason) => {
                    session.reject_rest(reason);
                    session.close_line();
                    return;
                }
            }
        }
        scanned = session.window.text().len();
        if is_end {
            break;
        }
        if !session.send_when_due() {
            return;
        }
    }
    if !session.window.text().is_empty() {
        session.reject_rest(ENDS_EARLY.to_owned());
    } else if !walk.frames.is_empty() {
        session.error = Some("a table is not closed; the file may be cut short".to_owned());
    }
    session.close_line();
}

impl Walk {
    /// Takes the next token, or value, off the start of the text in view.
    fn step(&mut self, session: &mut Session) -> Step {
        let text = session.window.text();
        let is_around = |&&byte: &&u8| is_pad(byte) || matches!(byte, b',' | b':');
        let mut around = text.iter().take_while(is_around).count();
        if session.window.offset() == 0 && text.starts_with(b"\xef\xbb\xbf") {
            around = 3;
        }
        if around > 0 {
            session.take_around(around);
            return Step::Went;
        }
        let Some(&first) = text.first() else {
            return Step::More;
        };
        let in_rows = matches!(self.frames.last(), Some(Frame::Rows(_)));
        match first {
            b'}' | b']' => self.close(session, first),
            _ if in_rows => self.row(session),
            b'{' if !self.is_keyed("error") => self.open(session, Frame::Object(Object::default())),
            b'[' if self.is_keyed("rows") => self.rows(session),
            b'[' if !self.is_keyed("columns") && !self.is_keyed("columndescriptors") => {
                self.open(session, Frame::Array)
            }
            _ => self.value(session),
        }
    }

    fn object(&mut self) -> Option<&mut Object> {
        match self.frames.last_mut() {
            Some(Frame::Object(object)) => Some(object),
            _ => None,
        }
    }

    fn is_keyed(&self, name: &str) -> bool {
        let Some(Frame::Object(object)) = self.frames.last() else {
            return false;
        };
        let key = object.key.as_deref();
        key.is_some_and(|key| key.eq_ignore_ascii_case(name))
    }

    fn open(&mut self, session: &mut Session, frame: Frame) -> Step {
        const DEPTH_LIMIT: usize = 128;
        if self.frames.len() >= DEPTH_LIMIT {
            return Step::Broken("nested deeper than 128 levels".to_owned());
        }
        if let Some(object) = self.object() {
            object.key = None;
        }
        self.frames.push(frame);
        session.take_around(1);
        Step::Went
    }

    fn close(&mut self, session: &mut Session, bracket: u8) -> Step {
        let is_object = matches!(self.frames.last(), Some(Frame::Object(_)));
        if self.frames.is_empty() || is_object != (bracket == b'}') {
            return Step::Broken(BROKEN.to_owned());
        }
        self.frames.pop();
        session.take_around(1);
        Step::Went
    }

    /// At the bracket that opens the rows of a table.
    fn rows(&mut self, session: &mut Session) -> Step {
        let last = self.names.clone();
        let Some(object) = self.object() else {
            return Step::Broken(BROKEN.to_owned());
        };
        let names = object.names.clone().or(last);
        let is_primary = object
            .is_primary
            .unwrap_or_else(|| names.as_ref().is_none_or(|names| !is_about_query(names)));
        if !is_primary {
            return self.open(session, Frame::Array);
        }
        if let Some(names) = &names {
            session.note_shape(Shape::Values(Arc::clone(names)));
            session.filler.columns(names.iter().map(String::as_str));
        }
        self.open(session, Frame::Rows(names))
    }

    fn row(&mut self, session: &mut Session) -> Step {
        let length = match extent_of(session) {
            Ok(length) => length,
            Err(step) => return step,
        };
        let Some(Frame::Rows(names)) = self.frames.last() else {
            return Step::More;
        };
        let raw = &session.window.text()[..length];
        let outcome = match (names, simdutf8::basic::from_utf8(raw)) {
            (None, _) => Err(NO_COLUMNS.to_owned()),
            (_, Err(_)) => Err("not UTF-8".to_owned()),
            (Some(names), Ok(raw)) => name_values(names, raw, &mut self.json),
        };
        match outcome {
            Ok(()) => session.take_row(length, &self.json, false),
            Err(reason) => session.take_rejected(length, reason),
        }
        Step::Went
    }

    /// A key, or a value that is not walked through.
    fn value(&mut self, session: &mut Session) -> Step {
        let length = match extent_of(session) {
            Ok(length) => length,
            Err(step) => return step,
        };
        let text = String::from_utf8_lossy(&session.window.text()[..length]);
        match self.object() {
            Some(object) if object.key.is_none() => {
                object.key = Some(text.trim_matches('"').to_owned());
            }
            Some(object) => {
                let key = object.key.take().unwrap_or_default();
                let value = serde_json::from_str(&text).unwrap_or_default();
                self.member(session, &key.to_ascii_lowercase(), &value);
            }
            None => {}
        }
        session.take_around(length);
        Step::Went
    }

    fn member(&mut self, session: &mut Session, key: &str, value: &Value) {
        if key == "error" && !value.is_null() {
            let code = value["code"].as_str().unwrap_or("an error");
            session.error = Some(format!("the query gave only a part: {code}"));
        }
        let names = matches!(key, "columns" | "columndescriptors").then(|| names_of(value));
        let Some(object) = self.object() else {
            return;
        };
        if key == "tablekind" {
            object.is_primary = value.as_str().map(|kind| kind == "PrimaryResult");
        }
        if let Some(names) = names {
            object.names = Some(Arc::clone(&names));
            self.names = Some(names);
        }
    }
}

/// Bytes of the value at the start of the text in view.
fn extent_of(session: &Session) -> Result<usize, Step> {
    let text = session.window.text();
    let limit = text.len().min(session.max_line + 1);
    match extent::of(&text[..limit]) {
        Extent::End(length) => Ok(length),
        Extent::Bad(_) => Err(Step::Broken(BROKEN.to_owned())),
        Extent::More if text.len() > session.max_line => {
            Err(Step::Broken(too_long(session.max_line)))
        }
        Extent::More => Err(Step::More),
    }
}

/// Names of columns, given as objects or as plain texts.
fn names_of(columns: &Value) -> Names {
    let name = |column: &Value| {
        let named = [
            column,
            &column["name"],
            &column["ColumnName"],
            &column["Name"],
        ];
        let found = named.iter().find_map(|name| name.as_str());
        found.unwrap_or_default().to_owned()
    };
    let columns = columns.as_array().map_or(&[][..], Vec::as_slice);
    columns.iter().map(name).collect()
}

fn is_about_query(names: &[String]) -> bool {
    let has = |wanted: &&str| names.iter().any(|name| name == wanted);
    let is_value = names.len() == 1 && names[0] == "Value";
    is_value || ABOUT_QUERY.iter().any(|set| set.iter().all(has))
}

/// A row as an object.
pub(in crate::load) fn named(names: &[String], row: &str) -> Result<String, String> {
    let mut json = String::new();
    name_values(names, row, &mut json).map(|()| json)
}

fn name_values(names: &[String], row: &str, json: &mut String) -> Result<(), String> {
    if !row.starts_with('[') {
        return Err(NO_ROW.to_owned());
    }
    json.clear();
    json.reserve(row.len() + names.len() * 24);
    let mut count = 0;
    let read = elements(row, |span| {
        if let Some(name) = names.get(count) {
            json.push(if count == 0 { '{' } else { ',' });
            push_text(json, name);
            json.push(':');
            json.push_str(&row[span]);
        }
        count += 1;
    });
    read.map_err(|fault| format!("{} (column {})", fault.what, fault.at + 1))?;
    if count != names.len() || count == 0 {
        return Err(format!(
            "{count} cells where the table has {} columns",
            names.len()
        ));
    }
    json.push('}');
    Ok(())
}

/// A text as a JSON string.
pub(super) fn push_text(json: &mut String, text: &str) {
    json.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c < ' ' || matches!(c, '"' | '\\')) {
        json.push_str(&rest[..at]);
        let letter = rest.as_bytes()[at];
        match letter {
            b'"' | b'\\' => json.extend(['\\', char::from(letter)]),
            b'\n' => json.push_str("\\n"),
            _ => {
                const DIGITS: &[u8; 16] = b"0123456789abcdef";
                json.push_str("\\u00");
                json.push(char::from(DIGITS[usize::from(letter >> 4)]));
                json.push(char::from(DIGITS[usize::from(letter & 15)]));
            }
        }
        rest = &rest[at + 1..];
    }
    json.push_str(rest);
    json.push('"');
}
