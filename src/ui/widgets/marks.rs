//! Signs at the start of a row: the cursor and the mark of a verdict.

use crate::ui::glyphs::SELECTOR;
use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// The role of a verdict's mark; anything but `x ! . ?` is plain.
pub fn role(mark: char) -> Role {
    match mark {
        'x' => Role::Bad,
        '!' => Role::Burst,
        '.' => Role::Ok,
        '?' => Role::NotJudged,
        _ => Role::Text,
    }
}

/// Paints the cursor into line `y`: the sign always, reverse video in the pane that has the keys.
pub fn cursor(painter: &mut Painter, y: u16, is_focused: bool) {
    painter.text(0, y, SELECTOR, Role::Text);
    if is_focused {
        painter.highlight(y, Role::Selected);
    }
}
