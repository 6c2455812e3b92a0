//! Walks the columns of a store and notes, for each value, kind and call, the first record that holds it.
//!
//! A gigabyte of logs has some 700,000 samples that name few participants: a small memory of what was just seen keeps
//! them from becoming 700,000 notes.

use super::kind::Kind;
use super::place::{NO_CALL, Place, Table};
use crate::model::id::{IdRef, TextRef};
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::survey::PARTS;
use crate::query::usage;
use std::collections::HashMap;

/// A value's number and a place of it.
#[derive(Clone, Copy)]
pub(super) struct Note {
    pub(super) number: u32,
    pub(super) place: Place,
}

type IdColumn = (Table, Kind, fn(&Store) -> &[IdRef]);
type WordColumn = (Table, Kind, fn(&Store) -> &[TextRef]);
type CodeColumns = (Table, fn(&Store) -> (&[TextRef], &[TextRef]));

use Table::{
    Captions, Daily, Operation, Other, Outcome, Recording, RecordingRequest, Request, Room, Sample,
    Service, Stream, Streaming, Summary, Survey, Usage,
};

/// Every column of identifiers.
#[rustfmt::skip]
const IDS: [IdColumn; 50] = [
    (Summary, Kind::Call, |s| s.summaries.call()),
    (Summary, Kind::Participant, |s| s.summaries.participant()),
    (Summary, Kind::Endpoint, |s| s.summaries.endpoint()),
    (Summary, Kind::User, |s| s.summaries.identifier()),
    (Summary, Kind::Thread, |s| s.summaries.thread()),
    (Summary, Kind::Tenant, |s| s.summaries.tenant()),
    (Stream, Kind::Call, |s| s.streams.call()),
    (Stream, Kind::Participant, |s| s.streams.participant()),
    (Stream, Kind::Endpoint, |s| s.streams.endpoint()),
    (Stream, Kind::User, |s| s.streams.identifier()),
    (Operation, Kind::Call, |s| s.operations.call()),
    (Operation, Kind::Participant, |s| s.operations.participant()),
    (Operation, Kind::Endpoint, |s| s.operations.endpoint()),
    (Operation, Kind::Client, |s| s.operations.client()),
    (Operation, Kind::Operation, |s| s.operations.operation()),
    (Sample, Kind::Call, |s| s.samples.call()),
    (Sample, Kind::Participant, |s| s.samples.participant()),
    (Sample, Kind::Remote, |s| s.samples.remote()),
    (Sample, Kind::Client, |s| s.samples.client()),
    (Survey, Kind::Call, |s| s.side.surveys.call()),
    (Survey, Kind::Participant, |s| s.side.surveys.participant()),
    (Survey, Kind::Survey, |s| s.side.surveys.survey()),
    (Request, Kind::Call, |s| s.side.requests.call()),
    (Request, Kind::Participant, |s| s.side.requests.participant()),
    (Request, Kind::Operation, |s| s.side.requests.operation()),
    (Request, Kind::Connection, |s| s.side.requests.connection()),
    (Request, Kind::ServerCall, |s| s.side.requests.server_call()),
    (Outcome, Kind::Call, |s| s.side.outcomes.call()),
    (Outcome, Kind::Operation, |s| s.side.outcomes.operation()),
    (Streaming, Kind::Call, |s| s.side.streamings.call()),
    (Streaming, Kind::Participant, |s| s.side.streamings.participant()),
    (Streaming, Kind::Connection, |s| s.side.streamings.connection()),
    (Streaming, Kind::Session, |s| s.side.streamings.session()),
    (Recording, Kind::Call, |s| s.side.recordings.call()),
    (Recording, Kind::Recording, |s| s.side.recordings.recording()),
    (RecordingRequest, Kind::Call, |s| s.side.recording_requests.call()),
    (RecordingRequest, Kind::Connection, |s| s.side.recording_requests.connection()),
    (RecordingRequest, Kind::ServerCall, |s| s.side.recording_requests.server_call()),
    (Captions, Kind::Call, |s| s.side.captions.call()),
    (Captions, Kind::Session, |s| s.side.captions.session()),
    (Usage, Kind::Correlation, |s| s.side.usage.correlation()),
    (Usage, Kind::Record, |s| s.side.usage.record()),
    (Usage, Kind::Participant, |s| s.side.usage.participant()),
    (Usage, Kind::User, |s| s.side.usage.user()),
    (Usage, Kind::User, |s| s.side.usage.other_user()),
    (Daily, Kind::Correlation, |s| s.side.daily.correlation()),
    (Room, Kind::Correlation, |s| s.side.rooms.correlation()),
    (Room, Kind::Room, |s| s.side.rooms.room()),
    (Service, Kind::Correlation, |s| s.side.service.correlation()),
    (Other, Kind::Record, |s| s.others.call()),
];

/// Columns of words worth finding.
#[rustfmt::skip]
const WORDS: [WordColumn; 53] = [
    (Summary, Kind::Sdk, |s| s.summaries.sdk()),
    (Summary, Kind::Os, |s| s.summaries.os()),
    (Summary, Kind::Result, |s| s.summaries.result_category()),
    (Summary, Kind::Word, |s| s.summaries.endpoint_type()),
    (Summary, Kind::Word, |s| s.summaries.participant_type()),
    (Summary, Kind::Word, |s| s.summaries.pstn_kind()),
    (Summary, Kind::Tag, |s| s.summaries.options()),
    (Stream, Kind::Stream, |s| s.streams.stream_id()),
    (Stream, Kind::Word, |s| s.streams.endpoint_type()),
    (Stream, Kind::Word, |s| s.streams.media_word()),
    (Stream, Kind::Word, |s| s.streams.transport()),
    (Stream, Kind::Codec, |s| s.streams.codec()),
    (Operation, Kind::OperationName, |s| s.operations.name()),
    (Operation, Kind::Diagnostic, |s| s.operations.diagnostic()),
    (Operation, Kind::Result, |s| s.operations.result()),
    (Operation, Kind::Result, |s| s.operations.category()),
    (Operation, Kind::Sdk, |s| s.operations.sdk()),
    (Operation, Kind::Agent, |s| s.operations.agent()),
    (Operation, Kind::Payload, |s| s.operations.detail()),
    (Sample, Kind::Word, |s| s.samples.metric()),
    (Sample, Kind::Codec, |s| s.samples.codec()),
    (Request, Kind::OperationName, |s| s.side.requests.name()),
    (Request, Kind::Word, |s| s.side.requests.sub_name()),
    (Request, Kind::Result, |s| s.side.requests.result()),
    (Request, Kind::Sdk, |s| s.side.requests.sdk()),
    (Request, Kind::Word, |s| s.side.requests.sdk_type()),
    (Request, Kind::Payload, |s| s.side.requests.uri()),
    (Request, Kind::Payload, |s| s.side.requests.caller()),
    (Outcome, Kind::OperationName, |s| s.side.outcomes.name()),
    (Outcome, Kind::Result, |s| s.side.outcomes.result()),
    (Outcome, Kind::Payload, |s| s.side.outcomes.message()),
    (Outcome, Kind::Word, |s| s.side.outcomes.prompt()),
    (Streaming, Kind::Word, |s| s.side.streamings.modality()),
    (Recording, Kind::Result, |s| s.side.recordings.result()),
    (Recording, Kind::Word, |s| s.side.recordings.end_reason()),
    (Recording, Kind::Word, |s| s.side.recordings.content()),
    (Recording, Kind::Word, |s| s.side.recordings.format()),
    (RecordingRequest, Kind::OperationName, |s| s.side.recording_requests.name()),
    (RecordingRequest, Kind::Result, |s| s.side.recording_requests.result()),
    (RecordingRequest, Kind::Sdk, |s| s.side.recording_requests.sdk()),
    (RecordingRequest, Kind::Payload, |s| s.side.recording_requests.uri()),
    (RecordingRequest, Kind::Payload, |s| s.side.recording_requests.caller()),
    (Captions, Kind::Word, |s| s.side.captions.language()),
    (Captions, Kind::Word, |s| s.side.captions.end_reason()),
    (Captions, Kind::Word, |s| s.side.captions.cancel_reason()),
    (Usage, Kind::Word, |s| s.side.usage.kind()),
    (Usage, Kind::Word, |s| s.side.usage.unit()),
    (Daily, Kind::Word, |s| s.side.daily.metric()),
    (Room, Kind::OperationName, |s| s.side.rooms.name()),
    (Room, Kind::Result, |s| s.side.rooms.result()),
    (Service, Kind::OperationName, |s| s.side.service.name()),
    (Service, Kind::Result, |s| s.side.service.result()),
    (Other, Kind::Record, |s| s.others.category()),
];

/// Columns that hold a code and its subcode.
const CODES: [CodeColumns; 3] = [
    (Summary, |s| {
        (s.summaries.end_code(), s.summaries.end_subcode())
    }),
    (Operation, |s| (s.operations.code(), s.operations.subcode())),
    (Outcome, |s| {
        (s.side.outcomes.code(), s.side.outcomes.subcode())
    }),
];

/// What was noted under a value and call a moment ago.
#[derive(Clone, Copy)]
struct Seen {
    number: u32,
    call: u32,
    note: u32,
}

const SLOTS: usize = 1 << 12;
const NEVER: Seen = Seen {
    number: 0,
    call: 0,
    note: 0,
};

/// Notes in the making.
pub(super) struct Gathering<'a> {
    store: &'a Store,
    /// By identifier number its call, or [`NO_CALL`].
    call_of: Vec<u32>,
    /// By row the call that an operation without call id was joined to.
    joined: HashMap<u32, u32>,
    /// By row of usage the call of its participant.
    used: HashMap<u32, u32>,
    seen: Vec<Seen>,
}

impl<'a> Gathering<'a> {
    pub(super) fn new(store: &'a Store) -> Self {
        let mut call_of = vec![NO_CALL; store.ids.len()];
        for call in store.calls() {
            call_of[store.call_id(call).at()] = call.0;
        }
        Self {
            store,
            call_of,
            joined: joined(store),
            used: usage::calls(store)
                .into_iter()
                .map(|(row, call)| (row as u32, call.0))
                .collect(),
            seen: vec![NEVER; SLOTS],
        }
    }

    /// Places of identifiers; a phone number is told from other users by its text.
    pub(super) fn ids(&mut self) -> Vec<Note> {
        let mut notes = Vec::new();
        for (table, kind, column) in IDS {
            let store = self.store;
            let calls = table.calls(store);
            let numbers = column(store).iter().zip(calls).map(|(id, call)| {
                let is_call_itself = kind == Kind::Participant && id == call;
                if is_call_itself { 0 } else { id.0 }
            });
            self.column(table, kind, numbers, &mut notes);
        }
        for note in notes
            .iter_mut()
            .filter(|note| note.place.kind == Kind::User)
        {
            if is_phone(self.store.id(IdRef(note.number))) {
                note.place.kind = Kind::Phone;
            }
        }
        notes
    }

    /// Places of words.
    pub(super) fn words(&mut self) -> Vec<Note> {
        let mut notes = Vec::new();
        for (table, kind, column) in WORDS {
            let numbers = column(self.store).iter().map(|text| text.0);
            self.column(table, kind, numbers, &mut notes);
        }
        for part in 0..PARTS.len() {
            let issues = self.store.side.surveys.issues().iter();
            let numbers = issues.map(|issues| issues[part].0);
            self.column(Survey, Kind::Tag, numbers, &mut notes);
        }
        notes
    }

    /// Places of pairs of codes, and the pairs by their numbers.
    pub(super) fn codes(&mut self) -> (Vec<Note>, Vec<(TextRef, TextRef)>) {
        let absent = (TextRef::MISSING, TextRef::MISSING);
        let (mut notes, mut pairs) = (Vec::new(), vec![absent, absent]);
        let mut numbers: HashMap<(TextRef, TextRef), u32> = HashMap::new();
        for (table, columns) in CODES {
            let (code, subcode) = columns(self.store);
            let of_rows = code.iter().zip(subcode).map(|(&code, &subcode)| {
                if !code.is_known() {
                    return 0;
                }
                let pair = (code, subcode.known().unwrap_or(TextRef::MISSING));
                *numbers.entry(pair).or_insert_with(|| {
                    pairs.push(pair);
                    pairs.len() as u32 - 1
                })
            });
            self.column(table, Kind::EndCode, of_rows, &mut notes);
        }
        (notes, pairs)
    }

    /// Notes one column: absences are left out, and what was just seen is noted once, with its smallest source.
    fn column(
        &mut self,
        table: Table,
        kind: Kind,
        numbers: impl Iterator<Item = u32>,
        notes: &mut Vec<Note>,
    ) {
        self.seen.fill(NEVER);
        let (calls, sources) = (table.calls(self.store), table.sources(self.store));
        for (row, number) in numbers.enumerate() {
            if number <= IdRef::REDACTED.0 {
                continue;
            }
            let call = self.call(table, row, calls[row]);
            let slot = (number.wrapping_mul(0x9E37_79B1) ^ call.wrapping_mul(0x85EB_CA6B)) >> 20;
            let seen = &mut self.seen[slot as usize % SLOTS];
            if seen.number == number && seen.call == call {
                keep_first(&mut notes[seen.note as usize].place, row, sources);
                continue;
            }
            let note = notes.len() as u32;
            *seen = Seen { number, call, note };
            let row = row as u32;
            let place = Place {
                kind,
                table,
                row,
                call,
            };
            notes.push(Note { number, place });
        }
    }

    fn call(&self, table: Table, row: usize, id: IdRef) -> u32 {
        if table == Table::Operation && !id.is_known() {
            return self.joined.get(&(row as u32)).copied().unwrap_or(NO_CALL);
        }
        if table == Table::Usage {
            return self.used.get(&(row as u32)).copied().unwrap_or(NO_CALL);
        }
        self.call_of[id.at()]
    }
}

fn keep_first(place: &mut Place, row: usize, sources: &[Source]) {
    if sources[row] < sources[place.row as usize] {
        place.row = row as u32;
    }
}

/// Operations from before a call, by row, with the call they were joined to.
fn joined(store: &Store) -> HashMap<u32, u32> {
    let mut joined = HashMap::new();
    if store.joined_operations() == 0 {
        return joined;
    }
    let calls = store.operations.call();
    for call in store.calls() {
        let loose = store
            .operations_of(call)
            .filter(|&row| !calls[row].is_known());
        joined.extend(loose.map(|row| (row as u32, call.0)));
    }
    joined
}

/// `4:+41…`, `+41…`: how the logs write phone users (log-schemas, identifier).
fn is_phone(identifier: &str) -> bool {
    let number = identifier.strip_prefix("4:").unwrap_or(identifier);
    let has_plus = number.starts_with('+');
    let digits = number.strip_prefix('+').unwrap_or(number);
    (has_plus || digits.len() < identifier.len())
        && digits.bytes().next().is_some_and(|b| b.is_ascii_digit())
}
