//! Call summary: one row per participant of a call, written hours after it ended (docs: call-summary-log-schema).

use super::{Category, Fields};
use crate::model::batch::Batch;
use crate::model::rows::{CallKind, SummaryRow};

fields! {
    CALL = "correlationId";
    IDENTIFIER = "identifier";
    CALL_START = "callStartTime";
    CALL_DURATION = "callDuration";
    CALL_TYPE = "callType";
    THREAD = "teamsThreadId";
    PARTICIPANT = "participantId";
    LEG_START = "participantStartTime";
    LEG_DURATION = "participantDuration";
    END_CODE = "participantEndReason";
    END_SUBCODE = "participantEndSubCode";
    RESULT = "resultCategory" | "resultCategories";
    ENDPOINT = "endpointId";
    ENDPOINT_TYPE = "endpointType";
    SDK = "sdkVersion";
    OS = "osVersion";
    TENANT = "participantTenantId";
    PARTICIPANT_TYPE = "participantType";
    PSTN = "pstnParticipantCallType" | "pstnPartcipantCallType";
    OPTIONS = "diagnosticOptions";
    VERSION = "callUpdatesVersion";
}

pub(super) const CATEGORY: Category = Category {
    name: "CallSummary",
    aliases: &["ACSCallSummary"],
    updates: Some("CallSummaryUpdates"),
    fields: FIELDS,
    signs: &[&["participantEndReason"], &["callType", "callDuration"]],
    read: |fields, batch| read(fields, batch, false),
    #[cfg(test)]
    samples: tests::SAMPLES,
    #[cfg(test)]
    check: tests::check,
};

/// The updates log has the same columns and a version.
pub(super) fn read(fields: &Fields, batch: &mut Batch, is_update: bool) {
    let row = SummaryRow {
        call: fields.id(CALL, batch),
        participant: fields.id(PARTICIPANT, batch),
        endpoint: fields.id(ENDPOINT, batch),
        identifier: fields.id(IDENTIFIER, batch),
        thread: fields.id(THREAD, batch),
        tenant: fields.id(TENANT, batch),
        call_start: fields.time(CALL_START),
        call_duration: fields.num(CALL_DURATION),
        call_kind: CallKind::parse(&fields.shown(CALL_TYPE)),
        leg_start: fields.time(LEG_START),
        leg_duration: fields.num(LEG_DURATION),
        end_code: fields.text(END_CODE, batch),
        end_subcode: fields.text(END_SUBCODE, batch),
        result_category: fields.text(RESULT, batch),
        endpoint_type: fields.text(ENDPOINT_TYPE, batch),
        sdk: fields.text(SDK, batch),
        os: fields.text(OS, batch),
        participant_type: fields.text(PARTICIPANT_TYPE, batch),
        pstn_kind: fields.text(PSTN, batch),
        options: fields.text(OPTIONS, batch),
        is_update,
        version: fields.num(VERSION),
        generated: fields.generated(),
        hash: fields.hash(),
        source: fields.source(),
    };
    batch.summaries.push(row);
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const SAMPLES: &[&str] = &[
        r#"{"time":"2024-05-09T17:06:50.3000000Z","resourceId":"/SUBSCRIPTIONS/0A1B","operationName":"CallSummary","operationVersion":"1.0","category":"CallSummary","correlationId":"c0ffee00-0001-4000-8000-000000000001","properties":{"identifier":"acs:11111111_0001","callStartTime":"2024-05-09T16:01:02.345Z","callDuration":61,"callType":"Group","teamsThreadId":"null","participantId":" 22222222-0000-4000-8000-000000000001","participantStartTime":"2024-05-09T16:01:03Z","participantDuration":"58","participantEndReason":"410","ParticipantEndSubCode":"301005","resultCategory":"UnexpectedClientError","endpointId":"33333333-0000-4000-8000-000000000001","endpointType":"VoIP","sdkVersion":"1.32.1.0_stable","osVersion":"Redacted","pstnPartcipantCallType":"null"}}"#,
        r#"{"TenantId":"9","TimeGenerated":"2024-05-09T17:06:50.3Z","OperationName":"CallSummary","CorrelationId":"C0FFEE00-0001-4000-8000-000000000001","Identifier":"acs:11111111_0001","CallStartTime":"2024-05-09T16:01:02.345Z","CallDuration":"61","CallType":"Group","TeamsThreadId":"None","ParticipantId":"22222222-0000-4000-8000-000000000001","ParticipantStartTime":"2024-05-09T16:01:03Z","ParticipantDuration":58,"ParticipantEndReason":410,"ParticipantEndSubCode":"301005","ResultCategory":"UnexpectedClientError","EndpointId":"33333333-0000-4000-8000-000000000001","EndpointType":"VoIP","SdkVersion":"1.32.1.0_stable","OsVersion":"Redacted","TPE":false,"TableName":"PrimaryResult","CallUpdatesVersion":"None","Type":"ACSCallSummary","_ResourceId":"/s"}"#,
        r#"{"Category":"CallSummaryPRIVATEPREVIEW","TimeGenerated [UTC]":"5/9/2024, 5:06:50.300 PM","properties":"{\"CorrelationId\":\"c0ffee00-0001-4000-8000-000000000001\",\"Identifier\":\"acs:11111111_0001\",\"CallStartTime\":\"5\/9\/2024, 4:01:02.345 PM\",\"CallDuration\":61.0,\"CallType\":\"group\",\"ParticipantId\":\"22222222-0000-4000-8000-000000000001\",\"ParticipantStartTime\":\"2024-05-09 16:01:03\",\"ParticipantDuration\":58,\"ParticipantEndReason\":\"410\",\"ParticipantEndSubCode\":\"301005\",\"ResultCategory\":\"UnexpectedClientError\",\"EndpointId\":\"33333333-0000-4000-8000-000000000001\",\"EndpointType\":\"VoIP\",\"SdkVersion\":\"1.32.1.0_stable\",\"OsVersion\":\"redacted\"}"}"#,
        r#"{"time":"2024-05-09T17:06:50.3Z","correlationId":"c0ffee00-0001-4000-8000-000000000001","identifier":"acs:11111111_0001","callStartTime":"2024-05-09T16:01:02.345Z","callDuration":61,"callType":"Group","participantId":"22222222-0000-4000-8000-000000000001","participantStartTime":"2024-05-09T16:01:03Z","participantDuration":"58","participantEndReason":"410","participant_end_sub_code":"301005","Result Category":"UnexpectedClientError","endpointId":"33333333-0000-4000-8000-000000000001","endpointType":"VoIP","sdkVersion":"1.32.1.0_stable","osVersion":"Redacted"}"#,
    ];

    pub(super) fn check(batch: &Batch) {
        let row = batch.summaries.get(0);
        assert_eq!(
            batch.ids.get(row.call.0).to_ascii_lowercase(),
            "c0ffee00-0001-4000-8000-000000000001"
        );
        assert_eq!(
            batch.ids.get(row.participant.0),
            "22222222-0000-4000-8000-000000000001"
        );
        assert_eq!(
            batch.ids.get(row.endpoint.0),
            "33333333-0000-4000-8000-000000000001"
        );
        assert_eq!(batch.ids.get(row.identifier.0), "acs:11111111_0001");
        assert!(!row.thread.is_known() && !row.tenant.is_known());
        assert_eq!(
            row.call_start.iso().as_deref(),
            Some("2024-05-09T16:01:02.345Z")
        );
        assert_eq!(
            row.leg_start.iso().as_deref(),
            Some("2024-05-09T16:01:03.000Z")
        );
        assert_eq!(
            row.generated.iso().as_deref(),
            Some("2024-05-09T17:06:50.300Z")
        );
        assert_eq!(row.call_duration.known(), Some(61.0));
        assert_eq!(row.leg_duration.known(), Some(58.0));
        assert_eq!(row.call_kind, CallKind::Group);
        assert_eq!(batch.texts.get(row.end_code.0), "410");
        assert_eq!(batch.texts.get(row.end_subcode.0), "301005");
        assert_eq!(
            batch.texts.get(row.result_category.0),
            "UnexpectedClientError"
        );
        assert_eq!(batch.texts.get(row.sdk.0), "1.32.1.0_stable");
        assert_eq!(row.os, crate::model::id::TextRef::REDACTED);
        assert!(!row.is_update && row.version.known().is_none());
    }
}
