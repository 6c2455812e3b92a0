//! Keys as this program tells them apart, with one spelling for the command table, help and tests.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A printable character.
    Char(char),
    /// Ctrl and a letter.
    Ctrl(char),
    /// A key with a name.
    Named(&'static str),
}

/// Named keys: the spelling of tables and help, and the terminal's code.
const NAMED: [(&str, KeyCode); 14] = [
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("Shift-Tab", KeyCode::BackTab),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
];

impl Key {
    /// Reads a spelling: `j`, `Enter`, `Ctrl-d`, `Space`.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((name, _)) = NAMED.iter().find(|(name, _)| *name == text) {
            return Some(Self::Named(name));
        }
        if text == "Space" {
            return Some(Self::Char(' '));
        }
        let (control, rest) = match text.strip_prefix("Ctrl-") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let mut characters = rest.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) if control => Some(Self::Ctrl(character)),
            (Some(character), None) => Some(Self::Char(character)),
            _ => None,
        }
    }

    /// The spelling for help.
    pub fn label(self) -> String {
        match self {
            Self::Char(' ') => "Space".to_owned(),
            Self::Char(character) => character.to_string(),
            Self::Ctrl(character) => format!("Ctrl-{character}"),
            Self::Named(name) => name.to_owned(),
        }
    }
}

/// The key of a terminal's event; none for what this program never uses (Alt, function keys).
pub fn from_terminal(event: KeyEvent) -> Option<Key> {
    if event.modifiers.contains(KeyModifiers::ALT) {
        return None;
    }
    match event.code {
        KeyCode::Char(character) if event.modifiers.contains(KeyModifiers::CONTROL) => {
            Some(Key::Ctrl(character.to_ascii_lowercase()))
        }
        KeyCode::Char(character) => Some(Key::Char(character)),
        code => NAMED
            .iter()
            .find(|(_, known)| *known == code)
            .map(|(name, _)| Key::Named(name)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_reads_back_as_its_key() {
        for text in [
            "j",
            "G",
            "Enter",
            "Ctrl-d",
            "Space",
            "PgDn",
            "Shift-Tab",
            "-",
            "?",
        ] {
            assert_eq!(Key::parse(text).map(Key::label).as_deref(), Some(text));
        }
        assert_eq!(Key::parse("NoSuchKey"), None);
    }

    #[test]
    fn alt_is_never_a_key() {
        assert_eq!(
            from_terminal(KeyEvent::new(KeyCode::Char('q'), KeyModifiers::ALT)),
            None
        );
        let ctrl = KeyEvent::new(KeyCode::Char('D'), KeyModifiers::CONTROL);
        assert_eq!(from_terminal(ctrl), Some(Key::Ctrl('d')));
    }
}
