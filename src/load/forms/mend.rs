//! A second, lenient reading of one value that is no JSON, as people paste them from documentation.
//!
//! Mended is only what can mean one thing: a comma missing between members, a comma too many, a colon missing before
//! a brace, quotes inside a string that ends with its line. What is cut off stays broken.

/// Containers inside each other.
const DEPTH_LIMIT: u32 = 120;

/// Bytes of the largest element that is mended.
const LIMIT: usize = 1 << 20;

/// Why a lenient reading stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The text ended inside a value.
    End,
    /// Something at this byte cannot stand there.
    At(usize),
}

/// The same object as sound JSON; `None` when it cannot be mended, or needs no mending.
pub(in crate::load) fn object(text: &str) -> Option<String> {
    if text.len() > LIMIT || !text.starts_with('{') {
        return None;
    }
    let mut walk = Lenient::new(text, 0);
    let mut json = String::with_capacity(text.len());
    walk.value(&mut json, 0).ok()?;
    walk.blanks();
    (walk.at == text.len() && walk.mends > 0).then_some(json)
}

/// A place in a text that is read leniently.
pub(super) struct Lenient<'t> {
    text: &'t str,
    pub(super) at: usize,
    /// What was mended so far.
    pub(super) mends: u32,
    /// A column at or before which no member of the object being read may stand, and a key it may not have.
    pub(super) fence: Option<usize>,
    /// True when the reading stopped at what belongs to something else.
    pub(super) is_at_fence: bool,
    /// The end of the last whole member of the outermost object, and whether a comma followed.
    pub(super) last_member: Option<(usize, bool)>,
}

impl<'t> Lenient<'t> {
    /// At a byte of a text.
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Self {
            text,
            at,
            mends: 0,
            fence: None,
            is_at_fence: false,
            last_member: None,
        }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn stop(&self) -> Stop {
        match self.peek() {
            None => Stop::End,
            Some(_) => Stop::At(self.at),
        }
    }

    /// The value under the cursor, written as JSON.
    pub(super) fn value(&mut self, json: &mut String, depth: u32) -> Result<(), Stop> {
        match self.peek() {
            Some(b'"') => self.string(json),
            Some(b'{') if depth < DEPTH_LIMIT => self.members(json, depth),
            Some(b'[') if depth < DEPTH_LIMIT => self.elements(json, depth),
            Some(b'-' | b'+' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z') => {
                let start = self.at;
                while self
                    .peek()
                    .is_some_and(|b| matches!(b, b'-' | b'+' | b'.') || b.is_ascii_alphanumeric())
                {
                    self.at += 1;
                }
                // Whether the word is a value is for the strict reader to say.
                json.push_str(&self.text[start..self.at]);
                Ok(())
            }
            _ => Err(self.stop()),
        }
    }

    fn members(&mut self, json: &mut String, depth: u32) -> Result<(), Stop> {
        self.at += 1;
        json.push('{');
        let (mut first, mut comma) = (true, false);
        let mut column = None;
        loop {
            self.blanks();
            match self.peek() {
                Some(b'}') => break,
                Some(b',') => {
                    // The first comma behind a member is due; all others are too many.
                    self.mends += u32::from(first || comma);
                    comma = true;
                    self.at += 1;
                    if depth == 0
                        && let Some(last) = &mut self.last_member
                    {
                        last.1 = true;
                    }
                    continue;
                }
                Some(b'"') => {}
                _ => return Err(self.stop()),
            }
            if depth == 0 && self.is_fenced(&mut column) {
                self.is_at_fence = true;
                return Err(Stop::At(self.at));
            }
            self.mends += u32::from(!first && !comma);
            json.push_str(if first { "" } else { "," });
            self.member(json, depth)?;
            (first, comma) = (false, false);
            if depth == 0 {
                self.last_member = Some((self.at, false));
            }
        }
        self.at += 1;
        self.mends += u32::from(comma);
        json.push('}');
        Ok(())
    }

    /// True at a key that belongs to what follows a block whose brace is missing.
    fn is_fenced(&self, first_column: &mut Option<usize>) -> bool {
        let Some(fence) = self.fence else {
            return false;
        };
        let rest = &self.text[self.at..];
        if rest
            .get(..12)
            .is_some_and(|key| key.eq_ignore_ascii_case("\"properties\""))
        {
            return true;
        }
        let column = column(self.text, self.at);
        let first_column = *first_column.get_or_insert(column.unwrap_or(usize::MAX));
        first_column > fence && column.is_some_and(|column| column <= fence)
    }

    /// A key, its colon and its value.
    pub(super) fn member(&mut self, json: &mut String, depth: u32) -> Result<(), Stop> {
        self.key(json)?;
        self.value(json, depth + 1)
    }

    /// A key and its colon, which only a bracket can do without.
    fn key(&mut self, json: &mut String) -> Result<(), Stop> {
        self.string(json)?;
        self.blanks();
        match self.peek() {
            Some(b':') => self.at += 1,
            Some(b'{' | b'[') => self.mends += 1,
            _ => return Err(self.stop()),
        }
        json.push(':');
        self.blanks();
        Ok(())
    }

    /// A key and an object, whose members count as those of the outermost one.
    pub(super) fn block(&mut self, json: &mut String) -> Result<(), Stop> {
        self.key(json)?;
        self.value(json, 0)
    }

    fn elements(&mut self, json: &mut String, depth: u32) -> Result<(), Stop> {
        self.at += 1;
        json.push('[');
        let (mut first, mut comma) = (true, false);
        loop {
            self.blanks();
            match self.peek() {
                Some(b']') => break,
                Some(b',') => {
                    self.mends += u32::from(first || comma);
                    comma = true;
                    self.at += 1;
                    continue;
                }
                None => return Err(Stop::End),
                Some(_) => {}
            }
            self.mends += u32::from(!first && !comma);
            json.push_str(if first { "" } else { "," });
            self.value(json, depth + 1)?;
            (first, comma) = (false, false);
        }
        self.at += 1;
        self.mends += u32::from(comma);
        json.push(']');
        Ok(())
    }

    /// A string as it is; when its end is followed by what cannot be, the last quote of the line ends it.
    fn string(&mut self, json: &mut String) -> Result<(), Stop> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let mut at = start + 1;
        let end = loop {
            let Some(found) = bytes
                .get(at..)
                .and_then(|rest| memchr::memchr3(b'"', b'\\', b'\n', rest))
            else {
                return Err(Stop::End);
            };
            at += found;
            match bytes[at] {
                b'"' => break at,
                b'\\' => at += 2,
                _ => return Err(Stop::At(start)),
            }
        };
        let behind = &bytes[end + 1..];
        let blanks = behind
            .iter()
            .take_while(|&&b| matches!(b, b' ' | b'\t' | b'\r'))
            .count();
        let behind = &behind[blanks..];
        let is_end = behind.first().is_none_or(|b| b"\n,:}]{[\"".contains(b));
        if is_end && !behind.starts_with(b"\"\"") {
            json.push_str(&self.text[start..=end]);
            self.at = end + 1;
            return Ok(());
        }
        let line_end = memchr::memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |at| end + at);
        let line = self.text[start + 1..line_end].trim_end();
        let line = line.strip_suffix(',').unwrap_or(line).trim_end();
        let body = line.strip_suffix('"').ok_or(Stop::At(end + 1))?;
        if body.contains('\\') {
            // Some quotes are escaped and some are not: nobody can say which.
            return Err(Stop::At(end + 1));
        }
        json.push('"');
        json.push_str(&body.replace('"', "\\\""));
        json.push('"');
        self.mends += 1;
        self.at = start + 1 + line.len();
        Ok(())
    }
}

/// The column of a byte when only blanks stand before it on its line.
pub(super) fn column(text: &str, at: usize) -> Option<usize> {
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |at| at + 1);
    let before = &text[start..at];
    before.trim().is_empty().then_some(before.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip]
    fn what_can_mean_one_thing_is_mended() {
        for (text, json) in [
            ("{\"a\": 1 \"b\": \"x\"}", r#"{"a":1,"b":"x"}"#),
            ("{\"a\": \"x\"    \n \"b\": 2,}", r#"{"a":"x","b":2}"#),
            ("{\"p\" {\"a\": [1,2,],},}", r#"{"p":{"a":[1,2]}}"#),
            ("{,\"a\": null}", r#"{"a":null}"#),
            ("{\"t\": \"{\"a\":1}\",\n\"b\":2}", r#"{"t":"{\"a\":1}","b":2}"#),
            ("{\"l\": [{\"a\":1} {\"b\":2}]}", r#"{"l":[{"a":1},{"b":2}]}"#),
        ] {
            assert_eq!(object(text).as_deref(), Some(json), "{text}");
        }
    }

    #[test]
    fn what_is_sound_cut_or_unclear_is_not_touched() {
        for text in [
            "",
            "{}",
            "{\"a\":1}",
            "{\"a\":1,",
            "{\"a\":[1,2,}",
            "{\"a\" 1}",
            "{\"a\":\"x\n\",}",
            "{\"a\":\"x}",
            "{a:1,}",
            "{\"a\":1,} x",
            "{\"a\": \"say \\\"x\" y\",\n}",
            "[1,]",
            "{\"a\":,}",
            &format!("{{\"a\":{}", "[".repeat(100_000)),
        ] {
            assert_eq!(object(text), None, "{text:.40}");
        }
    }
}
