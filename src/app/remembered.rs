//! What is kept from one run of the program to the next, as plain forms: marks and notes, views, last places.
//!
//! One form a kind, each a file of the shell's. The state asks for a [`Change`]; whoever writes reads the form again
//! first and applies the change to it, so that two programs lose nothing of each other: the later change of the same
//! thing wins. Every form is bounded.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the forms this program writes; it reads no other.
pub const VERSION: u32 = 1;
/// Calls with a mark or a note.
pub const MOST_CALLS: usize = 10_000;
/// Sets of logs whose last place is kept.
pub const MOST_PLACES: usize = 200;
/// Saved filters, and kinds of list with columns of their own.
pub const MOST_VIEWS: usize = 500;
/// Characters of a note.
pub const LONGEST_NOTE: usize = 1_000;
/// Characters of an id or a name; what is longer is no id of the service.
pub const LONGEST_NAME: usize = 256;

/// A change of what is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A call is marked, or no longer.
    Mark {
        /// The call id in lower case.
        call: String,
        /// Whether it is.
        is_marked: bool,
    },
    /// A note on a call; an empty one takes it away.
    Note {
        /// The call id in lower case.
        call: String,
        /// The text.
        text: String,
    },
    /// A filter under a name; none takes it away.
    Filter {
        /// The name.
        name: String,
        /// As it is typed.
        text: Option<String>,
    },
    /// The columns of a kind of list; none are those of the program again.
    Columns {
        /// The kind of list: `calls`, `streams`.
        list: String,
        /// From left to right.
        columns: Option<Vec<ColumnChoice>>,
    },
    /// The zone in which times are shown; none is UTC.
    Zone(Option<String>),
    /// Where the user was last in a set of logs.
    Place {
        /// The set of logs.
        set: LogSet,
        /// Where.
        place: LastPlace,
    },
}

/// A set of logs, by what can be told of its files without reading them through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogSet {
    /// Of the names, sizes and first bytes of all files.
    pub exact: String,
    /// The same without sizes: logs that have grown are the same ones.
    pub grown: String,
}

/// A form that is kept in a file of its own.
pub trait Form: Serialize + DeserializeOwned + Default {
    /// The file's name.
    const FILE: &'static str;

    /// Carries a change out at a time (seconds since 1970); false when it is none of this form's. What had to go to
    /// keep it bounded is told in `lost`.
    fn apply(&mut self, change: &Change, now: i64, lost: &mut Vec<String>) -> bool;
}

/// Marks and notes by call id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallNotes {
    /// [`VERSION`].
    pub version: u32,
    /// By call id in lower case.
    pub calls: BTreeMap<String, CallNote>,
}

/// What is kept of a call.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallNote {
    /// True when it is marked.
    #[serde(default)]
    pub marked: bool,
    /// The note; empty = none.
    #[serde(default)]
    pub note: String,
    /// When it was changed, seconds since 1970.
    pub changed: i64,
}

/// How the user wants to see things, whatever the logs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Views {
    /// [`VERSION`].
    pub version: u32,
    /// Saved filters: name and text.
    #[serde(default)]
    pub filters: BTreeMap<String, String>,
    /// Columns by kind of list.
    #[serde(default)]
    pub columns: BTreeMap<String, Vec<ColumnChoice>>,
    /// The zone in which times are shown; none = UTC.
    #[serde(default)]
    pub zone: Option<String>,
}

/// A column as the user chose it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnChoice {
    /// The field it shows.
    pub field: String,
    /// Its width; none = the program's.
    #[serde(default)]
    pub width: Option<u16>,
    /// True when it stays while others scroll.
    #[serde(default)]
    pub frozen: bool,
}

/// Last places by set of logs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// [`VERSION`].
    pub version: u32,
    /// By [`LogSet::exact`].
    pub sets: BTreeMap<String, LastPlace>,
}

/// Where the user was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastPlace {
    /// [`LogSet::grown`].
    #[serde(default)]
    pub grown: String,
    /// The page by its command: `calls`, `call`.
    pub page: String,
    /// The call id, as it is written.
    #[serde(default)]
    pub call: String,
    /// The filter, as it is typed; empty = none.
    #[serde(default)]
    pub filter: String,
    /// Fields of the call list and whether the highest came first; none = worst first.
    #[serde(default)]
    pub sort: Vec<(String, bool)>,
    /// When it was left, seconds since 1970.
    #[serde(default)]
    pub left: i64,
}

/// All that is read at the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remembered {
    /// Marks and notes.
    pub calls: CallNotes,
    /// Views.
    pub views: Views,
}

impl Default for CallNotes {
    fn default() -> Self {
        Self {
            version: VERSION,
            calls: BTreeMap::new(),
        }
    }
}

impl Default for Views {
    fn default() -> Self {
        Self {
            version: VERSION,
            filters: BTreeMap::new(),
            columns: BTreeMap::new(),
            zone: None,
        }
    }
}

impl Default for Places {
    fn default() -> Self {
        Self {
            version: VERSION,
            sets: BTreeMap::new(),
        }
    }
}

impl Form for CallNotes {
    const FILE: &'static str = "calls.json";

    fn apply(&mut self, change: &Change, now: i64, lost: &mut Vec<String>) -> bool {
        let (Change::Mark { call: id, .. } | Change::Note { call: id, .. }) = change else {
            return false;
        };
        let entry = self.calls.entry(id.clone()).or_default();
        entry.changed = now;
        match change {
            Change::Mark { is_marked, .. } => entry.marked = *is_marked,
            Change::Note { text, .. } => entry.note.clone_from(text),
            _ => {}
        }
        if !entry.marked && entry.note.is_empty() {
            self.calls.remove(id);
        }
        self.bound(lost);
        true
    }
}

impl CallNotes {
    /// Lets the oldest go. A mark is set again in a moment, a note is not: marks go first.
    fn bound(&mut self, lost: &mut Vec<String>) {
        let excess = self.calls.len().saturating_sub(MOST_CALLS);
        if excess == 0 {
            return;
        }
        let age =
            |(id, entry): (&String, &CallNote)| (!entry.note.is_empty(), entry.changed, id.clone());
        let mut oldest: Vec<(bool, i64, String)> = self.calls.iter().map(age).collect();
        oldest.sort_unstable();
        oldest.truncate(excess);
        for (_, _, id) in &oldest {
            self.calls.remove(id);
        }
        let first = oldest.first().map_or("", |(_, _, id)| id);
        lost.push(format!(
            "marks and notes are kept of {MOST_CALLS} calls: the oldest went ({excess}, {first} first)"
        ));
    }
}

impl Form for Views {
    const FILE: &'static str = "views.json";

    fn apply(&mut self, change: &Change, _: i64, lost: &mut Vec<String>) -> bool {
        match change {
            Change::Filter { name, text } => put(&mut self.filters, name, text.as_ref(), lost),
            Change::Columns { list, columns } => {
                put(&mut self.columns, list, columns.as_ref(), lost);
            }
            Change::Zone(zone) => self.zone.clone_from(zone),
            _ => return false,
        }
        true
    }
}

/// Sets or takes away; one too many is refused, since none of the others is less wanted.
fn put<T: Clone>(
    table: &mut BTreeMap<String, T>,
    name: &str,
    value: Option<&T>,
    lost: &mut Vec<String>,
) {
    match value {
        None => {
            table.remove(name);
        }
        Some(_) if table.len() >= MOST_VIEWS && !table.contains_key(name) => {
            lost.push(format!("{MOST_VIEWS} are kept: '{name}' was not"));
        }
        Some(value) => {
            table.insert(name.to_owned(), value.clone());
        }
    }
}

impl Form for Places {
    const FILE: &'static str = "places.json";

    fn apply(&mut self, change: &Change, now: i64, _: &mut Vec<String>) -> bool {
        let Change::Place { set, place } = change else {
            return false;
        };
        // The same logs, when they were smaller.
        self.sets.retain(|_, known| known.grown != set.grown);
        let place = LastPlace {
            grown: set.grown.clone(),
            left: now,
            ..place.clone()
        };
        self.sets.insert(set.exact.clone(), place);
        // The place in logs that were left longest ago is the one nobody goes back to; the README says so.
        while self.sets.len() > MOST_PLACES {
            let oldest = self.sets.iter().min_by_key(|(_, place)| place.left);
            let Some(key) = oldest.map(|(key, _)| key.clone()) else {
                break;
            };
            self.sets.remove(&key);
        }
        true
    }
}

impl Places {
    /// The last place in a set of logs: the very same files, else those they have grown from.
    pub fn of(&self, set: &LogSet) -> Option<&LastPlace> {
        let grown = || self.sets.values().find(|place| place.grown == set.grown);
        self.sets.get(&set.exact).or_else(grown)
    }
}

#[cfg(test)]
mod tests;
