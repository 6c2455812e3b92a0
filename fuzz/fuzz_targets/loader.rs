//! Whatever the file: every byte is accounted for, read sizes do not matter, and its calls can be judged and listed.

#![no_main]

use callscope::load::{Input, LoadOptions, Progress, load_here};
use callscope::model::source::{Account, SourceFile};
use callscope::model::store::Store;
use callscope::query::identifiers::Index;
use callscope::query::records;
use libfuzzer_sys::fuzz_target;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

/// Bytes of a part and of one read.
const SIZES: &[(usize, usize)] = &[
    (1, 1),
    (7, 7),
    (64, 3),
    (100, 33),
    (333, 64),
    (1 << 10, 500),
];

/// In memory where the system has such a place; one file per process.
static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() {
        memory.to_owned()
    } else {
        std::env::temp_dir()
    };
    folder.join(format!("callscope-fuzz-{}.log", std::process::id()))
});

fn load(chunk: usize, step: usize) -> Store {
    let options = LoadOptions {
        threads: 1,
        max_line: 64 << 10,
        max_unpacked: 256 << 10,
        chunk,
        step,
        ..LoadOptions::default()
    };
    let store = Mutex::new(Store::new());
    load_here(&[Input::Path(FILE.clone())], options, &|news| {
        let mut store = store.lock().unwrap_or_else(PoisonError::into_inner);
        match news {
            Progress::Files { names, skipped, .. } => store.note_inputs(names, skipped),
            Progress::Batch { batch, .. } => {
                assert!(batch.account.is_balanced());
                assert_eq!(batch.rows() as u64, batch.account.loaded);
                store.absorb(&batch);
            }
            Progress::Done { cancelled } => assert!(!cancelled),
        }
        true
    });
    let mut store = store.into_inner().unwrap_or_else(PoisonError::into_inner);
    store.settle();
    store
}

/// What must hold for each file.
fn examine(file: &SourceFile) {
    assert!(file.done);
    assert!(file.account.is_balanced());
    assert_eq!(
        file.issues.len() as u64 + file.issues_omitted,
        file.account.rejected
    );
    assert_eq!(file.categories.values().sum::<u64>(), file.account.loaded);
    assert_eq!(
        file.account.total(),
        file.account.loaded + file.account.rejected
    );
}

type Told = (
    Account,
    String,
    String,
    Option<String>,
    Vec<(u64, u64, u32, String)>,
);

/// What must not depend on the read sizes.
fn told(file: &SourceFile) -> Told {
    let issue = |issue: &callscope::model::source::Issue| {
        (
            file.issue_line(issue),
            issue.offset,
            issue.length,
            issue.reason.clone(),
        )
    };
    (
        file.account,
        file.facts.form.clone(),
        file.facts.encoding.clone(),
        file.error.clone(),
        file.issues.iter().map(issue).collect(),
    )
}

/// Everything a user can look at.
fn look(store: &Store) {
    for call in store.calls() {
        let _ = (store.facts(call), store.detail(call));
    }
    let _ = Index::build(store);
    for heap in records::heaps(store) {
        for row in records::rows(store, &heap) {
            let _ = records::line(store, heap.table, row);
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    std::fs::write(&*FILE, bytes).expect("the temporary folder can be written to");
    let base = load(64 << 10, 16 << 10);
    // The last byte chooses, so that seeds are plain files.
    let choice = usize::from(bytes.last().copied().unwrap_or(0));
    let (chunk, step) = SIZES[choice % SIZES.len()];
    let other = load(chunk, step);
    base.files.iter().for_each(examine);
    other.files.iter().for_each(examine);
    let all = |store: &Store| store.files.iter().map(told).collect::<Vec<_>>();
    assert_eq!(
        all(&other),
        all(&base),
        "in parts of {chunk}, reads of {step}"
    );
    assert_eq!(other.call_count(), base.call_count());
    look(&base);
});
