//! Recordings and closed captions of group calls.

use std::io;

use crate::around::{bot, established, opaque};
use crate::automation::{Connection, Request, send};
use crate::build::{MINUTE, SECOND};
use crate::plan::{Call, Media, Millis};
use crate::records::{Outcome, Writer};
use crate::rng::Rng;
use crate::sink::Category;

const fn request(name: &'static str, status: i64, path: &'static str) -> Request {
    Request {
        category: Category::RecordingRequests,
        name,
        status,
        sub_name: "",
        path,
    }
}

const START: Request = request("StartRecording", 200, "calling/recordings");
const STOP: Request = request("StopRecording", 204, "calling/recordings");

/// Languages that are spoken, some of them as the documents misspell them.
const LANGUAGES: [&str; 4] = ["en-us", "en-us", "de-de", "nl-nl"];

/// Writes the recording of each call with a bot and of some others, and the captions of some.
pub(crate) fn write(out: &mut Writer<'_>, rng: &mut Rng, call: &Call) -> io::Result<()> {
    let span = established(call)
        .map(|leg| (leg.connected, leg.leave))
        .reduce(|all, leg| (all.0.min(leg.0), all.1.max(leg.1)));
    let Some((from, to)) = span.filter(|(from, to)| !call.p2p && to - from > MINUTE) else {
        return Ok(());
    };
    if bot(call).is_some() || rng.chance(0.1) {
        let start = from + rng.range(5 * SECOND, 20 * SECOND);
        record(out, rng, call, (start, to - 2 * SECOND))?;
    }
    if rng.chance(0.12) {
        let start = from + rng.range(10 * SECOND, 30 * SECOND);
        captions(out, rng, call, (start, to))?;
    }
    Ok(())
}

fn record(
    out: &mut Writer<'_>,
    rng: &mut Rng,
    call: &Call,
    (from, to): (Millis, Millis),
) -> io::Result<()> {
    let connection = Connection::new(rng);
    send(out, rng, (call, &connection), (&START, from), None)?;
    let stopped = rng.chance(0.5);
    if stopped {
        send(out, rng, (call, &connection), (&STOP, to), None)?;
    }
    let place = (Category::Recording, to + rng.range(MINUTE, 6 * MINUTE));
    let pictures = call.legs.iter().flat_map(|leg| &leg.streams);
    let with_video = pictures.clone().any(|stream| stream.media != Media::Audio);
    let line = out.outcome_envelope(place, "RecordingSummary", &call.id, SUCCEEDED);
    line.text("recordingId", &format!("eyJQbGF0{}", opaque(rng, 88)));
    line.time("recordingStartTime", from);
    line.fixed("recordingLength", (to - from) / 10, 2, true);
    let reason = if stopped {
        "StoppedByUser"
    } else {
        "CallEnded"
    };
    line.text("recordingEndReason", reason);
    line.int("chunkCount", 1 + (to - from) / (20 * MINUTE), false);
    let (content, format) = if with_video {
        ("Audio - Video", "mp4")
    } else {
        ("Audio Only", "mp3")
    };
    line.text("contentType", content);
    line.text("channelType", "mixed");
    line.text("formatType", format);
    line.int("audioChannelsCount", 1, false);
    out.send(place, 1)
}

const SUCCEEDED: Outcome = Outcome {
    result: "Succeeded",
    request: None,
};

fn captions(
    out: &mut Writer<'_>,
    rng: &mut Rng,
    call: &Call,
    (from, to): (Millis, Millis),
) -> io::Result<()> {
    let place = (Category::Captions, to + rng.range(20 * SECOND, 3 * MINUTE));
    let line = out.outcome_envelope(place, "ClosedCaptionsSummary", &call.id, SUCCEEDED);
    line.text("speechRecognitionSessionId", &opaque(rng, 64));
    let language = *rng.pick(&LANGUAGES);
    line.text("spokenLanguage", language);
    line.text("endReason", "Stopped");
    line.text("cancelReason", "");
    line.time("startTime", from);
    line.fixed("duration", (to - from) / 10, 2, true);
    out.send(place, 1)
}
