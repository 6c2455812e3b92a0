//! Which names tie other records to what a search finds, so that an answer may be made from a part of the logs.
//!
//! An answer shows the places of a needle and how their calls went. A call is all records that name it, and operations
//! from before it that name a client or participant of it ([`crate::model::store::Store::join_loose_operations`]). When
//! all records with one of these names are there, the answer is that of all logs.

use super::identifiers::Indexing;
use super::place::Table;
use super::read::Query;
use super::reading::holds_guid;
use crate::model::id::{CallIx, IdRef};
use crate::model::store::Store;
use std::collections::BTreeSet;

/// What is looked for, in lower case, when it can only stand in a log as it was typed: with a GUID in it, no word, code or
/// phone number that logs write in other ways, and no rough time.
pub fn exact(query: &Query) -> Option<Vec<String>> {
    let is_exact = !query.is_empty() && query.times().is_empty() && query.needles().all(holds_guid);
    is_exact.then(|| query.needles().map(str::to_owned).collect())
}

/// The names of all records that what a query finds depends on, as far as the records that are there tell, in lower
/// case; none when a call without an id is among what was found, or nothing was found.
pub fn ties(store: &Store, query: &Query, known: &[String]) -> Option<BTreeSet<String>> {
    let mut names = Names::new(store);
    let places = Indexing::places(store, query);
    if places.is_empty() {
        return None;
    }
    for place in &places {
        let row = place.row as usize;
        names.add(place.table.calls(store)[row]);
        if let Some(call) = place.call() {
            names.add_call(call)?;
        }
        match place.table {
            Table::Operation => names.add_operation(row),
            Table::Usage => {
                names.add(store.side.usage.participant()[row]);
                names.add(store.side.usage.correlation()[row]);
            }
            _ => {}
        }
    }
    // Which call an operation without one belongs to is told by all that its client and its participant did.
    let is_tied = |id: IdRef| id.is_known() && known.contains(&store.id(id).to_ascii_lowercase());
    for row in store.loose_operations().iter().map(|row| row.at()) {
        if is_tied(store.operations.client()[row]) || is_tied(store.operations.participant()[row]) {
            names.add_operation(row);
        }
    }
    Some(names.known)
}

struct Names<'s> {
    store: &'s Store,
    known: BTreeSet<String>,
    calls: BTreeSet<CallIx>,
}

impl<'s> Names<'s> {
    fn new(store: &'s Store) -> Self {
        Self {
            store,
            known: BTreeSet::new(),
            calls: BTreeSet::new(),
        }
    }

    fn add(&mut self, id: IdRef) {
        if id.is_known() {
            self.known.insert(self.store.id(id).to_ascii_lowercase());
        }
    }

    /// None for the one that gathers records without a call id: no name finds the others.
    fn add_call(&mut self, call: CallIx) -> Option<()> {
        self.store.call_id(call).known()?;
        if self.calls.insert(call) {
            self.add(self.store.call_id(call));
            for row in self.store.operations_of(call) {
                self.add_operation(row);
            }
        }
        Some(())
    }

    fn add_operation(&mut self, row: usize) {
        self.add(self.store.operations.client()[row]);
        self.add(self.store.operations.participant()[row]);
    }
}
