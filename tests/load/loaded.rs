//! One load and what it brought, for the tests of loading.
#![allow(dead_code, reason = "every test file uses its own part")]

use callscope::load::{Input, LoadOptions, Progress, RecordReader, start};
use callscope::model::batch::Batch;
use callscope::model::rows::StreamRow;
use callscope::model::source::{Account, Skipped, Source, SourceFile};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::sync::mpsc;

/// What a load brought, file by file.
pub(crate) struct Loaded {
    pub(crate) files: Vec<SourceFile>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) streams: Vec<StreamRow>,
    pub(crate) sources: Vec<Source>,
    pub(crate) records: RecordReader,
    pub(crate) bytes: u64,
    pub(crate) read: u64,
}

impl Loaded {
    pub(crate) fn account(&self) -> Account {
        self.files[0].account
    }

    /// Issues of the first file as `line reason`.
    pub(crate) fn issues(&self) -> Vec<String> {
        let issues = self.files[0].issues.iter();
        issues.map(|i| format!("{} {}", i.line, i.reason)).collect()
    }

    pub(crate) fn error(&self) -> &str {
        self.files[0].error.as_deref().unwrap_or_default()
    }
}

pub(crate) fn load(inputs: Vec<Input>, options: LoadOptions) -> Loaded {
    let (send, receive) = mpsc::sync_channel(4);
    let running = start(inputs, options, move |news| send.send(news).is_ok());
    let mut loaded = Loaded {
        files: Vec::new(),
        skipped: Vec::new(),
        streams: Vec::new(),
        sources: Vec::new(),
        records: running.records(),
        bytes: 0,
        read: 0,
    };
    let mut done = false;
    for news in receive {
        match news {
            Progress::Files {
                names,
                skipped,
                bytes,
            } => {
                let named = |name| {
                    let mut file = SourceFile::default();
                    file.name = name;
                    file
                };
                loaded.files = names.into_iter().map(named).collect();
                loaded.skipped = skipped;
                loaded.bytes = bytes;
            }
            Progress::Batch { batch, read } => {
                loaded.read = read;
                absorb(&mut loaded, *batch);
            }
            Progress::Done { cancelled } => {
                assert!(!cancelled);
                done = true;
            }
        }
    }
    assert!(done);
    running.join();
    for file in &mut loaded.files {
        assert!(file.done);
        let mut issues = std::mem::take(&mut file.issues);
        for issue in &mut issues {
            issue.line = file.line_at(issue.offset, issue.line);
        }
        file.issues = issues;
    }
    loaded
}

pub(crate) fn absorb(loaded: &mut Loaded, batch: Batch) {
    assert!(batch.account.is_balanced());
    let counted: u64 = batch.categories.iter().map(|(_, count)| count).sum();
    assert_eq!(counted, batch.account.loaded);
    assert_eq!(batch.rows() as u64, batch.account.loaded);
    let file = &mut loaded.files[batch.file.at()];
    assert!(!file.done, "the last batch came before others");
    file.note_chunk(batch.offset, batch.account.bytes, batch.account.lines);
    file.account.add(&batch.account);
    for (name, count) in &batch.categories {
        *file.categories.entry(name.clone()).or_default() += count;
    }
    file.note_issues(batch.issues, batch.issues_omitted);
    if let Some(facts) = batch.facts {
        file.facts = facts;
    }
    file.error = batch.error.or(file.error.take());
    file.done = batch.last;
    for at in 0..batch.streams.len() {
        loaded.streams.push(batch.streams.get(at));
    }
    loaded.sources.extend(batch.summaries.source());
    loaded.sources.extend(batch.streams.source());
    loaded.sources.extend(batch.operations.source());
    loaded.sources.extend(batch.samples.source());
    loaded.sources.extend(batch.others.source());
}

pub(crate) fn load_bytes(bytes: &[u8]) -> Loaded {
    load_bytes_with(bytes, LoadOptions::default())
}

pub(crate) fn load_bytes_with(bytes: &[u8], options: LoadOptions) -> Loaded {
    let folder = folder();
    let path = folder.path().join("log.json");
    assert!(fs::write(&path, bytes).is_ok());
    load(vec![Input::Path(path)], options)
}

pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

pub(crate) fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    assert!(encoder.write_all(bytes).is_ok());
    encoder.finish().expect("writing to memory does not fail")
}

pub(crate) fn small(chunk: usize, step: usize) -> LoadOptions {
    LoadOptions {
        threads: 2,
        chunk,
        step,
        ..LoadOptions::default()
    }
}
