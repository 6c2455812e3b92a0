//! Call summary updates: early, versioned rows of the summary (docs: call-summary-updates-log-schema).

use super::{Category, call_summary};

pub(super) const CATEGORY: Category = Category {
    name: "CallSummaryUpdates",
    aliases: &["ACSCallSummaryUpdates", "CallSummaryUpdate"],
    updates: None,
    fields: call_summary::FIELDS,
    signs: &[],
    read: |fields, batch| call_summary::read(fields, batch, true),
    #[cfg(test)]
    samples: tests::SAMPLES,
    #[cfg(test)]
    check: tests::check,
};

#[cfg(test)]
mod tests {
    use crate::model::batch::Batch;

    pub(super) const SAMPLES: &[&str] = &[
        r#"{"time":"2024-05-09T16:20:00Z","operationName":"CallSummary","category":"CallSummary","correlationId":"c1","properties":{"callDuration":61,"callType":"P2P","participantId":"null","endpointId":"e1","participantEndReason":"0","callupdatesversion":"2"}}"#,
        r#"{"TimeGenerated":"2024-05-09T16:20:00Z","CorrelationId":"c1","CallDuration":61,"CallType":"P2P","ParticipantId":"","EndpointId":"e1","ParticipantEndReason":"0","CallUpdatesVersion":2,"Type":"ACSCallSummaryUpdates"}"#,
        r#"{"time":"2024-05-09T16:20:00Z","category":"CallSummaryUpdates","correlationId":"c1","properties":{"CallDuration":"61","CallType":"P2P","EndpointId":"e1","ParticipantEndReason":"0","CallUpdatesVersion":"2"}}"#,
    ];

    pub(super) fn check(batch: &Batch) {
        let row = batch.summaries.get(0);
        assert!(row.is_update);
        assert_eq!(row.version.known(), Some(2.0));
        assert_eq!(batch.ids.get(row.call.0), "c1");
        assert_eq!(batch.ids.get(row.endpoint.0), "e1");
        assert!(!row.participant.is_known());
        assert_eq!(row.call_duration.known(), Some(61.0));
    }
}
