//! Values once made of a key's text, for as long as neither the text nor the batch changes.

use super::client_operations::PayloadWords;
use super::keys::{Key, REGISTRY};
use crate::model::id::{IdRef, TextRef};
use crate::model::rows::{Direction, Media, Quality};
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

/// Distinct payloads kept, and bytes of the longest.
const PAYLOADS_KEPT: usize = 1_024;
const PAYLOAD_LIMIT: usize = 1_024;

/// Kept values by key, and those of payloads by their text, as operations of one kind take turns.
#[derive(Default)]
pub(super) struct Memos {
    values: Vec<Cell<Memo>>,
    payloads: RefCell<HashMap<Box<str>, PayloadWords, RandomState>>,
}

impl Memos {
    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.payloads.get_mut().clear();
        self.values.clear();
        self.values.resize_with(REGISTRY.count, Cell::default);
    }

    /// Forgets what was made of the text of a key.
    pub(super) fn forget(&mut self, key: Key) {
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
