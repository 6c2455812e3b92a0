//! What the index holds: one place a kind and call, the first record of each, whatever order the files came in.

use super::*;
use crate::query::fixture::{self, CALL_A, CLIENT, ENDPOINT, IDS, PARTICIPANT, PHONE};
use crate::query::kind::Kind;

fn id(store: &Store, text: &str) -> Value {
    Value::Id(IdRef(store.ids.lookup(text).unwrap_or_default()))
}

/// Kind, call id, file and offset of each place.
fn told(store: &Store, places: &[Place]) -> Vec<(Kind, String, u32, u64)> {
    let call = |place: &Place| {
        place
            .call()
            .map_or_else(String::new, |call| store.id(store.call_id(call)).to_owned())
    };
    let source = |place: &Place| place.source(store);
    places
        .iter()
        .map(|place| {
            (
                place.kind,
                call(place),
                source(place).file.0,
                source(place).offset,
            )
        })
        .collect()
}

#[test]
fn a_value_has_one_place_for_each_kind_and_call() {
    let store = fixture::plain();
    let index = Index::build(&store);
    let told = told(&store, index.places(id(&store, ENDPOINT)));
    let calls: Vec<_> = told
        .iter()
        .map(|(kind, call, ..)| (*kind, call.as_str()))
        .collect();
    assert_eq!(
        calls,
        [(Kind::Endpoint, CALL_A), (Kind::Endpoint, fixture::CALL_B)]
    );
    assert_eq!(
        (told[0].2, told[0].3),
        (0, 0),
        "the first record in the files"
    );
}

#[test]
fn the_index_does_not_depend_on_the_order_of_files() {
    let plain = fixture::plain();
    let index = Index::build(&plain);
    for order in [[3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        let store = fixture::store(order);
        let other = Index::build(&store);
        for text in IDS {
            assert_eq!(
                told(&plain, index.places(id(&plain, text))),
                told(&store, other.places(id(&store, text))),
                "{text}"
            );
        }
    }
}

#[test]
fn kinds_are_told_apart() {
    let store = fixture::plain();
    let index = Index::build(&store);
    let kinds = |value: Value| -> Vec<Kind> {
        index.places(value).iter().map(|place| place.kind).collect()
    };
    assert_eq!(kinds(id(&store, PHONE)), [Kind::Phone]);
    assert_eq!(kinds(id(&store, PARTICIPANT)), [Kind::Participant]);
    assert_eq!(kinds(id(&store, CALL_A)), [Kind::Call, Kind::Record]);
    let text = |word: &str| TextRef(store.texts.lookup(word).unwrap_or_default());
    assert_eq!(kinds(Value::Text(text("CameraFreeze"))), [Kind::Diagnostic]);
    assert_eq!(
        kinds(Value::Code(text("410"), text("3112"))),
        [Kind::EndCode]
    );
    assert_eq!(kinds(Value::Code(text("0"), TextRef::MISSING)).len(), 2);
    assert_eq!(kinds(Value::Code(text("410"), text("9"))), []);
    assert_eq!(kinds(Value::Id(IdRef::REDACTED)), []);
}

#[test]
fn an_operation_from_before_the_call_counts_to_the_call_it_was_joined_to() {
    let store = fixture::plain();
    let index = Index::build(&store);
    let places = index.places(id(&store, CLIENT));
    assert_eq!(
        told(&store, places),
        [(Kind::Client, CALL_A.to_owned(), 2, 0)]
    );
    let name = TextRef(store.texts.lookup("CallAgentInit").unwrap_or_default());
    assert!(index.places(Value::Text(name))[0].call().is_some());
}

#[test]
fn an_index_knows_when_the_store_has_moved_on() {
    let mut store = fixture::plain();
    let index = Index::build(&store);
    assert!(index.is_current(&store) && !index.is_empty());
    store.absorb(&crate::model::batch::Batch::new(
        crate::model::id::FileIx(9),
        0,
    ));
    assert!(!index.is_current(&store));
    assert!(Index::build(&Store::new()).is_empty());
}

#[test]
fn an_index_made_in_pieces_is_the_one_made_at_one_go() {
    let store = fixture::plain();
    let whole = Index::build(&store);
    let mut indexing = Indexing::new(&store);
    let pieces = loop {
        if let Some(index) = indexing.step(&store, 1) {
            break index;
        }
    };
    assert_eq!(pieces.len(), whole.len());
    for text in IDS {
        let value = id(&store, text);
        assert_eq!(
            told(&store, pieces.places(value)),
            told(&store, whole.places(value)),
            "{text}"
        );
    }
}
