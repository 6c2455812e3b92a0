//! Which set of logs this is: the names, sizes and first bytes of its files. No file is read through.

use crate::app::remembered::LogSet;
use rustix::fs::OFlags;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Bytes from the start of a file: the first record, with its time and ids.
const FIRST: u64 = 512;
/// Files that are looked into; of the others name and size must do.
const LOOKED_INTO: usize = 2_000;

/// The set of the files with these names, as they were shown; none for what cannot be met again, as a pipe.
pub(super) fn set_of(names: &[String]) -> Option<LogSet> {
    if names.is_empty() || names.iter().any(|name| name == "-") {
        return None;
    }
    let mut exact = Vec::with_capacity(names.len());
    let mut grown = Vec::with_capacity(names.len());
    for (at, name) in names.iter().enumerate() {
        let path = Path::new(name);
        let size = fs::metadata(path)
            .ok()
            .filter(fs::Metadata::is_file)
            .map(|file| file.len());
        let first = size
            .filter(|_| at < LOOKED_INTO)
            .map(|_| first_bytes(path))
            .unwrap_or_default();
        // The folder does not count: the same logs may be named from elsewhere.
        let name = path.file_name().unwrap_or(path.as_os_str());
        grown.push(of(&(name, &first)));
        exact.push(of(&(name, &first, size)));
    }
    Some(LogSet {
        exact: together(exact),
        grown: together(grown),
    })
}

/// Two numbers of one value: 128 bits, since two sets must not meet by chance.
fn of(value: &impl Hash) -> [u64; 2] {
    [0_u8, 1].map(|seed| {
        let mut hasher = DefaultHasher::new();
        (seed, value).hash(&mut hasher);
        hasher.finish()
    })
}

/// In any order of the files.
fn together(mut all: Vec<[u64; 2]>) -> String {
    all.sort_unstable();
    let mut text = String::with_capacity(32);
    for half in of(&all) {
        let written = write!(text, "{half:016x}");
        debug_assert!(written.is_ok(), "writing to a String cannot fail");
    }
    text
}

/// What cannot be read has none; a pipe is not waited for.
fn first_bytes(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let opened = OpenOptions::new()
        .read(true)
        .custom_flags(OFlags::NONBLOCK.bits() as i32)
        .open(path);
    if let Ok(file) = opened {
        // What was read before a failure tells the file apart as well.
        let _ = file.take(FIRST).read_to_end(&mut bytes);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_set_is_known_from_elsewhere_and_in_any_order_and_grown() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
            fs::write(&path, text).expect("the folder can be written");
            path.to_string_lossy().into_owned()
        };
        let body = "x".repeat(2_000);
        let (a, b) = (write("a.json", &body), write("b.json", "two"));
        let set = set_of(&[a.clone(), b.clone()]).expect("files");
        assert_eq!(set_of(&[b.clone(), a.clone()]), Some(set.clone()));
        let elsewhere = [write("copy/a.json", &body), write("copy/b.json", "two")];
        assert_eq!(set_of(&elsewhere), Some(set.clone()));
        write("a.json", &"x".repeat(2_001));
        let grown = set_of(&[a.clone(), b.clone()]).expect("files");
        assert_ne!(grown.exact, set.exact);
        assert_eq!(grown.grown, set.grown);
        write("b.json", "twice");
        let other = set_of(&[a.clone(), b]).expect("files");
        assert_ne!(other.grown, set.grown, "the first bytes count");
        assert_ne!(set_of(&[a]), Some(set));
    }

    #[test]
    fn what_is_no_file_has_its_name_and_a_pipe_is_no_set() {
        let demo = set_of(&["demo".to_owned()]);
        assert!(demo.is_some());
        assert_ne!(demo, set_of(&["other".to_owned()]));
        assert_eq!(set_of(&["-".to_owned()]), None);
        assert_eq!(set_of(&[]), None);
    }
}
