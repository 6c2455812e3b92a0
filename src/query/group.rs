//! Calls in groups: by SDK, code, hour, user … or by two of them, with how many were bad and how that may be by chance.
//!
//! One engine for the screen's page and for `groups`: [`Counting`] walks the calls a bounded number at a time,
//! [`Groups`] is what it found. A call counts once in each group it is in; which that are says [`Facet`]. Beside "bad"
//! something else can be counted: in how many calls of each user a leg of theirs ended with a code ([`Grouping::counted`]).

mod condition;
pub(in crate::query) mod count;
mod facet;
mod key;
mod members;
mod order;
#[cfg(test)]
mod tests;
pub(in crate::query) mod words;

use super::overview::Count;
use crate::model::chance::wilson;
use crate::model::id::CallIx;
use crate::model::repeats::Habit;
use crate::model::store::Store;
use crate::model::zone::Zone;
pub use count::Counting;
pub use facet::{Facet, Unit};
pub use key::Key;
use members::{Item, Members};
pub use order::{Order, OrderBy};
use std::borrow::Cow;

/// What the calls of a group have in common: a value for each dimension; the second is missing where there is one.
pub type Keys = [Key; 2];

/// What to count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grouping {
    /// The dimension.
    pub by: &'static Facet,
    /// A second one.
    pub then: Option<&'static Facet>,
    /// The measure whose spread is told, by its position in [`crate::model::metric::METRICS`].
    pub metric: usize,
    /// What is counted instead of bad calls: calls in which a leg, stream … of the group has this value.
    pub counted: Option<(&'static Facet, Key)>,
    /// By whose calendar and clocks days and hours are told; UTC where none are ([`Grouping::in_zone`]).
    pub zone: Zone,
}

impl Grouping {
    /// The dimensions, one or two.
    pub fn facets(&self) -> impl Iterator<Item = &'static Facet> {
        std::iter::once(self.by).chain(self.then)
    }

    /// The same by the days and hours of a zone: what has none stays the same grouping.
    #[must_use]
    pub fn in_zone(self, zone: Zone) -> Self {
        let zone = if self.has_clock() { zone } else { Zone::Utc };
        Self { zone, ..self }
    }

    /// True when it is by days or hours, of a zone.
    pub fn has_clock(&self) -> bool {
        let counted = self.counted.map(|(facet, _)| facet);
        self.facets().chain(counted).any(Facet::has_clock)
    }

    /// The title of a dimension, with the zone of days and hours: `hour of day (Zurich)`.
    pub fn title(&self, facet: &Facet) -> Cow<'static, str> {
        if facet.has_clock() {
            format!("{} ({})", facet.title, self.zone.short_name()).into()
        } else {
            facet.title.into()
        }
    }

    fn members(&self) -> Members {
        let mut facets: Vec<&'static Facet> = self.facets().collect();
        let grouping = facets.len();
        facets.extend(self.counted.map(|(facet, _)| facet));
        Members::new(&facets, grouping, self.metric, self.zone)
    }

    fn keys_of(&self, item: &Item) -> Keys {
        let second = self.then.map_or(Key::Missing, |_| item.keys[1]);
        [item.keys[0], second]
    }

    /// True when an item has the value that is counted.
    fn is_met(&self, item: &Item) -> bool {
        let at = 1 + usize::from(self.then.is_some());
        self.counted.is_some_and(|(_, key)| item.keys[at] == key)
    }

    /// The words of a group: `1.31.2`, `1.31.2, Windows 10`. Not sanitized.
    pub fn words(&self, store: &Store, keys: Keys) -> String {
        let words: Vec<String> = self
            .facets()
            .zip(keys)
            .map(|(facet, key)| key.words(store, facet))
            .collect();
        words.join(", ")
    }

    /// What is counted, after "calls": `that are bad`, `with end code 410/3112`. Not sanitized.
    pub fn counted_words(&self, store: &Store) -> String {
        self.counted.map_or_else(
            || "that are bad".to_owned(),
            |(facet, key)| format!("with {} {}", self.title(facet), key.words(store, facet)),
        )
    }
}

/// Values of a measure over the calls of a group, in the unit of the log: those that 50, 90, 95 and 99 of a hundred
/// calls do not pass on the bad side. The value of a call is that of its worst stream; grouped by what a stream has, of
/// its worst stream in the group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Calls with a value.
    pub count: usize,
    /// The middle one.
    pub p50: f64,
    /// Of a hundred 90 do not pass it.
    pub p90: f64,
    /// 95.
    pub p95: f64,
    /// 99.
    pub p99: f64,
}

/// One group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupRow {
    /// Its values.
    pub keys: Keys,
    /// Its calls by class.
    pub count: Count,
    /// Of [`GroupRow::of`] calls: bad ones, or those that have what is counted.
    pub met: u64,
    /// Judged calls; all of them where something else than bad is counted.
    pub of: u64,
    /// Legs, streams … of the calls that belong to the group.
    pub items: u64,
    /// Of these the dropped, poor …
    pub items_bad: u64,
    /// The chosen measure.
    pub spread: Option<Spread>,
    /// The natural logarithm of the chance that so many or more are met at the rate of all.
    pub ln_chance: f64,
}

impl GroupRow {
    /// The share; none where there is nothing to have a share of.
    pub fn share(&self) -> Option<f64> {
        (self.of > 0).then(|| self.met as f64 / self.of as f64)
    }

    /// Where the true share lies in 95 cases of 100 (Wilson).
    pub fn range(&self) -> Option<(f64, f64)> {
        wilson(self.met, self.of)
    }

    /// True when it has a value for each dimension.
    pub fn is_known(&self, grouping: &Grouping) -> bool {
        grouping
            .facets()
            .zip(self.keys)
            .all(|(_, key)| key.is_known())
    }

    /// How often it is met, for a group that is one user.
    pub const fn habit(&self) -> Habit {
        Habit::of(self.met, self.of)
    }
}

/// Calls in groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Groups {
    /// What was counted.
    pub grouping: Grouping,
    /// The state of the store it was counted from.
    pub revision: u64,
    /// What carries the values.
    pub unit: Unit,
    /// The groups in order; those without a value last.
    pub rows: Vec<GroupRow>,
    /// All calls together.
    pub all: GroupRow,
    /// The rate that chance is told for.
    pub rate: f64,
    /// Calls looked at, of how many.
    pub progress: (u64, u64),
    /// True when a call is in several groups, so that their numbers add up to more than all.
    pub is_shared: bool,
}

impl Groups {
    /// Counts all calls in one go; most calls first.
    pub fn of(store: &Store, grouping: Grouping) -> Self {
        let mut groups = Self::of_kept(store, grouping, &mut |_| true);
        groups.sort(store, &[Order::default()]);
        groups
    }

    /// The same for some of the calls, in no order.
    pub fn of_kept(
        store: &Store,
        grouping: Grouping,
        keeps: &mut dyn FnMut(CallIx) -> bool,
    ) -> Self {
        let mut counting = Counting::new(store, grouping);
        while counting.advance(store, keeps, usize::MAX) {}
        counting.groups()
    }

    /// True while calls are left that were not looked at.
    pub const fn is_partial(&self) -> bool {
        self.progress.0 < self.progress.1
    }

    /// Of groups that are users, who meets it how: `1 user, every call: firewall or set-up; 12 users, now and then`.
    /// Nothing where no user met it.
    pub fn habits(&self) -> Option<String> {
        if self.grouping.by.name != "user" || self.grouping.then.is_some() {
            return None;
        }
        let met = || {
            self.rows
                .iter()
                .filter(|row| row.met > 0 && row.keys[0].is_known())
        };
        let part = |habit: Habit| {
            let users = met().filter(|row| row.habit() == habit).count() as u64;
            (users > 0).then(|| {
                let plural = if users == 1 { "" } else { "s" };
                format!("{users} user{plural}, {}", habit.words())
            })
        };
        let parts: Vec<String> = Habit::ALL.into_iter().filter_map(part).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}
