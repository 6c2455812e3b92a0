//! Finds the call of operations that name none: those a client logged before its call existed.
//!
//! Permission prompts and agent start-up carry neither call nor participant; the client instance ties them to the call
//! (call-diagnostics-rules, *pre-call operations*: within 2-3 h).

use super::id::{CallIx, IdRef, Map, OperationIx};
use super::store::Store;
use super::value::Time;

/// How long before a call's first operation a client may have started, in ms.
const WINDOW_MS: f64 = 3.0 * 3_600_000.0;

/// When a client first acted in a call.
type Entrances = Map<IdRef, Vec<(Time, CallIx)>>;

/// The operations to add to each call, in order of rows.
pub(super) fn before_call(store: &Store) -> Map<CallIx, Vec<OperationIx>> {
    let mut joined: Map<CallIx, Vec<OperationIx>> = Map::default();
    if store.loose_operations().is_empty() {
        return joined;
    }
    let entrances = entrances(store);
    for &row in store.loose_operations() {
        if let Some(call) = call_of(store, &entrances, row) {
            joined.entry(call).or_default().push(row);
        }
    }
    joined
}

/// For each participant and client instance the calls it acted in, with its first moment in each.
fn entrances(store: &Store) -> Entrances {
    let mut first: Map<(IdRef, IdRef), Time> = Map::default();
    let operations = &store.operations;
    for at in 0..operations.len() {
        let call = operations.call()[at];
        if call.is_known() {
            for key in [operations.client()[at], operations.participant()[at]] {
                if key.is_known() {
                    let time = first.entry((key, call)).or_default();
                    *time = time.earlier(operations.time()[at]);
                }
            }
        }
    }
    let mut entrances = Entrances::default();
    for ((key, call), time) in first {
        if let Some(call) = store.call_of(call) {
            entrances.entry(key).or_default().push((time, call));
        }
    }
    for calls in entrances.values_mut() {
        calls.sort_by_key(|&(time, call)| (time, store.id(store.call_id(call))));
    }
    entrances
}

/// The next call of the same participant or client instance within the window.
fn call_of(store: &Store, entrances: &Entrances, row: OperationIx) -> Option<CallIx> {
    let operation = store.operations.get(row.at());
    if let Some([(_, call)]) = entrances.get(&operation.participant).map(Vec::as_slice) {
        return Some(*call);
    }
    entrances
        .get(&operation.client.known()?)?
        .iter()
        .find(|(time, _)| {
            time.ms_since(operation.time)
                .is_none_or(|ms| (-60_000.0..=WINDOW_MS).contains(&ms))
        })
        .map(|&(_, call)| call)
}

#[cfg(test)]
mod tests {
    use crate::model::batch::Batch;
    use crate::model::id::FileIx;
    use crate::model::rows::OperationRow;
    use crate::model::source::Source;
    use crate::model::store::Store;
    use crate::model::value::Time;

    /// True when an operation of a client before its call finds it; the call's first operation is at 12:00.
    fn is_joined(time: &str) -> bool {
        let mut batch = Batch::new(FileIx(0), 0);
        for (line, (call, time)) in [("c", "2026-01-01T12:00:00Z"), ("", time)]
            .into_iter()
            .enumerate()
        {
            let row = OperationRow {
                call: batch.id(call),
                client: batch.id("client"),
                time: Time::parse(time),
                name: batch.text("CallAgentInit"),
                hash: line as u64,
                source: Source {
                    offset: line as u64,
                    ..Source::default()
                },
                ..OperationRow::default()
            };
            batch.operations.push(row);
        }
        let store = Store::of([&batch]);
        store.joined_operations() == 1
    }

    #[test]
    fn what_a_client_did_up_to_three_hours_before_a_call_belongs_to_it() {
        let table = [
            ("2026-01-01T09:00:00Z", true),
            ("2026-01-01T08:59:59Z", false),
            ("2026-01-01T12:01:00Z", true),
            ("2026-01-01T12:01:01Z", false),
        ];
        for (time, wanted) in table {
            assert_eq!(is_joined(time), wanted, "{time}");
        }
    }
}
