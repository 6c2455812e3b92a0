//! Writes a filter so that reading it gives the same.

use super::fields::Field;
use super::read::{is_absence, is_plain_word};
use super::text::{needs_quotes, quoted};
use super::tree::{Condition, Meaning, Node, Op, Typed, Value};
use std::fmt::{self, Display, Formatter};

/// What the parts around a part bind like.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Around {
    Nothing,
    Or,
    And,
    Not,
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_node(self, f, Around::Nothing)
    }
}

fn write_node(node: &Node, f: &mut Formatter<'_>, around: Around) -> fmt::Result {
    match node {
        Node::And(parts) => bracketed(f, around >= Around::And, |f| write_parts(parts, f)),
        Node::Or(parts) => bracketed(f, around >= Around::Or, |f| {
            for (at, part) in parts.iter().enumerate() {
                f.write_str(if at > 0 { " or " } else { "" })?;
                write_node(part, f, Around::Or)?;
            }
            Ok(())
        }),
        Node::Not(part) => {
            f.write_str("not ")?;
            write_node(part, f, Around::Not)
        }
        Node::Is(condition) => condition.fmt(f),
        Node::Word(word) if is_plain_word(word) => f.write_str(word),
        Node::Word(word) => f.write_str(&quoted(word)),
        Node::About(typed, _) => write!(f, "~{typed}"),
    }
}

fn bracketed(
    f: &mut Formatter<'_>,
    has_brackets: bool,
    write: impl FnOnce(&mut Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    f.write_str(if has_brackets { "(" } else { "" })?;
    write(f)?;
    f.write_str(if has_brackets { ")" } else { "" })
}

fn write_parts(parts: &[Node], f: &mut Formatter<'_>) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        f.write_str(if at > 0 { " " } else { "" })?;
        match (at.checked_sub(1).and_then(|before| parts.get(before)), part) {
            // `~tue 14` would be one rough time.
            (Some(before), Node::Word(word)) if ends_with_time(before) => {
                f.write_str(&quoted(word))?;
            }
            _ => write_node(part, f, Around::And)?,
        }
    }
    Ok(())
}

fn ends_with_time(node: &Node) -> bool {
    match node {
        Node::About(..) => true,
        Node::Not(part) => ends_with_time(part),
        _ => false,
    }
}

impl Display for Condition {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.field.name)?;
        if let (
            [
                Value {
                    meaning: Meaning::Flag(true),
                    ..
                },
            ],
            Op::Equal,
        ) = (self.values.as_slice(), self.op)
        {
            return Ok(());
        }
        f.write_str(self.op.sign())?;
        // `op==x` would have another operator than `op= =x`.
        let first = self.values.first().map(|value| &value.from);
        if first.is_some_and(|typed| !typed.is_quoted && typed.text.starts_with('=')) {
            f.write_str(" ")?;
        }
        for (at, value) in self.values.iter().enumerate() {
            f.write_str(if at > 0 { "," } else { "" })?;
            write_typed(&value.from, f)?;
            if let Some(to) = &value.to {
                f.write_str("..")?;
                write_typed(to, f)?;
            }
        }
        Ok(())
    }
}

fn write_typed(typed: &Typed, f: &mut Formatter<'_>) -> fmt::Result {
    if typed.is_quoted {
        f.write_str(&quoted(&typed.text))
    } else {
        f.write_str(&typed.text)
    }
}

/// A condition that keeps what is like a value: `sdk=1.31.2`, `os="Windows 11"`, `rtt_max:1840`. Numbers and times are
/// compared with `:`, as they are shown. Put `not ` before it to drop what it keeps.
pub fn token(field: &str, value: &str) -> String {
    let is_measured = Field::named(field).is_some_and(|field| field.form.is_measured());
    let op = if is_measured { Op::Like } else { Op::Equal };
    let must_quote = needs_quotes(value)
        || value.starts_with('=')
        || value.eq_ignore_ascii_case("none")
        || (is_measured && value.contains(".."));
    if must_quote {
        format!("{field}{}{}", op.sign(), quoted(value))
    } else {
        format!("{field}{}{value}", op.sign())
    }
}

/// The same for a value that is there, also where it is a word such as `missing`.
pub fn word_token(field: &str, value: &str) -> String {
    if is_absence(value) {
        format!("{field}={}", quoted(value))
    } else {
        token(field, value)
    }
}
