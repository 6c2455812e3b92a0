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
