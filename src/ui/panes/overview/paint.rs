//! Draws the overview.

use super::cards::{self, Card, Line};
use super::{OverviewPane, Shelf};
use crate::model::value::Time;
use crate::query::overview::Overview;
use crate::ui::context::Context;
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::panes::calls::cells as call;
use crate::ui::panes::{signs, words};
use crate::ui::theme::Role;
use crate::ui::widgets::marks;
use crate::ui::widgets::table::{self, Column, HeadMarks, Layout};

/// The blank after the verdict, where the signs of marked calls stand.
const AFTER_VERDICT: u16 = 2;
/// Narrower boxes have no bars and words.
const ROOMY: u16 = 34;

impl OverviewPane {
    pub(super) fn paint(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        let Some(overview) = context.overview else {
            let why = if context.is_loading {
                "no call yet: reading"
            } else {
                "counting the calls"
            };
            painter.text(1, 1, why, Role::Dim);
            return;
        };
        self.facts(painter, context, overview);
        let (width, split) = (painter.width(), self.split());
        let upper = if self.is_wide() { 0 } else { self.strip };
        if split.upper > 0 {
            let mut part = painter.part(0, 1, width, split.upper);
            self.strip(&mut part, Card::STRIPS[upper], is_focused);
        }
        let mut y = 1 + split.upper;
        if split.hours > 0 {
            self.paint_hours(&mut painter.part(0, y, width, split.hours), is_focused);
        }
        y += split.hours;
        let mut part = painter.part(0, y, width, split.first);
        self.paint_first(&mut part, context, overview, is_focused);
        y += split.first;
        if split.lower > 0 {
            let mut part = painter.part(0, y, width, split.lower);
            self.strip(&mut part, Card::CLIENTS, is_focused);
        }
    }

    /// The line above everything: from when to when, files, and what is not final.
    fn facts(&self, painter: &mut Painter, context: &Context, overview: &Overview) {
        let face = context.look.face;
        let hour = |hour: i64| face.day_minute(Time::from_ticks(hour * 3_600 * Time::SECOND));
        let span = match (overview.hours.first(), overview.hours.last()) {
            (Some((first, _)), Some((last, _))) => {
                format!("{} .. {} {}", hour(*first), hour(last + 1), face.label())
            }
            _ => "no call has a time".to_owned(),
        };
        let files = format::counted(context.store.files.len() as u64, "file");
        let mut text = format!("{span}   {files}");
        if context.is_loading {
            text.push_str("   reading: counts are not final");
        } else if overview.revision != context.store.revision()
            || overview.kept != context.kept.map(|kept| kept.number)
        {
            text.push_str("   counting anew");
        }
        painter.text(1, 0, &text, Role::Dim);
        if !self.is_wide() && self.split().upper > 0 {
            let turn = format!("boxes {} of {} (Tab)", self.strip + 1, Card::STRIPS.len());
            let width = painter.width();
            painter.field(
                (width / 2, 0, width - width / 2 - 1),
                &turn,
                Role::Dim,
                Align::Right,
                Cut::Start,
            );
        }
    }

    /// Boxes side by side.
    fn strip(&self, painter: &mut Painter, shown: &[Card], is_focused: bool) {
        let count = shown.len() as u16;
        let (width, height) = (painter.width(), painter.height());
        for (at, &shelf) in (0..).zip(shown) {
            let from = at * width / count;
            let to = (at + 1) * width / count - u16::from(at + 1 < count);
            let is_focused = is_focused && self.focus == shelf;
            if at > 0 {
                painter.part(from - 1, 1, 1, height - 1).divider(0);
                painter.part(from - 1, 0, 1, 1).rule(0, "", false);
            }
            let mut part = painter.part(from, 0, to - from, height);
            part.rule(0, shelf.title(), is_focused);
            if let Some(number) = shelf.shelf() {
                let mut body = part.part(0, 1, to - from, height - 1);
                paint_shelf(&mut body, &self.shelves[number], is_focused);
            }
        }
    }

    fn paint_first(
        &self,
        painter: &mut Painter,
        context: &Context,
        overview: &Overview,
        is_focused: bool,
    ) {
        let is_focused = is_focused && self.focus == Card::First;
        painter.rule(0, &cards::first_title(overview), is_focused);
        let (width, height) = (painter.width(), painter.height().saturating_sub(2));
        if self.first.is_empty() {
            painter.text(1, 1, &cards::nothing_bad(&overview.all), Role::Text);
            return;
        }
        let layout = Layout::new(&COLUMNS, width);
        table::paint_head(
            &mut painter.part(0, 1, width, 1),
            &COLUMNS,
            &layout,
            HeadMarks::default(),
        );
        let mut body = painter.part(0, 2, width, height);
        table::paint_rows(
            &mut body,
            &COLUMNS,
            &layout,
            &self.list,
            is_focused,
            |row, column| {
                let of = self.first[row];
                match column {
                    0 => call::mark(context, of),
                    1 => call::start(context, of, "%d %H:%M"),
                    2 => call::duration(context, of),
                    3 => call::kind(context, of),
                    4 => call::legs(context, of),
                    5 => call::why(context, of),
                    6 => call::ends(context, of),
                    _ => call::id(context, of),
                }
            },
        );
        let place = (&self.list, is_focused, AFTER_VERDICT);
        signs::of_calls(&mut body, context, place, |row| {
            self.first.get(row).copied()
        });
    }
}

const COLUMNS: [Column; 8] = [
    Column::words("", 1, 0),
    Column::words("START", 8, 0),
    Column::numbers("DUR", 6, 4),
    Column::words("TYPE", 5, 5),
    Column::numbers("LEG", 3, 6),
    Column::words("WHY", 40, 0).growing(),
    Column::words("ENDS", 10, 7),
    Column::words("CALL", 8, 0),
];

fn paint_shelf(painter: &mut Painter, shelf: &Shelf, is_focused: bool) {
    // A blank before the rule between two boxes.
    let widths = Widths::of(shelf, painter.width().saturating_sub(1));
    let first = shelf.list.visible().start;
    for row in shelf.list.visible() {
        let y = (row - first) as u16;
        paint_line(painter, y, &shelf.lines[row], &widths);
        if row == shelf.list.cursor() && is_focused {
            marks::cursor(painter, y, is_focused);
        }
    }
}

/// Columns of a box, from its longest cells.
struct Widths {
    label: u16,
    count: u16,
    share: u16,
    not_judged: u16,
    /// For a bar or words.
    rest: u16,
}

impl Widths {
    fn of(shelf: &Shelf, width: u16) -> Self {
        let most = |of: fn(&Line) -> &str| {
            shelf
                .lines
                .iter()
                .map(|line| words::columns(of(line)))
                .max()
                .unwrap_or(0)
        };
        let counted = |of: fn(&Line) -> &str| match most(of) {
            0 => 0,
            width => width + 1,
        };
        let (count, share, not_judged) = (
            counted(|line| &line.count),
            counted(|line| &line.share),
            counted(|line| &line.not_judged),
        );
        let room = width.saturating_sub(3 + count + share + not_judged);
        let has_more = shelf
            .lines
            .iter()
            .any(|line| line.bar.is_some() || !line.words.is_empty());
        let label = match most(|line| &line.label) {
            label if has_more && width >= ROOMY => label.min(room / 2),
            label if has_more => label.min(room),
            _ => room,
        };
        Self {
            label,
            count,
            share,
            not_judged,
            rest: room.saturating_sub(label + 1),
        }
    }
}

fn paint_line(painter: &mut Painter, y: u16, line: &Line, widths: &Widths) {
    let mark = line.mark.to_string();
    painter.text(1, y, &mark, marks::role(line.mark));
    let label = if line.part.is_some() {
        widths.label
    } else {
        painter.width().saturating_sub(3)
    };
    painter.field(
        (3, y, label),
        &line.label,
        Role::Text,
        Align::Left,
        Cut::Middle,
    );
    let mut x = 3 + widths.label;
    let has_words_first = !line.words.is_empty() && line.bar.is_none();
    if has_words_first {
        painter.field(
            (x + 1, y, widths.rest),
            &line.words,
            Role::Dim,
            Align::Left,
            Cut::End,
        );
        x += widths.rest + 1;
    }
    for (width, text, role) in [
        (widths.count, &line.count, Role::Text),
        (widths.share, &line.share, Role::Text),
        (widths.not_judged, &line.not_judged, Role::NotJudged),
    ] {
        painter.field((x, y, width), text, role, Align::Right, Cut::Start);
        x += width;
    }
    if let Some(share) = line.bar {
        let room = f64::from(widths.rest.saturating_sub(1));
        let length = (share * room).round().max(1.0) as usize;
        let bar = painter
            .look()
            .glyphs
            .bar
            .repeat(length.min(usize::from(widths.rest)));
        painter.text(x + 1, y, &bar, Role::Chart);
    }
}
