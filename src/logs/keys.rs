//! Names of keys and categories in every spelling of the logs, as small numbers.
//!
//! The same field is `pstnParticipantCallType`, `PstnParticipantCallType`, `Pstn Participant Call Type` or
//! `TimeGenerated [UTC]` (log-schemas, "Match names without regard to case, blanks, `_` and `-`"). A raw spelling is
//! normalised once a thread and looked up afterwards.

use super::{CATEGORIES, ENVELOPE, hash, others};
use foldhash::fast::RandomState;
use hashbrown::{HashMap, HashTable};
use std::sync::LazyLock;

/// The number of a known key; [`UNKNOWN`] for all others.
pub(crate) type Key = u16;

/// A key no category asks for.
pub(crate) const UNKNOWN: Key = Key::MAX;

/// Spellings kept a thread; a file with more distinct keys than this is hostile, and normalises each again.
const SPELLINGS_KEPT: usize = 4_096;

/// Bytes of the longest spelling that is remembered; the reference's longest name has 31.
const SPELLING_LIMIT: usize = 128;

/// Lower case without blanks, `_`, `-` and the portal's zone suffix.
pub(crate) fn normal(name: &str) -> String {
    let kept: String = name
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-'))
        .map(|c| c.to_ascii_lowercase())
        .collect();
    for suffix in ["[utc]", "[localtime]"] {
        if let Some(head) = kept.strip_suffix(suffix) {
            return head.to_owned();
        }
    }
    kept
}

/// All keys that any category, or the classification, asks for.
pub(crate) struct Registry {
    numbers: HashMap<String, Key, RandomState>,
    /// For each category its fields as key numbers, then the envelope's.
    pub(crate) fields: Vec<Vec<Key>>,
    /// For each category, then each other: its key sets.
    pub(crate) signs: Vec<Vec<Vec<Key>>>,
    /// The newest name of each key.
    pub(crate) names: Vec<&'static str>,
    /// Keys in all.
    pub(crate) count: usize,
}

/// The registry of this program.
pub(crate) static REGISTRY: LazyLock<Registry> = LazyLock::new(Registry::new);

impl Registry {
    fn new() -> Self {
        let mut registry = Self {
            numbers: HashMap::default(),
            fields: Vec::new(),
            signs: Vec::new(),
            names: Vec::new(),
            count: 0,
        };
        let tables = CATEGORIES.iter().map(|category| category.fields);
        for fields in tables.chain([ENVELOPE]) {
            let keys = fields.iter().map(|names| registry.add(names)).collect();
            registry.fields.push(keys);
        }
        let signs = CATEGORIES
            .iter()
            .map(|category| category.signs)
            .chain(others::OTHERS.iter().map(|other| other.signs));
        for sets in signs {
            let sets = sets
                .iter()
                .map(|set| set.iter().map(|name| registry.add(&[name])).collect())
                .collect();
            registry.signs.push(sets);
        }
        registry
    }

    /// The number of a field; names that are already known lead to theirs, so categories share keys.
    fn add(&mut self, names: &[&'static str]) -> Key {
        let known = names
            .iter()
            .find_map(|name| self.numbers.get(&normal(name)).copied());
        let key = known.unwrap_or_else(|| {
            self.count += 1;
            self.names.extend(names.first());
            (self.count - 1) as Key
        });
        for name in names {
            self.numbers.insert(normal(name), key);
        }
        key
    }

    /// The number of a key in any spelling.
    pub(crate) fn key(&self, name: &str) -> Key {
        self.numbers.get(&normal(name)).copied().unwrap_or(UNKNOWN)
    }
}

/// Is this the name of a field of any log, in any spelling? What the recognition of tables asks.
pub fn is_key(name: &str) -> bool {
    REGISTRY.key(name) != UNKNOWN
}

/// Raw spellings met by one thread, with what they stand for.
#[derive(Default)]
pub(crate) struct Spellings {
    known: HashMap<Box<[u8]>, u16, RandomState>,
}

impl Spellings {
    /// What a spelling stands for; `judge` is asked at its first sight.
    pub(crate) fn get(&mut self, raw: &str, judge: impl FnOnce(&str) -> u16) -> u16 {
        if let Some(&number) = self.known.get(raw.as_bytes()) {
            return number;
        }
        let number = judge(raw);
        if self.known.len() < SPELLINGS_KEPT && raw.len() <= SPELLING_LIMIT {
            self.known.insert(raw.as_bytes().into(), number);
        }
        number
    }
}

/// A raw spelling of a key, and what it stands for.
struct Spelling {
    raw: Box<[u8]>,
    key: Key,
    hash: u64,
}

/// Keys by spelling, with a guess: records of one file have the same keys in the same order.
#[derive(Default)]
pub(crate) struct KeyReader {
    known: Vec<Spelling>,
    /// Positions in `known`, by the hash of the spelling.
    by_hash: HashTable<u16>,
    /// The keys of the record before.
    trail: Vec<u16>,
    at: usize,
    /// Keys of the record at hand that were not guessed.
    missed: usize,
    /// Records that follow without a guess: their keys come in no order.
    unguessed: u32,
    /// Spellings of no known key: they are numbered behind the known ones.
    strangers: Vec<Box<str>>,
}

/// Strangers numbered a thread; those beyond are [`UNKNOWN`].
const STRANGERS_KEPT: usize = 1_024;

/// Records read without a guess after one that was mostly guessed wrong.
const RECORDS_UNGUESSED: u32 = 15;

/// Keys of a record that the guess covers.
const TRAIL_LIMIT: usize = 128;

impl KeyReader {
    /// A record begins.
    pub(crate) fn rewind(&mut self) {
        self.unguessed = match self.unguessed {
            0 if self.missed * 2 > self.at => RECORDS_UNGUESSED,
            left => left.saturating_sub(1),
        };
        (self.at, self.missed) = (0, 0);
    }

    /// The number and the hash of the next key: guessed from the record before, where at most one key was left out.
    pub(crate) fn read(&mut self, raw: &str) -> (Key, u64) {
        if self.unguessed == 0
            && let Some(guessed) = self.guess(raw)
        {
            return guessed;
        }
        self.missed += 1;
        let hash = hash::key(raw.as_bytes());
        let is_it = |&at: &u16| *self.known[usize::from(at)].raw == *raw.as_bytes();
        match self.by_hash.find(hash, is_it).copied() {
            Some(known) => {
                self.note(known);
                (self.known[usize::from(known)].key, hash)
            }
            None => (self.first_sight(raw, hash), hash),
        }
    }

    fn guess(&mut self, raw: &str) -> Option<(Key, u64)> {
        for at in [self.at, self.at + 1] {
            if let Some(&known) = self.trail.get(at)
                && let Some(known) = self.known.get(usize::from(known))
                && *known.raw == *raw.as_bytes()
            {
                self.at = at + 1;
                return Some((known.key, known.hash));
            }
        }
        None
    }

    /// The number of a spelling that is not kept; it is from now on, where there is room.
    #[cold]
    fn first_sight(&mut self, raw: &str, hash: u64) -> Key {
        let key = number(raw, &mut self.strangers);
        if self.known.len() >= SPELLINGS_KEPT || raw.len() > SPELLING_LIMIT {
            return key;
        }
        let at = self.known.len() as u16;
        let raw = raw.as_bytes().into();
        self.known.push(Spelling { raw, key, hash });
        let known = &self.known;
        self.by_hash
            .insert_unique(hash, at, |&at| known[usize::from(at)].hash);
        self.note(at);
        key
    }

    /// Remembers a key that was not guessed.
    fn note(&mut self, known: u16) {
        if let Some(step) = self.trail.get_mut(self.at) {
            *step = known;
        } else if self.at < TRAIL_LIMIT {
            self.trail.push(known);
        }
        self.at += 1;
    }
}

impl KeyReader {
    /// How a key is spelled: a stranger as it was met, a known one as the reference does.
    pub(crate) fn name(&self, key: Key) -> Option<&str> {
        let at = usize::from(key);
        match REGISTRY.names.get(at) {
            Some(name) => Some(name),
            None => self.strangers.get(at - REGISTRY.count).map(|name| &**name),
        }
    }
}

/// The number of a key at its first sight.
fn number(name: &str, strangers: &mut Vec<Box<str>>) -> Key {
    let key = REGISTRY.key(name);
    let is_kept = strangers.len() < STRANGERS_KEPT && name.len() <= SPELLING_LIMIT;
    if key != UNKNOWN || !is_kept {
        return key;
    }
    strangers.push(name.into());
    (REGISTRY.count + strangers.len() - 1) as Key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_key_is_one_key() {
        let key = REGISTRY.key("callUpdatesVersion");
        assert_ne!(key, UNKNOWN);
        for name in [
            "callupdatesversion",
            "CallUpdatesVersion",
            "Call Updates_Version",
            " call-updates-version ",
        ] {
            assert_eq!(REGISTRY.key(name), key, "{name}");
        }
        let time = REGISTRY.key("time");
        assert_eq!(REGISTRY.key("TimeGenerated [UTC]"), time);
        assert_eq!(REGISTRY.key("TimeGenerated [Local Time]"), time);
        assert_eq!(
            REGISTRY.key("pstnPartcipantCallType "),
            REGISTRY.key("pstnParticipantCallType")
        );
        assert_eq!(REGISTRY.key("nobody asks"), UNKNOWN);
    }

    #[test]
    fn a_wrong_guess_costs_nothing_but_time() {
        let mut reader = KeyReader::default();
        for order in [["time", "category"], ["category", "time"]] {
            reader.rewind();
            for name in order {
                let (key, hash) = reader.read(name);
                assert_eq!(
                    (key, hash),
                    (REGISTRY.key(name), hash::key(name.as_bytes()))
                );
            }
        }
    }
}
