//! How the state changes: an event or an action in, effects out.

pub(super) mod filtering;
pub(super) mod grouping;
pub(super) mod hits;
pub(super) mod moves;

use super::action::{Action, View};
use super::effect::Effect;
use super::event::Event;
use super::keymap::{Meaning, label_of, resolve};
use super::place::Focus;
use super::state::{Overlay, State};
use super::trail::{self, Spot};
use super::view_state::{self, ViewState};
use super::{clock, columns, comparing, keeping, notes, palette, recall, saved, screen};
use crate::model::usual;
use crate::ui::panes::record::RecordText;
use crate::ui::panes::start::StartPane;
use crate::ui::panes::timeline::Timeline;
use crate::ui::widgets::editor::Edit;

/// Calls judged anew at a time; one takes some 10 µs, of a large meeting a millisecond.
const REFRESHED_AT_ONCE: usize = 16;
/// Streams looked at in one turn for what is usual; one takes some 10 µs without optimisation.
const COUNTED_AT_ONCE: usize = 2_000;

/// What a turn leaves for later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Later {
    /// Rows that came since the list was built.
    pub rows: bool,
    /// A large preview of what is under the cursor; the one before stays.
    pub preview: bool,
}

/// Takes an event up.
pub fn apply(state: &mut State, event: Event) -> Vec<Effect> {
    let left = matches!(event, Event::Key(_) | Event::Paste(_)).then(|| Spot::of(state));
    let action = match &event {
        Event::Key(key) => resolve(state, *key).action(),
        _ => None,
    };
    let mut effects = take(state, event);
    if let Some(left) = left {
        trail::note(state, left, action);
    }
    effects.extend(recall::wish(state));
    effects.extend(columns::wish(state));
    effects
}

fn take(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(key) => {
            state.message = None;
            let meaning = resolve(state, key);
            filtering::settle(state);
            grouping::settle(state);
            match meaning {
                Meaning::Command(command) => match (command.enabled)(state) {
                    Ok(()) => return recorded(state, command.action),
                    Err(why) => state.say(format!("{}: {why}", command.title)),
                },
                Meaning::Type(action) => return recorded(state, action),
                Meaning::Nothing => {}
            }
        }
        Event::Paste(text) => paste(state, &text),
        Event::Resize(width, height) => state.size = (width, height),
        Event::Files(names, skipped, bytes) => {
            state.loading.bytes_total = bytes;
            let wish = keeping::recognise(state, &names);
            state.store.note_inputs(names, skipped);
            return wish;
        }
        Event::Batch(batch, read) => {
            state.store.absorb(&batch);
            state.loading.bytes_read = state.loading.bytes_read.max(read);
        }
        Event::Loaded(was_stopped) => {
            state.store.join_loose_operations();
            state.loading.is_ending = true;
            state.loading.was_stopped = was_stopped;
            if was_stopped {
                state.say("reading stopped; what was read stays");
            }
        }
        Event::Record(source, text) if state.selection.record == Some(source) => {
            state
                .panes
                .record
                .set_text(text.map_or_else(RecordText::Failed, RecordText::Text));
        }
        Event::Record(..) => {}
        Event::ReadingSamples(call, done) => recall::progress(state, call, done),
        Event::Samples(recalled) => recall::take(state, &recalled),
        Event::Remembered(remembered) => keeping::take(state, *remembered),
        Event::Recognised(set, last) => keeping::recognised(state, set, last.map(|last| *last)),
        Event::Notice(text) => state.fail(text),
        Event::End => return vec![Effect::Quit],
    }
    Vec::new()
}

/// Judges some of the changed calls; true while some are left.
pub fn judge(state: &mut State) -> bool {
    if state.loading.is_ending || !state.loading.is_running {
        state.store.catch_up();
    }
    let is_left = state.store.refresh(REFRESHED_AT_ONCE);
    if state.loading.is_ending && !is_left {
        state.loading.is_ending = false;
        state.loading.is_running = false;
        if state.store.call_count() > 0 && state.view == View::Start {
            state.view = View::Overview;
            state.focus = Focus::Overview;
        }
        if StartPane::is_due(&state.store, false)
            && matches!(state.view, View::Overview | View::Calls)
        {
            state.view = View::Start;
            state.focus = Focus::Start;
        }
    }
    is_left
}

/// Bounded work between events that somebody waits for: filters, counts, searches; true while some is left.
pub fn work(state: &mut State) -> bool {
    let is_loading = state.loading.is_running;
    let is_sifting = state.filters.advance(&state.store, is_loading);
    let is_counting = state.view == View::Overview
        && !is_sifting
        && state
            .overviews
            .advance(&state.store, state.filters.kept(), is_loading);
    let wish = (grouping::wish(state), state.filters.kept());
    let is_grouping = state.view == View::Groups
        && !is_sifting
        && state.groupings.advance(&state.store, wish, is_loading);
    for action in grouping::release(state) {
        // None of these asks for anything outside.
        recorded(state, action);
    }
    let is_comparing = comparing::advance(state);
    let is_seeking = state.seek();
    let is_asked = usual::advance(&state.store, COUNTED_AT_ONCE);
    is_comparing || is_grouping || is_sifting || is_counting || is_seeking || is_asked
}

/// Carries out an action and notes what it changed of the view, so that it can be taken back.
fn recorded(state: &mut State, action: Action) -> Vec<Effect> {
    if grouping::holds(state, action) {
        return Vec::new();
    }
    let before = ViewState::of(state);
    let turns = state.view_history.turns();
    // Elsewhere branches open only because the cursor goes there.
    let is_folding = state.overlay == Overlay::None
        && state.focus == Focus::Legs
        && matches!(action, Action::Open | Action::Move(_));
    let effects = update(state, action);
    if state.overlay != Overlay::Choice && !matches!(action, Action::Move(_)) {
        state.panes.groups.settle();
    }
    if turns == state.view_history.turns() {
        let after = ViewState::of(state);
        let before = if is_folding {
            before
        } else {
            before.folded_as(&after)
        };
        state.view_history.note(before, after);
    }
    effects
}

/// A paste goes into the open text field; anywhere else it opens the find box with it.
fn paste(state: &mut State, text: &str) {
    state.message = None;
    match state.overlay {
        Overlay::Help => state.panes.help.editor.paste(text),
        Overlay::Filter => filtering::paste(state, text),
        Overlay::Find => {
            state.panes.find.editor.paste(text);
            state.ask();
        }
        Overlay::Palette => state.panes.palette.picker.editor.paste(text),
        Overlay::Columns => state.panes.columns.picker.editor.paste(text),
        Overlay::Choice => state.panes.groups.paste_choice(text),
        Overlay::Line => state.line.editor.paste(text),
        Overlay::None => {
            hits::open_find(state);
            state.panes.find.editor.paste(text);
            state.ask();
        }
    }
}

/// Carries out an action.
pub fn update(state: &mut State, action: Action) -> Vec<Effect> {
    moves::rest_before(state, action);
    match action {
        Action::Suspend => return vec![Effect::Suspend],
        Action::Repaint => return vec![Effect::Repaint],
        Action::Interrupt if state.loading.is_running => return vec![Effect::CancelLoading],
        Action::Interrupt if recall::is_running(state) => return recall::stop(state),
        Action::Interrupt | Action::Quit => return vec![Effect::Quit],
        Action::Follow => return follow(state),
        Action::Reload => return reload(state),
        Action::Back => return moves::back(state),
        Action::Open => return moves::open(state),
        Action::Raw => return moves::raw(state),
        Action::Why => moves::why(state),
        Action::Chart => moves::go(state, View::Chart),
        Action::Hit(forward) => return hits::hit(state, forward),
        Action::Move(motion) => moves::motion(state, motion),
        Action::ChooseGroups(what) => grouping::choose(state, what),
        Action::Show(view) => grouping::go_or_show(state, view),
        Action::Focus(forward) => moves::focus(state, forward),
        Action::Zoom => state.is_zoomed = !state.is_zoomed,
        Action::Sort => sort(state),
        Action::WorstFirst => columns::sort_worst_first(state),
        Action::Columns => columns::open(state),
        Action::Column(step) => columns::step(state, step),
        Action::Find => hits::open_find(state),
        Action::Pivot => hits::pivot(state),
        Action::AllTimes => hits::all_times(state),
        Action::Call(forward) => moves::neighbour_call(state, forward),
        Action::Leg(forward) => moves::neighbour_leg(state, forward),
        Action::Problem(forward) => moves::problem(state, forward),
        Action::Brush => brush(state),
        Action::Time(columns) if state.view == View::Overview => {
            if !state.panes.overview.move_time(i32::from(columns)) {
                state.say("there is no more this way");
            }
        }
        Action::Time(columns) => {
            moves::time(state, |timeline| timeline.move_time(i32::from(columns)));
        }
        Action::TimeZoom(closer) => moves::time(state, |timeline| timeline.zoom(closer)),
        Action::TimeMark(is_set) => moves::time_mark(state, is_set),
        Action::TimeWhole => moves::time(state, Timeline::whole),
        Action::OnlyPoor => {
            moves::with_pane!(state, legs, |pane, context| pane.toggle_only_poor(context));
        }
        Action::OnlyLeg => moves::only_leg(state),
        Action::RangesOnly => {
            let shown =
                moves::with_pane!(state, timeline, |pane, context| pane.next_shown(context));
            state.say(shown);
        }
        other => return sift_and_keep(state, other),
    }
    Vec::new()
}

/// The rest of the actions: what is listed, what is kept, and how commands are found.
fn sift_and_keep(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Compare => comparing::start(state),
        Action::OnlyDifferent => state.panes.compare.turn_only(),
        Action::Filter => filtering::open(state),
        Action::Complete(forward) => filtering::complete(state, forward),
        Action::FilterOff => filtering::switch(state),
        Action::Like(keep) => filtering::like(state, keep),
        Action::Turn(again) => view_state::turn(state, again),
        Action::Clock => {
            clock::next(state);
            filtering::follow_clock(state);
            return keeping::keep_zone(state);
        }
        Action::Help => moves::open_help(state),
        Action::Palette => palette::open(state),
        Action::Mark => return notes::mark(state),
        Action::Note => notes::ask_note(state),
        Action::Save => saved::ask_name(state),
        Action::Forget => saved::ask_forget(state),
        Action::Saved => saved::list(state),
        Action::Marks => saved::marked(state),
        Action::Go(forward) => return go(state, forward),
        Action::Edit(edit) => type_text(state, edit),
        _ => {}
    }
    Vec::new()
}

/// `b` on the overview: from here to where the hour cursor goes.
fn brush(state: &mut State) {
    let (open, end) = (label_of("open"), label_of("brush"));
    if state.panes.overview.turn_brush() {
        state.say(format!(
            "a range begins: {} and {} widen it, {open} lists its calls, {end} ends it",
            label_of("hour-back"),
            label_of("hour-on")
        ));
    } else {
        state.say("the range is ended: one hour again");
    }
}

fn reload(state: &mut State) -> Vec<Effect> {
    state.say("looking for what came to the files");
    vec![Effect::LookAgain]
}

fn follow(state: &mut State) -> Vec<Effect> {
    state.is_following = !state.is_following;
    state.say(if state.is_following {
        "following: files that grow are read on, new files are taken up"
    } else {
        "no longer following"
    });
    vec![Effect::Follow(state.is_following)]
}

/// `'` and `"`: along the places jumped from; before the first jump `'` leads to the place of the last time.
fn go(state: &mut State, forward: bool) -> Vec<Effect> {
    if !forward && !state.trail.has_back() {
        keeping::resume(state);
        return Vec::new();
    }
    trail::walk(state, forward)
}

fn sort(state: &mut State) {
    match state.focus {
        Focus::Calls => {
            let words = state.panes.calls.sort();
            state.say(words);
        }
        Focus::Streams => moves::with_pane!(state, streams, |pane, context| pane.sort(context)),
        Focus::Groups => {
            let words = state.panes.groups.sort();
            state.say(words);
        }
        _ => {}
    }
}

/// Ctrl-u and typing change the text; Backspace on an empty text closes the prompt, as in less.
fn type_text(state: &mut State, edit: Edit) {
    match state.overlay {
        Overlay::None => {}
        Overlay::Palette
            if edit == Edit::Backspace && state.panes.palette.picker.editor.is_empty() =>
        {
            state.overlay = Overlay::None;
        }
        Overlay::Palette => {
            state.panes.palette.picker.editor.apply(edit);
        }
        Overlay::Columns
            if edit == Edit::Backspace && state.panes.columns.picker.editor.is_empty() =>
        {
            state.overlay = Overlay::None;
        }
        Overlay::Columns => {
            state.panes.columns.picker.editor.apply(edit);
        }
        Overlay::Line => {
            state.line.editor.apply(edit);
        }
        Overlay::Choice if edit == Edit::Backspace && state.panes.groups.is_choice_empty() => {
            grouping::give_up_choice(state);
        }
        Overlay::Choice => state.panes.groups.type_choice(edit),
        Overlay::Filter => filtering::edit(state, edit),
        Overlay::Find if edit == Edit::Backspace && state.panes.find.editor.is_empty() => {
            state.overlay = Overlay::None;
        }
        Overlay::Find => {
            if state.panes.find.editor.apply(edit) {
                state.ask();
            }
        }
        Overlay::Help => {
            state.panes.help.editor.apply(edit);
        }
    }
}

/// True for pages that show calls: the selection follows the list there.
const fn shows_list(view: View) -> bool {
    matches!(view, View::Calls)
}

/// Before every frame: sizes, rows, selection, details, in that order; nothing of it happens while drawing. Gives what
/// of `later` was there to be left.
pub fn arrange(state: &mut State, later: Later) -> Later {
    keeping::offer(state);
    state.marked.recount(&state.store);
    take_rows(state, later.rows);
    let is_moving = state.view == View::Call && state.panes.timeline.is_moving();
    let preview = later.preview && (is_moving || screen::has_large_preview(state));
    if !preview {
        moves::rest(state);
        screen::take_glance(state);
    }
    if !preview || !shows_list(state.view) {
        state.build_detail();
        screen::refresh_details(state);
    }
    Later {
        rows: shows_list(state.view) && state.panes.calls.is_behind(&state.store),
        preview,
    }
}

/// Between two keys: what the next one may depend on, and nothing that is only drawn.
pub fn arrange_for_key(state: &mut State) {
    take_rows(state, true);
    if !shows_list(state.view) {
        state.build_detail();
        screen::refresh_details(state);
    }
}

fn take_rows(state: &mut State, is_held: bool) {
    state.panes.calls.hold(is_held);
    screen::arrange(state);
    if matches!(
        state.overlay,
        Overlay::None | Overlay::Line | Overlay::Filter
    ) {
        match state.view {
            View::Calls => state.selection.call = state.panes.calls.selected(),
            View::Overview => state.selection.call = state.panes.overview.selected(),
            _ => {}
        }
    }
    if state.view.is_of_call() {
        moves::refresh_list(state);
    }
}
