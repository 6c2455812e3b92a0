//! Reads what was typed or pasted into the search box.
//!
//! Several words must all occur in one call; of several whole identifiers, or of parts of some with commas or line ends
//! between them, each is looked for by itself. A pasted record, URL or sentence gives its call id or longest id. Words
//! that begin with `~` are rough times; they are handed on, not searched for.

use super::reading::{self, Reading, Term, clean, holds_guid, term};
use super::when::{is_day, words_of_zone};
use std::cmp::Reverse;

/// Longest text that is looked at, in bytes; a pasted record is some 2 kB.
const LONGEST: usize = 64 * 1024;
/// Most words that are looked for.
const MOST_TERMS: usize = 8;
/// Most identifiers of a list that are looked for.
const MOST_LISTED: usize = 100;
/// From how many words on a text with a GUID in it is a sentence rather than a search.
const SENTENCE: usize = 6;

/// A search as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    whole: Option<Term>,
    terms: Vec<Term>,
    times: Vec<String>,
    is_list: bool,
    /// Identifiers of a list beyond those that are looked for.
    left_out: usize,
}

impl Query {
    /// Reads a text; never fails, at worst there is nothing to look for.
    pub fn parse(text: &str) -> Self {
        let is_marked = text.trim().contains([',', ';', '|', '\n']);
        let text = tidied(text);
        let (rest, times) = without_times(&text);
        let mut query = Self {
            times,
            ..Self::default()
        };
        if let Some(mut terms) = listed(&rest, is_marked) {
            query.left_out = terms.len().saturating_sub(MOST_LISTED);
            terms.truncate(MOST_LISTED);
            (query.terms, query.is_list) = (terms, true);
            return query;
        }
        let words: Vec<&str> = rest.split_whitespace().collect();
        let found = harvested(&rest, words.len()).or_else(|| single(&rest));
        if let Some(term) = found {
            query.terms.push(term);
            return query;
        }
        query.terms = words
            .into_iter()
            .filter_map(term)
            .take(MOST_TERMS)
            .collect();
        if query.terms.len() > 1 {
            let phrase = clean(&rest);
            let meaning = "words that stand together";
            query.whole = Some(Term {
                token: phrase.to_owned(),
                readings: vec![Reading::new(phrase, &[], meaning)],
            });
        }
        query
    }

    /// True when there is nothing to look for (rough times aside).
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The rough times (`~02:10/5m`), as typed.
    pub fn times(&self) -> &[String] {
        &self.times
    }

    /// How it was read: each word and what it is taken for. [`super::find::Hits::read_as`] tells what it turned out to be.
    pub fn explain(&self) -> Vec<(String, String)> {
        let mut lines: Vec<(String, String)> = self
            .terms
            .iter()
            .map(|term| (term.token.clone(), term.readings[0].meaning.clone()))
            .collect();
        if self.is_list {
            lines.extend(self.left_out());
        } else if lines.len() > 1 {
            let meaning = "standing together, else all of them somewhere in one call";
            lines.push(("all words".to_owned(), meaning.to_owned()));
        }
        let times = self.times.iter();
        lines.extend(times.map(|time| (time.clone(), "a rough time".to_owned())));
        lines
    }

    /// True when each word is looked for by itself: a list of identifiers.
    pub fn is_list(&self) -> bool {
        self.is_list
    }

    /// A line that says how much of a long list is not looked for.
    pub(super) fn left_out(&self) -> Option<(String, String)> {
        let words = format!("not looked for: at most {MOST_LISTED} at once");
        (self.left_out > 0).then(|| (format!("{} more", self.left_out), words))
    }

    /// The needle most worth comparing with ids when nothing is found: the longest.
    pub fn main_needle(&self) -> &str {
        self.terms
            .iter()
            .map(|term| term.readings[0].needle.as_str())
            .max_by_key(|needle| needle.len())
            .unwrap_or_default()
    }

    /// Every text that may be looked for, in lower case.
    pub(super) fn needles(&self) -> impl Iterator<Item = &str> {
        let terms = self.whole.iter().chain(&self.terms);
        terms.flat_map(|term| term.readings.iter().map(|reading| reading.needle.as_str()))
    }

    pub(super) fn whole(&self) -> Option<&Term> {
        self.whole.as_ref()
    }

    pub(super) fn terms(&self) -> &[Term] {
        &self.terms
    }
}

/// Cut to a length that takes no time, invisible characters out, blanks for line ends.
fn tidied(text: &str) -> String {
    let end = (0..=text.len().min(LONGEST))
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or_default();
    text[..end]
        .chars()
        .filter(|c| {
            !matches!(
                c,
                '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
            )
        })
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Takes the words that begin with `~` out; `~tue 14:00` is one, and so is `~02:10 New York`.
fn without_times(text: &str) -> (String, Vec<String>) {
    if !text.contains('~') {
        return (text.to_owned(), Vec::new());
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let (mut rest, mut times): (Vec<&str>, Vec<String>) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(&word) = words.get(at) {
        at += 1;
        let Some(time) = word.strip_prefix('~').filter(|time| !time.is_empty()) else {
            rest.push(word);
            continue;
        };
        let begun = at - 1;
        let is_clock = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
        at += usize::from(is_day(time) && words.get(at).is_some_and(is_clock));
        at += words_of_zone(words[at..].iter().copied());
        times.push(words[begun..at].join(" "));
    }
    (rest.join(" "), times)
}

/// Identifiers with nothing but labels, blanks, commas and the like between them; none for any other text. Parts of
/// identifiers are a list only where it is marked as one: with a blank between them both are looked for in one call.
fn listed(text: &str, is_marked: bool) -> Option<Vec<Term>> {
    if is_record(text) {
        return None;
    }
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|');
    let mut terms: Vec<Term> = Vec::new();
    for part in text.split(is_between) {
        let Some(found) = harvested(part, 1).or_else(|| term(part)) else {
            continue;
        };
        let is_id =
            |needle: &str| reading::is_whole(needle) || (is_marked && reading::is_part(needle));
        if !found.readings.iter().any(|reading| is_id(&reading.needle)) {
            return None;
        }
        let is_new = |known: &Term| known.readings[0].needle != found.readings[0].needle;
        if terms.iter().all(is_new) {
            terms.push(found);
        }
    }
    (terms.len() > 1).then_some(terms)
}

/// One value although it has blanks: `correlation id: …`, a phone number, a code.
fn single(text: &str) -> Option<Term> {
    if !text.contains(' ') {
        return None;
    }
    let value = reading::label(text).map_or(text, |(_, value)| value);
    let value = clean(value);
    if let Some(number) = reading::phone(value).or_else(|| reading::spaced_code(value)) {
        return term(&number).map(|found| Term {
            token: text.to_owned(),
            ..found
        });
    }
    let (kinds, _) = reading::label(text)?;
    let mut readings = Vec::new();
    if !value.contains(' ') {
        reading::read(value, kinds, &mut readings);
    }
    (!readings.is_empty()).then(|| Term {
        token: text.to_owned(),
        readings,
    })
}

/// True for members of a JSON object.
fn is_record(text: &str) -> bool {
    text.contains("\":") || text.contains("\" :")
}

/// Out of a record, URL or sentence: its call id, else its longest id.
fn harvested(text: &str, words: usize) -> Option<Term> {
    let decoded = reading::decoded(text);
    let plain = decoded.as_deref().unwrap_or(text);
    let is_pasted = plain.contains("://")
        || is_record(text)
        || text.starts_with('/')
        || text.len() > 200
        || words >= SENTENCE;
    if !is_pasted || !holds_guid(plain) {
        return None;
    }
    let mut candidates = candidates(plain);
    candidates.sort_by_key(|(is_call, id)| (!is_call, Reverse(id.len())));
    let mut readings = Vec::new();
    for (is_call, id) in candidates.into_iter().take(4) {
        let from = readings.len();
        reading::read(id, &[], &mut readings);
        for reading in &mut readings[from..] {
            let origin = if is_call {
                "the call id"
            } else {
                "the longest id"
            };
            reading.meaning = format!("{}: {origin} of a pasted text", reading.needle);
        }
    }
    if words == 1 && !text.contains('"') {
        reading::read(clean(text), &[], &mut readings);
    }
    let token: String = text.chars().take(40).collect();
    let token = if token.len() < text.len() {
        token + "…"
    } else {
        token
    };
    (!readings.is_empty()).then_some(Term { token, readings })
}

/// The stretches of a text that hold a GUID, and whether the word before says that it is the call's.
fn candidates(text: &str) -> Vec<(bool, &str)> {
    let is_id =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '+' | '@' | '.');
    let mut found: Vec<(bool, &str)> = Vec::new();
    let mut before = "";
    for part in text.split(|c| !is_id(c)) {
        let part = part.trim_matches([':', '.', '-', '_']);
        let (name, value) = match part.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("callId") => (name, value),
            Some((name, value)) if name.eq_ignore_ascii_case("correlationId") => (name, value),
            _ => (before, part),
        };
        if holds_guid(value) {
            let is_call = ["callId", "correlationId"]
                .iter()
                .any(|label| name.eq_ignore_ascii_case(label));
            if found.iter().all(|(_, known)| *known != value) {
                found.push((is_call, value));
            }
        }
        if !part.is_empty() {
            before = part;
        }
    }
    found
}

#[cfg(test)]
mod tests;
