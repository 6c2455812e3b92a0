//! What may stand at the cursor: fields, operators, values of the loaded data, names of filters.

use super::Clock;
use super::built_in::{Answer, BUILT_IN, PREFIX};
use super::fields::{
    Asked, CallGet, Field, Form, Get, LegView, Measure, OperationView, Seen, StreamGet, Tell,
};
use super::join::operand;
use super::read::{compared, expected, is_absence, operators};
use super::text::{TokenKind, last_of_list, needs_quotes, quoted, tokens, unquoted};
use super::times::WEEKDAYS;
use super::tree::Op;
use crate::model::facts::code_words;
use crate::model::id::IdRef;
use crate::model::limits::Limits;
use crate::model::metric::METRICS;
use crate::model::rows::Media;
use crate::model::store::Store;
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// Words offered at most.
const MOST: usize = 100;
/// Records that are looked at for values; more would be felt between two keys.
const MOST_ROWS: usize = 300_000;

/// What may stand at the cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// From this byte up to the cursor the chosen word takes the place of the text.
    pub from: usize,
    /// The words, the most likely first.
    pub words: Vec<Word>,
}

/// A word that may stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// What is put in.
    pub text: String,
    /// What it is: `12 calls`, `highest loss`. Not sanitized.
    pub about: String,
}

impl Word {
    fn new(text: impl Into<String>, about: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            about: about.into(),
        }
    }
}

/// A filter the user has saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Its text, which takes the place of the name.
    pub text: String,
}

/// What may stand at the cursor (a byte of the text), with the filters of the documents.
pub fn complete(store: &Store, text: &str, cursor: usize) -> Completion {
    complete_with(store, text, cursor, &[])
}

/// As [`complete`], with the user's saved filters before those of the documents.
pub fn complete_with(store: &Store, text: &str, cursor: usize, saved: &[Named]) -> Completion {
    let end = (0..=cursor.min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at));
    let (text, behind) = text.split_at(end.unwrap_or_default());
    let last = tokens(text).pop();
    let from = last
        .filter(|token| token.span.end == text.len())
        .filter(|token| matches!(token.kind, TokenKind::Atom | TokenKind::Unclosed))
        .map_or(text.len(), |token| token.span.start);
    let piece = &text[from..];
    if let Some((field, op, value)) = compared(piece) {
        let at = value + last_of_list(&piece[value..]);
        let typed = unquoted(&piece[at..]).text;
        return Completion {
            from: from + at,
            words: values(store, field, op, &typed),
        };
    }
    let field = Field::named(piece).filter(|field| !field.is_flag());
    let words = if let Some(field) = field {
        with_operators(piece, field)
    } else {
        let is_alone = text[..from].trim().is_empty() && behind.trim().is_empty();
        names(piece, saved, is_alone)
    };
    Completion { from, words }
}

/// A field with each of its operators.
fn with_operators(typed: &str, field: &Field) -> Vec<Word> {
    let about = |op: &Op| match op {
        Op::Equal => "equal",
        Op::Unequal => "not equal",
        Op::Less => "less, before",
        Op::AtMost => "at most",
        Op::More => "more, after",
        Op::AtLeast => "at least",
        Op::Like => "like: equal, beginning, or a range a..b",
        Op::Holds => "contains",
    };
    let ops = operators(field.form).iter();
    ops.map(|op| Word::new(format!("{typed}{}", op.sign()), about(op)))
        .collect()
}

/// The operator that is most used with a field.
fn usual(field: &Field) -> &'static str {
    match field.form {
        Form::Flag => "",
        Form::Number(Measure::Count | Measure::Seconds) | Form::Time => ">=",
        Form::Number(_) => ">",
        Form::Word([]) if matches!(field.name, "reason" | "finding" | "note" | "file") => "~",
        Form::Word(_) | Form::Id | Form::Day | Form::Hour => ":",
    }
}

/// Fields, filters by name, and the words between conditions. Where a filter is not alone it is put in as one part.
fn names(piece: &str, saved: &[Named], is_alone: bool) -> Vec<Word> {
    let whole = |text: &str| {
        if is_alone {
            text.to_owned()
        } else {
            operand(text, Clock::default())
        }
    };
    let fields = Field::all().iter().map(|field| {
        (
            field.name,
            Word::new(format!("{}{}", field.name, usual(field)), field.about),
        )
    });
    let own = saved.iter().map(|named| {
        (
            named.name.as_str(),
            Word::new(whole(&named.text), format!("your filter {}", named.name)),
        )
    });
    let built_in = BUILT_IN.iter().filter_map(|row| match row.answer {
        Answer::Filter(text) => Some((
            row.name,
            Word::new(whole(text), format!("{}: {}", row.name, row.query)),
        )),
        Answer::Groups(_) | Answer::Page(_) => None,
    });
    let joints = [
        ("not", Word::new("not ", "drops what follows")),
        ("or", Word::new("or ", "one side is enough")),
        ("and", Word::new("and ", "both; a space means it, too")),
    ];
    if piece.is_empty() {
        return fields
            .map(|(_, word)| word)
            .chain(own.map(|(_, word)| word))
            .take(MOST)
            .collect();
    }
    let all = own.chain(fields).chain(joints).chain(built_in);
    // The documents' filters are many: they come when they are asked for.
    let is_wanted = |name: &str| {
        !name.starts_with(PREFIX) || PREFIX.starts_with(piece) || piece.starts_with(PREFIX)
    };
    ranked(piece, all.filter(|(name, _)| is_wanted(name)))
}

/// Those that begin with a text, then those that are like it.
fn ranked<'a>(typed: &str, words: impl Iterator<Item = (&'a str, Word)>) -> Vec<Word> {
    let typed: String = typed.chars().take(64).collect();
    let lower = typed.to_ascii_lowercase();
    let matcher = SkimMatcherV2::default();
    let mut scored: Vec<((bool, i64), Word)> = words
        .filter_map(|(name, word)| {
            if name.to_ascii_lowercase().starts_with(&lower) {
                return Some(((true, 0), word));
            }
            Some(((false, matcher.fuzzy_match(name, &typed)?), word))
        })
        .collect();
    scored.sort_by_key(|&(score, _)| Reverse(score));
    scored
        .into_iter()
        .map(|(_, word)| word)
        .take(MOST)
        .collect()
}

/// What can stand behind an operator.
fn values(store: &Store, field: &'static Field, op: Op, typed: &str) -> Vec<Word> {
    let fixed: Vec<Word> = match field.form {
        Form::Number(_) => limit(store.limits(), field).into_iter().collect(),
        Form::Flag => ["yes", "no"]
            .map(|word| Word::new(word, field.about))
            .to_vec(),
        Form::Time => [
            ("-1h", "the last hour loaded"),
            ("-3h", "the last three"),
            ("-24h", "the last day"),
        ]
        .map(|(word, about)| Word::new(word, about))
        .to_vec(),
        Form::Day => WEEKDAYS.map(|day| Word::new(&day[..3], day)).to_vec(),
        Form::Hour | Form::Word(_) | Form::Id => Vec::new(),
    };
    let lower = typed.to_ascii_lowercase();
    if !matches!(field.form, Form::Word(_) | Form::Id) {
        let fits = |word: &Word| word.text.to_ascii_lowercase().starts_with(&lower);
        let words: Vec<Word> = fixed.into_iter().filter(fits).collect();
        return if words.is_empty() && typed.is_empty() {
            vec![Word::new("", expected(field))]
        } else {
            words
        };
    }
    let (counts, is_whole) = Counts::of(store, field);
    let mut found: Vec<(bool, usize, String)> = counts
        .into_iter()
        .filter_map(|(word, calls)| {
            let text = word.to_ascii_lowercase();
            (text.contains(&lower)).then(|| (text.starts_with(&lower), calls, word))
        })
        .collect();
    found.sort_by(|a, b| {
        (Reverse(a.0), Reverse(a.1), &a.2).cmp(&(Reverse(b.0), Reverse(b.1), &b.2))
    });
    let calls = |calls: usize| {
        let noun = if calls == 1 { "call" } else { "calls" };
        if is_whole {
            format!("{calls} {noun}")
        } else {
            format!("{calls} {noun} of the first {MOST_ROWS} records")
        }
    };
    let word =
        |(_, count, word): (bool, usize, String)| Word::new(in_quotes(&word, op), calls(count));
    found.into_iter().take(MOST).map(word).collect()
}

fn in_quotes(word: &str, op: Op) -> String {
    let is_special = is_absence(word);
    let is_range = op == Op::Like && word.contains("..");
    if needs_quotes(word) || word.starts_with('=') || is_special || is_range {
        quoted(word)
    } else {
        word.to_owned()
    }
}

/// The limit of a measure as it is typed.
fn limit(limits: &Limits, field: &Field) -> Option<Word> {
    let (Get::Stream(StreamGet::Measure(at)) | Get::Call(CallGet::Worst(at))) = field.get else {
        return None;
    };
    let media = [Media::Audio, Media::Video, Media::Screen];
    let limit = media.into_iter().find_map(|media| limits.of(at, media))?;
    let metric = &METRICS[at];
    let unit = match metric.unit.label() {
        "s/min" => "s",
        "kbit/s" | "kb/s" => "kbps",
        label @ ("ms" | "%" | "fps") => label,
        _ => "",
    };
    Some(Word::new(
        format!("{}{unit}", metric.shown_limit(limit)),
        "the limit in force",
    ))
}

/// By value the calls that have it.
#[derive(Default)]
struct Counts {
    seen: HashSet<(String, u32)>,
    calls: HashMap<String, usize>,
}

impl Counts {
    /// The values of a field, and whether all records were looked at.
    fn of(store: &Store, field: &Field) -> (HashMap<String, usize>, bool) {
        let mut counts = Self::default();
        let call_of = |id: IdRef| store.call_of(id).map_or(u32::MAX, |call| call.0);
        let rows = match &field.get {
            Get::Call(CallGet::Facts(get)) => {
                for call in store.calls().take(MOST_ROWS) {
                    get(store, call, &mut |seen| counts.note(store, seen, call.0));
                }
                store.call_count()
            }
            // Causes are found call by call, which takes too long to do for all.
            Get::Call(CallGet::Built(get)) => {
                let most = MOST_ROWS / 300;
                for call in store.calls().take(most) {
                    get(&Asked::new(store, call), &mut |seen| {
                        counts.note(store, seen, call.0);
                    });
                }
                if store.call_count() > most {
                    usize::MAX
                } else {
                    0
                }
            }
            Get::Call(CallGet::Worst(_) | CallGet::Marked | CallGet::HasNote | CallGet::Noted) => 0,
            Get::Leg(get) => {
                let calls = store.summaries.call();
                counts.rows(store, calls, &call_of, &|row, tell| {
                    get.tell(store, &LegView::Row(row), tell);
                })
            }
            Get::Stream(get) => {
                let calls = store.streams.call();
                counts.rows(store, calls, &call_of, &|row, tell| {
                    get.tell(store, row, tell);
                })
            }
            Get::Operation(get) => {
                let (clients, requests) = (store.operations.call(), store.side.requests.call());
                let most = counts.rows(store, clients, &call_of, &|row, tell| {
                    get(store, OperationView::Client(row), tell);
                });
                most.max(counts.rows(store, requests, &call_of, &|row, tell| {
                    get(store, OperationView::Request(row), tell);
                }))
            }
        };
        (counts.calls, rows <= MOST_ROWS)
    }

    fn rows(
        &mut self,
        store: &Store,
        calls: &[IdRef],
        call_of: &dyn Fn(IdRef) -> u32,
        get: &dyn Fn(usize, Tell),
    ) -> usize {
        for (row, &call) in calls.iter().enumerate().take(MOST_ROWS) {
            let call = call_of(call);
            get(row, &mut |seen| self.note(store, seen, call));
        }
        calls.len()
    }

    fn note(&mut self, store: &Store, seen: Seen, call: u32) {
        if seen.absence().is_some() {
            return;
        }
        let word = match seen {
            Seen::Text(text) => store.text(text).to_owned(),
            Seen::Code(code, subcode) => code_words(store, code, subcode),
            Seen::Id(id) => store.id(id).to_owned(),
            Seen::Word(word) => word.to_owned(),
            _ => return,
        };
        if self.seen.insert((word.clone(), call)) {
            *self.calls.entry(word).or_default() += 1;
        }
    }
}
