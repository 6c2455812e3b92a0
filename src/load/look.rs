//! A look into a file of a folder: what its first bytes tell, before it is known whether it is read at all.

use super::archive;
use super::beside::side_by_side;
use super::decode::decode;
use super::discover::{Found, Place, fill_sample, open};
use super::form::{self, Verdict};
use super::window::Window;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a look into a file found.
pub(super) enum Look {
    /// No log, and why.
    Refused(&'static str),
    /// Plain JSON Lines.
    Lines(Lines),
    /// A plain text of another form, or one that cannot be decoded, which is told when it is read.
    Text,
    /// It was not looked into, or it is packed or an archive and may have members.
    Unknown,
}

/// Files for which one more thread is worth its start.
const LOOKS_A_THREAD: usize = 16;

/// Looks into files of a folder; only regular files are opened, as a pipe or a device could block for ever.
pub(super) fn looks(paths: &[PathBuf], threads: usize) -> Vec<io::Result<(Metadata, Look)>> {
    let threads = threads.min(paths.len().div_ceil(LOOKS_A_THREAD));
    let found = side_by_side(paths.len(), threads, || {
        let mut spare = Vec::new();
        move |at| look(&paths[at], &mut spare)
    });
    let mut found = found.into_iter().peekable();
    let mut spare = Vec::new();
    let found = paths.iter().enumerate().map(|(at, path)| {
        let looked = found.next_if(|(of, _)| *of == at);
        // What a thread that broke down looked into is looked into once more.
        looked.map_or_else(|| look(path, &mut spare), |(_, look)| look)
    });
    found.collect()
}

/// Looks into a file.
fn look(path: &Path, spare: &mut Vec<u8>) -> io::Result<(Metadata, Look)> {
    let file = open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Ok((metadata, Look::Refused("no regular file")));
    }
    if archive::is_archive(&file) {
        return Ok((metadata, Look::Unknown));
    }
    let seen = recognise(Box::new(file), spare);
    let look = seen.map_or(Look::Text, |seen| seen.look(&metadata));
    Ok((metadata, look))
}

/// What the start of a text tells.
pub(super) struct Seen {
    form: &'static str,
    encoding: &'static str,
    is_plain: bool,
    /// Why it is no log, if it is none.
    pub(super) refusal: Option<&'static str>,
}

impl Seen {
    fn look(&self, metadata: &Metadata) -> Look {
        if let Some(reason) = self.refusal {
            return Look::Refused(reason);
        }
        match (self.is_plain, self.form) {
            (false, _) => Look::Unknown,
            (true, "json-lines") => Look::Lines(Lines {
                encoding: self.encoding,
                stamp: stamp(metadata),
            }),
            _ => Look::Text,
        }
    }
}

/// Looks at the start of a text; none for one that cannot be decoded, which is told when it is read.
pub(super) fn recognise(raw: Box<dyn Read + Send>, spare: &mut Vec<u8>) -> Option<Seen> {
    let decoded = decode(raw).ok()?;
    let (is_plain, encoding) = (decoded.is_plain(), decoded.encoding);
    let mut window = Window::new(decoded.text, 0, form::SAMPLE + 1, std::mem::take(spare));
    let is_all = fill_sample(&mut window);
    let form = form::recognise(window.text(), is_all);
    let refusal = match form.verdict {
        Verdict::Refuse(_) if !is_plain && form.name == "tar" => None,
        Verdict::Refuse(reason) if window.error().is_none() => Some(reason),
        _ => None,
    };
    *spare = window.into_spare();
    Some(Seen {
        form: form.name,
        encoding,
        is_plain,
        refusal,
    })
}

/// A file of plain JSON Lines, as it was.
pub(super) struct Lines {
    encoding: &'static str,
    stamp: Stamp,
}

/// What tells a file from another one and from what it becomes.
type Stamp = [i64; 5];

fn stamp(metadata: &Metadata) -> Stamp {
    let (device, number) = (metadata.dev() as i64, metadata.ino() as i64);
    let size = metadata.len() as i64;
    [
        device,
        number,
        size,
        metadata.mtime(),
        metadata.mtime_nsec(),
    ]
}

/// Opens what is known to be plain JSON Lines, while it is what it was; with its encoding.
pub(super) fn open_lines(found: &Found) -> Option<(Arc<File>, &'static str)> {
    let (Place::Path(path), Some(lines)) = (&found.place, &found.lines) else {
        return None;
    };
    let file = open(path).ok()?;
    let metadata = file.metadata().ok()?;
    (lines.stamp == stamp(&metadata)).then(|| (Arc::new(file), lines.encoding))
}
