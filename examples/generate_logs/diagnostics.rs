//! Call diagnostics rows: one per stream that a leg sends, and one of type Server for each it gets.

use std::io;

use crate::line::Line;
use crate::plan::{Call, Endpoint, Leg, Media, Stream};
use crate::records::{Edition, Writer};
use crate::rng::Rng;
use crate::sink::Category;
use crate::summary;

/// Writes the rows of one edition.
pub(crate) fn write(
    out: &mut Writer<'_>,
    rng: &mut Rng,
    call: &Call,
    edition: Edition,
) -> io::Result<()> {
    let category = match edition.version {
        Some(_) => Category::DiagnosticsUpdates,
        None => Category::Diagnostics,
    };
    let place = (category, edition.time);
    for leg in &call.legs {
        // Two endpoints without a server between them report what they send only.
        let seen = |stream: &&Stream| stream.outbound || !call.p2p;
        for (index, stream) in leg.streams.iter().filter(seen).enumerate() {
            let line = out.envelope(place, "CallDiagnostics", Some(&call.id));
            owner(line, (call, leg), stream);
            stream_fields(line, stream);
            measures(line, rng, (stream, call.quirks.old_form), edition.known);
            summary::version(line, edition);
            let copies = 1 + usize::from(call.quirks.duplicates && index == 0);
            out.send(place, copies)?;
        }
    }
    Ok(())
}

fn owner(line: &mut Line, (call, leg): (&Call, &Leg), stream: &Stream) {
    if stream.outbound {
        line.text("identifier", &leg.identifier);
        summary::participant(line, call, leg);
        summary::endpoint(line, leg);
    } else {
        line.null("identifier");
        summary::participant(line, call, leg);
        line.null("endpointId");
        line.text("endpointType", "Server");
    }
    if !call.quirks.old_form {
        let direction = if stream.outbound {
            "Outbound"
        } else {
            "Inbound"
        };
        line.text("StreamDirection", direction);
        line.text("CodecName", log_codec(stream, leg.endpoint));
    }
}

/// The service names the camera codec in its own way.
fn log_codec(stream: &Stream, endpoint: Endpoint) -> &'static str {
    match stream.codec {
        "H264" if endpoint == Endpoint::Client => "H264S",
        other => other,
    }
}

fn stream_fields(line: &mut Line, stream: &Stream) {
    let media = match stream.media {
        Media::Audio => "Audio",
        Media::Video => "Video",
        Media::Screen => "VBSS",
    };
    line.text("mediaType", media);
    line.int("streamId", i64::from(stream.number), true);
    line.text("transportType", stream.transport);
}

fn measures(line: &mut Line, rng: &mut Rng, (stream, old_form): (&Stream, bool), known: f64) {
    // The worst second of a calm stretch stands out by a factor; that of an episode is the episode itself.
    let mut pair = |line: &mut Line,
                    keys: (&str, &str),
                    (mean, peak): (f64, f64),
                    (most, calmest): (f64, f64)| {
        line.int(keys.0, mean.round() as i64, true);
        // What disturbs no one stays inside the documented limit; stories pass it by their own hand.
        let calm = (mean.min(peak) * rng.between(1.1, most)).min(calmest.max(mean));
        let top = calm.max(peak * rng.between(1.05, 1.25));
        line.int(keys.1, top.round() as i64, true);
    };
    let keys = ("roundTripTimeAvg", "roundTripTimeMax");
    let rtt = (stream.mean(|q| q.rtt), stream.peak(|q| q.rtt));
    pair(line, keys, rtt, (1.6, 480.0));
    let (jitter, top) = (stream.mean(|q| q.jitter), stream.peak(|q| q.jitter));
    pair(line, ("jitterAvg", "jitterMax"), (jitter, top), (4.0, 28.0));
    let (loss, loss_top) = (stream.mean(|q| q.loss), stream.peak(|q| q.loss));
    let usual_top = stream.base.loss * rng.between(3.0, 12.0);
    line.text("packetLossRateAvg", &ratio(loss));
    line.text(
        "packetLossRateMax",
        &ratio(loss_top.max(usual_top).min(1.0)),
    );
    if old_form {
        return;
    }
    let buffer = 38.0 + 3.0 * jitter;
    line.int("JitterBufferSizeAvg", buffer.round() as i64, true);
    let buffer_top = buffer.max(52.0 + 1.4 * top);
    line.int("JitterBufferSizeMax", buffer_top.round() as i64, true);
    match stream.media {
        Media::Audio => audio_measures(line, loss, loss_top),
        _ => video_measures(line, stream),
    }
    let packets = stream.mean(packets_per_second) * (stream.to - stream.from) as f64 / 1000.0;
    line.int("PacketUtilization", (packets * known) as i64, true);
}

fn audio_measures(line: &mut Line, loss: f64, top: f64) {
    line.text("HealedDataRatioAvg", &ratio(loss * 0.7));
    line.text("HealedDataRatioMax", &ratio((top * 0.8).max(loss * 0.9)));
    line.null("VideoFrameRateAvg");
}

fn video_measures(line: &mut Line, stream: &Stream) {
    line.text("HealedDataRatioAvg", "null");
    let fps = (stream.mean(|q| q.fps_out) * 100.0).round() as i64;
    line.fixed("VideoFrameRateAvg", fps, 2, true);
    let bits = (stream.mean(|q| q.kbps) * 1000.0) as i64;
    line.int("VideoBitRateAvg", bits, true);
    let top = (stream.peak(|q| q.kbps) * 1240.0) as i64;
    line.int("VideoBitRateMax", top, true);
    if stream.outbound {
        line.null("RecvResolutionHeight");
        return;
    }
    let height = stream.mean(|q| q.height).round() as i64;
    line.int("RecvResolutionHeight", height, true);
    let freeze = stream.mean(|q| if q.frozen { 60_000.0 } else { 0.0 });
    let freeze = (freeze * 10.0).round() as i64;
    line.fixed("RecvFreezeDurationPerMinuteInMs", freeze, 1, true);
}

/// Packets of a stream per second: sound (which has no height) every 20 ms, pictures in packets of some 1100 bytes.
pub(crate) fn packets_per_second(quality: &crate::plan::Quality) -> f64 {
    if quality.kbps <= 0.0 {
        0.0
    } else if quality.height <= 0.0 {
        50.0
    } else {
        quality.kbps * 1000.0 / 8.0 / 1100.0
    }
}

/// A ratio with seven digits, scientific below 1e-4, as the service prints it: `3.146336E-05`.
pub(crate) fn ratio(value: f64) -> String {
    if value <= 0.0 {
        return "0".to_owned();
    }
    let text = format!("{value:.6E}");
    match text.split_once("E-") {
        Some((digits, power)) if value < 1e-4 => {
            let digits = digits.trim_end_matches('0').trim_end_matches('.');
            format!("{digits}E-{power:0>2}")
        }
        _ => {
            let text = format!("{value:.7}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
    }
}
