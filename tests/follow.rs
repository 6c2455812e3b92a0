//! Files that grow, come, shrink and are replaced while the loader follows them; accounts must hold throughout.

#[path = "support/load.rs"]
mod load;

use callscope::load::LoadOptions;
use load::Load;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

fn load(path: &Path, follows: bool) -> Load {
    let options = LoadOptions {
        follows,
        ..LoadOptions::default()
    };
    Load::start(path, options, usize::MAX)
}

impl Load {
    fn counts(&self) -> (u64, u64, usize) {
        let account = self.store.account();
        (account.loaded, account.rejected, self.store.call_count())
    }
}

fn record(call: u32) -> String {
    format!(
        "{{\"category\":\"CallSummary\",\"correlationId\":\"call-{call}\",\"properties\":{{\"callType\":\"Group\",\
         \"participantId\":\"p-{call}\",\"callDuration\":{call}}}}}\n"
    )
}

fn append(path: &Path, text: &str) {
    let mut file = OpenOptions::new()
        .append(true)
        .open(path)
        .expect("the file is there");
    file.write_all(text.as_bytes())
        .expect("the file can be written");
}

#[test]
fn a_line_is_read_once_its_end_has_come() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.jsonl");
    let late = record(3);
    let (head, tail) = late.split_at(20);
    fs::write(&path, record(1) + &record(2) + head).expect("the file can be written");
    let mut follower = load(folder.path(), true);
    assert_eq!(follower.counts(), (2, 0, 2));
    append(&path, &(tail.to_owned() + &record(4)));
    follower.until_done();
    assert_eq!(follower.counts(), (4, 0, 4));
    let source = follower
        .store
        .summaries
        .source()
        .iter()
        .max()
        .copied()
        .expect("a row");
    assert_eq!(follower.store.place(&source).1, 4);
}

#[test]
fn new_files_of_a_folder_are_taken_up() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.jsonl"), record(1)).expect("the file can be written");
    let mut follower = load(folder.path(), true);
    fs::create_dir(folder.path().join("deeper")).expect("a folder can be made");
    fs::write(
        folder.path().join("deeper/b.json"),
        format!("[{}]", record(2)),
    )
    .expect("the file can be written");
    while follower.counts().0 < 2 {
        follower.until_done();
    }
    assert_eq!(
        (follower.counts(), follower.store.files.len()),
        ((2, 0, 2), 2)
    );
}

#[test]
fn a_cut_or_replaced_file_is_told_and_what_was_loaded_stays() {
    for is_replaced in [false, true] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.jsonl");
        fs::write(&path, record(1) + &record(2)).expect("the file can be written");
        let mut follower = load(&path, true);
        if is_replaced {
            let other = folder.path().join("other");
            fs::write(&other, record(7) + &record(8) + &record(9))
                .expect("the file can be written");
            fs::rename(&other, &path).expect("a file can be renamed");
        } else {
            File::create(&path).expect("the file can be cut");
        }
        follower.until_done();
        assert_eq!(follower.counts(), (2, 0, 2));
        let error = follower.store.files[0].error.clone().unwrap_or_default();
        assert!(error.contains("cut or replaced"), "{error}");
    }
}

#[test]
fn one_look_is_taken_when_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.jsonl");
    fs::write(&path, record(1)).expect("the file can be written");
    let mut follower = load(folder.path(), false);
    append(&path, &record(2));
    assert!(
        follower
            .news
            .recv_timeout(Duration::from_millis(1_500))
            .is_err(),
        "nobody asked"
    );
    follower.loader().look_again();
    follower.until_done();
    assert_eq!(follower.counts(), (2, 0, 2));
}
