//! The order of calls: what each column says of a call is a number, made once; the numbers of a call are put side by
//! side into one, and these are sorted, on all processors.
//!
//! A million calls compare some twenty million times, so nothing is looked up or written while comparing. Only the
//! bits in which calls differ are taken, so that even three columns, the start and the beginning of the id mostly have
//! room in 128.

mod columns;
mod ranks;

use super::{CallField, Key};
use crate::model::id::{CallIx, IdRef};
use crate::model::store::Store;
use crate::model::value::Time;
use columns::{Column, Numbers, Seen, add_ties, columns};
use std::cmp::Ordering;
use std::num::NonZero;
use std::thread;

/// From so many calls on several threads are worth their start.
const WORTH_THREADS: usize = 20_000;
/// Most threads; beyond these memory is the limit.
const MOST_THREADS: usize = 8;

/// Sorts by the given fields, the first first; `true` = descending. Without any: worst first, then newest.
pub fn sort_calls(store: &Store, calls: &mut Vec<CallIx>, by: &[(&CallField, bool)]) {
    let mut columns = columns(store, calls, by);
    let ids_descend = add_ties(&mut columns, by);
    sort_with_ids(store, calls, &columns, ids_descend);
}

/// The order of all calls of a store by start, then id: what parts those that are equal in a column. It is made once
/// and serves every order that is asked for until the store changes.
#[derive(Default)]
pub struct Ties {
    revision: Option<u64>,
    newest_first: Ranks,
    oldest_first: Option<Ranks>,
}

/// Calls in order, and by call its place in it.
#[derive(Default)]
struct Ranks {
    calls: Vec<CallIx>,
    of_call: Vec<u32>,
}

impl Ranks {
    fn of(calls: Vec<CallIx>) -> Self {
        let mut of_call = vec![0; calls.len()];
        for (rank, call) in (0..).zip(&calls) {
            of_call[call.at()] = rank;
        }
        Self { calls, of_call }
    }
}

impl Ties {
    /// All calls of a store in the order that [`sort_calls`] gives them.
    pub fn sorted(&mut self, store: &Store, by: &[(&CallField, bool)]) -> Vec<CallIx> {
        let ranks = self.ranks(store, by.is_empty());
        let mut calls: Vec<CallIx> = store.calls().collect();
        let columns = columns(store, &calls, by);
        let numbers = read(store, &columns, &calls);
        let rows = Rows::new(&columns, &numbers, u64::BITS);
        if rows.is_cut || by.iter().any(|(field, _)| matches!(field.key, Key::CallId)) {
            sort_calls(store, &mut calls, by);
            return calls;
        }
        let runs = in_parts(&calls, |from, part| {
            let ranks = &ranks.of_call[from..];
            let mut run = rows.pack(from, part.len(), |at| ranks[at], |row| row as u64);
            run.sort_unstable();
            run
        });
        let sorted = merged(&runs);
        let call = |row: u64| ranks.calls[rows.place(u128::from(row))];
        sorted.into_iter().map(call).collect()
    }

    fn ranks(&mut self, store: &Store, newest_first: bool) -> &Ranks {
        if self.revision != Some(store.revision()) {
            let mut calls: Vec<CallIx> = store.calls().collect();
            let mut columns = Vec::new();
            let ids_descend = add_ties(&mut columns, &[]);
            sort_with_ids(store, &mut calls, &columns, ids_descend);
            *self = Self {
                revision: Some(store.revision()),
                newest_first: Ranks::of(calls),
                oldest_first: None,
            };
        }
        if newest_first {
            return &self.newest_first;
        }
        let turned = || Ranks::of(turned(store, &self.newest_first.calls));
        self.oldest_first.get_or_insert_with(turned)
    }
}

/// Calls the oldest first instead of the newest: those of the same start stay as they are, those without stay last.
fn turned(store: &Store, newest_first: &[CallIx]) -> Vec<CallIx> {
    let starts = store.calls().map(|call| store.facts(call).shown_start());
    let starts: Vec<Time> = starts.collect();
    let start = |call: &CallIx| starts[call.at()];
    let known = newest_first.partition_point(|call| start(call).is_known());
    let (known, unknown) = newest_first.split_at(known);
    let equals = known.chunk_by(|a, b| start(a) == start(b)).rev();
    equals.chain([unknown]).flatten().copied().collect()
}

fn read(store: &Store, columns: &[Column], calls: &[CallIx]) -> Vec<Numbers> {
    in_parts(calls, |from, part| {
        Numbers::read(store, columns, from, part)
    })
}

/// What is sorted already is merged.
fn merged<T: Copy + Ord>(runs: &[Vec<T>]) -> Vec<T> {
    let mut all = runs.concat();
    all.sort();
    all
}

/// Sorts by columns of which the last are the beginning of the id; what is equal to there is rare.
fn sort_with_ids(store: &Store, calls: &mut Vec<CallIx>, columns: &[Column], ids_descend: bool) {
    if calls.len() < 2 {
        return;
    }
    let numbers = read(store, columns, calls);
    let rows = Rows::new(columns, &numbers, u128::BITS);
    let runs = in_parts(calls, |from, part| {
        let mut run = rows.pack(from, part.len(), |at| (from + at) as u32, |row| row);
        run.sort_unstable();
        run
    });
    let mut sorted = merged(&runs);
    let meet = |a: &u128, b: &u128| {
        let (a, b) = (rows.place(*a), rows.place(*b));
        let ids = || compare_ids(store, store.call_id(calls[a]), store.call_id(calls[b]));
        let by_ids = || if ids_descend { ids().reverse() } else { ids() };
        rows.compare(a, b).then_with(by_ids)
    };
    for equals in sorted.chunk_by_mut(|a, b| rows.are_equal(*a, *b)) {
        if equals.len() > 1 {
            equals.sort_unstable_by(meet);
        }
    }
    *calls = sorted.iter().map(|row| calls[rows.place(*row)]).collect();
}

/// How the numbers of a call are put into one: those of the first column on top, its place in the list at the bottom.
struct Rows<'n> {
    columns: &'n [Column<'n>],
    /// By part of the list.
    numbers: &'n [Numbers],
    /// Calls in each part but the last.
    part: usize,
    /// Which bits are taken.
    squeezed: Vec<Squeezed>,
    /// True when not all bits of all columns have room.
    is_cut: bool,
    /// Bits of the place in the list.
    place_bits: u32,
}

/// A run of bits in which the numbers of a column differ.
struct Run {
    shift: u32,
    mask: u64,
    bits: u32,
}

/// Which bits of a column are taken.
struct Squeezed {
    column: usize,
    runs: Vec<Run>,
    /// Bits in which they differ.
    width: u32,
    /// What is missing has a bit of its own on top.
    has_missing: bool,
    is_descending: bool,
    /// Lowest bits that have no room.
    cut: u32,
}

impl<'n> Rows<'n> {
    fn new(columns: &'n [Column], numbers: &'n [Numbers], bits: u32) -> Self {
        let calls: usize = numbers.iter().map(Numbers::len).sum();
        let place_bits = usize::BITS - calls.saturating_sub(1).leading_zeros();
        let mut room = bits - place_bits;
        let mut squeezed = Vec::new();
        for (no, column) in columns.iter().enumerate() {
            let mut taken = Squeezed::of(no, numbers, column.descending);
            taken.cut = taken.bits().saturating_sub(room);
            room -= taken.bits() - taken.cut;
            if taken.bits() > 0 {
                squeezed.push(taken);
            }
        }
        Self {
            columns,
            numbers,
            part: numbers.first().map_or(1, Numbers::len).max(1),
            is_cut: squeezed.iter().any(|taken| taken.cut > 0),
            squeezed,
            place_bits,
        }
    }

    /// The rows of the part of the list that begins at a place; `place` is of each what tells equals apart.
    fn pack<R>(
        &self,
        from: usize,
        len: usize,
        place: impl Fn(usize) -> u32,
        narrow: impl Fn(u128) -> R,
    ) -> Vec<R> {
        let numbers = &self.numbers[from / self.part];
        let taken: Vec<(&Squeezed, &[u64])> = self
            .squeezed
            .iter()
            .filter(|taken| taken.cut < taken.bits())
            .map(|taken| (taken, numbers.of(taken.column)))
            .collect();
        let row = |at: usize| {
            let row = taken.iter().fold(0, |row: u128, (taken, numbers)| {
                let number = taken.of_number(numbers[at]) >> taken.cut;
                row << (taken.bits() - taken.cut) | number
            });
            narrow(row << self.place_bits | u128::from(place(at)))
        };
        (0..len).map(row).collect()
    }

    /// What tells a row from its equals.
    fn place(&self, row: u128) -> usize {
        row as usize & ((1 << self.place_bits) - 1)
    }

    fn are_equal(&self, a: u128, b: u128) -> bool {
        a >> self.place_bits == b >> self.place_bits
    }

    /// By all columns, those included that had no room.
    #[cold]
    fn compare(&self, a: usize, b: usize) -> Ordering {
        let number =
            |column: usize, at: usize| self.numbers[at / self.part].of(column)[at % self.part];
        let orders = self.columns.iter().enumerate().map(|(no, column)| {
            let (a, b) = (number(no, a), number(no, b));
            match a.cmp(&b) {
                order if column.descending && a.max(b) != columns::MISSING => order.reverse(),
                order => order,
            }
        });
        let mut orders = orders.skip_while(|order| order.is_eq());
        orders.next().unwrap_or(Ordering::Equal)
    }
}

impl Squeezed {
    fn of(column: usize, numbers: &[Numbers], is_descending: bool) -> Self {
        /// So many bits in which nothing differs between others are no reason for another run.
        const GAP: u32 = 2;
        let seen = numbers.iter().map(|part| part.seen(column));
        let seen = seen.reduce(Seen::with).unwrap_or_default();
        let mut runs = Vec::new();
        let mut rest = seen.differing();
        while rest != 0 {
            let top = u64::BITS - rest.leading_zeros();
            let mut shift = top;
            while shift > 0 && rest << (u64::BITS - shift) >> (u64::BITS - 1 - GAP) != 0 {
                shift -= 1;
            }
            let bits = top - shift;
            let mask = u64::MAX >> (u64::BITS - bits);
            runs.push(Run { shift, mask, bits });
            rest &= !(mask << shift);
        }
        Self {
            column,
            width: runs.iter().map(|run| run.bits).sum(),
            runs,
            has_missing: seen.has_missing,
            is_descending,
            cut: 0,
        }
    }

    /// Bits that it takes.
    fn bits(&self) -> u32 {
        self.width + u32::from(self.has_missing)
    }

    fn of_number(&self, number: u64) -> u128 {
        if number == columns::MISSING {
            // Above all others, whatever the direction.
            return 1 << self.width;
        }
        let mut squeezed = 0;
        for run in &self.runs {
            squeezed = squeezed << run.bits | u128::from(number >> run.shift & run.mask);
        }
        if self.is_descending {
            ((1 << self.width) - 1) ^ squeezed
        } else {
            squeezed
        }
    }
}

fn compare_ids(store: &Store, a: IdRef, b: IdRef) -> Ordering {
    let lower = |id| store.id(id).bytes().map(|byte| byte.to_ascii_lowercase());
    if a == b {
        Ordering::Equal
    } else {
        lower(a).cmp(lower(b))
    }
}

/// How many threads a list is worth.
fn threads(calls: usize) -> usize {
    if calls < WORTH_THREADS {
        return 1;
    }
    thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(MOST_THREADS)
}

/// Does the same to each part of a list, at the same time; the results in order.
pub(in crate::query) fn in_parts<T: Send>(
    calls: &[CallIx],
    work: impl Fn(usize, &[CallIx]) -> T + Sync,
) -> Vec<T> {
    let size = calls.len().div_ceil(threads(calls.len())).max(1);
    let parts = || {
        calls
            .chunks(size)
            .enumerate()
            .map(|(no, part)| (no * size, part))
    };
    if calls.len() <= size {
        return parts().map(|(from, part)| work(from, part)).collect();
    }
    let work = &work;
    thread::scope(|scope| {
        let running: Vec<_> = parts()
            .map(|(from, part)| (scope.spawn(move || work(from, part)), from, part))
            .collect();
        let done = running.into_iter();
        // A thread that fell is no reason to lose the list: its part is done again here.
        done.map(|(thread, from, part)| thread.join().unwrap_or_else(|_| work(from, part)))
            .collect()
    })
}

#[cfg(test)]
mod tests;
