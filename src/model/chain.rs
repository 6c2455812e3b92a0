//! For each call the rows of one table, so that a call is built from its own rows only.

use super::id::CallIx;

const END: u32 = u32::MAX;

/// For each call the rows of one table, newest first; four bytes a row.
#[derive(Default)]
pub(super) struct Chain {
    heads: Vec<u32>,
    next: Vec<u32>,
}

impl Chain {
    /// Links the next row of the table to a call.
    pub(super) fn push(&mut self, call: CallIx) {
        if self.heads.len() <= call.at() {
            self.heads.resize(call.at() + 1, END);
        }
        let row = self.next.len() as u32;
        self.next
            .push(std::mem::replace(&mut self.heads[call.at()], row));
    }

    /// Bytes it takes, what it keeps free for more rows included.
    pub(super) fn bytes(&self) -> usize {
        (self.heads.capacity() + self.next.capacity()) * size_of::<u32>()
    }

    /// The newest row of a call.
    pub(super) fn newest(&self, call: CallIx) -> Option<usize> {
        let head = self.heads.get(call.at()).copied().unwrap_or(END);
        (head != END).then_some(head as usize)
    }

    /// A row that belongs to no call.
    pub(super) fn skip(&mut self) {
        self.next.push(END);
    }

    /// The rows of a call.
    pub(super) fn rows(&self, call: CallIx) -> impl Iterator<Item = usize> {
        let mut at = self.heads.get(call.at()).copied().unwrap_or(END);
        std::iter::from_fn(move || {
            (at != END).then(|| {
                let row = at as usize;
                at = self.next[row];
                row
            })
        })
    }
}
