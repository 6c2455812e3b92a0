//! What is found, in which order, and that nothing typed can break it.

use super::*;
use crate::model::batch::Batch;
use crate::model::id::FileIx;
use crate::model::rows::OperationRow;
use crate::query::fixture::{self, CALL_A, CALL_B, IDS};
use crate::query::identifiers::Indexing;
use crate::query::kind::Kind;
use proptest::prelude::*;

fn found(store: &Store, text: &str) -> Hits {
    search(store, &Index::build(store), &Query::parse(text), 200)
}

/// Value, kind and call of each hit.
fn told(store: &Store, hits: &Hits) -> Vec<(String, Kind, String)> {
    let call = |hit: &Hit| {
        hit.place
            .call()
            .map_or_else(String::new, |call| store.id(store.call_id(call)).to_owned())
    };
    hits.hits
        .iter()
        .map(|hit| (hit.value.text(store), hit.place.kind, call(hit)))
        .collect()
}

#[test]
fn a_prefix_finds_participant_then_endpoint_in_each_call() {
    let store = fixture::plain();
    let hits = found(&store, "4be0c7d1");
    let kinds: Vec<Kind> = hits.hits.iter().map(|hit| hit.place.kind).collect();
    assert_eq!(kinds, [Kind::Participant, Kind::Endpoint, Kind::Endpoint]);
    assert_eq!((hits.total, hits.hidden), (3, 0));
    assert!(
        hits.hits
            .iter()
            .all(|hit| hit.how == Match::Prefix && hit.span == (0..8))
    );
}

#[test]
fn forgiving_forms_find_what_the_logs_hold() {
    let store = fixture::plain();
    #[rustfmt::skip]
    let table = [
        (" \"B7719F00-0000-4000-8000-00000000000B\", ", CALL_B, Kind::Call),
        ("{7f3c9a12-0000-4000-8000-00000000000a}", CALL_A, Kind::Call),
        ("correlationId=7f3c9a12-0000", CALL_A, Kind::Call),
        ("call id: 7f3c9a12-0000", CALL_A, Kind::Call),
        ("`7f3c9a1200004000`", CALL_A, Kind::Call),
        ("8:acs:61fddbe3-1003", fixture::USER, Kind::User),
        ("8%3Aacs%3A61fddbe3-1003", fixture::USER, Kind::User),
        ("0d1a2b3c-1111-4222-8333-abcdefabcdef", fixture::ORG_USER, Kind::User),
        ("8:orgid:0d1a2b3c-1111-4222-8333-abcdefabcdef", fixture::ORG_USER, Kind::User),
        ("+44 20 7946-0000", fixture::PHONE, Kind::Phone),
        ("00442079460000", fixture::PHONE, Kind::Phone),
        ("4:+442079460000", fixture::PHONE, Kind::Phone),
        ("410/3112", "410/3112", Kind::EndCode),
        ("410 / 3112", "410/3112", Kind::EndCode),
        ("code:410", "410/3112", Kind::EndCode),
        ("camerafreeze", "CameraFreeze", Kind::Diagnostic),
        ("sdk:1.27", "1.27.1", Kind::Sdk),
        ("windows 10", "Windows 10", Kind::Os),
        ("19:meeting_NzAx@thread.v2", fixture::THREAD, Kind::Thread),
        ("https://x.example/calls/7f3c9a12-0000-4000-8000-00000000000a?tab=1", CALL_A, Kind::Call),
        ("satin", "SATIN", Kind::Codec),
        ("CallSurvey", "CallSurvey", Kind::Record),
    ];
    for (text, value, kind) in table {
        let told = told(&store, &found(&store, text));
        let first = told.first().map(|(value, kind, _)| (value.as_str(), *kind));
        assert_eq!(first, Some((value, kind)), "{text}");
    }
}

#[test]
fn a_pasted_record_gives_its_call() {
    let store = fixture::plain();
    let record = format!(
        r#"{{"category":"CallSummary","properties":{{"identifier":"{}","correlationId":"{CALL_B}"}}}}"#,
        fixture::USER
    );
    let hits = found(&store, &record);
    assert_eq!(told(&store, &hits)[0].0, CALL_B);
    assert!(hits.read_as[0].1.contains("call id"), "{:?}", hits.read_as);
    let unknown = record.replace("b7719f00", "b7719f01");
    assert_eq!(told(&store, &found(&store, &unknown))[0].0, fixture::USER);
}

#[test]
fn several_words_must_meet_in_one_call() {
    let store = fixture::plain();
    let both = found(&store, "cameraFreeze 410/3112");
    assert_eq!(both.total, 1);
    assert_eq!(told(&store, &both)[0].2, CALL_A);
    assert_eq!(found(&store, "cameraFreeze SATIN").total, 0);
    let phrase = found(&store, "\"page hidden\"");
    assert_eq!(phrase.hits[0].place.kind, Kind::Payload);
}

#[test]
fn exact_comes_before_prefix_before_inside() {
    let mut batch = Batch::new(FileIx(0), 0);
    for (no, name) in ["XMute", "MuteAll", "Mute"].into_iter().enumerate() {
        let row = OperationRow {
            name: batch.text(name),
            source: fixture::source(0, no as u64),
            ..OperationRow::default()
        };
        batch.operations.push(row);
    }
    let store = Store::of([&batch]);
    let hits = found(&store, "mute");
    let values: Vec<String> = hits.hits.iter().map(|hit| hit.value.text(&store)).collect();
    assert_eq!(values, ["Mute", "MuteAll", "XMute"]);
    assert_eq!(hits.hits[2].span, 1..5);
    let index = Index::build(&store);
    let first = search(&store, &index, &Query::parse("mute"), 1);
    assert_eq!((first.hits.len(), first.total), (1, 3));
}

#[test]
fn what_a_condition_leaves_out_is_counted() {
    let store = fixture::plain();
    let index = Index::build(&store);
    let call = fixture::call(&store, CALL_A);
    let keep = |place: &Place| place.call() == Some(call);
    let query = Query::parse("4be0c7d1");
    let hits = search_where(&store, &index, &query, 200, Some(&keep));
    assert_eq!((hits.total, hits.hidden), (2, 1));
}

#[test]
fn absences_are_not_found() {
    let mut batch = Batch::new(FileIx(0), 0);
    let row = OperationRow {
        call: batch.id("Redacted"),
        client: batch.id("null"),
        name: batch.text("Redacted"),
        ..OperationRow::default()
    };
    batch.operations.push(row);
    let store = Store::of([&batch]);
    assert_eq!(found(&store, "redacted").total, 0);
    assert_eq!(found(&store, "null").total, 0);
}

#[test]
fn the_answer_does_not_depend_on_the_order_of_files() {
    let plain = fixture::plain();
    for order in [[3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        let store = fixture::store(order);
        for text in [
            "4be0c7d1",
            "0000",
            "a",
            "410",
            "windows 10",
            "hangup 1.27",
            "satin b7719",
        ] {
            assert_eq!(
                told(&plain, &found(&plain, text)),
                told(&store, &found(&store, text)),
                "{text}"
            );
        }
    }
}

/// What a search in pieces of so many bytes finds, at its end.
fn in_pieces(store: &Store, index: &Index, text: &str, bytes: usize) -> (Hits, Search<'static>) {
    let mut search = Search::new(Query::parse(text), 200);
    while !search.step(store, index, bytes) {
        assert!(search.hits(store, index).hits.len() <= 200);
    }
    (search.hits(store, index), search)
}

const TYPED: [&str; 9] = [
    "4be0c7d1",
    "a",
    "0000",
    "410/3112",
    "page hidden",
    "cameraFreeze 410/3112",
    "cameraFreeze SATIN",
    "nothing like it",
    "8:acs:61fddbe3-1003",
];

#[test]
fn a_search_in_pieces_finds_what_one_at_one_go_does() {
    let store = fixture::plain();
    let index = Index::build(&store);
    for text in TYPED {
        let (hits, _) = in_pieces(&store, &index, text, 1);
        assert_eq!(hits, found(&store, text), "{text}");
    }
}

#[test]
fn a_search_narrowed_by_the_key_before_finds_what_a_new_one_does() {
    let store = fixture::plain();
    let index = Index::build(&store);
    for text in TYPED {
        let mut narrow = None;
        for end in 1..=text.len() {
            let typed = &text[..end];
            let mut search = Search::new(Query::parse(typed), 200).narrowed_by(narrow);
            search.step(&store, &index, usize::MAX);
            assert_eq!(search.hits(&store, &index), found(&store, typed), "{typed}");
            narrow = search.into_narrow();
        }
    }
}

#[test]
fn an_index_for_one_query_gives_the_same_answer() {
    for order in [[0, 1, 2, 3], [3, 2, 1, 0]] {
        let store = fixture::store(order);
        for text in TYPED {
            let query = Query::parse(text);
            let index = Index::complete(&store, Indexing::only_for(&store, &query));
            let hits = search(&store, &index, &query, 200);
            assert_eq!(hits, found(&store, text), "{text}");
            let calls = Indexing::calls(&store, &query);
            let shown = hits.hits.iter().filter_map(|hit| hit.place.call());
            assert!(
                shown.into_iter().all(|call| calls.contains(&call)),
                "{text}"
            );
        }
    }
}

#[test]
fn the_best_hits_stay_when_far_more_are_found_than_are_shown() {
    let ids: Vec<String> = (0..2_000)
        .map(|no| format!("x{:04}-same", 1_999 - no))
        .collect();
    let store = holding(&ids);
    let index = Index::build(&store);
    let hits = search(&store, &index, &Query::parse("same"), 3);
    let values: Vec<String> = hits.hits.iter().map(|hit| hit.value.text(&store)).collect();
    assert_eq!(values, ["x0000-same", "x0001-same", "x0002-same"]);
    assert_eq!(hits.total, 2_000);
}

/// A store whose operations name the given ids.
fn holding(ids: &[String]) -> Store {
    let mut batch = Batch::new(FileIx(0), 0);
    for (no, id) in ids.iter().enumerate() {
        let row = OperationRow {
            call: batch.id(CALL_A),
            operation: batch.id(id),
            source: fixture::source(0, no as u64),
            ..OperationRow::default()
        };
        batch.operations.push(row);
    }
    Store::of([&batch])
}

fn holds(hits: &Hits, store: &Store, id: &str) -> bool {
    hits.hits
        .iter()
        .any(|hit| hit.value.text(store).eq_ignore_ascii_case(id))
}

proptest! {
    #[test]
    fn every_id_is_found_whole_in_part_and_disguised(
        ids in proptest::collection::vec("(8:acs:|acs:|4:\\+|19:|8:orgid:)?[0-9a-fA-F]{8}[-_a-z0-9]{0,30}[0-9a-f]", 1..20),
        cut in 0_usize..100,
    ) {
        let store = holding(&ids);
        let index = Index::build(&store);
        let seek = |text: &str| search(&store, &index, &Query::parse(text), 200);
        for id in &ids {
            let at = cut % (id.len() - 5);
            let slice = &id[at..at + 6];
            for text in [id.clone(), slice.to_owned(), id.to_uppercase(), format!("8:{id}"), format!(" \"{id}\", ")] {
                prop_assert!(holds(&seek(&text), &store, id), "{text} for {id}: {:?}", Query::parse(&text));
            }
        }
    }

    #[test]
    fn nothing_typed_breaks_it(text in "\\PC*") {
        let store = fixture::plain();
        let index = Index::build(&store);
        let query = Query::parse(&text);
        let hits = search(&store, &index, &query, 5);
        prop_assert!(hits.hits.len() <= 5 && hits.hits.len() <= hits.total);
        prop_assert!(query.explain().iter().all(|(token, _)| !token.is_empty()));
        for hit in &hits.hits {
            prop_assert!(hit.value.words(&store).get(hit.span.clone()).is_some());
        }
        crate::query::nearest::nearest(&store, &index, &text, 3);
    }

    #[test]
    fn pieces_of_dirt_do_not_hide_an_id(at in 0_usize..IDS.len(), before in "[\"'`{<(\\[ ]{0,4}", after in "[\"'`}>)\\], .;]{0,4}") {
        let store = fixture::plain();
        let hits = found(&store, &format!("{before}{}{after}", IDS[at]));
        prop_assert!(holds(&hits, &store, IDS[at]));
        prop_assert_eq!(hits.hits[0].how, Match::Exact);
    }
}

#[test]
fn of_a_list_each_identifier_is_looked_for_and_what_is_missing_is_said() {
    let store = fixture::plain();
    let missing = "ffffffff-0000-4000-8000-00000000000f";
    let text = format!("{CALL_B}, {missing}\n{CALL_A}");
    let hits = found(&store, &text);
    let calls: Vec<String> = told(&store, &hits)
        .into_iter()
        .map(|(_, _, call)| call)
        .collect();
    let at = |call: &str| calls.iter().position(|known| known == call);
    assert!(
        at(CALL_B) < at(CALL_A),
        "in the order of the list: {calls:?}"
    );
    assert_eq!(hits.total, hits.hits.len());
    assert_eq!(
        hits.read_as[0],
        (missing.to_owned(), "nothing found".to_owned())
    );
    assert_eq!(hits.read_as.len(), 3);
    let twice = found(&store, &format!("{CALL_A} {CALL_A}"));
    assert_eq!(twice.total, found(&store, CALL_A).total);
}

#[test]
fn a_code_is_found_by_its_meaning_and_only_from_its_beginning() {
    let store = fixture::plain();
    for text in ["media relay", "blocks relay", "410/3112", "410 / 3112"] {
        let hits = found(&store, text);
        let codes: Vec<String> = told(&store, &hits)
            .into_iter()
            .map(|(value, ..)| value)
            .collect();
        assert!(
            codes.iter().any(|code| code == "410/3112"),
            "{text}: {codes:?}"
        );
    }
    assert_eq!(found(&store, "410/3112").hits[0].how, Match::Exact);
    assert_eq!(found(&store, "10/3112").total, 0);
}
