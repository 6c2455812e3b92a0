//! Finds lines that only moved up or down, and has the terminal move them: a list that scrolls by one row then costs one
//! row instead of all.
//!
//! Nothing depends on what is found: whatever the terminal shows after the move is the frame before, and the cells that
//! differ from the next one are written as always. Only whole lines move; panes side by side are written anew.

use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};

use super::encode::{move_to, write_all};
use ratatui::layout::Position;

/// Terminals by the start of their `TERM` that keep to a region when lines are inserted and deleted (VT102: DECSTBM, IL,
/// DL). IL and DL are used rather than SU and SD, which the Linux console and tmux before 3.3 lack in part.
const REGIONS: &[&str] = &[
    "alacritty",
    "contour",
    "foot",
    "ghostty",
    "gnome",
    "iterm",
    "konsole",
    "linux",
    "mintty",
    "nsterm",
    "putty",
    "rxvt",
    "screen",
    "st",
    "tmux",
    "vte",
    "wezterm",
    "xterm",
];

/// Changed lines from which it pays to look: a step of the cursor changes two, the status and the preview.
const LEAST_CHANGED: usize = 5;
/// Lines between two that moved which may be new, such as the one under the cursor.
const GAP: u16 = 2;
/// Bytes that must be saved; the move itself takes some 20.
const LEAST_SAVED: i64 = 40;
/// Bytes of a jump to a cell apart from the last one that was written.
const JUMP: i64 = 5;
/// Lines beyond those that moved unchanged which may have moved, too.
const MARGIN: u16 = 4;

/// Whether the terminal of a `TERM` moves lines within a region.
pub fn can_scroll(term: &str) -> bool {
    REGIONS.iter().any(|name| term.starts_with(name))
}

/// Lines that move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shift {
    /// The lines of the screen within which they move; what leaves is lost, what enters is blank.
    band: Range<u16>,
    /// By how many lines, never 0; positive = up.
    up: i32,
}

impl Shift {
    /// The move that saves most, if any is worth it. Both frames have the same size.
    pub(super) fn find(before: &Buffer, after: &Buffer) -> Option<Self> {
        let height = after.area.height;
        let changed: Vec<u16> = (0..height)
            .filter(|&y| line(before, y) != line(after, y))
            .collect();
        if changed.len() < LEAST_CHANGED {
            return None;
        }
        let (old, new) = (prints(before, &changed), prints(after, &changed));
        let moved = |up: i32| -> Vec<u16> {
            let from = |y: u16| old.get(usize::try_from(i32::from(y) + up).ok()?).copied()?;
            let is_moved =
                |y: &&u16| new[usize::from(**y)].is_some_and(|new| from(**y) == Some(new));
            changed.iter().filter(is_moved).copied().collect()
        };
        let most = i32::from(height) - 1;
        let (up, lines) = (-most..=most)
            .filter(|&up| up != 0)
            .map(|up| (up, longest_run(&moved(up))))
            .max_by_key(|(up, lines)| (lines.len(), -up.abs()))
            .filter(|(_, lines)| !lines.is_empty())?;
        let shift = Self::around(&lines, up);
        let costs = Costs::new(&shift, before, after);
        let (saved, shift) = shift.grown(&costs);
        (saved >= LEAST_SAVED).then_some(shift)
    }

    /// The band in which `lines` of the new frame are those of the old one.
    fn around(lines: &Range<u16>, up: i32) -> Self {
        let by = up.unsigned_abs() as u16;
        let band = if up > 0 {
            lines.start..lines.end + by
        } else {
            lines.start - by..lines.end
        };
        Self { band, up }
    }

    /// With the lines at both ends that moved and changed a little, such as the one the cursor left; and what it saves.
    fn grown(self, costs: &Costs) -> (i64, Self) {
        let (mut saved, mut shift) = (self.saved(costs), self);
        loop {
            let Range { start, end } = shift.band;
            let up = shift.up;
            let best = [start..end + 1, start.saturating_sub(1)..end]
                .into_iter()
                .filter(|band| costs.window.start <= band.start && band.end <= costs.window.end)
                .map(|band| Self { band, up })
                .map(|wider| (wider.saved(costs), wider))
                .max_by_key(|(saved, _)| *saved);
            match best {
                Some((more, wider)) if more > saved => (saved, shift) = (more, wider),
                _ => return (saved, shift),
            }
        }
    }

    /// Bytes, about, that need not be written because of the move; negative when it makes more work.
    fn saved(&self, costs: &Costs) -> i64 {
        let lines = self.band.clone();
        let saved = lines.map(|y| costs.stay(y) - costs.come(y, self.source(y)));
        saved.sum()
    }

    /// The line of the old frame that comes to line `y` of the band; none = blank.
    fn source(&self, y: u16) -> Option<u16> {
        let from = u16::try_from(i32::from(y) + self.up).ok()?;
        self.band.contains(&from).then_some(from)
    }

    /// The same move in a frame.
    pub(super) fn apply(&self, frame: &mut Buffer) {
        let width = usize::from(frame.area.width);
        let start = usize::from(self.band.start) * width;
        let end = usize::from(self.band.end) * width;
        let by = self.up.unsigned_abs() as usize * width;
        let Some(cells) = frame.content.get_mut(start..end) else {
            return;
        };
        let blank = if self.up > 0 {
            cells.rotate_left(by);
            cells.len() - by..cells.len()
        } else {
            cells.rotate_right(by);
            0..by
        };
        cells[blank].iter_mut().for_each(Cell::reset);
    }

    /// The bytes for the terminal, which must be in its plain style. The cursor ends anywhere.
    pub(super) fn write(&self, bytes: &mut Vec<u8>, height: u16) {
        let is_bounded = self.band.end < height;
        if is_bounded {
            let (top, bottom) = (self.band.start + 1, self.band.end);
            write_all(bytes, format_args!("\x1b[{top};{bottom}r"));
        }
        move_to(bytes, Position::new(0, self.band.start));
        let letter = if self.up > 0 { 'M' } else { 'L' };
        match self.up.unsigned_abs() {
            1 => write_all(bytes, format_args!("\x1b[{letter}")),
            lines => write_all(bytes, format_args!("\x1b[{lines}{letter}")),
        }
        if is_bounded {
            bytes.extend_from_slice(b"\x1b[r");
        }
    }
}

/// What lines cost, about, in bytes: where the frame stays as it is, and where it moved.
struct Costs<'a> {
    after: &'a Buffer,
    /// The lines for which they are known.
    window: Range<u16>,
    stay: Vec<i64>,
    come: Vec<i64>,
}

impl<'a> Costs<'a> {
    fn new(shift: &Shift, before: &Buffer, after: &'a Buffer) -> Self {
        let height = after.area.height;
        let window = shift.band.start.saturating_sub(MARGIN)..height.min(shift.band.end + MARGIN);
        let come = |y: u16| {
            let from = u16::try_from(i32::from(y) + shift.up).ok();
            let old = from.map_or(&[][..], |from| line(before, from));
            bytes(old, line(after, y))
        };
        Self {
            after,
            stay: window
                .clone()
                .map(|y| bytes(line(before, y), line(after, y)))
                .collect(),
            come: window.clone().map(come).collect(),
            window,
        }
    }

    fn stay(&self, y: u16) -> i64 {
        self.stay[usize::from(y - self.window.start)]
    }

    /// What line `y` costs when the line that moves there is `source`; none = a blank one.
    fn come(&self, y: u16, source: Option<u16>) -> i64 {
        match source {
            Some(_) => self.come[usize::from(y - self.window.start)],
            None => bytes(&[], line(self.after, y)),
        }
    }
}

/// The longest run of lines with small gaps only.
fn longest_run(lines: &[u16]) -> Range<u16> {
    lines
        .chunk_by(|one, other| other - one <= GAP + 1)
        .max_by_key(|run| run.len())
        .and_then(|run| Some(*run.first()?..*run.last()? + 1))
        .unwrap_or_default()
}

fn line(buffer: &Buffer, y: u16) -> &[Cell] {
    let width = usize::from(buffer.area.width);
    let start = usize::from(y) * width;
    buffer.content.get(start..start + width).unwrap_or_default()
}

/// About how many bytes turn one line into another; beyond its end the old one is blank.
fn bytes(old: &[Cell], new: &[Cell]) -> i64 {
    let old = old.iter().chain(std::iter::repeat(&Cell::EMPTY));
    let (mut sum, mut is_apart) = (0, true);
    for (old, new) in old.zip(new) {
        let is_same = old == new;
        if !is_same {
            sum += if is_apart { 1 + JUMP } else { 1 };
        }
        is_apart = is_same;
    }
    sum
}

/// For each of the lines a number that stands for its text; none for a blank line, which may have come from anywhere.
fn prints(buffer: &Buffer, lines: &[u16]) -> Vec<Option<u64>> {
    // Multiply and rotate, as in FxHash: lines that share a number by chance only cost bytes.
    const FACTOR: u64 = 0x517c_c1b7_2722_0a95;
    let mut prints = vec![None; usize::from(buffer.area.height)];
    for &y in lines {
        let (mut sum, mut is_blank) = (0_u64, true);
        for cell in line(buffer, y) {
            for &byte in cell.symbol().as_bytes() {
                is_blank &= byte == b' ';
                sum = (sum.rotate_left(5) ^ u64::from(byte)).wrapping_mul(FACTOR);
            }
        }
        prints[usize::from(y)] = (!is_blank).then_some(sum);
    }
    prints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(lines: &[&str]) -> Buffer {
        Buffer::with_lines(lines.iter().copied())
    }

    fn found(before: &[&str], after: &[&str]) -> Option<(Range<u16>, i32)> {
        Shift::find(&frame(before), &frame(after)).map(|shift| (shift.band, shift.up))
    }

    const ROWS: [&str; 9] = [
        "head of the list",
        "  1111111111111 ",
        "  2222222222222 ",
        "  3333333333333 ",
        "  4444444444444 ",
        "  5555555555555 ",
        "> 6666666666666 ",
        "row 6 of 20     ",
        "keys            ",
    ];

    #[test]
    fn a_list_that_scrolls_is_one_move() {
        let mut after = ROWS;
        after[1..7].rotate_left(1);
        (after[5], after[6]) = ("  6666666666666 ", "> 7777777777777 ");
        assert_eq!(found(&ROWS, &after), Some((1..7, 1)));
        assert_eq!(found(&after, &ROWS), Some((1..7, -1)));
        let mut two = ROWS;
        two[1..7].rotate_left(2);
        (two[4], two[5], two[6]) = ("  6666666666666 ", "  7777777777777 ", "> 8888888888888 ");
        assert_eq!(found(&ROWS, &two), Some((1..7, 2)));
    }

    #[test]
    fn what_stays_or_is_all_new_is_no_move() {
        let mut moved = ROWS;
        (moved[5], moved[6]) = ("> 5555555555555 ", "  6666666666666 ");
        assert_eq!(found(&ROWS, &moved), None);
        let new: Vec<String> = ROWS.iter().map(|row| row.chars().rev().collect()).collect();
        let new: Vec<&str> = new.iter().map(String::as_str).collect();
        assert_eq!(found(&ROWS, &new), None);
        assert_eq!(found(&["                "; 9], &ROWS), None);
    }

    #[test]
    fn a_move_is_a_region_a_place_and_a_count() {
        let sent = |band: Range<u16>, up, height| {
            let mut sent = Vec::new();
            Shift { band, up }.write(&mut sent, height);
            String::from_utf8(sent).expect("ASCII")
        };
        assert_eq!(sent(2..19, 1, 24), "\x1b[3;19r\x1b[3H\x1b[M\x1b[r");
        assert_eq!(sent(0..19, -3, 24), "\x1b[1;19r\x1b[H\x1b[3L\x1b[r");
        assert_eq!(sent(2..24, 1, 24), "\x1b[3H\x1b[M");
    }

    #[test]
    fn only_terminals_known_to_move_lines_are_asked_to() {
        for (term, wanted) in [
            ("xterm-256color", true),
            ("screen.xterm-256color", true),
            ("tmux-256color", true),
            ("linux", true),
            ("vt52", false),
            ("dumb", false),
            ("", false),
            ("emacs", false),
        ] {
            assert_eq!(can_scroll(term), wanted, "{term}");
        }
    }
}
