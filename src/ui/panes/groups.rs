//! Calls in groups: by one or two dimensions, how many, how many bad, in which range that share may be, and a measure.
//!
//! ```text
//!  Group by      │ a call is in the group of each of its legs
//! >1 SDK         │   GROUP            CALLS      BAD SHARE  RANGE   ?  P50  P95
//!    system      │>  1.31.2              44  7 of 42 16.7%  8-31%       89  211 x███
//!  2 end code    │ x 2.12.1              19  9 of 18        29-71%      86  677 x█
//! ```
//!
//! The list at the left chooses what to group by (narrow screens show it only while it has the keys); Enter on a group
//! lists its calls. Groups are told apart by their values, so the cursor stays on its group when others come.

mod columns;
mod paint;

use super::Pane;
use crate::model::metric::{METRICS, position};
use crate::model::zone::Zone;
use crate::query::group::{Facet, GroupRow, Grouping, Groups, Key, Keys, Order};
use crate::ui::context::{Context, Motion};
use crate::ui::painter::Painter;
use crate::ui::widgets::list::List;
use crate::ui::widgets::table::{Column, Layout};
use columns::{GroupColumn, columns};

/// From this width on the choice stays beside the table.
const WIDE: u16 = 120;
/// Columns of the choice.
const CHOICE: u16 = 24;
/// Lines of the table that are no group: what is to be known, heads, all calls.
const AROUND: u16 = 3;

/// What the list at the left chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// What to group by.
    #[default]
    By,
    /// A second dimension, or none.
    Then,
    /// The measure.
    Metric,
}

/// The pane's state.
pub struct GroupsPane {
    by: &'static Facet,
    then: Option<&'static Facet>,
    metric: usize,
    counted: Option<(&'static Facet, Key)>,
    order: Order,
    choice: Choice,
    /// True while the list at the left has the keys.
    is_choosing: bool,
    choices: List,
    groups: Option<Groups>,
    list: List,
    is_touched: bool,
    column: usize,
    /// Groups marked to be compared, in the order of marking, and by what they are groups.
    marked: Vec<Keys>,
    marked_by: Option<(&'static Facet, Option<&'static Facet>)>,
    columns: Vec<GroupColumn>,
    layout: Layout,
    seen: Option<Seen>,
    size: (u16, u16),
}

/// What the rows were made from.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Seen {
    grouping: Grouping,
    revision: u64,
    calls: u64,
    progress: u64,
    order: Order,
}

impl Default for GroupsPane {
    fn default() -> Self {
        Self {
            by: &Facet::all()[0],
            then: None,
            metric: position("rtt_avg").unwrap_or_default(),
            counted: None,
            order: Order::default(),
            choice: Choice::By,
            is_choosing: true,
            choices: List::default(),
            groups: None,
            list: List::default(),
            is_touched: false,
            column: columns::CALLS,
            marked: Vec::new(),
            marked_by: None,
            columns: Vec::new(),
            layout: Layout::default(),
            seen: None,
            size: (0, 0),
        }
    }
}

impl GroupsPane {
    /// What is to be counted, by the days and hours of UTC.
    pub const fn grouping(&self) -> Grouping {
        Grouping {
            by: self.by,
            then: self.then,
            metric: self.metric,
            counted: self.counted,
            zone: Zone::Utc,
        }
    }

    /// What is counted beside bad calls.
    pub const fn counted(&self) -> Option<(&'static Facet, Key)> {
        self.counted
    }

    /// Counts in how many calls of each user something is met; none = bad calls again.
    pub fn count_by_user(&mut self, counted: Option<(&'static Facet, Key)>) {
        if counted.is_some() {
            self.by = Facet::named("user").unwrap_or(self.by);
            self.then = None;
            self.is_choosing = false;
            self.order.by = crate::query::group::OrderBy::Unlikely;
            self.order.is_reversed = false;
            self.list.go_to(0);
            self.is_touched = false;
        }
        self.counted = counted;
    }

    /// The values of the group under the cursor; none while something is chosen.
    pub fn selected(&self) -> Option<Keys> {
        self.row().filter(|_| !self.is_choosing).map(|row| row.keys)
    }

    /// The marked groups in the order of marking; those of other dimensions are not marked here.
    pub fn marked(&self) -> &[Keys] {
        if self.marked_by == Some((self.by, self.then)) {
            &self.marked
        } else {
            &[]
        }
    }

    /// Marks the group under the cursor or takes the mark away; gives the words for it.
    pub fn mark(&mut self) -> String {
        let Some(keys) = self.selected() else {
            return "no group is under the cursor".to_owned();
        };
        self.marked = self.marked().to_vec();
        self.marked_by = Some((self.by, self.then));
        let before = self.marked.len();
        self.marked.retain(|known| *known != keys);
        let word = if self.marked.len() == before {
            self.marked.push(keys);
            "group marked"
        } else {
            "group no longer marked"
        };
        format!("{word}; {} marked", self.marked.len())
    }

    fn row(&self) -> Option<&GroupRow> {
        self.groups.as_ref()?.rows.get(self.list.cursor())
    }

    /// Enter: what is chosen is taken and the table gets the keys; false when it had them.
    pub fn take_choice(&mut self) -> bool {
        std::mem::take(&mut self.is_choosing)
    }

    /// Tab: between what to group by and the table.
    pub fn turn(&mut self) {
        if self.is_choosing {
            self.is_choosing = false;
        } else {
            self.choose(Choice::By);
        }
    }

    /// Gives the keys to the list at the left.
    pub fn choose(&mut self, choice: Choice) {
        self.choice = choice;
        self.is_choosing = true;
        let place = |facet: &Facet| self.offered().position(|other| other == facet);
        let (len, row) = match choice {
            Choice::By => (self.offered().count(), place(self.by)),
            Choice::Then => (
                self.offered().count() + 1,
                self.then.and_then(place).map(|at| at + 1),
            ),
            Choice::Metric => (METRICS.len(), Some(self.metric)),
        };
        self.choices.set_len(len);
        self.choices.go_to(row.unwrap_or_default());
    }

    /// The dimensions that can be chosen: as the second any but the first.
    fn offered(&self) -> impl Iterator<Item = &'static Facet> + use<> {
        let first = (self.choice == Choice::Then).then_some(self.by);
        let all = Facet::all().iter();
        all.filter(move |facet| first.is_none_or(|first| first != *facet))
    }

    /// One step back inside the pane; false when the page is to be left.
    pub fn back(&mut self) -> bool {
        let is_inner = self.is_choosing && self.choice != Choice::By;
        if is_inner {
            self.is_choosing = false;
        }
        is_inner
    }

    /// Takes what is under the cursor of the list at the left.
    fn take(&mut self) {
        let at = self.choices.cursor();
        match self.choice {
            Choice::By => {
                self.by = self.offered().nth(at).unwrap_or(self.by);
                self.then = self.then.filter(|then| *then != self.by);
            }
            Choice::Then => self.then = at.checked_sub(1).and_then(|at| self.offered().nth(at)),
            Choice::Metric => self.metric = at,
        }
        self.is_touched = false;
    }

    /// Sorts by the column under the column cursor; again reverses. Gives the words for it.
    pub fn sort(&mut self) -> String {
        let by = self.columns.get(self.column).map(|column| column.order);
        let by = by.unwrap_or(self.order.by);
        self.order = Order {
            by,
            is_reversed: by == self.order.by && !self.order.is_reversed,
        };
        format!("sorted: {}", self.order.words())
    }

    /// `row 2 of 8`, and how the groups are sorted.
    pub fn status(&self) -> String {
        let of = self.list.len();
        let at = self.list.cursor() + usize::from(of > 0);
        format!("row {at} of {of}   {}", self.order.words())
    }

    fn is_wide(&self) -> bool {
        self.size.0 >= WIDE
    }

    /// Columns of the list at the left with its rule; 0 while it is hidden.
    fn choice_width(&self) -> u16 {
        if self.is_choosing || self.is_wide() {
            CHOICE + 1
        } else {
            0
        }
    }

    fn settle(&mut self) {
        let width = self.size.0.saturating_sub(self.choice_width());
        let shown = self.groups.as_ref();
        let unit = shown.map_or_else(|| self.by.unit(), |groups| groups.unit);
        let has_meaning = self.then.is_none() && self.by.has_meanings();
        let is_long = self.then.is_some() || self.by.is_long;
        self.columns = columns(unit, self.counted.is_some(), (is_long, has_meaning));
        let shapes: Vec<Column> = self.columns.iter().map(|column| column.shape).collect();
        self.layout = Layout::new(&shapes, width);
        self.list
            .set_height(usize::from(self.size.1.saturating_sub(AROUND)));
        self.choices
            .set_height(usize::from(self.size.1.saturating_sub(1)));
    }

    fn rebuild(&mut self, context: &Context, groups: &Groups) {
        let selected = self.row().map(|row| row.keys);
        let is_same = self
            .groups
            .as_ref()
            .is_some_and(|shown| shown.grouping == groups.grouping);
        let mut groups = groups.clone();
        groups.sort(context.store, self.order);
        self.list.set_len(groups.rows.len());
        let place = selected
            .filter(|_| is_same && self.is_touched)
            .and_then(|keys| groups.rows.iter().position(|row| row.keys == keys));
        match place {
            Some(row) => self.list.follow(row),
            None => self.list.go_to(0),
        }
        self.groups = Some(groups);
    }
}

impl Pane for GroupsPane {
    fn title(&self, context: &Context) -> String {
        paint::title(self, context)
    }

    fn resize(&mut self, width: u16, height: u16) {
        let is_first = self.size == (0, 0);
        self.size = (width, height);
        if is_first && self.is_choosing {
            self.choose(self.choice);
        }
        self.settle();
    }

    fn refresh(&mut self, context: &Context) {
        let wish = self.grouping().in_zone(context.look.face.zone);
        let Some(groups) = context.groups.filter(|groups| groups.grouping == wish) else {
            self.groups = self.groups.take().filter(|shown| shown.grouping == wish);
            if self.groups.is_none() {
                self.seen = None;
            }
            self.settle();
            return;
        };
        let seen = Some(Seen {
            grouping: wish,
            revision: groups.revision,
            calls: groups.all.count.calls,
            progress: groups.progress.0,
            order: self.order,
        });
        if self.seen != seen {
            self.seen = seen;
            self.rebuild(context, groups);
        }
        self.settle();
    }

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        if self.is_choosing {
            if motion == Motion::Right {
                self.is_choosing = false;
                return true;
            }
            let has_moved = self.choices.apply(motion);
            if has_moved {
                self.take();
            }
            return has_moved;
        }
        let last = self.columns.len().saturating_sub(1);
        let before = self.column;
        match motion {
            Motion::Left => self.column = self.column.saturating_sub(1),
            Motion::Right => self.column = (self.column + 1).min(last),
            _ => {
                self.is_touched = true;
                return self.list.apply(motion);
            }
        }
        self.column != before
    }

    fn draw(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        self.paint(painter, context, is_focused);
    }
}
