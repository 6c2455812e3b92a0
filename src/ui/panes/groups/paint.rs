//! Draws the page of groups.

use super::columns::{self, Shown};
use super::{CHOICE, GroupsPane};
use crate::model::metric::METRICS;
use crate::query::group::{Groups, Unit};
use crate::ui::context::Context;
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::widgets::picker::Around;
use crate::ui::widgets::table::paint_rows;

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
        let room = painter.width().saturating_sub(4);
        let rows = self.offered();
        let row = |painter: &mut Painter, y: u16, at: usize| {
            let Some(&row) = rows.get(at) else { return };
            let sign = self.sign_of(row);
            let role = if sign == ' ' { Role::Text } else { Role::Focus };
            painter.text(1, y, &sign.to_string(), role);
            painter.field((3, y, room), row.title(), role, Align::Left, Cut::End);
        };
        if self.is_typing() {
            let around = Around {
                prompt: self.choice.prompt(),
                count: "",
                none: "nothing is called so",
            };
            self.choices.paint(painter, around, true, row);
        } else {
            painter.text(1, 0, "Group by", Role::Header);
            self.choices.paint_rows(painter, is_focused, row);
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
        let mut heads = painter.part(0, 1, width, 1);
        self.table.paint_head(&mut heads, is_focused);
        self.paint_groups(painter, context, groups, is_focused);
    }

    /// The groups, and below them all calls together.
    fn paint_groups(
        &self,
        painter: &mut Painter,
        context: &Context,
        groups: &Groups,
        is_focused: bool,
    ) {
        let (width, height) = (painter.width(), painter.height());
        let (shapes, layout) = (self.table.shapes(), self.table.layout());
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
            layout,
            &self.list,
            is_focused,
            |row, column| columns::cell(self.table.offer_of(column), &shown(row, None)),
        );
        let y = (2 + rows).min(height.saturating_sub(1));
        let all = shown(usize::MAX, Some("all calls"));
        for slot in &layout.slots {
            let shape = &shapes[slot.column];
            let cell = columns::cell(self.table.offer_of(slot.column), &all);
            painter.field(
                (slot.x, y, slot.width),
                &cell.text,
                Role::Dim,
                shape.align,
                shape.cut,
            );
        }
    }
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
