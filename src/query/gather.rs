//! Walks the columns of a store and notes, for each value, kind and call, the first record that holds it.
//!
//! The walk goes on a bounded number of rows at a time, over the rows that were there when it began.
//!
//! A gigabyte of logs has some 700,000 samples that name few participants: a small memory of what was just seen keeps
//! them from becoming 700,000 notes.

use super::identifiers::SpaceNo;
use super::kind::Kind;
use super::place::{NO_CALL, Place, Table};
use crate::model::daily::DIMENSIONS;
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

pub(super) type IdColumn = (Table, Kind, fn(&Store) -> &[IdRef]);
pub(super) type WordColumn = (Table, Kind, fn(&Store) -> &[TextRef]);
pub(super) type CodeColumns = (Table, fn(&Store) -> (&[TextRef], &[TextRef]));

use Table::{
    Captions, Daily, Operation, Other, Outcome, Recording, RecordingRequest, Request, Room, Sample,
    Service, Stream, Streaming, Summary, Survey, Usage,
};

/// Every column of identifiers.
#[rustfmt::skip]
const IDS: [IdColumn; 52] = [
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
    (Sample, Kind::Call, |s| s.sample_heads().call()),
    (Sample, Kind::Participant, |s| s.sample_heads().participant()),
    (Sample, Kind::Remote, |s| s.sample_heads().remote()),
    (Sample, Kind::Client, |s| s.sample_heads().client()),
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
    (RecordingRequest, Kind::Participant, |s| s.side.recording_requests.participant()),
    (RecordingRequest, Kind::Operation, |s| s.side.recording_requests.operation()),
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
const WORDS: [WordColumn; 68] = [
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
    (Sample, Kind::Word, |s| s.sample_heads().metric()),
    (Sample, Kind::Codec, |s| s.sample_heads().codec()),
    (Request, Kind::OperationName, |s| s.side.requests.name()),
    (Request, Kind::Word, |s| s.side.requests.sub_name()),
    (Request, Kind::Result, |s| s.side.requests.result()),
    (Request, Kind::Sdk, |s| s.side.requests.sdk()),
    (Request, Kind::Word, |s| s.side.requests.sdk_type()),
    (Request, Kind::Payload, |s| s.side.requests.uri()),
    (Request, Kind::Payload, |s| s.side.requests.caller()),
    (Request, Kind::Word, |s| s.side.requests.level()),
    (Outcome, Kind::OperationName, |s| s.side.outcomes.name()),
    (Outcome, Kind::Result, |s| s.side.outcomes.result()),
    (Outcome, Kind::Payload, |s| s.side.outcomes.message()),
    (Outcome, Kind::Word, |s| s.side.outcomes.prompt()),
    (Outcome, Kind::Payload, |s| s.side.outcomes.caller()),
    (Outcome, Kind::Word, |s| s.side.outcomes.level()),
    (Streaming, Kind::Word, |s| s.side.streamings.modality()),
    (Recording, Kind::Result, |s| s.side.recordings.result()),
    (Recording, Kind::Word, |s| s.side.recordings.end_reason()),
    (Recording, Kind::Word, |s| s.side.recordings.content()),
    (Recording, Kind::Word, |s| s.side.recordings.format()),
    (Recording, Kind::Word, |s| s.side.recordings.channel()),
    (Recording, Kind::Word, |s| s.side.recordings.level()),
    (RecordingRequest, Kind::OperationName, |s| s.side.recording_requests.name()),
    (RecordingRequest, Kind::Result, |s| s.side.recording_requests.result()),
    (RecordingRequest, Kind::Sdk, |s| s.side.recording_requests.sdk()),
    (RecordingRequest, Kind::Payload, |s| s.side.recording_requests.uri()),
    (RecordingRequest, Kind::Payload, |s| s.side.recording_requests.caller()),
    (RecordingRequest, Kind::Word, |s| s.side.recording_requests.sub_name()),
    (RecordingRequest, Kind::Word, |s| s.side.recording_requests.sdk_type()),
    (RecordingRequest, Kind::Word, |s| s.side.recording_requests.level()),
    (Captions, Kind::Word, |s| s.side.captions.language()),
    (Captions, Kind::Word, |s| s.side.captions.end_reason()),
    (Captions, Kind::Word, |s| s.side.captions.cancel_reason()),
    (Captions, Kind::Result, |s| s.side.captions.result()),
    (Captions, Kind::Word, |s| s.side.captions.level()),
    (Usage, Kind::Word, |s| s.side.usage.kind()),
    (Usage, Kind::Word, |s| s.side.usage.unit()),
    (Daily, Kind::Word, |s| s.side.daily.metric()),
    (Daily, Kind::Word, |s| s.side.daily.unit()),
    (Daily, Kind::Word, |s| s.side.daily.goal()),
    (Room, Kind::OperationName, |s| s.side.rooms.name()),
    (Room, Kind::Result, |s| s.side.rooms.result()),
    (Room, Kind::Result, |s| s.side.rooms.signature()),
    (Room, Kind::Word, |s| s.side.rooms.level()),
    (Service, Kind::OperationName, |s| s.side.service.name()),
    (Service, Kind::Result, |s| s.side.service.result()),
    (Service, Kind::Word, |s| s.side.service.level()),
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

/// The numbers of one kind of value, row by row.
#[derive(Clone, Copy)]
pub(super) enum Column {
    Ids(IdColumn),
    Words(WordColumn),
    /// What a survey reports of a part of the call.
    Issues(usize),
    /// What a daily figure is given for.
    Dimension(usize),
    Codes(CodeColumns),
}

impl Column {
    /// The columns of a kind of value, in order.
    pub(super) fn at(no: SpaceNo, at: usize) -> Option<Self> {
        match no {
            SpaceNo::Ids => IDS.get(at).copied().map(Self::Ids),
            SpaceNo::Codes => CODES.get(at).copied().map(Self::Codes),
            SpaceNo::Words => {
                let issue = at.wrapping_sub(WORDS.len());
                let dimension = issue.wrapping_sub(PARTS.len());
                let word = WORDS.get(at).copied().map(Self::Words);
                word.or_else(|| (issue < PARTS.len()).then_some(Self::Issues(issue)))
                    .or_else(|| {
                        (dimension < DIMENSIONS.len()).then_some(Self::Dimension(dimension))
                    })
            }
        }
    }

    /// The table it is of.
    pub(super) const fn table(self) -> Table {
        self.table_and_kind().0
    }

    const fn table_and_kind(self) -> (Table, Kind) {
        match self {
            Self::Ids((table, kind, _)) | Self::Words((table, kind, _)) => (table, kind),
            Self::Issues(_) => (Survey, Kind::Tag),
            Self::Dimension(_) => (Daily, Kind::Word),
            Self::Codes((table, _)) => (table, Kind::EndCode),
        }
    }
}

/// Which numbers of a kind of value are noted; all when none are named.
pub(super) type Wanted = Option<Vec<bool>>;

/// What of the store the walk looks things up in, as it was when it began.
pub(super) struct Ground {
    /// By table how many rows.
    rows: Vec<usize>,
    texts: usize,
    /// By identifier number its call, or [`NO_CALL`].
    call_of: Vec<u32>,
    /// By row the call that an operation without call id was joined to.
    joined: HashMap<u32, u32>,
    /// By row of usage the call of its participant.
    used: HashMap<u32, u32>,
}

impl Ground {
    pub(super) fn of(store: &Store) -> Self {
        let mut call_of = vec![NO_CALL; store.ids.len()];
        for call in store.calls() {
            call_of[store.call_id(call).at()] = call.0;
        }
        let joined = store.joined_rows().map(|(row, call)| (row.0, call.0));
        let used = usage::calls(store).into_iter();
        Self {
            rows: Table::all()
                .map(|table| table.sources(store).len())
                .collect(),
            texts: store.texts.len(),
            call_of,
            joined: joined.collect(),
            used: used.map(|(row, call)| (row as u32, call.0)).collect(),
        }
    }

    /// How many identifiers there were.
    pub(super) fn ids(&self) -> usize {
        self.call_of.len()
    }

    /// How many words there were.
    pub(super) fn texts(&self) -> usize {
        self.texts
    }

    /// How many rows a table had.
    pub(super) fn rows(&self, table: Table) -> usize {
        self.rows[table as usize]
    }

    /// The number of the call of a row, or [`NO_CALL`].
    pub(super) fn call(&self, table: Table, row: usize, id: IdRef) -> u32 {
        let joined = match table {
            Table::Operation if !id.is_known() => Some(&self.joined),
            Table::Usage => Some(&self.used),
            _ => None,
        };
        match joined {
            Some(joined) => joined.get(&(row as u32)).copied().unwrap_or(NO_CALL),
            None => self.call_of[id.at()],
        }
    }
}

/// Notes of one kind of value in the making.
pub(super) struct Gathering {
    no: SpaceNo,
    wanted: Wanted,
    column: usize,
    row: usize,
    seen: Vec<Seen>,
    notes: Vec<Note>,
    /// The pairs of codes by their numbers.
    pairs: Vec<(TextRef, TextRef)>,
    numbers: HashMap<(TextRef, TextRef), u32>,
}

impl Gathering {
    pub(super) fn new(no: SpaceNo, wanted: Wanted) -> Self {
        let absent = (TextRef::MISSING, TextRef::MISSING);
        Self {
            no,
            wanted,
            column: 0,
            row: 0,
            seen: vec![NEVER; SLOTS],
            notes: Vec::new(),
            pairs: vec![absent, absent],
            numbers: HashMap::new(),
        }
    }

    /// Walks about so many rows further; true when all columns are walked.
    pub(super) fn step(&mut self, store: &Store, ground: &Ground, most: usize) -> bool {
        let Some(column) = Column::at(self.no, self.column) else {
            return true;
        };
        let (table, _) = column.table_and_kind();
        let rows = ground.rows[table as usize];
        let end = self.row.saturating_add(most).min(rows);
        if self.row == 0 {
            self.seen.fill(NEVER);
        }
        match column {
            Column::Ids((_, kind, values)) => {
                let (values, calls) = (values(store), table.calls(store));
                // A participant id that is the call's is no participant (log-schemas, Call summary).
                let number = |row: usize| match values[row] {
                    id if kind == Kind::Participant && id == calls[row] => 0,
                    id => id.0,
                };
                self.walk(store, ground, column, end, number);
            }
            Column::Words((_, _, values)) => {
                let values = values(store);
                self.walk(store, ground, column, end, |row| values[row].0);
            }
            Column::Issues(part) => {
                let issues = store.side.surveys.issues();
                self.walk(store, ground, column, end, |row| issues[row][part].0);
            }
            Column::Dimension(at) => {
                let dimensions = store.side.daily.dimensions();
                self.walk(store, ground, column, end, |row| dimensions[row][at].0);
            }
            Column::Codes((_, values)) => {
                let (codes, subcodes) = values(store);
                let from = self.row;
                let numbers: Vec<u32> = (from..end)
                    .map(|row| self.pair(codes[row], subcodes[row]))
                    .collect();
                self.walk(store, ground, column, end, |row| numbers[row - from]);
            }
        }
        self.row = end;
        if end == rows {
            (self.row, self.column) = (0, self.column + 1);
        }
        Column::at(self.no, self.column).is_none()
    }

    /// What was noted, and the pairs of codes by their numbers.
    pub(super) fn finish(self) -> (Vec<Note>, Vec<(TextRef, TextRef)>) {
        (self.notes, self.pairs)
    }

    /// The number of a pair of codes; 0 where no code is logged.
    fn pair(&mut self, code: TextRef, subcode: TextRef) -> u32 {
        if !code.is_known() {
            return 0;
        }
        let pair = (code, subcode.known().unwrap_or(TextRef::MISSING));
        let pairs = &mut self.pairs;
        *self.numbers.entry(pair).or_insert_with(|| {
            pairs.push(pair);
            pairs.len() as u32 - 1
        })
    }

    /// Notes rows of one column: absences are left out, and what was just seen is noted once, with its smallest source.
    fn walk(
        &mut self,
        store: &Store,
        ground: &Ground,
        column: Column,
        end: usize,
        number: impl Fn(usize) -> u32,
    ) {
        let (table, kind) = column.table_and_kind();
        let (calls, sources) = (table.calls(store), table.sources(store));
        for (row, &id) in calls.iter().enumerate().take(end).skip(self.row) {
            let number = number(row);
            let is_wanted = |wanted: &Vec<bool>| wanted.get(number as usize) == Some(&true);
            if number <= IdRef::REDACTED.0 || !self.wanted.as_ref().is_none_or(is_wanted) {
                continue;
            }
            let call = ground.call(table, row, id);
            let slot = (number.wrapping_mul(0x9E37_79B1) ^ call.wrapping_mul(0x85EB_CA6B)) >> 20;
            let seen = &mut self.seen[slot as usize % SLOTS];
            if seen.number == number && seen.call == call {
                keep_first(&mut self.notes[seen.note as usize].place, row, sources);
                continue;
            }
            let note = self.notes.len() as u32;
            *seen = Seen { number, call, note };
            // A phone number is told from other users by its text.
            let is_phone = kind == Kind::User && is_phone(store.id(IdRef(number)));
            let place = Place {
                kind: if is_phone { Kind::Phone } else { kind },
                table,
                row: row as u32,
                call,
            };
            self.notes.push(Note { number, place });
        }
    }
}

fn keep_first(place: &mut Place, row: usize, sources: &[Source]) {
    if sources[row] < sources[place.row as usize] {
        place.row = row as u32;
    }
}

/// `4:+41…`, `+41…`: how the logs write phone users (log-schemas, identifier).
pub(super) fn is_phone(identifier: &str) -> bool {
    let number = identifier.strip_prefix("4:").unwrap_or(identifier);
    let has_plus = number.starts_with('+');
    let digits = number.strip_prefix('+').unwrap_or(number);
    (has_plus || digits.len() < identifier.len())
        && digits.bytes().next().is_some_and(|b| b.is_ascii_digit())
}
