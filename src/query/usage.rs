//! Usage by type and unit, and the call behind a row of it.
//!
//! Usage covers all channels and is billed by record; a row belongs to a call when its participant is one of a call
//! summary's, or its correlation id is a call's.

use crate::model::call::CallDetail;
use crate::model::id::{CallIx, IdRef, TextRef};
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::usage;
use crate::model::value::{Num, Time};
use std::collections::{HashMap, HashSet};

/// A type and unit of usage in sum.
#[derive(Clone, Debug, PartialEq)]
pub struct UsageSum {
    /// `usageType`.
    pub kind: TextRef,
    /// `unitType`.
    pub unit: TextRef,
    /// The sum of the quantities that are known; missing when none is.
    pub quantity: Num,
    /// Rows.
    pub rows: u64,
    /// Rows whose quantity is missing, redacted or unreadable.
    pub unknown: u64,
    /// Distinct calls behind them, where known.
    pub calls: u64,
    /// The earliest start.
    pub from: Time,
    /// The latest end, else start.
    pub to: Time,
    /// The first record.
    pub source: Source,
}

/// One row of usage that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UsageItem {
    /// The row of the table; its fields by `store.side.usage.get(row)`.
    pub row: usize,
    /// Its call, where known.
    pub call: Option<CallIx>,
    /// Where it stands.
    pub source: Source,
}

/// Usage by type and unit, in the order of their names.
pub fn by_type(store: &Store) -> Vec<UsageSum> {
    let mut sums: HashMap<(TextRef, TextRef), (UsageSum, HashSet<CallIx>)> = HashMap::new();
    for item in items(store) {
        let row = store.side.usage.get(item.row);
        let (sum, calls) = sums.entry((row.kind, row.unit)).or_insert_with(|| {
            let empty = UsageSum {
                kind: row.kind,
                unit: row.unit,
                quantity: Num::MISSING,
                rows: 0,
                unknown: 0,
                calls: 0,
                from: Time::MISSING,
                to: Time::MISSING,
                source: row.source,
            };
            (empty, HashSet::new())
        });
        sum.rows += 1;
        match row.quantity.known() {
            Some(quantity) => {
                sum.quantity = Num::new(sum.quantity.known().unwrap_or(0.0) + quantity);
            }
            None => sum.unknown += 1,
        }
        sum.from = sum.from.earlier(row.start.or(row.generated));
        sum.to = sum.to.max(row.end.or(row.start).or(row.generated));
        sum.source = sum.source.min(row.source);
        calls.extend(item.call);
    }
    let mut sums: Vec<UsageSum> = sums
        .into_values()
        .map(|(sum, calls)| UsageSum {
            calls: calls.len() as u64,
            ..sum
        })
        .collect();
    let words = |sum: &UsageSum| (store.text(sum.kind), store.text(sum.unit));
    sums.sort_by(|a, b| words(a).cmp(&words(b)).then(a.source.cmp(&b.source)));
    sums
}

/// The rows that count, in the order of their sources.
pub fn items(store: &Store) -> Vec<UsageItem> {
    let calls = calls(store);
    let item = |row| UsageItem {
        row,
        call: calls.get(&row).copied(),
        source: store.side.usage.source()[row],
    };
    usage::kept(&store.side)
        .rows
        .into_iter()
        .map(item)
        .collect()
}

/// The rows that count and are of one type and unit.
pub fn items_of(store: &Store, kind: TextRef, unit: TextRef) -> Vec<UsageItem> {
    let table = &store.side.usage;
    let is_it = |item: &UsageItem| table.kind()[item.row] == kind && table.unit()[item.row] == unit;
    items(store).into_iter().filter(is_it).collect()
}

/// The rows that count of one call: by its id, or by the participant of one of its legs.
pub fn of_call(store: &Store, detail: &CallDetail) -> Vec<usize> {
    let table = &store.side.usage;
    if table.is_empty() {
        return Vec::new();
    }
    let id = store.call_id(detail.call);
    let legs: HashSet<IdRef> = detail.legs.iter().map(|leg| leg.participant).collect();
    let is_of_call = |row: &usize| {
        let participant = table.participant()[*row];
        let correlation = table.correlation()[*row];
        (participant.is_known() && legs.contains(&participant))
            || (correlation.is_known() && correlation == id)
    };
    let kept = usage::kept(&store.side).rows;
    kept.into_iter().filter(is_of_call).collect()
}

/// By row of usage its call, where known.
pub fn calls(store: &Store) -> HashMap<usize, CallIx> {
    let table = &store.side.usage;
    if table.is_empty() {
        return HashMap::new();
    }
    let participants = participants(store);
    let call = |row: usize| {
        let correlation = table.correlation()[row].known();
        let by_participant = participants.get(&table.participant()[row]).copied();
        let call = by_participant.or_else(|| store.call_of(correlation?))?;
        Some((row, call))
    };
    (0..table.len()).filter_map(call).collect()
}

/// Of the participants that usage names, the calls whose summaries name them too. A participant is of one call; of
/// several that claim it the one with the smallest id is taken, so that the order of files does not matter.
fn participants(store: &Store) -> HashMap<IdRef, CallIx> {
    let named = store.side.usage.participant().iter().copied();
    let wanted: HashSet<IdRef> = named.filter(|id| id.is_known()).collect();
    let mut found: HashMap<IdRef, CallIx> = HashMap::new();
    let summaries = &store.summaries;
    for (participant, &call) in summaries.participant().iter().zip(summaries.call()) {
        let Some(call) = store.call_of(call).filter(|_| wanted.contains(participant)) else {
            continue;
        };
        let id = |call| store.id(store.call_id(call));
        found
            .entry(*participant)
            .and_modify(|known| {
                if id(call) < id(*known) {
                    *known = call;
                }
            })
            .or_insert(call);
    }
    found
}

#[cfg(test)]
mod tests;
