//! Where a value occurs: a row of a table, with the call it belongs to.
//!
//! A place is 12 bytes; source, time and leg are read from the row when they are shown.

use super::kind::Kind;
pub use super::table::Table;
use crate::model::end_reason;
use crate::model::facts::code_words;
use crate::model::id::{CallIx, IdRef, TextRef};
use crate::model::side::SideKind;
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::value::Time;

/// Stands for "no call" in a place.
pub(super) const NO_CALL: u32 = u32::MAX;

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

/// The tables of what is told of calls beside their own logs.
const SIDE: [(SideKind, Table); SideKind::ALL.len()] = [
    (SideKind::Survey, Table::Survey),
    (SideKind::Request, Table::Request),
    (SideKind::Outcome, Table::Outcome),
    (SideKind::Streaming, Table::Streaming),
    (SideKind::Recording, Table::Recording),
    (SideKind::RecordingRequest, Table::RecordingRequest),
    (SideKind::Captions, Table::Captions),
];

impl Place {
    /// The call; none for client records from before a call that joined none, and for raw records of unknown calls.
    pub fn call(&self) -> Option<CallIx> {
        (self.call != NO_CALL).then_some(CallIx(self.call))
    }

    /// A call: the first record of its first table that has one.
    pub(super) fn of_call(store: &Store, call: CallIx) -> Option<Self> {
        let first = |table: Table, rows: &mut dyn Iterator<Item = usize>| {
            let row = rows.min_by_key(|&row| table.sources(store)[row])?;
            Some(Self {
                kind: Kind::Call,
                table,
                row: row as u32,
                call: call.0,
            })
        };
        let aside = || {
            SIDE.iter()
                .find_map(|&(kind, table)| first(table, &mut store.side_of(kind, call)))
        };
        first(Table::Summary, &mut store.summaries_of(call))
            .or_else(|| first(Table::Stream, &mut store.streams_of(call)))
            .or_else(|| first(Table::Operation, &mut store.operations_of(call)))
            .or_else(|| first(Table::Sample, &mut store.samples_of(call)))
            .or_else(aside)
    }

    /// Where the record stands.
    pub fn source(&self, store: &Store) -> Source {
        self.table.sources(store)[self.row as usize]
    }

    /// When: the leg's start, the operation's or sample's client time; a stream has no time but its call's start.
    pub fn time(&self, store: &Store) -> Time {
        let own = (self.table.columns().time)(store, self.row as usize);
        let call = || {
            self.call()
                .map_or(Time::MISSING, |call| store.facts(call).shown_start())
        };
        if own.is_known() { own } else { call() }
    }

    /// `participantId` of the record, for finding its leg.
    pub fn participant(&self, store: &Store) -> IdRef {
        self.id(store, self.table.columns().participants)
    }

    /// `endpointId` of the record, for finding its leg.
    pub fn endpoint(&self, store: &Store) -> IdRef {
        self.id(store, self.table.columns().endpoints)
    }

    fn id(&self, store: &Store, column: Option<fn(&Store) -> &[IdRef]>) -> IdRef {
        column.map_or(IdRef::MISSING, |column| column(store)[self.row as usize])
    }

    /// One word on the record: stream id and medium, operation or diagnostic name, metric, category.
    pub fn hint<'a>(&self, store: &'a Store) -> &'a str {
        let word = (self.table.columns().hint)(store, self.row as usize);
        if word.is_known() {
            store.text(word)
        } else {
            self.table.name()
        }
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

    /// As it is searched and shown: a pair of codes with its meaning, `410/3112 no relay …`. Not sanitized.
    pub fn words(self, store: &Store) -> String {
        let text = self.text(store);
        match self.meaning(store) {
            Some(meaning) => format!("{text} {meaning}"),
            None => text,
        }
    }

    /// What a pair of codes means, where it is known.
    pub fn meaning(self, store: &Store) -> Option<String> {
        let Self::Code(code, subcode) = self else {
            return None;
        };
        let subcode = subcode.known().unwrap_or(TextRef::MISSING);
        end_reason::meaning(store.text(code), store.text(subcode))
    }
}
