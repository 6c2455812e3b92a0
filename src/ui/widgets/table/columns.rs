//! A table whose columns the user chooses: those of the program or the user's, where they stand, the column cursor, and
//! by which of them the rows are sorted. What stands in the cells is the pane's.

use super::chosen::{Chosen, ColumnStep};
use super::order::Order;
use super::scroll::{Stay, lay_out};
use super::{Column, HeadMarks, Layout, paint_head};
use crate::ui::painter::Painter;
use std::ops::Range;

/// A column that can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Its name, by which a choice is kept.
    pub name: &'static str,
    /// The field it sorts by.
    pub sorts: &'static str,
    /// Its name in a sentence.
    pub words: &'static str,
    /// Head and width.
    pub shape: Column,
}

/// What a kind of list can show now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offers {
    /// All columns there are.
    pub all: Vec<Offer>,
    /// Those shown where the user chose none.
    pub program: Vec<&'static str>,
    /// How many on the left stay where the user chose columns but not which of them stay.
    pub stay: usize,
    /// Where it is the last it stays on the right, and new columns come before it.
    pub last: Option<&'static str>,
}

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
pub struct ColumnTable {
    offers: Offers,
    chosen: Chosen,
    order: Order,
    /// The columns from left to right, by their place among the offers.
    columns: Vec<usize>,
    shapes: Vec<Column>,
    layout: Layout,
    /// The first of those that scroll.
    from: usize,
    /// Those seen of them; none when nothing scrolls.
    seen: Option<Range<usize>>,
    cursor: usize,
    width: u16,
}

impl ColumnTable {
    /// The width it was laid out for; 0 = not yet.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Takes its width and what it can show.
    pub fn offer(&mut self, width: u16, offers: Offers) {
        if self.width == width && self.offers == offers {
            return;
        }
        let at = self.under_cursor().map(|offer| offer.name);
        (self.width, self.offers) = (width, offers);
        self.build();
        self.stay_at(at);
    }

    /// Head and width of each column.
    pub fn shapes(&self) -> &[Column] {
        &self.shapes
    }

    /// Where they stand.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Which of the offers a column is.
    pub fn offer_of(&self, column: usize) -> usize {
        self.columns.get(column).copied().unwrap_or_default()
    }

    /// How wide a column is on the screen; 0 when it is not seen.
    pub fn width_on_screen(&self, column: usize) -> u16 {
        let slot = self.layout.slots.iter().find(|slot| slot.column == column);
        slot.map_or(0, |slot| slot.width)
    }

    /// The number of the column under the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The column under the cursor.
    pub fn under_cursor(&self) -> Option<&Offer> {
        self.offers.all.get(*self.columns.get(self.cursor)?)
    }

    /// Puts the cursor on a column by its number.
    pub fn set_cursor(&mut self, column: usize) {
        self.cursor = column;
        self.settle();
    }

    /// Puts the cursor on a column by its name, where it is shown.
    pub fn go_to(&mut self, name: &str) {
        let is_it = |offer: &usize| self.offers.all[*offer].name == name;
        if let Some(at) = self.columns.iter().position(is_it) {
            self.set_cursor(at);
        }
    }

    /// Moves the cursor to the next column that is shown, or can be scrolled to; false when there is none.
    pub fn move_cursor(&mut self, right: bool) -> bool {
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
    pub fn chosen(&self) -> &Chosen {
        &self.chosen
    }

    /// Shows what was chosen; the cursor stays on its column.
    pub fn choose(&mut self, chosen: Chosen) {
        let at = self.under_cursor().map(|offer| offer.name);
        self.chosen = chosen;
        self.build();
        self.stay_at(at);
    }

    /// A step about a column; refused with the reason where there is nothing to do. The first makes the columns of the
    /// program the user's.
    pub fn step(&mut self, step: ColumnStep, name: &str) -> Result<(), &'static str> {
        let name = self.named(name).ok_or("there is no such column")?.name;
        let mut chosen = self.effective();
        let width = self.width_of(name);
        chosen.step(step, (name, width), self.offers.last)?;
        self.choose(chosen);
        Ok(())
    }

    /// All columns there are, those shown first and in their order.
    pub fn states(&self) -> Vec<ColumnState> {
        let shown = self.effective();
        let last_stays = shown.last_stays(self.offers.last);
        let state = |offer: &Offer| {
            let place = shown.place(offer.name);
            let is_last = place.is_some_and(|at| at + 1 == shown.columns.len());
            ColumnState {
                name: offer.name,
                head: offer.shape.title,
                words: offer.words,
                place,
                width: self.width_of(offer.name),
                stays: place.is_some_and(|at| at < shown.stay) || is_last && last_stays,
            }
        };
        let mut states: Vec<ColumnState> = self.offers.all.iter().map(state).collect();
        states.sort_by_key(|state| state.place.unwrap_or(usize::MAX));
        states
    }

    /// Which columns are seen, when not all are.
    pub fn shown(&self) -> Option<Shown> {
        let of = self.columns.len();
        match &self.seen {
            Some(seen) => Some(Shown::Scrolled(seen.clone(), of)),
            None if self.layout.hidden > 0 => Some(Shown::LeftOut(of - self.layout.hidden, of)),
            None => None,
        }
    }

    /// The same in words, for the line above the keys: `columns 4-7 of 15`; empty when all are seen.
    pub fn shown_words(&self) -> String {
        match self.shown() {
            Some(Shown::Scrolled(seen, of)) => {
                format!("columns {}-{} of {of}", seen.start + 1, seen.end)
            }
            Some(Shown::LeftOut(shown, of)) => format!("{shown} of {of} columns"),
            None => String::new(),
        }
    }

    /// The fields the rows are sorted by, as the heads tell it.
    pub fn order(&self) -> &Order {
        &self.order
    }

    /// Tells by the heads that the rows are sorted so. A column that is sorted by is wide enough for its head and the sign.
    pub fn set_order(&mut self, order: Order) {
        if self.order != order {
            self.order = order;
            self.settle();
        }
    }

    /// The columns that show how the rows are sorted: of several of a field the first with a head.
    fn sorted(&self) -> Vec<(usize, bool)> {
        let place = |field: &str| {
            let is_seen = |at: &usize| {
                self.is_placed(*at) && self.offers.all[self.columns[*at]].sorts == field
            };
            let has_head = |at: &usize| !self.shapes[*at].title.is_empty();
            let all = || (0..self.columns.len()).filter(is_seen);
            all().find(has_head).or_else(|| all().next())
        };
        self.order
            .iter()
            .map(|&(field, down)| (place(field).unwrap_or(usize::MAX), down))
            .collect()
    }

    /// Paints the heads.
    pub fn paint_head(&self, painter: &mut Painter, is_focused: bool) {
        let marks = HeadMarks {
            sorted: &self.sorted(),
            cursor: is_focused.then_some(self.cursor),
        };
        paint_head(painter, &self.shapes, &self.layout, marks);
    }

    /// The blank after a column, else the margin.
    pub fn after(&self, name: &str) -> u16 {
        let is_it = |at: usize| {
            let offer = self.columns.get(at).map(|&at| self.offers.all[at].name);
            offer == Some(name)
        };
        let slot = self.layout.slots.iter().find(|slot| is_it(slot.column));
        slot.map_or(0, |slot| slot.x + slot.width)
    }

    fn named(&self, name: &str) -> Option<&Offer> {
        self.offers.all.iter().find(|offer| offer.name == name)
    }

    /// What is chosen, or what the program chooses.
    fn effective(&self) -> Chosen {
        if self.chosen.columns.is_empty() {
            Chosen::program(&self.offers.program, self.offers.stay)
        } else {
            self.chosen.clone()
        }
    }

    /// How wide a column is, or would be.
    fn width_of(&self, name: &str) -> u16 {
        let is_it = |offer: &usize| self.offers.all[*offer].name == name;
        let at = self.columns.iter().position(is_it);
        let shape = || self.named(name).map_or(0, |offer| offer.shape.width);
        match at.map(|at| (at, self.width_on_screen(at))) {
            None => shape(),
            Some((at, 0)) => self.shapes[at].width,
            Some((_, width)) => width,
        }
    }

    fn is_placed(&self, column: usize) -> bool {
        self.layout.slots.iter().any(|slot| slot.column == column)
    }

    /// Takes the columns that are shown. A chosen one that cannot be shown now is left out, and comes again with its offer.
    fn build(&mut self) {
        let place = |name| self.offers.all.iter().position(|offer| offer.name == name);
        let shown = self.effective().columns;
        self.columns = shown.iter().filter_map(|pick| place(pick.name)).collect();
        self.settle();
    }

    fn stay_at(&mut self, name: Option<&str>) {
        if let Some(name) = name {
            self.go_to(name);
        }
    }

    /// Places the columns so that the one under the cursor is seen; first without the signs of the order, which make
    /// columns wider.
    fn settle(&mut self) {
        self.cursor = self.cursor.min(self.columns.len().saturating_sub(1));
        self.shapes = self.own_shapes();
        self.place();
        let sign = match self.order.len() {
            0 => return,
            1 => 1,
            _ => 2,
        };
        let mut is_wider = false;
        for (at, _) in self.sorted() {
            let is_own = |offer: &usize| {
                let name = self.offers.all[*offer].name;
                let picked = self.chosen.columns.iter().find(|pick| pick.name == name);
                picked.is_some_and(|pick| pick.width.is_some())
            };
            // A width that the user chose stays.
            if self.columns.get(at).is_none_or(is_own) {
                continue;
            }
            let shape = &mut self.shapes[at];
            let needed = shape.title.len() as u16 + sign;
            is_wider |= shape.width < needed;
            shape.width = shape.width.max(needed);
        }
        if is_wider {
            self.place();
        }
    }

    /// Head and width of the columns as they are offered and chosen.
    fn own_shapes(&self) -> Vec<Column> {
        let shape = |&at: &usize| {
            let offer = &self.offers.all[at];
            let mut shape = offer.shape;
            let picked = self
                .chosen
                .columns
                .iter()
                .find(|pick| pick.name == offer.name);
            if let Some(width) = picked.and_then(|pick| pick.width) {
                shape.width = width;
                shape.grows = false;
            }
            shape
        };
        self.columns.iter().map(shape).collect()
    }

    fn place(&mut self) {
        if self.chosen.columns.is_empty() {
            (self.layout, self.seen) = (Layout::new(&self.shapes, self.width), None);
            let before = |at: &usize| self.is_placed(*at);
            self.cursor = (0..=self.cursor).rev().find(before).unwrap_or_default();
            return;
        }
        let stay = Stay {
            first: self.chosen.stay,
            last: self.chosen.last_stays(self.offers.last),
        };
        let scrolled = lay_out(&self.shapes, stay, (self.from, self.cursor), self.width);
        self.layout = scrolled.layout;
        (self.from, self.seen) = (scrolled.from, scrolled.seen);
    }
}

/// A pane whose table has columns to choose from.
pub trait HasColumns {
    /// Its table.
    fn table(&self) -> &ColumnTable;

    /// The same, to be changed.
    fn table_mut(&mut self) -> &mut ColumnTable;
}
