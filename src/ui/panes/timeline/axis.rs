//! Time on the screen: which column a moment falls into, and where the axis has its marks.

use crate::model::value::Time;
use crate::ui::time_face::TimeFace;

/// Steps between marks in seconds, as people count time.
const STEPS: [i64; 18] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200,
    86_400,
];
/// The shortest range that is shown.
pub(in crate::ui::panes) const SHORTEST: i64 = Time::SECOND * 2;

/// A range of time (ticks) over a number of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui::panes) struct Axis {
    pub(in crate::ui::panes) from: i64,
    pub(in crate::ui::panes) to: i64,
    pub(in crate::ui::panes) columns: u16,
}

impl Axis {
    pub(in crate::ui::panes) fn span(&self) -> i64 {
        self.to.saturating_sub(self.from).max(1)
    }

    /// The column of a moment, when it is in view. The end belongs to the last column.
    pub(in crate::ui::panes) fn column(&self, ticks: i64) -> Option<u16> {
        (self.columns > 0 && (self.from..=self.to).contains(&ticks)).then(|| self.clamped(ticks))
    }

    /// The column of a moment, the first or the last one for what lies outside.
    pub(in crate::ui::panes) fn clamped(&self, ticks: i64) -> u16 {
        let share = i128::from(ticks.clamp(self.from, self.to)) - i128::from(self.from);
        let column = share * i128::from(self.columns) / i128::from(self.span());
        (column as u16).min(self.columns.saturating_sub(1))
    }

    /// The columns that a stretch touches; none when it is out of view.
    pub(in crate::ui::panes) fn columns(&self, from: i64, to: i64) -> std::ops::Range<u16> {
        if to < self.from || from > self.to || self.columns == 0 {
            return 0..0;
        }
        let last = if to > from { to - 1 } else { to };
        self.clamped(from)..self.clamped(last) + 1
    }

    /// Ticks of a column.
    pub(in crate::ui::panes) fn step(&self) -> i64 {
        (self.span() / i64::from(self.columns.max(1))).max(1)
    }

    /// Marks at round times of a clock's face: column and label. Labels never touch.
    pub(in crate::ui::panes) fn marks(&self, face: TimeFace) -> Vec<(u16, String)> {
        let Some(step) = STEPS.iter().copied().find(|&step| {
            let columns = i128::from(step) * i128::from(Time::SECOND) * i128::from(self.columns)
                / i128::from(self.span());
            columns >= self.label_width(step) + 3
        }) else {
            return Vec::new();
        };
        let ticks = step * Time::SECOND;
        let ahead = face.ahead(self.from);
        let first = self.from.saturating_add(ahead).div_euclid(ticks) * ticks - ahead;
        (0..=self.span() / ticks + 1)
            .map(|number| first + number * ticks)
            .filter_map(|at| Some((self.column(at)?, self.label(face, at, step))))
            .filter(|(column, label)| {
                usize::from(*column) + label.len() <= usize::from(self.columns)
            })
            .collect()
    }

    fn label(&self, face: TimeFace, ticks: i64, step: i64) -> String {
        let time = Time::from_ticks(ticks);
        if self.is_longer_than_a_day() {
            face.day_minute(time)
        } else if step < 60 {
            face.clock(time)
        } else {
            face.minute(time)
        }
    }

    fn label_width(&self, step: i64) -> i128 {
        match (self.is_longer_than_a_day(), step < 60) {
            (false, false) => 5,
            _ => 8,
        }
    }

    fn is_longer_than_a_day(&self) -> bool {
        self.span() > 86_400 * Time::SECOND
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(seconds: i64, columns: u16) -> Axis {
        Axis {
            from: 0,
            to: seconds * Time::SECOND,
            columns,
        }
    }

    #[test]
    fn moments_fall_into_their_column_and_stretches_touch_at_least_one() {
        let axis = axis(100, 10);
        let second = Time::SECOND;
        assert_eq!(axis.column(0), Some(0));
        assert_eq!(axis.column(10 * second), Some(1));
        assert_eq!(axis.column(100 * second), Some(9));
        assert_eq!(axis.column(101 * second), None);
        assert_eq!(axis.columns(10 * second, 20 * second), 1..2);
        assert_eq!(axis.columns(12 * second, 12 * second), 1..2);
        assert_eq!(axis.columns(-5, -1), 0..0);
    }

    #[test]
    fn marks_are_round_times_that_do_not_touch() {
        let labels = |axis: Axis| {
            axis.marks(TimeFace::default())
                .into_iter()
                .map(|(column, label)| format!("{column} {label}"))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            labels(axis(1_200, 40)),
            ["0 00:00", "10 00:05", "20 00:10", "30 00:15"]
        );
        assert_eq!(labels(axis(20, 40)), ["0 00:00:00", "20 00:00:10"]);
        assert_eq!(labels(axis(3, 2)), [""; 0]);
    }
}
