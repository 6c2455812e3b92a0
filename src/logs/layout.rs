//! Where the values of one record lie: its members in their order, found by key number, with the record's hash.
//!
//! Envelope keys and the keys inside `properties` (an object, or the JSON text of one) are two banks.

use super::json::{self, Cursor, Fault, Kind, Word};
use super::keys::{Key, KeyReader, REGISTRY};
use super::{envelope, hash};
use std::ops::Range;
use std::sync::LazyLock;

/// Members kept whatever their keys; of what a hostile record has beyond, only keys that are asked for are.
const MEMBERS_KEPT: usize = 256;

/// What depends on the value of a key besides its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Nothing.
    Plain,
    /// Whether this is one record, and where its members lie.
    Structure,
    /// The class of the record (see [`super::classify::class`]).
    Class,
}

impl Role {
    fn of(key: Key) -> Self {
        static ROLES: LazyLock<Vec<Role>> =
            LazyLock::new(|| (0..REGISTRY.count as Key).map(Role::told).collect());
        ROLES.get(usize::from(key)).copied().unwrap_or(Self::Plain)
    }

    /// Of a known key.
    fn told(key: Key) -> Self {
        let keys = envelope::keys();
        match key {
            key if key == keys.properties || key == keys.records => Self::Structure,
            key if [keys.category, keys.table, keys.result_table, keys.version].contains(&key) => {
                Self::Class
            }
            _ => Self::Plain,
        }
    }
}

/// A key with its value.
#[derive(Clone, Copy)]
pub(super) struct Member {
    kind: Kind,
    pub(super) key: Key,
    pub(super) is_inner: bool,
    pub(super) role: Role,
    key_hash: u64,
    pair: u64,
}

/// Members by key number, emptied at the cost of what was filled.
#[derive(Default)]
struct Bank {
    /// By key: the number of its member, counted from 1; 0 when there is none.
    numbers: Vec<u32>,
    filled: Vec<Key>,
}

impl Bank {
    fn clear(&mut self) {
        for key in self.filled.drain(..) {
            if let Some(number) = self.numbers.get_mut(key as usize) {
                *number = 0;
            }
        }
        self.numbers.resize(REGISTRY.count, 0);
    }

    /// The last of equal keys wins.
    fn set(&mut self, key: Key, number: Option<usize>) {
        self.filled.push(key);
        if let Some(slot) = self.numbers.get_mut(key as usize) {
            *slot = number.map_or(0, |number| number as u32 + 1);
        }
    }

    fn number(&self, key: Key) -> Option<usize> {
        match self.numbers.get(key as usize) {
            None | Some(0) => None,
            Some(&number) => Some(number as usize - 1),
        }
    }
}

/// The members of a record.
#[derive(Default)]
pub(super) struct Layout {
    pub(super) members: Vec<Member>,
    /// Where their values start and end: apart, so that moving them all is one sum of arrays.
    places: Vec<[u32; 2]>,
    outer: Bank,
    inner: Bank,
    outer_sum: u64,
    inner_sum: u64,
    /// The hash of the key `properties` when that is an object: it is no member, its members are.
    properties: Option<u64>,
    /// False when not each value is a member, or some do not lie in the text of the record.
    is_whole: bool,
}

impl Layout {
    fn clear(&mut self) {
        self.members.clear();
        self.places.clear();
        self.outer.clear();
        self.inner.clear();
        (self.outer_sum, self.inner_sum) = (0, 0);
        self.properties = None;
        self.is_whole = true;
    }

    /// Reads the object under the cursor.
    pub(super) fn read(
        &mut self,
        cursor: &mut Cursor,
        text: &str,
        keys: &mut KeyReader,
    ) -> Result<(), Fault> {
        self.clear();
        keys.rewind();
        cursor.open();
        let properties = envelope::keys().properties;
        let mut first = true;
        while let Some(name) = cursor.key(first)? {
            first = false;
            let (key, key_hash) = number(text, name, keys);
            if key == properties && cursor.peek() == Some(b'{') {
                self.properties(cursor, text, keys, key_hash)?;
            } else {
                let value = cursor.value(1)?;
                if key == properties {
                    self.meet_properties();
                }
                self.add(text, (key, key_hash), value, false);
            }
        }
        Ok(())
    }

    fn meet_properties(&mut self) {
        let key = envelope::keys().properties;
        self.is_whole &= !self.outer.filled.contains(&key);
    }

    /// `properties` as an object. A second one takes the place of the first, in all but the hash.
    fn properties(
        &mut self,
        cursor: &mut Cursor,
        text: &str,
        keys: &mut KeyReader,
        key_hash: u64,
    ) -> Result<(), Fault> {
        self.outer_sum = self.outer_sum.wrapping_add(self.inner_pair());
        self.meet_properties();
        self.outer.set(envelope::keys().properties, None);
        self.inner_sum = 0;
        self.inner.clear();
        self.members(cursor, text, 1, keys)?;
        self.properties = Some(key_hash);
        Ok(())
    }

    /// `properties` given as JSON text. A text that is no object stays what it is: a text.
    pub(super) fn unpack(&mut self, unpacked: &str, keys: &mut KeyReader) {
        // The members of the text are no part of the record's hash: it was summed with the text itself.
        let sum = self.inner_sum;
        self.is_whole = false;
        self.inner.clear();
        let mut cursor = Cursor::new(unpacked);
        if cursor.peek() == Some(b'{') {
            let read = self.members(&mut cursor, unpacked, 0, keys);
            if read.and_then(|()| cursor.end()).is_err() {
                self.inner.clear();
            }
        }
        self.inner_sum = sum;
    }

    /// The members of the object under the cursor.
    fn members(
        &mut self,
        cursor: &mut Cursor,
        text: &str,
        depth: u32,
        keys: &mut KeyReader,
    ) -> Result<(), Fault> {
        cursor.open();
        let mut first = true;
        while let Some(name) = cursor.key(first)? {
            first = false;
            let key = number(text, name, keys);
            let value = cursor.value(depth + 1)?;
            self.add(text, key, value, true);
        }
        Ok(())
    }

    fn add(
        &mut self,
        text: &str,
        (key, key_hash): (Key, u64),
        (word, nested): (Word, Option<u64>),
        is_inner: bool,
    ) {
        let pair = hash::pair(key_hash, &text.as_bytes()[word.told()], nested);
        let member = Member {
            kind: word.kind,
            key,
            is_inner,
            role: Role::of(key),
            key_hash,
            pair,
        };
        let (bank, sum) = if is_inner {
            (&mut self.inner, &mut self.inner_sum)
        } else {
            (&mut self.outer, &mut self.outer_sum)
        };
        *sum = sum.wrapping_add(pair);
        let is_room = self.members.len() < MEMBERS_KEPT;
        self.is_whole &= is_room;
        match bank.number(key) {
            // Members beyond the limit share the place of their key.
            Some(at) if !is_room => {
                bank.filled.push(key);
                self.members[at] = member;
                self.places[at] = [word.start, word.end];
            }
            _ if is_room || usize::from(key) < REGISTRY.count => {
                bank.set(key, Some(self.members.len()));
                self.members.push(member);
                self.places.push([word.start, word.end]);
            }
            _ => bank.filled.push(key),
        }
    }

    /// The hash of the whole record.
    pub(super) fn hash(&self) -> u64 {
        hash::object(self.outer_sum.wrapping_add(self.inner_pair()))
    }

    fn inner_pair(&self) -> u64 {
        let nested = Some(hash::object(self.inner_sum));
        self.properties
            .map_or(0, |key| hash::pair(key, b"", nested))
    }

    /// Puts another value in the place of a member's; `text` is what it lies in.
    pub(super) fn replace(&mut self, at: usize, word: Word, nested: Option<u64>, text: &[u8]) {
        let member = &mut self.members[at];
        let pair = hash::pair(member.key_hash, &text[word.told()], nested);
        let sum = if member.is_inner {
            &mut self.inner_sum
        } else {
            &mut self.outer_sum
        };
        *sum = sum.wrapping_sub(member.pair).wrapping_add(pair);
        (member.kind, member.pair) = (word.kind, pair);
        self.places[at] = [word.start, word.end];
    }

    /// The first member from `from` on that ends at or behind a byte.
    pub(super) fn member_behind(&self, from: usize, at: usize) -> Option<usize> {
        let mut places = self.places[from..].iter();
        Some(from + places.position(|&[_, end]| end as usize >= at)?)
    }

    /// Where the value of a member lies.
    pub(super) fn word_at(&self, at: usize) -> Word {
        let [start, end] = self.places[at];
        Word {
            kind: self.members[at].kind,
            start,
            end,
        }
    }

    /// Moves members.
    pub(super) fn shift(&mut self, members: Range<usize>, by: isize) {
        if by == 0 {
            return;
        }
        for place in self.places[members].as_flattened_mut() {
            *place = place.wrapping_add_signed(by as i32);
        }
    }

    /// The hash of a member: of its key and its raw value.
    pub(super) fn pair_at(&self, at: usize) -> u64 {
        self.members[at].pair
    }

    /// The member of a key of the envelope.
    pub(super) fn outer_member(&self, key: Key) -> Option<usize> {
        self.outer.number(key)
    }

    /// The member of a key inside `properties`.
    pub(super) fn inner_member(&self, key: Key) -> Option<usize> {
        self.inner.number(key)
    }

    /// The value of a key of the envelope.
    pub(super) fn outer(&self, key: Key) -> Word {
        self.word(self.outer.number(key))
    }

    /// The value of a key inside `properties`.
    pub(super) fn inner(&self, key: Key) -> Word {
        self.word(self.inner.number(key))
    }

    fn word(&self, number: Option<usize>) -> Word {
        number.map_or_else(Word::default, |number| self.word_at(number))
    }

    /// All keys, those met twice as often.
    pub(super) fn keys(&self) -> impl Iterator<Item = &Key> {
        self.outer.filled.iter().chain(&self.inner.filled)
    }

    /// Can another record be read by what differs from this one?
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }
}

/// The number and the hash of a key.
fn number(text: &str, name: Word, keys: &mut KeyReader) -> (Key, u64) {
    let raw = &text[name.range()];
    if name.kind == Kind::Escaped {
        let (key, _) = keys.read(&json::decode(raw));
        (key, hash::key(raw.as_bytes()))
    } else {
        keys.read(raw)
    }
}
