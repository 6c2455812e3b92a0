//! Cells through bytes to a model of a terminal and back.

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use vt100::Color as Shown;

use super::*;
use crate::ui::theme::palette;

const WIDTH: u16 = 12;
const HEIGHT: u16 = 3;

/// A frame of cells, each `(character, colours, attributes)`.
type Cells = Vec<(char, (u8, u8), u8)>;

fn cells() -> impl Strategy<Value = Cells> {
    let character = prop::sample::select(vec!['a', ' ', 'x', '─', 'é', '会', 'я', '█']);
    let cell = (character, (0_u8..20, 0_u8..20), 0_u8..32);
    prop::collection::vec(cell, usize::from(WIDTH * HEIGHT))
}

fn attributes(bits: u8) -> Modifier {
    let all = [
        Modifier::BOLD,
        Modifier::DIM,
        Modifier::ITALIC,
        Modifier::UNDERLINED,
        Modifier::REVERSED,
    ];
    let chosen = (0..).zip(all).filter(|(at, _)| bits >> at & 1 == 1);
    chosen.fold(Modifier::empty(), |sum, (_, one)| sum | one)
}

fn buffer(cells: &Cells) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
    for (cell, (character, (fg, bg), bits)) in buffer.content.iter_mut().zip(cells) {
        cell.set_char(*character);
        cell.fg = palette(*fg);
        cell.bg = palette(*bg);
        cell.modifier = attributes(*bits);
    }
    // A wide character hides the cell to its right and cannot stand in the last column.
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            if buffer[(x, y)].symbol() == "会" {
                match buffer.cell_mut((x + 1, y)) {
                    Some(right) if x + 1 < WIDTH => right.reset(),
                    _ => buffer[(x, y)].set_char('w').modifier = Modifier::empty(),
                }
            }
        }
    }
    buffer
}

/// What a model of a terminal shows for a palette number in a tier.
fn shown(number: u8, tier: Tier) -> Shown {
    match (tier, number) {
        (Tier::None, _) | (_, 16..) => Shown::Default,
        (Tier::Ansi8, _) => Shown::Idx(number % 8),
        _ => Shown::Idx(number),
    }
}

fn draw(tui: &mut Tui<Vec<u8>>, before: &Buffer, after: &Buffer) {
    tui.draw(&mut before.clone(), after);
    assert!(tui.finish(None).is_ok());
}

/// What a terminal shows after frames that follow each other, from a blank one.
fn terminal(frames: &[Buffer], can_scroll: bool) -> vt100::Parser {
    let area = frames.first().map_or(Rect::ZERO, |frame| frame.area);
    let mut tui = Tui::new(Vec::new(), Tier::Ansi16, can_scroll);
    tui.set_size(area.as_size());
    let blank = Buffer::empty(area);
    let before = std::iter::once(&blank).chain(frames);
    for (before, after) in before.zip(frames) {
        draw(&mut tui, before, after);
    }
    let mut terminal = vt100::Parser::new(area.height, area.width, 0);
    terminal.process(tui.writer());
    terminal
}

/// Every cell with its style; a cell never written is a blank.
fn cells_of(terminal: &vt100::Parser) -> Vec<(String, String)> {
    let screen = terminal.screen();
    let (rows, columns) = screen.size();
    let places = (0..rows).flat_map(|y| (0..columns).map(move |x| (y, x)));
    let cells = places.filter_map(|(y, x)| screen.cell(y, x));
    let look = |cell: &vt100::Cell| {
        let style = format!(
            "{:?} {:?} {} {} {} {}",
            cell.fgcolor(),
            cell.bgcolor(),
            cell.bold(),
            cell.underline(),
            cell.inverse(),
            cell.italic()
        );
        let text = if cell.contents().is_empty() {
            " "
        } else {
            cell.contents()
        };
        // The hidden half of a wide character has no look of its own.
        let is_hidden = cell.is_wide_continuation();
        (
            text.to_owned(),
            if is_hidden { String::new() } else { style },
        )
    };
    cells.map(look).collect()
}

#[test]
fn a_blank_behind_a_wide_character_that_went_is_drawn_anew() {
    let area = Rect::new(0, 0, 4, 1);
    let (mut wide, mut narrow) = (Buffer::empty(area), Buffer::empty(area));
    wide.set_string(1, 0, "会", Style::new());
    narrow.set_string(1, 0, "a", Style::new().add_modifier(Modifier::UNDERLINED));
    let shown = cells_of(&terminal(&[wide, narrow.clone()], false));
    assert_eq!(shown, cells_of(&terminal(&[narrow], false)));
}

#[test]
fn a_blank_behind_a_wide_character_that_another_covers_is_drawn_anew() {
    let area = Rect::new(0, 0, 5, 1);
    let (mut right, mut left) = (Buffer::empty(area), Buffer::empty(area));
    right.set_string(2, 0, "会", Style::new().fg(palette(0)));
    left.set_string(1, 0, "会", Style::new());
    let shown = cells_of(&terminal(&[right, left.clone()], false));
    assert_eq!(shown, cells_of(&terminal(&[left], false)));
}

const ROWS: usize = 10;

/// A list with heads and a foot: lines of text, some wide, some in colour.
fn rows() -> impl Strategy<Value = Vec<(String, u8)>> {
    let text = prop::sample::select(vec![
        "first call     ",
        "second call 410",
        "会议 third     ",
        "               ",
        "fourth         ",
        "──────────── é ",
        "a 会 b 会 c 会 ",
    ]);
    prop::collection::vec((text.prop_map(str::to_owned), 0_u8..8), ROWS * 3)
}

/// The lines from `top` on, as a list shows them: its head and foot stay, one line is under the cursor.
fn list(rows: &[(String, u8)], top: usize, cursor: usize) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 15, ROWS as u16));
    for y in 0..ROWS {
        let is_fixed = y == 0 || y + 2 >= ROWS;
        let row = if is_fixed {
            Some(&rows[y])
        } else {
            rows.get(top + y)
        };
        let Some((text, colour)) = row else { continue };
        let mut style = Style::new().fg(palette(*colour));
        if y == cursor {
            style = style.add_modifier(Modifier::REVERSED);
        }
        buffer.set_string(0, y as u16, text, style);
    }
    buffer
}

proptest! {
    /// Whatever two frames hold, the terminal shows the second one after both.
    #[test]
    fn the_terminal_shows_the_cells(first in cells(), second in cells(), at in 0_usize..3) {
        let tier = [Tier::None, Tier::Ansi8, Tier::Ansi16][at];
        let mut tui = Tui::fixed(Vec::new(), tier, Size::new(WIDTH, HEIGHT));
        let empty = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
        let (one, two) = (buffer(&first), buffer(&second));
        draw(&mut tui, &empty, &one);
        draw(&mut tui, &one, &two);
        let mut terminal = vt100::Parser::new(HEIGHT, WIDTH, 0);
        terminal.process(tui.writer());
        for (index, (_, (fg, bg), bits)) in second.iter().enumerate() {
            let (x, y) = (index as u16 % WIDTH, index as u16 / WIDTH);
            let (cell, wanted) = (terminal.screen().cell(y, x).expect("on the screen"), &two[(x, y)]);
            if cell.is_wide_continuation() {
                continue;
            }
            let text = if cell.contents().is_empty() { " " } else { cell.contents() };
            prop_assert_eq!(text, wanted.symbol());
            let after_wide = x > 0 && two[(x - 1, y)].symbol() == "会";
            if after_wide || wanted.symbol() == "w" {
                continue;
            }
            prop_assert_eq!(cell.fgcolor(), shown(*fg, tier));
            prop_assert_eq!(cell.bgcolor(), shown(*bg, tier));
            prop_assert_eq!(cell.inverse(), attributes(*bits).contains(Modifier::REVERSED));
            // The model knows only one of bold and dim, the last one set.
            let bold = attributes(*bits) & (Modifier::BOLD | Modifier::DIM);
            if bold != Modifier::BOLD | Modifier::DIM {
                prop_assert_eq!(cell.bold(), bold == Modifier::BOLD);
            }
            prop_assert_eq!(cell.underline(), attributes(*bits).contains(Modifier::UNDERLINED));
        }
    }

    /// A list that scrolls, jumps and changes looks as if every frame had been drawn from nothing, whether the terminal
    /// moves lines or not.
    #[test]
    fn scrolled_lists_are_drawn_as_if_anew(
        rows in rows(),
        tops in prop::collection::vec((0_usize..ROWS * 3, 1_usize..ROWS - 2), 1..8),
        steps in prop::collection::vec((0_usize..4, 1_usize..ROWS - 2), 0..8),
    ) {
        let slow = steps.iter().scan(0, |top, (step, cursor)| {
            *top += step;
            Some((*top, *cursor))
        });
        let frames: Vec<Buffer> = tops.iter().copied().chain(slow)
            .map(|(top, cursor)| list(&rows, top, cursor))
            .collect();
        let last = frames.last().expect("at least one");
        let anew = cells_of(&terminal(std::slice::from_ref(last), false));
        prop_assert_eq!(&cells_of(&terminal(&frames, true)), &anew);
        prop_assert_eq!(&cells_of(&terminal(&frames, false)), &anew);
    }

    /// A terminal with few colours never gets a code of a terminal with many, and none none at all.
    #[test]
    fn no_code_beyond_the_tier(first in cells(), at in 0_usize..3) {
        let tier = [Tier::None, Tier::Ansi8, Tier::Ansi16][at];
        let mut tui = Tui::fixed(Vec::new(), tier, Size::new(WIDTH, HEIGHT));
        draw(&mut tui, &Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT)), &buffer(&first));
        let text = String::from_utf8_lossy(tui.writer()).into_owned();
        let codes = text.split("\x1b[").filter_map(|part| Some(part.split_once('m')?.0));
        for number in codes.flat_map(|code| code.split(';')).filter_map(|n| n.parse::<u8>().ok()) {
            let fits = match tier {
                Tier::None => number < 10,
                Tier::Ansi8 => number < 50 && number != 38 && number != 48,
                _ => number < 110 && number != 38 && number != 48,
            };
            prop_assert!(fits, "{number} in {tier:?}");
        }
    }
}

#[test]
fn a_control_character_never_leaves() {
    let mut tui = Tui::fixed(Vec::new(), Tier::Ansi16, Size::new(12, 1));
    let before = Buffer::empty(Rect::new(0, 0, 12, 1));
    let mut after = before.clone();
    after[(0, 0)].set_symbol("\x1b]0;x\x07");
    after[(9, 0)].set_symbol("\u{202e}");
    draw(&mut tui, &before, &after);
    assert_eq!(tui.writer().as_slice(), b"\x1b[H?\x1b[1;10H?");
}

#[test]
fn the_cursor_is_sent_when_it_changes() {
    let mut tui = Tui::fixed(Vec::new(), Tier::Ansi16, Size::new(80, 24));
    let mut step = |wanted: Option<(u16, u16)>| {
        let before = tui.writer().len();
        assert!(tui.finish(wanted.map(Position::from)).is_ok());
        String::from_utf8_lossy(tui.writer().get(before..).unwrap_or_default()).into_owned()
    };
    assert_eq!(step(None), "");
    assert_eq!(step(Some((4, 2))), "\x1b[3;5H\x1b[?25h");
    assert_eq!(step(Some((4, 2))), "");
    assert_eq!(step(Some((0, 0))), "\x1b[H");
    assert_eq!(step(None), "\x1b[?25l");
    assert_eq!(step(None), "");
}

/// What is sent between two lines of text.
fn sent(before: &str, after: &str) -> String {
    let mut tui = Tui::fixed(Vec::new(), Tier::Ansi16, Size::new(20, 1));
    let line = |text: &str| Buffer::with_lines([format!("{text:20}")]);
    draw(&mut tui, &line(before), &line(after));
    String::from_utf8_lossy(tui.writer()).into_owned()
}

#[test]
fn small_gaps_are_written_again_and_blank_ends_erased() {
    assert_eq!(sent("a-b", "x-y"), "\x1b[Hx-y");
    assert_eq!(sent("a----b", "x----y"), "\x1b[Hx----y");
    assert_eq!(sent("a-----b", "x-----y"), "\x1b[Hx\x1b[5Cy");
    assert_eq!(sent("a─b", "x─y"), "\x1b[Hx\x1b[Cy");
    assert_eq!(sent("a long line", "a"), "\x1b[1;3H\x1b[K");
    assert_eq!(sent("abc", "a"), "\x1b[1;2H  ");
}
