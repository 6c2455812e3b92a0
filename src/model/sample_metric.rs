//! The measures of media statistics that can tell trouble: which word of the log they are and which limit they share.
//!
//! Media statistics name their measures in words of their own (docs: call-client-media-statistics-log-schema and the
//! media quality statistics of the SDK). Only those that have the dimension of a documented limit are listed; the
//! others are shown raw.

use super::metric::{Dimension, METRICS, Metric, PoorWhen, Statistic};
use super::rows::Media;

/// One measure of the statistics.
pub struct SampleMetric {
    /// `metricName`, compared without regard to case.
    pub wire: &'static str,
    /// What it measures.
    pub dimension: Dimension,
    /// The title on screen.
    pub title: &'static str,
}

const fn row(wire: &'static str, dimension: Dimension, title: &'static str) -> SampleMetric {
    SampleMetric {
        wire,
        dimension,
        title,
    }
}

/// The telling measures. Lost packets a second are a count and no ratio, so they have no limit and are not here.
pub const SAMPLE_METRICS: [SampleMetric; 8] = [
    row("RttInMs", Dimension::Rtt, "RTT"),
    row("PairRttInMs", Dimension::Rtt, "pair RTT"),
    row("JitterInMs", Dimension::Jitter, "jitter"),
    row("JitterBufferInMs", Dimension::JitterBuffer, "buffer"),
    row("HealedRatio", Dimension::Healed, "healed"),
    row("FrameRateDecoded", Dimension::FrameRate, "fps"),
    row("FrameRateOutput", Dimension::FrameRate, "fps shown"),
    row("Bitrate", Dimension::Bitrate, "bitrate"),
];

/// The row of a measure, by the word of the log.
pub fn lookup(wire: &str) -> Option<&'static SampleMetric> {
    SAMPLE_METRICS
        .iter()
        .find(|row| row.wire.eq_ignore_ascii_case(wire))
}

/// What the documents advise for a measure of the statistics. It is no limit: a value past it is not poor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Advice {
    /// `metricName`, compared without regard to case.
    pub wire: &'static str,
    /// For which media.
    pub media: &'static [Media],
    /// On which side of it a value is not as advised.
    pub poor_when: PoorWhen,
    /// In the log's unit.
    pub value: f64,
    /// The same as a person reads it.
    pub words: &'static str,
}

const ANY: &[Media] = &[Media::Audio, Media::Video, Media::Screen];

/// Bits a second that should be available for good video.
pub const ADVISED_BPS: f64 = 1_500_000.0;

/// All of it (quality-thresholds, rows of media stats that are "advice"; docs: media-quality-sdk).
pub const ADVICE: [Advice; 3] = [
    Advice {
        wire: "RttInMs",
        media: ANY,
        poor_when: PoorWhen::Above,
        value: 200.0,
        words: "<=200 ms",
    },
    Advice {
        wire: "PairRttInMs",
        media: ANY,
        poor_when: PoorWhen::Above,
        value: 200.0,
        words: "<=200 ms",
    },
    Advice {
        wire: "AvailableBitrate",
        media: &[Media::Video],
        poor_when: PoorWhen::Below,
        value: ADVISED_BPS,
        words: ">=1500 kb/s",
    },
];

/// What is advised for a measure of a medium, by the word of the log.
pub fn advice(wire: &str, media: Media) -> Option<&'static Advice> {
    ADVICE
        .iter()
        .find(|row| row.wire.eq_ignore_ascii_case(wire) && row.media.contains(&media))
}

impl Advice {
    /// True for a value that is as advised.
    pub fn is_met(&self, value: f64) -> bool {
        match self.poor_when {
            PoorWhen::Above => value <= self.value,
            PoorWhen::Below => value >= self.value,
        }
    }
}

impl SampleMetric {
    /// The measure of call diagnostics with its unit, decimals and limits.
    pub fn metric(&self) -> Option<&'static Metric> {
        self.position().map(|at| &METRICS[at])
    }

    /// Its position in [`METRICS`].
    pub fn position(&self) -> Option<usize> {
        METRICS.iter().position(|metric| {
            metric.dimension == Some(self.dimension)
                && matches!(metric.statistic, Statistic::Average | Statistic::Single)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_is_met_on_one_side_of_its_value_and_only_in_its_media() {
        // quality-thresholds: metric, medium, a value as advised, one that is not.
        #[rustfmt::skip]
        let table = [
            ("rttInMs", Media::Audio, 200.0, 200.1), ("PairRttInMs", Media::Screen, 200.0, 201.0),
            ("AvailableBitrate", Media::Video, 1_500_000.0, 1_499_999.0),
        ];
        for (wire, media, met, not_met) in table {
            let advice = advice(wire, media).expect("a row of the table");
            assert!(advice.is_met(met) && !advice.is_met(not_met), "{wire}");
        }
        assert_eq!(advice("AvailableBitrate", Media::Audio), None);
        assert_eq!(
            advice("HealedRatio", Media::Audio),
            None,
            "a limit, no advice"
        );
    }

    #[test]
    fn every_sample_measure_has_the_limits_of_its_dimension() {
        for row in &SAMPLE_METRICS {
            let metric = row.metric().expect("a measure of the same dimension");
            assert!(metric.limits.iter().any(Option::is_some), "{}", row.wire);
        }
        assert!(lookup("jitterinms").is_some_and(|row| row.dimension == Dimension::Jitter));
        assert!(lookup("PacketsLostPerSecond").is_none());
    }
}
