//! The commands by name, each with its key: typing looks for words, Enter runs the selected one.
//!
//! ```text
//!  : grep_                                                          3 of 63
//! >filter TEXT        f        filter line: only some calls
//!  filter-off         \        filter off / on again (not now: there is no filter)
//! ```

#[cfg(test)]
mod tests;

use super::Pane;
use crate::ui::context::{Context, Motion};
use crate::ui::format;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::theme::Role;
use crate::ui::widgets::picker::{Around, Picker};
use crate::ui::widgets::rank::{BY_WORDS, Named, Ranker};

/// A command as the palette shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaletteRow {
    /// Its place in the command table.
    pub at: usize,
    /// Its name.
    pub name: &'static str,
    /// What it takes after the name: `TEXT`; empty = nothing.
    pub argument: &'static str,
    /// `f`, `j Down`; empty when it has none.
    pub keys: String,
    /// What it does.
    pub title: &'static str,
    /// What else it is called.
    pub words: &'static [&'static str],
    /// Why it does nothing now.
    pub why_not: Option<String>,
}

/// Columns of the name with its argument, and of the keys.
const NAME: u16 = 18;
const KEYS: u16 = 9;

/// The pane's state.
#[derive(Default)]
pub struct PalettePane {
    /// What is typed, and what answers.
    pub picker: Picker,
    rows: Vec<PaletteRow>,
    /// Commands run before, the last one first.
    recent: Vec<usize>,
}

impl PalettePane {
    /// Takes the commands anew and empties the text.
    pub fn open(&mut self, rows: Vec<PaletteRow>) {
        self.rows = rows;
        self.picker.open();
        self.answer();
    }

    /// The command under the cursor, by its place in the command table.
    pub fn selected(&self) -> Option<usize> {
        self.current().map(|row| row.at)
    }

    /// The commands that answer, the best first, by their places in the command table.
    pub fn found(&self) -> impl Iterator<Item = usize> + '_ {
        let at = |&row: &usize| self.rows.get(row).map(|row| row.at);
        self.picker.found().iter().filter_map(at)
    }

    /// What is typed after the name of the command under the cursor, or after a word for it; empty when neither is typed in
    /// full.
    pub fn argument(&self) -> String {
        let text = self.picker.editor.text();
        let (name, rest) = split(text.trim_start());
        match self.current() {
            Some(row) if is_called(row, name) => rest.trim().to_owned(),
            _ => String::new(),
        }
    }

    /// Notes that a command was run: the next time it stands first.
    pub fn note_run(&mut self, at: usize) {
        self.recent.retain(|known| *known != at);
        self.recent.insert(0, at);
    }

    fn current(&self) -> Option<&PaletteRow> {
        self.rows.get(self.picker.selected()?)
    }

    fn answer(&mut self) {
        let (rows, recent) = (&self.rows, &self.recent);
        self.picker.answer(|text| matching(rows, recent, text));
    }
}

/// The rows that answer a text, the best first.
fn matching(rows: &[PaletteRow], recent: &[usize], text: &str) -> Vec<usize> {
    let (name, rest) = split(text.trim_start());
    let takes = |row: &PaletteRow| is_called(row, name) && !row.argument.is_empty();
    let phrase = text.trim().to_lowercase();
    let is_phrase = rows.iter().any(|row| is_called(row, &phrase));
    if let Some(at) = rows.iter().position(takes)
        && !rest.is_empty()
        && !is_phrase
    {
        return vec![at];
    }
    let ranker = Ranker::new(text);
    let mut answers: Vec<(u32, usize)> = (0..rows.len())
        .filter_map(|at| Some((ranker.rank(named(rows.get(at)?))?, at)))
        .collect();
    // Letters in order are found nearly everywhere: they count where no word does.
    if answers.iter().any(|(rank, _)| *rank >= BY_WORDS) {
        answers.retain(|(rank, _)| *rank >= BY_WORDS);
    }
    let last = recent.len();
    let order = |&(rank, at): &(u32, usize)| {
        let row = rows.get(at);
        let is_off = row.is_some_and(|row| row.why_not.is_some());
        let of = |known: &usize| row.is_some_and(|row| row.at == *known);
        let recent = recent.iter().position(of).unwrap_or(last);
        (u32::MAX - rank, recent, is_off)
    };
    answers.sort_by_key(order);
    answers.into_iter().map(|(_, at)| at).collect()
}

/// True for the name of a command, and for an ordinary word for it: `:where loss>5%`.
fn is_called(row: &PaletteRow, name: &str) -> bool {
    row.name == name || row.words.contains(&name)
}

fn draw_row(painter: &mut Painter, y: u16, row: &PaletteRow) {
    let role = if row.why_not.is_some() {
        Role::Dim
    } else {
        Role::Text
    };
    let name = match row.argument {
        "" => row.name.to_owned(),
        argument => format!("{} {argument}", row.name),
    };
    painter.field((1, y, NAME), &name, role, Align::Left, Cut::End);
    let x = NAME + 2;
    painter.field((x, y, KEYS), &row.keys, Role::Key, Align::Left, Cut::End);
    let x = painter.text(x + KEYS + 1, y, row.title, role);
    if let Some(why) = &row.why_not {
        painter.text(x, y, &format!(" (not now: {why})"), Role::Dim);
    }
}

/// The first word, and the rest with the blank before it.
fn split(text: &str) -> (&str, &str) {
    text.split_at(text.find(' ').unwrap_or(text.len()))
}

fn named(row: &PaletteRow) -> Named<'_> {
    Named {
        name: row.name,
        title: row.title,
        keys: &row.keys,
        words: row.words,
    }
}

impl Pane for PalettePane {
    fn title(&self, _: &Context) -> String {
        "Commands".to_owned()
    }

    fn resize(&mut self, _: u16, height: u16) {
        self.picker.resize(height.saturating_sub(1));
    }

    fn refresh(&mut self, _: &Context) {
        self.answer();
    }

    fn apply(&mut self, motion: Motion, _: &Context) -> bool {
        self.answer();
        self.picker.apply(motion)
    }

    fn draw(&self, painter: &mut Painter, _: &Context, is_focused: bool) {
        let count = format!(
            "{} of {}",
            format::count(self.picker.found().len() as u64),
            format::count(self.rows.len() as u64)
        );
        let around = Around {
            prompt: ": ",
            count: &count,
            none: "No command is called so",
        };
        self.picker
            .paint(painter, around, is_focused, |painter, y, at| {
                draw_row(painter, y, &self.rows[at]);
            });
    }
}
