//! The house as data: rooms and what each may use, words with a place of their own, limits, the top level.
//!
//! To change a rule, change a row; say why in it.

/// A folder (or single file) directly below `src`.
pub(crate) struct Room {
    pub(crate) name: &'static str,
    /// Other rooms it may name.
    pub(crate) may_use: &'static [&'static str],
    /// Crates and parts of the standard library it must not name.
    pub(crate) never: &'static [&'static str],
    pub(crate) reason: &'static str,
}

const SERDE: [&str; 2] = ["serde", "serde_json"];
const SCREEN: [&str; 2] = ["ratatui", "crossterm"];
const OUTSIDE: [&str; 3] = ["std::fs", "std::thread", "std::process"];

/// Arrows point down this table: a room uses only rooms above it.
pub(crate) const ROOMS: &[Room] = &[
    Room {
        name: "safe",
        may_use: &[],
        never: &[SCREEN[0], SCREEN[1]],
        reason: "the one sanitizer, at the bottom of everything",
    },
    Room {
        name: "error",
        may_use: &["safe"],
        never: &[SCREEN[0], SCREEN[1]],
        reason: "an error is data, told by others",
    },
    Room {
        name: "model",
        may_use: &["safe"],
        never: &[
            SERDE[0], SERDE[1], OUTSIDE[0], OUTSIDE[1], SCREEN[0], SCREEN[1],
        ],
        reason: "what a call is does not depend on files, formats or screens",
    },
    Room {
        name: "config",
        may_use: &["safe", "error", "model"],
        never: &[SCREEN[0], SCREEN[1]],
        reason: "settings are plain values, limits those of the model; the shell reads the file",
    },
    Room {
        name: "cli",
        may_use: &["safe", "error", "config"],
        never: &[SCREEN[0], SCREEN[1]],
        reason: "options are plain values",
    },
    Room {
        name: "logs",
        may_use: &["safe", "error", "model"],
        never: &[OUTSIDE[0], OUTSIDE[1], SCREEN[0], SCREEN[1]],
        reason: "a category turns bytes into columns and nothing else",
    },
    Room {
        name: "load",
        may_use: &["safe", "error", "model", "logs"],
        never: &[SCREEN[0], SCREEN[1]],
        reason: "loading is the same with and without a screen",
    },
    Room {
        name: "query",
        may_use: &["safe", "error", "model"],
        never: &[OUTSIDE[0], SCREEN[0], SCREEN[1]],
        reason: "questions are answered from the store alone",
    },
    Room {
        name: "report",
        may_use: &["safe", "error", "model", "query"],
        never: &[OUTSIDE[0], OUTSIDE[1], SCREEN[0], SCREEN[1]],
        reason: "answers without a screen are text",
    },
    Room {
        name: "ui",
        may_use: &["safe", "error", "config", "model", "query"],
        never: &OUTSIDE,
        reason: "drawing changes nothing and waits for nothing",
    },
    Room {
        name: "app",
        may_use: &["safe", "error", "config", "model", "query", "ui"],
        never: &[
            OUTSIDE[0],
            OUTSIDE[1],
            OUTSIDE[2],
            "crossterm::terminal",
            "crossterm::execute",
            "crossterm::queue",
            "std::io::stdout",
        ],
        reason: "what happens is decided here and carried out by the shell",
    },
    Room {
        name: "shell",
        may_use: &[
            "safe", "error", "config", "cli", "model", "logs", "load", "query", "report", "ui",
            "app",
        ],
        never: &[],
        reason: "the one room that knows the outside world",
    },
    Room {
        name: "main",
        may_use: &["safe", "error", "config", "cli", "shell"],
        never: &[],
        reason: "no logic",
    },
];

/// Something that may only be named in certain places.
pub(crate) struct Placed {
    pub(crate) what: What,
    /// Files or folders (with `/` at the end) where it is at home.
    pub(crate) only_in: &'static [&'static str],
    pub(crate) remedy: &'static str,
}

/// What is looked for in production code.
pub(crate) enum What {
    /// A path that begins so, at a segment border.
    Path(&'static str),
    /// Something named through this type: `Color::Red`.
    Through(&'static str),
    /// A call of this method or associated function.
    Call(&'static str),
    /// A keyword or name.
    Word(&'static str),
    /// A name that contains this.
    Part(&'static str),
    /// A macro call.
    Macro(&'static str),
}

const FILES_AT_HOME: &[&str] = &[
    "src/load/",
    "src/load.rs",
    "src/shell/",
    "src/shell.rs",
    "src/main.rs",
];
const THREADS_AT_HOME: &[&str] = &[
    "src/load/",
    "src/load.rs",
    "src/query/",
    "src/query.rs",
    "src/shell/",
    "src/shell.rs",
    "src/main.rs",
];
const NO_PRINT: &str = "write through std::io::Write to a stream that was handed in";

pub(crate) const PLACED: &[Placed] = &[
    Placed {
        what: What::Through("Color"),
        only_in: &["src/ui/theme.rs", "src/ui/theme/"],
        remedy: "take a style from the theme: it knows NO_COLOR and the terminal's tier",
    },
    Placed {
        what: What::Call("unwrap"),
        only_in: &[],
        remedy: "return an error, or `expect` with the reason why it cannot fail",
    },
    Placed {
        what: What::Path("std::fs"),
        only_in: FILES_AT_HOME,
        remedy: "files are read by `load` and written by `shell`",
    },
    Placed {
        what: What::Path("std::thread"),
        only_in: THREADS_AT_HOME,
        remedy: "work beside the loop belongs to load, query or shell",
    },
    Placed {
        what: What::Part("mmap"),
        only_in: &[],
        remedy: "read with pread: a mapped file that shrinks kills the program",
    },
    Placed {
        what: What::Word("unsafe"),
        only_in: &["src/shell/emergency.rs"],
        remedy: "only the emergency signal handler needs it",
    },
    Placed {
        what: What::Macro("println"),
        only_in: &[],
        remedy: NO_PRINT,
    },
    Placed {
        what: What::Macro("eprintln"),
        only_in: &[],
        remedy: NO_PRINT,
    },
    Placed {
        what: What::Macro("print"),
        only_in: &[],
        remedy: NO_PRINT,
    },
    Placed {
        what: What::Macro("eprint"),
        only_in: &[],
        remedy: NO_PRINT,
    },
    Placed {
        what: What::Macro("dbg"),
        only_in: &[],
        remedy: "use tracing or a test",
    },
    Placed {
        what: What::Macro("todo"),
        only_in: &[],
        remedy: "build it or leave it out",
    },
];

/// Words that say nothing about what a type or module is.
pub(crate) const EMPTY_WORDS: &[&str] = &["manager", "handler", "helper", "util", "info", "data"];

/// Physical lines of a file, tests and all.
pub(crate) const MAX_FILE_LINES: usize = 600;
/// Physical lines of a function of production code.
pub(crate) const MAX_FUNCTION_LINES: usize = 60;
/// Parameters of a function of production code, `self` included.
pub(crate) const MAX_PARAMETERS: usize = 6;

/// What may stand beside the sources.
pub(crate) const TOP_LEVEL: &[&str] = &[
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "assets",
    "benches",
    "examples",
    "fuzz",
    "screenshots",
    "src",
    "tests",
];
