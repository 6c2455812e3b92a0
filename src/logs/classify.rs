//! Which category a record belongs to, in the order that works on real exports (file-forms, "Classification order").

use super::keys::{REGISTRY, Spellings, normal};
use super::others::OTHERS;
use super::record::Record;
use super::{CATEGORIES, Hint, envelope};
use crate::model::batch::Batch;
use crate::model::id::IdRef;
use crate::model::rows::OtherRow;
use foldhash::fast::RandomState;
use hashbrown::HashMap;
use std::sync::LazyLock;

/// The name under which a record that names no category is counted.
pub const UNKNOWN: &str = "unknown";

/// Distinct categories counted by name in one batch; names beyond (hostile input) share [`REST`].
const NAMES_COUNTED: usize = 256;

/// The name under which the rest is counted.
const REST: &str = "other";

/// The key that holds a call id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CallKey {
    /// `callId`.
    Call,
    /// None.
    Nobody,
}

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// The category at this position.
    Known(usize),
    /// Kept raw: the position in [`OTHERS`], or none when its name is not in the table.
    Other(Option<usize>),
}

/// Position of a name in the categories, then the others; [`NO_NAME`] for a name not in the tables.
pub(crate) type NameNumber = u16;

/// A name that is in no table.
pub(crate) const NO_NAME: NameNumber = u16::MAX;

/// Operation names that tell the category; in all other logs the name is that of an operation.
const TELLING_OPERATIONS: [&str; 8] = [
    "callsummary",
    "calldiagnostics",
    "callclientmediastatstimeseries",
    "callingmetrics",
    "callsurvey",
    "endofcallsurvey",
    "recordingsummary",
    "closedcaptionssummary",
];

static NAMES: LazyLock<HashMap<String, NameNumber, RandomState>> = LazyLock::new(|| {
    let known = CATEGORIES.iter().map(|c| (c.name, c.aliases));
    let others = OTHERS.iter().map(|o| (o.name, o.aliases));
    let mut names = HashMap::default();
    for (number, (name, aliases)) in known.chain(others).enumerate() {
        for name in aliases.iter().chain([&name]) {
            names.insert(normal(name), number as NameNumber);
        }
    }
    names
});

/// The number of a category by its name, its table or an old name, in any spelling.
pub(crate) fn number_of(name: &str) -> NameNumber {
    let name = normal(name);
    let name = name.strip_suffix("privatepreview").unwrap_or(&name);
    NAMES.get(name).copied().unwrap_or(NO_NAME)
}

fn table_number(name: &str) -> NameNumber {
    let is_table = name
        .trim()
        .get(..3)
        .is_some_and(|head| head.eq_ignore_ascii_case("acs"));
    if is_table { number_of(name) } else { NO_NAME }
}

fn operation_number(name: &str) -> NameNumber {
    if TELLING_OPERATIONS.contains(&normal(name).as_str()) {
        number_of(name)
    } else {
        NO_NAME
    }
}

/// The class of a record.
pub(crate) fn class(record: &Record, names: &mut Spellings, hint: Hint) -> Class {
    let number = named(record, names, hint);
    let class = to_class(number);
    let Class::Known(at) = class else {
        return class;
    };
    // Doc samples label update rows with the category of the final log: the version tells.
    match CATEGORIES[at].updates {
        Some(updates) if record.is_telling(envelope::keys().version) => {
            to_class(number_of(updates))
        }
        _ => class,
    }
}

fn to_class(number: NameNumber) -> Class {
    let at = number as usize;
    if number == NO_NAME {
        Class::Other(None)
    } else if at < CATEGORIES.len() {
        Class::Known(at)
    } else {
        Class::Other(Some(at - CATEGORIES.len()))
    }
}

fn named(record: &Record, names: &mut Spellings, hint: Hint) -> NameNumber {
    let keys = envelope::keys();
    for key in [keys.table, keys.result_table] {
        if record.is_telling(key) {
            let number = table_number(&record.shown(key));
            if number != NO_NAME {
                return number;
            }
        }
    }
    let category = record.shown_outside(keys.category);
    if !category.is_empty() {
        let number = names.get(&category, number_of);
        let is_name = crate::model::id::Absence::of(category.trim()).is_none();
        if is_name || number != NO_NAME {
            return number;
        }
    }
    if hint.path != NO_NAME {
        return hint.path;
    }
    if record.is_telling(keys.operation_name) {
        let number = operation_number(&record.shown_outside(keys.operation_name));
        if number != NO_NAME {
            return number;
        }
        let number = asked_for(&record.shown_outside(keys.operation_name), record);
        if number != NO_NAME {
            return number;
        }
    }
    let filled = by_keys(|key| record.is_telling(key));
    if filled != NO_NAME {
        return filled;
    }
    if hint.columns != NO_NAME {
        return hint.columns;
    }
    // A row of `az` names all columns of its table, "None" where there is no value: the columns present tell
    // (file-forms, d).
    if record.is_present(keys.result_table) {
        by_keys(|key| record.is_present(key))
    } else {
        NO_NAME
    }
}

/// The first category one of whose key sets is among the columns of a table.
pub(crate) fn number_of_columns<'n>(names: impl Iterator<Item = &'n str>) -> NameNumber {
    let columns: Vec<u16> = names.map(|name| REGISTRY.key(name)).collect();
    let has = |set: &Vec<u16>| set.iter().all(|key| columns.contains(key));
    REGISTRY
        .signs
        .iter()
        .position(|sets| sets.iter().any(has))
        .map_or(NO_NAME, |at| at as NameNumber)
}

/// Requests about rooms and recordings by their operation: the published samples of both name no category, and a
/// request to list rooms has no key of its own (docs: rooms-logs, recording-logs).
fn asked_for(operation: &str, record: &Record) -> NameNumber {
    const ROOMS: [&str; 6] = [
        "createroom",
        "patchroom",
        "updateroom",
        "getroom",
        "listrooms",
        "deleteroom",
    ];
    let keys = envelope::keys();
    let operation = normal(operation);
    let is_request = || {
        let marks = [keys.connection, keys.server_call, keys.uri];
        marks.iter().any(|&key| record.is_telling(key))
    };
    if ROOMS.contains(&operation.as_str()) {
        number_of("RoomsOperational")
    } else if operation.contains("recording") && is_request() {
        number_of("CallRecordingOperational")
    } else {
        NO_NAME
    }
}

/// The first category one of whose key sets the record has.
fn by_keys(is_had: impl Fn(u16) -> bool) -> NameNumber {
    let has = |set: &Vec<u16>| set.iter().all(|&key| is_had(key));
    REGISTRY
        .signs
        .iter()
        .position(|sets| sets.iter().any(has))
        .map_or(NO_NAME, |at| at as NameNumber)
}

/// Keeps a record of another category raw.
pub(crate) fn keep(record: &Record, other: Option<usize>, batch: &mut Batch) {
    let keys = envelope::keys();
    let kind = other.map(|at| &OTHERS[at]);
    let written = record.shown_outside(keys.category);
    let call = match kind.map_or(CallKey::Call, |kind| kind.call) {
        CallKey::Call => record.id(keys.call, batch),
        CallKey::Nobody => IdRef::MISSING,
    };
    let name = match kind {
        Some(kind) => kind.name,
        None if written.trim().is_empty() => UNKNOWN,
        None => written.trim(),
    };
    let row = OtherRow {
        category: batch.text(if written.is_empty() { name } else { &written }),
        call,
        generated: record.generated(),
        hash: record.hash,
        source: record.source,
    };
    batch.others.push(row);
    count(batch, name);
}

/// Counting is linear in the names met, so their number is bounded.
fn count(batch: &mut Batch, name: &str) {
    let is_full = batch.categories.len() >= NAMES_COUNTED;
    if is_full && !batch.categories.iter().any(|(known, _)| known == name) {
        batch.count(REST);
    } else {
        batch.count(name);
    }
}
