//! Tables that go round: a batch that was absorbed leaves its largest tables to the batches that follow, which need
//! not grow their own, step by step, in memory that was never touched.

use super::batch::Batch;
use super::id::FileIx;
use super::rows::{Operations, Samples};
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};

/// Tables of a kind that wait; those of all batches that are under way at one time are hardly more.
const WAITING: usize = 12;

/// Bytes of the largest table that is kept to be lent again.
const LARGEST: usize = 1 << 20;

/// A table that can be emptied.
pub trait Table: Default {
    /// Takes out all rows; the room stays.
    fn clear(&mut self);
    /// Bytes it takes, its free room included.
    fn bytes(&self) -> usize;
}

impl Table for Samples {
    fn clear(&mut self) {
        self.clear();
    }

    fn bytes(&self) -> usize {
        self.bytes()
    }
}

impl Table for Operations {
    fn clear(&mut self) {
        self.clear();
    }

    fn bytes(&self) -> usize {
        self.bytes()
    }
}

type Waiting<T> = Arc<Mutex<Vec<T>>>;

/// A table that goes back when it is dropped, if it was lent.
#[derive(Default)]
pub struct Lent<T: Table> {
    table: T,
    home: Option<Waiting<T>>,
}

impl<T: Table> Lent<T> {
    fn of(home: &Waiting<T>) -> Self {
        let waiting = home.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Self {
            table: waiting.unwrap_or_default(),
            home: Some(Arc::clone(home)),
        }
    }
}

impl<T: Table> Deref for Lent<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.table
    }
}

impl<T: Table> DerefMut for Lent<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.table
    }
}

impl<T: Table> Drop for Lent<T> {
    fn drop(&mut self) {
        let Some(home) = self.home.take() else { return };
        let mut table = std::mem::take(&mut self.table);
        if (1..=LARGEST).contains(&table.bytes()) {
            table.clear();
            let mut waiting = home.lock().unwrap_or_else(PoisonError::into_inner);
            if waiting.len() < WAITING {
                waiting.push(table);
            }
        }
    }
}

/// What lends tables to batches.
#[derive(Default)]
pub struct Lender {
    operations: Waiting<Operations>,
    samples: Waiting<Samples>,
}

impl Lender {
    /// An empty batch for a chunk, as [`Batch::new`] makes it.
    pub fn batch(&self, file: FileIx, offset: u64) -> Batch {
        let mut batch = Batch::new(file, offset);
        batch.operations = Lent::of(&self.operations);
        batch.samples = Lent::of(&self.samples);
        batch
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rows::SampleRow;

    #[test]
    fn a_batch_gets_the_room_of_one_that_is_gone_and_none_of_its_rows() {
        let lender = Lender::default();
        let mut first = lender.batch(FileIx(0), 0);
        let other = lender.batch(FileIx(0), 0);
        first.samples.push(SampleRow::default());
        let room = first.samples.bytes();
        assert!(room > 0 && other.samples.bytes() == 0);
        drop(first);
        let second = lender.batch(FileIx(1), 7);
        assert_eq!((second.samples.bytes(), second.samples.len()), (room, 0));
        drop(lender);
        drop(second);
    }
}
