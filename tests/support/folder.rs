//! What lies in a folder, and who may read it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

/// The names of what lies in a folder, sorted; none where there is no folder.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The rights of a file or folder.
pub(crate) fn mode(path: &Path) -> u32 {
    let found = fs::metadata(path).expect("it is there");
    found.permissions().mode() & 0o777
}

/// True when nobody but its owner may look into a folder or read what lies in it.
pub(crate) fn is_closed(folder: &Path) -> bool {
    let is_own = |name: &String| mode(&folder.join(name)) == 0o600;
    mode(folder) == 0o700 && names(folder).iter().all(is_own)
}
