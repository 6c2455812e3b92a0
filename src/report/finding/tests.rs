//! Rules on both sides of what decides them: the records in, the first finding and how sure it is out.

use crate::model::finding::findings;
use crate::model::limits::Limits;
use crate::model::verdict::CallClass;
use crate::report::fixture::{Record, call_json, store};
use serde_json::json;

type Fields<'a> = Vec<(&'a str, &'a str)>;

/// A record in the making.
enum Row<'a> {
    Summary(Fields<'a>),
    Stream(Fields<'a>),
    Operation(Fields<'a>),
    Sample(Fields<'a>),
    Side(&'a str, Fields<'a>),
}
use Row::{Operation, Sample, Side, Stream, Summary};

/// `rule certainty` of all findings of the call, in order.
fn told(rows: &[Row]) -> Vec<String> {
    let records: Vec<Record> = rows
        .iter()
        .map(|row| match row {
            Summary(fields) => Record::Summary(fields),
            Stream(fields) => Record::Stream(fields),
            Operation(fields) => Record::Operation(fields),
            Sample(fields) => Record::Sample(fields),
            Side(kind, fields) => Record::Side(kind, fields),
        })
        .collect();
    let store = store(&records);
    let call = store.calls().next().expect("a call");
    let found = findings(&store, &store.detail(call));
    let words = found.iter().map(|finding| {
        assert!(!finding.evidence.is_empty(), "{}", finding.line);
        format!("{} {}", finding.rule.name, finding.certainty.name())
    });
    words.collect()
}

fn first(rows: &[Row]) -> String {
    told(rows).into_iter().next().unwrap_or_default()
}

/// A leg of a group (or, for `P2P`, an endpoint) for a minute from 10:00.
fn leg<'a>(kind: &'a str, id: &'a str, more: &[(&'a str, &'a str)]) -> Row<'a> {
    let id_key = if kind == "P2P" {
        "endpoint"
    } else {
        "participant"
    };
    let mut fields = more.to_vec();
    fields.extend([
        ("call", "c"),
        ("type", kind),
        (id_key, id),
        ("start", "2026-01-01T10:00:00Z"),
        ("leg_start", "2026-01-01T10:00:00Z"),
        ("leg_duration", "60"),
        ("duration", "60"),
        ("code", "0"),
        ("category", "Success"),
    ]);
    Summary(fields)
}

fn stream<'a>(id: &'a str, direction: &'a str, more: &[(&'a str, &'a str)]) -> Row<'a> {
    let mut fields = more.to_vec();
    fields.extend([
        ("call", "c"),
        ("participant", id),
        ("endpoint", id),
        ("media", "audio"),
        ("direction", direction),
        ("stream", "1"),
    ]);
    Stream(fields)
}

fn operation<'a>(id: &'a str, time: &'a str, more: &[(&'a str, &'a str)]) -> Row<'a> {
    let mut fields = more.to_vec();
    fields.extend([
        ("call", "c"),
        ("participant", id),
        ("endpoint", id),
        ("time", time),
        ("name", "UserFacingDiagnostics"),
    ]);
    Operation(fields)
}

/// A diagnostic that stays.
fn raised<'a>(id: &'a str, name: &'a str) -> Row<'a> {
    operation(
        id,
        "2026-01-01T10:00:20Z",
        &[("diagnostic", name), ("quality", "Bad")],
    )
}

#[test]
fn legs_share_a_path_when_most_and_at_least_three_are_bad() {
    const LEGS: [&str; 6] = ["p1", "p2", "p3", "p4", "p5", "p6"];
    let table = [
        (3, 5, "common_path likely"),
        (3, 6, "stream_poor_rtt certain"),
        (2, 3, "stream_poor_rtt certain"),
    ];
    for (bad, all, wanted) in table {
        let rows: Vec<Row> = LEGS[..all]
            .iter()
            .zip(0..)
            .map(|(id, at)| {
                let rtt = if at < bad { "501" } else { "500" };
                stream(id, "outbound", &[("rtt_avg", rtt)])
            })
            .collect();
        let found = first(&rows);
        // Two or three bad legs of many may each have an uplink of their own.
        let is_it =
            found == wanted || (wanted.starts_with("stream") && found != "common_path likely");
        assert!(is_it, "{bad} of {all}: {found}");
    }
}

#[test]
fn what_the_other_legs_say_makes_a_side_sure() {
    const BAD: [(&str, &str); 1] = [("loss_avg", "0.11")];
    const FINE: [(&str, &str); 1] = [("loss_avg", "0.1")];
    let out = || stream("p1", "outbound", &BAD);
    let alone = [out()];
    assert_eq!(
        told(&alone),
        ["stream_poor_loss certain", "uplink possible"]
    );
    let compared = [out(), stream("p2", "inbound", &FINE)];
    assert_eq!(first(&compared), "uplink likely");
    let agreed = [
        out(),
        stream("p2", "inbound", &FINE),
        raised("p1", "NetworkSendQuality"),
    ];
    assert!(told(&agreed).contains(&"uplink certain".to_owned()));
    let both = [out(), stream("p2", "inbound", &BAD)];
    assert_eq!(first(&both), "stream_poor_loss certain", "either may be it");
    let down = [
        stream("p2", "inbound", &BAD),
        stream("p1", "outbound", &FINE),
    ];
    assert_eq!(first(&down), "downlink likely");
    let access = [
        out(),
        stream("p1", "inbound", &BAD),
        stream("p2", "inbound", &FINE),
    ];
    assert_eq!(first(&access), "access_network likely");
}

#[test]
fn a_burst_points_to_a_side_only_when_the_client_complained() {
    let burst = || {
        stream(
            "p1",
            "inbound",
            &[("loss_avg", "0.01"), ("loss_max", "0.2")],
        )
    };
    let fine = || stream("p2", "outbound", &[("loss_avg", "0.01")]);
    assert_eq!(told(&[burst(), fine()]), ["stream_burst_loss certain"]);
    let complained = told(&[burst(), fine(), raised("p1", "NetworkReceiveQuality")]);
    assert!(
        complained.contains(&"downlink certain".to_owned()),
        "{complained:?}"
    );
}

#[test]
fn of_a_p2p_call_a_side_needs_a_word_of_its_client() {
    let legs = || [leg("P2P", "e1", &[]), leg("P2P", "e2", &[])];
    let bad = || stream("e1", "outbound", &[("loss_avg", "0.2")]);
    let good = || stream("e2", "outbound", &[("loss_avg", "0.01")]);
    let [a, b] = legs();
    let silent = told(&[a, b, bad(), good()]);
    assert_eq!(silent, ["stream_poor_loss certain", "p2p_path possible"]);
    let [a, b] = legs();
    let told = told(&[a, b, bad(), good(), raised("e2", "NetworkReceiveQuality")]);
    assert!(told.contains(&"p2p_path likely".to_owned()), "{told:?}");
}

#[test]
fn tcp_is_a_cause_only_of_what_is_bad() {
    for (jitter, wanted) in [("31", "tcp_fallback likely"), ("30", "")] {
        let rows = [
            stream(
                "p1",
                "outbound",
                &[("jitter_avg", jitter), ("transport", "TCP")],
            ),
            stream(
                "p2",
                "outbound",
                &[("jitter_avg", "9"), ("transport", "UDP")],
            ),
        ];
        assert_eq!(first(&rows), wanted, "jitter {jitter}");
    }
    let rows = [
        stream(
            "p1",
            "outbound",
            &[("jitter_avg", "40"), ("transport", "TCP")],
        ),
        stream(
            "p2",
            "outbound",
            &[("jitter_avg", "40"), ("transport", "UDP")],
        ),
    ];
    assert_eq!(first(&rows), "stream_poor_jitter certain", "UDP is as bad");
}

#[test]
fn silence_of_a_p2p_leg_counts_from_ten_seconds_on() {
    for (seconds, wanted) in [("10", "one_way_audio likely"), ("9", "")] {
        let rows = [
            leg("P2P", "e1", &[]),
            leg("P2P", "e2", &[("leg_duration", seconds)]),
            stream("e1", "outbound", &[("rtt_avg", "20")]),
        ];
        assert_eq!(first(&rows), wanted, "{seconds} s");
    }
    let muted = [
        leg("P2P", "e1", &[]),
        leg("P2P", "e2", &[]),
        stream("e1", "outbound", &[("rtt_avg", "20")]),
        operation("e2", "2026-01-01T10:00:02Z", &[("name", "MuteMicrophone")]),
    ];
    assert_eq!(first(&muted), "one_way_audio possible");
    let group = [
        leg("Group", "p1", &[]),
        leg("Group", "p2", &[]),
        stream("p1", "outbound", &[("rtt_avg", "20")]),
        stream("p2", "inbound", &[("rtt_avg", "20")]),
    ];
    assert_eq!(first(&group), "", "who only listens is no fault");
}

#[test]
fn a_page_in_the_background_needs_something_that_stopped() {
    let hidden = || {
        operation(
            "p1",
            "2026-01-01T10:00:18Z",
            &[("name", "PageHidden"), ("detail", "PageHidden true")],
        )
    };
    assert_eq!(first(&[leg("Group", "p1", &[]), hidden()]), "");
    let stopped = [
        leg("Group", "p1", &[]),
        hidden(),
        raised("p1", "CameraStoppedUnexpectedly"),
    ];
    assert_eq!(first(&stopped), "page_hidden likely");
    let alone = [
        leg("Group", "p1", &[]),
        raised("p1", "CameraStoppedUnexpectedly"),
    ];
    assert_eq!(first(&alone), "camera_failure certain");
}

#[test]
fn a_bot_that_hangs_up_soon_after_a_failure_did_so_for_it() {
    let request = |time: &'static str, name: &'static str, status: &'static str| {
        let fields = vec![
            ("call", "c"),
            ("generated", time),
            ("name", name),
            ("signature", status),
            ("result", "Succeeded"),
        ];
        Side("CallAutomationOperational", fields)
    };
    let table = [
        ("400", "2026-01-01T10:00:40Z", "automation_failed likely"),
        ("400", "2026-01-01T10:00:41Z", "automation_failed certain"),
        ("399", "2026-01-01T10:00:40Z", ""),
    ];
    for (status, hang_up, wanted) in table {
        let rows = [
            request("2026-01-01T10:00:10Z", "Play", status),
            request(hang_up, "HangUp", "204"),
        ];
        assert_eq!(first(&rows), wanted, "{status} {hang_up}");
    }
}

#[test]
fn a_survey_is_told_only_where_it_disagrees() {
    let survey = |score| Side("CallSurvey", vec![("call", "c"), ("score", score)]);
    let table = [
        ("2", "20", "survey_disagrees certain"),
        ("3", "20", ""),
        ("5", "20", ""),
        ("2", "900", "stream_poor_rtt certain"),
    ];
    for (score, rtt, wanted) in table {
        let rows = [survey(score), stream("p1", "inbound", &[("rtt_avg", rtt)])];
        assert_eq!(first(&rows), wanted, "{score}/5, {rtt} ms");
    }
    let pleased = [survey("5"), stream("p1", "inbound", &[("rtt_avg", "900")])];
    assert!(told(&pleased).contains(&"survey_disagrees certain".to_owned()));
    let alone = [survey("1"), leg("Group", "p1", &[])];
    assert_eq!(first(&alone), "survey_disagrees possible");
}

#[test]
fn ends_tell_whose_they_are() {
    #[rustfmt::skip]
    let table = [
        ("500", "10045", "UnexpectedServerError", "server_error certain"),
        ("503", "", "", "server_error certain"),
        ("410", "3101", "UnexpectedClientError", "network_lost certain"),
        ("410", "3100", "UnexpectedClientError", "no_media_path certain"),
        ("410", "3112", "ExpectedError", "no_media_path certain"),
        ("408", "4506", "UnexpectedClientError", "leg_dropped certain"),
        ("503", "560503", "UnexpectedServerError", "leg_dropped certain"),
        ("480", "10037", "ExpectedError", ""),
        ("0", "0", "Success", ""),
    ];
    for (code, subcode, category, wanted) in table {
        let end = [("code", code), ("subcode", subcode), ("category", category)];
        assert_eq!(
            first(&[leg("Group", "p1", &end)]),
            wanted,
            "{code}/{subcode}"
        );
    }
}

#[test]
fn a_diagnostic_recovers_up_to_the_end_of_the_leg() {
    for (good, wanted) in [
        ("2026-01-01T10:01:00Z", "network_recovered certain"),
        ("2026-01-01T10:01:01Z", "network_not_recovered certain"),
    ] {
        let rows = [
            leg("Group", "p1", &[]),
            raised("p1", "NetworkReceiveQuality"),
            operation(
                "p1",
                good,
                &[("diagnostic", "NetworkReceiveQuality"), ("quality", "Good")],
            ),
        ];
        assert_eq!(first(&rows), wanted, "{good}");
    }
}

#[test]
fn few_pictures_over_a_clean_network_need_statistics_to_be_told() {
    let sample = |metric, average| {
        Sample(vec![
            ("call", "c"),
            ("participant", "p1"),
            ("time", "2026-01-01T10:00:10Z"),
            ("media", "video"),
            ("direction", "send"),
            ("metric", metric),
            ("average", average),
        ])
    };
    let slow = || {
        let values = [("media", "video"), ("frame_rate", "6.9"), ("rtt_avg", "40")];
        stream("p1", "outbound", &values)
    };
    assert_eq!(
        told(&[slow()]),
        ["stream_poor_frame_rate certain", "cpu_limit possible"]
    );
    let table = [
        ("30", "17", "", "cpu_limit likely"),
        ("30", "18", "", "stream_poor_frame_rate certain"),
        ("9", "9", "", "slow_source likely"),
        ("30", "29", "1499999", "bandwidth_limit likely"),
        ("30", "29", "1500000", "stream_poor_frame_rate certain"),
    ];
    for (input, encoded, available, wanted) in table {
        let rows = [
            slow(),
            sample("FrameRateInput", input),
            sample("FrameRateEncoded", encoded),
            sample("AvailableBitrate", available),
        ];
        assert_eq!(first(&rows), wanted, "{input} {encoded} {available}");
    }
    let lossy = [
        stream(
            "p1",
            "outbound",
            &[("media", "video"), ("frame_rate", "6"), ("loss_avg", "0.2")],
        ),
        sample("FrameRateInput", "30"),
        sample("FrameRateEncoded", "6"),
    ];
    assert_eq!(
        first(&lossy),
        "stream_poor_loss certain",
        "the network is not clean"
    );
}

#[test]
fn expected_errors_are_no_failures() {
    for (result, wanted) in [
        ("Failed", "operation_failed certain"),
        ("ExpectedError", ""),
    ] {
        let row = operation(
            "p1",
            "2026-01-01T10:00:05Z",
            &[("name", "StartVideo"), ("result", result)],
        );
        assert_eq!(first(&[row]), wanted, "{result}");
    }
}

#[test]
fn another_limit_judges_anew_and_is_named_as_set() {
    let fields = [
        ("call", "c"),
        ("participant", "p1"),
        ("media", "audio"),
        ("direction", "outbound"),
        ("rtt_avg", "320"),
    ];
    let mut store = store(&[Record::Stream(&fields)]);
    let call = store.calls().next().expect("a call");
    assert_eq!(store.facts(call).verdict.class, CallClass::Ok);
    let mut limits = Limits::default();
    assert!(limits.set("rtt_avg", None, 300.0));
    store.set_limits(limits);
    store.settle();
    assert_eq!(store.facts(call).verdict.class, CallClass::Bad);
    let line = "RTT 320 ms on P1 out audio (limit 300 ms, set; documented 500 ms)";
    assert_eq!(&*store.facts(call).reason.line, line);
    store.set_limits(Limits::default());
    store.settle();
    assert_eq!(store.facts(call).verdict.class, CallClass::Ok);
}

#[test]
fn the_clients_own_end_reason_stands_beside_the_services_where_they_differ() {
    let service = [
        ("code", "500"),
        ("subcode", "10045"),
        ("category", "UnexpectedServerError"),
    ];
    for (code, subcode, said) in [
        ("410", "3101", "500/10045 (client: 410/3101) Unexpected"),
        ("500", "10045", "500/10045 Unexpected"),
    ] {
        let client = Record::Operation(&[
            ("call", "c"),
            ("participant", "p1"),
            ("time", "2026-01-01T10:00:59Z"),
            ("name", "StateChanged"),
            ("code", code),
            ("subcode", subcode),
        ]);
        let Summary(leg) = leg("Group", "p1", &service) else {
            return;
        };
        let call = call_json(&store(&[Record::Summary(&leg), client]));
        let text = call["findings"][0]["text"].as_str().unwrap_or_default();
        assert!(text.contains(said), "{text}");
        let ends = (
            &call["legs"][0]["end_code"],
            &call["legs"][0]["client_end_code"],
        );
        assert_eq!(ends, (&json!("500"), &json!(code)));
    }
}
