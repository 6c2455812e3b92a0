//! What a lane says at the time cursor.

use super::{Content, Lane, Point, Track};
use crate::model::rows::Quality;
use crate::model::store::Store;
use crate::model::value::Num;
use crate::ui::format::{self, MISSING};
use crate::ui::panes::measure;
use crate::ui::panes::timeline::axis::Axis;
use crate::ui::panes::timeline::marks;
use crate::ui::theme::Role;

/// What a lane says.
pub(in crate::ui::panes::timeline) struct State {
    /// From the longest form to the shortest.
    pub(in crate::ui::panes::timeline) forms: Vec<String>,
    /// As good or bad as this moment, not as the lane at its worst.
    pub(in crate::ui::panes::timeline) role: Role,
}

impl State {
    fn new(forms: Vec<String>, role: Role) -> Self {
        Self { forms, role }
    }

    fn plain(text: impl Into<String>) -> Self {
        Self::new(vec![text.into()], Role::Text)
    }
}

impl Lane {
    /// The value or state at a moment.
    pub(in crate::ui::panes::timeline) fn state(
        &self,
        store: &Store,
        axis: &Axis,
        time: i64,
    ) -> State {
        match &self.content {
            Content::Track(track) => track.state(store, axis, time),
            Content::Samples(series) => {
                let Some(value) = series.value_at(time) else {
                    return State::plain("no sample");
                };
                let number = measure::number(series.metric, Num::new(value));
                let text = format!("{number} {}", series.metric.unit.label());
                let text = text.trim().to_owned();
                let role = if series.passes(value) {
                    Role::Burst
                } else {
                    Role::Text
                };
                State::new(vec![format!("{text} (10 s)"), text], role)
            }
            Content::Crowd(spans) => {
                let is_there = |(from, to): &&(i64, i64)| (*from..=*to).contains(&time);
                let there = spans.iter().filter(is_there).count();
                State::plain(format!("{} here", format::count(there as u64)))
            }
        }
    }
}

impl Track {
    fn state(&self, store: &Store, axis: &Axis, time: i64) -> State {
        if let Some(point) = axis
            .column(time)
            .and_then(|column| self.point(axis, column))
        {
            let name = store.text(point.name);
            let word = marks::word(point.letter);
            let has_failed = point.letter == marks::FAILED;
            let role = if has_failed { Role::Bad } else { Role::Text };
            let long = match (name.is_empty(), has_failed) {
                (true, _) => None,
                (false, true) => Some(format!("{name} failed")),
                (false, false) => Some(name.to_owned()),
            };
            return State::new(long.into_iter().chain([word.to_owned()]).collect(), role);
        }
        let reports = self.reports.iter();
        let open = reports
            .filter(|report| report.from <= time && time < report.to)
            .max_by_key(|report| report.quality == Quality::Bad);
        if let Some(report) = open {
            let word = report.quality.name();
            let name = store.text(report.name);
            let short = name.strip_prefix("Network").unwrap_or(name);
            let (least, role) = match (report.is_hint, report.quality) {
                (true, _) => ("hint", Role::Text),
                (false, Quality::Bad) => (word, Role::Bad),
                (false, _) => (word, Role::Burst),
            };
            let forms = vec![
                format!("{name} {word}"),
                format!("{short} {word}"),
                least.to_owned(),
            ];
            return State::new(forms, role);
        }
        State::plain(self.presence(time))
    }

    /// The operation that a column shows.
    fn point(&self, axis: &Axis, column: u16) -> Option<&Point> {
        let points = self.points.iter();
        let here = points.filter(|point| axis.column(point.at) == Some(column));
        here.reduce(|a, b| {
            let is_first = marks::winner(a.letter, b.letter) == a.letter;
            if is_first { a } else { b }
        })
    }

    /// What the lines tell, else whether anything could have been reported.
    fn presence(&self, time: i64) -> &'static str {
        let is_in = |from: i64, to: i64| (from..=to).contains(&time);
        let on_line = self.lines.iter().position(|line| is_in(line.from, line.to));
        match (on_line, self.is_side) {
            (Some(_), true) => "on",
            (None, true) => MISSING,
            (Some(_), false) if self.lines.len() == 1 => "in call",
            (Some(0), false) => "leg 1",
            (Some(1), false) => "leg 2",
            (Some(_), false) => "later leg",
            (None, false) if self.lines.is_empty() => match self.there {
                Some((from, to)) if is_in(from, to) => ".",
                _ => MISSING,
            },
            (None, false) if self.lines.iter().all(|line| time < line.from) => "not yet",
            (None, false) => "gone",
        }
    }
}
