//! The choice of columns: all there are, those shown first; typing looks for one, keys that are no letters act on it.
//!
//! ```text
//!  columns: jit_                                          12 shown, 44 in all
//! >[x]   7 JIT            4       highest jitter
//!  [ ]     JITTER a/m    10       worst average and highest jitter
//! ```

use super::Pane;
use super::calls::ColumnState;
use crate::safe;
use crate::ui::context::{Context, Motion};
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::widgets::editor::Editor;
use crate::ui::widgets::list::List;
use crate::ui::widgets::marks;
use crate::ui::widgets::rank::{Named, Ranker};

/// Columns of the screen for head and sentence; what is left is for the name.
const HEAD: u16 = 12;
const WORDS: u16 = 44;
/// Less room is left to the sentence.
const WITH_NAME: u16 = 100;
/// Before what is typed.
const PROMPT: &str = "columns: ";

/// The pane's state.
#[derive(Default)]
pub struct ColumnsPane {
    /// What is typed.
    pub editor: Editor,
    rows: Vec<ColumnState>,
    /// Rows that answer, the best first.
    found: Vec<usize>,
    answered: Option<String>,
    list: List,
}

impl ColumnsPane {
    /// Takes the columns, empties the text and puts the cursor on a column.
    pub fn open(&mut self, rows: Vec<ColumnState>, at: Option<&str>) {
        self.rows = rows;
        self.editor.set("");
        self.answered = None;
        self.answer();
        self.go_to(at);
    }

    /// Takes the columns as they are now. Rows stay where they are unless the order of the columns changed: whoever
    /// shows one after the other wants to find the next where it was.
    pub fn renew(&mut self, rows: Vec<ColumnState>, is_reordered: bool) {
        let at = self.selected();
        if is_reordered {
            self.rows = rows;
            self.answered = None;
            self.answer();
            self.go_to(at);
        } else {
            for row in &mut self.rows {
                if let Some(now) = rows.iter().find(|now| now.name == row.name) {
                    row.clone_from(now);
                }
            }
        }
    }

    /// The name of the column under the cursor.
    pub fn selected(&self) -> Option<&'static str> {
        let at = self.found.get(self.list.cursor())?;
        Some(self.rows.get(*at)?.name)
    }

    fn go_to(&mut self, name: Option<&str>) {
        let is_it = |&at: &usize| Some(self.rows[at].name) == name;
        if let Some(line) = self.found.iter().position(is_it) {
            self.list.go_to(line);
        }
    }

    /// Looks for what is typed, where that has changed.
    fn answer(&mut self) {
        let text = self.editor.text();
        if self.answered.as_ref() == Some(&text) {
            return;
        }
        let typed = Ranker::new(&text);
        let fits = |row: &ColumnState| {
            let (name, head) = (row.name.replace('_', "-"), row.head.to_lowercase());
            typed.rank(Named {
                name: &name,
                title: row.words,
                keys: "",
                words: &[row.name, &head],
            })
        };
        let rows = self.rows.iter().enumerate();
        let rows = rows.filter_map(|(at, row)| Some((fits(row)?, at)));
        let mut ranked: Vec<(u32, usize)> = rows.collect();
        ranked.sort_by_key(|&(rank, _)| u32::MAX - rank);
        self.found = ranked.into_iter().map(|(_, at)| at).collect();
        self.answered = Some(text);
        self.list.set_len(self.found.len());
        self.list.go_to(0);
    }
}

fn draw_row(painter: &mut Painter, y: u16, row: &ColumnState) {
    let role = if row.place.is_some() {
        Role::Text
    } else {
        Role::Dim
    };
    let (sign, place) = match row.place {
        Some(at) => ("[x]", (at + 1).to_string()),
        None => ("[ ]", String::new()),
    };
    let mut x = painter.text(1, y, sign, role);
    for (text, width, align) in [
        (place.as_str(), 3, Align::Right),
        (row.head, HEAD, Align::Left),
        (&row.width.to_string(), 3, Align::Right),
        (if row.stays { "stays" } else { "" }, 5, Align::Left),
    ] {
        painter.field((x + 1, y, width), text, role, align, Cut::End);
        x += width + 1;
    }
    if painter.width() < WITH_NAME {
        painter.text(x + 1, y, row.words, role);
        return;
    }
    painter.field((x + 1, y, WORDS), row.words, role, Align::Left, Cut::End);
    painter.text(x + WORDS + 2, y, row.name, Role::Dim);
}

impl Pane for ColumnsPane {
    fn title(&self, _: &Context) -> String {
        "Columns of the call list".to_owned()
    }

    fn resize(&mut self, _: u16, height: u16) {
        self.list.set_height(usize::from(height.saturating_sub(2)));
    }

    fn refresh(&mut self, _: &Context) {
        self.answer();
    }

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        self.answer();
        self.list.apply(motion)
    }

    fn draw(&self, painter: &mut Painter, _: &Context, is_focused: bool) {
        let shown = self.rows.iter().filter(|row| row.place.is_some()).count();
        let count = format!(
            "{} shown, {} in all",
            format::count(shown as u64),
            format::count(self.rows.len() as u64)
        );
        let from = painter.text(1, 0, PROMPT, Role::Key);
        let at = painter
            .width()
            .saturating_sub(safe::width(&count) as u16 + 1);
        let room = at.saturating_sub(from + 1);
        self.editor.draw(&mut painter.part(from, 0, room, 1), 0, 0);
        painter.text(at, 0, &count, Role::Text);
        if self.found.is_empty() {
            painter.text(1, 1, "No column is called so", Role::Text);
        }
        for (y, line) in (1..).zip(self.list.visible()) {
            let Some(row) = self.found.get(line).and_then(|&at| self.rows.get(at)) else {
                break;
            };
            draw_row(painter, y, row);
            if line == self.list.cursor() {
                marks::cursor(painter, y, is_focused);
            }
        }
    }
}
