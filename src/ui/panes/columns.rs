//! The choice of columns: all there are, those shown first; typing looks for one, keys that are no letters act on it.
//!
//! ```text
//!  columns: jit_                                          12 shown, 44 in all
//! >[x]   7 JIT            4       highest jitter
//!  [ ]     JITTER a/m    10       worst average and highest jitter
//! ```

use super::Pane;
use crate::ui::context::{Context, Motion};
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::widgets::picker::{Around, Picker};
use crate::ui::widgets::rank::{Named, Ranker};
use crate::ui::widgets::table::columns::ColumnState;

/// Columns of the screen for head and sentence; what is left is for the name.
const HEAD: u16 = 12;
const WORDS: u16 = 52;
/// Less room is left to the sentence.
const WITH_NAME: u16 = 110;

/// The pane's state.
#[derive(Default)]
pub struct ColumnsPane {
    /// What is typed, and what answers.
    pub picker: Picker,
    rows: Vec<ColumnState>,
    /// Of which list: `call list`.
    list: &'static str,
}

impl ColumnsPane {
    /// Takes the columns of a list, empties the text and puts the cursor on a column.
    pub fn open(&mut self, list: &'static str, rows: Vec<ColumnState>, at: Option<&str>) {
        self.list = list;
        self.rows = rows;
        self.picker.open();
        self.answer();
        self.go_to(at);
    }

    /// Takes the columns as they are now. Rows stay where they are unless the order of the columns changed: whoever
    /// shows one after the other wants to find the next where it was.
    pub fn renew(&mut self, rows: Vec<ColumnState>, is_reordered: bool) {
        let at = self.selected();
        if is_reordered {
            self.rows = rows;
            self.picker.forget();
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
        Some(self.rows.get(self.picker.selected()?)?.name)
    }

    fn go_to(&mut self, name: Option<&str>) {
        if let Some(row) = self.rows.iter().position(|row| Some(row.name) == name) {
            self.picker.go_to(row);
        }
    }

    fn answer(&mut self) {
        let rows = &self.rows;
        self.picker.answer(|text| matching(rows, text));
    }
}

/// The columns that answer a text, the best first.
fn matching(rows: &[ColumnState], text: &str) -> Vec<usize> {
    let typed = Ranker::new(text);
    let fits = |row: &ColumnState| {
        let (name, head) = (row.name.replace('_', "-"), row.head.to_lowercase());
        typed.rank(Named {
            name: &name,
            title: row.words,
            keys: "",
            words: &[row.name, &head],
        })
    };
    let rows = rows.iter().enumerate();
    let rows = rows.filter_map(|(at, row)| Some((fits(row)?, at)));
    let mut ranked: Vec<(u32, usize)> = rows.collect();
    ranked.sort_by_key(|&(rank, _)| u32::MAX - rank);
    ranked.into_iter().map(|(_, at)| at).collect()
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
        format!("Columns of the {}", self.list)
    }

    fn resize(&mut self, _: u16, height: u16) {
        self.picker.resize(height.saturating_sub(1));
    }

    fn refresh(&mut self, _: &Context) {
        self.answer();
    }

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        self.answer();
        self.picker.apply(motion)
    }

    fn draw(&self, painter: &mut Painter, _: &Context, is_focused: bool) {
        let shown = self.rows.iter().filter(|row| row.place.is_some()).count();
        let count = format!(
            "{} shown, {} in all",
            format::count(shown as u64),
            format::count(self.rows.len() as u64)
        );
        let around = Around {
            prompt: "columns: ",
            count: &count,
            none: "No column is called so",
        };
        self.picker
            .paint(painter, around, is_focused, |painter, y, at| {
                draw_row(painter, y, &self.rows[at]);
            });
    }
}
