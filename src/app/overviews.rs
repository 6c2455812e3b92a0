//! The overview while the store changes: the last one counted stays until a newer one is ready.

use crate::model::store::Store;
use crate::query::kept::KeptCalls;
use crate::query::overview::{Counting, Overview};
use std::sync::Arc;

/// Calls counted in one turn; a call takes about 1 µs.
const COUNTED_A_TURN: usize = 4_000;
/// While files are read it is counted anew only after so many more calls.
const GROWTH: u64 = 4;

/// The overview shown, and the one being counted.
#[derive(Default)]
pub struct Overviews {
    shown: Option<Overview>,
    running: Option<Counting>,
}

impl Overviews {
    /// The last one counted.
    pub fn shown(&self) -> Option<&Overview> {
        self.shown.as_ref()
    }

    /// Calls counted so far and how many there are, while it is counted.
    pub fn progress(&self) -> Option<(u64, u64)> {
        self.running.as_ref().map(Counting::progress)
    }

    /// Bounded work; true while some is left.
    pub fn advance(
        &mut self,
        store: &Store,
        kept: Option<&Arc<KeptCalls>>,
        is_loading: bool,
    ) -> bool {
        let number = kept.map(|kept| kept.number);
        let is_other = |running: &Counting| running.kept_number() != number;
        if self.running.as_ref().is_some_and(is_other) {
            self.running = None;
        }
        if self.running.is_none() && self.is_due(store, number, is_loading) {
            self.running = Some(Counting::new(store).only(kept.cloned()));
        }
        let Some(counting) = &mut self.running else {
            return false;
        };
        if counting.advance(store, COUNTED_A_TURN) {
            return true;
        }
        self.shown = self.running.take().map(|counting| counting.finish(store));
        self.is_due(store, number, is_loading)
    }

    fn is_due(&self, store: &Store, number: Option<u64>, is_loading: bool) -> bool {
        match &self.shown {
            None => true,
            Some(shown) if shown.kept != number => true,
            Some(shown) if is_loading => {
                let calls = store.call_count() as u64;
                calls > shown.of + shown.of / GROWTH
            }
            Some(shown) => shown.revision != store.revision(),
        }
    }
}
