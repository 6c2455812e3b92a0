//! Brings the loader's news to the loop, a bounded number of batches ahead of it.

use super::run::News;
use crate::app::event::Event;
use crate::load::{self, Input, LoadOptions, Loader, Progress};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Batches under way between the readers and the loop; memory does not grow with a slow screen.
const AHEAD: usize = 8;

/// Counts batches under way. Keys use the same queue and never wait here.
#[derive(Clone, Default)]
pub(super) struct Gate(Arc<(Mutex<usize>, Condvar)>);

impl Gate {
    fn enter(&self) {
        let (count, changed) = &*self.0;
        let count = count.lock().unwrap_or_else(PoisonError::into_inner);
        let mut count = changed
            .wait_while(count, |count| *count >= AHEAD)
            .unwrap_or_else(PoisonError::into_inner);
        *count += 1;
    }

    /// A batch was absorbed.
    pub(super) fn leave(&self) {
        let (count, changed) = &*self.0;
        let mut count = count.lock().unwrap_or_else(PoisonError::into_inner);
        *count = count.saturating_sub(1);
        changed.notify_one();
    }

    /// Lets everyone through; the loop has ended.
    pub(super) fn open(&self) {
        let (count, changed) = &*self.0;
        *count.lock().unwrap_or_else(PoisonError::into_inner) = 0;
        changed.notify_all();
    }
}

/// Starts to read; news go to the loop.
pub(super) fn start(
    inputs: Vec<Input>,
    options: LoadOptions,
    news: Sender<News>,
    gate: Gate,
) -> Loader {
    load::start(inputs, options, move |progress| {
        let event = match progress {
            Progress::Files {
                names,
                skipped,
                bytes,
            } => Event::Files(names, skipped, bytes),
            Progress::Batch { batch, read } => {
                gate.enter();
                Event::Batch(batch, read)
            }
            Progress::Done { cancelled } => Event::Loaded(cancelled),
        };
        news.send(News::Event(event)).is_ok()
    })
}
