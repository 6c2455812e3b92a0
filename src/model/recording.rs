//! What was recorded of a call (docs: recording-logs). Its API requests are [`super::automation::Requests`].

use super::id::{IdRef, TextRef};
use super::source::Source;
use super::table::table;
use super::value::{Num, Time};

table! {
    /// Recording-summary rows.
    Recordings of
    /// One recording; a call may have many (log-schemas, Recording summary).
    RecordingRow {
        /// `correlationId`.
        call: IdRef,
        /// `recordingId`: base64.
        recording: IdRef,
        /// `recordingStartTime`.
        start: Time,
        /// `recordingLength`, s.
        length_s: Num,
        /// `recordingEndReason`.
        end_reason: TextRef,
        /// `chunkCount`: files.
        chunks: Num,
        /// `contentType`.
        content: TextRef,
        /// `channelType`: mixed, unmixed.
        channel: TextRef,
        /// `formatType`.
        format: TextRef,
        /// `audioChannelsCount`.
        channels: Num,
        /// `resultType`.
        result: TextRef,
        /// `level`.
        level: TextRef,
        /// `time` / `TimeGenerated`.
        generated: Time,
        /// Of the whole record.
        hash: u64,
        /// Where it stands.
        source: Source,
    }
}
