//! Draws the page of groups.

use super::columns::Shown;
use super::{CHOICE, Choice, GroupsPane};
use crate::model::metric::METRICS;
use crate::query::group::{Facet, Groups, Unit};
use crate::ui::context::Context;
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::widgets::marks;
use crate::ui::widgets::table::{Column, HeadMarks, paint_head, paint_rows};

/// `Groups by SDK, system: calls that are bad; RTT, ms`.
pub(super) fn title(pane: &GroupsPane, context: &Context) -> String {
    let grouping = pane.grouping().in_zone(context.look.face.zone);
    let by: Vec<_> = grouping
        .facets()
        .map(|facet| grouping.title(facet))
        .collect();
    let metric = &METRICS[pane.metric];
    format!(
        "Groups by {}: calls {}; {} in {}",
        by.join(" and "),
        grouping.counted_words(context.store),
        metric.title,
        metric.unit.label()
    )
}

impl GroupsPane {
    pub(super) fn paint(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        let (width, height) = (painter.width(), painter.height());
        let left = self.choice_width();
        if left > 0 {
            let mut part = painter.part(0, 0, CHOICE, height);
            self.paint_choice(&mut part, is_focused && self.is_choosing);
            painter.part(CHOICE, 0, 1, height).divider(0);
        }
        let mut part = painter.part(left, 0, width.saturating_sub(left), height);
        self.paint_table(&mut part, context, is_focused && !self.is_choosing);
    }

    fn paint_choice(&self, painter: &mut Painter, is_focused: bool) {
        let head = match self.choice {
            Choice::By => "Group by",
            Choice::Then => "and by",
            Choice::Metric => "Measure",
        };
        painter.text(1, 0, head, Role::Header);
        let (width, height) = (painter.width(), painter.height().saturating_sub(1));
        let mut body = painter.part(0, 1, width, height);
        for (y, at) in (0..).zip(self.choices.visible()) {
            let (sign, name) = self.choice_words(at);
            let role = if sign == ' ' { Role::Text } else { Role::Focus };
            body.text(1, y, &sign.to_string(), role);
            let room = width.saturating_sub(4);
            body.field((3, y, room), name, role, Align::Left, Cut::End);
            if at == self.choices.cursor() {
                marks::cursor(&mut body, y, is_focused);
            }
        }
    }

    /// A row of the list at the left: `1` and `2` stand before what is grouped by, `*` before the measure.
    fn choice_words(&self, at: usize) -> (char, &'static str) {
        let of_facet = |facet: &'static Facet| {
            let sign = if *facet == *self.by {
                '1'
            } else if self.then == Some(facet) {
                '2'
            } else {
                ' '
            };
            (sign, facet.title)
        };
        match (self.choice, at) {
            (Choice::Metric, at) => {
                let sign = if at == self.metric { '*' } else { ' ' };
                (sign, METRICS.get(at).map_or("", |metric| metric.title))
            }
            (Choice::Then, 0) => (' ', "nothing else"),
            (Choice::Then, at) => self.offered().nth(at - 1).map_or((' ', ""), of_facet),
            (Choice::By, at) => self.offered().nth(at).map_or((' ', ""), of_facet),
        }
    }

    fn paint_table(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        let Some(groups) = &self.groups else {
            let why = if context.store.call_count() == 0 && !context.is_loading {
                "no call in what was loaded; the load report says why"
            } else {
                "counting the calls"
            };
            painter.text(1, 0, why, Role::Dim);
            return;
        };
        let width = painter.width();
        painter.text(1, 0, &known(groups, context), Role::Notice);
        if groups.rows.is_empty() {
            let why = if context.is_loading {
                "no call yet: reading"
            } else if context.kept.is_some() {
                "no call passes the filter"
            } else {
                "no call in what was loaded; the load report says why"
            };
            painter.text(1, 1, why, Role::Dim);
            return;
        }
        let shapes: Vec<Column> = self.columns.iter().map(|column| column.shape).collect();
        let sorted = self
            .columns
            .iter()
            .position(|column| column.order == self.order.by)
            .filter(|&at| at > 0)
            .map(|at| (at, is_descending(self)));
        let marks = HeadMarks {
            sorted: sorted.as_slice(),
            cursor: is_focused.then_some(self.column),
        };
        paint_head(
            &mut painter.part(0, 1, width, 1),
            &shapes,
            &self.layout,
            marks,
        );
        self.paint_groups(painter, context, (groups, &shapes), is_focused);
    }

    /// The groups, and below them all calls together.
    fn paint_groups(
        &self,
        painter: &mut Painter,
        context: &Context,
        (groups, shapes): (&Groups, &[Column]),
        is_focused: bool,
    ) {
        let (width, height) = (painter.width(), painter.height());
        let glyphs = painter.look().glyphs;
        let shown = |row: usize, name| Shown {
            store: context.store,
            groups,
            row: groups.rows.get(row).unwrap_or(&groups.all),
            name,
            glyphs,
            is_marked: groups
                .rows
                .get(row)
                .is_some_and(|row| self.marked().contains(&row.keys)),
        };
        let rows = self.list.visible().len() as u16;
        paint_rows(
            &mut painter.part(0, 2, width, rows),
            shapes,
            &self.layout,
            &self.list,
            is_focused,
            |row, column| (self.columns[column].cell)(&shown(row, None)),
        );
        let y = (2 + rows).min(height.saturating_sub(1));
        let all = shown(usize::MAX, Some("all calls"));
        for slot in &self.layout.slots {
            let column = &self.columns[slot.column];
            let cell = (column.cell)(&all);
            painter.field(
                (slot.x, y, slot.width),
                &cell.text,
                Role::Dim,
                column.shape.align,
                column.shape.cut,
            );
        }
    }
}

fn is_descending(pane: &GroupsPane) -> bool {
    let is_name = pane.order.by == crate::query::group::OrderBy::Name;
    is_name == pane.order.is_reversed
}

/// What has to be known of the numbers: how far they are counted, who meets it how, that a call stands in several groups.
fn known(groups: &Groups, context: &Context) -> String {
    let mut parts = Vec::new();
    let (done, of) = groups.progress;
    if groups.is_partial() {
        parts.push(format!(
            "counted so far: {} of {}",
            format::count(done),
            format::counted(of, "call")
        ));
    }
    parts.extend(groups.habits());
    let is_behind = groups.revision != context.store.revision() || context.is_loading;
    if is_behind && !groups.is_partial() {
        parts.push("more calls came: counting anew".to_owned());
    }
    if parts.is_empty() && groups.is_shared && groups.unit != Unit::Call {
        parts.push(format!(
            "a call counts once in the group of each of its {}s",
            groups.unit.name()
        ));
    }
    parts.join("; ")
}
