//! Every command that works here with its keys; typing filters, Enter runs the selected one.
//!
//! ```text
//!  filter: ti_                                                       3 of 61
//! Here                                    Everywhere: move
//! >, .      move the time cursor           j k     one row
//!  + -      zoom time in / out             g G     first / last
//! ─ Marks ───────────────────────────────────────────────────────────────────
//! ```

#[cfg(test)]
mod tests;

use super::Pane;
use crate::safe;
use crate::ui::context::{Context, Motion};
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::widgets::editor::Editor;
use crate::ui::widgets::marks;
use crate::ui::widgets::rank::{BY_WORDS, Named, Ranker};

/// A command as help shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpRow {
    /// `Enter`, `, .`; empty when it has none.
    pub keys: String,
    /// Its name, as the palette lists it.
    pub name: &'static str,
    /// What it does.
    pub title: String,
    /// What else it is called.
    pub words: &'static [&'static str],
    /// `Here`, `Everywhere: move` …; rows of one group stand together.
    pub group: &'static str,
    /// Whether it does something now.
    pub is_enabled: bool,
    /// Why not.
    pub why_not: Option<String>,
}

/// What the marks mean, by mark.
const MARKS: [(&str, Role, &str); 6] = [
    (
        "x",
        Role::Bad,
        "bad: an average over its limit (jitter 30 ms, round trip 500 ms, loss 10 %), a dropped leg",
    ),
    (
        "!",
        Role::Burst,
        "burst: only a maximum over its limit, or a diagnostic that recovered",
    ),
    (".", Role::Ok, "judged and inside every limit"),
    (
        "?",
        Role::NotJudged,
        "not judged: no values, redacted or too short",
    ),
    (
        "*\"#",
        Role::Notice,
        "marked by you, with a note of yours, both",
    ),
    (
        "b B",
        Role::Text,
        "Poor, Bad range   s muted speech   H hangup   J join   v V video   X failed",
    ),
];

/// Rows above the commands: the filter.
const ABOVE: u16 = 1;
/// Shorter columns are not made: a few rows are read better below each other.
const SHORTEST: usize = 6;
/// Stands behind what does nothing now; in words, since dim text looks like any other on some terminals.
const OFF: &str = " (not now)";
/// Room for keys.
const KEYS: u16 = 9;

/// A line of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Blank,
    Group(&'static str),
    /// A command, by its place in the rows.
    Row(usize),
}

/// The pane's state.
#[derive(Default)]
pub struct HelpPane {
    /// What is typed to filter.
    pub editor: Editor,
    rows: Vec<HelpRow>,
    filtered_by: Option<String>,
    lines: Vec<Line>,
    /// Lines of a column.
    flow_height: usize,
    /// The line under the cursor.
    cursor: usize,
    size: (u16, u16),
}

impl HelpPane {
    /// Takes the commands; the filter stays, and the cursor when they are the same.
    pub fn set_rows(&mut self, rows: Vec<HelpRow>) {
        if rows == self.rows {
            return;
        }
        self.rows = rows;
        self.filtered_by = None;
        self.filter();
    }

    /// Takes up what was typed; to be called after an edit. [`Pane::refresh`] does it as well.
    pub fn filter(&mut self) {
        let text = self.editor.text().to_lowercase();
        if self.filtered_by.as_ref() != Some(&text) {
            self.filtered_by = Some(text);
            self.lay_out();
            self.cursor = self.best_first().first().copied().unwrap_or(0);
        }
    }

    /// The lines of rows, the one that fits best what is typed first; as they stand without a text.
    fn best_first(&self) -> Vec<usize> {
        let ranker = Ranker::new(self.filtered_by.as_deref().unwrap_or_default());
        let rank = |line: &usize| match self.lines.get(*line) {
            Some(&Line::Row(at)) => self.rows.get(at).and_then(|row| ranker.rank(named(row))),
            _ => None,
        };
        let mut lines: Vec<usize> = self.selectable().collect();
        lines.sort_by_key(|line| std::cmp::Reverse(rank(line)));
        lines
    }

    /// The rows that answer what is typed, the best first, by their places.
    pub fn found_best_first(&self) -> Vec<usize> {
        let row = |line| match self.lines.get(line) {
            Some(&Line::Row(at)) => Some(at),
            _ => None,
        };
        self.best_first().into_iter().filter_map(row).collect()
    }

    /// The command to run: its place in the rows.
    pub fn selected(&self) -> Option<usize> {
        match self.lines.get(self.cursor) {
            Some(&Line::Row(row)) => Some(row),
            _ => None,
        }
    }

    /// Flows the matching rows into columns as short as they can be, so that all columns are used.
    fn lay_out(&mut self) {
        let most = usize::from(self.column_height().max(2));
        let columns = usize::from(self.columns());
        let words = self.filtered_by.clone().unwrap_or_default();
        let ranker = Ranker::new(&words);
        let found: Vec<usize> = (0..self.rows.len())
            .filter(|&at| {
                self.rows
                    .get(at)
                    .is_some_and(|row| matches(row, &words, &ranker))
            })
            .collect();
        let least = found
            .len()
            .div_ceil(columns)
            .clamp(SHORTEST.min(most), most);
        for height in least..=most {
            self.flow_height = height;
            self.lines = flow(&self.rows, &found, height);
            if self.lines.len() <= height * columns {
                break;
            }
        }
    }

    fn columns(&self) -> u16 {
        match self.size.0 {
            0..60 => 1,
            60..140 => 2,
            _ => 3,
        }
    }

    fn legend_height(&self) -> u16 {
        if self.size.1 >= 16 {
            MARKS.len() as u16 + 1
        } else {
            0
        }
    }

    /// One line below the commands says why the selected one does nothing.
    fn column_height(&self) -> u16 {
        self.size.1.saturating_sub(ABOVE + 1 + self.legend_height())
    }

    fn selectable(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let is_row = |(_, line): &(usize, &Line)| matches!(line, Line::Row(_));
        self.lines
            .iter()
            .enumerate()
            .filter(is_row)
            .map(|(at, _)| at)
    }

    /// The selectable line nearest to a place.
    fn nearest(&self, line: usize) -> usize {
        self.selectable()
            .min_by_key(|at| at.abs_diff(line))
            .unwrap_or(0)
    }

    fn draw_filter(&self, painter: &mut Painter) {
        let found = self.selectable().count() as u64;
        let count = format!(
            "{} of {}",
            format::count(found),
            format::count(self.rows.len() as u64)
        );
        let used = safe::width(&count) as u16;
        let x = painter.pieces(1, 0, &[("filter: ", Role::Key)]);
        let room = painter.width().saturating_sub(x + used + 2);
        self.editor.draw(&mut painter.part(x, 0, room, 1), 0, 0);
        painter.text(
            painter.width().saturating_sub(used + 1),
            0,
            &count,
            Role::Text,
        );
    }

    fn draw_row(&self, painter: &mut Painter, y: u16, line: usize, is_focused: bool) {
        let width = painter.width().saturating_sub(1);
        match self.lines.get(line) {
            Some(Line::Group(group)) => {
                painter.field((1, y, width), group, Role::Header, Align::Left, Cut::End);
            }
            Some(&Line::Row(at)) => {
                let Some(row) = self.rows.get(at) else {
                    return;
                };
                painter.field((1, y, KEYS), &row.keys, Role::Key, Align::Left, Cut::End);
                let x = KEYS + 2;
                let room = width.saturating_sub(x);
                let off = if row.is_enabled { "" } else { OFF };
                let role = if row.is_enabled {
                    Role::Text
                } else {
                    Role::Dim
                };
                let used =
                    (safe::width(&row.title) as u16).min(room.saturating_sub(off.len() as u16));
                painter.field((x, y, used), &row.title, role, Align::Left, Cut::End);
                painter.text(x + used, y, off, role);
            }
            Some(Line::Blank) | None => {}
        }
        if line == self.cursor {
            marks::cursor(painter, y, is_focused);
        }
    }

    fn draw_why_not(&self, painter: &mut Painter, y: u16) {
        let row = self.selected().and_then(|at| self.rows.get(at));
        if let Some(why) = row.and_then(|row| row.why_not.as_deref()) {
            painter.pieces(1, y, &[("not now: ", Role::Notice), (why, Role::Notice)]);
        }
    }
}

impl Pane for HelpPane {
    fn title(&self, _: &Context) -> String {
        "Help".to_owned()
    }

    fn resize(&mut self, width: u16, height: u16) {
        if self.size != (width, height) {
            let row = self.selected();
            self.size = (width, height);
            self.lay_out();
            let same = self
                .lines
                .iter()
                .position(|&line| Some(line) == row.map(Line::Row));
            self.cursor = same.unwrap_or_else(|| self.nearest(0));
        }
    }

    fn refresh(&mut self, _: &Context) {
        self.filter();
    }

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        let before = self.cursor;
        let column = self.flow_height.max(2);
        let page = column * usize::from(self.columns());
        let columns_end = self.lines.len().next_multiple_of(column);
        let target = match motion {
            Motion::Up => self.selectable().rev().find(|&at| at < before),
            Motion::Down => self.selectable().find(|&at| at > before),
            Motion::Top => Some(self.nearest(0)),
            Motion::Bottom => Some(self.nearest(self.lines.len())),
            Motion::Left => before.checked_sub(column).map(|at| self.nearest(at)),
            Motion::Right => (before + column < columns_end).then(|| self.nearest(before + column)),
            Motion::PageUp | Motion::HalfUp => Some(self.nearest(before.saturating_sub(page))),
            Motion::PageDown | Motion::HalfDown => Some(self.nearest(before + page)),
        };
        self.cursor = target.unwrap_or(before);
        before != self.cursor
    }

    fn draw(&self, painter: &mut Painter, _: &Context, is_focused: bool) {
        self.draw_filter(painter);
        let (columns, height) = (self.columns(), self.column_height());
        if self.lines.is_empty() {
            painter.text(1, ABOVE, "No command has these words", Role::Text);
        }
        let width = painter.width() / columns;
        let flow = self.flow_height.max(2);
        let page = flow * usize::from(columns);
        let first = self.cursor / page * page;
        for column in 0..columns {
            let mut part = painter.part(column * width, ABOVE, width.saturating_sub(1), height);
            for y in 0..height.min(flow as u16) {
                let line = first + usize::from(column) * flow + usize::from(y);
                self.draw_row(&mut part, y, line, is_focused);
            }
        }
        self.draw_why_not(painter, ABOVE + height);
        if self.legend_height() > 0 {
            let y = ABOVE + height + 1;
            draw_legend(&mut painter.part(0, y, u16::MAX, self.legend_height()));
        }
    }
}

fn draw_legend(painter: &mut Painter) {
    painter.rule(0, "Marks", false);
    for (line, (mark, role, meaning)) in MARKS.iter().enumerate() {
        let y = line as u16 + 1;
        painter.text(1, y, mark, *role);
        painter.text(6, y, meaning, Role::Text);
    }
}

/// Puts rows under the heads of their groups; no head stands alone at the end of a column.
fn flow(rows: &[HelpRow], found: &[usize], height: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut group = "";
    for &at in found {
        let of = rows.get(at).map_or("", |row| row.group);
        if of != group {
            group = of;
            let is_at_top = lines.len().is_multiple_of(height);
            lines.extend((!is_at_top).then_some(Line::Blank));
            let is_at_end = lines.len() % height == height - 1;
            lines.extend(is_at_end.then_some(Line::Blank));
            lines.push(Line::Group(group));
        }
        lines.push(Line::Row(at));
    }
    lines
}

/// True when every word typed is in the keys, the title or the group, or is what the command is called elsewhere.
fn matches(row: &HelpRow, words: &str, ranker: &Ranker) -> bool {
    let text = format!("{} {} {}", row.keys, row.title, row.group).to_lowercase();
    let is_named = || ranker.rank(named(row)) >= Some(BY_WORDS);
    words.split_whitespace().all(|word| text.contains(word)) || is_named()
}

fn named(row: &HelpRow) -> Named<'_> {
    Named {
        name: row.name,
        title: &row.title,
        keys: &row.keys,
        words: row.words,
    }
}
