//! The kept records, one table a kind, as columns: what a reader fills and the store appends.
//!
//! A row is a plain value; its table keeps each field in an array of its own. References point into the interners of
//! the batch (or store) that owns the table.

use super::id::{IdRef, TextRef, trimmed};
use super::metric::STREAM_VALUES;
use super::source::Source;
use super::table::table;
use super::value::{Num, Num32, Time};

pub use super::table::Remap;

/// The meaning of a word of the logs, blanks and case aside; an unknown word means what the type does by default.
fn meaning<T: Copy + Default>(text: &str, words: &[(&str, T)]) -> T {
    let text = trimmed(text);
    let found = words
        .iter()
        .find(|(word, _)| text.eq_ignore_ascii_case(word));
    found.map_or_else(T::default, |&(_, meaning)| meaning)
}

/// What a stream carries. `VBSS` and `AppSharing` are both screen sharing (call-diagnostics-rules).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Media {
    /// Speech.
    Audio,
    /// Camera.
    Video,
    /// Screen sharing.
    Screen,
    /// Not said, or a word this program does not know.
    #[default]
    Unknown,
}

impl Media {
    /// Reads `Audio`, `video`, `VBSS`, `AppSharing`, `screen`, `ScreenSharing` in any case.
    pub fn parse(text: &str) -> Self {
        const WORDS: [(&str, Media); 6] = [
            ("audio", Media::Audio),
            ("video", Media::Video),
            ("vbss", Media::Screen),
            ("appsharing", Media::Screen),
            ("screen", Media::Screen),
            ("screensharing", Media::Screen),
        ];
        meaning(text, &WORDS)
    }

    /// The word of screens and answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Screen => "screen",
            Self::Unknown => "unknown",
        }
    }
}

/// Which way a stream ran, seen from the leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Direction {
    /// From the client.
    Outbound,
    /// To the client.
    Inbound,
    /// Not said.
    #[default]
    Unknown,
}

impl Direction {
    /// Reads `Inbound`, `Outbound`, `send`, `recv`, `receive` in any case.
    pub fn parse(text: &str) -> Self {
        const WORDS: [(&str, Direction); 7] = [
            ("outbound", Direction::Outbound),
            ("send", Direction::Outbound),
            ("out", Direction::Outbound),
            ("inbound", Direction::Inbound),
            ("recv", Direction::Inbound),
            ("receive", Direction::Inbound),
            ("in", Direction::Inbound),
        ];
        meaning(text, &WORDS)
    }

    /// The word of answers: `outbound`, `inbound`, `unknown`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outbound => "outbound",
            Self::Inbound => "inbound",
            Self::Unknown => "unknown",
        }
    }
}

/// Kind of call; a call is a group as soon as one row says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum CallKind {
    /// No row says.
    #[default]
    Unknown,
    /// Two endpoints, no server.
    P2p,
    /// More than two endpoints, or made as a group.
    Group,
}

impl CallKind {
    /// Reads `P2P`, `Group` in any case.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        if text.eq_ignore_ascii_case("group") {
            Self::Group
        } else if text.eq_ignore_ascii_case("p2p") {
            Self::P2p
        } else {
            Self::Unknown
        }
    }

    /// `P2P`, `Group`, or nothing.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::Unknown => None,
            Self::P2p => Some("P2P"),
            Self::Group => Some("Group"),
        }
    }
}

/// What a user facing diagnostic reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Quality {
    /// No diagnostic, or no word.
    #[default]
    Unknown,
    /// Fine, or a flag that was cleared.
    Good,
    /// Mild.
    Poor,
    /// Severe, or a flag that was raised.
    Bad,
}

impl Quality {
    /// Reads `Good`, `Poor`, `Bad`, and the flags' `true` / `false`, in any case, or 1 / 0 (log-schemas, gotcha 3).
    pub fn parse(text: &str) -> Self {
        const WORDS: [(&str, Quality); 7] = [
            ("good", Quality::Good),
            ("poor", Quality::Poor),
            ("bad", Quality::Bad),
            ("false", Quality::Good),
            ("true", Quality::Bad),
            ("0", Quality::Good),
            ("1", Quality::Bad),
        ];
        meaning(text, &WORDS)
    }

    /// The word of screens.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "-",
            Self::Good => "Good",
            Self::Poor => "Poor",
            Self::Bad => "Bad",
        }
    }
}

table! {
    /// Call summary and summary-update rows.
    Summaries of
    /// One participant of a call as the summary logs tell it (log-schemas, Call summary).
    SummaryRow {
        /// `correlationId`.
        call: IdRef,
        /// `participantId`.
        participant: IdRef,
        /// `endpointId`.
        endpoint: IdRef,
        /// `identifier`.
        identifier: IdRef,
        /// `teamsThreadId`.
        thread: IdRef,
        /// `participantTenantId`.
        tenant: IdRef,
        /// `callStartTime`.
        call_start: Time,
        /// `callDuration`, s.
        call_duration: Num,
        /// `callType`.
        call_kind: CallKind,
        /// `participantStartTime`.
        leg_start: Time,
        /// `participantDuration`, s.
        leg_duration: Num,
        /// `participantEndReason`.
        end_code: TextRef,
        /// `participantEndSubCode`.
        end_subcode: TextRef,
        /// `resultCategory`.
        result_category: TextRef,
        /// `endpointType`.
        endpoint_type: TextRef,
        /// `sdkVersion`.
        sdk: TextRef,
        /// `osVersion`.
        os: TextRef,
        /// `participantType`.
        participant_type: TextRef,
        /// `pstnParticipantCallType`.
        pstn_kind: TextRef,
        /// `diagnosticOptions`: JSON text with app name, version, tags.
        options: TextRef,
        /// True for rows of the updates log.
        is_update: bool,
        /// `callUpdatesVersion`.
        version: Num,
        /// `time` / `TimeGenerated`.
        generated: Time,
        /// Of the whole record, blank and key order left out.
        hash: u64,
        /// Where it stands.
        source: Source,
    }
}

table! {
    /// Call diagnostics and diagnostics-update rows.
    StreamRows of
    /// One media stream (log-schemas, Call diagnostics).
    StreamRow {
        /// `correlationId`.
        call: IdRef,
        /// `participantId`.
        participant: IdRef,
        /// `endpointId`.
        endpoint: IdRef,
        /// `identifier`.
        identifier: IdRef,
        /// `endpointType`; `Server` marks what the server sent to the leg.
        endpoint_type: TextRef,
        /// `mediaType`.
        media: Media,
        /// `mediaType` as written, since `VBSS` and `AppSharing` are two things.
        media_word: TextRef,
        /// `streamId`.
        stream_id: TextRef,
        /// `streamDirection`, else from the endpoint type.
        direction: Direction,
        /// `transportType`.
        transport: TextRef,
        /// `codecName`.
        codec: TextRef,
        /// The measures in the order of [`super::metric::METRICS`].
        values: [Num; STREAM_VALUES],
        /// True for rows of the updates log.
        is_update: bool,
        /// `callUpdatesVersion`.
        version: Num,
        /// `time` / `TimeGenerated`.
        generated: Time,
        /// Of the whole record.
        hash: u64,
        /// Where it stands.
        source: Source,
    }
}

table! {
    /// Client-operations rows.
    Operations of
    /// Something a client SDK did, or a user facing diagnostic (log-schemas, Call client operations).
    OperationRow {
        /// `callId`; missing before the call exists.
        call: IdRef,
        /// `participantId`.
        participant: IdRef,
        /// `endpointId`.
        endpoint: IdRef,
        /// `clientInstanceId`.
        client: IdRef,
        /// `operationId`.
        operation: IdRef,
        /// `callClientTimeStamp`: the client's clock; the end of the operation.
        time: Time,
        /// `operationName`.
        name: TextRef,
        /// `durationMs`.
        duration_ms: Num,
        /// `resultType`.
        result: TextRef,
        /// `resultSignature`.
        signature: Num,
        /// `sdkVersion`.
        sdk: TextRef,
        /// `userAgent`.
        agent: TextRef,
        /// Payload `DiagnosticChanged`, first letter upper case.
        diagnostic: TextRef,
        /// Payload `DiagnosticQuality`.
        quality: Quality,
        /// Payload `Code`.
        code: TextRef,
        /// Payload `SubCode`.
        subcode: TextRef,
        /// Payload `ResultCategory`.
        category: TextRef,
        /// Payload, the telling rest (`NewState`, `StreamType`, `FailureReason` …) as `key value` words.
        detail: TextRef,
        /// `time` / `TimeGenerated`.
        generated: Time,
        /// Of the whole record.
        hash: u64,
        /// Where it stands.
        source: Source,
    }
}

table! {
    /// Media-statistics rows.
    Samples of
    /// One measure over one interval, 10 s by default (log-schemas, Call client media statistics).
    SampleRow {
        /// `callId`.
        call: IdRef,
        /// `participantId`: who measured.
        participant: IdRef,
        /// `remoteParticipantId`: the other end; tells several incoming videos apart.
        remote: IdRef,
        /// `clientInstanceId`.
        client: IdRef,
        /// `callClientTimeStamp`: the client's clock.
        time: Time,
        /// `metricName`.
        metric: TextRef,
        /// `mediaStreamType`.
        media: Media,
        /// `mediaStreamDirection`.
        direction: Direction,
        /// `mediaStreamCodec`.
        codec: TextRef,
        /// `count`: 1 s values in the interval.
        count: Num32,
        /// `sum`.
        sum: Num32,
        /// `average`.
        average: Num32,
        /// `minimum`.
        minimum: Num32,
        /// `maximum`.
        maximum: Num32,
        /// `aggregationIntervalSeconds`; 0 = not said.
        interval_s: u16,
        /// Of the whole record.
        hash: u64,
        /// Where it stands.
        source: Source,
    }
}

table! {
    /// Records of categories that are only kept raw.
    Others of
    /// A well-formed record that says nothing of calls this program understands.
    OtherRow {
        /// Its category as written; missing when it names none.
        category: TextRef,
        /// A call it names, when it has a call id of its own.
        call: IdRef,
        /// `time` / `TimeGenerated`.
        generated: Time,
        /// Of the whole record.
        hash: u64,
        /// Where it stands.
        source: Source,
    }
}
