//! Finds and reads the settings: the file named on the command line, else the user's, over those of the program.

use crate::cli::Options;
use crate::config::Config;
use crate::error::Error;
use directories::ProjectDirs;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Bytes of settings that are read; a file that is larger holds something else.
const LARGEST: u64 = 1 << 20;

/// The settings in force, the command line's in their place; with a word about a file of the user's that does not
/// count. Only a file that was asked for by name stops the program.
pub(super) fn settings(options: &Options) -> Result<(Config, Option<String>), Error> {
    let standard = Config::standard()?;
    let (config, notice) = match &options.config {
        Some(path) => (patched(standard, path)?, None),
        None => of_user(standard, user_file()),
    };
    Ok((over(config, options), notice))
}

/// `~/.config/callscope/config.json`, or where the system keeps such files.
fn user_file() -> Option<PathBuf> {
    ProjectDirs::from("", "", "callscope").map(|folders| folders.config_dir().join("config.json"))
}

/// A file that is not there says nothing; one that cannot be used is told and says nothing either.
fn of_user(standard: Config, path: Option<PathBuf>) -> (Config, Option<String>) {
    let is_there = |path: &PathBuf| path.symlink_metadata().is_ok();
    let Some(path) = path.filter(is_there) else {
        return (standard, None);
    };
    match patched(standard.clone(), &path) {
        Ok(config) => (config, None),
        Err(error) => (
            standard,
            Some(format!("{error}; the settings of the program are used")),
        ),
    }
}

fn patched(config: Config, path: &Path) -> Result<Config, Error> {
    let text = read(path).map_err(|source| Error::Io {
        path: path.to_owned(),
        source,
    })?;
    config.patched(path, &text)
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut text)?;
    if text.len() as u64 > LARGEST {
        let told = "more than 1 MiB; name a file with settings (--config FILE)";
        return Err(io::Error::new(ErrorKind::FileTooLarge, told));
    }
    Ok(text)
}

/// What the command line says wins.
fn over(config: Config, options: &Options) -> Config {
    Config {
        theme: options.theme.clone().unwrap_or(config.theme),
        color: options.color.unwrap_or(config.color),
        ascii: options.ascii.unwrap_or(config.ascii),
        zone: options.zone.unwrap_or(config.zone),
        threads: options.threads.or(config.threads),
        mem: options.mem.or(config.mem),
        dates: options.dates.or(config.dates),
        max_line: options.max_line.unwrap_or(config.max_line),
        limits: config.limits,
    }
}
