//! Numbers of some digits, without sign and exponent, as nearly all are.

/// Powers of ten, exact in a double.
const TENS: [f64; 9] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];

/// A number of at most 15 digits, eight of them decimals, without sign and exponent, as nearly all are. Digits and
/// power of ten are exact in a double, so their quotient is rounded once, as `str::parse` rounds. Rounded again to a
/// float it is still the nearest one: a quotient by at most 10^8 lies on the middle of two floats, or so far off that
/// a double tells them apart.
#[inline(never)]
pub(super) fn plain(text: &[u8]) -> Option<f64> {
    const MOST: u64 = 1_000_000_000_000_000;
    if text.len() > 16 || !text.first()?.is_ascii_digit() {
        return None;
    }
    let (mut number, mut decimals) = (0_u64, None);
    for (at, byte) in text.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            number = number * 10 + u64::from(digit);
        } else if *byte == b'.' && decimals.is_none() {
            decimals = Some(text.len() - at - 1);
        } else {
            return None;
        }
    }
    match decimals {
        _ if number >= MOST => None,
        None => Some(number as f64),
        Some(0) => None,
        Some(decimals) => Some(number as f64 / TENS.get(decimals)?),
    }
}

/// The same for at most eight bytes at the start of a text, all of them at once; none for all else, and at the end of
/// the text.
#[inline]
pub(super) fn short(text: &[u8], length: usize) -> Option<f64> {
    const POINT: u8 = b'.' ^ b'0';
    let free = 8_usize.checked_sub(length).filter(|_| length > 0)?;
    // The last digit stands in the highest byte, and noughts before the first.
    let digits = less_zeros(*text.first_chunk()?) << (8 * free);
    let others = no_digits(digits);
    if others == 0 {
        return Some(eight(digits) as f64);
    }
    let point = others.trailing_zeros() as usize / 8;
    let is_point = (digits >> (8 * point)) as u8 == POINT && others.is_power_of_two();
    // With digits on both sides.
    if !is_point || point == free || point == 7 {
        return None;
    }
    let before = digits & ((1 << (8 * point)) - 1);
    let behind = digits >> (8 * point + 8) << (8 * point + 8);
    let number = eight(before << 8 | behind) as f64;
    Some(number / TENS.get(7 - point)?)
}

/// Eight characters, the first in the lowest byte, each less what a nought is: digits become 0 to 9, all else more.
#[inline]
pub(crate) fn less_zeros(characters: [u8; 8]) -> u64 {
    u64::from_le_bytes(characters) ^ u64::from_ne_bytes([b'0'; 8])
}

/// Of eight bytes the highest bit of each that is above nine, and no other bit.
#[inline]
pub(crate) fn no_digits(bytes: u64) -> u64 {
    const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);
    // What is above nine gets the highest bit; no byte carries over to the next.
    const ABOVE_NINE: u64 = u64::from_ne_bytes([0x76; 8]);
    (((bytes & !HIGHS) + ABOVE_NINE) | bytes) & HIGHS
}

/// The number of eight digits, a byte each, the first in the lowest: pairs, then fours, then all.
fn eight(digits: u64) -> u64 {
    const LOWEST: u64 = 0x0000_00ff_0000_00ff;
    let pairs = digits.wrapping_mul(10) + (digits >> 8);
    let first = (pairs & LOWEST).wrapping_mul(100 + (1_000_000 << 32));
    let second = (pairs >> 16 & LOWEST).wrapping_mul(1 + (10_000 << 32));
    first.wrapping_add(second) >> 32
}
