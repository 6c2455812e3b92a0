//! Names of keys and categories in every spelling of the logs, as small numbers.
//!
//! The same field is `pstnParticipantCallType`, `PstnParticipantCallType`, `Pstn Participant Call Type` or
//! `TimeGenerated [UTC]` (log-schemas, "Match names without regard to case, blanks, `_` and `-`"). A raw spelling is
//! normalised once a thread and looked up afterwards.

use super::short_keys::{ShortKey, ShortKeys};
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

/// Keys by spelling.
#[derive(Default)]
pub(crate) struct KeyReader {
    short: ShortKeys,
    known: Vec<Spelling>,
    /// Positions in `known`, by the hash of the spelling.
    by_hash: HashTable<u16>,
    /// Spellings of no known key: they are numbered behind the known ones.
    strangers: Vec<Box<str>>,
}

/// Strangers numbered a thread; those beyond are [`UNKNOWN`].
const STRANGERS_KEPT: usize = 1_024;

impl KeyReader {
    /// The key in quotes that a text begins with, when it is short and was met before.
    #[inline]
    pub(crate) fn glance(&self, text: &[u8]) -> Option<&ShortKey> {
        self.short.find(text)
    }

    /// The number and the hash of a key.
    pub(crate) fn read(&mut self, raw: &str) -> (Key, u64) {
        let hash = hash::key(raw.as_bytes());
        let is_it = |&at: &u16| *self.known[usize::from(at)].raw == *raw.as_bytes();
        let key = match self.by_hash.find(hash, is_it) {
            Some(&known) => self.known[usize::from(known)].key,
            None => self.first_sight(raw, hash),
        };
        (key, hash)
    }

    /// The number of a spelling that is not kept; it is from now on, where there is room.
    #[cold]
    fn first_sight(&mut self, raw: &str, hash: u64) -> Key {
        let key = number(raw, &mut self.strangers);
        if self.known.len() >= SPELLINGS_KEPT || raw.len() > SPELLING_LIMIT {
            return key;
        }
        let at = self.known.len() as u16;
        self.short.add(raw, key, hash);
        let raw = raw.as_bytes().into();
        self.known.push(Spelling { raw, key, hash });
        let known = &self.known;
        self.by_hash
            .insert_unique(hash, at, |&at| known[usize::from(at)].hash);
        key
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
    fn a_key_met_again_is_the_same_key() {
        let mut reader = KeyReader::default();
        for name in [
            "time",
            "category",
            "time",
            "of no log",
            "category",
            "of no log",
        ] {
            let (key, hash) = reader.read(name);
            assert_eq!(hash, hash::key(name.as_bytes()));
            if name != "of no log" {
                assert_eq!(key, REGISTRY.key(name));
            }
            let text = format!("\"{name}\":1");
            let glanced = reader.glance(text.as_bytes());
            let told = glanced.map(|short| (short.key, short.hash, short.length));
            assert_eq!(told, Some((key, hash, name.len() + 3)));
        }
    }
}
