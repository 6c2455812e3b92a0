//! Columns that scroll sideways between those that stay: the first few on the left, and maybe the last on the right.
//!
//! ```text
//!   START       JIT  RTT  LOSS HEALED   CALL          columns 4-7 of 9
//! >x 19 02:07   141 1840  31.0    0.2   7f3c9a12
//! └─ stay ────┘└─ scroll ────────────┘ └ stays ┘
//! ```

use super::{Column, Layout, MARGIN, Slot};
use std::ops::Range;

/// Which columns stay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stay {
    /// How many on the left.
    pub first: usize,
    /// Whether the last does, too.
    pub last: bool,
}

/// A layout of columns that scroll.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scrolled {
    /// Where they stand.
    pub layout: Layout,
    /// The first of those that scroll, to begin with the next time.
    pub from: usize,
    /// Those seen of them that scroll; none when all columns fit.
    pub seen: Option<Range<usize>>,
}

/// Lays columns out so that the one under the cursor is seen, beginning near `from`. What stays never takes more than
/// half the width; a column too wide for the other half is cut to it.
pub fn lay_out(
    columns: &[Column],
    stay: Stay,
    (from, cursor): (usize, usize),
    width: u16,
) -> Scrolled {
    let room = width.saturating_sub(MARGIN) + 1;
    let wanted = |range: Range<usize>| -> u32 {
        columns[range]
            .iter()
            .map(|column| u32::from(column.width) + 1)
            .sum()
    };
    let count = columns.len();
    if wanted(0..count) <= u32::from(room) {
        let slots = placed(columns, 0..count, (MARGIN, room));
        return Scrolled {
            layout: Layout { slots, hidden: 0 },
            from: stay.first.min(count),
            seen: None,
        };
    }
    let half = u32::from(room / 2);
    let last = count - 1;
    let mut left = stay.first.min(last);
    while left > 0 && wanted(0..left) > half {
        left -= 1;
    }
    let has_last = stay.last && left < last && wanted(0..left) + wanted(last..count) <= half;
    let end = if has_last { last } else { count };
    let (used_left, used_right) = (wanted(0..left) as u16, wanted(end..count) as u16);
    let middle = room - used_left - used_right;
    let seen = window(columns, left..end, (from, cursor), middle);
    let mut slots = placed(columns, 0..left, (MARGIN, used_left));
    slots.extend(placed(columns, seen.clone(), (MARGIN + used_left, middle)));
    let at_right = MARGIN + used_left + middle;
    slots.extend(placed(columns, end..count, (at_right, used_right)));
    let hidden = count - slots.len();
    Scrolled {
        layout: Layout { slots, hidden },
        from: seen.start,
        seen: Some(seen),
    }
}

/// The columns seen of those that scroll: as near to the last time as the cursor allows, and no room left unused.
fn window(
    columns: &[Column],
    all: Range<usize>,
    (from, cursor): (usize, usize),
    room: u16,
) -> Range<usize> {
    let end_of = |from: usize| {
        let mut left = u32::from(room);
        let mut end = from;
        while let Some(column) = columns[..all.end].get(end) {
            let wanted = u32::from(column.width) + 1;
            if wanted > left && end > from {
                break;
            }
            left = left.saturating_sub(wanted);
            end += 1;
        }
        end
    };
    let mut from = from.clamp(all.start, all.end - 1);
    if all.contains(&cursor) {
        from = from.min(cursor);
        while end_of(from) <= cursor {
            from += 1;
        }
    }
    while from > all.start && end_of(from - 1) == all.end {
        from -= 1;
    }
    from..end_of(from)
}

/// Places neighbours from a column of the screen on; those that grow share what room is left.
fn placed(columns: &[Column], which: Range<usize>, (x, room): (u16, u16)) -> Vec<Slot> {
    let shown = &columns[which.clone()];
    let wanted: u32 = shown.iter().map(|column| u32::from(column.width) + 1).sum();
    let left = u32::from(room).saturating_sub(wanted) as u16;
    let growing = shown.iter().filter(|column| column.grows).count() as u16;
    let mut at = x;
    which
        .zip(shown)
        .map(|(column, shape)| {
            let extra = if shape.grows { left / growing } else { 0 };
            let most = (x + room).saturating_sub(at + 1);
            let slot = Slot {
                column,
                x: at,
                width: (shape.width + extra).min(most),
            };
            at += slot.width + 1;
            slot
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 6] = [
        Column::words("M", 1, 0),
        Column::words("START", 8, 0),
        Column::numbers("A", 10, 3),
        Column::words("WHY", 10, 1).growing(),
        Column::numbers("B", 10, 3),
        Column::words("CALL", 8, 0),
    ];
    const BOTH: Stay = Stay {
        first: 2,
        last: true,
    };

    fn shown(stay: Stay, place: (usize, usize), width: u16) -> Vec<(usize, u16, u16)> {
        let scrolled = lay_out(&COLUMNS, stay, place, width);
        let slots = scrolled.layout.slots.iter();
        slots
            .map(|slot| (slot.column, slot.x, slot.width))
            .collect()
    }

    #[test]
    fn what_fits_is_laid_out_as_ever() {
        for width in [54, 53, 70] {
            let scrolled = lay_out(&COLUMNS, BOTH, (4, 2), width);
            assert_eq!(scrolled.seen, None);
            assert_eq!(scrolled.layout, Layout::new(&COLUMNS, width), "{width}");
        }
    }

    #[test]
    fn the_cursor_scrolls_what_does_not_stay() {
        let first = [(0, 1, 1), (1, 3, 8), (2, 12, 10), (5, 32, 8)];
        assert_eq!(shown(BOTH, (2, 0), 40), first);
        assert_eq!(shown(BOTH, (2, 2), 40), first);
        let second = [(0, 1, 1), (1, 3, 8), (3, 12, 19), (5, 32, 8)];
        assert_eq!(
            shown(BOTH, (2, 3), 40),
            second,
            "the reason takes what is left"
        );
        let third = [(0, 1, 1), (1, 3, 8), (4, 12, 10), (5, 32, 8)];
        assert_eq!(shown(BOTH, (2, 4), 40), third);
        assert_eq!(
            shown(BOTH, (4, 5), 40),
            third,
            "what stays does not scroll the rest"
        );
        assert_eq!(shown(BOTH, (4, 2), 40), first, "and back");
    }

    #[test]
    fn nothing_stays_where_it_would_take_more_than_half() {
        assert_eq!(shown(BOTH, (2, 2), 20), [(0, 1, 1), (2, 3, 10)]);
        let all = Stay {
            first: 6,
            last: false,
        };
        assert_eq!(shown(all, (0, 5), 30), [(0, 1, 1), (1, 3, 8), (5, 12, 8)]);
    }

    #[test]
    fn no_room_is_left_while_columns_are_hidden_on_the_left() {
        let none = Stay::default();
        let scrolled = lay_out(&COLUMNS, none, (5, 5), 40);
        assert_eq!(scrolled.seen, Some(3..6));
        assert_eq!(scrolled.layout.hidden, 3);
    }

    #[test]
    fn a_column_wider_than_the_screen_is_cut_to_it() {
        let wide = [Column::words("A", 300, 0), Column::words("B", 5, 0)];
        let scrolled = lay_out(&wide, Stay::default(), (0, 0), 40);
        let slots = scrolled.layout.slots;
        assert_eq!((slots.len(), slots[0].width), (1, 39));
    }
}
