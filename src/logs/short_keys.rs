//! Short spellings of keys, found by a glance at the text: neither their end nor a fault in them is looked for, as the
//! whole key, with its quotes and the colon, is compared with one that was judged before.

use super::keys::Key;

/// Bytes that are looked at, behind the opening quote.
const BLOCK: usize = 32;
const WORDS: usize = BLOCK / 8;

/// What must stand behind a spelling.
const CLOSING: &[u8] = b"\":";

/// Places for spellings, a power of two.
const PLACES: usize = 1 << PLACE_BITS;
const PLACE_BITS: u32 = 12;

/// A spelling with what it stands for.
pub(crate) struct ShortKey {
    /// With what must stand behind it; zeros from there on.
    raw: [u64; WORDS],
    /// Ones where `raw` counts.
    mask: [u64; WORDS],
    /// The number of the key.
    pub(crate) key: Key,
    /// The hash of the spelling.
    pub(crate) hash: u64,
    /// Bytes with both quotes and the colon.
    pub(crate) length: usize,
}

/// Short spellings by what they look like. The table has an end: a spelling that finds no place is left to others.
#[derive(Default)]
pub(crate) struct ShortKeys {
    keys: Vec<ShortKey>,
    /// Positions in `keys`, counted from 1; two places for each look.
    places: Vec<u16>,
}

impl ShortKeys {
    /// The spelling in quotes, and its colon, that a text begins with.
    #[inline]
    pub(crate) fn find(&self, text: &[u8]) -> Option<&ShortKey> {
        let words = match text.get(1..=BLOCK) {
            Some(block) => words(block),
            None => words_at_end(text.get(1..)?),
        };
        let place = place(words);
        self.key_at(place, words)
            .or_else(|| self.key_at(place ^ 1, words))
    }

    #[inline]
    fn key_at(&self, place: usize, words: [u64; WORDS]) -> Option<&ShortKey> {
        let at = usize::from(*self.places.get(place)?);
        let key = self.keys.get(at.wrapping_sub(1))?;
        let mut judged = words.iter().zip(&key.mask).zip(&key.raw);
        judged
            .all(|((word, mask), raw)| word & mask == *raw)
            .then_some(key)
    }

    /// Adds a spelling that is not in it.
    pub(crate) fn add(&mut self, raw: &str, key: Key, hash: u64) {
        let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
        let count = raw.len() + CLOSING.len();
        if count > BLOCK || !raw.bytes().all(is_plain) {
            return;
        }
        self.places.resize(PLACES, 0);
        let raw = words_at_end(&[raw.as_bytes(), CLOSING].concat());
        let place = place(raw);
        let mut both = [place, place ^ 1].into_iter();
        if let Some(free) = both.find(|&at| self.places[at] == 0) {
            self.keys.push(ShortKey {
                raw,
                mask: words_at_end(&[0xff].repeat(count)),
                key,
                hash,
                length: count + 1,
            });
            self.places[free] = self.keys.len() as u16;
        }
    }
}

/// The bytes of a block.
#[inline]
fn words(block: &[u8]) -> [u64; WORDS] {
    let (block, _) = block.as_chunks::<8>();
    let word = |at: usize| block.get(at).map_or(0, |word| u64::from_le_bytes(*word));
    [word(0), word(1), word(2), word(3)]
}

/// The same where a text ends within the block, with zeros behind its end.
#[cold]
fn words_at_end(text: &[u8]) -> [u64; WORDS] {
    let mut block = [0; BLOCK];
    for (to, from) in block.iter_mut().zip(text) {
        *to = *from;
    }
    words(&block)
}

/// Where to look for a spelling: by its first bytes up to its quote, 16 of them at most, without a branch, as in keys of
/// any order none could be foretold.
#[inline]
fn place([first, second, ..]: [u64; WORDS]) -> usize {
    // An odd number without pattern: the golden ratio.
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    let (in_first, in_second) = (quotes(first), quotes(second));
    let goes_on = u64::from(in_first == 0).wrapping_neg();
    let low = first & through_lowest(in_first);
    let high = second & through_lowest(in_second) & goes_on;
    let mixed = (low.wrapping_mul(MIX).rotate_left(32) ^ high).wrapping_mul(MIX);
    (mixed >> (u64::BITS - PLACE_BITS)) as usize
}

/// The highest bit of bytes that are quotes; it is exact up to the first of them.
#[inline]
fn quotes(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    let word = word ^ (ONES * b'"' as u64);
    word.wrapping_sub(ONES) & !word & HIGHS
}

/// Ones up to the lowest one; all when there is none.
#[inline]
fn through_lowest(bits: u64) -> u64 {
    bits ^ bits.wrapping_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_key_with_its_colon_is_found() {
        let mut keys = ShortKeys::default();
        for (key, name) in (0..).zip(["callId", "callIdX", "a key of twentynine characters", ""]) {
            keys.add(name, key, 7);
        }
        let found = |text: &str| keys.find(text.as_bytes()).map(|found| found.key);
        assert_eq!(found("\"callId\":1"), Some(0));
        assert_eq!(
            found("\"callIdX\":1,\"and\":\"more text than is looked at\""),
            Some(1)
        );
        assert_eq!(found("\"a key of twentynine characters\":"), Some(2));
        assert_eq!(found("\"\":"), Some(3));
        for text in [
            "",
            "\"",
            "\"callId",
            "\"callId\"",
            "\"callId\" :1",
            "\"callid\":1",
            "\"callI\\u0064\":1",
            "\"callIdXY\":1",
            "\"\\callId\":1",
            "\"nobody's\":1",
            "\"a text without any quote, as long as a whole block\":",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn what_follows_a_key_does_not_matter() {
        let name = "abcdefghijklmnopqrstuvwxyzABCD";
        for length in 0..=BLOCK - CLOSING.len() {
            let mut keys = ShortKeys::default();
            keys.add(&name[..length], 5, 0);
            for behind in [
                "1",
                "\"x\",\"y\":\"a longer text than is looked at\"",
                "12345678901234567890",
            ] {
                let text = format!("\"{}\":{behind}", &name[..length]);
                assert!(keys.find(text.as_bytes()).is_some(), "{text}");
            }
        }
    }

    #[test]
    fn the_table_has_an_end() {
        let mut keys = ShortKeys::default();
        for key in 0..20_000 {
            keys.add(&format!("key {key}"), key, 0);
        }
        assert_eq!(keys.places.len(), PLACES);
        assert!(keys.keys.len() <= PLACES);
        for found in &keys.keys {
            let text = format!("\"key {}\":", found.key);
            assert_eq!(
                keys.find(text.as_bytes()).map(|again| again.key),
                Some(found.key)
            );
        }
    }

    #[test]
    fn long_keys_and_keys_with_quotes_are_left_to_others() {
        let mut keys = ShortKeys::default();
        for name in [
            "a key of thirty-one characters..",
            "with \" in it",
            "with \\ in it",
            "with \t in it",
        ] {
            keys.add(name, 1, 2);
        }
        assert!(keys.keys.is_empty());
    }
}
