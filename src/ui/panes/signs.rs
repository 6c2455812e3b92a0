//! Signs of what the user marked and noted, in lists of calls, legs and streams.

use crate::model::call::{CallDetail, LegNo, StreamNo};
use crate::model::id::CallIx;
use crate::query::marked::{MARKED, MarkedPart};
use crate::ui::context::Context;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use crate::ui::widgets::list::List;

/// In a table whose first column is the verdict: the blank after it.
const AFTER_VERDICT: u16 = 2;

/// Paints the signs of calls into a table whose first column is the verdict.
pub(super) fn of_calls(
    painter: &mut Painter,
    context: &Context,
    (list, is_focused): (&List, bool),
    call_of: impl Fn(usize) -> Option<CallIx>,
) {
    for (y, row) in (0..).zip(list.visible()) {
        let sign = call_of(row).and_then(|call| context.marked.sign(context.store, call));
        let Some(sign) = sign else { continue };
        painter.text(AFTER_VERDICT, y, sign, Role::Notice);
        if row == list.cursor() && is_focused {
            painter.highlight_part(AFTER_VERDICT, y, 1, Role::Selected);
        }
    }
}

/// The sign of a leg or stream; blank for most.
pub(super) fn of_part(
    context: &Context,
    detail: &CallDetail,
    (leg, stream): (LegNo, Option<StreamNo>),
) -> &'static str {
    let part = MarkedPart::of(detail, leg, stream);
    let is_marked = part.is_some_and(|part| context.marked.has_part(part));
    if is_marked { MARKED } else { "" }
}
