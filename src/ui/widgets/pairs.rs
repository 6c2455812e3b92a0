//! Words and their meanings in two columns: what can be typed, how it was read, what a key does.

use crate::safe;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;

/// Paints the pairs from line `y` on; returns the line after. A pair without a word is a sentence.
pub fn paint(painter: &mut Painter, y: u16, pairs: &[(&str, &str)]) -> u16 {
    let widest = pairs.iter().map(|(word, _)| safe::width(word)).max();
    let width = widest.unwrap_or(0).min(usize::from(painter.width() / 3)) as u16;
    for (line, (word, meaning)) in pairs.iter().enumerate() {
        let y = y + line as u16;
        let mut x = 2;
        if !word.is_empty() {
            painter.field((x, y, width), word, Role::Key, Align::Left, Cut::End);
            x += width + 2;
        }
        painter.text(x, y, meaning, Role::Text);
    }
    y + pairs.len() as u16
}
