//! What `--filter`, `--since` and `--until` leave of the calls; the same language as the filter line of the screen.

use crate::error::Error;
use crate::model::id::CallIx;
use crate::model::store::Store;
use crate::model::value::Time;
use crate::query::filter::{Clock, Filter, Marks, sift};
use crate::query::kept::KeptCalls;
use crate::safe::{Charset, fit, fit_left, fit_middle, width};
use std::io::{self, Write};
use std::ops::Range;

/// The limits of an answer as typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits<'a> {
    /// `--filter`.
    pub filter: Option<&'a str>,
    /// `--since`: calls of which some moment is not before it.
    pub since: Option<&'a str>,
    /// `--until`: calls that had begun by then.
    pub until: Option<&'a str>,
}

impl Limits<'_> {
    /// All of them as one filter; none where nothing is limited. A mistake names its token.
    pub fn read(&self, clock: &Clock) -> Result<Option<Filter>, Error> {
        let mut filters = Vec::new();
        if let Some(text) = self.filter {
            let reading = Filter::read(text, clock);
            if let Some(problem) = reading.problems.into_iter().next() {
                return Err(wrong("--filter", text, problem.span, problem.expected));
            }
            filters.extend(reading.filter);
        }
        let times = [("--since", self.since, ">="), ("--until", self.until, "<=")];
        for (option, text, sign) in times {
            let Some(text) = text else { continue };
            let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
            let reading = Filter::read(&format!("during{sign}\"{quoted}\""), clock);
            if let Some(problem) = reading.problems.into_iter().next() {
                return Err(wrong(option, text, 0..text.len(), problem.expected));
            }
            filters.extend(reading.filter);
        }
        Ok(filters.into_iter().reduce(Filter::and))
    }
}

fn wrong(option: &'static str, text: &str, span: Range<usize>, expected: String) -> Error {
    Error::Filter {
        option,
        text: text.to_owned(),
        span,
        expected,
    }
}

/// The calls that are left.
#[derive(Clone, Debug)]
pub struct Left {
    /// In order of first sight.
    calls: Vec<CallIx>,
    kept: KeptCalls,
    /// What `-3h` counts back from.
    newest: Option<Time>,
}

impl Left {
    /// Asks all calls, some of which the user has marked or noted.
    pub fn of(store: &Store, filter: &Filter, marks: &Marks) -> Self {
        let sieve = filter.sieve(store, marks);
        let newest = sieve.newest();
        let sifted = sift(store, sieve, store.calls().collect());
        Self {
            kept: KeptCalls::of(&sifted, 0),
            calls: sifted.calls,
            newest,
        }
    }

    /// The calls, in order of first sight.
    pub fn calls(&self) -> &[CallIx] {
        &self.calls
    }

    /// True when a call is one of them.
    pub fn has(&self, call: CallIx) -> bool {
        self.kept.has(call)
    }
}

/// Writes the line on how many calls were left out, and what times before the newest count back from.
pub fn write_left_out(out: &mut impl Write, left: &Left) -> io::Result<()> {
    let count = left.kept.count;
    let unknown = match count.no_value {
        0 => String::new(),
        some => format!(", {some} of them because a value is missing that it compares"),
    };
    let out_of = count.of - count.kept;
    if out_of > 0 {
        writeln!(
            out,
            "callscope: the filter leaves out {out_of} of {} calls{unknown}",
            count.of
        )?;
    }
    match left.newest.and_then(Time::iso) {
        Some(newest) => writeln!(
            out,
            "callscope: times before the newest count back from {newest}"
        ),
        None => Ok(()),
    }
}

/// Columns of each part of a wrong text that are shown, so that the marks stand under their token on one line.
const PART_COLUMNS: usize = 50;

/// Writes a text with what is wrong in it marked, in lines of their own.
pub(super) fn write_marked(
    out: &mut impl Write,
    text: &str,
    span: &Range<usize>,
) -> io::Result<()> {
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    let before = fit_left(part(0..span.start), PART_COLUMNS, Charset::Unicode);
    let token = fit_middle(part(span.clone()), PART_COLUMNS, Charset::Unicode);
    let after = fit(part(span.end..text.len()), PART_COLUMNS, Charset::Unicode);
    writeln!(out, "  {before}{token}{after}")?;
    let marks = "^".repeat(width(&token).max(1));
    writeln!(out, "  {}{marks}", " ".repeat(width(&before)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(limits: &Limits) -> String {
        let error = limits.read(&Clock::default()).expect_err("a mistake");
        let mut out = Vec::new();
        super::super::write_error(&mut out, &error).expect("memory takes everything");
        assert_eq!(error.exit_code(), 2);
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_wrong_filter_is_shown_with_its_token_marked() {
        let limits = Limits {
            filter: Some("media=video losss.max>5%"),
            ..Limits::default()
        };
        assert_eq!(
            told(&limits),
            "callscope: --filter: expected a field; did you mean loss.max?\n  media=video losss.max>5%\n              ^^^^^^^^^\n"
        );
        let limits = Limits {
            since: Some("la\u{1b}ter"),
            ..Limits::default()
        };
        let text = told(&limits);
        assert!(
            text.starts_with("callscope: --since: expected a time such as"),
            "{text}"
        );
        assert!(!text.contains('\u{1b}'));
    }

    #[test]
    fn a_mistake_in_a_long_filter_is_shown_in_its_surroundings() {
        let long = format!("{}losss.max>5% {}", "bad or ".repeat(40), "ok ".repeat(40));
        let limits = Limits {
            filter: Some(&long),
            ..Limits::default()
        };
        let text = told(&limits);
        let [_, shown, marks] = text.lines().collect::<Vec<_>>()[..] else {
            unreachable!("three lines: {text}")
        };
        assert!(width(shown) <= 2 + 3 * PART_COLUMNS, "{shown}");
        let at = marks.find('^').expect("marks");
        let marked: String = shown.chars().skip(at).take(9).collect();
        assert_eq!(marked, "losss.max");
    }

    #[test]
    fn limits_are_one_filter() {
        let limits = Limits {
            filter: Some("verdict:bad or legs=2"),
            since: Some("2026-11-18 02:00"),
            until: Some("-3h"),
        };
        let filter = limits
            .read(&Clock::default())
            .expect("no mistake")
            .expect("a filter");
        assert_eq!(
            filter.to_string(),
            "(verdict:bad or legs=2) during>=\"2026-11-18 02:00\" during<=-3h"
        );
        assert!(
            Limits::default()
                .read(&Clock::default())
                .is_ok_and(|filter| filter.is_none())
        );
    }
}
