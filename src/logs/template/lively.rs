//! The members that mostly differ from one line to the next.

use crate::logs::layout::{Layout, Role};

/// Of so many lines one is counted: of more and more, while the same members stay lively. No multiple of either is a
/// usual number of measures of a stream.
const SAMPLED: [u8; 4] = [7, 19, 41, 83];

/// How often the same members must have stayed lively before fewer lines are counted.
const STEADY: u8 = 12;

/// What a difference adds to the warmth of a member, which cools by an eighth with each line counted: one that differs
/// always has some 220 in the end.
const WARMTH: u8 = 32;

/// From here on a member is lively, until it is as cool as the other: what differs in a fifth of the lines is. To read
/// a value that did not change costs less than to take over one that did.
const LIVELY: u8 = 48;
const DULL: u8 = 24;

/// How often a member differed lately.
#[derive(Clone, Copy, Default)]
struct Heat {
    warmth: u8,
    is_lively: bool,
}

/// How often each member differed lately.
#[derive(Default)]
pub(super) struct Lively {
    heats: Vec<Heat>,
    members: Vec<u32>,
    /// Lines until one is counted.
    left: u8,
    /// How often the same members stayed lively, up to the last of [`SAMPLED`].
    steady: u8,
}

impl Lively {
    /// Nothing is known.
    pub(super) fn clear(&mut self) {
        self.heats.clear();
        self.members.clear();
        (self.left, self.steady) = (0, 0);
    }

    /// The lively members in their order.
    pub(super) fn members(&self) -> &[u32] {
        &self.members
    }

    /// Another line follows. True when its differences are to be counted.
    pub(super) fn next(&mut self) -> bool {
        let is_due = self.left == 0;
        self.left = if is_due {
            SAMPLED[usize::from(self.steady / STEADY)]
        } else {
            self.left - 1
        };
        is_due
    }

    /// Counts a difference.
    pub(super) fn warm(&mut self, at: u32) {
        let at = at as usize;
        if self.heats.len() <= at {
            self.heats.resize(at + 1, Heat::default());
        }
        let warmth = &mut self.heats[at].warmth;
        *warmth = warmth.saturating_add(WARMTH);
    }

    /// A counted line is over; true when other members are lively now. What decides of a record's class or structure
    /// never is.
    pub(super) fn cool(&mut self, layout: &Layout) -> bool {
        let mut is_other = false;
        for (heat, member) in self.heats.iter_mut().zip(&layout.members) {
            heat.warmth -= heat.warmth / 8;
            let limit = if heat.is_lively { DULL } else { LIVELY };
            let is_lively = heat.warmth >= limit && member.role == Role::Plain;
            is_other |= heat.is_lively != is_lively;
            heat.is_lively = is_lively;
        }
        self.steady = match self.steady {
            _ if is_other => 0,
            steady => (steady + 1).min(STEADY * SAMPLED.len() as u8 - 1),
        };
        if is_other {
            let numbered = (0..).zip(&self.heats);
            let lively = numbered.filter(|(_, heat)| heat.is_lively);
            self.members.clear();
            self.members.extend(lively.map(|(at, _)| at));
        }
        is_other
    }
}
