//! The load report: what became of every file, and what can and cannot be seen.
//!
//! ```text
//!    FILE                  KIND          SIZE     USED REJECTED NOTE
//!  . summary-1118.json.gz  Summary     3.1 MB    3,911        0
//! >! diag-1118.json        Diagnostics  12 MB   14,207      104 Enter: bad records
//!    all 2 files                        15 MB   18,118      104
//! ─ What you can and cannot see ────────────────────────────────────────────────
//!  ? 114 calls with a summary but no stream records  → not judged, never "good"
//! ─ First bad lines of diag-1118.json ──────────────────────────────────────────
//!  :88  JSON ends early
//! ```

mod files;
mod sections;
#[cfg(test)]
mod tests;

use super::{Pane, Standing};
use crate::model::coverage::{Coverage, Gap};
use crate::model::id::FileIx;
use crate::model::source::{Issue, SourceFile};
use crate::model::store::Store;
use crate::ui::context::{Context, Motion};
use crate::ui::format;
use crate::ui::painter::Painter;
use crate::ui::widgets::list::List;
use files::Entry;

/// From this width on what can be seen and the bad lines stand side by side.
const WIDE: u16 = 120;

/// What is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum View {
    /// Files, and beginnings of the rest.
    #[default]
    Files,
    /// All that can and cannot be seen.
    Coverage,
    /// All kept issues of a file.
    Issues(FileIx),
}

/// The pane's state.
#[derive(Default)]
pub struct LoadPane {
    view: View,
    entries: Vec<Entry>,
    files: List,
    /// The cursor of the opened view.
    opened: List,
    coverage: Coverage,
    known_revision: Option<u64>,
    size: (u16, u16),
    split: Split,
}

/// How the height is shared out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Split {
    /// Head and rows of the files.
    files: u16,
    /// Rule and lines of what can be seen.
    coverage: u16,
    /// Rule and lines of the bad lines; beside the coverage when wide.
    issues: u16,
}

impl Split {
    fn new((width, height): (u16, u16), entries: usize, coverage: usize) -> Self {
        let wanted = 1 + entries.min(usize::from(u16::MAX / 2)) as u16;
        if width >= WIDE {
            let files = wanted.min(height / 2).max(height.min(4));
            let rest = height - files;
            return Self {
                files,
                coverage: rest,
                issues: rest,
            };
        }
        let issues = if height >= 14 { 4 } else { 0 };
        let coverage = (coverage.min(usize::from(height)) as u16 + 1)
            .min((height - issues) / 2)
            .max(height.min(2));
        let files = wanted.min(height - issues - coverage);
        Self {
            files,
            coverage: height - issues - files,
            issues,
        }
    }
}

impl LoadPane {
    /// Goes into the row under the cursor: a file's issues, or from the totals all that can be seen. False when there
    /// is nothing to go into.
    pub fn open(&mut self, context: &Context) -> bool {
        let view = match (self.view, self.entries.get(self.files.cursor())) {
            (View::Files, Some(&Entry::File(file))) if has_issues(context.store, file) => {
                View::Issues(file)
            }
            (View::Files, Some(Entry::Total)) => View::Coverage,
            _ => return false,
        };
        self.view = view;
        self.opened = List::default();
        self.settle(context.store);
        true
    }

    /// One step back; false when the files are shown already.
    pub fn back(&mut self) -> bool {
        std::mem::take(&mut self.view) != View::Files
    }

    /// The file under the cursor, or whose issues are shown.
    pub fn selected_file(&self) -> Option<FileIx> {
        match (self.view, self.entries.get(self.files.cursor())) {
            (View::Issues(file), _) | (View::Files, Some(&Entry::File(file))) => Some(file),
            _ => None,
        }
    }

    /// The issue under the cursor of an opened file; of a file under the cursor its first.
    pub fn selected_issue(&self, store: &Store) -> Option<(FileIx, Issue)> {
        let file = self.selected_file()?;
        let at = match self.view {
            View::Issues(_) => self.opened.cursor(),
            _ => 0,
        };
        let issue = store.file(file)?.issues.get(at)?;
        Some((file, issue.clone()))
    }

    /// The gap under the cursor where all that can be seen is shown; the calls it is about can be listed.
    pub fn selected_gap(&self, store: &Store) -> Option<Gap> {
        let lines = sections::coverage_lines(store, &self.coverage);
        match self.view {
            View::Coverage => lines.get(self.opened.cursor())?.gap,
            _ => None,
        }
    }

    fn settle(&mut self, store: &Store) {
        self.files.set_len(self.entries.len());
        let lines = sections::coverage_lines(store, &self.coverage).len();
        self.split = Split::new(self.size, self.entries.len(), lines);
        self.files
            .set_height(usize::from(self.split.files.saturating_sub(1)));
        self.opened.set_len(match self.view {
            View::Files => 0,
            View::Coverage => lines,
            View::Issues(file) => store.file(file).map_or(0, |file| file.issues.len()),
        });
        self.opened
            .set_height(usize::from(self.size.1.saturating_sub(2)));
    }

    fn draw_overview(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        let (width, split) = (painter.width(), self.split);
        files::draw(
            &mut painter.part(0, 0, width, split.files),
            context,
            (&self.entries, &self.coverage),
            &self.files,
            is_focused,
        );
        let left = if width >= WIDE {
            width * 11 / 20
        } else {
            width
        };
        sections::draw_coverage(
            &mut painter.part(0, split.files, left, split.coverage),
            context,
            &self.coverage,
        );
        let entry = self.entries.get(self.files.cursor()).copied();
        let mut below = if width >= WIDE {
            painter.part(left, split.files, 1, split.issues).divider(0);
            painter.part(left + 1, split.files, width - left - 1, split.issues)
        } else {
            let y = painter.height().saturating_sub(split.issues);
            painter.part(0, y, width, split.issues)
        };
        sections::draw_first_issues(&mut below, context.store, entry);
    }
}

impl Pane for LoadPane {
    fn title(&self, context: &Context) -> String {
        let store = context.store;
        let account = store.account();
        match self.view {
            View::Files => {
                let done = store.files.iter().filter(|file| file.done).count() as u64;
                let files = if context.is_loading {
                    format!("{} of ", format::count(done))
                } else {
                    String::new()
                };
                format!(
                    "{files}{}, {} used, {} rejected",
                    format::counted(store.files.len() as u64, "file"),
                    format::counted(account.loaded, "record"),
                    format::count(account.rejected)
                )
            }
            View::Coverage => "What you can and cannot see".to_owned(),
            View::Issues(file) => {
                let words = store
                    .file(file)
                    .map(SourceFile::reason_words)
                    .unwrap_or_default();
                let name = sections::name(store, file);
                if words.is_empty() {
                    format!("Bad records of {name}")
                } else {
                    format!("Bad records of {name}: {words}")
                }
            }
        }
    }

    fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
    }

    fn refresh(&mut self, context: &Context) {
        let revision = context.store.revision();
        if self.known_revision != Some(revision) {
            files::list(context.store, &mut self.entries);
            // A pass over all calls: too much for every turn of a load.
            if context.is_loading {
                self.known_revision = None;
            } else {
                self.coverage = Coverage::of(context.store);
                self.known_revision = Some(revision);
            }
        }
        self.settle(context.store);
    }

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        match self.view {
            View::Files => self.files.apply(motion),
            _ => self.opened.apply(motion),
        }
    }

    fn standing(&self) -> Standing {
        let list = match self.view {
            View::Files => &self.files,
            View::Coverage | View::Issues(_) => &self.opened,
        };
        Standing::of(list)
    }

    fn stand(&mut self, standing: Standing) {
        match self.view {
            View::Files => self.files.stand(standing.rows),
            View::Coverage | View::Issues(_) => self.opened.stand(standing.rows),
        }
    }

    fn draw(&self, painter: &mut Painter, context: &Context, is_focused: bool) {
        match self.view {
            View::Files => self.draw_overview(painter, context, is_focused),
            View::Coverage => sections::draw_all_coverage(
                painter,
                context,
                &self.coverage,
                &self.opened,
                is_focused,
            ),
            View::Issues(file) => {
                sections::draw_all_issues(painter, context.store, file, &self.opened, is_focused);
            }
        }
    }
}

fn has_issues(store: &Store, file: FileIx) -> bool {
    store.file(file).is_some_and(|file| !file.issues.is_empty())
}
