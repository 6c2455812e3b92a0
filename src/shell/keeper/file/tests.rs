//! Forms on disk: damaged and newer files, many writers, rights, and folders that cannot be written.

#[path = "../../../../tests/support/folder.rs"]
mod folder;

use super::*;
use crate::app::remembered::{CallNotes, Change, Views};
use folder::{is_closed, mode, names};
use std::sync::Arc;
use tempfile::TempDir;

fn folder() -> (TempDir, Folder) {
    let place = TempDir::new().expect("a folder for the test");
    let folder = Folder::new(place.path().join("deep/callscope"));
    (place, folder)
}

fn marked(call: &str) -> Change {
    Change::Mark {
        call: call.to_owned(),
        is_marked: true,
    }
}

fn keep(folder: &Folder, change: &Change) -> io::Result<Vec<String>> {
    let mut told = Vec::new();
    folder.update::<CallNotes>(&mut told, |form, lost| form.apply(change, 7, lost))?;
    Ok(told)
}

fn calls(folder: &Folder) -> Vec<String> {
    let mut told = Vec::new();
    let form: CallNotes = folder.read(&mut told);
    assert_eq!(told, Vec::<String>::new());
    form.calls.into_keys().collect()
}

fn put(folder: &Folder, name: &str, text: &[u8]) {
    fs::create_dir_all(&folder.path).expect("the folder can be made");
    fs::write(folder.path.join(name), text).expect("the folder can be written");
}

#[test]
fn what_is_kept_is_read_again_and_nobody_else_may_read_it() {
    let (_place, folder) = folder();
    assert_eq!(calls(&folder), Vec::<String>::new());
    assert!(!folder.path.exists(), "reading makes no folder");
    keep(&folder, &marked("a")).expect("it can be kept");
    keep(&folder, &marked("b")).expect("it can be kept");
    assert_eq!(calls(&folder), ["a", "b"]);
    assert_eq!(names(&folder.path), ["calls.json", "lock"]);
    assert!(is_closed(&folder.path));
}

#[test]
fn a_folder_that_others_could_read_is_closed() {
    let (_place, folder) = folder();
    put(&folder, "other", b"");
    fs::set_permissions(&folder.path, Permissions::from_mode(0o755)).expect("it is ours");
    keep(&folder, &marked("a")).expect("it can be kept");
    assert_eq!(mode(&folder.path), 0o700);
}

#[test]
fn a_damaged_or_newer_file_is_kept_aside_and_told_and_the_next_one_under_another_name() {
    let (_place, folder) = folder();
    let bad: [(&[u8], &str); 6] = [
        (b"{\"version\": 1, \"calls\": {", "is damaged"),
        (b"", "is damaged"),
        (b"\xff\xfe\x00", "is damaged"),
        (
            b"{\"version\": 2, \"calls\": {}, \"new\": 1}",
            "newer callscope (form 2)",
        ),
        (b"{\"version\": 1, \"calls\": {}, \"new\": 1}", "is damaged"),
        (
            b"{\"version\": 1, \"calls\": {\"a\": {\"marked\": 3, \"changed\": 1}}}",
            "is damaged",
        ),
    ];
    for (number, (text, why)) in bad.iter().enumerate() {
        put(&folder, "calls.json", text);
        let mut told = Vec::new();
        let form: CallNotes = folder.read(&mut told);
        assert_eq!(form, CallNotes::default());
        assert_eq!(told.len(), 1, "{told:?}");
        let aside = match number {
            0 => "calls.json.bad".to_owned(),
            number => format!("calls.json.{}.bad", number + 1),
        };
        assert!(
            told[0].contains(why) && told[0].ends_with(&aside),
            "{told:?}"
        );
        assert_eq!(fs::read(folder.path.join(&aside)).expect("kept"), *text);
        keep(&folder, &marked("a")).expect("a new one can be kept");
        assert_eq!(calls(&folder), ["a"]);
    }
}

#[test]
fn a_file_damaged_while_the_program_ran_is_kept_aside_before_it_is_written_anew() {
    let (_place, folder) = folder();
    keep(&folder, &marked("a")).expect("it can be kept");
    put(&folder, "calls.json", b"oops");
    let told = keep(&folder, &marked("b")).expect("it can be kept");
    assert!(told[0].contains("is damaged"), "{told:?}");
    assert_eq!(calls(&folder), ["b"]);
    assert_eq!(
        names(&folder.path),
        ["calls.json", "calls.json.bad", "lock"]
    );
}

#[test]
fn many_writers_at_once_lose_nothing_of_each_other() {
    let (_place, folder) = folder();
    let folder = Arc::new(Folder {
        path: folder.path,
        patience: Duration::from_secs(60),
    });
    let writer = |name: usize| {
        let folder = Arc::clone(&folder);
        thread::spawn(move || {
            for at in 0..20 {
                keep(&folder, &marked(&format!("{name}-{at:02}"))).expect("it can be kept");
            }
        })
    };
    let writers: Vec<_> = (0..4).map(writer).collect();
    for writer in writers {
        writer.join().expect("no writer fails");
    }
    assert_eq!(calls(&folder).len(), 80);
    assert_eq!(names(&folder.path), ["calls.json", "lock"]);
}

#[test]
fn whoever_cannot_have_the_lock_says_so_and_leaves_the_file_alone() {
    let (_place, folder) = folder();
    keep(&folder, &marked("a")).expect("it can be kept");
    let held = folder.lock().expect("nobody holds it");
    let other = Folder {
        path: folder.path.clone(),
        patience: Duration::ZERO,
    };
    let error = keep(&other, &marked("b")).expect_err("it is held");
    assert!(error.to_string().contains("another program holds the lock"));
    drop(held);
    assert_eq!(calls(&folder), ["a"]);
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_and_the_other_forms_are_none_the_worse() {
    let (place, _) = folder();
    let file = place.path().join("file");
    fs::write(&file, b"").expect("the folder can be written");
    let folder = Folder::new(file.join("callscope"));
    assert!(keep(&folder, &marked("a")).is_err());
    let mut told = Vec::new();
    let views: Views = folder.read(&mut told);
    assert_eq!(views, Views::default());
    assert_eq!(told.len(), 1, "{told:?}");
}

#[test]
fn what_a_dead_program_left_half_written_is_cleared_and_never_read() {
    let (_place, folder) = folder();
    put(&folder, ".new-abc", b"{\"version\": 1, \"ca");
    keep(&folder, &marked("a")).expect("it can be kept");
    assert_eq!(names(&folder.path), ["calls.json", "lock"]);
}
