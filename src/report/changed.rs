//! The limits that are not the documented ones, as JSON tells them.

use crate::model::limits::Limits;
use serde::Serialize;

/// One of them; numbers in the log's unit, as all of an answer.
#[derive(Serialize)]
pub(super) struct Changed {
    metric: &'static str,
    media: &'static str,
    limit: f64,
    documented: f64,
}

/// `limits_changed` of an answer; empty where all are the documented ones.
pub(super) fn changed(limits: &Limits) -> Vec<Changed> {
    let changes = limits.changes().into_iter();
    let told = changes.map(|change| Changed {
        metric: change.name,
        media: change.media.name(),
        limit: change.limit,
        documented: change.documented,
    });
    told.collect()
}
