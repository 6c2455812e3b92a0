//! Values of a call: most stand in its facts, some need the call to be built.

use super::Tell;
use crate::model::call::CallDetail;
use crate::model::finding::{self, Finding};
use crate::model::id::CallIx;
use crate::model::store::Store;
use std::cell::OnceCell;

/// Where a value of the call comes from.
pub(in super::super) enum CallGet {
    /// From what is kept for the list: a million calls take some milliseconds.
    Facts(fn(&Store, CallIx, Tell)),
    /// The worst value of a measure.
    Worst(usize),
    /// The call has to be built and its causes be found, or its rows be walked: some ten microseconds each.
    Built(fn(&Asked, Tell)),
    /// From what the user has noted.
    Marked,
    HasNote,
    Noted,
}

/// A call that is being asked; what has to be built for it is built once.
pub(in super::super) struct Asked<'a> {
    pub(in super::super) store: &'a Store,
    pub(in super::super) call: CallIx,
    detail: OnceCell<CallDetail>,
    findings: OnceCell<Vec<Finding>>,
}

impl<'a> Asked<'a> {
    pub(in super::super) const fn new(store: &'a Store, call: CallIx) -> Self {
        Self {
            store,
            call,
            detail: OnceCell::new(),
            findings: OnceCell::new(),
        }
    }

    /// The call in full.
    pub(in super::super) fn detail(&self) -> &CallDetail {
        self.detail.get_or_init(|| self.store.detail(self.call))
    }

    /// What is wrong with it.
    pub(in super::super) fn findings(&self) -> &[Finding] {
        self.findings
            .get_or_init(|| finding::findings(self.store, self.detail()))
    }
}
