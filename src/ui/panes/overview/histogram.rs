//! Draws the calls per hour: bars, a mark for the worst of each, shares where there are enough calls, times below.

use super::OverviewPane;
use super::cards::{self, Card};
use super::hours::Bar;
use crate::model::value::Time;
use crate::query::overview::Count;
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::time_face::TimeFace;
use crate::ui::widgets::marks;

/// Columns left of the bars of the hours, for the numbers.
const AXIS: u16 = 7;
/// Columns for the bars of the hours.
pub(super) fn plot_width(width: u16) -> u16 {
    width.saturating_sub(AXIS + 1)
}

/// Lines of the histogram.
#[derive(Clone, Copy)]
struct Rows {
    bars: u16,
    has_shares: bool,
}

impl OverviewPane {
    pub(super) fn paint_hours(&self, painter: &mut Painter, is_focused: bool) {
        let is_focused = is_focused && self.focus == Card::Hours;
        let hours = &self.hours;
        painter.rule(0, &self.hours_title(painter.look().face), is_focused);
        let (width, height) = (painter.width(), painter.height());
        let has_enough = |bar: &Bar| !cards::share_of(&bar.count).is_empty();
        let has_shares = height >= 8 && hours.width >= 4 && hours.bars.iter().any(has_enough);
        let rows = Rows {
            bars: height.saturating_sub(3 + u16::from(has_shares)),
            has_shares,
        };
        let most = format::count(hours.most());
        let labels = [
            (1, most.as_str()),
            (rows.bars + 1, "bad"),
            (rows.bars + 2, "bad %"),
        ];
        for (y, label) in labels.into_iter().take(2 + usize::from(has_shares)) {
            painter.field((0, y, AXIS - 1), label, Role::Dim, Align::Right, Cut::End);
        }
        for (at, bar) in hours.bars.iter().enumerate() {
            let x = AXIS + at as u16 * hours.width;
            self.paint_bar(painter, x, bar, rows);
            let (first, last) = hours.covered();
            if (first..=last).contains(&at) && is_focused {
                painter.highlight_part(x, rows.bars + 1, self.bar_width(), Role::Selected);
            }
        }
        self.hour_labels(&mut painter.part(AXIS, height - 1, width - AXIS, 1));
    }

    /// Wide bars leave a column between them.
    fn bar_width(&self) -> u16 {
        self.hours
            .width
            .saturating_sub(u16::from(self.hours.width > 2))
    }

    fn paint_bar(&self, painter: &mut Painter, x: u16, bar: &Bar, rows: Rows) {
        let most = self.hours.most().max(1) as f64;
        let full = bar.count.calls as f64 * f64::from(rows.bars) / most;
        for row in 0..rows.bars {
            let share = (full - f64::from(rows.bars - 1 - row)).clamp(0.0, 1.0);
            let level = painter.look().glyphs.level(share);
            if level != " " {
                let text = level.repeat(usize::from(self.bar_width()));
                painter.text(x, 1 + row, &text, Role::Chart);
            }
        }
        let mark = mark_of(&bar.count);
        painter.text(x, rows.bars + 1, &mark.to_string(), marks::role(mark));
        if rows.has_shares {
            let field = (x, rows.bars + 2, self.hours.width - 1);
            let share = cards::share_of(&bar.count);
            painter.field(field, &share, Role::Text, Align::Left, Cut::End);
        }
    }

    /// `Calls per hour: 19 02:00 UTC  12 calls, 3 bad`.
    fn hours_title(&self, face: TimeFace) -> String {
        let hours = &self.hours;
        let each = match hours.step {
            0 | 1 => "hour".to_owned(),
            24 => "day".to_owned(),
            168 => "week".to_owned(),
            step if step % 24 == 0 => format!("{} days", step / 24),
            step => format!("{step} hours"),
        };
        let mut title = format!("Calls per {each}");
        if let (Some((from, to)), Some(sum)) = (hours.span(), hours.sum()) {
            let time = |hour| face.day_minute(Time::from_ticks(hour * 3_600 * Time::SECOND));
            let (first, last) = hours.covered();
            let until = if first < last {
                format!(" to {}", time(to))
            } else {
                String::new()
            };
            title = format!(
                "{title}; from {}{until}: {}",
                time(from),
                cards::count_words(&sum)
            );
        }
        if hours.left_out > 0 {
            let left_out = format::counted(hours.left_out, "call");
            title = format!("{title}; {left_out} at times far off");
        }
        title
    }

    fn hour_labels(&self, painter: &mut Painter) {
        let hours = &self.hours;
        let is_days = hours.step >= 24;
        let form = if is_days { "%m-%d" } else { "%H" };
        let room = if is_days { 7 } else { 4 };
        let every = (room / hours.width.max(1)).max(1);
        // Round hours: marks stand at multiples of what fits between two of them.
        let every = [1, 2, 3, 4, 6, 8, 12, 24]
            .into_iter()
            .find(|step| *step >= every)
            .unwrap_or(every);
        for (at, bar) in hours.bars.iter().enumerate() {
            let number = if is_days {
                at as i64
            } else {
                bar.from / hours.step.max(1)
            };
            if number % i64::from(every) == 0 {
                let time = Time::from_ticks(bar.from * 3_600 * Time::SECOND);
                let text = painter.look().face.formed(time, form);
                let x = at as u16 * hours.width;
                if x + text.len() as u16 <= painter.width() {
                    painter.text(x, 0, &text, Role::Dim);
                }
            }
        }
    }
}

/// The worst of a bar; `?` when none of its calls was judged.
fn mark_of(count: &Count) -> char {
    match count {
        Count { calls: 0, .. } => ' ',
        Count { bad: 1.., .. } => 'x',
        Count { burst: 1.., .. } => '!',
        count if count.not_judged == count.calls => '?',
        _ => '.',
    }
}
