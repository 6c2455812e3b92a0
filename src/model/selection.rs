//! What is selected: the path call › leg › stream › record that all panes share.

use super::call::{LegNo, StreamNo};
use super::id::CallIx;
use super::source::Source;

/// The selected place. Each step is meaningful only with the ones before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The call.
    pub call: Option<CallIx>,
    /// A leg of it.
    pub leg: Option<LegNo>,
    /// A stream of it.
    pub stream: Option<StreamNo>,
    /// The record behind what is selected.
    pub record: Option<Source>,
}
