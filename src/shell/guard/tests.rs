//! Entering and leaving on a model of a terminal, and what a panic prints.

use super::*;

const EVERY_CHOICE: [Modes; 4] = [
    Modes {
        mouse: false,
        paste: false,
    },
    Modes {
        mouse: false,
        paste: true,
    },
    Modes {
        mouse: true,
        paste: false,
    },
    Modes {
        mouse: true,
        paste: true,
    },
];

fn terminal() -> vt100::Parser {
    let mut terminal = vt100::Parser::new(24, 80, 0);
    terminal.process(b"$ callscope logs\r\n");
    terminal
}

#[test]
fn entering_switches_on_what_was_chosen() {
    for modes in EVERY_CHOICE {
        let mut terminal = terminal();
        terminal.process(modes.enter_bytes().as_bytes());
        let screen = terminal.screen();
        assert!(screen.alternate_screen() && screen.hide_cursor());
        assert_eq!(screen.bracketed_paste(), modes.paste);
        let mouse = screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None;
        assert_eq!(mouse, modes.mouse);
        assert_eq!(screen.contents(), "");
    }
}

#[test]
fn leaving_restores_everything() {
    for modes in EVERY_CHOICE {
        let mut terminal = terminal();
        let before = terminal.screen().state_formatted();
        terminal.process(modes.enter_bytes().as_bytes());
        terminal.process(b"\x1b[?2026h\x1b[5;5H\x1b[1;7;31mhalf a fra");
        terminal.process(Modes::leave_bytes());
        let screen = terminal.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        assert_eq!(screen.state_formatted(), before);
        // A second time changes nothing.
        terminal.process(Modes::leave_bytes());
        assert_eq!(terminal.screen().contents(), "$ callscope logs");
    }
}

#[test]
fn every_mode_that_is_set_is_reset() {
    let modes = Modes {
        mouse: true,
        paste: true,
    };
    let on = modes.enter_bytes();
    let off = String::from_utf8_lossy(Modes::leave_bytes()).into_owned();
    let numbers = |bytes: &str, end: char| -> Vec<String> {
        let parts = bytes
            .split("\x1b[?")
            .filter_map(|part| part.split_once(end));
        let digits = parts.filter(|(number, _)| number.chars().all(|c| c.is_ascii_digit()));
        digits.map(|(number, _)| number.to_owned()).collect()
    };
    for number in numbers(&on, 'h') {
        assert!(numbers(&off, 'l').contains(&number), "{number}");
    }
    for number in numbers(&on, 'l') {
        assert!(numbers(&off, 'h').contains(&number), "{number}");
    }
}
