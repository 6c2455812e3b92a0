//! Find anything.
//!
//! ```text
//!  / 4be0c7d1 ~02:10_                                                   7 hits
//! ─────────────────────────────────────────────────────────────────────────────
//!    KIND         VALUE                         CALL     WHEN        STATE
//! >x participant  4be0c7d1-6a0f-4d7e-8e55-2f1…  7f3c9a12 19 02:08:02 P2 leg 1
//!  x endpoint     4be0c7d1-11c2-4a33-90aa-71c…  7f3c9a12 19 02:08:02 P2
//!
//!  4be0c7d1     prefix of an identifier of any kind
//! ```

mod rows;
#[cfg(test)]
mod tests;

use super::Pane;
use crate::model::coverage;
use crate::model::id::CallIx;
use crate::model::value::Time;
use crate::safe;
use crate::ui::context::{Context, Motion};
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::widgets::editor::Editor;
use crate::ui::widgets::list::List;
use crate::ui::widgets::table::{Column, HeadMarks, Layout, paint_head};
use crate::ui::widgets::{marks, pairs};
use std::ops::Range;

/// A hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindRow {
    /// `participant`, `endpoint`, `operation` …; rows of one kind stand together.
    pub kind: String,
    /// What was found.
    pub value: String,
    /// The bytes of `value` that match.
    pub matched: Option<Range<usize>>,
    /// Its call.
    pub call: Option<CallIx>,
    /// When it happened.
    pub when: Time,
    /// `x ! . ?` or a blank.
    pub mark: char,
    /// Where in the call, or how it ended: `P2 leg 1`.
    pub state: String,
}

/// What a search gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindAnswer {
    /// Hits by kind.
    pub rows: Vec<FindRow>,
    /// All hits, those left out included.
    pub total: usize,
    /// Parts of the input and what they were taken for.
    pub read_as: Vec<(String, String)>,
    /// Identifiers like the one that was not found.
    pub nearest: Vec<String>,
    /// True when a rough time leaves hits out, or would.
    pub narrows: bool,
    /// Anything else: hits that a time hides.
    pub note: Option<String>,
    /// True while the search goes on: these are the best so far.
    pub is_partial: bool,
}

/// Rows above the hits: input, rule, heads.
const ABOVE: u16 = 3;
/// The column of the value.
const VALUE: usize = 2;

const COLUMNS: [Column; 6] = [
    Column::words("", 1, 0),
    Column::words("KIND", 11, 0),
    Column::ids("VALUE", 14, 0).growing(),
    Column::words("CALL", 8, 0),
    Column::words("WHEN", 11, 2),
    Column::words("STATE", 12, 3),
];

/// What can be typed, with an example each.
const EXAMPLES: [(&str, &str); 9] = [
    (
        "a whole id or its start",
        "from a ticket; quotes, blanks, acs: and 8:acs: are fine",
    ),
    (
        "several whole ids",
        "each by itself; a URL or a record gives the id in it",
    ),
    (
        "~02:10  ~tue 14:00 CET",
        "calls at that time; with an id: its places then",
    ),
    ("+44 20 7946 0018", "a phone number"),
    ("410/3112", "legs that ended with this code and subcode"),
    ("cameraFreeze", "a diagnostic, with its ranges"),
    ("\"page hidden\"", "words in an operation's name or payload"),
    ("1.27.2", "a version of SDK, browser or system"),
    ("19:meeting_", "a Teams thread"),
];

/// The overlay's state.
#[derive(Default)]
pub struct FindPane {
    /// What is typed.
    pub editor: Editor,
    /// True when a rough time hides nothing.
    pub all_times: bool,
    answer: Option<FindAnswer>,
    answered: String,
    list: List,
    unseen: Vec<(&'static str, &'static str)>,
    seen_revision: Option<u64>,
    size: (u16, u16),
}

impl FindPane {
    /// Takes an answer to the text typed now. The first hit is selected, unless the same search just found more.
    pub fn set_answer(&mut self, answer: FindAnswer) {
        let text = self.editor.text();
        if text != self.answered {
            self.list.go_to(0);
        }
        self.answered = text;
        self.list.set_len(if answer.rows.is_empty() {
            answer.nearest.len()
        } else {
            answer.rows.len()
        });
        self.answer = Some(answer);
        self.settle();
    }

    /// Forgets the last answer: nothing is typed.
    pub fn clear_answer(&mut self) {
        self.answer = None;
        self.answered.clear();
        self.list.set_len(0);
        self.settle();
    }

    /// True when a rough time leaves hits out, or did until all were asked for.
    pub fn narrows(&self) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.narrows)
    }

    /// The hit under the cursor.
    pub fn selected(&self) -> Option<usize> {
        let rows = &self.answer.as_ref()?.rows;
        (self.list.cursor() < rows.len()).then_some(self.list.cursor())
    }

    /// Without hits, the near identifier under the cursor; taking it is searching for it.
    pub fn selected_nearest(&self) -> Option<&str> {
        let answer = self
            .answer
            .as_ref()
            .filter(|answer| answer.rows.is_empty())?;
        answer.nearest.get(self.list.cursor()).map(String::as_str)
    }

    fn settle(&mut self) {
        let room = self.size.1.saturating_sub(ABOVE);
        let below = (self.below().len() as u16).min(room / 2);
        self.list.set_height(usize::from(room - below));
    }

    /// How the input was read, and the note.
    fn below(&self) -> Vec<(String, String)> {
        let is_empty = |answer: &&FindAnswer| answer.is_partial && answer.rows.is_empty();
        let Some(answer) = self.answer.as_ref().filter(|answer| !is_empty(answer)) else {
            return Vec::new();
        };
        let mut lines = Vec::new();
        if !answer.read_as.is_empty() || answer.note.is_some() {
            lines.push((String::new(), String::new()));
        }
        lines.extend(answer.read_as.iter().cloned());
        lines.extend(answer.note.iter().map(|note| (String::new(), note.clone())));
        lines
    }

    fn draw_input(&self, painter: &mut Painter) {
        let count = self.answer.as_ref().map(counted).unwrap_or_default();
        let used = safe::width(&count) as u16;
        let width = painter.width();
        let from = painter.pieces(1, 0, &[("/ ", Role::Key)]);
        let room = width.saturating_sub(from + used + 2);
        self.editor.draw(&mut painter.part(from, 0, room, 1), 0, 0);
        painter.text(width.saturating_sub(used + 1), 0, &count, Role::Text);
        painter.rule(1, "", false);
    }

    fn draw_hits(
        &self,
        painter: &mut Painter,
        context: &Context,
        answer: &FindAnswer,
        focused: bool,
    ) {
        let layout = Layout::new(&COLUMNS, painter.width());
        paint_head(
            &mut painter.part(0, 2, u16::MAX, 1),
            &COLUMNS,
            &layout,
            HeadMarks::default(),
        );
        let first = self.list.visible().start;
        for row in self.list.visible() {
            let Some(hit) = answer.rows.get(row) else {
                break;
            };
            let y = ABOVE + (row - first) as u16;
            let is_first = row == first
                || answer
                    .rows
                    .get(row - 1)
                    .is_none_or(|above| above.kind != hit.kind);
            for slot in &layout.slots {
                let place = (slot.x, y, slot.width);
                if slot.column == VALUE {
                    rows::draw_match(painter, place, hit);
                } else {
                    let (text, role) = rows::cell(context, hit, slot.column, is_first);
                    painter.field(place, &text, role, Align::Left, Cut::End);
                }
            }
            if row == self.list.cursor() {
                marks::cursor(painter, y, focused);
            }
        }
    }

    fn draw_none(&self, painter: &mut Painter, answer: &FindAnswer, focused: bool) {
        let mut y = 2;
        let text = format!("Nothing found for {}", self.answered);
        painter.text(1, y, &text, Role::Text);
        y += 1;
        for row in self.list.visible() {
            let Some(nearest) = answer.nearest.get(row) else {
                break;
            };
            let pieces = [("like it: ", Role::Text), (nearest.as_str(), Role::Text)];
            painter.pieces(2, y, &pieces);
            if row == self.list.cursor() {
                marks::cursor(painter, y, focused);
            }
            y += 1;
        }
        if !self.unseen.is_empty() {
            painter.text(
                1,
                y,
                "Logs that could have held it but are not loaded:",
                Role::Text,
            );
            y += 1;
            y = pairs::paint(painter, y, &self.unseen);
        }
        pairs::paint(painter, y + 1, &borrowed(&answer.read_as));
    }
}

impl Pane for FindPane {
    fn title(&self, _: &Context) -> String {
        "Find anything".to_owned()
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        self.settle();
    }

    fn refresh(&mut self, context: &Context) {
        let revision = context.store.revision();
        if self.seen_revision != Some(revision) {
            self.seen_revision = Some(revision);
            let holders = coverage::holders(context.store).into_iter();
            self.unseen = holders.map(|kind| (kind.short, kind.holds)).collect();
        }
    }

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        self.list.apply(motion)
    }

    fn draw(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        self.draw_input(painter);
        let is_empty = |answer: &&FindAnswer| answer.is_partial && answer.rows.is_empty();
        let Some(answer) = self.answer.as_ref().filter(|answer| !is_empty(answer)) else {
            if self.editor.is_empty() {
                painter.text(1, 2, "What can be typed or pasted:", Role::Text);
                pairs::paint(painter, 3, &EXAMPLES);
            } else {
                painter.text(1, 2, "Searching", Role::Text);
            }
            return;
        };
        if answer.rows.is_empty() {
            self.draw_none(painter, answer, is_focused);
            return;
        }
        self.draw_hits(painter, context, answer, is_focused);
        let y = ABOVE + self.list.visible().len() as u16;
        pairs::paint(painter, y, &borrowed(&self.below()));
    }
}

fn counted(answer: &FindAnswer) -> String {
    let shown = answer.rows.len();
    let total = answer.total.max(shown) as u64;
    let hits = format::counted(total, "hit");
    let hits = if (shown as u64) < total {
        format!("first {} of {hits}", format::count(shown as u64))
    } else {
        hits
    };
    if answer.is_partial {
        return format!("{hits} so far");
    }
    hits
}

fn borrowed(of: &[(String, String)]) -> Vec<(&str, &str)> {
    of.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect()
}
