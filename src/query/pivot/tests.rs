//! What a row is about, over the rows of the test store.

use super::*;
use crate::query::fixture::{self, CALL_A, USER};

#[test]
fn a_leg_is_about_its_user_and_a_call_about_its_id() {
    let store = fixture::plain();
    let call = store.calls().next().expect("a call");
    let detail = store.detail(call);
    let told: Vec<String> = detail
        .legs
        .iter()
        .filter_map(|leg| Some(of_leg(leg)?.text(&store)))
        .collect();
    assert!(told.iter().any(|text| text == USER), "{told:?}");
    let id = of_field(&store, call, "jitter_max").map(|value| value.text(&store));
    assert_eq!(id.as_deref(), Some(CALL_A));
}

#[test]
fn every_record_of_a_call_is_about_something() {
    let store = fixture::plain();
    for source in store
        .operations
        .source()
        .iter()
        .chain(store.summaries.source())
    {
        let value = of_record(&store, *source).map(|value| value.text(&store));
        assert!(value.is_some_and(|text| !text.is_empty()));
    }
    let nowhere = Source {
        offset: u64::MAX,
        ..Source::default()
    };
    assert_eq!(of_record(&store, nowhere), None);
}

#[test]
fn a_line_of_a_record_is_about_its_value() {
    let table = [
        ("\"7f3c9a12-0000\",", Some("7f3c9a12-0000")),
        ("\"410\"", Some("410")),
        ("{", None),
        ("],", None),
        ("null,", None),
        ("\"\"", None),
    ];
    for (line, wanted) in table {
        assert_eq!(of_line(line).as_deref(), wanted, "{line}");
    }
}
