//! The measures of media statistics that can tell trouble: which word of the log they are and which limit they share.
//!
//! Media statistics name their measures in words of their own (docs: call-client-media-statistics-log-schema and the
//! media quality statistics of the SDK). Only those that have the dimension of a documented limit are listed; the
//! others are shown raw.

use super::metric::{Dimension, METRICS, Metric, Statistic};

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
    fn every_sample_measure_has_the_limits_of_its_dimension() {
        for row in &SAMPLE_METRICS {
            let metric = row.metric().expect("a measure of the same dimension");
            assert!(metric.limits.iter().any(Option::is_some), "{}", row.wire);
        }
        assert!(lookup("jitterinms").is_some_and(|row| row.dimension == Dimension::Jitter));
        assert!(lookup("PacketsLostPerSecond").is_none());
    }
}
