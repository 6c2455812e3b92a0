//! Ids as people paste them.

use super::*;
use crate::report::fixture::Record::{Operation, Stream, Summary};
use crate::report::fixture::store;

fn three() -> Store {
    store(&[
        Summary(&[
            ("call", "7f3c9a12-5b0e"),
            ("participant", "p-only-1"),
            ("endpoint", "e-shared"),
            ("thread", "19:meeting_x@thread.v2"),
        ]),
        Summary(&[
            ("call", "7f99aaaa-0000"),
            ("participant", "p-only-2"),
            ("endpoint", "e-shared"),
        ]),
        Stream(&[
            ("call", "c0ffee00-1111"),
            ("participant", "p-stream"),
            ("identifier", "8:acs:user"),
            ("media", "audio"),
        ]),
        Operation(&[
            ("call", "c0ffee00-1111"),
            ("participant", "p-op"),
            ("client", "client-7"),
            ("name", "Join"),
            ("time", "2026-01-01T00:00:00Z"),
        ]),
    ])
}

fn found(id: &str) -> String {
    let store = three();
    match resolve_call(&store, id) {
        Ok(call) => store.id(store.call_id(call))[..4].to_owned(),
        Err(error) => format!("{error}"),
    }
}

#[test]
fn a_call_id_is_found_in_any_case_and_wrapping() {
    for id in [
        "7f3c9a12-5b0e",
        " {7F3C9A12-5B0E}\n",
        "\"7f3c9a12-5b0e\",",
        "'7f3c",
        "c",
    ] {
        let wanted = if id == "c" { "c0ff" } else { "7f3c" };
        assert_eq!(found(id), wanted, "{id}");
    }
}

#[test]
fn any_identifier_of_one_call_opens_it() {
    for id in [
        "p-stream",
        "P-STREAM",
        "8:acs:user",
        "8:ac",
        "client-7",
        "p-op",
    ] {
        assert_eq!(found(id), "c0ff", "{id}");
    }
    assert_eq!(found("19:meeting_x@thread.v2"), "7f3c");
}

#[test]
fn what_fits_several_calls_lists_them() {
    let store = three();
    for (id, wanted) in [("7f", 2), ("e-shared", 2), ("p-only", 2)] {
        match resolve_call(&store, id) {
            Err(Error::Ambiguous {
                candidates, count, ..
            }) => {
                assert_eq!(
                    (count, candidates.as_slice()),
                    (
                        wanted,
                        ["7f3c9a12-5b0e", "7f99aaaa-0000"]
                            .map(str::to_owned)
                            .as_slice()
                    )
                );
            }
            other => unreachable!("{id}: {other:?}"),
        }
    }
}

#[test]
fn what_fits_none_names_what_looks_like_it() {
    let store = three();
    match resolve_call(&store, "7f3c9b12-5b0e") {
        Err(Error::NotFound { nearest, .. }) => assert_eq!(nearest, ["7f3c9a12-5b0e"]),
        other => unreachable!("{other:?}"),
    }
    assert!(
        matches!(resolve_call(&store, "zzzzzzzzz"), Err(Error::NotFound { nearest, .. }) if nearest.is_empty())
    );
    assert!(matches!(
        resolve_call(&store, " \"\" "),
        Err(Error::Usage(_))
    ));
    assert!(matches!(
        resolve_call(&store, "Redacted"),
        Err(Error::NotFound { .. })
    ));
}

#[test]
fn changes_are_counted_against_the_beginning() {
    for (a, b, wanted) in [
        ("abc", "abcdef", 0),
        ("abd", "abcdef", 1),
        ("bcd", "abcdef", 1),
        ("xyz", "abc", 3),
        ("ab", "", 2),
    ] {
        assert_eq!(distance(a, b), wanted, "{a} {b}");
    }
}
