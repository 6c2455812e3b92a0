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

mod choice;
mod columns;
mod paint;

use super::Pane;
use crate::model::metric::{METRICS, PoorWhen, position};
use crate::model::zone::Zone;
use crate::query::group::{Facet, GroupRow, Grouping, Groups, Key, Keys, Order, OrderBy};
use crate::ui::context::{Context, Motion};
use crate::ui::painter::Painter;
use crate::ui::widgets::list::List;
use crate::ui::widgets::picker::Picker;
use crate::ui::widgets::table::columns::{ColumnTable, HasColumns};
use crate::ui::widgets::table::order::{self, Again};
pub use choice::Choice;

/// From this width on the choice stays beside the table.
const WIDE: u16 = 120;
/// Columns of the choice.
const CHOICE: u16 = 24;
/// Lines of the table that are no group: what is to be known, heads, all calls.
const AROUND: u16 = 3;

/// What the user turned on the page, as one value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupsView {
    by: &'static str,
    then: Option<&'static str>,
    metric: usize,
    counted: Option<(&'static str, Key)>,
    orders: Vec<Order>,
}

impl GroupsView {
    /// In words: `groups by SDK, system; RTT; most calls first`.
    pub fn words(&self) -> String {
        let names = [Some(self.by), self.then].into_iter().flatten();
        let titles = names.filter_map(|name| Some(Facet::named(name)?.title));
        let by = titles.collect::<Vec<_>>().join(", ");
        let measure = METRICS.get(self.metric).map_or("", |metric| metric.title);
        format!("groups by {by}; {measure}; {}", words_of(&self.orders))
    }
}

/// Orders in words: `highest share first, then by name`.
fn words_of(orders: &[Order]) -> String {
    let words: Vec<String> = orders.iter().map(|order| order.words()).collect();
    if words.is_empty() {
        Order::default().words()
    } else {
        words.join(", then ")
    }
}

/// The pane's state.
pub struct GroupsPane {
    by: &'static Facet,
    then: Option<&'static Facet>,
    metric: usize,
    counted: Option<(&'static Facet, Key)>,
    /// The first is the one chosen last; none = most calls first.
    orders: Vec<Order>,
    choice: Choice,
    /// True while the list at the left has the keys.
    is_choosing: bool,
    /// As it was when typing began; none while nothing is typed.
    before: Option<GroupsView>,
    /// As it was when a choice was last taken.
    settled: Option<GroupsView>,
    choices: Picker,
    groups: Option<Groups>,
    list: List,
    is_touched: bool,
    table: ColumnTable,
    /// Groups marked to be compared, in the order of marking, and by what they are groups.
    marked: Vec<Keys>,
    marked_by: Option<(&'static Facet, Option<&'static Facet>)>,
    seen: Option<Seen>,
    size: (u16, u16),
}

/// What the rows were made from.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    grouping: Grouping,
    revision: u64,
    calls: u64,
    progress: u64,
    orders: Vec<Order>,
}

impl Default for GroupsPane {
    fn default() -> Self {
        let mut pane = Self {
            by: &Facet::all()[0],
            then: None,
            metric: position("rtt_avg").unwrap_or_default(),
            counted: None,
            orders: Vec::new(),
            choice: Choice::By,
            is_choosing: true,
            before: None,
            settled: None,
            choices: Picker::default(),
            groups: None,
            list: List::default(),
            is_touched: false,
            table: ColumnTable::default(),
            marked: Vec::new(),
            marked_by: None,
            seen: None,
            size: (0, 0),
        };
        pane.offer();
        pane.table.go_to("calls");
        pane
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

    /// What the user turned, as it is now.
    fn view(&self) -> GroupsView {
        GroupsView {
            by: self.by.name,
            then: self.then.map(|facet| facet.name),
            metric: self.metric,
            counted: self.counted.map(|(facet, key)| (facet.name, key)),
            orders: self.orders.clone(),
        }
    }

    /// The same without a choice that goes on.
    pub fn settled(&self) -> GroupsView {
        self.settled
            .clone()
            .unwrap_or_else(|| Self::default().view())
    }

    /// What is chosen counts from now on.
    pub fn settle(&mut self) {
        self.settled = Some(self.view());
    }

    /// Shows what another state had turned.
    pub fn set_view(&mut self, view: &GroupsView) {
        self.put(view);
        self.settle();
        self.show_choice();
    }

    fn put(&mut self, view: &GroupsView) {
        self.by = Facet::named(view.by).unwrap_or(self.by);
        self.then = view.then.and_then(Facet::named);
        self.metric = view.metric;
        let counted = |(name, key)| Some((Facet::named(name)?, key));
        self.counted = view.counted.and_then(counted);
        self.set_orders(view.orders.clone());
        self.is_touched = false;
    }

    /// Counts in how many calls of each user something is met; none = bad calls again.
    pub fn count_by_user(&mut self, counted: Option<(&'static Facet, Key)>) {
        if counted.is_some() {
            self.by = Facet::named("user").unwrap_or(self.by);
            self.then = None;
            self.is_choosing = false;
            self.set_orders(vec![Order {
                by: OrderBy::Unlikely,
                is_reversed: false,
            }]);
            self.list.go_to(0);
            self.is_touched = false;
        }
        self.counted = counted;
    }

    /// The values of the group under the cursor; none while something is chosen.
    pub fn selected(&self) -> Option<Keys> {
        self.row().filter(|_| !self.is_choosing).map(|row| row.keys)
    }

    /// True while the table has the keys, but nothing to show yet.
    pub const fn is_waiting(&self) -> bool {
        self.groups.is_none() && !self.is_choosing
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

    /// Sorts by the column under the column cursor; again reverses. The columns sorted by before part what is equal.
    /// Gives the words for it.
    pub fn sort(&mut self) -> String {
        let offer = self.table.under_cursor();
        let by = offer.and_then(|offer| columns::order_of(offer.name));
        let by = by.unwrap_or_default();
        // What is sorted by before anything is chosen is turned about by the first key on it.
        let usual = [Order::default()];
        let is_usual = self.orders.is_empty() && by == usual[0].by;
        let orders = if is_usual { &usual[..] } else { &self.orders };
        let known = |order: &Order| (order.by.word(), !order.is_reversed);
        let before: Vec<(&'static str, bool)> = orders.iter().map(known).collect();
        let chosen = order::chosen(&before, by.word(), true, Again::Turns);
        let order = |(word, is_usual): (&str, bool)| {
            let by = OrderBy::of_word(word)?;
            let is_reversed = !is_usual;
            Some(Order { by, is_reversed })
        };
        self.set_orders(chosen.into_iter().filter_map(order).collect());
        format!("sorted: {}", self.order_words())
    }

    fn set_orders(&mut self, orders: Vec<Order>) {
        self.orders = orders;
        self.show_orders();
    }

    /// The heads tell how the groups are sorted.
    fn show_orders(&mut self) {
        let is_below = METRICS[self.metric].poor_when == PoorWhen::Below;
        let usual = [Order::default()];
        let orders = if self.orders.is_empty() {
            usual.as_slice()
        } else {
            &self.orders
        };
        let told = |order: &Order| (order.by.word(), order.is_descending(is_below));
        self.table.set_order(orders.iter().map(told).collect());
    }

    fn order_words(&self) -> String {
        words_of(&self.orders)
    }

    /// `row 2 of 8`, which columns are seen, and how the groups are sorted.
    pub fn status(&self) -> String {
        let of = self.list.len();
        let at = self.list.cursor() + usize::from(of > 0);
        let mut words = vec![format!("row {at} of {of}"), self.table.shown_words()];
        words.push(self.order_words());
        words.retain(|words| !words.is_empty());
        words.join("   ")
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

    /// Lays the table out for what is shown.
    fn offer(&mut self) {
        let width = self.size.0.saturating_sub(self.choice_width());
        let shown = self.groups.as_ref();
        let unit = shown.map_or_else(|| self.by.unit(), |groups| groups.unit);
        let has_meaning = self.then.is_none() && self.by.has_meanings();
        let is_long = self.then.is_some() || self.by.is_long;
        let offers = columns::offers(unit, self.counted.is_some(), (is_long, has_meaning));
        self.table.offer(width, offers);
        self.show_orders();
    }

    fn lay_out(&mut self) {
        self.offer();
        self.list
            .set_height(usize::from(self.size.1.saturating_sub(AROUND)));
        self.choices.resize(self.size.1);
    }

    fn rebuild(&mut self, context: &Context, groups: &Groups) {
        let selected = self.row().map(|row| row.keys);
        let is_same = self
            .groups
            .as_ref()
            .is_some_and(|shown| shown.grouping == groups.grouping);
        let mut groups = groups.clone();
        groups.sort(context.store, &self.orders);
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

impl HasColumns for GroupsPane {
    fn table(&self) -> &ColumnTable {
        &self.table
    }

    fn table_mut(&mut self) -> &mut ColumnTable {
        &mut self.table
    }
}

impl Pane for GroupsPane {
    fn title(&self, context: &Context) -> String {
        paint::title(self, context)
    }

    fn resize(&mut self, width: u16, height: u16) {
        let is_first = self.size == (0, 0);
        self.size = (width, height);
        if is_first {
            self.show_choice();
        }
        self.lay_out();
    }

    fn refresh(&mut self, context: &Context) {
        let wish = self.grouping().in_zone(context.look.face.zone);
        let Some(groups) = context.groups.filter(|groups| groups.grouping == wish) else {
            self.groups = self.groups.take().filter(|shown| shown.grouping == wish);
            if self.groups.is_none() {
                self.seen = None;
            }
            self.lay_out();
            return;
        };
        let seen = Some(Seen {
            grouping: wish,
            revision: groups.revision,
            calls: groups.all.count.calls,
            progress: groups.progress.0,
            orders: self.orders.clone(),
        });
        if self.seen != seen {
            self.seen = seen;
            self.rebuild(context, groups);
        }
        self.lay_out();
    }

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        if self.is_choosing {
            return self.move_choice(motion);
        }
        match motion {
            Motion::Left => self.table.move_cursor(false),
            Motion::Right => self.table.move_cursor(true),
            _ => {
                self.is_touched = true;
                self.list.apply(motion)
            }
        }
    }

    fn draw(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        self.paint(painter, context, is_focused);
    }
}

/// The name of a column as the program has it; none where there is no such column.
pub fn known_column(name: &str) -> Option<&'static str> {
    columns::known(name)
}
