//! The tables of the store as the search sees them: one row a table.

use crate::model::id::{IdRef, TextRef};
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::value::Time;

/// What the search asks of a table.
pub(super) struct Columns {
    /// What is shown where a row has no word of its own.
    name: &'static str,
    /// The ids that may be a call's.
    pub(super) calls: fn(&Store) -> &[IdRef],
    pub(super) sources: fn(&Store) -> &[Source],
    pub(super) participants: Option<fn(&Store) -> &[IdRef]>,
    pub(super) endpoints: Option<fn(&Store) -> &[IdRef]>,
    pub(super) time: fn(&Store, usize) -> Time,
    pub(super) hint: fn(&Store, usize) -> TextRef,
}

/// Declares the tables in one order with what is asked of them.
macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $($path:ident).+: $call:ident, $participants:expr, $endpoints:expr,
        $time:expr, $hint:expr;)*) => {
        /// A table of the store.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Table {
            $($(#[$doc])* $name,)*
        }

        const TABLES: &[Table] = &[$(Table::$name),*];

        const COLUMNS: &[Columns] = &[$(Columns {
            name: $word,
            calls: |store| store.$($path).+.$call(),
            sources: |store| store.$($path).+.source(),
            participants: $participants,
            endpoints: $endpoints,
            time: $time,
            hint: $hint,
        },)*];
    };
}

tables! {
    /// Call summaries.
    Summary = "summary", summaries: call, Some(|s| s.summaries.participant()), Some(|s| s.summaries.endpoint()),
        |s, at| s.summaries.leg_start()[at].or(s.summaries.call_start()[at]), |s, at| s.summaries.endpoint_type()[at];
    /// Call diagnostics.
    Stream = "stream", streams: call, Some(|s| s.streams.participant()), Some(|s| s.streams.endpoint()),
        |_, _| Time::MISSING, |s, at| s.streams.media_word()[at];
    /// Client operations.
    Operation = "operation", operations: call, Some(|s| s.operations.participant()),
        Some(|s| s.operations.endpoint()), |s, at| s.operations.time()[at],
        |s, at| s.operations.diagnostic()[at].known().unwrap_or(s.operations.name()[at]);
    /// Media statistics.
    Sample = "sample", samples: call, Some(|s| s.samples.participant()), None,
        |s, at| s.samples.time()[at], |s, at| s.samples.metric()[at];
    /// End-of-call surveys.
    Survey = "survey", side.surveys: call, Some(|s| s.side.surveys.participant()), None,
        |s, at| s.side.surveys.generated()[at], |_, _| TextRef::MISSING;
    /// Call automation requests.
    Request = "automation", side.requests: call, Some(|s| s.side.requests.participant()), None,
        |s, at| s.side.requests.generated()[at], |s, at| s.side.requests.name()[at];
    /// Call automation, outcomes of media operations.
    Outcome = "automation outcome", side.outcomes: call, None, None,
        |s, at| s.side.outcomes.generated()[at], |s, at| s.side.outcomes.name()[at];
    /// Call automation, streaming sessions.
    Streaming = "streaming", side.streamings: call, Some(|s| s.side.streamings.participant()), None,
        |s, at| s.side.streamings.start()[at].or(s.side.streamings.generated()[at]),
        |s, at| s.side.streamings.modality()[at];
    /// Recordings.
    Recording = "recording", side.recordings: call, None, None,
        |s, at| s.side.recordings.start()[at].or(s.side.recordings.generated()[at]),
        |s, at| s.side.recordings.content()[at];
    /// Recording requests.
    RecordingRequest = "recording", side.recording_requests: call, None, None,
        |s, at| s.side.recording_requests.generated()[at], |s, at| s.side.recording_requests.name()[at];
    /// Closed captions.
    Captions = "captions", side.captions: call, None, None,
        |s, at| s.side.captions.start()[at].or(s.side.captions.generated()[at]),
        |s, at| s.side.captions.language()[at];
    /// Usage.
    Usage = "usage", side.usage: correlation, Some(|s| s.side.usage.participant()), None,
        |s, at| s.side.usage.start()[at].or(s.side.usage.generated()[at]), |s, at| s.side.usage.kind()[at];
    /// Daily figures.
    Daily = "daily figure", side.daily: correlation, None, None,
        |s, at| s.side.daily.day()[at].or(s.side.daily.generated()[at]), |s, at| s.side.daily.metric()[at];
    /// Requests to rooms.
    Room = "room", side.rooms: correlation, None, None,
        |s, at| s.side.rooms.generated()[at], |s, at| s.side.rooms.name()[at];
    /// Client requests as the service saw them.
    Service = "service request", side.service: correlation, None, None,
        |s, at| s.side.service.generated()[at], |s, at| s.side.service.name()[at];
    /// Records that are only kept raw.
    Other = "record", others: call, None, None,
        |s, at| s.others.generated()[at], |s, at| s.others.category()[at];
}

impl Table {
    /// All tables, in the order of their numbers.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        TABLES.iter().copied()
    }

    pub(super) fn columns(self) -> &'static Columns {
        &COLUMNS[self as usize]
    }

    /// The column of ids that may be a call's.
    pub(super) fn calls(self, store: &Store) -> &[IdRef] {
        (self.columns().calls)(store)
    }

    /// The source column.
    pub(super) fn sources(self, store: &Store) -> &[Source] {
        (self.columns().sources)(store)
    }

    /// The word of a row that has none of its own.
    pub fn name(self) -> &'static str {
        self.columns().name
    }
}
