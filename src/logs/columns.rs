//! Rows made of the row before: only columns that stem from a value that differs are read anew.
//!
//! For the categories with many records. A row may be taken from the record before when both were read by one
//! template under one class into one batch; see [`super::memo::Memos`].

use super::keys::{Key, REGISTRY};
use super::memo::KeptRow;
use super::record::Fields;
use crate::model::batch::Batch;
use std::sync::OnceLock;

/// A column of a row: the fields it is made of, and how.
pub(super) struct Column<R> {
    /// Positions in the table of fields.
    pub(super) of: &'static [usize],
    /// Puts the value into the row.
    pub(super) read: fn(&Fields, &mut Batch, &mut R),
}

/// All columns of a row but its hash, its source and when it was made; at most 32.
pub(super) struct Columns<R: 'static> {
    columns: &'static [Column<R>],
    /// By key a bit for each column that is made of it.
    by_key: OnceLock<Vec<u32>>,
}

impl<R: KeptRow> Columns<R> {
    /// Of these columns.
    pub(super) const fn new(columns: &'static [Column<R>]) -> Self {
        assert!(columns.len() <= u32::BITS as usize);
        let by_key = OnceLock::new();
        Self { columns, by_key }
    }

    /// Makes the columns of a record and hands them to `take`, for what is none of them.
    #[inline]
    pub(super) fn row(
        &self,
        fields: &Fields,
        batch: &mut Batch,
        take: impl FnOnce(&mut R, &mut Batch),
    ) {
        let all = u32::MAX >> (u32::BITS as usize - self.columns.len());
        let Some(memos) = fields.memos() else {
            let mut row = R::default();
            self.fill(&mut row, all, fields, batch);
            return take(&mut row, batch);
        };
        memos.with_row(|row, was_kept| {
            let wanted = if was_kept {
                self.made_of(memos.changed(), fields)
            } else {
                all
            };
            self.fill(row, wanted, fields, batch);
            take(row, batch);
        });
    }

    /// Reads the columns of these bits.
    #[inline]
    fn fill(&self, row: &mut R, mut wanted: u32, fields: &Fields, batch: &mut Batch) {
        let fields = fields.afresh();
        while wanted != 0 {
            let at = wanted.trailing_zeros() as usize;
            wanted &= wanted - 1;
            (self.columns[at].read)(&fields, batch, row);
        }
    }

    fn made_of(&self, keys: &[Key], fields: &Fields) -> u32 {
        let by_key = self.by_key.get_or_init(|| self.bits(fields));
        let bits = |&key: &Key| by_key.get(usize::from(key)).copied().unwrap_or_default();
        keys.iter().fold(0, |sum, key| sum | bits(key))
    }

    fn bits(&self, fields: &Fields) -> Vec<u32> {
        let mut by_key = vec![0; REGISTRY.count];
        for (at, column) in self.columns.iter().enumerate() {
            for &field in column.of {
                by_key[usize::from(fields.key(field))] |= 1 << at;
            }
        }
        by_key
    }
}

/// Declares a table of columns: `column: [fields] = |fields, batch| value;`.
macro_rules! columns {
    ($row:ident; $($column:ident: [$($field:ident),+] = |$fields:ident, $batch:ident| $value:expr;)*) => {
        static COLUMNS: $crate::logs::columns::Columns<$row> = $crate::logs::columns::Columns::new(&[$(
            $crate::logs::columns::Column {
                of: &[$($field),+],
                read: |$fields, $batch, row| row.$column = $value,
            },
        )*]);
    };
}

pub(super) use columns;
