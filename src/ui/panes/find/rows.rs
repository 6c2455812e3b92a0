//! The cells of a hit, and its value with the part that matches.

use super::FindRow;
use crate::model::id::CallIx;
use crate::query::kept::is_kept;
use crate::safe;
use crate::ui::context::Context;
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::widgets::marks;

/// A cell of a hit other than its value; the kind is said once a group.
pub(super) fn cell(
    context: &Context,
    hit: &FindRow,
    column: usize,
    is_first: bool,
) -> (String, Role) {
    match column {
        0 => (hit.mark.to_string(), marks::role(hit.mark)),
        1 if is_first => (hit.kind.clone(), Role::Text),
        3 => (short_id(context, hit.call), Role::Text),
        4 => (
            context.look.face.formed(hit.when, "%d %H:%M:%S"),
            Role::Text,
        ),
        5 if is_left_out(context, hit) => (format!("{LEFT_OUT} {}", hit.state), Role::Notice),
        5 => (hit.state.clone(), Role::Text),
        _ => (String::new(), Role::Text),
    }
}

/// What is said of a hit whose call the filter leaves out: it is found all the same.
const LEFT_OUT: &str = "not listed";

fn is_left_out(context: &Context, hit: &FindRow) -> bool {
    hit.call.is_some_and(|call| !is_kept(context.kept, call))
}

/// The beginning of a call's id; records from before any call have none.
fn short_id(context: &Context, call: Option<CallIx>) -> String {
    let Some(call) = call.filter(|call| call.at() < context.store.call_count()) else {
        return format::MISSING.to_owned();
    };
    let id = context.store.id(context.store.call_id(call));
    match id {
        "" => "(no id)".to_owned(),
        id => id.chars().take(8).collect(),
    }
}

/// Paints a value so that the match is seen, whatever has to be cut around it.
pub(super) fn draw_match(painter: &mut Painter, (x, y, width): (u16, u16, u16), hit: &FindRow) {
    let split = hit.matched.clone().and_then(|range| {
        let (before, rest) = hit.value.split_at_checked(range.start)?;
        let (found, after) = rest.split_at_checked(range.end.checked_sub(range.start)?)?;
        Some((before, found, after))
    });
    let Some((before, found, after)) = split else {
        return painter.field(
            (x, y, width),
            &hit.value,
            Role::Text,
            Align::Left,
            Cut::Middle,
        );
    };
    let columns = |text: &str| safe::width(text).min(usize::from(u16::MAX)) as u16;
    let left = width.saturating_sub(columns(found));
    let kept_after = columns(after).min(left - columns(before).min(left / 2));
    let kept_before = columns(before).min(left - kept_after);
    painter.field(
        (x, y, kept_before),
        before,
        Role::Text,
        Align::Left,
        Cut::Start,
    );
    let x = x + kept_before;
    let shown = columns(found).min(width);
    painter.field((x, y, shown), found, Role::Match, Align::Left, Cut::End);
    painter.field(
        (x + shown, y, kept_after),
        after,
        Role::Text,
        Align::Left,
        Cut::Middle,
    );
}
