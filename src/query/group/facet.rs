//! The dimensions calls are grouped by: one row each, with what a value is a value of and where it comes from.

use super::key::{Key, code_pair};
use super::members::{LegRow, OperationWords, StreamRowView};
use crate::model::call::{CallDetail, DiagnosticRange};
use crate::model::diagnostic;
use crate::model::end_reason;
use crate::model::finding;
use crate::model::id::{CallIx, TextRef};
use crate::model::metric::Dimension;
use crate::model::options;
use crate::model::rows::{Direction, Media};
use crate::model::store::Store;
use crate::model::value::Time;
use crate::query::filter::each_file;
use chrono::{NaiveDate, Weekday};

/// What carries a value: a call is in the groups of all its legs, streams and so on, once in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The call itself.
    Call,
    /// A leg.
    Leg,
    /// A stream.
    Stream,
    /// A diagnostic from its first report until it was Good again.
    Diagnostic,
    /// An operation of a client, or a request of call automation.
    Operation,
}

impl Unit {
    /// The word for one of them.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Leg => "leg",
            Self::Stream => "stream",
            Self::Diagnostic => "report",
            Self::Operation => "operation",
        }
    }

    /// What is counted of them beside their number, with its head: dropped legs, poor streams …
    pub const fn fault(self) -> &'static str {
        match self {
            Self::Call => "bad",
            Self::Leg => "dropped",
            Self::Stream => "poor",
            Self::Diagnostic => "not recovered",
            Self::Operation => "failed",
        }
    }
}

/// A dimension.
pub struct Facet {
    /// The word of `--by`.
    pub name: &'static str,
    /// The title on screen.
    pub title: &'static str,
    /// What a call without a value is called.
    pub absent: &'static str,
    /// The field of the filter language that compares the same value.
    pub field: &'static str,
    /// True when differently written values count as one.
    pub(super) is_spelled: bool,
    /// True for values that are long: identifiers, names, what has a meaning beside it.
    pub is_long: bool,
    meaning: Option<fn(&Store, Key) -> Option<String>>,
    pub(super) from: From,
    number: fn(i64) -> String,
}

/// Where values come from; each way adds those of one call, leg, stream … to a list.
#[derive(Clone, Copy)]
pub(super) enum From {
    Call(fn(&Store, CallIx, &mut Vec<Key>)),
    /// Of the moment the call began, as the list shows it: of the ticks that the clocks of the zone show.
    Start(fn(i64) -> i64),
    /// Of the call built in full.
    Detail(fn(&Store, &CallDetail, &mut Vec<Key>)),
    Leg(fn(&Store, &LegRow, &mut Vec<Key>)),
    Stream(fn(&StreamRowView) -> Key),
    Diagnostic(fn(&DiagnosticRange) -> Key),
    Operation(fn(&OperationWords) -> Key),
}

impl PartialEq for Facet {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl std::fmt::Debug for Facet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Facet {
    /// All, in the order of the screen.
    pub fn all() -> &'static [Self] {
        &FACETS
    }

    /// The dimension of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        let is_it = |facet: &&Self| facet.name.eq_ignore_ascii_case(name);
        FACETS.iter().find(is_it)
    }

    /// What carries its values.
    pub const fn unit(&self) -> Unit {
        match self.from {
            From::Call(_) | From::Start(_) | From::Detail(_) => Unit::Call,
            From::Leg(_) => Unit::Leg,
            From::Stream(_) => Unit::Stream,
            From::Diagnostic(_) => Unit::Diagnostic,
            From::Operation(_) => Unit::Operation,
        }
    }

    pub(super) fn number_words(&self, number: i64) -> String {
        (self.number)(number)
    }

    pub(super) fn pair_words(&self, store: &Store, first: TextRef, second: TextRef) -> String {
        if self.unit() == Unit::Operation {
            let result = store.text(second);
            return format!("{} {result}", store.text(first))
                .trim_end()
                .to_owned();
        }
        code_pair(store, first, second)
    }
}

const fn facet(name: &'static str, title: &'static str, absent: &'static str, from: From) -> Facet {
    Facet {
        name,
        title,
        absent,
        field: name,
        is_spelled: false,
        is_long: false,
        meaning: None,
        from,
        number: plain,
    }
}

impl Facet {
    const fn field(mut self, field: &'static str) -> Self {
        self.field = field;
        self
    }

    const fn spelled(mut self) -> Self {
        self.is_spelled = true;
        self
    }

    const fn long(mut self) -> Self {
        self.is_long = true;
        self
    }

    const fn meaning(mut self, meaning: fn(&Store, Key) -> Option<String>) -> Self {
        self.meaning = Some(meaning);
        self.long()
    }

    /// True for days and hours, which are of a zone.
    pub const fn has_clock(&self) -> bool {
        matches!(self.from, From::Start(_))
    }

    /// True when its values are told with what they mean.
    pub const fn has_meanings(&self) -> bool {
        self.meaning.is_some()
    }

    pub(super) fn meaning_of(&self, store: &Store, key: Key) -> Option<String> {
        self.meaning.and_then(|meaning| meaning(store, key))
    }

    const fn numbered(mut self, number: fn(i64) -> String) -> Self {
        self.number = number;
        self
    }
}

const NO_VALUE: &str = "no value";
const HOUR: i64 = 3_600 * Time::SECOND;
const DAY: i64 = 24 * HOUR;
/// 1970-01-01 was a Thursday; weekdays count from Monday.
const EPOCH_WEEKDAY: i64 = 3;

/// All dimensions.
#[rustfmt::skip]
static FACETS: [Facet; 27] = [
    facet("sdk", "SDK", NO_VALUE, From::Leg(|_, leg, to| to.push(Key::text(leg.sdk)))).spelled(),
    facet("system", "system", NO_VALUE, From::Leg(|_, leg, to| to.push(system(leg.os)))).spelled().field("os"),
    facet("os", "system in full", NO_VALUE, From::Leg(|_, leg, to| to.push(Key::text(leg.os)))).long().spelled().field("os.full"),
    facet("type", "call type", NO_VALUE, From::Call(|s, c, to| to.extend(s.facts(c).kind.name().map(Key::Name)))),
    facet("verdict", "verdict", NO_VALUE, From::Call(|s, c, to| to.push(Key::Name(s.facts(c).verdict.class.name())))),
    facet("due", "poor due to", "not poor", From::Call(due)),
    facet("code", "end code", NO_VALUE, From::Leg(|_, leg, to| to.push(Key::pair(leg.end_code, leg.end_subcode)))).field("end").meaning(code_meaning).spelled(),
    facet("category", "result category", NO_VALUE, From::Leg(|_, leg, to| to.push(Key::text(leg.category)))).spelled(),
    facet("user", "user", NO_VALUE, From::Leg(|_, leg, to| to.push(Key::id(leg.identifier)))).spelled().long(),
    facet("endpoint", "endpoint", NO_VALUE, From::Leg(|_, leg, to| to.push(Key::id(leg.endpoint)))).long(),
    facet("endpoint_type", "endpoint type", NO_VALUE, From::Leg(|_, leg, to| to.push(Key::text(leg.endpoint_type)))).field("kind").spelled(),
    facet("participant_type", "participant type", NO_VALUE, From::Leg(|_, leg, to| to.push(Key::text(leg.participant_type)))).field("ptype").spelled(),
    facet("tenant", "tenant", NO_VALUE, From::Leg(|_, leg, to| to.push(Key::id(leg.tenant)))).long(),
    facet("tag", "tag", "no tag", From::Leg(tags)).spelled(),
    facet("day", "day", "no time", From::Start(|shown| shown.div_euclid(DAY))).numbered(day_words),
    facet("hour", "hour of day", "no time", From::Start(|shown| shown.rem_euclid(DAY) / HOUR)).numbered(|hour| format!("{hour:02}:00")),
    facet("weekday", "weekday", "no time", From::Start(|shown| (shown.div_euclid(DAY) + EPOCH_WEEKDAY).rem_euclid(7))).numbered(weekday_words),
    facet("legs", "legs in the call", "none", From::Call(|s, c, to| to.extend(bucket(s.facts(c).legs)))).numbered(bucket_words),
    facet("media", "media", "no stream", From::Stream(|stream| media(stream.media, stream.media_word))),
    facet("direction", "direction", "no stream", From::Stream(|stream| direction(stream.direction))).field("dir"),
    facet("transport", "transport", NO_VALUE, From::Stream(|stream| Key::text(stream.transport))).spelled(),
    facet("codec", "codec", NO_VALUE, From::Stream(|stream| Key::text(stream.codec))).spelled(),
    facet("diagnostic", "diagnostic", "none reported", From::Diagnostic(|range| Key::text(range.name))).field("ufd").meaning(diagnostic_meaning).spelled(),
    facet("finding", "finding", "no finding", From::Detail(findings)).field("rule").meaning(rule_meaning),
    facet("operation", "operation", "none logged", From::Operation(|row| Key::text(row.name))).field("op").long().spelled(),
    facet("result", "operation and result", "none logged", From::Operation(|row| Key::pair(row.name, row.result))).field("op").long().spelled(),
    facet("file", "file", "no file", From::Call(files)).long().spelled(),
];

/// What an end code and subcode mean (end-reasons).
fn code_meaning(store: &Store, key: Key) -> Option<String> {
    match key {
        Key::Pair(code, subcode) => end_reason::meaning(store.text(code), store.text(subcode)),
        _ => None,
    }
}

/// What a person notices of a diagnostic (ufd).
fn diagnostic_meaning(store: &Store, key: Key) -> Option<String> {
    match key {
        Key::Text(name) => Some(diagnostic::lookup(store.text(name))?.impact.to_owned()),
        _ => None,
    }
}

/// The title of a rule.
fn rule_meaning(_: &Store, key: Key) -> Option<String> {
    let Key::Name(name) = key else { return None };
    let rule = finding::rules::all().find(|rule| rule.name == name);
    rule.map(|rule| rule.title.to_owned())
}

fn plain(number: i64) -> String {
    number.to_string()
}

const fn system(os: TextRef) -> Key {
    match Key::text(os) {
        Key::Text(os) => Key::System(os),
        absent => absent,
    }
}

fn due(store: &Store, call: CallIx, to: &mut Vec<Key>) {
    let due = store.facts(call).verdict.poor_due_to;
    to.extend(due.iter().map(Dimension::name).map(Key::Name));
}

/// `tags` of the diagnostic options, each once.
fn tags(store: &Store, leg: &LegRow, to: &mut Vec<Key>) {
    let Some(options) = leg.options.known() else {
        to.push(Key::text(leg.options));
        return;
    };
    let text = store.text(options);
    let before = to.len();
    for tag in options::tags(text) {
        let from = tag.as_ptr() as usize - text.as_ptr() as usize;
        if let (Ok(from), Ok(length)) = (u16::try_from(from), u16::try_from(tag.len())) {
            to.push(Key::Part(options, from, length));
        }
    }
    if to.len() == before {
        to.push(Key::Missing);
    }
}

fn day_words(day: i64) -> String {
    let date = i32::try_from(day).ok().and_then(NaiveDate::from_epoch_days);
    date.map_or_else(String::new, |date| date.to_string())
}

fn weekday_words(day: i64) -> String {
    let found = u8::try_from(day)
        .ok()
        .and_then(|day| Weekday::try_from(day).ok());
    found.map_or_else(String::new, |day| day.to_string())
}

/// Where the buckets of legs begin.
const BUCKETS: [u32; 8] = [1, 2, 3, 5, 10, 20, 50, 100];

fn bucket(legs: u32) -> Option<Key> {
    let from = BUCKETS.into_iter().rev().find(|&from| from <= legs)?;
    Some(Key::Number(i64::from(from)))
}

/// `3-4`, `100+`.
fn bucket_words(from: i64) -> String {
    let next = BUCKETS.into_iter().map(i64::from).find(|&next| next > from);
    match next {
        Some(next) if next - 1 > from => format!("{from}-{}", next - 1),
        Some(_) => from.to_string(),
        None => format!("{from}+"),
    }
}

const fn media(media: Media, word: TextRef) -> Key {
    match (media, word) {
        (Media::Unknown, TextRef::REDACTED) => Key::Redacted,
        (Media::Unknown, _) => Key::Missing,
        (known, _) => Key::Name(known.name()),
    }
}

const fn direction(direction: Direction) -> Key {
    match direction {
        Direction::Unknown => Key::Missing,
        known => Key::Name(known.name()),
    }
}

/// Every rule that found something, each once.
fn findings(store: &Store, detail: &CallDetail, to: &mut Vec<Key>) {
    for found in finding::findings(store, detail) {
        let key = Key::Name(found.rule.name);
        if !to.contains(&key) {
            to.push(key);
        }
    }
}

/// Files that hold a record of the call.
fn files(store: &Store, call: CallIx, to: &mut Vec<Key>) {
    each_file(store, call, &mut |file| {
        let key = Key::File(file);
        if !to.contains(&key) {
            to.push(key);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_found_in_any_case() {
        for (at, facet) in FACETS.iter().enumerate() {
            let found = FACETS.iter().position(|other| other.name == facet.name);
            assert_eq!(found, Some(at), "{}", facet.name);
            assert!(Facet::named(&facet.name.to_uppercase()).is_some());
        }
    }

    #[test]
    fn legs_fall_into_one_bucket_each() {
        let words = |legs| match bucket(legs) {
            Some(Key::Number(from)) => bucket_words(from),
            _ => String::new(),
        };
        for (legs, wanted) in [
            (0, ""),
            (1, "1"),
            (2, "2"),
            (4, "3-4"),
            (49, "20-49"),
            (300, "100+"),
        ] {
            assert_eq!(words(legs), wanted);
        }
    }

    #[test]
    fn days_have_words() {
        assert_eq!(weekday_words(0), "Mon");
        let day = NaiveDate::from_ymd_opt(2026, 11, 18).unwrap_or_default();
        assert_eq!(day_words(i64::from(day.to_epoch_days())), "2026-11-18");
        assert_eq!(day_words(i64::MAX), "");
    }
}
