//! The parts of a load, each on the example logs that are in the program (6 MB of text), so nothing need be made first.
//!
//! `cargo bench --bench load`; a part by its name: `cargo bench --bench load -- read`.

use callscope::load::{Input, LoadOptions, Progress, load_here};
use callscope::logs::{Hint, Reader, is_whole};
use callscope::model::batch::Batch;
use callscope::model::id::FileIx;
use callscope::model::source::Source;
use callscope::model::store::Store;
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use std::io::Read;
use std::sync::{LazyLock, Mutex, PoisonError};

fn main() {
    divan::main();
}

/// The example logs, unpacked. The loader wants them for the life of the program, as it has them in the product.
static TEXT: LazyLock<&'static str> = LazyLock::new(|| {
    let packed: &[u8] = include_bytes!("../assets/demo/logs.jsonl.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed)
        .read_to_string(&mut text)
        .expect("the example logs are whole");
    text.leak()
});

/// The categories that make up a file, by bytes; the others are read by the same code.
const CATEGORIES: [&str; 5] = [
    "CallClientMediaStatsTimeSeries",
    "CallClientOperations",
    "CallDiagnostics",
    "CallSummary",
    "CallSurvey",
];

fn lines_of(category: &str) -> Vec<&'static str> {
    let mark = format!("\"category\":\"{category}\"");
    let lines = TEXT.lines().filter(|line| line.contains(&mark));
    lines.collect()
}

fn bytes_of(lines: &[&str]) -> BytesCount {
    BytesCount::new(lines.iter().map(|line| line.len()).sum::<usize>())
}

/// The walker alone: is each line one whole JSON text?
#[divan::bench(sample_count = 30)]
fn walk(bencher: Bencher) {
    let lines: Vec<&str> = TEXT.lines().collect();
    bencher
        .counter(bytes_of(&lines))
        .bench(|| lines.iter().filter(|line| is_whole(line)).count());
}

/// From the text of a record to its row, by category.
#[divan::bench(args = CATEGORIES, sample_count = 30)]
fn read(bencher: Bencher, category: &str) {
    let lines = lines_of(category);
    bencher
        .counter(bytes_of(&lines))
        .with_inputs(|| (Reader::default(), Batch::new(FileIx::default(), 0)))
        .bench_values(|(mut reader, mut batch)| {
            for line in &lines {
                let found = reader.read(line, Source::default(), Hint::NONE, &mut batch);
                assert!(black_box(found).is_ok());
            }
            batch
        });
}

fn one_thread() -> LoadOptions {
    LoadOptions {
        threads: 1,
        ..LoadOptions::default()
    }
}

/// Loads the example logs from memory by one thread and hands on what comes.
fn load(options: LoadOptions, sink: impl Fn(Batch) + Sync) {
    let input = Input::Embedded("logs.jsonl".to_owned(), TEXT.as_bytes());
    load_here(&[input], options, &|news| {
        if let Progress::Batch { batch, .. } = news {
            sink(*batch);
        }
        true
    });
}

/// Rows of batches into the store, calls built and judged.
#[divan::bench(sample_count = 30)]
fn absorb(bencher: Bencher) {
    let batches = Mutex::new(Vec::new());
    load(one_thread(), |batch| {
        let mut batches = batches.lock().unwrap_or_else(PoisonError::into_inner);
        batches.push(batch);
    });
    let batches = batches.into_inner().unwrap_or_else(PoisonError::into_inner);
    let rows: usize = batches.iter().map(Batch::rows).sum();
    bencher.counter(ItemsCount::new(rows)).bench(|| {
        let mut store = Store::new();
        store.note_inputs(vec!["logs.jsonl".to_owned()], Vec::new());
        for batch in &batches {
            store.absorb(batch);
        }
        store.settle();
        store
    });
}

/// A whole load from memory, absorbed and judged, by one thread.
#[divan::bench(sample_count = 30)]
fn whole(bencher: Bencher) {
    bencher.counter(BytesCount::of_str(*TEXT)).bench(|| {
        let store = Mutex::new(Store::new());
        store
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .note_inputs(vec!["logs.jsonl".to_owned()], Vec::new());
        load(one_thread(), |batch| {
            let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
            store.absorb(&batch);
        });
        let mut store = store.into_inner().unwrap_or_else(PoisonError::into_inner);
        store.settle();
        store
    });
}
