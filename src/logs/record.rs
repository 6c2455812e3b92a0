//! One record: a JSON object text becomes fields by key number, read in place, and then one row of its category.
//!
//! Envelope keys and the keys inside `properties` (an object, or the JSON text of one) are two banks of spans. What a
//! row needs is taken from `properties` first, then from the envelope; flat rows of Log Analytics have only the
//! latter. Nothing is allocated for a record whose strings hold no escapes.

use super::classify::{self, Class};
use super::json::{self, Cursor, Fault, Kind, NO_OBJECT, Word};
use super::keys::{Key, KeyReader, REGISTRY, Spellings};
use super::schema::Sights;
use super::{CATEGORIES, Hint, envelope, hash};
use crate::model::batch::Batch;
use crate::model::id::{Absence, IdRef, TextRef};
use crate::model::source::Source;
use crate::model::value::{Num, Num32, Time};
use std::borrow::Cow;
use std::ops::Range;

/// Spans by key number, emptied at the cost of what was filled.
#[derive(Default)]
struct Bank {
    words: Vec<Word>,
    filled: Vec<Key>,
}

impl Bank {
    fn clear(&mut self) {
        for key in self.filled.drain(..) {
            if let Some(word) = self.words.get_mut(key as usize) {
                *word = Word::default();
            }
        }
        self.words.resize(REGISTRY.count, Word::default());
    }

    /// The last of equal keys wins.
    fn set(&mut self, key: Key, word: Word) {
        if let Some(slot) = self.words.get_mut(key as usize) {
            *slot = word;
        }
        self.filled.push(key);
    }

    fn get(&self, key: Key) -> Word {
        self.words.get(key as usize).copied().unwrap_or_default()
    }
}

/// What a JSON text turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A record; its row is in the batch.
    Record,
    /// An array, or the array of a `{"records":[…]}` wrapper: see [`elements`].
    List(Range<usize>),
}

/// Reads records; one a thread, as it remembers spellings.
#[derive(Default)]
pub struct Reader {
    keys: KeyReader,
    names: Spellings,
    outer: Bank,
    inner: Bank,
    unpacked: String,
    sights: Sights,
}

impl Reader {
    /// Reads one JSON text into a row of the batch. All records pass here, whatever form their file has.
    pub fn read(
        &mut self,
        text: &str,
        source: Source,
        hint: Hint,
        batch: &mut Batch,
    ) -> Result<Found, Fault> {
        let mut cursor = Cursor::new(text);
        match cursor.peek() {
            Some(b'{') => {}
            Some(b'[') => return list(&mut cursor),
            _ => return no_object(&mut cursor),
        }
        let hash = self.object(&mut cursor, text)?;
        cursor.end()?;
        let known = envelope::keys();
        let records = self.outer.get(known.records);
        if records.kind == Kind::Array {
            return Ok(Found::List(records.range()));
        }
        let properties = self.outer.get(known.properties);
        let packed = properties.kind == Kind::Escaped;
        if packed {
            self.unpack(&text[properties.range()]);
        }
        let record = Record {
            outer: (text, &self.outer),
            inner: (if packed { &self.unpacked } else { text }, &self.inner),
            hash,
            source,
        };
        match classify::class(&record, &mut self.names, hint) {
            Class::Known(at) => {
                let category = CATEGORIES[at];
                let filled = self.outer.filled.iter().chain(&self.inner.filled);
                self.sights.note(at, filled, &self.keys, batch);
                (category.read)(&record.fields(at), batch);
                batch.count(category.name);
            }
            Class::Other(at) => classify::keep(&record, at, batch),
        }
        Ok(Found::Record)
    }

    /// The envelope; `properties` goes into a bank of its own.
    fn object(&mut self, cursor: &mut Cursor, text: &str) -> Result<u64, Fault> {
        self.outer.clear();
        self.inner.clear();
        self.keys.rewind();
        cursor.open();
        let properties = envelope::keys().properties;
        let (mut sum, mut first) = (0_u64, true);
        while let Some(name) = cursor.key(first)? {
            first = false;
            let key = self.keys.read(&spelling(text, name));
            let (word, nested) = if key == properties && cursor.peek() == Some(b'{') {
                let start = cursor.at() as u32;
                self.inner.clear();
                let hash = members(cursor, text, 1, (&mut self.keys, &mut self.inner))?;
                let word = Word {
                    kind: Kind::Object,
                    start,
                    end: cursor.at() as u32,
                };
                (word, Some(hash))
            } else {
                cursor.value(1)?
            };
            self.outer.set(key, word);
            sum = sum.wrapping_add(cursor.pair(name, word, nested));
        }
        Ok(hash::object(sum))
    }

    /// `properties` given as JSON text. A text that is no object stays what it is: a text.
    fn unpack(&mut self, body: &str) {
        self.inner.clear();
        self.unpacked = json::decode(body);
        let mut cursor = Cursor::new(&self.unpacked);
        if cursor.peek() == Some(b'{') {
            let banks = (&mut self.keys, &mut self.inner);
            let read = members(&mut cursor, &self.unpacked, 0, banks).and_then(|_| cursor.end());
            if read.is_err() {
                self.inner.clear();
            }
        }
    }
}

/// The members of the object under the cursor.
fn members(
    cursor: &mut Cursor,
    text: &str,
    depth: u32,
    (keys, bank): (&mut KeyReader, &mut Bank),
) -> Result<u64, Fault> {
    cursor.open();
    let (mut sum, mut first) = (0_u64, true);
    while let Some(name) = cursor.key(first)? {
        first = false;
        let key = keys.read(&spelling(text, name));
        let (word, nested) = cursor.value(depth + 1)?;
        bank.set(key, word);
        sum = sum.wrapping_add(cursor.pair(name, word, nested));
    }
    Ok(hash::object(sum))
}

fn spelling(text: &str, name: Word) -> Cow<'_, str> {
    let raw = &text[name.range()];
    if name.kind == Kind::Escaped {
        Cow::Owned(json::decode(raw))
    } else {
        Cow::Borrowed(raw)
    }
}

fn list(cursor: &mut Cursor) -> Result<Found, Fault> {
    let (word, _) = cursor.value(0)?;
    cursor.end()?;
    Ok(Found::List(word.range()))
}

/// A broken value is told as broken, a whole one as no object.
fn no_object(cursor: &mut Cursor) -> Result<Found, Fault> {
    let at = cursor.at();
    cursor.value(0)?;
    cursor.end()?;
    Err(Fault {
        at,
        what: NO_OBJECT,
    })
}

/// The spans of the elements of an array that [`Reader::read`] found.
pub fn elements(array: &str, mut visit: impl FnMut(Range<usize>)) -> Result<(), Fault> {
    let mut cursor = Cursor::new(array);
    cursor.peek();
    cursor.open();
    let mut first = true;
    while cursor.element(first)? {
        first = false;
        let start = cursor.at();
        cursor.value(1)?;
        visit(start..cursor.at());
    }
    Ok(())
}

/// Is this text one whole JSON object (or array)? What the recognition of forms asks.
pub fn is_whole(text: &str) -> bool {
    let mut cursor = Cursor::new(text);
    matches!(cursor.peek(), Some(b'{' | b'[')) && cursor.value(0).is_ok() && cursor.end().is_ok()
}

/// The fields of a record in both banks.
pub(crate) struct Record<'r> {
    outer: (&'r str, &'r Bank),
    inner: (&'r str, &'r Bank),
    pub(crate) hash: u64,
    pub(crate) source: Source,
}

impl<'r> Record<'r> {
    fn fields(&'r self, category: usize) -> Fields<'r> {
        Fields {
            record: self,
            keys: &REGISTRY.fields[category],
        }
    }

    /// True when the key is there, even as `null`.
    pub(crate) fn is_present(&self, key: Key) -> bool {
        self.inner.1.get(key).kind != Kind::Absent || self.outer.1.get(key).kind != Kind::Absent
    }

    /// The value inside `properties`, else that of the envelope; an absence gives way to a value.
    fn word(&self, key: Key) -> (&'r str, Word) {
        let word = self.inner.1.get(key);
        if is_telling(self.inner.0, word) {
            (self.inner.0, word)
        } else {
            (self.outer.0, self.outer.1.get(key))
        }
    }

    /// The value as text; empty when there is none.
    pub(crate) fn shown(&self, key: Key) -> Cow<'r, str> {
        let (text, word) = self.word(key);
        shown(text, word)
    }

    /// The envelope's value, else that inside `properties`.
    pub(crate) fn shown_outside(&self, key: Key) -> Cow<'r, str> {
        let (text, bank) = self.outer;
        if is_telling(text, bank.get(key)) {
            shown(text, bank.get(key))
        } else {
            self.shown(key)
        }
    }

    /// True when there is a value, or a hidden or unreadable one.
    pub(crate) fn is_telling(&self, key: Key) -> bool {
        let (text, word) = self.word(key);
        is_telling(text, word)
    }

    /// When the record was made.
    pub(crate) fn generated(&self) -> Time {
        Time::parse(&self.shown_outside(envelope::keys().time))
    }

    /// An identifier.
    pub(crate) fn id(&self, key: Key, batch: &mut Batch) -> IdRef {
        batch.id(&self.shown(key))
    }
}

fn is_telling(text: &str, word: Word) -> bool {
    match word.kind {
        Kind::Absent | Kind::Null => false,
        Kind::Text => Absence::of(text[word.range()].trim()) != Some(Absence::Missing),
        _ => true,
    }
}

fn shown(text: &str, word: Word) -> Cow<'_, str> {
    match word.kind {
        Kind::Absent | Kind::Null => Cow::Borrowed(""),
        _ => spelling(text, word),
    }
}

/// The fields of one category by their position in its table.
pub(crate) struct Fields<'r> {
    record: &'r Record<'r>,
    keys: &'static [Key],
}

impl<'r> Fields<'r> {
    /// The key number of a field.
    fn key(&self, field: usize) -> Key {
        self.keys[field]
    }

    /// True when the key is there, even as `null`.
    pub(crate) fn is_present(&self, field: usize) -> bool {
        self.record.is_present(self.key(field))
    }

    /// The value as text; empty when there is none.
    pub(crate) fn shown(&self, field: usize) -> Cow<'r, str> {
        self.record.shown(self.key(field))
    }

    /// As an identifier.
    pub(crate) fn id(&self, field: usize, batch: &mut Batch) -> IdRef {
        self.record.id(self.key(field), batch)
    }

    /// As a repeated word.
    pub(crate) fn text(&self, field: usize, batch: &mut Batch) -> TextRef {
        batch.text(&self.shown(field))
    }

    /// As a number.
    pub(crate) fn num(&self, field: usize) -> Num {
        Num::parse(&self.shown(field))
    }

    /// As a number of a sample.
    pub(crate) fn num32(&self, field: usize) -> Num32 {
        Num32::parse(&self.shown(field))
    }

    /// As a moment.
    pub(crate) fn time(&self, field: usize) -> Time {
        Time::parse(&self.shown(field))
    }

    /// As yes or no: `true`, `"TRUE"`, `1` and their opposites; none for anything else.
    pub(crate) fn flag(&self, field: usize) -> Option<bool> {
        match self.shown(field).trim() {
            "1" => Some(true),
            "0" => Some(false),
            word if word.eq_ignore_ascii_case("true") => Some(true),
            word if word.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// When the record was made.
    pub(crate) fn generated(&self) -> Time {
        self.record.generated()
    }

    /// The hash of the whole record.
    pub(crate) fn hash(&self) -> u64 {
        self.record.hash
    }

    /// Where the record stands.
    pub(crate) fn source(&self) -> Source {
        self.record.source
    }
}
