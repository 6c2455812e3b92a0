//! Finds the files: named ones as they are, folders through and through, each file once, in a stable order.

use super::archive::{self, Listed, Member};
use super::decode::decode;
use super::form;
use super::look::{Lines, Look, looks, recognise};
use super::raw::Slice;
use super::window::{Filled, Window};
use super::{Input, pipe};
use crate::logs::Hint;
use crate::model::source::Skipped;
use rustix::fs::OFlags;
use std::collections::HashMap;
use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use walkdir::WalkDir;

/// A file to read.
pub(super) struct Found {
    /// As shown.
    pub(super) name: String,
    /// Where its bytes come from.
    pub(super) place: Place,
    /// Bytes on disk; 0 when unknown.
    pub(super) size: u64,
    /// What its path says of its records.
    pub(super) hint: Hint,
    /// True when reading may wait for someone to write.
    pub(super) is_pipe: bool,
    /// Plain JSON Lines, as a look into it found: it need not be recognised again.
    pub(super) lines: Option<Lines>,
    /// Why it cannot be read at all.
    pub(super) error: Option<String>,
}

/// Where bytes come from.
pub(super) enum Place {
    /// A file by its path.
    Path(PathBuf),
    /// Inside an archive.
    Member(Arc<Member>),
    /// Standard input.
    Stdin,
    /// Inside the program.
    Embedded(&'static [u8]),
    /// The text of a pipe that was kept.
    Kept(Arc<File>),
}

/// What was found.
#[derive(Default)]
pub(super) struct Discovery {
    /// To be read, in the order of their numbers.
    pub(super) files: Vec<Found>,
    /// Left out.
    pub(super) skipped: Vec<Skipped>,
    seen: HashMap<(u64, u64), String>,
    stdin_is_taken: bool,
    threads: usize,
    /// The buffer of one look into a file, for the next.
    spare: Vec<u8>,
}

/// Finds all files of the inputs; so many threads look into those of folders.
pub(super) fn discover(inputs: Vec<Input>, threads: usize) -> Discovery {
    let mut discovery = Discovery {
        threads,
        ..Discovery::default()
    };
    for input in inputs {
        match input {
            Input::Path(path) => discovery.named(path),
            Input::Stdin => discovery.stdin(),
            Input::Embedded(name, bytes) => discovery.files.push(Found {
                size: bytes.len() as u64,
                hint: Hint::of_path(&name),
                place: Place::Embedded(bytes),
                name,
                is_pipe: false,
                lines: None,
                error: None,
            }),
        }
    }
    discovery
}

impl Discovery {
    fn stdin(&mut self) {
        if self.stdin_is_taken {
            self.skip("-".to_owned(), "standard input was named before".to_owned());
            return;
        }
        self.stdin_is_taken = true;
        self.files.push(Found {
            name: "-".to_owned(),
            place: Place::Stdin,
            size: 0,
            hint: Hint::NONE,
            is_pipe: true,
            lines: None,
            error: None,
        });
    }

    /// What is named by hand is read, whatever it is; only a folder is searched.
    fn named(&mut self, path: PathBuf) {
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => self.folder(&path),
            Ok(metadata) => self.file(path, &metadata, Look::Unknown),
            Err(error) => self.unreadable(path, &error),
        }
    }

    fn unreadable(&mut self, path: PathBuf, error: &io::Error) {
        self.files.push(Found {
            name: shown(&path),
            place: Place::Path(path),
            size: 0,
            hint: Hint::NONE,
            is_pipe: false,
            lines: None,
            error: Some(format!("cannot be read: {}", plain(error))),
        });
    }

    fn file(&mut self, path: PathBuf, metadata: &Metadata, look: Look) {
        let name = shown(&path);
        let may_have_members = matches!(look, Look::Unknown);
        let lines = match look {
            Look::Refused(reason) => return self.skip(name, reason.to_owned()),
            Look::Lines(known) => Some(known),
            Look::Text | Look::Unknown => None,
        };
        if metadata.is_file() {
            let key = (metadata.dev(), metadata.ino());
            if let Some(first) = self.seen.get(&key) {
                let reason = format!("the same file as {first}");
                self.skip(name, reason);
                return;
            }
            self.seen.insert(key, name.clone());
            if may_have_members && let Some(listed) = members(&path) {
                return self.archive(&name, listed);
            }
        }
        self.files.push(Found {
            hint: Hint::of_path(&name),
            name,
            size: if metadata.is_file() {
                metadata.len()
            } else {
                0
            },
            place: Place::Path(path),
            is_pipe: !metadata.is_file(),
            lines,
            error: None,
        });
    }

    /// Members are to an archive what files are to a folder.
    fn archive(&mut self, name: &str, listed: Result<Vec<Listed>, String>) {
        let listed = match listed {
            Ok(listed) => listed,
            Err(error) => return self.broken(name.to_owned(), error),
        };
        for (inner, member) in listed {
            let name = format!("{name}!/{}", inner.trim_start_matches('/'));
            let member = match member {
                Ok(member) => Arc::new(member),
                Err(error) => {
                    self.broken(name, error);
                    continue;
                }
            };
            let seen = recognise(member.open(), &mut self.spare);
            match seen.and_then(|seen| seen.refusal) {
                Some(reason) => self.skip(name, reason.to_owned()),
                None => self.files.push(Found {
                    hint: Hint::of_path(&name),
                    name,
                    size: member.size,
                    place: Place::Member(member),
                    is_pipe: false,
                    lines: None,
                    error: None,
                }),
            }
        }
    }

    fn broken(&mut self, name: String, error: String) {
        self.files.push(Found {
            place: Place::Embedded(&[]),
            name,
            size: 0,
            hint: Hint::NONE,
            is_pipe: false,
            lines: None,
            error: Some(error),
        });
    }

    fn folder(&mut self, root: &Path) {
        let walk = WalkDir::new(root)
            .follow_links(true)
            .max_open(16)
            .sort_by_file_name();
        let (mut entries, mut paths) = (Vec::new(), Vec::new());
        for entry in walk {
            match entry.map(|entry| (entry.file_type(), entry.into_path())) {
                Ok((kind, _)) if kind.is_dir() => {}
                Ok((kind, path)) if kind.is_file() => {
                    entries.push(None);
                    paths.push(path);
                }
                Ok((kind, path)) => entries.push(Some((shown(&path), special(kind).to_owned()))),
                Err(error) => entries.push(Some(untold(root, &error))),
            }
        }
        let mut looks = looks(&paths, self.threads).into_iter();
        let mut paths = paths.into_iter();
        for entry in entries {
            match entry {
                Some((path, reason)) => self.skip(path, reason),
                None => {
                    if let (Some(path), Some(look)) = (paths.next(), looks.next()) {
                        match look {
                            Ok((metadata, look)) => self.file(path, &metadata, look),
                            Err(error) => self.unreadable(path, &error),
                        }
                    }
                }
            }
        }
    }

    fn skip(&mut self, path: String, reason: String) {
        self.skipped.push(Skipped { path, reason });
    }
}

fn special(kind: FileType) -> &'static str {
    if kind.is_fifo() {
        "a pipe: name it by hand to read it"
    } else if kind.is_socket() {
        "a socket"
    } else if kind.is_block_device() || kind.is_char_device() {
        "a device"
    } else {
        "no regular file"
    }
}

/// Why a part of a folder cannot be searched.
fn untold(root: &Path, error: &walkdir::Error) -> (String, String) {
    let path = error.path().map_or_else(|| shown(root), shown);
    let reason = match (error.loop_ancestor(), error.io_error()) {
        (Some(_), _) => "a link back to a folder above it".to_owned(),
        (_, Some(error)) => format!("cannot be read: {}", plain(error)),
        _ => "cannot be read".to_owned(),
    };
    (path, reason)
}

/// The members of an archive; `None` for all other files.
fn members(path: &Path) -> Option<Result<Vec<Listed>, String>> {
    let file = Arc::new(open(path).ok()?);
    if let Some(listed) = archive::list(&file) {
        return Some(listed);
    }
    let decoded = decode(Box::new(file)).ok()?;
    if decoded.is_plain() {
        return None;
    }
    let mut window = Window::new(decoded.text, 0, form::SAMPLE + 1, Vec::new());
    let is_all = fill_sample(&mut window);
    if form::recognise(window.text(), is_all).name != "tar" {
        return None;
    }
    let again = decode(Box::new(open(path).ok()?)).ok()?;
    Some(archive::list_packed_tar(again.text))
}

/// Reads enough to recognise the form; true when that is all there is. A quiet pipe with a line in it is enough.
pub(super) fn fill_sample(window: &mut Window) -> bool {
    loop {
        match window.fill() {
            Filled::End => return true,
            Filled::Idle if window.text().contains(&b'\n') => return false,
            Filled::More if window.text().len() > form::SAMPLE => return false,
            _ => {}
        }
    }
}

/// Opens without waiting for the other end of a pipe.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits() as i32)
        .open(path)
}

/// An open file or pipe.
pub(super) struct Opened {
    /// Its bytes.
    pub(super) raw: Box<dyn Read + Send>,
    /// The file itself when it is a regular one.
    pub(super) file: Option<Arc<File>>,
    /// True when its bytes cannot be read again.
    pub(super) is_pipe: bool,
}

/// Opens what was found.
pub(super) fn open_place(place: &Place, cancel: &Arc<AtomicBool>) -> io::Result<Opened> {
    let file = match place {
        Place::Path(path) => open(path)?,
        Place::Member(member) => {
            return Ok(Opened {
                raw: member.open(),
                file: None,
                is_pipe: false,
            });
        }
        Place::Stdin => {
            use std::os::fd::AsFd;
            File::from(io::stdin().as_fd().try_clone_to_owned()?)
        }
        Place::Embedded(bytes) => {
            return Ok(Opened {
                raw: Box::new(*bytes),
                file: None,
                is_pipe: false,
            });
        }
        Place::Kept(file) => {
            let size = file.metadata()?.len();
            return Ok(Opened {
                raw: Box::new(Slice::new(Arc::clone(file), 0, size)),
                file: None,
                is_pipe: false,
            });
        }
    };
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::Error::other("a folder"));
    }
    if metadata.is_file() && matches!(place, Place::Path(_)) {
        let file = Arc::new(file);
        return Ok(Opened {
            raw: Box::new(Arc::clone(&file)),
            file: Some(file),
            is_pipe: false,
        });
    }
    Ok(Opened {
        raw: Box::new(pipe::Pipe::new(file, Arc::clone(cancel))),
        file: None,
        is_pipe: true,
    })
}

/// A path as text; what is no UTF-8 is replaced. Whoever shows it escapes it.
fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// An error without its number, which says nothing to the reader.
pub(super) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((head, _)) => head.to_owned(),
        None => text,
    }
}
