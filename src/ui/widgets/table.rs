//! A table: columns that fit the width, heads with the sort sign, one reversed row.
//!
//! Columns are dropped by their rank when the screen is narrow; what is hidden is told by the caller from
//! [`Layout::hidden`]. Where the user chose the columns none is dropped: see [`scroll`]; the choice itself is [`columns`].

pub mod chosen;
pub mod columns;
pub mod order;
pub mod scroll;

use super::list::List;
use crate::safe;
use crate::ui::glyphs::SELECTOR;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub title: &'static str,
    /// Its least width.
    pub width: u16,
    /// Words left, numbers right.
    pub align: Align,
    /// What is cut when a cell is too long.
    pub cut: Cut,
    /// 0 stays always; the highest goes first when there is no room.
    pub drop: u8,
    /// True when it takes a share of the room that is left.
    pub grows: bool,
}

impl Column {
    /// A column of words.
    pub const fn words(title: &'static str, width: u16, drop: u8) -> Self {
        Self {
            title,
            width,
            align: Align::Left,
            cut: Cut::End,
            drop,
            grows: false,
        }
    }

    /// A column of numbers.
    pub const fn numbers(title: &'static str, width: u16, drop: u8) -> Self {
        Self {
            title,
            width,
            align: Align::Right,
            cut: Cut::End,
            drop,
            grows: false,
        }
    }

    /// A column of identifiers.
    pub const fn ids(title: &'static str, width: u16, drop: u8) -> Self {
        Self {
            title,
            width,
            align: Align::Left,
            cut: Cut::Middle,
            drop,
            grows: false,
        }
    }

    /// The same, taking the room that is left.
    #[must_use]
    pub const fn growing(mut self) -> Self {
        self.grows = true;
        self
    }
}

/// The text of a cell and what it is.
pub struct Cell {
    /// Not yet sanitized; the painter does that.
    pub text: String,
    /// Its role.
    pub role: Role,
}

impl Cell {
    /// A cell.
    pub fn new(text: impl Into<String>, role: Role) -> Self {
        Self {
            text: text.into(),
            role,
        }
    }

    /// A plain cell.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::new(text, Role::Text)
    }
}

/// A column's place on the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Which column.
    pub column: usize,
    /// Where it starts.
    pub x: u16,
    /// How wide it is.
    pub width: u16,
}

/// The columns that fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// From left to right.
    pub slots: Vec<Slot>,
    /// How many did not fit.
    pub hidden: usize,
}

/// Columns before the first cell: the cursor sign and a blank.
const MARGIN: u16 = 1;

impl Layout {
    /// Fits columns into a width, one blank between them.
    pub fn new(columns: &[Column], width: u16) -> Self {
        let mut shown: Vec<usize> = (0..columns.len()).collect();
        let needed =
            |shown: &[usize]| MARGIN + shown.iter().map(|&at| columns[at].width + 1).sum::<u16>();
        while needed(&shown) > width + 1 {
            let Some(goes) = shown
                .iter()
                .copied()
                .max_by_key(|&at| columns[at].drop)
                .filter(|&at| columns[at].drop > 0)
            else {
                break;
            };
            shown.retain(|&at| at != goes);
        }
        let left = (width + 1).saturating_sub(needed(&shown));
        let growing = shown.iter().filter(|&&at| columns[at].grows).count() as u16;
        let mut x = MARGIN;
        let slots = shown
            .iter()
            .map(|&column| {
                let extra = if columns[column].grows {
                    left / growing.max(1)
                } else {
                    0
                };
                let slot = Slot {
                    column,
                    x,
                    width: columns[column].width + extra,
                };
                x += slot.width + 1;
                slot
            })
            .collect();
        Self {
            slots,
            hidden: columns.len() - shown.len(),
        }
    }
}

/// What the head line shows besides the titles.
#[derive(Clone, Copy, Debug, Default)]
pub struct HeadMarks<'a> {
    /// The sorted columns, the first first, and whether they are descending.
    pub sorted: &'a [(usize, bool)],
    /// The column under the column cursor.
    pub cursor: Option<usize>,
}

/// Paints the heads.
pub fn paint_head(painter: &mut Painter, columns: &[Column], layout: &Layout, marks: HeadMarks) {
    for slot in &layout.slots {
        let column = &columns[slot.column];
        let sign = sign(painter, marks.sorted, slot.column);
        painter.field(
            (slot.x, 0, slot.width),
            &with_sign(column.title, &sign, slot.width),
            Role::Header,
            column.align,
            Cut::End,
        );
        if marks.cursor == Some(slot.column) {
            painter.highlight_part(slot.x, 0, slot.width, Role::Match);
        }
    }
}

/// How a column is sorted; beside others with its rank: `▾2`.
fn sign(painter: &Painter, sorted: &[(usize, bool)], column: usize) -> String {
    let glyphs = painter.look().glyphs;
    let Some(rank) = sorted.iter().position(|(of, _)| *of == column) else {
        return String::new();
    };
    let (_, descending) = sorted[rank];
    let arrow = if descending {
        glyphs.descending
    } else {
        glyphs.ascending
    };
    match sorted.len() {
        1 => arrow.to_owned(),
        _ => format!("{arrow}{}", rank + 1),
    }
}

/// A title with its sign; where there is no room for both the title gives way.
fn with_sign(title: &str, sign: &str, width: u16) -> String {
    if sign.is_empty() {
        return title.to_owned();
    }
    let room = usize::from(width).saturating_sub(safe::width(sign));
    let short: String = title.chars().take(room).collect();
    format!("{short}{sign}")
}

/// Paints head and visible rows over the whole rectangle; `cell` gives the text of a row's column.
pub fn paint_table(
    painter: &mut Painter,
    columns: &[Column],
    marks: HeadMarks,
    (list, is_focused): (&List, bool),
    cell: impl FnMut(usize, usize) -> Cell,
) {
    let (width, height) = (painter.width(), painter.height());
    let layout = Layout::new(columns, width);
    paint_head(painter, columns, &layout, marks);
    let mut body = painter.part(0, 1, width, height.saturating_sub(1));
    paint_rows(&mut body, columns, &layout, list, is_focused, cell);
}

/// Paints the visible rows; `cell` gives the text of a row's column.
pub fn paint_rows(
    painter: &mut Painter,
    columns: &[Column],
    layout: &Layout,
    list: &List,
    is_focused: bool,
    mut cell: impl FnMut(usize, usize) -> Cell,
) {
    for (line, row) in list.visible().enumerate() {
        let y = line as u16;
        for slot in &layout.slots {
            let column = &columns[slot.column];
            let cell = cell(row, slot.column);
            painter.field(
                (slot.x, y, slot.width),
                &cell.text,
                cell.role,
                column.align,
                column.cut,
            );
        }
        if row == list.cursor() {
            painter.text(0, y, SELECTOR, Role::Text);
            if is_focused {
                // A whole row reversed costs twice its width in bytes at each move of the cursor.
                painter.highlight_part(0, y, highlighted(layout), Role::Selected);
            }
        }
    }
}

/// Columns of the selected row that are reversed: the first few fields, enough to see the row.
fn highlighted(layout: &Layout) -> u16 {
    const FIELDS: usize = 4;
    layout
        .slots
        .iter()
        .take(FIELDS)
        .next_back()
        .map_or(MARGIN, |slot| slot.x + slot.width)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 4] = [
        Column::words("A", 3, 0),
        Column::numbers("B", 5, 2),
        Column::words("C", 5, 1).growing(),
        Column::ids("D", 8, 0),
    ];

    fn shown(width: u16) -> Vec<(usize, u16, u16)> {
        Layout::new(&COLUMNS, width)
            .slots
            .iter()
            .map(|slot| (slot.column, slot.x, slot.width))
            .collect()
    }

    #[test]
    fn the_highest_rank_goes_first_and_the_rest_grows() {
        assert_eq!(shown(25), [(0, 1, 3), (1, 5, 5), (2, 11, 5), (3, 17, 8)]);
        assert_eq!(shown(30), [(0, 1, 3), (1, 5, 5), (2, 11, 10), (3, 22, 8)]);
        assert_eq!(shown(24), [(0, 1, 3), (2, 5, 10), (3, 16, 8)]);
        assert_eq!(shown(13), [(0, 1, 3), (3, 5, 8)]);
        assert_eq!(shown(1), [(0, 1, 3), (3, 5, 8)]);
    }
}
