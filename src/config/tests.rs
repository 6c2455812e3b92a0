//! What files may say, and what is told of those that do not fit.

use super::*;
use crate::model::metric::position;
use crate::model::rows::Media;

fn read(text: &str) -> Result<Config, Error> {
    Config::standard()?.patched(Path::new("my.json"), text.as_bytes())
}

fn settings(text: &str) -> Config {
    match read(text) {
        Ok(config) => config,
        Err(error) => unreachable!("{text}: {error}"),
    }
}

fn limit(config: &Config, name: &str, media: Media) -> Option<f64> {
    config
        .limits
        .of(position(name).expect("a measure of the table"), media)
}

#[test]
fn the_defaults_are_complete_and_those_of_the_model() {
    let standard = settings("");
    assert_eq!(standard.limits, Limits::default());
    assert_eq!(standard.theme, THEMES[0]);
    assert_eq!((standard.max_line, standard.ascii), (64, false));
    assert_eq!(
        (standard.mem, standard.threads, standard.dates),
        (None, None, None)
    );
    let all: serde_json::Value = serde_json::from_str(DEFAULTS).expect("JSON");
    for name in super::limits::names() {
        assert!(all["limits"].get(name).is_some(), "{name} has no default");
    }
}

#[test]
fn each_setting_of_a_file_takes_the_place_of_its_default() {
    let config = settings(
        r#"{"limits": {"rtt_avg": 300, "frame_rate": {"screen": 2}, "audio_packets": 100}, "theme": "mono",
            "color": "never", "ascii": true, "threads": 2, "mem": "1GiB", "dates": "day", "max_line": 8}"#,
    );
    assert_eq!(limit(&config, "rtt_avg", Media::Video), Some(300.0));
    assert_eq!(limit(&config, "frame_rate", Media::Video), Some(7.0));
    assert_eq!(limit(&config, "frame_rate", Media::Screen), Some(2.0));
    assert!((config.limits.audio_packets - 100.0).abs() < 1e-9);
    assert_eq!(
        (config.theme.as_str(), config.color),
        ("mono", ColorWhen::Never)
    );
    assert_eq!((config.ascii, config.max_line), (true, 8));
    assert_eq!(
        (config.threads, config.dates),
        (NonZeroUsize::new(2), Some(Dates::Day))
    );
    assert_eq!(
        (config.mem, settings(r#"{"mem": 5000}"#).mem),
        (Some(1 << 30), Some(5_000))
    );
    assert_eq!(settings("\u{feff} \n"), settings("{}"));
}

#[test]
fn what_does_not_fit_is_told_with_its_line_and_what_is_allowed() {
    #[rustfmt::skip]
    let table = [
        ("{\n \"colour\": 1}", 2, "unknown field `colour`, expected one of"),
        ("{\n \"theme\": \"pink\"\n}", 2, "theme is \"pink\"; allowed: \"terminal\" or \"mono\""),
        ("{\n\n \"theme\": null}", 3, "theme: \"terminal\" or \"mono\""),
        ("{\"color\": \"Always\"}", 1, "allowed: \"auto\", \"always\" or \"never\""),
        ("{\"ascii\": 1}", 1, "ascii is 1; allowed: true or false"),
        ("{\"threads\": 0}", 1, "threads is 0; allowed: \"auto\" or a whole number from 1 to 1024"),
        ("{\"threads\": 1025}", 1, "threads is 1025"),
        ("{\"threads\": 1.5}", 1, "threads is 1.5"),
        ("{\"mem\": \"lots\"}", 1, "mem is \"lots\""),
        ("{\"mem\": -1}", 1, "mem is -1"),
        ("{\"dates\": \"year\"}", 1, "\"auto\", \"day\" or \"month\""),
        ("{\"max_line\": 1025}", 1, "from 1 to 1024"),
        ("{\"limits\": {\n\"rtt\": 300}}", 2, "limits has no 'rtt'; allowed: jitter_avg, jitter_max, rtt_avg"),
        ("{\"limits\": {\n\"packets\": 300}}", 2, "limits has no 'packets'"),
        ("{\"limits\": {\n\"rtt_avg\": -1\n}}", 2, "rtt_avg is -1; allowed: ms from 0 to 60000, or an object"),
        ("{\"limits\": {\n\"loss_avg\": 5}}", 2, "loss_avg is 5; allowed: a share from 0 to 1 (0.1 = 10 %)"),
        ("{\"limits\": {\n\"rtt_avg\": \"300\"}}", 2, "rtt_avg: ms from 0 to 60000"),
        ("{\"limits\": {\n\"frame_rate\": {\n\"audio\": 3}}}", 3, "frame_rate has no 'audio'"),
        ("{\"limits\": {\n\"frame_rate\": {\n\"video\": 241\n}}}", 3, "pictures a second from 0 to 240"),
        ("{\"limits\": {\"rtt_avg\": 1,\n\"rtt_avg\": 2}}", 2, "rtt_avg twice"),
        ("{\"limits\": 3}", 1, "limits: an object of measures and numbers"),
        ("{\"theme\": \"mono\",\n\"theme\": \"mono\"}", 2, "duplicate field `theme`"),
        ("{\n\"theme\": \"mono\"", 2, "EOF while parsing"),
        ("[]", 1, "allowed: one JSON object"),
    ];
    for (text, wanted, words) in table {
        match read(text) {
            Err(Error::Config { path, line, reason }) => {
                assert_eq!(
                    (path.as_path(), line),
                    (Path::new("my.json"), wanted),
                    "{text}: {reason}"
                );
                assert!(reason.contains(words), "{text}: {reason}");
                assert!(!reason.contains("at line"), "{reason}");
            }
            other => unreachable!("{text}: {other:?}"),
        }
    }
}

#[test]
fn ranges_end_where_they_say() {
    for (inside, beyond) in [
        (
            r#"{"limits": {"loss_avg": 1}}"#,
            r#"{"limits": {"loss_avg": 1.01}}"#,
        ),
        (
            r#"{"limits": {"loss_avg": 0}}"#,
            r#"{"limits": {"loss_avg": -0.01}}"#,
        ),
        (
            r#"{"limits": {"rtt_max": 60000}}"#,
            r#"{"limits": {"rtt_max": 60001}}"#,
        ),
        (
            r#"{"limits": {"resolution": 10000}}"#,
            r#"{"limits": {"resolution": 10001}}"#,
        ),
        (
            r#"{"limits": {"bitrate_avg": 1e9}}"#,
            r#"{"limits": {"bitrate_avg": 1.1e9}}"#,
        ),
        (
            r#"{"limits": {"audio_packets": 1000000}}"#,
            r#"{"limits": {"audio_packets": 1000001}}"#,
        ),
        (r#"{"threads": 1024}"#, r#"{"threads": 1025}"#),
        (r#"{"max_line": 1}"#, r#"{"max_line": 0}"#),
    ] {
        assert!(read(inside).is_ok(), "{inside}");
        assert!(read(beyond).is_err(), "{beyond}");
    }
}

#[test]
fn a_reason_is_never_longer_than_a_line_can_be_read() {
    let text = format!("{{\"{}\": 1}}", "x".repeat(100_000));
    assert!(matches!(read(&text), Err(Error::Config { reason, .. }) if reason.len() <= LONGEST));
}
