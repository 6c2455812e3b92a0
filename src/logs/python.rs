//! Python's way of writing a value, as the Azure command line writes dynamic cells: `{'StreamType': 'Video'}`.
//!
//! Strict: what is not surely a literal of Python (`repr` of dicts, lists, strings, numbers, `None`, `True`, `False`)
//! is not touched (file-forms, "az monitor log-analytics query").

use super::json::DEPTH_LIMIT;

/// The same value as JSON; `None` when the text is no literal that `repr` writes.
pub(crate) fn to_json(text: &str) -> Option<String> {
    let mut walk = Walk {
        rest: text.trim(),
        json: String::with_capacity(text.len()),
    };
    if !walk.rest.starts_with(['{', '[']) {
        return None;
    }
    walk.value(0)?;
    walk.rest.is_empty().then_some(walk.json)
}

struct Walk<'t> {
    rest: &'t str,
    json: String,
}

/// Literals by their words.
const WORDS: [(&str, &str); 3] = [("None", "null"), ("True", "true"), ("False", "false")];

impl Walk<'_> {
    fn value(&mut self, depth: u32) -> Option<()> {
        match self.rest.chars().next()? {
            '{' => self.list(depth, ('{', '}'), true),
            '[' => self.list(depth, ('[', ']'), false),
            quote @ ('\'' | '"') => self.string(quote),
            '-' | '0'..='9' => self.number(),
            _ => self.word(),
        }
    }

    fn list(&mut self, depth: u32, (open, close): (char, char), has_keys: bool) -> Option<()> {
        if depth + 1 >= DEPTH_LIMIT {
            return None;
        }
        self.skip(1);
        self.json.push(open);
        let mut first = true;
        while !self.rest.starts_with(close) {
            if !first {
                self.only(',')?;
                self.json.push(',');
            }
            first = false;
            if has_keys {
                let quote = self.rest.chars().next()?;
                matches!(quote, '\'' | '"').then(|| self.string(quote))??;
                self.only(':')?;
                self.json.push(':');
            }
            self.value(depth + 1)?;
        }
        self.skip(1);
        self.json.push(close);
        Some(())
    }

    fn string(&mut self, quote: char) -> Option<()> {
        self.json.push('"');
        let mut letters = self.rest.char_indices().skip(1);
        let end = loop {
            let (at, letter) = letters.next()?;
            match letter {
                '\\' => {
                    let (_, escape) = letters.next()?;
                    match escape {
                        '\'' => self.json.push('\''),
                        '"' | '\\' | 'n' | 'r' | 't' => self.json.extend(['\\', escape]),
                        'x' => {
                            let digits = [letters.next()?.1, letters.next()?.1];
                            digits.iter().all(char::is_ascii_hexdigit).then_some(())?;
                            self.json.push_str("\\u00");
                            self.json.extend(digits);
                        }
                        'u' => self.json.push_str("\\u"),
                        _ => return None,
                    }
                }
                _ if letter == quote => break at,
                '"' => self.json.push_str("\\\""),
                letter if letter < ' ' => return None,
                letter => self.json.push(letter),
            }
        };
        self.json.push('"');
        self.skip(end + 1);
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        let length = self
            .rest
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '+' | '-'))
            .unwrap_or(self.rest.len());
        self.rest[..length].parse::<f64>().ok()?;
        self.json.push_str(&self.rest[..length]);
        self.skip(length);
        Some(())
    }

    fn word(&mut self) -> Option<()> {
        let (word, json) = WORDS.iter().find(|(word, _)| self.rest.starts_with(word))?;
        self.json.push_str(json);
        self.skip(word.len());
        Some(())
    }

    fn only(&mut self, wanted: char) -> Option<()> {
        self.rest.starts_with(wanted).then(|| self.skip(1))
    }

    /// Steps over so many bytes and the blanks behind them.
    fn skip(&mut self, length: usize) {
        self.rest = self.rest[length..].trim_ascii_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip]
    fn literals_become_json_and_all_else_is_left() {
        for (python, json) in [
            ("{'a': 'b', 'c': [1, -2.5e-05, None, True, False]}", r#"{"a":"b","c":[1,-2.5e-05,null,true,false]}"#),
            (r#"{'a': "it's", 'b': 'say "x"', 'c': 'it\'s \\ \n \xe9'}"#, r#"{"a":"it's","b":"say \"x\"","c":"it's \\ \n \u00e9"}"#),
            (" {} ", "{}"), ("[]", "[]"), ("{'a': {'b': {}}}", r#"{"a":{"b":{}}}"#),
        ] {
            assert_eq!(to_json(python).as_deref(), Some(json), "{python}");
        }
        for text in ["", "x", "'a'", "{'a'}", "{a: 1}", "{'a': 1", "{'a': 1} x", "{'a': b'x'}", "{'a': datetime(1)}",
            "{1: 2}", "{'a': 'b\n'}", "[1 2]", "{'a': '\\", &"[".repeat(500)] {
            assert_eq!(to_json(text), None, "{text}");
        }
    }
}
