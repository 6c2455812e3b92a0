//! Source files as the rules see them: comments, strings and test code blanked out, line numbers kept.

use std::fs;
use std::path::Path;

/// One Rust file.
pub(crate) struct Source {
    /// Path from the crate's folder, with `/`.
    pub(crate) path: String,
    /// The file as it is.
    pub(crate) text: String,
    /// The code alone: comments and the inside of strings are blanks.
    pub(crate) code: String,
    /// `code` without what is compiled for tests only; blank for a file of tests.
    pub(crate) production: String,
}

/// All that the rules look at.
pub(crate) struct Tree {
    /// The Rust files of `src`, `tests`, `benches` and `examples`.
    pub(crate) files: Vec<Source>,
    /// Other texts a rule may want: the manifest.
    pub(crate) manifest: String,
    /// Names in the crate's folder, without what git ignores.
    pub(crate) top: Vec<String>,
}

/// A tree small enough to stand in a table: path and text of each file.
pub(crate) type Example = [(&'static str, &'static str)];

const RUST_FOLDERS: &[&str] = &["src", "tests", "benches", "examples"];
/// Example file names that do not stand for Rust files.
const MANIFEST: &str = "Cargo.toml";

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let code = blank(text);
        let production = if is_production(path) {
            without_tests(&code)
        } else {
            String::new()
        };
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            code,
            production,
        }
    }

    /// The room a file of `src` belongs to: the first name below `src`, without `.rs`.
    pub(crate) fn room(&self) -> Option<&str> {
        let below = self.path.strip_prefix("src/")?;
        let first = below.split('/').next()?;
        Some(first.strip_suffix(".rs").unwrap_or(first))
    }

    /// The module path of the file below the crate: `src/a/b.rs` and `src/a/b/mod.rs` are both `[a, b]`.
    pub(crate) fn modules(&self) -> Vec<&str> {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let stem = below.strip_suffix(".rs").unwrap_or(below);
        let mut names: Vec<&str> = stem.split('/').collect();
        if matches!(names.last(), Some(&("mod" | "lib" | "main"))) {
            names.pop();
        }
        names
    }
}

impl Tree {
    /// The crate these tests belong to.
    pub(crate) fn of_this_crate() -> Self {
        let mut files = Vec::new();
        for folder in RUST_FOLDERS {
            collect(folder, &mut files);
        }
        Self {
            files,
            manifest: read(MANIFEST).unwrap_or_default(),
            top: names_in(""),
        }
    }

    /// A tree made up for a test; its top level is the first names of the paths.
    pub(crate) fn of_example(example: &Example) -> Self {
        let rust = example.iter().filter(|(path, _)| is_rust(path));
        let manifest = example.iter().find(|(path, _)| *path == MANIFEST);
        Self {
            files: rust.map(|(path, text)| Source::new(path, text)).collect(),
            manifest: manifest
                .map(|(_, text)| (*text).to_owned())
                .unwrap_or_default(),
            top: example
                .iter()
                .filter_map(|(path, _)| path.split('/').next())
                .map(str::to_owned)
                .collect(),
        }
    }
}

/// A file of this crate, or nothing where there is none.
pub(crate) fn read(path: &str) -> Option<String> {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()
}

fn names_in(folder: &str) -> Vec<String> {
    let ignored = read(".gitignore").unwrap_or_default();
    let ignored: Vec<&str> = ignored
        .lines()
        .map(|line| line.trim_matches('/'))
        .chain([".git"])
        .collect();
    let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let names = entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names
        .filter(|name| !ignored.contains(&name.as_str()))
        .collect();
    names.sort();
    names
}

fn collect(folder: &str, files: &mut Vec<Source>) {
    for name in names_in(folder) {
        let path = format!("{folder}/{name}");
        if Path::new(env!("CARGO_MANIFEST_DIR")).join(&path).is_dir() {
            collect(&path, files);
        } else if is_rust(&path) {
            files.extend(read(&path).map(|text| Source::new(&path, &text)));
        }
    }
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ext| ext == "rs")
}

fn is_production(path: &str) -> bool {
    path.starts_with("src/")
        && !path
            .split('/')
            .any(|name| name == "tests" || name == "tests.rs")
}

/// Blanks comments, the inside of strings and character literals; every line keeps its number and length in characters.
pub(crate) fn blank(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal_end(&chars, at);
        if let Some(end) = end {
            let quoted = matches!(chars[at], '"' | 'r' | 'b' | 'c');
            let blanks = chars[at..end]
                .iter()
                .map(|c| if *c == '\n' { '\n' } else { ' ' });
            out.extend(
                blanks
                    .enumerate()
                    .map(|(i, c)| if quoted && i == 0 { '"' } else { c }),
            );
            at = end;
        } else {
            // One character is one byte in the result, so that offsets are simple; code outside strings is ASCII.
            out.push(if chars[at].is_ascii() { chars[at] } else { '?' });
            at += 1;
        }
    }
    out
}

/// Where the comment, string or character literal that starts at `at` ends; nothing when there is none.
fn literal_end(chars: &[char], at: usize) -> Option<usize> {
    let next = chars.get(at + 1).copied();
    match chars[at] {
        '/' if next == Some('/') => Some(position(chars, at, |c| c == '\n')),
        '/' if next == Some('*') => Some(block_comment_end(chars, at)),
        '"' => Some(string_end(chars, at + 1)),
        '\'' => char_end(chars, at),
        'r' | 'b' | 'c' if at == 0 || !is_word(chars[at - 1]) => prefixed_end(chars, at),
        _ => None,
    }
}

fn position(chars: &[char], from: usize, wanted: impl Fn(char) -> bool) -> usize {
    (from..chars.len())
        .find(|i| wanted(chars[*i]))
        .unwrap_or(chars.len())
}

fn block_comment_end(chars: &[char], at: usize) -> usize {
    let (mut depth, mut i) = (0_usize, at);
    while i + 1 < chars.len() {
        match (chars[i], chars[i + 1]) {
            ('/', '*') => depth += 1,
            ('*', '/') => depth -= 1,
            _ => {
                i += 1;
                continue;
            }
        }
        i += 2;
        if depth == 0 {
            return i;
        }
    }
    chars.len()
}

/// The end of a plain string whose inside starts at `from`.
fn string_end(chars: &[char], from: usize) -> usize {
    let mut i = from;
    while i < chars.len() && chars[i] != '"' {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    (i + 1).min(chars.len())
}

/// `b"…"`, `c"…"`, `r"…"`, `br#"…"#`, `b'x'`.
fn prefixed_end(chars: &[char], at: usize) -> Option<usize> {
    let mut i = at + usize::from(matches!(chars[at], 'b' | 'c'));
    let raw = chars.get(i) == Some(&'r');
    i += usize::from(raw);
    let quote = position(chars, i, |c| c != '#');
    let hashes = quote - i;
    match chars.get(quote)? {
        '"' if raw => {
            let closes = |i: &usize| {
                chars[*i] == '"'
                    && chars[*i + 1..].iter().take_while(|c| **c == '#').count() >= hashes
            };
            Some(
                (quote + 1..chars.len())
                    .find(closes)
                    .map_or(chars.len(), |end| end + 1 + hashes),
            )
        }
        '"' if hashes == 0 => Some(string_end(chars, quote + 1)),
        '\'' if !raw && hashes == 0 => char_end(chars, quote),
        _ => None,
    }
}

/// The end of a character literal, or nothing when the quote starts a lifetime.
fn char_end(chars: &[char], at: usize) -> Option<usize> {
    if chars.get(at + 1) == Some(&'\\') {
        return Some(position(chars, at + 3, |c| c == '\'') + 1);
    }
    (chars.get(at + 2) == Some(&'\'')).then_some(at + 3)
}

/// Whether a character can be part of a name.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Blanks every item under `#[cfg(test)]` or `#[cfg(all(test, …))]`.
fn without_tests(code: &str) -> String {
    let mut bytes = code.as_bytes().to_vec();
    let mut from = 0;
    while let Some(at) = code[from..].find("#[cfg(").map(|i| i + from) {
        let condition = &code[at + 6..];
        from = at + 6;
        if condition.starts_with("test)") || condition.starts_with("all(test") {
            let end = item_end(code, at);
            bytes[at..end]
                .iter_mut()
                .filter(|b| **b != b'\n')
                .for_each(|b| *b = b' ');
            from = end;
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// The end of the item that starts at `from`: behind its closing brace or its semicolon.
pub(crate) fn item_end(code: &str, from: usize) -> usize {
    let mut depth = 0_i32;
    for (i, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth -= 1,
            b'{' if depth == 0 => return brace_end(code, i),
            b';' if depth == 0 => return i + 1,
            _ => {}
        }
    }
    code.len()
}

/// Behind the brace that closes the one at `open`.
pub(crate) fn brace_end(code: &str, open: usize) -> usize {
    let mut depth = 0_i32;
    for (i, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return i + 1;
        }
    }
    code.len()
}

/// The 1-based line of an offset.
pub(crate) fn line_of(code: &str, offset: usize) -> usize {
    code[..offset].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::{blank, without_tests};

    /// Source, and what must be left of it once blanks are squeezed out.
    const STRIPPED: &[(&str, &str)] = &[
        ("a // b\nc", "a c"),
        ("a /* b /* c */ d */ e", "a e"),
        ("a \"b \\\" c\" d", "a \" d"),
        ("a r\"b \\\" c", "a \" c"),
        ("a r#\"b \" c\"# d", "a \" d"),
        ("a br##\"b\"# c\"## d", "a \" d"),
        ("a b\"b\" d", "a \" d"),
        (
            "x('\"', '\\'', 'b', b'\\n', '\\u{1b}') y",
            "x( , , , \" , ) y",
        ),
        ("fn f<'a>(x: &'a str) {}", "fn f<'a>(x: &'a str) {}"),
        ("for_r\"x\"", "for_r\""),
        ("r#type b", "r#type b"),
        ("\"// no comment\" a", "\" a"),
        ("'/' // c", ""),
        ("\"unclosed", "\""),
        ("/* unclosed", ""),
    ];

    #[test]
    fn comments_strings_and_characters_are_blanked() {
        for (text, expected) in STRIPPED {
            let left: Vec<String> = blank(text).split_whitespace().map(str::to_owned).collect();
            assert_eq!(left.join(" "), *expected, "{text}");
        }
    }

    #[test]
    fn lines_keep_their_number() {
        let text = "a\n\"b\nc\"\n/* d\n */ e\nr\"\n\"\n";
        assert_eq!(blank(text).lines().count(), text.lines().count());
    }

    #[test]
    fn only_test_items_are_blanked() {
        let code = "#[cfg(test)]\nmod tests;\nfn a() {}\n#[cfg(all(test, unix))]\nfn b() { c(); }\n#[cfg(unix)]\nfn d() {}";
        let left: Vec<&str> = without_tests(code).leak().split_whitespace().collect();
        assert_eq!(left.join(" "), "fn a() {} #[cfg(unix)] fn d() {}");
    }
}
