//! Both sides of each rule of the stream verdict.

use super::*;
use crate::model::value::Num;

fn stream(media: Media, values: &[(&str, f64)]) -> StreamVerdict {
    let mut row = StreamRow {
        media,
        ..StreamRow::default()
    };
    for (name, value) in values {
        row.values[position(name).expect("a measure of the table")] = Num::new(*value);
    }
    judge_stream(&Limits::default(), &row)
}

/// One value in a stream of its own, judged by the limits given.
fn class_of(limits: &Limits, media: Media, name: &str, value: f64) -> StreamClass {
    let mut row = StreamRow {
        media,
        ..StreamRow::default()
    };
    row.values[position(name).expect("a measure of the table")] = Num::new(value);
    judge_stream(limits, &row).class
}

#[test]
fn every_limit_of_the_table_judges_on_both_sides_in_each_medium() {
    use Media::{Audio, Screen, Video};
    use StreamClass::{Burst, Poor};
    const ALL: &[Media] = &[Audio, Video, Screen];
    // quality-thresholds: measure, media, the limit itself (fine), just beyond it, what it then is.
    #[rustfmt::skip]
    let table: [(&str, &[Media], f64, f64, StreamClass); 18] = [
        ("jitter_avg", ALL, 30.0, 30.01, Poor), ("jitter_max", ALL, 30.0, 31.0, Burst),
        ("jitter_buffer_avg", ALL, 200.0, 200.01, Poor), ("jitter_buffer_max", ALL, 200.0, 201.0, Burst),
        ("loss_avg", ALL, 0.1, 0.1001, Poor), ("loss_max", ALL, 0.1, 0.11, Burst),
        ("rtt_avg", ALL, 500.0, 500.01, Poor), ("rtt_max", ALL, 500.0, 501.0, Burst),
        ("healed_avg", ALL, 0.1, 0.1001, Poor), ("healed_max", ALL, 0.1, 0.11, Burst),
        ("frame_rate", &[Video], 7.0, 6.99, Poor), ("frame_rate", &[Screen], 1.0, 0.99, Poor),
        ("freeze", &[Video], 6_000.0, 6_001.0, Poor), ("freeze", &[Screen], 25_000.0, 25_001.0, Poor),
        ("resolution", &[Video], 240.0, 239.0, Poor), ("resolution", &[Screen], 768.0, 767.0, Poor),
        ("bitrate_avg", &[Video], 150_000.0, 149_999.0, Poor), ("bitrate_avg", &[Video], 150_000.0, 0.0, Poor),
    ];
    for (name, media, inside, beyond, wanted) in table {
        for &medium in media {
            let limits = Limits::default();
            let class = |value| class_of(&limits, medium, name, value);
            assert_eq!(class(inside), StreamClass::Ok, "{name} {medium:?} {inside}");
            assert_eq!(class(beyond), wanted, "{name} {medium:?} {beyond}");
        }
    }
    for (name, media) in [
        ("frame_rate", Audio),
        ("freeze", Audio),
        ("resolution", Audio),
        ("bitrate_avg", Screen),
    ] {
        assert_eq!(
            class_of(&Limits::default(), media, name, 0.0),
            StreamClass::NotJudged
        );
    }
}

#[test]
fn a_set_limit_flips_the_verdict_on_both_sides() {
    let mut limits = Limits::default();
    assert!(limits.set("rtt_avg", Some(Media::Audio), 300.0));
    assert!(limits.set("frame_rate", Some(Media::Video), 15.0));
    assert!(limits.set("loss_max", None, 0.5));
    #[rustfmt::skip]
    let table = [
        (Media::Audio, "rtt_avg", 300.0, StreamClass::Ok), (Media::Audio, "rtt_avg", 301.0, StreamClass::Poor),
        (Media::Video, "rtt_avg", 301.0, StreamClass::Ok), (Media::Video, "frame_rate", 15.0, StreamClass::Ok),
        (Media::Video, "frame_rate", 14.9, StreamClass::Poor), (Media::Screen, "frame_rate", 1.0, StreamClass::Ok),
        (Media::Audio, "loss_max", 0.5, StreamClass::Ok), (Media::Audio, "loss_max", 0.51, StreamClass::Burst),
    ];
    for (media, name, value, wanted) in table {
        assert_eq!(
            class_of(&limits, media, name, value),
            wanted,
            "{media:?} {name} {value}"
        );
    }
}

#[test]
fn the_least_number_of_packets_can_be_set_and_says_so() {
    let mut limits = Limits::default();
    assert_eq!(NotJudged::TooShort.words(&limits), "under 500 packets");
    limits.audio_packets = 100.0;
    let mut row = StreamRow {
        media: Media::Audio,
        ..StreamRow::default()
    };
    row.values[0] = Num::new(1.0);
    let packets = position("packets").expect("a measure of the table");
    for (count, wanted) in [(99.0, Some(NotJudged::TooShort)), (100.0, None)] {
        row.values[packets] = Num::new(count);
        assert_eq!(judge_stream(&limits, &row).not_judged, wanted);
    }
    let words = "under 100 packets, set; documented 500";
    assert_eq!(NotJudged::TooShort.words(&limits), words);
}

#[test]
fn an_average_beyond_its_limit_is_poor_and_says_in_what() {
    let verdict = stream(
        Media::Video,
        &[("loss_avg", 0.11), ("rtt_avg", 501.0), ("jitter_avg", 30.0)],
    );
    assert_eq!(verdict.class, StreamClass::Poor);
    assert_eq!(
        verdict.poor.iter().map(Dimension::name).collect::<Vec<_>>(),
        ["loss", "rtt"]
    );
}

#[test]
fn only_a_maximum_beyond_the_limit_is_a_burst() {
    let verdict = stream(Media::Audio, &[("loss_avg", 0.009), ("loss_max", 0.44)]);
    assert_eq!(verdict.class, StreamClass::Burst);
    assert!(verdict.poor.is_empty() && verdict.burst.contains(Dimension::Loss));
}

#[test]
fn a_greatest_bitrate_never_makes_a_burst() {
    assert_eq!(
        stream(Media::Video, &[("bitrate_max", 1.0)]).class,
        StreamClass::NotJudged
    );
    assert_eq!(
        stream(
            Media::Video,
            &[("bitrate_max", 1.0), ("bitrate_avg", 200_000.0)]
        )
        .class,
        StreamClass::Ok
    );
}

#[test]
fn missing_is_not_good_and_not_poor() {
    assert_eq!(
        stream(Media::Audio, &[]).not_judged,
        Some(NotJudged::NoValue)
    );
    assert_eq!(
        stream(Media::Audio, &[("frame_rate", 1.0)]).not_judged,
        Some(NotJudged::NoValue)
    );
    let mut row = StreamRow {
        media: Media::Audio,
        ..StreamRow::default()
    };
    row.values[0] = Num::REDACTED;
    assert_eq!(
        judge_stream(&Limits::default(), &row).not_judged,
        Some(NotJudged::Redacted)
    );
}

#[test]
fn short_audio_is_not_judged_only_where_packets_are_logged() {
    let bad = ("jitter_avg", 99.0);
    assert_eq!(
        stream(Media::Audio, &[bad, ("packets", 499.0)]).not_judged,
        Some(NotJudged::TooShort)
    );
    assert_eq!(
        stream(Media::Audio, &[bad, ("packets", 500.0)]).class,
        StreamClass::Poor
    );
    assert_eq!(stream(Media::Audio, &[bad]).class, StreamClass::Poor);
    assert_eq!(
        stream(Media::Video, &[bad, ("packets", 3.0)]).class,
        StreamClass::Poor
    );
}

#[test]
fn a_call_is_as_bad_as_its_worst_cause() {
    let base = CallVerdict {
        judged_streams: 1,
        ..CallVerdict::default()
    };
    let cases = [
        (base.clone(), false, CallClass::Ok),
        (CallVerdict::default(), false, CallClass::NotJudged),
        (
            CallVerdict {
                burst_streams: 1,
                ..base.clone()
            },
            false,
            CallClass::Burst,
        ),
        (
            CallVerdict {
                burst_streams: 1,
                ..base.clone()
            },
            true,
            CallClass::Bad,
        ),
        (
            CallVerdict {
                recovered_network: 1,
                ..CallVerdict::default()
            },
            false,
            CallClass::Burst,
        ),
        (
            CallVerdict {
                open_network: 1,
                ..CallVerdict::default()
            },
            false,
            CallClass::Bad,
        ),
        (
            CallVerdict {
                dropped: 1,
                ..CallVerdict::default()
            },
            false,
            CallClass::Bad,
        ),
        (
            CallVerdict {
                poor_streams: 1,
                ..base
            },
            false,
            CallClass::Bad,
        ),
    ];
    for (verdict, meets, wanted) in cases {
        assert_eq!(classify(&verdict, meets), wanted, "{verdict:?}");
    }
}

#[test]
fn a_call_is_impacted_by_jitter_loss_and_round_trip_only() {
    for dimension in Dimension::ALL {
        let mut verdict = CallVerdict::default();
        assert!(!verdict.is_impacted());
        verdict.poor_due_to.insert(dimension);
        let wanted = ["jitter", "loss", "rtt"].contains(&dimension.name());
        assert_eq!(verdict.is_impacted(), wanted, "{dimension:?}");
    }
}
