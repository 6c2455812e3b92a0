//! The one true line about a call: the first of its findings, or why it was not judged.

use super::call::CallDetail;
use super::finding::{self, Finding};
use super::limits::Limits;
use super::store::Store;
use super::verdict::CallClass;

/// Why a call is what it is. Not sanitized; empty for a call inside every limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// The whole line: `P2.1 dropped 410/3101 UnexpectedClientError: media lost …`.
    pub line: Box<str>,
    /// A dozen columns for narrow lists: `P2.1 dropped`, `loss P2 out`.
    pub brief: Box<str>,
}

impl Reason {
    fn new(line: String, brief: String) -> Self {
        Self {
            line: line.into(),
            brief: brief.into(),
        }
    }

    /// The line of the worst finding, else why the call was not judged.
    pub fn first(limits: &Limits, detail: &CallDetail, found: Vec<Finding>) -> Self {
        match found.into_iter().next() {
            Some(first) => Self::new(first.line, first.brief),
            None => not_judged(limits, detail),
        }
    }
}

/// The reason of a call.
pub fn of(store: &Store, detail: &CallDetail) -> Reason {
    Reason::first(store.limits(), detail, finding::findings(store, detail))
}

fn not_judged(limits: &Limits, detail: &CallDetail) -> Reason {
    if detail.verdict.class != CallClass::NotJudged {
        return Reason::default();
    }
    let origin = match (detail.is_orphan, detail.operations.is_empty()) {
        (true, _) => "no summary, ",
        (false, true) => "summary only, ",
        (false, false) => "",
    };
    match detail
        .streams
        .iter()
        .find_map(|stream| stream.verdict.not_judged)
    {
        None => Reason::new(
            format!("{origin}no stream records loaded"),
            "no streams".to_owned(),
        ),
        Some(why) => Reason::new(
            format!("streams not judged: {}", why.words(limits)),
            why.brief().to_owned(),
        ),
    }
}
