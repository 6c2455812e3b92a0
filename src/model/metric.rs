//! The measures of a stream: one row each, with name, unit, decimals, limits and where they are documented.
//!
//! Panes, sorting, answers and the judgement walk this table; nothing else names a measure.

use super::rows::Media;

/// How many measures a call-diagnostics row holds.
pub const STREAM_VALUES: usize = 16;

/// What a stream can be poor in (quality-thresholds, `dimension`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dimension {
    /// Variation of packet arrival.
    Jitter,
    /// Time packets wait before they are played.
    JitterBuffer,
    /// Packets that never arrived.
    Loss,
    /// Round trip time.
    Rtt,
    /// Sound made up in place of lost packets.
    Healed,
    /// Pictures a second.
    FrameRate,
    /// Time the picture stood still.
    Freeze,
    /// Height of the received picture.
    Resolution,
    /// Bits a second.
    Bitrate,
    /// A network diagnostic of the client (not a measure; part of `poor_due_to`).
    UfdNetwork,
}

impl Dimension {
    /// All, in the order of answers.
    pub const ALL: [Self; 10] = [
        Self::Jitter,
        Self::JitterBuffer,
        Self::Loss,
        Self::Rtt,
        Self::Healed,
        Self::FrameRate,
        Self::Freeze,
        Self::Resolution,
        Self::Bitrate,
        Self::UfdNetwork,
    ];

    /// The word of `poor_due_to`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jitter => "jitter",
            Self::JitterBuffer => "jitter_buffer",
            Self::Loss => "loss",
            Self::Rtt => "rtt",
            Self::Healed => "healed",
            Self::FrameRate => "frame_rate",
            Self::Freeze => "freeze",
            Self::Resolution => "resolution",
            Self::Bitrate => "bitrate",
            Self::UfdNetwork => "ufd_network",
        }
    }

    /// Those a list shows when it has room for few, most telling first.
    pub const LISTED: [Self; 3] = [Self::Jitter, Self::Rtt, Self::Loss];

    /// The head of its column in compact tables.
    pub const fn head(self) -> &'static str {
        match self {
            Self::Jitter => "JIT",
            Self::JitterBuffer => "BUF",
            Self::Loss => "LOSS%",
            Self::Rtt => "RTT",
            Self::Healed => "HEAL%",
            Self::FrameRate => "FPS",
            Self::Freeze => "FRZ",
            Self::Resolution => "RES",
            Self::Bitrate => "KB/S",
            Self::UfdNetwork => "UFD",
        }
    }
}

/// A set of dimensions in two bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct DimensionSet(u16);

impl DimensionSet {
    /// Adds one.
    pub fn insert(&mut self, dimension: Dimension) {
        self.0 |= 1 << dimension as u16;
    }

    /// Adds all of another.
    pub fn extend(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// True when it is in.
    pub const fn contains(self, dimension: Dimension) -> bool {
        self.0 & (1 << dimension as u16) != 0
    }

    /// True when nothing is in.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those in it, in the order of answers.
    pub fn iter(self) -> impl Iterator<Item = Dimension> {
        Dimension::ALL
            .into_iter()
            .filter(move |&dimension| self.contains(dimension))
    }
}

/// On which side of its limit a value is poor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoorWhen {
    /// More is worse.
    Above,
    /// Less is worse.
    Below,
}

/// Is it the stream's mean (or its one value), or its extreme?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// The mean: beyond the limit = poor.
    Average,
    /// The extreme: beyond the limit = burst.
    Maximum,
    /// The one value there is: beyond the limit = poor.
    Single,
    /// Counted, never judged.
    Count,
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Milliseconds.
    Ms,
    /// A share of 1, shown in per cent.
    Ratio,
    /// Pictures a second.
    Fps,
    /// Milliseconds of freeze a minute, shown in seconds.
    MsPerMinute,
    /// Lines of the picture.
    Pixels,
    /// Packets.
    Packets,
    /// Bits a second, shown in kbit/s.
    Bps,
}

impl Unit {
    /// What stands behind the shown number.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ms => "ms",
            Self::Ratio => "%",
            Self::Fps => "fps",
            Self::MsPerMinute => "s/min",
            Self::Pixels => "p",
            Self::Packets => "packets",
            Self::Bps => "kb/s",
        }
    }

    /// From the log's number to the shown one.
    pub const fn scale(self) -> f64 {
        match self {
            Self::Ratio => 100.0,
            Self::MsPerMinute | Self::Bps => 0.001,
            _ => 1.0,
        }
    }
}

/// One measure of call diagnostics.
pub struct Metric {
    /// The word of answers and of the filter language.
    pub name: &'static str,
    /// The key of the log (log-schemas, Call diagnostics).
    pub wire: &'static str,
    /// The title on screen.
    pub title: &'static str,
    /// Unit of the shown number.
    pub unit: Unit,
    /// Decimals shown.
    pub decimals: usize,
    /// What it measures.
    pub dimension: Option<Dimension>,
    /// Mean, extreme or single.
    pub statistic: Statistic,
    /// Which side of the limit is poor.
    pub poor_when: PoorWhen,
    /// Limits for audio, video and screen sharing (quality-thresholds); none = not judged for this medium.
    pub limits: [Option<f64>; 3],
}

/// A number with so many decimals, or as many as its first digit needs, six at most: what is not 0 never reads as 0.
pub fn telling(value: f64, decimals: usize) -> String {
    if value == 0.0 {
        return format!("{:.decimals$}", 0.0);
    }
    let has_digit = |text: &String| text.contains(|c| ('1'..='9').contains(&c));
    let little = if value < 0.0 {
        ">-0.000001"
    } else {
        "<0.000001"
    };
    (decimals..=6)
        .map(|decimals| format!("{value:.decimals$}"))
        .find(has_digit)
        .unwrap_or_else(|| little.to_owned())
}

impl Metric {
    /// The head of its column.
    pub const fn head(&self) -> &'static str {
        match self.dimension {
            Some(dimension) => dimension.head(),
            None => "PKTS",
        }
    }

    /// A value of the log in the unit that is shown, without it. What is not 0 never reads as 0: a loss ratio of
    /// 3.146336E-05 is `0.003`, what is too little for six decimals `<0.000001`.
    pub fn shown(&self, value: f64) -> String {
        telling(value * self.unit.scale(), self.decimals)
    }

    /// A limit as it is shown: with the decimals of the measure, or those it was set with. 7.25 is not 7.2.
    pub fn shown_limit(&self, limit: f64) -> String {
        let shown = limit * self.unit.scale();
        let plain = format!("{shown:.*}", self.decimals);
        let is_exact = plain
            .parse()
            .is_ok_and(|read: f64| (read - shown).abs() < 1e-9);
        if is_exact {
            return plain;
        }
        let exact = format!("{shown:.6}");
        exact.trim_end_matches('0').to_owned()
    }

    /// True when a value lies beyond a limit, on the measure's bad side.
    pub fn is_past(&self, value: f64, limit: f64) -> bool {
        match self.poor_when {
            PoorWhen::Above => value > limit,
            PoorWhen::Below => value < limit,
        }
    }

    /// The documented limit for a medium, in the log's unit. A stream of unknown medium has only the limits that all media share.
    pub fn limit(&self, media: Media) -> Option<f64> {
        match media {
            Media::Audio => self.limits[0],
            Media::Video => self.limits[1],
            Media::Screen => self.limits[2],
            Media::Unknown
                if self.limits[0] == self.limits[1] && self.limits[1] == self.limits[2] =>
            {
                self.limits[0]
            }
            Media::Unknown => None,
        }
    }
}

const fn all(limit: f64) -> [Option<f64>; 3] {
    [Some(limit); 3]
}

const fn pictures(video: f64, screen: f64) -> [Option<f64>; 3] {
    [None, Some(video), Some(screen)]
}

const NONE: [Option<f64>; 3] = [None; 3];

const fn metric(
    name: &'static str,
    wire: &'static str,
    title: &'static str,
    (unit, decimals): (Unit, usize),
    (dimension, statistic, poor_when): (Option<Dimension>, Statistic, PoorWhen),
    limits: [Option<f64>; 3],
) -> Metric {
    Metric {
        name,
        wire,
        title,
        unit,
        decimals,
        dimension,
        statistic,
        poor_when,
        limits,
    }
}

use Dimension as D;
use PoorWhen::{Above, Below};
use Statistic::{Average, Count, Maximum, Single};

/// All measures; the position is the index into [`super::rows::StreamRow::values`].
#[rustfmt::skip]
pub const METRICS: [Metric; STREAM_VALUES] = [
    metric("jitter_avg", "jitterAvg", "jitter", (Unit::Ms, 0), (Some(D::Jitter), Average, Above), all(30.0)),
    metric("jitter_max", "jitterMax", "jitter max", (Unit::Ms, 0), (Some(D::Jitter), Maximum, Above), all(30.0)),
    metric("rtt_avg", "roundTripTimeAvg", "RTT", (Unit::Ms, 0), (Some(D::Rtt), Average, Above), all(500.0)),
    metric("rtt_max", "roundTripTimeMax", "RTT max", (Unit::Ms, 0), (Some(D::Rtt), Maximum, Above), all(500.0)),
    metric("loss_avg", "packetLossRateAvg", "loss", (Unit::Ratio, 1), (Some(D::Loss), Average, Above), all(0.1)),
    metric("loss_max", "packetLossRateMax", "loss max", (Unit::Ratio, 1), (Some(D::Loss), Maximum, Above), all(0.1)),
    metric("jitter_buffer_avg", "jitterBufferSizeAvg", "jitter buffer", (Unit::Ms, 0), (Some(D::JitterBuffer), Average, Above), all(200.0)),
    metric("jitter_buffer_max", "jitterBufferSizeMax", "jitter buffer max", (Unit::Ms, 0), (Some(D::JitterBuffer), Maximum, Above), all(200.0)),
    metric("healed_avg", "healedDataRatioAvg", "healed", (Unit::Ratio, 1), (Some(D::Healed), Average, Above), all(0.1)),
    metric("healed_max", "healedDataRatioMax", "healed max", (Unit::Ratio, 1), (Some(D::Healed), Maximum, Above), all(0.1)),
    metric("frame_rate", "videoFrameRateAvg", "frame rate", (Unit::Fps, 1), (Some(D::FrameRate), Single, Below), pictures(7.0, 1.0)),
    metric("resolution", "recvResolutionHeight", "resolution", (Unit::Pixels, 0), (Some(D::Resolution), Single, Below), pictures(240.0, 768.0)),
    metric("freeze", "recvFreezeDurationPerMinuteInMs", "freeze", (Unit::MsPerMinute, 1), (Some(D::Freeze), Single, Above), pictures(6_000.0, 25_000.0)),
    metric("packets", "packetUtilization", "packets", (Unit::Packets, 0), (None, Count, Above), NONE),
    metric("bitrate_avg", "videoBitRateAvg", "bitrate", (Unit::Bps, 0), (Some(D::Bitrate), Single, Below), [None, Some(150_000.0), None]),
    metric("bitrate_max", "videoBitRateMax", "bitrate max", (Unit::Bps, 0), (Some(D::Bitrate), Count, Below), NONE),
];

/// The position of a measure by its name; a name that is not in the table is a mistake a test finds.
pub fn position(name: &str) -> Option<usize> {
    METRICS.iter().position(|metric| metric.name == name)
}

/// Packets below which an audio stream is too short to judge (Teams CQD; applies only where the log says the number).
pub const AUDIO_PACKETS_TO_JUDGE: f64 = 500.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::limits::Limits;

    #[test]
    fn limits_are_the_documented_ones_on_both_sides() {
        #[rustfmt::skip]
        let table = [
            ("jitter_avg", Media::Audio, 30.0, 30.1), ("jitter_avg", Media::Unknown, 30.0, 31.0),
            ("jitter_buffer_avg", Media::Video, 200.0, 201.0), ("loss_avg", Media::Screen, 0.1, 0.11),
            ("rtt_avg", Media::Audio, 500.0, 501.0), ("healed_avg", Media::Audio, 0.1, 0.2),
            ("frame_rate", Media::Video, 7.0, 6.9), ("frame_rate", Media::Screen, 1.0, 0.9),
            ("freeze", Media::Video, 6_000.0, 6_001.0), ("freeze", Media::Screen, 25_000.0, 25_001.0),
            ("resolution", Media::Video, 240.0, 239.0), ("resolution", Media::Screen, 768.0, 767.0),
            ("bitrate_avg", Media::Video, 150_000.0, 149_999.0),
        ];
        let limits = Limits::default();
        for (name, media, inside, beyond) in table {
            let at = position(name).unwrap_or(usize::MAX);
            assert!(!limits.is_beyond(at, inside, media), "{name} {inside}");
            assert!(limits.is_beyond(at, beyond, media), "{name} {beyond}");
        }
    }

    #[test]
    fn a_limit_of_one_medium_does_not_judge_another() {
        let limits = Limits::default();
        let is_beyond = |name, value, media| {
            limits.is_beyond(position(name).unwrap_or(usize::MAX), value, media)
        };
        assert!(!is_beyond("bitrate_avg", 1.0, Media::Screen));
        assert!(!is_beyond("bitrate_avg", 1.0, Media::Unknown));
        assert!(!is_beyond("frame_rate", 0.0, Media::Audio));
    }

    #[test]
    fn what_is_not_zero_never_reads_as_zero() {
        let loss = &METRICS[position("loss_avg").unwrap_or(usize::MAX)];
        for (value, wanted) in [
            (3.146_336E-05, "0.003"),
            (0.0, "0.0"),
            (0.31, "31.0"),
            (1e-12, "<0.000001"),
            (0.000_3, "0.03"),
        ] {
            assert_eq!(loss.shown(value), wanted);
        }
        assert_eq!(METRICS[0].shown(0.3), "0.3");
        assert_eq!(METRICS[0].shown(12.4), "12");
        assert_eq!(loss.shown(-0.0005), "-0.1", "the sign stays");
        assert_eq!(loss.shown(-0.0), "0.0");
    }

    #[test]
    fn a_limit_is_shown_as_it_was_set() {
        let rtt = &METRICS[position("rtt_avg").unwrap_or(usize::MAX)];
        let loss = &METRICS[position("loss_avg").unwrap_or(usize::MAX)];
        assert_eq!(rtt.shown_limit(500.0), "500");
        assert_eq!(rtt.shown_limit(300.5), "300.5");
        assert_eq!(loss.shown_limit(0.1), "10.0");
        assert_eq!(loss.shown_limit(0.0125), "1.25");
    }

    #[test]
    fn names_are_unique() {
        for (at, metric) in METRICS.iter().enumerate() {
            assert_eq!(position(metric.name), Some(at));
        }
    }
}
