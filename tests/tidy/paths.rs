//! What a file names: paths (with `use` groups spelled out), functions, declared types and modules.

use crate::source::{brace_end, is_word, item_end};

/// A path such as `std::fs::File`, and where it stands.
pub(crate) struct Named {
    pub(crate) offset: usize,
    pub(crate) segments: Vec<String>,
}

/// A function with a body.
pub(crate) struct Function {
    pub(crate) offset: usize,
    pub(crate) name: String,
    /// Physical lines from `fn` to the closing brace.
    pub(crate) lines: usize,
    /// Parameters, `self` included.
    pub(crate) parameters: usize,
}

/// All paths of two or more segments, and all of `use`; `a::{b, c::d}` gives `a::b` and `a::c::d`.
pub(crate) fn paths(code: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < code.len() {
        if !starts_word(code, at) {
            at += 1;
            continue;
        }
        let before = code[..at].trim_end();
        let used =
            before.ends_with("use") && code[before.len()..at].starts_with(char::is_whitespace);
        let first = found.len();
        at = path(code, at, &[], &mut found);
        if !used {
            let kept = found
                .split_off(first)
                .into_iter()
                .filter(|named| named.segments.len() > 1);
            found.extend(kept.collect::<Vec<_>>());
        }
    }
    found
}

/// Reads the path at `at` behind `prefix`, adds all it stands for, and returns where it ends.
fn path(code: &str, at: usize, prefix: &[String], found: &mut Vec<Named>) -> usize {
    let offset = at;
    let mut segments = prefix.to_vec();
    let mut at = at;
    loop {
        let word = word_at(code, at);
        segments.push(word.to_owned());
        at += word.len().max(1);
        let rest = code[at..].trim_start();
        let Some(behind) = rest.strip_prefix("::") else {
            break;
        };
        let next = code.len() - behind.trim_start().len();
        match behind.trim_start().bytes().next() {
            Some(b'{') => return group(code, next, &segments, found),
            Some(b) if is_word(b as char) => at = next,
            Some(b'*') => {
                at = next + 1;
                segments.push("*".to_owned());
                break;
            }
            _ => break,
        }
    }
    found.push(Named { offset, segments });
    at
}

/// Reads the `{…}` of a `use` at `open`.
fn group(code: &str, open: usize, prefix: &[String], found: &mut Vec<Named>) -> usize {
    let end = brace_end(code, open);
    let mut at = open + 1;
    let mut renamed = false;
    while at < end {
        if !starts_word(code, at) {
            at += 1;
        } else if word_at(code, at) == "as" {
            renamed = true;
            at += 2;
        } else if renamed {
            renamed = false;
            at += word_at(code, at).len();
        } else {
            at = path(code, at, prefix, found);
        }
    }
    end
}

fn starts_word(code: &str, at: usize) -> bool {
    let here = code.as_bytes()[at] as char;
    is_word(here)
        && !here.is_ascii_digit()
        && (at == 0 || !is_word(code.as_bytes()[at - 1] as char))
}

/// The name that starts at `at`.
pub(crate) fn word_at(code: &str, at: usize) -> &str {
    let rest = &code[at..];
    &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())]
}

/// All names with their offsets.
pub(crate) fn words(code: &str) -> impl Iterator<Item = (usize, &str)> {
    (0..code.len())
        .filter(|at| starts_word(code, *at))
        .map(|at| (at, word_at(code, at)))
}

/// All functions that have a body.
pub(crate) fn functions(code: &str) -> Vec<Function> {
    let mut found = Vec::new();
    for (offset, _) in words(code).filter(|(_, word)| *word == "fn") {
        let name_at = offset + 2 + code[offset + 2..].len() - code[offset + 2..].trim_start().len();
        let name = word_at(code, name_at);
        let end = item_end(code, offset);
        if name.is_empty() || !code[..end].ends_with('}') {
            continue;
        }
        let lines = code[offset..end].lines().count();
        let parameters = parameters(&code[name_at + name.len()..end]);
        found.push(Function {
            offset,
            name: name.to_owned(),
            lines,
            parameters,
        });
    }
    found
}

/// How many parameters stand in the first parentheses outside of `<…>`.
fn parameters(signature: &str) -> usize {
    let (mut depth, mut angles, mut count, mut pending) = (0_i32, 0_i32, 0, false);
    let mut previous = ' ';
    for c in signature.chars() {
        match c {
            '<' => angles += 1,
            '>' if previous != '-' => angles -= 1,
            '(' | '[' if depth > 0 || angles == 0 => depth += 1,
            ')' | ']' if depth > 0 => depth -= 1,
            ',' if depth == 1 && angles == 0 => {
                count += usize::from(pending);
                pending = false;
            }
            c if depth > 0 && !c.is_whitespace() => pending = true,
            _ => {}
        }
        if depth == 0 && c == ')' && angles == 0 {
            return count + usize::from(pending);
        }
        previous = c;
    }
    count
}

/// Names of declared types, traits and modules.
pub(crate) fn declared(code: &str) -> Vec<(usize, &str)> {
    const KEYWORDS: &[&str] = &["struct", "enum", "trait", "union", "type", "mod"];
    let all: Vec<(usize, &str)> = words(code).collect();
    let pairs = all.windows(2).filter(|pair| KEYWORDS.contains(&pair[0].1));
    pairs
        .filter(|pair| {
            code[pair[0].0 + pair[0].1.len()..pair[1].0]
                .trim()
                .is_empty()
        })
        .map(|pair| pair[1])
        .collect()
}

/// The bodies of modules written inside the file: `super` means one level less there.
pub(crate) fn inline_modules(code: &str) -> Vec<std::ops::Range<usize>> {
    let modules = words(code).filter(|(_, word)| *word == "mod");
    modules
        .map(|(at, _)| at..item_end(code, at))
        .filter(|body| code[..body.end].ends_with('}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{declared, functions, paths};

    fn spelled(code: &str) -> Vec<String> {
        paths(code)
            .into_iter()
            .map(|named| named.segments.join("::"))
            .collect()
    }

    #[test]
    fn use_groups_are_spelled_out() {
        let code = "use crate::{model::{Call, Leg as L}, query};\nuse std::{fs, io::{self, Read}};\nuse serde;\npub use a::*;";
        let expected = [
            "crate::model::Call",
            "crate::model::Leg",
            "crate::query",
            "std::fs",
            "std::io::self",
            "std::io::Read",
            "serde",
            "a::*",
        ];
        assert_eq!(spelled(code), expected);
    }

    #[test]
    fn paths_in_expressions_and_over_lines_are_found() {
        assert_eq!(spelled("let x = std::fs::read(y); z(a)"), ["std::fs::read"]);
        assert_eq!(
            spelled("super::super\n    ::ui::draw()"),
            ["super::super::ui::draw"]
        );
        assert_eq!(spelled("Vec::<u8>::new()"), ["Vec"; 0]);
        assert_eq!(spelled("because::x"), ["because::x"]);
    }

    #[test]
    fn lengths_and_parameters_are_counted() {
        let code = "fn a<F: Fn(u8, u8) -> u8>(&self, b: (u8, u8), f: F,) -> [u8; 2] {\n    x\n}\nfn none();\ntype T = fn(u8) -> u8;";
        let found = functions(code);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].name.as_str(), found[0].lines, found[0].parameters),
            ("a", 3, 3)
        );
        assert_eq!(functions("fn b() {}")[0].parameters, 0);
        assert_eq!(functions("fn c(x: HashMap<u8, u8>) {}")[0].parameters, 1);
    }

    #[test]
    fn declared_names_are_found() {
        let names: Vec<&str> =
            declared("pub struct A<T>; mod b { enum C {} } type D = u8; let x = r;")
                .iter()
                .map(|d| d.1)
                .collect();
        assert_eq!(names, ["A", "b", "C", "D"]);
    }
}
