//! Reads only what an answer about exact identifiers depends on, when that is a small part of the logs.
//!
//! Pass by pass: first the records that hold the identifiers, then those of the calls these belong to, until no new name
//! turns up. The answer is that of reading everything; where it could be another, everything is read.

use crate::load::{self, Input, LoadOptions, Progress, Sieve};
use crate::model::store::Store;
use crate::query::read::Query;
use crate::query::ties::{exact, ties};
use std::sync::mpsc::sync_channel;

/// More passes cost more than reading everything once.
const MOST_PASSES: usize = 3;

/// The records that an answer to a search depends on; none when everything has to be read.
pub(super) fn load_for(text: &str, inputs: &[Input], options: LoadOptions) -> Option<Store> {
    if !inputs.iter().all(is_there_twice) {
        return None;
    }
    let query = Query::parse(text);
    let mut names = exact(&query)?;
    for _ in 0..MOST_PASSES {
        let store = read(inputs, options, &names)?;
        let tied = ties(&store, &query, &names)?;
        let known = names.len();
        names.extend(
            tied.into_iter()
                .filter(|name| !is_covered(&names[..known], name))
                .collect::<Vec<_>>(),
        );
        if names.len() == known {
            return Some(store);
        }
    }
    None
}

/// True when records that hold a name were held back for another one already.
fn is_covered(names: &[String], name: &str) -> bool {
    names.iter().any(|known| name.contains(known.as_str()))
}

/// A pipe can be read once.
fn is_there_twice(input: &Input) -> bool {
    match input {
        Input::Path(path) => path
            .metadata()
            .is_ok_and(|path| path.is_file() || path.is_dir()),
        Input::Stdin => false,
        Input::Embedded(..) => true,
    }
}

/// Reads the records that hold a name, with operations from before their calls joined to them.
fn read(inputs: &[Input], options: LoadOptions, names: &[String]) -> Option<Store> {
    let sieve = Sieve::of(names.iter().map(String::as_str))?;
    let mut store = Store::new();
    store.set_cap(options.cap.unwrap_or(usize::MAX));
    let (send, received) = sync_channel(8);
    let sieve = &sieve;
    let is_whole = std::thread::scope(|scope| {
        let loading = scope.spawn(move || {
            load::load_sieved(inputs, options, sieve, &|progress| {
                send.send(progress).is_ok()
            })
        });
        for progress in received {
            match progress {
                Progress::Files { names, skipped, .. } => store.note_inputs(names, skipped),
                Progress::Batch { batch, .. } => store.absorb(&batch),
                Progress::Done { .. } => {}
            }
        }
        // A pass that fell is one that found nothing: everything is read.
        loading.join().unwrap_or(false)
    });
    store.join_loose_operations();
    is_whole.then_some(store)
}

#[cfg(test)]
mod tests;
