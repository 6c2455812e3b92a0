//! How each leg did: the worst of its streams, its end and its network diagnostics.
//!
//! The same rule as for the call (docs: call-diagnostics-rules), applied to one leg, so that the mark of a call is
//! the worst mark of its legs.

use crate::model::call::CallDetail;
use crate::model::diagnostic::{self, Subject};
use crate::model::store::Store;
use crate::model::verdict::{CallClass, StreamClass};
use crate::ui::glyphs::{MARK_BAD, MARK_BURST, MARK_NOT_JUDGED, MARK_OK};
use crate::ui::theme::Role;

/// One class a leg, in the order of [`CallDetail::legs`].
pub(super) fn of_legs(store: &Store, detail: &CallDetail) -> Vec<CallClass> {
    let mut classes = vec![CallClass::NotJudged; detail.legs.len()];
    let mut has_network = vec![false; detail.legs.len()];
    for range in &detail.ranges {
        let Some(at) = range.leg.map(|leg| leg.0 as usize) else {
            continue;
        };
        if at < classes.len() && diagnostic::subject(store.text(range.name)) == Subject::Network {
            has_network[at] = true;
            let class = if range.has_recovered {
                CallClass::Burst
            } else {
                CallClass::Bad
            };
            classes[at] = classes[at].min(class);
        }
    }
    for stream in &detail.streams {
        let Some(at) = stream.leg.map(|leg| leg.0 as usize) else {
            continue;
        };
        let class = match of_stream(stream.verdict.class) {
            CallClass::Burst if has_network[at] => CallClass::Bad,
            class => class,
        };
        classes[at] = classes[at].min(class);
    }
    for (class, leg) in classes.iter_mut().zip(&detail.legs) {
        if leg.is_dropped {
            *class = CallClass::Bad;
        }
    }
    classes
}

/// A stream's class in the words of a call.
pub(super) const fn of_stream(class: StreamClass) -> CallClass {
    match class {
        StreamClass::Poor => CallClass::Bad,
        StreamClass::Burst => CallClass::Burst,
        StreamClass::Ok => CallClass::Ok,
        StreamClass::NotJudged => CallClass::NotJudged,
    }
}

/// The letter of a class and its role.
pub(super) const fn mark(class: CallClass) -> (&'static str, Role) {
    match class {
        CallClass::Bad => (MARK_BAD, Role::Bad),
        CallClass::Burst => (MARK_BURST, Role::Burst),
        CallClass::Ok => (MARK_OK, Role::Ok),
        CallClass::NotJudged => (MARK_NOT_JUDGED, Role::NotJudged),
    }
}
