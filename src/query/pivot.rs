//! The value that a row is about: what `*` looks for everywhere.
//!
//! The value that leads furthest comes first: a leg is of a user, whose other calls are wanted, before it has an id of its
//! own that stands in one call only.

use super::overview::Part;
use super::place::Value;
use super::table::Table;
use crate::model::call::{Leg, Stream};
use crate::model::id::{CallIx, IdRef, TextRef};
use crate::model::source::Source;
use crate::model::store::Store;

fn id(id: IdRef) -> Option<Value> {
    id.known().map(Value::Id)
}

fn text(text: TextRef) -> Option<Value> {
    text.known().map(Value::Text)
}

fn code(code: TextRef, subcode: TextRef) -> Option<Value> {
    let subcode = subcode.known().unwrap_or(TextRef::MISSING);
    code.known().map(|code| Value::Code(code, subcode))
}

/// What a column of the call list shows of a call; its id for numbers, times and sentences.
pub fn of_field(store: &Store, call: CallIx, field: &str) -> Option<Value> {
    let facts = store.facts(call);
    let found = match field {
        "end_codes" => facts.telling_end(store).and_then(|end| code(end.0, end.1)),
        "sdk" => facts.sdks.first().and_then(|&sdk| text(sdk)),
        "os" => facts.systems.first().and_then(|&system| text(system)),
        "teams_thread_id" => id(facts.thread),
        _ => None,
    };
    found.or_else(|| id(store.call_id(call)))
}

/// What a row of the overview stands for, where that is a value of the logs.
pub fn of_part(part: Part) -> Option<Value> {
    match part {
        Part::End(end, subcode) => code(end, subcode),
        Part::Sdk(word) | Part::System(word) => text(word),
        Part::User(user) => id(user),
        _ => None,
    }
}

/// A leg: its user, else its device, else itself.
pub fn of_leg(leg: &Leg) -> Option<Value> {
    id(leg.identifier)
        .or_else(|| id(leg.endpoint))
        .or_else(|| id(leg.participant))
}

/// A stream: its codec, else its number.
pub fn of_stream(store: &Store, stream: &Stream) -> Option<Value> {
    let row = store.streams.get(stream.row.at());
    text(row.codec).or_else(|| text(row.stream_id))
}

/// A record: its telling word or code, else the first of its identifiers.
pub fn of_record(store: &Store, source: Source) -> Option<Value> {
    let (table, row) = Table::all().find_map(|table| {
        let mut sources = table.sources(store).iter();
        Some((table, sources.position(|known| *known == source)?))
    })?;
    let told = match table {
        Table::Summary => {
            let summary = store.summaries.get(row);
            let end = || code(summary.end_code, summary.end_subcode);
            return id(summary.identifier).or_else(end);
        }
        Table::Stream => text(store.streams.codec()[row]),
        Table::Operation => {
            let operation = store.operations.get(row);
            let end = || code(operation.code, operation.subcode);
            text(operation.diagnostic)
                .or_else(end)
                .or_else(|| text(operation.name))
        }
        Table::Outcome => {
            let outcomes = &store.side.outcomes;
            code(outcomes.code()[row], outcomes.subcode()[row])
        }
        Table::Recording => id(store.side.recordings.recording()[row]),
        Table::Usage => id(store.side.usage.user()[row]),
        Table::Room => id(store.side.rooms.room()[row]),
        _ => None,
    };
    let columns = table.columns();
    let participant = || {
        columns
            .participants
            .and_then(|column| id(column(store)[row]))
    };
    let hint = || text((columns.hint)(store, row));
    told.or_else(participant)
        .or_else(|| id(table.calls(store)[row]))
        .or_else(hint)
}

/// A line of a laid out record: its value without quotes and commas; nothing for brackets, numbers alone and words that
/// say nothing.
pub fn of_line(value: &str) -> Option<String> {
    let value = value.trim().trim_end_matches(',').trim_matches('"').trim();
    let is_bracket = value
        .chars()
        .all(|c| matches!(c, '{' | '}' | '[' | ']' | ' '));
    let is_empty = matches!(value, "" | "null" | "true" | "false");
    (!is_bracket && !is_empty && value.len() > 1).then(|| value.to_owned())
}

#[cfg(test)]
mod tests;
