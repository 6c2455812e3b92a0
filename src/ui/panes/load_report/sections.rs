//! What can and cannot be seen, and the records that could not be read: in short beside the files, in full when opened.

use super::files::Entry;
use crate::model::coverage::{Coverage, Gap};
use crate::model::id::FileIx;
use crate::model::source::SourceFile;
use crate::model::store::Store;
use crate::safe;
use crate::ui::context::Context;
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::widgets::list::List;
use crate::ui::widgets::marks;

/// A line of what can be seen.
pub(super) struct Line {
    mark: char,
    text: String,
    meaning: &'static str,
    /// The calls it is about.
    pub(super) gap: Option<Gap>,
}

/// The lines of what can be seen; a load without loss says so first.
pub(super) fn coverage_lines(store: &Store, coverage: &Coverage) -> Vec<Line> {
    let account = store.account();
    let clean = (account.loaded > 0 && account.rejected == 0).then(|| {
        let text = format!("all {} used", format::counted(account.loaded, "record"));
        Line {
            mark: '.',
            text,
            meaning: "",
            gap: None,
        }
    });
    let found = coverage.lines.iter().map(|line| {
        let text = match line.count {
            Some(count) => format!("{} {}", format::count(count), line.text),
            None => line.text.clone(),
        };
        Line {
            mark: line.mark,
            text,
            meaning: line.meaning,
            gap: line.gap,
        }
    });
    clean.into_iter().chain(found).collect()
}

/// The last part of a file's name.
pub(super) fn name(store: &Store, file: FileIx) -> String {
    let name = store.file(file).map_or("", |file| file.name.as_str());
    name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned()
}

/// Paints rule and as many lines as fit.
pub(super) fn draw_coverage(painter: &mut Painter, context: &Context, coverage: &Coverage) {
    painter.rule(0, "What you can and cannot see", false);
    let lines = coverage_lines(context.store, coverage);
    let room = usize::from(painter.height().saturating_sub(1));
    let height = painter.height();
    if context.is_loading || lines.is_empty() {
        painter.text(1, 1, why_no_lines(context), Role::Text);
        return;
    }
    let shown = if lines.len() > room {
        room.saturating_sub(1)
    } else {
        room
    };
    let column = meaning_column(&lines, painter.width());
    for (at, line) in lines.iter().take(shown).enumerate() {
        draw_line(painter, at as u16 + 1, line, column);
    }
    if lines.len() > shown && height > 1 {
        let text = format!(
            "   {} more: Enter on the totals",
            format::count((lines.len() - shown) as u64)
        );
        painter.text(0, height - 1, &text, Role::Text);
    }
}

fn why_no_lines(context: &Context) -> &'static str {
    if context.is_loading {
        "Told when all files are read"
    } else {
        "Nothing is loaded"
    }
}

fn meaning_column(lines: &[Line], width: u16) -> u16 {
    let widest = lines
        .iter()
        .filter(|line| !line.meaning.is_empty())
        .map(|line| safe::width(&line.text) as u16)
        .max();
    (3 + widest.unwrap_or(0) + 2).min(width * 13 / 20)
}

fn draw_line(painter: &mut Painter, y: u16, line: &Line, column: u16) {
    let Line {
        mark,
        text,
        meaning,
        ..
    } = line;
    painter.text(1, y, &mark.to_string(), marks::role(*mark));
    if meaning.is_empty() {
        painter.text(3, y, text, Role::Text);
        return;
    }
    let room = column.saturating_sub(4);
    painter.field((3, y, room), text, Role::Text, Align::Left, Cut::End);
    let arrow = painter.look().glyphs.arrow;
    painter.pieces(
        column,
        y,
        &[
            (arrow, Role::Text),
            (" ", Role::Text),
            (meaning, Role::Text),
        ],
    );
}

/// Paints all lines with a cursor.
pub(super) fn draw_all_coverage(
    painter: &mut Painter,
    context: &Context,
    coverage: &Coverage,
    list: &List,
    is_focused: bool,
) {
    let lines = coverage_lines(context.store, coverage);
    if lines.is_empty() {
        painter.text(1, 0, why_no_lines(context), Role::Text);
    }
    let column = meaning_column(&lines, painter.width());
    for (y, row) in list.visible().enumerate() {
        if let Some(line) = lines.get(row) {
            draw_line(painter, y as u16, line, column);
            if row == list.cursor() {
                marks::cursor(painter, y as u16, is_focused);
            }
        }
    }
}

/// Paints rule and the first bad lines of the row under the cursor.
pub(super) fn draw_first_issues(painter: &mut Painter, store: &Store, entry: Option<Entry>) {
    match entry {
        Some(Entry::File(at)) => {
            if let Some(file) = store.file(at) {
                draw_file(painter, file, &name(store, at));
            }
        }
        Some(Entry::Skipped(at)) => {
            painter.rule(0, "No input", false);
            if let Some(skipped) = store.skipped.get(at) {
                painter.text(1, 1, &skipped.path, Role::Text);
                painter.text(1, 2, &skipped.reason, Role::Text);
            }
        }
        Some(Entry::Total) | None => {
            painter.rule(0, "Bad lines", false);
            painter.text(1, 1, "Put the cursor on a file", Role::Text);
        }
    }
}

fn draw_file(painter: &mut Painter, file: &SourceFile, name: &str) {
    let form = match file.facts.words() {
        form if form.is_empty() => String::new(),
        form => format!(" ({form}, {})", file.facts.encoding),
    };
    painter.rule(0, &format!("First bad lines of {name}{form}"), false);
    let mut y = 1;
    if let Some(error) = &file.error {
        painter.text(1, y, error, Role::Error);
        y += 1;
    }
    let room = usize::from(painter.height().saturating_sub(y));
    let all = file.issues.len() as u64 + file.issues_omitted;
    let shown = if all > room as u64 {
        room.saturating_sub(1)
    } else {
        room
    };
    for issue in file.issues.iter().take(shown) {
        let line = format!(":{}", file.issue_line(issue));
        let x = painter.text(1, y, &line, Role::Key).max(7) + 2;
        painter.text(x, y, &issue.reason, Role::Text);
        y += 1;
    }
    if all > shown as u64 {
        let more = format!("{} more: Enter", format::count(all - shown as u64));
        painter.text(1, y, &more, Role::Text);
    } else if all == 0 && file.error.is_none() {
        painter.text(1, y, "None", Role::Text);
    }
}

/// Paints all kept issues of a file with a cursor, line, byte and reason.
pub(super) fn draw_all_issues(
    painter: &mut Painter,
    store: &Store,
    file: FileIx,
    list: &List,
    is_focused: bool,
) {
    let Some(file) = store.file(file) else {
        return;
    };
    for (x, width, title) in [(1, 9, "LINE"), (11, 14, "BYTE")] {
        painter.field((x, 0, width), title, Role::Header, Align::Right, Cut::End);
    }
    painter.text(27, 0, "WHY", Role::Header);
    for (at, row) in list.visible().enumerate() {
        let Some(issue) = file.issues.get(row) else {
            break;
        };
        let y = at as u16 + 1;
        let line = format!(":{}", file.issue_line(issue));
        painter.field((1, y, 9), &line, Role::Text, Align::Right, Cut::Start);
        let byte = format::count(issue.offset);
        painter.field((11, y, 14), &byte, Role::Text, Align::Right, Cut::Start);
        painter.text(27, y, &issue.reason, Role::Text);
        if row == list.cursor() {
            marks::cursor(painter, y, is_focused);
        }
    }
    if file.issues_omitted > 0 {
        let text = format!(
            "{} more are counted, not kept",
            format::count(file.issues_omitted)
        );
        painter.text(1, painter.height().saturating_sub(1), &text, Role::Notice);
    }
}
