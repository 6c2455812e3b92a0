//! The columns of a lane: which sign stands where on the axis.

use super::axis::Axis;
use super::lanes::{Content, Lane, Line, Point, Report, Track};
use super::marks;
use super::samples::Series;
use crate::model::rows::Quality;
use crate::ui::glyphs::{Glyphs, MARK_BAD};
use crate::ui::theme::Role;

/// A column of a lane: its sign and role.
pub(super) type Cell = (&'static str, Role);

impl Lane {
    /// The lane's columns on an axis.
    pub(super) fn cells(&self, axis: &Axis, glyphs: &'static Glyphs) -> Vec<Cell> {
        let mut cells = vec![(" ", Role::Text); usize::from(axis.columns)];
        match &self.content {
            Content::Track(track) => paint_track(&mut cells, axis, glyphs, track),
            Content::Samples(series) => paint_samples(&mut cells, axis, glyphs, series),
            Content::Crowd(spans) => paint_crowd(&mut cells, axis, glyphs, spans),
        }
        cells
    }
}

/// Ends are painted last: neither a rejoin nor an operation in the same column may hide that the leg before was lost.
fn paint_track(cells: &mut [Cell], axis: &Axis, glyphs: &'static Glyphs, track: &Track) {
    if let Some((from, to)) = track.there {
        for column in axis.columns(from, to) {
            cells[usize::from(column)] = (".", Role::Dim);
        }
    }
    for line in &track.lines {
        for column in axis.columns(line.from, line.to) {
            cells[usize::from(column)] = (glyphs.horizontal, Role::Text);
        }
        if let Some(column) = axis.column(line.from).filter(|_| line.has_start) {
            cells[usize::from(column)] = (glyphs.tee_right, Role::Text);
        }
    }
    for (line, column) in ends(axis, &track.lines) {
        cells[column] = match line.end {
            Some('H') => ("H", Role::Text),
            _ => (glyphs.tee_left, Role::Text),
        };
    }
    paint_reports(cells, axis, &track.reports);
    paint_points(cells, axis, &track.points);
    for (_, column) in ends(axis, &track.lines).filter(|(line, _)| line.end == Some('x')) {
        cells[column] = (MARK_BAD, Role::Bad);
    }
}

/// The lines of which the end is in view and known, with its column.
fn ends<'a>(axis: &'a Axis, lines: &'a [Line]) -> impl Iterator<Item = (&'a Line, usize)> {
    let known = lines.iter().filter(|line| line.end.is_some());
    known.filter_map(|line| Some((line, usize::from(axis.column(line.to)?))))
}

/// The worst wins a column, a hint only what is free of them.
fn paint_reports(cells: &mut [Cell], axis: &Axis, reports: &[Report]) {
    let order = [
        (true, None),
        (false, Some(Quality::Poor)),
        (false, Some(Quality::Bad)),
    ];
    for (is_hint, wanted) in order {
        let of_kind = |report: &&Report| {
            report.is_hint == is_hint && wanted.is_none_or(|wanted| report.quality == wanted)
        };
        for report in reports.iter().filter(of_kind) {
            for column in axis.columns(report.from, report.to) {
                cells[usize::from(column)] = match (is_hint, report.quality) {
                    (true, _) => ("s", Role::Text),
                    (_, Quality::Poor) => ("b", Role::Burst),
                    _ => ("B", Role::Bad),
                };
            }
        }
    }
}

/// How many of a crowd are there: the whole height is all of them.
fn paint_crowd(cells: &mut [Cell], axis: &Axis, glyphs: &'static Glyphs, spans: &[(i64, i64)]) {
    let mut changes = vec![0_i64; cells.len() + 1];
    for &(from, to) in spans {
        let columns = axis.columns(from, to);
        changes[usize::from(columns.start)] += 1;
        changes[usize::from(columns.end)] -= 1;
    }
    let mut there = 0;
    for (cell, change) in cells.iter_mut().zip(changes) {
        there += change;
        let share = there as f64 / spans.len().max(1) as f64;
        *cell = (glyphs.level(share), Role::Chart);
    }
}

fn paint_points(cells: &mut [Cell], axis: &Axis, points: &[Point]) {
    let mut letters = vec![None; cells.len()];
    for &Point { at, letter, .. } in points {
        if let Some(column) = axis.column(at) {
            let kept = &mut letters[usize::from(column)];
            *kept = Some(kept.map_or(letter, |kept| marks::winner(kept, letter)));
        }
    }
    for (cell, letter) in cells.iter_mut().zip(letters) {
        if let Some(letter) = letter {
            let role = if letter == marks::FAILED {
                Role::Bad
            } else {
                Role::Text
            };
            *cell = (marks::sign(letter), role);
        }
    }
}

/// A column shows the worst sample that it touches; where there is none it stays blank.
fn paint_samples(cells: &mut [Cell], axis: &Axis, glyphs: &'static Glyphs, series: &Series) {
    let mut values: Vec<Option<f64>> = vec![None; cells.len()];
    for point in &series.points {
        for column in axis.columns(point.from, point.to) {
            let kept = &mut values[usize::from(column)];
            *kept = Some(kept.map_or(point.value, |kept| series.worse(kept, point.value)));
        }
    }
    let most = series.most();
    let end = values.iter().rposition(Option::is_some);
    let mut before = Role::Text;
    for (cell, value) in cells
        .iter_mut()
        .zip(values)
        .take(end.map_or(0, |end| end + 1))
    {
        // A blank between two samples keeps their role: changing it back and forth is most of what the lane sends.
        cell.1 = before;
        if let Some(value) = value {
            let is_beyond = series.passes(value);
            let role = if is_beyond { Role::Burst } else { Role::Chart };
            let share = if most > 0.0 { value / most } else { 0.0 };
            // A measured zero is not "no sample".
            *cell = (glyphs.level(share.max(f64::MIN_POSITIVE)), role);
            before = role;
        }
    }
}
