//! Moving about: pages, panes, calls, hits, and the way back.

use super::super::action::{Action, View};
use super::super::columns;
use super::super::command;
use super::super::effect::Effect;
use super::super::help;
use super::super::place::{Focus, Place};
use super::super::state::{Overlay, State};
use super::super::{comparing, line, palette};
use super::{filtering, grouping, hits};
use crate::model::call::LegNo;
use crate::model::selection::Selection;
use crate::model::source::Source;
use crate::query::overview::gap_condition;
use crate::ui::context::Motion;
use crate::ui::panes::Pane;
use crate::ui::panes::overview::Target;
use crate::ui::panes::record::RecordPlace;
use crate::ui::panes::timeline::Timeline;
use crate::ui::widgets::table::chosen::ColumnStep;

/// Runs a closure on a pane that may look at the rest of the state.
macro_rules! with_pane {
    ($state:expr, $pane:ident, |$borrowed:ident, $context:ident| $body:expr) => {{
        let mut taken = std::mem::take(&mut $state.panes.$pane);
        let $borrowed = &mut taken;
        let $context = &$state.context();
        let result = $body;
        $state.panes.$pane = taken;
        result
    }};
}
pub(in crate::app) use with_pane;

/// Moves the cursor of whatever has the keys.
pub(super) fn motion(state: &mut State, motion: Motion) {
    if state.overlay == Overlay::Find {
        state.finish_search();
    }
    if state.overlay == Overlay::Filter && matches!(motion, Motion::Up | Motion::Down) {
        filtering::step(state, motion);
        return;
    }
    macro_rules! moved {
        ($pane:ident) => {
            with_pane!(state, $pane, |pane, context| pane.apply(motion, context))
        };
    }
    let has_moved = match (state.overlay, state.focus) {
        (Overlay::Find, _) => moved!(find),
        (Overlay::Help, _) => moved!(help),
        (Overlay::Palette, _) => moved!(palette),
        (Overlay::Columns, _) => moved!(columns),
        (Overlay::Line, _) => false,
        (_, Focus::Overview) => moved!(overview),
        (_, Focus::Calls) => moved!(calls),
        (_, Focus::Legs) => moved!(legs),
        (_, Focus::Streams) => moved!(streams),
        (_, Focus::Timeline) => moved!(timeline),
        (_, Focus::Why) => moved!(why),
        (_, Focus::Chart) => moved!(chart),
        (_, Focus::Load) => moved!(load),
        (Overlay::Choice, _) | (_, Focus::Groups) => moved!(groups),
        (_, Focus::Compare) => moved!(compare),
        (_, Focus::Records) => moved!(records),
        (_, Focus::Record) => moved!(record),
        (_, Focus::Start) => moved!(start),
    };
    if has_moved && state.overlay == Overlay::None {
        follow_cursor(state);
    }
}

/// The selection follows the cursor of the pane that has the keys.
fn follow_cursor(state: &mut State) {
    match state.focus {
        Focus::Legs => {
            if let Some((leg, stream)) = state.panes.legs.selected() {
                state.selection.leg = Some(leg);
                state.selection.stream = stream;
            }
        }
        Focus::Streams => {
            if let Some(stream) = state.panes.streams.selected() {
                state.selection.stream = Some(stream);
            }
        }
        // What is beside the timeline follows when the keys rest.
        _ => {}
    }
}

/// What is no step of a cursor may depend on what follows the cursors.
pub(super) fn rest_before(state: &mut State, action: Action) {
    if !matches!(
        action,
        Action::Move(_) | Action::Time(_) | Action::Problem(_)
    ) {
        rest(state);
    }
}

/// The keys rest, or something else than a cursor's step comes: the panes beside the timeline follow it.
pub(in crate::app) fn rest(state: &mut State) {
    let has_moved = state.panes.timeline.rest();
    if !has_moved || state.view != View::Call || state.focus != Focus::Timeline {
        return;
    }
    let detail = state.detail();
    if let Some(leg) = detail.and_then(|detail| state.panes.timeline.selected_leg(detail)) {
        state.selection.leg = Some(leg);
        state.selection.stream = None;
    }
}

/// Goes to a page and remembers this one.
pub(in crate::app) fn go(state: &mut State, view: View) {
    state.overlay = Overlay::None;
    if state.view != view {
        state.history.push(state.place());
        enter(state, view);
    }
}

fn enter(state: &mut State, view: View) {
    state.view = view;
    state.focus = Focus::of(view)[0];
    state.is_zoomed = false;
}

/// Enter.
pub(super) fn open(state: &mut State) -> Vec<Effect> {
    match (state.overlay, state.focus) {
        (Overlay::Find, _) => return hits::open_hit(state),
        (Overlay::Help, _) => return run_from_help(state),
        (Overlay::Palette, _) => return palette::accept(state),
        (Overlay::Line, _) => return line::accept(state),
        (Overlay::Filter, _) => filtering::accept(state),
        (Overlay::Columns, _) => columns::step(state, ColumnStep::Toggle),
        (Overlay::Choice, _) => grouping::take_choice(state),
        (Overlay::None, Focus::Overview) => open_in_overview(state),
        (Overlay::None, Focus::Calls) if state.selection.call.is_some() => {
            state.selection.leg = None;
            state.selection.stream = None;
            go(state, View::Call);
        }
        (Overlay::None, Focus::Calls) => state.say("no call is selected"),
        (Overlay::None, Focus::Legs) => {
            if !with_pane!(state, legs, |pane, context| pane.toggle(context)) {
                state.focus = Focus::Streams;
            }
        }
        (Overlay::None, Focus::Streams) => go(state, View::Chart),
        (Overlay::None, Focus::Timeline | Focus::Why) => return raw(state),
        (Overlay::None, Focus::Load) => return open_in_report(state),
        (Overlay::None, Focus::Groups) => grouping::open(state),
        (Overlay::None, Focus::Compare) => comparing::open(state),
        (Overlay::None, Focus::Records) => {
            if !with_pane!(state, records, |pane, context| pane.open(context)) {
                return raw(state);
            }
        }
        (Overlay::None, Focus::Record | Focus::Start | Focus::Chart) => {}
    }
    Vec::new()
}

/// On the overview: the call under the cursor, or the calls behind a number.
fn open_in_overview(state: &mut State) {
    match state.panes.overview.target() {
        Some(Target::Call(call)) => {
            refresh_list(state);
            go(state, View::Call);
            state.selection = Selection {
                call: Some(call),
                ..Selection::default()
            };
            state.panes.calls.select(call);
        }
        Some(Target::Part(part)) => {
            let condition = part.condition(&state.store);
            filtering::open_narrowed(state, &condition);
        }
        None => state.say("no call stands behind this row"),
    }
}

/// In the load report: into the row, else to the calls it is about, else to the bytes of what was rejected.
fn open_in_report(state: &mut State) -> Vec<Effect> {
    if let Some(gap) = state.panes.load.selected_gap(&state.store) {
        filtering::open_filtered(state, gap_condition(gap));
        return Vec::new();
    }
    if with_pane!(state, load, |pane, context| pane.open(context)) {
        return Vec::new();
    }
    raw(state)
}

fn run_from_help(state: &mut State) -> Vec<Effect> {
    let chosen = state
        .panes
        .help
        .selected()
        .and_then(|at| state.help_order.get(at).copied());
    state.overlay = Overlay::None;
    match chosen.and_then(|at| command::COMMANDS.get(at)) {
        Some(command) => palette::run(state, command),
        None => Vec::new(),
    }
}

/// One step back: out of a prompt, out of a pane's own depth, to the page before; from the first page out of the program.
pub(super) fn back(state: &mut State) -> Vec<Effect> {
    if state.overlay == Overlay::Filter {
        filtering::cancel(state);
    } else if state.overlay == Overlay::Choice {
        grouping::give_up_choice(state);
    } else if state.overlay != Overlay::None {
        state.overlay = Overlay::None;
    } else if state.is_zoomed {
        state.is_zoomed = false;
    } else if state.focus == Focus::Records && state.panes.records.back() {
        // One level out; the page stays.
    } else if state.focus == Focus::Load && state.panes.load.back() {
        // The list of issues is closed; the page stays.
    } else if let Some(place) = state.history.pop() {
        restore(state, place);
    } else {
        return vec![Effect::Quit];
    }
    Vec::new()
}

/// Puts page, selection and focus as they were; the pages behind stay.
pub(in crate::app) fn restore(state: &mut State, place: Place) {
    if let Some((before, set)) = place.filter
        && set == state.filters.settled()
    {
        state.filters.choose(before);
    }
    state.view = place.view;
    state.focus = place.focus;
    state.selection = place.selection;
    if let Some(call) = place.selection.call {
        state.panes.calls.select_on_line(call, place.list_line);
    }
    if place.view.is_of_call() {
        place_in_call(state);
    }
}

/// The list knows its rows even where it was not shown yet: `[ ]` and "call 1/48" need them.
pub(in crate::app) fn refresh_list(state: &mut State) {
    with_pane!(state, calls, |pane, context| pane.refresh(context));
}

/// Builds the selected call and puts the cursor of its tree on the selected leg and stream.
pub(in crate::app) fn place_in_call(state: &mut State) {
    state.build_detail();
    let (leg, stream) = (state.selection.leg, state.selection.stream);
    with_pane!(state, legs, |pane, context| {
        pane.refresh(context);
        if let Some(leg) = leg {
            pane.select(context, leg, stream);
        }
    });
    with_pane!(state, timeline, |pane, context| pane.refresh(context));
}

/// The next or previous pane of the page.
pub(super) fn focus(state: &mut State, forward: bool) {
    if state.focus == Focus::Overview {
        state.panes.overview.next_box(forward);
        return;
    }
    if state.focus == Focus::Groups {
        state.panes.groups.turn();
        return;
    }
    if state.focus == Focus::Compare {
        state.panes.compare.turn(forward);
        return;
    }
    if state.focus == Focus::Timeline && state.panes.timeline.next_part(forward) {
        return;
    }
    let panes = Focus::of(state.view);
    let at = panes
        .iter()
        .position(|&pane| pane == state.focus)
        .unwrap_or_default();
    let next = if forward {
        at + 1
    } else {
        at + panes.len() - 1
    };
    state.focus = panes[next % panes.len()];
}

/// `[` and `]`: the next call of the list in the same panes.
pub(super) fn neighbour_call(state: &mut State, forward: bool) {
    let Some(call) = state.selection.call else {
        return;
    };
    match state.panes.calls.neighbour(call, forward) {
        Some(next) => {
            state.selection = Selection {
                call: Some(next),
                ..Selection::default()
            };
            state.panes.calls.select(next);
            place_in_call(state);
            keep_one_leg(state);
        }
        None => state.say(if forward {
            "this is the last call of the list"
        } else {
            "this is the first call of the list"
        }),
    }
}

/// Where the timeline showed one leg alone it does so in the next call.
fn keep_one_leg(state: &mut State) {
    if !state.is_one_leg {
        return;
    }
    let leg = state.panes.legs.selected().map(|(leg, _)| leg);
    state.selection.leg = leg;
    with_pane!(state, timeline, |pane, context| pane.only_leg(context, leg));
}

/// `{` and `}`.
pub(super) fn neighbour_leg(state: &mut State, forward: bool) {
    let Some(count) = state.detail().map(|detail| detail.legs.len() as u32) else {
        return;
    };
    let next = match (state.selection.leg, forward) {
        (None, _) => 0,
        (Some(leg), true) => leg.0 + 1,
        (Some(leg), false) if leg.0 > 0 => leg.0 - 1,
        (Some(_), false) => count,
    };
    if next >= count {
        state.say("no further leg this way");
        return;
    }
    state.selection.leg = Some(LegNo(next));
    state.selection.stream = None;
    place_in_call(state);
}

/// `e` and `E`: in the list to the next bad call, in a call to its next problem, then to the next bad call.
pub(super) fn problem(state: &mut State, forward: bool) {
    if state.view == View::Overview {
        if !state.panes.overview.next_problem(forward) {
            state.say("no further problem this way");
        }
        return;
    }
    let found = match state.view {
        View::Why => state.panes.why.next_problem(forward),
        View::Chart => next_sample_beyond(state, forward),
        _ => false,
    };
    if found {
        return;
    }
    if state.view == View::Call {
        let found = state.panes.timeline.next_problem(forward);
        if found {
            at_problem(state);
            return;
        }
    }
    if state.panes.calls.next_problem(&state.store, forward) {
        state.selection = Selection {
            call: state.panes.calls.selected(),
            ..Selection::default()
        };
        if state.view != View::Calls {
            place_in_call(state);
        }
        if state.view == View::Call && state.panes.timeline.end_problem(forward) {
            at_problem(state);
        }
    } else {
        state.say("no further problem this way");
    }
}

/// Says which problem of how many the timeline stands on, and lets the selection follow.
fn at_problem(state: &mut State) {
    state.focus = Focus::Timeline;
    let said = state
        .detail()
        .and_then(|detail| state.panes.timeline.problem_words(&state.store, detail));
    if let Some(said) = said {
        state.say(said);
    }
}

/// On the chart: puts the time cursor on the next sample beyond the limit.
fn next_sample_beyond(state: &mut State, forward: bool) -> bool {
    let from = state.panes.timeline.view().cursor.unwrap_or(i64::MIN);
    let found = state.panes.chart.next_problem(from, forward);
    if let Some(ticks) = found {
        state.panes.timeline.go_to_time(ticks);
    }
    found.is_some()
}

/// Changes what the timeline shows.
pub(super) fn time(state: &mut State, change: impl FnOnce(&mut Timeline) -> bool) {
    if !change(&mut state.panes.timeline) {
        state.say("there is no more this way");
    }
}

/// `m` and `T`: marks the time under the time cursor; tells times since the mark, or as they are again.
pub(super) fn time_mark(state: &mut State, is_set: bool) {
    let timeline = &mut state.panes.timeline;
    if is_set {
        let is_marked = timeline.mark_time();
        state.say(if is_marked {
            "this time is marked"
        } else {
            "no record of this call carries a time"
        });
        return;
    }
    let said = match timeline.toggle_since_mark() {
        Some(true) => "times since the mark",
        Some(false) => "times in UTC",
        None => "no time is marked yet",
    };
    state.say(said);
}

/// `O`: the timeline of the selected leg alone, or of all again.
pub(super) fn only_leg(state: &mut State) {
    state.is_one_leg = !state.is_one_leg;
    let leg = state.selection.leg.filter(|_| state.is_one_leg);
    with_pane!(state, timeline, |pane, context| pane.only_leg(context, leg));
    match leg {
        Some(leg) => {
            let name = state
                .detail()
                .map(|detail| detail.leg_name(leg))
                .unwrap_or_default();
            state.say(format!("timeline of {name} only"));
        }
        None => state.say("timeline of all legs"),
    }
}

/// `w`: why the selected call, leg or event is what it is.
pub(super) fn why(state: &mut State) {
    let is_in_call = matches!(state.view, View::Call | View::Chart);
    let leg = state.selection.leg.filter(|_| is_in_call);
    let record = if state.focus == Focus::Timeline {
        state.panes.timeline.selected_source()
    } else {
        None
    };
    if state.view == View::Why {
        back(state);
        return;
    }
    go(state, View::Why);
    state.build_detail();
    with_pane!(state, why, |pane, context| pane.ask(context, leg, record));
}

/// `v`: the record behind the row.
pub(super) fn raw(state: &mut State) -> Vec<Effect> {
    if let Some(source) = state.rejected_under_cursor() {
        show_record(state, source);
        return vec![Effect::ReadRejected(source)];
    }
    state.build_detail();
    let Some(source) = state.record_under_cursor() else {
        state.say("no record stands behind this row");
        return Vec::new();
    };
    open_record(state, source)
}

pub(super) fn open_record(state: &mut State, source: Source) -> Vec<Effect> {
    show_record(state, source);
    vec![Effect::ReadRecord(source)]
}

fn show_record(state: &mut State, source: Source) {
    state.selection.record = Some(source);
    let place = record_place(state, source);
    state.panes.record.open(place);
    go(state, View::Record);
}

pub(in crate::app) fn record_place(state: &State, source: Source) -> RecordPlace {
    let (file, line) = state.store.place(&source);
    RecordPlace {
        place: format!("{file}:{line}"),
        category: String::new(),
        bytes: u64::from(source.length),
    }
}

/// `?`.
pub(super) fn open_help(state: &mut State) {
    state.panes.help.editor.set("");
    state.help_order = help::order(state);
    let rows = help::rows(state, &state.help_order);
    state.panes.help.set_rows(rows);
    state.overlay = Overlay::Help;
}
