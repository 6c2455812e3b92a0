//! Both sides over time: what happened, side by side, and the statistics, one over the other.

use crate::model::metric::{METRICS, PoorWhen};
use crate::model::verdict::CallClass;
use crate::query::compare::Comparison;
use crate::query::compare::times::{Curves, Event, Stretch, Times};
use crate::ui::format;
use crate::ui::glyphs::Glyphs;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::panes::standing;
use crate::ui::theme::Role;
use crate::ui::widgets::list::List;
use crate::ui::widgets::marks;
use crate::ui::widgets::table::{Cell, Column, HeadMarks, paint_table};

const COLUMNS: [Column; 3] = [
    Column::numbers("SINCE", 8, 0),
    Column::words("LEFT", 20, 0).growing(),
    Column::words("RIGHT", 20, 0).growing(),
];

/// Lines of the screen for a measure: left and right.
pub(super) const LINES: usize = 2;
/// Columns of the names of measures.
const NAMES: u16 = 26;

/// What happened, in the order of the common axis.
pub(super) fn events(
    painter: &mut Painter,
    times: &Times,
    list: &List,
    (side, is_focused): (usize, bool),
) {
    let marks = HeadMarks {
        cursor: is_focused.then_some(1 + side),
        ..HeadMarks::default()
    };
    if times.events.is_empty() {
        painter.text(1, 1, "no record of either side has a time", Role::Dim);
    }
    let cell = |at: usize, column: usize| {
        let Some(row) = times.events.get(at) else {
            return Cell::plain("");
        };
        match column {
            0 => Cell::plain(since(row.iter().flatten().next())),
            _ => row[column - 1]
                .as_ref()
                .map_or_else(|| Cell::plain(""), cell),
        }
    };
    paint_table(painter, &COLUMNS, marks, (list, is_focused), cell);
}

fn since(event: Option<&Event>) -> String {
    event.map_or_else(String::new, |event| {
        format::duration(event.at_s.floor() as i64)
    })
}

fn cell(event: &Event) -> Cell {
    match event.class {
        CallClass::Bad | CallClass::Burst => {
            let (mark, role) = standing::mark(event.class);
            Cell::new(format!("{mark} {}", event.words), role)
        }
        _ => Cell::plain(format!("  {}", event.words)),
    }
}

/// The measure under the cursor: its scale, its limit.
pub(super) fn curves_words(shown: &Comparison, line: usize) -> String {
    let times = shown.times.as_ref();
    let Some(curves) = times.and_then(|times| times.curves.get(line / LINES)) else {
        return String::new();
    };
    let limit = curves.limit.map_or_else(String::new, |limit| {
        format!("; x: beyond {}", worded(curves, limit))
    });
    format!(
        "{}: full height {}{limit}; blank: nothing measured",
        curves.name,
        worded(curves, top(curves))
    )
}

fn worded(curves: &Curves, value: f64) -> String {
    match curves.metric.and_then(|at| METRICS.get(at)) {
        Some(metric) => format!("{} {}", metric.shown(value), metric.unit.label()),
        None => format::fixed(value, if value < 10.0 { 2 } else { 0 }),
    }
}

/// The greatest value of both sides: they share the scale.
fn top(curves: &Curves) -> f64 {
    let values = curves.sides.iter().flatten().map(|stretch| stretch.value);
    values.fold(0.0, f64::max)
}

/// The statistics, left over right, on one axis and one scale.
pub(super) fn curves(painter: &mut Painter, times: &Times, list: &List, is_focused: bool) {
    let width = painter.width();
    let room = width.saturating_sub(NAMES + 1);
    let notes = ["left: ", "right: "].into_iter().zip(times.notes);
    let notes: Vec<String> = notes
        .filter_map(|(side, note)| Some(format!("{side}{}", note?)))
        .collect();
    if !notes.is_empty() {
        painter.text(1, 0, &notes.join("; "), Role::Notice);
    } else if room > 0 {
        let end = format::duration(times.length_s.ceil() as i64);
        painter.text(NAMES, 0, "0:00", Role::Dim);
        painter.field((NAMES, 0, room), &end, Role::Dim, Align::Right, Cut::End);
    }
    for (y, line) in (1..).zip(list.visible()) {
        let Some(curves) = times.curves.get(line / LINES) else {
            continue;
        };
        let side = line % LINES;
        paint_line(painter, (y, room), curves, (side, times.length_s));
        if line == list.cursor() {
            // The curve stays as it is: a reversed one cannot be read.
            marks::cursor(painter, y, false);
            if is_focused {
                painter.highlight_part(0, y, NAMES - 4, Role::Selected);
            }
        }
    }
}

fn paint_line(
    painter: &mut Painter,
    (y, room): (u16, u16),
    curves: &Curves,
    (side, length_s): (usize, f64),
) {
    let names = NAMES - 5;
    if side == 0 {
        painter.field(
            (1, y, names),
            &curves.name,
            Role::Text,
            Align::Left,
            Cut::End,
        );
    } else {
        let scale = format!("  0 to {}", worded(curves, top(curves)));
        painter.field((1, y, names), &scale, Role::Dim, Align::Left, Cut::End);
    }
    let (mark, role) = if curves.is_beyond[side] {
        standing::mark(CallClass::Bad)
    } else {
        (" ", Role::Text)
    };
    painter.text(NAMES - 4, y, mark, role);
    painter.text(NAMES - 2, y, ["L", "R"][side], Role::Header);
    let glyphs = painter.look().glyphs;
    let columns = buckets(
        &curves.sides[side],
        usize::from(room),
        length_s,
        is_below(curves),
    );
    let cells: Vec<(&'static str, Role)> = columns
        .into_iter()
        .map(|value| column(glyphs, curves, value))
        .collect();
    let mut x = NAMES;
    for run in cells.chunk_by(|a, b| a.1 == b.1) {
        let text: String = run.iter().map(|(sign, _)| *sign).collect();
        x = painter.text(x, y, &text, run[0].1);
    }
}

fn is_below(curves: &Curves) -> bool {
    let metric = curves.metric.and_then(|at| METRICS.get(at));
    metric.is_some_and(|metric| metric.poor_when == PoorWhen::Below)
}

/// A column: blank where nothing was measured, a dot for 0, else the height.
fn column(glyphs: &'static Glyphs, curves: &Curves, value: Option<f64>) -> (&'static str, Role) {
    let Some(value) = value else {
        return (" ", Role::Chart);
    };
    let is_past = |limit: f64| {
        if is_below(curves) {
            value < limit
        } else {
            value > limit
        }
    };
    let role = if curves.limit.is_some_and(is_past) {
        Role::Bad
    } else {
        Role::Chart
    };
    let top = top(curves);
    if value > 0.0 && top > 0.0 {
        (glyphs.level(value / top), role)
    } else {
        (glyphs.dot, role)
    }
}

/// The worst value of each column of the axis.
fn buckets(
    stretches: &[Stretch],
    columns: usize,
    length_s: f64,
    is_below: bool,
) -> Vec<Option<f64>> {
    let mut found: Vec<Option<f64>> = vec![None; columns];
    if columns == 0 || length_s <= 0.0 {
        return found;
    }
    let at = |seconds: f64| seconds / length_s * columns as f64;
    for stretch in stretches.iter().filter(|stretch| stretch.to_s > 0.0) {
        let from = at(stretch.from_s.max(0.0)).floor() as usize;
        let to = (at(stretch.to_s).ceil() as usize).clamp(from + 1, columns.max(from + 1));
        for kept in found.iter_mut().take(to).skip(from) {
            *kept = Some(match *kept {
                Some(known) if is_below => known.min(stretch.value),
                Some(known) => known.max(stretch.value),
                None => stretch.value,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_hold_the_worst_value_and_gaps_stay_blank() {
        let stretch = |from_s, to_s, value| Stretch {
            from_s,
            to_s,
            value,
        };
        let all = [
            stretch(-5.0, 10.0, 1.0),
            stretch(10.0, 20.0, 2.0),
            stretch(15.0, 20.0, 9.0),
            stretch(30.0, 40.0, 0.0),
        ];
        let shown = buckets(&all, 4, 40.0, false);
        assert_eq!(shown, [Some(1.0), Some(9.0), None, Some(0.0)]);
        let least = buckets(&all, 4, 40.0, true);
        assert_eq!(least, [Some(1.0), Some(2.0), None, Some(0.0)]);
        assert_eq!(buckets(&all, 2, 40.0, false), [Some(9.0), Some(0.0)]);
        assert_eq!(buckets(&all, 3, 0.0, false), [None; 3]);
    }
}
