//! Values of the parts of a call: streams, legs, operations.
//!
//! A part is looked at where it is stored; only where rows replaced each other the call has to be built first.

use super::{Seen, Tell};
use crate::model::call::Leg;
use crate::model::id::{Absence, IdRef, TextRef};
use crate::model::options;
use crate::model::rows::{Quality, Summaries};
use crate::model::store::Store;

/// A value of a stream by the row of its record.
pub(in super::super) enum StreamGet {
    /// A measure.
    Measure(usize),
    Of(fn(&Store, usize, Tell)),
}

/// A value of a leg.
pub(in super::super) enum LegGet {
    Text(fn(&Leg) -> TextRef, fn(&Summaries) -> &[TextRef]),
    Id(fn(&Leg) -> IdRef, fn(&Summaries) -> &[IdRef]),
    Of(fn(&Store, &LegView, Tell)),
}

/// A word of a leg: of one that was built, and as a column of its summary.
type Text = (fn(&Leg) -> TextRef, fn(&Summaries) -> &[TextRef]);

/// An identifier of a leg, in the same way.
type Identifier = (fn(&Leg) -> IdRef, fn(&Summaries) -> &[IdRef]);

/// A leg: built, or as its only record tells it.
#[derive(Clone, Copy)]
pub(in super::super) enum LegView<'a> {
    Built(&'a Leg),
    /// The row of its summary.
    Row(usize),
}

impl LegView<'_> {
    pub(super) fn text(&self, store: &Store, of: Text) -> TextRef {
        match *self {
            Self::Built(leg) => of.0(leg),
            Self::Row(row) => of.1(&store.summaries)[row],
        }
    }

    pub(super) fn id(&self, store: &Store, of: Identifier) -> IdRef {
        match *self {
            Self::Built(leg) => of.0(leg),
            Self::Row(row) => of.1(&store.summaries)[row],
        }
    }

    /// The row of its summary, where it has one.
    pub(super) fn summary(&self) -> Option<usize> {
        match *self {
            Self::Built(leg) => leg.summary.map(crate::model::id::SummaryIx::at),
            Self::Row(row) => Some(row),
        }
    }
}

impl LegGet {
    pub(in super::super) fn tell(&self, store: &Store, leg: &LegView, tell: Tell) {
        match *self {
            Self::Text(built, row) => tell(Seen::Text(leg.text(store, (built, row)))),
            Self::Id(built, row) => tell(Seen::Id(leg.id(store, (built, row)))),
            Self::Of(of) => of(store, leg, tell),
        }
    }
}

impl StreamGet {
    pub(in super::super) fn tell(&self, store: &Store, row: usize, tell: Tell) {
        match *self {
            Self::Measure(at) => tell(Seen::Number(store.streams.values()[row][at])),
            Self::Of(of) => of(store, row, tell),
        }
    }
}

/// Something a client did, or a request of call automation, by its row.
#[derive(Clone, Copy)]
pub(in super::super) enum OperationView {
    Client(usize),
    Request(usize),
}

/// A value of an operation.
pub(in super::super) type OperationGet = fn(&Store, OperationView, Tell);

pub(super) fn operation_name(store: &Store, operation: OperationView, tell: Tell) {
    tell(Seen::Text(match operation {
        OperationView::Client(row) => store.operations.name()[row],
        OperationView::Request(row) => store.side.requests.name()[row],
    }));
}

pub(super) fn operation_result(store: &Store, operation: OperationView, tell: Tell) {
    tell(Seen::Text(match operation {
        OperationView::Client(row) => store.operations.result()[row],
        OperationView::Request(row) => store.side.requests.result()[row],
    }));
}

/// A diagnostic that was reported Poor or Bad; what is no diagnostic has none.
pub(super) fn diagnostic(store: &Store, operation: OperationView, tell: Tell) {
    let OperationView::Client(row) = operation else {
        return;
    };
    let is_bad = matches!(
        store.operations.quality()[row],
        Quality::Poor | Quality::Bad
    );
    let name = store.operations.diagnostic()[row];
    if is_bad && name.is_known() {
        tell(Seen::Text(name));
    }
}

pub(super) fn agent(store: &Store, operation: OperationView, tell: Tell) {
    if let OperationView::Client(row) = operation {
        tell(Seen::Text(store.operations.agent()[row]));
    }
}

pub(super) fn tags(store: &Store, leg: &LegView, tell: Tell) {
    match options_of(store, leg).known() {
        Some(text) => tell_words(options::tags(store.text(text)), tell),
        None => tell(Seen::Text(options_of(store, leg))),
    }
}

pub(super) fn app(store: &Store, leg: &LegView, tell: Tell) {
    match options_of(store, leg).known() {
        Some(text) => tell_words(options::app(store.text(text)), tell),
        None => tell(Seen::Text(options_of(store, leg))),
    }
}

fn options_of(store: &Store, leg: &LegView) -> TextRef {
    let row = leg.summary();
    row.map_or(TextRef::MISSING, |row| store.summaries.options()[row])
}

/// Words, or that there are none.
fn tell_words<'a>(words: impl Iterator<Item = &'a str>, tell: Tell) {
    let mut words = words.peekable();
    if words.peek().is_none() {
        tell(Seen::Absent(Absence::Missing));
    }
    words.for_each(|word| tell(Seen::Word(word)));
}

pub(super) fn leg_end(store: &Store, leg: &LegView, tell: Tell) {
    let code = leg.text(store, (|leg| leg.end_code, Summaries::end_code));
    let subcode = leg.text(store, (|leg| leg.end_subcode, Summaries::end_subcode));
    tell(Seen::Code(code, subcode));
}

pub(super) fn leg_duration(store: &Store, leg: &LegView, tell: Tell) {
    tell(Seen::Number(match *leg {
        LegView::Built(leg) => leg.duration_s,
        LegView::Row(row) => store.summaries.leg_duration()[row],
    }));
}

/// A user that is a phone number; of any other user it is known that he is none.
pub(super) fn phone(store: &Store, leg: &LegView, tell: Tell) {
    let user = leg.id(store, (|leg| leg.identifier, Summaries::identifier));
    if !user.is_known() {
        tell(Seen::Id(user));
    } else if crate::query::gather::is_phone(store.id(user)) {
        tell(Seen::Word(store.id(user)));
    }
}
