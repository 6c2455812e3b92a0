//! UTF-16 to UTF-8 on the fly: what Windows PowerShell's `>` writes. A lone surrogate becomes U+FFFD.

use std::io::{self, Read};

const STEP: usize = 32 << 10;

/// A reader of UTF-8 over a reader of UTF-16; the byte order mark goes through as one.
pub(super) struct Utf16<R> {
    source: R,
    big_endian: bool,
    raw: Vec<u8>,
    high: Option<u16>,
    text: Vec<u8>,
    taken: usize,
    ended: bool,
}

impl<R: Read> Utf16<R> {
    /// A reader for a known byte order.
    pub(super) fn new(source: R, big_endian: bool) -> Self {
        Self {
            source,
            big_endian,
            raw: Vec::new(),
            high: None,
            text: Vec::new(),
            taken: 0,
            ended: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.taken = 0;
        let kept = self.raw.len();
        self.raw.resize(kept + STEP, 0);
        let read = self.source.read(&mut self.raw[kept..]);
        self.raw.truncate(kept + *read.as_ref().unwrap_or(&0));
        if read? == 0 {
            self.finish();
            return Ok(());
        }
        let whole = self.raw.len() & !1;
        for at in (0..whole).step_by(2) {
            let pair = [self.raw[at], self.raw[at + 1]];
            let unit = if self.big_endian {
                u16::from_be_bytes(pair)
            } else {
                u16::from_le_bytes(pair)
            };
            self.unit(unit);
        }
        self.raw.drain(..whole);
        Ok(())
    }

    fn unit(&mut self, unit: u16) {
        let high = self.high.take();
        match (high, unit) {
            (Some(high), 0xdc00..0xe000) => {
                let joined =
                    0x10000 + ((u32::from(high) - 0xd800) << 10) + (u32::from(unit) - 0xdc00);
                self.push(joined);
                return;
            }
            (Some(_), _) => self.push(u32::MAX),
            (None, _) => {}
        }
        if (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
        } else {
            self.push(u32::from(unit));
        }
    }

    fn push(&mut self, code: u32) {
        let letter = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        let mut buffer = [0; 4];
        self.text
            .extend_from_slice(letter.encode_utf8(&mut buffer).as_bytes());
    }

    /// Half a unit or half a pair at the end is told as one broken letter.
    fn finish(&mut self) {
        self.ended = true;
        if self.high.take().is_some() || !self.raw.is_empty() {
            self.raw.clear();
            self.push(u32::MAX);
        }
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.text.len() && !self.ended {
            self.refill()?;
        }
        let length = out.len().min(self.text.len() - self.taken);
        out[..length].copy_from_slice(&self.text[self.taken..self.taken + length]);
        self.taken += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let length = self.0.len().min(out.len()).min(1);
            out[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }

    fn decode(units: &[u16], tail: &[u8], big_endian: bool) -> Vec<u8> {
        let mut raw: Vec<u8> = units
            .iter()
            .flat_map(|unit| {
                if big_endian {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect();
        raw.extend_from_slice(tail);
        let mut text = Vec::new();
        let read = Utf16::new(Drops(&raw), big_endian).read_to_end(&mut text);
        assert!(read.is_ok());
        text
    }

    #[test]
    fn letters_pairs_and_broken_halves() {
        let units: Vec<u16> = "\u{feff}a\u{e9}\u{1F600}z".encode_utf16().collect();
        for big_endian in [false, true] {
            let text = decode(&units, &[], big_endian);
            assert_eq!(text, "\u{feff}a\u{e9}\u{1F600}z".as_bytes());
        }
        assert_eq!(decode(&[0xd83d, 0x41], &[], false), "\u{fffd}A".as_bytes());
        assert_eq!(decode(&[0xde00], &[], false), "\u{fffd}".as_bytes());
        assert_eq!(decode(&[0x41, 0xd83d], &[], true), "A\u{fffd}".as_bytes());
        assert_eq!(decode(&[0x41], &[0x42], true), "A\u{fffd}".as_bytes());
    }
}
