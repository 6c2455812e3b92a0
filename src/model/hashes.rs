//! Which records were met, by their hashes alone: what tells duplicates apart when the rows themselves are not kept.

use hashbrown::HashTable;

/// Parts that grow one at a time, so that growing takes little room beside what is there.
const PARTS: usize = 64;

/// A set of record hashes; some ten to twenty bytes each.
pub(super) struct Hashes {
    parts: Vec<HashTable<u64>>,
}

impl Default for Hashes {
    fn default() -> Self {
        Self {
            parts: (0..PARTS).map(|_| HashTable::new()).collect(),
        }
    }
}

impl Hashes {
    /// Notes a hash; false when it was there.
    pub(super) fn insert(&mut self, hash: u64) -> bool {
        let part = &mut self.parts[part_of(hash)];
        // The hashes of records are spread well: they need no hashing of their own.
        if part.find(hash, |&known| known == hash).is_some() {
            return false;
        }
        part.insert_unique(hash, hash, |&known| known);
        true
    }

    /// True when it was noted.
    pub(super) fn contains(&self, hash: u64) -> bool {
        let part = &self.parts[part_of(hash)];
        part.find(hash, |&known| known == hash).is_some()
    }

    /// How many.
    pub(super) fn len(&self) -> usize {
        self.parts.iter().map(HashTable::len).sum()
    }

    /// Bytes they take.
    pub(super) fn bytes(&self) -> usize {
        self.parts.iter().map(HashTable::allocation_size).sum()
    }
}

/// By bits that the tables themselves look at last.
const fn part_of(hash: u64) -> usize {
    (hash >> 48) as usize % PARTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_new_once() {
        let mut hashes = Hashes::default();
        let all = || (0..10_000_u64).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        assert!(all().all(|hash| hashes.insert(hash)));
        assert!(!all().any(|hash| hashes.insert(hash)));
        assert!(all().all(|hash| hashes.contains(hash)));
        assert!(!hashes.contains(1));
        assert_eq!(hashes.len(), 10_000);
        assert!(hashes.bytes() >= 80_000);
    }
}
