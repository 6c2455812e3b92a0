//! The media statistics of a leg over time: its measures, and the one under the cursor as a curve with its band.
//!
//! ```text
//!   METRIC     MED WAY   AVG   MAX LIMIT SAMPLES
//! > RTT        vid out   310  1845   500      48
//! ─ P2.1 RTT out video, ms: mean, least .. greatest of 10 s ────────────────────
//!   2000          ░░
//!    500 ╌╌╌╌╌╌╌╌╌━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
//!      0 ━━━━━━━━━  ━━━━━━━━━━━   ━━━━━━━━
//!        02:08      02:10     02:12
//!                  ^ 02:13:20 mean 310  310 .. 1845 ms
//! ```
//!
//! The axis of time is the timeline's; a sample is drawn as wide as it lasted, and where there is none it stays blank.

mod curve;

use super::timeline::paint::{label_width, paint_axis, paint_cursor, plot_width};
use super::words::Stamp;
use super::{Pane, Standing, words};
use crate::model::call::{CallDetail, LegNo, StreamNo};
use crate::model::clock::Ahead;
use crate::model::rows::{Direction, Media};
use crate::model::source::Source;
use crate::query::samples::{self, Point};
use crate::ui::context::{Context, Motion};
use crate::ui::format::{self, MISSING};
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::panes::timeline::axis::Axis;
use crate::ui::theme::Role;
use crate::ui::widgets::list::List;
use crate::ui::widgets::table::{self, Cell, Column, HeadMarks};
use curve::Curve;

const COLUMNS: [Column; 8] = [
    Column::words("", 1, 0),
    Column::words("METRIC", 12, 0).growing(),
    Column::words("MED", 3, 0),
    Column::words("WAY", 3, 0),
    Column::numbers("MEAN", 9, 0),
    Column::numbers("WORST", 9, 0),
    Column::numbers("LIMIT", 9, 0),
    Column::numbers("SAMPLES", 7, 1),
];

/// The table of measures is never wider.
const WIDEST: u16 = 90;

/// The pane's state.
#[derive(Default)]
pub struct ChartPane {
    curves: Vec<Curve>,
    list: List,
    leg: Option<LegNo>,
    built: Option<(Stamp, Option<LegNo>)>,
    seen: Option<StreamNo>,
    size: (u16, u16),
}

impl ChartPane {
    /// The record of the sample at the time cursor.
    pub fn selected_source(&self, context: &Context) -> Option<Source> {
        let point = self.current()?.at(context.time.cursor?)?;
        Some(context.store.samples.source()[point.row.at()])
    }

    /// When the next or previous sample beyond its limit begins, in ticks.
    pub fn next_problem(&self, from: i64, forward: bool) -> Option<i64> {
        let curve = self.current()?;
        let beyond = |point: &&Point| curve.is_beyond(point);
        let starts = curve
            .points
            .iter()
            .filter(beyond)
            .filter_map(|point| Some(curve::span(point)?.0));
        if forward {
            starts.filter(|&at| at > from).min()
        } else {
            starts.filter(|&at| at < from).max()
        }
    }

    fn current(&self) -> Option<&Curve> {
        self.curves.get(self.list.cursor())
    }

    /// Lines for the measures; the curve has the rest.
    fn list_rows(&self) -> u16 {
        let most = (self.size.1 / 3).max(2);
        (self.curves.len() as u16).clamp(1, most)
    }

    /// The measures of a leg. The cursor stays on the measure it was on, else goes to the stream asked for, else to
    /// the worst.
    fn rebuild(&mut self, context: &Context, detail: &CallDetail) {
        let held = self.current().map(Curve::key);
        self.curves = self
            .leg
            .and_then(|leg| detail.leg(leg))
            .map_or_else(Vec::new, |leg| {
                let series = samples::series(context.store, detail.call, leg.participant);
                let ahead = Ahead::of(context.store, detail);
                let by_service = |mut series: samples::Series| {
                    for point in &mut series.points {
                        point.time = ahead.service_time(self.leg, point.time);
                    }
                    series
                };
                series
                    .into_iter()
                    .map(|series| Curve::new(context.store, by_service(series)))
                    .collect()
            });
        self.curves.sort_by_key(Curve::order);
        self.list.set_len(self.curves.len());
        let held = held.and_then(|key| self.curves.iter().position(|curve| curve.key() == key));
        let worst = || self.curves.iter().position(|curve| curve.is_bad);
        self.list.go_to(held.or_else(worst).unwrap_or(0));
    }

    /// To the worst measure of a medium and direction, else to its first.
    fn go_to(&mut self, media: Media, direction: Direction) {
        let is_of = |curve: &Curve| (curve.media, curve.direction) == (media, direction);
        let bad = self
            .curves
            .iter()
            .position(|curve| is_of(curve) && curve.is_bad);
        if let Some(row) = bad.or_else(|| self.curves.iter().position(is_of)) {
            self.list.go_to(row);
        }
    }

    fn paint_list(&self, painter: &mut Painter, is_focused: bool) {
        // Numbers far from their names are hard to read.
        let (width, rows) = (painter.width().min(WIDEST), self.list_rows());
        table::paint_table(
            &mut painter.part(0, 0, width, rows + 1),
            &COLUMNS,
            HeadMarks::default(),
            (&self.list, is_focused),
            |row, column| {
                let curve = &self.curves[row];
                match column {
                    0 if curve.is_bad => Cell::new("!", Role::Burst),
                    0 => Cell::plain(" "),
                    1 => Cell::plain(curve.title.clone()),
                    2 => Cell::plain(words::medium(curve.media)),
                    3 => Cell::plain(words::way(curve.direction)),
                    4 => Cell::plain(
                        curve
                            .mean
                            .map_or_else(|| MISSING.to_owned(), |value| curve.shown(value)),
                    ),
                    5 => Cell::plain(
                        curve
                            .worst
                            .map_or_else(|| MISSING.to_owned(), |value| curve.shown(value)),
                    ),
                    6 => Cell::plain(curve.limit_words()),
                    _ => Cell::plain(format::count(curve.points.len() as u64)),
                }
            },
        );
    }

    fn paint_curve(painter: &mut Painter, context: &Context, curve: &Curve) {
        let (width, height) = (painter.width(), painter.height());
        painter.rule(0, &curve.heading(), false);
        let Some((from, to)) = context.time.range else {
            painter.text(1, 1, "No record of this call carries a time.", Role::Dim);
            return;
        };
        let axis = Axis {
            from,
            to,
            columns: plot_width(width),
        };
        let left = label_width(width);
        let rows = height.saturating_sub(3);
        if rows < 2 {
            return;
        }
        let columns = curve.columns(&axis);
        let chart = curve.chart(&columns);
        for (value, role) in [
            (Some(chart.top), Role::Dim),
            (chart.limit, Role::Notice),
            (Some(0.0), Role::Dim),
        ] {
            let Some(value) = value.filter(|&value| value <= chart.top) else {
                continue;
            };
            let y = 1 + chart.row(value, rows);
            painter.field(
                (1, y, left - 2),
                &curve.shown(value),
                role,
                Align::Right,
                Cut::End,
            );
        }
        chart.paint(&mut painter.part(left, 1, axis.columns, rows));
        paint_axis(painter, height - 2, &axis);
        let cursor = context
            .time
            .cursor
            .filter(|time| (from..=to).contains(time));
        if let Some(time) = cursor {
            let column = left + axis.clamped(time);
            for y in 1..=rows {
                painter.highlight_part(column, y, 1, Role::TimeCursor);
            }
            let said = curve.readout(context.look.face, time);
            paint_cursor(painter, height - 1, (left, column), &said);
        }
    }
}

impl Pane for ChartPane {
    fn title(&self, context: &Context) -> String {
        let leg = self
            .leg
            .zip(context.detail)
            .map(|(leg, detail)| detail.leg_name(leg));
        match leg {
            Some(leg) => format!("Statistics of {leg} over time"),
            None => "Statistics over time".to_owned(),
        }
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
        self.leg = context
            .selection
            .leg
            .or_else(|| first_measured(context, detail));
        let wanted = Some((Stamp::of(context.store, detail), self.leg));
        if self.built != wanted {
            self.built = wanted;
            self.rebuild(context, detail);
        }
        let stream = context.selection.stream;
        if self.seen != stream {
            self.seen = stream;
            if let Some(stream) = stream.and_then(|at| detail.streams.get(at.0 as usize)) {
                self.go_to(stream.media, stream.direction);
            }
        }
        self.list.set_height(usize::from(self.list_rows()));
    }

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        self.list.apply(motion)
    }

    fn standing(&self) -> Standing {
        Standing::of(&self.list)
    }

    fn stand(&mut self, standing: Standing) {
        self.list.stand(standing.rows);
    }

    fn draw(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        let Some(curve) = self.current() else {
            let why = match context.detail {
                None => "No call is selected.",
                Some(_) if self.leg.is_none() => "No media statistics of this call are loaded.",
                Some(_) => "No media statistics of this leg are loaded; { } go to another leg.",
            };
            painter.text(1, 0, why, Role::Dim);
            return;
        };
        self.paint_list(painter, is_focused);
        let above = self.list_rows() + 1;
        let (width, height) = (painter.width(), painter.height().saturating_sub(above));
        Self::paint_curve(&mut painter.part(0, above, width, height), context, curve);
    }
}

/// The first leg that has statistics.
fn first_measured(context: &Context, detail: &CallDetail) -> Option<LegNo> {
    let measured = context.store.samples.participant();
    let row = context.store.samples_of(detail.call).next()?;
    let is_of = |leg: &crate::model::call::Leg| leg.participant == measured[row];
    detail
        .legs
        .iter()
        .position(is_of)
        .map(|at| LegNo(at as u32))
}
