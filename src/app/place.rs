//! Where the user is, so that `q` can bring them back exactly there.

use super::action::View;
use super::filters::Chosen;
use crate::model::selection::Selection;

/// A page with its selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page.
    pub view: View,
    /// What was selected.
    pub selection: Selection,
    /// The focused pane.
    pub focus: Focus,
    /// Where leaving it changed the filter: what it was, and what it became.
    pub filter: Option<(Chosen, Chosen)>,
    /// On which line of the call list its cursor stood.
    pub list_line: usize,
}

/// A pane that can have the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// All calls at once.
    Overview,
    /// The call list.
    Calls,
    /// Participants, legs, streams.
    Legs,
    /// The metrics of streams.
    Streams,
    /// Operations over time.
    Timeline,
    /// Findings of a call.
    Why,
    /// Statistics over time.
    Chart,
    /// Calls in groups.
    Groups,
    /// Two sides next to each other.
    Compare,
    /// The load report.
    Load,
    /// All records by kind.
    Records,
    /// A record's text.
    Record,
    /// The start page.
    Start,
}

impl Focus {
    /// The panes of a page in the order of Tab.
    pub const fn of(view: View) -> &'static [Self] {
        match view {
            View::Start => &[Self::Start],
            View::Overview => &[Self::Overview],
            View::Calls => &[Self::Calls],
            View::Call => &[Self::Legs, Self::Streams, Self::Timeline],
            View::Why => &[Self::Why],
            View::Chart => &[Self::Chart],
            View::Groups => &[Self::Groups],
            View::Compare => &[Self::Compare],
            View::Load => &[Self::Load],
            View::Records => &[Self::Records],
            View::Record => &[Self::Record],
        }
    }
}
