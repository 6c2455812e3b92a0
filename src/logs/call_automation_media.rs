//! Call automation, media summary: how the media operations of a service ended (docs: call-automation-logs).

use super::{Category, Fields};
use crate::model::automation::OutcomeRow;
use crate::model::batch::Batch;

fields! {
    CALL = "correlationId";
    NAME = "operationName";
    LEVEL = "level";
    RESULT = "resultType";
    OPERATION = "operationId";
    PROMPT = "recognizePromptSubOperationName";
    IN_LOOP = "playInLoop";
    TO_PARTICIPANT = "playToParticipant";
    INTERRUPTED = "interrupted" | "playInterrupted";
    CODE = "resultCode";
    SUBCODE = "resultSubcode";
    MESSAGE = "resultMessage";
    DURATION = "durationMs";
    CALLER = "callerIpAddress";
    SIGNATURE = "resultSignature";
}

pub(super) const CATEGORY: Category = Category {
    name: "CallAutomationMediaSummary",
    aliases: &["ACSCallAutomationMediaSummary"],
    updates: None,
    fields: FIELDS,
    signs: &[&["playInLoop"], &["recognizePromptSubOperationName"]],
    read,
    #[cfg(test)]
    samples: tests::SAMPLES,
    #[cfg(test)]
    check: tests::check,
};

fn read(fields: &Fields, batch: &mut Batch) {
    let row = OutcomeRow {
        call: fields.id(CALL, batch),
        operation: fields.id(OPERATION, batch),
        name: fields.text(NAME, batch),
        result: fields.text(RESULT, batch),
        code: fields.text(CODE, batch),
        subcode: fields.text(SUBCODE, batch),
        message: fields.text(MESSAGE, batch),
        prompt: fields.text(PROMPT, batch),
        is_loop: fields.flag(IN_LOOP),
        is_to_one: fields.flag(TO_PARTICIPANT),
        is_interrupted: fields.flag(INTERRUPTED),
        duration_ms: fields.num(DURATION),
        signature: fields.num(SIGNATURE),
        caller: fields.text(CALLER, batch),
        level: fields.text(LEVEL, batch),
        generated: fields.generated(),
        hash: fields.hash(),
        source: fields.source(),
    };
    batch.side.outcomes.push(row);
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const SAMPLES: &[&str] = &[
        r#"{"time":"2023-05-25T17:43:25.7460000Z","resourceId":"/SUBSCRIPTIONS/0A1B/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/ACS1","operationName":"Play","operationVersion":"1.0","category":"CallAutomationMediaSummary","correlationId":"c0ffee00-0001-4000-8000-000000000001","level":"Informational","resultType":"Failed","durationMs":1204,"properties":{"operationId":"90ff1c22-0000-4000-8000-000000000001","recognizePromptSubOperationName":"","playInLoop":false,"playToParticipant":true,"interrupted":false,"resultCode":400,"resultSubcode":"8536","resultMessage":"File not reachable."}}"#,
        r#"{"TimeGenerated":"2023-05-25T17:43:25.746Z","Level":"Informational","CorrelationId":"c0ffee00-0001-4000-8000-000000000001","OperationName":"Play","OperationId":"90ff1c22-0000-4000-8000-000000000001","ResultType":"Failed","RecognizePromptSubOperationName":"","PlayInLoop":false,"PlayToParticipant":true,"PlayInterrupted":false,"ResultCode":"400","ResultSubcode":8536,"ResultMessage":"File not reachable.","Type":"ACSCallAutomationMediaSummary"}"#,
        r#"{"TimeGenerated [UTC]":"5/25/2023, 5:43:25.746 PM","OperationVersion":"3/6/23","Level":"Informational","CorrelationId":"c0ffee00-0001-4000-8000-000000000001","OperationName":"Play","OperationId":"90ff1c22-0000-4000-8000-000000000001","ResultType":"Failed","RecognizePromptSubOperationName":"","PlayInLoop":"FALSE","PlayToParticipant":"TRUE","PlayInterrupted":"False","ResultCode":"400","ResultSubcode":8536,"ResultMessage":"File not reachable."}"#,
        r#"{"TimeGenerated":"2023-05-25T17:43:25.746Z","Category":"ACSCallAutomationMediaSummary","Level":"Informational","CorrelationId":"c0ffee00-0001-4000-8000-000000000001","OperationName":"Play","OperationId":"90ff1c22-0000-4000-8000-000000000001","ResultType":"Failed","RecognizePromptSubOperationName":"","PlayInLoop":"0","PlayToParticipant":1,"PlayInterrupted":"False","ResultCode":"400","ResultSubcode":8536,"ResultMessage":"File not reachable."}"#,
    ];

    pub(super) fn check(batch: &Batch) {
        let row = batch.side.outcomes.get(0);
        let id = |id: crate::model::id::IdRef| batch.ids.get(id.0).to_ascii_lowercase();
        let text = |text: crate::model::id::TextRef| batch.texts.get(text.0);
        assert_eq!(
            (id(row.call), id(row.operation)),
            (
                "c0ffee00-0001-4000-8000-000000000001".into(),
                "90ff1c22-0000-4000-8000-000000000001".into()
            )
        );
        assert_eq!((text(row.name), text(row.result)), ("Play", "Failed"));
        assert_eq!((text(row.code), text(row.subcode)), ("400", "8536"));
        assert_eq!(text(row.message), "File not reachable.");
        let flags = [row.is_loop, row.is_to_one, row.is_interrupted];
        assert_eq!(flags, [Some(false), Some(true), Some(false)]);
        assert!(!row.prompt.is_known() && row.level.is_known());
    }
}
