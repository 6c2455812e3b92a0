//! Drivers for the real program on real terminals: [`Tmux`] for what a user sees, [`Pty`] for what is sent and how it ends.
//!
//! Both start the program with a clean environment in a folder of its own, wait by looking again within a bound (never by
//! a fixed pause), and end everything they started when dropped.
#![allow(dead_code, reason = "every test file uses its own part of the drivers")]

mod pty;
mod tmux;
pub(crate) mod ui;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

pub(crate) use pty::Pty;
pub(crate) use tmux::Tmux;

/// Longest wait for something that should come: generous, because two slow cores may run all tests at once.
pub(crate) const PATIENCE: Duration = Duration::from_secs(15);
/// Pause between two looks.
const LOOK_AGAIN: Duration = Duration::from_millis(15);

/// What to run, on which terminal.
#[derive(Clone)]
pub(crate) struct Launch {
    /// Columns and rows.
    size: (u16, u16),
    program: String,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
}

impl Launch {
    /// The program under test, at 80x24.
    pub(crate) fn callscope(arguments: &[&str]) -> Self {
        Self::program(env!("CARGO_BIN_EXE_callscope"), arguments)
    }

    /// Any other program.
    pub(crate) fn program(program: &str, arguments: &[&str]) -> Self {
        let arguments = arguments
            .iter()
            .map(|argument| (*argument).to_owned())
            .collect();
        Self {
            size: (80, 24),
            program: program.to_owned(),
            arguments,
            environment: Vec::new(),
        }
    }

    /// A line for `sh`, in which `$CALLSCOPE` is the program under test.
    pub(crate) fn shell(line: &str) -> Self {
        Self::program("sh", &["-c", line]).env("CALLSCOPE", env!("CARGO_BIN_EXE_callscope"))
    }

    pub(crate) fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Starts it in a tmux of its own.
    pub(crate) fn tmux(&self) -> Tmux {
        Tmux::launch(self)
    }

    /// Starts it on a bare pseudo terminal.
    pub(crate) fn pty(&self) -> Pty {
        Pty::launch(self)
    }
}

/// What a program may leave switched on when it ends.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four switches of a terminal are four bools"
)]
pub(crate) struct Modes {
    pub(crate) alternate_screen: bool,
    pub(crate) cursor_visible: bool,
    pub(crate) mouse: bool,
    pub(crate) bracketed_paste: bool,
    /// Raw or cooked, echo and so on, in the words of whoever was asked.
    pub(crate) line_settings: String,
}

/// The variables a program gets before those of its [`Launch`].
fn clean_environment(home: &Path) -> Vec<(String, String)> {
    let path = std::env::var("PATH").unwrap_or_else(|_| "/usr/local/bin:/usr/bin:/bin".to_owned());
    // A test never sees, nor changes, what its author's own program keeps.
    let state = home.join("state").to_string_lossy().into_owned();
    let home = home.to_string_lossy().into_owned();
    let pairs = [
        ("PATH", path.as_str()),
        ("HOME", &home),
        ("XDG_STATE_HOME", &state),
        ("TMUX_TMPDIR", &home),
        ("LANG", "C.UTF-8"),
        ("SHELL", "/bin/bash"),
    ];
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
}

/// Looks until `look` finds something or `bound` is over.
pub(crate) fn until<T>(bound: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let start = Instant::now();
    loop {
        let found = look();
        if found.is_some() || start.elapsed() > bound {
            return found;
        }
        std::thread::sleep(LOOK_AGAIN);
    }
}

/// Whether tmux is there. Without it a test says so and passes on a desk, and fails where `CI` is set.
pub(crate) fn tmux_is_missing() -> bool {
    let found = Command::new("tmux")
        .arg("-V")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|s| s.success());
    if !found {
        assert!(
            std::env::var_os("CI").is_none(),
            "tmux is missing, and CI must not skip the terminal tests"
        );
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: tmux is missing, so this test saw nothing (apt-get install tmux)"
        );
    }
    !found
}

/// Sends a signal by its short name, `TERM`.
fn send_signal(pid: i32, name: &str) {
    use rustix::process::{Pid, Signal, kill_process};
    let known = [
        ("TERM", Signal::TERM),
        ("INT", Signal::INT),
        ("HUP", Signal::HUP),
        ("QUIT", Signal::QUIT),
        ("TSTP", Signal::TSTP),
        ("CONT", Signal::CONT),
        ("KILL", Signal::KILL),
    ];
    let signal = known
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, signal)| *signal);
    let (Some(signal), Some(pid)) = (signal, Pid::from_raw(pid)) else {
        assert!(signal.is_some(), "no signal named {name}");
        return;
    };
    let _ = kill_process(pid, signal);
}
