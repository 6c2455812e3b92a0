//! The files shared among threads: plain JSON Lines in parts read side by side, all else one thread a file.

use super::discover::{Found, Place, discover, fill_sample, open_place, plain};
use super::fill::Filler;
use super::form::{self, Verdict};
use super::forms::{Session, json_lines};
use super::origin::{Origin, Origins};
use super::window::{Filled, Window};
use super::{Input, LoadOptions, Progress, decode};
use crate::logs::Reader;
use crate::model::batch::Batch;
use crate::model::id::FileIx;
use crate::model::source::{Compression, FileFacts};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Instant;

/// Read beyond a part, so that its last line is complete at the first try.
const BEYOND: usize = 16 << 10;

/// A large plain file that is read in parts.
struct Parts {
    at: usize,
    file: Arc<File>,
    size: u64,
    count: u64,
    next: AtomicU64,
    left: AtomicU64,
    facts: FileFacts,
}

/// What a thread does next.
enum Job {
    File(usize),
    Part(Arc<Parts>, u64),
}

#[derive(Default)]
struct Queue {
    next_file: usize,
    opening: usize,
    parts: VecDeque<Arc<Parts>>,
}

/// What all threads share.
struct Shared<'s> {
    files: Vec<Found>,
    options: LoadOptions,
    queue: Mutex<Queue>,
    changed: Condvar,
    cancel: &'s Arc<AtomicBool>,
    origins: &'s Origins,
    read: AtomicU64,
    send: &'s (dyn Fn(Progress) -> bool + Sync),
}

/// Finds the files, tells them, reads them.
pub(super) fn run(
    inputs: Vec<Input>,
    options: LoadOptions,
    send: &(dyn Fn(Progress) -> bool + Sync),
    cancel: &Arc<AtomicBool>,
    origins: &Origins,
) {
    let found = discover(inputs);
    origins.set_all(found.files.iter().map(origin).collect());
    let is_wanted = send(Progress::Files {
        names: found.files.iter().map(|file| file.name.clone()).collect(),
        skipped: found.skipped,
        bytes: found.files.iter().map(|file| file.size).sum(),
    });
    let shared = Shared {
        files: found.files,
        options,
        queue: Mutex::default(),
        changed: Condvar::new(),
        cancel,
        origins,
        read: AtomicU64::new(0),
        send,
    };
    if is_wanted {
        std::thread::scope(|scope| {
            for _ in 1..threads(options.threads) {
                // Fewer threads than wished for are no trouble.
                let _ = std::thread::Builder::new()
                    .name("load".to_owned())
                    .spawn_scoped(scope, || shared.work());
            }
            shared.work();
        });
    }
    let cancelled = !is_wanted || cancel.load(Ordering::Relaxed);
    send(Progress::Done { cancelled });
}

fn threads(wished: usize) -> usize {
    if wished > 0 {
        wished
    } else {
        std::thread::available_parallelism().map_or(1, usize::from)
    }
}

fn origin(file: &Found) -> Origin {
    match &file.place {
        Place::Path(path) => Origin::Path(path.clone()),
        Place::Stdin => Origin::Gone,
        Place::Embedded(bytes) => Origin::Embedded(bytes),
    }
}

impl Shared<'_> {
    fn work(&self) {
        let mut worker = Worker {
            shared: self,
            reader: Reader::default(),
            spare: Vec::new(),
        };
        while let Some(job) = self.next_job() {
            match job {
                Job::File(at) => worker.guarded(at, |worker| worker.file(at)),
                Job::Part(parts, part) => {
                    worker.guarded(parts.at, |worker| worker.part(&parts, part));
                    worker.part_done(&parts);
                }
            }
        }
    }

    /// Parts of files that are open come first; a thread without work waits while another one opens a file.
    fn next_job(&self) -> Option<Job> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if self.cancel.load(Ordering::Relaxed) {
                return None;
            }
            while let Some(parts) = queue.parts.front() {
                let part = parts.next.fetch_add(1, Ordering::Relaxed);
                if part < parts.count {
                    return Some(Job::Part(Arc::clone(parts), part));
                }
                queue.parts.pop_front();
            }
            if queue.next_file < self.files.len() {
                queue.next_file += 1;
                queue.opening += 1;
                return Some(Job::File(queue.next_file - 1));
            }
            if queue.opening == 0 {
                return None;
            }
            queue = self
                .changed
                .wait(queue)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A file is open; its parts, if it has some, may be read.
    fn opened(&self, parts: Option<Arc<Parts>>) {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.opening -= 1;
        queue.parts.extend(parts);
        self.changed.notify_all();
    }

    fn send(&self, batch: Batch) -> bool {
        let read = self.read.load(Ordering::Relaxed);
        let is_wanted = (self.send)(Progress::Batch {
            batch: Box::new(batch),
            read,
        });
        if !is_wanted {
            self.cancel.store(true, Ordering::Relaxed);
        }
        is_wanted && !self.cancel.load(Ordering::Relaxed)
    }
}

/// Says once that a file is open, even when opening it panics.
struct Opening<'s, 'a> {
    shared: &'s Shared<'a>,
    is_open: bool,
}

impl Opening<'_, '_> {
    fn done(&mut self, parts: Option<Arc<Parts>>) {
        if !self.is_open {
            self.is_open = true;
            self.shared.opened(parts);
        }
    }
}

impl Drop for Opening<'_, '_> {
    fn drop(&mut self) {
        self.done(None);
    }
}

/// One thread with what it uses again and again.
struct Worker<'s, 'a> {
    shared: &'s Shared<'a>,
    reader: Reader,
    spare: Vec<u8>,
}

impl Worker<'_, '_> {
    /// A defect in reading one file must not end the reading of the others.
    fn guarded(&mut self, at: usize, job: impl FnOnce(&mut Self)) {
        if catch_unwind(AssertUnwindSafe(|| job(self))).is_err() {
            self.reader = Reader::default();
            self.spare = Vec::new();
            let error = "internal error while reading; a part of it is missing".to_owned();
            self.close(at, FileFacts::default(), 0, Some(error), false);
        }
    }

    /// Sends an empty batch that tells of the whole file.
    fn close(&self, at: usize, facts: FileFacts, offset: u64, error: Option<String>, last: bool) {
        let mut batch = Batch::new(FileIx(at as u32), offset);
        batch.facts = (!facts.form.is_empty()).then_some(facts);
        batch.error = error;
        batch.last = last;
        self.shared.send(batch);
    }

    fn file(&mut self, at: usize) {
        let mut opening = Opening {
            shared: self.shared,
            is_open: false,
        };
        let file = &self.shared.files[at];
        let mut facts = FileFacts {
            form: "unknown".to_owned(),
            encoding: "utf-8".to_owned(),
            size: file.size,
            compression: Compression::None,
        };
        if let Err(error) = self.open_file(at, &mut facts, &mut opening) {
            let error = file.error.clone().unwrap_or(error);
            self.close(at, facts, 0, Some(error), true);
        }
    }

    /// Opens and recognises a file; reads it, or cuts it into parts.
    fn open_file(
        &mut self,
        at: usize,
        facts: &mut FileFacts,
        opening: &mut Opening,
    ) -> Result<(), String> {
        let shared = self.shared;
        let found = &shared.files[at];
        if let Some(error) = &found.error {
            return Err(error.clone());
        }
        let told = |error: io::Error| format!("cannot be read: {}", plain(&error));
        let opened = open_place(&found.place, shared.cancel).map_err(told)?;
        let counted = Counted {
            raw: opened.raw,
            left: found.size,
            shared_read: Arc::default(),
        };
        let counter = Arc::clone(&counted.shared_read);
        let decoded = decode::decode(Box::new(counted)).map_err(told)?;
        facts.compression = decoded.compression;
        decoded.encoding.clone_into(&mut facts.encoding);
        let is_plain = decoded.is_plain();
        let mut window = self.window(decoded.text, is_plain);
        if opened.is_pipe {
            window.spool_into(self.spool(at));
        }
        let is_all = fill_sample(&mut window);
        let form = form::recognise(window.text(), is_all);
        form.name.clone_into(&mut facts.form);
        let read = match form.verdict {
            Verdict::Read(read) => read,
            Verdict::Refuse(reason) => {
                return Err(window.error().unwrap_or_else(|| reason.to_owned()));
            }
        };
        let chunk = shared.options.chunk.max(1) as u64;
        if let Some(file) = opened.file
            && is_plain
            && !is_all
            && form.name == "json-lines"
        {
            self.spare = window.into_spare();
            let size = file
                .metadata()
                .map_or(found.size, |metadata| metadata.len());
            let count = size.div_ceil(chunk).max(1);
            opening.done(Some(Arc::new(Parts {
                at,
                file,
                size,
                count,
                next: AtomicU64::new(0),
                left: AtomicU64::new(count),
                facts: facts.clone(),
            })));
            return Ok(());
        }
        opening.done(None);
        self.sequential(at, window, read, (facts.clone(), counter));
        Ok(())
    }

    fn window(&mut self, text: Box<dyn Read + Send>, is_plain: bool) -> Window {
        let options = &self.shared.options;
        let mut window = Window::new(text, 0, options.step, std::mem::take(&mut self.spare));
        if !is_plain {
            window.limit(options.max_unpacked);
        }
        window
    }

    /// What cannot be read twice is kept in a nameless file; without one its raw records are just not shown.
    fn spool(&self, at: usize) -> Option<File> {
        let spool = tempfile::tempfile().ok()?;
        let copy = spool.try_clone().ok()?;
        self.shared.origins.set(at, Origin::Spool(Arc::new(copy)));
        Some(spool)
    }

    /// One text from its start to its end.
    fn sequential(
        &mut self,
        at: usize,
        mut window: Window,
        read: super::forms::Read,
        (facts, counter): (FileFacts, Arc<AtomicU64>),
    ) {
        let shared = self.shared;
        let hint = shared.files[at].hint;
        let mut told = Some(facts);
        let mut send = |mut batch: Batch| {
            batch.facts = told.take();
            let fresh = counter.swap(0, Ordering::Relaxed);
            shared.read.fetch_add(fresh, Ordering::Relaxed);
            shared.send(batch)
        };
        let mut session = Session {
            window: &mut window,
            filler: Filler::new(FileIx(at as u32), 0, hint, &mut self.reader),
            max_line: max_line(&shared.options),
            chunk: shared.options.chunk.max(1) as u64,
            send: &mut send,
            sent: Instant::now(),
            ended_open: false,
            error: None,
        };
        read(&mut session);
        let mut last = session.filler.take();
        last.error = session.error.take();
        last.last = true;
        last.error = window.error().or(last.error);
        send(last);
        self.spare = window.into_spare();
    }

    /// The lines that start in one part of a plain file.
    fn part(&mut self, parts: &Parts, part: u64) {
        let shared = self.shared;
        let chunk = shared.options.chunk.max(1) as u64;
        let (begin, end) = (part * chunk, ((part + 1) * chunk).min(parts.size));
        let from = begin.saturating_sub(1);
        let source = Slice {
            file: Arc::clone(&parts.file),
            at: from,
            size: parts.size,
        };
        let step = chunk as usize + BEYOND;
        let spare = std::mem::take(&mut self.spare);
        let mut window = Window::new(Box::new(source), from, step, spare);
        if begin == 0 || skip_to_line(&mut window, end) {
            let mut send = |batch: Batch| shared.send(batch);
            let hint = shared.files[parts.at].hint;
            let offset = window.offset();
            let mut session = Session {
                filler: Filler::new(FileIx(parts.at as u32), offset, hint, &mut self.reader),
                window: &mut window,
                max_line: max_line(&shared.options),
                chunk: u64::MAX,
                send: &mut send,
                sent: Instant::now(),
                ended_open: false,
                error: None,
            };
            json_lines::read_until(&mut session, end);
            let mut batch = session.filler.take();
            batch.error = window.error();
            shared.read.fetch_add(end - begin, Ordering::Relaxed);
            shared.send(batch);
        } else {
            shared.read.fetch_add(end - begin, Ordering::Relaxed);
            if let Some(error) = window.error() {
                self.close(parts.at, FileFacts::default(), from, Some(error), false);
            }
        }
        self.spare = window.into_spare();
    }

    /// Whoever ends the last part closes the file, after all its batches.
    fn part_done(&self, parts: &Parts) {
        if parts.left.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.close(parts.at, parts.facts.clone(), parts.size, None, true);
        }
    }
}

fn max_line(options: &LoadOptions) -> usize {
    options.max_line.clamp(1, u32::MAX as usize / 2)
}

/// Steps over the rest of a line that began in an earlier part; false when no line starts in this one.
fn skip_to_line(window: &mut Window, end: u64) -> bool {
    while window.offset() < end {
        let filled = window.fill();
        let text = window.text();
        match memchr::memchr(b'\n', text) {
            Some(at) => {
                window.drop_front(at + 1);
                return window.offset() < end;
            }
            None => window.drop_front(window.text().len()),
        }
        if filled == Filled::End {
            return false;
        }
    }
    false
}

/// Counts the bytes read from disk.
struct Counted {
    raw: Box<dyn Read + Send>,
    left: u64,
    shared_read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.raw.read(out)?;
        // Never more than was promised when the files were told.
        let counted = self.left.min(length as u64);
        self.left -= counted;
        self.shared_read.fetch_add(counted, Ordering::Relaxed);
        Ok(length)
    }
}

/// A plain file from an offset on, up to the size it had when it was opened.
struct Slice {
    file: Arc<File>,
    at: u64,
    size: u64,
}

impl Read for Slice {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.size - self.at).unwrap_or(usize::MAX);
        let wanted = out.len().min(left);
        let length = self.file.read_at(&mut out[..wanted], self.at)?;
        if length == 0 && wanted > 0 {
            return Err(io::Error::other("became shorter while it was read"));
        }
        self.at += length as u64;
        Ok(length)
    }
}
