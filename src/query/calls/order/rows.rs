//! The numbers of a call side by side in one: those of the first column on top, its place in the list at the bottom.

use super::columns::{self, Column, Numbers, Seen};
use std::cmp::Ordering;

/// Rows made together: so many stay near while one column after another is put into them.
const BLOCK: usize = 512;

/// What numbers are put into.
pub(super) trait Row: Copy + Ord + Send + Sync {
    /// Without any.
    const EMPTY: Self;

    /// With another number of so many bits behind those that are in it.
    #[must_use]
    fn with(self, bits: u32, number: u64) -> Self;

    /// What is above so many bits.
    #[must_use]
    fn above(self, bits: u32) -> Self;

    /// The lowest bits.
    fn lowest(self) -> u32;
}

macro_rules! row {
    ($($int:ty),*) => {$(
        impl Row for $int {
            const EMPTY: Self = 0;

            fn with(self, bits: u32, number: u64) -> Self {
                self << bits | Self::from(number)
            }

            fn above(self, bits: u32) -> Self {
                self >> bits
            }

            fn lowest(self) -> u32 {
                self as u32
            }
        }
    )*};
}
row!(u64, u128);

/// How the numbers of a call are put into one.
pub(super) struct Rows<'n> {
    columns: &'n [Column<'n>],
    /// By part of the list.
    numbers: &'n [Numbers],
    /// Calls in each part but the last.
    part: usize,
    /// Which bits are taken.
    squeezed: Vec<Squeezed>,
    /// Bits of the place in the list.
    place_bits: u32,
}

impl<'n> Rows<'n> {
    /// For rows of so many bits.
    pub(super) fn new(columns: &'n [Column<'n>], numbers: &'n [Numbers], bits: u32) -> Self {
        let calls: usize = numbers.iter().map(Numbers::len).sum();
        let place_bits = (usize::BITS - calls.saturating_sub(1).leading_zeros()).max(1);
        let mut room = bits - place_bits;
        let mut squeezed = Vec::new();
        for (no, column) in columns.iter().enumerate() {
            let mut taken = Squeezed::of(no, numbers, column.descending);
            taken.cut = taken.bits().saturating_sub(room);
            room -= taken.bits() - taken.cut;
            if taken.bits() > 0 {
                squeezed.push(taken);
            }
        }
        Self {
            columns,
            numbers,
            part: numbers.first().map_or(1, Numbers::len).max(1),
            squeezed,
            place_bits,
        }
    }

    /// Bits of columns that have no room.
    pub(super) fn cut_bits(&self) -> u32 {
        self.squeezed.iter().map(|taken| taken.cut).sum()
    }

    /// True when the columns have too few bits to part most calls.
    pub(super) fn is_dull(&self) -> bool {
        let bits: u32 = self.squeezed.iter().map(Squeezed::bits).sum();
        bits < self.place_bits
    }

    /// The rows of the part of the list that begins at a place; `place` is of each what tells equals apart.
    pub(super) fn pack<R: Row>(
        &self,
        from: usize,
        len: usize,
        place: impl Fn(usize) -> u32,
    ) -> Vec<R> {
        let numbers = &self.numbers[from / self.part];
        let taken = self.squeezed.iter();
        let taken: Vec<(&Squeezed, &[u64])> = taken
            .filter(|taken| taken.cut < taken.bits())
            .map(|taken| (taken, numbers.of(taken.column)))
            .collect();
        let mut rows = Vec::with_capacity(len);
        let mut block = [R::EMPTY; BLOCK];
        for at in (0..len).step_by(BLOCK) {
            let block = &mut block[..BLOCK.min(len - at)];
            block.fill(R::EMPTY);
            for (taken, numbers) in &taken {
                taken.put(&numbers[at..at + block.len()], block);
            }
            let placed = block.iter().zip(at..);
            rows.extend(placed.map(|(row, at)| row.with(self.place_bits, u64::from(place(at)))));
        }
        rows
    }

    /// What tells a row from its equals.
    pub(super) fn place<R: Row>(&self, row: R) -> usize {
        (row.lowest() & (u32::MAX >> (u32::BITS - self.place_bits))) as usize
    }

    pub(super) fn are_equal<R: Row>(&self, a: R, b: R) -> bool {
        a.above(self.place_bits) == b.above(self.place_bits)
    }

    fn number(&self, column: usize, at: usize) -> u64 {
        self.numbers[at / self.part].of(column)[at % self.part]
    }

    /// The bits of a call that had no room in its row; of no use where these are more than 64.
    pub(super) fn rest(&self, at: usize) -> u64 {
        let cut = self.squeezed.iter().filter(|taken| taken.cut > 0);
        cut.fold(0, |rest, taken| {
            let number = taken.of_number(self.number(taken.column, at));
            rest.checked_shl(taken.cut).unwrap_or(0) | number & (u64::MAX >> (64 - taken.cut))
        })
    }

    /// By all columns, those included that had no room.
    #[cold]
    pub(super) fn compare(&self, a: usize, b: usize) -> Ordering {
        let orders = self.columns.iter().enumerate().map(|(no, column)| {
            let (a, b) = (self.number(no, a), self.number(no, b));
            match a.cmp(&b) {
                order if column.descending && a.max(b) != columns::MISSING => order.reverse(),
                order => order,
            }
        });
        let mut orders = orders.skip_while(|order| order.is_eq());
        orders.next().unwrap_or(Ordering::Equal)
    }
}

/// A run of bits in which the numbers of a column differ.
struct Run {
    shift: u32,
    mask: u64,
    bits: u32,
}

impl Run {
    const ALL: Self = Self {
        shift: 0,
        mask: u64::MAX,
        bits: u64::BITS,
    };
}

/// Which bits of a column are taken.
pub(super) struct Squeezed {
    column: usize,
    runs: Vec<Run>,
    /// Bits in which they differ, and one on top where some are missing.
    width: u32,
    /// What stands for a missing number: above all others, whatever the direction.
    missing: u64,
    /// The greatest of the others.
    greatest: u64,
    is_descending: bool,
    /// Lowest bits that have no room.
    cut: u32,
}

impl Squeezed {
    pub(super) fn of(column: usize, numbers: &[Numbers], is_descending: bool) -> Self {
        let seen = numbers.iter().map(|part| part.seen(column));
        let seen = seen.reduce(Seen::with).unwrap_or_default();
        let mut runs = runs(seen.differing());
        let mut width: u32 = runs.iter().map(|run| run.bits).sum();
        let all = |bits: u32| u64::MAX.checked_shr(u64::BITS - bits).unwrap_or(0);
        let mut greatest = all(width);
        if seen.has_both() && width == u64::BITS {
            // What is missing is above all numbers already, and a bit more than a number has is not needed.
            runs = vec![Run::ALL];
            greatest -= 1;
        } else if seen.has_both() {
            width += 1;
        }
        Self {
            column,
            runs,
            width,
            missing: all(width),
            greatest,
            is_descending,
            cut: 0,
        }
    }

    /// Bits that it takes.
    pub(super) fn bits(&self) -> u32 {
        self.width
    }

    pub(super) fn of_number(&self, number: u64) -> u64 {
        self.of_squeezed(number, |number| {
            self.runs.iter().fold(0, |squeezed: u64, run| {
                squeezed.checked_shl(run.bits).unwrap_or(0) | number >> run.shift & run.mask
            })
        })
    }

    fn of_squeezed(&self, number: u64, squeeze: impl Fn(u64) -> u64) -> u64 {
        if number == columns::MISSING {
            // All of them where all are missing.
            self.missing
        } else if self.is_descending {
            self.greatest - squeeze(number)
        } else {
            squeeze(number)
        }
    }

    /// Puts numbers behind what is in rows.
    fn put<R: Row>(&self, numbers: &[u64], rows: &mut [R]) {
        let (bits, cut) = (self.bits() - self.cut, self.cut);
        let rows = rows.iter_mut().zip(numbers);
        if let [run] = self.runs.as_slice() {
            let squeeze = |number| number >> run.shift & run.mask;
            for (row, &number) in rows {
                *row = row.with(bits, self.of_squeezed(number, squeeze) >> cut);
            }
        } else {
            for (row, &number) in rows {
                *row = row.with(bits, self.of_number(number) >> cut);
            }
        }
    }
}

/// Where the bits are in which numbers differ, from the top.
fn runs(differing: u64) -> Vec<Run> {
    /// So many bits in which nothing differs between others are no reason for another run.
    const GAP: u32 = 2;
    let mut runs = Vec::new();
    let mut rest = differing;
    while rest != 0 {
        let top = u64::BITS - rest.leading_zeros();
        let mut shift = top;
        while shift > 0 && rest << (u64::BITS - shift) >> (u64::BITS - 1 - GAP) != 0 {
            shift -= 1;
        }
        let bits = top - shift;
        let mask = u64::MAX >> (u64::BITS - bits);
        runs.push(Run { shift, mask, bits });
        rest &= !(mask << shift);
    }
    runs
}
