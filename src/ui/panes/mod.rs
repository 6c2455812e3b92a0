//! One file a pane: its state, its columns or rows, its drawing. Panes follow the shared selection, never each other.
//!
//! A turn goes: [`Pane::resize`], [`Pane::refresh`], then [`Pane::draw`], which changes nothing.

pub mod call_head;
pub mod calls;
pub mod chart;
pub mod columns;
pub mod compare;
pub mod filter_line;
pub mod find;
pub mod groups;
pub mod help;
pub mod legs;
pub mod load_report;
mod measure;
pub mod overview;
pub mod palette;
pub mod preview;
pub mod record;
pub mod records;
mod signs;
mod standing;
pub mod start;
pub mod streams;
#[cfg(test)]
pub(crate) mod testing;
pub mod timeline;
pub mod why;
mod words;

use super::context::{Context, Motion};
use super::painter::Painter;
use super::widgets::list::List;

/// Cursor and scroll of a pane, as far as it has them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Cursor and first row seen of its rows.
    pub rows: (usize, usize),
    /// The same of its other rows, as lanes.
    pub others: (usize, usize),
    /// True when the keys move those.
    pub is_at_others: bool,
    /// The column cursor, or whatever else the pane has beside its rows.
    pub column: usize,
    /// The time that is zoomed to, in ticks.
    pub zoom: Option<(i64, i64)>,
    /// The time cursor, in ticks.
    pub time: Option<i64>,
}

impl Standing {
    /// Of a pane with no more than rows.
    fn of(rows: &List) -> Self {
        Self {
            rows: rows.place(),
            ..Self::default()
        }
    }
}

/// What the screen needs of every pane.
pub trait Pane {
    /// The title in its rule.
    fn title(&self, context: &Context) -> String;

    /// Takes its size; comes before the first `refresh`.
    fn resize(&mut self, width: u16, height: u16);

    /// Brings its rows up to date with the store and the selection; cheap when nothing changed.
    fn refresh(&mut self, context: &Context);

    /// Moves its cursor; false when nothing changed.
    fn apply(&mut self, motion: Motion, context: &Context) -> bool;

    /// Where its cursor and what it shows of its rows are, to be put back later.
    fn standing(&self) -> Standing {
        Standing::default()
    }

    /// Puts them back; comes after `refresh` with the same rows.
    fn stand(&mut self, _: Standing) {}

    /// Draws itself without its rule. An empty pane says in one sentence why it is empty.
    fn draw(&self, painter: &mut Painter, context: &Context, is_focused: bool);
}
