//! How much memory is free: for the cap on what is loaded, where the user gives none.
//!
//! Linux tells what it could give without swapping (`MemAvailable`, proc(5)) and what a control group may still take
//! (cgroups(7): `memory.max` of version 2, `memory.limit_in_bytes` of version 1). Systems that tell neither give no
//! cap of their own: a guess could leave rows out for no reason.

use std::fs;
use std::path::{Path, PathBuf};

/// A control group version: where groups lie, and the files of limit and use, with the word of the page cache that is
/// given back first in `memory.stat`.
struct Groups {
    root: &'static str,
    /// What stands between the colons of the group's line in `/proc/self/cgroup`.
    controller: &'static str,
    limit: &'static str,
    used: &'static str,
    cache: &'static str,
}

const GROUPS: [Groups; 2] = [
    Groups {
        root: "/sys/fs/cgroup",
        controller: "",
        limit: "memory.max",
        used: "memory.current",
        cache: "inactive_file",
    },
    Groups {
        root: "/sys/fs/cgroup/memory",
        controller: "memory",
        limit: "memory.limit_in_bytes",
        used: "memory.usage_in_bytes",
        cache: "total_inactive_file",
    },
];

/// Half of the free memory in bytes; none where the system does not tell it.
pub(super) fn half_of_free() -> Option<usize> {
    let system = fs::read_to_string("/proc/meminfo").ok();
    let system = system.and_then(|text| available(&text));
    let groups = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    let group = GROUPS.iter().filter_map(|kind| {
        let path = group_path(&groups, kind.controller)?;
        room_of(kind, Path::new(kind.root), path)
    });
    let free = system.into_iter().chain(group).min()?;
    usize::try_from(free / 2).ok()
}

/// `MemAvailable:   23456 kB`, in bytes.
fn available(text: &str) -> Option<u64> {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

/// The path of the group in a line such as `4:memory:/a/b`, or `0::/a/b`.
fn group_path<'t>(text: &'t str, controller: &str) -> Option<&'t str> {
    text.lines().find_map(|line| {
        let mut parts = line.splitn(3, ':').skip(1);
        let is_it = parts.next()?.split(',').any(|name| name == controller);
        parts.next().filter(|_| is_it)
    })
}

/// What the group and those around it may still take; none when nothing limits them. A path that is not there belongs
/// to another view of the tree: only its beginning is looked at.
fn room_of(kind: &Groups, root: &Path, path: &str) -> Option<u64> {
    let inner: PathBuf = root.join(path.trim_start_matches('/'));
    let around = inner
        .ancestors()
        .take_while(|group| group.starts_with(root));
    around.filter_map(|group| room(kind, group)).min()
}

fn room(kind: &Groups, group: &Path) -> Option<u64> {
    let number = |name: &str| -> Option<u64> {
        let text = fs::read_to_string(group.join(name)).ok()?;
        text.trim().parse().ok()
    };
    let limit = number(kind.limit)?;
    let used = number(kind.used).unwrap_or(0);
    let stat = fs::read_to_string(group.join("memory.stat")).unwrap_or_default();
    let cache = stat.lines().find_map(|line| {
        let (name, bytes) = line.split_once(' ')?;
        bytes.parse().ok().filter(|_: &u64| name == kind.cache)
    });
    Some(limit.saturating_sub(used.saturating_sub(cache.unwrap_or(0))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_tells_is_read() {
        let text = "MemTotal:       24000000 kB\nMemFree: 1 kB\nMemAvailable:   2048 kB\n";
        assert_eq!(available(text), Some(2 << 20));
        assert_eq!(available("MemTotal: 3 kB\n"), None);
        let groups = "9:name=systemd:/\n4:cpu,memory:/a/b\n0::/c\n";
        assert_eq!(group_path(groups, "memory"), Some("/a/b"));
        assert_eq!(group_path(groups, ""), Some("/c"));
        assert_eq!(group_path("", "memory"), None);
    }

    #[test]
    fn the_narrowest_of_the_groups_around_counts() {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("a/b");
        fs::create_dir_all(&inner).expect("a folder can be made");
        let put = |path: &Path, name: &str, text: &str| {
            fs::write(path.join(name), text).expect("the file can be written");
        };
        put(&inner, "memory.max", "max\n");
        put(&folder.path().join("a"), "memory.max", "1000\n");
        put(&folder.path().join("a"), "memory.current", "700\n");
        put(
            &folder.path().join("a"),
            "memory.stat",
            "anon 400\ninactive_file 200\n",
        );
        assert_eq!(room_of(&GROUPS[0], folder.path(), "/a/b"), Some(500));
        assert_eq!(room_of(&GROUPS[0], folder.path(), "/elsewhere"), None);
    }
}
