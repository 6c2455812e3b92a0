//! Two sides next to each other: rows, what differs first; then both over time, on one axis since they joined.
//!
//! ```text
//!  >left   P1 of 7f3c9a12      2026-11-19 02:07  21:16
//!   right  P2.1 of 7f3c9a12    2026-11-19 02:08   7:56
//!     WHAT             LEFT          RIGHT         DIFFERENCE
//! >!= verdict          . ok          x bad         differs
//!  != RTT, video out   80 ms         x 812 ms      +732 ms, right worse
//!  ~  …     differs no more than chance explains
//!  ?  …     missing or redacted on a side
//!  =  …     the same
//! ```
//!
//! The column cursor chooses the side that Enter opens and whose record is shown.

mod table;
mod times;

use super::{Pane, Standing};
use crate::model::source::Source;
use crate::query::compare::{Comparison, Relation, Side};
use crate::ui::context::{Context, Motion};
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::widgets::list::List;

/// What the page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    /// Values.
    #[default]
    Rows,
    /// What happened.
    Events,
    /// Statistics.
    Curves,
}

impl Part {
    const ALL: [Self; 3] = [Self::Rows, Self::Events, Self::Curves];
}

/// Lines over the rows of every part: both sides and the heads.
const AROUND: u16 = 3;

/// The pane's state.
#[derive(Default)]
pub struct ComparePane {
    part: Part,
    /// 0 left, 1 right.
    side: usize,
    is_only: bool,
    /// One for each part.
    lists: [List; 3],
    /// The rows shown, by their number.
    rows: Vec<usize>,
    built: Option<([Side; 2], u64, bool)>,
    size: (u16, u16),
}

impl ComparePane {
    /// The side under the column cursor: 0 left, 1 right.
    pub const fn side(&self) -> usize {
        self.side
    }

    /// Tab: rows, events, curves.
    pub fn turn(&mut self, forward: bool) {
        let count = Part::ALL.len();
        let step = if forward { 1 } else { count - 1 };
        self.part = Part::ALL[(self.part as usize + step) % count];
    }

    /// Only what differs, or all.
    pub fn turn_only(&mut self) {
        self.is_only = !self.is_only;
        self.part = Part::Rows;
    }

    fn list(&self) -> &List {
        &self.lists[self.part as usize]
    }

    /// The record behind the side under the cursor: of the row, else of the whole side.
    pub fn selected_source(&self, context: &Context) -> Option<Source> {
        let shown = context.comparison?;
        let at = self.list().cursor();
        let of_row = match self.part {
            Part::Rows => {
                let row = self.rows.get(at).and_then(|&row| shown.rows.get(row));
                row.and_then(|row| row.cells[self.side].source)
            }
            Part::Events => {
                let row = shown.times.as_ref().and_then(|times| times.events.get(at));
                row.and_then(|row| row[self.side].as_ref()?.source)
            }
            Part::Curves => None,
        };
        of_row.or(shown.heads[self.side].source)
    }

    /// The row under the cursor in full, for the line above the keys.
    pub fn status(&self, context: &Context) -> String {
        let Some(shown) = context.comparison else {
            return String::new();
        };
        let at = self.list().cursor();
        match self.part {
            Part::Rows => {
                let row = self.rows.get(at).and_then(|&row| shown.rows.get(row));
                row.map_or_else(String::new, table::words)
            }
            Part::Events => "seconds since each joined, else since the call began".to_owned(),
            Part::Curves => times::curves_words(shown, at),
        }
    }

    fn heads(&self, painter: &mut Painter, context: &Context, shown: &Comparison) {
        for (at, (name, head)) in ["left", "right"].into_iter().zip(&shown.heads).enumerate() {
            let y = at as u16;
            let is_here = at == self.side;
            let role = if is_here { Role::Focus } else { Role::Text };
            let sign = if is_here {
                crate::ui::glyphs::SELECTOR
            } else {
                " "
            };
            let x = painter.text(1, y, &format!("{sign}{name:<6}"), role);
            let mut stay = Vec::new();
            if head.start.is_known() {
                stay.push(context.look.face.moment(head.start));
            }
            let length = head.duration_s.known();
            stay.extend(length.map(|seconds| format::duration(seconds as i64)));
            let stay = stay.join("  ");
            let room = super::words::columns(&stay);
            let left = painter.width().saturating_sub(x + room + 3);
            painter.field((x, y, left), &head.name, role, Align::Left, Cut::End);
            let place = painter.width().saturating_sub(room + 1);
            painter.field((place, y, room), &stay, Role::Dim, Align::Right, Cut::End);
        }
    }
}

impl Pane for ComparePane {
    fn title(&self, context: &Context) -> String {
        let Some(shown) = context.comparison else {
            return "Compare".to_owned();
        };
        match self.part {
            Part::Rows => {
                let part = |relation, words: &str| {
                    let count = shown.count(relation);
                    (count > 0).then(|| format!("{} {words}", format::count(count as u64)))
                };
                let parts = [
                    part(Relation::Differs, "differ"),
                    part(Relation::Open, "by chance"),
                    part(Relation::NotKnown, "not known"),
                    part(Relation::Same, "same"),
                ];
                let parts: Vec<String> = parts.into_iter().flatten().collect();
                let only = if self.is_only {
                    "; only what differs"
                } else {
                    ""
                };
                format!("Compare: {}{only}", parts.join(", "))
            }
            Part::Events => "Compare: events, time since each joined".to_owned(),
            Part::Curves => "Compare: statistics, time since each joined".to_owned(),
        }
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        for list in &mut self.lists {
            list.set_height(usize::from(height.saturating_sub(AROUND)));
        }
    }

    fn refresh(&mut self, context: &Context) {
        let Some(shown) = context.comparison else {
            return;
        };
        let wanted = (shown.sides.clone(), shown.revision, self.is_only);
        if self.built.as_ref() == Some(&wanted) {
            return;
        }
        let is_other = self
            .built
            .as_ref()
            .is_none_or(|(sides, ..)| *sides != shown.sides);
        if is_other {
            self.part = Part::Rows;
            self.side = 0;
            for list in &mut self.lists {
                list.go_to(0);
            }
        }
        self.built = Some(wanted);
        let is_shown = |at: &usize| !self.is_only || shown.rows[*at].relation == Relation::Differs;
        self.rows = (0..shown.rows.len()).filter(is_shown).collect();
        let times = shown.times.as_ref();
        let counts = [
            self.rows.len(),
            times.map_or(0, |times| times.events.len()),
            times.map_or(0, |times| times.curves.len() * times::LINES),
        ];
        for (list, count) in self.lists.iter_mut().zip(counts) {
            list.set_len(count);
        }
    }

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        let before = self.side;
        match motion {
            Motion::Left => self.side = 0,
            Motion::Right => self.side = 1,
            _ => return self.lists[self.part as usize].apply(motion),
        }
        self.side != before
    }

    fn standing(&self) -> Standing {
        Standing {
            rows: self.list().place(),
            column: self.part as usize * 2 + self.side,
            ..Standing::default()
        }
    }

    fn stand(&mut self, standing: Standing) {
        if let Some(part) = Part::ALL.get(standing.column / 2) {
            self.part = *part;
            self.side = standing.column % 2;
            let (cursor, first) = standing.rows;
            self.lists[self.part as usize].put(cursor, first);
        }
    }

    fn draw(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        let Some(shown) = context.comparison else {
            painter.text(1, 0, "comparing", Role::Dim);
            return;
        };
        self.heads(painter, context, shown);
        let (width, height) = (painter.width(), painter.height());
        let mut body = painter.part(0, 2, width, height.saturating_sub(2));
        let list = self.list();
        match (self.part, &shown.times) {
            (Part::Rows, _) => table::paint(
                &mut body,
                shown,
                (&self.rows, list),
                (self.side, is_focused),
            ),
            (_, None) => {
                let why = "calls of a group have no time in common";
                body.text(1, 0, why, Role::Dim);
            }
            (Part::Events, Some(times)) => {
                times::events(&mut body, times, list, (self.side, is_focused));
            }
            (Part::Curves, Some(times)) => times::curves(&mut body, times, list, is_focused),
        }
    }
}
