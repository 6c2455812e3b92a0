//! Counts calls a bounded number at a time.

use super::{Count, Group, Hour, Overview, Part, begun, is_noted, rated, users};
use crate::model::facts::CallFacts;
use crate::model::id::{CallIx, IdRef, TextRef};
use crate::model::metric::Dimension;
use crate::model::rows::CallKind;
use crate::model::store::Store;
use crate::model::system::system_name;
use crate::model::value::Time;
use crate::model::verdict::CallClass;
use crate::query::calls::sort_calls;
use crate::query::kept::{KeptCalls, is_kept};
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::Arc;

/// Calls kept as the worst; more than a screen can be scrolled through.
const WORST: usize = 500;
/// Bad calls that make a user worth naming.
const REPEATED: u64 = 2;
/// Users named at most.
const USERS: usize = 200;

/// A count on its way through the calls.
pub struct Counting {
    revision: u64,
    /// Only these are counted.
    kept: Option<Arc<KeptCalls>>,
    next: u32,
    end: u32,
    sums: Overview,
    due: [u64; Dimension::ALL.len()],
    ends: HashMap<(TextRef, TextRef), Count>,
    hours: BTreeMap<Hour, Count>,
    sdks: HashMap<TextRef, Count>,
    systems: HashMap<TextRef, Count>,
    /// Of each way a system is written the first with the same short name.
    spellings: HashMap<TextRef, TextRef>,
    by_name: HashMap<String, TextRef>,
    users: HashMap<IdRef, Count>,
    durations: Vec<f32>,
}

impl Counting {
    /// Begins with the calls known now.
    pub fn new(store: &Store) -> Self {
        Self {
            revision: store.revision(),
            kept: None,
            next: 0,
            end: store.call_count() as u32,
            sums: Overview::default(),
            due: [0; Dimension::ALL.len()],
            ends: HashMap::new(),
            hours: BTreeMap::new(),
            sdks: HashMap::new(),
            systems: HashMap::new(),
            spellings: HashMap::new(),
            by_name: HashMap::new(),
            users: HashMap::new(),
            durations: Vec::new(),
        }
    }

    /// Counts only the calls that a filter keeps.
    #[must_use]
    pub fn only(mut self, kept: Option<Arc<KeptCalls>>) -> Self {
        self.kept = kept;
        self
    }

    /// The number of that filter's answer.
    pub fn kept_number(&self) -> Option<u64> {
        self.kept.as_ref().map(|kept| kept.number)
    }

    /// Counts up to `most` further calls; false when all are counted.
    pub fn advance(&mut self, store: &Store, most: usize) -> bool {
        let to = (self.next as usize)
            .saturating_add(most)
            .min(self.end as usize) as u32;
        for call in (self.next..to).map(CallIx) {
            if is_kept(self.kept.as_deref(), call) {
                self.call(store, call);
            }
        }
        self.next = to;
        self.next < self.end
    }

    /// Calls counted so far, of how many.
    pub const fn progress(&self) -> (u64, u64) {
        (self.next as u64, self.end as u64)
    }

    fn call(&mut self, store: &Store, call: CallIx) {
        let facts = store.facts(call);
        let class = facts.verdict.class;
        self.sums.all.add(class);
        match facts.kind {
            CallKind::Group => self.sums.kinds[0] += 1,
            CallKind::P2p => self.sums.kinds[1] += 1,
            CallKind::Unknown => {}
        }
        self.sums.dropped += u64::from(facts.verdict.dropped > 0);
        for dimension in facts.verdict.poor_due_to.iter() {
            self.due[dimension as usize] += 1;
        }
        for &end in &facts.end_codes {
            self.ends.entry(end).or_default().add(class);
        }
        if let Some(ticks) = begun(facts) {
            let hour = ticks.div_euclid(3_600 * Time::SECOND);
            self.hours.entry(hour).or_default().add(class);
        }
        self.clients(store, facts);
        for user in users(store, call) {
            self.users.entry(user).or_default().add(class);
        }
        if let Some(seconds) = facts.duration_s.known() {
            self.durations.push(seconds as f32);
        }
        if let Some(rating) = rated(store, call) {
            self.sums.ratings[rating as usize] += 1;
        }
        let is_noted = is_noted(facts);
        self.sums.noted += u64::from(is_noted);
        if class <= CallClass::Burst || is_noted {
            self.worst(store, call);
        }
    }

    fn clients(&mut self, store: &Store, facts: &CallFacts) {
        let class = facts.verdict.class;
        for &sdk in or_missing(&facts.sdks) {
            self.sdks.entry(sdk).or_default().add(class);
        }
        let mut met: Vec<TextRef> = Vec::with_capacity(facts.systems.len());
        for &written in or_missing(&facts.systems) {
            let by_name = &mut self.by_name;
            let system = *self.spellings.entry(written).or_insert_with(|| {
                let name = system_name(store.text(written));
                *by_name.entry(name).or_insert(written)
            });
            if !met.contains(&system) {
                met.push(system);
                self.systems.entry(system).or_default().add(class);
            }
        }
    }

    /// Keeps the worst calls without keeping all: once too many are held, the better ones are let go.
    fn worst(&mut self, store: &Store, call: CallIx) {
        self.sums.first.push(call);
        if self.sums.first.len() >= 8 * WORST {
            self.thin(store);
        }
    }

    fn thin(&mut self, store: &Store) {
        sort_calls(store, &mut self.sums.first, &[]);
        self.sums.first.truncate(WORST);
    }

    /// The overview of the calls counted.
    pub fn finish(mut self, store: &Store) -> Overview {
        self.thin(store);
        let kept = self.kept_number();
        let mut found = self.sums;
        found.revision = self.revision;
        found.kept = kept;
        found.of = u64::from(self.end);
        found.durations = percentiles(&mut self.durations);
        let due = Dimension::ALL.into_iter().zip(self.due);
        found.due = due.filter(|(_, count)| *count > 0).collect();
        found
            .due
            .sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        found.hours = self.hours.into_iter().collect();
        let text = |text: TextRef| store.text(text).to_owned();
        found.ends = groups(self.ends, |(code, subcode)| {
            (Part::End(code, subcode), (text(code), text(subcode)))
        });
        found.sdks = groups(self.sdks, |sdk| (Part::Sdk(sdk), text(sdk)));
        found.systems = groups(self.systems, |system| {
            (Part::System(system), system_name(store.text(system)))
        });
        found.users = repeated(store, found.all, self.users);
        found
    }
}

fn or_missing(texts: &[TextRef]) -> &[TextRef] {
    if texts.is_empty() {
        &[TextRef::MISSING]
    } else {
        texts
    }
}

/// Most calls first, equals by their words.
fn groups<K: Copy + Eq + Hash, W: Ord>(
    counts: HashMap<K, Count>,
    part: impl Fn(K) -> (Part, W),
) -> Vec<Group> {
    let mut groups: Vec<(W, Group)> = counts
        .into_iter()
        .map(|(key, count)| {
            let (part, words) = part(key);
            (words, Group { part, count })
        })
        .collect();
    groups.sort_by(|(a_words, a), (b_words, b)| {
        b.count
            .calls
            .cmp(&a.count.calls)
            .then_with(|| a_words.cmp(b_words))
    });
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Users with several bad calls, the least likely by chance at the rate of all calls first.
fn repeated(store: &Store, all: Count, users: HashMap<IdRef, Count>) -> Vec<Group> {
    let mut found: Vec<(f64, Group)> = users
        .into_iter()
        .filter(|(_, count)| count.bad >= REPEATED)
        .map(|(user, count)| {
            let part = Part::User(user);
            (count.ln_chance(all), Group { part, count })
        })
        .collect();
    let name = |group: &Group| match group.part {
        Part::User(user) => store.id(user).to_ascii_lowercase(),
        _ => String::new(),
    };
    found.sort_by(|(a_chance, a), (b_chance, b)| {
        a_chance
            .total_cmp(b_chance)
            .then_with(|| name(a).cmp(&name(b)))
    });
    found.truncate(USERS);
    found.into_iter().map(|(_, group)| group).collect()
}

fn percentiles(values: &mut [f32]) -> Option<[f64; 3]> {
    if values.is_empty() {
        return None;
    }
    let last = values.len() - 1;
    Some([50, 90, 99].map(|percent| {
        let at = last * percent / 100;
        f64::from(*values.select_nth_unstable_by(at, f32::total_cmp).1)
    }))
}
