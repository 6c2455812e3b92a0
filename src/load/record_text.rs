//! The way back from a row to the text it was read from, for the raw view.

use super::decode::decode;
use super::discover::plain;
use super::origin::{Origin, Origins};
use super::shape::Shape;
use super::windows_1252::windows_1252;
use crate::model::id::FileIx;
use crate::model::source::Source;
use std::fmt::Write;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Bytes of a broken line that are shown.
const LINE_LIMIT: usize = 4 << 10;

const CHANGED: &str = "the file changed since it was loaded: load it again";

/// Reads texts of loaded files again.
#[derive(Clone)]
pub struct RecordReader {
    origins: Arc<Origins>,
}

impl RecordReader {
    pub(super) fn new(origins: Arc<Origins>) -> Self {
        Self { origins }
    }

    /// The text of a record, or why it cannot be had. A row of a table is given as JSON with the names of its columns
    /// and the cells as they are. `cancel` ends a long unpacking.
    pub fn read(&self, source: &Source, cancel: &AtomicBool) -> Result<String, String> {
        let length = source.length as usize;
        let bytes = self.bytes(source.file, source.offset, length, cancel)?;
        let shape = self.origins.shape(source.file.at(), source.offset);
        if bytes.len() != length {
            return Err(CHANGED.to_owned());
        }
        let text = match (&shape, String::from_utf8(bytes)) {
            (_, Ok(text)) => text,
            (Shape::Json | Shape::Values(_), Err(_)) => return Err(CHANGED.to_owned()),
            (_, Err(broken)) => windows_1252(broken.as_bytes()),
        };
        shape.shown(text).ok_or_else(|| CHANGED.to_owned())
    }

    /// The first 4 kB of something that could not be read as a record, its controls and broken bytes escaped.
    pub fn read_lines(
        &self,
        file: FileIx,
        offset: u64,
        length: u32,
        cancel: &AtomicBool,
    ) -> Result<String, String> {
        let length = (length as usize).min(LINE_LIMIT);
        let bytes = self.bytes(file, offset, length, cancel)?;
        let mut shown = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            shown += &chunk.valid().replace('\0', "\\x00");
            for byte in chunk.invalid() {
                // Writing to a string does not fail.
                let _ = write!(shown, "\\x{byte:02x}");
            }
        }
        Ok(shown)
    }

    fn bytes(
        &self,
        file: FileIx,
        offset: u64,
        length: usize,
        cancel: &AtomicBool,
    ) -> Result<Vec<u8>, String> {
        let told = |error: io::Error| match error.kind() {
            ErrorKind::UnexpectedEof => CHANGED.to_owned(),
            _ => format!("cannot be read again: {}", plain(&error)),
        };
        match self.origins.get(file.at()) {
            Some(Origin::Path(path)) => {
                let file = File::open(path).map_err(told)?;
                let copy = file.try_clone().map_err(told)?;
                let decoded = decode(Box::new(copy)).map_err(told)?;
                if decoded.is_plain() {
                    at(&file, offset, length).map_err(told)
                } else {
                    stream(decoded.text, offset, length, cancel).map_err(told)
                }
            }
            Some(Origin::Spool(file)) => at(&file, offset, length).map_err(told),
            Some(Origin::Member(member)) => {
                let decoded = decode(member.open()).map_err(told)?;
                stream(decoded.text, offset, length, cancel).map_err(told)
            }
            Some(Origin::Embedded(bytes)) => {
                let decoded = decode(Box::new(bytes)).map_err(told)?;
                stream(decoded.text, offset, length, cancel).map_err(told)
            }
            Some(Origin::Gone) => Err("came through a pipe and could not be kept".to_owned()),
            None => Err("no such file".to_owned()),
        }
    }
}

fn at(file: &File, offset: u64, length: usize) -> io::Result<Vec<u8>> {
    let end = offset + length as u64;
    if file.metadata()?.len() < end {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, offset)?;
    Ok(bytes)
}

fn stream(
    mut text: Box<dyn Read + Send>,
    offset: u64,
    length: usize,
    cancel: &AtomicBool,
) -> io::Result<Vec<u8>> {
    let mut buffer = vec![0; 256 << 10];
    let mut before = offset;
    while before > 0 {
        if cancel.load(Ordering::Relaxed) {
            return Err(io::Error::other("cancelled"));
        }
        let wanted = buffer
            .len()
            .min(usize::try_from(before).unwrap_or(usize::MAX));
        match text.read(&mut buffer[..wanted]) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(length) => before -= length as u64,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let mut bytes = Vec::new();
    text.take(length as u64).read_to_end(&mut bytes)?;
    if bytes.len() < length {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}
