//! Call summary rows: one per leg, final or as a versioned update.

use std::io;

use crate::line::Line;
use crate::plan::{Call, Endpoint, HUNG_UP, Leg};
use crate::population::TENANT;
use crate::records::{Edition, Writer};
use crate::rng::Rng;
use crate::sink::Category;

/// Tenant of the users of another organisation.
const FOREIGN_TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";

/// Writes the rows of one edition.
pub(crate) fn write(
    out: &mut Writer<'_>,
    rng: &mut Rng,
    call: &Call,
    edition: Edition,
) -> io::Result<()> {
    for (place, leg) in call.legs.iter().enumerate() {
        let copies = 1 + usize::from(call.quirks.duplicates && place == 0);
        row(out, rng, (call, leg), edition, false);
        out.send(place_of(edition), copies)?;
    }
    if let Some(leg) = call
        .legs
        .first()
        .filter(|_| call.quirks.call_as_participant)
    {
        row(out, rng, (call, leg), edition, true);
        out.send(place_of(edition), 1)?;
    }
    Ok(())
}

fn place_of(edition: Edition) -> (Category, i64) {
    let category = match edition.version {
        Some(_) => Category::SummaryUpdates,
        None => Category::Summary,
    };
    (category, edition.time)
}

fn row(
    out: &mut Writer<'_>,
    rng: &mut Rng,
    (call, leg): (&Call, &Leg),
    edition: Edition,
    is_call: bool,
) {
    let line = out.envelope(place_of(edition), "CallSummary", Some(&call.id));
    let call_seconds = seconds(call.end - call.start, edition.known);
    line.text("identifier", &leg.identifier);
    line.time("callStartTime", call.start);
    line.int("callDuration", call_seconds, false);
    line.text("callType", if call.p2p { "P2P" } else { "Group" });
    line.text("teamsThreadId", call.thread.as_deref().unwrap_or("null"));
    if is_call {
        line.text("participantId", &call.id);
    } else {
        participant(line, call, leg);
    }
    line.text(
        "participantTenantId",
        match leg.endpoint {
            Endpoint::Foreign => FOREIGN_TENANT,
            _ => TENANT,
        },
    );
    line.time("participantStartTime", leg.join);
    let length = seconds(leg.leave - leg.join, edition.known);
    line.int("participantDuration", length, rng.chance(0.5));
    end(line, call, leg, edition);
    endpoint(line, leg);
    client(line, call, leg);
    version(line, edition);
}

fn seconds(millis: i64, known: f64) -> i64 {
    (millis as f64 * known / 1000.0) as i64
}

/// Legs of a P2P call have no participant; old rows have a blank before it.
pub(crate) fn participant(line: &mut Line, call: &Call, leg: &Leg) {
    if call.p2p {
        line.text("participantId", "null");
    } else if call.quirks.old_form {
        line.text("participantId", &format!(" {}", leg.id));
    } else {
        line.text("participantId", &leg.id);
    }
}

/// The endpoint fields, the same in summary and diagnostics rows.
pub(crate) fn endpoint(line: &mut Line, leg: &Leg) {
    line.text("endpointId", &leg.endpoint_id);
    line.text("endpointType", endpoint_type(leg.endpoint));
}

fn endpoint_type(endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Client | Endpoint::Foreign => "VoIP",
        Endpoint::Pstn => "PSTN",
        Endpoint::Bot => "BOT",
    }
}

/// An early edition does not know yet how a leg ended, unless it ended well before the call did.
fn end(line: &mut Line, call: &Call, leg: &Leg, edition: Edition) {
    let known_until = call.start + ((call.end - call.start) as f64 * edition.known) as i64;
    let end = if leg.leave <= known_until {
        leg.end
    } else {
        HUNG_UP
    };
    line.text("participantEndReason", &end.0.to_string());
    if !call.quirks.old_form {
        line.text("ParticipantEndSubCode", &end.1.to_string());
        line.text("ResultCategory", end.2);
    }
}

fn client(line: &mut Line, call: &Call, leg: &Leg) {
    let (sdk, os) = match leg.endpoint {
        Endpoint::Client => (leg.device.sdk, leg.device.os),
        Endpoint::Pstn => ("null", "null"),
        _ => ("Redacted", "Redacted"),
    };
    line.text("sdkVersion", sdk);
    line.text("osVersion", os);
    if call.quirks.old_form {
        return;
    }
    line.text("ParticipantType", participant_type(call, leg.endpoint));
    if leg.endpoint == Endpoint::Pstn {
        line.text("PstnParticipantCallType", "Outbound");
    }
    if leg.endpoint == Endpoint::Client && !call.p2p {
        let options = "{\"appName\":\"contoso-care\",\"appVersion\":\"2.1\",\"tags\":[\"clinic-7\",\"app#2.1\"]}";
        line.text("DiagnosticOptions", options);
    }
    line.flag("TPE", false);
}

fn participant_type(call: &Call, endpoint: Endpoint) -> &'static str {
    match endpoint {
        Endpoint::Foreign => "Teams",
        Endpoint::Bot => "Teams Voice Apps",
        Endpoint::Pstn => "null",
        Endpoint::Client if call.thread.is_some() => "ACS as Teams external user",
        Endpoint::Client => "ACS",
    }
}

/// The version key; the documents write it in two ways.
pub(crate) fn version(line: &mut Line, edition: Edition) {
    match edition.version {
        Some(number) if edition.time % 2 == 0 => {
            line.text("callupdatesversion", &number.to_string());
        }
        Some(number) => line.int("CallUpdatesVersion", i64::from(number), false),
        None => {}
    }
}
