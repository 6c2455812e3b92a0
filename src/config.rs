//! The settings: `assets/config.json`, complete and inside the program, then the user's file as a patch over it.
//!
//! Plain values; the shell finds and reads the file. What a file says wrongly is an error with its line and what is
//! allowed: nothing is skipped in silence. What the command line says wins over both.

mod limits;
mod scalar;

use crate::error::Error;
use crate::model::limits::Limits;
pub use crate::model::zone::Zone;
use clap::ValueEnum;
use scalar::{Scalar, Setting};
use serde::de::DeserializeSeed;
use serde::{Deserialize, Deserializer};
use std::num::NonZeroUsize;
use std::path::Path;

/// The defaults of every setting there is.
pub const DEFAULTS: &str = include_str!("../assets/config.json");
/// Names of the colours, the default first.
pub const THEMES: &[&str] = &["terminal", "mono"];
/// Longest record that may be asked for, in MiB.
pub const MOST_MIB: u32 = 1024;
/// Most reading threads of a file; more is a slip of the finger.
const MOST_THREADS: f64 = 1024.0;
/// Characters of a reason: a name in a hostile file can be of any length.
const LONGEST: usize = 300;

/// What stands first in a date whose year stands last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Dates {
    /// 16/07/2026
    Day,
    /// 7/16/2026
    Month,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal that has them, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The settings in force.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// Beyond which a stream is poor.
    pub limits: Limits,
    /// Colours by name, one of [`THEMES`].
    pub theme: String,
    /// When colours are used.
    pub color: ColorWhen,
    /// Draw with ASCII characters only; false = where the terminal has no others.
    pub ascii: bool,
    /// In which zone times are shown, and typed ones are meant.
    pub zone: Zone,
    /// Threads that read files; none = one for each processor.
    pub threads: Option<NonZeroUsize>,
    /// Bytes that what is loaded may take; none = half of what is free.
    pub mem: Option<u64>,
    /// How tables write dates; none = each table's own dates tell.
    pub dates: Option<Dates>,
    /// Longest record that is read, in MiB.
    pub max_line: u32,
}

impl Config {
    /// The settings without a file of the user's.
    pub fn standard() -> Result<Self, Error> {
        Self::default().patched(Path::new("assets/config.json"), DEFAULTS.as_bytes())
    }

    /// These settings with those of a file in their place; a blank file says nothing.
    pub fn patched(self, path: &Path, text: &[u8]) -> Result<Self, Error> {
        let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
        if text.trim_ascii().is_empty() {
            return Ok(self);
        }
        // An array would be read as settings in the order of the program, without names.
        if !text.trim_ascii_start().starts_with(b"{") {
            return Err(Error::Config {
                path: path.to_owned(),
                line: 1,
                reason: "no settings; allowed: one JSON object, { \"theme\": \"mono\" }".to_owned(),
            });
        }
        let said: Patch = serde_json::from_slice(text).map_err(|error| Error::Config {
            path: path.to_owned(),
            line: error.line() as u64,
            reason: reason(&error),
        })?;
        Ok(said.over(self))
    }
}

/// What serde says without its place, which is told before it.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let text = text.strip_suffix(&place).unwrap_or(&text);
    text.chars().take(LONGEST).collect()
}

/// A setting that the program may find out by itself.
enum Choice<T> {
    Auto,
    Own(T),
}

impl<T> Choice<T> {
    fn own(self) -> Option<T> {
        match self {
            Self::Auto => None,
            Self::Own(value) => Some(value),
        }
    }
}

/// A file: what it does not say stays as it is.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Patch {
    limits: limits::Patch,
    #[serde(deserialize_with = "theme")]
    theme: Option<String>,
    #[serde(deserialize_with = "color")]
    color: Option<ColorWhen>,
    #[serde(deserialize_with = "ascii")]
    ascii: Option<bool>,
    #[serde(deserialize_with = "zone")]
    zone: Option<Zone>,
    #[serde(deserialize_with = "threads")]
    threads: Option<Choice<NonZeroUsize>>,
    #[serde(deserialize_with = "mem")]
    mem: Option<Choice<u64>>,
    #[serde(deserialize_with = "dates")]
    dates: Option<Choice<Dates>>,
    #[serde(deserialize_with = "max_line")]
    max_line: Option<u32>,
}

impl Patch {
    fn over(self, under: Config) -> Config {
        let mut limits = under.limits;
        self.limits.apply(&mut limits);
        Config {
            limits,
            theme: self.theme.unwrap_or(under.theme),
            color: self.color.unwrap_or(under.color),
            ascii: self.ascii.unwrap_or(under.ascii),
            zone: self.zone.unwrap_or(under.zone),
            threads: self.threads.map_or(under.threads, Choice::own),
            mem: self.mem.map_or(under.mem, Choice::own),
            dates: self.dates.map_or(under.dates, Choice::own),
            max_line: self.max_line.unwrap_or(under.max_line),
        }
    }
}

fn theme<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let read = |value: Scalar| {
        value
            .text()
            .filter(|name| THEMES.contains(name))
            .map(str::to_owned)
    };
    Setting::new("theme", "\"terminal\" or \"mono\"", read)
        .deserialize(from)
        .map(Some)
}

fn color<'de, D: Deserializer<'de>>(from: D) -> Result<Option<ColorWhen>, D::Error> {
    let allowed = "\"auto\", \"always\" or \"never\"";
    Setting::new("color", allowed, |value| word(&value))
        .deserialize(from)
        .map(Some)
}

fn ascii<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    Setting::new("ascii", "true or false", |value| value.flag())
        .deserialize(from)
        .map(Some)
}

fn zone<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Zone>, D::Error> {
    let allowed =
        "\"UTC\", \"local\", an offset such as \"+02:00\" or a name such as \"Europe/Zurich\"";
    Setting::new("zone", allowed, |value| Zone::read(value.text()?).ok())
        .deserialize(from)
        .map(Some)
}

fn threads<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Choice<NonZeroUsize>>, D::Error> {
    let count = |value: &Scalar| NonZeroUsize::new(value.whole(1.0, MOST_THREADS)? as usize);
    let read = |value: Scalar| or_auto(&value, count);
    Setting::new("threads", "\"auto\" or a whole number from 1 to 1024", read)
        .deserialize(from)
        .map(Some)
}

fn mem<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Choice<u64>>, D::Error> {
    let bytes = |value: &Scalar| match value {
        Scalar::Text(text) => size(text).ok(),
        _ => value
            .whole(0.0, (1_u64 << 53) as f64)
            .map(|bytes| bytes as u64),
    };
    let read = |value: Scalar| or_auto(&value, bytes);
    let allowed = "\"auto\", a size such as \"500M\" or \"2GiB\", or a whole number of bytes";
    Setting::new("mem", allowed, read)
        .deserialize(from)
        .map(Some)
}

fn dates<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Choice<Dates>>, D::Error> {
    let read = |value: Scalar| or_auto(&value, word);
    Setting::new("dates", "\"auto\", \"day\" or \"month\"", read)
        .deserialize(from)
        .map(Some)
}

fn max_line<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u32>, D::Error> {
    let read = |value: Scalar| value.whole(1.0, f64::from(MOST_MIB)).map(|mib| mib as u32);
    Setting::new("max_line", "a whole number of MiB from 1 to 1024", read)
        .deserialize(from)
        .map(Some)
}

/// A word of the command line.
fn word<T: ValueEnum>(value: &Scalar) -> Option<T> {
    T::from_str(value.text()?, false).ok()
}

/// `"auto"`, or a value.
fn or_auto<T>(value: &Scalar, read: impl Fn(&Scalar) -> Option<T>) -> Option<Choice<T>> {
    if value.text() == Some("auto") {
        Some(Choice::Auto)
    } else {
        read(value).map(Choice::Own)
    }
}

/// Bytes of a size such as `1G`, `500M`, `2GB` (powers of 1000), `1GiB` (powers of 1024), or plain bytes.
pub fn size(text: &str) -> Result<u64, String> {
    const WORDS: [&str; 5] = ["", "k", "m", "g", "t"];
    let wrong = || "a size such as 500M, 2GB or 1.5GiB is expected".to_owned();
    let text = text.trim().to_ascii_lowercase();
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let word = text[digits.len()..].trim_end_matches('b');
    let (word, base) = match word.strip_suffix('i') {
        Some(word) if !word.is_empty() => (word, 1024.0_f64),
        _ => (word, 1000.0),
    };
    let power = WORDS.iter().position(|known| *known == word);
    let power = power.ok_or_else(wrong)? as i32;
    let number: f64 = digits.trim().parse().map_err(|_| wrong())?;
    let bytes = number * base.powi(power);
    if bytes.is_finite() && bytes >= 0.0 {
        Ok(bytes as u64)
    } else {
        Err(wrong())
    }
}

#[cfg(test)]
mod tests;
