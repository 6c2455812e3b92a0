//! Where panes stand on the screen, and the one place that draws.
//!
//! ```text
//! call list                          a call
//! ┌ 2 Calls  5 Load    48 calls UTC  ┌ Calls > 7f3c9a12 …           (head, 2 lines)
//! │ the list                         ├─[Legs]──────┬─ Streams ──────
//! │                                  │             │
//! ├─ preview ──────────────────────  ├─ Timeline ──┴────────────────
//! │ message                          │ message
//! └ keys                             └ keys
//! ```
//!
//! 80x24 is the design size; from 120 columns on everything gets more room; under 60x16 one pane has the screen.

use super::action::View;
use super::help;
use super::keymap;
use super::line;
use super::notes;
use super::place::Focus;
use super::recall;
use super::state::{Overlay, State};
use super::update::moves::with_pane;
use crate::safe;
use crate::ui::context::Context;
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::panes::filter_line::Bar;
use crate::ui::panes::{Pane, call_head, preview};
use crate::ui::theme::Role;
use crate::ui::widgets::bottom_line;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Below this nothing useful fits; keys still work.
const LEAST: (u16, u16) = (40, 8);
/// Below this only the focused pane is shown.
const ALL_PANES: (u16, u16) = (60, 16);
/// From here on the wide forms are used.
const WIDE: (u16, u16) = (120, 36);

/// Lines of the list that are seen over the choice of its columns: the heads and a few calls.
const LIST_OVER_CHOICE: u16 = 5;

/// A pane's rectangle, its rule included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Area {
    focus: Focus,
    x: u16,
    y: u16,
    width: u16,
    height: u16,
}

const fn area(focus: Focus, x: u16, y: u16, width: u16, height: u16) -> Area {
    Area {
        focus,
        x,
        y,
        width,
        height,
    }
}

fn is_wide((width, height): (u16, u16)) -> bool {
    width >= WIDE.0 && height >= WIDE.1
}

/// Lines the preview under the list takes, its rule included; 0 = none.
fn preview_height(size: (u16, u16)) -> u16 {
    match size.1 {
        0..20 => 0,
        _ if is_wide(size) => 16,
        _ => 3,
    }
}

/// Lines the filter line takes from the page: where calls are listed or counted it always shows what is left out.
fn bar_height(state: &State) -> u16 {
    let is_shown = state.filters.is_given() || state.overlay == Overlay::Filter;
    u16::from(is_shown && matches!(state.view, View::Calls | View::Overview | View::Groups))
}

/// The panes of the page with their rectangles. The last two lines are message and keys.
fn areas(state: &State) -> Vec<Area> {
    let (width, height) = state.size;
    let bottom = height.saturating_sub(2);
    let is_alone = state.is_zoomed || width < ALL_PANES.0 || height < ALL_PANES.1;
    match state.view {
        View::Call if is_alone => vec![area(state.focus, 0, 2, width, bottom.saturating_sub(2))],
        View::Call => {
            let legs_width = if is_wide(state.size) {
                width * 7 / 20
            } else {
                width * 2 / 5 - 2
            };
            let top = 2 + strip_height(state);
            let body = bottom - top;
            let upper = body * 11 / 20;
            vec![
                area(Focus::Legs, 0, top, legs_width, upper),
                area(
                    Focus::Streams,
                    legs_width + 1,
                    top,
                    width - legs_width - 1,
                    upper,
                ),
                area(Focus::Timeline, 0, top + upper, width, body - upper),
            ]
        }
        View::Calls => {
            let preview = if is_alone {
                0
            } else {
                preview_height(state.size)
            };
            let top = 1 + bar_height(state);
            vec![area(
                Focus::Calls,
                0,
                top,
                width,
                bottom.saturating_sub(top + preview),
            )]
        }
        View::Overview | View::Groups => {
            let top = 1 + bar_height(state);
            vec![area(state.focus, 0, top, width, bottom.saturating_sub(top))]
        }
        View::Why | View::Chart => {
            vec![area(state.focus, 0, 2, width, bottom.saturating_sub(2))]
        }
        _ => vec![area(state.focus, 0, 1, width, bottom.saturating_sub(1))],
    }
}

/// Lines over the panes of a call with its first findings, their rule included; 0 where there is no room.
fn strip_height(state: &State) -> u16 {
    if is_wide(state.size) && !state.is_zoomed && state.view == View::Call {
        state.panes.why.strip_height() + 1
    } else {
        0
    }
}

/// True for panes that stand under a rule with their title.
const fn has_rule(focus: Focus) -> bool {
    !matches!(focus, Focus::Overview | Focus::Calls | Focus::Start)
}

/// Gives a pane its size and brings its rows up to date.
macro_rules! settle {
    ($state:expr, $pane:ident, $width:expr, $height:expr) => {
        with_pane!($state, $pane, |pane, context| {
            pane.resize($width, $height);
            pane.refresh(context);
        })
    };
}

/// Gives every shown pane its size and brings its rows up to date.
pub fn arrange(state: &mut State) {
    for place in areas(state) {
        let height = place
            .height
            .saturating_sub(u16::from(has_rule(place.focus)));
        let width = place.width;
        match place.focus {
            Focus::Overview => settle!(state, overview, width, height),
            Focus::Calls => settle!(state, calls, width, height),
            Focus::Load => settle!(state, load, width, height),
            Focus::Groups => settle!(state, groups, width, height),
            Focus::Compare => settle!(state, compare, width, height),
            Focus::Records => settle!(state, records, width, height),
            Focus::Record => settle!(state, record, width, height),
            Focus::Start => settle!(state, start, width, height),
            Focus::Legs | Focus::Streams | Focus::Timeline | Focus::Why | Focus::Chart => {}
        }
    }
    arrange_overlay(state);
}

/// The same for what lies over the page.
fn arrange_overlay(state: &mut State) {
    let Rect { width, height, .. } = overlay_area(state);
    match state.overlay {
        Overlay::Find => settle!(state, find, width, height),
        Overlay::Help => settle!(state, help, width, height),
        Overlay::Palette => settle!(state, palette, width, height),
        Overlay::Columns => settle!(state, columns, width, height),
        Overlay::None | Overlay::Line | Overlay::Filter | Overlay::Choice => {}
    }
}

/// True where a preview takes so many lines that drawing it at every step of the cursor would flood a slow link.
pub fn has_large_preview(state: &State) -> bool {
    let is_shown = match state.overlay {
        Overlay::None | Overlay::Line | Overlay::Filter => {
            state.view == View::Calls && !state.is_zoomed
        }
        Overlay::Find => true,
        Overlay::Help | Overlay::Palette | Overlay::Columns | Overlay::Choice => false,
    };
    is_shown && is_wide(state.size)
}

/// Builds the call of the hit under the cursor where there is room to show it.
pub fn take_glance(state: &mut State) {
    let is_shown = state.overlay == Overlay::Find && is_wide(state.size);
    let row = state.panes.find.selected().filter(|_| is_shown);
    let call = row
        .and_then(|row| state.hits.rows.get(row))
        .and_then(|hit| hit.call);
    if call != state.glance.as_ref().map(|(known, _)| *known) {
        state.glance = call.map(|call| (call, state.store.detail(call)));
    }
}

/// The panes of a call, once it is built.
pub fn refresh_details(state: &mut State) {
    if is_wide(state.size) && state.view == View::Call {
        // How many findings there are decides where the panes stand.
        with_pane!(state, why, |pane, context| pane.refresh_strip(context));
    }
    for place in areas(state) {
        let (width, height) = (place.width, place.height.saturating_sub(1));
        match place.focus {
            Focus::Legs => settle!(state, legs, width, height),
            Focus::Streams => settle!(state, streams, width, height),
            Focus::Timeline => settle!(state, timeline, width, height),
            Focus::Why => settle!(state, why, width, height),
            Focus::Chart => {
                settle!(state, timeline, width, height);
                settle!(state, chart, width, height);
            }
            _ => {}
        }
    }
}

/// Where the find box and help lie: over the page, the first and the last two lines left free.
fn overlay_area(state: &State) -> Rect {
    let (width, height) = state.size;
    let width = if state.overlay == Overlay::Find && is_wide(state.size) {
        width * 3 / 5
    } else {
        width
    };
    // Over the choice of columns the list goes on showing what is chosen.
    let top = match state.overlay {
        Overlay::Columns if height >= ALL_PANES.1 => 1 + bar_height(state) + LIST_OVER_CHOICE,
        _ => 1,
    };
    Rect {
        x: 0,
        y: top,
        width,
        height: height.saturating_sub(top + 2),
    }
}

/// Draws the whole screen; changes nothing.
pub fn draw(state: &State, buffer: &mut Buffer) {
    let whole = buffer.area;
    let mut painter = Painter::new(buffer, whole, state.look());
    let (width, height) = state.size;
    if width < LEAST.0 || height < LEAST.1 {
        painter.text(
            0,
            0,
            &format!("needs {}x{}, is {width}x{height}", LEAST.0, LEAST.1),
            Role::Notice,
        );
        return;
    }
    let context = state.context();
    draw_top(state, &mut painter, &context);
    for place in areas(state) {
        let mut part = painter.part(place.x, place.y, place.width, place.height);
        draw_pane(state, &mut part, &context, place.focus);
    }
    draw_between(state, &mut painter, &context);
    draw_bar(state, &mut painter, &context);
    draw_overlay(state, &mut painter, &context);
    draw_message(state, &mut painter.part(0, height - 2, width, 1));
    bottom_line::paint(&mut painter, height - 1, &keymap::hints(state));
}

fn draw_pane(state: &State, painter: &mut Painter, context: &Context, focus: Focus) {
    let pane = state.panes.of(focus);
    let is_focused = state.focus == focus && state.overlay == Overlay::None;
    if has_rule(focus) {
        painter.rule(0, &pane.title(context), is_focused);
        let (width, height) = (painter.width(), painter.height().saturating_sub(1));
        pane.draw(&mut painter.part(0, 1, width, height), context, is_focused);
    } else {
        pane.draw(painter, context, is_focused);
    }
}

/// The filter line: while it is open over any page, else where it has a line of its own.
fn draw_bar(state: &State, painter: &mut Painter, context: &Context) {
    let is_open = state.overlay == Overlay::Filter;
    if !is_open && bar_height(state) == 0 {
        return;
    }
    let bar = Bar {
        text: &state.filters.chosen().text,
        is_off: state.filters.chosen().is_off,
        is_running: state.filters.is_running(),
        problems: state.filters.problems(),
    };
    let (width, height) = state.size;
    let mut part = painter.part(0, 1, width, height.saturating_sub(3));
    state.panes.filter.draw(&mut part, context, bar, is_open);
}

/// The rule between two panes side by side, and the preview under the list.
fn draw_between(state: &State, painter: &mut Painter, context: &Context) {
    let (width, height) = state.size;
    let places = areas(state);
    let strip = strip_height(state);
    if strip > 0 {
        let count = state.panes.why.count() as u64;
        let title = format!(
            "Why: {} ({})",
            format::counted(count, "finding"),
            keymap::label_of("why")
        );
        painter.part(0, 2, width, 1).rule(0, &title, false);
        let mut part = painter.part(0, 3, width, strip - 1);
        state.panes.why.draw_strip(&mut part, context);
    }
    if let [legs, streams, _] = places.as_slice() {
        painter
            .part(streams.x - 1, legs.y, 1, legs.height)
            .divider(0);
    }
    if state.view == View::Calls && places.len() == 1 {
        let below = places[0].y + places[0].height;
        let room = (height - 2).saturating_sub(below);
        if let (Some(detail), true) = (state.last_detail(), room > 1) {
            painter.part(0, below, width, 1).rule(0, "", false);
            preview::draw(
                &mut painter.part(0, below + 1, width, room - 1),
                context,
                detail,
            );
        }
    }
}

fn draw_overlay(state: &State, painter: &mut Painter, context: &Context) {
    let area = overlay_area(state);
    let mut part = painter.part(area.x, area.y, area.width, area.height);
    let pane: &dyn Pane = match state.overlay {
        Overlay::None | Overlay::Line | Overlay::Filter | Overlay::Choice => return,
        Overlay::Find => &state.panes.find,
        Overlay::Help => &state.panes.help,
        Overlay::Palette => &state.panes.palette,
        Overlay::Columns => &state.panes.columns,
    };
    part.clear();
    part.rule(0, &pane.title(context), true);
    let (width, height) = (part.width(), part.height().saturating_sub(1));
    pane.draw(&mut part.part(0, 1, width, height), context, true);
    draw_glance(state, painter, context, area);
}

/// Beside the find box the call of the hit under the cursor.
fn draw_glance(state: &State, painter: &mut Painter, context: &Context, beside: Rect) {
    let room = state.size.0.saturating_sub(beside.width + 1);
    if room == 0 || state.overlay != Overlay::Find {
        return;
    }
    painter
        .part(beside.width, beside.y, 1, beside.height)
        .divider(0);
    let mut part = painter.part(beside.width + 1, beside.y, room, beside.height);
    part.clear();
    part.rule(0, "Its call", false);
    if let Some((_, detail)) = &state.glance {
        let (width, height) = (part.width(), part.height().saturating_sub(1));
        preview::draw(&mut part.part(0, 1, width, height), context, detail);
    }
}

/// The first line: where am I, counts, time zone. In a call the head has two lines.
fn draw_top(state: &State, painter: &mut Painter, context: &Context) {
    let (width, _) = state.size;
    if state.view.is_of_call() {
        let (at, of) = state
            .selection
            .call
            .map_or((0, 0), |call| state.panes.calls.position(call));
        let of = format::count(of as u64);
        let at = match at {
            0 => format::MISSING.to_owned(),
            at => format::count(at as u64),
        };
        let all = match context.kept {
            Some(_) => format!(" of {}", format::count(state.store.call_count() as u64)),
            None => String::new(),
        };
        let right = format!(" call {at}/{of}{all}");
        call_head::draw(
            &mut painter.part(0, 0, width, 2),
            context,
            right.len() as u16,
        );
        painter.field(
            (width / 2, 0, width - width / 2),
            &right,
            Role::Dim,
            Align::Right,
            Cut::Start,
        );
        return;
    }
    let counts = counts(state);
    let mut x = 1;
    for (view, label) in labels(state, safe::width(&counts) as u16) {
        let (text, role) = if view == state.view {
            (format!("[{label}]"), Role::Focus)
        } else {
            (format!(" {label} "), Role::Text)
        };
        x = painter.text(x, 0, &text, role);
    }
    painter.field(
        (x + 1, 0, width.saturating_sub(x + 2)),
        &counts,
        Role::Text,
        Align::Right,
        Cut::Start,
    );
}

/// The pages of the first line. Where much is to be said beside them, the last ones give up their names first.
fn labels(state: &State, beside: u16) -> Vec<(View, String)> {
    let mut labels: Vec<(View, String)> = [
        (View::Overview, "overview", "Overview"),
        (View::Calls, "calls", "Calls"),
        (View::Call, "call", "Call"),
        (View::Groups, "groups", "Groups"),
        (View::Load, "load", "Load"),
        (View::Records, "records", "Records"),
    ]
    .map(|(view, key, name)| (view, format!("{} {name}", keymap::label_of(key))))
    .to_vec();
    let room = usize::from(state.size.0.saturating_sub(beside + 3));
    let needed = |labels: &[(View, String)]| -> usize {
        labels.iter().map(|(_, label)| label.len() + 2).sum()
    };
    for at in (0..labels.len()).rev() {
        if needed(&labels) <= room {
            break;
        }
        if labels[at].0 != state.view {
            let key = labels[at].1.find(' ').unwrap_or(usize::MAX);
            labels[at].1.truncate(key);
        }
    }
    labels
}

/// Counts for the first line; while reading they carry an ellipsis.
fn counts(state: &State) -> String {
    let more = if state.loading.is_running {
        state.look.glyphs.ellipsis
    } else {
        ""
    };
    let calls = format::counted(state.store.call_count() as u64, "call");
    let calls = match state.filters.kept() {
        Some(kept) => format!("{} of {calls}", format::count(kept.count.kept as u64)),
        None => calls,
    };
    let rejected = state.store.account().rejected;
    let mut words = format!("{calls}{more}");
    if rejected > 0 {
        let (count, key) = (format::count(rejected), keymap::label_of("load"));
        words = format!("{words}  {count} rejected ({key})");
    }
    if state.store.is_summarised() {
        words = format!("{words}  summarised ({})", keymap::label_of("load"));
    }
    if !state.store.limits().are_documented() {
        words = format!("{words}  limits changed ({})", keymap::label_of("load"));
    }
    let marked = notes::count(state);
    if marked > 0 {
        words = format!("{words}  {} marked", format::count(marked as u64));
    }
    if state.is_following {
        words.push_str("  following");
    }
    if state.loading.was_stopped {
        words.push_str("  stopped");
    }
    format!("{words}  {}", state.look().face.label())
}

fn draw_message(state: &State, painter: &mut Painter) {
    if state.overlay == Overlay::Line {
        line::draw(state, painter);
    } else if let Some(message) = &state.message {
        message.paint(painter, 0);
    } else if state.loading.is_running {
        painter.text(1, 0, &progress(state), Role::Notice);
    } else if recall::is_running(state) {
        painter.text(1, 0, &recall::words(state), Role::Notice);
    } else {
        let role = if state.overlay == Overlay::Filter {
            Role::Notice
        } else {
            Role::Dim
        };
        painter.text(1, 0, &help::status(state), role);
    }
}

/// `reading 61 %: 120 MB of 200 MB, 1,113,440 records; Ctrl-c stops`.
fn progress(state: &State) -> String {
    let account = state.store.account();
    let records = format::counted(account.total(), "record");
    let stop = keymap::label_of("interrupt");
    let done = state.loading.bytes_read;
    match state.loading.bytes_total {
        0 => format!(
            "reading: {}, {records}; {stop} stops",
            format::bytes(account.bytes)
        ),
        total => {
            let share = format::share(done.min(total), total);
            format!(
                "reading {share}: {} of {}, {records}; {stop} stops",
                format::bytes(done),
                format::bytes(total)
            )
        }
    }
}
