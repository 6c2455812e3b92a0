//! A curve with its band over columns: the least, the mean and the greatest value of each, and a limit across.
//!
//! Columns without a value stay blank: nothing is drawn between values that were not measured.

use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// The values of one column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The least value.
    pub low: f64,
    /// The mean.
    pub middle: f64,
    /// The greatest value.
    pub high: f64,
    /// How it is drawn.
    pub role: Role,
}

/// What is drawn.
pub struct Chart<'a> {
    /// From left to right.
    pub columns: &'a [Option<Band>],
    /// The value at the upper edge; the lower edge is 0.
    pub top: f64,
    /// Drawn across where it lies below the upper edge.
    pub limit: Option<f64>,
}

/// A cell: its sign and role.
type Cell = (&'static str, Role);

impl Chart<'_> {
    /// The row (from above) of a value; what lies beyond an edge is drawn at it.
    pub fn row(&self, value: f64, height: u16) -> u16 {
        let last = height.saturating_sub(1);
        let share = if self.top > 0.0 {
            (value / self.top).clamp(0.0, 1.0)
        } else {
            0.0
        };
        last - (share * f64::from(last)).round() as u16
    }

    /// Fills the painter's rectangle, a column of the chart a column of the screen.
    pub fn paint(&self, painter: &mut Painter) {
        let height = painter.height();
        let limit = self.limit.filter(|&limit| limit <= self.top);
        let limit = limit.map(|limit| self.row(limit, height));
        for y in 0..height {
            let cells: Vec<Cell> = self
                .columns
                .iter()
                .take(usize::from(painter.width()))
                .map(|band| self.cell(painter, *band, (y, height), limit == Some(y)))
                .collect();
            let mut x = 0;
            for run in cells.chunk_by(|a, b| a.1 == b.1) {
                let text: String = run.iter().map(|(sign, _)| *sign).collect();
                if !text.trim().is_empty() {
                    painter.text(x, y, &text, run[0].1);
                }
                x += run.len() as u16;
            }
        }
    }

    fn cell(
        &self,
        painter: &Painter,
        band: Option<Band>,
        (y, height): (u16, u16),
        is_limit: bool,
    ) -> Cell {
        let glyphs = painter.look().glyphs;
        let rows = |band: Band| {
            (
                self.row(band.high, height),
                self.row(band.middle, height),
                self.row(band.low, height),
            )
        };
        match band.map(|band| (band.role, rows(band))) {
            Some((role, (_, middle, _))) if middle == y => (glyphs.heavy, role),
            Some((role, (high, _, low))) if (high..=low).contains(&y) => (glyphs.shade, role),
            _ if is_limit => (glyphs.dashed, Role::Notice),
            _ => (" ", Role::Text),
        }
    }
}

/// The least round number (1, 2 or 5 and noughts) that is not below a value; 1 for what is not above 0.
pub fn round_up(value: f64) -> f64 {
    if !value.is_finite() || value <= 0.0 {
        return 1.0;
    }
    let power = 10.0_f64.powf(value.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|digit| digit * power)
        .find(|round| *round >= value * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::canvas::Canvas;

    const fn band(low: f64, middle: f64, high: f64) -> Band {
        Band {
            low,
            middle,
            high,
            role: Role::Chart,
        }
    }

    #[test]
    fn bands_means_and_the_limit_stand_where_their_values_are_and_gaps_stay_blank() {
        let columns = [
            Some(band(0.0, 5.0, 10.0)),
            None,
            Some(band(10.0, 10.0, 10.0)),
            Some(band(0.0, 0.0, 0.0)),
        ];
        let chart = Chart {
            columns: &columns,
            top: 10.0,
            limit: Some(5.0),
        };
        let mut canvas = Canvas::new(4, 5);
        chart.paint(&mut canvas.painter());
        assert_eq!(canvas.text(), "░ ━\n░\n━╌╌╌\n░\n░  ━");
    }

    #[test]
    fn the_upper_edge_is_a_round_number() {
        for (value, round) in [
            (0.0, 1.0),
            (1.0, 1.0),
            (1.1, 2.0),
            (31.0, 50.0),
            (1_845.0, 2_000.0),
            (0.03, 0.05),
        ] {
            assert!((round_up(value) - round).abs() < 1e-9, "{value}");
        }
    }
}
