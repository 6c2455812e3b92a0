//! The overview while the store changes: the last one counted stays until a newer one is ready.

use crate::model::store::Store;
use crate::query::overview::{Counting, Overview};

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
    pub fn advance(&mut self, store: &Store, is_loading: bool) -> bool {
        if self.running.is_none() && self.is_due(store, is_loading) {
            self.running = Some(Counting::new(store));
        }
        let Some(counting) = &mut self.running else {
            return false;
        };
        if counting.advance(store, COUNTED_A_TURN) {
            return true;
        }
        self.shown = self.running.take().map(|counting| counting.finish(store));
        self.is_due(store, is_loading)
    }

    fn is_due(&self, store: &Store, is_loading: bool) -> bool {
        match &self.shown {
            None => true,
            Some(shown) if is_loading => {
                let calls = store.call_count() as u64;
                calls > shown.all.calls + shown.all.calls / GROWTH
            }
            Some(shown) => shown.revision != store.revision(),
        }
    }
}
