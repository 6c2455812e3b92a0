//! One file a pane: its state, its columns or rows, its drawing. Panes follow the shared selection, never each other.
//!
//! A turn goes: [`Pane::resize`], [`Pane::refresh`], then [`Pane::draw`], which changes nothing.

pub mod call_head;
pub mod calls;
pub mod chart;
pub mod filter_line;
pub mod find;
pub mod groups;
pub mod help;
pub mod legs;
pub mod load_report;
mod measure;
pub mod overview;
pub mod preview;
pub mod record;
pub mod records;
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

    /// Draws itself without its rule. An empty pane says in one sentence why it is empty.
    fn draw(&self, painter: &mut Painter, context: &Context, is_focused: bool);
}
