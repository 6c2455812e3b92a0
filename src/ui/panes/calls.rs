//! The call list: one row a call, worst first, the reason in one line.
//!
//! ```text
//!   START       DUR TYPE  LEG STR  JIT  RTT  LOSS ENDS    WHY              CALL
//! >x 19 02:07  21:16 Group   5  18  141 1840  31.0 410/0+  P2.1 dropped 4… 7f3c9a12
//! ```
//!
//! The mark stands first: `x` bad, `!` burst, `.` inside every limit, `?` not judged. Numbers are the highest maximum of
//! all streams; the wide form shows the worst average and the highest maximum. What a call has no value for is `-`.

pub(super) mod cells;
mod columns;
mod like;
#[cfg(test)]
mod tests;

use super::{Pane, Standing, signs};
use crate::model::id::CallIx;
use crate::model::store::Store;
use crate::query::calls::{CallField, Ties};
use crate::query::kept::KeptCalls;
use crate::ui::context::{Context, Motion};
use crate::ui::format;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use crate::ui::widgets::list::List;
use crate::ui::widgets::table::columns::{ColumnTable, HasColumns};
use crate::ui::widgets::table::order::{self, Again, Order};
use crate::ui::widgets::table::paint_rows;

/// A call without a row.
const NOT_LISTED: u32 = u32::MAX;

/// The state of the list.
#[derive(Default)]
pub struct Calls {
    list: List,
    /// All calls in order.
    sorted: Vec<CallIx>,
    /// Those of them that the filter keeps; none when all are.
    kept: Option<Vec<CallIx>>,
    /// The number of the filter's answer that they are from.
    seen_kept: Option<u64>,
    /// By call number its row; [`NOT_LISTED`] for calls that are left out.
    places: Vec<u32>,
    /// True while rows that come wait.
    is_held: bool,
    seen_revision: Option<u64>,
    /// Columns, and the chosen order by fields of `query::calls`; none = worst first.
    table: ColumnTable,
    /// What parts calls that are equal in it.
    ties: Ties,
    is_touched: bool,
}

impl Calls {
    /// The call under the cursor.
    pub fn selected(&self) -> Option<CallIx> {
        self.rows().get(self.list.cursor()).copied()
    }

    /// Where the cursor and what is seen stand.
    pub fn standing(&self) -> List {
        self.list.clone()
    }

    /// Stands as before.
    pub fn stand_as(&mut self, before: &List) {
        self.list.stand_as(before);
    }

    /// The conditions that calls like the cell under both cursors fulfil.
    pub fn cell_tokens(&self, store: &Store) -> Option<Vec<String>> {
        let column = columns::named(self.table.under_cursor()?.name)?;
        Some(column.tokens(store, self.selected()?))
    }

    /// The calls listed.
    fn rows(&self) -> &[CallIx] {
        self.kept.as_deref().unwrap_or(&self.sorted)
    }

    /// Leaves the rows as they are while others come: sorting a million calls takes longer than a key may. What the user
    /// asks for (another order, other calls) is still done at once.
    pub fn hold(&mut self, is_held: bool) {
        self.is_held = is_held;
    }

    /// True when rows came that are not listed yet.
    pub fn is_behind(&self, store: &Store) -> bool {
        self.seen_revision != Some(store.revision())
    }

    fn row_of(&self, call: CallIx) -> Option<usize> {
        let row = self.places.get(call.at()).copied();
        row.filter(|&row| row != NOT_LISTED).map(|row| row as usize)
    }

    /// Puts the cursor on a call; false when it is not in the list.
    pub fn select(&mut self, call: CallIx) -> bool {
        let found = self.row_of(call);
        if let Some(row) = found {
            self.list.go_to(row);
            self.is_touched = true;
        }
        found.is_some()
    }

    /// As [`Self::select`], with the cursor on a line of the screen where that is possible.
    pub fn select_on_line(&mut self, call: CallIx, line: usize) -> bool {
        let found = self.row_of(call);
        if let Some(row) = found {
            self.list.put(row, line);
            self.is_touched = true;
        }
        found.is_some()
    }

    /// On which line of the list its cursor stands.
    pub fn cursor_line(&self) -> usize {
        self.list.cursor_line()
    }

    /// The call before or after another one in the list. One that is not listed has its place among them all the same.
    pub fn neighbour(&self, call: CallIx, forward: bool) -> Option<CallIx> {
        let is_listed = self.row_of(call).is_some();
        let at = self.row_of(call).unwrap_or_else(|| self.row_from(call));
        let next = match (forward, is_listed) {
            (true, true) => at + 1,
            (true, false) => at,
            (false, _) => at.checked_sub(1)?,
        };
        self.rows().get(next).copied()
    }

    /// The row of a call, else of the first listed after it in the order.
    fn row_from(&self, call: CallIx) -> usize {
        let before = self.sorted.iter().take_while(|&&other| other != call);
        before
            .filter(|&&other| self.row_of(other).is_some())
            .count()
    }

    /// Row number (from 1) of a call and how many rows there are.
    pub fn position(&self, call: CallIx) -> (usize, usize) {
        (self.row_of(call).map_or(0, |at| at + 1), self.rows().len())
    }

    /// The next row from the cursor whose call is bad or a burst; false when there is none.
    pub fn next_problem(&mut self, store: &Store, forward: bool) -> bool {
        let rows = self.rows();
        let is_problem = |row: &usize| {
            store.facts(rows[*row]).verdict.class <= crate::model::verdict::CallClass::Burst
        };
        let at = self.list.cursor();
        let found = if forward {
            (at + 1..rows.len()).find(is_problem)
        } else {
            (0..at.min(rows.len())).rev().find(is_problem)
        };
        if let Some(row) = found {
            self.list.go_to(row);
            self.is_touched = true;
        }
        found.is_some()
    }

    /// Sorts by the column under the column cursor, the worse end first; again reverses. The columns sorted by before
    /// part what is equal. Gives the words for it.
    pub fn sort(&mut self) -> String {
        let offer = self.table.under_cursor();
        let Some(column) = offer.and_then(|offer| columns::named(offer.name)) else {
            return String::new();
        };
        let (field, first) = (column.field, column.worst_is_high);
        self.set_order(order::chosen(self.order(), field, first, Again::Turns));
        format!("sorted {}", self.order_words())
    }

    /// The fields it is sorted by; none = worst first.
    pub fn order(&self) -> &Order {
        self.table.order()
    }

    /// Sorts it so.
    pub fn set_order(&mut self, order: Order) {
        self.table.set_order(order);
        self.seen_revision = None;
    }

    /// How the list is sorted, in words.
    pub fn order_words(&self) -> String {
        words_of(self.order())
    }

    /// The column under the column cursor, by its name.
    pub fn column(&self) -> Option<&'static str> {
        Some(self.table.under_cursor()?.name)
    }

    /// The calls in order.
    fn sort_rows(&mut self, store: &Store) {
        let order: Vec<(&CallField, bool)> = self
            .order()
            .iter()
            .filter_map(|&(name, descending)| Some((CallField::named(name)?, descending)))
            .collect();
        self.sorted = self.ties.sorted(store, &order);
    }

    /// Leaves out what the filter does not keep. The cursor stays on its call, else on the next in order.
    fn list_rows(&mut self, kept: Option<&KeptCalls>, selected: Option<CallIx>) {
        let listed = self.sorted.iter().copied();
        self.kept = kept.map(|kept| listed.filter(|&call| kept.has(call)).collect());
        let mut places = std::mem::take(&mut self.places);
        places.clear();
        places.resize(self.sorted.len(), NOT_LISTED);
        for (row, call) in self.rows().iter().enumerate() {
            places[call.at()] = row as u32;
        }
        self.places = places;
        self.list.set_len(self.rows().len());
        match selected.filter(|_| self.is_touched) {
            Some(call) => {
                let row = self.row_of(call).unwrap_or_else(|| self.row_from(call));
                self.list.follow(row);
            }
            None => self.list.go_to(0),
        }
    }
}

impl Pane for Calls {
    fn title(&self, context: &Context) -> String {
        let count = format::counted(self.rows().len() as u64, "call");
        if context.is_loading {
            format!("{count}{}", context.look.glyphs.ellipsis)
        } else {
            count
        }
    }

    fn resize(&mut self, width: u16, height: u16) {
        if self.table.width() != width {
            self.table.offer(width, columns::offers(width));
        }
        self.list.set_height(usize::from(height.saturating_sub(1)));
    }

    fn refresh(&mut self, context: &Context) {
        let selected = self.selected();
        let is_due =
            self.is_behind(context.store) && !(self.is_held && self.seen_revision.is_some());
        if is_due {
            self.sort_rows(context.store);
            self.seen_revision = Some(context.store.revision());
        }
        let number = context.kept.map(|kept| kept.number);
        if is_due || self.seen_kept != number {
            self.seen_kept = number;
            self.list_rows(context.kept, selected);
        }
    }

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        match motion {
            Motion::Left => self.table.move_cursor(false),
            Motion::Right => self.table.move_cursor(true),
            _ => {
                self.is_touched = true;
                self.list.apply(motion)
            }
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
        self.paint_list(painter, context, is_focused);
    }
}

impl HasColumns for Calls {
    fn table(&self) -> &ColumnTable {
        &self.table
    }

    fn table_mut(&mut self) -> &mut ColumnTable {
        &mut self.table
    }
}

impl Calls {
    fn paint_list(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        let (shapes, layout) = (self.table.shapes(), self.table.layout());
        self.table.paint_head(painter, is_focused);
        let rows = self.rows();
        if rows.is_empty() {
            let why = if context.is_loading {
                "no call yet: reading"
            } else if self.kept.is_some() {
                "the filter keeps no call"
            } else {
                "no call in what was loaded; the load report says why"
            };
            painter.text(1, 2, why, Role::Dim);
            return;
        }
        let (width, height) = (painter.width(), painter.height().saturating_sub(1));
        let mut body = painter.part(0, 1, width, height);
        paint_rows(
            &mut body,
            shapes,
            layout,
            &self.list,
            is_focused,
            |row, column| {
                let width = self.table.width_on_screen(column);
                let shown = &columns::all()[self.table.offer_of(column)];
                shown.cell(context, rows[row], (width, self.table.width()))
            },
        );
        let signs_at = self.table.after("verdict");
        signs::of_calls(
            &mut body,
            context,
            (&self.list, is_focused, signs_at),
            |row| self.rows().get(row).copied(),
        );
    }
}

/// The name of a column as the program has it; none where there is no such column.
pub fn known_column(name: &str) -> Option<&'static str> {
    columns::named(name).map(|column| column.name)
}

/// An order in words: `by start, highest first, then legs`.
pub fn words_of(order: &Order) -> String {
    let mut words = String::new();
    for (at, &(field, descending)) in order.iter().enumerate() {
        let is_usual = columns::named(field).is_some_and(|it| it.worst_is_high == descending);
        let direction = match (at > 0 && is_usual, descending) {
            (true, _) => "",
            (false, true) => ", highest first",
            (false, false) => ", lowest first",
        };
        let before = if at == 0 { "by " } else { ", then " };
        words = format!("{words}{before}{}{direction}", columns::words_of(field));
    }
    if words.is_empty() {
        words.push_str("worst first");
    }
    words
}
