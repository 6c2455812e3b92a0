//! The answers' contract, *What the numbers mean*: what is counted, one test a rule.

use crate::report::fixture::Record::{Operation, Sample, Stream, Summary};
use crate::report::fixture::{call_json, check_json, only_call, store};
use serde_json::json;

#[test]
fn legs_are_distinct_participant_ids_and_a_rejoin_is_one_participant() {
    let call = only_call(&[
        Summary(&[
            ("call", "c"),
            ("type", "Group"),
            ("participant", "p1"),
            ("endpoint", "e1"),
        ]),
        Summary(&[
            ("call", "c"),
            ("type", "Group"),
            ("participant", "p2"),
            ("endpoint", "e1"),
        ]),
        Summary(&[
            ("call", "c"),
            ("type", "Group"),
            ("participant", "p3"),
            ("endpoint", "null"),
        ]),
        Summary(&[
            ("call", "c"),
            ("type", "Group"),
            ("participant", "p4"),
            ("endpoint", "Redacted"),
        ]),
    ]);
    assert_eq!(call["legs"], 4);
    assert_eq!(
        call["participants"], 3,
        "e1 with two legs, and two without an endpoint of their own"
    );
    assert_eq!(call["endpoints"], 1, "no id is no endpoint");
}

#[test]
fn a_row_whose_participant_is_the_call_is_no_leg() {
    let call = only_call(&[
        Summary(&[
            ("call", "c"),
            ("type", "Group"),
            ("participant", "C"),
            ("endpoint", "e9"),
        ]),
        Summary(&[
            ("call", "c"),
            ("type", "Group"),
            ("participant", "p1"),
            ("endpoint", "e1"),
        ]),
    ]);
    assert_eq!(
        (&call["legs"], &call["participants"]),
        (&json!(1), &json!(1))
    );
}

#[test]
fn p2p_legs_are_endpoints_else_identifiers() {
    let call = only_call(&[
        Summary(&[
            ("call", "c"),
            ("type", "P2P"),
            ("participant", "null"),
            ("endpoint", "e1"),
        ]),
        Summary(&[
            ("call", "c"),
            ("type", "P2P"),
            ("participant", ""),
            ("endpoint", "e2"),
        ]),
        Stream(&[
            ("call", "c"),
            ("participant", "x"),
            ("endpoint", "e1"),
            ("media", "audio"),
        ]),
    ]);
    assert_eq!((&call["legs"], &call["type"]), (&json!(2), &json!("P2P")));
    let call = only_call(&[
        Summary(&[("call", "c"), ("identifier", "u1"), ("sdk", "1")]),
        Summary(&[("call", "c"), ("identifier", "u2"), ("sdk", "1")]),
    ]);
    assert_eq!((&call["legs"], &call["type"]), (&json!(2), &json!(null)));
}

#[test]
fn the_server_is_no_participant_but_its_streams_count() {
    let call = only_call(&[
        Summary(&[
            ("call", "c"),
            ("type", "Group"),
            ("participant", "p1"),
            ("endpoint", "e1"),
        ]),
        Stream(&[
            ("call", "c"),
            ("endpoint_type", "Server"),
            ("media", "audio"),
            ("direction", "inbound"),
        ]),
        Stream(&[
            ("call", "c"),
            ("endpoint_type", "Server"),
            ("participant", "p1"),
            ("media", "audio"),
            ("direction", "inbound"),
        ]),
    ]);
    assert_eq!(
        (&call["participants"], &call["streams"]),
        (&json!(1), &json!(2))
    );
}

#[test]
fn streams_are_distinct_by_leg_media_id_and_direction_after_the_newest_row_wins() {
    let base: [(&str, &str); 3] = [("call", "c"), ("participant", "p1"), ("media", "audio")];
    let with = |more: &[(&'static str, &'static str)]| [&base[..], more].concat();
    let rows = [
        with(&[
            ("stream", "1"),
            ("direction", "inbound"),
            ("jitter_avg", "5"),
            ("generated", "2026-01-01T00:00:00Z"),
        ]),
        with(&[
            ("stream", "1"),
            ("direction", "inbound"),
            ("jitter_avg", "99"),
            ("generated", "2026-01-01T00:00:01Z"),
        ]),
        with(&[
            ("stream", "1"),
            ("direction", "inbound"),
            ("jitter_avg", "7"),
            ("version", "1"),
        ]),
        with(&[("stream", "1"), ("direction", "outbound")]),
        with(&[("stream", "2"), ("direction", "inbound")]),
        with(&[("direction", "inbound")]),
        with(&[
            ("direction", "inbound"),
            ("rtt_avg", "1"),
            ("generated", "2026-01-01T00:00:01Z"),
        ]),
    ];
    let records: Vec<_> = rows.iter().map(|row| Stream(row)).collect();
    let store = store(&records);
    let report = check_json(&store);
    assert_eq!(report["model"]["streams"], 4);
    assert_eq!(report["model"]["superseded"], 3);
    let legs = call_json(&store)["legs"].clone();
    let jitter = &legs[0]["streams"]
        .as_array()
        .expect("streams")
        .iter()
        .find(|s| s["stream_id"] == "1" && s["direction"] == "inbound")
        .expect("stream 1")["metrics"]["jitter_avg"];
    assert_eq!(
        jitter,
        &json!(7.0),
        "a higher version wins over a newer time"
    );
}

#[test]
fn one_group_row_makes_the_call_a_group_and_the_first_known_thread_stays() {
    let call = only_call(&[
        Summary(&[
            ("call", "c"),
            ("type", "P2P"),
            ("participant", "p1"),
            ("start", "2026-01-01T10:00:00Z"),
        ]),
        Summary(&[
            ("call", "c"),
            ("type", "Group"),
            ("participant", "p2"),
            ("start", "2026-01-01T10:00:01Z"),
            ("thread", "19:meeting@x"),
        ]),
    ]);
    assert_eq!(
        (&call["type"], &call["teams_thread_id"]),
        (&json!("Group"), &json!("19:meeting@x"))
    );
}

#[test]
fn start_is_the_earliest_and_duration_the_largest_of_the_kept_rows() {
    let call = only_call(&[
        Summary(&[
            ("call", "c"),
            ("participant", "p1"),
            ("start", "2021-07-05T06:16:41Z"),
            ("duration", "90.5"),
        ]),
        Summary(&[
            ("call", "c"),
            ("participant", "p2"),
            ("start", "2021-07-05T06:16:40.240Z"),
            ("duration", "87"),
        ]),
        Summary(&[
            ("call", "c"),
            ("participant", "p2"),
            ("start", "2021-07-05T06:16:40.240Z"),
            ("duration", "900"),
            ("generated", "2020-01-01T00:00:00Z"),
        ]),
        Summary(&[
            ("call", "c"),
            ("participant", "p2"),
            ("start", "2021-07-05T06:16:40.240Z"),
            ("duration", "88"),
            ("generated", "2022-01-01T00:00:00Z"),
        ]),
    ]);
    assert_eq!(call["start"], "2021-07-05T06:16:40.240Z");
    assert_eq!(call["duration_s"], json!(90.5));
    let call = only_call(&[Summary(&[
        ("call", "c"),
        ("participant", "p1"),
        ("duration", "87"),
    ])]);
    assert_eq!(
        (&call["start"], &call["duration_s"]),
        (&json!(null), &json!(87))
    );
}

#[test]
fn a_call_is_final_when_every_leg_has_a_row_that_is_no_update() {
    let update = Summary(&[
        ("call", "c"),
        ("participant", "p1"),
        ("update", "yes"),
        ("version", "3"),
    ]);
    assert_eq!(only_call(&[update])["final"], false);
    let whole = Summary(&[("call", "c"), ("participant", "p1")]);
    assert_eq!(only_call(&[update, whole])["final"], true);
    let other = Summary(&[("call", "c"), ("participant", "p2")]);
    assert_eq!(only_call(&[update, other])["final"], false);
}

#[test]
fn dropped_legs_are_told_by_category_else_by_the_old_code_list() {
    let call = only_call(&[
        Summary(&[
            ("call", "c"),
            ("participant", "p1"),
            ("code", "0"),
            ("category", "UnexpectedServerError"),
        ]),
        Summary(&[
            ("call", "c"),
            ("participant", "p2"),
            ("code", "410"),
            ("category", "Success"),
        ]),
        Summary(&[
            ("call", "c"),
            ("participant", "p3"),
            ("code", "410"),
            ("subcode", "3112"),
        ]),
        Summary(&[("call", "c"), ("participant", "p4"), ("code", "0")]),
    ]);
    assert_eq!(
        (&call["dropped"], &call["verdict"]),
        (&json!(2), &json!("bad"))
    );
    assert!(
        call["reason"]
            .as_str()
            .is_some_and(|text| text.contains("dropped"))
    );
}

#[test]
fn end_codes_are_distinct_with_subcode_most_frequent_first() {
    let call = only_call(&[
        Summary(&[
            ("call", "c"),
            ("participant", "p1"),
            ("code", "487"),
            ("subcode", "0"),
        ]),
        Summary(&[("call", "c"), ("participant", "p2"), ("code", "0")]),
        Summary(&[
            ("call", "c"),
            ("participant", "p3"),
            ("code", "0"),
            ("subcode", "null"),
        ]),
        Summary(&[("call", "c"), ("participant", "p4")]),
    ]);
    assert_eq!(call["end_codes"], json!(["0", "487/0"]));
}

#[test]
fn superseded_and_duplicate_rows_are_told_apart_and_all_are_loaded() {
    let first = Summary(&[
        ("call", "c"),
        ("participant", "p1"),
        ("update", "yes"),
        ("version", "1"),
    ]);
    let second = Summary(&[
        ("call", "c"),
        ("participant", "p1"),
        ("update", "yes"),
        ("version", "2"),
        ("sdk", "1.2"),
    ]);
    let sample = Sample(&[
        ("call", "c"),
        ("participant", "p1"),
        ("metric", "Bitrate"),
        ("average", "1"),
    ]);
    let store = store(&[first, second, first, sample, sample]);
    let report = check_json(&store);
    let model = &report["model"];
    assert_eq!(
        (
            &model["superseded"],
            &model["duplicates"],
            &model["samples"]
        ),
        (&json!(1), &json!(2), &json!(1))
    );
    assert_eq!(report["totals"]["loaded"], 5);
    assert_eq!(model["participants"], 1);
}

#[test]
fn model_endpoints_are_distinct_over_everything_loaded() {
    let store = store(&[
        Summary(&[("call", "c1"), ("participant", "p1"), ("endpoint", "e1")]),
        Summary(&[("call", "c2"), ("participant", "p2"), ("endpoint", "E1")]),
        Stream(&[
            ("call", "c2"),
            ("participant", "p3"),
            ("endpoint", "e2"),
            ("media", "audio"),
        ]),
    ]);
    let model = check_json(&store)["model"].clone();
    assert_eq!(
        (&model["calls"], &model["endpoints"], &model["participants"]),
        (&json!(2), &json!(2), &json!(3))
    );
}

#[test]
fn a_call_without_summary_is_an_orphan_and_keeps_what_it_knows() {
    let store = store(&[
        Stream(&[
            ("call", "c1"),
            ("participant", "p1"),
            ("endpoint", "e1"),
            ("media", "audio"),
            ("rtt_avg", "9"),
        ]),
        Operation(&[
            ("call", "c2"),
            ("participant", "p2"),
            ("operation", "o"),
            ("name", "Join"),
            ("time", "2026-01-01T00:00:00Z"),
        ]),
        Summary(&[("call", "c3"), ("participant", "p3")]),
    ]);
    assert_eq!(check_json(&store)["model"]["orphan_calls"], 2);
    let calls = crate::report::fixture::calls_json(&store);
    let shown: Vec<_> = calls
        .as_array()
        .expect("calls")
        .iter()
        .map(|call| {
            (
                call["call_id"].clone(),
                call["orphan"].clone(),
                call["legs"].clone(),
                call["start"].clone(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            (json!("c1"), json!(true), json!(1), json!(null)),
            (json!("c2"), json!(true), json!(1), json!(null)),
            (json!("c3"), json!(false), json!(1), json!(null)),
        ]
    );
}

#[test]
fn a_summary_row_of_the_server_is_a_leg_but_no_participant() {
    let call = only_call(&[
        Summary(&[
            ("call", "c"),
            ("participant", "p1"),
            ("endpoint_type", "VoIP"),
        ]),
        Summary(&[
            ("call", "c"),
            ("participant", "p2"),
            ("endpoint_type", "Server"),
        ]),
    ]);
    assert_eq!(
        (&call["legs"], &call["participants"]),
        (&json!(2), &json!(1))
    );
}
