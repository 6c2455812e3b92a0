//! The way back to the samples of one call: the parts of the files that held some are read again, by the same code that
//! read them first, and what is of other calls is left out.
//!
//! Whole lines of an unpacked file are read for themselves. Anything else (packed, wrapped, a table, what came through
//! a pipe) is read from its start up to the last part that is wanted.

use super::discover::{Found, Place};
use super::origin::{Origin, Origins};
use super::raw::Slice;
use super::window::Window;
use super::work::Shared;
use super::worker::Worker;
use super::{LoadOptions, Progress};
use crate::logs::Hint;
use crate::model::batch::Batch;
use crate::model::id::{Absence, FileIx, IdRef};
use crate::model::recall::{Recall, Recalled, Stretch};
use crate::model::rows::SampleRow;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

const CHANGED: &str = "the file changed since it was loaded; what is still there is shown";

/// Bytes read in one step.
const STEP: usize = 1 << 20;

/// Is told how many bytes of how many are done.
pub type Told<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// Reads samples of loaded files again.
#[derive(Clone)]
pub struct SampleReader {
    origins: Arc<Origins>,
    options: LoadOptions,
}

/// What is found, as it grows.
struct Finds<'r> {
    recall: &'r Recall,
    rows: Mutex<Batch>,
    troubles: Mutex<Vec<(FileIx, String)>>,
    done: AtomicU64,
    told: Told<'r>,
    cancel: &'r Arc<AtomicBool>,
}

impl SampleReader {
    pub(super) fn new(origins: Arc<Origins>, options: LoadOptions) -> Self {
        let options = LoadOptions {
            threads: 1,
            stays: false,
            follows: false,
            ..options
        };
        Self { origins, options }
    }

    /// The samples that are wanted, as far as they can be had; none when it was cancelled. Takes as long as reading
    /// the parts took at first.
    pub fn read(&self, recall: &Recall, cancel: &Arc<AtomicBool>, told: Told) -> Option<Recalled> {
        let finds = Finds {
            recall,
            rows: Mutex::new(Batch::new(FileIx(0), 0)),
            troubles: Mutex::default(),
            done: AtomicU64::new(0),
            told,
            cancel,
        };
        let mut rest = recall.stretches.as_slice();
        while let Some(first) = rest.first() {
            let count = rest.iter().take_while(|one| one.file == first.file).count();
            let (of_file, others) = rest.split_at(count);
            rest = others;
            if let Err(trouble) = self.file(of_file, &finds) {
                finds.trouble(first.file, trouble);
            }
            if cancel.load(Ordering::Relaxed) {
                return None;
            }
        }
        let into = |error: PoisonError<_>| error.into_inner();
        Some(Recalled {
            call: recall.call,
            rows: finds.rows.into_inner().unwrap_or_else(into),
            troubles: finds
                .troubles
                .into_inner()
                .unwrap_or_else(PoisonError::into_inner),
        })
    }

    fn file(&self, stretches: &[Stretch], finds: &Finds) -> Result<(), String> {
        let Some(first) = stretches.first() else {
            return Ok(());
        };
        let hint = self.origins.hint(first.file.at());
        let place = match self.origins.get(first.file.at()) {
            Some(Origin::Path(path)) if first.is_apart => {
                let file = File::open(&path).map_err(|error| unreadable(&error))?;
                return self.parts(&Arc::new(file), hint, stretches, finds);
            }
            Some(Origin::Spool(file)) if first.is_apart => {
                return self.parts(&file, hint, stretches, finds);
            }
            Some(Origin::Path(path)) => whole_file(path.as_path())?,
            Some(Origin::Spool(file)) => Place::Kept(file),
            Some(Origin::Member(member)) => Place::Member(member),
            Some(Origin::Embedded(bytes)) => Place::Embedded(bytes),
            Some(Origin::Gone) => {
                return Err("came through a pipe and could not be kept".to_owned());
            }
            None => return Err("no such file".to_owned()),
        };
        self.whole(place, hint, stretches, finds);
        Ok(())
    }

    /// Each part for itself.
    fn parts(
        &self,
        file: &Arc<File>,
        hint: Hint,
        stretches: &[Stretch],
        finds: &Finds,
    ) -> Result<(), String> {
        let size = file.metadata().map_err(|error| unreadable(&error))?.len();
        let mut is_cut = false;
        for stretch in stretches {
            let end = stretch.offset + stretch.bytes;
            if end > size {
                is_cut = true;
                continue;
            }
            let lines = AtomicU64::new(stretch.lines_before);
            let send = |progress| finds.take(progress, &lines, std::slice::from_ref(stretch));
            let (origins, stop) = (Origins::default(), Arc::default());
            let files = vec![found(Place::Embedded(&[]), hint)];
            let shared = Shared::of(files, self.options, &send, (&stop, &origins));
            let slice = Slice::new(Arc::clone(file), stretch.offset, end);
            let mut window = Window::new(Box::new(slice), stretch.offset, STEP, Vec::new());
            let mut worker = Worker::new(&shared);
            worker.guarded(0, |worker| worker.lines(0, &mut window, end, None));
            if let Some(error) = window.error() {
                finds.trouble(stretch.file, error);
            }
            if finds.cancel.load(Ordering::Relaxed) {
                return Ok(());
            }
        }
        if is_cut {
            return Err(CHANGED.to_owned());
        }
        Ok(())
    }

    /// From the start up to the last part. A cancel of its own ends the reading there.
    fn whole(&self, place: Place, hint: Hint, stretches: &[Stretch], finds: &Finds) {
        let lines = AtomicU64::new(0);
        let send = |progress| finds.take(progress, &lines, stretches);
        let (origins, stop) = (Origins::default(), Arc::default());
        let files = vec![found(place, hint)];
        Shared::of(files, self.options, &send, (&stop, &origins)).read_all();
    }
}

fn unreadable(error: &io::Error) -> String {
    format!("cannot be read again: {}", super::discover::plain(error))
}

/// A path that is a regular file still: anything else could wait for ever.
fn whole_file(path: &Path) -> Result<Place, String> {
    let metadata = path.metadata().map_err(|error| unreadable(&error))?;
    if metadata.is_file() {
        Ok(Place::Path(path.to_path_buf()))
    } else {
        Err(CHANGED.to_owned())
    }
}

fn found(place: Place, hint: Hint) -> Found {
    Found {
        name: String::new(),
        place,
        size: 0,
        hint,
        is_pipe: false,
        lines: None,
        error: None,
    }
}

impl Finds<'_> {
    fn trouble(&self, file: FileIx, trouble: String) {
        let mut troubles = self.troubles.lock().unwrap_or_else(PoisonError::into_inner);
        if !troubles.iter().any(|(of, _)| *of == file) {
            troubles.push((file, trouble));
        }
    }

    /// Takes the samples of the call out of a batch; false when no more is wanted of this file.
    fn take(&self, progress: Progress, lines: &AtomicU64, stretches: &[Stretch]) -> bool {
        let Progress::Batch { batch, .. } = progress else {
            return true;
        };
        let (Some(first), Some(last)) = (stretches.first(), stretches.last()) else {
            return false;
        };
        if let Some(error) = &batch.error {
            self.trouble(first.file, error.clone());
        }
        let before = lines.fetch_add(batch.account.lines, Ordering::Relaxed);
        self.keep(&batch, before, stretches);
        let end = batch.offset + batch.account.bytes;
        if stretch_at(stretches, batch.offset).is_some() {
            let bytes = batch.account.bytes;
            let done = self.done.fetch_add(bytes, Ordering::Relaxed) + bytes;
            let all = self.recall.bytes();
            (self.told)(done.min(all), all);
        }
        end < last.offset + last.bytes && !self.cancel.load(Ordering::Relaxed)
    }

    fn keep(&self, batch: &Batch, lines_before: u64, stretches: &[Stretch]) {
        let id = &self.recall.id;
        let call = match Absence::of(id) {
            Some(Absence::Redacted) => Some(IdRef::REDACTED),
            Some(_) => Some(IdRef::MISSING),
            None => batch.ids.lookup(id).map(IdRef),
        };
        let Some(call) = call else { return };
        let mut rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner);
        let calls = batch.samples.call().iter().enumerate();
        for (at, _) in calls.filter(|&(_, of)| *of == call) {
            let mut row = moved(batch, &mut rows, at);
            let Some(stretch) = stretch_at(stretches, row.source.offset) else {
                continue;
            };
            row.source.file = stretch.file;
            let line = lines_before + u64::from(row.source.line_in_chunk);
            row.source.line_in_chunk = line.saturating_sub(stretch.lines_before) as u32;
            rows.samples.push(row);
        }
    }
}

fn stretch_at(stretches: &[Stretch], offset: u64) -> Option<&Stretch> {
    let behind = stretches.partition_point(|one| one.offset <= offset);
    let found = stretches.get(behind.checked_sub(1)?)?;
    found.holds(offset).then_some(found)
}

/// A sample with its references in the interners of another batch.
fn moved(from: &Batch, to: &mut Batch, at: usize) -> SampleRow {
    let row = from.samples.get(at);
    let mut id = |id: IdRef| to.id(from.ids.get(id.0));
    let (call, participant) = (id(row.call), id(row.participant));
    let (remote, client) = (id(row.remote), id(row.client));
    SampleRow {
        call,
        participant,
        remote,
        client,
        metric: to.text(from.texts.get(row.metric.0)),
        codec: to.text(from.texts.get(row.codec.0)),
        ..row
    }
}
