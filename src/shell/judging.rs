//! Judging many calls side by side: for an answer that waits for all of them.

use crate::load::side_by_side;
use crate::model::store::Store;

/// Calls for which one more thread is worth its start.
const CALLS_A_THREAD: usize = 32;

/// Joins and judges all that was loaded, on so many threads.
pub(super) fn settle(store: &mut Store, threads: usize) {
    store.settle_by(|store, calls| {
        let threads = threads.min(calls.len() / CALLS_A_THREAD);
        if threads < 2 {
            return Vec::new();
        }
        let verdict = |at: usize| (calls[at], store.verdict(calls[at]));
        let verdicts = side_by_side(calls.len(), threads, || verdict);
        verdicts.into_iter().map(|(_, verdict)| verdict).collect()
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::batch::Batch;
    use crate::model::id::FileIx;
    use crate::model::rows::OperationRow;
    use crate::model::value::Time;

    fn batch(offset: u64) -> Batch {
        let mut batch = Batch::new(FileIx(0), offset);
        for at in 0..400_u64 {
            let row = OperationRow {
                call: batch.id(&format!("call-{}", at % 200)),
                client: batch.id(["a", "b", "c"][at as usize % 3]),
                time: Time::from_ticks((offset + at) as i64 * Time::SECOND),
                name: batch.text("Join"),
                hash: offset + at,
                ..OperationRow::default()
            };
            batch.operations.push(row);
        }
        batch
    }

    #[test]
    fn calls_judged_side_by_side_have_the_same_verdicts() {
        let told = |threads: usize| -> Vec<String> {
            let mut store = Store::new();
            for offset in [0, 1_000] {
                store.absorb(&batch(offset));
                settle(&mut store, threads);
            }
            assert!(!store.refresh(1), "a call was left");
            let calls = store.calls();
            calls
                .map(|call| format!("{:?}", store.facts(call)))
                .collect()
        };
        let alone = told(1);
        assert_eq!(told(3), alone);
        assert!(alone.len() == 200 && alone[7].contains("operations: 4"));
    }
}
