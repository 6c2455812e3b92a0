//! Call automation around a bot: requests of the service, what came of its prompts, the audio it streamed.

use std::io;

use crate::around::{bot, opaque};
use crate::build::SECOND;
use crate::plan::{Call, Leg, Millis};
use crate::records::{Outcome, Writer};
use crate::rng::Rng;
use crate::sink::Category;

/// The connection of a service to a call, as its requests name it.
pub(crate) struct Connection {
    pub(crate) id: String,
    pub(crate) server_call: String,
}

impl Connection {
    pub(crate) fn new(rng: &mut Rng) -> Self {
        Self {
            id: rng.guid(),
            server_call: format!("aHR0cHM6Ly9hcGku{}", opaque(rng, 76)),
        }
    }
}

/// A request: category, name, status, sub name, path after the connection.
pub(crate) struct Request {
    pub(crate) category: Category,
    pub(crate) name: &'static str,
    pub(crate) status: i64,
    pub(crate) sub_name: &'static str,
    pub(crate) path: &'static str,
}

const fn request(
    name: &'static str,
    status: i64,
    sub_name: &'static str,
    path: &'static str,
) -> Request {
    Request {
        category: Category::Automation,
        name,
        status,
        sub_name,
        path,
    }
}

const ANSWER: Request = request("AnswerCall", 200, "", "calling/callConnections:answer");
const PLAY: Request = request("Play", 202, "File", ":play");
const RECOGNIZE: Request = request("Recognize", 202, "Dtmf", ":recognize");
const STREAM: Request = request("StartMediaStreaming", 202, "", ":startMediaStreaming");
const HANG_UP: Request = request("HangUp", 204, "", "");

/// Result, code, sub code and message of prompts; the codes are those of the call automation SDK.
const OUTCOMES: [(&str, i64, i64, &str); 4] = [
    ("Completed", 200, 0, "Action completed successfully."),
    ("Completed", 200, 0, "Action completed successfully."),
    (
        "Failed",
        400,
        8510,
        "Action failed, initial silence timeout reached.",
    ),
    (
        "Canceled",
        400,
        8508,
        "Action failed, the operation was canceled.",
    ),
];

/// Writes the records of a call with a bot; others have none.
pub(crate) fn write(out: &mut Writer<'_>, rng: &mut Rng, call: &Call) -> io::Result<()> {
    let Some(leg) = bot(call) else {
        return Ok(());
    };
    let connection = Connection::new(rng);
    let at = |share: i64| leg.connected + (leg.leave - leg.connected) * share / 100;
    send(out, rng, (call, &connection), (&ANSWER, leg.join), None)?;
    send(out, rng, (call, &connection), (&STREAM, at(2)), None)?;
    for (share, request) in [(3, &PLAY), (12, &RECOGNIZE), (40, &PLAY), (46, &RECOGNIZE)] {
        // The last question gets no answer in one call of four.
        let outcome = match share {
            46 => *rng.pick(&OUTCOMES),
            _ => OUTCOMES[0],
        };
        let operation = rng.guid();
        let told = Some(operation.as_str());
        send(out, rng, (call, &connection), (request, at(share)), told)?;
        let end = at(share) + rng.range(3 * SECOND, 9 * SECOND);
        media(out, call, (request, &operation), (end, outcome))?;
    }
    send(out, rng, (call, &connection), (&HANG_UP, leg.leave), None)?;
    streaming(out, rng, (call, leg), &connection.id)
}

/// Writes a request at `time`; it is logged a few seconds later.
pub(crate) fn send(
    out: &mut Writer<'_>,
    rng: &mut Rng,
    (call, connection): (&Call, &Connection),
    (request, time): (&Request, Millis),
    operation: Option<&str>,
) -> io::Result<()> {
    let place = (request.category, time + rng.range(SECOND, 20 * SECOND));
    let outcome = Outcome {
        result: "Succeeded",
        request: Some((request.status, rng.range(24, 420))),
    };
    let line = out.outcome_envelope(place, request.name, &call.id, outcome);
    line.text("callConnectionId", &connection.id);
    line.text("serverCallId", &connection.server_call);
    line.text("sdkVersion", "1.4.0");
    line.text("sdkType", "dotnet");
    if request.category == Category::Automation {
        line.text("operationId", operation.unwrap_or_default());
        line.text("subOperationName", request.sub_name);
    }
    let path = if request.path.starts_with("calling/") {
        request.path.to_owned()
    } else {
        format!("calling/callConnections/{}{}", connection.id, request.path)
    };
    line.text(
        "uri",
        &format!(
            "https://acs-contoso-care-prod.europe.communication.azure.com/{path}?api-version=2024-09-15"
        ),
    );
    out.send(place, 1)
}

fn media(
    out: &mut Writer<'_>,
    call: &Call,
    (request, operation): (&Request, &str),
    (end, (result, code, sub_code, message)): (Millis, (&'static str, i64, i64, &str)),
) -> io::Result<()> {
    let place = (Category::AutomationMedia, end);
    let outcome = Outcome {
        result,
        request: None,
    };
    let line = out.outcome_envelope(place, request.name, &call.id, outcome);
    line.text("operationId", operation);
    let prompt = if request.name == "Recognize" {
        "TextToSpeech"
    } else {
        ""
    };
    line.text("recognizePromptSubOperationName", prompt);
    line.text("playInLoop", "FALSE");
    line.text("playToParticipant", "TRUE");
    line.flag("playInterrupted", result == "Canceled");
    line.text("resultCode", &code.to_string());
    line.text("resultSubcode", &sub_code.to_string());
    line.text("resultMessage", message);
    out.send(place, 1)
}

fn streaming(
    out: &mut Writer<'_>,
    rng: &mut Rng,
    (call, leg): (&Call, &Leg),
    connection: &str,
) -> io::Result<()> {
    let place = (Category::AutomationStreaming, leg.leave + 40 * SECOND);
    let start = leg.connected + rng.range(300, 1500);
    let line = out.envelope(place, "MediaStreaming", Some(&call.id));
    line.text("callConnectionId", connection);
    line.text("streamingModality", "AudioStreamingMixed");
    line.time("streamingStartTime", start);
    let tenths = (leg.leave - start) * 10 + rng.range(0, 10);
    line.fixed("streamingDurationInMs", tenths, 1, true);
    line.text("streamingSessionId", &rng.guid());
    line.null("participantId");
    out.send(place, 1)
}
