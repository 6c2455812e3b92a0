//! Forty invented calls as rows of the four largest logs, before they take any form.

use std::fmt::{Display, Write as _};

/// A cell before it is written.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Null,
    Text(String),
    /// A number as its digits.
    Number(String),
    /// Milliseconds since 1970-01-01.
    Time(i64),
    /// Members of an object: name and text.
    Object(Vec<(&'static str, Option<String>)>),
}

/// A record: its category, and its columns as Log Analytics names them.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) category: &'static str,
    pub(crate) cells: Vec<(&'static str, Cell)>,
}

impl Record {
    pub(crate) fn cell(&self, name: &str) -> &Cell {
        let found = self.cells.iter().find(|(column, _)| *column == name);
        found.map_or(&Cell::Null, |(_, cell)| cell)
    }
}

/// The categories, which are also the tables but for their prefix.
pub(crate) const CATEGORIES: [&str; 4] = [
    "CallSummary",
    "CallDiagnostics",
    "CallClientOperations",
    "CallClientMediaStatsTimeSeries",
];

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn number(value: impl Display) -> Cell {
    Cell::Number(format!("{value}"))
}

fn guid(kind: u32, call: usize, part: usize) -> String {
    format!("{kind:08x}-0001-4000-8000-{:012x}", call * 100 + part)
}

/// 2024-05-09T16:00:00Z in milliseconds.
const START: i64 = 1_715_270_400_000;

/// All records of all calls.
pub(crate) fn records() -> Vec<Record> {
    let mut dice = Dice(7);
    (0..40).flat_map(|call| one_call(call, &mut dice)).collect()
}

fn one_call(call: usize, dice: &mut Dice) -> Vec<Record> {
    let legs = 2 + dice.roll(3) as usize;
    // Eight hours apart, so that days run from the 9th to the 22nd.
    let start = START + call as i64 * 8 * 3_600_000 + dice.roll(1_000) as i64;
    let duration = 60 + dice.roll(600);
    let mut records = Vec::new();
    for leg in 0..legs {
        records.push(summary(call, leg, (start, duration), dice));
        for stream in 0..2 {
            records.push(diagnostics(call, leg, stream, start, dice));
        }
        records.push(operation(call, leg, start, dice));
        for tick in 0..2 {
            records.push(sample(call, leg, tick, start, dice));
        }
    }
    records
}

fn summary(call: usize, leg: usize, (start, duration): (i64, u64), dice: &mut Dice) -> Record {
    let (code, subcode, result) = match dice.roll(8) {
        0 => ("410", text("301005"), "UnexpectedClientError"),
        1 => ("487", Cell::Null, "ExpectedError"),
        _ => ("0", text("0"), "Success"),
    };
    let options = vec![
        ("appName", Some("demo, \"live\"".to_owned())),
        ("region", None),
    ];
    let cells = vec![
        ("TimeGenerated", Cell::Time(start + 7_200_000)),
        ("CorrelationId", text(guid(1, call, 0))),
        (
            "Identifier",
            text(format!("acs:{}_{leg}", guid(2, call % 5, leg))),
        ),
        ("CallStartTime", Cell::Time(start)),
        ("CallDuration", number(duration)),
        ("CallType", text("Group")),
        ("TeamsThreadId", Cell::Null),
        ("ParticipantId", text(guid(3, call, leg))),
        ("ParticipantStartTime", Cell::Time(start + 1_000)),
        ("ParticipantDuration", number(duration - 2)),
        ("ParticipantEndReason", text(code)),
        ("ParticipantEndSubCode", subcode),
        ("ResultCategory", text(result)),
        ("EndpointId", text(guid(4, call, leg))),
        ("EndpointType", text("VoIP")),
        ("SdkVersion", text("1.32.1.0_stable")),
        ("OsVersion", text("Darwin; root:xnu~3/RELEASE, Z\u{fc}rich")),
        ("DiagnosticOptions", Cell::Object(options)),
    ];
    Record {
        category: CATEGORIES[0],
        cells,
    }
}

fn diagnostics(call: usize, leg: usize, stream: usize, start: i64, dice: &mut Dice) -> Record {
    let rate = |dice: &mut Dice| number(format!("0.{:04}", dice.roll(1_500)));
    let is_video = stream == 1;
    let cells = vec![
        ("TimeGenerated", Cell::Time(start + 7_300_000)),
        ("CorrelationId", text(guid(1, call, 0))),
        ("ParticipantId", text(guid(3, call, leg))),
        ("Identifier", Cell::Null),
        ("EndpointId", text(guid(4, call, leg))),
        ("EndpointType", text("VoIP")),
        ("MediaType", text(if is_video { "Video" } else { "Audio" })),
        ("StreamId", number(1_363_841_000 + dice.roll(999))),
        ("TransportType", text("UDP")),
        ("RoundTripTimeAvg", number(dice.roll(520))),
        ("RoundTripTimeMax", number(520 + dice.roll(100))),
        ("JitterAvg", number(dice.roll(32))),
        ("JitterMax", number(32 + dice.roll(20))),
        ("PacketLossRateAvg", rate(dice)),
        ("PacketLossRateMax", rate(dice)),
        (
            "VideoFrameRateAvg",
            if is_video {
                number(format!("{}.5", 5 + dice.roll(20)))
            } else {
                Cell::Null
            },
        ),
        (
            "StreamDirection",
            text(if dice.roll(2) == 0 {
                "Inbound"
            } else {
                "Outbound"
            }),
        ),
        ("CodecName", text(if is_video { "H264" } else { "OPUS" })),
    ];
    Record {
        category: CATEGORIES[1],
        cells,
    }
}

fn operation(call: usize, leg: usize, start: i64, dice: &mut Dice) -> Record {
    let quality = ["Good", "Poor", "Bad"][dice.roll(3) as usize];
    let payload = vec![
        (
            "DiagnosticChanged",
            Some("NetworkReceiveQuality".to_owned()),
        ),
        ("DiagnosticQuality", Some(quality.to_owned())),
        ("Reason", Some("the user's \"wifi\"\nwent away".to_owned())),
        ("Code", None),
    ];
    let cells = vec![
        ("TimeGenerated", Cell::Time(start + 20_000)),
        (
            "CallClientTimeStamp",
            Cell::Time(start + 10_000 + leg as i64),
        ),
        ("OperationName", text("UserFacingDiagnostics")),
        ("CallId", text(guid(1, call, 0))),
        ("ParticipantId", text(guid(3, call, leg))),
        ("OperationId", text(guid(5, call, leg))),
        ("DurationMs", number(dice.roll(900))),
        ("ResultType", text("Succeeded")),
        ("ResultSignature", number(200)),
        ("EndpointId", text(guid(4, call, leg))),
        ("ClientInstanceId", text(guid(6, call, leg))),
        ("OperationPayload", Cell::Object(payload)),
    ];
    Record {
        category: CATEGORIES[2],
        cells,
    }
}

fn sample(call: usize, leg: usize, tick: i64, start: i64, dice: &mut Dice) -> Record {
    let average = dice.roll(60);
    let cells = vec![
        ("TimeGenerated", Cell::Time(start + 30_000)),
        ("CallClientTimeStamp", Cell::Time(start + 10_000 * tick)),
        ("MetricName", text("JitterInMs")),
        ("Count", number(10)),
        ("Sum", number(average * 10 + 5)),
        ("Average", number(format!("{average}.5"))),
        ("Minimum", number(average)),
        ("Maximum", number(average + 9)),
        ("MediaStreamDirection", text("recv")),
        ("MediaStreamType", text("audio")),
        ("ParticipantId", text(guid(3, call, leg))),
        ("CallId", text(guid(1, call, 0))),
        ("ClientInstanceId", text(guid(6, call, leg))),
        ("AggregationIntervalSeconds", number(10)),
    ];
    Record {
        category: CATEGORIES[3],
        cells,
    }
}

/// A moment, its parts put into a pattern: `Y M D h m s f` stand for themselves in two (year four, fraction three)
/// digits, `d n` for day and month without zeros, `t` for the hour of twelve, `p` for AM or PM.
pub(crate) fn moment(ms: i64, pattern: &str) -> String {
    let (days, rest) = (ms.div_euclid(86_400_000), ms.rem_euclid(86_400_000));
    // All calls lie in May 2024, which has 31 days and began on day 19,844.
    let day = days - 19_844 + 1;
    assert!((1..=31).contains(&day));
    let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
    let mut out = String::new();
    for letter in pattern.chars() {
        let written = match letter {
            'Y' => write!(out, "2024"),
            'M' => write!(out, "05"),
            'n' => write!(out, "5"),
            'D' => write!(out, "{day:02}"),
            'd' => write!(out, "{day}"),
            'h' => write!(out, "{hour:02}"),
            't' => write!(out, "{}", (hour + 11) % 12 + 1),
            'p' => write!(out, "{}", if hour < 12 { "AM" } else { "PM" }),
            'm' => write!(out, "{minute:02}"),
            's' => write!(out, "{:02}", rest / 1_000 % 60),
            'f' => write!(out, "{:03}", rest % 1_000),
            other => write!(out, "{other}"),
        };
        assert!(written.is_ok());
    }
    out
}

/// The form of ISO 8601 as a pattern of [`moment`].
pub(crate) const ISO: &str = "Y-M-DTh:m:s.fZ";
