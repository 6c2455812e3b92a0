//! The calls that a filter keeps, as a set that answers at once.

use super::filter::{Count, Sifted};
use crate::model::id::CallIx;

/// Some calls of a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptCalls {
    bits: Vec<u64>,
    /// How many, of how many, and how many have no value that was compared.
    pub count: Count,
    /// Streams in them for which the conditions on streams hold; none without such conditions.
    pub streams: Option<usize>,
    /// Two sets with the same number are one.
    pub number: u64,
}

impl KeptCalls {
    /// The set of what was left of all calls.
    pub fn of(sifted: &Sifted, number: u64) -> Self {
        let mut bits = vec![0; sifted.count.of.div_ceil(64)];
        for call in &sifted.calls {
            let at = call.at();
            if at / 64 >= bits.len() {
                bits.resize(at / 64 + 1, 0);
            }
            bits[at / 64] |= 1 << (at % 64);
        }
        Self {
            bits,
            count: sifted.count,
            streams: sifted.streams,
            number,
        }
    }

    /// True when a call is one of them; calls that came later are not.
    pub fn has(&self, call: CallIx) -> bool {
        let word = self.bits.get(call.at() / 64);
        word.is_some_and(|word| word >> (call.at() % 64) & 1 == 1)
    }
}

/// True when a call is kept, or nothing is filtered.
pub fn is_kept(kept: Option<&KeptCalls>, call: CallIx) -> bool {
    kept.is_none_or(|kept| kept.has(call))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_one_of_them_when_it_was_kept_and_none_that_came_later() {
        let kept = [0, 63, 64, 129].map(CallIx);
        let sifted = Sifted {
            calls: kept.to_vec(),
            count: Count {
                kept: 4,
                no_value: 0,
                of: 130,
            },
            streams: None,
        };
        let set = KeptCalls::of(&sifted, 1);
        let found: Vec<CallIx> = (0..1_000)
            .map(CallIx)
            .filter(|&call| set.has(call))
            .collect();
        assert_eq!(found, kept);
        assert!(is_kept(None, CallIx(7)) && !is_kept(Some(&set), CallIx(7)));
    }
}
