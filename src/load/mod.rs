//! From paths, folders and standard input to batches of columns, on threads of its own.
//!
//! `discover` finds the files, `look` looks into them, `decode` makes UTF-8 text of them, `form` recognises what they
//! hold, `forms` split the text into records, `fill` reads those into batches, `work` shares the files among threads,
//! each a `worker`. Every byte of every file is accounted for; nothing here is fatal. [`start`] is the way in,
//! [`RecordReader`] the way back to a record's text.

mod archive;
mod beside;
mod decode;
mod discover;
mod fill;
mod follow;
mod form;
mod forms;
mod gzip;
mod look;
mod origin;
mod pipe;
mod raw;
mod record_text;
mod sample_reader;
mod shape;
mod sieve;
mod utf16;
mod window;
mod windows_1252;
mod work;
mod worker;

use crate::model::batch::Batch;
use crate::model::source::Skipped;
use follow::Wish;
use origin::Origins;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

pub use beside::side_by_side;
pub use record_text::RecordReader;
pub use sample_reader::{SampleReader, Told};
pub use sieve::Sieve;

/// One thing to read, as named by the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file or a folder.
    Path(PathBuf),
    /// Standard input.
    Stdin,
    /// A text inside the program: its name and its bytes.
    Embedded(String, &'static [u8]),
}

impl Input {
    /// `-` is standard input, all else a path.
    pub fn from_argument(argument: OsString) -> Self {
        if argument == "-" {
            Self::Stdin
        } else {
            Self::Path(argument.into())
        }
    }
}

/// The order of the parts of a date whose year stands last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `16/07/2026`.
    DayFirst,
    /// `7/16/2026`.
    MonthFirst,
}

impl DateOrder {
    /// How the load report says that it was asked for.
    const fn words(self) -> &'static str {
        match self {
            Self::DayFirst => "dates: day first, as asked",
            Self::MonthFirst => "dates: month first, as asked",
        }
    }
}

/// How to load.
#[derive(Clone, Copy, Debug)]
pub struct LoadOptions {
    /// Reading threads; 0 = one for each core.
    pub threads: usize,
    /// Bytes of the longest record that is read; a longer one is rejected as one unit.
    pub max_line: usize,
    /// Bytes of a batch, and of the parts a large file is cut into.
    pub chunk: usize,
    /// Bytes asked for in one read of a pipe or packed file.
    pub step: usize,
    /// Bytes of unpacked text of one packed file at which reading stops: a guard against gzip bombs.
    pub max_unpacked: u64,
    /// How tables write dates; none = each table's own dates tell (file-forms, "Portal CSV").
    pub dates: Option<DateOrder>,
    /// Stay after loading and look at the files again when asked: see [`Loader::follow`].
    pub stays: bool,
    /// Follow from the start: a last line without its end is left for later.
    pub follows: bool,
    /// Bytes that what is loaded may take in memory, for [`crate::model::store::Store::set_cap`]; none = no cap.
    pub cap: Option<usize>,
}

impl Default for LoadOptions {
    fn default() -> Self {
        Self {
            threads: 0,
            max_line: 64 << 20,
            chunk: 2 << 20,
            step: 256 << 10,
            max_unpacked: 64 << 30,
            dates: None,
            stays: false,
            follows: false,
            cap: None,
        }
    }
}

impl LoadOptions {
    /// Reading threads: as many as wished for, else one for each core.
    pub fn thread_count(&self) -> usize {
        match self.threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            wished => wished,
        }
    }
}

/// News from the loader, in this order: `Files`, `Batch` often, `Done`; again so for what comes while it follows.
pub enum Progress {
    /// What will be read.
    Files {
        /// Names in the order of [`crate::model::id::FileIx`].
        names: Vec<String>,
        /// What was left out, and why.
        skipped: Vec<Skipped>,
        /// Bytes on disk of all files together; pipes count nothing.
        bytes: u64,
    },
    /// Rows of a part of a file.
    Batch {
        /// The rows and their account.
        batch: Box<Batch>,
        /// Bytes on disk read so far, of all files.
        read: u64,
    },
    /// The end; `cancelled` when it was not reached by itself.
    Done {
        /// True when reading stopped early.
        cancelled: bool,
    },
}

/// A load that is under way.
pub struct Loader {
    thread: Option<JoinHandle<()>>,
    cancel: Arc<AtomicBool>,
    origins: Arc<Origins>,
    options: LoadOptions,
    wish: Arc<Wish>,
}

impl Loader {
    /// Asks it to stop; it does so within a batch.
    pub fn cancel(&self) {
        self.cancel.store(true, Ordering::Relaxed);
        self.wish.wake();
    }

    /// Reads on in files that grow and takes up new files of given folders, from now on or no longer.
    pub fn follow(&self, on: bool) {
        self.wish.follow(on);
    }

    /// Does so once.
    pub fn look_again(&self) {
        self.wish.look_once();
    }

    /// Waits for the end.
    pub fn join(mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic of a worker was told as an error of its file.
            let _ = thread.join();
        }
    }

    /// Reads the texts of records again.
    pub fn records(&self) -> RecordReader {
        RecordReader::new(Arc::clone(&self.origins))
    }

    /// Reads the samples of a call again.
    pub fn samples(&self) -> SampleReader {
        SampleReader::new(Arc::clone(&self.origins), self.options)
    }
}

/// Starts to load. `send` blocks while the receiver is busy and answers false when it is gone.
pub fn start<S>(inputs: Vec<Input>, options: LoadOptions, send: S) -> Loader
where
    S: Fn(Progress) -> bool + Send + Sync + Clone + 'static,
{
    let cancel = Arc::new(AtomicBool::new(false));
    let origins = Arc::new(Origins::default());
    let stop = Arc::clone(&cancel);
    let known = Arc::clone(&origins);
    let wish = Arc::<Wish>::default();
    wish.follow(options.follows);
    let wished = Arc::clone(&wish);
    let thread = std::thread::Builder::new()
        .name("load".to_owned())
        .spawn(move || work::run(&inputs, options, &send, (&stop, &known, &wished), None))
        .ok();
    Loader {
        thread,
        cancel,
        origins,
        options,
        wish,
    }
}

/// Loads on the calling thread, for the fuzzer: no thread to start, no file followed, a panic is its caller's. With
/// `threads` of 1 the batches come in the order of the text.
#[doc(hidden)]
pub fn load_here(inputs: &[Input], options: LoadOptions, send: &(dyn Fn(Progress) -> bool + Sync)) {
    let options = LoadOptions {
        stays: false,
        ..options
    };
    let (cancel, origins, wish) = (Arc::default(), Origins::default(), Wish::default());
    work::run(inputs, options, send, (&cancel, &origins, &wish), None);
}

/// Loads on the calling thread and those it starts what may hold the names of a sieve; false when the sieve found that
/// too little can be left out, so that what was sent must not be used.
pub fn load_sieved(
    inputs: &[Input],
    options: LoadOptions,
    sieve: &Sieve,
    send: &(dyn Fn(Progress) -> bool + Sync),
) -> bool {
    let (cancel, origins, wish) = (Arc::default(), Origins::default(), Wish::default());
    work::run(
        inputs,
        options,
        send,
        (&cancel, &origins, &wish),
        Some(sieve),
    );
    !sieve.is_given_up()
}
