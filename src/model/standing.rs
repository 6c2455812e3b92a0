//! How each leg did: the worst of its streams, its end and its network diagnostics.
//!
//! The same rule as for the call (docs: call-diagnostics-rules), applied to one leg, so that the mark of a call is
//! the worst mark of its legs.

use super::call::CallDetail;
use super::diagnostic::{self, Subject};
use super::store::Store;
use super::verdict::{CallClass, StreamClass};

/// One class a leg, in the order of [`CallDetail::legs`].
pub fn of_legs(store: &Store, detail: &CallDetail) -> Vec<CallClass> {
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
pub const fn of_stream(class: StreamClass) -> CallClass {
    match class {
        StreamClass::Poor => CallClass::Bad,
        StreamClass::Burst => CallClass::Burst,
        StreamClass::Ok => CallClass::Ok,
        StreamClass::NotJudged => CallClass::NotJudged,
    }
}
