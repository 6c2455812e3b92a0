//! Counts groups, a bounded number of calls at a time; what was counted so far can be asked for at any time.

use super::members::{Item, Members, worse_of};
use super::{GroupRow, Grouping, Groups, Keys, Spread};
use crate::model::chance;
use crate::model::id::CallIx;
use crate::model::metric::{METRICS, PoorWhen};
use crate::model::store::Store;
use crate::query::overview::Count;
use std::collections::HashMap;

type Hasher = foldhash::fast::RandomState;

/// No call yet.
const NOBODY: u32 = u32::MAX;

/// A group in the making.
struct Tally {
    keys: Keys,
    count: Count,
    met: u64,
    items: u64,
    items_bad: u64,
    /// One value for each call that has one.
    values: Vec<f64>,
    /// The last call that was counted, that met what is counted, that gave a value.
    last: [u32; 3],
}

impl Tally {
    const fn new(keys: Keys) -> Self {
        Self {
            keys,
            count: Count::NONE,
            met: 0,
            items: 0,
            items_bad: 0,
            values: Vec::new(),
            last: [NOBODY; 3],
        }
    }

    /// Takes up an item of a call; the call counts once however many items it has.
    fn take(&mut self, (call, item): (CallIx, &Item), has_met: bool, of: &Of) {
        if self.last[0] != call.0 {
            self.last[0] = call.0;
            self.count.add(of.class);
        }
        if has_met && self.last[1] != call.0 {
            self.last[1] = call.0;
            self.met += 1;
        }
        self.items += u64::from(item.is_there);
        self.items_bad += u64::from(item.is_bad);
        let Some(value) = item.value.known() else {
            return;
        };
        match self.values.last_mut().filter(|_| self.last[2] == call.0) {
            Some(kept) => *kept = worse_of(of.metric, *kept, value),
            None => self.values.push(value),
        }
        self.last[2] = call.0;
    }

    fn row(&mut self, (metric, is_metered): (usize, bool), rate: f64) -> GroupRow {
        let (met, of) = if is_metered {
            (self.met, self.count.calls)
        } else {
            (self.count.bad, self.count.judged())
        };
        GroupRow {
            keys: self.keys,
            count: self.count,
            met,
            of,
            items: self.items,
            items_bad: self.items_bad,
            spread: spread(metric, &mut self.values),
            ln_chance: chance::ln_at_least(met, of, rate),
        }
    }
}

/// What every item of a call shares.
struct Of {
    class: crate::model::verdict::CallClass,
    metric: usize,
}

/// A count on its way through the calls.
pub struct Counting {
    grouping: Grouping,
    revision: u64,
    next: u32,
    end: u32,
    members: Members,
    index: HashMap<Keys, u32, Hasher>,
    tallies: Vec<Tally>,
    all: Tally,
    items: Vec<Item>,
}

impl Counting {
    /// Begins with the calls known now.
    pub fn new(store: &Store, grouping: Grouping) -> Self {
        Self {
            grouping,
            revision: store.revision(),
            next: 0,
            end: store.call_count() as u32,
            members: grouping.members(),
            index: HashMap::default(),
            tallies: Vec::new(),
            all: Tally::new(Keys::default()),
            items: Vec::new(),
        }
    }

    /// What is counted.
    pub const fn grouping(&self) -> Grouping {
        self.grouping
    }

    /// The state of the store it counts.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Calls looked at so far, of how many.
    pub const fn progress(&self) -> (u64, u64) {
        (self.next as u64, self.end as u64)
    }

    /// Counts further calls until so much work is done (a call whose rows say all is 1, one that has to be built 24);
    /// false when all are counted. `keeps` leaves calls out.
    pub fn advance(
        &mut self,
        store: &Store,
        keeps: &mut dyn FnMut(CallIx) -> bool,
        most: usize,
    ) -> bool {
        let mut work = 0;
        while self.next < self.end && work < most {
            let call = CallIx(self.next);
            self.next += 1;
            work += 1;
            if keeps(call) {
                work += self.call(store, call);
            }
        }
        self.next < self.end
    }

    fn call(&mut self, store: &Store, call: CallIx) -> usize {
        let mut items = std::mem::take(&mut self.items);
        let work = self.members.of(store, call, &mut items);
        let of = Of {
            class: store.facts(call).verdict.class,
            metric: self.grouping.metric,
        };
        for item in &items {
            let has_met = self.grouping.is_met(item);
            let keys = self.grouping.keys_of(item);
            let next = self.tallies.len() as u32;
            let at = *self.index.entry(keys).or_insert(next);
            if at == next {
                self.tallies.push(Tally::new(keys));
            }
            self.tallies[at as usize].take((call, item), has_met, &of);
            self.all.take((call, item), has_met, &of);
        }
        self.items = items;
        work
    }

    /// The groups of what was counted so far, in no order.
    pub fn groups(&mut self) -> Groups {
        let is_metered = self.grouping.counted.is_some();
        let how = (self.grouping.metric, is_metered);
        let memberships: u64 = self.tallies.iter().map(|tally| tally.count.calls).sum();
        let rate = if is_metered {
            let met: u64 = self.tallies.iter().map(|tally| tally.met).sum();
            met as f64 / memberships.max(1) as f64
        } else {
            let all = self.all.count;
            all.bad as f64 / all.judged().max(1) as f64
        };
        let rows = self.tallies.iter_mut().map(|tally| tally.row(how, rate));
        let rows = rows.collect();
        Groups {
            grouping: self.grouping,
            revision: self.revision,
            unit: self.members.unit(),
            rows,
            // Of all calls nothing is by chance.
            all: GroupRow {
                ln_chance: 0.0,
                ..self.all.row(how, rate)
            },
            rate,
            progress: self.progress(),
            is_shared: memberships > self.all.count.calls,
        }
    }
}

/// Ranks that so many of a hundred do not pass.
const RANKS: [f64; 4] = [0.5, 0.9, 0.95, 0.99];

/// The values at the ranks (nearest rank, the better end first); none without values.
pub(in crate::query) fn spread(metric: usize, values: &mut [f64]) -> Option<Spread> {
    if values.is_empty() {
        return None;
    }
    let is_below = METRICS
        .get(metric)
        .is_some_and(|metric| metric.poor_when == PoorWhen::Below);
    let count = values.len();
    let mut rank = |share: f64| {
        let place = ((share * count as f64).ceil() as usize).clamp(1, count) - 1;
        let place = if is_below { count - 1 - place } else { place };
        *values.select_nth_unstable_by(place, f64::total_cmp).1
    };
    let [p50, p90, p95, p99] = RANKS.map(&mut rank);
    Some(Spread {
        count,
        p50,
        p90,
        p95,
        p99,
    })
}
