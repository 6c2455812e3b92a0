//! Client operations: what a client SDK did, and its user facing diagnostics
//! (docs: call-client-operations-log-schema).

use super::columns::columns;
use super::json::{self, Cursor, Fault, Kind};
use super::{Category, Fields, keys, python};
use crate::model::batch::Batch;
use crate::model::diagnostic;
use crate::model::id::TextRef;
use crate::model::rows::{OperationRow, Quality};
use std::borrow::Cow;

fields! {
    CALL = "callId";
    ENVELOPE_CALL = "correlationId";
    TIME = "callClientTimeStamp";
    NAME = "operationName";
    PARTICIPANT = "participantId";
    OPERATION = "operationId";
    DURATION = "durationMs";
    RESULT = "resultType";
    SIGNATURE = "resultSignature";
    SDK = "sdkVersion";
    AGENT = "userAgent";
    CLIENT = "clientInstanceId";
    ENDPOINT = "endpointId";
    PAYLOAD = "operationPayload";
}

pub(super) const CATEGORY: Category = Category {
    name: "CallClientOperations",
    aliases: &["ACSCallClientOperations"],
    updates: None,
    fields: FIELDS,
    signs: &[
        &["operationPayload"],
        &["clientInstanceId", "operationId"],
        &["callClientTimeStamp", "operationId"],
    ],
    read,
    #[cfg(test)]
    samples: tests::SAMPLES,
    #[cfg(test)]
    check: tests::check,
};

columns! {
    OperationRow;
    call: [CALL, ENVELOPE_CALL] = |fields, batch| fields.id(call(fields), batch);
    participant: [PARTICIPANT] = |fields, batch| fields.id(PARTICIPANT, batch);
    endpoint: [ENDPOINT] = |fields, batch| fields.id(ENDPOINT, batch);
    client: [CLIENT] = |fields, batch| fields.id(CLIENT, batch);
    operation: [OPERATION] = |fields, batch| fields.id(OPERATION, batch);
    time: [TIME] = |fields, _batch| fields.time(TIME);
    name: [NAME] = |fields, batch| fields.text(NAME, batch);
    duration_ms: [DURATION] = |fields, _batch| fields.num(DURATION);
    result: [RESULT] = |fields, batch| fields.text(RESULT, batch);
    signature: [SIGNATURE] = |fields, _batch| fields.num(SIGNATURE);
    sdk: [SDK] = |fields, batch| fields.text(SDK, batch);
    agent: [AGENT] = |fields, batch| fields.text(AGENT, batch);
}

fn call(fields: &Fields) -> usize {
    if fields.is_present(CALL) {
        CALL
    } else {
        ENVELOPE_CALL
    }
}

fn read(fields: &Fields, batch: &mut Batch) {
    let payload = fields.payload(PAYLOAD, |text| Payload::read(text).words(batch));
    let generated = fields.generated();
    COLUMNS.row(fields, batch, |row, batch| {
        (row.diagnostic, row.quality) = (payload.diagnostic, payload.quality);
        (row.code, row.subcode) = (payload.code, payload.subcode);
        (row.category, row.detail) = (payload.category, payload.detail);
        row.generated = generated;
        (row.hash, row.source) = (fields.hash(), fields.source());
        batch.operations.push(*row);
    });
}

/// Payload keys that are told with a row, besides those with a column (codes/client-operations).
const TELLING: [&str; 8] = [
    "NewState",
    "StreamType",
    "Source",
    "CallDirection",
    "CallType",
    "FailureReason",
    "Reason",
    "PageHidden",
];

/// Letters of one told value.
const VALUE_LIMIT: usize = 200;

/// What a payload says. Its keys come in any case; one that is no JSON object says nothing.
#[derive(Default)]
struct Payload {
    diagnostic: String,
    quality: String,
    code: String,
    subcode: String,
    category: String,
    detail: String,
}

/// The same as words of a batch.
#[derive(Clone, Copy)]
pub(crate) struct PayloadWords {
    diagnostic: TextRef,
    quality: Quality,
    code: TextRef,
    subcode: TextRef,
    category: TextRef,
    detail: TextRef,
}

impl Payload {
    fn words(&self, batch: &mut Batch) -> PayloadWords {
        PayloadWords {
            diagnostic: batch.text(&self.diagnostic),
            quality: Quality::parse(&self.quality),
            code: batch.text(&self.code),
            subcode: batch.text(&self.subcode),
            category: batch.text(&self.category),
            detail: batch.text(&self.detail),
        }
    }

    fn read(text: &str) -> Self {
        Self::read_json(text)
            .or_else(|| Self::read_json(&python::to_json(text)?))
            .unwrap_or_default()
    }

    /// `None` when an object is broken.
    fn read_json(text: &str) -> Option<Self> {
        let mut payload = Self::default();
        let mut cursor = Cursor::new(text);
        if cursor.peek() == Some(b'{') {
            payload.members(&mut cursor, text).ok()?;
        }
        Some(payload)
    }

    fn members(&mut self, cursor: &mut Cursor, text: &str) -> Result<(), Fault> {
        cursor.open();
        let mut first = true;
        while let Some(key) = cursor.key(first)? {
            first = false;
            let (word, _) = cursor.value(1)?;
            let raw = &text[word.range()];
            let value = match word.kind {
                Kind::Escaped => Cow::Owned(json::decode(raw)),
                Kind::Text | Kind::Number | Kind::Bool => Cow::Borrowed(raw),
                _ => continue,
            };
            self.member(&keys::normal(&text[key.range()]), &value);
        }
        cursor.end()
    }

    fn member(&mut self, key: &str, value: &str) {
        match key {
            "diagnosticchanged" => self.diagnostic = diagnostic_name(value),
            "diagnosticquality" => value.clone_into(&mut self.quality),
            "code" => value.clone_into(&mut self.code),
            "subcode" => value.clone_into(&mut self.subcode),
            "resultcategory" => value.clone_into(&mut self.category),
            _ => self.tell(key, value),
        }
    }

    fn tell(&mut self, key: &str, value: &str) {
        let value = value.trim();
        let name = TELLING.iter().find(|name| name.eq_ignore_ascii_case(key));
        if let (Some(name), false) = (name, value.is_empty()) {
            if !self.detail.is_empty() {
                self.detail.push_str(", ");
            }
            self.detail.push_str(name);
            self.detail.push(' ');
            self.detail.extend(value.chars().take(VALUE_LIMIT));
        }
    }
}

/// One spelling for one diagnostic, so that its reports make one range: the documented one in whatever case it is
/// logged, an unlisted one with an upper-case first letter (codes notes, ufd).
fn diagnostic_name(text: &str) -> String {
    diagnostic::lookup(text.trim()).map_or_else(|| upper_first(text), |row| row.name.to_owned())
}

fn upper_first(text: &str) -> String {
    let text = text.trim();
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const SAMPLES: &[&str] = &[
        r#"{"time":"2024-05-09T17:06:50Z","operationName":"UserFacingDiagnostics","category":"CallClientOperations","correlationId":"another","resultType":"Succeeded","resultSignature":"200","durationMs":"577","properties":{"callClientTimeStamp":"2024-05-09T16:01:05.066Z","callId":"c1","participantId":"p1","operationId":"o1","operationType":"client-api-request","sdkVersion":"1.19.2.2_beta","userAgent":"azsdk-js","clientInstanceId":"i1","endpointId":"e1","operationPayload":{"DiagnosticChanged":"NetworkReceiveQuality","DiagnosticQuality":"Bad","Code":480,"SubCode":"10076","ResultCategory":"ExpectedError","NewState":"Connected","StreamType":"Video","StreamId":"2.0"}}}"#,
        r#"{"TimeGenerated":"2024-05-09T17:06:50Z","CallClientTimeStamp":"2024-05-09T16:01:05.066Z","OperationName":"UserFacingDiagnostics","CallId":"c1","ParticipantId":"p1","OperationId":"o1","DurationMs":577,"ResultType":"Succeeded","ResultSignature":200,"SdkVersion":"1.19.2.2_beta","UserAgent":"azsdk-js","ClientInstanceId":"i1","EndpointId":"e1","OperationPayload":"{\"diagnosticChanged\":\"networkReceiveQuality\",\"diagnosticQuality\":\"bad\",\"code\":\"480\",\"subCode\":10076,\"resultCategory\":\"ExpectedError\",\"newState\":\"Connected\",\"streamType\":\"Video\"}","Type":"ACSCallClientOperations"}"#,
        r#"{"properties":{"TimeGenerated":"2024-05-09T17:06:50Z","CallClientTimeStamp":"2024-05-09T16:01:05.066Z","OperationName":"UserFacingDiagnostics","CallId":"c1","ParticipantId":"p1","OperationId":"o1","DurationMs":"577","ResultType":"Succeeded","ResultSignature":"200","SdkVersion":"1.19.2.2_beta","UserAgent":"azsdk-js","ClientInstanceId":"i1","EndpointId":"e1","OperationPayload":{"DiagnosticChanged":"NetworkReceiveQuality","DiagnosticQuality":"Bad","code":"480","subcode":"10076","resultcategory":"ExpectedError","NewState":"Connected","StreamType":"Video"}}}"#,
    ];

    pub(super) fn check(batch: &Batch) {
        let row = batch.operations.get(0);
        let text = |text: crate::model::id::TextRef| batch.texts.get(text.0);
        let ids = [
            row.call,
            row.participant,
            row.endpoint,
            row.client,
            row.operation,
        ];
        let ids = ids.map(|id| batch.ids.get(id.0));
        assert_eq!(ids, ["c1", "p1", "e1", "i1", "o1"]);
        assert_eq!(row.time.iso().as_deref(), Some("2024-05-09T16:01:05.066Z"));
        assert_eq!(text(row.name), "UserFacingDiagnostics");
        assert_eq!(row.duration_ms.known(), Some(577.0));
        assert_eq!(row.signature.known(), Some(200.0));
        assert_eq!(text(row.diagnostic), "NetworkReceiveQuality");
        assert_eq!(row.quality, Quality::Bad);
        let codes = [row.code, row.subcode, row.category].map(text);
        assert_eq!(codes, ["480", "10076", "ExpectedError"]);
        assert_eq!(text(row.detail), "NewState Connected, StreamType Video");
    }

    #[test]
    fn a_diagnostic_is_the_same_in_whatever_case_it_is_logged() {
        #[rustfmt::skip]
        let table = [
            ("networkReceiveQuality", "NetworkReceiveQuality"), ("NETWORKRECEIVEQUALITY", "NetworkReceiveQuality"),
            (" cameraFreeze ", "CameraFreeze"), ("somethingNew", "SomethingNew"), ("", ""),
        ];
        for (logged, wanted) in table {
            let payload = Payload::read(&format!("{{\"diagnosticChanged\":\"{logged}\"}}"));
            assert_eq!(payload.diagnostic, wanted, "{logged}");
        }
    }

    #[test]
    fn a_payload_in_python_is_read() {
        let payload = Payload::read("{'Code': 480, 'SubCode': None, 'NewState': \"It's on\"}");
        assert_eq!((&*payload.code, &*payload.subcode), ("480", ""));
        assert_eq!(payload.detail, "NewState It's on");
    }

    #[test]
    fn a_payload_that_is_no_object_says_nothing() {
        for text in ["", "free text", "{\"Code\":1", "[1]", "{\"Code\":1} x"] {
            assert_eq!(Payload::read(text).code, "", "{text}");
        }
    }
}
