//! Recording operations: one row an API request to start, stop, pause or resume (docs: recording-logs).

use super::{Category, Fields};
use crate::model::automation::RequestRow;
use crate::model::batch::Batch;
use crate::model::id::{IdRef, TextRef};

fields! {
    CALL = "correlationId";
    NAME = "operationName";
    LEVEL = "level";
    RESULT = "resultType";
    SIGNATURE = "resultSignature";
    DURATION = "durationMs";
    CALLER = "callerIpAddress";
    URI = "uri";
    CONNECTION = "callConnectionId";
    SERVER_CALL = "serverCallId";
    SDK = "sdkVersion";
    SDK_TYPE = "sdkType";
}

pub(super) const CATEGORY: Category = Category {
    name: "CallRecordingOperational",
    aliases: &[
        "ACSCallRecordingIncomingOperations",
        "ACSCallRecordingOperational",
    ],
    updates: None,
    fields: FIELDS,
    signs: &[],
    read,
    #[cfg(test)]
    samples: tests::SAMPLES,
    #[cfg(test)]
    check: tests::check,
};

fn read(fields: &Fields, batch: &mut Batch) {
    let row = RequestRow {
        call: fields.id(CALL, batch),
        connection: fields.id(CONNECTION, batch),
        server_call: fields.id(SERVER_CALL, batch),
        name: fields.text(NAME, batch),
        result: fields.text(RESULT, batch),
        signature: fields.num(SIGNATURE),
        duration_ms: fields.num(DURATION),
        uri: fields.text(URI, batch),
        caller: fields.text(CALLER, batch),
        level: fields.text(LEVEL, batch),
        sdk: fields.text(SDK, batch),
        sdk_type: fields.text(SDK_TYPE, batch),
        participant: IdRef::MISSING,
        operation: IdRef::MISSING,
        sub_name: TextRef::MISSING,
        generated: fields.generated(),
        hash: fields.hash(),
        source: fields.source(),
    };
    batch.side.recording_requests.push(row);
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const SAMPLES: &[&str] = &[
        r#"{"time":"2023-05-25T17:43:25.7460000Z","resourceId":"/SUBSCRIPTIONS/0A1B/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/ACS1","operationName":"StartRecording","operationVersion":"1.0","category":"CallRecordingOperational","correlationId":"c0ffee00-0001-4000-8000-000000000001","level":"Informational","resultType":"Succeeded","resultSignature":202,"durationMs":82,"callerIpAddress":"203.0.113.7","properties":{"callConnectionId":"41301300-0000-4000-8000-000000000001","serverCallId":"aHR0cHM6Ly9hcGkuZmxpZ2h0cHJveHkuc2t5cGUuY29tL2FwaS92Mi9jcC9jb252LXVzZWEtMDE=","sdkVersion":"1.1.0","sdkType":"dotnet","uri":"https://acs1.communication.azure.com/calling/recordings?api-version=2023-03-06"}}"#,
        r#"{"TimeGenerated":"2023-05-25T17:43:25.746Z","Level":"Informational","CorrelationId":"c0ffee00-0001-4000-8000-000000000001","OperationName":"StartRecording","URI":"https://acs1.communication.azure.com/calling/recordings?api-version=2023-03-06","ResultType":"Succeeded","ResultSignature":202,"DurationMs":82,"CallerIpAddress":"203.0.113.7","CallConnectionId":"41301300-0000-4000-8000-000000000001","ServerCallId":"aHR0cHM6Ly9hcGkuZmxpZ2h0cHJveHkuc2t5cGUuY29tL2FwaS92Mi9jcC9jb252LXVzZWEtMDE=","SdkType":"dotnet","SdkVersion":"1.1.0","Type":"ACSCallRecordingIncomingOperations"}"#,
        r#"{"TimeGenerated [UTC]":"5/25/2023, 5:43:25.746 PM","Category":"CallRecordingOperational","Level":"Informational","CorrelationId":"c0ffee00-0001-4000-8000-000000000001","OperationName":"StartRecording","URI":"https://acs1.communication.azure.com/calling/recordings?api-version=2023-03-06","ResultType":"Succeeded","ResultSignature":"202","DurationMs":"82","CallerIpAddress":"203.0.113.7","CallConnectionId":"41301300-0000-4000-8000-000000000001","ServerCallId":"aHR0cHM6Ly9hcGkuZmxpZ2h0cHJveHkuc2t5cGUuY29tL2FwaS92Mi9jcC9jb252LXVzZWEtMDE=","SdkType":"dotnet","SdkVersion":"1.1.0"}"#,
    ];

    pub(super) fn check(batch: &Batch) {
        let row = batch.side.recording_requests.get(0);
        let id = |id: crate::model::id::IdRef| batch.ids.get(id.0).to_ascii_lowercase();
        let text = |text: crate::model::id::TextRef| batch.texts.get(text.0);
        assert_eq!(
            (id(row.call), id(row.connection)),
            (
                "c0ffee00-0001-4000-8000-000000000001".into(),
                "41301300-0000-4000-8000-000000000001".into()
            )
        );
        assert_eq!(
            batch.ids.get(row.server_call.0),
            "aHR0cHM6Ly9hcGkuZmxpZ2h0cHJveHkuc2t5cGUuY29tL2FwaS92Mi9jcC9jb252LXVzZWEtMDE="
        );
        assert_eq!(
            (text(row.name), text(row.result)),
            ("StartRecording", "Succeeded")
        );
        assert_eq!(
            (row.signature.known(), row.duration_ms.known()),
            (Some(202.0), Some(82.0))
        );
        assert!(text(row.uri).starts_with("https://acs1."));
        assert_eq!(
            (text(row.caller), text(row.level)),
            ("203.0.113.7", "Informational")
        );
        assert_eq!(
            row.generated.iso().as_deref(),
            Some("2023-05-25T17:43:25.746Z")
        );
        assert_eq!((text(row.sdk), text(row.sdk_type)), ("1.1.0", "dotnet"));
    }
}
