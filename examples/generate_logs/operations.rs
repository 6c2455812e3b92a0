//! Client operation rows of a leg: before the call, join, noise, UFDs, hang-up.
//!
//! The stamp of a row is the client's clock at the end of the operation.

use std::io;

use crate::build::{SECOND, World};
use crate::plan::{Call, End, Endpoint, Leg, Media, Millis};
use crate::records::Writer;
use crate::rng::Rng;
use crate::sink::Category;

/// One row in the making.
struct Row {
    at: Millis,
    name: &'static str,
    duration: i64,
    result: (&'static str, u16),
    payload: String,
    before_call: bool,
    /// Shared by the rows of one UFD; other rows get their own.
    id: Option<String>,
}

impl Row {
    fn with(&mut self, payload: impl Into<String>) {
        self.payload = payload.into();
    }
}

const FINE: (&str, u16) = ("Succeeded", 200);

/// Writes the rows of one leg, in the order of their stamps.
pub(crate) fn write(
    out: &mut Writer<'_>,
    world: World,
    rng: &mut Rng,
    (call, leg): (&Call, &Leg),
) -> io::Result<()> {
    let first = call.legs.first().is_some_and(|first| first.id == leg.id);
    // A callee who never answered has no call to log.
    let unreached = call.p2p && !first && !leg.established;
    if leg.endpoint != Endpoint::Client || unreached {
        return Ok(());
    }
    let mut rows = Vec::with_capacity(48);
    before(&mut rows, rng, leg);
    entry(&mut rows, rng, (call, leg), first);
    if leg.established {
        media(&mut rows, rng, (call, leg));
        if !world.sparse {
            noise(&mut rows, rng, leg);
        }
    }
    diagnostics(&mut rows, rng, leg);
    exit(&mut rows, rng, leg);
    rows.sort_by_key(|row| row.at);
    let lag = rng.range(25 * SECOND, 140 * SECOND);
    for (index, row) in rows.iter().enumerate() {
        let copies = 1 + usize::from(call.quirks.duplicates && index == 3);
        send(out, rng, (call, leg), (row, lag), copies)?;
    }
    Ok(())
}

fn push<'a>(rows: &'a mut Vec<Row>, at: Millis, name: &'static str, duration: i64) -> &'a mut Row {
    rows.push(Row {
        at,
        name,
        duration,
        result: FINE,
        payload: "{}".to_owned(),
        before_call: false,
        id: None,
    });
    let last = rows.len() - 1;
    &mut rows[last]
}

/// The client object and the permission prompt come before there is a call to name.
fn before(rows: &mut Vec<Row>, rng: &mut Rng, leg: &Leg) {
    if !leg.fresh_client {
        return;
    }
    let made = leg.join - rng.range(6_500, 40_000);
    let init = rng.range(300, 1400);
    push(rows, made, "CallAgentInit", init).before_call = true;
    if leg.device.web {
        let prompt = rng.range(400, 4_500);
        let end = made + prompt + 200;
        push(rows, end, "AskDevicePermission", prompt).before_call = true;
    }
}

fn entry(rows: &mut Vec<Row>, rng: &mut Rng, (call, leg): (&Call, &Leg), first: bool) {
    let name = match (call.p2p, first) {
        (true, true) => "StartCall",
        (true, false) => "AcceptIncomingCall",
        _ => "Join",
    };
    let until = if leg.established {
        leg.connected
    } else {
        leg.leave
    };
    point(
        rows,
        leg.join + 40,
        "StateChanged",
        "NewState",
        "Connecting",
    );
    let end = if leg.established {
        End(0, 0, "Success")
    } else {
        leg.end
    };
    let row = push(rows, until, name, until - leg.join);
    row.payload = end_payload(end, client_category(end), setup_kind(name));
    row.result = outcome(end);
    if leg.established {
        point(rows, until + 5, "StateChanged", "NewState", "Connected");
        point(rows, until + 30, "IdChanged", "NewId", "assigned");
        let role = if call.thread.is_some() {
            "Attendee"
        } else {
            "Unknown"
        };
        if rng.chance(0.6) {
            point(rows, until + 60, "RoleChanged", "NewRole", role);
        }
    }
}

fn point(rows: &mut Vec<Row>, at: Millis, name: &'static str, key: &str, value: &str) {
    push(rows, at, name, 0).with(format!("{{\"{key}\":\"{value}\"}}"));
}

/// What the client calls an end that the service calls expected: to the client a blocked relay is an error.
fn client_category(end: End) -> &'static str {
    if end.1 == 3112 {
        "UnexpectedClientError"
    } else {
        end.2
    }
}

fn outcome(end: End) -> (&'static str, u16) {
    match (end.0, client_category(end)) {
        (0, _) | (_, "Success") => FINE,
        (code, category) => (category, code),
    }
}

fn end_payload(end: End, category: &str, setup: &str) -> String {
    let End(code, sub_code, _) = end;
    let reason = failure_reason(sub_code).map_or(String::new(), |text| {
        format!("\"FailureReason\":\"{text}\",")
    });
    format!(
        "{{{setup}\"Code\":{code},\"SubCode\":{sub_code},{reason}\"ResultCategory\":\"{category}\"}}"
    )
}

/// Further members of the payload of a join.
fn setup_kind(name: &str) -> &'static str {
    match name {
        "StartCall" => "\"CallDirection\":\"Outgoing\",\"CallType\":\"OneToOne\",",
        "AcceptIncomingCall" => "\"CallDirection\":\"Incoming\",\"CallType\":\"OneToOne\",",
        _ => "\"CallDirection\":\"Outgoing\",\"CallType\":\"Group\",",
    }
}

fn failure_reason(sub_code: u32) -> Option<&'static str> {
    match sub_code {
        3101 => Some("Media connection lost"),
        3112 => Some("Media relay not reachable"),
        10045 => Some("Infrastructure error"),
        10057 => Some("Call setup not finished"),
        _ => None,
    }
}

fn media(rows: &mut Vec<Row>, rng: &mut Rng, (call, leg): (&Call, &Leg)) {
    let latest = leg.leave - 200;
    let clamp = |at: Millis| at.min(latest);
    push(rows, clamp(leg.connected + 90), "StartAudio", 80);
    let mut shown = 0;
    for stream in &leg.streams {
        match (stream.media, stream.outbound) {
            (Media::Video, true) => {
                push(rows, stream.from, "StartVideo", 350).with("{\"StreamType\":\"Video\"}");
                push(rows, clamp(stream.to), "StopVideo", 60).with("{\"StreamType\":\"Video\"}");
            }
            (Media::Screen, true) => {
                push(rows, stream.from, "StartScreenShare", 700);
                push(rows, clamp(stream.to), "StopScreenShare", 90);
            }
            (Media::Audio, _) => {}
            _ => {
                shown += 1;
                let remote = stream.remote.map_or("", |other| &call.legs[other].id);
                let kind = match stream.media {
                    Media::Screen => "ScreenSharing",
                    _ => "Video",
                };
                let payload = format!(
                    "{{\"StreamType\":\"{kind}\",\"StreamId\":\"{shown}.0\",\"Source\":\"remote\",\"RemoteParticipantId\":\"{remote}\"}}"
                );
                let duration = rng.range(180, 900);
                push(rows, clamp(stream.from + duration), "CreateView", duration)
                    .with(payload.as_str());
                push(rows, clamp(stream.to), "DisposeView", 20).with(payload);
            }
        }
    }
}

/// What idle clients report: mute flags, layout, modes, devices. Some thirty rows in a usual call.
fn noise(rows: &mut Vec<Row>, rng: &mut Rng, leg: &Leg) {
    const POINTS: [(&str, &str); 6] = [
        ("CallModeChanged", "{\"NewMode\":\"Default\"}"),
        ("OptimalVideoCountChanged", "{\"OptimalVideoCount\":4}"),
        ("OptimalVideoCountChanged", "{\"OptimalVideoCount\":2}"),
        ("SelectedDeviceChanged", "{\"DeviceType\":\"Microphone\"}"),
        ("IsIncomingAudioMutedChanged", "{\"IsMuted\":false}"),
        ("RoleChanged", "{\"NewRole\":\"Attendee\"}"),
    ];
    let span = (leg.connected + SECOND, leg.leave - SECOND);
    let length = (span.1 - span.0).max(0);
    for _ in 0..6 + length / 60_000 {
        let (name, payload) = *rng.pick(&POINTS);
        let at = rng.range(span.0, span.1);
        push(rows, at, name, 0).with(payload);
    }
    let pairs = 2 + length / 260_000;
    for pair in 0..pairs {
        let (from, to) = (
            span.0 + length * pair / pairs,
            span.0 + length * (pair + 1) / pairs,
        );
        let muted = rng.range(from, Millis::midpoint(from, to));
        let back = rng.range(Millis::midpoint(from, to), to);
        mute(rows, rng, (muted, back));
    }
}

/// The microphone is off for a while.
fn mute(rows: &mut Vec<Row>, rng: &mut Rng, (from, to): (Millis, Millis)) {
    for (when, name, muted) in [
        (from, "MuteMicrophone", "true"),
        (to, "UnmuteMicrophone", "false"),
    ] {
        let duration = rng.range(8, 60);
        push(rows, when, name, duration);
        push(rows, when + 2, "IsMutedChanged", 0).with(format!("{{\"IsMuted\":{muted}}}"));
    }
}

/// A UFD is a row at each change; flags log `Good` when they are cleared.
fn diagnostics(rows: &mut Vec<Row>, rng: &mut Rng, leg: &Leg) {
    for ufd in &leg.ufds {
        let id = rng.guid();
        let mut name = ufd.name.to_owned();
        if !leg.device.web {
            name[..1].make_ascii_lowercase();
        }
        for (at, quality) in &ufd.steps {
            let row = push(rows, *at, "UserFacingDiagnostics", 0);
            row.payload =
                format!("{{\"DiagnosticChanged\":\"{name}\",\"DiagnosticQuality\":\"{quality}\"}}");
            row.id = Some(id.clone());
        }
    }
    for extra in &leg.extra {
        push(rows, extra.0, extra.1, extra.2).with(extra.3);
    }
}

fn exit(rows: &mut Vec<Row>, rng: &mut Rng, leg: &Leg) {
    // Whom the service takes out of a call that is over has nothing to hang up.
    let taken_out = leg.end.2 == "Success" && leg.end.1 != 0;
    if leg.established && !taken_out {
        let duration = rng.range(40, 260);
        let row = push(rows, leg.leave, "Hangup", duration);
        row.payload = end_payload(leg.end, client_category(leg.end), "");
        row.result = outcome(leg.end);
    }
    let payload = format!(
        "{{\"NewState\":\"Disconnected\",\"Code\":{},\"SubCode\":{}}}",
        leg.end.0, leg.end.1
    );
    push(rows, leg.leave + 12, "StateChanged", 0).with(payload);
}

fn send(
    out: &mut Writer<'_>,
    rng: &mut Rng,
    (call, leg): (&Call, &Leg),
    (row, lag): (&Row, Millis),
    copies: usize,
) -> io::Result<()> {
    let place = (Category::Operations, row.at + lag);
    let as_text = leg.device.web;
    let line = out.envelope(place, row.name, None);
    line.time("CallClientTimeStamp", row.at + leg.clock_skew);
    line.text("OperationName", row.name);
    let (call_id, leg_id) = if row.before_call {
        ("", "")
    } else {
        (call.id.as_str(), leg.id.as_str())
    };
    line.text("CallId", call_id);
    line.text("ParticipantId", leg_id);
    line.text("OperationType", "client-api-request");
    match &row.id {
        Some(id) => line.text("OperationId", id),
        None => line.text("OperationId", &rng.guid()),
    }
    line.int("DurationMs", row.duration, as_text);
    line.text("ResultType", row.result.0);
    line.int("ResultSignature", i64::from(row.result.1), as_text);
    line.text("SdkVersion", leg.device.sdk);
    line.text("UserAgent", leg.device.agent);
    line.text("ClientInstanceId", &leg.client_instance);
    line.text("EndpointId", &leg.endpoint_id);
    line.text("OperationPayload", &row.payload);
    out.send(place, copies)
}
