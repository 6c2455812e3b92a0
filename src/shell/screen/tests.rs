//! What drawing costs, and sizes that break programs.

use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Widget as _};

use super::*;
use crate::ui::theme::{Role, Theme};

const SIZE: Size = Size::new(80, 24);

fn screen(size: Size) -> Screen<Vec<u8>> {
    Screen::in_memory(Vec::new(), size, Tier::Ansi16)
}

/// A list as long as the screen, row `at` under the cursor, as the panes draw it.
fn list(buffer: &mut Buffer, at: u16) {
    scrolled(buffer, at, 0);
}

fn draw<W: Write>(screen: &mut Screen<W>, at: u16) -> io::Result<()> {
    screen.draw(|buffer| {
        list(buffer, at);
        Some(Position::new(0, at))
    })
}

/// The same with so many rows gone off its top.
fn scrolled(buffer: &mut Buffer, at: u16, gone: u16) {
    let theme = Theme::terminal(Tier::Ansi16);
    for line in 0..buffer.area.height {
        let y = line + gone;
        let role = if y.is_multiple_of(3) {
            Role::Bad
        } else {
            Role::Ok
        };
        let chosen = line == at;
        let row = Line::from_iter([
            ratatui::text::Span::raw(if chosen { ">" } else { " " }),
            ratatui::text::Span::styled("x", theme.style(role)),
            ratatui::text::Span::raw(format!(
                " 19 02:{y:02}  21:16  Group   5  18  141 1840  31.0  410/0*  loss P2 out  7f3c9a{y:02}"
            )),
        ]);
        let style = theme.style(if chosen { Role::Selected } else { Role::Text });
        let area = Rect::new(0, line, buffer.area.width, 1);
        Paragraph::new(row).style(style).render(area, buffer);
    }
}

/// Bytes sent by drawing.
fn cost(screen: &mut Screen<Vec<u8>>, at: u16) -> u64 {
    let before = screen.bytes_written();
    assert!(draw(screen, at).is_ok());
    screen.bytes_written() - before
}

#[test]
fn a_cursor_step_is_cheap() {
    for (size, whole, limit) in [(SIZE, 3_500, 300), (Size::new(200, 50), 7_000, 600)] {
        let mut screen = screen(size);
        let first = cost(&mut screen, 3);
        assert!(first < whole, "first frame: {first} bytes");
        for at in 4..20 {
            let step = cost(&mut screen, at);
            assert!(step <= limit, "cursor step: {step} bytes");
        }
    }
}

#[test]
fn a_scrolled_row_costs_a_row() {
    for size in [SIZE, Size::new(200, 50)] {
        let mut screen = screen(size);
        let last = size.height - 1;
        cost(&mut screen, last);
        for gone in 1..20 {
            let before = screen.bytes_written();
            let drawn = screen.draw(|buffer| {
                scrolled(buffer, last, gone);
                Some(Position::new(0, last))
            });
            assert!(drawn.is_ok());
            let step = screen.bytes_written() - before;
            assert!(step <= 450, "scrolled by a row: {step} bytes at {size}");
        }
    }
}

#[test]
fn nothing_changed_sends_nothing() {
    let mut screen = screen(SIZE);
    cost(&mut screen, 3);
    assert_eq!(cost(&mut screen, 3), 0);
}

#[test]
fn the_model_shows_the_list_and_no_mode_is_left() {
    let mut screen = screen(SIZE);
    cost(&mut screen, 3);
    cost(&mut screen, 4);
    let mut terminal = vt100::Parser::new(24, 80, 0);
    terminal.process(screen.backend_mut().writer());
    let shown = terminal.screen();
    assert_eq!(shown.cursor_position(), (4, 0));
    assert!(!shown.hide_cursor());
    for row in 0..24 {
        let cell = shown.cell(row, 20).expect("on the screen");
        assert_eq!(cell.inverse(), row == 4);
    }
}

#[test]
fn frames_are_one_piece() {
    #[derive(Default)]
    struct Pieces(Vec<usize>);
    impl Write for Pieces {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push(bytes.len());
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut screen = Screen::in_memory(Pieces::default(), SIZE, Tier::None);
    for at in [1, 2, 2, 3] {
        assert!(draw(&mut screen, at).is_ok());
    }
    screen.repaint();
    assert!(draw(&mut screen, 3).is_ok());
    assert_eq!(screen.backend_mut().writer().0.len(), 4);
}

#[test]
fn a_repaint_sends_every_cell_again() {
    let mut screen = screen(SIZE);
    let first = cost(&mut screen, 3);
    screen.repaint();
    let again = cost(&mut screen, 3);
    assert!(again + 30 > first, "{again} of {first}");
}

#[test]
fn any_size_can_be_drawn_on() {
    for (width, height) in [(0, 0), (1, 1), (1, 24), (80, 1), (500, 200), (3, 2)] {
        let mut screen = screen(SIZE);
        cost(&mut screen, 3);
        screen.backend_mut().set_size(Size::new(width, height));
        cost(&mut screen, 0);
        let size = screen.size();
        assert!(size.width > 0 && size.height > 0);
    }
}

#[test]
fn copies_are_limited_and_exact() {
    let mut screen = screen(SIZE);
    let before = screen.backend_mut().writer().len();
    assert!(matches!(screen.copy("abc", COPY_LIMIT), Ok(true)));
    let sent = screen
        .backend_mut()
        .writer()
        .get(before..)
        .map(<[u8]>::to_vec);
    assert_eq!(sent.as_deref(), Some(b"\x1b]52;c;YWJj\x1b\\".as_slice()));
    let long = "x".repeat(COPY_LIMIT + 1);
    assert!(matches!(screen.copy(&long, COPY_LIMIT), Ok(false)));
    assert!(matches!(screen.copy(&long, COPY_HARD_LIMIT), Ok(true)));
}
