//! All calls at once: how many of what class, what they were poor due to, how they ended, when, with which clients, who.
//!
//! Every number is a number of calls, and [`Part`] says which, so that each can be opened as a list. Counting a store
//! is bounded work per step ([`Counting`]); the answer stays until the store changes.

mod condition;
mod count;

#[cfg(test)]
mod tests;

use super::calls::sort_calls;
use crate::model::chance;
use crate::model::facts::{CallFacts, code_words};
use crate::model::id::{CallIx, IdRef, TextRef};
use crate::model::metric::Dimension;
use crate::model::rows::CallKind;
use crate::model::side::SideKind;
use crate::model::store::Store;
use crate::model::survey::{self, Rating};
use crate::model::system::system_name;
use crate::model::value::Time;
use crate::model::verdict::CallClass;

pub use condition::gap_condition;
pub use count::Counting;

/// Which calls stand behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Every call.
    All,
    /// Of a kind.
    Kind(CallKind),
    /// Of a class.
    Class(CallClass),
    /// With a dropped leg.
    Dropped,
    /// Inside every limit, with something to tell.
    Noted,
    /// Poor due to a dimension.
    Due(Dimension),
    /// With a leg that ended with a code and subcode.
    End(TextRef, TextRef),
    /// Begun in a stretch of time, its end excluded; ticks.
    Begun(i64, i64),
    /// With a client of an SDK; missing: with none that names one.
    Sdk(TextRef),
    /// With a client on a system of the same short name; missing: with none that names one.
    System(TextRef),
    /// Of a user.
    User(IdRef),
    /// Rated by its users, the worst answer counts.
    Rated(Rating),
}

impl Part {
    /// True when a call is one of them.
    pub fn is_of(self, store: &Store, call: CallIx) -> bool {
        let facts = store.facts(call);
        match self {
            Self::All => true,
            Self::Kind(kind) => facts.kind == kind,
            Self::Class(class) => facts.verdict.class == class,
            Self::Dropped => facts.verdict.dropped > 0,
            Self::Noted => is_noted(facts),
            Self::Due(dimension) => facts.verdict.poor_due_to.contains(dimension),
            Self::End(code, subcode) => facts.end_codes.contains(&(code, subcode)),
            Self::Begun(from, to) => begun(facts).is_some_and(|at| (from..to).contains(&at)),
            Self::Sdk(TextRef::MISSING) => facts.sdks.is_empty(),
            Self::Sdk(sdk) => facts.sdks.contains(&sdk),
            Self::System(TextRef::MISSING) => facts.systems.is_empty(),
            Self::System(system) => {
                let name = system_name(store.text(system));
                let same = |other: &TextRef| system_name(store.text(*other)) == name;
                facts.systems.iter().any(same)
            }
            Self::User(user) => users(store, call).contains(&user),
            Self::Rated(rating) => rated(store, call) == Some(rating),
        }
    }

    /// What they are, after "calls": `that are bad`, `poor due to loss`. Not sanitized.
    pub fn words(self, store: &Store) -> String {
        match self {
            Self::All => String::new(),
            Self::Kind(CallKind::Group) => "of groups".to_owned(),
            Self::Kind(CallKind::P2p) => "of two (P2P)".to_owned(),
            Self::Kind(CallKind::Unknown) => "of unknown kind".to_owned(),
            Self::Class(CallClass::Bad) => "that are bad".to_owned(),
            Self::Class(CallClass::Burst) => "with bursts only".to_owned(),
            Self::Class(CallClass::Ok) => "inside every limit".to_owned(),
            Self::Class(CallClass::NotJudged) => "that could not be judged".to_owned(),
            Self::Dropped => "with a dropped leg".to_owned(),
            Self::Noted => "inside every limit with something to tell".to_owned(),
            Self::Due(dimension) => format!("poor due to {}", dimension.name()),
            Self::End(code, subcode) => {
                format!("with a leg that ended {}", code_words(store, code, subcode))
            }
            Self::Begun(from, to) => format!("begun {}", stretch_words(from, to)),
            Self::Sdk(TextRef::MISSING) => "without a client that names its SDK".to_owned(),
            Self::Sdk(sdk) => format!("with SDK {}", store.text(sdk)),
            Self::System(TextRef::MISSING) => "without a client that names its system".to_owned(),
            Self::System(system) => format!("with {}", system_name(store.text(system))),
            Self::User(user) => format!("of user {}", store.id(user)),
            Self::Rated(rating) => format!("rated {}", rating.name()),
        }
    }
}

const DAY: i64 = 86_400 * Time::SECOND;

/// `2026-11-19 02:00 .. 03:00 UTC`.
fn stretch_words(from: i64, to: i64) -> String {
    let shown = |ticks, form| {
        let time = Time::from_ticks(ticks).utc();
        time.map_or_else(String::new, |time| time.format(form).to_string())
    };
    let end = if from.div_euclid(DAY) == to.div_euclid(DAY) {
        "%H:%M"
    } else {
        "%Y-%m-%d %H:%M"
    };
    format!(
        "{} .. {} UTC",
        shown(from, "%Y-%m-%d %H:%M"),
        shown(to, end)
    )
}

/// How many calls, and how they did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// All of them.
    pub calls: u64,
    /// Bad.
    pub bad: u64,
    /// Bad for moments only.
    pub burst: u64,
    /// Not judged; neither good nor bad.
    pub not_judged: u64,
}

impl Count {
    /// Of no call.
    pub(super) const NONE: Self = Self {
        calls: 0,
        bad: 0,
        burst: 0,
        not_judged: 0,
    };

    pub(super) fn add(&mut self, class: CallClass) {
        self.calls += 1;
        match class {
            CallClass::Bad => self.bad += 1,
            CallClass::Burst => self.burst += 1,
            CallClass::Ok => {}
            CallClass::NotJudged => self.not_judged += 1,
        }
    }

    /// True when more of them are bad than chance gives in twenty cases once, at the rate of all calls.
    pub fn stands_out(&self, all: Self) -> bool {
        chance::is_unlikely(self.ln_chance(all))
    }

    /// The natural logarithm of the chance that so many or more of the judged are bad at the rate of all.
    pub fn ln_chance(&self, all: Self) -> f64 {
        let rate = all.bad as f64 / all.judged().max(1) as f64;
        chance::ln_at_least(self.bad, self.judged(), rate)
    }

    /// Those that could be judged: what a share of bad calls is a share of.
    pub const fn judged(&self) -> u64 {
        self.calls - self.not_judged
    }

    /// Judged and inside every limit.
    pub const fn ok(&self) -> u64 {
        self.calls - self.bad - self.burst - self.not_judged
    }
}

/// Some of the calls and how they did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// Which.
    pub part: Part,
    /// How many.
    pub count: Count,
}

/// Hours of 3600 s since 1970 (UTC) in which calls began.
pub type Hour = i64;

/// Everything the overview shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overview {
    /// The state of the store it was counted from.
    pub revision: u64,
    /// The number of the filter's answer that was counted; none when nothing was filtered.
    pub kept: Option<u64>,
    /// Calls looked at, those that a filter left out as well.
    pub of: u64,
    /// All calls, or all that the filter keeps.
    pub all: Count,
    /// Group, then P2P calls.
    pub kinds: [u64; 2],
    /// Calls with a dropped leg.
    pub dropped: u64,
    /// Calls inside every limit of which something is to be told all the same: a device, a user, a clock.
    pub noted: u64,
    /// Durations in seconds that 50, 90 and 99 of a hundred calls do not pass; none without any duration.
    pub durations: Option<[f64; 3]>,
    /// Poor due to what, most first; a call can count twice. Only what occurs.
    pub due: Vec<(Dimension, u64)>,
    /// How legs ended, most calls first.
    pub ends: Vec<Group>,
    /// When calls began, in order; hours without any are left out.
    pub hours: Vec<(Hour, Count)>,
    /// By SDK of the clients, most calls first; a call counts once for each.
    pub sdks: Vec<Group>,
    /// By system of the clients, in the same way.
    pub systems: Vec<Group>,
    /// Users with two or more bad calls, the least likely by chance first.
    pub users: Vec<Group>,
    /// Good, average, poor by the worst answer of a call.
    pub ratings: [u64; 3],
    /// The worst of the bad calls, of the bursts and of those noted, worst first.
    pub first: Vec<CallIx>,
}

impl Overview {
    /// Counts a store in one go.
    pub fn of(store: &Store) -> Self {
        let mut counting = Counting::new(store);
        while counting.advance(store, usize::MAX) {}
        counting.finish(store)
    }
}

/// The bad calls, worst first: what the overview begins with and what `problems` lists.
pub fn problems(store: &Store) -> Vec<CallIx> {
    let is_bad = |call: &CallIx| store.facts(*call).verdict.class == CallClass::Bad;
    let mut calls: Vec<CallIx> = store.calls().filter(is_bad).collect();
    sort_calls(store, &mut calls, &[]);
    calls
}

/// Inside every limit, with something to tell.
pub(in crate::query) fn is_noted(facts: &CallFacts) -> bool {
    facts.verdict.class == CallClass::Ok && !facts.reason.line.is_empty()
}

/// When a call began, as the list shows it.
fn begun(facts: &CallFacts) -> Option<i64> {
    facts.shown_start().ticks()
}

/// Who took part, each once. The service's own rows are no participants.
fn users(store: &Store, call: CallIx) -> Vec<IdRef> {
    let table = &store.summaries;
    let id = store.call_id(call);
    let mut found = Vec::new();
    for row in store.summaries_of(call) {
        let user = table.identifier()[row];
        if user.is_known() && table.participant()[row] != id && !found.contains(&user) {
            found.push(user);
        }
    }
    found
}

/// The worst rating users gave a call.
pub(super) fn rated(store: &Store, call: CallIx) -> Option<Rating> {
    if store.facts(call).side[SideKind::Survey as usize] == 0 {
        return None;
    }
    store
        .side_of(SideKind::Survey, call)
        .filter_map(|row| survey::rating(&store.side.surveys.get(row)))
        .max_by_key(|&rating| rating as u8)
}
