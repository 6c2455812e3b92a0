//! The cursor and the scroll position of anything with rows. Pure: needs no terminal.

use crate::ui::context::Motion;

/// A cursor over `len` rows of which `height` are seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    cursor: usize,
    offset: usize,
    height: usize,
    len: usize,
}

impl List {
    /// The row under the cursor; 0 when there is none.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// True when there is no row.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The rows on screen.
    pub fn visible(&self) -> std::ops::Range<usize> {
        self.offset..self.len.min(self.offset + self.height)
    }

    /// The cursor's line on screen.
    pub fn cursor_line(&self) -> usize {
        self.cursor - self.offset.min(self.cursor)
    }

    /// Sets how many rows there are.
    pub fn set_len(&mut self, len: usize) {
        self.len = len;
        self.settle();
    }

    /// Sets how many rows are seen.
    pub fn set_height(&mut self, height: usize) {
        self.height = height;
        self.settle();
    }

    /// Puts the cursor on a row.
    pub fn go_to(&mut self, row: usize) {
        self.cursor = row;
        self.settle();
    }

    /// Puts the cursor on a row and keeps it on the same line of the screen where that is possible.
    pub fn follow(&mut self, row: usize) {
        self.put(row, self.cursor_line());
    }

    /// Puts the cursor on a row and that row on a line of the screen where that is possible.
    pub fn put(&mut self, row: usize, line: usize) {
        self.cursor = row;
        self.offset = row.saturating_sub(line);
        self.settle();
    }

    /// Cursor and first row seen, to be put back with [`List::stand`].
    pub fn place(&self) -> (usize, usize) {
        (self.cursor, self.offset)
    }

    /// Puts cursor and first row seen back, as far as there are such rows.
    pub fn stand(&mut self, (cursor, offset): (usize, usize)) {
        (self.cursor, self.offset) = (cursor, offset);
        self.settle();
    }

    /// Stands as another one did: the same row on the same line.
    pub fn stand_as(&mut self, other: &Self) {
        self.stand(other.place());
    }

    /// Moves the cursor; false when nothing changed or the motion is none of a list.
    pub fn apply(&mut self, motion: Motion) -> bool {
        let before = (self.cursor, self.offset);
        let page = self.height.max(1);
        match motion {
            Motion::Up => self.cursor = self.cursor.saturating_sub(1),
            Motion::Down => self.cursor += 1,
            Motion::Top => self.cursor = 0,
            Motion::Bottom => self.cursor = self.len,
            Motion::PageUp => self.shift(page, false),
            Motion::PageDown => self.shift(page, true),
            Motion::HalfUp => self.shift(page.div_ceil(2), false),
            Motion::HalfDown => self.shift(page.div_ceil(2), true),
            Motion::Left | Motion::Right => {}
        }
        self.settle();
        before != (self.cursor, self.offset)
    }

    /// A page moves what is seen and the cursor with it, as in less.
    fn shift(&mut self, rows: usize, down: bool) {
        if down {
            self.cursor += rows;
            self.offset = (self.offset + rows).min(self.len.saturating_sub(self.height));
        } else {
            self.cursor = self.cursor.saturating_sub(rows);
            self.offset = self.offset.saturating_sub(rows);
        }
    }

    fn settle(&mut self) {
        self.cursor = self.cursor.min(self.len.saturating_sub(1));
        let bottom = self.len.saturating_sub(self.height.max(1));
        let first = (self.cursor + 1).saturating_sub(self.height.max(1));
        self.offset = self
            .offset
            .clamp(first, self.cursor.max(first))
            .min(bottom.max(first));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(len: usize, height: usize) -> List {
        let mut list = List::default();
        list.set_height(height);
        list.set_len(len);
        list
    }

    #[test]
    fn the_cursor_stays_in_and_on_screen() {
        let table: [(&[Motion], usize, usize); 7] = [
            (&[Motion::Up], 0, 0),
            (&[Motion::Down; 4], 4, 2),
            (&[Motion::Bottom], 9, 7),
            (&[Motion::Bottom, Motion::Down], 9, 7),
            (&[Motion::PageDown], 3, 3),
            (&[Motion::PageDown, Motion::PageUp], 0, 0),
            (&[Motion::Bottom, Motion::Top], 0, 0),
        ];
        for (motions, cursor, offset) in table {
            let mut list = list(10, 3);
            for &motion in motions {
                list.apply(motion);
            }
            assert_eq!((list.cursor, list.offset), (cursor, offset), "{motions:?}");
        }
    }

    #[test]
    fn nothing_breaks_without_rows_or_height() {
        let mut list = list(0, 0);
        for motion in [
            Motion::Down,
            Motion::PageDown,
            Motion::Bottom,
            Motion::HalfUp,
        ] {
            list.apply(motion);
            assert_eq!(list.cursor(), 0);
            assert!(list.visible().is_empty());
        }
    }

    #[test]
    fn rows_that_arrive_above_keep_the_cursor_on_its_line() {
        let mut list = list(10, 3);
        list.go_to(5);
        let line = list.cursor_line();
        list.set_len(20);
        list.follow(12);
        assert_eq!((list.cursor(), list.cursor_line()), (12, line));
    }
}
