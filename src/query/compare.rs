//! Two sides next to each other, what differs first: calls, legs, streams, or all calls of a group.
//!
//! Each side tells facts under names; those of the same name make a row. What one side does not say is said as such
//! and never counted as a difference. Of groups a difference is told only where chance does not explain it: shares and
//! percentiles stand with the range they may lie in. Time is told apart from it ([`times`]): both sides on one axis of
//! seconds since they joined.

mod difference;
mod fact;
mod group;
mod part;
pub mod times;

#[cfg(test)]
mod tests;

use super::filter::{Clock, Filter, Marks, Sifting};
use super::kept::{KeptCalls, is_kept};
use super::marked::MarkedPart;
use crate::model::call::CallDetail;
use crate::model::facts::code_words;
use crate::model::id::{CallIx, TextRef};
use crate::model::source::Source;
use crate::model::store::{SamplesKept, Store};
use crate::model::value::{Num, Time};
use crate::model::verdict::CallClass;
use fact::Fact;
use group::Gathering;
use std::sync::Arc;
use times::OverTime;
pub use times::Times;

/// One of two.
#[derive(Clone, Debug, PartialEq)]
pub enum Side {
    /// A call.
    Call(CallIx),
    /// A leg or a stream.
    Part(MarkedPart),
    /// All calls that a filter keeps.
    Calls {
        /// What they have in common: `SDK 1.31.2`. Not sanitized.
        name: String,
        /// The filter.
        condition: String,
    },
}

impl Side {
    /// The call it is, or is a part of.
    pub const fn call(&self) -> Option<CallIx> {
        match self {
            Self::Call(call)
            | Self::Part(MarkedPart::Leg(call, ..) | MarkedPart::Stream(call, _)) => Some(*call),
            Self::Calls { .. } => None,
        }
    }

    /// True for many calls.
    pub const fn is_group(&self) -> bool {
        matches!(self, Self::Calls { .. })
    }

    /// All calls with the SDK that most legs of a call have; none where no leg says.
    /// They are all that were loaded, whatever the filter keeps; `is_filtered`: the name says so.
    pub fn of_same_sdk(store: &Store, detail: &CallDetail, is_filtered: bool) -> Option<Self> {
        let mut counts: Vec<(TextRef, usize)> = Vec::new();
        for leg in detail.legs.iter().filter(|leg| leg.sdk.is_known()) {
            match counts.iter_mut().find(|(sdk, _)| *sdk == leg.sdk) {
                Some((_, count)) => *count += 1,
                None => counts.push((leg.sdk, 1)),
            }
        }
        counts.sort_by_key(|(sdk, count)| (std::cmp::Reverse(*count), store.text(*sdk)));
        let sdk = store.text(counts.first()?.0);
        Some(Self::Calls {
            name: if is_filtered {
                format!("SDK {sdk}, filter not applied")
            } else {
                format!("SDK {sdk}")
            },
            condition: super::filter::token("sdk", sdk),
        })
    }
}

/// Who a side is.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// `call 7f3c9a12`, `P2.1 of 7f3c9a12`, `42 calls with SDK 1.31.2`. Not sanitized.
    pub name: String,
    /// When it began.
    pub start: Time,
    /// How long it was, s.
    pub duration_s: Num,
    /// What stands behind it.
    pub source: Option<Source>,
}

/// What the two values of a row are to each other, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// They differ, and not by chance alone.
    Differs,
    /// They differ no more than chance explains.
    Open,
    /// One side, or none, has a value: there is nothing to compare.
    NotKnown,
    /// The same.
    Same,
}

impl Relation {
    /// Its sign on screens.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Differs => "!=",
            Self::Open => "~",
            Self::NotKnown => "?",
            Self::Same => "=",
        }
    }

    /// Its word in answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Differs => "differs",
            Self::Open => "by_chance",
            Self::NotKnown => "not_known",
            Self::Same => "same",
        }
    }
}

/// What a row is about, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Good or bad.
    Verdict,
    /// Lost legs.
    Dropped,
    /// What was found wrong.
    Finding,
    /// What it was poor due to.
    Due,
    /// How it ended.
    End,
    /// A measure that is beyond its limit on one side.
    Beyond,
    /// SDK, system, codec, transport.
    Client,
    /// Any other measure.
    Measure,
    /// Length, number of legs …
    Frame,
}

/// A value of a side.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// As it is shown: with its unit, `-`, `redacted` … Not sanitized.
    pub text: String,
    /// In the unit of the log.
    pub number: Option<f64>,
    /// How that is judged, where it is.
    pub class: Option<CallClass>,
    /// The record that says so.
    pub source: Option<Source>,
}

/// Two values under one name.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is about.
    pub topic: Topic,
    /// What was compared.
    pub name: String,
    /// Left and right.
    pub cells: [Cell; 2],
    /// What they are to each other.
    pub relation: Relation,
    /// The difference in words: `+324 ms`, `ranges overlap`, `left redacted`.
    pub words: String,
    /// Right less left in the unit of the log, where both are numbers.
    pub delta: Option<f64>,
    /// How large that is beside the larger of the two, 0 to 1.
    pub share: f64,
}

/// Two sides compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What was compared.
    pub sides: [Side; 2],
    /// Who they are.
    pub heads: [Head; 2],
    /// What differs first.
    pub rows: Vec<Row>,
    /// Both over time; none where a side is many calls.
    pub times: Option<Times>,
    /// The state of the store that was looked at.
    pub revision: u64,
    /// What each side said of itself.
    told: [Told; 2],
}

impl Comparison {
    /// Calls whose statistics are summarised, so that curves and what only statistics show are missing here.
    pub fn summarised(&self) -> impl Iterator<Item = CallIx> {
        let sides = self.sides.iter().zip(&self.told);
        sides.filter_map(|(side, told)| side.call().filter(|_| told.is_summarised))
    }

    /// How many rows are in a relation.
    pub fn count(&self, relation: Relation) -> usize {
        self.rows
            .iter()
            .filter(|row| row.relation == relation)
            .count()
    }
}

/// Which calls are in a group, and where times without a zone are.
#[derive(Clone, Default)]
pub struct Within {
    /// The calls looked at; none = all.
    pub kept: Option<Arc<KeptCalls>>,
    /// For times of a group's filter.
    pub clock: Clock,
}

/// A comparison on its way.
pub struct Comparing {
    sides: [Side; 2],
    revision: u64,
    groups: [Option<Group>; 2],
}

/// The calls of a group on their way.
enum Group {
    Sifting(Sifting),
    Gathering(Gathering),
}

impl Group {
    fn new(store: &Store, condition: &str, within: &Within) -> Self {
        let calls: Vec<CallIx> = store
            .calls()
            .filter(|call| is_kept(within.kept.as_deref(), *call))
            .collect();
        match Filter::read(condition, &within.clock).filter {
            Some(filter) => Self::Sifting(filter.sifting(store, &Marks::default(), calls)),
            None => Self::Gathering(Gathering::new(Vec::new())),
        }
    }

    /// Bounded work; false when nothing is left.
    fn advance(&mut self, store: &Store, most: usize) -> bool {
        match self {
            Self::Sifting(sifting) => {
                if !sifting.advance(store, most) {
                    let empty = Self::Gathering(Gathering::new(Vec::new()));
                    if let Self::Sifting(done) = std::mem::replace(self, empty) {
                        *self = Self::Gathering(Gathering::new(done.finish().calls));
                    }
                }
                true
            }
            Self::Gathering(gathering) => gathering.advance(store, most),
        }
    }
}

impl Comparing {
    /// Begins to compare.
    pub fn new(store: &Store, sides: [Side; 2], within: &Within) -> Self {
        let groups = [0, 1].map(|at: usize| match &sides[at] {
            Side::Calls { condition, .. } => Some(Group::new(store, condition, within)),
            _ => None,
        });
        Self {
            revision: store.shown_revision(),
            sides,
            groups,
        }
    }

    /// What is compared.
    pub const fn sides(&self) -> &[Side; 2] {
        &self.sides
    }

    /// Looks at so many further calls; false when all is known.
    pub fn advance(&mut self, store: &Store, most: usize) -> bool {
        let next = |group: &mut Option<Group>| {
            group
                .as_mut()
                .is_some_and(|group| group.advance(store, most))
        };
        let [left, right] = &mut self.groups;
        next(left) || next(right)
    }

    /// The answer, once [`Comparing::advance`] gave false; none when a side is not there any more. Only the samples of
    /// one call can be at hand where they are summarised: a side that was told with its samples `before` stays as told.
    pub fn finish(self, store: &Store, before: Option<&Comparison>) -> Option<Comparison> {
        let is_whole = self.sides.iter().any(Side::is_group);
        let [left, right] = &self.sides;
        let [of_left, of_right] = self.groups;
        let told = [
            told(store, left, of_left, (is_whole, right.is_group()))?,
            told(store, right, of_right, (is_whole, left.is_group()))?,
        ];
        let before = before.filter(|before| before.sides == self.sides);
        let told = match before {
            Some(before) => {
                let [left, right] = told;
                let [left_before, right_before] = &before.told;
                [left.or_before(left_before), right.or_before(right_before)]
            }
            None => told,
        };
        let times = match (&told[0].times, &told[1].times) {
            (Some(left), Some(right)) => Some(Times::of(store, [left, right])),
            _ => None,
        };
        let is_same_kind = told[0].kind == told[1].kind;
        let rows = fact::rows(told.each_ref().map(|told| told.facts.clone()), is_same_kind);
        Some(Comparison {
            heads: told.each_ref().map(|told| told.head.clone()),
            rows,
            times,
            revision: self.revision,
            sides: self.sides,
            told,
        })
    }
}

/// What a side says of itself.
#[derive(Clone, Debug, PartialEq)]
struct Told {
    kind: u8,
    head: Head,
    facts: Vec<Fact>,
    /// None of a group.
    times: Option<OverTime>,
    /// True where its samples were not at hand.
    is_summarised: bool,
    /// How many records were loaded.
    loaded: u64,
}

impl Told {
    /// What was told before, where that knew more: the samples, from the same records.
    fn or_before(self, before: &Self) -> Self {
        if self.is_summarised && !before.is_summarised && self.loaded == before.loaded {
            before.clone()
        } else {
            self
        }
    }
}

fn told(
    store: &Store,
    side: &Side,
    group: Option<Group>,
    (is_whole, beside_group): (bool, bool),
) -> Option<Told> {
    let loaded = store.account().loaded;
    if let (Side::Calls { name, .. }, Some(Group::Gathering(gathering))) = (side, group) {
        let head = Head {
            name: format!("{} calls with {name}", gathering.calls()),
            start: Time::MISSING,
            duration_s: Num::MISSING,
            source: None,
        };
        return Some(Told {
            kind: 3,
            head,
            facts: gathering.facts(store, beside_group),
            times: None,
            is_summarised: false,
            loaded,
        });
    }
    let detail = store.detail(side.call()?);
    let (kind, (head, facts)) = match side {
        Side::Call(_) if is_whole => (0, part::whole(store, &detail)),
        Side::Call(_) => (0, part::call(store, &detail)),
        Side::Part(part @ MarkedPart::Leg(..)) => (1, part::leg(store, &detail, *part)?),
        Side::Part(MarkedPart::Stream(_, row)) => (2, part::stream(store, &detail, *row)?),
        Side::Calls { .. } => return None,
    };
    Some(Told {
        kind,
        head,
        facts,
        times: Some(OverTime::of(store, side, &detail)),
        is_summarised: store.samples_kept(detail.call) == SamplesKept::Summarised,
        loaded,
    })
}

/// Compares in one go.
pub fn compare(store: &Store, sides: [Side; 2], within: &Within) -> Option<Comparison> {
    let mut comparing = Comparing::new(store, sides, within);
    while comparing.advance(store, usize::MAX) {}
    comparing.finish(store, None)
}

/// Columns of a call id that tell it from others at a glance.
const SHORT_ID: usize = 8;

/// The first characters of a call's id.
fn short_id(store: &Store, call: CallIx) -> String {
    store
        .id(store.call_id(call))
        .chars()
        .take(SHORT_ID)
        .collect()
}

/// End codes in words, for the name of a row.
fn end_name((code, subcode): (TextRef, TextRef), store: &Store) -> String {
    format!("ended {}", code_words(store, code, subcode))
}
