//! Which columns the user chose, in which order and how wide, as one value; and how a choice is changed step by step.

/// Widest column that can be chosen.
const WIDEST: u16 = 99;

/// The columns of a list from left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// The columns; none = those of the program, which depend on the width.
    pub columns: Vec<Pick>,
    /// How many on the left stay while the others scroll.
    pub stay: usize,
}

/// One column of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    /// Its name.
    pub name: &'static str,
    /// Its width; none = the program's.
    pub width: Option<u16>,
}

/// A step of choosing, about one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnStep {
    /// Show it, or no longer.
    Toggle,
    /// One place to the left (false) or right.
    Move(bool),
    /// One column of the screen narrower (false) or wider.
    Width(bool),
    /// It and those before it stay while the others scroll; again: none does.
    Stay,
    /// The program's columns again.
    Reset,
}

impl Chosen {
    /// What was kept of a choice: names, widths and whether they stay. Names of no column and repeated ones are left
    /// out; `known` gives a column's name as the program has it.
    pub fn known<'a>(
        kept: impl IntoIterator<Item = (&'a str, Option<u16>, bool)>,
        known: impl Fn(&str) -> Option<&'static str>,
    ) -> Self {
        let mut chosen = Self::default();
        for (name, width, stays) in kept {
            let Some(name) = known(name).filter(|name| chosen.place(name).is_none()) else {
                continue;
            };
            let all_stay = chosen.stay == chosen.columns.len();
            chosen.columns.push(Pick {
                name,
                width: width.map(|width| width.clamp(1, WIDEST)),
            });
            if stays && all_stay {
                chosen.stay = chosen.columns.len();
            }
        }
        chosen
    }

    /// The columns of the program, as if they had been chosen.
    pub(super) fn program(names: &[&'static str], stay: usize) -> Self {
        let names = names.iter();
        Self {
            columns: names.map(|&name| Pick { name, width: None }).collect(),
            stay,
        }
    }

    /// The place of a column from the left.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|pick| pick.name == name)
    }

    /// True when the last column stays on the right: it is the one that does in this kind of list.
    pub(super) fn last_stays(&self, last: Option<&str>) -> bool {
        self.columns.last().map(|pick| pick.name) == last
    }

    /// Carries a step out on a column that is so wide now; refused with the reason where there is nothing to do. New
    /// columns come before the one that stays on the right.
    pub(super) fn step(
        &mut self,
        step: ColumnStep,
        (name, width): (&'static str, u16),
        last: Option<&str>,
    ) -> Result<(), &'static str> {
        let place = self.place(name);
        match (step, place) {
            (ColumnStep::Reset, _) => *self = Self::default(),
            (ColumnStep::Toggle, Some(_)) if self.columns.len() == 1 => {
                return Err("one column stays: show another one first");
            }
            (ColumnStep::Toggle, Some(at)) => {
                self.columns.remove(at);
                self.stay -= usize::from(at < self.stay);
            }
            (ColumnStep::Toggle, None) => {
                let at = self.columns.len() - usize::from(self.last_stays(last));
                self.columns.insert(at, Pick { name, width: None });
            }
            (_, None) => return Err("this column is not shown"),
            (ColumnStep::Move(right), Some(at)) => {
                let to = if right {
                    Some(at + 1)
                } else {
                    at.checked_sub(1)
                };
                let to = to.filter(|&to| to < self.columns.len());
                let to = to.ok_or("there is no place further this way")?;
                self.columns.swap(at, to);
            }
            (ColumnStep::Width(wider), Some(at)) => {
                let to = if wider {
                    width + 1
                } else {
                    width.saturating_sub(1)
                };
                if !(1..=WIDEST).contains(&to) {
                    return Err("this is as far as it goes");
                }
                self.columns[at].width = Some(to);
            }
            (ColumnStep::Stay, Some(at)) => {
                self.stay = if self.stay == at + 1 { 0 } else { at + 1 };
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: [&str; 4] = ["verdict", "start", "legs", "call_id"];
    const LAST: Option<&str> = Some("call_id");

    fn known(name: &str) -> Option<&'static str> {
        let all = PROGRAM.iter().chain(&["os"]);
        all.copied().find(|known| *known == name)
    }

    fn names(chosen: &Chosen) -> Vec<&str> {
        chosen.columns.iter().map(|pick| pick.name).collect()
    }

    #[test]
    fn what_is_kept_is_taken_up_without_what_is_unknown() {
        let kept = [
            ("verdict", None, true),
            ("of_next_year", Some(7), true),
            ("start", Some(0), true),
            ("start", Some(5), true),
            ("legs", Some(60_000), false),
            ("os", None, true),
        ];
        let chosen = Chosen::known(kept, known);
        assert_eq!(names(&chosen), ["verdict", "start", "legs", "os"]);
        assert_eq!(chosen.stay, 2, "only what stands at the left stays");
        let widths: Vec<_> = chosen.columns.iter().map(|pick| pick.width).collect();
        assert_eq!(widths, [None, Some(1), Some(99), None]);
        assert_eq!(
            Chosen::known([("nonsense", None, true)], known),
            Chosen::default()
        );
    }

    #[test]
    fn a_new_column_comes_before_the_id_and_taking_away_keeps_what_stays() {
        let mut chosen = Chosen::program(&PROGRAM, 2);
        assert_eq!(chosen.step(ColumnStep::Toggle, ("os", 14), LAST), Ok(()));
        assert_eq!(names(&chosen)[3..], ["os", "call_id"]);
        assert_eq!(
            chosen.step(ColumnStep::Toggle, ("verdict", 1), LAST),
            Ok(())
        );
        assert_eq!((chosen.stay, names(&chosen)[0]), (1, "start"));
        assert_eq!(chosen.step(ColumnStep::Toggle, ("os", 14), LAST), Ok(()));
        assert_eq!(chosen.place("os"), None);
    }

    #[test]
    fn the_last_column_cannot_be_taken_away_and_nothing_moves_off_the_list() {
        let mut chosen = Chosen::known([("legs", None, false)], known);
        for step in [
            ColumnStep::Toggle,
            ColumnStep::Move(true),
            ColumnStep::Move(false),
        ] {
            assert!(chosen.step(step, ("legs", 4), LAST).is_err(), "{step:?}");
        }
        assert!(
            chosen
                .step(ColumnStep::Width(true), ("os", 4), LAST)
                .is_err()
        );
        assert!(
            chosen
                .step(ColumnStep::Width(false), ("legs", 1), LAST)
                .is_err()
        );
        assert_eq!(names(&chosen), ["legs"]);
    }
}
