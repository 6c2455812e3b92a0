//! Closed captions summary: one row a captions session (docs: closed-captions-logs).

use super::{Category, Fields};
use crate::model::batch::Batch;
use crate::model::captions::CaptionsRow;

fields! {
    CALL = "correlationId";
    LEVEL = "level";
    RESULT = "resultType";
    SESSION = "speechRecognitionSessionId";
    LANGUAGE = "spokenLanguage";
    END_REASON = "endReason";
    CANCEL_REASON = "cancelReason";
    START = "startTime";
    DURATION = "duration";
}

pub(super) const CATEGORY: Category = Category {
    name: "CallClosedCaptionsSummary",
    aliases: &["ACSCallClosedCaptionsSummary", "ClosedCaptionsSummary"],
    updates: None,
    fields: FIELDS,
    signs: &[&["spokenLanguage"], &["speechRecognitionSessionId"]],
    read,
    #[cfg(test)]
    samples: tests::SAMPLES,
    #[cfg(test)]
    check: tests::check,
};

fn read(fields: &Fields, batch: &mut Batch) {
    let row = CaptionsRow {
        call: fields.id(CALL, batch),
        session: fields.id(SESSION, batch),
        language: fields.text(LANGUAGE, batch),
        end_reason: fields.text(END_REASON, batch),
        cancel_reason: fields.text(CANCEL_REASON, batch),
        start: fields.time(START),
        duration_s: fields.num(DURATION),
        result: fields.text(RESULT, batch),
        level: fields.text(LEVEL, batch),
        generated: fields.generated(),
        hash: fields.hash(),
        source: fields.source(),
    };
    batch.side.captions.push(row);
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const SAMPLES: &[&str] = &[
        r#"{"TimeGenerated":"2023-05-25T17:43:25.746Z","OperationName":"ClosedCaptionsSummary","Category":"ACSCallClosedCaptionsSummary","Level":"Informational","CorrelationId":"c0ffee00-0001-4000-8000-000000000001","ResultType":"Succeeded","SpeechRecognitionSessionId":"eyJQbGF0Zm9ybUVuZHBvaW50SWQiOiI0MDFiNTcxMSJ9","SpokenLanguage":"cn-zh","EndReason":"Stopped","CancelReason":"","StartTime":"2023-05-25T17:30:00Z","Duration":"666.66"}"#,
        r#"{"time":"2023-05-25T17:43:25.7460000Z","resourceId":"/SUBSCRIPTIONS/0A1B/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/ACS1","operationName":"ClosedCaptionsSummary","operationVersion":"1.0","category":"CallClosedCaptionsSummary","correlationId":"c0ffee00-0001-4000-8000-000000000001","level":"Informational","resultType":"Succeeded","properties":{"speechRecognitionSessionId":"eyJQbGF0Zm9ybUVuZHBvaW50SWQiOiI0MDFiNTcxMSJ9","spokenLanguage":"cn-zh","endReason":"Stopped","cancelReason":null,"startTime":"2023-05-25T17:30:00Z","duration":666.66}}"#,
        r#"{"TimeGenerated [UTC]":"5/25/2023, 5:43:25.746 PM","CorrelationId":"c0ffee00-0001-4000-8000-000000000001","Level":"Informational","ResultType":"Succeeded","SpeechRecognitionSessionId":"eyJQbGF0Zm9ybUVuZHBvaW50SWQiOiI0MDFiNTcxMSJ9","SpokenLanguage":"cn-zh","EndReason":"Stopped","CancelReason":"","Duration":"666.66","StartTime [UTC]":"5/25/2023, 5:30:00.000 PM","Type":"ACSCallClosedCaptionsSummary"}"#,
    ];

    pub(super) fn check(batch: &Batch) {
        let row = batch.side.captions.get(0);
        let id = |id: crate::model::id::IdRef| batch.ids.get(id.0).to_ascii_lowercase();
        let text = |text: crate::model::id::TextRef| batch.texts.get(text.0);
        assert_eq!(id(row.call), "c0ffee00-0001-4000-8000-000000000001");
        assert_eq!(
            batch.ids.get(row.session.0),
            "eyJQbGF0Zm9ybUVuZHBvaW50SWQiOiI0MDFiNTcxMSJ9"
        );
        assert_eq!(row.start.iso().as_deref(), Some("2023-05-25T17:30:00.000Z"));
        assert_eq!(row.duration_s.known(), Some(666.66));
        let words = [row.language, row.end_reason, row.result, row.level].map(text);
        assert_eq!(words, ["cn-zh", "Stopped", "Succeeded", "Informational"]);
        assert!(!row.cancel_reason.is_known());
    }
}
