//! In which groups a call is: its legs, streams, diagnostics or operations, each with its values.
//!
//! Two dimensions meet where they belong together: the code and the user of the same leg, the codec of a stream and the
//! SDK of the leg that sent it. What has nothing in common but the call (a codec, an operation) meets in the call.
//!
//! Most calls have no row that was replaced or came twice, and then their rows are their legs and streams; the others
//! are built in full, so that both ways give the same.

use super::facet::{Facet, From, Unit};
use super::key::Key;
use crate::model::call::{CallDetail, DiagnosticRange, Leg};
use crate::model::end_reason;
use crate::model::facts::worse;
use crate::model::id::{CallIx, IdRef, TextRef};
use crate::model::lane;
use crate::model::metric::METRICS;
use crate::model::rows::{Direction, Media, StreamRow};
use crate::model::side::SideKind;
use crate::model::store::Store;
use crate::model::value::Num;
use crate::model::verdict::{StreamClass, judge_stream};
use crate::model::zone::Zone;
use crate::query::reading::without_head;
use std::collections::HashMap;

/// Most dimensions that are looked at together: two to group by, one to count by.
pub(super) const MOST: usize = 3;

type Hasher = foldhash::fast::RandomState;

/// What a leg says of itself.
#[derive(Clone, Copy, Default)]
pub(super) struct LegRow {
    pub(super) identifier: IdRef,
    pub(super) endpoint: IdRef,
    pub(super) tenant: IdRef,
    pub(super) endpoint_type: TextRef,
    pub(super) participant_type: TextRef,
    pub(super) end_code: TextRef,
    pub(super) end_subcode: TextRef,
    pub(super) category: TextRef,
    pub(super) sdk: TextRef,
    pub(super) os: TextRef,
    pub(super) options: TextRef,
}

/// What a stream says of itself.
pub(super) struct StreamRowView {
    pub(super) media: Media,
    pub(super) media_word: TextRef,
    pub(super) direction: Direction,
    pub(super) transport: TextRef,
    pub(super) codec: TextRef,
}

/// What an operation, or a request of call automation, says of itself.
pub(super) struct OperationWords {
    pub(super) name: TextRef,
    pub(super) result: TextRef,
}

/// One leg, stream … of a call with its values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Item {
    /// In the order of the dimensions.
    pub(super) keys: [Key; MOST],
    /// Dropped, poor, not recovered, failed.
    pub(super) is_bad: bool,
    /// False for what stands for a call that has no leg, stream … at all.
    pub(super) is_there: bool,
    /// The value of the chosen measure, of a stream; of everything else the call's worst.
    pub(super) value: Num,
}

/// What has the values of the finest dimension.
enum Carrier<'a> {
    Call,
    Leg {
        is_dropped: bool,
    },
    Stream {
        row: &'a StreamRow,
    },
    Diagnostic(&'a DiagnosticRange),
    Operation {
        words: OperationWords,
        has_failed: bool,
    },
}

/// Looks calls up for a set of dimensions.
pub(super) struct Members {
    facets: Vec<&'static Facet>,
    zone: Zone,
    /// How many of them make groups; the last may only count.
    grouping: usize,
    metric: usize,
    unit: Unit,
    /// True when two dimensions have nothing in common but the call.
    is_crossed: bool,
    needs_detail: bool,
    needs_endpoint: bool,
    /// Of each way a value is written the first with the same words.
    spellings: HashMap<Key, Key, Hasher>,
    by_words: HashMap<(usize, String), Key, Hasher>,
    /// What an end code and its category mean.
    drops: HashMap<(TextRef, TextRef), bool, Hasher>,
    /// Values of the call for each dimension that is one of calls.
    of_call: Vec<Vec<Key>>,
    lists: Vec<Vec<Key>>,
    legs: Vec<LegRow>,
}

/// Work of a call that is built in full, in that of one that is not.
const BUILT: usize = 24;
/// The same where all rules are asked.
const JUDGED: usize = 80;

impl Members {
    pub(super) fn new(
        facets: &[&'static Facet],
        grouping: usize,
        metric: usize,
        zone: Zone,
    ) -> Self {
        let mut fine: Vec<Unit> = facets.iter().map(|facet| facet.unit()).collect();
        let has_leg = fine.contains(&Unit::Leg);
        fine.retain(|unit| !matches!(unit, Unit::Call | Unit::Leg));
        fine.dedup();
        let is_crossed = fine.iter().any(|unit| *unit != fine[0]);
        let unit = match (fine.first(), has_leg) {
            (Some(&unit), _) => unit,
            (None, true) => Unit::Leg,
            (None, false) => Unit::Call,
        };
        let is_built = |facet: &&&Facet| matches!(facet.from, From::Detail(_));
        let needs_detail = is_crossed
            || facets.iter().any(|facet| is_built(&facet))
            || (unit == Unit::Stream && has_leg);
        Self {
            facets: facets.to_vec(),
            zone,
            grouping,
            metric,
            unit,
            is_crossed,
            needs_detail,
            needs_endpoint: facets.iter().any(|facet| facet.name == "endpoint"),
            spellings: HashMap::default(),
            by_words: HashMap::default(),
            drops: HashMap::default(),
            of_call: vec![Vec::new(); facets.len()],
            lists: vec![Vec::new(); facets.len()],
            legs: Vec::new(),
        }
    }

    /// What carries the values.
    pub(super) const fn unit(&self) -> Unit {
        if self.is_crossed {
            Unit::Call
        } else {
            self.unit
        }
    }

    /// The items of a call, at least one; gives how much work it was.
    pub(super) fn of(&mut self, store: &Store, call: CallIx, items: &mut Vec<Item>) -> usize {
        items.clear();
        let has_rows = !self.needs_detail && self.take_rows(store, call, items);
        let mut work = 1;
        if !has_rows {
            items.clear();
            let detail = store.detail(call);
            work = BUILT + detail.streams.len() + detail.operations.len();
            self.take_detail(store, &detail, items);
        }
        if self
            .facets
            .iter()
            .any(|facet| matches!(facet.from, From::Detail(_)))
        {
            work += JUDGED;
        }
        if items.is_empty() {
            self.put(store, call, (None, &Carrier::Call), items);
        }
        self.drop_idle(items);
        work + items.len()
    }

    /// Takes legs or streams from their rows; false where only the call built in full tells them.
    fn take_rows(&mut self, store: &Store, call: CallIx, items: &mut Vec<Item>) -> bool {
        let facts = store.facts(call);
        let is_plain = facts.superseded.total() == 0 && facts.duplicates == 0;
        self.ask_call(store, call, None);
        match self.unit {
            Unit::Call => {
                self.put(store, call, (None, &Carrier::Call), items);
                true
            }
            Unit::Leg if is_plain => {
                let mut legs = std::mem::take(&mut self.legs);
                legs.clear();
                legs.extend(leg_rows(store, call));
                let is_whole = legs.len() == facts.legs as usize
                    && (!self.needs_endpoint || legs.iter().all(|leg| leg.endpoint.is_known()));
                if is_whole {
                    for leg in &legs {
                        let is_dropped = self.is_dropped(store, leg);
                        let carrier = Carrier::Leg { is_dropped };
                        self.put(store, call, (Some(leg), &carrier), items);
                    }
                }
                self.legs = legs;
                is_whole
            }
            Unit::Stream if is_plain => {
                let id = store.call_id(call);
                for row in store.streams_of(call) {
                    let participant = store.streams.participant()[row];
                    if participant.is_known() && participant == id {
                        continue;
                    }
                    let row = store.streams.get(row);
                    self.put(store, call, (None, &Carrier::Stream { row: &row }), items);
                }
                items.len() == facts.streams as usize
            }
            Unit::Diagnostic => facts.operations == 0,
            Unit::Operation => facts.operations == 0 && facts.side[SideKind::Request as usize] == 0,
            Unit::Leg | Unit::Stream => false,
        }
    }

    fn take_detail(&mut self, store: &Store, detail: &CallDetail, items: &mut Vec<Item>) {
        self.ask_call(store, detail.call, Some(detail));
        if self.is_crossed {
            self.cross(store, detail, items);
            return;
        }
        let legs: Vec<LegRow> = detail.legs.iter().map(|leg| leg_row(store, leg)).collect();
        let leg_of =
            |no: Option<crate::model::call::LegNo>| no.and_then(|no| legs.get(no.0 as usize));
        let call = detail.call;
        match self.unit {
            Unit::Call => self.put(store, call, (None, &Carrier::Call), items),
            Unit::Leg => {
                for (leg, row) in detail.legs.iter().zip(&legs) {
                    let is_dropped = leg.is_dropped;
                    self.put(
                        store,
                        call,
                        (Some(row), &Carrier::Leg { is_dropped }),
                        items,
                    );
                }
            }
            Unit::Stream => {
                for stream in &detail.streams {
                    let row = store.streams.get(stream.row.at());
                    let leg = leg_of(stream.leg);
                    self.put(store, call, (leg, &Carrier::Stream { row: &row }), items);
                }
            }
            Unit::Diagnostic => {
                for range in &detail.ranges {
                    let leg = leg_of(range.leg);
                    self.put(store, call, (leg, &Carrier::Diagnostic(range)), items);
                }
            }
            Unit::Operation => {
                for operation in &detail.operations {
                    let row = store.operations.get(operation.row.at());
                    let words = OperationWords {
                        name: row.name,
                        result: row.result,
                    };
                    let has_failed = lane::has_failed(store, &row);
                    let carrier = Carrier::Operation { words, has_failed };
                    self.put(store, call, (leg_of(operation.leg), &carrier), items);
                }
                self.take_requests(store, detail, items);
            }
        }
    }

    /// What call automation asked for is an operation of no leg.
    fn take_requests(&mut self, store: &Store, detail: &CallDetail, items: &mut Vec<Item>) {
        let table = &store.side.requests;
        for request in detail.side_of(SideKind::Request) {
            let row = request.row as usize;
            let words = OperationWords {
                name: table.name()[row],
                result: table.result()[row],
            };
            let result = words.result.known().map(|result| store.text(result));
            let has_failed = result.is_some_and(lane::is_failure);
            let carrier = Carrier::Operation { words, has_failed };
            self.put(store, detail.call, (None, &carrier), items);
        }
    }

    /// The values of each dimension by itself, each with each.
    fn cross(&mut self, store: &Store, detail: &CallDetail, items: &mut Vec<Item>) {
        let sets: Vec<Vec<Key>> = (0..self.facets.len())
            .map(|at| {
                let mut own = Self::new(&[self.facets[at]], 1, self.metric, self.zone);
                let mut found = Vec::new();
                own.spellings = std::mem::take(&mut self.spellings);
                own.by_words = std::mem::take(&mut self.by_words);
                own.take_detail(store, detail, &mut found);
                self.spellings = own.spellings;
                self.by_words = own.by_words;
                let mut keys: Vec<Key> = Vec::new();
                for item in &found {
                    if !keys.contains(&item.keys[0]) {
                        keys.push(item.keys[0]);
                    }
                }
                // What says nothing puts the call in no group where something else says something.
                let has_value = keys.iter().any(|key| *key != Key::Missing);
                keys.retain(|key| !has_value || *key != Key::Missing);
                if keys.is_empty() {
                    keys.push(Key::Missing);
                }
                keys
            })
            .collect();
        let value = store.facts(detail.call).worst[self.metric];
        for_each_choice(&sets, |keys| {
            items.push(Item {
                keys,
                is_bad: false,
                is_there: true,
                value,
            });
        });
    }

    /// Values that are the call's own.
    fn ask_call(&mut self, store: &Store, call: CallIx, detail: Option<&CallDetail>) {
        for at in 0..self.facets.len() {
            let mut keys = std::mem::take(&mut self.of_call[at]);
            keys.clear();
            match (self.facets[at].from, detail) {
                (From::Call(of), _) => of(store, call, &mut keys),
                (From::Start(of), _) => {
                    let start = store.facts(call).shown_start().ticks();
                    let shown = start.map(|at| at.saturating_add(self.zone.ahead(at)));
                    keys.extend(shown.map(of).map(Key::Number));
                }
                (From::Detail(of), Some(detail)) => of(store, detail, &mut keys),
                _ => {}
            }
            if keys.is_empty() {
                keys.push(Key::Missing);
            }
            self.of_call[at] = keys;
        }
    }

    /// Adds an item for each choice of values.
    fn put(
        &mut self,
        store: &Store,
        call: CallIx,
        (leg, carrier): (Option<&LegRow>, &Carrier),
        items: &mut Vec<Item>,
    ) {
        let mut lists = std::mem::take(&mut self.lists);
        for (at, keys) in lists.iter_mut().enumerate() {
            keys.clear();
            let facet = self.facets[at];
            match (facet.from, carrier) {
                (From::Call(_) | From::Start(_) | From::Detail(_), _) => {
                    keys.extend_from_slice(&self.of_call[at]);
                }
                (From::Leg(of), _) => {
                    if let Some(leg) = leg {
                        of(store, leg, keys);
                    }
                }
                (From::Stream(of), Carrier::Stream { row }) => keys.push(of(&view(row))),
                (From::Diagnostic(of), Carrier::Diagnostic(range)) => keys.push(of(range)),
                (From::Operation(of), Carrier::Operation { words, .. }) => keys.push(of(words)),
                _ => {}
            }
            if keys.is_empty() {
                keys.push(Key::Missing);
            }
            if facet.is_spelled {
                for key in keys {
                    *key = self.spelled(store, at, *key);
                }
            }
        }
        let is_there = self.unit == Unit::Call || !matches!(carrier, Carrier::Call);
        let (is_bad, value) = match carrier {
            Carrier::Stream { row } => {
                let class = judge_stream(store.limits(), row).class;
                (class == StreamClass::Poor, row.values[self.metric])
            }
            other => (other.is_bad(), store.facts(call).worst[self.metric]),
        };
        for_each_choice(&lists, |keys| {
            items.push(Item {
                keys,
                is_bad,
                is_there,
                value,
            });
        });
        self.lists = lists;
    }

    /// The first way that a value was written.
    fn spelled(&mut self, store: &Store, at: usize, key: Key) -> Key {
        if !key.is_known() {
            return key;
        }
        let facet = self.facets[at];
        let by_words = &mut self.by_words;
        *self.spellings.entry(key).or_insert_with(|| {
            let words = key.value(store, facet).unwrap_or_default();
            // A filter compares in any case of letters, and users with or without what stands before them.
            let words = match key {
                Key::Id(_) => without_head(&words).to_ascii_lowercase(),
                _ => words.to_ascii_lowercase(),
            };
            *by_words.entry((at, words)).or_insert(key)
        })
    }

    fn is_dropped(&mut self, store: &Store, leg: &LegRow) -> bool {
        let known = self.drops.entry((leg.end_code, leg.category));
        *known.or_insert_with(|| {
            let category = leg.category.known().map(|word| store.text(word));
            end_reason::is_drop(category, store.text(leg.end_code))
        })
    }

    /// A leg that says nothing (a phone has no SDK) puts its call in no group where another leg says something.
    fn drop_idle(&self, items: &mut Vec<Item>) {
        let own: Vec<usize> = (0..self.grouping)
            .filter(|&at| self.facets[at].unit() != Unit::Call)
            .collect();
        let is_idle = |item: &Item| own.iter().all(|&at| item.keys[at] == Key::Missing);
        if own.is_empty() || items.len() < 2 || items.iter().all(is_idle) {
            return;
        }
        items.retain(|item| !is_idle(item));
    }
}

impl Carrier<'_> {
    fn is_bad(&self) -> bool {
        match self {
            Self::Call | Self::Stream { .. } => false,
            Self::Leg { is_dropped } => *is_dropped,
            Self::Diagnostic(range) => !range.has_recovered,
            Self::Operation { has_failed, .. } => *has_failed,
        }
    }
}

/// The worse of two values of a measure.
pub(super) fn worse_of(metric: usize, a: f64, b: f64) -> f64 {
    let worst = METRICS
        .get(metric)
        .map(|metric| worse(metric, Num::new(a), Num::new(b)));
    worst.and_then(Num::known).unwrap_or(a)
}

/// Calls a closure with each choice of one key from every list.
fn for_each_choice(lists: &[Vec<Key>], mut take: impl FnMut([Key; MOST])) {
    let sizes: Vec<usize> = lists.iter().map(Vec::len).collect();
    let all: usize = sizes.iter().product();
    for number in 0..all {
        let mut keys = [Key::Missing; MOST];
        let mut rest = number;
        for ((key, list), size) in keys.iter_mut().zip(lists).zip(&sizes) {
            *key = list[rest % size];
            rest /= size;
        }
        take(keys);
    }
}

const fn view(row: &StreamRow) -> StreamRowView {
    StreamRowView {
        media: row.media,
        media_word: row.media_word,
        direction: row.direction,
        transport: row.transport,
        codec: row.codec,
    }
}

/// The summary rows of a call that are legs.
fn leg_rows(store: &Store, call: CallIx) -> impl Iterator<Item = LegRow> {
    let (table, id) = (&store.summaries, store.call_id(call));
    let is_leg = move |row: &usize| {
        let participant = table.participant()[*row];
        !(participant.is_known() && participant == id)
    };
    store.summaries_of(call).filter(is_leg).map(|row| LegRow {
        identifier: table.identifier()[row],
        endpoint: table.endpoint()[row],
        tenant: table.tenant()[row],
        endpoint_type: table.endpoint_type()[row],
        participant_type: table.participant_type()[row],
        end_code: table.end_code()[row],
        end_subcode: table.end_subcode()[row],
        category: table.result_category()[row],
        sdk: table.sdk()[row],
        os: table.os()[row],
        options: table.options()[row],
    })
}

fn leg_row(store: &Store, leg: &Leg) -> LegRow {
    let options = leg
        .summary
        .map_or(TextRef::MISSING, |row| store.summaries.options()[row.at()]);
    LegRow {
        identifier: leg.identifier,
        endpoint: leg.endpoint,
        tenant: leg.tenant,
        endpoint_type: leg.endpoint_type,
        participant_type: leg.participant_type,
        end_code: leg.end_code,
        end_subcode: leg.end_subcode,
        category: leg.result_category,
        sdk: leg.sdk,
        os: leg.os,
        options,
    }
}
