//! What is told beside legs, streams, operations and samples: surveys, automation, recording, captions; and what
//! belongs to no call: usage, daily figures, rooms.
//!
//! All of them are small and rare next to the four tables of a call, so one struct carries them through batch and
//! store, and one list per call holds what was kept of them.

mod told;

pub use told::{Told, path_of, tell};

use super::automation::{Outcomes, Requests, Streamings};
use super::call::LegNo;
use super::captions::Captions;
use super::daily::DailyFigures;
use super::id::IdRef;
use super::recording::Recordings;
use super::rooms::{RoomRequests, ServiceRequests};
use super::rows::Remap;
use super::source::Source;
use super::survey::Surveys;
use super::usage::Usages;
use super::value::Time;

/// Declares the tables and what is done with all of them.
macro_rules! tables {
    ($($(#[$doc:meta])* $field:ident: $type:ty,)*) => {
        /// The tables beside those of legs, streams, operations and samples.
        #[derive(Default, PartialEq)]
        pub struct Side {
            $($(#[$doc])* pub $field: $type,)*
        }

        impl Side {
            /// Rows in all tables.
            pub fn rows(&self) -> usize {
                0 $(+ self.$field.len())*
            }

            /// Bytes of all tables, what they keep free for more rows included.
            pub fn bytes(&self) -> usize {
                0 $(+ self.$field.bytes())*
            }

            /// Appends the rows of another with their references moved.
            pub(super) fn absorb(&mut self, other: &Self, map: &Remap) {
                $(self.$field.append(&other.$field, map);)*
            }
        }
    };
}

tables! {
    /// End-of-call surveys.
    surveys: Surveys,
    /// Call automation: API requests.
    requests: Requests,
    /// Call automation: how media operations ended.
    outcomes: Outcomes,
    /// Call automation: streaming sessions.
    streamings: Streamings,
    /// Recording summaries.
    recordings: Recordings,
    /// Recording: API requests.
    recording_requests: Requests,
    /// Closed captions.
    captions: Captions,
    /// Billing; of no call.
    usage: Usages,
    /// Daily figures; of no call.
    daily: DailyFigures,
    /// Requests to rooms; of no call.
    rooms: RoomRequests,
    /// Client requests as the service saw them; of no call.
    service: ServiceRequests,
}

/// A table whose rows belong to calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SideKind {
    /// [`Side::surveys`].
    Survey,
    /// [`Side::requests`].
    Request,
    /// [`Side::outcomes`].
    Outcome,
    /// [`Side::streamings`].
    Streaming,
    /// [`Side::recordings`].
    Recording,
    /// [`Side::recording_requests`].
    RecordingRequest,
    /// [`Side::captions`].
    Captions,
}

/// Asks the table of a kind.
macro_rules! ask {
    ($kind:expr, $side:expr, $table:ident => $answer:expr) => {
        match $kind {
            SideKind::Survey => {
                let $table = &$side.surveys;
                $answer
            }
            SideKind::Request => {
                let $table = &$side.requests;
                $answer
            }
            SideKind::Outcome => {
                let $table = &$side.outcomes;
                $answer
            }
            SideKind::Streaming => {
                let $table = &$side.streamings;
                $answer
            }
            SideKind::Recording => {
                let $table = &$side.recordings;
                $answer
            }
            SideKind::RecordingRequest => {
                let $table = &$side.recording_requests;
                $answer
            }
            SideKind::Captions => {
                let $table = &$side.captions;
                $answer
            }
        }
    };
}

impl SideKind {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 7] = [
        Self::Survey,
        Self::Request,
        Self::Outcome,
        Self::Streaming,
        Self::Recording,
        Self::RecordingRequest,
        Self::Captions,
    ];

    /// The calls of its rows.
    pub fn calls(self, side: &Side) -> &[IdRef] {
        ask!(self, side, table => table.call())
    }

    /// When its records were made.
    pub fn generated(self, side: &Side) -> &[Time] {
        ask!(self, side, table => table.generated())
    }

    /// The hashes of its records.
    pub fn hashes(self, side: &Side) -> &[u64] {
        ask!(self, side, table => table.hash())
    }

    /// Where its records stand.
    pub fn sources(self, side: &Side) -> &[Source] {
        ask!(self, side, table => table.source())
    }

    /// Who its rows are about, where the log says so.
    pub fn participants(self, side: &Side) -> Option<&[IdRef]> {
        match self {
            Self::Survey => Some(side.surveys.participant()),
            Self::Request => Some(side.requests.participant()),
            Self::Streaming => Some(side.streamings.participant()),
            Self::Outcome | Self::Recording | Self::RecordingRequest | Self::Captions => None,
        }
    }

    /// From when to when a row tells of; both are the same for what is a moment.
    pub fn extent(self, side: &Side, row: usize) -> (Time, Time) {
        let generated = self.generated(side)[row];
        let (start, ms) = match self {
            Self::Streaming => (
                side.streamings.start()[row],
                side.streamings.duration_ms()[row].known(),
            ),
            Self::Recording => (
                side.recordings.start()[row],
                side.recordings.length_s()[row].known().map(|s| s * 1_000.0),
            ),
            Self::Captions => (
                side.captions.start()[row],
                side.captions.duration_s()[row].known().map(|s| s * 1_000.0),
            ),
            _ => return (generated, generated),
        };
        if start.is_known() {
            (start, start.plus_ms(ms.unwrap_or(0.0)))
        } else {
            (generated, generated)
        }
    }
}

/// A kept row of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SideRow {
    /// Which table.
    pub kind: SideKind,
    /// Which row of it.
    pub row: u32,
    /// Whose, where the log says so and the leg is known.
    pub leg: Option<LegNo>,
    /// When, or from when.
    pub from: Time,
    /// Until when.
    pub to: Time,
    /// Where the record stands.
    pub source: Source,
}
