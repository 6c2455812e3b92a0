//! Bytes to UTF-8 text: unpacks gzip and transcodes UTF-16, told by the first bytes and never by the name.

use super::gzip::{self, Gzip};
use super::utf16::Utf16;
use crate::model::source::Compression;
use std::io::{self, BufReader, Chain, Cursor, ErrorKind, Read};

const BUFFER: usize = 64 << 10;

/// A text with how it was packed and written.
pub(super) struct Decoded {
    /// UTF-8 bytes (or whatever an 8-bit file holds); a byte order mark stays at the start.
    pub(super) text: Box<dyn Read + Send>,
    /// How it was packed.
    pub(super) compression: Compression,
    /// `utf-8`, `utf-8-bom`, `utf-16le`, `utf-16be`.
    pub(super) encoding: &'static str,
}

impl Decoded {
    /// True when offsets in the text are offsets in the file.
    pub(super) fn is_plain(&self) -> bool {
        self.compression == Compression::None && self.encoding.starts_with("utf-8")
    }
}

/// Looks at the first bytes and chooses the decoders.
pub(super) fn decode(raw: Box<dyn Read + Send>) -> io::Result<Decoded> {
    let (head, raw) = peek(raw)?;
    if head.starts_with(&gzip::MAGIC) {
        let gzip: Box<dyn Read + Send> = Box::new(Gzip::new(BufReader::with_capacity(BUFFER, raw)));
        let (head, text) = peek(gzip)?;
        return encoded(&head, Box::new(text), Compression::Gzip);
    }
    encoded(&head, Box::new(raw), Compression::None)
}

fn encoded(
    head: &[u8],
    raw: Box<dyn Read + Send>,
    compression: Compression,
) -> io::Result<Decoded> {
    let big_endian = match head {
        [0xff, 0xfe, 0, 0] | [0, 0, 0xfe, 0xff] => {
            return Err(io::Error::other("UTF-32 text: save it as UTF-8"));
        }
        // JSON starts with two ASCII letters: zeros between them are UTF-16 without its mark.
        [0xff, 0xfe, ..] | [1..=0xff, 0, 1..=0xff, 0] => Some(false),
        [0xfe, 0xff, ..] | [0, 1..=0xff, 0, 1..=0xff] => Some(true),
        _ => None,
    };
    let (text, encoding): (Box<dyn Read + Send>, _) = match big_endian {
        Some(true) => (Box::new(Utf16::new(raw, true)), "utf-16be"),
        Some(false) => (Box::new(Utf16::new(raw, false)), "utf-16le"),
        None if head.starts_with(b"\xef\xbb\xbf") => (raw, "utf-8-bom"),
        None => (raw, "utf-8"),
    };
    Ok(Decoded {
        text,
        compression,
        encoding,
    })
}

/// A reader whose first bytes were looked at.
type Peeked<R> = Chain<Cursor<Vec<u8>>, R>;

/// Up to four bytes, and a reader that gives them again. An error behind the first byte is left for later.
fn peek<R: Read>(mut raw: R) -> io::Result<(Vec<u8>, Peeked<R>)> {
    let mut head = [0; 4];
    let mut length = 0;
    while length < head.len() {
        match raw.read(&mut head[length..]) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error)
                if matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::WouldBlock) => {}
            Err(error) if length == 0 => return Err(error),
            Err(_) => break,
        }
    }
    let head = head[..length].to_vec();
    let whole = Cursor::new(head.clone()).chain(raw);
    Ok((head, whole))
}
