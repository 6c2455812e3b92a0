//! What is offered when nothing was found.

use super::*;
use crate::query::fixture::{self, CALL_A, PARTICIPANT};

fn near(store: &Store, text: &str) -> Vec<String> {
    let index = Index::build(store);
    nearest(store, &index, text, 3)
        .iter()
        .map(|near| near.value.text(store))
        .collect()
}

#[test]
fn typing_mistakes_lead_to_the_id() {
    let store = fixture::plain();
    #[rustfmt::skip]
    let table = [
        ("4be0c7d1-6a0f-4d7e-8e55-2f1b9d0c7a11", PARTICIPANT),
        ("4be0c7d1-6a0f-4d7e-8e5-2f1b9d0c7a10", PARTICIPANT),
        ("4be0c7d1-6a0f-4d7e-8ee55-2f1b9d0c7a10", PARTICIPANT),
        ("7f3c9a21", CALL_A),
        ("7f3c9a12-9999-9999-9999-999999999999", CALL_A),
        ("8:acs:61fddbe3-1003-4066-a0a8-ca982bffe6b2_0000000e", fixture::USER),
        ("+442079460001", fixture::PHONE),
        ("camerafreez", "CameraFreeze"),
        ("cmrfrz", "CameraFreeze"),
        ("windwos", "Windows 10"),
    ];
    for (text, wanted) in table {
        assert_eq!(
            near(&store, text).first().map(String::as_str),
            Some(wanted),
            "{text}"
        );
    }
}

#[test]
fn what_is_like_nothing_gets_no_offer() {
    let store = fixture::plain();
    for text in [
        "",
        "z",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "zzzzzzzzzz",
    ] {
        assert_eq!(near(&store, text), [""; 0], "{text}");
    }
}
