//! Stores for tests, written as the records of a file: field and text, as a log would have them.

mod side;

use super::calls::{ListOptions, write_calls};
use super::{Format, Look, calls, check};
use crate::model::batch::Batch;
use crate::model::id::{FileIx, IdRef, TextRef};
use crate::model::metric::position;
use crate::model::rows::{
    CallKind, Direction, Media, OperationRow, Quality, SampleRow, StreamRow, SummaryRow,
};
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::value::{Num, Num32, Time};
use serde_json::Value as Json;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A record: its kind, then its fields.
#[derive(Clone, Copy, Debug)]
pub(super) enum Record<'a> {
    Summary(&'a [(&'a str, &'a str)]),
    Stream(&'a [(&'a str, &'a str)]),
    Operation(&'a [(&'a str, &'a str)]),
    Sample(&'a [(&'a str, &'a str)]),
    /// A category beside those four, by its name.
    Side(&'a str, &'a [(&'a str, &'a str)]),
}

/// A file of a hundred bytes a line, one chunk.
pub(super) fn batch(file: u32, records: &[Record]) -> Batch {
    let mut batch = Batch::new(FileIx(file), 0);
    for (line, record) in records.iter().enumerate() {
        let (kind, fields) = match *record {
            Record::Summary(fields) => ("CallSummary", fields),
            Record::Stream(fields) => ("CallDiagnostics", fields),
            Record::Operation(fields) => ("CallClientOperations", fields),
            Record::Sample(fields) => ("CallClientMediaStatsTimeSeries", fields),
            Record::Side(kind, fields) => (kind, fields),
        };
        let from = Fields {
            all: fields,
            source: Source {
                file: FileIx(file),
                offset: line as u64 * 100,
                length: 99,
                line_in_chunk: line as u32,
            },
            hash: hash(kind, fields),
        };
        batch.count(kind);
        match record {
            Record::Summary(_) => from.summary(&mut batch),
            Record::Stream(_) => from.stream(&mut batch),
            Record::Operation(_) => from.operation(&mut batch),
            Record::Sample(_) => from.sample(&mut batch),
            Record::Side(kind, _) => from.side(kind, &mut batch),
        }
    }
    let all = records.len() as u64;
    batch.account.bytes = all * 100;
    batch.account.loaded_bytes = all * 99;
    batch.account.other_bytes = all;
    batch.account.lines = all;
    batch.account.loaded = all;
    batch.last = true;
    batch
}

fn hash(kind: &str, fields: &[(&str, &str)]) -> u64 {
    let mut fields = fields.to_vec();
    fields.sort_unstable();
    let mut hasher = DefaultHasher::new();
    (kind, fields).hash(&mut hasher);
    hasher.finish()
}

struct Fields<'a> {
    all: &'a [(&'a str, &'a str)],
    source: Source,
    hash: u64,
}

impl Fields<'_> {
    fn get(&self, key: &str) -> &str {
        let found = self.all.iter().find(|(name, _)| *name == key);
        found.map_or("", |(_, text)| text)
    }

    fn id(&self, batch: &mut Batch, key: &str) -> IdRef {
        batch.id(self.get(key))
    }

    fn text(&self, batch: &mut Batch, key: &str) -> TextRef {
        batch.text(self.get(key))
    }

    fn number(&self, key: &str) -> Num {
        Num::parse(self.get(key))
    }

    fn time(&self, key: &str) -> Time {
        Time::parse(self.get(key))
    }

    fn summary(&self, b: &mut Batch) {
        let row = SummaryRow {
            call: self.id(b, "call"),
            participant: self.id(b, "participant"),
            endpoint: self.id(b, "endpoint"),
            identifier: self.id(b, "identifier"),
            thread: self.id(b, "thread"),
            call_start: self.time("start"),
            call_duration: self.number("duration"),
            call_kind: CallKind::parse(self.get("type")),
            leg_start: self.time("leg_start"),
            leg_duration: self.number("leg_duration"),
            end_code: self.text(b, "code"),
            end_subcode: self.text(b, "subcode"),
            result_category: self.text(b, "category"),
            endpoint_type: self.text(b, "endpoint_type"),
            sdk: self.text(b, "sdk"),
            os: self.text(b, "os"),
            is_update: self.get("update") == "yes",
            version: self.number("version"),
            generated: self.time("generated"),
            hash: self.hash,
            source: self.source,
            ..SummaryRow::default()
        };
        b.summaries.push(row);
    }

    fn stream(&self, b: &mut Batch) {
        let mut row = StreamRow {
            call: self.id(b, "call"),
            participant: self.id(b, "participant"),
            endpoint: self.id(b, "endpoint"),
            identifier: self.id(b, "identifier"),
            endpoint_type: self.text(b, "endpoint_type"),
            media: Media::parse(self.get("media")),
            media_word: self.text(b, "media"),
            stream_id: self.text(b, "stream"),
            direction: Direction::parse(self.get("direction")),
            transport: self.text(b, "transport"),
            codec: self.text(b, "codec"),
            version: self.number("version"),
            generated: self.time("generated"),
            hash: self.hash,
            source: self.source,
            ..StreamRow::default()
        };
        for (key, text) in self.all {
            if let Some(at) = position(key) {
                row.values[at] = Num::parse(text);
            }
        }
        b.streams.push(row);
    }

    fn operation(&self, b: &mut Batch) {
        let row = OperationRow {
            call: self.id(b, "call"),
            participant: self.id(b, "participant"),
            endpoint: self.id(b, "endpoint"),
            client: self.id(b, "client"),
            operation: self.id(b, "operation"),
            time: self.time("time"),
            name: self.text(b, "name"),
            duration_ms: self.number("duration"),
            result: self.text(b, "result"),
            diagnostic: self.text(b, "diagnostic"),
            quality: Quality::parse(self.get("quality")),
            code: self.text(b, "code"),
            subcode: self.text(b, "subcode"),
            detail: self.text(b, "detail"),
            generated: self.time("generated"),
            hash: self.hash,
            source: self.source,
            ..OperationRow::default()
        };
        b.operations.push(row);
    }

    fn sample(&self, b: &mut Batch) {
        let row = SampleRow {
            call: self.id(b, "call"),
            participant: self.id(b, "participant"),
            time: self.time("time"),
            metric: self.text(b, "metric"),
            media: Media::parse(self.get("media")),
            direction: Direction::parse(self.get("direction")),
            remote: self.id(b, "remote"),
            average: Num32::parse(self.get("average")),
            hash: self.hash,
            source: self.source,
            ..SampleRow::default()
        };
        b.samples.push(row);
    }
}

/// A settled store of batches, with files named `a.jsonl`, `b.jsonl` …
pub(super) fn store_of(batches: &[Batch]) -> Store {
    let mut store = Store::new();
    for batch in batches {
        store.absorb(batch);
    }
    for (file, letter) in store.files.iter_mut().zip('a'..) {
        file.name = format!("{letter}.jsonl");
    }
    store.settle();
    store
}

/// A settled store of one file.
pub(super) fn store(records: &[Record]) -> Store {
    store_of(&[batch(0, records)])
}

/// What was written, as text.
pub(super) fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<u8>) -> (String, u8) {
    let mut out = Vec::new();
    let code = write(&mut out).expect("a vector takes all");
    (String::from_utf8(out).expect("answers are UTF-8"), code)
}

fn read(text: &str) -> Json {
    serde_json::from_str(text).expect("answers are JSON")
}

/// `calls --format json`.
pub(super) fn calls_json(store: &Store) -> Json {
    let options = ListOptions {
        format: Format::Json,
        ..ListOptions::default()
    };
    read(&written(|out| write_calls(out, store, &options)).0)
}

/// The only call of `calls --format json`.
pub(super) fn only_call(records: &[Record]) -> Json {
    let answer = calls_json(&store(records));
    assert_eq!(answer.as_array().map(Vec::len), Some(1), "{answer}");
    answer[0].clone()
}

/// `check --format json`.
pub(super) fn check_json(store: &Store) -> Json {
    let how = (Format::Json, Look::default());
    read(&written(|out| check::write_check(out, store, 0.012_34, how)).0)
}

/// `call --format json` of the first call.
pub(super) fn call_json(store: &Store) -> Json {
    let call = store.calls().next().expect("a call");
    let how = (Format::Json, Look::default());
    read(&written(|out| super::call::write_call(out, store, call, how)).0)
}

/// `calls` as a table.
pub(super) fn calls_table(store: &Store, look: Look) -> String {
    let options = ListOptions {
        look,
        ..ListOptions::default()
    };
    written(|out| calls::write_calls(out, store, &options)).0
}
