//! A record as it stands in its file, laid out; the evidence behind everything else.
//!
//! ```text
//!  ops-1118.json:8812  CallClientOperations  1,234 bytes
//! >{
//!    "time": "2026-11-19T02:13:09.4410700Z",
//!    "properties": {
//!      "OperationPayload": (text) {
//!        "DiagnosticQuality": "Bad"
//! ```

#[cfg(test)]
mod tests;

use super::{Pane, Standing};
use crate::ui::context::{Context, Motion};
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::widgets::json_lines::{JsonLine, JsonLines};
use crate::ui::widgets::list::List;
use crate::ui::widgets::marks;

/// Where the record stands and what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordPlace {
    /// `file:line`; not sanitized.
    pub place: String,
    /// Its category; empty when it names none.
    pub category: String,
    /// Its length.
    pub bytes: u64,
}

/// The text of the record, which someone else reads from the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RecordText {
    /// It is being read.
    #[default]
    Loading,
    /// As it stands in the file.
    Text(String),
    /// It could not be read again, and why.
    Failed(String),
}

/// Columns that one step to the side moves.
const STEP: usize = 16;
/// Blanks per level.
const INDENT: usize = 2;
/// Rows above the record.
const ABOVE: u16 = 1;

/// The pane's state.
#[derive(Default)]
pub struct RecordPane {
    place: RecordPlace,
    text: RecordText,
    laid: JsonLines,
    widest: usize,
    list: List,
    left: usize,
    width: u16,
}

impl RecordPane {
    /// Opens a record whose text is still to come.
    pub fn open(&mut self, place: RecordPlace) {
        self.place = place;
        self.set_text(RecordText::Loading);
    }

    /// Takes the text.
    pub fn set_text(&mut self, text: RecordText) {
        self.laid = match &text {
            RecordText::Text(text) => JsonLines::of(text),
            _ => JsonLines::default(),
        };
        self.widest = self.laid.lines.iter().map(length).max().unwrap_or(0);
        self.text = text;
        self.left = 0;
        self.list.set_len(self.laid.lines.len());
        self.list.go_to(0);
    }

    /// The record as it stands in the file, for copying.
    pub fn text(&self) -> Option<&str> {
        match &self.text {
            RecordText::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Where it stands.
    pub fn place(&self) -> &RecordPlace {
        &self.place
    }

    /// The line under the cursor without its indentation, for copying.
    pub fn selected_line(&self) -> Option<String> {
        let line = self.laid.lines.get(self.list.cursor())?;
        Some(format!("{}{}", line.key, line.value))
    }

    /// The value on the line under the cursor.
    pub fn selected_value(&self) -> Option<String> {
        let line = self.laid.lines.get(self.list.cursor())?;
        Some(line.value.clone())
    }

    fn shift(&mut self, is_right: bool) -> bool {
        let before = self.left;
        let most = (self.widest + 2).saturating_sub(usize::from(self.width));
        self.left = if is_right {
            (self.left + STEP).min(most)
        } else {
            self.left.saturating_sub(STEP)
        };
        before != self.left
    }

    fn draw_head(&self, painter: &mut Painter) {
        let size = bytes(self.place.bytes);
        let mut parts = vec![self.place.category.as_str(), &size];
        if self.laid.broken.is_some() {
            parts.push("! no well-formed JSON");
        }
        let column = format!("from column {}", self.left + 1);
        if self.left > 0 {
            parts.push(&column);
        }
        parts.retain(|part| !part.is_empty());
        let rest: String = parts.iter().flat_map(|part| ["  ", part]).collect();
        let used = crate::safe::width(&rest) as u16;
        let room = painter.width().saturating_sub(used + 1).max(12);
        let taken = (crate::safe::width(&self.place.place) as u16).min(room);
        painter.field(
            (1, 0, taken),
            &self.place.place,
            Role::Title,
            Align::Left,
            Cut::Start,
        );
        painter.text(1 + taken, 0, &rest, Role::Text);
    }

    fn draw_lines(&self, painter: &mut Painter, is_focused: bool) {
        let first = self.list.visible().start;
        for row in self.list.visible() {
            let Some(line) = self.laid.lines.get(row) else {
                break;
            };
            let y = ABOVE + (row - first) as u16;
            let skipped = skip(line, self.left);
            painter.pieces(
                2,
                y,
                &[
                    (&" ".repeat(skipped.indent), Role::Text),
                    (skipped.key, Role::Header),
                    (skipped.value, Role::Text),
                ],
            );
            if self.laid.broken == Some(row) {
                painter.text(1, y, "!", Role::Error);
            }
            if row == self.list.cursor() {
                marks::cursor(painter, y, is_focused);
            }
        }
        let is_last = self.list.visible().end == self.list.len();
        if self.laid.is_cut && is_last && painter.height() > ABOVE {
            let y = painter.height() - 1;
            painter.part(0, y, u16::MAX, 1).clear();
            painter.text(
                1,
                y,
                "The record goes on; copy it to see the rest",
                Role::Notice,
            );
        }
    }
}

impl Pane for RecordPane {
    fn title(&self, _: &Context) -> String {
        "Raw record".to_owned()
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.width = width;
        let below = u16::from(self.laid.is_cut);
        self.list
            .set_height(usize::from(height.saturating_sub(ABOVE + below)));
    }

    fn refresh(&mut self, _: &Context) {}

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        match motion {
            Motion::Left => self.shift(false),
            Motion::Right => self.shift(true),
            motion => self.list.apply(motion),
        }
    }

    fn standing(&self) -> Standing {
        Standing {
            column: self.left,
            ..Standing::of(&self.list)
        }
    }

    fn stand(&mut self, standing: Standing) {
        self.list.stand(standing.rows);
        self.left = standing.column;
    }

    fn draw(&self, painter: &mut Painter, _: &Context, is_focused: bool) {
        self.draw_head(painter);
        match &self.text {
            RecordText::Loading => {
                painter.text(1, ABOVE, "Reading the record", Role::Text);
            }
            RecordText::Failed(why) => {
                painter.pieces(
                    1,
                    ABOVE,
                    &[
                        ("The record cannot be shown: ", Role::Error),
                        (why, Role::Error),
                    ],
                );
            }
            RecordText::Text(_) if self.laid.lines.is_empty() => {
                painter.text(1, ABOVE, "The record is empty", Role::Text);
            }
            RecordText::Text(_) => self.draw_lines(painter, is_focused),
        }
    }
}

fn bytes(count: u64) -> String {
    if count == 0 {
        String::new()
    } else {
        format::counted(count, "byte")
    }
}

/// Characters of a line as it is drawn; bytes stand for characters where counting them would cost more than it helps.
fn length(line: &JsonLine) -> usize {
    usize::from(line.depth) * INDENT + line.key.len() + line.value.len()
}

/// What is left of a line when its start is scrolled off.
struct Skipped<'a> {
    indent: usize,
    key: &'a str,
    value: &'a str,
}

fn skip(line: &JsonLine, left: usize) -> Skipped<'_> {
    let indent = usize::from(line.depth) * INDENT;
    let in_key = left.saturating_sub(indent);
    let in_value = in_key.saturating_sub(line.key.chars().count());
    Skipped {
        indent: indent.saturating_sub(left),
        key: after(&line.key, in_key),
        value: after(&line.value, in_value),
    }
}

/// The text after `count` characters.
fn after(text: &str, count: usize) -> &str {
    let start = text
        .char_indices()
        .nth(count)
        .map_or(text.len(), |(at, _)| at);
    text.get(start..).unwrap_or("")
}
