//! The one command table: keymap, help, bottom line, palette and the README's key table are made from it.
//!
//! What else a command is called by those who do not know its name stands in [`words`], what it takes after its name in
//! [`argument`]. A key is named here and nowhere else; whoever wants to show one asks the keymap.

pub mod argument;
pub mod words;

use super::action::{Action, View};
use super::columns;
use super::keeping;
use super::pivot::value_under_cursor;
use super::place::Focus;
use super::state::{Overlay, State};
use crate::ui::context::Motion;
use crate::ui::panes::groups::Choice;
use crate::ui::widgets::editor::Edit;
use crate::ui::widgets::table::chosen::ColumnStep;
use std::fmt::Write;

/// Where a command works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// On every page.
    Everywhere,
    /// On lists and pages, but not while a prompt is open.
    Pages,
    /// On the overview.
    Overview,
    /// In the call list.
    Calls,
    /// On the page of groups.
    Groups,
    /// Where two sides are compared.
    Compare,
    /// In the three panes of a call.
    Call,
    /// While a prompt with a text field is open.
    Prompt,
    /// While the filter line is open.
    FilterLine,
    /// While columns are chosen.
    Columns,
    /// While a dimension or measure of the groups is chosen by typing.
    Choice,
}

impl Command {
    /// Its keys, or `:name` where it has none.
    pub fn keys_written(&self) -> String {
        if self.keys.is_empty() {
            format!(":{}", self.name)
        } else {
            self.keys.join(" ")
        }
    }

    /// Why it does nothing now; none when it works. For a page without anything over it.
    pub fn why_not(&self, state: &State) -> Option<String> {
        if !page_scopes(state.view).contains(&self.scope) {
            return Some(place(self.scope).to_owned());
        }
        (self.enabled)(state).err().map(str::to_owned)
    }
}

/// Whether a command works now; a refusal says why.
pub type Enabled = Result<(), &'static str>;

/// One command.
pub struct Command {
    /// Its name, for the palette and for the user's own keys.
    pub name: &'static str,
    /// What it does.
    pub title: &'static str,
    /// Its keys, the first is shown.
    pub keys: &'static [&'static str],
    /// Where it works.
    pub scope: Scope,
    /// Its short label in the bottom line; empty: not shown there.
    pub hint: &'static str,
    /// What it does to the state.
    pub action: Action,
    /// Whether it works now.
    pub enabled: fn(&State) -> Enabled,
}

#[expect(clippy::unnecessary_wraps, reason = "one shape for the whole column")]
const fn always(_: &State) -> Enabled {
    Ok(())
}

fn has_call(state: &State) -> Enabled {
    state
        .selection
        .call
        .map(|_| ())
        .ok_or("no call is selected")
}

fn has_row_to_mark(state: &State) -> Enabled {
    match state.view {
        View::Groups => Ok(()),
        _ => has_call(state),
    }
}

fn has_calls(state: &State) -> Enabled {
    match state.store.call_count() {
        0 => Err("no call is loaded"),
        _ => Ok(()),
    }
}

fn has_filter(state: &State) -> Enabled {
    if state.filters.is_given() {
        Ok(())
    } else {
        Err("there is no filter")
    }
}

fn has_cell(state: &State) -> Enabled {
    match state.focus {
        Focus::Calls | Focus::Overview => Ok(()),
        _ => Err("values to filter by are in the call list and on the overview"),
    }
}

fn has_problems(state: &State) -> Enabled {
    match (state.view, state.store.call_count()) {
        (_, 0) => Err("no call is loaded"),
        (View::Overview | View::Calls | View::Call | View::Why | View::Chart, _) => Ok(()),
        _ => Err("problems are on the overview, in the call list and in a call"),
    }
}

fn can_open(state: &State) -> Enabled {
    match (state.overlay, state.view) {
        (Overlay::None, View::Record | View::Start | View::Chart) => {
            Err("nothing stands behind this page")
        }
        _ => Ok(()),
    }
}

fn has_record(state: &State) -> Enabled {
    if state.focus == Focus::Calls && state.selection.call.is_some() && state.detail().is_none() {
        // The cursor moves; what is behind it is looked up when the key is pressed.
        return Ok(());
    }
    let found = state
        .rejected_under_cursor()
        .or_else(|| state.record_under_cursor());
    found.map(|_| ()).ok_or("no record stands behind this row")
}

fn has_inputs(state: &State) -> Enabled {
    match (
        state.store.files.is_empty() && state.store.skipped.is_empty(),
        state.loading.is_running,
    ) {
        (true, _) => Err("nothing was given to read"),
        (_, true) => Err("the files are still being read"),
        _ => Ok(()),
    }
}

fn has_value(state: &State) -> Enabled {
    // What a record is about takes a walk through its table: it is looked up when the key is pressed.
    let is_behind = match state.focus {
        Focus::Calls => state.selection.call.is_some(),
        Focus::Timeline | Focus::Why | Focus::Chart | Focus::Records => true,
        _ => false,
    };
    if is_behind || value_under_cursor(state).is_some() {
        return Ok(());
    }
    Err("no value of the logs stands under the cursor")
}

fn has_hits(state: &State) -> Enabled {
    if state.hits.rows.is_empty() {
        Err("nothing was searched yet")
    } else {
        Ok(())
    }
}

fn has_saved(state: &State) -> Enabled {
    if state.filters.saved().is_empty() {
        Err("no filter is saved")
    } else {
        Ok(())
    }
}

fn has_marks(state: &State) -> Enabled {
    if state.marked.loaded() == 0 {
        Err("no call is marked")
    } else {
        Ok(())
    }
}

fn has_way_back(state: &State) -> Enabled {
    if state.trail.has_back() || keeping::has_offer(state) {
        Ok(())
    } else {
        Err("there is no place to go back to yet")
    }
}

fn has_way_forward(state: &State) -> Enabled {
    if state.trail.has_forward() {
        Ok(())
    } else {
        Err("nothing was gone back from")
    }
}

fn has_order(state: &State) -> Enabled {
    if state.panes.calls.order().is_empty() {
        Err("the worst stand first already")
    } else {
        Ok(())
    }
}

fn has_rough_time(state: &State) -> Enabled {
    match state.overlay {
        Overlay::Find if state.panes.find.narrows() => Ok(()),
        _ => Err("no rough time such as ~02:10 hides hits"),
    }
}

fn has_table(state: &State) -> Enabled {
    match state.focus {
        Focus::Calls | Focus::Streams | Focus::Groups => Ok(()),
        _ => Err("only tables can be sorted"),
    }
}

fn has_columns(state: &State) -> Enabled {
    match (state.view, columns::can_choose(state.focus)) {
        (View::Calls, _) => has_calls(state),
        (_, true) => Ok(()),
        (_, false) => Err("only calls, groups and streams have some"),
    }
}

/// A row of the table.
const fn row(
    (name, title): (&'static str, &'static str),
    keys: &'static [&'static str],
    (scope, hint): (Scope, &'static str),
    action: Action,
    enabled: fn(&State) -> Enabled,
) -> Command {
    Command {
        name,
        title,
        keys,
        scope,
        hint,
        action,
        enabled,
    }
}

use Scope::{
    Call, Calls, Choice as Choosing, Columns, Compare, Everywhere, FilterLine, Groups, Overview,
    Pages, Prompt,
};

/// All commands.
#[rustfmt::skip]
pub const COMMANDS: &[Command] = &[
    row(("open", "open"), &["Enter"], (Everywhere, "open"), Action::Open, can_open),
    row(("next-pane", "next pane"), &["Tab"], (Call, "pane"), Action::Focus(true), always),
    row(("previous-pane", "previous pane"), &["Shift-Tab"], (Call, ""), Action::Focus(false), always),
    row(("turn-groups", "what to group by / the groups"), &["Tab", "Shift-Tab"], (Groups, "list/table"), Action::Focus(true), always),
    row(("dimension", "choose what to group by; type to look for it"), &["d"], (Groups, "by"), Action::ChooseGroups(Choice::By), always),
    row(("second-dimension", "group by a second dimension"), &["b"], (Groups, "second"), Action::ChooseGroups(Choice::Then), always),
    row(("measure", "choose the measure"), &["M"], (Groups, "measure"), Action::ChooseGroups(Choice::Metric), always),
    row(("next-box", "next box"), &["Tab"], (Overview, "box"), Action::Focus(true), always),
    row(("previous-box", "previous box"), &["Shift-Tab"], (Overview, ""), Action::Focus(false), always),
    row(("zoom-pane", "this pane full screen / all"), &["z"], (Call, "zoom"), Action::Zoom, always),
    row(("next-problem", "next problem"), &["e"], (Pages, "problem"), Action::Problem(true), has_problems),
    row(("previous-problem", "previous problem"), &["E"], (Pages, ""), Action::Problem(false), has_problems),
    row(("why", "why: causes, proofs, rules"), &["w"], (Pages, "why"), Action::Why, has_call),
    row(("chart", "statistics of this leg or stream over time"), &["M"], (Call, ""), Action::Chart, has_call),
    row(("raw", "raw record, file:line"), &["v"], (Pages, "raw"), Action::Raw, has_record),
    row(("find", "find any id, code or word"), &["/"], (Pages, "find"), Action::Find, always),
    row(("pivot", "every place of the value under the cursor"), &["*"], (Pages, ""), Action::Pivot, has_value),
    row(("next-hit", "next hit of the last search"), &["n"], (Pages, ""), Action::Hit(true), has_hits),
    row(("previous-hit", "previous hit of the last search"), &["N"], (Pages, ""), Action::Hit(false), has_hits),
    row(("sort", "sort by this column; again reverses"), &["s"], (Pages, "sort"), Action::Sort, has_table),
    row(("columns", "choose, order and size columns"), &["C"], (Pages, "columns"), Action::Columns, has_columns),
    row(("worst-first", "sort: the worst first again"), &["S"], (Calls, ""), Action::WorstFirst, has_order),
    row(("next-call", "next call of the list"), &["]"], (Call, "[ ] call"), Action::Call(true), has_call),
    row(("previous-call", "previous call of the list"), &["["], (Call, ""), Action::Call(false), has_call),
    row(("next-leg", "next leg"), &["}"], (Call, ""), Action::Leg(true), has_call),
    row(("previous-leg", "previous leg"), &["{"], (Call, ""), Action::Leg(false), has_call),
    row(("time-right", "time: one column on"), &["."], (Call, ", . time"), Action::Time(1), has_call),
    row(("time-left", "time: one column back"), &[","], (Call, ""), Action::Time(-1), has_call),
    row(("time-far-right", "time: ten columns on"), &[">"], (Call, ""), Action::Time(10), has_call),
    row(("time-far-left", "time: ten columns back"), &["<"], (Call, ""), Action::Time(-10), has_call),
    row(("brush", "calls per hour: begin or end a range"), &["b"], (Overview, "range"), Action::Brush, always),
    row(("hour-on", "calls per hour: on"), &["."], (Overview, ", . hour"), Action::Time(1), always),
    row(("hour-back", "calls per hour: back"), &[","], (Overview, ""), Action::Time(-1), always),
    row(("hours-on", "calls per hour: ten on"), &[">"], (Overview, ""), Action::Time(10), always),
    row(("hours-back", "calls per hour: ten back"), &["<"], (Overview, ""), Action::Time(-10), always),
    row(("zoom-in", "time: zoom in"), &["+"], (Call, "+ - zoom"), Action::TimeZoom(true), has_call),
    row(("zoom-out", "time: zoom out"), &["-"], (Call, ""), Action::TimeZoom(false), has_call),
    row(("whole-call", "time: whole call"), &["0"], (Call, ""), Action::TimeWhole, has_call),
    row(("clock", "times: UTC / local / own zone / from start"), &["t"], (Pages, ""), Action::Clock, always),
    row(("mark-time", "time: mark this time"), &["m"], (Call, ""), Action::TimeMark(true), has_call),
    row(("since-mark", "time: since the mark / as it is"), &["T"], (Call, ""), Action::TimeMark(false), has_call),
    row(("only-poor", "only what is poor / all"), &["o"], (Call, ""), Action::OnlyPoor, has_call),
    row(("only-leg", "timeline: this leg / all"), &["O"], (Call, ""), Action::OnlyLeg, has_call),
    row(("ranges-only", "timeline: problems / all / ranges"), &["r"], (Call, ""), Action::RangesOnly, has_call),
    row(("filter", "filter line: only some calls"), &["f"], (Pages, "filter"), Action::Filter, has_calls),
    row(("filter-off", "filter off / on again"), &["\\"], (Pages, ""), Action::FilterOff, has_filter),
    row(("keep-like", "keep only calls like this value"), &["="], (Pages, ""), Action::Like(true), has_cell),
    row(("drop-like", "drop calls like this value"), &["!"], (Pages, ""), Action::Like(false), has_cell),
    row(("compare", "compare the marked two, or with its like"), &["c"], (Pages, ""), Action::Compare, has_calls),
    row(("turn-compare", "rows / events / curves"), &["Tab", "Shift-Tab"], (Compare, "part"), Action::Focus(true), always),
    row(("only-different", "only what differs / all"), &["o"], (Compare, "differs"), Action::OnlyDifferent, always),
    row(("undo", "undo a view change"), &["u"], (Pages, ""), Action::Turn(false), always),
    row(("redo", "redo a view change"), &["U"], (Pages, ""), Action::Turn(true), always),
    row(("overview", "all calls at once"), &["1"], (Pages, ""), Action::Show(View::Overview), always),
    row(("calls", "the call list"), &["2"], (Pages, ""), Action::Show(View::Calls), always),
    row(("call", "the selected call"), &["3"], (Pages, ""), Action::Show(View::Call), has_call),
    row(("groups", "calls in groups; from a code: its users"), &["4"], (Pages, ""), Action::Show(View::Groups), always),
    row(("load", "load report: what was read"), &["5"], (Pages, ""), Action::Show(View::Load), always),
    row(("records", "all records by kind, usage, daily figures"), &["6"], (Pages, ""), Action::Show(View::Records), always),
    row(("down", "one row down"), &["j", "Down"], (Pages, ""), Action::Move(Motion::Down), always),
    row(("up", "one row up"), &["k", "Up"], (Pages, ""), Action::Move(Motion::Up), always),
    row(("left", "close branch / column left"), &["h", "Left"], (Pages, ""), Action::Move(Motion::Left), always),
    row(("right", "open branch / column right"), &["l", "Right"], (Pages, ""), Action::Move(Motion::Right), always),
    row(("top", "first row"), &["g", "Home"], (Pages, ""), Action::Move(Motion::Top), always),
    row(("bottom", "last row"), &["G", "End"], (Pages, ""), Action::Move(Motion::Bottom), always),
    row(("page-down", "a page down"), &["PgDn", "Ctrl-f"], (Everywhere, ""), Action::Move(Motion::PageDown), always),
    row(("page-up", "a page up"), &["PgUp", "Ctrl-b"], (Everywhere, ""), Action::Move(Motion::PageUp), always),
    row(("half-down", "half a page down"), &["Ctrl-d"], (Pages, ""), Action::Move(Motion::HalfDown), always),
    row(("half-up", "half a page up"), &["Ctrl-u"], (Pages, ""), Action::Move(Motion::HalfUp), always),
    row(("complete", "offer fields and values; the next one"), &["Tab"], (FilterLine, "offers"), Action::Complete(true), always),
    row(("complete-back", "the offer before"), &["Shift-Tab"], (FilterLine, ""), Action::Complete(false), always),
    row(("earlier-filter", "an earlier filter; the offer before"), &["Up"], (FilterLine, "earlier"), Action::Move(Motion::Up), always),
    row(("later-filter", "a later filter; the next offer"), &["Down"], (FilterLine, ""), Action::Move(Motion::Down), always),
    row(("accept", "keep what is typed"), &["Enter"], (FilterLine, "keep"), Action::Open, always),
    row(("column-toggle", "show this column / no longer"), &["Space", "Enter"], (Columns, "show/hide"), Action::Column(ColumnStep::Toggle), always),
    row(("column-left", "move the column to the left"), &["<"], (Columns, "< > move"), Action::Column(ColumnStep::Move(false)), always),
    row(("column-right", "move the column to the right"), &[">"], (Columns, ""), Action::Column(ColumnStep::Move(true)), always),
    row(("column-narrower", "make the column narrower"), &["-"], (Columns, "- + width"), Action::Column(ColumnStep::Width(false)), always),
    row(("column-wider", "make the column wider"), &["+"], (Columns, ""), Action::Column(ColumnStep::Width(true)), always),
    row(("column-stay", "up to this column stay while others scroll"), &["*"], (Columns, "stay"), Action::Column(ColumnStep::Stay), always),
    row(("column-reset", "the program's columns again"), &["\\"], (Columns, "reset"), Action::Column(ColumnStep::Reset), always),
    row(("choice-take", "take what is under the cursor"), &["Enter"], (Choosing, "take"), Action::Open, always),
    row(("hit-down", "next row"), &["Down"], (Prompt, ""), Action::Move(Motion::Down), always),
    row(("hit-up", "previous row"), &["Up"], (Prompt, ""), Action::Move(Motion::Up), always),
    row(("cursor-left", "one character left"), &["Left"], (Prompt, ""), Action::Edit(Edit::Left), always),
    row(("cursor-right", "one character right"), &["Right"], (Prompt, ""), Action::Edit(Edit::Right), always),
    row(("cursor-start", "to the start of the text"), &["Home"], (Prompt, ""), Action::Edit(Edit::Home), always),
    row(("cursor-end", "to the end of the text"), &["End"], (Prompt, ""), Action::Edit(Edit::End), always),
    row(("delete-back", "delete before the cursor"), &["Backspace"], (Prompt, ""), Action::Edit(Edit::Backspace), always),
    row(("delete", "delete at the cursor"), &["Delete"], (Prompt, ""), Action::Edit(Edit::Delete), always),
    row(("delete-word", "delete the word before"), &["Ctrl-w"], (Prompt, ""), Action::Edit(Edit::DeleteWord), always),
    row(("clear", "empty the text"), &["Ctrl-u"], (Prompt, "clear"), Action::Edit(Edit::Clear), always),
    row(("all-times", "hits of all times / near the time typed"), &["Tab"], (Prompt, "times"), Action::AllTimes, has_rough_time),
    row(("close", "close the prompt"), &["Esc"], (Prompt, "back"), Action::Back, always),
    row(("back", "back; on the first page: quit"), &["q", "Esc", "Backspace"], (Pages, "back"), Action::Back, always),
    row(("repaint", "draw the screen anew"), &["Ctrl-l"], (Everywhere, ""), Action::Repaint, always),
    row(("suspend", "stop until fg"), &["Ctrl-z"], (Everywhere, ""), Action::Suspend, always),
    row(("interrupt", "stop loading, else quit"), &["Ctrl-c"], (Everywhere, ""), Action::Interrupt, always),
    row(("quit", "quit now"), &["Q"], (Pages, ""), Action::Quit, always),
    row(("follow", "follow files that grow / stop"), &["F"], (Pages, ""), Action::Follow, has_inputs),
    row(("reload", "look again for new rows and files"), &["R"], (Pages, ""), Action::Reload, has_inputs),
    row(("save", "save this filter under a name"), &[], (Pages, ""), Action::Save, has_filter),
    row(("saved", "saved filters: apply one"), &[], (Pages, ""), Action::Saved, has_calls),
    row(("forget", "forget a saved filter"), &[], (Pages, ""), Action::Forget, has_saved),
    row(("marks", "only the marked calls"), &[], (Pages, ""), Action::Marks, has_marks),
    row(("mark", "mark / unmark this call, leg, stream or group"), &["Space"], (Pages, ""), Action::Mark, has_row_to_mark),
    row(("note", "write a note on this call"), &["a"], (Pages, ""), Action::Note, has_call),
    row(("go-back", "back to where you were, also last time"), &["'"], (Pages, ""), Action::Go(false), has_way_back),
    row(("go-forward", "forward again"), &["\""], (Pages, ""), Action::Go(true), has_way_forward),
    row(("commands", "commands by name"), &[":"], (Pages, "commands"), Action::Palette, always),
    row(("help", "help; type to filter"), &["?"], (Pages, "help"), Action::Help, always),
];

/// The scopes in which keys are looked up now, nearest first.
pub fn scopes(state: &State) -> &'static [Scope] {
    match state.overlay {
        Overlay::Find | Overlay::Help | Overlay::Palette | Overlay::Line => &[Prompt, Everywhere],
        Overlay::Filter => &[FilterLine, Prompt, Everywhere],
        Overlay::Columns => &[Columns, Prompt, Everywhere],
        Overlay::Choice => &[Choosing, Prompt, Everywhere],
        Overlay::None => page_scopes(state.view),
    }
}

/// The scopes of a page.
const fn page_scopes(view: View) -> &'static [Scope] {
    match view {
        View::Overview => &[Overview, Pages, Everywhere],
        View::Calls => &[Calls, Pages, Everywhere],
        View::Groups => &[Groups, Pages, Everywhere],
        View::Compare => &[Compare, Pages, Everywhere],
        View::Call | View::Why | View::Chart => &[Call, Pages, Everywhere],
        View::Start | View::Load | View::Records | View::Record => &[Pages, Everywhere],
    }
}

/// Where a command of a scope works.
const fn place(scope: Scope) -> &'static str {
    match scope {
        Scope::Everywhere | Scope::Pages => "works on every page",
        Scope::Overview => "works on the overview",
        Scope::Calls => "works in the call list",
        Scope::Groups => "works on the page of groups",
        Scope::Compare => "works where two sides are compared",
        Scope::Call => "works in a call",
        Scope::Prompt => "works while typing",
        Scope::FilterLine => "works in the filter line",
        Scope::Columns => "works while columns are chosen",
        Scope::Choice => "works while a dimension or measure is chosen",
    }
}

/// The heading of a scope in help and in the README.
pub const fn heading(scope: Scope) -> &'static str {
    match scope {
        Scope::Everywhere => "Everywhere",
        Scope::Pages => "On every page",
        Scope::Overview => "Overview",
        Scope::Calls => "Call list",
        Scope::Groups => "Groups",
        Scope::Compare => "Comparison",
        Scope::Call => "In a call",
        Scope::Prompt => "While typing",
        Scope::FilterLine => "Filter line",
        Scope::Columns => "Choice of columns",
        Scope::Choice => "Choice of a dimension",
    }
}

/// The key table of the README.
pub fn readme_table() -> String {
    let mut table = String::from("| Keys | What | Where |\n|---|---|---|\n");
    for command in COMMANDS {
        let keys = match command.keys {
            [] => format!("`{}`", command.keys_written()),
            keys => keys
                .iter()
                .map(|key| format!("`{key}`"))
                .collect::<Vec<_>>()
                .join(" "),
        };
        let written = writeln!(
            table,
            "| {} | {} | {} |",
            keys,
            command.title,
            heading(command.scope)
        );
        debug_assert!(written.is_ok(), "writing to a String cannot fail");
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::Key;
    use std::collections::HashSet;

    #[test]
    fn every_key_reads_and_is_bound_once_a_scope() {
        let mut seen = HashSet::new();
        for command in COMMANDS {
            for key in command.keys {
                assert!(Key::parse(key).is_some(), "{key} of {}", command.name);
                assert!(
                    seen.insert((command.scope, *key)),
                    "{key} twice in {:?}",
                    command.scope
                );
            }
        }
    }

    #[test]
    fn every_command_has_a_name_of_its_own_and_what_is_hinted_has_a_key() {
        let mut names = HashSet::new();
        for command in COMMANDS {
            assert!(names.insert(command.name), "{} twice", command.name);
            assert!(!command.title.is_empty());
            assert!(command.hint.is_empty() || !command.keys.is_empty());
        }
    }
}
