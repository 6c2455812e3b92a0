//! A screen for tests: draws into a buffer and gives back its text and the lines in reverse video.

use crate::model::selection::Selection;
use crate::model::store::Store;
use crate::ui::context::{Context, Look, TimeView};
use crate::ui::glyphs::{ASCII, UNICODE};
use crate::ui::painter::Painter;
use crate::ui::panes::Pane;
use crate::ui::theme::{Theme, Tier};
use crate::ui::time_face::TimeFace;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// Styles and signs of most terminals.
pub(crate) fn look() -> Look {
    Look {
        theme: Theme::terminal(Tier::Ansi16),
        glyphs: &UNICODE,
        face: TimeFace::default(),
    }
}

/// Styles and signs of the poorest terminal.
pub(crate) fn poor_look() -> Look {
    Look {
        theme: Theme::mono(),
        glyphs: &ASCII,
        face: TimeFace::default(),
    }
}

/// A context with nothing selected.
pub(crate) fn context<'a>(store: &'a Store, selection: &'a Selection) -> Context<'a> {
    Context {
        store,
        selection,
        detail: None,
        overview: None,
        groups: None,
        comparison: None,
        kept: None,
        time: TimeView::default(),
        marked: crate::query::marked::none(),
        look: look(),
        is_loading: false,
    }
}

/// A buffer to draw into.
pub(crate) struct Canvas {
    buffer: Buffer,
    look: Look,
}

impl Canvas {
    /// A blank screen.
    pub(crate) fn new(width: u16, height: u16) -> Self {
        Self {
            buffer: Buffer::empty(Rect::new(0, 0, width, height)),
            look: look(),
        }
    }

    /// A pane brought up to date and drawn.
    pub(crate) fn of(pane: &mut impl Pane, context: &Context, (width, height): (u16, u16)) -> Self {
        pane.resize(width, height);
        pane.refresh(context);
        let mut canvas = Self::new(width, height);
        canvas.look = context.look;
        pane.draw(&mut canvas.painter(), context, true);
        canvas
    }

    /// A painter of all of it.
    pub(crate) fn painter(&mut self) -> Painter<'_> {
        let area = self.buffer.area;
        Painter::new(&mut self.buffer, area, self.look)
    }

    /// Its lines, trailing blanks cut off.
    pub(crate) fn text(&self) -> String {
        let lines: Vec<String> = (0..self.buffer.area.height)
            .map(|y| {
                let line: String = (0..self.buffer.area.width)
                    .map(|x| self.buffer[(x, y)].symbol())
                    .collect();
                line.trim_end().to_owned()
            })
            .collect();
        lines.join("\n")
    }

    /// True when every symbol is ASCII and no cell has a colour.
    pub(crate) fn is_poor(&self) -> bool {
        self.buffer.content.iter().all(|cell| {
            cell.symbol().is_ascii()
                && cell.fg == ratatui::style::Style::reset().fg.unwrap_or_default()
                && cell.bg == ratatui::style::Style::reset().bg.unwrap_or_default()
        })
    }

    /// Lines with a reversed cell.
    pub(crate) fn reversed(&self) -> Vec<u16> {
        let area = self.buffer.area;
        (0..area.height)
            .filter(|&y| {
                (0..area.width).any(|x| self.buffer[(x, y)].modifier.contains(Modifier::REVERSED))
            })
            .collect()
    }
}
