//! A strict walk over one JSON text: spans of values, no tree, no copies, and the hash of the whole on the way.
//!
//! It accepts what `serde_json` accepts as a `Value`, with three wishes of its own: a number beyond any float, the
//! words `NaN` and `Infinity` that Python writes for one, and a lone surrogate lose no record (the value is
//! unreadable, the record is not), and the depth limit holds for every part. The differential test in
//! `json/tests.rs` holds the two together.

use super::hash;

/// Containers inside each other; what is deeper is refused, as `serde_json` does.
pub(crate) const DEPTH_LIMIT: u32 = 128;

/// Why a text is no JSON, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Byte within the text.
    pub at: usize,
    /// What is wrong.
    pub what: &'static str,
}

/// The text stops inside a value.
pub const ENDS_EARLY: &str = "JSON ends early";
pub(crate) const TOO_DEEP: &str = "nested deeper than 128 levels";
pub(crate) const NO_OBJECT: &str = "not a JSON object";
const CONTROL: &str = "a control character inside a string";
const ESCAPE: &str = "an unknown escape in a string";
const NUMBER: &str = "a malformed number";
const KEY: &str = "a key in quotes expected";
const COLON: &str = "a colon expected";
const AFTER_MEMBER: &str = "a comma or a closing brace expected";
const AFTER_ELEMENT: &str = "a comma or a closing bracket expected";
const VALUE: &str = "a value expected";
const TRAILING: &str = "more text after the end of the record";

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Kind {
    /// There is no such key.
    #[default]
    Absent,
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool,
    /// A number, as written.
    Number,
    /// A string without escapes.
    Text,
    /// A string with escapes.
    Escaped,
    /// An object.
    Object,
    /// An array.
    Array,
}

impl Kind {
    /// True for strings.
    pub(crate) const fn is_quoted(self) -> bool {
        matches!(self, Self::Text | Self::Escaped)
    }
}

/// A value as a span of its text; strings without their quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) struct Word {
    pub(crate) kind: Kind,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Word {
    pub(crate) fn new(kind: Kind, start: usize, end: usize) -> Self {
        Self {
            kind,
            start: start as u32,
            end: end as u32,
        }
    }

    /// From a span with the quotes of a string.
    pub(crate) fn of_span(kind: Kind, first: usize, behind: usize) -> Self {
        let quote = usize::from(kind.is_quoted());
        Self::new(kind, first + quote, behind - quote)
    }

    /// The span.
    pub(crate) fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// First byte of the value, the opening quote of a string included.
    pub(crate) fn first(self) -> usize {
        self.start as usize - usize::from(self.is_quoted())
    }

    /// The byte behind the value, the closing quote of a string stepped over.
    pub(crate) fn behind(self) -> usize {
        self.end as usize + usize::from(self.is_quoted())
    }

    /// What is hashed: with the opening quote, which tells "1" from 1.
    pub(crate) fn told(self) -> std::ops::Range<usize> {
        self.first()..self.end as usize
    }

    fn is_quoted(self) -> bool {
        self.kind.is_quoted()
    }
}

/// A place in a text.
pub(crate) struct Cursor<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Cursor<'t> {
    /// At the start of a text of at most 4 GiB.
    pub(crate) fn new(text: &'t str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
        }
    }

    /// Before a byte of a text that was read up to there.
    pub(crate) fn resumed(text: &'t str, at: usize) -> Self {
        Self {
            text: text.as_bytes(),
            at,
        }
    }

    /// Where it stands.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The next byte that is no blank.
    pub(crate) fn peek(&mut self) -> Option<u8> {
        while let Some(&byte) = self.text.get(self.at) {
            if !is_blank(byte) {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    /// Steps over an opening bracket.
    pub(crate) fn open(&mut self) {
        self.at += 1;
    }

    /// Makes sure that only blanks follow.
    pub(crate) fn end(&mut self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.fault(TRAILING)),
        }
    }

    fn fault(&self, what: &'static str) -> Fault {
        let what = if self.at >= self.text.len() {
            ENDS_EARLY
        } else {
            what
        };
        Fault { at: self.at, what }
    }

    /// The text from here on.
    #[inline]
    pub(crate) fn rest(&self) -> &'t [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Steps over bytes that were judged before.
    #[inline]
    pub(crate) fn step_over(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Inside an object: the next key, with the cursor on its value; `None` after the closing brace.
    pub(crate) fn key(&mut self, first: bool) -> Result<Option<Word>, Fault> {
        if !self.next_key(first)? {
            return Ok(None);
        }
        let key = self.string()?;
        self.colon()?;
        Ok(Some(key))
    }

    /// Inside an object: true on the opening quote of the next key, false after the closing brace.
    #[inline]
    pub(crate) fn next_key(&mut self, first: bool) -> Result<bool, Fault> {
        let is_next = |at: usize, byte: u8| self.text.get(at) == Some(&byte);
        if !first && is_next(self.at, b',') && is_next(self.at + 1, b'"') {
            self.at += 1;
            return Ok(true);
        }
        self.far_key(first)
    }

    fn far_key(&mut self, first: bool) -> Result<bool, Fault> {
        match self.peek() {
            Some(b'}') => {
                self.at += 1;
                return Ok(false);
            }
            Some(b',') if !first => {
                self.at += 1;
                self.peek();
            }
            _ if !first => return Err(self.fault(AFTER_MEMBER)),
            _ => {}
        }
        if self.text.get(self.at) != Some(&b'"') {
            return Err(self.fault(KEY));
        }
        Ok(true)
    }

    /// Behind a key: to its value.
    pub(crate) fn colon(&mut self) -> Result<(), Fault> {
        if self.peek() != Some(b':') {
            return Err(self.fault(COLON));
        }
        self.at += 1;
        self.peek();
        Ok(())
    }

    /// Steps over the value under the cursor when it is the one at a place of another text, where it was judged.
    #[inline]
    pub(crate) fn again(&mut self, other: &[u8], word: Word) -> Option<Word> {
        let (first, length) = (word.first(), word.behind() - word.first());
        let end = self.at + length;
        if !is_equal(other.get(first..)?, self.rest(), length) {
            return None;
        }
        // A number goes on as long as there are digits.
        if word.kind == Kind::Number && !matches!(self.text.get(end), Some(b',' | b'}')) {
            return None;
        }
        let by = (self.at as u32).wrapping_sub(first as u32);
        self.at = end;
        Some(Word {
            kind: word.kind,
            start: word.start.wrapping_add(by),
            end: word.end.wrapping_add(by),
        })
    }

    /// Inside an array: true when an element follows, with the cursor on it.
    pub(crate) fn element(&mut self, first: bool) -> Result<bool, Fault> {
        match self.peek() {
            Some(b']') if first => {
                self.at += 1;
                Ok(false)
            }
            _ if first => Ok(true),
            Some(b']') => {
                self.at += 1;
                Ok(false)
            }
            Some(b',') => {
                self.at += 1;
                self.peek();
                Ok(true)
            }
            _ => Err(self.fault(AFTER_ELEMENT)),
        }
    }

    /// The value under the cursor; for a container also its hash. `depth` counts the containers around it.
    pub(crate) fn value(&mut self, depth: u32) -> Result<(Word, Option<u64>), Fault> {
        let start = self.at;
        match self.text.get(self.at) {
            Some(b'"') => Ok((self.string()?, None)),
            Some(b'{') => {
                let hash = self.object(depth)?;
                Ok((Word::new(Kind::Object, start, self.at), Some(hash)))
            }
            Some(b'[') => {
                let hash = self.array(depth)?;
                Ok((Word::new(Kind::Array, start, self.at), Some(hash)))
            }
            Some(b'-' | b'0'..=b'9') => {
                self.number()?;
                Ok((Word::new(Kind::Number, start, self.at), None))
            }
            Some(b't') => self.literal(b"true", Kind::Bool),
            Some(b'f') => self.literal(b"false", Kind::Bool),
            Some(b'n') => self.literal(b"null", Kind::Null),
            Some(b'N') => self.literal(b"NaN", Kind::Number),
            Some(b'I') => self.literal(b"Infinity", Kind::Number),
            _ => Err(self.fault(VALUE)),
        }
    }

    fn object(&mut self, depth: u32) -> Result<u64, Fault> {
        self.go_down(depth)?;
        let (mut sum, mut first) = (0_u64, true);
        while let Some(key) = self.key(first)? {
            first = false;
            let (value, nested) = self.value(depth + 1)?;
            sum = sum.wrapping_add(self.pair(key, value, nested));
        }
        Ok(hash::object(sum))
    }

    fn array(&mut self, depth: u32) -> Result<u64, Fault> {
        self.go_down(depth)?;
        let (mut chain, mut first) = (0_u64, true);
        while self.element(first)? {
            first = false;
            let (value, nested) = self.value(depth + 1)?;
            chain = hash::chain(chain, &self.text[value.range()], nested);
        }
        Ok(chain)
    }

    fn go_down(&mut self, depth: u32) -> Result<(), Fault> {
        if depth + 1 >= DEPTH_LIMIT {
            return Err(Fault {
                at: self.at,
                what: TOO_DEEP,
            });
        }
        self.at += 1;
        Ok(())
    }

    /// The hash of a member of an object.
    fn pair(&self, key: Word, value: Word, nested: Option<u64>) -> u64 {
        let key = hash::key(&self.text[key.range()]);
        hash::pair(key, &self.text[value.told()], nested)
    }

    fn literal(&mut self, word: &[u8], kind: Kind) -> Result<(Word, Option<u64>), Fault> {
        let start = self.at;
        for &byte in word {
            if self.text.get(self.at) != Some(&byte) {
                return Err(self.fault(VALUE));
            }
            self.at += 1;
        }
        Ok((Word::new(kind, start, self.at), None))
    }

    /// The string under the cursor.
    pub(crate) fn string(&mut self) -> Result<Word, Fault> {
        let start = self.at + 1;
        let end = start + plain_length(&self.text[start..]);
        self.at = end;
        if self.text.get(end) == Some(&b'"') {
            self.at += 1;
            return Ok(Word::new(Kind::Text, start, end));
        }
        self.escaped(start)
    }

    /// The string that began at `start` and has no plain end at the cursor.
    fn escaped(&mut self, start: usize) -> Result<Word, Fault> {
        let mut kind = Kind::Text;
        loop {
            self.at += plain_length(&self.text[self.at..]);
            match self.text.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Word::new(kind, start, self.at - 1));
                }
                Some(b'\\') => {
                    kind = Kind::Escaped;
                    self.escape()?;
                }
                _ => return Err(self.fault(CONTROL)),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Fault> {
        self.at += 1;
        match self.text.get(self.at) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                self.at += 1;
                for _ in 0..4 {
                    if !self.text.get(self.at).is_some_and(u8::is_ascii_hexdigit) {
                        return Err(self.fault(ESCAPE));
                    }
                    self.at += 1;
                }
            }
            _ => return Err(self.fault(ESCAPE)),
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), Fault> {
        if self.skip(b"-") && self.text.get(self.at) == Some(&b'I') {
            return self.literal(b"Infinity", Kind::Number).map(|_| ());
        }
        if self.skip(b"0") {
            if self.text.get(self.at).is_some_and(u8::is_ascii_digit) {
                return Err(self.fault(NUMBER));
            }
        } else {
            self.digits()?;
        }
        if self.skip(b".") {
            self.digits()?;
        }
        if self.skip(b"eE") {
            self.skip(b"+-");
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while self.text.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        if self.at == start {
            return Err(self.fault(NUMBER));
        }
        Ok(())
    }

    fn skip(&mut self, wanted: &[u8]) -> bool {
        let found = self
            .text
            .get(self.at)
            .is_some_and(|byte| wanted.contains(byte));
        self.at += usize::from(found);
        found
    }
}

/// Do both begin with the same bytes, so many? Values are mostly short and of any length: those are compared as blocks,
/// without a branch for their length.
#[inline]
fn is_equal(a: &[u8], b: &[u8], length: usize) -> bool {
    const BLOCK: usize = 64;
    /// Ones before zeros.
    const MASKS: [u8; 2 * BLOCK] = {
        let mut masks = [0; 2 * BLOCK];
        let mut at = 0;
        while at < BLOCK {
            masks[at] = 0xff;
            at += 1;
        }
        masks
    };
    if length <= BLOCK
        && let (Some(a), Some(b)) = (a.first_chunk::<BLOCK>(), b.first_chunk::<BLOCK>())
        && let Some(mask) = MASKS[BLOCK - length..].first_chunk::<BLOCK>()
    {
        let mut differing = 0;
        for at in 0..BLOCK {
            differing |= (a[at] ^ b[at]) & mask[at];
        }
        return differing == 0;
    }
    matches!((a.get(..length), b.get(..length)), (Some(a), Some(b)) if a == b)
}

/// The blanks of JSON.
const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Bytes before the first quote, backslash or control character; eight at a time.
pub(crate) fn plain_length(text: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    // A byte below the limit borrows; bytes that are not ASCII are left out below.
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit);
    let mut at = 0;
    let mut chunks = text.chunks_exact(8);
    for chunk in &mut chunks {
        let Ok(bytes) = chunk.try_into() else { break };
        let word = u64::from_le_bytes(bytes);
        let quote = below(word ^ (ONES * b'"' as u64), 1);
        let slash = below(word ^ (ONES * b'\\' as u64), 1);
        let hit = (quote | slash | below(word, 0x20)) & !word & HIGHS;
        if hit != 0 {
            return at + hit.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = chunks.remainder();
    at + rest
        .iter()
        .position(|&byte| byte < 0x20 || byte == b'"' || byte == b'\\')
        .unwrap_or(rest.len())
}

/// A string body with its escapes resolved; a lone surrogate becomes U+FFFD.
pub(crate) fn decode(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(letter) = rest.chars().next() else {
            break;
        };
        rest = &rest[letter.len_utf8()..];
        match letter {
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'u' => rest = decode_unit(rest, &mut out),
            other => out.push(other),
        }
    }
    out.push_str(rest);
    out
}

/// The four digits after `\u`, and the second half of a surrogate pair.
fn decode_unit<'t>(rest: &'t str, out: &mut String) -> &'t str {
    let unit = |text: &str| {
        text.get(..4)
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
    };
    let Some(first) = unit(rest) else {
        return rest;
    };
    let rest = &rest[4..];
    if (0xd800..0xdc00).contains(&first)
        && let Some(after) = rest.strip_prefix("\\u")
        && let Some(second) = unit(after)
        && (0xdc00..0xe000).contains(&second)
    {
        let joined = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        out.push(char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER));
        return &after[4..];
    }
    out.push(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
    rest
}

#[cfg(test)]
mod tests;
