//! What a side says under a name, and how two that say something under the same name make a row.

use super::difference::difference;
use super::{Cell, Relation, Row, Topic};
use crate::model::id::{Absence, IdRef, TextRef};
use crate::model::metric::{METRICS, Metric};
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::value::Num;
use crate::model::verdict::CallClass;
use crate::query::group::Spread;
use std::collections::HashMap;

/// A value in whatever way a side has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// There is none, and why.
    Absent(Absence),
    /// There is none for a reason in words: a log that is not loaded, a stream that the side does not have.
    Without(&'static str),
    /// Words of the log or of this program.
    Words(String),
    /// A measure by its position, in the unit of the log.
    Measure(usize, f64),
    /// A whole number and what is counted.
    Count(u64, &'static str),
    /// Seconds.
    Seconds(f64),
    /// So many findings of a rule, the first in short.
    Found(usize, String),
    /// Yes or no, of one call.
    Flag(bool),
    /// Of so many calls so many.
    Share(u64, u64),
    /// A measure at a rank of many calls, in which range it may lie (a side of it may be open), of how many.
    Rank(usize, f64, [Option<f64>; 2], usize),
    /// A measure over many calls, beside one call.
    Spread(usize, Spread),
}

/// Something a side says of itself.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fact {
    pub(super) topic: Topic,
    pub(super) name: String,
    pub(super) value: Value,
    /// How the value is judged.
    pub(super) class: Option<CallClass>,
    pub(super) source: Option<Source>,
    /// What another side of the same kind that says nothing under this name has.
    pub(super) default: Value,
    /// The log without which that is not known.
    pub(super) needs: Option<&'static str>,
}

impl Fact {
    pub(super) fn new(topic: Topic, name: impl Into<String>, value: Value) -> Self {
        Self {
            topic,
            name: name.into(),
            value,
            class: None,
            source: None,
            default: Value::Absent(Absence::Missing),
            needs: None,
        }
    }

    pub(super) fn judged(mut self, class: CallClass) -> Self {
        self.class = Some(class);
        self
    }

    pub(super) fn at(mut self, source: Option<Source>) -> Self {
        self.source = source;
        self
    }

    pub(super) fn or_else(mut self, default: Value) -> Self {
        self.default = default;
        self
    }
}

impl Value {
    /// A word of the log.
    pub(super) fn text(store: &Store, text: TextRef) -> Self {
        match text {
            TextRef::MISSING => Self::Absent(Absence::Missing),
            TextRef::REDACTED => Self::Absent(Absence::Redacted),
            _ => Self::Words(store.text(text).to_owned()),
        }
    }

    /// An identifier.
    pub(super) fn id(store: &Store, id: IdRef) -> Self {
        match id {
            IdRef::MISSING => Self::Absent(Absence::Missing),
            IdRef::REDACTED => Self::Absent(Absence::Redacted),
            _ => Self::Words(store.id(id).to_owned()),
        }
    }

    /// A measure.
    pub(super) fn measure(at: usize, value: Num) -> Self {
        value.known().map_or_else(
            || Self::Absent(value.absence().unwrap_or(Absence::Missing)),
            |value| Self::Measure(at, value),
        )
    }

    /// A length in seconds.
    pub(super) fn seconds(value: Num) -> Self {
        value.known().map_or_else(
            || Self::Absent(value.absence().unwrap_or(Absence::Missing)),
            Self::Seconds,
        )
    }

    /// Why there is none, in words; nothing where there is one.
    pub(super) fn absence(&self) -> Option<&'static str> {
        Some(match self {
            Self::Absent(Absence::Missing) => "missing",
            Self::Absent(Absence::Redacted) => "redacted",
            Self::Absent(Absence::Unreadable) => "unreadable",
            Self::Without(why) => why,
            _ => return None,
        })
    }

    /// The number that is compared.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Measure(_, value) | Self::Seconds(value) | Self::Rank(_, value, ..) => {
                Some(*value)
            }
            Self::Count(count, _) => Some(*count as f64),
            Self::Share(met, of) if *of > 0 => Some(*met as f64 / *of as f64),
            _ => None,
        }
    }

    /// As it is shown.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Absent(Absence::Missing) => "-".to_owned(),
            Self::Absent(_) | Self::Without(_) => self.absence().unwrap_or_default().to_owned(),
            Self::Words(words) => words.clone(),
            Self::Measure(at, value) => measured(*at, *value),
            Self::Count(count, what) => format!("{count} {what}").trim_end().to_owned(),
            Self::Seconds(seconds) => format!("{} s", plain(*seconds)),
            Self::Found(0 | 1, brief) => brief.clone(),
            Self::Found(count, brief) => format!("{count}: {brief}"),
            Self::Flag(is_met) => if *is_met { "yes" } else { "no" }.to_owned(),
            Self::Share(met, of) => super::group::share_of(*met, *of),
            Self::Rank(at, value, range, of) => {
                let metric = metric(*at);
                let edge =
                    |edge: Option<f64>| edge.map_or_else(|| "..".to_owned(), |e| metric.shown(e));
                let [low, high] = range.map(edge);
                format!("{} ({low} to {high}) of {of}", measured(*at, *value))
            }
            Self::Spread(at, spread) => {
                let metric = metric(*at);
                format!(
                    "{}, p95 {} of {}",
                    measured(*at, spread.p50),
                    metric.shown(spread.p95),
                    spread.count
                )
            }
        }
    }
}

/// A measure of the table.
pub(super) fn metric(at: usize) -> &'static Metric {
    METRICS.get(at).unwrap_or(&METRICS[0])
}

/// With its unit.
fn measured(at: usize, value: f64) -> String {
    let metric = metric(at);
    format!("{} {}", metric.shown(value), metric.unit.label())
}

/// Whole where it is whole, else as exact as milliseconds.
pub(super) fn plain(seconds: f64) -> String {
    let text = format!("{seconds:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The start of the names of facts about logs.
pub(super) const LOG: &str = "log: ";
/// The name of the number of calls.
pub(super) const CALLS: &str = "calls";

/// What a side has under a name that it does not mention.
struct Silence {
    calls: u64,
    judged: u64,
    unloaded: Vec<String>,
}

impl Silence {
    fn of(facts: &[Fact]) -> Self {
        let is_unloaded = |fact: &&Fact| matches!(fact.value, Value::Without(_));
        let logs = facts.iter().filter(is_unloaded);
        let calls = facts.iter().find(|fact| fact.name == CALLS);
        // Shares of what it was poor due to are shares of the judged calls.
        let judged = facts.iter().find_map(|fact| match fact.value {
            Value::Share(_, of) if fact.topic == Topic::Verdict => Some(of),
            _ => None,
        });
        Self {
            judged: judged.unwrap_or_default(),
            calls: calls
                .and_then(|fact| fact.value.number())
                .unwrap_or_default() as u64,
            unloaded: logs
                .filter_map(|fact| fact.name.strip_prefix(LOG).map(str::to_owned))
                .collect(),
        }
    }

    fn fact(&self, said: &Fact) -> Fact {
        let is_unknown = said
            .needs
            .is_some_and(|log| self.unloaded.iter().any(|other| other == log));
        let value = match &said.default {
            _ if is_unknown => Value::Without("log not loaded"),
            Value::Share(met, _) if said.topic == Topic::Due => Value::Share(*met, self.judged),
            Value::Share(met, _) => Value::Share(*met, self.calls),
            default => default.clone(),
        };
        Fact {
            value,
            class: None,
            source: None,
            ..said.clone()
        }
    }
}

/// The rows of two sides, what differs first. Where the kinds differ only what both say is compared; how calls ended is
/// said of those that ended so.
pub(super) fn rows([left, right]: [Vec<Fact>; 2], is_same_kind: bool) -> Vec<Row> {
    let silent = [Silence::of(&left), Silence::of(&right)];
    let is_told_alone = |fact: &Fact| is_same_kind || matches!(fact.topic, Topic::End | Topic::Due);
    let mut places: HashMap<(Topic, String), usize> = HashMap::with_capacity(right.len());
    let mut others: Vec<Option<Fact>> = Vec::with_capacity(right.len());
    for (at, fact) in right.into_iter().enumerate() {
        places.insert((fact.topic, fact.name.clone()), at);
        others.push(Some(fact));
    }
    let mut pairs: Vec<[Fact; 2]> = Vec::new();
    for fact in left {
        let place = places.get(&(fact.topic, fact.name.clone()));
        match place.and_then(|&at| others[at].take()) {
            Some(other) => pairs.push([fact, other]),
            None if is_told_alone(&fact) => pairs.push([fact.clone(), silent[1].fact(&fact)]),
            None => {}
        }
    }
    let alone = others.into_iter().flatten().filter(is_told_alone);
    pairs.extend(alone.map(|fact| [silent[0].fact(&fact), fact]));
    let mut rows: Vec<Row> = pairs.into_iter().filter_map(row).collect();
    rows.sort_by(|a, b| {
        (a.relation, a.topic)
            .cmp(&(b.relation, b.topic))
            .then_with(|| b.share.total_cmp(&a.share))
            .then_with(|| a.name.cmp(&b.name))
    });
    rows
}

/// A row; none where there is nothing to tell of either side.
fn row([left, right]: [Fact; 2]) -> Option<Row> {
    let nothing = Value::Absent(Absence::Missing);
    // That both have a log, or neither has, is known from the load report.
    let is_log = left.name.starts_with(LOG) && left.value == right.value;
    if is_log || (left.value == nothing && right.value == nothing) {
        return None;
    }
    let found = difference(&left.value, &right.value);
    let is_judged_apart = left.class != right.class;
    let topic = match left.topic {
        Topic::Measure if is_judged_apart && found.relation == Relation::Differs => Topic::Beyond,
        topic => topic,
    };
    let cell = |fact: &Fact| Cell {
        text: fact.value.shown(),
        number: fact.value.number(),
        class: fact.class,
        source: fact.source,
    };
    Some(Row {
        topic,
        cells: [cell(&left), cell(&right)],
        name: left.name,
        relation: found.relation,
        words: found.words,
        delta: found.delta,
        share: found.share,
    })
}
