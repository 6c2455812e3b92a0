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
#[cfg(test)]
mod tests;

use super::{Pane, words};
use crate::model::id::CallIx;
use crate::model::store::Store;
use crate::query::calls::{CallField, sort_calls};
use crate::query::only::Only;
use crate::ui::context::{Context, Motion};
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::widgets::list::List;
use crate::ui::widgets::table::{self, Column, HeadMarks, Layout};
use cells::{ListColumn, columns};

/// A call without a row.
const NOT_LISTED: u32 = u32::MAX;

/// The state of the list.
#[derive(Default)]
pub struct Calls {
    list: List,
    rows: Vec<CallIx>,
    /// By call number its row; [`NOT_LISTED`] for calls that are left out.
    places: Vec<u32>,
    /// True while rows that come wait.
    is_held: bool,
    seen_revision: Option<u64>,
    /// The chosen order; none = worst first.
    order: Option<(&'static str, bool)>,
    column: usize,
    is_touched: bool,
    /// Only these, when a row of another page asked for them.
    only: Option<Only>,
    size: (u16, u16),
    layout: Layout,
}

impl Calls {
    /// The call under the cursor.
    pub fn selected(&self) -> Option<CallIx> {
        self.rows.get(self.list.cursor()).copied()
    }

    /// Lists only some calls, or all again.
    pub fn show_only(&mut self, only: Option<Only>) {
        if self.only != only {
            self.is_touched &= only.is_none();
            self.only = only;
            self.seen_revision = None;
        }
    }

    /// True when not all calls are listed.
    pub fn is_partial(&self) -> bool {
        self.only.is_some()
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

    /// The call before or after another one in the list.
    pub fn neighbour(&self, call: CallIx, forward: bool) -> Option<CallIx> {
        let at = self.row_of(call)?;
        let next = if forward { at + 1 } else { at.checked_sub(1)? };
        self.rows.get(next).copied()
    }

    /// Row number (from 1) of a call and how many rows there are.
    pub fn position(&self, call: CallIx) -> (usize, usize) {
        (self.row_of(call).map_or(0, |at| at + 1), self.rows.len())
    }

    /// The next row from the cursor whose call is bad or a burst; false when there is none.
    pub fn next_problem(&mut self, store: &Store, forward: bool) -> bool {
        let is_problem = |row: &usize| {
            store.facts(self.rows[*row]).verdict.class <= crate::model::verdict::CallClass::Burst
        };
        let at = self.list.cursor();
        let found = if forward {
            (at + 1..self.rows.len()).find(is_problem)
        } else {
            (0..at.min(self.rows.len())).rev().find(is_problem)
        };
        if let Some(row) = found {
            self.list.go_to(row);
            self.is_touched = true;
        }
        found.is_some()
    }

    /// Sorts by the column under the column cursor, the worse end first; again reverses. Gives the words for it.
    pub fn sort(&mut self) -> String {
        let column = &self.table()[self.column.min(self.table().len() - 1)];
        let descending = match self.order {
            Some((field, descending)) if field == column.field => !descending,
            _ => column.worst_is_high,
        };
        self.order = Some((column.field, descending));
        self.seen_revision = None;
        format!("sorted {}", self.order_words())
    }

    /// How the list is sorted, in words.
    pub fn order_words(&self) -> String {
        let Some((field, descending)) = self.order else {
            return "worst first".to_owned();
        };
        let words = self
            .table()
            .iter()
            .find(|column| column.field == field)
            .map_or("", |column| column.words);
        format!(
            "by {words}, {}",
            if descending {
                "highest first"
            } else {
                "lowest first"
            }
        )
    }

    fn table(&self) -> &'static [ListColumn] {
        columns(self.size.0)
    }

    fn sorted_column(&self) -> Option<(usize, bool)> {
        let (field, descending) = self.order?;
        let at = self
            .table()
            .iter()
            .position(|column| column.field == field)?;
        Some((at, descending))
    }

    fn rebuild(&mut self, store: &Store) {
        let selected = self.selected();
        let order: Vec<(&CallField, bool)> = self
            .order
            .into_iter()
            .filter_map(|(name, descending)| Some((CallField::named(name)?, descending)))
            .collect();
        self.rows = store
            .calls()
            .filter(|&call| self.only.is_none_or(|only| only.is_of(store, call)))
            .collect();
        sort_calls(store, &mut self.rows, &order);
        self.places.clear();
        self.places.resize(store.call_count(), NOT_LISTED);
        for (row, call) in self.rows.iter().enumerate() {
            self.places[call.at()] = row as u32;
        }
        self.list.set_len(self.rows.len());
        match selected.and_then(|call| self.row_of(call)) {
            Some(row) if self.is_touched => self.list.follow(row),
            _ if self.is_touched => {}
            _ => self.list.go_to(0),
        }
    }
}

impl Pane for Calls {
    fn title(&self, context: &Context) -> String {
        let count = format::counted(self.rows.len() as u64, "call");
        if context.is_loading {
            format!("{count}{}", context.look.glyphs.ellipsis)
        } else {
            count
        }
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        let shapes: Vec<Column> = self.table().iter().map(|column| column.shape).collect();
        self.layout = Layout::new(&shapes, width);
        self.list
            .set_height(usize::from(height.saturating_sub(1 + self.lines_above())));
        self.column = self.column.min(self.table().len() - 1);
    }

    fn refresh(&mut self, context: &Context) {
        if self.is_behind(context.store) && !(self.is_held && self.seen_revision.is_some()) {
            self.rebuild(context.store);
            let height = self.size.1.saturating_sub(1 + self.lines_above());
            self.list.set_height(usize::from(height));
            self.seen_revision = Some(context.store.revision());
        }
    }

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        let last = self.table().len() - 1;
        match motion {
            Motion::Left => step(&mut self.column, false, last),
            Motion::Right => step(&mut self.column, true, last),
            _ => {
                self.is_touched = true;
                self.list.apply(motion)
            }
        }
    }

    fn draw(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        let above = self.lines_above();
        if let Some(only) = self.only {
            self.paint_only(painter, context, only);
        }
        let (width, height) = (painter.width(), painter.height().saturating_sub(above));
        self.paint_list(
            &mut painter.part(0, above, width, height),
            context,
            is_focused,
        );
    }
}

impl Calls {
    /// Lines that say which calls are listed.
    fn lines_above(&self) -> u16 {
        u16::from(self.only.is_some())
    }

    /// `only calls that are bad: 41 of 1,284`.
    fn paint_only(&self, painter: &mut Painter, context: &Context, only: Only) {
        let of = format!(
            ": {} of {}",
            format::count(self.rows.len() as u64),
            format::count(context.store.call_count() as u64)
        );
        let words = format!("only calls {}", only.words(context.store));
        let width = painter.width().saturating_sub(2);
        let room = width.saturating_sub(words::columns(&of));
        painter.field((1, 0, room), &words, Role::Notice, Align::Left, Cut::Middle);
        let x = 1 + words::columns(&words).min(room);
        painter.text(x, 0, &of, Role::Notice);
    }

    fn paint_list(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        let shapes: Vec<Column> = self.table().iter().map(|column| column.shape).collect();
        let marks = HeadMarks {
            sorted: self.sorted_column(),
            cursor: is_focused.then_some(self.column),
        };
        table::paint_head(painter, &shapes, &self.layout, marks);
        if self.rows.is_empty() {
            let why = if context.is_loading {
                "no call yet: reading"
            } else if self.only.is_some() {
                "no call is one of these"
            } else {
                "no call in what was loaded; the load report says why"
            };
            painter.text(1, 2, why, Role::Dim);
            return;
        }
        let (width, height) = (painter.width(), painter.height().saturating_sub(1));
        let mut body = painter.part(0, 1, width, height);
        table::paint_rows(
            &mut body,
            &shapes,
            &self.layout,
            &self.list,
            is_focused,
            |row, column| {
                let call = self.rows[row];
                (self.table()[column].cell)(context, call)
            },
        );
    }
}

fn step(at: &mut usize, forward: bool, last: usize) -> bool {
    let before = *at;
    *at = if forward {
        (*at + 1).min(last)
    } else {
        at.saturating_sub(1)
    };
    *at != before
}
