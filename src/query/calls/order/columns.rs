//! What the calls of a list are ordered by: the fields asked for, then the start, then the id, each as numbers.

use super::ranks::{WordRanks, id_ranks, text_ranks, texts_ranks};
use crate::model::facts::CallFacts;
use crate::model::id::{CallIx, IdRef};
use crate::model::store::Store;
use crate::query::calls::{CallField, Key};

/// What has no value comes last in either direction.
pub(super) const MISSING: u64 = u64::MAX;
/// Calls whose numbers are made together: what is known of so few stays near while one column after another is made.
const BLOCK: usize = 64;

/// Where the numbers of a column come from.
enum Origin<'k> {
    Field(&'k Key),
    /// How bad: class, weight of the worst finding, dropped legs.
    Class,
    /// How bad beside that: network diagnostics that stayed, poor streams, bursts.
    Extent,
    Words(WordRanks),
    /// An id, and by id its rank.
    Ranks(fn(&CallFacts) -> IdRef, Vec<u64>),
    Start,
    /// Eight bytes of the call's id.
    Id(usize),
}

/// One of what calls are ordered by.
pub(super) struct Column<'k> {
    origin: Origin<'k>,
    pub(super) descending: bool,
}

/// The columns of the fields asked for; without any how bad a call is. A call's id has none: see [`add_ties`].
pub(super) fn columns<'k>(
    store: &Store,
    calls: &[CallIx],
    by: &[(&'k CallField, bool)],
) -> Vec<Column<'k>> {
    let mut columns = Vec::new();
    let mut push = |origin, descending| columns.push(Column { origin, descending });
    for &(field, descending) in by {
        match &field.key {
            // No two calls are equal in it, so what is behind it parts none.
            Key::CallId => return columns,
            Key::Severity => {
                push(Origin::Class, descending);
                push(Origin::Extent, descending);
            }
            Key::Text(of) => push(Origin::Words(text_ranks(store, calls, *of)), descending),
            Key::Texts(same, write) => {
                let ranks = texts_ranks(store, calls, *same, *write);
                push(Origin::Words(ranks), descending);
            }
            Key::Id(of) => push(Origin::Ranks(*of, id_ranks(store, calls, *of)), descending),
            key => push(Origin::Field(key), descending),
        }
    }
    if by.is_empty() {
        push(Origin::Class, true);
        push(Origin::Extent, true);
    }
    columns
}

/// Adds what parts calls that are equal in all columns: the start, unless ids have done so. True when ids descend.
pub(super) fn add_ties(columns: &mut Vec<Column>, by: &[(&CallField, bool)]) -> bool {
    let by_id = by
        .iter()
        .find(|(field, _)| matches!(field.key, Key::CallId));
    let Some((_, descending)) = by_id else {
        if !by.iter().any(|(field, _)| field.is_start()) {
            add_start(columns, by.is_empty());
        }
        return false;
    };
    add_ids(columns, *descending);
    *descending
}

/// Adds the start.
pub(super) fn add_start(columns: &mut Vec<Column>, descending: bool) {
    columns.push(Column {
        origin: Origin::Start,
        descending,
    });
}

/// Adds the beginning of the id.
pub(super) fn add_ids(columns: &mut Vec<Column>, descending: bool) {
    columns.extend([0, 1].map(|word| Column {
        origin: Origin::Id(word),
        descending,
    }));
}

/// Which bits the numbers of a column have.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    all: u64,
    any: u64,
    has_missing: bool,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            all: u64::MAX,
            any: 0,
            has_missing: false,
        }
    }
}

impl Seen {
    pub(super) fn with(self, other: Self) -> Self {
        Self {
            all: self.all & other.all,
            any: self.any | other.any,
            has_missing: self.has_missing | other.has_missing,
        }
    }

    fn and_number(self, number: u64) -> Self {
        let is_missing = number == MISSING;
        Self {
            all: self.all & number,
            any: self.any | if is_missing { 0 } else { number },
            has_missing: self.has_missing | is_missing,
        }
    }

    /// Bits that some have and others have not.
    pub(super) fn differing(self) -> u64 {
        self.any & !self.all
    }

    /// True when some have a number and others none.
    pub(super) fn has_both(self) -> bool {
        // All bits of all are what those without a number have.
        self.has_missing && self.all != MISSING
    }
}

/// The numbers of a part of a list, by column.
pub(super) struct Numbers {
    columns: Vec<Vec<u64>>,
    seen: Vec<Seen>,
}

impl Numbers {
    /// Of the part that begins at a place in the list.
    pub(super) fn read(store: &Store, by: &[Column], from: usize, part: &[CallIx]) -> Self {
        let mut columns: Vec<Vec<u64>> =
            by.iter().map(|_| Vec::with_capacity(part.len())).collect();
        for (no, block) in part.chunks(BLOCK).enumerate() {
            for (column, to) in by.iter().zip(&mut columns) {
                column.read(store, from + no * BLOCK, block, to);
            }
        }
        Self::with_bits(columns)
    }

    pub(super) fn with_bits(columns: Vec<Vec<u64>>) -> Self {
        let seen = columns.iter().map(|numbers| {
            numbers
                .iter()
                .copied()
                .fold(Seen::default(), Seen::and_number)
        });
        Self {
            seen: seen.collect(),
            columns,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    pub(super) fn of(&self, column: usize) -> &[u64] {
        &self.columns[column]
    }

    pub(super) fn seen(&self, column: usize) -> Seen {
        self.seen[column]
    }
}

impl Column<'_> {
    fn read(&self, store: &Store, from: usize, calls: &[CallIx], to: &mut Vec<u64>) {
        let facts = calls.iter().map(|&call| store.facts(call));
        match &self.origin {
            Origin::Field(Key::Count(of)) => to.extend(facts.map(|facts| u64::from(of(facts)))),
            Origin::Field(Key::Number(of)) => {
                to.extend(facts.map(|facts| number(of(facts).known())));
            }
            Origin::Field(Key::Worst(at)) => {
                to.extend(facts.map(|facts| number(facts.worst[*at].known())));
            }
            Origin::Field(Key::Moment(of)) => {
                to.extend(facts.map(|facts| moment(of(facts).ticks())));
            }
            // Have columns of other kinds.
            Origin::Field(_) => to.extend(facts.map(|_| MISSING)),
            Origin::Class => to.extend(facts.map(class)),
            Origin::Extent => to.extend(facts.map(extent)),
            Origin::Ranks(of, ranks) => to.extend(facts.map(|facts| ranks[of(facts).at()])),
            Origin::Words(ranks) => to.extend(ranks.of(from, calls.len())),
            Origin::Start => to.extend(facts.map(|facts| moment(facts.shown_start().ticks()))),
            Origin::Id(word) => {
                let ids = calls
                    .iter()
                    .map(|&call| store.id(store.call_id(call)).as_bytes());
                to.extend(ids.map(|id| beginning(id, *word)));
            }
        }
    }
}

/// A number whose order is that of the numbers.
fn number(value: Option<f64>) -> u64 {
    value.map_or(MISSING, |value| {
        // Both zeros are one.
        let bits = (value + 0.0).to_bits();
        if bits >> 63 == 0 {
            bits | 1 << 63
        } else {
            !bits
        }
    })
}

fn moment(ticks: Option<i64>) -> u64 {
    ticks.map_or(MISSING, |ticks| {
        ((ticks as u64) ^ (1 << 63)).min(MISSING - 1)
    })
}

/// Some counts side by side, the first on top; what is more than their bits hold counts as the most that they hold.
fn joined(counts: &[(u32, u32)]) -> u64 {
    counts.iter().fold(0, |joined, &(count, bits)| {
        joined << bits | u64::from(count.min((1 << bits) - 1))
    })
}

/// More is worse: class, then what the worst finding weighs (dropped, no media, symptom …), then dropped legs.
fn class(facts: &CallFacts) -> u64 {
    let weight = facts.worst_finding.map_or(0, |class| 0xf - class as u8);
    joined(&[
        (u32::from(0x7f - facts.verdict.class as u8), 7),
        (u32::from(weight), 4),
        (facts.verdict.dropped, 29),
    ])
}

/// More is worse: network diagnostics that stayed, poor streams, bursts.
fn extent(facts: &CallFacts) -> u64 {
    let verdict = &facts.verdict;
    let bursts = verdict
        .burst_streams
        .saturating_add(verdict.recovered_network);
    joined(&[
        (verdict.open_network, 21),
        (verdict.poor_streams, 21),
        (bursts, 21),
    ])
}

/// Eight bytes of an id in lower case: the first, or those behind.
fn beginning(id: &[u8], word: usize) -> u64 {
    if id.is_empty() {
        return MISSING;
    }
    let bytes = id.get(word * 8..).unwrap_or_default();
    if let Some(bytes) = bytes.first_chunk::<8>() {
        return u64::from_be_bytes(bytes.map(|byte| byte.to_ascii_lowercase()));
    }
    let bytes = bytes
        .iter()
        .map(|byte| u64::from(byte.to_ascii_lowercase()));
    let bytes = bytes.chain(std::iter::repeat(0)).take(8);
    bytes.fold(0, |word, byte| word << 8 | byte)
}
