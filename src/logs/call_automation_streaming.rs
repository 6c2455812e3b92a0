//! Call automation, streaming usage: one row a streaming session (docs: call-automation-logs).

use super::{Category, Fields};
use crate::model::automation::StreamingRow;
use crate::model::batch::Batch;

fields! {
    CALL = "correlationId";
    CONNECTION = "callConnectionId";
    MODALITY = "streamingModality";
    START = "streamingStartTime";
    DURATION = "streamingDurationInMs";
    SESSION = "streamingSessionId";
    PARTICIPANT = "participantId";
}

pub(super) const CATEGORY: Category = Category {
    name: "CallAutomationStreamingUsage",
    aliases: &["ACSCallAutomationStreamingUsage"],
    updates: None,
    fields: FIELDS,
    signs: &[&["streamingSessionId"], &["streamingModality"]],
    read,
    #[cfg(test)]
    samples: tests::SAMPLES,
    #[cfg(test)]
    check: tests::check,
};

fn read(fields: &Fields, batch: &mut Batch) {
    let row = StreamingRow {
        call: fields.id(CALL, batch),
        participant: fields.id(PARTICIPANT, batch),
        connection: fields.id(CONNECTION, batch),
        session: fields.id(SESSION, batch),
        modality: fields.text(MODALITY, batch),
        start: fields.time(START),
        duration_ms: fields.num(DURATION),
        generated: fields.generated(),
        hash: fields.hash(),
        source: fields.source(),
    };
    batch.side.streamings.push(row);
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const SAMPLES: &[&str] = &[
        r#"{"time":"2023-05-25T17:43:25.7460000Z","resourceId":"/SUBSCRIPTIONS/0A1B/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/ACS1","operationName":"Streaming","operationVersion":"1.0","category":"CallAutomationStreamingUsage","correlationId":"c0ffee00-0001-4000-8000-000000000001","properties":{"correlationId":"c0ffee00-0001-4000-8000-000000000001","callConnectionId":"41301300-0000-4000-8000-000000000001","streamingModality":"AudioStreamingUnmixed","streamingStartTime":"2023-05-25T17:20:00.5Z","streamingDurationInMs":1172487.9394,"streamingSessionId":"90ff1c22-0000-4000-8000-000000000001","participantId":"22222222-0000-4000-8000-000000000001"}}"#,
        r#"{"TimeGenerated":"2023-05-25T17:43:25.746Z","CorrelationId":"c0ffee00-0001-4000-8000-000000000001","CallConnectionId":"41301300-0000-4000-8000-000000000001","StreamingModality":"AudioStreamingUnmixed","StreamingStartTime":"2023-05-25T17:20:00.5Z","StreamingDurationInMs":"1172487.9394","StreamingSessionId":"90ff1c22-0000-4000-8000-000000000001","ParticipantId":"22222222-0000-4000-8000-000000000001","Type":"ACSCallAutomationStreamingUsage"}"#,
        r#"{"TimeGenerated [UTC]":"5/25/2023, 5:43:25.746 PM","CorrelationId":"c0ffee00-0001-4000-8000-000000000001","CallConnectionId":"41301300-0000-4000-8000-000000000001","StreamingModality":"AudioStreamingUnmixed","StreamingDurationInMs":"1172487.9394","StreamingSessionId":"90ff1c22-0000-4000-8000-000000000001","ParticipantId":"22222222-0000-4000-8000-000000000001","StreamingStartTime [UTC]":"5/25/2023, 5:20:00.500 PM"}"#,
    ];

    pub(super) fn check(batch: &Batch) {
        let row = batch.side.streamings.get(0);
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
            (id(row.session), id(row.participant)),
            (
                "90ff1c22-0000-4000-8000-000000000001".into(),
                "22222222-0000-4000-8000-000000000001".into()
            )
        );
        assert_eq!(text(row.modality), "AudioStreamingUnmixed");
        assert_eq!(row.start.iso().as_deref(), Some("2023-05-25T17:20:00.500Z"));
        assert_eq!(row.duration_ms.known(), Some(1_172_487.939_4));
    }
}
