//! Puts text into a part of the screen: clipped, sanitized, styled by role. Panes draw through nothing else.

use super::context::Look;
use super::theme::Role;
use crate::safe;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Where text sits in its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// What is cut from a text that is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The end: sentences.
    End,
    /// The middle: identifiers differ at both ends.
    Middle,
    /// The start: paths.
    Start,
}

/// A rectangle of the screen with its own origin.
pub struct Painter<'a> {
    buffer: &'a mut Buffer,
    area: Rect,
    look: Look,
}

impl<'a> Painter<'a> {
    /// A painter of the part of `area` that lies on the screen.
    pub fn new(buffer: &'a mut Buffer, area: Rect, look: Look) -> Self {
        let area = area.intersection(buffer.area);
        Self { buffer, area, look }
    }

    /// A painter of a part, in this painter's coordinates.
    pub fn part(&mut self, x: u16, y: u16, width: u16, height: u16) -> Painter<'_> {
        let x = x.min(self.area.width);
        let y = y.min(self.area.height);
        let area = Rect {
            x: self.area.x + x,
            y: self.area.y + y,
            width: width.min(self.area.width - x),
            height: height.min(self.area.height - y),
        };
        Painter {
            buffer: self.buffer,
            area,
            look: self.look,
        }
    }

    /// Columns.
    pub fn width(&self) -> u16 {
        self.area.width
    }

    /// Rows.
    pub fn height(&self) -> u16 {
        self.area.height
    }

    /// Styles and signs.
    pub fn look(&self) -> Look {
        self.look
    }

    /// Writes text from a column to the right edge; returns the column after it.
    pub fn text(&mut self, x: u16, y: u16, text: &str, role: Role) -> u16 {
        let room = self.area.width.saturating_sub(x);
        let fitted = safe::fit(text, usize::from(room), self.look.glyphs.charset);
        let used = safe::width(fitted.as_str()) as u16;
        self.put(x, y, fitted.as_str(), role);
        x + used
    }

    /// Writes text into a field of fixed width.
    pub fn field(
        &mut self,
        (x, y, width): (u16, u16, u16),
        text: &str,
        role: Role,
        align: Align,
        cut: Cut,
    ) {
        let room = usize::from(width.min(self.area.width.saturating_sub(x)));
        let charset = self.look.glyphs.charset;
        let fitted = match cut {
            Cut::End => safe::fit(text, room, charset),
            Cut::Middle => safe::fit_middle(text, room, charset),
            Cut::Start => safe::fit_left(text, room, charset),
        };
        let used = safe::width(fitted.as_str());
        let indent = if align == Align::Right {
            room.saturating_sub(used) as u16
        } else {
            0
        };
        self.put(x + indent, y, fitted.as_str(), role);
    }

    /// Writes pieces one after the other; returns the column after the last.
    pub fn pieces(&mut self, x: u16, y: u16, pieces: &[(&str, Role)]) -> u16 {
        pieces
            .iter()
            .fold(x, |x, (text, role)| self.text(x, y, text, *role))
    }

    /// Lays a style over a whole row.
    pub fn highlight(&mut self, y: u16, role: Role) {
        self.highlight_part(0, y, self.area.width, role);
    }

    /// Lays a style over a part of a row.
    pub fn highlight_part(&mut self, x: u16, y: u16, width: u16, role: Role) {
        if y < self.area.height && x < self.area.width {
            let width = width.min(self.area.width - x);
            let row = Rect {
                x: self.area.x + x,
                y: self.area.y + y,
                width,
                height: 1,
            };
            self.buffer.set_style(row, self.look.theme.style(role));
        }
    }

    /// A rule across with a title in it; the focused pane's title stands in brackets.
    pub fn rule(&mut self, y: u16, title: &str, is_focused: bool) {
        let line = self
            .look
            .glyphs
            .horizontal
            .repeat(usize::from(self.area.width));
        self.put(0, y, &line, Role::Border);
        if !title.is_empty() {
            let (text, role) = if is_focused {
                (format!("[{title}]"), Role::Focus)
            } else {
                (format!(" {title} "), Role::Title)
            };
            self.field(
                (1, y, self.area.width.saturating_sub(2)),
                &text,
                role,
                Align::Left,
                Cut::End,
            );
        }
    }

    /// A rule down.
    pub fn divider(&mut self, x: u16) {
        for y in 0..self.area.height {
            self.put(x, y, self.look.glyphs.vertical, Role::Border);
        }
    }

    /// Fills the rectangle with blanks in the plain style; what lies under an overlay must not shine through.
    pub fn clear(&mut self) {
        let blank = " ".repeat(usize::from(self.area.width));
        for y in 0..self.area.height {
            let style = self.look.theme.style(Role::Text);
            self.buffer.set_style(
                Rect {
                    y: self.area.y + y,
                    height: 1,
                    ..self.area
                },
                ratatui::style::Style::reset().patch(style),
            );
            self.put(0, y, &blank, Role::Text);
        }
    }

    fn put(&mut self, x: u16, y: u16, text: &str, role: Role) {
        if x < self.area.width && y < self.area.height {
            let room = usize::from(self.area.width - x);
            let style = self.look.theme.style(role);
            let (x, y) = (self.area.x + x, self.area.y + y);
            if !text.is_ascii() {
                self.buffer.set_stringn(x, y, text, room, style);
                return;
            }
            // Nearly everything is ASCII: a byte is a cell, and looking for clusters takes three times as long.
            for (x, byte) in (x..).zip(text.bytes().take(room)) {
                self.buffer[(x, y)]
                    .set_char(char::from(byte))
                    .set_style(style);
            }
        }
    }
}
