//! Where records go: the blob tree of a storage account, one gzip stream, or memory.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::line::date;
use crate::rng::Rng;

/// The six log categories that are made, in the order of [`CATEGORIES`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Category {
    Summary,
    SummaryUpdates,
    Diagnostics,
    DiagnosticsUpdates,
    Operations,
    MediaStats,
}

/// Category names as in the records; the container is `insights-logs-` and the name in lower case.
pub(crate) const CATEGORIES: [&str; 6] = [
    "CallSummary",
    "CallSummaryUpdates",
    "CallDiagnostics",
    "CallDiagnosticsUpdates",
    "CallClientOperations",
    "CallClientMediaStatsTimeSeries",
];

impl Category {
    pub(crate) fn name(self) -> &'static str {
        CATEGORIES[self as usize]
    }
}

/// Takes finished lines.
pub(crate) trait Sink {
    /// Stores `line` of `category`, which arrived at `time` (ms since 1970, UTC).
    fn put(&mut self, category: Category, time: i64, line: &[u8]) -> io::Result<()>;
    /// Writes out whatever is still held back.
    fn finish(&mut self) -> io::Result<()>;
}

/// One blob per category and hour of arrival, as a diagnostic setting writes them.
pub(crate) struct BlobTree {
    root: PathBuf,
    resource_id: &'static str,
    first_hour: i64,
    blobs: Vec<Blob>,
    open: usize,
}

/// A blob of the tree; `Closed` ones are appended to when more comes.
enum Blob {
    New,
    Open(BufWriter<File>),
    Closed,
}

/// Blobs held open at once; some systems allow 256 files per process.
const MOST_OPEN: usize = 128;

impl BlobTree {
    /// A tree below `root`; blobs of an older run there would mix with the new ones, so they are refused.
    pub(crate) fn new(root: PathBuf, resource_id: &'static str, start: i64) -> io::Result<Self> {
        for name in CATEGORIES {
            let container = root.join(container(name));
            if container.exists() {
                let text = format!("{} is already there", container.display());
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, text));
            }
        }
        Ok(Self {
            root,
            resource_id,
            first_hour: start.div_euclid(3_600_000),
            blobs: Vec::new(),
            open: 0,
        })
    }

    fn open(&mut self, index: usize, path: &Path) -> io::Result<()> {
        if self.open == MOST_OPEN {
            self.close_all()?;
        }
        let file = if matches!(self.blobs[index], Blob::New) {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            File::create(path)?
        } else {
            OpenOptions::new().append(true).open(path)?
        };
        self.blobs[index] = Blob::Open(BufWriter::with_capacity(1 << 16, file));
        self.open += 1;
        Ok(())
    }

    fn close_all(&mut self) -> io::Result<()> {
        for blob in &mut self.blobs {
            if let Blob::Open(file) = blob {
                file.flush()?;
                *blob = Blob::Closed;
            }
        }
        self.open = 0;
        Ok(())
    }

    fn path(&self, category: Category, hour: i64) -> PathBuf {
        let (year, month, day) = date(hour.div_euclid(24));
        let resource = self.resource_id.trim_start_matches('/');
        self.root.join(format!(
            "{}/resourceId=/{resource}/y={year}/m={month:02}/d={day:02}/h={:02}/m=00/PT1H.json",
            container(category.name()),
            hour.rem_euclid(24)
        ))
    }
}

fn container(category: &str) -> String {
    format!("insights-logs-{}", category.to_ascii_lowercase())
}

impl Sink for BlobTree {
    fn put(&mut self, category: Category, time: i64, line: &[u8]) -> io::Result<()> {
        let hour = time.div_euclid(3_600_000);
        let row = (hour - self.first_hour).max(0) as usize;
        let index = row * CATEGORIES.len() + category as usize;
        if index >= self.blobs.len() {
            self.blobs.resize_with(index + 1, || Blob::New);
        }
        if !matches!(self.blobs[index], Blob::Open(_)) {
            let path = self.path(category, self.first_hour + row as i64);
            self.open(index, &path)?;
        }
        match &mut self.blobs[index] {
            Blob::Open(blob) => blob.write_all(line),
            Blob::New | Blob::Closed => Ok(()),
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.close_all()
    }
}

/// Everything in memory: for the tests and for the demo set, which is put in order of arrival.
#[derive(Default)]
pub(crate) struct Memory {
    /// Arrival, category and line of each record.
    pub(crate) records: Vec<(i64, Category, Vec<u8>)>,
}

impl Sink for Memory {
    fn put(&mut self, category: Category, time: i64, line: &[u8]) -> io::Result<()> {
        self.records.push((time, category, line.to_vec()));
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.records.sort_by_key(|(time, _, _)| *time);
        Ok(())
    }
}

/// Mixes the records within a moving window, so that readers cannot lean on any order; memory stays bounded.
pub(crate) struct Shuffled<S: Sink> {
    inner: S,
    rng: Rng,
    window: Vec<(i64, Category, Vec<u8>)>,
}

/// Records held back for mixing, about 20 MB.
const WINDOW: usize = 16_384;

impl<S: Sink> Shuffled<S> {
    pub(crate) fn new(inner: S, seed: u64) -> Self {
        Self {
            inner,
            rng: Rng::new(seed),
            window: Vec::new(),
        }
    }

    fn drain(&mut self) -> io::Result<()> {
        while !self.window.is_empty() {
            let slot = self.rng.range(0, self.window.len() as i64) as usize;
            let (time, category, line) = self.window.swap_remove(slot);
            self.inner.put(category, time, &line)?;
        }
        Ok(())
    }

    /// The sink below, with all records in it.
    #[cfg(test)]
    pub(crate) fn into_inner(mut self) -> io::Result<S> {
        self.drain()?;
        Ok(self.inner)
    }
}

impl<S: Sink> Sink for Shuffled<S> {
    fn put(&mut self, category: Category, time: i64, line: &[u8]) -> io::Result<()> {
        if self.window.len() < WINDOW {
            self.window.push((time, category, line.to_vec()));
            return Ok(());
        }
        let slot = self.rng.range(0, WINDOW as i64) as usize;
        let held = &mut self.window[slot];
        self.inner.put(held.1, held.0, &held.2)?;
        held.0 = time;
        held.1 = category;
        held.2.clear();
        held.2.extend_from_slice(line);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.drain()?;
        self.inner.finish()
    }
}
