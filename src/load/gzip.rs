//! All members of a gzip file, zero padding allowed, what comes before an error kept.
//!
//! `GzDecoder` stops after one member and `MultiGzDecoder` takes padding for a broken header, so members are walked
//! here.

use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, ErrorKind, Read};

/// The first bytes of every member.
pub(super) const MAGIC: [u8; 2] = [0x1f, 0x8b];

enum State<R> {
    Member(Box<GzDecoder<R>>),
    Between(R),
    Ended,
}

/// A reader of the unpacked bytes.
pub(super) struct Gzip<R> {
    state: State<R>,
}

impl<R: BufRead> Gzip<R> {
    /// At the start of the first member.
    pub(super) fn new(source: R) -> Self {
        Self {
            state: State::Member(Box::new(GzDecoder::new(source))),
        }
    }

    /// Steps over zeros; true when another member follows.
    fn next_member(source: &mut R) -> io::Result<bool> {
        loop {
            let ahead = source.fill_buf()?;
            match ahead.iter().position(|&byte| byte != 0) {
                None if ahead.is_empty() => return Ok(false),
                None => {
                    let length = ahead.len();
                    source.consume(length);
                }
                Some(at) => {
                    let is_member = ahead[at] == MAGIC[0];
                    source.consume(at);
                    return if is_member {
                        Ok(true)
                    } else {
                        Err(io::Error::other(
                            "bytes that are no gzip after the packed data",
                        ))
                    };
                }
            }
        }
    }
}

impl<R: BufRead> Read for Gzip<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match &mut self.state {
                State::Member(member) => match member.read(out) {
                    Ok(0) if !out.is_empty() => {
                        let State::Member(member) =
                            std::mem::replace(&mut self.state, State::Ended)
                        else {
                            return Ok(0);
                        };
                        self.state = State::Between(member.into_inner());
                    }
                    Ok(length) => return Ok(length),
                    Err(error) => return Err(told(&error)),
                },
                State::Between(source) => {
                    if !Self::next_member(source)? {
                        self.state = State::Ended;
                    } else if let State::Between(source) =
                        std::mem::replace(&mut self.state, State::Ended)
                    {
                        self.state = State::Member(Box::new(GzDecoder::new(source)));
                    }
                }
                State::Ended => return Ok(0),
            }
        }
    }
}

/// A quiet pipe stays one; all else names the packing.
fn told(error: &io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::Interrupted => error.kind().into(),
        ErrorKind::UnexpectedEof => io::Error::other("gzip: cut short"),
        _ => io::Error::other(format!("gzip: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn pack(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        assert!(encoder.write_all(text).is_ok());
        encoder.finish().unwrap_or_default()
    }

    fn unpack(packed: &[u8]) -> (Vec<u8>, Option<String>) {
        let mut gzip = Gzip::new(io::BufReader::with_capacity(3, packed));
        let mut text = Vec::new();
        let error = gzip.read_to_end(&mut text).err();
        (text, error.map(|error| error.to_string()))
    }

    #[test]
    fn members_padding_and_troubles() {
        let two = [pack(b"one "), pack(b"two")].concat();
        assert_eq!(unpack(&two), (b"one two".to_vec(), None));
        let padded = [two.clone(), vec![0; 10], pack(b"!"), vec![0; 600]].concat();
        assert_eq!(unpack(&padded), (b"one two!".to_vec(), None));
        let trailing = [two.clone(), b"junk".to_vec()].concat();
        let (text, error) = unpack(&trailing);
        assert_eq!(text, b"one two");
        assert!(error.is_some_and(|error| error.contains("no gzip after")));
        let (text, error) = unpack(&two[..two.len() - 9]);
        assert!(text.starts_with(b"one "));
        assert_eq!(error.as_deref(), Some("gzip: cut short"));
    }
}
