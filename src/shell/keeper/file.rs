//! One form in one file: read, changed under a lock, written whole or not at all.
//!
//! A file that cannot be read as its form is kept aside under another name, never overwritten and never fatal.

use crate::app::remembered::{Form, VERSION};
use rustix::fs::{FlockOperation, flock};
use serde::Deserialize;
use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

/// Bytes of a form that are read; what is larger is none of this program's.
const LARGEST: u64 = 64 << 20;
/// How long to wait for another program that writes.
const PATIENCE: Duration = Duration::from_secs(2);
/// How the names of files begin that are being written.
const BEGUN: &str = ".new-";
/// Names that are tried for what is kept aside.
const MOST_ASIDE: u32 = 1_000;

/// The folder with all forms.
pub(in crate::shell) struct Folder {
    path: PathBuf,
    patience: Duration,
}

/// The version alone, of a form of any version.
#[derive(Deserialize)]
struct Stamp {
    version: u32,
}

/// A form as it was found.
enum Found<F> {
    /// Nothing there, or nothing that may be read.
    Nothing,
    Form(F),
    /// Why it is no form.
    Damaged(String),
}

impl Folder {
    pub(in crate::shell) fn new(path: PathBuf) -> Self {
        Self {
            path,
            patience: PATIENCE,
        }
    }

    /// Reads a form; an empty one where there is none. What had to be kept aside is told.
    pub(in crate::shell) fn read<F: Form>(&self, told: &mut Vec<String>) -> F {
        match self.find() {
            Ok(Found::Form(form)) => form,
            Ok(Found::Nothing) => F::default(),
            Ok(Found::Damaged(_)) => {
                // Another program may be about to mend it: look again when nobody writes.
                let lock = self.lock();
                match lock.and_then(|lock| self.read_locked(&lock, told)) {
                    Ok(form) => form,
                    Err(error) => {
                        told.push(self.words::<F>(&error));
                        F::default()
                    }
                }
            }
            Err(error) => {
                told.push(self.words::<F>(&error));
                F::default()
            }
        }
    }

    /// Reads a form and leaves all as it is, what is damaged as well; or says why it cannot be read.
    pub(in crate::shell) fn look<F: Form>(&self) -> Result<F, String> {
        match self.find() {
            Ok(Found::Form(form)) => Ok(form),
            Ok(Found::Nothing) => Ok(F::default()),
            Ok(Found::Damaged(why)) => Err(format!("{} {why}", self.file::<F>().display())),
            Err(error) => Err(self.words::<F>(&error)),
        }
    }

    /// Reads a form, changes it and writes it, while no other program does; nothing is written when `change` says so
    /// (false).
    pub(in crate::shell) fn update<F: Form>(
        &self,
        told: &mut Vec<String>,
        change: impl FnOnce(&mut F, &mut Vec<String>) -> bool,
    ) -> io::Result<()> {
        let lock = self.lock()?;
        let mut form: F = self.read_locked(&lock, told)?;
        if change(&mut form, told) {
            self.write(&form)?;
        }
        Ok(())
    }

    fn file<F: Form>(&self) -> PathBuf {
        self.path.join(F::FILE)
    }

    fn words<F: Form>(&self, error: &io::Error) -> String {
        format!("{}: {error}", self.file::<F>().display())
    }

    /// The lock goes with the file it is on, also when the program dies.
    fn lock(&self) -> io::Result<File> {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.path)?;
        // The folder may be older than this rule.
        fs::set_permissions(&self.path, Permissions::from_mode(0o700))?;
        let lock = OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(self.path.join("lock"))?;
        let begun = Instant::now();
        loop {
            match flock(&lock, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => return Ok(lock),
                Err(error) if error.kind() != ErrorKind::WouldBlock => return Err(error.into()),
                Err(_) if begun.elapsed() >= self.patience => {
                    let told = "another program holds the lock beside it";
                    return Err(io::Error::new(ErrorKind::WouldBlock, told));
                }
                Err(_) => thread::sleep(Duration::from_millis(10)),
            }
        }
    }

    fn read_locked<F: Form>(&self, _lock: &File, told: &mut Vec<String>) -> io::Result<F> {
        match self.find()? {
            Found::Form(form) => Ok(form),
            Found::Nothing => Ok(F::default()),
            Found::Damaged(why) => {
                let aside = self.put_aside::<F>()?;
                told.push(format!(
                    "{}: {why}; it is kept as {}",
                    self.file::<F>().display(),
                    aside.display()
                ));
                Ok(F::default())
            }
        }
    }

    fn find<F: Form>(&self) -> io::Result<Found<F>> {
        let file = match File::open(self.file::<F>()) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(error),
        };
        if !file.metadata()?.is_file() {
            return Err(io::Error::other("is no file"));
        }
        let mut text = Vec::new();
        file.take(LARGEST + 1).read_to_end(&mut text)?;
        if text.len() as u64 > LARGEST {
            return Ok(Found::Damaged("is larger than 64 MiB".to_owned()));
        }
        Ok(match serde_json::from_slice::<Stamp>(&text) {
            Ok(Stamp { version }) if version > VERSION => {
                Found::Damaged(format!("was written by a newer callscope (form {version})"))
            }
            Ok(_) => {
                serde_json::from_slice(&text).map_or_else(|error| damaged(&error), Found::Form)
            }
            Err(error) => damaged(&error),
        })
    }

    /// Gives a file a name that no other has: `calls.json.bad`, `calls.json.2.bad`.
    fn put_aside<F: Form>(&self) -> io::Result<PathBuf> {
        let from = self.file::<F>();
        let name = |number: u32| match number {
            1 => format!("{}.bad", F::FILE),
            number => format!("{}.{number}.bad", F::FILE),
        };
        let free = (1..=MOST_ASIDE)
            .map(|number| self.path.join(name(number)))
            .find(|path| path.symlink_metadata().is_err());
        let Some(to) = free else {
            return Err(io::Error::other(
                "cannot be read, nor kept aside: too many were before",
            ));
        };
        fs::rename(&from, &to)?;
        Ok(to)
    }

    /// Whoever holds the lock is the only one that writes: a file begun was left by a program that died.
    fn clear_unfinished(&self) {
        let Ok(names) = fs::read_dir(&self.path) else {
            return;
        };
        for entry in names.flatten() {
            if entry.file_name().to_string_lossy().starts_with(BEGUN) {
                // Left where it is it does no harm.
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// Beside the file, then in its place: whoever reads finds the old one or the new one.
    fn write<F: Form>(&self, form: &F) -> io::Result<()> {
        let text = serde_json::to_vec_pretty(form)?;
        self.clear_unfinished();
        // Files of tempfile are 0600 from the start.
        let mut file = tempfile::Builder::new()
            .prefix(BEGUN)
            .tempfile_in(&self.path)?;
        file.write_all(&text)?;
        file.write_all(b"\n")?;
        file.as_file().sync_all()?;
        file.persist(self.file::<F>()).map_err(|lost| lost.error)?;
        // The name outlives a power cut only when the folder is on disk, too. Some file systems cannot; the text is safe.
        let _ = File::open(&self.path).and_then(|folder| folder.sync_all());
        Ok(())
    }
}

fn damaged<F>(error: &serde_json::Error) -> Found<F> {
    let text: String = error.to_string().chars().take(120).collect();
    Found::Damaged(format!("is damaged ({text})"))
}

/// Where the user's state is kept; none without a home.
pub(in crate::shell) fn place() -> Option<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "callscope")?;
    let folder = folders.state_dir().unwrap_or(folders.data_local_dir());
    Some(folder.to_owned())
}

#[cfg(test)]
mod tests;
