//! The rows of a comparison.

use crate::query::compare::{Cell as Value, Comparison, Relation, Row};
use crate::ui::painter::Painter;
use crate::ui::panes::standing;
use crate::ui::theme::Role;
use crate::ui::widgets::list::List;
use crate::ui::widgets::table::{Cell, Column, HeadMarks, paint_table};

const COLUMNS: [Column; 5] = [
    Column::words("", 2, 0),
    Column::words("WHAT", 16, 0).growing(),
    Column::words("LEFT", 18, 0).growing(),
    Column::words("RIGHT", 18, 0).growing(),
    Column::words("DIFFERENCE", 16, 0).growing(),
];

/// The column of the left side.
const LEFT: usize = 2;

/// A row in full: `RTT, audio: +732 ms, right worse: 80 ms | x 812 ms`. The difference stands first: it is what is cut
/// short in a narrow table.
pub(super) fn words(row: &Row) -> String {
    let [left, right] = row.cells.each_ref().map(|value| cell(value).text);
    format!("{}: {}: {left} | {right}", row.name, row.words)
}

/// With the mark of what is beyond a limit.
fn cell(value: &Value) -> Cell {
    match value.class.map(standing::mark) {
        Some((mark, role)) => Cell::new(format!("{mark} {}", value.text), role),
        None => Cell::plain(value.text.clone()),
    }
}

/// Of what differs not by chance alone.
const fn role(relation: Relation) -> Role {
    match relation {
        Relation::Differs => Role::Notice,
        Relation::Open | Relation::Same => Role::Dim,
        Relation::NotKnown => Role::NotJudged,
    }
}

/// Draws heads and rows.
pub(super) fn paint(
    painter: &mut Painter,
    shown: &Comparison,
    (rows, list): (&[usize], &List),
    (side, is_focused): (usize, bool),
) {
    let marks = HeadMarks {
        cursor: is_focused.then_some(LEFT + side),
        ..HeadMarks::default()
    };
    if rows.is_empty() {
        painter.text(1, 1, "nothing differs", Role::Dim);
    }
    let cell = |at: usize, column| {
        let Some(row) = rows.get(at).and_then(|&row| shown.rows.get(row)) else {
            return Cell::plain("");
        };
        match column {
            0 => Cell::new(row.relation.sign(), role(row.relation)),
            1 => Cell::plain(row.name.clone()),
            2 | 3 => cell(&row.cells[column - LEFT]),
            _ => Cell::new(row.words.clone(), role(row.relation)),
        }
    };
    paint_table(painter, &COLUMNS, marks, (list, is_focused), cell);
}
