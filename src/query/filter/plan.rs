//! A filter made ready to be asked of many calls: conditions that speak of one stream, leg or operation are put
//! together, the cheap ones come first.
//!
//! Conditions on parts of one kind (streams, legs, operations) that stand in one row of "and" hold of one part. So do
//! brackets with "or" among them that hold nothing else. A second `=` or `:` of the same field begins another part, as
//! no part has two values; so does a bracket with "and". `!=` alone is `not … =`; beside others of its kind it holds of
//! the same part. `not` is about the whole call.

use super::fields::{CallGet, Field, Form, Get, Level, is_decided_by_worst};
use super::spotting::Spotting;
use super::test::Test;
use super::tree::{Condition, Node, Op};
use crate::model::store::Store;
use crate::query::when::When;

/// A step of a filter.
pub(super) enum Step {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    /// A value of the call.
    Call(Test),
    /// The worst value of a measure, which decides about all streams.
    Worst(usize, Test),
    /// The distinct values of the legs, as the call's facts hold them.
    Sdks(Test),
    Systems(Test),
    Ends(Test),
    /// A part for which all hold.
    Parts(Level, Vec<Member>),
    /// Nothing of the call has a value of a field.
    Nothing(&'static Field),
    /// Calls in which a word occurs.
    In(Box<Spotting>),
    About(When),
}

/// A condition on a part.
pub(super) enum Member {
    Is(Test),
    Any(Vec<Self>),
    All(Vec<Self>),
}

impl Step {
    pub(super) fn of(node: &Node, store: &Store, newest: i64) -> Self {
        let of = |node: &Node| Self::of(node, store, newest);
        match node {
            Node::And(parts) => Self::row(parts, store, newest),
            Node::Or(parts) => sorted(Self::Any, parts.iter().map(of).collect()),
            Node::Not(part) => Self::Not(Box::new(of(part))),
            Node::Is(_) => Self::row(std::slice::from_ref(node), store, newest),
            Node::Word(word) => Self::In(Box::new(Spotting::new(store, word))),
            Node::About(_, when) => Self::About(*when),
        }
    }

    /// Conditions that stand together.
    fn row(parts: &[Node], store: &Store, newest: i64) -> Self {
        let mut steps = Vec::new();
        let mut groups = Groups::default();
        for part in parts {
            match (part, level(part)) {
                (Node::Is(condition), _) if condition.asks_for_nothing() => {
                    let step = Self::Nothing(condition.field);
                    steps.push(match condition.op {
                        Op::Unequal => Self::Not(Box::new(step)),
                        _ => step,
                    });
                }
                (Node::Is(condition), Some(Level::Call)) => {
                    steps.push(Self::call(Test::of(condition, store, newest)));
                }
                (Node::Is(condition), Some(level)) => groups.add(level, condition),
                (Node::Or(_), Some(level)) if level != Level::Call => {
                    groups.add_choice(level, part);
                }
                _ => steps.push(Self::of(part, store, newest)),
            }
        }
        for group in groups.0 {
            group.steps(&mut steps, store, newest);
        }
        if steps.len() == 1
            && let Some(step) = steps.pop()
        {
            return step;
        }
        sorted(Self::All, steps)
    }

    fn call(test: Test) -> Self {
        negated(test, |test| match test.field.get {
            Get::Call(CallGet::Worst(at)) => Self::Worst(at, test),
            _ => Self::Call(test),
        })
    }

    /// A condition on a part that stands alone: often the facts of the call know.
    fn alone(level: Level, test: Test) -> Self {
        let is_decided = |at| {
            test.interval()
                .is_some_and(|wanted| is_decided_by_worst(at, wanted))
        };
        match (&test.field.get, test.field.name) {
            (Get::Stream(super::fields::StreamGet::Measure(at)), _) if is_decided(*at) => {
                Self::Worst(*at, test)
            }
            (_, "sdk") if !test.wants_absence() => Self::Sdks(test),
            (_, "os") if !test.wants_absence() => Self::Systems(test),
            (_, "end") if !test.wants_absence() => Self::Ends(test),
            _ => Self::Parts(level, vec![Member::Is(test)]),
        }
    }

    /// Goes on looking for words, about so many rows; true when it can be asked.
    pub(super) fn prepare(&mut self, store: &Store, most: usize) -> bool {
        match self {
            Self::All(steps) | Self::Any(steps) => {
                steps.iter_mut().all(|step| step.prepare(store, most))
            }
            Self::Not(step) => step.prepare(store, most),
            Self::In(word) => word.step(store, most),
            _ => true,
        }
    }

    /// What asking costs; the cheap is asked first.
    fn cost(&self) -> u8 {
        match self {
            Self::In(_) | Self::Worst(..) => 0,
            Self::Call(Test { field, .. }) | Self::Nothing(field) => match field.get {
                Get::Call(CallGet::Built(_)) => 9,
                Get::Call(_) => 1,
                Get::Stream(_) => 4,
                Get::Leg(_) => 5,
                Get::Operation(_) => 7,
            },
            Self::About(_) => 1,
            Self::Sdks(_) | Self::Systems(_) | Self::Ends(_) => 2,
            Self::Parts(Level::Stream, _) => 4,
            Self::Parts(Level::Leg, _) => 5,
            Self::Parts(..) => 7,
            Self::Not(step) => step.cost(),
            Self::All(steps) | Self::Any(steps) => {
                steps.iter().map(Self::cost).max().unwrap_or_default()
            }
        }
    }

    /// The groups of conditions on streams that a kept call fulfils: those outside `not`.
    pub(super) fn stream_groups<'a>(&'a self, to: &mut Vec<&'a Self>) {
        match self {
            Self::All(steps) | Self::Any(steps) => {
                for step in steps {
                    step.stream_groups(to);
                }
            }
            Self::Parts(Level::Stream, _) => to.push(self),
            Self::Worst(_, test) if test.field.get.level() == Level::Stream => to.push(self),
            _ => {}
        }
    }
}

fn sorted(join: fn(Vec<Step>) -> Step, mut steps: Vec<Step>) -> Step {
    steps.sort_by_key(Step::cost);
    join(steps)
}

fn negated(test: Test, make: impl FnOnce(Test) -> Step) -> Step {
    if !test.is_negative {
        return make(test);
    }
    Step::Not(Box::new(make(test.positive())))
}

/// What a condition, or a choice between conditions of one kind, is about; none for anything else.
pub(super) fn level(node: &Node) -> Option<Level> {
    match node {
        Node::Is(condition) => Some(condition.level()),
        Node::Or(parts) | Node::And(parts) => {
            let mut levels = parts.iter().map(level);
            let first = levels.next()??;
            levels.all(|level| level == Some(first)).then_some(first)
        }
        Node::Not(_) | Node::Word(_) | Node::About(..) => None,
    }
}

/// True when a condition of one put behind the other would be about the same stream, leg or operation.
pub(super) fn shares_part(one: &Node, other: &Node) -> bool {
    fn row(node: &Node) -> &[Node] {
        match node {
            Node::And(parts) => parts,
            part => std::slice::from_ref(part),
        }
    }
    let begins_another = |a: &Node, b: &Node| match (a, b) {
        (Node::Is(a), Node::Is(b)) => names(a) && names(b) && a.field == b.field,
        _ => false,
    };
    let meets = |a: &Node, b: &Node| {
        level(a).is_some_and(|of| of != Level::Call && level(b) == Some(of))
            && !begins_another(a, b)
    };
    row(one)
        .iter()
        .any(|a| row(other).iter().any(|b| meets(a, b)))
}

/// Conditions on one part.
struct Group<'a> {
    level: Level,
    conditions: Vec<&'a Condition>,
    choices: Vec<&'a Node>,
}

#[derive(Default)]
struct Groups<'a>(Vec<Group<'a>>);

impl<'a> Groups<'a> {
    fn last(&mut self, level: Level) -> &mut Group<'a> {
        let at = self.0.iter().rposition(|group| group.level == level);
        let at = at.unwrap_or_else(|| {
            self.0.push(Group {
                level,
                conditions: Vec::new(),
                choices: Vec::new(),
            });
            self.0.len() - 1
        });
        &mut self.0[at]
    }

    fn add(&mut self, level: Level, condition: &'a Condition) {
        if names(condition)
            && self
                .last(level)
                .conditions
                .iter()
                .any(|known| names(known) && known.field == condition.field)
        {
            self.0.push(Group {
                level,
                conditions: Vec::new(),
                choices: Vec::new(),
            });
        }
        self.last(level).conditions.push(condition);
    }

    fn add_choice(&mut self, level: Level, node: &'a Node) {
        self.last(level).choices.push(node);
    }
}

/// True for a condition that says what the one value of a field is.
pub(super) fn names(condition: &Condition) -> bool {
    let is_word = matches!(condition.field.form, Form::Word(_) | Form::Id);
    is_word && matches!(condition.op, Op::Equal | Op::Like)
}

impl Group<'_> {
    fn steps(&self, to: &mut Vec<Step>, store: &Store, newest: i64) {
        let test = |condition: &&Condition| Test::of(condition, store, newest);
        let mut tests: Vec<Test> = self.conditions.iter().map(test).collect();
        if tests.iter().all(|test| test.is_negative) {
            let alone = tests
                .into_iter()
                .map(|test| negated(test, |test| Step::alone(self.level, test)));
            to.extend(alone);
            to.extend(
                self.choices
                    .iter()
                    .map(|node| Step::of(node, store, newest)),
            );
            return;
        }
        if self.choices.is_empty()
            && tests.len() == 1
            && let Some(test) = tests.pop()
        {
            to.push(Step::alone(self.level, test));
            return;
        }
        let mut members: Vec<Member> = tests.into_iter().map(Member::Is).collect();
        members.extend(
            self.choices
                .iter()
                .filter_map(|node| Member::of(node, store, newest)),
        );
        to.push(Step::Parts(self.level, members));
    }
}

impl Member {
    fn of(node: &Node, store: &Store, newest: i64) -> Option<Self> {
        let of_all = |parts: &[Node]| {
            parts
                .iter()
                .filter_map(|part| Self::of(part, store, newest))
                .collect()
        };
        Some(match node {
            Node::Is(condition) => Self::Is(Test::of(condition, store, newest)),
            Node::Or(parts) => Self::Any(of_all(parts)),
            Node::And(parts) => Self::All(of_all(parts)),
            Node::Not(_) | Node::Word(_) | Node::About(..) => return None,
        })
    }
}
