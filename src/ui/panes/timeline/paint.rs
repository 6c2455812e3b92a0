//! Draws axis, lanes, time cursor and events.

use super::Timeline;
use super::axis::Axis;
use super::cells;
use super::cursor::since_words;
use super::events::Event;
use super::lanes::Lane;
use super::marks;
use crate::model::call::CallDetail;
use crate::model::store::Store;
use crate::model::value::Time;
use crate::model::verdict::CallClass;
use crate::ui::context::Context;
use crate::ui::format;
use crate::ui::glyphs::SELECTOR;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::panes::words;
use crate::ui::theme::Role;
use crate::ui::time_face::TimeFace;
use crate::ui::widgets::table::{self, Cell, Column, HeadMarks, Layout};

/// From this width labels are long, times have milliseconds.
const WIDE: u16 = 100;
/// From this height the events have heads.
const WITH_HEADS: u16 = 14;
/// From this height the letters are explained.
const WITH_LEGEND: u16 = 17;

const WHAT: usize = 3;
const RESULT: usize = 4;
const COLUMNS: [Column; 7] = [
    Column::words("TIME", 8, 0),
    Column::numbers("+START", 7, 3),
    Column::words("LEG", 5, 0),
    Column::words("WHAT", 24, 0).growing(),
    Column::words("RESULT", 18, 1).growing(),
    Column::numbers("TOOK", 8, 4),
    Column {
        cut: Cut::Start,
        ..Column::words("FROM", 14, 2)
    },
];

/// Columns left of the lanes, for their labels.
pub(in crate::ui::panes) fn label_width(width: u16) -> u16 {
    if width >= WIDE { 20 } else { 16 }
}

/// Columns of the time axis.
pub(in crate::ui::panes) fn plot_width(width: u16) -> u16 {
    width.saturating_sub(label_width(width) + 1)
}

/// Columns right of the lanes, where each says its value or state at the time cursor; the blank before it included.
fn margin(width: u16) -> u16 {
    match width {
        0..60 => 0,
        60..WIDE => 11,
        WIDE..140 => 18,
        _ => 26,
    }
}

/// Columns of the time axis of the lanes.
pub(super) fn lane_width(width: u16) -> u16 {
    plot_width(width).saturating_sub(margin(width))
}

/// How long a column is: `15 s`, `1.5 s`, `2:00`.
pub(in crate::ui::panes) fn step_words(ticks: i64) -> String {
    let seconds = ticks as f64 / Time::SECOND as f64;
    if seconds >= 60.0 {
        format::duration(seconds as i64)
    } else {
        format!("{} s", format::fixed(seconds, usize::from(seconds < 10.0)))
    }
}

/// How many lines go to what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Split {
    pub(super) lanes: u16,
    pub(super) events: u16,
    heads: u16,
    legend: u16,
}

impl Split {
    /// Axis and cursor take a line each; lanes and events share the rest, unless one of them needs less.
    pub(super) fn of(height: u16, lanes: usize, events: usize, notes: u16) -> Self {
        let heads = u16::from(height >= WITH_HEADS);
        let legend = u16::from(height >= WITH_LEGEND);
        let rest = height.saturating_sub(2 + notes + heads + legend);
        let wanted = |count: usize| count.min(usize::from(u16::MAX)) as u16;
        let half = rest / 2;
        let lanes = wanted(lanes).min(half.max(rest.saturating_sub(wanted(events))));
        Self {
            lanes,
            events: rest - lanes,
            heads,
            legend,
        }
    }
}

impl Timeline {
    /// Lines that say what is missing.
    pub(super) fn notes(&self) -> u16 {
        u16::from(!self.has_clients)
            + u16::from(self.clock_words.is_some())
            + u16::from(self.limit_words.is_some())
    }

    pub(super) fn paint(
        &self,
        painter: &mut Painter,
        (context, detail): (&Context, &CallDetail),
        axis: &Axis,
        is_focused: bool,
    ) {
        let split = self.split();
        let left = label_width(painter.width());
        self.paint_marked_axis(painter, axis);
        for (y, row) in (1..).zip(self.rows.visible().take(usize::from(split.lanes))) {
            self.paint_row(painter, (y, row), (context.store, axis), is_focused);
        }
        let mut y = split.lanes + 1;
        let below = self.lanes.len() - self.rows.visible().end;
        paint_more(painter, y, below, "below");
        if let Some(time) = self.time {
            let column = left + axis.clamped(time);
            let room = cursor_room((left, painter.width()), column);
            let texts = self.readout(context, detail, axis, time);
            let text = words::first_fitting(texts, usize::from(room));
            paint_cursor(painter, y, (left, column), &text);
        }
        y += 1;
        y += self.paint_notes(painter, y, split.legend > 0);
        let (width, height) = (painter.width(), painter.height());
        let mut below = painter.part(0, y, width, height.saturating_sub(y));
        self.paint_events(&mut below, (context.store, detail), split.heads, is_focused);
    }

    /// The axis with the time mark on it, and how many lanes are above those in view.
    fn paint_marked_axis(&self, painter: &mut Painter, axis: &Axis) {
        let left = label_width(painter.width());
        let mark = self.mark.and_then(|mark| axis.column(mark));
        for (column, label) in axis.marks(painter.look().face) {
            let columns = column..column + label.len() as u16;
            if mark.is_none_or(|mark| !columns.contains(&mark)) {
                painter.text(left + column, 0, &label, Role::Dim);
            }
        }
        if let Some(column) = mark {
            painter.text(left + column, 0, "m", Role::Title);
        }
        paint_more(painter, 0, self.rows.visible().start, "above");
    }

    /// A lane with what it says at the time cursor. The column of the time cursor is marked where the lane has a sign, and
    /// all over the lane under the row cursor: marked on every lane it would be most of what a step of it sends.
    fn paint_row(
        &self,
        painter: &mut Painter,
        (y, row): (u16, usize),
        (store, axis): (&Store, &Axis),
        is_focused: bool,
    ) {
        let Some(lane) = self.lanes.get(row) else {
            return;
        };
        let left = label_width(painter.width());
        let has_cursor = self.is_on_lane && row == self.rows.cursor();
        let cells = paint_lane(painter, y, lane, axis);
        if has_cursor {
            painter.text(0, y, SELECTOR, Role::Text);
            if is_focused {
                painter.highlight_part(0, y, left - 1, Role::Selected);
            }
        }
        let Some(time) = self.time else { return };
        if let Some(column) = axis.column(time) {
            let cell = cells.get(usize::from(column));
            if has_cursor || cell.is_some_and(|(sign, _)| !is_ground(sign, painter)) {
                painter.highlight_part(left + column, y, 1, Role::TimeCursor);
            }
        }
        let at = left + axis.columns + 1;
        let room = painter.width().saturating_sub(at);
        let state = lane.state(store, axis, time);
        let text = words::first_fitting(state.forms, usize::from(room));
        painter.field((at, y, room), &text, state.role, Align::Left, Cut::End);
    }

    /// What is missing, what was corrected, what the letters mean; returns the lines used.
    fn paint_notes(&self, painter: &mut Painter, y: u16, has_legend: bool) -> u16 {
        let missing = "No client logs: joins and leaves from the summary".to_owned();
        let room = painter.width().saturating_sub(1);
        let legend = || {
            let forms = marks::LEGEND
                .iter()
                .map(|form| (*form).to_owned())
                .collect();
            words::first_fitting(forms, usize::from(room))
        };
        let notes = [
            (!self.has_clients).then_some(missing),
            self.clock_words.clone(),
            self.limit_words.clone(),
            has_legend.then(legend),
        ];
        let mut used = 0;
        for note in notes.into_iter().flatten() {
            let field = (1, y + used, room);
            painter.field(field, &note, Role::Dim, Align::Left, Cut::End);
            used += 1;
        }
        used
    }

    fn paint_events(
        &self,
        painter: &mut Painter,
        (store, detail): (&Store, &CallDetail),
        heads: u16,
        is_focused: bool,
    ) {
        let width = painter.width();
        let mut columns = COLUMNS;
        if width >= WIDE {
            columns[0].width = 12;
            columns[WHAT].width = 40;
            columns[RESULT].width = 26;
        }
        let layout = Layout::new(&columns, width);
        let first = self
            .whole
            .map_or(Time::MISSING, |(from, _)| Time::from_ticks(from));
        let start = detail.start.or(first);
        let since = self.since();
        if since.is_some() {
            columns[0].title = "SINCE M";
        }
        if heads > 0 {
            table::paint_head(painter, &columns, &layout, HeadMarks::default());
        }
        let height = painter.height().saturating_sub(heads);
        let room = (painter.look().face, width >= WIDE);
        let mut body = painter.part(0, heads, width, height);
        table::paint_rows(
            &mut body,
            &columns,
            &layout,
            &self.list,
            is_focused && !self.is_on_lane,
            |row, column| {
                let event = &self.events[row];
                match (column, since) {
                    (0, Some(mark)) => Cell::plain(since_words(mark, event.time, event.is_exact())),
                    _ => cell((store, detail), start, event, column, room),
                }
            },
        );
        let glyphs = body.look().glyphs;
        let seen = self.list.visible();
        let last = seen.len().saturating_sub(1) as u16;
        for (row, y, is_cut, sign) in [
            (seen.start, 0, seen.start > 0, glyphs.ascending),
            (
                seen.end - 1.min(seen.end),
                last,
                seen.end < self.events.len(),
                glyphs.descending,
            ),
        ] {
            if is_cut && row != self.list.cursor() {
                body.text(0, y, sign, Role::Dim);
            }
        }
    }

    /// The moment of the time cursor and what happened then, from the longest form to the shortest. Where lanes have no
    /// margin for it, what those in view say stands behind.
    fn readout(
        &self,
        context: &Context,
        detail: &CallDetail,
        axis: &Axis,
        time: i64,
    ) -> Vec<String> {
        let store = context.store;
        // An event from before the call is read out with its own time, at the left end.
        let (from, to) = self.whole.unwrap_or((time, time));
        let event = self.current().filter(|event| {
            let ticks = event.time.ticks();
            ticks.is_some_and(|at| at.clamp(from, to) == time)
        });
        let shown = event.map_or(Time::from_ticks(time), |event| event.time);
        let clock = match self.since() {
            Some(mark) => since_words(mark, shown, event.is_none_or(Event::is_exact)) + " since m",
            None => context.look.face.clock(shown),
        };
        if let Some(lane) = self
            .lanes
            .get(self.rows.cursor())
            .filter(|_| self.is_on_lane)
        {
            let states = lane.state(store, axis, time).forms;
            let said = |state: String| match state.as_str() {
                "." => format!("{clock}  {}: nothing reported", lane.label),
                _ => format!("{clock}  {}: {state}", lane.label),
            };
            return states.into_iter().map(said).collect();
        }
        let mut forms = self.event_forms((store, detail), event, clock);
        if margin(self.size.0) == 0 {
            let lanes = self.rows.visible().filter_map(|row| self.lanes.get(row));
            let states = lanes.map(|lane| {
                let state = lane.state(store, axis, time).forms.pop();
                let state = state.unwrap_or_default();
                format!("{} {state}", lane.label)
            });
            let states: Vec<String> = states.collect();
            let longer = (1..=states.len()).rev();
            let first = forms.first().cloned().unwrap_or_default();
            let with: Vec<String> = longer
                .map(|count| format!("{first}  {}", states[..count].join("  ")))
                .collect();
            forms.splice(0..0, with);
        }
        forms
    }

    /// The moment with the event that happens then, the longer form first.
    fn event_forms(
        &self,
        (store, detail): (&Store, &CallDetail),
        event: Option<&Event>,
        clock: String,
    ) -> Vec<String> {
        let Some(event) = event else {
            return vec![clock];
        };
        let what = format!(
            "{} {}",
            event.leg_name(detail),
            event.what_words(store, detail)
        );
        let ms = self.ahead.ms(event.leg);
        let mut forms = Vec::new();
        if ms != 0.0 {
            let off = format!("(client clock {:+.0} s, corrected)", ms / 1_000.0);
            forms.push(format!("{clock}  {what}  {off}"));
        }
        forms.push(format!("{clock}  {what}"));
        forms
    }
}

/// Label and columns of a lane; returns the columns.
pub(super) fn paint_lane(
    painter: &mut Painter,
    y: u16,
    lane: &Lane,
    axis: &Axis,
) -> Vec<cells::Cell> {
    let left = label_width(painter.width());
    let role = role_of(lane.class);
    let room = left - 2;
    let label = words::first_fitting(lane.labels(), usize::from(room));
    painter.field((1, y, room), &label, role, Align::Left, Cut::End);
    let cells = lane.cells(axis, painter.look().glyphs);
    let mut x = left;
    for run in cells.chunk_by(|a, b| a.1 == b.1) {
        let text: String = run.iter().map(|(sign, _)| *sign).collect();
        let width = run.len() as u16;
        if !text.trim().is_empty() {
            painter.text(x, y, &text, run[0].1);
        }
        x += width;
    }
    cells
}

/// True for what only says that somebody was there: blank, a line, a dot.
fn is_ground(sign: &str, painter: &Painter) -> bool {
    [" ", ".", painter.look().glyphs.horizontal].contains(&sign)
}

/// How many lanes are out of view on one side, left of the axis.
fn paint_more(painter: &mut Painter, y: u16, count: usize, side: &str) {
    if count > 0 {
        let room = label_width(painter.width()).saturating_sub(2);
        let long = format!("{} {side}", format::counted(count as u64, "lane"));
        let text = words::first_fitting(
            vec![long, format!("{} {side}", format::count(count as u64))],
            usize::from(room),
        );
        painter.field((1, y, room), &text, Role::Dim, Align::Left, Cut::End);
    }
}

/// Labels of times over the lanes.
pub(in crate::ui::panes) fn paint_axis(painter: &mut Painter, y: u16, axis: &Axis) {
    let left = label_width(painter.width());
    for (column, label) in axis.marks(painter.look().face) {
        painter.text(left + column, y, &label, Role::Dim);
    }
}

/// The caret under its column, the words on the side where they fit, right of the labels.
pub(in crate::ui::panes) fn paint_cursor(
    painter: &mut Painter,
    y: u16,
    (left, x): (u16, u16),
    text: &str,
) {
    painter.text(x, y, "^", Role::Title);
    let length = words::columns(text);
    let (before, behind) = sides((left, painter.width()), x);
    if length <= behind || behind >= before {
        painter.field((x + 2, y, behind), text, Role::Text, Align::Left, Cut::End);
    } else {
        let used = length.min(before);
        let start = x.saturating_sub(1 + used);
        painter.field((start, y, used), text, Role::Text, Align::Left, Cut::End);
    }
}

/// Columns left and right of the caret.
fn sides((left, width): (u16, u16), x: u16) -> (u16, u16) {
    (x.saturating_sub(left + 1), width.saturating_sub(x + 2))
}

/// Columns that words have beside the caret on the better side.
fn cursor_room(ends: (u16, u16), x: u16) -> u16 {
    let (before, behind) = sides(ends, x);
    before.max(behind)
}

fn cell(
    (store, detail): (&Store, &CallDetail),
    start: Time,
    event: &Event,
    column: usize,
    (face, is_wide): (TimeFace, bool),
) -> Cell {
    let role = role_of(event.class);
    match column {
        0 => Cell::plain(event.time_words(face, is_wide)),
        1 => {
            let ms = event.time.ms_since(start);
            Cell::plain(format::opt_duration(
                ms.map(|ms| (ms / 1_000.0).floor() as i64),
            ))
        }
        2 => Cell::plain(event.leg_name(detail)),
        WHAT => Cell::new(event.what_words(store, detail), role),
        RESULT => Cell::new(event.result_words(store, detail), role),
        5 => Cell::plain(event.took_words(store, detail)),
        _ => Cell::new(
            event
                .source
                .map_or_else(String::new, |source| words::place(store, &source)),
            Role::Dim,
        ),
    }
}

fn role_of(class: CallClass) -> Role {
    match class {
        CallClass::Bad => Role::Bad,
        CallClass::Burst => Role::Burst,
        CallClass::Ok | CallClass::NotJudged => Role::Text,
    }
}
