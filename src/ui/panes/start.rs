//! What is shown when nothing was given, or when nothing of what was given could be used.
//!
//! ```text
//!  callscope shows which ACS calls were bad, why, for whom, and what proves it.
//!
//!  callscope FOLDER          every log below it
//!  callscope demo            example logs
//! ─ A good record looks like this ─────────────────────────────────────────────
//! ```

#[cfg(test)]
mod tests;

use super::Pane;
use crate::model::source::SourceFile;
use crate::model::store::Store;
use crate::safe;
use crate::ui::context::{Context, Motion};
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::widgets::bottom_line::KeyHint;
use crate::ui::widgets::list::List;
use crate::ui::widgets::pairs;

/// Ways to point the program at logs.
const WAYS: [(&str, &str); 5] = [
    (
        "callscope FOLDER",
        "every log below it: blob container, export",
    ),
    (
        "callscope FILE...",
        "JSON lines, arrays, {\"records\": [...]}; .gz as it is",
    ),
    ("az ... | callscope -", "a pipe"),
    ("callscope demo", "example logs that are inside the program"),
    ("callscope --help", "everything else"),
];

/// A good record in the storage form, then in the form of a query's export (docs: call logs).
const RECORDS: [&str; 4] = [
    r#"{"time":"2026-11-19T02:30:00Z","category":"CallSummary","correlationId":"#,
    r#"   "7f3c9a12-5b0e-...","properties":{"callType":"Group",...}}"#,
    r#"{"TimeGenerated":"2026-11-19T02:30:00Z","Type":"ACSCallSummary","#,
    r#"   "CorrelationId":"7f3c9a12-5b0e-...","CallType":"Group",...}"#,
];

/// The page's state.
#[derive(Default)]
pub struct StartPane {
    keys: Vec<KeyHint>,
    /// What was tried, when nothing of it could be used.
    tried: List,
    height: u16,
}

impl StartPane {
    /// Takes the keys that do something here.
    pub fn set_keys(&mut self, keys: Vec<KeyHint>) {
        self.keys = keys;
    }

    /// True when the page is what there is to show: nothing was given, or nothing of it is of use.
    pub fn is_due(store: &Store, is_loading: bool) -> bool {
        !is_loading && store.account().loaded == 0 && store.call_count() == 0
    }

    fn draw_tried(&self, painter: &mut Painter, store: &Store) -> u16 {
        painter.text(
            1,
            0,
            "Nothing to show was found in what was given:",
            Role::Title,
        );
        let widest = painter.width() / 2;
        for (line, row) in self.tried.visible().enumerate() {
            let (path, why) = attempt(store, row);
            let y = line as u16 + 1;
            let width = (safe::width(&path) as u16).min(widest);
            painter.field((3, y, width), &path, Role::Text, Align::Left, Cut::Start);
            painter.text(3 + width + 2, y, &why, Role::Text);
        }
        let shown = self.tried.visible().len();
        let more = self.tried.len() - shown;
        let mut y = shown as u16 + 1;
        if more > 0 {
            let text = format!(
                "{} in all; the rest: up, down",
                format::count(self.tried.len() as u64)
            );
            painter.text(3, y, &text, Role::Text);
            y += 1;
        }
        y + 1
    }
}

impl Pane for StartPane {
    fn title(&self, _: &Context) -> String {
        "callscope".to_owned()
    }

    fn resize(&mut self, _: u16, height: u16) {
        self.height = height;
    }

    fn refresh(&mut self, context: &Context) {
        let store = context.store;
        self.tried.set_len(store.files.len() + store.skipped.len());
        // What follows needs this many lines.
        let below = WAYS.len() + RECORDS.len() + self.keys.len().min(2) + 7;
        let room = usize::from(self.height).saturating_sub(below).max(3);
        self.tried.set_height(room);
    }

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        // There is no cursor to see: a step scrolls.
        let motion = match motion {
            Motion::Up => Motion::PageUp,
            Motion::Down => Motion::PageDown,
            motion => motion,
        };
        self.tried.apply(motion)
    }

    fn draw(&self, painter: &mut Painter, context: &Context, _: bool) {
        if context.is_loading {
            painter.text(1, 0, "Looking for logs", Role::Text);
            return;
        }
        let mut y = if self.tried.is_empty() {
            let what =
                "callscope shows which ACS calls were bad, why, for whom, and what proves it.";
            painter.text(1, 0, what, Role::Title);
            2
        } else {
            self.draw_tried(painter, context.store)
        };
        painter.text(1, y, "Point it at calling logs:", Role::Text);
        y = pairs::paint(painter, y + 1, &WAYS) + 1;
        painter.rule(
            y,
            "A good record, as stored and as exported by a query",
            false,
        );
        y += 1;
        for record in RECORDS {
            painter.text(1, y, record, Role::Text);
            y += 1;
        }
        let keys = self.keys.iter();
        let keys: Vec<(&str, &str)> = keys
            .map(|hint| (hint.key.as_str(), hint.label.as_str()))
            .collect();
        pairs::paint(painter, y + 1, &keys);
    }
}

/// What was tried and what was in it.
fn attempt(store: &Store, row: usize) -> (String, String) {
    if let Some(file) = store.files.get(row) {
        return (file.name.clone(), found(file));
    }
    let skipped = store.skipped.get(row.saturating_sub(store.files.len()));
    skipped.map_or_else(Default::default, |skipped| {
        (skipped.path.clone(), skipped.reason.clone())
    })
}

fn found(file: &SourceFile) -> String {
    if let Some(error) = &file.error {
        return error.clone();
    }
    match (
        file.issues.first(),
        file.account.rejected,
        file.account.bytes,
    ) {
        (Some(issue), rejected, _) => format!(
            "{} could not be read; line {}: {}",
            format::counted(rejected, "record"),
            format::count(file.issue_line(issue)),
            issue.reason
        ),
        (None, _, 0) => "empty".to_owned(),
        (None, _, bytes) => format!("{}, no record", format::bytes(bytes)),
    }
}
