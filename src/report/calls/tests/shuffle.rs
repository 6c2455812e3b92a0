//! Files in any order, and twice, give the same answer.

use crate::model::batch::Batch;
use crate::model::source::Source;
use crate::report::fixture::Record::{self, Operation, Sample, Stream, Summary};
use crate::report::fixture::{batch, calls_json, check_json, store_of};
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
        ($($table:ident)*) => {$(
            let old = std::mem::take(&mut chunk.$table);
            for at in 0..old.len() {
                let mut row = old.get(at);
                row.source = source;
                chunk.$table.push(row);
            }
        )*};
    }
    again!(summaries streams operations samples);
}

fn answers(order: &[usize]) -> [serde_json::Value; 3] {
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
    let store = store_of(&batches);
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
        let wanted = answers(&in_order);
        let mut again = again;
        again.sort_unstable();
        again.dedup();
        let twice: Vec<usize> = order.into_iter().chain(again).collect();
        prop_assert_eq!(answers(&twice), wanted);
    }
}
