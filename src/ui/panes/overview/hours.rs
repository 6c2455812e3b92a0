//! Calls over time: hours put together so that they fit the screen, with a cursor.

use crate::model::value::Time;
use crate::query::overview::{Count, Hour, Part};

/// Hours that make one bar; the first that fits is taken. Beyond the last they double.
const STEPS: [i64; 9] = [1, 2, 3, 6, 12, 24, 48, 168, 720];
/// Bars are at most so many columns wide.
const WIDEST: u16 = 6;
/// Calls farther from the middle one than this are at no time worth drawing: their clock was wrong.
const FAR: i64 = 400 * 24;

/// One bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bar {
    /// The first hour.
    pub(super) from: Hour,
    pub(super) count: Count,
}

/// All bars, the cursor on one.
#[derive(Default)]
pub(super) struct Hours {
    pub(super) bars: Vec<Bar>,
    /// Hours in a bar.
    pub(super) step: i64,
    /// Columns of a bar.
    pub(super) width: u16,
    /// Calls too far away to be drawn.
    pub(super) left_out: u64,
    cursor: usize,
    /// Where the brush began: what it covers goes from there to the cursor.
    brush: Option<Hour>,
}

impl Hours {
    /// Puts hours together for a number of columns. The cursor stays on its time, at first on the last bar.
    pub(super) fn set(&mut self, hours: &[(Hour, Count)], columns: u16) {
        let held = self.bars.get(self.cursor).map(|bar| bar.from);
        let middle = middle(hours);
        let near = |hour: &Hour| (hour - middle).abs() <= FAR;
        let known = || hours.iter().filter(|(hour, _)| near(hour));
        self.left_out = hours
            .iter()
            .filter(|(hour, _)| !near(hour))
            .map(|(_, count)| count.calls)
            .sum();
        let (Some(first), Some(last)) = (
            known().map(|(hour, _)| *hour).min(),
            known().map(|(hour, _)| *hour).max(),
        ) else {
            self.bars.clear();
            return;
        };
        self.step = step(first, last, columns);
        let from = first.div_euclid(self.step);
        let bars = last.div_euclid(self.step) - from + 1;
        self.bars = (0..bars)
            .map(|at| Bar {
                from: (from + at) * self.step,
                count: Count::default(),
            })
            .collect();
        for (hour, count) in known() {
            let at = (hour.div_euclid(self.step) - from) as usize;
            if let Some(bar) = self.bars.get_mut(at) {
                add(&mut bar.count, count);
            }
        }
        self.width = (columns / self.bars.len().max(1) as u16).clamp(1, WIDEST);
        self.cursor = held
            .and_then(|hour| self.bars.iter().rposition(|bar| bar.from <= hour))
            .unwrap_or(self.bars.len() - 1);
    }

    /// Moves the cursor; false when it stays.
    pub(super) fn step(&mut self, by: i32) -> bool {
        let before = self.cursor;
        let last = self.bars.len().saturating_sub(1);
        self.cursor = before.saturating_add_signed(by as isize).min(last);
        self.cursor != before
    }

    pub(super) fn current(&self) -> Option<&Bar> {
        self.bars.get(self.cursor)
    }

    /// Begins a brush at the cursor, or ends the one there is; true when one began.
    pub(super) fn turn_brush(&mut self) -> bool {
        self.brush = match self.brush {
            Some(_) => None,
            None => self.current().map(|bar| bar.from),
        };
        self.brush.is_some()
    }

    /// The first and the last bar that count as one: those under the brush, else the one under the cursor.
    pub(super) fn covered(&self) -> (usize, usize) {
        let begun = self
            .brush
            .and_then(|hour| self.bars.iter().rposition(|bar| bar.from <= hour));
        let begun = begun.unwrap_or(self.cursor);
        (begun.min(self.cursor), begun.max(self.cursor))
    }

    /// What the covered bars hold together; none without bars.
    pub(super) fn sum(&self) -> Option<Count> {
        let (first, last) = self.covered();
        let bars = self.bars.get(first..=last)?;
        let mut sum = Count::default();
        for bar in bars {
            add(&mut sum, &bar.count);
        }
        Some(sum)
    }

    /// The hours of the covered bars: the first, and the one behind the last.
    pub(super) fn span(&self) -> Option<(Hour, Hour)> {
        let (first, last) = self.covered();
        Some((
            self.bars.get(first)?.from,
            self.bars.get(last)?.from + self.step,
        ))
    }

    /// The calls of the covered bars.
    pub(super) fn part(&self) -> Option<Part> {
        let ticks = |hour: Hour| hour * 3_600 * Time::SECOND;
        let (from, to) = self.span()?;
        Some(Part::Begun(ticks(from), ticks(to)))
    }

    /// The most calls of a bar.
    pub(super) fn most(&self) -> u64 {
        self.bars
            .iter()
            .map(|bar| bar.count.calls)
            .max()
            .unwrap_or(0)
    }
}

/// The hour of the middle call.
fn middle(hours: &[(Hour, Count)]) -> Hour {
    let all: u64 = hours.iter().map(|(_, count)| count.calls).sum();
    let mut met = 0;
    let found = hours.iter().find(|(_, count)| {
        met += count.calls;
        met * 2 >= all
    });
    found.map_or(0, |(hour, _)| *hour)
}

fn step(first: Hour, last: Hour, columns: u16) -> i64 {
    let fits =
        |step: &i64| last.div_euclid(*step) - first.div_euclid(*step) < i64::from(columns.max(1));
    let longer =
        std::iter::successors(Some(STEPS[STEPS.len() - 1] * 2), |step| step.checked_mul(2));
    STEPS
        .into_iter()
        .chain(longer)
        .find(fits)
        .unwrap_or(i64::MAX)
}

fn add(sum: &mut Count, other: &Count) {
    sum.calls += other.calls;
    sum.bad += other.bad;
    sum.burst += other.burst;
    sum.not_judged += other.not_judged;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(hours: &[Hour]) -> Vec<(Hour, Count)> {
        let count = Count {
            calls: 1,
            ..Count::default()
        };
        hours.iter().map(|&hour| (hour, count)).collect()
    }

    #[test]
    fn hours_are_put_together_until_they_fit_and_none_is_lost() {
        for (last, columns, step) in [(27, 70, 1), (100, 70, 2), (500, 70, 12), (9_000, 70, 168)] {
            let mut hours = Hours::default();
            hours.set(&calls(&[0, last / 2, last]), columns);
            assert_eq!(hours.step, step, "{last} hours");
            assert!(hours.bars.len() <= usize::from(columns));
            let all: u64 = hours.bars.iter().map(|bar| bar.count.calls).sum();
            assert_eq!(all, 3);
        }
    }

    #[test]
    fn a_wrong_clock_does_not_squeeze_the_rest_into_one_bar() {
        let mut hours = Hours::default();
        hours.set(&calls(&[-400_000, 100, 101, 102]), 70);
        assert_eq!((hours.bars.len(), hours.left_out), (3, 1));
    }

    #[test]
    fn a_brush_covers_all_bars_from_its_begin_to_the_cursor_either_way() {
        let mut hours = Hours::default();
        hours.set(&calls(&[10, 11, 12, 14]), 70);
        assert_eq!((hours.span(), hours.turn_brush()), (Some((14, 15)), true));
        assert!(hours.step(-3));
        assert_eq!(hours.span(), Some((11, 15)));
        assert_eq!(hours.sum().map(|sum| sum.calls), Some(3));
        assert!(!hours.turn_brush());
        assert_eq!(hours.span(), Some((11, 12)));
    }

    #[test]
    fn the_cursor_stays_on_its_time() {
        let mut hours = Hours::default();
        hours.set(&calls(&[10, 11, 12]), 70);
        assert!(hours.step(-1));
        hours.set(&calls(&[5, 10, 11, 12]), 70);
        assert_eq!(hours.current().map(|bar| bar.from), Some(11));
        assert!(hours.step(i32::MIN) && !hours.step(-1));
    }
}
