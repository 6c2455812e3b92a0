//! Recording summary: one row a recording (docs: recording-logs).

use super::{Category, Fields};
use crate::model::batch::Batch;
use crate::model::recording::RecordingRow;

fields! {
    CALL = "correlationId";
    LEVEL = "level";
    RESULT = "resultType";
    RECORDING = "recordingId";
    START = "recordingStartTime";
    LENGTH = "recordingLength";
    END_REASON = "recordingEndReason";
    CHUNKS = "chunkCount";
    CONTENT = "contentType";
    CHANNEL = "channelType";
    FORMAT = "formatType";
    CHANNELS = "audioChannelsCount";
}

pub(super) const CATEGORY: Category = Category {
    name: "CallRecordingSummary",
    aliases: &["ACSCallRecordingSummary", "RecordingSummary"],
    updates: None,
    fields: FIELDS,
    signs: &[&["recordingId", "chunkCount"], &["recordingEndReason"]],
    read,
    #[cfg(test)]
    samples: tests::SAMPLES,
    #[cfg(test)]
    check: tests::check,
};

fn read(fields: &Fields, batch: &mut Batch) {
    let row = RecordingRow {
        call: fields.id(CALL, batch),
        recording: fields.id(RECORDING, batch),
        start: fields.time(START),
        length_s: fields.num(LENGTH),
        end_reason: fields.text(END_REASON, batch),
        chunks: fields.num(CHUNKS),
        content: fields.text(CONTENT, batch),
        channel: fields.text(CHANNEL, batch),
        format: fields.text(FORMAT, batch),
        channels: fields.num(CHANNELS),
        result: fields.text(RESULT, batch),
        level: fields.text(LEVEL, batch),
        generated: fields.generated(),
        hash: fields.hash(),
        source: fields.source(),
    };
    batch.side.recordings.push(row);
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const SAMPLES: &[&str] = &[
        r#"{"time":"2023-05-25T17:43:25.7460000Z","resourceId":"/SUBSCRIPTIONS/0A1B/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/ACS1","operationName":"RecordingSummary","operationVersion":"1.0","category":"RecordingSummary","correlationId":"c0ffee00-0001-4000-8000-000000000001","level":"Informational","resultType":"Succeeded","properties":{"recordingID":"eyJQbGF0Zm9ybUVuZHBvaW50SWQiOiI0MDFiNTcxMSJ9","recordingStartTime":"2023-05-25T17:30:00Z","recordingLength":"73872.94","recordingEndReason":"CallEnded","chunkCount":6,"contentType":"Audio - Video","channelType":"mixed","formatType":"mp4","audioChannelsCount":1}}"#,
        r#"{"TimeGenerated":"2023-05-25T17:43:25.746Z","OperationName":"RecordingSummary","Category":"CallRecordingSummary","CorrelationId":"c0ffee00-0001-4000-8000-000000000001","Level":"Informational","ResultType":"Succeeded","RecordingID":"eyJQbGF0Zm9ybUVuZHBvaW50SWQiOiI0MDFiNTcxMSJ9","RecordingStartTime":"2023-05-25T17:30:00Z","RecordingLength":73872.94,"RecordingEndReason":"CallEnded","ChunkCount":6,"ContentType":"Audio - Video","ChannelType":"mixed","FormatType":"mp4","AudioChannelsCount":1,"Type":"ACSCallRecordingSummary"}"#,
        r#"{"TimeGenerated [UTC]":"5/25/2023, 5:43:25.746 PM","OperationName":"Call Recording Summary","CorrelationId":"c0ffee00-0001-4000-8000-000000000001","Level":"Informational","ResultType":"Succeeded","RecordingID":"eyJQbGF0Zm9ybUVuZHBvaW50SWQiOiI0MDFiNTcxMSJ9","RecordingLength":"73872.94","RecordingEndReason":"CallEnded","ChunkCount":"6","ContentType":"Audio - Video","ChannelType":"mixed","FormatType":"mp4","AudioChannelsCount":"1","RecordingStartTime [UTC]":"5/25/2023, 5:30:00.000 PM"}"#,
    ];

    pub(super) fn check(batch: &Batch) {
        let row = batch.side.recordings.get(0);
        let id = |id: crate::model::id::IdRef| batch.ids.get(id.0).to_ascii_lowercase();
        let text = |text: crate::model::id::TextRef| batch.texts.get(text.0);
        assert_eq!(id(row.call), "c0ffee00-0001-4000-8000-000000000001");
        assert_eq!(
            batch.ids.get(row.recording.0),
            "eyJQbGF0Zm9ybUVuZHBvaW50SWQiOiI0MDFiNTcxMSJ9"
        );
        assert_eq!(row.start.iso().as_deref(), Some("2023-05-25T17:30:00.000Z"));
        let numbers = [row.length_s, row.chunks, row.channels].map(crate::model::value::Num::known);
        assert_eq!(numbers, [Some(73_872.94), Some(6.0), Some(1.0)]);
        let words = [
            row.end_reason,
            row.content,
            row.channel,
            row.format,
            row.result,
            row.level,
        ];
        let wanted = [
            "CallEnded",
            "Audio - Video",
            "mixed",
            "mp4",
            "Succeeded",
            "Informational",
        ];
        assert_eq!(words.map(text), wanted);
    }
}
