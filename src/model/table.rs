//! What every table of rows is made of: columns, and references that can move from a batch to the store.

use super::id::{IdRef, TextRef};
use super::rows::{CallKind, Direction, Media, Quality};
use super::source::Source;
use super::survey::Score;
use super::value::{Num, Num32, Time};

/// Rows a table has room for from its first one on: batches of a file hold a thousand or none.
pub(super) const FIRST_ROWS: usize = 256;

/// Moves references from a batch's interners to the store's.
pub struct Remap {
    /// By the batch's identifier number.
    pub ids: Vec<u32>,
    /// By the batch's text number.
    pub texts: Vec<u32>,
}

/// A field that may hold references.
pub(super) trait Moved: Copy {
    fn moved(self, map: &Remap) -> Self;
}

impl Moved for IdRef {
    fn moved(self, map: &Remap) -> Self {
        Self(map.ids[self.0 as usize])
    }
}

impl Moved for TextRef {
    fn moved(self, map: &Remap) -> Self {
        Self(map.texts[self.0 as usize])
    }
}

/// Fields without references stay as they are.
macro_rules! unmoved {
    ($($type:ty),* $(,)?) => {$(
        impl Moved for $type {
            fn moved(self, _: &Remap) -> Self {
                self
            }
        }
    )*};
}
unmoved!(
    Num,
    Num32,
    Time,
    Source,
    Media,
    Direction,
    CallKind,
    Quality,
    u64,
    u16,
    bool,
    Option<bool>,
    Score,
);

impl<T: Moved, const N: usize> Moved for [T; N] {
    fn moved(self, map: &Remap) -> Self {
        self.map(|value| value.moved(map))
    }
}

/// Declares a row and its table of columns.
macro_rules! table {
    ($(#[$doc:meta])* $table:ident of $(#[$row_doc:meta])* $row:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$row_doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct $row {
            $($(#[$field_doc])* pub $field: $type,)*
        }

        $(#[$doc])*
        #[derive(Debug, Default, PartialEq)]
        pub struct $table {
            $($field: Vec<$type>,)*
        }

        impl $table {
            /// How many rows.
            pub fn len(&self) -> usize {
                self.source.len()
            }

            /// True when there is no row.
            pub fn is_empty(&self) -> bool {
                self.source.is_empty()
            }

            /// Appends a row.
            pub fn push(&mut self, row: $row) {
                if self.source.capacity() == 0 {
                    $(self.$field.reserve($crate::model::table::FIRST_ROWS);)*
                }
                $(self.$field.push(row.$field);)*
            }

            /// Takes out all rows; the room for them stays.
            pub fn clear(&mut self) {
                $(self.$field.clear();)*
            }

            /// Puts a row in the place of another.
            pub fn set(&mut self, at: usize, row: $row) {
                $(self.$field[at] = row.$field;)*
            }

            /// Bytes the columns take, what they keep free for more rows included.
            pub fn bytes(&self) -> usize {
                0 $(+ self.$field.capacity() * size_of::<$type>())*
            }

            /// The row of another table with its references moved.
            pub fn moved(other: &Self, at: usize, map: &$crate::model::table::Remap) -> $row {
                $row { $($field: $crate::model::table::Moved::moved(other.$field[at], map),)* }
            }

            /// The row at a position.
            pub fn get(&self, at: usize) -> $row {
                $row { $($field: self.$field[at],)* }
            }

            /// Appends the rows of another table with their references moved.
            pub fn append(&mut self, other: &Self, map: &$crate::model::table::Remap) {
                $(self.$field.extend(
                    other.$field.iter().map(|&field| $crate::model::table::Moved::moved(field, map)),
                );)*
            }

            $(
                /// The column of this name.
                pub fn $field(&self) -> &[$type] {
                    &self.$field
                }
            )*
        }
    };
}

pub(super) use table;
