//! A load that stays, as that of the screen: what its files bring goes into a store, news by news.

use callscope::load::{Input, LoadOptions, Loader, Progress, start};
use callscope::model::store::Store;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Longest wait for news; they come within a second.
const PATIENCE: Duration = Duration::from_secs(20);

/// A load that goes on, and what it has brought.
pub(crate) struct Load {
    pub(crate) store: Store,
    /// Taken when it ends.
    loader: Option<Loader>,
    pub(crate) news: Receiver<Progress>,
}

impl Load {
    /// Begins, and waits for the end of what is there; `cap` bytes of memory.
    pub(crate) fn start(path: &Path, options: LoadOptions, cap: usize) -> Self {
        let (send, news) = channel();
        let options = LoadOptions {
            stays: true,
            ..options
        };
        let input = Input::Path(path.to_path_buf());
        let loader = start(vec![input], options, move |progress| {
            send.send(progress).is_ok()
        });
        let mut store = Store::new();
        store.set_cap(cap);
        let mut load = Self {
            store,
            loader: Some(loader),
            news,
        };
        load.until_done();
        load
    }

    /// Takes news up to the next end; every byte is accounted for then.
    pub(crate) fn until_done(&mut self) {
        loop {
            match self.news.recv_timeout(PATIENCE).expect("news come in time") {
                Progress::Files { names, skipped, .. } => self.store.note_inputs(names, skipped),
                Progress::Batch { batch, .. } => self.store.absorb(&batch),
                Progress::Done { .. } => break,
            }
        }
        self.store.settle();
        for file in &self.store.files {
            assert!(file.account.is_balanced(), "{:?}", file.account);
        }
    }

    pub(crate) fn loader(&self) -> &Loader {
        self.loader.as_ref().expect("it goes on")
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        if let Some(loader) = self.loader.take() {
            loader.cancel();
            loader.join();
        }
    }
}
