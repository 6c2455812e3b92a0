//! A map for keys that come in turns, as the statistics of clients do: what came after a key before comes after it again.

use super::id::Map;
use std::hash::Hash;

/// Values by key, in order of sight. A key that comes after the same one as before is found without a hash.
pub struct Turns<K, V> {
    entries: Vec<(K, V)>,
    numbers: Map<K, u32>,
    /// By entry which one came after it the last time.
    after: Vec<u32>,
    last: u32,
}

impl<K, V> Default for Turns<K, V> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            numbers: Map::default(),
            after: Vec::new(),
            last: 0,
        }
    }
}

impl<K: Copy + Eq + Hash, V: Default> Turns<K, V> {
    /// The value of a key, made at first sight.
    pub fn entry(&mut self, key: K) -> &mut V {
        let guess = self.after.get(self.last as usize).copied();
        let is_it = |no: &u32| self.entries.get(*no as usize).is_some_and(|it| it.0 == key);
        let no = guess.filter(is_it).unwrap_or_else(|| self.found(key));
        self.last = no;
        &mut self.entries[no as usize].1
    }

    fn found(&mut self, key: K) -> u32 {
        let next = self.entries.len() as u32;
        let no = *self.numbers.entry(key).or_insert(next);
        if no == next {
            self.entries.push((key, V::default()));
            self.after.push(next);
        }
        if let Some(after) = self.after.get_mut(self.last as usize) {
            *after = no;
        }
        no
    }

    /// Keys with their values, in order of sight.
    pub fn into_entries(self) -> Vec<(K, V)> {
        self.entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_those_of_a_map_whether_keys_come_in_turns_or_not() {
        for keys in ["abcabcabc", "aaabbbccc", "abacbcab", "cba", ""] {
            let mut turns: Turns<char, usize> = Turns::default();
            for key in keys.chars() {
                *turns.entry(key) += 1;
            }
            let mut seen: Vec<char> = Vec::new();
            for key in keys.chars() {
                if !seen.contains(&key) {
                    seen.push(key);
                }
            }
            let counted = |key: &char| (*key, keys.matches(*key).count());
            let wanted: Vec<(char, usize)> = seen.iter().map(counted).collect();
            assert_eq!(turns.into_entries(), wanted, "{keys}");
        }
    }
}
