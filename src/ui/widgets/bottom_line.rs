//! The last line: keys that do something here, as many as fit. The last two (commands and help) stay longest.

use crate::safe;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// A key and what it does here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyHint {
    /// As it is written on keyboards: `Enter`, `/`.
    pub key: String,
    /// One or two words.
    pub label: String,
}

impl KeyHint {
    /// A hint.
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
        }
    }

    fn width(&self) -> usize {
        safe::width(&self.key) + 1 + safe::width(&self.label)
    }
}

/// Columns between two hints.
const GAP: usize = 2;
/// How many hints at the end go last.
const KEPT: usize = 2;

/// The hints that fit a width, in order: dropped from the right, the last two only when nothing else is left.
pub fn fitting(hints: &[KeyHint], width: u16) -> Vec<&KeyHint> {
    let mut shown: Vec<&KeyHint> = hints.iter().collect();
    let needed = |shown: &[&KeyHint]| -> usize {
        1 + shown.iter().map(|hint| hint.width() + GAP).sum::<usize>()
    };
    while shown.len() > 1 && needed(&shown) > usize::from(width) + GAP {
        let goes = shown.len().saturating_sub(KEPT + 1);
        shown.remove(goes);
    }
    shown
}

/// Paints the hints into line `y`.
pub fn paint(painter: &mut Painter, y: u16, hints: &[KeyHint]) {
    let mut x = 1;
    for hint in fitting(hints, painter.width()) {
        x = painter.pieces(
            x,
            y,
            &[
                (&hint.key, Role::Key),
                (" ", Role::Text),
                (&hint.label, Role::Text),
            ],
        ) + GAP as u16;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::canvas::Canvas;

    fn hints() -> Vec<KeyHint> {
        [
            ("Enter", "open"),
            ("/", "find"),
            ("f", "filter"),
            (":", "commands"),
            ("?", "help"),
        ]
        .map(|(key, label)| KeyHint::new(key, label))
        .into()
    }

    #[test]
    fn hints_go_from_the_right_but_commands_and_help_stay() {
        for (width, wanted) in [
            (50, " Enter open  / find  f filter  : commands  ? help"),
            (49, " Enter open  / find  f filter  : commands  ? help"),
            (48, " Enter open  / find  : commands  ? help"),
            (30, " : commands  ? help"),
            (12, " ? help"),
            (5, " ? h…"),
        ] {
            let mut canvas = Canvas::new(width, 1);
            paint(&mut canvas.painter(), 0, &hints());
            assert_eq!(canvas.text().trim_end(), wanted, "{width}");
        }
    }
}
