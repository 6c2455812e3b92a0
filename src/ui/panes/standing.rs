//! The mark of how a call, leg or stream did.

use crate::model::verdict::CallClass;
use crate::ui::glyphs::{MARK_BAD, MARK_BURST, MARK_NOT_JUDGED, MARK_OK};
use crate::ui::theme::Role;

pub(super) use crate::model::standing::{of_legs, of_stream};

/// The letter of a class and its role.
pub(super) const fn mark(class: CallClass) -> (&'static str, Role) {
    match class {
        CallClass::Bad => (MARK_BAD, Role::Bad),
        CallClass::Burst => (MARK_BURST, Role::Burst),
        CallClass::Ok => (MARK_OK, Role::Ok),
        CallClass::NotJudged => (MARK_NOT_JUDGED, Role::NotJudged),
    }
}
