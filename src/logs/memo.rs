//! Values once made of a key's text, for as long as neither the text nor the batch changes.

use super::client_operations::PayloadWords;
use super::keys::{Key, REGISTRY};
use crate::model::id::{IdRef, TextRef};
use crate::model::rows::{Direction, Media, OperationRow, Quality, SampleRow};
use crate::model::value::{Num, Num32, Time};
use foldhash::fast::RandomState;
use hashbrown::HashMap;
use std::cell::{Cell, RefCell};

/// When a record was made: the envelope's time goes first, so it is another value than the field of the same key.
#[derive(Clone, Copy)]
pub(super) struct Generated(pub(super) Time);

/// A value that can be kept; one a key.
pub(super) trait Kept: Copy {
    fn keep(self) -> Memo;
    fn kept(memo: Memo) -> Option<Self>;
}

macro_rules! memo {
    ($($type:ident),* $(,)?) => {
        /// A kept value.
        #[derive(Clone, Copy, Default)]
        pub(super) enum Memo {
            #[default]
            Nothing,
            $($type($type)),*
        }

        $(impl Kept for $type {
            fn keep(self) -> Memo {
                Memo::$type(self)
            }

            fn kept(memo: Memo) -> Option<Self> {
                match memo {
                    Memo::$type(value) => Some(value),
                    _ => None,
                }
            }
        })*
    };
}
memo!(
    IdRef, TextRef, Num, Num32, Time, Generated, Media, Direction, Quality
);

/// A row that can be kept, to make the next one of.
pub(super) trait KeptRow: Copy + Default {
    /// Where it is kept, and whether it is.
    fn place(rows: &mut RowMemo) -> &mut (Self, bool);
}

macro_rules! row_memo {
    ($($name:ident: $type:ident),* $(,)?) => {
        /// The row kept last.
        #[derive(Default)]
        pub(super) struct RowMemo {
            $($name: ($type, bool)),*
        }

        impl RowMemo {
            fn forget(&mut self) {
                $(self.$name.1 = false;)*
            }
        }

        $(impl KeptRow for $type {
            fn place(rows: &mut RowMemo) -> &mut (Self, bool) {
                &mut rows.$name
            }
        })*
    };
}
row_memo!(sample: SampleRow, operation: OperationRow);

/// Numbers that interners gave lately, by the hash of key and value: guesses, which who asks must prove.
pub(super) struct Recent(Vec<Cell<u32>>);

impl Recent {
    const SLOTS: usize = 1_024;

    /// The number given lately to what has this hash, or to something else.
    pub(super) fn guess(&self, hash: u64) -> &Cell<u32> {
        &self.0[hash as usize % Self::SLOTS]
    }
}

impl Default for Recent {
    fn default() -> Self {
        Self(vec![Cell::default(); Self::SLOTS])
    }
}

/// Distinct payloads kept, and bytes of the longest.
const PAYLOADS_KEPT: usize = 1_024;
const PAYLOAD_LIMIT: usize = 1_024;

/// Kept values by key, and those of payloads by their text, as operations of one kind take turns.
#[derive(Default)]
pub(super) struct Memos {
    values: Vec<Cell<Memo>>,
    row: RefCell<RowMemo>,
    /// Keys whose text differs from that of the record before.
    changed: Vec<Key>,
    payloads: RefCell<HashMap<Box<str>, PayloadWords, RandomState>>,
}

impl Memos {
    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.payloads.get_mut().clear();
        self.forget_row();
        self.values.clear();
        self.values.resize_with(REGISTRY.count, Cell::default);
    }

    /// Another record follows, of which nothing differs yet.
    pub(super) fn next(&mut self) {
        self.changed.clear();
    }

    /// Forgets the row: the next one is of another class.
    pub(super) fn forget_row(&self) {
        self.row.borrow_mut().forget();
    }

    /// The row of the record before, to become the next one, and whether there is one of this kind.
    #[inline]
    pub(super) fn with_row<R: KeptRow>(&self, make: impl FnOnce(&mut R, bool)) {
        let mut rows = self.row.borrow_mut();
        let (row, is_kept) = R::place(&mut rows);
        let was_kept = std::mem::replace(is_kept, true);
        make(row, was_kept);
    }

    /// The keys whose text differs from that of the record before.
    pub(super) fn changed(&self) -> &[Key] {
        &self.changed
    }

    /// Forgets what was made of the text of a key.
    pub(super) fn forget(&mut self, key: Key) {
        self.changed.push(key);
        if let Some(value) = self.values.get_mut(key as usize) {
            *value.get_mut() = Memo::Nothing;
        }
    }

    /// The kept value of a key, else a new one, which is kept.
    pub(super) fn get<T: Kept>(&self, key: Key, make: impl FnOnce() -> T) -> T {
        let Some(cell) = self.values.get(key as usize) else {
            return make();
        };
        T::kept(cell.get()).unwrap_or_else(|| {
            let value = make();
            cell.set(value.keep());
            value
        })
    }

    /// What the payload of this text says.
    pub(super) fn payload(&self, raw: &str, make: impl FnOnce() -> PayloadWords) -> PayloadWords {
        if let Some(&words) = self.payloads.borrow().get(raw) {
            return words;
        }
        let words = make();
        let mut payloads = self.payloads.borrow_mut();
        if raw.len() <= PAYLOAD_LIMIT && payloads.len() < PAYLOADS_KEPT {
            payloads.insert(raw.into(), words);
        }
        words
    }
}
