//! Archives made by hand, so that broken and hostile ones can be made as well.

use flate2::write::{DeflateEncoder, GzEncoder};
use flate2::{Compression, Crc};
use std::io::Write;

/// A member of a zip archive before it is packed.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    /// 0 stored, 8 deflated; anything else is only said.
    pub(crate) method: u16,
    /// Bit 0: encrypted.
    pub(crate) flags: u16,
    /// Puts another checksum into the directory.
    pub(crate) is_damaged: bool,
}

impl Entry {
    pub(crate) fn new(name: &str, bytes: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
            method: 8,
            flags: 0,
            is_damaged: false,
        }
    }
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    assert!(encoder.write_all(bytes).is_ok());
    encoder.finish().unwrap_or_default()
}

/// A zip archive (PKWARE APPNOTE, 4.3: local headers, data, directory, end).
pub(crate) fn zip(entries: &[Entry]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let packed = if entry.method == 8 {
            deflate(&entry.bytes)
        } else {
            entry.bytes.clone()
        };
        let mut crc = Crc::new();
        crc.update(&entry.bytes);
        let mut common = Vec::new();
        for word in [20, entry.flags, entry.method, 0, 0x5821] {
            common.extend(word.to_le_bytes());
        }
        common.extend((crc.sum() ^ u32::from(entry.is_damaged)).to_le_bytes());
        for size in [packed.len(), entry.bytes.len()] {
            common.extend((size as u32).to_le_bytes());
        }
        common.extend((entry.name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        let at = archive.len() as u32;
        archive.extend(b"PK\x03\x04");
        archive.extend(&common);
        archive.extend(entry.name.as_bytes());
        archive.extend(&packed);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(entry.name.as_bytes());
    }
    let (start, count) = (archive.len() as u32, entries.len() as u16);
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend(count.to_le_bytes());
    archive.extend(count.to_le_bytes());
    archive.extend((directory.len() as u32).to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

/// A tar archive (POSIX ustar).
pub(crate) fn tar(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        assert!(builder.append_data(&mut header, name, &bytes[..]).is_ok());
    }
    builder.into_inner().unwrap_or_default()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    assert!(encoder.write_all(bytes).is_ok());
    encoder.finish().unwrap_or_default()
}
