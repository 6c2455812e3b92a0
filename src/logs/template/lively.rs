//! The members that mostly differ from one line to the next.

use super::compare::Change;

/// Of so many lines one is counted; no multiple of it is a usual number of measures of a stream.
const SAMPLED: u32 = 19;

/// What a difference adds to the warmth of a member, which cools by an eighth with each line counted: one that differs
/// always has some 220 in the end.
const WARMTH: u8 = 32;

/// From here on a member is lively, until it is as cool as the other: what differs in a third of the lines is.
const LIVELY: u8 = 112;
const DULL: u8 = 64;

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
    lines: u32,
}

impl Lively {
    /// Nothing is known.
    pub(super) fn clear(&mut self) {
        self.heats.clear();
        self.members.clear();
    }

    /// The lively members in their order.
    pub(super) fn members(&self) -> &[u32] {
        &self.members
    }

    /// Counts the differences of a line of so many members.
    pub(super) fn note(&mut self, changes: &[Change], count: usize) {
        self.lines = self.lines.wrapping_add(1);
        if self.lines.is_multiple_of(SAMPLED) {
            self.count(changes, count);
        }
    }

    fn count(&mut self, changes: &[Change], count: usize) {
        self.heats.resize(count, Heat::default());
        for change in changes {
            let warmth = &mut self.heats[change.at as usize].warmth;
            *warmth = warmth.saturating_add(WARMTH);
        }
        let mut is_other = false;
        for heat in &mut self.heats {
            heat.warmth -= heat.warmth / 8;
            let limit = if heat.is_lively { DULL } else { LIVELY };
            is_other |= heat.is_lively != (heat.warmth >= limit);
            heat.is_lively = heat.warmth >= limit;
        }
        if is_other {
            let numbered = (0..).zip(&self.heats);
            let lively = numbered.filter(|(_, heat)| heat.is_lively);
            self.members.clear();
            self.members.extend(lively.map(|(at, _)| at));
        }
    }
}
