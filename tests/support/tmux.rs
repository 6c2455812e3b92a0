//! The program in a tmux of its own: what a user types and sees.
//!
//! The pane runs an interactive `bash` that starts the program as a job, so Ctrl-Z and `fg` work as they do for a user.
//! At every prompt bash notes the exit code and `stty -g`. bash itself repairs the line settings after a job that was
//! killed by a signal, so what a *signal* leaves behind is to be judged with [`super::Pty`], which repairs nothing.

use std::cell::Cell;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;

use super::{Launch, Modes, PATIENCE, clean_environment, send_signal, until};

/// Numbers the servers of this process.
static SERVERS: AtomicUsize = AtomicUsize::new(0);

/// No status line, so that the pane has the size asked for; a lone Esc arrives at once; OSC 52 from the program is taken.
/// `window-size` stays out: set here, tmux 3.3a ends at the start; `resize-window` sets it anyway.
const TMUX_CONF: &str = "set -g status off\nset -g default-terminal screen-256color\n\
                         set -s escape-time 0\nset -s set-clipboard on\nset -g history-limit 1000\n";
const PROMPT: &str = "ready> ";
const AT_PROMPT: &str = r#"echo "$? $(stty -g)" >> "$HOME/prompts""#;

/// A running tmux with one pane.
pub(crate) struct Tmux {
    home: TempDir,
    socket: String,
    /// Prompts already taken note of.
    prompts: Cell<usize>,
    before: Modes,
}

impl Tmux {
    /// Starts the program under test in a terminal of so many columns and rows.
    pub(crate) fn start(size: (u16, u16), arguments: &[&str]) -> Self {
        Launch::callscope(arguments).size(size.0, size.1).tmux()
    }

    pub(super) fn launch(launch: &Launch) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let socket = format!(
            "callscope-test-{}-{}",
            std::process::id(),
            SERVERS.fetch_add(1, Ordering::Relaxed)
        );
        write_scripts(&home, launch);
        let before = Modes {
            alternate_screen: false,
            cursor_visible: true,
            mouse: false,
            bracketed_paste: false,
            line_settings: String::new(),
        };
        let mut tmux = Self {
            home,
            socket,
            prompts: Cell::new(0),
            before,
        };
        tmux.open(launch.size);
        tmux.wait_end();
        tmux.before = tmux.modes();
        tmux.line("./go");
        // One that ended at once has left a second prompt.
        let came = until(PATIENCE, || (tmux.runs() || tmux.noted() > 1).then_some(()));
        assert!(
            came.is_some(),
            "the program did not start; the screen is\n{}",
            tmux.screen()
        );
        tmux
    }

    fn open(&self, (columns, rows): (u16, u16)) {
        let size = [columns.to_string(), rows.to_string()];
        let bash = ["bash", "--norc", "--noprofile", "--noediting", "-i"];
        let session = [
            "-f",
            "tmux.conf",
            "new-session",
            "-d",
            "-x",
            &size[0],
            "-y",
            &size[1],
        ];
        self.tmux(&[&session[..], &bash[..]].concat());
        self.tmux(&["pipe-pane", "-O", "cat >> output"]);
    }

    /// Types keys: plain text as it is, `<enter>`, `<esc>`, `<tab>`, `<up>`, `<pgdn>`, `<c-z>`, `<lt>` for `<`.
    pub(crate) fn keys(&self, keys: &str) -> &Self {
        for (literal, key) in split_keys(keys) {
            if literal {
                self.tmux(&["send-keys", "-l", "--", &key]);
            } else {
                self.tmux(&["send-keys", "--", &key]);
            }
        }
        self
    }

    /// Pastes, with brackets when the program asked for them.
    pub(crate) fn paste(&self, text: &str) -> &Self {
        fs::write(self.home.path().join("paste"), text).expect("the paste fits on the disk");
        self.tmux(&["load-buffer", "paste"]);
        self.tmux(&["paste-buffer", "-p", "-d"]);
        self
    }

    /// Waits until the text is on the screen, and returns the screen.
    pub(crate) fn wait_for(&self, text: &str) -> String {
        self.wait_until(&format!("{text:?} to appear"), |screen| {
            screen.contains(text)
        })
    }

    /// Waits until the text is no longer on the screen.
    pub(crate) fn wait_gone(&self, text: &str) -> String {
        self.wait_until(&format!("{text:?} to go"), |screen| !screen.contains(text))
    }

    /// Waits until the screen is as wanted; `what` is for the message when it never is.
    pub(crate) fn wait_until(&self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let found = until(PATIENCE, || {
            Some(self.screen()).filter(|screen| wanted(screen))
        });
        assert!(
            found.is_some(),
            "waited in vain for {what}; the screen is\n{}",
            self.screen()
        );
        found.unwrap_or_default()
    }

    /// The screen as text, one line per row.
    pub(crate) fn screen(&self) -> String {
        self.tmux(&["capture-pane", "-p"])
    }

    /// The screen with its colours and attributes as escape sequences, blanks at the ends of rows included.
    pub(crate) fn screen_styled(&self) -> String {
        self.tmux(&["capture-pane", "-p", "-e", "-N"])
    }

    /// Columns and rows of the pane.
    pub(crate) fn size(&self) -> String {
        self.format("#{pane_width}x#{pane_height}")
    }

    pub(crate) fn resize(&self, columns: u16, rows: u16) -> &Self {
        self.tmux(&[
            "resize-window",
            "-x",
            &columns.to_string(),
            "-y",
            &rows.to_string(),
        ]);
        self
    }

    /// Sends a signal, `TERM`, to the program (not to the shell that started it).
    pub(crate) fn signal(&self, name: &str) -> &Self {
        let pid = self.program_pid();
        assert!(
            pid.is_some(),
            "the program does not run; the screen is\n{}",
            self.screen()
        );
        send_signal(pid.unwrap_or_default(), name);
        self
    }

    /// The shell in the pane.
    pub(crate) fn pane_pid(&self) -> i32 {
        self.format("#{pane_pid}")
            .parse()
            .expect("tmux knows its pane")
    }

    /// The program in the foreground, while one runs.
    pub(crate) fn program_pid(&self) -> Option<i32> {
        let shell = self.pane_pid();
        let stat = fs::read_to_string(format!("/proc/{shell}/stat")).ok()?;
        // The foreground process group is the sixth field behind the name, which may hold blanks itself.
        let group: i32 = stat
            .rsplit_once(')')?
            .1
            .split_whitespace()
            .nth(5)?
            .parse()
            .ok()?;
        (group > 0 && group != shell).then_some(group)
    }

    /// Whether the program is in the foreground.
    pub(crate) fn runs(&self) -> bool {
        self.program_pid().is_some()
    }

    /// What is switched on now; the line settings are those of the last prompt.
    pub(crate) fn modes(&self) -> Modes {
        let flags = self.format("#{alternate_on}#{cursor_flag}#{mouse_any_flag}");
        let on: Vec<bool> = flags.bytes().map(|flag| flag == b'1').collect();
        // This tmux may be too old to tell about bracketed paste, so all it was sent is read again.
        let mut terminal = vt100::Parser::new(24, 80, 0);
        terminal.process(&self.output());
        let prompts = fs::read_to_string(self.home.path().join("prompts")).unwrap_or_default();
        let last = prompts.lines().last().and_then(|line| line.split_once(' '));
        Modes {
            alternate_screen: on[0],
            cursor_visible: on[1],
            mouse: on[2],
            bracketed_paste: terminal.screen().bracketed_paste(),
            line_settings: last
                .map(|(_, settings)| settings.to_owned())
                .unwrap_or_default(),
        }
    }

    /// Everything that was written to the terminal so far.
    pub(crate) fn output(&self) -> Vec<u8> {
        fs::read(self.home.path().join("output")).unwrap_or_default()
    }

    /// Waits for the shell's next prompt: the program ended (its exit code) or was stopped (148).
    pub(crate) fn wait_end(&self) -> i32 {
        let known = self.prompts.get();
        let came = until(PATIENCE, || {
            Some(self.noted()).filter(|noted| *noted > known)
        });
        assert!(
            came.is_some(),
            "the program did not end; the screen is\n{}",
            self.screen()
        );
        self.prompts.set(known + 1);
        let prompts = fs::read_to_string(self.home.path().join("prompts")).unwrap_or_default();
        let code = prompts
            .lines()
            .nth(known)
            .and_then(|line| line.split(' ').next()?.parse().ok());
        code.unwrap_or(-1)
    }

    /// Holds that the terminal is as it was before the program came.
    pub(crate) fn assert_restored(&self) {
        let same = until(PATIENCE, || (self.modes() == self.before).then_some(()));
        assert!(
            same.is_some(),
            "not restored:\n{:?} before\n{:?} now\n{}",
            self.before,
            self.modes(),
            self.screen()
        );
    }

    /// Types a line into the shell.
    pub(crate) fn line(&self, line: &str) -> &Self {
        self.tmux(&["send-keys", "-l", "--", line]);
        self.tmux(&["send-keys", "Enter"]);
        self
    }

    /// The folder the program runs in, its `HOME`.
    pub(crate) fn home(&self) -> &std::path::Path {
        self.home.path()
    }

    fn noted(&self) -> usize {
        fs::read_to_string(self.home.path().join("prompts"))
            .unwrap_or_default()
            .lines()
            .count()
    }

    fn format(&self, format: &str) -> String {
        self.tmux(&["display-message", "-p", format])
            .trim()
            .to_owned()
    }

    fn tmux(&self, arguments: &[&str]) -> String {
        let done = self.command(arguments).output().expect("tmux starts");
        let complaint = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "tmux {arguments:?}: {complaint}");
        String::from_utf8_lossy(&done.stdout).into_owned()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("tmux");
        command
            .env_clear()
            .envs(clean_environment(self.home.path()))
            .env("TERM", "xterm-256color");
        command.env("PS1", PROMPT).env("PROMPT_COMMAND", AT_PROMPT);
        command.current_dir(self.home.path()).stdin(Stdio::null());
        command.args(["-u", "-L", &self.socket]).args(arguments);
        command
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        let asked = self
            .command(&["display-message", "-p", "#{pane_pid}"])
            .output();
        if asked.is_ok_and(|answer| answer.status.success()) {
            // A program that ignores the hang-up would outlive its server.
            if let Some(pid) = self.program_pid() {
                send_signal(pid, "KILL");
            }
        }
        let _ = self.command(&["kill-server"]).output();
    }
}

/// `go` starts the program; typing its whole command line would leave words on the screen that a test may look for.
fn write_scripts(home: &TempDir, launch: &Launch) {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
    let environment = launch
        .environment
        .iter()
        .map(|(name, value)| quoted(&format!("{name}={value}")));
    let command = environment
        .chain([quoted(&launch.program)])
        .chain(launch.arguments.iter().map(|a| quoted(a)));
    let script = format!(
        "#!/bin/sh\nexec env {}\n",
        command.collect::<Vec<_>>().join(" ")
    );
    let go = home.path().join("go");
    fs::write(&go, script).expect("the script fits on the disk");
    fs::set_permissions(&go, fs::Permissions::from_mode(0o755)).expect("our own file");
    fs::write(home.path().join("tmux.conf"), TMUX_CONF).expect("the settings fit on the disk");
}

/// Splits `jj<enter>` into what is typed literally and the names of keys, in tmux's words.
fn split_keys(keys: &str) -> Vec<(bool, String)> {
    const NAMES: &[(&str, &str)] = &[
        ("enter", "Enter"),
        ("esc", "Escape"),
        ("tab", "Tab"),
        ("backtab", "BTab"),
        ("backspace", "BSpace"),
        ("space", "Space"),
        ("up", "Up"),
        ("down", "Down"),
        ("left", "Left"),
        ("right", "Right"),
        ("pgup", "PageUp"),
        ("pgdn", "PageDown"),
        ("home", "Home"),
        ("end", "End"),
    ];
    let mut parts = Vec::new();
    let mut rest = keys;
    while let Some((text, (name, behind))) = rest
        .split_once('<')
        .and_then(|(text, r)| Some((text, r.split_once('>')?)))
    {
        if !text.is_empty() {
            parts.push((true, text.to_owned()));
        }
        let known = NAMES
            .iter()
            .find(|(ours, _)| *ours == name)
            .map(|(_, theirs)| (*theirs).to_owned());
        let control = name.strip_prefix("c-").map(|key| format!("C-{key}"));
        let key = known
            .or(control)
            .map(|key| (false, key))
            .or_else(|| (name == "lt").then(|| (true, "<".to_owned())));
        assert!(key.is_some(), "no key named <{name}>");
        parts.extend(key);
        rest = behind;
    }
    if !rest.is_empty() {
        parts.push((true, rest.to_owned()));
    }
    parts
}

#[test]
fn keys_are_split_into_text_and_names() {
    let literal = |text: &str| (true, text.to_owned());
    let named = |text: &str| (false, text.to_owned());
    assert_eq!(
        split_keys("jj<enter>/a b<c-z>"),
        [literal("jj"), named("Enter"), literal("/a b"), named("C-z")]
    );
    assert_eq!(split_keys("<lt>x"), [literal("<"), literal("x")]);
    assert_eq!(split_keys("a<b"), [literal("a<b")]);
}
