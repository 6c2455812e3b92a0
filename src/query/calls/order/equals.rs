//! What rows leave equal: parted by the bits that had no room in them, then by ids.

use super::compare_ids;
use super::ranks::beginning;
use super::rows::{Row, Rows};
use crate::model::id::CallIx;
use crate::model::store::Store;
use std::ops::Range;

/// What parts equals.
pub(super) struct Equals<'s> {
    pub(super) store: &'s Store,
    /// The list by place.
    pub(super) calls: &'s [CallIx],
    pub(super) rows: &'s Rows<'s>,
    /// By part of the list the beginnings of the ids; none where few are needed.
    pub(super) ids: Vec<Vec<u128>>,
    pub(super) ids_descend: bool,
}

impl Equals<'_> {
    /// Sorted rows in about so many pieces, none of which ends between equals.
    pub(super) fn pieces<'r, R: Row>(&self, sorted: &'r [R], count: usize) -> Vec<&'r [R]> {
        let size = sorted.len().div_ceil(count).max(1);
        let mut pieces = Vec::new();
        let mut rest = sorted;
        while rest.len() > size {
            let last = rest[size - 1];
            let equals = rest[size..].iter();
            let equals = equals.take_while(|row| self.rows.are_equal(last, **row));
            let (piece, behind) = rest.split_at(size + equals.count());
            pieces.push(piece);
            rest = behind;
        }
        pieces.push(rest);
        pieces
    }

    /// The calls of a piece in order.
    pub(super) fn parted<R: Row>(&self, sorted: &[R]) -> Vec<CallIx> {
        let places = sorted.iter().map(|&row| self.rows.place(row) as u32);
        let mut places: Vec<u32> = places.collect();
        let whole = 0..sorted.len();
        let mut equals = Vec::new();
        push_equals(&mut equals, &whole, sorted, |a, b| {
            self.rows.are_equal(*a, *b)
        });
        let cut = self.rows.cut_bits();
        if (1..=u64::BITS).contains(&cut) {
            equals = parted_by(&mut places, &equals, |place| self.rows.rest(place));
        }
        if cut <= u64::BITS {
            equals = parted_by(&mut places, &equals, |place| self.id(place));
        }
        for range in equals {
            places[range].sort_unstable_by(|a, b| self.compare(*a as usize, *b as usize));
        }
        let calls = places.iter().map(|&place| self.calls[place as usize]);
        calls.collect()
    }

    /// The beginning of an id as a number in the order asked for.
    fn id(&self, place: usize) -> u128 {
        let id = || beginning(self.store.id(self.store.call_id(self.calls[place])));
        let id = match self.ids.first() {
            Some(first) => self.ids[place / first.len()][place % first.len()],
            None => id(),
        };
        if self.ids_descend { !id } else { id }
    }

    fn compare(&self, a: usize, b: usize) -> std::cmp::Ordering {
        let id = |place: usize| self.store.call_id(self.calls[place]);
        let ids = || compare_ids(self.store, id(a), id(b));
        let by_ids = || {
            if self.ids_descend {
                ids().reverse()
            } else {
                ids()
            }
        };
        self.rows.compare(a, b).then_with(by_ids)
    }
}

/// Sorts ranges of places by a number; the ranges that are still equal.
fn parted_by<K: Copy + Ord>(
    places: &mut [u32],
    ranges: &[Range<usize>],
    number: impl Fn(usize) -> K,
) -> Vec<Range<usize>> {
    let all = ranges.iter().flat_map(|range| &places[range.clone()]);
    // All numbers are fetched first: many at once, as none has to be compared before the next is asked for.
    let mut numbered: Vec<(K, u32)> = all.map(|&place| (number(place as usize), place)).collect();
    let mut rest = numbered.as_mut_slice();
    let mut equals = Vec::new();
    for range in ranges {
        let (part, behind) = std::mem::take(&mut rest).split_at_mut(range.len());
        part.sort_unstable_by_key(|(number, _)| *number);
        for (place, (_, sorted)) in places[range.clone()].iter_mut().zip(&*part) {
            *place = *sorted;
        }
        push_equals(&mut equals, range, part, |a, b| a.0 == b.0);
        rest = behind;
    }
    equals
}

/// Adds the runs of equals in a range.
fn push_equals<T>(
    to: &mut Vec<Range<usize>>,
    range: &Range<usize>,
    sorted: &[T],
    are_equal: impl Fn(&T, &T) -> bool,
) {
    let mut at = range.start;
    for equals in sorted.chunk_by(are_equal) {
        if equals.len() > 1 {
            to.push(at..at + equals.len());
        }
        at += equals.len();
    }
}
