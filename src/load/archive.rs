//! Archives: the members of a zip or tar file as files of their own, read where they lie and never unpacked to disk.

use super::raw::Slice;
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use rustix::io::Errno;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use zip::{CompressionMethod, ZipArchive};

/// Members listed of one archive; more than any export has.
const MEMBERS: usize = 100_000;

const BUFFER: usize = 64 << 10;

/// A file inside an archive.
#[derive(Clone, Debug)]
pub(super) struct Member {
    file: Arc<File>,
    start: u64,
    packed: u64,
    packing: Packing,
    /// Bytes when unpacked, as the archive says.
    pub(super) size: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Tar,
    Stored { crc: u32 },
    Deflated { crc: u32 },
}

/// A member by its name: where it is, or why it cannot be read.
pub(super) type Listed = (String, Result<Member, String>);

/// What lists the members of a kind of archive.
type Lister = fn(&Arc<File>) -> Result<Vec<Listed>, String>;

fn lister(file: &File) -> Option<Lister> {
    let mut head = [0; 262];
    let length = read_at(file, &mut head, 0).ok()?;
    let head = &head[..length];
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(list_zip);
    }
    (head.get(257..262) == Some(b"ustar")).then_some(list_tar)
}

/// True for a file that [`list`] opens up.
pub(super) fn is_archive(file: &File) -> bool {
    lister(file).is_some()
}

/// The members of an archive; `None` for all other files.
pub(super) fn list(file: &Arc<File>) -> Option<Result<Vec<Listed>, String>> {
    lister(file).map(|list| list(file))
}

impl Member {
    /// Its bytes, unpacked.
    pub(super) fn open(&self) -> Box<dyn Read + Send> {
        let raw = Slice::new(Arc::clone(&self.file), self.start, self.start + self.packed);
        match self.packing {
            Packing::Tar => Box::new(raw),
            Packing::Stored { crc } => Box::new(Checked::new(raw, crc)),
            Packing::Deflated { crc } => {
                let raw = BufReader::with_capacity(BUFFER, raw);
                Box::new(Checked::new(DeflateDecoder::new(raw), crc))
            }
        }
    }

    /// True inside a zip archive.
    pub(super) fn is_zipped(&self) -> bool {
        self.packing != Packing::Tar
    }

    fn end(&self) -> u64 {
        self.start.saturating_add(self.packed)
    }
}

fn list_zip(file: &Arc<File>) -> Result<Vec<Listed>, String> {
    let told = |error| format!("zip archive that is cut short or damaged ({error})");
    let mut archive = ZipArchive::new(Place::new(file)).map_err(told)?;
    let is_workbook = archive
        .file_names()
        .flatten()
        .any(|name| name.starts_with("xl/"));
    if is_workbook {
        return Err("Excel workbook: save it as CSV".to_owned());
    }
    if archive.len() > MEMBERS {
        return Err(format!("zip archive with more than {MEMBERS} files"));
    }
    let length = file.metadata().map_or(0, |metadata| metadata.len());
    let mut members = Vec::new();
    for at in 0..archive.len() {
        let entry = match archive.by_index_raw(at) {
            Ok(entry) => entry,
            Err(error) => {
                members.push((format!("member {}", at + 1), Err(told(error))));
                continue;
            }
        };
        if entry.is_dir() {
            continue;
        }
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let crc = entry.crc32();
        let packing = match entry.compression() {
            _ if entry.encrypted() => Err("encrypted: unpack it with its password".to_owned()),
            CompressionMethod::Stored => Ok(Packing::Stored { crc }),
            CompressionMethod::DEFLATE => Ok(Packing::Deflated { crc }),
            method => Err(format!("packed with {method:?}: unpack it first")),
        };
        let start = entry.data_start();
        let member = packing.and_then(|packing| {
            let packed = entry.compressed_size();
            let whole =
                start.filter(|start| start.checked_add(packed).is_some_and(|end| end <= length));
            Ok(Member {
                file: Arc::clone(file),
                start: whole.ok_or("lies beyond the end of the archive, which may be cut short")?,
                packed,
                packing,
                // What the directory claims counts only as far as deflate can reach.
                size: entry.size().min(packed.saturating_mul(1_100)),
            })
        });
        members.push((name, member));
    }
    refuse_overlaps(&mut members);
    Ok(members)
}

/// Members that share bytes make gigabytes of kilobytes.
fn refuse_overlaps(members: &mut [Listed]) {
    let mut order: Vec<usize> = (0..members.len())
        .filter(|&at| members[at].1.is_ok())
        .collect();
    let start = |members: &[Listed], at: usize| members[at].1.as_ref().map_or(0, |m| m.start);
    order.sort_by_key(|&at| start(members, at));
    let mut behind = 0;
    for at in order {
        let Ok(member) = &members[at].1 else { continue };
        if member.start < behind && member.packed > 0 {
            members[at].1 = Err("shares its bytes with another file of the archive".to_owned());
        } else {
            behind = member.end();
        }
    }
}

fn list_tar(file: &Arc<File>) -> Result<Vec<Listed>, String> {
    let told = |error: io::Error| format!("tar: {error}");
    let length = file.metadata().map_or(0, |metadata| metadata.len());
    let mut archive = tar::Archive::new(Place::new(file));
    let mut members = Vec::new();
    for entry in archive.entries_with_seek().map_err(told)? {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                members.push(("(the rest)".to_owned(), Err(told(error))));
                break;
            }
        };
        if members.len() > MEMBERS {
            return Err(format!("tar archive with more than {MEMBERS} files"));
        }
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        // A member that is cut short is read as far as it goes, and told then.
        let (start, size) = (entry.raw_file_position(), entry.size());
        let member = Member {
            file: Arc::clone(file),
            start: start.min(length),
            packed: size.min(u64::MAX / 2),
            packing: Packing::Tar,
            size: size.min(length),
        };
        members.push((name, Ok(member)));
    }
    Ok(members)
}

/// Bytes of the largest packed tar file that is unpacked into a nameless file.
const SPOOL_LIMIT: u64 = 4 << 30;

/// The members of a tar file inside a gzip file, whose text is given: kept in a nameless file, as it has no places to
/// jump to.
pub(super) fn list_packed_tar(text: impl Read) -> Result<Vec<Listed>, String> {
    let told = |error: io::Error| format!("tar: {error}");
    let mut spool = tempfile::tempfile().map_err(told)?;
    let copied = io::copy(&mut text.take(SPOOL_LIMIT), &mut spool);
    let cut = copied.as_ref().err().map(ToString::to_string);
    if copied.is_ok_and(|length| length == SPOOL_LIMIT) {
        return Err("tar archive of more than 4 GiB: unpack it first".to_owned());
    }
    let mut members = list_tar(&Arc::new(spool))?;
    members.extend(cut.map(|error| ("(the rest)".to_owned(), Err(error))));
    Ok(members)
}

/// A file read from a place of its own.
#[derive(Clone)]
struct Place {
    file: Arc<File>,
    at: u64,
}

impl Place {
    fn new(file: &Arc<File>) -> BufReader<Self> {
        let place = Self {
            file: Arc::clone(file),
            at: 0,
        };
        BufReader::with_capacity(BUFFER, place)
    }
}

impl Read for Place {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.file.read_at(out, self.at)?;
        self.at += length as u64;
        Ok(length)
    }
}

impl Seek for Place {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let from = |base: u64, offset: i64| base.checked_add_signed(offset);
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(offset) => from(self.at, offset),
            SeekFrom::End(offset) => from(self.file.metadata()?.len(), offset),
        };
        self.at = at.ok_or(io::Error::from(ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

fn read_at(file: &File, out: &mut [u8], from: u64) -> io::Result<usize> {
    let mut length = 0;
    while length < out.len() {
        match file.read_at(&mut out[length..], from + length as u64) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.raw_os_error() == Some(Errno::INTR.raw_os_error()) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

/// Unpacked bytes whose checksum is compared at their end.
struct Checked<R> {
    raw: R,
    crc: Crc,
    wanted: u32,
}

impl<R> Checked<R> {
    fn new(raw: R, wanted: u32) -> Self {
        Self {
            raw,
            crc: Crc::new(),
            wanted,
        }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.raw.read(out).map_err(|error| match error.kind() {
            ErrorKind::Interrupted => error,
            _ => io::Error::other(format!("zip: {error}")),
        })?;
        self.crc.update(&out[..length]);
        if length == 0 && !out.is_empty() && self.crc.sum() != self.wanted {
            return Err(io::Error::other(
                "zip: the checksum is wrong; the archive is damaged",
            ));
        }
        Ok(length)
    }
}
