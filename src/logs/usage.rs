//! Usage: what is billed, of all channels; never makes a call (docs: billing-usage-log-schema).

use super::{Category, Fields};
use crate::model::batch::Batch;
use crate::model::usage::UsageRow;

fields! {
    CORRELATION = "correlationId";
    RECORD = "recordId";
    KIND = "usageType";
    UNIT = "unitType";
    QUANTITY = "quantity";
    START = "startTime";
    END = "endTime";
    PARTICIPANT = "participantId";
    USER = "userIdA";
    OTHER_USER = "userIdB";
}

pub(super) const CATEGORY: Category = Category {
    name: "Usage",
    aliases: &["ACSBillingUsage", "BillingUsage"],
    updates: None,
    fields: FIELDS,
    signs: &[&["unitType", "quantity"], &["usageType", "quantity"]],
    read,
    #[cfg(test)]
    samples: tests::SAMPLES,
    #[cfg(test)]
    check: tests::check,
};

fn read(fields: &Fields, batch: &mut Batch) {
    let row = UsageRow {
        correlation: fields.id(CORRELATION, batch),
        record: fields.id(RECORD, batch),
        participant: fields.id(PARTICIPANT, batch),
        user: fields.id(USER, batch),
        other_user: fields.id(OTHER_USER, batch),
        kind: fields.text(KIND, batch),
        unit: fields.text(UNIT, batch),
        quantity: fields.num(QUANTITY),
        start: fields.time(START),
        end: fields.time(END),
        generated: fields.generated(),
        hash: fields.hash(),
        source: fields.source(),
    };
    batch.side.usage.push(row);
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const SAMPLES: &[&str] = &[
        r#"{"time":"2023-05-25T17:43:25.7460000Z","resourceId":"/SUBSCRIPTIONS/0A1B/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/ACS1","operationName":"Usage","operationVersion":"1.0","category":"Usage","correlationId":"c0ffee00-0001-4000-8000-000000000001","properties":{"recordId":"4ec04d00-0000-4000-8000-000000000001","usageType":"PSTN","unitType":"minutes","quantity":2.5,"startTime":"2023-05-25T17:30:00Z","endTime":"","participantId":"22222222-0000-4000-8000-000000000001","userIdA":"4:+41441234567","userIdB":null}}"#,
        r#"{"TimeGenerated":"2023-05-25T17:43:25.746Z","Category":"Usage","CorrelationId":"c0ffee00-0001-4000-8000-000000000001","RecordId":"4ec04d00-0000-4000-8000-000000000001","UsageType":"PSTN","UnitType":"minutes","Quantity":"2.5","StartTime":"2023-05-25T17:30:00Z","EndTime":null,"ParticipantId":"22222222-0000-4000-8000-000000000001","UserIdA":"4:+41441234567","UserIdB":"None","Type":"ACSBillingUsage"}"#,
        r#"{"Timestamp":"2023-05-25T17:43:25.746Z","Operation Name":"Usage","Category":"Usage","Correlation ID":"c0ffee00-0001-4000-8000-000000000001","Properties":{"Record ID":"4ec04d00-0000-4000-8000-000000000001","Usage Type":"PSTN","Unit Type":"minutes","Quantity":2.5,"Start Time":"5/25/2023, 5:30:00.000 PM","Participant Id":"22222222-0000-4000-8000-000000000001","User Id A":"4:+41441234567"}}"#,
        r#"{"time":"2023-05-25T17:43:25.746Z","correlationId":"c0ffee00-0001-4000-8000-000000000001","recordId":"4ec04d00-0000-4000-8000-000000000001","usageType":"PSTN","unitType":"minutes","quantity":2.5,"startTime":"2023-05-25T17:30:00Z","endTime":"","participantId":"22222222-0000-4000-8000-000000000001","userIdA":"4:+41441234567","userIdB":null}"#,
    ];

    pub(super) fn check(batch: &Batch) {
        let row = batch.side.usage.get(0);
        let id = |id: crate::model::id::IdRef| batch.ids.get(id.0).to_ascii_lowercase();
        let text = |text: crate::model::id::TextRef| batch.texts.get(text.0);
        assert_eq!(
            (id(row.correlation), id(row.participant)),
            (
                "c0ffee00-0001-4000-8000-000000000001".into(),
                "22222222-0000-4000-8000-000000000001".into()
            )
        );
        assert_eq!(id(row.record), "4ec04d00-0000-4000-8000-000000000001");
        assert_eq!(
            (id(row.user), row.other_user.is_known()),
            ("4:+41441234567".into(), false)
        );
        assert_eq!((text(row.kind), text(row.unit)), ("PSTN", "minutes"));
        assert_eq!(row.quantity.known(), Some(2.5));
        assert_eq!(row.start.iso().as_deref(), Some("2023-05-25T17:30:00.000Z"));
        assert!(!row.end.is_known());
        assert_eq!(
            row.generated.iso().as_deref(),
            Some("2023-05-25T17:43:25.746Z")
        );
    }
}
