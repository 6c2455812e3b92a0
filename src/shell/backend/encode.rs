//! One cell after another as control sequences and text.

use std::io::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Modifier, Style};

use crate::safe::is_forbidden;
use crate::ui::theme::Tier;

/// Attributes and their SGR numbers. Blinking and hiding are never sent.
const ATTRIBUTES: &[(Modifier, u8)] = &[
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
    (Modifier::CROSSED_OUT, 9),
];

/// Erases from the cursor to the end of the line, in the style that is on.
const ERASE: &[u8] = b"\x1b[K";
/// Columns that are written again rather than jumped over, which takes four bytes.
const STEPS: usize = 4;

/// A changed cell with its column and row.
type Change<'a> = (u16, u16, &'a Cell);

/// What the terminal is set to while a frame is written.
#[derive(Debug)]
pub(super) struct Pen {
    tier: Tier,
    /// Colours (as the tier shows them) and attributes that are on.
    look: Look,
    /// Where the next character would go, if that is certain.
    at: Option<Position>,
}

/// A cell's colours and attributes, colours as the SGR numbers of the tier.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Look {
    style: Style,
    attributes: Modifier,
}

impl Look {
    fn plain() -> Self {
        Self {
            style: Style::reset(),
            attributes: Modifier::empty(),
        }
    }

    fn of(cell: &Cell, tier: Tier) -> Self {
        let shown = ATTRIBUTES
            .iter()
            .fold(Modifier::empty(), |all, (one, _)| all | *one);
        Self {
            style: Style::reset()
                .fg(tier.nearest(cell.fg))
                .bg(tier.nearest(cell.bg)),
            attributes: cell.modifier & shown,
        }
    }
}

impl Pen {
    pub(super) fn new(tier: Tier) -> Self {
        Self {
            tier,
            look: Look::plain(),
            at: None,
        }
    }

    /// Writes the cells that differ, line by line, and ends in the plain style.
    pub(super) fn draw(&mut self, frame: &mut Vec<u8>, before: &Buffer, after: &Buffer) {
        let changed = changes(before, after);
        for line in changed.chunk_by(|one, other| one.1 == other.1) {
            self.line(frame, line, after);
        }
        self.lift(frame);
    }

    /// The changed cells of one line. Where the line ends in blanks, they are erased instead of written.
    fn line(&mut self, frame: &mut Vec<u8>, changed: &[Change], after: &Buffer) {
        let Some(&(_, y, _)) = changed.first() else {
            return;
        };
        let blank_from = blank_from(after, y, self.tier);
        let written = changed.partition_point(|&(x, ..)| x < blank_from);
        let erased = changed.get(written..).unwrap_or_default();
        let (written, erased) = if erased.len() > ERASE.len() {
            changed.split_at(written)
        } else {
            (changed, [].as_slice())
        };
        for &(x, y, cell) in written {
            self.put(frame, Position::new(x, y), cell, after);
        }
        if let Some(&(x, y, _)) = erased.first() {
            self.go(frame, Position::new(x, y), after);
            self.dress(frame, Look::plain());
            frame.extend_from_slice(ERASE);
        }
    }

    /// Writes `cell` at `to`.
    fn put(&mut self, frame: &mut Vec<u8>, to: Position, cell: &Cell, after: &Buffer) {
        self.go(frame, to, after);
        self.dress(frame, Look::of(cell, self.tier));
        Self::symbol(frame, cell);
        // Terminals disagree about the width of what lies beyond: place the next cell by its column.
        self.at = is_narrow(cell.symbol()).then(|| Position::new(to.x + 1, to.y));
    }

    fn symbol(frame: &mut Vec<u8>, cell: &Cell) {
        let symbol = cell.symbol();
        if symbol.chars().any(is_forbidden) {
            // Text goes through the sanitizer long before; this is for a caller that forgot.
            frame.push(b'?');
        } else if symbol.is_empty() {
            frame.push(b' ');
        } else {
            frame.extend_from_slice(symbol.as_bytes());
        }
    }

    /// Moves to `to`: over a few columns by writing again what stands there, which takes fewer bytes than a jump.
    fn go(&mut self, frame: &mut Vec<u8>, to: Position, after: &Buffer) {
        match self.at {
            Some(at) if at == to => {}
            Some(at) if at.y == to.y && at.x < to.x => {
                let between = at.x..to.x;
                let is_cheap = between.len() <= STEPS
                    && between.clone().all(|x| self.is_as_drawn(&after[(x, to.y)]));
                if is_cheap {
                    for x in between {
                        Self::symbol(frame, &after[(x, to.y)]);
                    }
                } else {
                    move_right(frame, to.x - at.x);
                }
            }
            _ => move_to(frame, to),
        }
        self.at = Some(to);
    }

    /// Whether a cell takes one byte and needs no other style.
    fn is_as_drawn(&self, cell: &Cell) -> bool {
        cell.symbol().len() == 1 && Look::of(cell, self.tier) == self.look
    }

    /// Ends a frame: plain style, position unknown.
    fn lift(&mut self, frame: &mut Vec<u8>) {
        self.dress(frame, Look::plain());
        self.at = None;
    }

    /// Switches to `next` with as few numbers as possible.
    fn dress(&mut self, frame: &mut Vec<u8>, next: Look) {
        if self.look == next {
            return;
        }
        let plain = Look::plain();
        if next == plain {
            frame.extend_from_slice(b"\x1b[m");
            self.look = next;
            return;
        }
        let mut numbers: Vec<String> = Vec::new();
        // Attributes cannot be taken away one by one on every terminal.
        if !next.attributes.contains(self.look.attributes) {
            numbers.push(String::from("0"));
            self.look = plain;
        }
        let added = next.attributes - self.look.attributes;
        let attributes = ATTRIBUTES.iter().filter(|(one, _)| added.contains(*one));
        numbers.extend(attributes.map(|(_, number)| number.to_string()));
        if next.style.fg != self.look.style.fg {
            numbers.extend(next.style.fg.map(|color| self.tier.sgr(color, 30)));
        }
        if next.style.bg != self.look.style.bg {
            numbers.extend(next.style.bg.map(|color| self.tier.sgr(color, 40)));
        }
        write_all(frame, format_args!("\x1b[{}m", numbers.join(";")));
        self.look = next;
    }
}

/// The cells that differ, and those that a wide character leaves behind: what a terminal puts there when its other half
/// goes (which colours, which attributes) is its own affair.
fn changes<'a>(before: &Buffer, after: &'a Buffer) -> Vec<Change<'a>> {
    let mut changed: Vec<Change> = Vec::new();
    let mut freed = None;
    for (x, y, cell) in before.diff_iter(after) {
        changed.extend(
            freed
                .take()
                .filter(|&(x_freed, y_freed, _)| (x_freed, y_freed) != (x, y)),
        );
        // A wide character may stand where the last column is written: its right half is then alone, also where both
        // frames have a blank there.
        let next = x + crate::safe::width(cell.symbol()).clamp(1, 2) as u16;
        let covered = before.cell((next - 1, y));
        let was_wide = covered.is_some_and(|cell| !is_narrow(cell.symbol()));
        freed = was_wide
            .then(|| after.cell((next, y)))
            .flatten()
            .map(|right| (next, y, right));
        changed.push((x, y, cell));
    }
    changed.extend(freed);
    changed
}

/// Moves the cursor to a place on the screen.
pub(super) fn move_to(frame: &mut Vec<u8>, to: Position) {
    match (u32::from(to.x) + 1, u32::from(to.y) + 1) {
        (1, 1) => write_all(frame, format_args!("\x1b[H")),
        (1, row) => write_all(frame, format_args!("\x1b[{row}H")),
        (column, row) => write_all(frame, format_args!("\x1b[{row};{column}H")),
    }
}

/// The column from which a line holds nothing but plain blanks.
fn blank_from(buffer: &Buffer, y: u16, tier: Tier) -> u16 {
    let width = buffer.area.width;
    let is_blank = |x: &u16| {
        let cell = &buffer[(*x, y)];
        cell.symbol() == " " && Look::of(cell, tier) == Look::plain()
    };
    let blanks = (0..width).rev().take_while(is_blank).count();
    width - blanks as u16
}

fn move_right(frame: &mut Vec<u8>, columns: u16) {
    match columns {
        1 => write_all(frame, format_args!("\x1b[C")),
        _ => write_all(frame, format_args!("\x1b[{columns}C")),
    }
}

pub(super) fn write_all(frame: &mut Vec<u8>, bytes: std::fmt::Arguments<'_>) {
    let written = frame.write_fmt(bytes);
    debug_assert!(written.is_ok(), "writing to a Vec cannot fail");
}

/// Whether every terminal draws `symbol` in one column: Latin, Greek and Cyrillic letters, punctuation, arrows, boxes
/// and blocks, one character at a time.
fn is_narrow(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    let alone = chars.next().is_none_or(|c| {
        matches!(c, ' '..='~' | '\u{a0}'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{205e}' | '\u{2190}'..='\u{2193}' | '\u{2500}'..='\u{259f}')
    });
    alone && chars.next().is_none()
}
