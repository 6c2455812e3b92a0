//! The measures of streams: a row each, and for the one under the cursor every value with its limit.
//!
//! ```text
//!  DIR MED JIT        RTT        LOSS%          UDP
//! >out vid   22/141!   310/1840!    2.1/31.0! ! UDP
//!  ───
//!  METRIC          AVG     MAX   LIMIT  STATE
//!  jitter ms        22     141    <=30  . avg  ! max
//! ```

mod detail;
mod other_end;
mod rows;
#[cfg(test)]
mod tests;

use super::words::Stamp;
use super::{Pane, Standing, signs};
use crate::model::call::{CallDetail, LegNo, StreamNo};
use crate::model::id::StreamIx;
use crate::model::usual;
use crate::ui::context::{Context, Motion};
use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use crate::ui::widgets::list::List;
use crate::ui::widgets::table::columns::{ColumnTable, HasColumns};
use crate::ui::widgets::table::order::{self, Again, Order};
use crate::ui::widgets::table::paint_rows;
use detail::Beside;
use rows::{Scope, StreamTable};

/// From this width the stream under the cursor is shown with its limits below the rows.
const WITH_DETAIL: u16 = 100;
/// Lines the detail needs at least.
const DETAIL_LINES: u16 = 9;

/// The state of the stream table.
#[derive(Default)]
pub struct Streams {
    list: List,
    rows: StreamTable,
    /// Columns, and by which of them the streams are sorted; none = the log's order.
    table: ColumnTable,
    built: Option<(Stamp, Scope)>,
    seen: Option<StreamNo>,
    /// Another call or leg is shown: the column cursor goes to its worst measure.
    is_fresh: bool,
    /// What is usual for the stream under the cursor, as the store was.
    usual: Vec<Beside>,
    usual_of: Option<(StreamIx, u64, u64)>,
    size: (u16, u16),
}

impl Streams {
    /// The stream under the cursor.
    pub fn selected(&self) -> Option<StreamNo> {
        self.rows.streams.get(self.list.cursor()).copied()
    }

    /// Sorts by the column under the column cursor: worst first, again: the other way, again: no longer by it. The
    /// columns sorted by before part what is equal.
    pub fn sort(&mut self, context: &Context) {
        if let Some(field) = self.table.under_cursor().map(|offer| offer.sorts) {
            let order = order::chosen(self.table.order(), field, true, Again::Ends);
            self.set_order(context, order);
        }
    }

    /// The columns by which it is sorted; none = the log's order.
    pub fn order(&self) -> &Order {
        self.table.order()
    }

    /// Sorts it so.
    pub fn set_order(&mut self, context: &Context, order: Order) {
        self.table.set_order(order);
        self.built = None;
        self.refresh(context);
    }

    /// Rows for the list; the rest is the detail's.
    fn list_rows(&self) -> u16 {
        let (width, height) = self.size;
        let rows = height.saturating_sub(1);
        if width < WITH_DETAIL || height < DETAIL_LINES + 4 {
            return rows;
        }
        let wanted = self.rows.streams.len().max(1) as u16;
        wanted.min((rows - DETAIL_LINES).max(1)).min(rows / 2)
    }

    /// Counts what is usual for the stream under the cursor, where it is shown.
    fn note_usual(&mut self, context: &Context) {
        let row = self
            .selected()
            .and_then(|at| context.detail?.streams.get(at.0 as usize))
            .map(|stream| {
                let store = context.store;
                (stream.row, store.revision(), usual::answers(store))
            })
            .filter(|_| self.size.0 >= WITH_DETAIL && !context.is_loading);
        if self.usual_of != row {
            self.usual_of = row;
            self.usual = row.map_or_else(Vec::new, |(row, ..)| detail::usual_beside(context, row));
        }
    }

    /// Signs of marked streams, in the blank after their verdict.
    fn paint_signs(&self, painter: &mut Painter, context: &Context, detail: &CallDetail) {
        let x = self.table.after("verdict");
        for (y, row) in (0..).zip(self.list.visible()) {
            let Some(&stream) = self.rows.streams.get(row) else {
                break;
            };
            let sign = signs::of_part(context, detail, (LegNo(0), Some(stream)));
            if !sign.is_empty() {
                painter.text(x, y, sign, Role::Notice);
            }
        }
    }

    fn rebuild(&mut self, context: &Context, scope: Scope) {
        let Some(detail) = context.detail else {
            return;
        };
        let row = self
            .selected()
            .and_then(|at| detail.streams.get(at.0 as usize))
            .map(|stream| stream.row);
        self.rows = StreamTable::new(context.store, detail, scope);
        self.table.offer(self.size.0, self.rows.offers());
        if std::mem::take(&mut self.is_fresh) && self.order().is_empty() {
            let worst = self.rows.worst_column(context.store, detail);
            self.table.go_to(worst.unwrap_or_default());
        }
        self.rows.sort(context.store, detail, self.table.order());
        self.list.set_len(self.rows.streams.len());
        let is_same = |number: &StreamNo| Some(detail.streams[number.0 as usize].row) == row;
        if let Some(at) = self.rows.streams.iter().position(is_same) {
            self.list.follow(at);
        }
        self.built = Some((Stamp::of(context.store, detail), scope));
    }
}

impl HasColumns for Streams {
    fn table(&self) -> &ColumnTable {
        &self.table
    }

    fn table_mut(&mut self) -> &mut ColumnTable {
        &mut self.table
    }
}

impl Pane for Streams {
    fn title(&self, context: &Context) -> String {
        let Some(detail) = context.detail else {
            return "Streams".to_owned();
        };
        let of = match context.selection.leg {
            Some(leg) => detail.leg_name(leg),
            None => "the call".to_owned(),
        };
        format!("Streams of {of}: avg/max")
    }

    fn resize(&mut self, width: u16, height: u16) {
        if self.size.0 != width {
            self.table.offer(width, self.rows.offers());
        }
        self.size = (width, height);
    }

    fn refresh(&mut self, context: &Context) {
        let Some(detail) = context.detail else {
            self.rows = StreamTable::default();
            self.list.set_len(0);
            self.built = None;
            return;
        };
        let scope = Scope::of(context.selection);
        if self
            .built
            .is_none_or(|(stamp, before)| stamp.call != detail.call || before != scope)
        {
            self.list.go_to(0);
            self.seen = None;
            self.is_fresh = true;
        }
        if self.built != Some((Stamp::of(context.store, detail), scope)) {
            self.rebuild(context, scope);
        }
        let wanted = context.selection.stream;
        if wanted != self.seen {
            self.seen = wanted;
            let row = self
                .rows
                .streams
                .iter()
                .position(|&number| Some(number) == wanted);
            if let Some(row) = row {
                self.list.go_to(row);
            }
        }
        self.list.set_height(usize::from(self.list_rows()));
        self.note_usual(context);
    }

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        match motion {
            Motion::Left => self.table.move_cursor(false),
            Motion::Right => self.table.move_cursor(true),
            _ => self.list.apply(motion),
        }
    }

    fn standing(&self) -> Standing {
        Standing {
            column: self.table.cursor(),
            ..Standing::of(&self.list)
        }
    }

    fn stand(&mut self, standing: Standing) {
        self.list.stand(standing.rows);
        self.table.set_cursor(standing.column);
    }

    fn draw(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        let Some(detail) = context.detail else {
            painter.text(1, 0, "No call is selected.", Role::Dim);
            return;
        };
        if self.rows.streams.is_empty() {
            painter.text(
                1,
                0,
                rows::why_empty(detail, context.selection.leg),
                Role::Dim,
            );
            return;
        }
        self.table.paint_head(painter, is_focused);
        let (width, height) = (painter.width(), painter.height());
        let shown = self.list_rows();
        let mut body = painter.part(0, 1, width, shown);
        paint_rows(
            &mut body,
            self.table.shapes(),
            self.table.layout(),
            &self.list,
            is_focused,
            |row, column| {
                let column = self.table.offer_of(column);
                self.rows.cell(context.store, detail, row, column)
            },
        );
        self.paint_signs(&mut body, context, detail);
        if shown + 1 < height
            && let Some(stream) = self.selected()
        {
            let mut below = painter.part(0, shown + 1, width, height - shown - 1);
            detail::draw(&mut below, context, detail, stream, &self.usual);
        }
    }
}

/// The name of a column as the program has it; none where there is no such column.
pub fn known_column(name: &str) -> Option<&'static str> {
    rows::known(name)
}
