//! What stands still in the lines of one shape: the kept line without the members that mostly differ.
//!
//! Those are gaps. While only they change in length, the kept line need not become the new one: what lies between them
//! is where it was, moved by what the gaps before it grew.

use super::lively::Lively;
use crate::logs::json::{Kind, Word};
use crate::logs::layout::Layout;
use crate::logs::memo::Memos;

/// Where the kept line has a value of which each line mostly has another one.
#[derive(Clone, Copy)]
pub(super) struct Gap {
    /// The member.
    pub(super) at: u32,
    /// Of its value in the kept line: most are of one kind.
    pub(super) kind: Kind,
    /// First byte of the value, and the byte behind it.
    pub(super) first: usize,
    pub(super) behind: usize,
}

impl Gap {
    fn of(at: u32, word: Word) -> Self {
        Self {
            at,
            kind: word.kind,
            first: word.first(),
            behind: word.behind(),
        }
    }
}

/// The gaps of a kept line in their order.
#[derive(Default)]
pub(super) struct Frame {
    gaps: Vec<Gap>,
    lively: Lively,
}

impl Frame {
    /// Of a line of which nothing is known.
    pub(super) fn clear(&mut self) {
        self.gaps.clear();
        self.lively.clear();
    }

    /// The gaps.
    pub(super) fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// Another line follows; true when its differences are to be counted, with [`Self::warm`].
    pub(super) fn next(&mut self) -> bool {
        self.lively.next()
    }

    /// Counts a value that is another one than before.
    pub(super) fn warm(&mut self, at: u32) {
        self.lively.warm(at);
    }

    /// Takes over the values of all gaps of a still line. `is_counted` as [`Self::next`]
    /// told.
    pub(super) fn fill(
        &mut self,
        (fills, text): (&[Word], &str),
        (layout, memos): (&mut Layout, &mut Memos),
        is_counted: bool,
    ) {
        for (lane, (gap, &word)) in (1..).zip(self.gaps.iter().zip(fills)) {
            let (member, is_other) = layout.revalue(gap.at, (word, None), text);
            memos.forget(member.key);
            if is_counted && is_other {
                self.lively.warm(gap.at);
            }
            layout.fill_gap(
                (gap.at, word),
                lane,
                word.behind() as i32 - gap.behind as i32,
            );
        }
    }

    /// The end of a line whose differences were counted; true when other members are to have gaps, so that it must be
    /// kept anew.
    pub(super) fn is_other(&mut self, layout: &Layout) -> bool {
        self.lively.cool(layout)
    }

    /// The line is kept anew, as a whole: a layout that is settled tells where its members lie.
    #[inline(never)]
    pub(super) fn renew(&mut self, layout: &mut Layout) {
        let lively = self.lively.members();
        layout.open_gaps(lively);
        let gap = |&at: &u32| Gap::of(at, layout.kept_at(at as usize));
        self.gaps.clear();
        self.gaps.extend(lively.iter().map(gap));
    }
}
