//! Where a JSON value ends, by its brackets and strings; whether it is sound is judged elsewhere.

/// The extent of the value at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// It ends before this byte.
    End(usize),
    /// A bracket at this byte closes what it did not open, or nothing starts here.
    Bad(usize),
    /// The text ends first.
    More,
}

/// Brackets inside each other that are followed.
const DEPTH_LIMIT: usize = 1 << 10;

/// The extent of the value that starts at the first byte.
pub(super) fn of(text: &[u8]) -> Extent {
    let mut nest = Vec::new();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'"' => match string_end(text, at) {
                Some(end) => at = end,
                None => return Extent::More,
            },
            b'{' | b'[' if nest.len() < DEPTH_LIMIT => nest.push(byte + 2),
            b'{' | b'[' => return Extent::Bad(at - 1),
            b'}' | b']' if nest.pop() != Some(byte) => return Extent::Bad(at - 1),
            b'}' | b']' => {}
            b',' | b':' | b' ' | b'\t' | b'\r' | b'\n' if nest.is_empty() => {
                return Extent::Bad(at - 1);
            }
            _ if nest.is_empty() => return word(text, at),
            _ => {}
        }
        if nest.is_empty() {
            return Extent::End(at);
        }
    }
    Extent::More
}

/// A literal or number ends where something else begins.
fn word(text: &[u8], from: usize) -> Extent {
    let is_inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-');
    let rest = &text[from..];
    match rest.iter().position(|byte| !is_inside(byte)) {
        Some(length) => Extent::End(from + length),
        None => Extent::More,
    }
}

/// Behind the quote that ends a string whose inside starts at `from`.
fn string_end(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
        if text[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_their_brackets_close() {
        use Extent::{Bad, End, More};
        let table: [(&str, Extent); 9] = [
            ("[1,\"]\\\"\"] x", End(9)),
            ("{\"a\":[{}]},", End(10)),
            ("\"a\"", End(3)),
            ("12.5e-3,", End(7)),
            ("12", More),
            ("[1", More),
            ("\"a\\", More),
            ("[1}", Bad(2)),
            (", 1", Bad(0)),
        ];
        for (text, extent) in table {
            assert_eq!(of(text.as_bytes()), extent, "{text}");
        }
        assert_eq!(of(&b"[".repeat(5_000)), Bad(DEPTH_LIMIT));
    }
}
