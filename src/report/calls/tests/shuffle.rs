//! Files in any order, and twice, give the same answer.

use crate::model::batch::Batch;
use crate::model::source::Source;
use crate::report::fixture::Record::{self, Operation, Sample, Side, Stream, Summary};
use crate::report::fixture::{batch, calls_json, check_json, store_under};
use proptest::prelude::*;

/// Rows that fight over everything order could decide: versions, ties, spellings, threads, kinds, rejoins.
const RECORDS: &[Record] = &[
    Summary(&[
        ("call", "C1"),
        ("participant", "P1"),
        ("endpoint", "e1"),
        ("type", "P2P"),
        ("start", "2026-01-01T00:00:01Z"),
        ("thread", "t1"),
        ("sdk", "2"),
    ]),
    Summary(&[
        ("call", "c1"),
        ("participant", "p1"),
        ("endpoint", "e1"),
        ("type", "Group"),
        ("start", "2026-01-01T00:00:01Z"),
        ("thread", "t2"),
        ("sdk", "1"),
    ]),
    Summary(&[
        ("call", "c1"),
        ("participant", "p2"),
        ("endpoint", "E1"),
        ("start", "2026-01-01T00:00:01Z"),
        ("leg_start", "2026-01-01T00:00:09Z"),
        ("leg_duration", "60"),
        ("code", "410"),
    ]),
    Summary(&[
        ("call", "c1"),
        ("participant", "p3"),
        ("update", "yes"),
        ("version", "1"),
        ("code", "0"),
        ("subcode", "5000"),
    ]),
    Summary(&[
        ("call", "c1"),
        ("participant", "p3"),
        ("update", "yes"),
        ("version", "2"),
        ("code", "0"),
    ]),
    Summary(&[
        ("call", "c1"),
        ("participant", "p3"),
        ("update", "yes"),
        ("version", "2"),
        ("code", "0"),
    ]),
    Stream(&[
        ("call", "c1"),
        ("participant", "p1"),
        ("endpoint", "e7"),
        ("media", "audio"),
        ("rtt_avg", "900"),
        ("generated", "2026-01-01T00:00:01Z"),
    ]),
    Stream(&[
        ("call", "c1"),
        ("participant", "p1"),
        ("endpoint", "e8"),
        ("media", "audio"),
        ("rtt_avg", "100"),
        ("generated", "2026-01-01T00:00:01Z"),
    ]),
    Stream(&[
        ("call", "c1"),
        ("participant", "p9"),
        ("endpoint", "e9"),
        ("media", "video"),
        ("frame_rate", "5"),
    ]),
    Stream(&[
        ("call", "c1"),
        ("participant", "p9"),
        ("endpoint", "e6"),
        ("media", "video"),
        ("stream", "2"),
        ("identifier", "u"),
    ]),
    Operation(&[
        ("call", "c1"),
        ("participant", "p2"),
        ("client", "k1"),
        ("operation", "o1"),
        ("name", "UserFacingDiagnostics"),
        ("diagnostic", "NetworkSendQuality"),
        ("quality", "Poor"),
        ("time", "2026-01-01T00:00:20Z"),
    ]),
    Operation(&[
        ("call", "c1"),
        ("participant", "p2"),
        ("client", "k1"),
        ("operation", "o2"),
        ("name", "UserFacingDiagnostics"),
        ("diagnostic", "NetworkSendQuality"),
        ("quality", "Good"),
        ("time", "2026-01-01T00:00:40Z"),
    ]),
    Operation(&[
        ("client", "k1"),
        ("operation", "o3"),
        ("name", "AskDevicePermission"),
        ("duration", "900"),
        ("result", "Failed"),
        ("time", "2026-01-01T00:00:00Z"),
    ]),
    Operation(&[
        ("call", "c2"),
        ("endpoint", "e2"),
        ("operation", "o4"),
        ("name", "Join"),
        ("time", "2026-01-01T01:00:00Z"),
    ]),
    Sample(&[
        ("call", "c2"),
        ("participant", "p5"),
        ("metric", "Bitrate"),
        ("average", "3"),
        ("time", "2026-01-01T01:00:10Z"),
    ]),
    Sample(&[
        ("call", "c2"),
        ("participant", "p5"),
        ("metric", "Bitrate"),
        ("average", "3"),
        ("time", "2026-01-01T01:00:10Z"),
    ]),
    Side(
        "CallSurvey",
        &[
            ("call", "c1"),
            ("participant", "P1"),
            ("survey", "s1"),
            ("score", "2"),
            ("generated", "2026-01-01T00:09:00Z"),
        ],
    ),
    Side(
        "CallSurvey",
        &[
            ("call", "c1"),
            ("participant", "p1"),
            ("survey", "S1"),
            ("score", "3"),
            ("generated", "2026-01-01T00:09:00Z"),
        ],
    ),
    Side(
        "CallSurvey",
        &[("call", "c3"), ("participant", "p7"), ("score", "5")],
    ),
    Side(
        "CallSurvey",
        &[("call", "c3"), ("participant", "p8"), ("score", "1")],
    ),
    Side(
        "CallAutomationOperational",
        &[
            ("call", "c1"),
            ("operation", "o1"),
            ("name", "Play"),
            ("generated", "2026-01-01T00:00:30Z"),
        ],
    ),
    Side(
        "CallAutomationOperational",
        &[
            ("call", "c4"),
            ("operation", "o2"),
            ("name", "Play"),
            ("participant", "p1"),
            ("connection", "k1"),
        ],
    ),
    Side(
        "CallAutomationMediaSummary",
        &[
            ("call", "c1"),
            ("operation", "o1"),
            ("result", "Completed"),
            ("generated", "2026-01-01T00:00:31Z"),
        ],
    ),
    Side(
        "CallAutomationMediaSummary",
        &[
            ("call", "c1"),
            ("operation", "O1"),
            ("result", "Failed"),
            ("generated", "2026-01-01T00:00:31Z"),
        ],
    ),
    Side(
        "CallAutomationStreamingUsage",
        &[
            ("call", "c1"),
            ("session", "n1"),
            ("start", "2026-01-01T00:00:05Z"),
        ],
    ),
    Side(
        "CallRecordingSummary",
        &[
            ("call", "c5"),
            ("recording", "r1"),
            ("start", "2026-01-01T00:00:05Z"),
            ("length", "9"),
            ("chunks", "1"),
        ],
    ),
    Side(
        "CallRecordingSummary",
        &[
            ("call", "c5"),
            ("recording", "r1"),
            ("start", "2026-01-01T00:00:05Z"),
            ("length", "10"),
            ("chunks", "2"),
        ],
    ),
    Side(
        "CallRecordingOperational",
        &[("call", "c1"), ("name", "StartRecording")],
    ),
    Side(
        "CallRecordingOperational",
        &[("call", "c1"), ("name", "StartRecording")],
    ),
    Side(
        "CallClosedCaptionsSummary",
        &[
            ("call", "c1"),
            ("session", "n2"),
            ("start", "2026-01-01T00:00:05Z"),
        ],
    ),
    Side(
        "Usage",
        &[
            ("call", "u1"),
            ("record", "r1"),
            ("participant", "p1"),
            ("quantity", "1"),
        ],
    ),
    Side(
        "Usage",
        &[
            ("call", "u2"),
            ("record", "R1"),
            ("participant", "p3"),
            ("quantity", "2"),
        ],
    ),
    Side(
        "CallingMetrics",
        &[
            ("call", "h1"),
            ("metric", "Join"),
            ("day", "2026-01-01"),
            ("value", "1"),
        ],
    ),
    Side(
        "CallingMetrics",
        &[
            ("call", "h1"),
            ("metric", "Join"),
            ("day", "2026-01-01"),
            ("value", "2"),
        ],
    ),
    Side("RoomsOperational", &[("call", "c9"), ("room", "1")]),
];

/// Each record a chunk of its own, at its own place of one file.
fn chunks() -> Vec<Batch> {
    let place = |at: usize| Source {
        offset: at as u64 * 100,
        length: 99,
        ..Source::default()
    };
    RECORDS
        .iter()
        .enumerate()
        .map(|(at, record)| {
            let mut chunk = batch(0, std::slice::from_ref(record));
            chunk.offset = place(at).offset;
            moved(&mut chunk, place(at));
            chunk
        })
        .collect()
}

/// The same rows at another place.
fn moved(chunk: &mut Batch, source: Source) {
    macro_rules! again {
        ($($($table:ident).+),*) => {$(
            let old = std::mem::take(&mut chunk.$($table).+);
            for at in 0..old.len() {
                let mut row = old.get(at);
                row.source = source;
                chunk.$($table).+.push(row);
            }
        )*};
    }
    again!(summaries, streams, operations, samples);
    again!(
        side.surveys,
        side.requests,
        side.outcomes,
        side.streamings,
        side.recordings
    );
    again!(
        side.recording_requests,
        side.captions,
        side.usage,
        side.daily,
        side.rooms
    );
}

/// List, counts, and every call in full.
fn answers(order: &[usize], cap: usize) -> [serde_json::Value; 3] {
    let mut taken: Vec<Option<Batch>> = chunks().into_iter().map(Some).collect();
    let mut batches = Vec::new();
    let mut spare = chunks();
    for &at in order {
        batches.push(match taken[at].take() {
            Some(batch) => batch,
            None => std::mem::replace(
                &mut spare[at],
                Batch::new(crate::model::id::FileIx(0), u64::MAX),
            ),
        });
    }
    let store = store_under(cap, &batches);
    let mut calls = Vec::new();
    for call in store.calls() {
        let how = (crate::report::Format::Json, crate::report::Look::default());
        let (text, _) = crate::report::fixture::written(|out| {
            crate::report::call::write_call(out, &store, call, how)
        });
        calls.push(text);
    }
    calls.sort_unstable();
    [
        calls_json(&store),
        check_json(&store)["model"].clone(),
        calls.into(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_order_and_twice_is_the_same(
        order in Just((0..RECORDS.len()).collect::<Vec<_>>()).prop_shuffle(),
        again in prop::collection::vec(0..RECORDS.len(), 0..6),
    ) {
        let in_order: Vec<usize> = (0..RECORDS.len()).collect();
        let wanted = answers(&in_order, usize::MAX);
        let mut again = again;
        again.sort_unstable();
        again.dedup();
        let twice: Vec<usize> = order.into_iter().chain(again).collect();
        prop_assert_eq!(answers(&twice, usize::MAX), wanted);
    }

    #[test]
    fn a_memory_cap_changes_no_answer_but_the_samples(
        order in Just((0..RECORDS.len()).collect::<Vec<_>>()).prop_shuffle(),
        again in prop::collection::vec(0..RECORDS.len(), 0..6),
        cap in prop_oneof![Just(0_usize), 1_000_usize..200_000],
    ) {
        let in_order: Vec<usize> = (0..RECORDS.len()).collect();
        let [calls, model, _] = answers(&in_order, usize::MAX);
        let mut again = again;
        again.sort_unstable();
        again.dedup();
        let twice: Vec<usize> = order.into_iter().chain(again).collect();
        let [capped_calls, capped_model, _] = answers(&twice, cap);
        prop_assert_eq!(capped_calls, calls);
        prop_assert_eq!(capped_model, model);
    }
}
