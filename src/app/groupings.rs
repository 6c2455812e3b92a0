//! The groups of the page while the store, the filter or the wish changes: counted a bounded number a turn, what was
//! counted so far is shown meanwhile.

use super::action::Action;
use crate::model::store::Store;
use crate::query::group::{Counting, Grouping, Groups};
use crate::query::kept::{KeptCalls, is_kept};
use std::sync::Arc;

/// Work of one turn, in calls whose rows say all; one takes about a third of a microsecond.
const WORK_A_TURN: usize = 4_000;
/// While files are read they are counted anew only after so many more calls.
const GROWTH: u64 = 4;
/// Calls after which the first part is shown; then each time they have doubled.
const FIRST_PART: u64 = 20_000;

/// Keys that wait for groups; more are no plan.
const MOST_HELD: usize = 100;

/// The groups shown, and those being counted.
#[derive(Default)]
pub struct Groupings {
    shown: Option<Groups>,
    /// The number of the filter's answer that was counted.
    shown_kept: Option<u64>,
    running: Option<Running>,
    has_news: bool,
    /// What was asked of the groups before there were any, in order.
    held: Vec<Action>,
}

struct Running {
    counting: Counting,
    kept: Option<Arc<KeptCalls>>,
    /// Calls after which the next part is shown.
    part: u64,
}

impl Running {
    fn number(&self) -> Option<u64> {
        self.kept.as_ref().map(|kept| kept.number)
    }
}

impl Groupings {
    /// The last ones counted, or a part of those being counted.
    pub fn shown(&self) -> Option<&Groups> {
        self.shown.as_ref()
    }

    /// True once after other groups are shown.
    pub fn take_news(&mut self) -> bool {
        std::mem::take(&mut self.has_news)
    }

    /// Keeps what is to be done once there are groups.
    pub fn hold(&mut self, action: Action) {
        if self.held.len() < MOST_HELD {
            self.held.push(action);
        }
    }

    /// What was held, which is held no longer.
    pub fn take_held(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.held)
    }

    /// True while something is held.
    pub fn holds(&self) -> bool {
        !self.held.is_empty()
    }

    /// Bounded work towards a wish; true while some is left.
    pub fn advance(
        &mut self,
        store: &Store,
        (wish, kept): (Grouping, Option<&Arc<KeptCalls>>),
        is_loading: bool,
    ) -> bool {
        let number = kept.map(|kept| kept.number);
        let is_other = |run: &Running| run.counting.grouping() != wish || run.number() != number;
        if self.running.as_ref().is_some_and(is_other) {
            self.running = None;
        }
        if self.running.is_none() && self.is_due(store, (wish, number), is_loading) {
            self.running = Some(Running {
                counting: Counting::new(store, wish),
                kept: kept.cloned(),
                part: FIRST_PART,
            });
        }
        let Some(run) = &mut self.running else {
            return false;
        };
        let kept = run.kept.as_deref();
        let is_left = run
            .counting
            .advance(store, &mut |call| is_kept(kept, call), WORK_A_TURN);
        let (done, _) = run.counting.progress();
        let is_new = self
            .shown
            .as_ref()
            .is_none_or(|shown| shown.grouping != wish);
        // A part takes the place of other groups, or of a smaller part, not of the same counted in full.
        let is_part = is_new || self.shown.as_ref().is_some_and(Groups::is_partial);
        if !is_left || is_part && done >= run.part {
            self.shown = Some(run.counting.groups());
            self.shown_kept = run.number();
            run.part = done * 2;
            self.has_news = true;
        }
        if !is_left {
            self.running = None;
        }
        is_left || self.is_due(store, (wish, number), is_loading)
    }

    fn is_due(
        &self,
        store: &Store,
        (wish, kept): (Grouping, Option<u64>),
        is_loading: bool,
    ) -> bool {
        match &self.shown {
            None => true,
            Some(shown) if shown.grouping != wish || self.shown_kept != kept => true,
            Some(shown) if shown.is_partial() => true,
            Some(shown) if is_loading => {
                let calls = store.call_count() as u64;
                calls > shown.progress.1 + shown.progress.1 / GROWTH
            }
            Some(shown) => shown.revision != store.revision(),
        }
    }
}
