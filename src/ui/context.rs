//! What every pane may look at while it refreshes and draws; panes never look at each other.

use super::glyphs::Glyphs;
use super::theme::Theme;
use super::time_face::TimeFace;
use crate::model::call::CallDetail;
use crate::model::selection::Selection;
use crate::model::store::Store;
use crate::query::compare::Comparison;
use crate::query::group::Groups;
use crate::query::kept::KeptCalls;
use crate::query::marked::Marked;
use crate::query::overview::Overview;

/// Styles, signs and times.
#[derive(Clone, Copy)]
pub struct Look {
    /// Styles by role.
    pub theme: Theme,
    /// Signs, Unicode or ASCII.
    pub glyphs: &'static Glyphs,
    /// How times are shown.
    pub face: TimeFace,
}

/// The axis of time that a call's panes share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeView {
    /// What is shown, in ticks; none for a call without times.
    pub range: Option<(i64, i64)>,
    /// The time cursor, in ticks.
    pub cursor: Option<i64>,
}

/// The shared state as panes see it.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// All that is loaded.
    pub store: &'a Store,
    /// What is selected.
    pub selection: &'a Selection,
    /// The selected call, built.
    pub detail: Option<&'a CallDetail>,
    /// All calls counted, once that is done; may lag behind the store.
    pub overview: Option<&'a Overview>,
    /// The calls that the filter keeps; none when all are.
    pub kept: Option<&'a KeptCalls>,
    /// Calls in groups, once they are counted; may be of other dimensions, or a part.
    pub groups: Option<&'a Groups>,
    /// Two sides compared, once that is done.
    pub comparison: Option<&'a Comparison>,
    /// The axis of time.
    pub time: TimeView,
    /// What the user marked and noted.
    pub marked: &'a Marked,
    /// Styles and signs.
    pub look: Look,
    /// True while files are being read: counts are not final.
    pub is_loading: bool,
}

/// How a cursor may move; the same words in every pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// To the first row.
    Top,
    /// To the last row.
    Bottom,
    /// A screen up.
    PageUp,
    /// A screen down.
    PageDown,
    /// Half a screen up.
    HalfUp,
    /// Half a screen down.
    HalfDown,
    /// Column cursor left, or close the branch.
    Left,
    /// Column cursor right, or open the branch.
    Right,
}

impl Motion {
    /// True for a motion that leaves the place for one that may be far: a way back is wanted.
    pub const fn is_far(self) -> bool {
        matches!(self, Self::Top | Self::Bottom)
    }
}
