//! Requests that name no call of their own: to rooms (docs: rooms-logs), and of clients as the service saw them.

use super::id::{IdRef, TextRef};
use super::source::Source;
use super::table::table;
use super::value::{Num, Time};

table! {
    /// Rows of requests to rooms.
    RoomRequests of
    /// One request to a room (log-schemas, Rooms).
    RoomRow {
        /// `correlationId`: the request, not a call.
        correlation: IdRef,
        /// `roomId`.
        room: IdRef,
        /// `operationName`.
        name: TextRef,
        /// `resultType`.
        result: TextRef,
        /// `resultSignature`: HTTP status.
        signature: TextRef,
        /// `roomLifespan`, min.
        lifespan_min: Num,
        /// `addedRoomParticipantsCount`.
        added: Num,
        /// `upsertedRoomParticipantsCount`.
        upserted: Num,
        /// `removedRoomParticipantsCount`.
        removed: Num,
        /// `pstnDialOutEnabled`.
        has_dial_out: Option<bool>,
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
    /// Rows of service requests and outcomes.
    ServiceRequests of
    /// A request of a client as the service saw it (log-schemas, Service request and outcome).
    ServiceRow {
        /// `correlationId`; shown with a call where it is one's id, but it makes none.
        correlation: IdRef,
        /// `operationName`.
        name: TextRef,
        /// `resultType`.
        result: TextRef,
        /// `resultSignature`: HTTP status.
        signature: Num,
        /// `durationMs`.
        duration_ms: Num,
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
