//! A small set of batches for the tests of this folder: two calls, each told by several kinds of log.

use crate::model::batch::Batch;
use crate::model::id::{CallIx, FileIx};
use crate::model::rows::{
    CallKind, Direction, Media, OperationRow, OtherRow, Quality, SampleRow, StreamRow, SummaryRow,
};
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::value::{Num, Num32, Time};

pub(super) const CALL_A: &str = "7f3c9a12-0000-4000-8000-00000000000a";
pub(super) const CALL_B: &str = "b7719f00-0000-4000-8000-00000000000b";
pub(super) const PARTICIPANT: &str = "4be0c7d1-6a0f-4d7e-8e55-2f1b9d0c7a10";
pub(super) const ENDPOINT: &str = "4be0c7d1-11c2-4a33-90aa-71c0d8e2b944";
pub(super) const USER: &str =
    "acs:61fddbe3-1003-4066-a0a8-ca982bffe6b1_0000000e-35a2-defd-28f4-343a0d003158";
pub(super) const ORG_USER: &str = "8:orgid:0d1a2b3c-1111-4222-8333-abcdefabcdef";
pub(super) const PHONE: &str = "4:+442079460000";
pub(super) const THREAD: &str = "19:meeting_NzAx@thread.v2";
pub(super) const CLIENT: &str = "c11e0000-0000-4000-8000-00000000c11e";
pub(super) const OPERATION: &str = "90ff1c22-0000-4000-8000-0000000090ff";
pub(super) const REMOTE: &str = "5e307e00-0000-4000-8000-0000005e307e";

/// Every identifier in the fixture.
pub(super) const IDS: [&str; 11] = [
    CALL_A,
    CALL_B,
    PARTICIPANT,
    ENDPOINT,
    USER,
    ORG_USER,
    PHONE,
    THREAD,
    CLIENT,
    OPERATION,
    REMOTE,
];

pub(super) fn at(second: i64) -> Time {
    Time::from_ticks(17_000_000_000_000_000 + second * Time::SECOND)
}

pub(super) fn source(file: u32, offset: u64) -> Source {
    Source {
        file: FileIx(file),
        offset,
        length: 10,
        line_in_chunk: offset as u32,
    }
}

/// Call, participant, user, end code, subcode, class.
type LegRow = [&'static str; 6];

/// Legs with the second of their start.
const LEGS: [(LegRow, i64); 3] = [
    (
        [
            CALL_A,
            PARTICIPANT,
            USER,
            "410",
            "3112",
            "UnexpectedClientError",
        ],
        0,
    ),
    (
        [
            CALL_A,
            "aaaaaaaa-0000-4000-8000-000000000001",
            PHONE,
            "0",
            "",
            "Success",
        ],
        5,
    ),
    (
        [
            CALL_B,
            "bbbbbbbb-0000-4000-8000-000000000002",
            ORG_USER,
            "0",
            "",
            "Success",
        ],
        100,
    ),
];

fn summaries() -> Batch {
    let mut batch = Batch::new(FileIx(0), 0);
    for (no, (words, second)) in LEGS.into_iter().enumerate() {
        let [call, participant, user, code, subcode, result] = words;
        let endpoint = if user == PHONE { "" } else { ENDPOINT };
        let row = SummaryRow {
            call: batch.id(call),
            participant: batch.id(participant),
            endpoint: batch.id(endpoint),
            identifier: batch.id(user),
            thread: batch.id(THREAD),
            call_start: at(second),
            call_duration: Num::new(60.0),
            call_kind: CallKind::Group,
            leg_start: at(second),
            leg_duration: Num::new(50.0),
            end_code: batch.text(code),
            end_subcode: batch.text(subcode),
            result_category: batch.text(result),
            sdk: batch.text("1.27.1"),
            os: batch.text("Windows 10"),
            hash: no as u64 + 1,
            source: source(0, no as u64),
            ..SummaryRow::default()
        };
        batch.summaries.push(row);
    }
    batch
}

fn streams() -> Batch {
    let mut batch = Batch::new(FileIx(1), 0);
    let mut row = StreamRow {
        call: batch.id(CALL_B),
        participant: batch.id("bbbbbbbb-0000-4000-8000-000000000002"),
        endpoint: batch.id(ENDPOINT),
        identifier: batch.id(ORG_USER),
        media: Media::Audio,
        media_word: batch.text("Audio"),
        stream_id: batch.text("1472"),
        codec: batch.text("SATIN"),
        direction: Direction::Outbound,
        hash: 21,
        source: source(1, 0),
        ..StreamRow::default()
    };
    row.values[0] = Num::new(4.0);
    batch.streams.push(row);
    batch
}

fn operations() -> Batch {
    let mut batch = Batch::new(FileIx(2), 0);
    for (no, (call, name, diagnostic)) in [
        ("", "CallAgentInit", ""),
        (CALL_A, "UserFacingDiagnostics", "CameraFreeze"),
        (CALL_A, "Hangup", ""),
    ]
    .into_iter()
    .enumerate()
    {
        let row = OperationRow {
            call: batch.id(call),
            participant: if call.is_empty() {
                batch.id("")
            } else {
                batch.id(PARTICIPANT)
            },
            endpoint: batch.id(ENDPOINT),
            client: batch.id(CLIENT),
            operation: batch.id(OPERATION),
            time: at(no as i64),
            name: batch.text(name),
            diagnostic: batch.text(diagnostic),
            quality: Quality::Unknown,
            agent: batch.text("azsdk-js-calling"),
            detail: batch.text("NewState page hidden"),
            hash: 31 + no as u64,
            source: source(2, no as u64),
            ..OperationRow::default()
        };
        batch.operations.push(row);
    }
    batch
}

fn samples() -> Batch {
    let mut batch = Batch::new(FileIx(3), 0);
    for (no, (second, hash)) in [(20, 51), (10, 52), (10, 52), (30, 53)]
        .into_iter()
        .enumerate()
    {
        let row = SampleRow {
            call: batch.id(CALL_A),
            participant: batch.id(PARTICIPANT),
            remote: batch.id(REMOTE),
            client: batch.id(CLIENT),
            time: if hash == 53 {
                Time::MISSING
            } else {
                at(second)
            },
            metric: batch.text("JitterInMs"),
            media: Media::Audio,
            direction: Direction::Inbound,
            average: Num32::new(second as f32),
            hash,
            source: source(3, no as u64),
            ..SampleRow::default()
        };
        batch.samples.push(row);
    }
    let other = OtherRow {
        category: batch.text("CallSurvey"),
        call: batch.id(CALL_A),
        hash: 61,
        source: source(3, 90),
        ..OtherRow::default()
    };
    batch.others.push(other);
    batch
}

/// The batches, in the given order of the four kinds of log.
pub(super) fn store(order: [usize; 4]) -> Store {
    let batches = [summaries(), streams(), operations(), samples()];
    Store::of(order.map(|at| &batches[at]))
}

/// The fixture in the plain order.
pub(super) fn plain() -> Store {
    store([0, 1, 2, 3])
}

/// The call of an id.
pub(super) fn call(store: &Store, id: &str) -> CallIx {
    let id = store.ids.lookup(id).map(crate::model::id::IdRef);
    id.and_then(|id| store.call_of(id))
        .expect("the fixture holds the call")
}
