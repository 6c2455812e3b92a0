//! The letters of the filter language: tokens with their places, quotes, lists and ranges of values.

use super::tree::Typed;
use std::ops::Range;

/// A piece between blanks, or a bracket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Open,
    Close,
    /// Anything else; quotes keep blanks and brackets in it.
    Atom,
    /// An atom whose last quote is not closed.
    Unclosed,
}

/// Cuts a text at blanks and brackets that stand outside quotes.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some(&(at, first)) = chars.peek() {
        if first.is_whitespace() || matches!(first, '(' | ')') {
            chars.next();
            let kind = match first {
                '(' => TokenKind::Open,
                ')' => TokenKind::Close,
                _ => continue,
            };
            found.push(Token {
                kind,
                span: at..at + 1,
            });
            continue;
        }
        let mut quotes = Quotes::default();
        let mut end = text.len();
        while let Some(&(next, c)) = chars.peek() {
            if !quotes.is_open && (c.is_whitespace() || matches!(c, '(' | ')')) {
                end = next;
                break;
            }
            quotes.pass(c);
            chars.next();
        }
        let kind = if quotes.is_open {
            TokenKind::Unclosed
        } else {
            TokenKind::Atom
        };
        found.push(Token {
            kind,
            span: at..end,
        });
    }
    found
}

/// Whether a place lies within quotes; `\"` does not end them.
#[derive(Default)]
struct Quotes {
    is_open: bool,
    is_escaped: bool,
}

impl Quotes {
    fn pass(&mut self, c: char) {
        match c {
            '"' if !(self.is_open && self.is_escaped) => self.is_open = !self.is_open,
            _ => {}
        }
        self.is_escaped = self.is_open && c == '\\' && !self.is_escaped;
    }
}

/// A text without its quotes, and whether there were any.
pub(super) fn unquoted(raw: &str) -> Typed {
    let mut quotes = Quotes::default();
    let mut typed = Typed::default();
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        let was_escaped = quotes.is_escaped;
        let was_open = quotes.is_open;
        quotes.pass(c);
        if was_open != quotes.is_open {
            typed.is_quoted = true;
            continue;
        }
        let escapes =
            was_open && c == '\\' && !was_escaped && matches!(chars.peek(), Some('"' | '\\'));
        if !escapes {
            typed.text.push(c);
        }
    }
    typed
}

/// One of the values of a list, with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RawValue {
    pub(super) from: Typed,
    /// The far end, where `..` stands between.
    pub(super) to: Option<Typed>,
    pub(super) span: Range<usize>,
}

/// Cuts a value at commas, and at `..` where ranges make sense; both count outside quotes only.
pub(super) fn values(raw: &str, offset: usize, has_ranges: bool) -> Vec<RawValue> {
    cut(raw, ",")
        .into_iter()
        .map(|part| {
            let piece = &raw[part.clone()];
            let ends = if has_ranges {
                cut(piece, "..")
            } else {
                Vec::new()
            };
            let (from, to) = match ends.as_slice() {
                [from, to, ..] => (&piece[from.clone()], Some(&piece[to.start..])),
                _ => (piece, None),
            };
            RawValue {
                from: unquoted(from),
                to: to.map(unquoted),
                span: offset + part.start..offset + part.end,
            }
        })
        .collect()
}

/// The places between separators outside quotes.
fn cut(raw: &str, separator: &str) -> Vec<Range<usize>> {
    let mut quotes = Quotes::default();
    let (mut parts, mut from, mut past) = (Vec::new(), 0, 0);
    for (at, c) in raw.char_indices() {
        if at >= past && !quotes.is_open && raw[at..].starts_with(separator) {
            parts.push(from..at);
            from = at + separator.len();
            past = from;
        }
        quotes.pass(c);
    }
    parts.push(from..raw.len());
    parts
}

/// Where the last value of a list begins.
pub(super) fn last_of_list(raw: &str) -> usize {
    cut(raw, ",").last().map_or(0, |part| part.start)
}

/// In quotes.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// True when a text would be cut or changed without quotes.
pub(super) fn needs_quotes(text: &str) -> bool {
    text.is_empty()
        || text
            .chars()
            .any(|c| c.is_whitespace() || matches!(c, '"' | '(' | ')' | ','))
}
