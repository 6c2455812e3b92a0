//! The columns of a lane: which sign stands where on the axis.

use super::axis::Axis;
use super::lanes::{Content, Lane, Line, Report};
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
            Content::Legs(lines) => paint_lines(&mut cells, axis, glyphs, lines),
            Content::Ranges {
                reports,
                there,
                is_hint,
            } => paint_reports(&mut cells, axis, reports, *there, *is_hint),
            Content::Points(points) => paint_points(&mut cells, axis, points),
            Content::Samples(series) => paint_samples(&mut cells, axis, glyphs, series),
        }
        cells
    }
}

/// Ends are painted last: a rejoin in the same column must not hide that the leg before was lost.
fn paint_lines(cells: &mut [Cell], axis: &Axis, glyphs: &'static Glyphs, lines: &[Line]) {
    for line in lines {
        for column in axis.columns(line.from, line.to) {
            cells[usize::from(column)] = (glyphs.horizontal, Role::Text);
        }
        if let Some(column) = axis.column(line.from).filter(|_| line.has_start) {
            cells[usize::from(column)] = (glyphs.tee_right, Role::Text);
        }
    }
    for line in lines {
        if let (Some(end), Some(column)) = (line.end, axis.column(line.to)) {
            cells[usize::from(column)] = match end {
                'x' => (MARK_BAD, Role::Bad),
                'H' => ("H", Role::Text),
                _ => (glyphs.tee_left, Role::Text),
            };
        }
    }
}

fn paint_reports(
    cells: &mut [Cell],
    axis: &Axis,
    reports: &[Report],
    there: (i64, i64),
    is_hint: bool,
) {
    if there.0 <= there.1 {
        for column in axis.columns(there.0, there.1) {
            cells[usize::from(column)] = (".", Role::Dim);
        }
    }
    for worst in [Quality::Poor, Quality::Bad] {
        for report in reports.iter().filter(|report| report.quality == worst) {
            for column in axis.columns(report.from, report.to) {
                cells[usize::from(column)] = match worst {
                    _ if is_hint => ("s", Role::Text),
                    Quality::Poor => ("b", Role::Burst),
                    _ => ("B", Role::Bad),
                };
            }
        }
    }
}

fn paint_points(cells: &mut [Cell], axis: &Axis, points: &[(i64, char)]) {
    let mut letters = vec![None; cells.len()];
    for &(ticks, letter) in points {
        if let Some(column) = axis.column(ticks) {
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
    for (cell, value) in cells.iter_mut().zip(values) {
        if let Some(value) = value {
            let is_beyond = series.passes(value);
            let role = if is_beyond { Role::Burst } else { Role::Chart };
            let share = if most > 0.0 { value / most } else { 0.0 };
            // A measured zero is not "no sample".
            *cell = (glyphs.level(share.max(f64::MIN_POSITIVE)), role);
        }
    }
}
