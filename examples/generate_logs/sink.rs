//! Where records go: the blob tree of a storage account, one gzip stream, or memory.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::form::Finish;
use crate::line::date;

/// The log categories that are made, in the order of [`CATEGORIES`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Category {
    Summary,
    SummaryUpdates,
    Diagnostics,
    DiagnosticsUpdates,
    Operations,
    MediaStats,
    Survey,
    Automation,
    AutomationMedia,
    AutomationStreaming,
    Recording,
    RecordingRequests,
    Captions,
    Usage,
    DailyMetrics,
    Rooms,
}

/// Category names as in the records; the container is `insights-logs-` and the name in lower case.
pub(crate) const CATEGORIES: [&str; 16] = [
    "CallSummary",
    "CallSummaryUpdates",
    "CallDiagnostics",
    "CallDiagnosticsUpdates",
    "CallClientOperations",
    "CallClientMediaStatsTimeSeries",
    "CallSurvey",
    "CallAutomationOperational",
    "CallAutomationMediaSummary",
    "CallAutomationStreamingUsage",
    "CallRecordingSummary",
    "CallRecordingOperational",
    "CallClosedCaptionsSummary",
    "Usage",
    "CallingMetrics",
    "RoomsOperational",
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
    finish: Finish,
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
    ///
    /// Finished blobs are put in the order and form of `finish`.
    pub(crate) fn new(
        root: PathBuf,
        resource_id: &'static str,
        start: i64,
        finish: Finish,
    ) -> io::Result<Self> {
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
            finish,
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

    fn path(&self, category: &str, hour: i64) -> PathBuf {
        let (year, month, day) = date(hour.div_euclid(24));
        let resource = self.resource_id.trim_start_matches('/');
        self.root.join(format!(
            "{}/resourceId=/{resource}/y={year}/m={month:02}/d={day:02}/h={:02}/m=00/PT1H.json",
            container(category),
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
            let path = self.path(category.name(), self.first_hour + row as i64);
            self.open(index, &path)?;
        }
        match &mut self.blobs[index] {
            Blob::Open(blob) => blob.write_all(line),
            Blob::New | Blob::Closed => Ok(()),
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.close_all()?;
        for (index, blob) in self.blobs.iter().enumerate() {
            if !matches!(blob, Blob::New) {
                let hour = self.first_hour + (index / CATEGORIES.len()) as i64;
                let path = self.path(CATEGORIES[index % CATEGORIES.len()], hour);
                self.finish.file(&path, index as u64)?;
            }
        }
        Ok(())
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
