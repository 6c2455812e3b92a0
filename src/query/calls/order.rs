//! The order of calls: what each column says of a call is a number, made once; the numbers of a call are put side by
//! side into one, and these are sorted, on all processors.
//!
//! A million calls compare some twenty million times, so nothing is looked up or written while comparing. Only the
//! bits in which calls differ are taken, so that even three columns, the start and the beginning of the id mostly have
//! room in 128.

mod columns;
mod equals;
mod ranks;
mod rows;

use super::{CallField, Key};
use crate::model::id::{CallIx, IdRef};
use crate::model::store::Store;
use columns::{Column, Numbers, add_ids, add_start, add_ties, columns};
use equals::Equals;
use rows::{Row, Rows};
use std::cmp::Ordering;
use std::num::NonZero;
use std::thread;

/// From so many calls on several threads are worth their start.
const WORTH_THREADS: usize = 20_000;
/// Most threads; beyond these memory is the limit.
const MOST_THREADS: usize = 8;

/// Bits of columns that rows may lack: fewer numbers are sorted faster, and those few that are equal without them are
/// parted later.
const FEW_BITS: u32 = 16;

/// Sorts by the given fields, the first first; `true` = descending. Without any: worst first, then newest.
pub fn sort_calls(store: &Store, calls: &mut Vec<CallIx>, by: &[(&CallField, bool)]) {
    if calls.len() < 2 {
        return;
    }
    let mut columns = columns(store, calls, by);
    let ids_descend = add_ties(&mut columns, by);
    *calls = sorted(store, calls, columns, ids_descend);
}

/// The order of all calls of a store by start, then id: what parts those that are equal in a column. It is made when
/// a store that has not changed is sorted again, and serves every order that is asked for until it changes.
#[derive(Default)]
pub struct Ties {
    /// What was sorted last.
    revision: Option<u64>,
    newest_first: Option<Ranks>,
    oldest_first: Option<Ranks>,
}

/// Calls in order, and by call its place in it.
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

    fn by_start(store: &Store, newest_first: bool) -> Self {
        let calls: Vec<CallIx> = store.calls().collect();
        let mut columns = Vec::new();
        add_start(&mut columns, newest_first);
        Self::of(sorted(store, &calls, columns, false))
    }
}

impl Ties {
    /// All calls of a store in the order that [`sort_calls`] gives them.
    pub fn sorted(&mut self, store: &Store, by: &[(&CallField, bool)]) -> Vec<CallIx> {
        let mut calls: Vec<CallIx> = store.calls().collect();
        let is_new = self.revision.replace(store.revision()) != Some(store.revision());
        if is_new {
            (self.newest_first, self.oldest_first) = (None, None);
        }
        let has_ids = by.iter().any(|(field, _)| matches!(field.key, Key::CallId));
        if is_new || has_ids || calls.len() < 2 {
            sort_calls(store, &mut calls, by);
            return calls;
        }
        // A start that comes last is in the ranks already.
        let (before_start, newest_first) = match by {
            [(start, descending)] if start.is_start() => {
                return self.ranks(store, *descending).calls.clone();
            }
            [before @ .., (start, descending)] if start.is_start() => (before, *descending),
            _ => (by, by.is_empty()),
        };
        let columns = columns(store, &calls, before_start);
        let ranks = self.ranks(store, newest_first);
        let numbers = read(store, &columns, &calls);
        let rows = Rows::new(&columns, &numbers, u64::BITS);
        if rows.cut_bits() == 0 {
            return by_ranks::<u64>(&rows, &calls, ranks);
        }
        let rows = Rows::new(&columns, &numbers, u128::BITS);
        if rows.cut_bits() == 0 {
            return by_ranks::<u128>(&rows, &calls, ranks);
        }
        sort_calls(store, &mut calls, by);
        calls
    }

    fn ranks(&mut self, store: &Store, newest_first: bool) -> &Ranks {
        let ranks = if newest_first {
            &mut self.newest_first
        } else {
            &mut self.oldest_first
        };
        ranks.get_or_insert_with(|| Ranks::by_start(store, newest_first))
    }
}

/// All calls in the order of rows that have room for all columns.
fn by_ranks<R: Row>(rows: &Rows, calls: &[CallIx], ranks: &Ranks) -> Vec<CallIx> {
    let sorted: Vec<R> = packed(rows, calls, |at| ranks.of_call[at]);
    let call = |row: R| ranks.calls[rows.place(row)];
    sorted.into_iter().map(call).collect()
}

fn read(store: &Store, columns: &[Column], calls: &[CallIx]) -> Vec<Numbers> {
    in_parts(calls, |from, part| {
        Numbers::read(store, columns, from, part)
    })
}

/// Rows in order.
fn packed<R: Row>(rows: &Rows, calls: &[CallIx], place: impl Fn(usize) -> u32 + Sync) -> Vec<R> {
    let runs = in_parts(calls, |from, part| {
        let mut run: Vec<R> = rows.pack(from, part.len(), |at| place(from + at));
        run.sort_unstable();
        run
    });
    let mut all = runs.concat();
    // What is sorted already is merged.
    all.sort();
    all
}

/// Calls by columns, then by ids.
fn sorted(
    store: &Store,
    calls: &[CallIx],
    mut columns: Vec<Column>,
    ids_descend: bool,
) -> Vec<CallIx> {
    let mut numbers = read(store, &columns, calls);
    if Rows::new(&columns, &numbers, u64::BITS).is_dull() {
        add_ids(&mut columns, ids_descend);
        numbers = read(store, &columns, calls);
    }
    let mut rows = Rows::new(&columns, &numbers, u64::BITS);
    if rows.cut_bits() <= FEW_BITS {
        return parted::<u64>(store, calls, &rows, ids_descend);
    }
    rows = Rows::new(&columns, &numbers, u128::BITS);
    parted::<u128>(store, calls, &rows, ids_descend)
}

fn parted<R: Row>(store: &Store, calls: &[CallIx], rows: &Rows, ids_descend: bool) -> Vec<CallIx> {
    let sorted: Vec<R> = packed(rows, calls, |at| at as u32);
    let equals = Equals {
        store,
        calls,
        rows,
        ids: ids_of_many(store, calls, rows, &sorted),
        ids_descend,
    };
    let pieces = equals.pieces(&sorted, threads(calls.len()));
    at_once(&pieces, |piece| equals.parted(piece)).concat()
}

/// The beginnings of all ids where many are needed: one after another these are read faster than some here and there.
fn ids_of_many<R: Row>(
    store: &Store,
    calls: &[CallIx],
    rows: &Rows,
    sorted: &[R],
) -> Vec<Vec<u128>> {
    const MANY: usize = 16;
    let pairs = sorted.windows(2);
    let equal = pairs.filter(|pair| rows.are_equal(pair[0], pair[1]));
    if equal.count() < sorted.len() / MANY {
        return Vec::new();
    }
    let id = |&call: &CallIx| ranks::beginning(store.id(store.call_id(call)));
    in_parts(calls, |_, part| part.iter().map(id).collect())
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
    let parts = calls.chunks(size).enumerate();
    let parts: Vec<(usize, &[CallIx])> = parts.map(|(no, part)| (no * size, part)).collect();
    at_once(&parts, |&(from, part)| work(from, part))
}

/// Does the same to each of some parts, at the same time; the results in order.
fn at_once<P: Sync, T: Send>(parts: &[P], work: impl Fn(&P) -> T + Sync) -> Vec<T> {
    if parts.len() < 2 {
        return parts.iter().map(work).collect();
    }
    let work = &work;
    thread::scope(|scope| {
        let running: Vec<_> = parts
            .iter()
            .map(|part| (scope.spawn(move || work(part)), part))
            .collect();
        let done = running.into_iter();
        // A thread that fell is no reason to lose the list: its part is done again here.
        done.map(|(thread, part)| thread.join().unwrap_or_else(|_| work(part)))
            .collect()
    })
}

#[cfg(test)]
mod tests;
