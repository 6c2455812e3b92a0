//! The files shared among threads: plain JSON Lines in parts read side by side, all else one thread a file.

use super::discover::{Found, Place, discover};
use super::follow::{self, Reach, Wish};
use super::origin::{Origin, Origins};
use super::sieve::Sieve;
use super::worker::Worker;
use super::{Input, LoadOptions, Progress};
use crate::logs::Hint;
use crate::model::batch::Batch;
use crate::model::lent::Lender;
use crate::model::source::FileFacts;
use std::collections::VecDeque;
use std::fs::File;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Threads added for pipes, which mostly wait.
const PIPES: usize = 16;

/// A large plain file that is read in parts.
pub(super) struct Parts {
    pub(super) at: usize,
    pub(super) file: Arc<File>,
    pub(super) size: u64,
    pub(super) count: u64,
    pub(super) next: AtomicU64,
    pub(super) left: AtomicU64,
    pub(super) facts: FileFacts,
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
pub(super) struct Shared<'s> {
    pub(super) files: Vec<Found>,
    pub(super) reaches: Vec<Reach>,
    pub(super) options: LoadOptions,
    queue: Mutex<Queue>,
    changed: Condvar,
    pub(super) cancel: &'s Arc<AtomicBool>,
    pub(super) origins: &'s Origins,
    pub(super) read: AtomicU64,
    pub(super) send: &'s (dyn Fn(Progress) -> bool + Sync),
    /// Where batches get their tables.
    pub(super) lender: Lender,
    /// Which lines are read at all; none = all.
    pub(super) sieve: Option<&'s Sieve>,
}

/// Finds the files, tells them, reads them.
pub(super) fn run(
    inputs: &[Input],
    options: LoadOptions,
    send: &(dyn Fn(Progress) -> bool + Sync),
    (cancel, origins, wish): (&Arc<AtomicBool>, &Origins, &Wish),
    sieve: Option<&Sieve>,
) {
    let found = discover(inputs.to_vec(), options.thread_count());
    origins.set_all(found.files.iter().map(origin).collect());
    let is_wanted = send(Progress::Files {
        names: found.files.iter().map(|file| file.name.clone()).collect(),
        skipped: found.skipped,
        bytes: found.files.iter().map(|file| file.size).sum(),
    });
    if let Some(sieve) = sieve {
        sieve.expect(found.files.iter().map(|file| file.size).sum());
    }
    let mut shared = Shared::of(found.files, options, send, (cancel, origins));
    shared.sieve = sieve;
    if is_wanted {
        shared.read_all();
    }
    let cancelled = !is_wanted || cancel.load(Ordering::Relaxed);
    let is_wanted = send(Progress::Done { cancelled });
    if is_wanted && !cancelled && options.stays {
        follow::watch(&mut shared, inputs, wish);
    }
}

fn origin(file: &Found) -> (Origin, Hint) {
    let place = match &file.place {
        Place::Path(path) => Origin::Path(path.clone()),
        Place::Member(member) => Origin::Member(Arc::clone(member)),
        Place::Stdin => Origin::Gone,
        Place::Embedded(bytes) => Origin::Embedded(bytes),
        Place::Kept(file) => Origin::Spool(Arc::clone(file)),
    };
    (place, file.hint)
}

impl<'s> Shared<'s> {
    /// Files of which none was read yet.
    pub(super) fn of(
        files: Vec<Found>,
        options: LoadOptions,
        send: &'s (dyn Fn(Progress) -> bool + Sync),
        (cancel, origins): (&'s Arc<AtomicBool>, &'s Origins),
    ) -> Self {
        Self {
            reaches: files.iter().map(|_| Reach::closed()).collect(),
            files,
            options,
            queue: Mutex::default(),
            changed: Condvar::new(),
            cancel,
            origins,
            read: AtomicU64::new(0),
            send,
            lender: Lender::default(),
            sieve: None,
        }
    }
}

impl Shared<'_> {
    /// Reads all files that were not read before.
    pub(super) fn read_all(&self) {
        // A pipe that stays open must not keep the files behind it from being read.
        let pipes = self
            .files
            .iter()
            .filter(|file| file.is_pipe)
            .count()
            .min(PIPES);
        std::thread::scope(|scope| {
            for _ in 1..self.options.thread_count() + pipes {
                // Fewer threads than wished for are no trouble.
                let _ = std::thread::Builder::new()
                    .name("load".to_owned())
                    .spawn_scoped(scope, || self.work());
            }
            self.work();
        });
    }

    /// Tells and reads files that came later; false when nobody listens.
    pub(super) fn add(&mut self, fresh: Vec<Found>) -> bool {
        self.origins.add(fresh.iter().map(origin).collect());
        self.reaches.extend(fresh.iter().map(|_| Reach::closed()));
        self.files.extend(fresh);
        let is_wanted = (self.send)(Progress::Files {
            names: self.files.iter().map(|file| file.name.clone()).collect(),
            skipped: Vec::new(),
            bytes: self.files.iter().map(|file| file.size).sum(),
        });
        if is_wanted {
            self.read_all();
        }
        is_wanted
    }

    fn work(&self) {
        let mut worker = Worker::new(self);
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

    /// Bytes of a part of a large file.
    pub(super) fn chunk(&self) -> u64 {
        self.options.chunk.max(1) as u64
    }

    pub(super) fn send(&self, batch: Batch) -> bool {
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
pub(super) struct Opening<'s, 'a> {
    pub(super) shared: &'s Shared<'a>,
    pub(super) is_open: bool,
}

impl Opening<'_, '_> {
    pub(super) fn done(&mut self, parts: Option<Arc<Parts>>) {
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
