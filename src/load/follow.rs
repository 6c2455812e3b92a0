//! After loading: files that grow are read on, new files of a given folder are taken up, and a file that shrank or was
//! replaced is told while what was loaded stays.
//!
//! Only plain JSON Lines grow in a way that can be read on. A line is read when its end has come.

use super::discover::{Found, Place, discover};
use super::raw::Slice;
use super::window::Window;
use super::work::Shared;
use super::worker::Worker;
use super::{Input, Progress};
use std::collections::HashSet;
use std::fs::{File, Metadata};
use std::io;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Between two looks at the files.
const PAUSE: Duration = Duration::from_millis(500);
/// Bytes looked at in one step when the last line end is searched.
const BACKWARDS: u64 = 64 << 10;
/// A file that cannot be read on.
const CLOSED: u64 = u64::MAX;

/// What the user wants done after loading.
#[derive(Default)]
pub(super) struct Wish {
    wanted: AtomicU8,
    lock: Mutex<()>,
    changed: Condvar,
}

const REST: u8 = 0;
const ONCE: u8 = 1;
const FOLLOW: u8 = 2;

impl Wish {
    /// Looks again and again, or no longer.
    pub(super) fn follow(&self, on: bool) {
        self.set(if on { FOLLOW } else { REST });
    }

    /// Looks once.
    pub(super) fn look_once(&self) {
        if self.wanted.load(Ordering::Relaxed) == REST {
            self.set(ONCE);
        }
    }

    /// Wakes whoever waits, so that a cancel is seen.
    pub(super) fn wake(&self) {
        let _guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.changed.notify_all();
    }

    fn set(&self, wanted: u8) {
        let _guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.wanted.store(wanted, Ordering::Relaxed);
        self.changed.notify_all();
    }

    /// Waits until it is time to look; without a wish that is until there is one, or the load is cancelled.
    fn wait(&self, is_over: impl Fn() -> bool) -> bool {
        let guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        let is_idle = || self.wanted.load(Ordering::Relaxed) == REST;
        if self.wanted.load(Ordering::Relaxed) == FOLLOW {
            let waited = self.changed.wait_timeout(guard, PAUSE);
            drop(waited.unwrap_or_else(PoisonError::into_inner));
        } else {
            drop(
                self.changed
                    .wait_while(guard, |()| is_idle() && !is_over())
                    .unwrap_or_else(PoisonError::into_inner),
            );
            // One look was asked for; a wish to follow that came meanwhile stays.
            let _ = self
                .wanted
                .compare_exchange(ONCE, REST, Ordering::Relaxed, Ordering::Relaxed);
        }
        !is_over()
    }
}

/// How far a file was read.
pub(super) struct Reach {
    end: AtomicU64,
    identity: Mutex<Option<(u64, u64)>>,
}

impl Reach {
    /// A file that cannot be read on, until it is known that it can.
    pub(super) fn closed() -> Self {
        Self {
            end: AtomicU64::new(CLOSED),
            identity: Mutex::new(None),
        }
    }

    /// The file was read to here.
    pub(super) fn set(&self, end: u64, metadata: Option<&Metadata>) {
        self.end.store(end, Ordering::Relaxed);
        let identity = metadata.map(|metadata| (metadata.dev(), metadata.ino()));
        *self.identity.lock().unwrap_or_else(PoisonError::into_inner) = identity;
    }

    fn end(&self) -> u64 {
        self.end.load(Ordering::Relaxed)
    }

    fn is_same(&self, metadata: &Metadata) -> bool {
        let known = *self.identity.lock().unwrap_or_else(PoisonError::into_inner);
        known.is_none_or(|known| known == (metadata.dev(), metadata.ino()))
    }
}

/// Where the last whole line of a file ends, looking back from `size` but not before `start`.
pub(super) fn end_of_lines(file: &File, start: u64, size: u64) -> io::Result<u64> {
    let mut block = Vec::new();
    let mut end = size;
    while end > start {
        let begin = end.saturating_sub(BACKWARDS).max(start);
        block.resize((end - begin) as usize, 0);
        file.read_exact_at(&mut block, begin)?;
        if let Some(at) = memchr::memrchr(b'\n', &block) {
            return Ok(begin + at as u64 + 1);
        }
        end = begin;
    }
    Ok(start)
}

/// Watches the files until the load is cancelled or nobody listens.
pub(super) fn watch(shared: &mut Shared, inputs: &[Input], wish: &Wish) {
    let mut paths: HashSet<PathBuf> = shared
        .files
        .iter()
        .filter_map(path_of)
        .map(Path::to_path_buf)
        .collect();
    while wish.wait(|| shared.cancel.load(Ordering::Relaxed)) {
        let mut has_news = read_grown(shared);
        let fresh = fresh_files(inputs, &mut paths);
        if !fresh.is_empty() {
            has_news = true;
            if !shared.add(fresh) {
                return;
            }
        }
        if has_news && !(shared.send)(Progress::Done { cancelled: false }) {
            return;
        }
    }
}

fn path_of(file: &Found) -> Option<&Path> {
    match &file.place {
        Place::Path(path) => Some(path),
        _ => None,
    }
}

/// Files of the given folders that were not there before. What is no log was told at the start.
fn fresh_files(inputs: &[Input], known: &mut HashSet<PathBuf>) -> Vec<Found> {
    let folders: Vec<Input> = inputs
        .iter()
        .filter(|input| matches!(input, Input::Path(path) if path.is_dir()))
        .cloned()
        .collect();
    if folders.is_empty() {
        return Vec::new();
    }
    let found = discover(folders, 1).files;
    found
        .into_iter()
        .filter(|file| path_of(file).is_some_and(|path| known.insert(path.to_path_buf())))
        .collect()
}

/// Reads on in every file that grew; true when there was something.
fn read_grown(shared: &Shared) -> bool {
    let mut has_news = false;
    for at in 0..shared.files.len() {
        let end = shared.reaches[at].end();
        let Some(path) = path_of(&shared.files[at]).filter(|_| end != CLOSED) else {
            continue;
        };
        let Ok(metadata) = path.metadata() else {
            continue;
        };
        if metadata.len() < end || !shared.reaches[at].is_same(&metadata) {
            shared.reaches[at].set(CLOSED, None);
            let text = "the file was cut or replaced on disk; what was loaded stays";
            Worker::new(shared).tell(at, end, text);
            has_news = true;
        } else if metadata.len() > end {
            has_news |= read_on(shared, at, path, &metadata, end).unwrap_or(false);
        }
    }
    has_news
}

fn read_on(
    shared: &Shared,
    at: usize,
    path: &Path,
    metadata: &Metadata,
    from: u64,
) -> io::Result<bool> {
    let file = Arc::new(File::open(path)?);
    let to = end_of_lines(&file, from, metadata.len())?;
    if to <= from {
        return Ok(false);
    }
    let mut window = Window::new(
        Box::new(Slice::new(file, from, to)),
        from,
        1 << 20,
        Vec::new(),
    );
    let mut worker = Worker::new(shared);
    worker.guarded(at, |worker| worker.lines(at, &mut window, to, None));
    shared.reaches[at].set(to, Some(metadata));
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn the_end_of_the_last_whole_line_is_found() -> io::Result<()> {
        let mut file = tempfile::tempfile()?;
        for (text, start, wanted) in [
            ("a\nbc\nd", 0, 5),
            ("a\nbc\n", 0, 5),
            ("abc", 0, 0),
            ("a\nbcd", 2, 2),
            ("", 0, 0),
        ] {
            file.set_len(0)?;
            file.write_all_at(text.as_bytes(), 0)?;
            assert_eq!(
                end_of_lines(&file, start, text.len() as u64)?,
                wanted,
                "{text:?}"
            );
        }
        file.write_all(&vec![b'x'; 200_000])?;
        file.write_all_at(b"\n", 7)?;
        assert_eq!(end_of_lines(&file, 0, 200_000)?, 8);
        Ok(())
    }
}
