//! A one-line text field: typing, moving, deleting, pasting. Words are cut at blanks.

use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// The most a field takes; a paste beyond it is cut.
const LIMIT: usize = 4_096;

/// What a key does to the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Types a character.
    Insert(char),
    /// Deletes the character before the cursor.
    Backspace,
    /// Deletes the character at the cursor.
    Delete,
    /// Deletes the word before the cursor.
    DeleteWord,
    /// Empties the field.
    Clear,
    /// One character to the left.
    Left,
    /// One character to the right.
    Right,
    /// To the start.
    Home,
    /// To the end.
    End,
}

/// The text and its cursor, counted in characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editor {
    characters: Vec<char>,
    cursor: usize,
}

impl Editor {
    /// The text.
    pub fn text(&self) -> String {
        self.characters.iter().collect()
    }

    /// True when nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.characters.is_empty()
    }

    /// Replaces the text, cursor at its end.
    pub fn set(&mut self, text: &str) {
        self.characters.clear();
        self.cursor = 0;
        self.paste(text);
    }

    /// Inserts text at the cursor; controls are left out.
    pub fn paste(&mut self, text: &str) {
        for character in text.chars().filter(|character| !character.is_control()) {
            self.insert(character);
        }
    }

    /// Carries out an edit; false when nothing changed.
    pub fn apply(&mut self, edit: Edit) -> bool {
        let before = (self.cursor, self.characters.len());
        match edit {
            Edit::Insert(character) if !character.is_control() => self.insert(character),
            Edit::Backspace => self.delete_back(1),
            Edit::Delete if self.cursor < self.characters.len() => {
                self.characters.remove(self.cursor);
            }
            Edit::Insert(_) | Edit::Delete => {}
            Edit::DeleteWord => self.delete_back(self.word_before()),
            Edit::Clear => {
                self.characters.clear();
                self.cursor = 0;
            }
            Edit::Left => self.cursor = self.cursor.saturating_sub(1),
            Edit::Right => self.cursor = (self.cursor + 1).min(self.characters.len()),
            Edit::Home => self.cursor = 0,
            Edit::End => self.cursor = self.characters.len(),
        }
        before != (self.cursor, self.characters.len())
    }

    /// Draws the text with the cursor as a reversed cell; long text scrolls so that the cursor is seen.
    pub fn draw(&self, painter: &mut Painter, x: u16, y: u16) {
        let room = usize::from(painter.width().saturating_sub(x)).max(2) - 1;
        let from = (self.cursor + 1).saturating_sub(room);
        let before: String = self.characters[from..self.cursor].iter().collect();
        let at: String = self
            .characters
            .get(self.cursor)
            .map_or_else(|| " ".to_owned(), char::to_string);
        let after: String = self
            .characters
            .iter()
            .skip(self.cursor + 1)
            .take(room)
            .collect();
        painter.pieces(
            x,
            y,
            &[
                (&before, Role::Prompt),
                (&at, Role::Selected),
                (&after, Role::Prompt),
            ],
        );
    }

    fn insert(&mut self, character: char) {
        if self.characters.len() < LIMIT {
            self.characters.insert(self.cursor, character);
            self.cursor += 1;
        }
    }

    fn delete_back(&mut self, count: usize) {
        let from = self.cursor.saturating_sub(count);
        self.characters.drain(from..self.cursor);
        self.cursor = from;
    }

    fn word_before(&self) -> usize {
        let before = self.characters[..self.cursor].iter().rev();
        let blanks = before
            .clone()
            .take_while(|character| character.is_whitespace())
            .count();
        blanks
            + before
                .skip(blanks)
                .take_while(|character| !character.is_whitespace())
                .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_do_what_they_say() {
        let mut editor = Editor::default();
        editor.paste("ab cd\u{1b} ef\n");
        assert_eq!(editor.text(), "ab cd ef");
        for (edit, wanted) in [
            (Edit::DeleteWord, "ab cd "),
            (Edit::DeleteWord, "ab "),
            (Edit::Home, "ab "),
            (Edit::Delete, "b "),
            (Edit::Insert('x'), "xb "),
            (Edit::End, "xb "),
            (Edit::Backspace, "xb"),
            (Edit::Left, "xb"),
            (Edit::Insert('y'), "xyb"),
            (Edit::Clear, ""),
            (Edit::Backspace, ""),
        ] {
            editor.apply(edit);
            assert_eq!(editor.text(), wanted, "{edit:?}");
        }
    }

    #[test]
    fn a_paste_is_bounded() {
        let mut editor = Editor::default();
        editor.paste(&"x".repeat(LIMIT * 2));
        assert_eq!(editor.text().len(), LIMIT);
    }
}
