//! Tests of what is made harder to read on purpose: keys, columns, odd lines, order of lines, forms of files.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::mpsc;

use callscope::load::{Input, LoadOptions, Progress, start};
use serde_json::Value;

use super::{bytes, made, values};
use crate::changed::{Changed, Changes};
use crate::form::{Finish, Form};
use crate::odd::KINDS;
use crate::population::RESOURCE_ID;
use crate::run::{Size, Wanted, make};
use crate::sink::{BlobTree, Memory, Sink};
use crate::stories::FIRST_DAY;

fn changed(changes: Changes) -> (Memory, [u64; KINDS.len()]) {
    let mut sink = Changed::new(Memory::default(), 12, changes);
    let wanted = Wanted {
        size: Size::Bytes(2_000_000),
        seed: 12,
        bad: 0.03,
    };
    make(wanted, &mut sink).expect("memory takes everything");
    let odd = sink.odd;
    (sink.into_inner(), odd)
}

/// All members of a record, those of `properties` too.
fn keys(value: &Value) -> HashSet<String> {
    let outer = value.as_object().expect("an object").keys();
    let inner = value["properties"].as_object().expect("an object").keys();
    outer.chain(inner).cloned().collect()
}

#[test]
fn shuffled_keys_are_the_same_keys_save_a_few_missing() {
    let (_, plain) = made(2_000_000, 12);
    let changes = Changes {
        shuffled_keys: true,
        ..Changes::default()
    };
    let (memory, _) = changed(changes);
    let (mut kept, mut all, mut moved) = (0, 0, 0);
    let pairs = values(&plain).into_iter().zip(values(&memory));
    for (((_, before), (_, after)), record) in pairs.zip(&memory.records) {
        let (before, after) = (keys(&before), keys(&after));
        assert!(after.is_subset(&before));
        assert!(after.contains("category") && after.contains("properties"));
        all += before.len();
        kept += after.len();
        moved += usize::from(!record.2.starts_with(b"{\"time\""));
    }
    let missing = 1.0 - kept as f64 / all as f64;
    assert!((0.02..0.04).contains(&missing), "{missing}");
    assert!(moved * 2 > plain.records.len(), "{moved}");
    assert!(bytes(&memory) == bytes(&changed(changes).0));
}

#[test]
fn extra_columns_are_beside_all_others() {
    let (_, plain) = made(2_000_000, 12);
    let (memory, _) = changed(Changes {
        extra_columns: true,
        ..Changes::default()
    });
    for ((_, before), (_, after)) in values(&plain).into_iter().zip(values(&memory)) {
        assert!(keys(&before).is_subset(&keys(&after)));
        assert_eq!(keys(&after).len(), keys(&before).len() + 7);
    }
}

/// Loads what is at `path`: records loaded and rejected.
fn accepted(path: &Path) -> (u64, u64) {
    let (send, receive) = mpsc::channel();
    let inputs = vec![Input::Path(path.to_owned())];
    let running = start(inputs, LoadOptions::default(), move |news| {
        send.send(news).is_ok()
    });
    let mut sum = (0, 0);
    for news in receive {
        if let Progress::Batch { batch, .. } = news {
            sum.0 += batch.account.loaded;
            sum.1 += batch.account.rejected;
        }
    }
    running.join();
    sum
}

#[test]
fn the_loader_takes_exactly_the_odd_lines_that_are_records() {
    let (memory, odd) = changed(Changes {
        odd: 0.2,
        ..Changes::default()
    });
    assert!(odd.iter().all(|count| *count > 10), "{odd:?}");
    let damaged: u64 = KINDS
        .iter()
        .zip(odd)
        .filter(|(kind, _)| !kind.is_record)
        .map(|(_, count)| count)
        .sum();
    let all = memory.records.len() as u64;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("PT1H.json");
    fs::write(&path, bytes(&memory)).expect("a file");
    assert_eq!(accepted(&path), (all - damaged, damaged));
}

/// A small tree of files in a form: its folder, and its files by name.
fn tree(form: Form, mixed: Option<u64>) -> (tempfile::TempDir, Vec<(String, Vec<u8>)>) {
    let folder = tempfile::tempdir().expect("a folder");
    let finish = Finish { form, mixed };
    let root = folder.path().to_owned();
    let mut tree = BlobTree::new(root, RESOURCE_ID, FIRST_DAY, finish).expect("an empty folder");
    let wanted = Wanted {
        size: Size::StoriesOf(2_000_000),
        seed: 13,
        bad: 0.0,
    };
    make(wanted, &mut tree).expect("a writable folder");
    tree.finish().expect("a writable folder");
    let files = walkdir::WalkDir::new(folder.path()).sort_by_file_name();
    let files = files.into_iter().filter_map(|entry| {
        let entry = entry.expect("a readable folder");
        let name = entry.path().to_string_lossy().into_owned();
        let name = name.replace(&*folder.path().to_string_lossy(), "");
        let file = entry.file_type().is_file();
        file.then(|| (name, fs::read(entry.path()).expect("a readable file")))
    });
    let files = files.collect();
    (folder, files)
}

#[test]
fn mixing_keeps_the_lines_of_each_file() {
    let (_, plain) = tree(Form::Lines, None);
    let (_, mixed) = tree(Form::Lines, Some(1));
    assert!(mixed == tree(Form::Lines, Some(1)).1);
    assert!(mixed != plain);
    for ((name, before), (other, after)) in plain.iter().zip(&mixed) {
        assert_eq!(name, other);
        let lines = |bytes: &[u8]| {
            let mut lines: Vec<_> = bytes
                .split(|byte| *byte == b'\n')
                .map(<[u8]>::to_vec)
                .collect();
            lines.sort();
            lines
        };
        assert!(lines(before) == lines(after), "{name}");
    }
}

#[test]
fn every_form_holds_the_same_records() {
    let (folder, _) = tree(Form::Lines, None);
    let (all, none) = accepted(folder.path());
    assert!(all > 500 && none == 0);
    for form in [Form::Array, Form::Records, Form::Csv, Form::Gzip] {
        let (folder, files) = tree(form, None);
        assert_eq!(accepted(folder.path()), (all, 0), "{form:?}");
        assert!(files == tree(form, None).1, "{form:?}");
    }
}
