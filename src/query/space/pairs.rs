//! Two bytes among many: found block by block, without a branch on each.
//!
//! A pair of hex digits is in every fifth identifier. A search that stops at each of them begins anew as often, and the
//! processor guesses wrongly where it stops; here the blocks that hold the pair are noted first, then looked into.

/// Bytes looked at together.
const BLOCK: usize = 64;
/// Blocks that are looked at before those that hold the pair are looked into; they are still near then.
const BLOCKS: usize = 256;

/// Names the places of a pair in order, as far as whole blocks with a byte behind them reach; the end of these.
pub(super) fn positions(bytes: &[u8], pair: [u8; 2], mut each: impl FnMut(usize)) -> usize {
    let block = |from: usize| bytes[from..].first_chunk::<{ BLOCK + 1 }>();
    let mut marked = [0; BLOCKS];
    let mut from = 0;
    while from + BLOCK < bytes.len() {
        let until = from + ((bytes.len() - 1 - from) / BLOCK).min(BLOCKS) * BLOCK;
        let mut count = 0;
        for start in (from..until).step_by(BLOCK) {
            // Written for every block, kept where the pair is.
            marked[count] = start;
            count += usize::from(block(start).is_some_and(|block| holds(block, pair)));
        }
        for &start in &marked[..count] {
            let mut places = block(start).map_or(0, |block| places(block, pair));
            while places != 0 {
                each(start + places.trailing_zeros() as usize);
                places &= places - 1;
            }
        }
        from = until;
    }
    from
}

fn holds(block: &[u8; BLOCK + 1], pair: [u8; 2]) -> bool {
    let found = (0..BLOCK).map(|at| equal(block, at, pair));
    found.fold(0, |any, found| any | found) != 0
}

/// 1 where the pair is.
fn equal(block: &[u8; BLOCK + 1], at: usize, [first, second]: [u8; 2]) -> u8 {
    u8::from(block[at] == first) & u8::from(block[at + 1] == second)
}

/// A bit for each byte where the pair begins.
fn places(block: &[u8; BLOCK + 1], pair: [u8; 2]) -> u64 {
    let mut found = [0; BLOCK];
    for (at, found) in found.iter_mut().enumerate() {
        *found = equal(block, at, pair);
    }
    let (eights, _) = found.as_chunks::<8>();
    // Multiplied so, the lowest bits of eight bytes come together in the highest byte.
    let bits =
        |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    let eights = eights.iter().rev();
    eights.fold(0, |places, eight| places << 8 | bits(eight))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_pair_is_named_in_order(
            bytes in prop::collection::vec(prop::sample::select(b"aab\n\xff".to_vec()), 0..400),
            pair in prop::sample::select(vec![*b"aa", *b"ab", *b"ba", *b"zz"]),
        ) {
            let bytes = bytes.repeat(50);
            let mut found = Vec::new();
            let end = positions(&bytes, pair, |at| found.push(at));
            prop_assert!(end <= bytes.len() && bytes.len() <= end + BLOCK);
            let pairs = bytes.windows(2).enumerate();
            let all = pairs.filter(|(at, two)| *two == pair && *at < end);
            let wanted: Vec<usize> = all.map(|(at, _)| at).collect();
            prop_assert_eq!(found, wanted);
        }
    }
}
