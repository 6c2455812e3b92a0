//! What a lane says at the time cursor.

use super::{Content, Lane, Track};
use crate::model::rows::Quality;
use crate::model::store::Store;
use crate::model::value::Num;
use crate::ui::format::{self, MISSING};
use crate::ui::panes::measure;
use crate::ui::panes::timeline::axis::Axis;
use crate::ui::panes::timeline::marks;

impl Lane {
    /// The value or state at a moment, from the longest form to the shortest.
    pub(in crate::ui::panes::timeline) fn state(
        &self,
        store: &Store,
        axis: &Axis,
        time: i64,
    ) -> Vec<String> {
        match &self.content {
            Content::Track(track) => track.state(store, axis, time),
            Content::Samples(series) => match series.value_at(time) {
                Some(value) => {
                    let number = measure::number(series.metric, Num::new(value));
                    let text = format!("{number} {}", series.metric.unit.label());
                    let text = text.trim().to_owned();
                    vec![format!("{text} (10 s)"), text]
                }
                None => vec!["no sample".to_owned()],
            },
            Content::Crowd(spans) => {
                let is_there = |(from, to): &&(i64, i64)| (*from..=*to).contains(&time);
                let there = spans.iter().filter(is_there).count();
                vec![format!("{} here", format::count(there as u64))]
            }
        }
    }
}

impl Track {
    fn state(&self, store: &Store, axis: &Axis, time: i64) -> Vec<String> {
        let column = axis.column(time);
        let here = self
            .points
            .iter()
            .filter(|point| column.is_some() && axis.column(point.at) == column);
        let point = here.reduce(|a, b| {
            if marks::winner(a.letter, b.letter) == a.letter {
                a
            } else {
                b
            }
        });
        if let Some(point) = point {
            let name = store.text(point.name);
            let word = marks::word(point.letter);
            return if name.is_empty() {
                vec![word.to_owned()]
            } else if point.letter == marks::FAILED {
                vec![format!("{name} failed"), word.to_owned()]
            } else {
                vec![name.to_owned(), word.to_owned()]
            };
        }
        let reports = self.reports.iter();
        let open = reports
            .filter(|report| report.from <= time && time < report.to)
            .max_by_key(|report| report.quality == Quality::Bad);
        if let Some(report) = open {
            let word = report.quality.name();
            let name = store.text(report.name);
            let short = name.strip_prefix("Network").unwrap_or(name);
            let least = if report.is_hint { "hint" } else { word };
            return vec![
                format!("{name} {word}"),
                format!("{short} {word}"),
                least.to_owned(),
            ];
        }
        vec![self.presence(time).to_owned()]
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
