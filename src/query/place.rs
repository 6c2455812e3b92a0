//! Where a value occurs: a row of a table, with the call it belongs to.
//!
//! A place is 12 bytes; source, time and leg are read from the row when they are shown.

use super::kind::Kind;
use crate::model::facts::code_words;
use crate::model::id::{CallIx, IdRef, TextRef};
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::value::Time;

/// Stands for "no call" in a place.
pub(super) const NO_CALL: u32 = u32::MAX;

/// A table of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// Call summaries.
    Summary,
    /// Call diagnostics.
    Stream,
    /// Client operations.
    Operation,
    /// Media statistics.
    Sample,
    /// Records that are only kept raw.
    Other,
}

impl Table {
    /// The call column.
    pub(super) fn calls(self, store: &Store) -> &[IdRef] {
        match self {
            Self::Summary => store.summaries.call(),
            Self::Stream => store.streams.call(),
            Self::Operation => store.operations.call(),
            Self::Sample => store.samples.call(),
            Self::Other => store.others.call(),
        }
    }

    /// The source column.
    pub(super) fn sources(self, store: &Store) -> &[Source] {
        match self {
            Self::Summary => store.summaries.source(),
            Self::Stream => store.streams.source(),
            Self::Operation => store.operations.source(),
            Self::Sample => store.samples.source(),
            Self::Other => store.others.source(),
        }
    }
}

/// The first record (by file, then position) of a call that holds a value in a column of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// What the value is there.
    pub kind: Kind,
    /// Which table holds the record.
    pub table: Table,
    /// The row of the table.
    pub row: u32,
    pub(super) call: u32,
}

impl Place {
    /// The call; none for client records from before a call that joined none, and for raw records of unknown calls.
    pub fn call(&self) -> Option<CallIx> {
        (self.call != NO_CALL).then_some(CallIx(self.call))
    }

    /// Where the record stands.
    pub fn source(&self, store: &Store) -> Source {
        self.table.sources(store)[self.row as usize]
    }

    /// When: the leg's start, the operation's or sample's client time; a stream has no time but its call's start.
    pub fn time(&self, store: &Store) -> Time {
        let at = self.row as usize;
        let own = match self.table {
            Table::Summary => store.summaries.leg_start()[at].or(store.summaries.call_start()[at]),
            Table::Stream => Time::MISSING,
            Table::Operation => store.operations.time()[at],
            Table::Sample => store.samples.time()[at],
            Table::Other => store.others.generated()[at],
        };
        let call = || {
            self.call()
                .map_or(Time::MISSING, |call| store.facts(call).shown_start())
        };
        if own.is_known() { own } else { call() }
    }

    /// `participantId` of the record, for finding its leg.
    pub fn participant(&self, store: &Store) -> IdRef {
        let at = self.row as usize;
        match self.table {
            Table::Summary => store.summaries.participant()[at],
            Table::Stream => store.streams.participant()[at],
            Table::Operation => store.operations.participant()[at],
            Table::Sample => store.samples.participant()[at],
            Table::Other => IdRef::MISSING,
        }
    }

    /// `endpointId` of the record, for finding its leg.
    pub fn endpoint(&self, store: &Store) -> IdRef {
        let at = self.row as usize;
        match self.table {
            Table::Summary => store.summaries.endpoint()[at],
            Table::Stream => store.streams.endpoint()[at],
            Table::Operation => store.operations.endpoint()[at],
            Table::Sample | Table::Other => IdRef::MISSING,
        }
    }

    /// One word on the record: stream id and medium, operation or diagnostic name, metric, category.
    pub fn hint<'a>(&self, store: &'a Store) -> &'a str {
        let at = self.row as usize;
        let word = match self.table {
            Table::Summary => store.summaries.endpoint_type()[at],
            Table::Stream => store.streams.media_word()[at],
            Table::Operation => store.operations.diagnostic()[at]
                .known()
                .unwrap_or(store.operations.name()[at]),
            Table::Sample => store.samples.metric()[at],
            Table::Other => store.others.category()[at],
        };
        store.text(word)
    }

    /// The order of the places of one value, and of hits of equal match: kind, time (unknown last), source.
    pub(super) fn order(&self, store: &Store) -> (u64, Source) {
        (self.order_key(store), self.source(store))
    }

    /// Kind in the upper bits, ticks below, unknown times last.
    pub(super) fn order_key(&self, store: &Store) -> u64 {
        const BITS: u32 = 59;
        let ticks = match self.time(store).ticks() {
            Some(ticks) => (ticks.max(0) as u64).min((1 << BITS) - 2),
            None => (1 << BITS) - 1,
        };
        ((self.kind as u64) << BITS) | ticks
    }
}

/// A value that occurs at places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// An identifier.
    Id(IdRef),
    /// A word.
    Text(TextRef),
    /// End code and subcode (missing where none is logged).
    Code(TextRef, TextRef),
}

impl Value {
    /// As logged; a pair of codes as `410/3112`. Not sanitized.
    pub fn text(self, store: &Store) -> String {
        match self {
            Self::Id(id) => store.id(id).to_owned(),
            Self::Text(text) => store.text(text).to_owned(),
            Self::Code(code, subcode) => code_words(store, code, subcode),
        }
    }
}
