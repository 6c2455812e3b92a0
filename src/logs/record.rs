//! One record: a JSON object text becomes fields by key number, read in place, and then one row of its category.
//!
//! Envelope keys and the keys inside `properties` (an object, or the JSON text of one) are two banks of spans. What a
//! row needs is taken from `properties` first, then from the envelope; flat rows of Log Analytics have only the
//! latter. Nothing is allocated for a record whose strings hold no escapes.

use super::classify::{self, Class};
use super::client_operations::PayloadWords;
use super::json::{self, Cursor, Fault, Kind, NO_OBJECT, Word};
use super::keys::{Key, KeyReader, REGISTRY, Spellings};
use super::layout::Layout;
use super::memo::{Generated, Kept, Memos, Recent};
use super::schema::Sights;
use super::template::{Template, Templates};
use super::walked::Walked;
use super::{CATEGORIES, Hint, envelope};
use crate::model::batch::Batch;
use crate::model::id::{Absence, IdRef, TextRef, trimmed};
use crate::model::rows::{Direction, Media};
use crate::model::source::Source;
use crate::model::value::{Num, Num32, Time};
use std::borrow::Cow;
use std::ops::Range;

/// What a JSON text turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A record; its row is in the batch.
    Record,
    /// An array, or the array of a `{"records":[…]}` wrapper: see [`elements`].
    List(Range<usize>),
}

/// Reads records; one a thread, as it remembers spellings and the lines before.
#[derive(Default)]
pub struct Reader {
    keys: KeyReader,
    names: Spellings,
    sights: Sights,
    pub(super) templates: Templates,
    pub(super) walked: Walked,
    recent: Recent,
    unpacked: String,
}

impl Reader {
    /// Walks every text, and reads none by another: what the tests and the fuzzer hold the other reader against.
    #[doc(hidden)]
    pub fn walking() -> Self {
        Self {
            templates: Templates::none(),
            walked: Walked::forgetful(),
            ..Self::default()
        }
    }

    /// Reads one JSON text into a row of the batch. All records pass here, whatever form their file has.
    pub fn read(
        &mut self,
        text: &str,
        source: Source,
        hint: Hint,
        batch: &mut Batch,
    ) -> Result<Found, Fault> {
        let place = (source, hint);
        if let Some(template) = self.templates.read(text, batch.stamp()) {
            let told = (&mut self.names, &mut self.sights, &self.keys, &self.recent);
            row(template, (text, text), true, place, told, batch);
            return Ok(Found::Record);
        }
        self.walk(text, place, batch)
    }

    /// Reads the line a text begins with, when it is of at most so many bytes, ends with a line feed, holds a record
    /// and nothing around it, and is like one read before. Its length without the line feed, which the source is
    /// given; none when it must be read otherwise.
    #[inline]
    pub fn read_line(
        &mut self,
        text: &str,
        limit: usize,
        (mut source, hint): (Source, Hint),
        batch: &mut Batch,
    ) -> Option<usize> {
        let (template, length) = self.templates.read_line(text, limit, batch.stamp())?;
        let text = &text[..length];
        source.length = length as u32;
        let told = (&mut self.names, &mut self.sights, &self.keys, &self.recent);
        row(template, (text, text), true, (source, hint), told, batch);
        Some(length)
    }

    /// Reads a text from end to end, and perhaps keeps it to read others by: [`Self::read`] for a text that
    /// [`Self::read_line`] did not take.
    pub fn walk(
        &mut self,
        text: &str,
        place: (Source, Hint),
        batch: &mut Batch,
    ) -> Result<Found, Fault> {
        let mut cursor = Cursor::new(text);
        match cursor.peek() {
            Some(b'{') => {}
            Some(b'[') => return list(&mut cursor),
            _ => return no_object(&mut cursor),
        }
        let layout = self.walked.read(&mut cursor, text, &mut self.keys)?;
        cursor.end()?;
        let known = envelope::keys();
        let records = layout.outer(known.records);
        if records.kind == Kind::Array {
            return Ok(Found::List(records.range()));
        }
        let properties = layout.outer(known.properties);
        let mut inner = text;
        if properties.kind == Kind::Escaped {
            self.unpacked = json::decode(&text[properties.range()]);
            layout.unpack(&self.unpacked, &mut self.keys);
            inner = &self.unpacked;
        }
        if layout.is_whole() && self.templates.wants(text) {
            self.templates.keep(text, batch.stamp(), layout);
        }
        let is_kept = self.walked.take(text, batch.stamp());
        let template = &mut self.walked.template;
        let told = (&mut self.names, &mut self.sights, &self.keys, &self.recent);
        row(template, (text, inner), is_kept, place, told, batch);
        Ok(Found::Record)
    }
}

/// Makes a row of a record whose members are known.
fn row(
    template: &mut Template,
    (outer, inner): (&str, &str),
    is_kept: bool,
    (source, hint): (Source, Hint),
    (names, sights, keys, recent): (&mut Spellings, &mut Sights, &KeyReader, &Recent),
    batch: &mut Batch,
) {
    let layout = &template.layout;
    let record = Record {
        outer,
        inner,
        layout,
        memos: is_kept.then_some(&template.memos),
        recent,
        hash: layout.hash(),
        source,
    };
    let known = template
        .class
        .filter(|(known, _)| is_kept && *known == hint);
    let class = known.map_or_else(
        || {
            let (class, is_by_name) = classify::class(&record, names, hint);
            template.class = is_by_name.then_some((hint, class));
            class
        },
        |(_, class)| class,
    );
    match class {
        Class::Known(at) => {
            let category = CATEGORIES[at];
            if !is_kept || template.noted != Some(class) {
                sights.note(at, layout.keys(), keys, batch);
                template.noted = Some(class);
                template.memos.forget_row();
            } else {
                sights.note(at, layout.changed().iter(), keys, batch);
            }
            (category.read)(&record.fields(at), batch);
            batch.count_known(category.name);
        }
        Class::Other(at) => {
            classify::keep(&record, at, batch);
            template.noted = None;
            template.memos.forget_row();
        }
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
    outer: &'r str,
    inner: &'r str,
    layout: &'r Layout,
    /// Values made of the same texts before; none for a record that is not kept.
    memos: Option<&'r Memos>,
    recent: &'r Recent,
    pub(crate) hash: u64,
    pub(crate) source: Source,
}

impl<'r> Record<'r> {
    fn fields(&'r self, category: usize) -> Fields<'r> {
        Fields {
            record: self,
            keys: &REGISTRY.fields[category],
            values: self.memos,
        }
    }

    /// True when the key is there, even as `null`.
    pub(crate) fn is_present(&self, key: Key) -> bool {
        self.layout.inner(key).kind != Kind::Absent || self.layout.outer(key).kind != Kind::Absent
    }

    /// The value inside `properties`, else that of the envelope; an absence gives way to a value.
    fn word(&self, key: Key) -> (&'r str, Word) {
        let word = self.layout.inner(key);
        if is_telling(self.inner, word) {
            (self.inner, word)
        } else {
            (self.outer, self.layout.outer(key))
        }
    }

    /// The number `make` gives to the value as text; it is handed the number given to its like before.
    fn number(&self, key: Key, make: impl FnOnce(&str, u32) -> u32) -> u32 {
        let (layout, mut text) = (self.layout, self.inner);
        let mut member = layout.inner_member(key);
        if !member.is_some_and(|at| is_telling(text, layout.word_at(at))) {
            (text, member) = (self.outer, layout.outer_member(key));
        }
        let Some(at) = member else {
            return make("", IdRef::MISSING.0);
        };
        let guess = self.recent.guess(layout.pair_at(at));
        let number = make(&shown(text, layout.word_at(at)), guess.get());
        guess.set(number);
        number
    }

    /// The value as text; empty when there is none.
    pub(crate) fn shown(&self, key: Key) -> Cow<'r, str> {
        let (text, word) = self.word(key);
        shown(text, word)
    }

    /// The envelope's value, else that inside `properties`.
    pub(crate) fn shown_outside(&self, key: Key) -> Cow<'r, str> {
        let word = self.layout.outer(key);
        if is_telling(self.outer, word) {
            shown(self.outer, word)
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
        let key = envelope::keys().time;
        let make = || Generated(Time::parse(&self.shown_outside(key)));
        self.kept(key, make).0
    }

    /// An identifier.
    pub(crate) fn id(&self, key: Key, batch: &mut Batch) -> IdRef {
        self.kept(key, || {
            IdRef(self.number(key, |text, guess| batch.id_guessed(text, guess).0))
        })
    }

    /// What was made of a key before, else what is made of it now.
    fn kept<T: Kept>(&self, key: Key, make: impl FnOnce() -> T) -> T {
        match self.memos {
            Some(memos) => memos.get(key, make),
            None => make(),
        }
    }
}

fn is_telling(text: &str, word: Word) -> bool {
    match word.kind {
        Kind::Absent | Kind::Null => false,
        Kind::Text => match &text.as_bytes()[word.range()] {
            // The words for what is missing begin with one letter.
            [first, ..] if first.is_ascii_graphic() && !matches!(first, b'n' | b'N') => true,
            _ => Absence::of(trimmed(&text[word.range()])) != Some(Absence::Missing),
        },
        _ => true,
    }
}

fn shown(text: &str, word: Word) -> Cow<'_, str> {
    match word.kind {
        Kind::Absent | Kind::Null => Cow::Borrowed(""),
        Kind::Escaped => Cow::Owned(json::decode(&text[word.range()])),
        _ => Cow::Borrowed(&text[word.range()]),
    }
}

/// The fields of one category by their position in its table.
pub(crate) struct Fields<'r> {
    record: &'r Record<'r>,
    keys: &'static [Key],
    /// Values made before; none where each is made anew.
    values: Option<&'r Memos>,
}

impl<'r> Fields<'r> {
    /// The key number of a field.
    pub(super) fn key(&self, field: usize) -> Key {
        self.keys[field]
    }

    /// What was kept of the record before.
    pub(super) fn memos(&self) -> Option<&'r Memos> {
        self.record.memos
    }

    /// The same fields for values that are known to be new.
    pub(super) fn afresh(&self) -> Self {
        Self {
            record: self.record,
            keys: self.keys,
            values: None,
        }
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
        let key = self.key(field);
        let make = |text: &str, guess| batch.id_guessed(text, guess).0;
        let make = || IdRef(self.record.number(key, make));
        match self.values {
            Some(memos) => memos.get(key, make),
            None => make(),
        }
    }

    /// As a repeated word.
    pub(crate) fn text(&self, field: usize, batch: &mut Batch) -> TextRef {
        let key = self.key(field);
        let make = |text: &str, guess| batch.text_guessed(text, guess).0;
        let make = || TextRef(self.record.number(key, make));
        match self.values {
            Some(memos) => memos.get(key, make),
            None => make(),
        }
    }

    /// As a number.
    pub(crate) fn num(&self, field: usize) -> Num {
        let digits = self.digits(field, Num::of_digits_in);
        digits.unwrap_or_else(|| self.parsed(field, Num::parse))
    }

    /// As a number of a sample.
    pub(crate) fn num32(&self, field: usize) -> Num32 {
        let digits = self.digits(field, Num32::of_digits_in);
        digits.unwrap_or_else(|| self.parsed(field, Num32::parse))
    }

    #[inline(never)]
    fn parsed<T: Kept>(&self, field: usize, parse: fn(&str) -> T) -> T {
        self.kept(field, parse)
    }

    /// What stands inside `properties`, when it is some digits.
    #[inline]
    fn digits<N>(
        &self,
        field: usize,
        read: impl FnOnce(&[u8], Range<usize>) -> Option<N>,
    ) -> Option<N> {
        let word = self.record.layout.inner(self.key(field));
        let is_written = matches!(word.kind, Kind::Text | Kind::Number);
        is_written.then(|| read(self.record.inner.as_bytes(), word.range()))?
    }

    /// As a moment.
    pub(crate) fn time(&self, field: usize) -> Time {
        self.kept(field, Time::parse)
    }

    /// As a kind of media.
    pub(crate) fn media(&self, field: usize) -> Media {
        self.kept(field, Media::parse)
    }

    /// As a direction.
    pub(crate) fn direction(&self, field: usize) -> Direction {
        self.kept(field, Direction::parse)
    }

    /// What the payload of an operation says; `make` is given its text.
    pub(crate) fn payload(
        &self,
        field: usize,
        make: impl FnOnce(&str) -> PayloadWords,
    ) -> PayloadWords {
        let (text, word) = self.record.word(self.key(field));
        match self.record.memos {
            Some(memos) => memos.payload(&text[word.told()], || make(&shown(text, word))),
            None => make(&shown(text, word)),
        }
    }

    fn kept<T: Kept>(&self, field: usize, make: impl FnOnce(&str) -> T) -> T {
        let key = self.key(field);
        let make = || make(&self.record.shown(key));
        match self.values {
            Some(memos) => memos.get(key, make),
            None => make(),
        }
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
