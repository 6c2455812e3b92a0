//! Media statistics rows: per metric, stream and 10 s, made of up to ten samples a second apart.

use std::io;

use crate::build::SECOND;
use crate::diagnostics::packets_per_second;
use crate::plan::{Call, Leg, Media, Millis, Quality, Stats, Stream};
use crate::records::Writer;
use crate::rng::Rng;
use crate::sink::Category;

/// Length of an interval.
const INTERVAL: Millis = 10 * SECOND;

/// A metric of the log: where it occurs and how its samples follow from the quality.
struct Metric {
    name: &'static str,
    /// See [`METRICS`].
    letters: &'static [u8],
    /// Share of the value by which samples wander to either side.
    spread: f64,
    value: fn(&Quality) -> f64,
}

const fn metric(
    name: &'static str,
    letters: &'static [u8],
    spread: f64,
    value: fn(&Quality) -> f64,
) -> Metric {
    Metric {
        name,
        letters,
        spread,
        value,
    }
}

/// Letters: audio, video (screen too), send, recv, key metric, digits behind the point.
const METRICS: [Metric; 23] = [
    metric("Bitrate", b"avsr", 0.12, |q| q.kbps * 1000.0),
    metric("JitterInMs", b"avsrk", 0.35, |q| q.jitter),
    metric("PacketsPerSecond", b"avsr", 0.08, packets_per_second),
    metric("PacketsLostPerSecond", b"avsrk", 0.3, |q| {
        packets_per_second(q) * q.loss / (1.0 - q.loss.min(0.9))
    }),
    metric("RttInMs", b"avsk", 0.12, |q| q.rtt),
    metric("PairRttInMs", b"avsr", 0.1, |q| (q.rtt - 4.0).max(1.0)),
    metric("AvailableBitrate", b"vs", 0.1, |q| q.kbps * 1800.0),
    metric("AudioInputLevel", b"as", 0.7, |q| q.level),
    metric("AudioOutputLevel", b"ar", 0.7, |q| q.level * 0.9),
    metric("JitterBufferInMs", b"avr", 0.15, |q| 38.0 + 3.0 * q.jitter),
    metric("HealedRatio", b"ard", 0.4, |q| q.loss * 0.7),
    metric("FrameRateInput", b"vsk", 0.05, |q| q.fps_in),
    metric("FrameWidthInput", b"vs", 0.0, |q| q.height / 9.0 * 16.0),
    metric("FrameHeightInput", b"vs", 0.0, |q| q.height),
    metric("FrameRateEncoded", b"vsk", 0.06, |q| q.fps_out),
    metric("FrameRateSent", b"vs", 0.06, |q| q.fps_out),
    metric("FrameHeightSent", b"vs", 0.0, |q| q.height),
    metric("FrameRateReceived", b"vr", 0.06, |q| q.fps_in),
    metric("FrameRateDecoded", b"vrk", 0.06, |q| q.fps_out),
    metric("FrameRateOutput", b"vr", 0.06, |q| q.fps_out),
    metric("FrameHeightReceived", b"vr", 0.0, |q| q.height),
    metric("LongestFreezeDurationInMs", b"vr", 0.1, |q| {
        frozen_ms(q) * 0.9
    }),
    metric("TotalFreezeDurationInMs", b"vrk", 0.0, frozen_ms),
];

/// Milliseconds of each second in which the picture stood still.
fn frozen_ms(quality: &Quality) -> f64 {
    if quality.frozen { 1000.0 } else { 0.0 }
}

impl Metric {
    fn has(&self, letter: u8) -> bool {
        self.letters.contains(&letter)
    }

    fn fits(&self, stream: &Stream, stats: Stats) -> bool {
        let media = match stream.media {
            Media::Audio => b'a',
            _ => b'v',
        };
        let direction = if stream.outbound { b's' } else { b'r' };
        self.has(media) && self.has(direction) && (stats == Stats::All || self.has(b'k'))
    }

    /// Digits behind the point.
    fn decimals(&self) -> usize {
        if self.has(b'd') { 3 } else { 0 }
    }
}

/// The samples of a metric in one interval, as whole numbers of the last digit.
struct Samples {
    count: i64,
    sum: i64,
    low: i64,
    high: i64,
}

/// Writes the rows of one leg.
pub(crate) fn write(
    out: &mut Writer<'_>,
    rng: &mut Rng,
    (call, leg): (&Call, &Leg),
) -> io::Result<()> {
    if leg.stats == Stats::None {
        return Ok(());
    }
    let lag = rng.range(20 * SECOND, 110 * SECOND);
    for stream in &leg.streams {
        let metrics: Vec<_> = METRICS
            .iter()
            .filter(|metric| metric.fits(stream, leg.stats))
            .collect();
        let mut from = stream.from;
        let mut index = 0;
        while from + 2 * SECOND <= stream.to {
            if index % stream.every == 0 || stream.telling(from) {
                for metric in &metrics {
                    let samples = samples(rng, stream, metric, from);
                    row(out, (call, leg, stream), metric, (from, lag), &samples)?;
                }
            }
            from += INTERVAL;
            index += 1;
        }
    }
    Ok(())
}

fn samples(rng: &mut Rng, stream: &Stream, metric: &Metric, from: Millis) -> Samples {
    let count = ((stream.to - from) / SECOND).min(INTERVAL / SECOND);
    let scale = [1.0, 1000.0][usize::from(metric.has(b'd'))];
    let calm = !stream.eventful(from);
    let base = (metric.value)(&stream.base) * scale;
    let mut all = Samples {
        count,
        sum: 0,
        low: i64::MAX,
        high: 0,
    };
    for second in 0..count {
        let mean = if calm {
            base
        } else {
            (metric.value)(stream.at(from + second * SECOND)) * scale
        };
        let wander = mean * metric.spread * (rng.unit() * 2.0 - 1.0);
        // Rare events (a lost packet now and then) keep their mean only if the remainder is drawn for.
        let sample = (mean + wander + rng.unit()).floor().max(0.0) as i64;
        let sample = if metric.spread == 0.0 {
            mean.round() as i64
        } else {
            sample
        };
        all.sum += sample;
        all.low = all.low.min(sample);
        all.high = all.high.max(sample);
    }
    all
}

fn row(
    out: &mut Writer<'_>,
    (call, leg, stream): (&Call, &Leg, &Stream),
    metric: &Metric,
    (from, lag): (Millis, Millis),
    samples: &Samples,
) -> io::Result<()> {
    const LOG: &str = "CallClientMediaStatsTimeSeries";
    // The client sends its statistics in batches of half a minute.
    let arrival = (from + INTERVAL + lag) / (30 * SECOND) * 30 * SECOND + lag % SECOND;
    let place = (Category::MediaStats, arrival);
    let as_text = leg.device.web;
    let line = out.envelope(place, LOG, None);
    line.time("CallClientTimeStamp", from + leg.clock_skew);
    line.text("OperationName", LOG);
    line.text("CallId", &call.id);
    line.text("MetricName", metric.name);
    line.int("Count", samples.count, as_text);
    line.fixed("Sum", samples.sum, metric.decimals(), as_text);
    let mean = (samples.sum * 1000 + samples.count / 2) / samples.count;
    line.fixed("Average", mean, metric.decimals() + 3, as_text);
    line.fixed("Minimum", samples.low, metric.decimals(), as_text);
    line.fixed("Maximum", samples.high, metric.decimals(), as_text);
    let direction = if stream.outbound { "send" } else { "recv" };
    line.text("MediaStreamDirection", direction);
    let media = match stream.media {
        Media::Audio => "audio",
        Media::Video => "video",
        Media::Screen => "screen",
    };
    line.text("MediaStreamType", media);
    line.text("MediaStreamCodec", stream.codec);
    line.text("ParticipantId", &leg.id);
    line.text("ClientInstanceId", &leg.client_instance);
    line.text("EndpointId", "");
    let remote = stream.remote.map_or("", |other| &call.legs[other].id);
    line.text("RemoteParticipantId", remote);
    line.text("RemoteEndpointId", "");
    line.text("MediaStreamId", "");
    line.int("AggregationIntervalSeconds", 10, as_text);
    out.send(place, 1)
}
