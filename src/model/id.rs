//! Typed indexes and the interner behind every identifier and repeated word.
//!
//! Rows refer to identifiers by a dense `u32`, so a million rows compare and group without touching text, and all
//! identifiers lie in one contiguous arena that a substring search can walk (`query::identifiers`).

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use std::hash::BuildHasher;
use std::sync::LazyLock;

/// Declares a dense index type.
macro_rules! index {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub struct $name(pub u32);
        impl $name {
            /// The position in the column.
            pub const fn at(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index! {
    /// An identifier (call, participant, endpoint, user, thread, operation …): compared trimmed and without regard to ASCII case.
    IdRef,
    /// A repeated word (SDK, OS, codec, code …): compared exactly.
    TextRef,
    /// A call, in order of first sight.
    CallIx,
    /// A source file, in order of discovery.
    FileIx,
    /// A kept summary row.
    SummaryIx,
    /// A kept call-diagnostics row.
    StreamIx,
    /// A kept client-operations row.
    OperationIx,
    /// A kept media-statistics row.
    SampleIx,
    /// A record of a category this program only keeps raw.
    OtherIx,
}

/// [`str::trim`] after a glance: hardly a text of the logs has blanks around it.
pub(crate) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [] => text,
        [only] if only.is_ascii_graphic() => text,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// A map by numbers this program gave out, so that nobody outside chooses them to collide.
pub(super) type Map<K, V> = std::collections::HashMap<K, V, RandomState>;

/// A set of such numbers.
pub(super) type Set<K> = std::collections::HashSet<K, RandomState>;

/// Why a value is not there. The three are never mixed up with 0 nor with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Absence {
    /// Key absent, `null`, `""`, or the text `"null"` / `"None"` (log-schemas, gotcha 1).
    Missing,
    /// The text `"Redacted"`: there, but hidden (another tenant, PSTN, bots).
    Redacted,
    /// There, but not what the column holds (text in a number column, `1e999`).
    Unreadable,
}

impl Absence {
    /// Tells whether a text stands for "no value", and which kind.
    pub fn of(text: &str) -> Option<Self> {
        match text.len() {
            0 => Some(Self::Missing),
            4 if text.eq_ignore_ascii_case("null") || text.eq_ignore_ascii_case("none") => {
                Some(Self::Missing)
            }
            8 if text.eq_ignore_ascii_case("redacted") => Some(Self::Redacted),
            _ => None,
        }
    }
}

const MISSING: u32 = 0;
const REDACTED: u32 = 1;

macro_rules! reference {
    ($name:ident) => {
        impl $name {
            /// No value.
            pub const MISSING: Self = Self(MISSING);
            /// Hidden by the service.
            pub const REDACTED: Self = Self(REDACTED);
            /// True when there is a usable value.
            pub const fn is_known(self) -> bool {
                self.0 > REDACTED
            }
            /// Itself when known.
            pub const fn known(self) -> Option<Self> {
                if self.is_known() { Some(self) } else { None }
            }
            /// The first known of the two, else the more telling absence (redacted before missing).
            #[must_use]
            pub fn or(self, other: Self) -> Self {
                if self.is_known() {
                    self
                } else if other.is_known() || self == Self::MISSING {
                    other
                } else {
                    self
                }
            }
        }
    };
}
reference!(IdRef);
reference!(TextRef);

/// A text of an interner: with its mark neither growing nor searching need look at the texts again.
#[derive(Clone, Copy)]
struct Entry {
    number: u32,
    mark: u32,
}

/// Half a hash, of the same seed in all interners of a process, so that texts can move from one to another with it.
type Mark = u32;

/// What the table takes for a hash: it looks at the lowest and at the highest bits.
fn spread(mark: Mark) -> u64 {
    u64::from(mark) << 32 | u64::from(mark)
}

/// Gives each distinct text a dense number; texts lie in one arena, each followed by a line feed.
///
/// Numbers 0 and 1 stand for *missing* and *redacted*, so a reference needs no `Option`.
pub struct Interner {
    arena: String,
    starts: Vec<u32>,
    /// One, or several among which the texts are shared out by their marks.
    tables: Vec<HashTable<Entry>>,
    fold: bool,
}

impl Interner {
    /// An interner for identifiers: ASCII case does not matter.
    pub fn folding() -> Self {
        Self::new(true)
    }

    /// An interner for words: every spelling counts.
    pub fn exact() -> Self {
        Self::new(false)
    }

    fn new(fold: bool) -> Self {
        Self {
            arena: "\nRedacted\n".to_owned(),
            starts: vec![0, 1, 10],
            tables: vec![HashTable::new()],
            fold,
        }
    }

    /// The same for millions of texts: a table that is full moves all its texts into a larger one, and whoever looks at
    /// the screen must not wait for a million of them at a time. To be called before the first text.
    #[must_use]
    pub(super) fn parted(mut self) -> Self {
        const PARTS: usize = 16;
        self.tables.resize_with(PARTS, HashTable::new);
        self
    }

    /// The same with room for some texts, so that it need not grow step by step.
    #[must_use]
    pub(super) fn roomy(mut self) -> Self {
        const TEXTS: usize = 200;
        const BYTES: usize = 8 << 10;
        self.arena.reserve(BYTES);
        self.starts.reserve(TEXTS);
        for table in &mut self.tables {
            table.reserve(TEXTS, |entry| spread(entry.mark));
        }
        self
    }

    /// How many numbers are given out, the two for absences included.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// True when nothing but the two absences is in it.
    pub fn is_empty(&self) -> bool {
        self.len() <= 2
    }

    /// Bytes it takes, what it keeps free for more texts included.
    pub fn bytes(&self) -> usize {
        self.arena.capacity()
            + self.starts.capacity() * size_of::<u32>()
            + self
                .tables
                .iter()
                .map(HashTable::allocation_size)
                .sum::<usize>()
    }

    /// The number of a text; absences (see [`Absence::of`]) get theirs. Blanks around it are cut off, and from an
    /// identifier its braces.
    pub fn intern(&mut self, text: &str) -> u32 {
        let text = self.bare(text);
        match Absence::of(text) {
            Some(Absence::Redacted) => return REDACTED,
            Some(_) => return MISSING,
            None => {}
        }
        self.marked(text, mark(self.fold, text.as_bytes()))
    }

    /// The same, with a number that it may well have: right or not, it costs one comparison.
    pub(crate) fn intern_guessed(&mut self, text: &str, guess: u32) -> u32 {
        let span = self
            .starts
            .get(guess as usize..)
            .and_then(<[u32]>::first_chunk);
        let is_it = span.is_some_and(|&[start, end]: &[u32; 2]| {
            let known = self.arena.as_bytes().get(start as usize..end as usize);
            known
                .and_then(<[u8]>::split_last)
                .is_some_and(|(_, known)| known == text.as_bytes())
        });
        if is_it { guess } else { self.intern(text) }
    }

    /// The numbers here of all texts of another interner of the same kind, by their numbers there.
    pub(super) fn adopt(&mut self, other: &Self) -> Vec<u32> {
        let mut marks = vec![0; other.len()];
        for entry in other.tables.iter().flatten() {
            marks[entry.number as usize] = entry.mark;
        }
        let numbers = (0_u32..).zip(marks);
        let moved = numbers.map(|(number, mark)| match number {
            MISSING | REDACTED => number,
            _ => self.marked(other.get(number), mark),
        });
        moved.collect()
    }

    /// The number of a bare text that is no absence.
    fn marked(&mut self, text: &str, mark: Mark) -> u32 {
        if let Some(found) = self.find(mark, text) {
            self.prefer_spelling(found, text);
            return found;
        }
        let number = self.len() as u32;
        self.arena.push_str(text);
        self.arena.push('\n');
        self.starts.push(self.arena.len() as u32);
        let entry = Entry { number, mark };
        let part = self.part(mark);
        self.tables[part].insert_unique(spread(mark), entry, |entry| spread(entry.mark));
        number
    }

    /// The number of a text that is already known.
    pub fn lookup(&self, text: &str) -> Option<u32> {
        let text = self.bare(text);
        match Absence::of(text) {
            Some(_) => None,
            None => self.find(mark(self.fold, text.as_bytes()), text),
        }
    }

    /// The text of a number; empty for *missing*.
    pub fn get(&self, number: u32) -> &str {
        if (number as usize) < self.len() {
            slice(&self.arena, &self.starts, number)
        } else {
            ""
        }
    }

    /// All texts, each ended by a line feed, in order of their numbers.
    pub fn arena(&self) -> &[u8] {
        self.arena.as_bytes()
    }

    /// Where in [`Self::arena`] each text begins, by number; and the end.
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// The number whose text covers this position of the arena.
    pub fn at_position(&self, position: usize) -> u32 {
        (self
            .starts
            .partition_point(|&start| start as usize <= position)
            - 1) as u32
    }

    /// `{…}` is the same identifier as what is in it (log-schemas, gotcha 5), save where it is a JSON object.
    fn bare<'t>(&self, text: &'t str) -> &'t str {
        let text = trimmed(text);
        let inner = text
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'))
            .filter(|inner| self.fold && !inner.contains(['"', '{']));
        inner.map_or(text, str::trim)
    }

    /// Which spelling of an identifier is shown must not depend on the order of files: the greatest in byte order wins
    /// (lower case, as the service mostly writes).
    fn prefer_spelling(&mut self, number: u32, text: &str) {
        if self.fold {
            let range = self.starts[number as usize] as usize
                ..self.starts[number as usize + 1] as usize - 1;
            // Of one length, as they differ in case alone.
            if text > &self.arena[range.clone()] {
                self.arena.replace_range(range, text);
            }
        }
    }

    /// By bits of the mark at which a table looks least.
    fn part(&self, mark: Mark) -> usize {
        (mark >> 20) as usize & (self.tables.len() - 1)
    }

    fn find(&self, mark: Mark, text: &str) -> Option<u32> {
        let is_it = |entry: &Entry| {
            let kept = || slice(&self.arena, &self.starts, entry.number);
            let is_same = || kept() == text || self.fold && kept().eq_ignore_ascii_case(text);
            entry.mark == mark && is_same()
        };
        let found = self.tables[self.part(mark)].find(spread(mark), is_it);
        found.map(|entry| entry.number)
    }
}

impl Default for Interner {
    fn default() -> Self {
        Self::exact()
    }
}

fn slice<'a>(arena: &'a str, starts: &[u32], number: u32) -> &'a str {
    let at = number as usize;
    &arena[starts[at] as usize..starts[at + 1] as usize - 1]
}

fn mark(fold: bool, text: &[u8]) -> Mark {
    static HASHER: LazyLock<RandomState> = LazyLock::new(RandomState::default);
    let hash = hash_bytes(&HASHER, fold, text);
    (hash ^ hash >> 32) as Mark
}

fn hash_bytes(hasher: &RandomState, fold: bool, text: &[u8]) -> u64 {
    if !fold {
        return hasher.hash_one(text);
    }
    let mut lower = [0_u8; 64];
    if text.len() <= lower.len() {
        let lower = &mut lower[..text.len()];
        lower.copy_from_slice(text);
        lower.make_ascii_lowercase();
        hasher.hash_one(&*lower)
    } else {
        hasher.hash_one(text.to_ascii_lowercase().as_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_fold_case_and_blanks_and_show_one_spelling() {
        let mut ids = Interner::folding();
        let a = ids.intern(" B25CF111-73df");
        assert_eq!(a, ids.intern("b25cf111-73df"));
        assert_eq!(ids.get(a), "b25cf111-73df");
        assert_eq!(ids.lookup("B25CF111-73DF"), Some(a));
        let long = "x".repeat(200);
        assert_eq!(ids.intern(&long), ids.intern(&long.to_uppercase()));
    }

    #[test]
    fn an_identifier_in_braces_is_the_same_and_a_json_object_is_not() {
        let mut ids = Interner::folding();
        let bare = ids.intern("b25cf111-73df");
        for spelling in ["{B25CF111-73DF}", " { b25cf111-73df } "] {
            assert_eq!(ids.intern(spelling), bare);
            assert_eq!(ids.lookup(spelling), Some(bare));
        }
        assert_eq!(IdRef(ids.intern("{}")), IdRef::MISSING);
        let object = ids.intern("{\"a\":1}");
        assert_eq!(ids.get(object), "{\"a\":1}");
        let mut words = Interner::exact();
        assert_ne!(words.intern("{a}"), words.intern("a"));
    }

    #[test]
    fn many_texts_are_shared_out_and_found_again() {
        let (mut many, mut few) = (Interner::folding().parted(), Interner::folding());
        let texts: Vec<String> = (0..2_000).map(|at| format!("Id-{at}")).collect();
        for text in &texts {
            assert_eq!(many.intern(text), few.intern(text));
        }
        assert!(many.tables.iter().all(|table| table.len() > 50));
        let mut adopted = Interner::folding().parted();
        assert_eq!(adopted.adopt(&many), adopted.adopt(&few));
        for text in &texts {
            assert_eq!(adopted.lookup(&text.to_uppercase()), few.lookup(text));
        }
    }

    #[test]
    fn absences_have_fixed_numbers() {
        let mut texts = Interner::exact();
        for missing in ["", "null", "NULL", "None", "  "] {
            assert_eq!(TextRef(texts.intern(missing)), TextRef::MISSING);
        }
        assert_eq!(TextRef(texts.intern("redacted")), TextRef::REDACTED);
        assert_eq!(texts.get(1), "Redacted");
        assert_eq!(texts.get(0), "");
        assert!(texts.is_empty());
    }

    #[test]
    fn words_keep_their_case() {
        let mut texts = Interner::exact();
        assert_ne!(texts.intern("VoIP"), texts.intern("VOIP"));
    }

    #[test]
    fn a_position_of_the_arena_names_its_text() {
        let mut ids = Interner::folding();
        let a = ids.intern("alpha");
        let b = ids.intern("beta");
        let at = memchr::memmem::find(ids.arena(), b"eta").unwrap_or_default();
        assert_eq!(ids.at_position(at), b);
        assert_eq!(ids.at_position(at - 3), a);
    }
}
