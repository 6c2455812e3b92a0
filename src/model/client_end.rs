//! How a leg ended in the words of its own client. The portal prefers them to the service's (call-diagnostics-rules,
//! *participant issue merge*), also when it counts drops; here the service's stay, by which the contract counts them, and
//! the client's stand beside them where they differ.

use super::call::{CallDetail, LegNo};
use super::id::{OperationIx, TextRef};
use super::lane::is_named;
use super::store::Store;

/// Operations that carry the reason with which a connection ended, or was not made.
const NAMES: [&str; 6] = [
    "Hangup",
    "StateChanged",
    "Join",
    "StartCall",
    "AcceptIncomingCall",
    "EnterCall",
];

/// An end reason by the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientEnd {
    /// Payload `Code`.
    pub code: TextRef,
    /// Payload `SubCode`.
    pub subcode: TextRef,
    /// The record that says it.
    pub row: OperationIx,
}

/// The last end reason that the client of a leg logged.
pub fn of(store: &Store, detail: &CallDetail, leg: LegNo) -> Option<ClientEnd> {
    last(store, detail, leg, |end| end.code.is_known())
}

/// The last one of a certain code.
pub fn with_code(
    store: &Store,
    detail: &CallDetail,
    leg: LegNo,
    code: TextRef,
) -> Option<ClientEnd> {
    last(store, detail, leg, |end| end.code == code)
}

fn last(
    store: &Store,
    detail: &CallDetail,
    leg: LegNo,
    is_wanted: impl Fn(&ClientEnd) -> bool,
) -> Option<ClientEnd> {
    let table = &store.operations;
    let ends = detail.operations.iter().rev().filter_map(|operation| {
        let at = operation.row.at();
        let name = store.text(table.name()[at]);
        let end = ClientEnd {
            code: table.code()[at],
            subcode: table.subcode()[at],
            row: operation.row,
        };
        let is_end = operation.leg == Some(leg) && NAMES.iter().any(|known| is_named(name, known));
        is_end.then_some(end)
    });
    ends.into_iter().find(is_wanted)
}
