//! An answer from a part of the logs is the answer from all of them, byte by byte.

use super::load_for;
use crate::load::{Input, LoadOptions, Progress, load_here};
use crate::model::id::IdRef;
use crate::model::store::Store;
use crate::query::read::Query;
use crate::query::ties::exact;
use crate::report::Format;
use crate::report::find::{FindOptions, shown_calls, write_find};
use proptest::prelude::*;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Mutex;

fn demo() -> String {
    let mut text = String::new();
    let mut gzip = flate2::read::MultiGzDecoder::new(crate::shell::start::DEMO);
    gzip.read_to_string(&mut text).expect("the demo is text");
    text
}

/// The records of the demo in files, as a storage account would hold them, so that calls and categories are mixed.
fn folder(change: impl Fn(usize, &str) -> String, files: usize) -> tempfile::TempDir {
    let folder = tempfile::TempDir::new().expect("a folder for the test");
    let mut texts = vec![String::new(); files];
    for (at, line) in demo().lines().enumerate() {
        let text = &mut texts[(at / 7) % files];
        text.push_str(&change(at, line));
        text.push('\n');
    }
    for (at, text) in texts.iter().enumerate() {
        let path = folder.path().join(format!("{at}.json"));
        fs::write(path, text).expect("the folder can be written");
    }
    folder
}

fn options() -> LoadOptions {
    LoadOptions {
        threads: 1,
        chunk: 16 << 10,
        ..LoadOptions::default()
    }
}

fn whole(folder: &Path) -> Store {
    let store = Mutex::new(Store::new());
    let inputs = [Input::Path(folder.to_owned())];
    load_here(&inputs, options(), &|progress| {
        let mut store = store.lock().expect("no thread fell");
        match progress {
            Progress::Files { names, skipped, .. } => store.note_inputs(names, skipped),
            Progress::Batch { batch, .. } => store.absorb(&batch),
            Progress::Done { .. } => {}
        }
        true
    });
    store.into_inner().expect("no thread fell")
}

fn answer(store: &mut Store, text: &str) -> String {
    store.join_loose_operations();
    let calls = shown_calls(store, text);
    store.refresh_only(&calls);
    let options = FindOptions {
        format: Format::JsonLines,
        ..FindOptions::default()
    };
    let mut out = Vec::new();
    write_find(&mut out, store, text, &options).expect("memory can be written");
    String::from_utf8(out).expect("an answer is text")
}

/// How many of the texts were answered from a part.
fn compare(folder: &Path, texts: &[String]) -> usize {
    let mut all = whole(folder);
    let inputs = [Input::Path(folder.to_owned())];
    let mut parts = 0;
    for text in texts {
        if let Some(mut part) = load_for(text, &inputs, options()) {
            parts += 1;
            assert_eq!(answer(&mut part, text), answer(&mut all, text), "{text}");
        }
    }
    parts
}

/// Some of the identifiers that are looked for exactly, from all tables.
fn identifiers(store: &Store, every: usize) -> Vec<String> {
    let ids = (0..store.ids.len() as u32).map(|id| store.id(IdRef(id)).to_owned());
    let told = ids.filter(|id| exact(&Query::parse(id)).is_some());
    told.step_by(every).collect()
}

#[test]
fn what_is_read_of_plain_lines_gives_the_same_answer() {
    let folder = folder(|_, line| line.to_owned(), 5);
    let texts = identifiers(&whole(folder.path()), 71);
    let parts = compare(folder.path(), &texts);
    assert!(parts * 2 > texts.len(), "{parts} of {}", texts.len());
}

#[test]
fn capitals_change_nothing() {
    let folder = folder(
        |at, line| {
            if at % 3 == 0 {
                upper_ids(line)
            } else {
                line.to_owned()
            }
        },
        3,
    );
    let texts = identifiers(&whole(folder.path()), 151);
    assert!(compare(folder.path(), &texts) > 0);
}

#[test]
fn ids_written_with_escapes_are_met() {
    let folder = folder(
        |at, line| {
            if at % 2 == 0 {
                escaped(line)
            } else {
                line.to_owned()
            }
        },
        3,
    );
    let texts = identifiers(&whole(folder.path()), 97);
    assert!(compare(folder.path(), &texts) > 0);
}

#[test]
fn several_ids_at_once_are_answered_from_a_part() {
    let folder = folder(|_, line| line.to_owned(), 4);
    let ids = identifiers(&whole(folder.path()), 211);
    let pairs: Vec<String> = ids.chunks(2).map(|pair| pair.join(" ")).collect();
    assert!(compare(folder.path(), &pairs) > 0);
}

#[test]
fn a_file_that_is_not_lines_is_read_whole_or_all_is() {
    let folder = folder(|_, line| line.to_owned(), 12);
    let first = folder.path().join("0.json");
    let lines = fs::read_to_string(&first).expect("it was written");
    let array: Vec<&str> = lines.lines().collect();
    fs::write(&first, format!("[\n{}\n]", array.join(",\n"))).expect("the folder can be written");
    let texts = identifiers(&whole(folder.path()), 199);
    assert!(compare(folder.path(), &texts) > 0);
    let gone = [Input::Stdin];
    assert!(load_for(&texts[0], &gone, options()).is_none());
}

#[test]
fn what_is_no_exact_identifier_is_looked_for_everywhere() {
    let table = [
        ("7f3c9a12", false),
        ("410/3112", false),
        ("cameraFreeze", false),
        ("+44 20 7946 0018", false),
        ("c0742be4-ed13-4f1a-9bc2-4e2c8c093009 ~02:10", false),
        ("c0742be4-ed13-4f1a-9bc2-4e2c8c093009", true),
        ("{C0742BE4-ED13-4F1A-9BC2-4E2C8C093009}", true),
    ];
    for (text, wanted) in table {
        assert_eq!(exact(&Query::parse(text)).is_some(), wanted, "{text}");
    }
}

/// Hexadecimal digits of GUIDs as capitals.
fn upper_ids(line: &str) -> String {
    let mut text = line.as_bytes().to_vec();
    for at in guids(line) {
        text[at..at + 36].make_ascii_uppercase();
    }
    String::from_utf8(text).expect("ASCII was changed to ASCII")
}

/// One sign of each GUID in an object as an escape.
fn escaped(line: &str) -> String {
    let mut text = line.to_owned();
    for at in guids(line).into_iter().rev() {
        let from = at + 35 - at % 17;
        let sign = text.as_bytes()[from];
        text.replace_range(from..=from, &format!("\\u{:04x}", u32::from(sign)));
    }
    text
}

fn guids(line: &str) -> Vec<usize> {
    let is_guid = |&at: &usize| {
        line.get(at..at + 36).is_some_and(|part| {
            part.bytes().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
        })
    };
    (0..line.len().saturating_sub(35)).filter(is_guid).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    /// Lines in any order and any number of files, some cut, some twice.
    #[test]
    fn any_order_of_any_lines_gives_the_same_answer(
        seed in any::<u64>(),
        files in 1_usize..6,
    ) {
        let lines: Vec<String> = demo().lines().map(str::to_owned).collect();
        let change = |at: usize, line: &str| match (at as u64).wrapping_mul(seed | 1) >> 60 {
            0 => line[..line.len() / 2].chars().filter(char::is_ascii).collect(),
            1 => lines[at * 31 % lines.len()].clone(),
            2 => upper_ids(line),
            3 => String::new(),
            _ => line.to_owned(),
        };
        let folder = folder(change, files);
        let ids = identifiers(&whole(folder.path()), 601);
        compare(folder.path(), &ids);
    }
}
