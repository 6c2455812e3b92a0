//! The rules: each a name, a check over the tree, a bad example it must report, and a good one it must accept.

use std::fmt;

use crate::arrows::{arrows, begins, crates, cycles, unknown_rooms};
use crate::house::{
    EMPTY_WORDS, MAX_FILE_LINES, MAX_FUNCTION_LINES, MAX_PARAMETERS, PLACED, Placed, TOP_LEVEL,
    What,
};
use crate::paths::{Named, declared, functions, paths, words};
use crate::source::{Example, Source, Tree, line_of};

/// One broken rule at one place.
pub(crate) struct Offence {
    pub(crate) place: String,
    /// Name of the rule.
    pub(crate) rule: &'static str,
    pub(crate) remedy: String,
}

impl fmt::Display for Offence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.place, self.rule, self.remedy)
    }
}

/// A rule of the house.
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) check: fn(&Tree) -> Vec<Offence>,
    pub(crate) bad: &'static [&'static Example],
    pub(crate) good: &'static [&'static Example],
}

pub(crate) const ARROWS: &str = "allowed arrows";
pub(crate) const UNKNOWN_ROOM: &str = "known rooms";
pub(crate) const CRATES: &str = "crates of a room";
pub(crate) const CYCLE: &str = "no cycles";
const PLACES: &str = "words with a place";
const DEPENDENCY: &str = "no mapped files";
const FILE_LENGTH: &str = "file length";
const FUNCTION_LENGTH: &str = "function length";
const PARAMETERS: &str = "parameters";
const PURPOSE: &str = "file says why it exists";
const NAMES: &str = "telling names";
const TOP: &str = "top level";

/// A file of 601 lines.
const LONG_FILE: &str = {
    const LINES: [u8; 601] = [b'\n'; 601];
    match std::str::from_utf8(&LINES) {
        Ok(text) => text,
        Err(_) => "",
    }
};
/// A function of 61 lines: its name, 59 blank lines and its closing brace.
const LONG_FUNCTION: &str = "//! A.\nfn a() {\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n}\n";

pub(crate) const RULES: &[Rule] = &[
    Rule {
        name: ARROWS,
        check: arrows,
        bad: &[
            &[("src/model/a.rs", "use crate::logs::Category;")],
            &[("src/load/a.rs", "fn a() { crate::app::run(); }")],
            &[("src/load/forms/a.rs", "use super::super::super::ui::theme;")],
            &[("src/report.rs", "use crate::{model::Call, ui::format};")],
            &[("src/query/mod.rs", "use super::load;")],
            &[(
                "src/ui/panes/a.rs",
                "use crate::{\n    model::Call,\n    load,\n};",
            )],
            &[("src/app/a.rs", "use crate::shell::Guard;")],
            &[(
                "src/app/a.rs",
                "mod inner {\n    use super::super::super::load::Plan;\n}",
            )],
            &[("src/main.rs", "fn main() { callscope::load::all(); }")],
            &[("src/safe.rs", "use crate::model::Call;")],
        ],
        good: &[
            &[(
                "src/app/a.rs",
                "use crate::{model::Call, ui, query};\nuse super::action;\nuse crate::app::state;",
            )],
            &[(
                "src/app/a.rs",
                "// use crate::load;\nconst A: &str = \"crate::load::x\";",
            )],
            &[(
                "src/model/a.rs",
                "#[cfg(test)]\nmod tests {\n    use crate::logs::all;\n}",
            )],
            &[("src/model/a/tests.rs", "use crate::logs::all;")],
            &[(
                "src/load/forms/a.rs",
                "mod inner {\n    use super::super::reader;\n}",
            )],
            &[("src/main.rs", "use callscope::shell;")],
            &[("src/shell/run.rs", "use crate::{app, load, report};")],
        ],
    },
    Rule {
        name: UNKNOWN_ROOM,
        check: unknown_rooms,
        bad: &[
            &[("src/common/a.rs", "//! A.")],
            &[("src/extra.rs", "//! A.")],
        ],
        good: &[&[
            ("src/lib.rs", "//! A."),
            ("src/model/a.rs", "//! A."),
            ("src/safe.rs", "//! A."),
            ("tests/load.rs", "//! A."),
        ]],
    },
    Rule {
        name: CRATES,
        check: crates,
        bad: &[
            &[("src/model/a.rs", "use serde::Deserialize;")],
            &[("src/model/a.rs", "use serde_json as json;")],
            &[("src/logs/a.rs", "use std::{fmt, fs};")],
            &[("src/ui/a.rs", "fn a() { std::thread::spawn(b); }")],
            &[("src/ui/a.rs", "use std::{io, thread::{self, JoinHandle}};")],
            &[("src/report/a.rs", "use ratatui::text::Line;")],
            &[("src/load/a.rs", "use crossterm::event;")],
            &[("src/app/a.rs", "use ratatui::crossterm::terminal;")],
            &[("src/query/a.rs", "use std::fs::File;")],
        ],
        good: &[
            &[("src/app/a.rs", "use ratatui::crossterm::event::KeyCode;")],
            &[("src/logs/a.rs", "use serde_json::Value;\nuse std::fmt;")],
            &[("src/query/a.rs", "use std::thread;")],
            &[(
                "src/model/a.rs",
                "// serde::Deserialize\n#[cfg(test)]\nmod tests { use serde::Deserialize; }",
            )],
        ],
    },
    Rule {
        name: CYCLE,
        check: cycles,
        bad: &[&[
            ("src/a/x.rs", "use crate::b::y;"),
            ("src/b/y.rs", "use crate::c;"),
            ("src/c.rs", "use super::a;"),
        ]],
        good: &[&[
            ("src/a/x.rs", "use crate::b::y;\nuse crate::c;"),
            ("src/b/y.rs", "use crate::c;"),
            ("src/c.rs", ""),
        ]],
    },
    Rule {
        name: PLACES,
        check: placed,
        bad: &[
            &[("src/ui/widgets/a.rs", "fn a() { b(Color::Red) }")],
            &[(
                "src/ui/widgets/a.rs",
                "use ratatui::style::Color::{Blue, Red};",
            )],
            &[("src/load/a.rs", "fn a() { b\n    .unwrap() }")],
            &[("src/load/a.rs", "fn a() { b.map(Option::unwrap) }")],
            &[("src/config.rs", "use std::fs;")],
            &[("src/report/a.rs", "use std::{io, fs::File};")],
            &[("src/config.rs", "fn a() { std::thread::sleep(b) }")],
            &[("src/load/a.rs", "use memmap2::Mmap;")],
            &[("src/load/a.rs", "fn a() { libc::mmap(b) }")],
            &[("src/shell/a.rs", "fn a() { unsafe { b() } }")],
            &[("src/shell/a.rs", "fn a() { println!(\"b\") }")],
            &[("src/shell/a.rs", "fn a() { eprintln!(\"b\") }")],
            &[("src/shell/a.rs", "fn a() { print!(\"b\") }")],
            &[("src/shell/a.rs", "fn a() { eprint!(\"b\") }")],
            &[("src/shell/a.rs", "fn a() { dbg!(b) }")],
            &[("src/shell/a.rs", "fn a() { todo!() }")],
        ],
        good: &[
            &[("src/ui/theme.rs", "fn a() { Color::Red }")],
            &[("src/shell/emergency.rs", "fn a() { unsafe { b() } }")],
            &[(
                "src/load/a.rs",
                "use std::{fs, thread};\nfn a() { b.unwrap_or(c); ColorChoice::Auto }",
            )],
            &[(
                "src/ui/a.rs",
                "// println!(\"unwrap()\")\nconst A: &str = \"Color::Red.unwrap() mmap\";",
            )],
        ],
    },
    Rule {
        name: DEPENDENCY,
        check: dependencies,
        bad: &[&[("Cargo.toml", "[dependencies]\nmemmap2 = \"0.9\"\n")]],
        good: &[&[(
            "Cargo.toml",
            "[dependencies]\nmemchr = \"2\"\n# never memmap2\n",
        )]],
    },
    Rule {
        name: FILE_LENGTH,
        check: file_length,
        bad: &[
            &[("src/model/a.rs", LONG_FILE)],
            &[("tests/a.rs", LONG_FILE)],
        ],
        good: &[&[("src/model/a.rs", "//! A.\n")]],
    },
    Rule {
        name: FUNCTION_LENGTH,
        check: function_length,
        bad: &[&[("src/model/a.rs", LONG_FUNCTION)]],
        good: &[
            &[("src/model/a/tests.rs", LONG_FUNCTION)],
            &[("src/model/a.rs", "fn a() {\n}\n")],
        ],
    },
    Rule {
        name: PARAMETERS,
        check: parameters,
        bad: &[&[(
            "src/model/a.rs",
            "fn a(b: B, c: C, d: D, e: E, f: F, g: G, h: H) {}",
        )]],
        good: &[&[(
            "src/model/a.rs",
            "fn a<T: Fn(A, B) -> C>(b: (B, C), d: D, e: E, f: F, g: G, h: H<I, J>) {}",
        )]],
    },
    Rule {
        name: PURPOSE,
        check: purpose,
        bad: &[
            &[("src/model/a.rs", "fn a() {}")],
            &[("tests/a.rs", "// A.\n")],
            &[("src/model/a.rs", "//!\nfn a() {}")],
        ],
        good: &[&[("src/model/a.rs", "//! A.\nfn a() {}")]],
    },
    Rule {
        name: NAMES,
        check: names,
        bad: &[
            &[("src/app/a.rs", "struct CallManager;")],
            &[("src/app/a.rs", "enum EventHandlers { A }")],
            &[("src/app/a.rs", "trait RowHelper {}")],
            &[("src/app/a.rs", "type CallInfo = u8;")],
            &[("src/app/a.rs", "mod string_utils { }")],
            &[("src/ui/util.rs", "//! A.")],
            &[("src/data/a.rs", "//! A.")],
        ],
        good: &[&[(
            "src/app/a.rs",
            "struct Metadata;\nstruct Utilization;\nfn handler() {}\nuse a::DataManager;",
        )]],
    },
    Rule {
        name: TOP,
        check: top_level,
        bad: &[&[("docs/a.md", "")], &[("notes.txt", "")]],
        good: &[&[("src/a.rs", ""), ("Cargo.toml", ""), (".ci/run", "")]],
    },
];

pub(crate) fn at(file: &Source, offset: usize, rule: &'static str, remedy: String) -> Offence {
    Offence {
        place: format!("{}:{}", file.path, line_of(&file.code, offset)),
        rule,
        remedy,
    }
}

/// The files of `src`, with the room each belongs to.
pub(crate) fn production(tree: &Tree) -> impl Iterator<Item = (&Source, &str)> {
    tree.files
        .iter()
        .filter_map(|file| Some((file, file.room()?)))
}

fn placed(tree: &Tree) -> Vec<Offence> {
    let mut found = Vec::new();
    for (file, _) in production(tree) {
        let away = |row: &&Placed| {
            !row.only_in.iter().any(|home| {
                file.path == *home || (home.ends_with('/') && file.path.starts_with(home))
            })
        };
        let paths = paths(&file.production);
        for row in PLACED.iter().filter(away) {
            for offset in occurrences(&row.what, &file.production, &paths) {
                found.push(at(
                    file,
                    offset,
                    PLACES,
                    format!("{}: {}", describe(&row.what), row.remedy),
                ));
            }
        }
    }
    found
}

fn occurrences(what: &What, code: &str, paths: &[Named]) -> Vec<usize> {
    let named = |wanted: &dyn Fn(&[String]) -> bool| {
        paths
            .iter()
            .filter(|n| wanted(&n.segments))
            .map(|n| n.offset)
            .collect()
    };
    let worded = |wanted: &dyn Fn(usize, &str) -> bool| {
        words(code)
            .filter(|(i, w)| wanted(*i, w))
            .map(|(i, _)| i)
            .collect()
    };
    let behind = |i: usize, word: &str| code[i + word.len()..].trim_start().bytes().next();
    match what {
        What::Path(start) => named(&|path| begins(path, start)),
        What::Through(name) => {
            named(&|path| path[..path.len() - 1].iter().any(|segment| segment == name))
        }
        What::Call(name) => {
            worded(&|i, word| word == *name && code[..i].trim_end().ends_with(['.', ':']))
        }
        What::Word(name) => worded(&|_, word| word == *name),
        What::Part(part) => worded(&|_, word| word.to_ascii_lowercase().contains(part)),
        What::Macro(name) => worded(&|i, word| word == *name && behind(i, word) == Some(b'!')),
    }
}

fn describe(what: &What) -> String {
    match what {
        What::Path(name) | What::Word(name) | What::Part(name) => {
            format!("`{name}` has no place here")
        }
        What::Through(name) => format!("`{name}::` has no place here"),
        What::Call(name) => format!("`.{name}()` is not used"),
        What::Macro(name) => format!("`{name}!` is not used"),
    }
}

fn dependencies(tree: &Tree) -> Vec<Offence> {
    let lines = tree.manifest.lines().enumerate();
    let mapped = lines.filter(|(_, line)| {
        line.split('#')
            .next()
            .is_some_and(|said| said.contains("mmap") || said.contains("memmap"))
    });
    let offence = |i: usize| Offence {
        place: format!("Cargo.toml:{}", i + 1),
        rule: DEPENDENCY,
        remedy: "read inputs with pread: a mapped file that shrinks kills the program".to_owned(),
    };
    mapped.map(|(i, _)| offence(i)).collect()
}

fn file_length(tree: &Tree) -> Vec<Offence> {
    let long = tree
        .files
        .iter()
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, lines)| *lines > MAX_FILE_LINES);
    long.map(|(file, lines)| {
        at(
            file,
            0,
            FILE_LENGTH,
            format!("{lines} lines, at most {MAX_FILE_LINES}: split it by what it knows"),
        )
    })
    .collect()
}

fn each_function(
    tree: &Tree,
    judge: impl Fn(&crate::paths::Function) -> Option<String>,
    rule: &'static str,
) -> Vec<Offence> {
    let mut found = Vec::new();
    for (file, _) in production(tree) {
        for function in functions(&file.production) {
            found.extend(judge(&function).map(|remedy| at(file, function.offset, rule, remedy)));
        }
    }
    found
}

fn function_length(tree: &Tree) -> Vec<Offence> {
    let judge = |f: &crate::paths::Function| {
        (f.lines > MAX_FUNCTION_LINES).then(|| {
            format!(
                "`{}` has {} lines, at most {MAX_FUNCTION_LINES}: split it",
                f.name, f.lines
            )
        })
    };
    each_function(tree, judge, FUNCTION_LENGTH)
}

fn parameters(tree: &Tree) -> Vec<Offence> {
    let judge = |f: &crate::paths::Function| {
        let many = f.parameters > MAX_PARAMETERS;
        many.then(|| format!("`{}` has {} parameters, at most {MAX_PARAMETERS}: make a struct of those that belong together", f.name, f.parameters))
    };
    each_function(tree, judge, PARAMETERS)
}

fn purpose(tree: &Tree) -> Vec<Offence> {
    let silent = |file: &&Source| {
        let first = file
            .text
            .lines()
            .find(|line| !line.trim().is_empty())
            .unwrap_or_default();
        first
            .strip_prefix("//!")
            .is_none_or(|said| said.trim().is_empty())
    };
    let silent = tree.files.iter().filter(silent);
    silent
        .map(|file| {
            at(
                file,
                0,
                PURPOSE,
                "open it with `//!` and why it exists".to_owned(),
            )
        })
        .collect()
}

fn names(tree: &Tree) -> Vec<Offence> {
    let mut found = Vec::new();
    for (file, _) in production(tree) {
        let of_path = file.modules().into_iter().map(|name| (0, name));
        for (offset, name) in of_path.chain(declared(&file.production)) {
            if let Some(empty) = empty_word(name) {
                found.push(at(
                    file,
                    offset,
                    NAMES,
                    format!("`{name}`: \"{empty}\" says nothing; name what it is or does"),
                ));
            }
        }
    }
    found
}

/// The empty word in a name, written `CamelCase` or `snake_case`, one or many.
fn empty_word(name: &str) -> Option<&'static str> {
    let mut spaced = String::new();
    for c in name.chars() {
        if c.is_uppercase() || c == '_' {
            spaced.push(' ');
        }
        spaced.push(c.to_ascii_lowercase());
    }
    let spaced = spaced.replace('_', " ");
    let said = |empty: &&&str| {
        spaced
            .split_whitespace()
            .any(|word| word == **empty || word.strip_suffix('s') == Some(**empty))
    };
    EMPTY_WORDS.iter().find(said).copied()
}

fn top_level(tree: &Tree) -> Vec<Offence> {
    let strangers = tree
        .top
        .iter()
        .filter(|name| !TOP_LEVEL.contains(&name.as_str()));
    let offence = |name: &String| Offence {
        place: format!("{name}:1"),
        rule: TOP,
        remedy:
            "the top level holds what TOP_LEVEL lists; move it into a folder, or have git ignore it"
                .to_owned(),
    };
    strangers.map(offence).collect()
}

/// The text between `<!-- name:begin -->` and `<!-- name:end -->`.
pub(crate) fn readme_block<'a>(readme: &'a str, name: &str) -> Option<&'a str> {
    let (_, behind) = readme.split_once(&format!("<!-- {name}:begin -->"))?;
    Some(behind.split_once(&format!("<!-- {name}:end -->"))?.0)
}
