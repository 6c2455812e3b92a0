//! One reading thread: opens files, recognises them, reads them whole or part by part.

use super::LoadOptions;
use super::decode;
use super::discover::{Found, Place, fill_sample, open_place, plain};
use super::fill::Filler;
use super::follow::end_of_lines;
use super::form::{self, Form, Verdict};
use super::forms::{Session, csv, json_lines};
use super::look::open_lines;
use super::origin::Origin;
use super::raw::{Counted, Slice};
use super::sieve::Sieve;
use super::window::{Filled, Window};
use super::work::{Opening, Parts, Shared};
use crate::logs::Reader;
use crate::model::batch::Batch;
use crate::model::id::FileIx;
use crate::model::source::{Compression, FileFacts};
use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Read beyond a part, so that its last line is complete at the first try.
const BEYOND: usize = 16 << 10;

/// Bytes of the reads a part is cut into, nearly: what was read just now is compared in the nearest cache.
const READ: usize = 128 << 10;

/// One thread with what it uses again and again.
pub(super) struct Worker<'s, 'a> {
    shared: &'s Shared<'a>,
    reader: Reader,
    spare: Vec<u8>,
}

impl<'s, 'a> Worker<'s, 'a> {
    /// A thread that has read nothing yet.
    pub(super) fn new(shared: &'s Shared<'a>) -> Self {
        Self {
            shared,
            reader: Reader::default(),
            spare: Vec::new(),
        }
    }

    /// A defect in reading one file must not end the reading of the others.
    pub(super) fn guarded(&mut self, at: usize, job: impl FnOnce(&mut Self)) {
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

    /// Tells of a trouble with a whole file.
    pub(super) fn tell(&self, at: usize, offset: u64, text: &str) {
        self.close(
            at,
            FileFacts::default(),
            offset,
            Some(text.to_owned()),
            true,
        );
    }

    pub(super) fn file(&mut self, at: usize) {
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
        if let Some((file, encoding)) = open_lines(found) {
            "json-lines".clone_into(&mut facts.form);
            encoding.clone_into(&mut facts.encoding);
            opening.done(Some(Arc::new(self.cut(at, file, facts))));
            return Ok(());
        }
        let told = |error: io::Error| format!("cannot be read: {}", plain(&error));
        let opened = open_place(&found.place, shared.cancel).map_err(told)?;
        let counter = Arc::<AtomicU64>::default();
        let cancel = Arc::clone(shared.cancel);
        let raw = Counted::new(opened.raw, found.size, Arc::clone(&counter), cancel);
        let decoded = decode::decode(Box::new(raw)).map_err(told)?;
        facts.compression = match &found.place {
            Place::Member(member) if member.is_zipped() => Compression::Zip,
            _ => decoded.compression,
        };
        decoded.encoding.clone_into(&mut facts.encoding);
        let is_plain = decoded.is_plain() && !matches!(found.place, Place::Member(_));
        let mut window = self.window(decoded.text, is_plain);
        if opened.is_pipe {
            window.spool_into(self.spool(at));
        }
        let form = self.recognise(&mut window);
        form.name.clone_into(&mut facts.form);
        if matches!(form.name, "csv" | "tsv") && csv::is_legacy(window.text()) {
            "windows-1252".clone_into(&mut facts.encoding);
        }
        let read = match form.verdict {
            Verdict::Read(read) => read,
            Verdict::Refuse(reason) => {
                return Err(window.error().unwrap_or_else(|| reason.to_owned()));
            }
        };
        match opened.file {
            Some(file) if is_plain && form.name == "json-lines" => {
                self.spare = window.into_spare();
                opening.done(Some(Arc::new(self.cut(at, file, facts))));
            }
            _ => {
                opening.done(None);
                if self.is_worth(found, is_plain) {
                    self.sequential(at, window, read, (facts.clone(), counter));
                }
            }
        }
        Ok(())
    }

    /// A large file is read in parts once its form is known: no more than the sample is read twice.
    fn recognise(&self, window: &mut Window) -> &'static Form {
        let step = self.shared.options.step;
        window.set_step(step.min(form::SAMPLE + 1));
        let is_all = fill_sample(window);
        window.set_step(step);
        form::recognise(window.text(), is_all)
    }

    /// False when a sieve finds that reading a whole file costs too much, which ends the load.
    fn is_worth(&self, found: &Found, is_plain: bool) -> bool {
        let reads = |sieve: &Sieve| sieve.reads_whole(found.size, is_plain);
        let is_worth = self.shared.sieve.is_none_or(reads);
        if !is_worth {
            self.shared.cancel.store(true, Ordering::Relaxed);
        }
        is_worth
    }

    fn cut(&self, at: usize, file: Arc<File>, facts: &FileFacts) -> Parts {
        let metadata = file.metadata().ok();
        let size = metadata.as_ref().map_or(facts.size, std::fs::Metadata::len);
        let size = if self.shared.options.follows {
            end_of_lines(&file, 0, size).unwrap_or(size)
        } else {
            size
        };
        self.shared.reaches[at].set(size, metadata.as_ref());
        let count = size.div_ceil(self.shared.chunk()).max(1);
        Parts {
            at,
            file,
            size,
            count,
            next: AtomicU64::new(0),
            left: AtomicU64::new(count),
            facts: facts.clone(),
        }
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
        let note_shape = |offset, shape| shared.origins.note_shape(at, offset, shape);
        let mut session = Session {
            window: &mut window,
            filler: Filler::new(
                (FileIx(at as u32), 0),
                hint,
                &shared.lender,
                &mut self.reader,
            ),
            max_line: max_line(&shared.options),
            dates: shared.options.dates,
            chunk: shared.chunk(),
            note_shape: &note_shape,
            send: &mut send,
            sent: Instant::now(),
            ended_open: false,
            error: None,
            sieve: None,
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
    pub(super) fn part(&mut self, parts: &Parts, part: u64) {
        let chunk = self.shared.chunk();
        let (begin, end) = (part * chunk, ((part + 1) * chunk).min(parts.size));
        let from = begin.saturating_sub(1);
        let source = Slice::new(Arc::clone(&parts.file), from, parts.size);
        let all = chunk as usize + BEYOND;
        let step = all.div_ceil((all / READ).max(1));
        let spare = std::mem::take(&mut self.spare);
        let mut window = Window::new(Box::new(source), from, step, spare);
        let has_lines = begin == 0 || skip_to_line(&mut window, end);
        if has_lines {
            let facts = (part == 0).then(|| parts.facts.clone());
            self.lines(parts.at, &mut window, end, facts);
        }
        self.shared.read.fetch_add(end - begin, Ordering::Relaxed);
        if let Some(error) = window.error() {
            self.close(parts.at, FileFacts::default(), from, Some(error), false);
        }
        self.spare = window.into_spare();
    }

    pub(super) fn lines(
        &mut self,
        at: usize,
        window: &mut Window,
        end: u64,
        mut facts: Option<FileFacts>,
    ) {
        let shared = self.shared;
        let mut send = |mut batch: Batch| {
            batch.facts = facts.take();
            shared.send(batch)
        };
        let offset = window.offset();
        let hint = shared.files[at].hint;
        let mut session = Session {
            filler: Filler::new(
                (FileIx(at as u32), offset),
                hint,
                &shared.lender,
                &mut self.reader,
            ),
            window,
            max_line: max_line(&shared.options),
            dates: shared.options.dates,
            chunk: u64::MAX,
            note_shape: &|_, _| {},
            send: &mut send,
            sent: Instant::now(),
            ended_open: false,
            error: None,
            sieve: shared.sieve,
        };
        json_lines::read_until(&mut session, end);
        session.send_now();
    }

    /// Whoever ends the last part closes the file, after all its batches.
    pub(super) fn part_done(&self, parts: &Parts) {
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
