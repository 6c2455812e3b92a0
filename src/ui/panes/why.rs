//! Why a call is what it is: its findings, ranked, each with side, certainty, numbers, rule and the records that
//! prove it, with what speaks against it and what could not be known.
//!
//! ```text
//! >x 1 P2.1 uplink: P1 saw P2 video frozen ~30 s from 02:13:10
//!      likely   sender's uplink   P1, P2.1   02:13:10 .. 02:13:42
//!      loss max, P2.1 out video                31 %   limit 10 %
//!      proof    ops.json:8812        NetworkSendQuality Bad
//!      against  P2 was clean in two other calls
//!      unknown  client operations of P2 (not loaded)
//! ```

mod lines;

use super::words::Stamp;
use super::{Pane, Standing, standing, words};
use crate::model::call::LegNo;
use crate::model::finding::{self, Class, Finding};
use crate::model::source::Source;
use crate::model::verdict::CallClass;
use crate::ui::context::{Context, Motion};
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::time_face::TimeFace;
use crate::ui::widgets::list::List;
use crate::ui::widgets::marks;
use lines::{Line, Sheet};

/// Findings shown in the strip over a call.
const STRIP: usize = 4;

/// The pane's state.
#[derive(Default)]
pub struct Why {
    found: Vec<Finding>,
    lines: Vec<Line>,
    list: List,
    /// What was asked about: a leg's findings stand first.
    leg: Option<LegNo>,
    /// What the findings were found in.
    judged: Option<Stamp>,
    /// What the lines were made from.
    built: Option<(Stamp, Option<LegNo>, (u16, TimeFace))>,
    size: (u16, u16),
}

impl Why {
    /// The record of the row under the cursor; of a row that names none the first proof of its finding.
    pub fn selected_source(&self) -> Option<Source> {
        let line = self.lines.get(self.list.cursor())?;
        let first = || Some(self.found.get(line.finding?)?.evidence.first()?.source);
        line.source.or_else(first)
    }

    /// The leg of the finding under the cursor.
    pub fn selected_leg(&self) -> Option<LegNo> {
        let line = self.lines.get(self.list.cursor())?;
        self.found.get(line.finding?)?.legs.first().copied()
    }

    /// How many findings the call has.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// Asks about a leg, or about the whole call; the cursor goes to the row of a record where one is given.
    pub fn ask(&mut self, context: &Context, leg: Option<LegNo>, record: Option<Source>) {
        self.leg = leg;
        self.refresh(context);
        let is_asked = |line: &Line| record.is_some() && line.source == record;
        let proof = self.lines.iter().position(is_asked);
        let finding = proof.and_then(|row| self.lines[row].finding);
        let row = finding.and_then(|asked| {
            let is_head = |line: &Line| line.is_head && line.finding == Some(asked);
            self.lines.iter().position(is_head)
        });
        self.list.go_to(row.unwrap_or(0));
    }

    /// To the next or previous finding; false at the ends.
    pub fn next_problem(&mut self, forward: bool) -> bool {
        let cursor = self.list.cursor();
        let is_head = |&at: &usize| self.lines[at].is_head;
        let found = if forward {
            (cursor + 1..self.lines.len()).find(is_head)
        } else {
            (0..cursor).rev().find(is_head)
        };
        if let Some(row) = found {
            self.list.go_to(row);
        }
        found.is_some()
    }

    /// Brings the findings up to date, and leaves the lines: the strip over a call needs none of them.
    pub fn refresh_strip(&mut self, context: &Context) {
        let Some(detail) = context.detail else {
            *self = Self {
                size: self.size,
                ..Self::default()
            };
            return;
        };
        let stamp = Stamp::of(context.store, detail);
        if self.judged.is_none_or(|before| before.call != stamp.call) {
            self.leg = self.leg.filter(|_| self.judged.is_none());
            self.list.go_to(0);
        }
        if self.judged != Some(stamp) {
            self.judged = Some(stamp);
            self.found = finding::findings(context.store, detail);
        }
    }

    /// Lines of the strip over a call, its rule not counted.
    pub fn strip_height(&self) -> u16 {
        self.found.len().clamp(1, STRIP) as u16
    }

    /// The first findings in one line each, for the wide page of a call.
    pub fn draw_strip(&self, painter: &mut Painter, context: &Context) {
        let Some(detail) = context.detail else {
            return;
        };
        if self.found.is_empty() {
            let text = lines::nothing((context.store, context.look.face), detail);
            painter.text(1, 0, &text, Role::Dim);
        }
        let width = painter.width();
        for (y, (number, finding)) in (0..).zip(self.found.iter().enumerate().take(STRIP)) {
            let (mark, role) = standing::mark(weight(finding.class));
            painter.text(1, y, mark, role);
            let proofs = format::counted(finding.evidence.len() as u64, "proof");
            let right = format!(
                "{}, {}, {proofs}",
                finding.party.words(),
                finding.certainty.name()
            );
            let room = words::columns(&right).min(width / 2);
            let text = format!(
                "{} {}",
                number + 1,
                context.look.face.retold(&finding.line, detail.start)
            );
            let left = width.saturating_sub(room + 6);
            painter.field((3, y, left), &text, Role::Text, Align::Left, Cut::End);
            let place = (width.saturating_sub(room + 1), y, room);
            painter.field(place, &right, Role::Dim, Align::Right, Cut::End);
        }
    }
}

/// The mark of a finding.
fn weight(class: Class) -> CallClass {
    match class {
        Class::Dropped
        | Class::NoMedia
        | Class::Lasting
        | Class::Cause
        | Class::Symptom
        | Class::Average => CallClass::Bad,
        Class::Burst | Class::Passing | Class::Failure => CallClass::Burst,
        Class::Hint => CallClass::Ok,
    }
}

impl Pane for Why {
    fn title(&self, context: &Context) -> String {
        let Some(detail) = context.detail else {
            return "Why".to_owned();
        };
        let count = format::counted(self.found.len() as u64, "finding");
        match self.leg {
            Some(leg) => format!("Why: {count}, those of {} first", detail.leg_name(leg)),
            None => format!("Why: {count}, worst first"),
        }
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        self.list.set_height(usize::from(height));
    }

    fn refresh(&mut self, context: &Context) {
        self.refresh_strip(context);
        let Some(detail) = context.detail else {
            return;
        };
        let stamp = Stamp::of(context.store, detail);
        let wanted = (stamp, self.leg, (self.size.0, context.look.face));
        if self.built == Some(wanted) {
            return;
        }
        self.built = Some(wanted);
        let sheet = Sheet {
            store: context.store,
            detail,
            width: self.size.0,
            face: context.look.face,
        };
        self.lines = sheet.lines(&self.found, self.leg);
        self.list.set_len(self.lines.len());
    }

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        self.list.apply(motion)
    }

    fn standing(&self) -> Standing {
        Standing::of(&self.list)
    }

    fn stand(&mut self, standing: Standing) {
        self.list.stand(standing.rows);
    }

    fn draw(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        if context.detail.is_none() {
            painter.text(1, 0, "No call is selected.", Role::Dim);
            return;
        }
        let first = self.list.visible().start;
        for row in self.list.visible() {
            let y = (row - first) as u16;
            let line = &self.lines[row];
            if let Some(class) = line.class {
                let (mark, role) = standing::mark(class);
                painter.text(1, y, mark, role);
            }
            painter.text(3, y, &line.label, line.label_role);
            painter.text(3 + line.indent, y, &line.text, line.role);
            if row == self.list.cursor() {
                marks::cursor(painter, y, false);
                if is_focused {
                    painter.highlight_part(0, y, 2 + line.indent, Role::Selected);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::panes::testing;

    #[test]
    fn limits_that_were_set_are_told_with_the_documented() {
        let mut scene = testing::group();
        let mut limits = scene.store.limits().clone();
        assert!(limits.set("rtt_avg", None, 300.0));
        scene.store.set_limits(limits);
        scene.store.settle();
        scene.detail = scene.store.detail(scene.detail.call);
        let text = scene.show(&mut Why::default(), 100, 200);
        let line = "limit    RTT 300 ms, set; documented 500 ms";
        assert!(text.contains(line), "{text}");
    }
}
