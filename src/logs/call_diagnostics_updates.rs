//! Call diagnostics updates: early, versioned rows of the diagnostics (docs: call-diagnostics-updates-log-schema).

use super::{Category, call_diagnostics};

pub(super) const CATEGORY: Category = Category {
    name: "CallDiagnosticsUpdates",
    aliases: &["ACSCallDiagnosticsUpdates", "CallDiagnosticUpdates"],
    updates: None,
    fields: call_diagnostics::FIELDS,
    signs: &[],
    read: |fields, batch| call_diagnostics::read(fields, batch, true),
    #[cfg(test)]
    samples: tests::SAMPLES,
    #[cfg(test)]
    check: tests::check,
};

#[cfg(test)]
mod tests {
    use crate::model::batch::Batch;
    use crate::model::rows::{Direction, Media};

    pub(super) const SAMPLES: &[&str] = &[
        r#"{"time":"2024-05-09T16:20:00Z","operationName":"CallDiagnostics","category":"CallDiagnostics","correlationId":"c1","properties":{"participantId":"p1","endpointType":"VoIP","mediaType":"Audio","streamId":"1","jitterAvg":"7","CallUpdatesVersion":"3"}}"#,
        r#"{"TimeGenerated":"2024-05-09T16:20:00Z","CorrelationId":"c1","ParticipantId":"p1","EndpointType":"VoIP","MediaType":"audio","StreamId":1,"JitterAvg":7,"CallUpdatesVersion":3,"Type":"ACSCallDiagnosticsUpdates"}"#,
        r#"{"time":"2024-05-09T16:20:00Z","category":"CallDiagnosticUpdates","correlationId":"c1","properties":{"ParticipantId":"p1","EndpointType":"VoIP","MediaType":"Audio","StreamId":"1","JitterAvg":"7","callupdatesversion":3}}"#,
    ];

    pub(super) fn check(batch: &Batch) {
        let row = batch.streams.get(0);
        assert!(row.is_update);
        assert_eq!(row.version.known(), Some(3.0));
        assert_eq!(
            (row.media, row.direction),
            (Media::Audio, Direction::Outbound)
        );
        assert_eq!(row.values[0].known(), Some(7.0));
        assert_eq!(batch.ids.get(row.participant.0), "p1");
    }
}
