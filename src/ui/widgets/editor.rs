//! A one-line text field: typing, moving, deleting, pasting. Words are cut at blanks.

use crate::ui::painter::Painter;
use crate::ui::theme::Role;
use std::ops::Range;

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

    /// The byte of the text before which the cursor stands.
    pub fn cursor(&self) -> usize {
        let before = self.characters.iter().take(self.cursor);
        before.map(|character| character.len_utf8()).sum()
    }

    /// Replaces the text and puts the cursor before one of its bytes.
    pub fn set_at(&mut self, text: &str, byte: usize) {
        self.set(text);
        let before = text.char_indices().take_while(|(at, _)| *at < byte);
        self.cursor = before.count().min(self.characters.len());
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
        // Lines that are pasted stay apart: a list of identifiers comes one a line.
        let lines = text.trim_end_matches(['\r', '\n']).replace("\r\n", " ");
        for character in lines.chars() {
            match character {
                '\n' | '\r' | '\t' => self.insert(' '),
                control if control.is_control() => {}
                character => self.insert(character),
            }
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
        self.draw_marked(painter, x, y, &[]);
    }

    /// The same with parts of it, in bytes, shown as wrong. Gives the columns in which these are seen.
    pub fn draw_marked(
        &self,
        painter: &mut Painter,
        x: u16,
        y: u16,
        wrong: &[Range<usize>],
    ) -> Vec<Range<u16>> {
        let room = usize::from(painter.width().saturating_sub(x)).max(2) - 1;
        let from = (self.cursor + 1).saturating_sub(room);
        let mut byte = 0;
        let mut column = x;
        let mut seen: Vec<Range<u16>> = Vec::new();
        let blank = [' '];
        for (at, character) in self.characters.iter().chain(&blank).enumerate() {
            let is_wrong = wrong.iter().any(|span| span.contains(&byte));
            byte += character.len_utf8();
            let is_end = at == self.characters.len();
            if at < from || (is_end && at != self.cursor) {
                continue;
            }
            let role = match (at == self.cursor, is_wrong && !is_end) {
                (true, _) => Role::Selected,
                (false, true) => Role::Wrong,
                (false, false) => Role::Prompt,
            };
            let before = column;
            column = painter.text(column, y, character.encode_utf8(&mut [0; 4]), role);
            match seen.last_mut() {
                _ if !is_wrong || column == before => {}
                Some(last) if last.end == before => last.end = column,
                _ => seen.push(before..column),
            }
        }
        seen
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
