//! The real program on real terminals: what a user types, sees and is left with.
//!
//! `tests/support` has the two drivers. The first tests try the drivers themselves on well-known programs.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use support::{Launch, Pty, Tmux, tmux_is_missing};

/// Stands in the first line of the screen once the program is ready.
const READY: &str = "calls  UTC";
/// Stands on the search overlay.
const FIND: &str = "Find anything";
/// Sign of the row under the cursor, in the first column.
const CURSOR: char = '>';
/// Most bytes a move of the cursor may send at 80x24.
const MOVE_BUDGET: usize = 300;
/// Within this the program ends once it was told to, or once its terminal is gone.
const SOON: Duration = Duration::from_secs(2);
/// A terminal is quiet when nothing came for so long.
const QUIET: Duration = Duration::from_millis(300);

// The drivers themselves.

#[test]
fn the_tmux_driver_types_sees_resizes_and_restores() {
    if tmux_is_missing() {
        return;
    }
    let text = (1..=200).fold(String::new(), |text, line| text + &format!("line {line}\n"));
    let tmux = Launch::shell("cat > text; less text; exit 7").tmux();
    tmux.paste(&text).keys("<c-d>").wait_for("text");
    assert_eq!(tmux.size(), "80x24");
    tmux.keys("/line 150<enter>").wait_for("line 160");
    tmux.resize(40, 10).wait_gone("line 160");
    assert_eq!(tmux.size(), "40x10");
    assert!(
        tmux.screen_styled().contains("\u{1b}["),
        "the match is highlighted"
    );
    assert!(tmux.modes().alternate_screen && tmux.runs());
    tmux.keys("q");
    assert_eq!(tmux.wait_end(), 7);
    tmux.assert_restored();
}

#[test]
fn the_tmux_driver_notices_what_is_left_switched_on() {
    if tmux_is_missing() {
        return;
    }
    let tmux =
        Launch::shell(r"printf '\033[?1049h\033[?25l\033[?2004h\033[?1000hmodes'; stty -echo")
            .tmux();
    assert_eq!(tmux.wait_end(), 0);
    tmux.wait_for("modes");
    let modes = support::until(support::PATIENCE, || {
        Some(tmux.modes()).filter(|modes| modes.bracketed_paste)
    })
    .expect("paste mode is seen");
    assert!(
        modes.alternate_screen && modes.mouse && !modes.cursor_visible,
        "{modes:?}"
    );
    let cooked = Launch::shell("true").tmux();
    assert_eq!(cooked.wait_end(), 0);
    cooked.assert_restored();
    assert_ne!(
        modes.line_settings,
        cooked.modes().line_settings,
        "echo off is seen"
    );
}

#[test]
fn the_tmux_driver_stops_continues_and_signals() {
    if tmux_is_missing() {
        return;
    }
    let tmux = Launch::program("cat", &[]).tmux();
    tmux.keys("<c-z>");
    assert_eq!(tmux.wait_end(), 148);
    // What is typed before the program is back is echoed by the shell.
    tmux.line("fg").wait_for("fg\n./go");
    tmux.keys("again<enter>").wait_for("again\nagain");
    tmux.signal("TERM");
    assert_eq!(tmux.wait_end(), 143);
    tmux.assert_restored();
}

#[test]
fn the_pty_driver_counts_restores_and_hangs_up() {
    let mut pty = Launch::shell(
        "stty -echo; printf 'on\\033[?2004h'; read x; printf 'got %s' \"$x\"; stty echo; read y",
    )
    .pty();
    pty.wait_for("on");
    pty.settle(QUIET);
    let modes = pty.modes().expect("the terminal is there");
    assert!(modes.bracketed_paste && pty.bytes_within(QUIET) == 0);
    assert_eq!(pty.send(b"it\n").settle(QUIET), "got it".len());
    assert_ne!(
        pty.modes().expect("the terminal is there").line_settings,
        modes.line_settings
    );
    assert!(pty.cpu_seconds().is_some_and(|seconds| seconds < 1.0));
    let ended = pty.hang_up().wait_end(SOON);
    assert!(
        ended.is_some_and(|status| !status.success()),
        "a shell dies of a hang-up: {ended:?}"
    );
}

#[test]
fn the_pty_driver_notices_the_end_and_what_is_left() {
    let mut clean = Launch::shell("printf done; exit 3").pty();
    assert_eq!(
        clean
            .wait_end(support::PATIENCE)
            .and_then(|status| status.code()),
        Some(3)
    );
    assert_eq!(clean.screen(), "done");
    clean.assert_restored();
    let mut dirty = Launch::shell("stty raw; printf '\\033[?1049h'").pty();
    dirty.wait_end(support::PATIENCE);
    let left = dirty.modes().expect("the terminal is there");
    assert!(left.alternate_screen);
    assert_ne!(
        left.line_settings,
        clean.modes().expect("the terminal is there").line_settings
    );
}

// The program.

/// A folder with the example logs that the repository holds for its tests.
fn example_logs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets")
        .join("demo")
}

/// The text of the row under the cursor, without blanks at its ends.
fn row_under_cursor(screen: &str) -> Option<String> {
    let row = screen
        .lines()
        .find(|line| line.trim_start_matches(['│', '|']).starts_with(CURSOR))?;
    Some(row.trim().to_owned())
}

/// The identifier at the end of that row: what a selection is bound to, whatever the width.
fn selected(screen: &str) -> Option<String> {
    row_under_cursor(screen)?
        .split_whitespace()
        .last()
        .map(str::to_owned)
}

fn demo() -> Tmux {
    let tmux = Tmux::start((80, 24), &["demo"]);
    tmux.wait_for(READY);
    tmux
}

fn demo_pty() -> Pty {
    let mut pty = Pty::start((80, 24), &["demo"]);
    pty.wait_for(READY);
    pty.settle(QUIET);
    pty
}

fn holds_no_escape(bytes: &[u8]) -> bool {
    !bytes.contains(&0x1b)
}

#[test]
fn quitting_restores_the_terminal() {
    if tmux_is_missing() {
        return;
    }
    let tmux = demo();
    assert!(tmux.modes().alternate_screen);
    tmux.keys("Q");
    assert_eq!(tmux.wait_end(), 0);
    tmux.assert_restored();
}

#[test]
fn q_on_the_first_page_quits() {
    if tmux_is_missing() {
        return;
    }
    let tmux = demo();
    tmux.keys("q");
    assert_eq!(tmux.wait_end(), 0);
    tmux.assert_restored();
}

#[test]
fn a_folder_is_loaded_searched_and_opened() {
    if tmux_is_missing() {
        return;
    }
    let logs = example_logs();
    let tmux = Tmux::start((80, 24), &[&logs.to_string_lossy()]);
    tmux.wait_for(READY);
    let list = tmux
        .keys("2")
        .wait_until("a call in the list", |screen| selected(screen).is_some());
    let call = selected(&list).expect("the list has a cursor");
    tmux.keys("/").wait_for(FIND);
    tmux.paste(&call).wait_for(&call);
    tmux.keys("<enter>").wait_gone(FIND);
    tmux.wait_for(&call);
    tmux.keys("Q");
    assert_eq!(tmux.wait_end(), 0);
    tmux.assert_restored();
}

#[test]
fn the_selection_survives_every_size() {
    if tmux_is_missing() {
        return;
    }
    let tmux = demo();
    let first = tmux
        .keys("2")
        .wait_until("a call in the list", |screen| selected(screen).is_some());
    let first = selected(&first).expect("the list has a cursor");
    let moved = tmux.keys("jj").wait_until("the cursor to move", |screen| {
        selected(screen).is_some_and(|call| call != first)
    });
    assert!(moved.lines().count() >= 24);
    let third = support::until(support::PATIENCE, || {
        let (one, two) = (tmux.screen(), tmux.screen());
        (one == two).then(|| selected(&one)).flatten()
    });
    let third = third.expect("the screen comes to rest");
    for (columns, rows) in [(40, 10), (1, 1), (160, 50), (80, 24)] {
        tmux.resize(columns, rows);
        assert!(tmux.runs(), "ended at {columns}x{rows}");
    }
    tmux.wait_until("the same call under the cursor", |screen| {
        selected(screen).as_ref() == Some(&third)
    });
    tmux.keys("Q");
    assert_eq!(tmux.wait_end(), 0);
    tmux.assert_restored();
}

#[test]
fn control_z_gives_the_terminal_back_and_fg_returns() {
    if tmux_is_missing() {
        return;
    }
    let tmux = demo();
    tmux.keys("<c-z>");
    let code = tmux.wait_end();
    assert!((147..=148).contains(&code), "stopped by a signal: {code}");
    tmux.assert_restored();
    tmux.line("fg").wait_for(READY);
    assert!(tmux.modes().alternate_screen);
    tmux.keys("Q");
    assert_eq!(tmux.wait_end(), 0);
    tmux.assert_restored();
}

#[test]
fn every_signal_that_ends_it_restores_the_terminal() {
    for signal in ["TERM", "INT", "HUP", "QUIT"] {
        let mut pty = demo_pty();
        let ended = pty.signal(signal).wait_end(SOON);
        assert!(ended.is_some(), "{signal} did not end it");
        pty.assert_restored();
    }
}

/// A thread beside the loop may fail without taking the screen with it: the user is told and goes on.
#[test]
#[cfg(debug_assertions)]
fn a_panic_of_a_worker_is_told_and_leaves_the_screen_whole() {
    let mut pty = Launch::callscope(&["demo"])
        .env("CALLSCOPE_TEST_PANIC", "worker")
        .pty();
    pty.wait_for("internal error");
    pty.send(b"Q");
    let ended = pty.wait_end(SOON);
    assert_eq!(ended.and_then(|status| status.code()), Some(0));
    pty.assert_restored();
}

#[test]
#[cfg(debug_assertions)]
fn a_panic_of_the_loop_restores_the_terminal() {
    for place in ["ui", "draw"] {
        let mut pty = Launch::callscope(&["demo"])
            .env("CALLSCOPE_TEST_PANIC", place)
            .pty();
        let ended = pty.wait_end(support::PATIENCE);
        assert_eq!(
            ended.and_then(|status| status.code()),
            Some(101),
            "panic in {place}"
        );
        pty.assert_restored();
        assert!(
            pty.screen().contains("panic"),
            "the message is readable afterwards: {}",
            pty.screen()
        );
    }
}

#[test]
fn a_closed_terminal_ends_it_without_spinning() {
    let mut pty = demo_pty();
    let before = pty.cpu_seconds().expect("it runs");
    let after_half = {
        pty.hang_up();
        support::until(SOON / 2, || {
            pty.cpu_seconds().filter(|now| *now > before + 0.5)
        })
    };
    assert!(after_half.is_none(), "it spins after the hang-up");
    assert!(pty.wait_end(SOON).is_some(), "it outlives its terminal");
}

#[test]
fn standard_input_can_be_data_while_keys_come_from_the_terminal() {
    if tmux_is_missing() {
        return;
    }
    let logs = example_logs();
    let line = format!("cat '{}'/*.jsonl.gz | \"$CALLSCOPE\" -", logs.display());
    let tmux = Launch::shell(&line).tmux();
    tmux.wait_for(READY);
    tmux.keys("2")
        .wait_until("a call in the list", |screen| selected(screen).is_some());
    tmux.keys("Q");
    assert_eq!(tmux.wait_end(), 0);
    tmux.assert_restored();
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    let done = Command::new(env!("CARGO_BIN_EXE_callscope"))
        .arg("demo")
        .stdin(Stdio::null())
        .output()
        .expect("the program starts");
    assert_eq!(done.status.code(), Some(2));
    assert!(done.stdout.is_empty() && holds_no_escape(&done.stderr));
    assert!(
        String::from_utf8_lossy(&done.stderr).contains("terminal"),
        "{:?}",
        String::from_utf8_lossy(&done.stderr)
    );
}

#[test]
fn a_terminal_that_can_do_nothing_gets_a_message_and_no_escapes() {
    let mut pty = Launch::callscope(&["demo"]).env("TERM", "dumb").pty();
    let ended = pty.wait_end(support::PATIENCE);
    assert_eq!(ended.and_then(|status| status.code()), Some(2));
    assert!(holds_no_escape(pty.output()));
    assert!(pty.screen().contains("TERM"), "{}", pty.screen());
}

#[test]
fn an_idle_screen_sends_nothing() {
    let mut pty = demo_pty();
    assert_eq!(pty.bytes_within(Duration::from_secs(3)), 0);
}

#[test]
fn moving_the_cursor_sends_little() {
    let mut pty = demo_pty();
    pty.send(b"2").settle(QUIET);
    let keys = "jjjjjjjjjjjjkkkkkkkk";
    let sent: Vec<usize> = keys
        .bytes()
        .map(|key| pty.send(&[key]).settle(QUIET))
        .collect();
    assert!(
        sent.iter().all(|bytes| (1..=MOVE_BUDGET).contains(bytes)),
        "bytes for each move: {sent:?}"
    );
}

#[test]
fn without_colour_the_cursor_is_still_seen() {
    let mut pty = Launch::callscope(&["demo"]).env("NO_COLOR", "1").pty();
    pty.wait_for(READY);
    pty.send(b"2").settle(QUIET);
    let screen = pty.cells();
    let (rows, columns) = screen.size();
    let cells = (0..rows).flat_map(|row| {
        (0..columns).filter_map(move |column| Some((row, screen.cell(row, column)?)))
    });
    let mut reversed = std::collections::BTreeSet::new();
    for (row, cell) in cells {
        assert_eq!(
            (cell.fgcolor(), cell.bgcolor()),
            (vt100::Color::Default, vt100::Color::Default),
            "colour in row {row}"
        );
        if cell.inverse() {
            reversed.insert(row);
        }
    }
    assert!(!reversed.is_empty(), "nothing shows where the cursor is");
}

#[test]
fn a_plain_locale_gets_plain_signs() {
    let mut pty = Launch::callscope(&["demo"])
        .env("LANG", "C")
        .env("LC_ALL", "C")
        .pty();
    pty.wait_for(READY);
    for page in [b"1", b"2", b"3", b"4", b"5"] {
        pty.send(page).settle(QUIET);
        assert!(pty.output().is_ascii(), "{}", pty.screen());
    }
}
