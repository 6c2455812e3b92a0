//! Lays JSON out in lines, one member a line, whatever its state.
//!
//! The raw record is shown as evidence, so numbers and strings stay exactly as written, and text that is broken loses
//! nothing: brackets and commas only steer the line breaks. Strings that hold JSON themselves (`properties` as text,
//! an operation's payload) are unfolded and marked [`TEXT_MARK`].

#[cfg(test)]
mod tests;

/// Stands before JSON that the record holds as text.
pub const TEXT_MARK: &str = "(text) ";

/// Lines laid out; what follows is not shown.
const LINE_LIMIT: usize = 10_000;
/// Deeper nesting is not indented further.
const DEPTH_LIMIT: u16 = 64;
/// How deep text within text is unfolded: a payload in `properties` as text is the second.
const FOLD_LIMIT: u8 = 3;

/// One line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JsonLine {
    /// Levels of indentation.
    pub depth: u16,
    /// `"name": ` with its quotes, or nothing.
    pub key: String,
    /// The rest: a value or brackets.
    pub value: String,
}

/// A text in lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JsonLines {
    /// From top to bottom.
    pub lines: Vec<JsonLine>,
    /// The first line where the text is no JSON.
    pub broken: Option<usize>,
    /// True when lines beyond the limit were left out.
    pub is_cut: bool,
}

impl JsonLines {
    /// Lays a text out. What does not start like an object or array is shown as it is, line by line.
    pub fn of(text: &str) -> Self {
        if !text.trim_start().starts_with(['{', '[']) {
            return Self::plain(text);
        }
        Printer::new(0, 0).print(text)
    }

    fn plain(text: &str) -> Self {
        let mut all = text.lines();
        let lines = all
            .by_ref()
            .take(LINE_LIMIT)
            .map(|line| JsonLine {
                value: line.to_owned(),
                ..JsonLine::default()
            })
            .collect();
        Self {
            lines,
            broken: None,
            is_cut: all.next().is_some(),
        }
    }
}

/// What a piece of text is to the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Start,
    Open,
    Close,
    Comma,
    Colon,
    Text,
    Word,
    End,
}

impl Token {
    /// What well-formed JSON may have after this.
    fn allows(self, next: Self) -> bool {
        match self {
            Self::Start | Self::Colon => matches!(next, Self::Open | Self::Text | Self::Word),
            Self::Open => matches!(next, Self::Open | Self::Close | Self::Text | Self::Word),
            Self::Comma => matches!(next, Self::Open | Self::Text | Self::Word),
            Self::Text => matches!(next, Self::Colon | Self::Comma | Self::Close | Self::End),
            Self::Close | Self::Word => matches!(next, Self::Comma | Self::Close | Self::End),
            Self::End => false,
        }
    }
}

/// The first piece of `text`, which starts with no blank; the pieces of a text are all of it but blanks.
fn piece(text: &str) -> (Token, &str) {
    let bytes = text.as_bytes();
    let (token, length) = match bytes.first() {
        None => (Token::End, 0),
        Some(b'{' | b'[') => (Token::Open, 1),
        Some(b'}' | b']') => (Token::Close, 1),
        Some(b',') => (Token::Comma, 1),
        Some(b':') => (Token::Colon, 1),
        Some(b'"') => (Token::Text, string_length(bytes)),
        Some(_) => (Token::Word, word_length(text)),
    };
    (token, text.get(..length).unwrap_or(text))
}

/// Bytes of a string with its quotes; all there is when it does not end.
fn string_length(bytes: &[u8]) -> usize {
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn word_length(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || "{}[],:\"".contains(c))
        .unwrap_or(text.len())
}

/// Builds the lines of one text.
struct Printer {
    out: JsonLines,
    line: JsonLine,
    is_started: bool,
    depth: u16,
    folds: u8,
    open: Vec<u8>,
    last: Token,
}

impl Printer {
    fn new(depth: u16, folds: u8) -> Self {
        Self {
            out: JsonLines::default(),
            line: JsonLine::default(),
            is_started: false,
            depth,
            folds,
            open: Vec::new(),
            last: Token::Start,
        }
    }

    fn print(mut self, text: &str) -> JsonLines {
        let mut rest = text.trim_start();
        while self.out.lines.len() < LINE_LIMIT {
            let (token, piece) = piece(rest);
            self.check(token, piece);
            if token == Token::End {
                break;
            }
            rest = rest.get(piece.len()..).unwrap_or("").trim_start();
            self.take(token, piece, rest);
            self.last = token;
        }
        self.out.is_cut |= !rest.is_empty();
        if self.is_started {
            self.out.lines.push(self.line);
        }
        self.out.is_cut |= self.out.lines.len() > LINE_LIMIT;
        self.out.lines.truncate(LINE_LIMIT);
        self.out
    }

    /// Notes the first place that is no JSON.
    fn check(&mut self, token: Token, piece: &str) {
        let fits = match token {
            Token::Close => self.open.pop().is_some_and(|open| closes(open, piece)),
            Token::End => self.open.is_empty(),
            Token::Text => piece.len() > 1 && piece.ends_with('"'),
            _ => true,
        };
        let is_second = self.open.is_empty() && matches!(token, Token::Comma | Token::Colon);
        if self.out.broken.is_none() && (!fits || is_second || !self.last.allows(token)) {
            self.out.broken = Some(self.out.lines.len());
        }
    }

    fn take(&mut self, token: Token, piece: &str, rest: &str) {
        match token {
            Token::Open => {
                self.new_line_unless(&[Token::Colon]);
                self.open
                    .push(piece.as_bytes().first().copied().unwrap_or(0));
                self.depth += 1;
            }
            Token::Close => {
                self.depth = self.depth.saturating_sub(1);
                self.new_line_unless(&[Token::Open]);
            }
            Token::Comma => {}
            Token::Colon => {
                self.line
                    .key
                    .push_str(&std::mem::take(&mut self.line.value));
                self.line.key.push_str(": ");
                self.is_started = true;
                return;
            }
            Token::Text | Token::Word | Token::Start | Token::End => {
                self.new_line_unless(&[Token::Colon]);
            }
        }
        self.is_started = true;
        if token != Token::Text || rest.starts_with(':') || !self.unfold(piece) {
            self.line.value.push_str(piece);
        }
    }

    /// Starts a line, unless what was written last shares it.
    fn new_line_unless(&mut self, sharing: &[Token]) {
        if self.is_started && !sharing.contains(&self.last) {
            self.out.lines.push(std::mem::take(&mut self.line));
        } else if self.is_started {
            return;
        }
        self.line.depth = self.depth.min(DEPTH_LIMIT);
    }

    /// Lays out JSON that is written as a string; false when it is none.
    fn unfold(&mut self, piece: &str) -> bool {
        if self.folds >= FOLD_LIMIT || !piece.contains(['{', '[']) {
            return false;
        }
        let Some(text) = unescaped(piece) else {
            return false;
        };
        if !text.trim_start().starts_with(['{', '[']) {
            return false;
        }
        let inner = Self::new(self.depth, self.folds + 1).print(&text);
        if inner.broken.is_some() || inner.is_cut {
            return false;
        }
        let mut lines = inner.lines.into_iter();
        self.line.value.push_str(TEXT_MARK);
        self.line
            .value
            .push_str(&lines.next().unwrap_or_default().value);
        for line in lines {
            let full = std::mem::replace(&mut self.line, line);
            self.out.lines.push(full);
        }
        true
    }
}

fn closes(open: u8, piece: &str) -> bool {
    matches!((open, piece), (b'{', "}") | (b'[', "]"))
}

/// The text of a string with its quotes; none when it is not well formed.
fn unescaped(piece: &str) -> Option<String> {
    let inner = piece.strip_prefix('"')?.strip_suffix('"')?;
    let mut out = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        out.push_str(rest.get(..at)?);
        let (character, length) = escape(rest.get(at + 1..)?)?;
        out.push(character);
        rest = rest.get(at + 1 + length..)?;
    }
    out.push_str(rest);
    Some(out)
}

/// The character of an escape without its backslash, and the bytes it takes.
fn escape(text: &str) -> Option<(char, usize)> {
    let character = match text.as_bytes().first()? {
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'u' => return code_point(text),
        plain @ (b'"' | b'\\' | b'/') => char::from(*plain),
        _ => return None,
    };
    Some((character, 1))
}

fn code_point(text: &str) -> Option<(char, usize)> {
    let unit = |from: usize| u32::from_str_radix(text.get(from..from + 4)?, 16).ok();
    let high = unit(1)?;
    if !(0xd800..0xdc00).contains(&high) {
        return Some((char::from_u32(high)?, 5));
    }
    let low = unit(7).filter(|_| text.get(5..7) == Some("\\u"))?;
    let low = low.checked_sub(0xdc00)?;
    Some((
        char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + low)?,
        11,
    ))
}
