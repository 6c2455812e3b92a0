//! Signs of what the user marked and noted, in lists of calls, legs and streams.

use crate::model::call::{CallDetail, LegNo, StreamNo};
use crate::model::id::CallIx;
use crate::query::marked::{MARKED, MarkedPart};
use crate::ui::context::Context;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use crate::ui::widgets::list::List;

/// Paints the signs of calls into a column of the screen that a table leaves blank.
pub(super) fn of_calls(
    painter: &mut Painter,
    context: &Context,
    (list, is_focused, x): (&List, bool, u16),
    call_of: impl Fn(usize) -> Option<CallIx>,
) {
    for (y, row) in (0..).zip(list.visible()) {
        let sign = call_of(row).and_then(|call| context.marked.sign(context.store, call));
        let Some(sign) = sign else { continue };
        let is_under_cursor = row == list.cursor();
        if x == 0 && is_under_cursor {
            // Nothing but the margin is left, and there stands the cursor.
            continue;
        }
        painter.text(x, y, sign, Role::Notice);
        if is_under_cursor && is_focused {
            painter.highlight_part(x, y, 1, Role::Selected);
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
