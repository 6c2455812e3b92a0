//! Where the values of one record lie: its members in their order, found by key number, with the record's hash.
//!
//! Envelope keys and the keys inside `properties` (an object, or the JSON text of one) are two banks.

use super::json::{self, Cursor, Fault, Kind, Word};
use super::keys::{Key, KeyReader, REGISTRY, UNKNOWN};
use super::template::Change;
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
    pub(super) fn of(key: Key) -> Self {
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
    /// Which of the shifts tells how far it lies from its place.
    lane: u16,
    key_hash: u64,
    pair: u64,
}

/// Members by key number.
#[derive(Clone, Default)]
struct Bank {
    /// By key: the round in which it was set, and the number of its member.
    slots: Vec<(u32, u32)>,
    round: u32,
}

impl Bank {
    fn clear(&mut self) {
        self.round = self.round.wrapping_add(1);
        if self.round == 0 || self.slots.is_empty() {
            self.slots.clear();
            self.slots.resize(REGISTRY.count, (0, 0));
            self.round = 1;
        }
    }

    /// Where the number of a key stands; nowhere for one that has no number of its own.
    #[inline]
    fn slot(&mut self, key: Key) -> Option<&mut (u32, u32)> {
        let at = usize::from(key);
        if at >= self.slots.len() {
            self.grow(key);
        }
        self.slots.get_mut(at)
    }

    #[cold]
    fn grow(&mut self, key: Key) {
        if key != UNKNOWN {
            self.slots.resize(usize::from(key) + 1, (0, 0));
        }
    }

    fn unset(&mut self, key: Key) {
        if let Some(slot) = self.slots.get_mut(usize::from(key)) {
            *slot = (0, 0);
        }
    }

    #[inline]
    fn number(&self, key: Key) -> Option<usize> {
        let &(round, number) = self.slots.get(usize::from(key))?;
        (round == self.round).then_some(number as usize)
    }
}

/// The record before: what it says is as valid where it is met again.
#[derive(Clone, Copy)]
pub(super) struct Past<'p> {
    /// All members lie in it.
    pub(super) text: &'p [u8],
    pub(super) layout: &'p Layout,
}

/// The members of a record.
#[derive(Clone, Default)]
pub(super) struct Layout {
    pub(super) members: Vec<Member>,
    /// Where their values start and end: apart, so that moving them all is one sum of arrays.
    places: Vec<[u32; 2]>,
    /// By lane how far members lie behind their places, as the values before them are longer: see
    /// [`super::template`]. Those of the first lane lie where they are told to.
    shifts: Vec<i32>,
    /// Of the envelope, of `properties`.
    banks: [Bank; 2],
    /// The first member of the `properties` that count.
    inner_from: usize,
    /// Keys of members that were not kept, by bank.
    spilled: [Vec<Key>; 2],
    /// The sum of the hashes of members, by bank.
    sums: [u64; 2],
    /// The hash of the key `properties` when that is an object: it is no member, its members are.
    properties: Option<u64>,
    has_properties: bool,
    /// False when not each value is a member, or some do not lie in the text of the record.
    is_whole: bool,
    /// Keys whose value may not be that of the record before.
    changed: Vec<Key>,
    /// Keys that the record before has too.
    met: usize,
    /// Different keys in either bank.
    distinct: usize,
}

/// Where members are read.
pub(super) struct Scene<'s, 't> {
    pub(super) cursor: &'s mut Cursor<'t>,
    pub(super) text: &'t str,
    pub(super) keys: &'s mut KeyReader,
    pub(super) past: Option<Past<'s>>,
}

/// The bank of the envelope, and that of `properties`.
const OUTER: usize = 0;
const INNER: usize = 1;

impl Layout {
    fn clear(&mut self) {
        self.members.clear();
        self.places.clear();
        self.banks[OUTER].clear();
        self.spilled[OUTER].clear();
        self.clear_inner();
        self.sums = [0; 2];
        self.properties = None;
        self.has_properties = false;
        self.is_whole = true;
        self.changed.clear();
        (self.met, self.distinct) = (0, 0);
    }

    fn clear_inner(&mut self) {
        self.banks[INNER].clear();
        self.inner_from = self.members.len();
        self.spilled[INNER].clear();
    }

    /// Reads the object under the cursor.
    pub(super) fn read(&mut self, scene: &mut Scene) -> Result<(), Fault> {
        self.clear();
        self.members(scene, OUTER, 0)?;
        if let Some(past) = scene.past {
            self.miss(past.layout);
        }
        Ok(())
    }

    /// The members of the object under the cursor.
    fn members(&mut self, scene: &mut Scene, bank: usize, depth: u32) -> Result<(), Fault> {
        let properties = envelope::keys().properties;
        scene.cursor.open();
        let mut first = true;
        while scene.cursor.next_key(first)? {
            first = false;
            let key = scene.key()?;
            if key.0 == properties && bank == OUTER {
                self.is_whole &= !self.has_properties;
                self.has_properties = true;
                if scene.cursor.peek() == Some(b'{') {
                    self.properties(scene, key.1)?;
                    continue;
                }
            }
            self.member(scene, key, bank, depth)?;
        }
        Ok(())
    }

    /// `properties` as an object. A second one takes the place of the first, in all but the hash.
    fn properties(&mut self, scene: &mut Scene, key_hash: u64) -> Result<(), Fault> {
        self.sums[OUTER] = self.sums[OUTER].wrapping_add(self.inner_pair());
        self.banks[OUTER].unset(envelope::keys().properties);
        self.sums[INNER] = 0;
        self.clear_inner();
        self.members(scene, INNER, 1)?;
        self.properties = Some(key_hash);
        Ok(())
    }

    /// `properties` given as JSON text. A text that is no object stays what it is: a text.
    pub(super) fn unpack(&mut self, unpacked: &str, keys: &mut KeyReader) {
        // The members of the text are no part of the record's hash: it was summed with the text itself.
        let sum = self.sums[INNER];
        self.is_whole = false;
        self.clear_inner();
        let mut cursor = Cursor::new(unpacked);
        if cursor.peek() == Some(b'{') {
            let mut scene = Scene {
                cursor: &mut cursor,
                text: unpacked,
                keys,
                past: None,
            };
            let read = self.members(&mut scene, INNER, 0);
            if read.and_then(|()| cursor.end()).is_err() {
                self.clear_inner();
            }
        }
        self.sums[INNER] = sum;
    }

    /// The value of a key: known when the record before has the same.
    #[inline]
    fn member(
        &mut self,
        scene: &mut Scene,
        key: (Key, u64),
        bank: usize,
        depth: u32,
    ) -> Result<(), Fault> {
        let this = &mut self.banks[bank];
        let round = this.round;
        let is_first = this.slot(key.0).is_none_or(|slot| slot.0 != round);
        self.distinct += usize::from(is_first);
        let read;
        let known = self.known(scene, key, bank, is_first);
        let (member, word) = if let Some(known) = known {
            known
        } else {
            read = self.value(scene, key, bank, depth)?;
            (&read.0, read.1)
        };
        self.put(member, word, bank);
        Ok(())
    }

    /// The member of this key and value that the record before has too.
    #[inline]
    fn known<'s>(
        &mut self,
        scene: &mut Scene<'s, '_>,
        (key, key_hash): (Key, u64),
        bank: usize,
        is_first: bool,
    ) -> Option<(&'s Member, Word)> {
        let past = scene.past?;
        let at = past.layout.banks[bank].number(key)?;
        let member = past.layout.members.get(at)?;
        self.met += usize::from(is_first);
        if member.key_hash != key_hash || !is_first {
            return None;
        }
        let word = scene.cursor.again(past.text, past.layout.word_at(at))?;
        Some((member, word))
    }

    /// Reads a value.
    #[inline(never)]
    fn value(
        &mut self,
        scene: &mut Scene,
        (key, key_hash): (Key, u64),
        bank: usize,
        depth: u32,
    ) -> Result<(Member, Word), Fault> {
        self.changed.push(key);
        let (word, nested) = scene.cursor.value(depth + 1)?;
        let member = Member {
            kind: word.kind,
            key,
            is_inner: bank == INNER,
            role: Role::of(key),
            lane: 0,
            key_hash,
            pair: hash::pair(key_hash, &scene.text.as_bytes()[word.told()], nested),
        };
        Ok((member, word))
    }

    #[inline]
    fn put(&mut self, member: &Member, word: Word, bank: usize) {
        self.sums[bank] = self.sums[bank].wrapping_add(member.pair);
        let at = self.members.len();
        if at >= MEMBERS_KEPT {
            self.spill(*member, word, bank);
            return;
        }
        let bank = &mut self.banks[bank];
        if let Some(slot) = bank.slots.get_mut(usize::from(member.key)) {
            // The last of equal keys wins.
            *slot = (bank.round, at as u32);
        }
        self.members.push(*member);
        self.places.push([word.start, word.end]);
    }

    /// A member beyond the limit: it shares the place of its key, or has one when the key is asked for.
    #[cold]
    fn spill(&mut self, member: Member, word: Word, bank: usize) {
        self.is_whole = false;
        let known = self.banks[bank].number(member.key);
        let at = known.unwrap_or(self.members.len());
        if known.is_some() {
            self.members[at] = member;
            self.places[at] = [word.start, word.end];
        } else if usize::from(member.key) < REGISTRY.count {
            let round = self.banks[bank].round;
            if let Some(slot) = self.banks[bank].slot(member.key) {
                *slot = (round, at as u32);
            }
            self.members.push(member);
            self.places.push([word.start, word.end]);
        } else {
            self.spilled[bank].push(member.key);
        }
    }

    /// Notes the keys that only the record before has.
    fn miss(&mut self, past: &Self) {
        if self.met == past.distinct {
            return;
        }
        for member in &past.members {
            if self.banks[usize::from(member.is_inner)]
                .number(member.key)
                .is_none()
            {
                self.changed.push(member.key);
            }
        }
    }

    /// The same layout, as of a record that nothing stood before.
    pub(super) fn alone(&self) -> Self {
        let mut layout = self.clone();
        layout.changed.clear();
        layout
    }

    /// The keys whose values may not be those of the record before, which was given to [`Self::read`].
    pub(super) fn changed(&self) -> &[Key] {
        &self.changed
    }

    /// The hash of the whole record.
    pub(super) fn hash(&self) -> u64 {
        hash::object(self.sums[OUTER].wrapping_add(self.inner_pair()))
    }

    fn inner_pair(&self) -> u64 {
        let nested = Some(hash::object(self.sums[INNER]));
        self.properties
            .map_or(0, |key| hash::pair(key, b"", nested))
    }

    /// Takes the hash of another value of a member, which lies in the text of the new record. Answers with the member,
    /// and whether the value is another one. Where it lies is told later, by [`Self::fill_gap`] or [`Self::replace`].
    #[allow(clippy::inline_always)] // A call for each value of each line is a part of loading that can be measured.
    #[inline(always)]
    pub(super) fn revalue(
        &mut self,
        at: u32,
        (word, nested): (Word, Option<u64>),
        text: &str,
    ) -> (&Member, bool) {
        let member = &mut self.members[at as usize];
        let told = &text.as_bytes()[word.told()];
        let pair = hash::pair(member.key_hash, told, nested);
        let was = std::mem::replace(&mut member.pair, pair);
        let sum = &mut self.sums[usize::from(member.is_inner)];
        *sum = sum.wrapping_sub(was).wrapping_add(pair);
        (member, was != pair)
    }

    /// Puts other values in the place of members' and moves those behind. To be called when [`Self::settle`] was.
    pub(super) fn replace(&mut self, changes: &[Change]) {
        let (mut from, mut shift) = (0, 0_i32);
        for &Change { at, word, .. } in changes {
            let at = at as usize;
            self.shift(from..at, shift);
            let was = self.kept_at(at);
            self.members[at].kind = word.kind;
            self.places[at] = [word.start, word.end];
            shift = word.behind() as i32 - was.behind() as i32;
            from = at + 1;
        }
        self.shift(from..self.members.len(), shift);
    }

    /// Lets each member lie where it is told to.
    pub(super) fn settle(&mut self) {
        for (place, member) in self.places.iter_mut().zip(&self.members) {
            let by = self.shifts.get(usize::from(member.lane));
            let by = by.copied().unwrap_or_default();
            *place = place.map(|at| at.wrapping_add_signed(by));
        }
        self.shifts.fill(0);
    }

    /// From now on each of these members is in a gap, which it fills with every record.
    pub(super) fn open_gaps(&mut self, gaps: &[u32]) {
        let mut lane = 0;
        let mut gaps = gaps.iter().peekable();
        for (at, member) in (0..).zip(&mut self.members) {
            let is_gap = gaps.next_if_eq(&&at).is_some();
            lane += u16::from(is_gap);
            // What fills a gap is told its place each time.
            member.lane = if is_gap { 0 } else { lane };
        }
        self.shifts.clear();
        self.shifts.resize(usize::from(lane) + 1, 0);
    }

    /// A member in a gap has a new value; those up to the next gap lie that much further on.
    #[inline]
    pub(super) fn fill_gap(&mut self, (at, word): (u32, Word), lane: usize, by: i32) {
        self.members[at as usize].kind = word.kind;
        self.places[at as usize] = [word.start, word.end];
        self.shifts[lane] = by;
    }

    /// The first of some members that ends at or behind a byte of the kept text.
    pub(super) fn member_behind(&self, members: Range<usize>, at: usize) -> Option<usize> {
        let from = members.start;
        let mut places = self.places.get(members)?.iter();
        Some(from + places.position(|&[_, end]| end as usize >= at)?)
    }

    /// Where the value of a member lies in the record at hand.
    #[inline]
    pub(super) fn word_at(&self, at: usize) -> Word {
        let Word { kind, start, end } = self.kept_at(at);
        let lane = usize::from(self.members[at].lane);
        let by = self.shifts.get(lane).copied().unwrap_or_default();
        Word {
            kind,
            start: start.wrapping_add_signed(by),
            end: end.wrapping_add_signed(by),
        }
    }

    /// Where it lies in the text that is kept; of a member in a gap, where it lies in the record at hand.
    #[inline]
    pub(super) fn kept_at(&self, at: usize) -> Word {
        let [start, end] = self.places[at];
        Word {
            kind: self.members[at].kind,
            start,
            end,
        }
    }

    /// Moves members.
    #[inline]
    fn shift(&mut self, members: Range<usize>, by: i32) {
        if by == 0 {
            return;
        }
        for place in self.places[members].as_flattened_mut() {
            *place = place.wrapping_add_signed(by);
        }
    }

    /// The hash of a member: of its key and its raw value.
    pub(super) fn pair_at(&self, at: usize) -> u64 {
        self.members[at].pair
    }

    /// The member of a key of the envelope.
    pub(super) fn outer_member(&self, key: Key) -> Option<usize> {
        self.banks[OUTER].number(key)
    }

    /// The member of a key inside `properties`.
    pub(super) fn inner_member(&self, key: Key) -> Option<usize> {
        self.banks[INNER].number(key)
    }

    /// The value of a key of the envelope.
    pub(super) fn outer(&self, key: Key) -> Word {
        self.word(self.banks[OUTER].number(key))
    }

    /// The value of a key inside `properties`.
    pub(super) fn inner(&self, key: Key) -> Word {
        self.word(self.banks[INNER].number(key))
    }

    fn word(&self, number: Option<usize>) -> Word {
        number.map_or_else(Word::default, |number| self.word_at(number))
    }

    /// All keys, those met twice as often.
    pub(super) fn keys(&self) -> impl Iterator<Item = &Key> {
        let members = self.members.iter().enumerate();
        let counts = |&(at, member): &(usize, &Member)| !member.is_inner || at >= self.inner_from;
        let members = members.filter(counts).map(|(_, member)| &member.key);
        members.chain(self.spilled.iter().flatten())
    }

    /// Can another record be read by what differs from this one?
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }
}

impl Scene<'_, '_> {
    /// The number and the hash of the key under the cursor, which goes on to its value.
    #[inline]
    fn key(&mut self) -> Result<(Key, u64), Fault> {
        if let Some(short) = self.keys.glance(self.cursor.rest()) {
            let key = (short.key, short.hash);
            self.cursor.step_over(short.length);
            self.cursor.peek();
            return Ok(key);
        }
        self.other_key()
    }

    fn other_key(&mut self) -> Result<(Key, u64), Fault> {
        let name = self.cursor.string()?;
        self.cursor.colon()?;
        let raw = &self.text[name.range()];
        Ok(if name.kind == Kind::Escaped {
            let (key, _) = self.keys.read(&json::decode(raw));
            (key, hash::key(raw.as_bytes()))
        } else {
            self.keys.read(raw)
        })
    }
}
