//! A call as it is shown: participants, their legs, the streams, diagnostics and operations of each.
//!
//! Built from the rows of one call whenever it is needed (see `model::build`); it keeps row numbers, not text.

use super::id::{CallIx, IdRef, OperationIx, StreamIx, SummaryIx, TextRef};
use super::kept::Replaced;
use super::rows::{CallKind, Direction, Media, Quality};
use super::side::{SideKind, SideRow};
use super::source::Source;
use super::value::{Num, Time};
use super::verdict::{CallVerdict, StreamVerdict};

/// A leg of a call, in the order of [`CallDetail::legs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LegNo(pub u32);

/// A stream of a call, in the order of [`CallDetail::streams`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StreamNo(pub u32);

/// A call in full, without its samples.
pub struct CallDetail {
    /// Which call.
    pub call: CallIx,
    /// Group as soon as one row says so.
    pub kind: CallKind,
    /// Earliest `callStartTime` of the kept rows.
    pub start: Time,
    /// Largest `callDuration`, s.
    pub duration_s: Num,
    /// First known Teams thread.
    pub thread: IdRef,
    /// Legs by participant, then by start.
    pub legs: Vec<Leg>,
    /// Participants by start of their first leg.
    pub participants: Vec<Participant>,
    /// Streams by leg, direction, media, stream id.
    pub streams: Vec<Stream>,
    /// Operations and diagnostics by time.
    pub operations: Vec<Operation>,
    /// Diagnostics as ranges, by start.
    pub ranges: Vec<DiagnosticRange>,
    /// Surveys, automation, recording, captions by time.
    pub side: Vec<SideRow>,
    /// Distinct usable endpoint ids.
    pub endpoints: usize,
    /// Rows replaced by newer ones of the same key.
    pub superseded: Replaced,
    /// Records met again.
    pub duplicates: u32,
    /// Rows whose participant id is the call id; no participants.
    pub not_participants: u32,
    /// True when no summary row names the call.
    pub is_orphan: bool,
    /// False while a leg is known only from update rows.
    pub is_final: bool,
    /// The judgement.
    pub verdict: CallVerdict,
}

/// One endpoint of a call with its legs.
#[derive(Clone, Debug)]
pub struct Participant {
    /// The endpoint, where it is known.
    pub endpoint: IdRef,
    /// Its legs in time order.
    pub legs: Vec<LegNo>,
}

/// One connection of an endpoint to a call.
#[derive(Clone, Debug, Default)]
pub struct Leg {
    /// The id that makes the leg: participant, else endpoint, else user.
    pub key: IdRef,
    /// `participantId`.
    pub participant: IdRef,
    /// `endpointId`.
    pub endpoint: IdRef,
    /// `identifier`.
    pub identifier: IdRef,
    /// `endpointType`.
    pub endpoint_type: TextRef,
    /// `participantType`.
    pub participant_type: TextRef,
    /// First attempt; the call's start where the log has none.
    pub start: Time,
    /// True when `start` is the leg's own.
    pub has_own_start: bool,
    /// Length, s.
    pub duration_s: Num,
    /// End code.
    pub end_code: TextRef,
    /// Detailed end code.
    pub end_subcode: TextRef,
    /// Class of the end as logged.
    pub result_category: TextRef,
    /// Calling SDK.
    pub sdk: TextRef,
    /// Operating system.
    pub os: TextRef,
    /// Tenant.
    pub tenant: IdRef,
    /// Dropped: by category, else by the 2024 code list.
    pub is_dropped: bool,
    /// The summary row.
    pub summary: Option<SummaryIx>,
    /// True when all its summary rows are updates.
    pub is_update_only: bool,
    /// Its participant (index into [`CallDetail::participants`]).
    pub participant_no: u32,
    /// Its number among the legs of its participant, from 0.
    pub leg_no: u32,
    /// Where a row of it stands, for a leg without summary row.
    pub source: Option<Source>,
}

impl Leg {
    /// When the leg ended: start and length, where both are known (call-diagnostics-rules, *participant end*). The start
    /// falls back to the call's; the 10 ms that the portal takes for a missing length are not taken, since a leg without
    /// one need not have ended at once.
    pub fn end(&self) -> Time {
        match self.duration_s.known() {
            Some(seconds) if self.start.is_known() => self.start.plus_ms(seconds * 1_000.0),
            _ => Time::MISSING,
        }
    }
}

/// One medium in one direction of a leg.
#[derive(Clone, Debug)]
pub struct Stream {
    /// Its leg; none for a server row that names no participant.
    pub leg: Option<LegNo>,
    /// Medium.
    pub media: Media,
    /// Direction as seen from the leg.
    pub direction: Direction,
    /// `streamId`.
    pub id: TextRef,
    /// The newest row.
    pub row: StreamIx,
    /// The judgement.
    pub verdict: StreamVerdict,
}

/// One operation or diagnostic report.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// Its leg.
    pub leg: Option<LegNo>,
    /// Client clock; the end of the operation.
    pub time: Time,
    /// Its row.
    pub row: OperationIx,
    /// True when it came before the call and was joined by its client instance.
    pub is_before_call: bool,
}

/// A diagnostic from its first Poor or Bad report until it was Good again.
#[derive(Clone, Copy, Debug)]
pub struct DiagnosticRange {
    /// Its leg.
    pub leg: Option<LegNo>,
    /// Name.
    pub name: TextRef,
    /// First report.
    pub start: Time,
    /// The Good report, when there was one.
    pub end: Time,
    /// The worst report.
    pub worst: Quality,
    /// True when a Good report followed before the leg ended.
    pub has_recovered: bool,
    /// The opening row.
    pub row: OperationIx,
    /// The last row.
    pub last_row: OperationIx,
}

impl CallDetail {
    /// When the call ended: start and length, where both are known (call-diagnostics-rules, *call end*).
    pub fn end(&self) -> Time {
        match self.duration_s.known() {
            Some(seconds) if self.start.is_known() => self.start.plus_ms(seconds * 1_000.0),
            _ => Time::MISSING,
        }
    }

    /// A leg by number.
    pub fn leg(&self, leg: LegNo) -> Option<&Leg> {
        self.legs.get(leg.0 as usize)
    }

    /// `P2`, or `P2.1` when the participant has several legs.
    pub fn leg_name(&self, leg: LegNo) -> String {
        let Some(found) = self.leg(leg) else {
            return String::new();
        };
        let several = self
            .participants
            .get(found.participant_no as usize)
            .is_some_and(|p| p.legs.len() > 1);
        if several {
            format!("P{}.{}", found.participant_no + 1, found.leg_no + 1)
        } else {
            format!("P{}", found.participant_no + 1)
        }
    }

    /// Streams of a leg, in order.
    pub fn streams_of(&self, leg: LegNo) -> impl Iterator<Item = (StreamNo, &Stream)> {
        let numbered = self
            .streams
            .iter()
            .enumerate()
            .map(|(at, stream)| (StreamNo(at as u32), stream));
        numbered.filter(move |(_, stream)| stream.leg == Some(leg))
    }

    /// What a side table tells of the call, by time.
    pub fn side_of(&self, kind: SideKind) -> impl Iterator<Item = &SideRow> {
        self.side.iter().filter(move |row| row.kind == kind)
    }

    /// The leg, and the stream if it is one, that a record tells of: by the record itself, else by its ids.
    pub fn find_record(
        &self,
        store: &super::store::Store,
        source: Source,
        participant: IdRef,
        endpoint: IdRef,
    ) -> Option<(LegNo, Option<StreamNo>)> {
        let streams = store.streams.source();
        if let Some(at) = self
            .streams
            .iter()
            .position(|stream| streams[stream.row.at()] == source)
        {
            return Some((self.streams[at].leg?, Some(StreamNo(at as u32))));
        }
        let operations = store.operations.source();
        let operation = self
            .operations
            .iter()
            .find(|operation| operations[operation.row.at()] == source);
        let leg = |is_it: &dyn Fn(&Leg) -> bool| {
            self.legs.iter().position(is_it).map(|at| LegNo(at as u32))
        };
        leg(&|leg| leg.source == Some(source))
            .or_else(|| operation.and_then(|operation| operation.leg))
            .or_else(|| self.side.iter().find(|row| row.source == source)?.leg)
            .or_else(|| leg(&|leg| participant.is_known() && leg.participant == participant))
            .or_else(|| leg(&|leg| endpoint.is_known() && leg.endpoint == endpoint))
            .map(|leg| (leg, None))
    }

    /// A dropped leg of whoever a leg is of; none when the leg itself was dropped, or none was.
    pub fn dropped_of_same(&self, leg: LegNo) -> Option<LegNo> {
        let of = self.leg(leg).filter(|leg| !leg.is_dropped)?;
        self.dropped().find(|&other| {
            self.leg(other).is_some_and(|other| {
                (of.identifier.is_known() && other.identifier == of.identifier)
                    || (of.endpoint.is_known() && other.endpoint == of.endpoint)
            })
        })
    }

    /// Legs that were dropped.
    pub fn dropped(&self) -> impl Iterator<Item = LegNo> {
        self.legs
            .iter()
            .enumerate()
            .filter(|(_, leg)| leg.is_dropped)
            .map(|(at, _)| LegNo(at as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::batch::Batch;
    use crate::model::id::FileIx;
    use crate::model::rows::SummaryRow;
    use crate::model::store::Store;

    #[test]
    fn a_leg_and_its_call_end_after_their_lengths_where_both_are_known() {
        // call-diagnostics-rules, participant end and call end. The leg's start, length and the call's length in; the
        // ends out, as seconds after the call's start.
        #[rustfmt::skip]
        let table = [
            ("2026-01-01T00:00:05Z", "60", "90", Some(65.0), Some(90.0)), ("", "60", "90", Some(60.0), Some(90.0)),
            ("2026-01-01T00:00:05Z", "0", "0", Some(5.0), Some(0.0)), ("2026-01-01T00:00:05Z", "", "90", None, Some(90.0)),
            ("", "Redacted", "", None, None),
        ];
        let start = Time::parse("2026-01-01T00:00:00Z");
        for (leg_start, leg_length, length, leg_end, end) in table {
            let mut batch = Batch::new(FileIx(0), 0);
            let row = SummaryRow {
                call: batch.id("c"),
                participant: batch.id("p"),
                call_start: start,
                call_duration: Num::parse(length),
                leg_start: Time::parse(leg_start),
                leg_duration: Num::parse(leg_length),
                ..SummaryRow::default()
            };
            batch.summaries.push(row);
            let store = Store::of([&batch]);
            let detail = store.detail(CallIx(0));
            let after = |time: Time| time.ms_since(start).map(|ms| ms / 1_000.0);
            let found = (after(detail.legs[0].end()), after(detail.end()));
            assert_eq!(found, (leg_end, end), "{leg_start} {leg_length} {length}");
        }
    }
}
