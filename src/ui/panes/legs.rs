//! Who took part: participants, their legs, the streams of each, with one mark a row for the worst below it.
//!
//! ```text
//! >v P1 acs:1797..d975    Windows 10 1.31.2  x
//!  │ out audio     3/9    60/88   0.0/0.1    .
//!  v P2 Tech              Android 14 2.11.0  x
//!    v leg 1  02:08:02-02:15:58  410/0       x
//!    │ out video  22/141 310/1840 2.1/31.0   !
//! ```

mod paint;
#[cfg(test)]
mod tests;
mod tree;

use super::words::Stamp;
use super::{Pane, Standing, measure, words};
use crate::model::call::{CallDetail, LegNo, StreamNo};
use crate::model::facts;
use crate::model::id::CallIx;
use crate::model::store::Store;
use crate::ui::context::{Context, Motion};
use crate::ui::format;
use crate::ui::glyphs::SELECTOR;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::widgets::list::List;
use paint::RowPainter;
use std::collections::HashMap;
use tree::{Folds, Item, Key, Row};

/// The width from which the title says which measures the rows show.
const TITLE_WITH_MEASURES: u16 = 44;

/// Lines at the foot for the words of an end.
const FOOT: u16 = 2;
/// From this height they are kept even where the tree would fill them.
const TALL: u16 = 16;

/// The branches opened and closed in a call, to be put back later.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folding {
    call: Option<CallIx>,
    by_key: HashMap<Key, bool>,
}

impl Folding {
    /// True when both are of the same call.
    pub fn is_of_same(&self, other: &Self) -> bool {
        self.call == other.call
    }
}

/// The tree's state.
#[derive(Default)]
pub struct Legs {
    list: List,
    rows: Vec<Row>,
    folds: Folds,
    built: Option<Stamp>,
    seen: (Option<LegNo>, Option<StreamNo>),
    width: u16,
    height: u16,
    /// Lines at the foot for how the leg under the cursor ended.
    foot: u16,
}

impl Legs {
    /// The leg and stream under the cursor. A participant stands for the worst of its legs, a note for nothing.
    pub fn selected(&self) -> Option<(LegNo, Option<StreamNo>)> {
        self.current()?.stands_for
    }

    /// Puts the cursor on a leg or a stream of it and opens the branches above; false when it is not in the call.
    pub fn select(&mut self, context: &Context, leg: LegNo, stream: Option<StreamNo>) -> bool {
        let Some(detail) = context.detail else {
            return false;
        };
        let Some(found) = detail.leg(leg) else {
            return false;
        };
        let participant = tree::participant_key(detail, found.participant_no as usize);
        self.folds.set(Key::Good, true);
        if !self.is_shown(participant) {
            self.rebuild(context.store, detail);
        }
        let has_legs = detail.leg_name(leg).contains('.');
        if has_legs || stream.is_some() {
            self.folds.set(participant, true);
        }
        if stream.is_some() {
            self.folds.set(tree::leg_key(found), true);
        }
        self.rebuild(context.store, detail);
        let wanted = self.rows.iter().position(|row| match (stream, row.item) {
            (Some(stream), Item::Stream(number)) => number == stream,
            (None, Item::Leg(number)) => number == leg,
            (None, Item::Participant(at)) => !has_legs && at == found.participant_no as usize,
            _ => false,
        });
        if let Some(row) = wanted {
            self.list.go_to(row);
        }
        wanted.is_some()
    }

    /// Opens or closes the branch under the cursor.
    pub fn toggle(&mut self, context: &Context) -> bool {
        let is_open = self.current().and_then(|row| row.is_open);
        is_open.is_some_and(|is_open| self.fold(context, !is_open))
    }

    /// True when only what is marked `x` or `!` is shown.
    pub fn is_only_poor(&self) -> bool {
        self.folds.only_poor
    }

    /// Shows only what is marked `x` or `!`, or everything again.
    pub fn toggle_only_poor(&mut self, context: &Context) {
        self.set_only_poor(context, !self.folds.only_poor);
    }

    /// Shows only what is marked `x` or `!` (true), or everything.
    pub fn set_only_poor(&mut self, context: &Context, only_poor: bool) {
        self.folds.only_poor = only_poor;
        self.rebuild_from(context);
    }

    /// The branches opened and closed.
    pub fn folding(&self) -> Folding {
        Folding {
            call: self.built.map(|stamp| stamp.call),
            by_key: self.folds.by_key.clone(),
        }
    }

    /// Puts branches back; those of another call are left alone.
    pub fn set_folding(&mut self, context: &Context, folding: &Folding) {
        if folding.call == self.built.map(|stamp| stamp.call) {
            self.folds.by_key.clone_from(&folding.by_key);
            self.rebuild_from(context);
        }
    }

    fn current(&self) -> Option<&Row> {
        self.rows.get(self.list.cursor())
    }

    fn is_shown(&self, key: Key) -> bool {
        self.rows.iter().any(|row| row.key == key)
    }

    fn fold(&mut self, context: &Context, is_open: bool) -> bool {
        let Some(key) = self.current().map(|row| row.key) else {
            return false;
        };
        self.folds.set(key, is_open);
        self.rebuild_from(context);
        true
    }

    fn rebuild_from(&mut self, context: &Context) {
        if let Some(detail) = context.detail {
            self.rebuild(context.store, detail);
        }
    }

    /// New rows; the cursor stays on what it was on.
    fn rebuild(&mut self, store: &Store, detail: &CallDetail) {
        let key = self.current().map(|row| row.key);
        self.rows = tree::rows(store, detail, &self.folds);
        self.list.set_len(self.rows.len());
        if let Some(row) = self.rows.iter().position(|row| Some(row.key) == key) {
            self.list.follow(row);
        }
        self.built = Some(Stamp::of(store, detail));
    }

    /// Closes the branch, or goes to the row that it hangs on.
    fn left(&mut self, context: &Context) -> bool {
        let Some(row) = self.current().copied() else {
            return false;
        };
        if row.is_open == Some(true) {
            return self.fold(context, false);
        }
        let parent = (0..self.list.cursor())
            .rev()
            .find(|&at| self.rows[at].depth < row.depth);
        if let Some(parent) = parent {
            self.list.go_to(parent);
        }
        parent.is_some()
    }

    /// Keeps lines for the words of an end where a leg has any and the tree leaves them.
    fn keep_foot(&mut self, store: &Store, detail: &CallDetail) {
        let has_room =
            self.height >= TALL || self.rows.len() + usize::from(FOOT) <= usize::from(self.height);
        let legs = 0..detail.legs.len() as u32;
        let has_words = has_room
            && legs
                .map(LegNo)
                .any(|leg| end_of(store, detail, leg).is_some());
        self.foot = if has_words { FOOT } else { 0 };
        let rows = self.height - self.foot.min(self.height);
        self.list.set_height(usize::from(rows));
    }

    fn paint_foot(&self, painter: &mut Painter, store: &Store, detail: &CallDetail) {
        let leg = self.selected().map(|(leg, _)| leg);
        let words = leg.and_then(|leg| end_of(store, detail, leg));
        let Some(words) = words.filter(|_| self.foot > 0) else {
            return;
        };
        let (width, height) = (painter.width(), painter.height());
        let room = width.saturating_sub(2);
        let lines = words::wrap(&words, usize::from(room));
        let is_cut = lines.len() > usize::from(self.foot);
        for (at, line) in (0..self.foot).zip(&lines) {
            let last = is_cut && at + 1 == self.foot;
            let rest = if last {
                lines[usize::from(at)..].join(" ")
            } else {
                line.clone()
            };
            let field = (1, height.saturating_sub(self.foot) + at, room);
            painter.field(field, &rest, Role::Dim, Align::Left, Cut::End);
        }
    }

    /// Opens the branch, or goes to its first row.
    fn right(&mut self, context: &Context) -> bool {
        match self.current().and_then(|row| row.is_open) {
            Some(false) => self.fold(context, true),
            Some(true) => self.list.apply(Motion::Down),
            None => false,
        }
    }
}

/// `P2.1: 410/3101 UnexpectedClientError: media lost`; none for a leg that simply ended or of which no end is known.
fn end_of(store: &Store, detail: &CallDetail, no: LegNo) -> Option<String> {
    let leg = detail.leg(no).filter(|leg| leg.end_code.is_known())?;
    let code = store.text(leg.end_code);
    let is_plain = !leg.is_dropped && matches!(code, "0" | "200");
    (!is_plain).then(|| {
        let words = facts::end_in_words(store, detail, no);
        format!("{}: {words}", detail.leg_name(no))
    })
}

impl Pane for Legs {
    fn title(&self, context: &Context) -> String {
        let Some(detail) = context.detail else {
            return "Legs".to_owned();
        };
        let legs = format::count(detail.legs.len() as u64);
        if self.width < TITLE_WITH_MEASURES {
            return format!("Legs {legs}");
        }
        let heads: Vec<&str> = measure::listed().map(measure::Measure::head).collect();
        format!("Legs {legs}: {} avg/max", heads.join(" "))
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.width = width;
        self.height = height;
        self.list
            .set_height(usize::from(height - self.foot.min(height)));
    }

    fn refresh(&mut self, context: &Context) {
        let Some(detail) = context.detail else {
            self.rows.clear();
            self.list.set_len(0);
            self.built = None;
            return;
        };
        if self.built.is_none_or(|stamp| stamp.call != detail.call) {
            self.folds.clear();
            self.rows.clear();
            self.list.go_to(0);
            self.seen = (None, None);
        }
        if self.built != Some(Stamp::of(context.store, detail)) {
            self.rebuild(context.store, detail);
        }
        self.keep_foot(context.store, detail);
        // Followed only when it changed: after new rows the numbers in it may be those of other legs.
        let wanted = (context.selection.leg, context.selection.stream);
        if wanted != self.seen {
            self.seen = wanted;
            if let (Some(leg), stream) = wanted
                && self.selected() != Some((leg, stream))
            {
                self.select(context, leg, stream);
            }
        }
    }

    fn apply(&mut self, motion: Motion, context: &Context) -> bool {
        match motion {
            Motion::Left => self.left(context),
            Motion::Right => self.right(context),
            _ => self.list.apply(motion),
        }
    }

    fn standing(&self) -> Standing {
        Standing::of(&self.list)
    }

    fn stand(&mut self, standing: Standing) {
        self.list.stand(standing.rows);
    }

    fn draw(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        let Some(detail) = context.detail else {
            painter.text(1, 0, "No call is selected.", Role::Dim);
            return;
        };
        if detail.legs.is_empty() {
            painter.text(1, 0, "No record names a leg of this call.", Role::Dim);
            return;
        }
        self.paint_foot(painter, context.store, detail);
        for (line, row) in self.list.visible().enumerate() {
            let y = line as u16;
            let mut rows = RowPainter {
                painter,
                context,
                store: context.store,
                detail,
            };
            rows.row(y, &self.rows[row]);
            if row == self.list.cursor() {
                painter.text(0, y, SELECTOR, Role::Text);
                if is_focused {
                    painter.highlight(y, Role::Selected);
                }
            }
        }
    }
}
