//! A list that is looked through by typing: a text field with the number of rows, and below it those that answer, the
//! best first.

use super::editor::Editor;
use super::list::List;
use super::marks;
use crate::safe;
use crate::ui::context::Motion;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// Its state; the rows are told by their numbers.
#[derive(Default)]
pub struct Picker {
    /// What is typed.
    pub editor: Editor,
    /// Rows that answer, the best first.
    found: Vec<usize>,
    answered: Option<String>,
    list: List,
}

/// The words around the rows.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// Before what is typed.
    pub prompt: &'a str,
    /// How many rows, at the right of the text.
    pub count: &'a str,
    /// Where no row answers.
    pub none: &'a str,
}

impl Picker {
    /// Empties the text; the next answer is a new one.
    pub fn open(&mut self) {
        self.editor.set("");
        self.answered = None;
    }

    /// The rows changed: the next answer is a new one, for the same text.
    pub fn forget(&mut self) {
        self.answered = None;
    }

    /// Looks for what is typed, where that has changed; `matching` gives the rows that answer, the best first.
    pub fn answer(&mut self, matching: impl FnOnce(&str) -> Vec<usize>) {
        let text = self.editor.text();
        if self.answered.as_ref() == Some(&text) {
            return;
        }
        self.found = matching(&text);
        self.answered = Some(text);
        self.list.set_len(self.found.len());
        self.list.go_to(0);
    }

    /// The rows that answer, the best first.
    pub fn found(&self) -> &[usize] {
        &self.found
    }

    /// The row under the cursor.
    pub fn selected(&self) -> Option<usize> {
        self.found.get(self.list.cursor()).copied()
    }

    /// Puts the cursor on a row, where it answers.
    pub fn go_to(&mut self, row: usize) {
        if let Some(line) = self.found.iter().position(|&found| found == row) {
            self.list.go_to(line);
        }
    }

    /// Takes the lines it has, the text included.
    pub fn resize(&mut self, height: u16) {
        self.list.set_height(usize::from(height.saturating_sub(1)));
    }

    /// Moves the cursor; false when nothing changed.
    pub fn apply(&mut self, motion: Motion) -> bool {
        self.list.apply(motion)
    }

    /// Paints text and rows; `row` paints one into a line.
    pub fn paint(
        &self,
        painter: &mut Painter,
        around: Around,
        is_focused: bool,
        row: impl FnMut(&mut Painter, u16, usize),
    ) {
        let used = safe::width(around.count) as u16;
        let at = painter.width().saturating_sub(used + 1);
        let from = painter.text(1, 0, around.prompt, Role::Key);
        let room = at.saturating_sub(from + 1);
        self.editor.draw(&mut painter.part(from, 0, room, 1), 0, 0);
        painter.text(at, 0, around.count, Role::Text);
        if self.found.is_empty() {
            painter.text(1, 1, around.none, Role::Text);
        }
        self.paint_rows(painter, is_focused, row);
    }

    /// Paints the rows below a first line that is left free.
    pub fn paint_rows(
        &self,
        painter: &mut Painter,
        is_focused: bool,
        mut row: impl FnMut(&mut Painter, u16, usize),
    ) {
        for (y, line) in (1..).zip(self.list.visible()) {
            let Some(&found) = self.found.get(line) else {
                break;
            };
            row(painter, y, found);
            if line == self.list.cursor() {
                marks::cursor(painter, y, is_focused);
            }
        }
    }
}
