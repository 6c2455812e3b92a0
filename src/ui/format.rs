//! Numbers and times as people read them, the same in every pane.
//!
//! Never more digits than the log has, never fewer than it takes to tell a small value from zero. What is missing is
//! shown as [`MISSING`], which is not a number and not zero.

use crate::model::metric::telling;

#[cfg(test)]
mod tests;

/// What stands where the log has no value.
pub const MISSING: &str = "-";

/// A count with separators: `1,284`.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A count and what is counted: `1 call`, `1,284 calls`. `one` is the singular of a word that takes an s.
pub fn counted(value: u64, one: &str) -> String {
    let plural = if value == 1 { "" } else { "s" };
    format!("{} {one}{plural}", count(value))
}

/// A duration in whole seconds: `0:09`, `21:16`, `1:02:03`, `-0:05`.
pub fn duration(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let all = seconds.unsigned_abs();
    let (hours, minutes, seconds) = (all / 3600, all / 60 % 60, all % 60);
    match hours {
        0 => format!("{sign}{minutes}:{seconds:02}"),
        _ => format!("{sign}{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// A short duration in milliseconds with its unit: `85 ms`, `1.204 s`, `21:16` from a minute on.
pub fn milliseconds(value: i64) -> String {
    match value.unsigned_abs() {
        0..1_000 => format!("{value} ms"),
        1_000..60_000 => format!("{:.3} s", value as f64 / 1000.0),
        _ => duration(value / 1000),
    }
}

/// A size in bytes: `999 B`, `1.5 kB`, `240 MB`; powers of 1000, as disks and links are sold.
pub fn bytes(value: u64) -> String {
    const UNITS: [&str; 6] = ["kB", "MB", "GB", "TB", "PB", "EB"];
    if value < 1000 {
        return format!("{value} B");
    }
    let mut scaled = value as f64 / 1000.0;
    let mut unit = 0;
    // 999.5 would be rounded to 1000 of the smaller unit.
    while scaled >= 999.5 && unit + 1 < UNITS.len() {
        scaled /= 1000.0;
        unit += 1;
    }
    let decimals = usize::from(scaled < 9.95);
    let unit = UNITS.get(unit).unwrap_or(&"EB");
    format!("{scaled:.decimals$} {unit}")
}

/// A ratio as per cent without the sign: 0.0315 → `3.2`, 0.5 → `50.0`, `3.146336E-05` → `0.003`.
///
/// One decimal as a rule; below that as many as its first digit needs, at most six. 0 is `0.0`: nothing was lost, and
/// it does not look like "so little that it rounds to nothing", which is `<0.000001`.
pub fn percent(ratio: f64) -> String {
    let value = ratio * 100.0;
    if !value.is_finite() {
        return MISSING.to_owned();
    }
    telling(value, 1)
}

/// A part of a whole as per cent with the sign: `3.2%`; missing when there is no whole.
pub fn share(part: u64, whole: u64) -> String {
    match whole {
        0 => MISSING.to_owned(),
        _ => format!("{}%", percent(part as f64 / whole as f64)),
    }
}

/// A number with fixed decimals; never a minus before zero. What is not a number is missing.
pub fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return MISSING.to_owned();
    }
    let shown = format!("{value:.decimals$}");
    match shown.strip_prefix('-') {
        Some(zero) if zero.chars().all(|c| c == '0' || c == '.') => zero.to_owned(),
        _ => shown,
    }
}

/// [`fixed`], or [`MISSING`].
pub fn opt(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| MISSING.to_owned(), |value| fixed(value, decimals))
}

/// [`count`], or [`MISSING`].
pub fn opt_count(value: Option<u64>) -> String {
    value.map_or_else(|| MISSING.to_owned(), count)
}

/// [`duration`], or [`MISSING`].
pub fn opt_duration(seconds: Option<i64>) -> String {
    seconds.map_or_else(|| MISSING.to_owned(), duration)
}
