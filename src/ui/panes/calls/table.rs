//! The columns that the list shows now: those of the program or the user's, where they stand, and the column cursor.

use super::Order;
use super::chosen::{Chosen, ColumnStep};
use super::columns::{self, ListColumn};
use crate::model::id::CallIx;
use crate::ui::context::Context;
use crate::ui::widgets::table::scroll::{Stay, lay_out};
use crate::ui::widgets::table::{Cell, Column, Layout};
use std::ops::Range;

/// A column and how it is shown, for the one who chooses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnState {
    /// Its name.
    pub name: &'static str,
    /// Its head.
    pub head: &'static str,
    /// Its name in a sentence.
    pub words: &'static str,
    /// Its place from the left; none = not shown.
    pub place: Option<usize>,
    /// Columns of the screen.
    pub width: u16,
    /// Whether it stays while others scroll.
    pub stays: bool,
}

/// Which columns are seen when not all are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// These of so many, counted from 0; those that stay are seen besides.
    Scrolled(Range<usize>, usize),
    /// So many of so many: those of the program that do not fit are left out.
    LeftOut(usize, usize),
}

/// The table.
#[derive(Default)]
pub(super) struct Table {
    chosen: Chosen,
    columns: Vec<&'static ListColumn>,
    shapes: Vec<Column>,
    layout: Layout,
    /// The first of those that scroll.
    from: usize,
    /// Those seen of them; none when nothing scrolls.
    seen: Option<Range<usize>>,
    cursor: usize,
    width: u16,
}

impl Table {
    /// Takes its width.
    pub(super) fn resize(&mut self, width: u16) {
        if self.width != width || self.columns.is_empty() {
            let at = self.under_cursor().map(|column| column.name);
            self.width = width;
            self.build();
            self.stay_at(at);
        }
    }

    /// Head and width of each column.
    pub(super) fn shapes(&self) -> &[Column] {
        &self.shapes
    }

    /// Where they stand.
    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The number of the column under the cursor.
    pub(super) fn cursor(&self) -> usize {
        self.cursor
    }

    /// The column under the cursor.
    pub(super) fn under_cursor(&self) -> Option<&'static ListColumn> {
        self.columns.get(self.cursor).copied()
    }

    /// Puts the cursor on a column by its number.
    pub(super) fn set_cursor(&mut self, column: usize) {
        self.cursor = column;
        self.settle();
    }

    /// Puts the cursor on a column by its name, where it is shown.
    pub(super) fn go_to(&mut self, name: &str) {
        if let Some(at) = self.columns.iter().position(|column| column.name == name) {
            self.set_cursor(at);
        }
    }

    /// Moves the cursor to the next column that is shown, or can be scrolled to; false when there is none.
    pub(super) fn move_cursor(&mut self, right: bool) -> bool {
        let can_stand = |at: &usize| self.seen.is_some() || self.is_placed(*at);
        let next = if right {
            (self.cursor + 1..self.columns.len()).find(can_stand)
        } else {
            (0..self.cursor).rev().find(can_stand)
        };
        if let Some(next) = next {
            self.set_cursor(next);
        }
        next.is_some()
    }

    /// What was chosen.
    pub(super) fn chosen(&self) -> &Chosen {
        &self.chosen
    }

    /// Shows what was chosen; the cursor stays on its column.
    pub(super) fn choose(&mut self, chosen: Chosen) {
        let at = self.under_cursor().map(|column| column.name);
        self.chosen = chosen;
        self.build();
        self.stay_at(at);
    }

    /// A step about a column. The first makes the columns of the program the user's.
    pub(super) fn step(&mut self, step: ColumnStep, name: &str) -> Result<(), &'static str> {
        let column = columns::named(name).ok_or("there is no such column")?;
        let mut chosen = self.effective();
        let width = self.width_of(column.name);
        chosen.step(step, column.name, width)?;
        self.choose(chosen);
        Ok(())
    }

    /// All columns there are.
    pub(super) fn states(&self) -> Vec<ColumnState> {
        let shown = self.effective();
        let state = |column: &'static ListColumn| {
            let place = shown.place(column.name);
            let is_last = place.is_some_and(|at| at + 1 == shown.columns.len());
            ColumnState {
                name: column.name,
                head: column.shape(self.width).title,
                words: &column.words,
                place,
                width: self.width_of(column.name),
                stays: place.is_some_and(|at| at < shown.stay) || is_last && shown.last_stays(),
            }
        };
        let mut states: Vec<ColumnState> = columns::all().iter().map(state).collect();
        states.sort_by_key(|state| state.place.unwrap_or(usize::MAX));
        states
    }

    /// Which columns are seen, when not all are.
    pub(super) fn shown(&self) -> Option<Shown> {
        let of = self.columns.len();
        match &self.seen {
            Some(seen) => Some(Shown::Scrolled(seen.clone(), of)),
            None if self.layout.hidden > 0 => Some(Shown::LeftOut(of - self.layout.hidden, of)),
            None => None,
        }
    }

    /// The columns the list is sorted by, of those it has.
    pub(super) fn sorted(&self, order: &Order) -> Vec<(usize, bool)> {
        let place = |field: &str| {
            let is_seen = |at: &usize| self.is_placed(*at) && self.columns[*at].field == field;
            (0..self.columns.len()).find(is_seen).unwrap_or(usize::MAX)
        };
        order
            .iter()
            .map(|&(field, down)| (place(field), down))
            .collect()
    }

    /// A call's cell.
    pub(super) fn cell(&self, context: &Context, call: CallIx, column: usize) -> Cell {
        let slot = self.layout.slots.iter().find(|slot| slot.column == column);
        let width = slot.map_or(0, |slot| slot.width);
        self.columns[column].cell(context, call, (width, self.width))
    }

    /// The blank after a column, else the margin.
    pub(super) fn after(&self, name: &str) -> u16 {
        let is_it = |at: usize| {
            self.columns
                .get(at)
                .is_some_and(|column| column.name == name)
        };
        let slot = self.layout.slots.iter().find(|slot| is_it(slot.column));
        slot.map_or(0, |slot| slot.x + slot.width)
    }

    /// What is chosen, or what the program chooses for this width.
    fn effective(&self) -> Chosen {
        if self.chosen.columns.is_empty() {
            Chosen::program(self.width)
        } else {
            self.chosen.clone()
        }
    }

    /// How wide a column is, or would be.
    fn width_of(&self, name: &str) -> u16 {
        let at = self.columns.iter().position(|column| column.name == name);
        let slot = self
            .layout
            .slots
            .iter()
            .find(|slot| Some(slot.column) == at);
        let shape = || columns::named(name).map_or(0, |column| column.shape(self.width).width);
        let wanted = || at.map_or_else(shape, |at| self.shapes[at].width);
        slot.map_or_else(wanted, |slot| slot.width)
    }

    fn is_placed(&self, column: usize) -> bool {
        self.layout.slots.iter().any(|slot| slot.column == column)
    }

    fn build(&mut self) {
        let (mut columns, mut shapes) = (Vec::new(), Vec::new());
        for pick in self.effective().columns {
            let Some(column) = columns::named(pick.name) else {
                continue;
            };
            let mut shape = column.shape(self.width);
            if let Some(width) = pick.width {
                shape.width = width;
                shape.grows = false;
            }
            columns.push(column);
            shapes.push(shape);
        }
        (self.columns, self.shapes) = (columns, shapes);
        self.settle();
    }

    fn stay_at(&mut self, name: Option<&str>) {
        if let Some(name) = name {
            self.go_to(name);
        }
    }

    /// Places the columns so that the one under the cursor is seen.
    fn settle(&mut self) {
        self.cursor = self.cursor.min(self.columns.len().saturating_sub(1));
        if self.chosen.columns.is_empty() {
            (self.layout, self.seen) = (Layout::new(&self.shapes, self.width), None);
            let before = |at: &usize| self.is_placed(*at);
            self.cursor = (0..=self.cursor).rev().find(before).unwrap_or_default();
            return;
        }
        let stay = Stay {
            first: self.chosen.stay,
            last: self.chosen.last_stays(),
        };
        let scrolled = lay_out(&self.shapes, stay, (self.from, self.cursor), self.width);
        self.layout = scrolled.layout;
        (self.from, self.seen) = (scrolled.from, scrolled.seen);
    }
}
