//! What a command does to the state: plain, comparable values.

use crate::ui::context::Motion;
use crate::ui::panes::groups::Choice;
use crate::ui::widgets::editor::Edit;
use crate::ui::widgets::table::chosen::ColumnStep;

/// A page of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// What to do when nothing was given.
    Start,
    /// All calls at once.
    Overview,
    /// The call list.
    Calls,
    /// One call.
    Call,
    /// Why the call is what it is.
    Why,
    /// Media statistics of a leg over time.
    Chart,
    /// Calls in groups.
    Groups,
    /// Two sides next to each other.
    Compare,
    /// What was read and what was not.
    Load,
    /// All records by kind, usage and daily figures.
    Records,
    /// One record as it stands in its file.
    Record,
}

impl View {
    /// True for the pages of the selected call.
    pub const fn is_of_call(self) -> bool {
        matches!(self, Self::Call | Self::Why | Self::Chart)
    }
}

/// A change of the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Move the cursor of the focused pane.
    Move(Motion),
    /// Enter what is under the cursor.
    Open,
    /// One step back; from the first page: quit.
    Back,
    /// Leave the program.
    Quit,
    /// Ctrl-C: stop a running job, else quit.
    Interrupt,
    /// Stop and hand the terminal back until `fg`.
    Suspend,
    /// Draw everything anew.
    Repaint,
    /// Go to a page.
    Show(View),
    /// Focus the next pane (true) or the previous.
    Focus(bool),
    /// The focused pane alone on the screen, or all again.
    Zoom,
    /// Sort by the column under the column cursor; again reverses.
    Sort,
    /// On the page of groups: choose a dimension, or the measure.
    ChooseGroups(Choice),
    /// The worst first again.
    WorstFirst,
    /// Choose columns.
    Columns,
    /// Change the choice of columns.
    Column(ColumnStep),
    /// Open the find box.
    Find,
    /// Find every place of the value under the cursor.
    Pivot,
    /// Show hits of all times, or only those near the time typed.
    AllTimes,
    /// Next (true) or previous hit of the last search.
    Hit(bool),
    /// Next (true) or previous call of the list, in place.
    Call(bool),
    /// Next (true) or previous leg of the call.
    Leg(bool),
    /// Next (true) or previous problem.
    Problem(bool),
    /// Move the time cursor by columns.
    Time(i16),
    /// Zoom time in (true) or out.
    TimeZoom(bool),
    /// Show the whole call.
    TimeWhole,
    /// Only what is poor, or everything again.
    OnlyPoor,
    /// A mark on the time under the time cursor (true); times since it, or as they are again (false).
    TimeMark(bool),
    /// Only the selected leg on the timeline, or all again.
    OnlyLeg,
    /// Only ranges on the timeline, or every operation again.
    RangesOnly,
    /// Begin to brush over the hours of the overview, or no longer.
    Brush,
    /// Show times in the next zone, or from the start of the call.
    Clock,
    /// The record behind what is under the cursor.
    Raw,
    /// Why what is under the cursor is what it is.
    Why,
    /// The media statistics of the selected leg or stream over time.
    Chart,
    /// Read on in files that grow and take up new ones, or no longer.
    Follow,
    /// Look once for what came to the files.
    Reload,
    /// Compare what is marked.
    Compare,
    /// Only rows that differ, or all again.
    OnlyDifferent,
    /// Show help.
    Help,
    /// List the commands by name.
    Palette,
    /// Mark what is under the cursor, or take the mark away.
    Mark,
    /// Write a note on the call.
    Note,
    /// Save the filter under a name.
    Save,
    /// Forget a saved filter.
    Forget,
    /// List the saved filters.
    Saved,
    /// List the marked calls.
    Marks,
    /// Back (false) or forward along the places jumped from.
    Go(bool),
    /// Open the filter line.
    Filter,
    /// Offer words for the filter line, or the next (true) or previous of those offered.
    Complete(bool),
    /// The filter off, or on again.
    FilterOff,
    /// Keep only what is like the cell under the cursor (true), or drop that.
    Like(bool),
    /// Take the last view change back (false), or do it again (true).
    Turn(bool),
    /// Change the text of the open prompt.
    Edit(Edit),
}
