//! Closed captions of a call (docs: closed-captions-logs).

use super::id::{IdRef, TextRef};
use super::source::Source;
use super::table::table;
use super::value::{Num, Time};

table! {
    /// Closed-captions rows.
    Captions of
    /// One captions session (log-schemas, Closed captions summary).
    CaptionsRow {
        /// `correlationId`.
        call: IdRef,
        /// `speechRecognitionSessionId`: base64.
        session: IdRef,
        /// `spokenLanguage`.
        language: TextRef,
        /// `endReason`.
        end_reason: TextRef,
        /// `cancelReason`.
        cancel_reason: TextRef,
        /// `startTime`.
        start: Time,
        /// `duration`, s.
        duration_s: Num,
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
