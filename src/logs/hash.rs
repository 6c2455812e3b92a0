//! The hash that tells "the same record met again, word for word apart from blanks and key order".
//!
//! Members are summed, so their order does not matter; elements are chained, so theirs does. The seed is drawn once a
//! process: hashes compare within it and nowhere else.

use foldhash::SharedSeed;
use foldhash::fast::FoldHasher;
use std::hash::Hasher;

/// The fast kind: hashes are compared as wholes, so that some of their bits are mixed less does no harm.
fn hasher(begin: u64) -> impl Hasher {
    FoldHasher::with_seed(begin, SharedSeed::global_random())
}

/// A raw key; kept beside a key that is met again and again.
pub(crate) fn key(raw: &[u8]) -> u64 {
    let mut hasher = hasher(0);
    hasher.write(raw);
    hasher.finish()
}

/// One member of an object: the hash of its key, and raw value or the hash of a container.
pub(crate) fn pair(key: u64, value: &[u8], nested: Option<u64>) -> u64 {
    chain(key, value, nested)
}

/// An object from the sum of its members.
pub(crate) fn object(sum: u64) -> u64 {
    sum.wrapping_add(0x9e37_79b9_7f4a_7c15)
}

/// An array with one element more.
pub(crate) fn chain(before: u64, value: &[u8], nested: Option<u64>) -> u64 {
    let mut hasher = hasher(before);
    match nested {
        Some(hash) => hasher.write_u64(hash),
        None => hasher.write(value),
    }
    hasher.finish()
}
