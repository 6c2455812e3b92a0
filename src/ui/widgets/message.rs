//! The line above the last: what just happened, or what went wrong. Errors say so in a word, not by colour alone.

use crate::ui::painter::Painter;
use crate::ui::theme::Role;

/// Something the user should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Something happened: `sent to terminal (OSC 52), 36 bytes`.
    Notice(String),
    /// Something failed: what, where, what to do.
    Error(String),
}

impl Message {
    /// Its words; not sanitized.
    pub fn text(&self) -> &str {
        match self {
            Self::Notice(text) | Self::Error(text) => text,
        }
    }

    /// Paints it into line `y`.
    pub fn paint(&self, painter: &mut Painter, y: u16) {
        match self {
            Self::Notice(text) => {
                painter.text(1, y, text, Role::Notice);
            }
            Self::Error(text) => {
                painter.pieces(1, y, &[("error: ", Role::Error), (text, Role::Error)]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::canvas::Canvas;

    #[test]
    fn an_error_says_that_it_is_one_and_is_cut_and_harmless() {
        for (message, wanted) in [
            (Message::Notice("row copied".into()), " row copied"),
            (
                Message::Error("no \u{1b}[2J file".into()),
                " error: no ^[[2J fi…",
            ),
        ] {
            let mut canvas = Canvas::new(20, 1);
            message.paint(&mut canvas.painter(), 0);
            assert_eq!(canvas.text().trim_end(), wanted);
        }
    }
}
