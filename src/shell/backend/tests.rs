//! Cells through bytes to a model of a terminal and back.

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
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
    let sent = tui.draw(before.diff_iter(after)).and_then(|()| tui.flush());
    assert!(sent.is_ok());
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
        let done = match wanted {
            None => tui.hide_cursor(),
            Some(at) => tui.show_cursor().and_then(|()| tui.set_cursor_position(at)),
        };
        assert!(done.and_then(|()| tui.flush()).is_ok());
        String::from_utf8_lossy(tui.writer().get(before..).unwrap_or_default()).into_owned()
    };
    assert_eq!(step(None), "");
    assert_eq!(step(Some((4, 2))), "\x1b[3;5H\x1b[?25h");
    assert_eq!(step(Some((4, 2))), "");
    assert_eq!(step(Some((0, 0))), "\x1b[H");
    assert_eq!(step(None), "\x1b[?25l");
    assert_eq!(step(None), "");
}
