//! All calls at once: how many of what class, due to what, how they ended, when, with which clients, who, and which
//! to look at first.
//!
//! ```text
//! ─ Calls ───────────────── ─ Poor due to ──────────── ─ How legs ended ───────
//! ─ Calls per hour ──────────────────────────────────────────────────────────
//! ─[Look at these first: 41 bad, 77 bursts]──────────────────────────────────
//! >x 19 02:07  21:16 Group P2.1 dropped 410/3101 …                    7f3c9a12
//! ```
//!
//! Every number is a number of calls; Enter lists them. Narrow screens show the upper boxes in turns.

mod cards;
mod histogram;
mod hours;
mod paint;

use super::{Pane, Standing};
use crate::model::id::CallIx;
use crate::model::store::Store;
use crate::query::overview::{Overview, Part};
use crate::ui::context::{Context, Motion};
use crate::ui::painter::Painter;
use crate::ui::widgets::list::List;
use cards::{Card, Line};
use hours::Hours;

/// From this size the upper boxes stand wider and the clients have a row of their own.
const WIDE: (u16, u16) = (120, 34);

/// What stands behind the row under the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A call.
    Call(CallIx),
    /// Some calls.
    Part(Part),
}

/// One box: its rows and the cursor in them.
#[derive(Default)]
struct Shelf {
    lines: Vec<Line>,
    list: List,
}

/// The pane's state.
#[derive(Default)]
pub struct OverviewPane {
    focus: Card,
    /// The boxes shown above on a narrow screen.
    strip: usize,
    shelves: [Shelf; Card::SHELVES],
    hours: Hours,
    first: Vec<CallIx>,
    list: List,
    /// The overview that the rows are of, and for which width.
    seen: Option<(u64, Option<u64>, u16)>,
    size: (u16, u16),
}

/// Where the parts stand: y and height with their rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Split {
    upper: u16,
    hours: u16,
    first: u16,
    lower: u16,
}

impl OverviewPane {
    /// What Enter opens.
    pub fn target(&self) -> Option<Target> {
        match self.focus {
            Card::First => self.selected().map(Target::Call),
            Card::Hours => self.hours.part().map(Target::Part),
            card => {
                let rows = &self.shelves[card.shelf()?];
                let line = rows.lines.get(rows.list.cursor())?;
                line.part.map(Target::Part)
            }
        }
    }

    /// The filter behind the row under the cursor, as one condition; for a call of the list its class.
    pub fn condition(&self, store: &Store) -> Option<Vec<String>> {
        let part = match self.target()? {
            Target::Call(call) => Part::Class(store.facts(call).verdict.class),
            Target::Part(part) => part,
        };
        Some(part.conditions(store))
    }

    /// The call under the cursor of the list.
    pub fn selected(&self) -> Option<CallIx> {
        let row = self.first.get(self.list.cursor()).copied();
        row.filter(|_| self.focus == Card::First)
    }

    /// To the next or previous box.
    pub fn next_box(&mut self, forward: bool) {
        self.focus = self.focus.next(forward);
        if let Some(strip) = self.focus.strip() {
            self.strip = strip;
        }
        self.settle();
    }

    /// To the next or previous call of the list; false at its ends.
    pub fn next_problem(&mut self, forward: bool) -> bool {
        if self.focus != Card::First {
            self.focus = Card::First;
            return !self.first.is_empty();
        }
        self.list
            .apply(if forward { Motion::Down } else { Motion::Up })
    }

    /// Moves along the calls per hour; false at the ends.
    pub fn move_time(&mut self, columns: i32) -> bool {
        self.focus = Card::Hours;
        self.hours.step(columns)
    }

    /// Begins to brush over hours, or no longer; true when it began.
    pub fn turn_brush(&mut self) -> bool {
        self.focus = Card::Hours;
        self.hours.turn_brush()
    }

    fn is_wide(&self) -> bool {
        self.size.0 >= WIDE.0 && self.size.1 >= WIDE.1
    }

    /// The height shared out: a line of facts, then upper boxes, hours, the list, and on wide screens the clients.
    fn split(&self) -> Split {
        let rest = self.size.1.saturating_sub(1);
        if self.is_wide() {
            let (upper, hours) = (10, 9);
            let lower = (rest - upper - hours) / 2;
            let first = rest - upper - hours - lower;
            return Split {
                upper,
                hours,
                first,
                lower,
            };
        }
        // With little room the list stays longest.
        let hours = if rest >= 18 { 5 } else { 0 };
        let upper = if rest >= 12 { 7 } else { 0 };
        Split {
            upper,
            hours,
            first: rest - upper - hours,
            lower: 0,
        }
    }

    fn settle(&mut self) {
        let split = self.split();
        self.list
            .set_height(usize::from(split.first.saturating_sub(2)));
        let is_wide = self.is_wide();
        for shelf in Card::ALL {
            if let Some(at) = shelf.shelf() {
                let room = if is_wide && shelf.is_client() {
                    split.lower
                } else {
                    split.upper
                };
                self.shelves[at]
                    .list
                    .set_height(usize::from(room.saturating_sub(1)));
            }
        }
    }

    fn rebuild(&mut self, context: &Context, overview: &Overview) {
        for shelf in Card::ALL {
            if let Some(at) = shelf.shelf() {
                let lines = cards::lines(shelf, context.store, overview);
                self.shelves[at].list.set_len(lines.len());
                self.shelves[at].lines = lines;
            }
        }
        self.hours
            .set(&overview.hours, histogram::plot_width(self.size.0));
        let selected = self.first.get(self.list.cursor()).copied();
        self.first.clone_from(&overview.first);
        self.list.set_len(self.first.len());
        // The worst stays under the cursor until it was moved.
        let moved = selected.filter(|_| self.list.cursor() > 0);
        if let Some(row) = moved.and_then(|call| self.first.iter().position(|&row| row == call)) {
            self.list.follow(row);
        }
    }
}

impl Pane for OverviewPane {
    fn title(&self, _: &Context) -> String {
        "Overview".to_owned()
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        self.settle();
    }

    fn refresh(&mut self, context: &Context) {
        let Some(overview) = context.overview else {
            return;
        };
        let stamp = Some((overview.revision, overview.kept, self.size.0));
        if self.seen != stamp {
            self.seen = stamp;
            self.rebuild(context, overview);
        }
    }

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        match (self.focus, motion) {
            (Card::First, Motion::Left | Motion::Right) => false,
            (Card::First, _) => self.list.apply(motion),
            (Card::Hours, Motion::Left | Motion::Up) => self.hours.step(-1),
            (Card::Hours, Motion::Right | Motion::Down) => self.hours.step(1),
            (Card::Hours, Motion::Top) => self.hours.step(i32::MIN),
            (Card::Hours, Motion::Bottom) => self.hours.step(i32::MAX),
            (Card::Hours, _) => false,
            (_, Motion::Left) => {
                self.next_box(false);
                true
            }
            (_, Motion::Right) => {
                self.next_box(true);
                true
            }
            (card, _) => card
                .shelf()
                .is_some_and(|at| self.shelves[at].list.apply(motion)),
        }
    }

    fn standing(&self) -> Standing {
        Standing::of(&self.list)
    }

    fn stand(&mut self, standing: Standing) {
        self.list.stand(standing.rows);
    }

    fn draw(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        self.paint(painter, context, is_focused);
    }
}
