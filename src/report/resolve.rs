//! From what somebody pasted to the call that is meant.

use crate::error::Error;
use crate::model::id::{CallIx, IdRef};
use crate::model::store::Store;
use std::collections::BTreeSet;

/// How many candidates and near ids are listed.
const LISTED: usize = 8;

/// Identifiers shorter than this are looked for among call ids only.
const LEAST_PREFIX: usize = 4;

/// The call of an identifier, in any case, with blanks, quotes or braces around it: a call id, else the beginning of
/// one call id, else any identifier, or its beginning, that occurs in one call only.
pub fn resolve_call(store: &Store, id: &str) -> Result<CallIx, Error> {
    let wanted = bare(id);
    if wanted.is_empty() {
        return Err(Error::Usage(
            "an empty id; give a call id or the beginning of one".to_owned(),
        ));
    }
    if let Some(call) = store
        .ids
        .lookup(wanted)
        .and_then(|id| store.call_of(IdRef(id)))
    {
        return Ok(call);
    }
    let begins: BTreeSet<CallIx> = store
        .calls()
        .filter(|&call| begins_with(store.id(store.call_id(call)), wanted))
        .collect();
    let found = if begins.is_empty() {
        mentioning(store, wanted)
    } else {
        begins
    };
    match (found.len(), found.first()) {
        (1, Some(&call)) => Ok(call),
        (0, _) => Err(Error::NotFound {
            id: wanted.to_owned(),
            nearest: nearest(store, wanted),
        }),
        (count, _) => Err(Error::Ambiguous {
            id: wanted.to_owned(),
            candidates: names(store, &found),
            count,
        }),
    }
}

/// Without what copying leaves around an identifier.
fn bare(id: &str) -> &str {
    id.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '{' | '}' | '(' | ')' | ',' | ';')
    })
}

fn begins_with(text: &str, start: &str) -> bool {
    text.len() >= start.len()
        && text.as_bytes()[..start.len()].eq_ignore_ascii_case(start.as_bytes())
}

fn names(store: &Store, calls: &BTreeSet<CallIx>) -> Vec<String> {
    let mut names: Vec<&str> = calls
        .iter()
        .map(|&call| store.id(store.call_id(call)))
        .collect();
    names.sort_unstable();
    names.into_iter().take(LISTED).map(str::to_owned).collect()
}

/// The calls whose rows name the identifier itself, else one that begins so.
fn mentioning(store: &Store, wanted: &str) -> BTreeSet<CallIx> {
    if let Some(id) = store.ids.lookup(wanted) {
        return calls_with(store, |other| other == IdRef(id));
    }
    if wanted.len() < LEAST_PREFIX {
        return BTreeSet::new();
    }
    let fits: Vec<bool> = (0..store.ids.len() as u32)
        .map(|id| id > IdRef::REDACTED.0 && begins_with(store.ids.get(id), wanted))
        .collect();
    calls_with(store, |id| fits[id.at()])
}

fn calls_with(store: &Store, fits: impl Fn(IdRef) -> bool) -> BTreeSet<CallIx> {
    let mut found = BTreeSet::new();
    let mut note = |calls: &[IdRef], columns: &[&[IdRef]]| {
        for column in columns {
            let hits = column.iter().zip(calls).filter(|&(&id, _)| fits(id));
            found.extend(hits.filter_map(|(_, &call)| store.call_of(call)));
        }
    };
    let table = &store.summaries;
    note(
        table.call(),
        &[
            table.participant(),
            table.endpoint(),
            table.identifier(),
            table.thread(),
        ],
    );
    let table = &store.streams;
    note(
        table.call(),
        &[table.participant(), table.endpoint(), table.identifier()],
    );
    let table = &store.operations;
    note(
        table.call(),
        &[
            table.participant(),
            table.endpoint(),
            table.client(),
            table.operation(),
        ],
    );
    let table = store.sample_heads();
    note(
        table.call(),
        &[table.participant(), table.remote(), table.client()],
    );
    found
}

/// The call ids that take the fewest changes to become the wanted one; none when all are far off.
fn nearest(store: &Store, wanted: &str) -> Vec<String> {
    /// Beyond this many calls only the first are looked at: a wrong id must not cost seconds.
    const LOOKED_AT: usize = 50_000;
    const OFFERED: usize = 3;
    let wanted = wanted.to_ascii_lowercase();
    let most = (wanted.len() / 3).max(1);
    let mut near: Vec<(usize, &str)> = store
        .calls()
        .take(LOOKED_AT)
        .map(|call| store.id(store.call_id(call)))
        .filter(|id| !id.is_empty())
        .map(|id| (distance(&wanted, id), id))
        .filter(|&(changes, _)| changes <= most)
        .collect();
    near.sort_unstable();
    near.into_iter()
        .take(OFFERED)
        .map(|(_, id)| id.to_owned())
        .collect()
}

/// Changes (letter replaced, added, left out) from `a` to `b`, or to the beginning of `b` when `a` is shorter.
fn distance(a: &str, b: &str) -> usize {
    let b = b.to_ascii_lowercase();
    let b = &b.as_bytes()[..b.len().min(a.len() + 1)];
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, &y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.into_iter().min().unwrap_or_default()
}

#[cfg(test)]
mod tests;
