//! What happened when: lanes over one time axis, and under them the events with the time cursor on one of them.
//!
//! ```text
//!                02:10     02:15     02:20     02:25
//!  P2 Call +1    ├───────────x├───J──────────────────H   leg 1
//!  P2 Network    ....bBBB.............................   Bad
//!  P1 Call +2    ├───────────────────────────────────┤   in call
//!                     ^ 02:13:09 P2.1 UFD NetworkSendQuality > Bad
//! >02:13:09.004   5:28  P2.1  UFD NetworkSendQuality > Bad    ops.json:8812
//! ```

pub(super) mod axis;
mod cells;
mod cursor;
mod events;
mod lanes;
mod marks;
pub(super) mod overview;
pub(super) mod paint;
mod samples;
#[cfg(test)]
mod tests;

use super::words::Stamp;
use super::{Pane, Standing};
use crate::model::call::{CallDetail, Leg, LegNo};
use crate::model::clock::Ahead;
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::value::Time;
use crate::ui::context::{Context, Motion, TimeView};
use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use crate::ui::widgets::list::List;
use axis::{Axis, SHORTEST};
pub use events::Shown;
use events::{Event, Filter};
use lanes::Lane;

/// Client records that lie farther from the service's times than this do not stretch the axis: their clock is off.
const GRACE: i64 = 300 * Time::SECOND;

/// The end of the year 9999: what claims to lie beyond is no time of a call, and arithmetic stays in range.
const FARTHEST: i64 = 253_402_300_800 * Time::SECOND;

/// The state of the timeline.
#[derive(Default)]
pub struct Timeline {
    /// The rows of events. While keys are pressed its cursor may be behind `at`.
    list: List,
    events: Vec<Event>,
    /// The event that the cursors are on.
    at: usize,
    lanes: Vec<Lane>,
    /// The rows of lanes.
    rows: List,
    /// True while the row cursor stands on a lane; else on an event.
    is_on_lane: bool,
    /// True from a step of a cursor until the keys rest.
    is_moving: bool,
    /// The time mark, in ticks.
    mark: Option<i64>,
    /// The mark since which times are told.
    since: Option<i64>,
    /// How far the clients' clocks are off; the times here are corrected by it.
    ahead: Ahead,
    clock_words: Option<String>,
    /// Which limits of the statistics are not the documented ones.
    limit_words: Option<String>,
    /// The call from its start to its end, in ticks.
    whole: Option<(i64, i64)>,
    zoom: Option<(i64, i64)>,
    /// How much time the call before was zoomed to; this one is shown so too.
    kept_span: Option<i64>,
    /// The time cursor, in ticks.
    time: Option<i64>,
    filter: Filter,
    built: Option<(Stamp, Filter)>,
    seen: Option<Source>,
    has_clients: bool,
    size: (u16, u16),
}

impl Timeline {
    /// Halves or doubles the range around the time cursor; false at either end.
    pub fn zoom(&mut self, inward: bool) -> bool {
        let (Some(whole), Some((from, to))) = (self.whole, self.range()) else {
            return false;
        };
        let span = if inward {
            to.saturating_sub(from) / 2
        } else {
            to.saturating_sub(from).saturating_mul(2)
        };
        if span < SHORTEST || (!inward && self.zoom.is_none()) {
            return false;
        }
        if span >= whole.1.saturating_sub(whole.0) {
            return self.whole();
        }
        let middle = self.time.unwrap_or(i64::midpoint(from, to));
        self.zoom = Some(within(middle - span / 2, span, whole));
        true
    }

    /// Shows the whole call again; false when it did already.
    pub fn whole(&mut self) -> bool {
        self.kept_span = None;
        self.zoom.take().is_some()
    }

    /// `problem 2 of 5: P2.1 Hangup 410/0`; nothing where the cursor is on none.
    pub fn problem_words(&self, store: &Store, detail: &CallDetail) -> Option<String> {
        let event = self.current().filter(|event| event.is_problem())?;
        let rows = 0..self.events.len();
        let problems =
            |rows: std::ops::Range<usize>| rows.filter(|&at| self.events[at].is_problem()).count();
        Some(format!(
            "problem {} of {}: {} {} {}",
            problems(0..self.at) + 1,
            problems(rows),
            event.leg_name(detail),
            event.what_words(store, detail),
            event.result_words(store, detail)
        ))
    }

    /// The time cursor.
    pub fn time(&self) -> Option<Time> {
        self.time.map(Time::from_ticks)
    }

    /// The range shown and the time cursor, for what shares the axis.
    pub fn view(&self) -> TimeView {
        TimeView {
            range: self.range(),
            cursor: self.time,
        }
    }

    /// Shows only what belongs to a leg, or everything again.
    pub fn only_leg(&mut self, context: &Context, leg: Option<LegNo>) {
        self.filter.only = leg;
        self.refresh(context);
    }

    /// Which lanes and events are shown.
    pub fn shown(&self) -> Shown {
        self.filter.shown
    }

    /// From lanes with problems to every lane, to diagnostics, joins, leaves and failures alone, and back. Returns what is
    /// shown now.
    pub fn next_shown(&mut self, context: &Context) -> &'static str {
        self.set_shown(context, self.filter.shown.next());
        self.filter.shown.words()
    }

    /// Shows other lanes and events.
    pub fn set_shown(&mut self, context: &Context, shown: Shown) {
        self.filter.shown = shown;
        self.rows.go_to(0);
        self.refresh(context);
    }

    fn range(&self) -> Option<(i64, i64)> {
        self.zoom.or(self.whole)
    }

    fn axis(&self) -> Option<Axis> {
        let (from, to) = self.range()?;
        Some(Axis {
            from,
            to,
            columns: paint::lane_width(self.size.0),
        })
    }

    fn split(&self) -> paint::Split {
        paint::Split::of(
            self.size.1,
            self.lanes.len(),
            self.events.len(),
            self.notes(),
        )
    }

    fn rebuild(&mut self, store: &Store, detail: &CallDetail) {
        let source = self
            .selected_source()
            .zip(self.current().map(|event| event.time));
        self.ahead = Ahead::of(store, detail);
        self.clock_words = clock_words(detail, &self.ahead);
        let all = events::events(store, detail, (self.filter.only, &self.ahead));
        let series = samples::worst(store, detail, &self.ahead);
        self.has_clients = !detail.operations.is_empty() || store.has_samples(detail.call);
        let mut set: Vec<String> = series.iter().filter_map(|s| s.limit_words(store)).collect();
        set.dedup();
        self.limit_words = (!set.is_empty()).then(|| set.join("; "));
        self.lanes = lanes::lanes(store, detail, &all, (series, self.filter));
        self.events = all;
        if self.filter.shown == Shown::Ranges {
            self.events.retain(Event::is_telling);
        }
        self.rows.set_len(self.lanes.len());
        self.whole = whole(detail, &self.ahead);
        self.list.set_len(self.events.len());
        let same = |event: &Event| event.source.map(|source| (source, event.time)) == source;
        if let Some(row) = self.events.iter().position(same) {
            self.list.follow(row);
        }
        self.at = self.list.cursor();
        self.is_on_lane &= !self.lanes.is_empty();
        self.built = Some((Stamp::of(store, detail), self.filter));
        if self.time.is_none() {
            self.follow_event();
        }
        if let (Some(span), Some(whole), None) = (self.kept_span.take(), self.whole, self.zoom) {
            let middle = self.time.unwrap_or(whole.0);
            let is_part = span < whole.1.saturating_sub(whole.0);
            self.zoom = is_part.then(|| within(middle - span / 2, span, whole));
        }
    }
}

/// A range of `span` that starts near `from` and lies in `whole`.
fn within(from: i64, span: i64, whole: (i64, i64)) -> (i64, i64) {
    let from = from.clamp(whole.0, (whole.1 - span).max(whole.0));
    (from, from + span)
}

/// From the first to the last moment of a call: the service's times, stretched by client records near them.
fn whole(detail: &CallDetail, ahead: &Ahead) -> Option<(i64, i64)> {
    let known = |time: Time| {
        time.ticks()
            .filter(|at| (-FARTHEST..=FARTHEST).contains(at))
    };
    let legs = detail.legs.iter().filter(|leg| leg.summary.is_some());
    let service: Vec<i64> = legs
        .flat_map(|leg| [leg.start, leg.end()])
        .chain([detail.start, detail.end()])
        .filter_map(known)
        .collect();
    let clients = detail
        .operations
        .iter()
        .filter(|operation| !operation.is_before_call)
        .map(|operation| ahead.service_time(operation.leg, operation.time))
        .chain(detail.legs.iter().map(|leg: &Leg| leg.start))
        .chain(detail.side.iter().flat_map(|row| [row.from, row.to]))
        .filter_map(known);
    let near: Vec<i64> = match (service.iter().min(), service.iter().max()) {
        (Some(&from), Some(&to)) => clients
            .filter(|at| (from.saturating_sub(GRACE)..=to.saturating_add(GRACE)).contains(at))
            .collect(),
        _ => clients.collect(),
    };
    let all = || service.iter().chain(&near).copied();
    let (from, to) = (all().min()?, all().max()?);
    Some((from, to.max(from + SHORTEST)))
}

/// `P2 clock +47 s corrected`; none where every clock agrees.
fn clock_words(detail: &CallDetail, ahead: &Ahead) -> Option<String> {
    let words: Vec<String> = ahead
        .legs()
        .map(|leg| {
            let seconds = ahead.ms(Some(leg)) / 1_000.0;
            format!("{} clock {seconds:+.0} s", detail.leg_name(leg))
        })
        .collect();
    (!words.is_empty()).then(|| format!("Corrected to service time: {}", words.join(", ")))
}

impl Pane for Timeline {
    fn title(&self, context: &Context) -> String {
        let Some(axis) = self.axis() else {
            return "Timeline".to_owned();
        };
        let face = context.look.face;
        let time = |ticks| face.clock(Time::from_ticks(ticks));
        let shown = self.split();
        format!(
            "Timeline {} .. {} {}  1 col = {}  {} of {} lanes: {} (r)",
            time(axis.from),
            time(axis.to),
            face.label(),
            paint::step_words(axis.step()),
            shown.lanes,
            self.lanes.len(),
            self.filter.shown.name()
        )
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
    }

    fn refresh(&mut self, context: &Context) {
        let Some(detail) = context.detail else {
            *self = Self {
                size: self.size,
                ..Self::default()
            };
            return;
        };
        if self
            .built
            .is_none_or(|(stamp, _)| stamp.call != detail.call)
        {
            *self = Self {
                size: self.size,
                filter: Filter {
                    only: None,
                    ..self.filter
                },
                kept_span: self.zoom.map(|(from, to)| to - from).or(self.kept_span),
                ..Self::default()
            };
        }
        if self.built != Some((Stamp::of(context.store, detail), self.filter)) {
            self.rebuild(context.store, detail);
        }
        let split = self.split();
        self.list.set_height(usize::from(split.events));
        self.rows.set_height(usize::from(split.lanes));
        let record = context.selection.record;
        if record != self.seen {
            self.seen = record;
            if let Some(source) = record.filter(|_| record != self.selected_source()) {
                self.go_to_source(source);
            }
        }
    }

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        match motion {
            Motion::Left => self.move_time(-1),
            Motion::Right => self.move_time(1),
            _ => self.move_row(motion),
        }
    }

    fn standing(&self) -> Standing {
        Standing {
            rows: self.list.place(),
            others: self.rows.place(),
            is_at_others: self.is_on_lane,
            column: self.at,
            zoom: self.zoom,
            time: self.time,
        }
    }

    fn stand(&mut self, standing: Standing) {
        (self.zoom, self.time) = (standing.zoom, standing.time);
        self.at = standing.column.min(self.events.len().saturating_sub(1));
        self.is_on_lane = standing.is_at_others;
        self.rows.stand(standing.others);
        self.list.stand(standing.rows);
    }

    fn draw(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        match (context.detail, self.axis()) {
            (None, _) => {
                painter.text(1, 0, "No call is selected.", Role::Dim);
            }
            (Some(_), None) => {
                painter.text(1, 0, "No record of this call carries a time.", Role::Dim);
            }
            (Some(detail), Some(axis)) => self.paint(painter, (context, detail), &axis, is_focused),
        }
    }
}
