//! Service request and outcome: join and hang-up requests of clients as the service saw them (Azure Monitor: table
//! `ACSCallClientServiceRequestAndOutcome`). What its correlation id is stands nowhere, so it makes no call.

use super::{Category, Fields};
use crate::model::batch::Batch;
use crate::model::rooms::ServiceRow;

fields! {
    CORRELATION = "correlationId";
    NAME = "operationName";
    LEVEL = "level";
    DURATION = "durationMs";
    RESULT = "resultType";
    SIGNATURE = "resultSignature";
}

pub(super) const CATEGORY: Category = Category {
    name: "CallClientServiceRequestAndOutcome",
    aliases: &["ACSCallClientServiceRequestAndOutcome"],
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
    let row = ServiceRow {
        correlation: fields.id(CORRELATION, batch),
        name: fields.text(NAME, batch),
        result: fields.text(RESULT, batch),
        signature: fields.num(SIGNATURE),
        duration_ms: fields.num(DURATION),
        level: fields.text(LEVEL, batch),
        generated: fields.generated(),
        hash: fields.hash(),
        source: fields.source(),
    };
    batch.side.service.push(row);
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const SAMPLES: &[&str] = &[
        r#"{"time":"2023-05-25T17:43:25.7460000Z","resourceId":"/SUBSCRIPTIONS/0A1B/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/ACS1","operationName":"Join","operationVersion":"1.0","category":"CallClientServiceRequestAndOutcome","correlationId":"c0ffee00-0001-4000-8000-000000000001","level":"Informational","durationMs":82,"resultType":"Success","resultSignature":200,"properties":{"request":{"a":1}}}"#,
        r#"{"TimeGenerated":"2023-05-25T17:43:25.746Z","OperationName":"Join","Level":"Informational","CorrelationId":"c0ffee00-0001-4000-8000-000000000001","DurationMs":"82","ResultType":"Success","ResultSignature":"200","Properties":"{\"request\":1}","Type":"ACSCallClientServiceRequestAndOutcome"}"#,
        r#"{"TimeGenerated [UTC]":"5/25/2023, 5:43:25.746 PM","Category":"ACSCallClientServiceRequestAndOutcome","OperationName":"Join","Level":"Informational","CorrelationId":"c0ffee00-0001-4000-8000-000000000001","DurationMs":"82","ResultType":"Success","ResultSignature":"200","Properties":""}"#,
    ];

    pub(super) fn check(batch: &Batch) {
        let row = batch.side.service.get(0);
        let id = |id: crate::model::id::IdRef| batch.ids.get(id.0).to_ascii_lowercase();
        let text = |text: crate::model::id::TextRef| batch.texts.get(text.0);
        assert_eq!(id(row.correlation), "c0ffee00-0001-4000-8000-000000000001");
        assert_eq!(
            [row.name, row.result, row.level].map(text),
            ["Join", "Success", "Informational"]
        );
        assert_eq!(
            (row.signature.known(), row.duration_ms.known()),
            (Some(200.0), Some(82.0))
        );
    }
}
