//! What a service did to a call through Call Automation: requests, outcomes of media operations, streaming sessions
//! (docs: call-automation-logs).

use super::id::{IdRef, TextRef};
use super::source::Source;
use super::table::table;
use super::value::{Num, Time};

table! {
    /// Rows of API requests: of call automation, and of recording.
    Requests of
    /// One API request (log-schemas, Call automation operational and Recording operations).
    RequestRow {
        /// `correlationId`.
        call: IdRef,
        /// `participantId`; in older rows of call automation only.
        participant: IdRef,
        /// `callConnectionId`: the stable key of an automated call.
        connection: IdRef,
        /// `serverCallId`: base64 of a service address.
        server_call: IdRef,
        /// `operationId`; joins the outcome of a media operation. Recording has none.
        operation: IdRef,
        /// `operationName`.
        name: TextRef,
        /// `subOperationName`: kind of prompt or input.
        sub_name: TextRef,
        /// `resultType`.
        result: TextRef,
        /// `resultSignature`: HTTP status.
        signature: Num,
        /// `durationMs`.
        duration_ms: Num,
        /// `uri`.
        uri: TextRef,
        /// `callerIpAddress`.
        caller: TextRef,
        /// `level`.
        level: TextRef,
        /// `sdkVersion`.
        sdk: TextRef,
        /// `sdkType`.
        sdk_type: TextRef,
        /// `time` / `TimeGenerated`: when it was asked.
        generated: Time,
        /// Of the whole record.
        hash: u64,
        /// Where it stands.
        source: Source,
    }
}

table! {
    /// Rows of the media summary.
    Outcomes of
    /// How a media operation ended (log-schemas, Call automation media summary).
    OutcomeRow {
        /// `correlationId`.
        call: IdRef,
        /// `operationId`; joins the request.
        operation: IdRef,
        /// `operationName`.
        name: TextRef,
        /// `resultType`: `Completed`, `Canceled`, `Failed`.
        result: TextRef,
        /// `resultCode`.
        code: TextRef,
        /// `resultSubcode`.
        subcode: TextRef,
        /// `resultMessage`.
        message: TextRef,
        /// `recognizePromptSubOperationName`.
        prompt: TextRef,
        /// `playInLoop`.
        is_loop: Option<bool>,
        /// `playToParticipant`: to one, else to all.
        is_to_one: Option<bool>,
        /// `interrupted`, `PlayInterrupted`.
        is_interrupted: Option<bool>,
        /// `durationMs`.
        duration_ms: Num,
        /// `resultSignature`: HTTP status.
        signature: Num,
        /// `callerIpAddress`.
        caller: TextRef,
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

table! {
    /// Rows of streaming usage.
    Streamings of
    /// One streaming session (log-schemas, Call automation streaming usage).
    StreamingRow {
        /// `correlationId`.
        call: IdRef,
        /// `participantId`; missing when mixed.
        participant: IdRef,
        /// `callConnectionId`.
        connection: IdRef,
        /// `streamingSessionId`.
        session: IdRef,
        /// `streamingModality`.
        modality: TextRef,
        /// `streamingStartTime`.
        start: Time,
        /// `streamingDurationInMs`.
        duration_ms: Num,
        /// `time` / `TimeGenerated`.
        generated: Time,
        /// Of the whole record.
        hash: u64,
        /// Where it stands.
        source: Source,
    }
}
