//! What a filter says of a call by the letter of its definition: every call is built, every value read anew from the
//! text that was typed, nothing is put in order or kept.

use crate::model::call::CallDetail;
use crate::model::facts::code_words;
use crate::model::id::{Absence, CallIx, IdRef, TextRef};
use crate::model::rows::{Direction, Media, Quality};
use crate::model::store::Store;
use crate::model::system::system_name;
use crate::model::value::{Num, Time};
use crate::query::filter::Kept::{self, No, NoValue, Yes};
use crate::query::filter::fields::Level;
use crate::query::filter::plan::names;
use crate::query::filter::tree::{Condition, Node, Op};

/// A value, read the simple way.
#[derive(Clone, Debug)]
enum Value {
    Number(f64),
    Words(Vec<String>),
    Times(Time, Time),
    Flag(bool),
    Absent(Absence),
}

struct Naive<'a> {
    store: &'a Store,
    call: CallIx,
    detail: CallDetail,
}

pub(super) fn naive(node: &Node, store: &Store, call: CallIx) -> Kept {
    Naive {
        store,
        call,
        detail: store.detail(call),
    }
    .node(node)
}

fn and(answers: &[Kept]) -> Kept {
    match answers {
        _ if answers.contains(&No) => No,
        _ if answers.contains(&NoValue) => NoValue,
        _ => Yes,
    }
}

fn or(answers: &[Kept]) -> Kept {
    match answers {
        _ if answers.contains(&Yes) => Yes,
        _ if answers.contains(&NoValue) => NoValue,
        _ => No,
    }
}

impl Naive<'_> {
    fn node(&self, node: &Node) -> Kept {
        match node {
            Node::And(parts) => self.row(parts),
            Node::Or(parts) => or(&parts.iter().map(|part| self.node(part)).collect::<Vec<_>>()),
            Node::Not(part) => self.node(part).turned(),
            Node::Is(_) => self.row(std::slice::from_ref(node)),
            Node::Word(_) | Node::About(..) => unreachable!("not among the random filters"),
        }
    }

    /// Conditions in a row: those on parts of one kind in groups, each about one part.
    fn row(&self, parts: &[Node]) -> Kept {
        let mut answers = Vec::new();
        let mut groups: Vec<(Level, Vec<&Node>)> = Vec::new();
        for part in parts {
            let level = match part {
                Node::Is(condition) => Some(condition.field.get.level()),
                Node::Or(_) => about(part),
                _ => None,
            };
            let Some(level) = level.filter(|level| *level != Level::Call) else {
                answers.push(match part {
                    Node::Is(condition) => self.alone(condition, 0, Level::Call),
                    _ => self.node(part),
                });
                continue;
            };
            let last = groups.iter_mut().rev().find(|(of, _)| *of == level);
            let is_second = |known: &&Node| match (known, part) {
                (Node::Is(known), Node::Is(new)) => {
                    known.field == new.field && names(known) && names(new)
                }
                _ => false,
            };
            match last {
                Some((_, group)) if !group.iter().any(is_second) => group.push(part),
                _ => groups.push((level, vec![part])),
            }
        }
        answers.extend(
            groups
                .iter()
                .map(|(level, group)| self.group(*level, group)),
        );
        and(&answers)
    }

    fn group(&self, level: Level, group: &[&Node]) -> Kept {
        let has_positive = group
            .iter()
            .any(|node| matches!(node, Node::Is(condition) if condition.op != Op::Unequal));
        if !has_positive {
            let answers: Vec<Kept> = group
                .iter()
                .map(|node| match node {
                    Node::Is(condition) => {
                        let equal = Condition {
                            op: Op::Equal,
                            ..(*condition).clone()
                        };
                        self.one(level, &[&Node::Is(equal)]).turned()
                    }
                    node => self.node(node),
                })
                .collect();
            return and(&answers);
        }
        self.one(level, group)
    }

    /// Is there one part for which all hold?
    fn one(&self, level: Level, group: &[&Node]) -> Kept {
        let parts = match level {
            Level::Call => 1,
            Level::Stream => self.detail.streams.len(),
            Level::Leg => self.detail.legs.len(),
            Level::Operation => self.detail.operations.len(),
        };
        let answers: Vec<Vec<Kept>> = (0..parts)
            .map(|part| {
                group
                    .iter()
                    .map(|node| self.part(node, part, level))
                    .collect()
            })
            .collect();
        if answers
            .iter()
            .any(|part| part.iter().all(|answer| *answer == Yes))
        {
            return Yes;
        }
        if answers.is_empty() {
            return NoValue;
        }
        // A part that may be it, unless another of the kind that is asked for has the values that it lacks.
        let may_be = |part: &&Vec<Kept>| !part.contains(&No);
        let has_values = |open: &Vec<Kept>| {
            answers.iter().any(|other| {
                other.iter().zip(open).all(|(other, open)| match open {
                    NoValue => *other != NoValue,
                    _ => *other == Yes,
                })
            })
        };
        if answers.iter().filter(may_be).any(|open| !has_values(open)) {
            NoValue
        } else {
            No
        }
    }

    fn part(&self, node: &Node, part: usize, level: Level) -> Kept {
        match node {
            Node::Is(condition) => self.alone(condition, part, level),
            Node::Or(nodes) => or(&nodes
                .iter()
                .map(|node| self.part(node, part, level))
                .collect::<Vec<_>>()),
            Node::And(nodes) => and(&nodes
                .iter()
                .map(|node| self.part(node, part, level))
                .collect::<Vec<_>>()),
            _ => unreachable!("no part of a group"),
        }
    }

    fn alone(&self, condition: &Condition, part: usize, level: Level) -> Kept {
        let value = match level {
            Level::Call => self.of_call(condition.field.name),
            Level::Stream => self.of_stream(condition.field.name, part),
            Level::Leg => self.of_leg(condition.field.name, part),
            Level::Operation => self.of_operation(condition.field.name, part),
        };
        let found = compare(self.store, condition, &value);
        if condition.op == Op::Unequal {
            found.turned()
        } else {
            found
        }
    }

    fn text(&self, text: TextRef) -> Value {
        match text {
            TextRef::MISSING => Value::Absent(Absence::Missing),
            TextRef::REDACTED => Value::Absent(Absence::Redacted),
            text => Value::Words(vec![self.store.text(text).to_owned()]),
        }
    }

    fn of_call(&self, name: &str) -> Value {
        let (store, detail) = (self.store, &self.detail);
        let words = |word: &str| Value::Words(vec![word.to_owned()]);
        let values = |at: usize| {
            detail
                .streams
                .iter()
                .map(move |stream| store.streams.values()[stream.row.at()][at])
        };
        let end = detail.duration_s.known().unwrap_or_default() * 1_000.0;
        let start = store.facts(self.call).shown_start();
        match name {
            "verdict" => words(detail.verdict.class.name()),
            "due" if detail.verdict.class.name() == "not_judged" => Value::Absent(Absence::Missing),
            "due" => Value::Words(
                detail
                    .verdict
                    .poor_due_to
                    .iter()
                    .map(|due| due.name().to_owned())
                    .collect(),
            ),
            "type" => detail
                .kind
                .name()
                .map_or(Value::Absent(Absence::Missing), words),
            "dur" => number(detail.duration_s),
            "legs" => Value::Number(detail.legs.len() as f64),
            "streams" => Value::Number(detail.streams.len() as f64),
            "loss_max" => number(values(5).fold(Num::MISSING, Num::max)),
            "start" | "day" | "hour" => Value::Times(start, start),
            "during" => Value::Times(start, start.plus_ms(end)),
            "orphan" => Value::Flag(detail.is_orphan),
            "final" => Value::Flag(detail.is_final),
            "redacted" => Value::Flag(store.summaries_of(self.call).any(|row| {
                let row = store.summaries.get(row);
                [row.sdk, row.os, row.end_code, row.result_category].contains(&TextRef::REDACTED)
                    || [row.participant, row.endpoint, row.identifier, row.tenant]
                        .contains(&IdRef::REDACTED)
            })),
            name => unreachable!("{name}"),
        }
    }

    fn of_stream(&self, name: &str, part: usize) -> Value {
        let row = self.store.streams.get(self.detail.streams[part].row.at());
        match name {
            "media" if row.media == Media::Unknown => self.text(row.media_word),
            "media" => {
                let raw = self.store.text(row.media_word);
                Value::Words(vec![row.media.name().to_owned(), raw.to_owned()])
            }
            "dir" if row.direction == Direction::Unknown => Value::Absent(Absence::Missing),
            "dir" => Value::Words(vec![row.direction.name().to_owned()]),
            "codec" => self.text(row.codec),
            "transport" => self.text(row.transport),
            "jitter.avg" => number(row.values[0]),
            "loss.max" => number(row.values[5]),
            "fps" => number(row.values[10]),
            name => unreachable!("{name}"),
        }
    }

    fn of_leg(&self, name: &str, part: usize) -> Value {
        let leg = &self.detail.legs[part];
        match name {
            "sdk" => self.text(leg.sdk),
            "os" => match self.text(leg.os) {
                Value::Words(long) => Value::Words(vec![system_name(&long[0]), long[0].clone()]),
                absent => absent,
            },
            "code" => self.text(leg.end_code),
            "subcode" => self.text(leg.end_subcode),
            "category" => self.text(leg.result_category),
            "end" => match self.text(leg.end_code) {
                Value::Words(mut words) => {
                    words.push(code_words(self.store, leg.end_code, leg.end_subcode));
                    Value::Words(words)
                }
                absent => absent,
            },
            "user" => match leg.identifier {
                IdRef::MISSING => Value::Absent(Absence::Missing),
                IdRef::REDACTED => Value::Absent(Absence::Redacted),
                user => Value::Words(vec![
                    self.store
                        .id(user)
                        .trim_start_matches("8:")
                        .trim_start_matches("4:")
                        .to_owned(),
                ]),
            },
            "leg.dur" => number(leg.duration_s),
            name => unreachable!("{name}"),
        }
    }

    fn of_operation(&self, name: &str, part: usize) -> Value {
        let row = self
            .store
            .operations
            .get(self.detail.operations[part].row.at());
        match name {
            "op" => self.text(row.name),
            "result" => self.text(row.result),
            "ufd" if matches!(row.quality, Quality::Poor | Quality::Bad) => {
                self.text(row.diagnostic)
            }
            "ufd" => Value::Words(Vec::new()),
            name => unreachable!("{name}"),
        }
    }
}

fn number(value: Num) -> Value {
    value.known().map_or_else(
        || Value::Absent(value.absence().expect("a reason")),
        Value::Number,
    )
}

/// What an or-bracket is about, when all of it is about parts of one kind.
fn about(node: &Node) -> Option<Level> {
    match node {
        Node::Is(condition) => Some(condition.field.get.level()),
        Node::And(parts) | Node::Or(parts) => {
            let levels: Vec<Option<Level>> = parts.iter().map(about).collect();
            levels
                .iter()
                .all(|level| *level == levels[0])
                .then_some(levels[0])?
        }
        _ => None,
    }
}

fn compare(store: &Store, condition: &Condition, value: &Value) -> Kept {
    let has_absence = matches!(condition.op, Op::Equal | Op::Unequal | Op::Like);
    let is_word = |text: &str, quoted: bool, word: &str| {
        has_absence && !quoted && text.eq_ignore_ascii_case(word)
    };
    let typed = |word| {
        condition
            .values
            .iter()
            .any(|value| is_word(&value.from.text, value.from.is_quoted, word))
    };
    let absent = [typed("missing"), typed("redacted")];
    if let Value::Absent(absence) = value {
        let is_absence = |text: &str| has_absence && ["missing", "redacted"].contains(&text);
        let others = condition
            .values
            .iter()
            .any(|value| value.from.is_quoted || !is_absence(&value.from.text));
        return match absence {
            Absence::Missing if absent[0] => Yes,
            Absence::Redacted if absent[1] => Yes,
            _ if others => NoValue,
            _ => No,
        };
    }
    let holds = condition.values.iter().any(|typed| {
        let (text, to) = (
            typed.from.text.as_str(),
            typed.to.as_ref().map(|to| to.text.as_str()),
        );
        if has_absence && !typed.from.is_quoted && ["missing", "redacted"].contains(&text) {
            return false;
        }
        match value {
            Value::Number(number) => ordered(
                condition.op,
                number.partial_cmp(&plain_number(text)).expect("numbers"),
            ),
            Value::Words(words) => words.iter().any(|word| fits(condition, word, text)),
            Value::Times(from, to_time) => {
                super::times::holds(store, condition, (text, to), (*from, *to_time))
            }
            Value::Flag(is_set) => *is_set == (text == "yes"),
            Value::Absent(_) => false,
        }
    });
    match (holds, value) {
        (true, _) => Yes,
        (false, Value::Times(from, _)) if !from.is_known() => NoValue,
        _ => No,
    }
}

pub(super) fn ordered(op: Op, order: std::cmp::Ordering) -> bool {
    match op {
        Op::Equal | Op::Unequal | Op::Like => order.is_eq(),
        Op::Less => order.is_lt(),
        Op::AtMost => order.is_le(),
        Op::More => order.is_gt(),
        Op::AtLeast => order.is_ge(),
        Op::Holds => false,
    }
}

fn plain_number(text: &str) -> f64 {
    // Seconds of jitter are a thousand of its milliseconds.
    if text == "0.04s" {
        return 40.0;
    }
    let number = |digits: &str| digits.parse::<f64>().expect("a number");
    if let Some(percent) = text.strip_suffix('%') {
        return number(percent) / 100.0;
    }
    let units = [("ms", 1.0), ("fps", 1.0), ("s", 1.0), ("m", 60.0)];
    let found = units
        .iter()
        .find_map(|(unit, factor)| Some((text.strip_suffix(unit)?, factor)));
    found.map_or_else(|| number(text), |(digits, factor)| number(digits) * factor)
}

fn fits(condition: &Condition, word: &str, text: &str) -> bool {
    let (word, mut text) = (word.to_lowercase(), text.to_lowercase());
    match condition.field.name {
        "user" => {
            let bare = text.trim_start_matches("8:").trim_start_matches("4:");
            text = bare.to_owned();
        }
        "dir" if text == "in" => text = "inbound".to_owned(),
        // A bare code stands for itself; the words of the pair are compared with what names a subcode.
        "end" if text.contains('/') != word.contains('/') => return false,
        _ => {}
    }
    match condition.op {
        Op::Equal | Op::Unequal => word == text,
        Op::Like => word.starts_with(&text),
        Op::Holds => word.contains(&text),
        op => ordered(op, versions(&word, &text)),
    }
}

/// Versions part by part; one that goes on after a point is the same.
fn versions(word: &str, text: &str) -> std::cmp::Ordering {
    if word == text
        || word.starts_with(&format!("{text}."))
        || word.starts_with(&format!("{text} "))
    {
        return std::cmp::Ordering::Equal;
    }
    let parts = |text: &str| -> Vec<u32> {
        text.split(|c: char| !c.is_ascii_digit())
            .filter_map(|part| part.parse().ok())
            .collect()
    };
    parts(word).cmp(&parts(text))
}
