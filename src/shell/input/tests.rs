//! Answers of the terminal and pastes.

use crossterm::event::{KeyCode, KeyEventState, KeyModifiers};

use super::*;

/// The keys that crossterm makes of `bytes` (only what these tests need).
fn keys(bytes: &str) -> Vec<KeyEvent> {
    let mut alt = KeyModifiers::NONE;
    let mut keys = Vec::new();
    for c in bytes.chars() {
        let (code, extra) = match c {
            '\x1b' => {
                alt = KeyModifiers::ALT;
                continue;
            }
            '\x07' => ('g', KeyModifiers::CONTROL),
            'A'..='Z' => (c, KeyModifiers::SHIFT),
            _ => (c, KeyModifiers::NONE),
        };
        keys.push(KeyEvent::new(KeyCode::Char(code), extra | alt));
        alt = KeyModifiers::NONE;
    }
    keys
}

fn passed(bytes: &str) -> String {
    let mut replies = Replies::default();
    let passed = keys(bytes).into_iter().filter_map(|key| replies.pass(key));
    passed.filter_map(|key| key.code.as_char()).collect()
}

#[test]
fn answers_do_nothing() {
    let table = [
        ("jk", "jk"),
        ("j\x1b]11;rgb:ffff/ffff/ffff\x1b\\k", "jk"),
        ("j\x1b]11;rgb:ffff/ffff/ffff\x07k", "jk"),
        ("j\x1bP>|XTerm(370)\x1b\\k", "jk"),
        ("j\x1bP1$r0m\x1b\\\x1b]4;1;rgb:1/2/3\x1b\\k", "jk"),
        ("\x1b]q", "q"),
        ("\x1bPq", "q"),
        ("\x1b]\x1b]11;x\x1b\\q", "q"),
    ];
    for (bytes, expected) in table {
        assert_eq!(passed(bytes), expected, "{bytes:?}");
    }
}

#[test]
fn an_answer_without_end_does_not_swallow_for_ever() {
    let long = format!("\x1b]11;{}", "x".repeat(600));
    assert_eq!(passed(&long).len(), 603 - 512);
    let mut replies = Replies::default();
    for key in keys("\x1b]11;rgb:") {
        assert_eq!(replies.pass(key), None);
    }
    replies.silence();
    assert!(keys("q").into_iter().all(|key| replies.pass(key).is_some()));
}

#[test]
fn pastes() {
    let table = [
        ("aaaa-bbbb", "aaaa-bbbb"),
        ("  \r\n one \r\ntwo", "one"),
        ("a\x1b[201~b\tc\u{9b}", "a[201~bc"),
        ("\"aaaa-bbbb\"", "aaaa-bbbb"),
        (" {aaaa-bbbb} ", "aaaa-bbbb"),
        ("name=\"x y\"", "name=\"x y\""),
        ("\"a\" or \"b\"", "\"a\" or \"b\""),
        ("\x07\n", ""),
        ("\"", "\""),
    ];
    for (text, expected) in table {
        assert_eq!(clean_paste(text), expected, "{text:?}");
    }
    assert_eq!(clean_paste(&"é".repeat(4000)).len(), PASTE_LIMIT);
    assert_eq!(clean_paste(&"x€".repeat(4000)).len(), PASTE_LIMIT);
}

#[test]
fn only_presses_count() {
    let event = |kind| {
        Event::Key(KeyEvent {
            code: KeyCode::Char('q'),
            modifiers: KeyModifiers::NONE,
            kind,
            state: KeyEventState::NONE,
        })
    };
    let mut replies = Replies::default();
    assert!(translate(event(KeyEventKind::Press), &mut replies).is_some());
    assert!(translate(event(KeyEventKind::Release), &mut replies).is_none());
    assert!(translate(Event::Paste("\x1b".into()), &mut replies).is_none());
    assert!(translate(Event::FocusGained, &mut replies).is_none());
}

#[test]
fn a_paused_reader_waits() {
    let control = InputControl::default();
    control.pause();
    control.resume();
    control.wait_while_paused();
}
