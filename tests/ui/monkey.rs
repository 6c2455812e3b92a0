//! Keys in an order that nobody thought of.

use crate::support::ui::Ui;

/// Random keys, pastes and sizes on the demo; what they do is not looked at, only that nothing breaks.
#[test]
fn a_monkey_at_the_keyboard_breaks_nothing() {
    const KEYS: [&str; 57] = [
        "f",
        "f",
        "=",
        "!",
        "\\",
        "u",
        "U",
        "fverdict:bad",
        "floss>x sdk=<Tab>",
        "j",
        "k",
        "h",
        "l",
        "g",
        "G",
        "<Enter>",
        "q",
        "<Esc>",
        "<Tab>",
        "<Shift-Tab>",
        "z",
        "e",
        "E",
        "v",
        "/",
        "n",
        "N",
        "s",
        "]",
        "[",
        "}",
        "{",
        ".",
        ",",
        ">",
        "<",
        "+",
        "-",
        "0",
        "o",
        "O",
        "r",
        "2",
        "3",
        "5",
        "?",
        "<PgDn>",
        "<PgUp>",
        "<Ctrl-d>",
        "<Ctrl-u>",
        "<Backspace>",
        "7",
        "a",
        ":",
        "'",
        "\"",
        "<Space>",
    ];
    let mut seed: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut random = |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut ui = Ui::demo();
    for turn in 0..1_500 {
        ui = match random(40) {
            0 => ui.size(random(180) as u16, random(60) as u16),
            1 => ui.paste(
                [
                    "7f3c",
                    "410/3112",
                    "{\"callId\":\"0be4410c\"}",
                    "\u{1b}[2J",
                    "",
                ][random(5)],
            ),
            2 => ui.size(80, 24),
            _ => ui.keys(KEYS[random(KEYS.len())]),
        };
        assert!(ui.text().len() < 200_000, "turn {turn}");
    }
}
