//! Every category of the registry reads all its samples; records find their category in every documented way.

use super::*;
use crate::model::id::FileIx;
use crate::model::source::Source;

fn read(text: &str, hint: Hint) -> Batch {
    let mut batch = Batch::new(FileIx(0), 0);
    let found = Reader::default().read(text, Source::default(), hint, &mut batch);
    assert_eq!(found, Ok(Found::Record), "{text}");
    batch
}

fn category(text: &str) -> String {
    let batch = read(text, Hint::NONE);
    assert_eq!(batch.rows(), 1);
    batch.categories[0].0.clone()
}

#[test]
fn each_category_reads_its_samples_in_every_form() {
    for category in CATEGORIES {
        assert!(category.samples.len() >= 3, "{}", category.name);
        for sample in category.samples {
            let batch = read(sample, Hint::NONE);
            assert_eq!(
                batch.categories,
                [(category.name.to_owned(), 1)],
                "{sample}"
            );
            assert_eq!(batch.rows(), 1);
            (category.check)(&batch);
        }
    }
}

#[test]
fn a_reader_keeps_nothing_of_the_record_before() {
    let mut reader = Reader::default();
    for category in CATEGORIES {
        for sample in category.samples {
            let mut batch = Batch::new(FileIx(0), 0);
            for text in [*sample, "{}", *sample] {
                let read = reader.read(text, Source::default(), Hint::NONE, &mut batch);
                assert_eq!(read, Ok(Found::Record));
            }
            assert_eq!(batch.others.len(), 1);
            assert_eq!(batch.categories[0], (category.name.to_owned(), 2));
            (category.check)(&batch);
        }
    }
}

#[test]
#[rustfmt::skip]
fn the_order_of_classification() {
    let table = [
        (r#"{"Type":"ACSCallDiagnostics","category":"CallSummary"}"#, "CallDiagnostics"),
        (r#"{"TableName":"PrimaryResult","Type":"ACSCallSummary"}"#, "CallSummary"),
        (r#"{"TableName":"ACSCallSummary"}"#, "CallSummary"),
        (r#"{"TableName":"CallSummary","participantEndReason":"0"}"#, "CallSummary"),
        (r#"{"type":"banana","category":"CALLSUMMARY"}"#, "CallSummary"),
        (r#"{"category":"CallDiagnosticsPRIVATEPREVIEW"}"#, "CallDiagnostics"),
        (r#"{"category":"ACSCallClosedCaptionsSummary"}"#, "CallClosedCaptionsSummary"),
        (r#"{"category":"RecordingSummary"}"#, "CallRecordingSummary"),
        (r#"{"operationName":"CallSummary"}"#, "CallSummary"),
        (r#"{"operationName":"EndOfCallSurvey"}"#, "CallSurvey"),
        (r#"{"operationName":"Join"}"#, UNKNOWN),
        (r#"{"properties":{"mediaType":"Audio","streamId":"1"}}"#, "CallDiagnostics"),
        (r#"{"participantEndReason":"0"}"#, "CallSummary"),
        (r#"{"participantEndReason":null}"#, UNKNOWN),
        (r#"{"clientInstanceId":"1","operationId":"2"}"#, "CallClientOperations"),
        (r#"{"metricName":"x","failedLegsDcount":1}"#, "CallingMetrics"),
        (r#"{"surveyId":"x"}"#, "CallSurvey"),
        (r#"{"OperationName":"ListRooms","CorrelationId":"x","ResultSignature":"200"}"#, "RoomsOperational"),
        (r#"{"OperationName":"GetParticipants","RoomId":"1"}"#, "RoomsOperational"),
        (r#"{"properties":{"OperationName":"ResumeCallRecording","URI":"x","CallConnectionId":"y"}}"#, "CallRecordingOperational"),
        (r#"{"OperationName":"AnswerCall","URI":"x","CallConnectionId":"y"}"#, "CallAutomationOperational"),
        (r#"{"OperationName":"RecordingStateChanged","clientInstanceId":"1","operationId":"2"}"#, "CallClientOperations"),
        (r#"{"PlayInLoop":"FALSE","OperationId":"2"}"#, "CallAutomationMediaSummary"),
        (r#"{"recordingId":"x","chunkCount":1}"#, "CallRecordingSummary"),
        (r#"{"spokenLanguage":"en-us"}"#, "CallClosedCaptionsSummary"),
        (r#"{"unitType":"minutes","quantity":0}"#, "Usage"),
        (r#"{"Type":"ACSBillingUsage"}"#, "Usage"),
        (r#"{"Type":"ACSCallRecordingIncomingOperations"}"#, "CallRecordingOperational"),
        (r#"{"category":"ChatOperational","RoomId":"1"}"#, "ChatOperational"),
        (r#"{"Type":"ACSSMSIncomingOperations"}"#, "SMSOperational"),
        (r#"{"operationName":"Call Recording Summary","category":"RecordingSummary"}"#, "CallRecordingSummary"),
        (r#"{"category":"CallSummary","callUpdatesVersion":null}"#, "CallSummary"),
        (r#"{"category":"CallDiagnostics","properties":{"call_updates_version":1}}"#, "CallDiagnosticsUpdates"),
        (r#"{"category":"SomethingElse","participantEndReason":"0"}"#, "SomethingElse"),
        (r#"{"category":"","participantEndReason":"0"}"#, "CallSummary"),
        (r#"{"category":"Call\u0053ummary"}"#, "CallSummary"),
        (r#"{"CallClientTimeStamp":"2024-05-12T11:27:52Z","OperationId":"1","OperationName":"Join"}"#, "CallClientOperations"),
        ("{}", UNKNOWN),
    ];
    for (text, name) in table {
        assert_eq!(category(text), name, "{text}");
    }
}

#[test]
fn a_row_of_az_without_a_type_is_told_by_its_columns_even_those_without_a_value() {
    let row = r#"{"TableName":"PrimaryResult","OperationName":"Hangup","PlayInLoop":"None","ResultCode":"200"}"#;
    assert_eq!(category(row), "CallAutomationMediaSummary");
    let storage = r#"{"operationName":"Hangup","properties":{"playInLoop":null,"resultCode":200}}"#;
    assert_eq!(category(storage), UNKNOWN);
}

#[test]
fn a_path_tells_what_the_record_does_not() {
    let hint = Hint::of_path("x/insights-logs-callclientoperations/resourceId=%2F/PT1H.json");
    assert_eq!(read("{}", hint).categories[0].0, "CallClientOperations");
    let hint = Hint::of_path("/am-acscallsummary/WorkspaceResourceId=/PT05M.json");
    assert_eq!(read("{}", hint).categories[0].0, "CallSummary");
    assert_eq!(
        read(r#"{"category":"CallDiagnostics"}"#, hint).categories[0].0,
        "CallDiagnostics"
    );
    assert_eq!(Hint::of_path("/am-i/here/insights-logs-.json"), Hint::NONE);
    assert_eq!(Hint::of_path("/team-usage/a.json"), Hint::NONE);
    let hint = Hint::of_path("/am-acsbillingusage/PT05M.json");
    assert_eq!(read("{}", hint).categories[0].0, "Usage");
}

#[test]
fn wrappers_and_arrays_are_lists_and_bare_values_are_no_records() {
    let mut batch = Batch::new(FileIx(0), 0);
    let mut reader = Reader::default();
    let mut read = |text: &str| reader.read(text, Source::default(), Hint::NONE, &mut batch);
    assert_eq!(read(r#"{"records":[1,2]}"#), Ok(Found::List(11..16)));
    assert_eq!(read(" [ {} ] "), Ok(Found::List(1..7)));
    assert_eq!(read(r#"{"records":"none"}"#), Ok(Found::Record));
    assert_eq!(
        read("42").map_err(|fault| fault.what),
        Err("not a JSON object")
    );
    assert_eq!(read("\"a").map_err(|fault| fault.what), Err(ENDS_EARLY));
    let mut spans = Vec::new();
    assert_eq!(
        elements(" [ {} , [1], 2 ] ", |span| spans.push(span)),
        Ok(())
    );
    assert_eq!(spans, [3..5, 8..11, 13..14]);
}

#[test]
fn the_last_of_equal_keys_wins_and_properties_win_over_the_envelope() {
    let text = r#"{"category":"CallSummary","correlationId":"a","correlationId":"b","callDuration":1,
        "properties":{"callDuration":2},"properties":{"callDuration":3,"CallType":"P2P"}}"#;
    let batch = read(text, Hint::NONE);
    let row = batch.summaries.get(0);
    assert_eq!(batch.ids.get(row.call.0), "b");
    assert_eq!(row.call_duration.known(), Some(3.0));
}

#[test]
fn properties_that_are_no_object_lose_no_record() {
    for properties in ["null", "[1]", "\"\\\"\"", "\"{\\\"callDuration\\\":\"", "5"] {
        let text = format!(r#"{{"category":"CallSummary","properties":{properties}}}"#);
        let batch = read(&text, Hint::NONE);
        assert_eq!(batch.summaries.len(), 1);
        assert!(batch.summaries.get(0).call_duration.known().is_none());
    }
}

#[test]
fn many_invented_categories_stay_cheap_and_all_are_counted() {
    let mut batch = Batch::new(FileIx(0), 0);
    let mut reader = Reader::default();
    for number in 0..2_000 {
        let text = format!(r#"{{"category":"made-up-{number}"}}"#);
        let found = reader.read(&text, Source::default(), Hint::NONE, &mut batch);
        assert_eq!(found, Ok(Found::Record));
    }
    assert!(batch.categories.len() < 300);
    let counted: u64 = batch.categories.iter().map(|(_, count)| count).sum();
    assert_eq!(counted, 2_000);
}

#[test]
fn documented_columns_are_never_unknown() {
    for category in CATEGORIES {
        for sample in category.samples {
            let batch = read(sample, Hint::NONE);
            assert!(
                batch.unknown_columns.is_empty(),
                "{:?}",
                batch.unknown_columns
            );
        }
    }
    let text = r#"{"category":"CallDiagnostics","_BilledSize":1,"_IsBillable":"true","properties":{"TPE":null,"codecName":"OPUS"}}"#;
    assert!(read(text, Hint::NONE).unknown_columns.is_empty());
}

#[test]
fn columns_of_no_schema_are_noted_in_each_batch_and_category() {
    let mut reader = Reader::default();
    let records = [
        r#"{"category":"CallDiagnostics","properties":{"Foo":1,"mediaType":"Audio"},"Bar":2}"#,
        r#"{"category":"CallDiagnostics","properties":{"Foo":1,"mediaType":"Audio"},"Bar":2}"#,
        r#"{"category":"CallSummary","properties":"{\"Foo\":1,\"mediaType\":\"Audio\"}"}"#,
        r#"{"category":"Strange","properties":{"Baz":1}}"#,
    ];
    for _ in 0..2 {
        let mut batch = Batch::new(FileIx(0), 0);
        for text in records {
            let read = reader.read(text, Source::default(), Hint::NONE, &mut batch);
            assert_eq!(read, Ok(Found::Record));
        }
        let found: Vec<(&str, Vec<&str>)> = batch
            .unknown_columns
            .iter()
            .map(|(category, names)| (*category, names.iter().map(String::as_str).collect()))
            .collect();
        assert_eq!(
            found,
            [
                ("CallDiagnostics", vec!["Bar", "Foo"]),
                ("CallSummary", vec!["Foo", "mediaType"]),
            ]
        );
    }
}
