//! The program on a bare pseudo terminal: how many bytes it sends, what it leaves switched on, how it takes a hang-up.
//!
//! Nobody stands between the program and the terminal here, so nothing repairs what it leaves behind. `setsid --ctty`
//! makes the terminal the controlling one, as a login does; it runs the program in its own place, under the same pid.

use std::os::fd::OwnedFd;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcgetattr, tcsetwinsize};
use tempfile::TempDir;

use super::{Launch, Modes, PATIENCE, clean_environment, send_signal, until};

/// Nanoseconds to wait for bytes before looking at something else.
const MOMENT: i64 = 10_000_000;
/// Clock ticks per second in `/proc`, the same on every Linux that runs this.
const TICKS: f64 = 100.0;

/// A program on a pseudo terminal.
pub(crate) struct Pty {
    /// Our end; none after a hang-up.
    master: Option<OwnedFd>,
    child: Child,
    terminal: vt100::Parser,
    output: Vec<u8>,
    before: Modes,
    home: TempDir,
    ended: Option<ExitStatus>,
}

impl Pty {
    /// Starts the program under test in a terminal of so many columns and rows.
    pub(crate) fn start(size: (u16, u16), arguments: &[&str]) -> Self {
        Launch::callscope(arguments).size(size.0, size.1).pty()
    }

    pub(super) fn launch(launch: &Launch) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let (columns, rows) = launch.size;
        let (master, slave) = open_pair().expect("the system has a pseudo terminal left");
        tcsetwinsize(&master, winsize(columns, rows)).expect("a new terminal can be sized");
        let terminal = vt100::Parser::new(rows, columns, 0);
        let before = modes(&terminal, &master);
        let twin = || slave.try_clone().expect("a descriptor left");
        let mut command = Command::new("setsid");
        command
            .arg("--ctty")
            .arg(&launch.program)
            .args(&launch.arguments);
        command
            .env_clear()
            .envs(clean_environment(home.path()))
            .env("TERM", "xterm-256color");
        command
            .envs(launch.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(home.path());
        command.stdin(twin()).stdout(twin()).stderr(twin());
        let child = command.spawn().expect("setsid is part of util-linux");
        Self {
            master: Some(master),
            child,
            terminal,
            output: Vec::new(),
            before,
            home,
            ended: None,
        }
    }

    /// Types bytes as they are: `b"\r"` is Enter, `b"\x1b"` Esc. Reads nothing, so [`Pty::settle`] counts the whole answer.
    pub(crate) fn send(&mut self, mut bytes: &[u8]) -> &mut Self {
        while let (Some(master), false) = (&self.master, bytes.is_empty()) {
            let written = rustix::io::write(master, bytes).unwrap_or(bytes.len());
            bytes = &bytes[written..];
        }
        self
    }

    /// Waits until the text is on the screen.
    pub(crate) fn wait_for(&mut self, text: &str) -> String {
        let start = Instant::now();
        while !self.screen().contains(text) && start.elapsed() < PATIENCE && self.still_runs() {
            self.pump();
        }
        let screen = self.screen();
        assert!(
            screen.contains(text),
            "waited in vain for {text:?}; the screen is\n{screen}"
        );
        screen
    }

    /// The screen as text.
    pub(crate) fn screen(&mut self) -> String {
        self.pump();
        self.terminal.screen().contents()
    }

    /// The screen as cells, with colours and attributes.
    pub(crate) fn cells(&mut self) -> &vt100::Screen {
        self.pump();
        self.terminal.screen()
    }

    /// Everything the program wrote so far.
    pub(crate) fn output(&mut self) -> &[u8] {
        self.pump();
        &self.output
    }

    /// Waits until nothing was written for `quiet`, and returns how many bytes were written since the call.
    pub(crate) fn settle(&mut self, quiet: Duration) -> usize {
        let (start, first) = (Instant::now(), self.output.len());
        let (mut seen, mut since) = (first, Instant::now());
        while since.elapsed() < quiet && start.elapsed() < PATIENCE {
            self.pump();
            if self.output.len() > seen {
                (seen, since) = (self.output.len(), Instant::now());
            }
        }
        seen - first
    }

    /// Bytes written within a time.
    pub(crate) fn bytes_within(&mut self, time: Duration) -> usize {
        let (start, first) = (Instant::now(), self.output.len());
        while start.elapsed() < time {
            self.pump();
        }
        self.output.len() - first
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.terminal.screen_mut().set_size(rows, columns);
        if let Some(master) = &self.master {
            tcsetwinsize(master, winsize(columns, rows)).expect("an open terminal can be sized");
        }
        self
    }

    /// Sends a signal, `TERM`, to the program.
    pub(crate) fn signal(&mut self, name: &str) -> &mut Self {
        send_signal(self.pid(), name);
        self
    }

    pub(crate) fn pid(&self) -> i32 {
        i32::try_from(self.child.id()).unwrap_or_default()
    }

    /// Closes the terminal, as a lost connection does.
    pub(crate) fn hang_up(&mut self) -> &mut Self {
        self.pump();
        self.master = None;
        self
    }

    /// Waits for the end; nothing when it does not come within the bound.
    pub(crate) fn wait_end(&mut self, bound: Duration) -> Option<ExitStatus> {
        let start = Instant::now();
        while self.still_runs() && start.elapsed() < bound {
            self.pump();
        }
        self.pump();
        self.ended
    }

    /// Processor time used so far, in seconds; nothing once the end was noticed.
    pub(crate) fn cpu_seconds(&self) -> Option<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).ok()?;
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
        let (user, system): (f64, f64) =
            (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
        Some((user + system) / TICKS)
    }

    /// What is switched on now.
    pub(crate) fn modes(&mut self) -> Option<Modes> {
        self.pump();
        self.master
            .as_ref()
            .map(|master| modes(&self.terminal, master))
    }

    /// Holds that the terminal is as it was before the program came.
    pub(crate) fn assert_restored(&mut self) {
        let (now, screen) = (self.modes(), self.screen());
        assert_eq!(
            now.as_ref(),
            Some(&self.before),
            "not restored; the screen is\n{screen}"
        );
    }

    /// The folder the program runs in, its `HOME`.
    pub(crate) fn home(&self) -> &std::path::Path {
        self.home.path()
    }

    fn still_runs(&mut self) -> bool {
        if self.ended.is_none() {
            self.ended = self.child.try_wait().ok().flatten();
        }
        self.ended.is_none()
    }

    /// Takes what the program wrote, waiting a moment for it; a program nobody reads from would stop at a full buffer.
    fn pump(&mut self) {
        let Some(master) = &self.master else {
            std::thread::sleep(Duration::from_nanos(MOMENT.unsigned_abs()));
            return;
        };
        let mut buffer = [0_u8; 16 * 1024];
        let mut patience = Timespec {
            tv_sec: 0,
            tv_nsec: MOMENT,
        };
        loop {
            let mut waiting = [PollFd::new(master, PollFlags::IN)];
            let ready = poll(&mut waiting, Some(&patience)).unwrap_or(0);
            let readable = ready > 0 && waiting[0].revents().contains(PollFlags::IN);
            let read = if readable {
                rustix::io::read(master, &mut buffer).unwrap_or(0)
            } else {
                0
            };
            if read == 0 {
                return;
            }
            self.terminal.process(&buffer[..read]);
            self.output.extend_from_slice(&buffer[..read]);
            patience.tv_nsec = 0;
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if self.still_runs() {
            let _ = self.child.kill();
            let _ = until(PATIENCE, || self.child.try_wait().ok().flatten());
        }
    }
}

fn open_pair() -> rustix::io::Result<(OwnedFd, OwnedFd)> {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
    grantpt(&master)?;
    unlockpt(&master)?;
    let name = ptsname(&master, Vec::new())?;
    let slave = rustix::fs::open(
        name,
        OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC,
        Mode::empty(),
    )?;
    Ok((master, slave))
}

fn winsize(columns: u16, rows: u16) -> Winsize {
    Winsize {
        ws_row: rows,
        ws_col: columns,
        ws_xpixel: 0,
        ws_ypixel: 0,
    }
}

fn modes(terminal: &vt100::Parser, master: &OwnedFd) -> Modes {
    let screen = terminal.screen();
    Modes {
        alternate_screen: screen.alternate_screen(),
        cursor_visible: !screen.hide_cursor(),
        mouse: screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None,
        bracketed_paste: screen.bracketed_paste(),
        line_settings: tcgetattr(master)
            .map(|settings| format!("{settings:?}"))
            .unwrap_or_default(),
    }
}
