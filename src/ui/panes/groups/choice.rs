//! What the list at the left of the groups chooses: by what they are groups, and the measure. Moving takes what is under
//! the cursor at once, so that it is seen; typing looks for a name.

use super::GroupsPane;
use crate::model::metric::{METRICS, Metric};
use crate::query::group::Facet;
use crate::ui::context::Motion;
use crate::ui::widgets::editor::Edit;
use crate::ui::widgets::rank::{Named, Ranker};

/// What the list at the left chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// What to group by.
    #[default]
    By,
    /// A second dimension, or none.
    Then,
    /// The measure.
    Metric,
}

impl Choice {
    /// Before what is typed.
    pub(super) const fn prompt(self) -> &'static str {
        match self {
            Self::By => "by: ",
            Self::Then => "and by: ",
            Self::Metric => "measure: ",
        }
    }
}

/// A row of the list.
#[derive(Clone, Copy)]
pub(super) enum Row {
    /// No second dimension.
    Nothing,
    Facet(&'static Facet),
    Metric(&'static Metric),
}

impl Row {
    /// Its name on the screen.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Nothing => "nothing else",
            Self::Facet(facet) => facet.title,
            Self::Metric(metric) => metric.title,
        }
    }

    /// How well it answers what is typed.
    fn rank(self, typed: &Ranker) -> Option<u32> {
        let (name, words) = match self {
            Self::Nothing => ("none", Vec::new()),
            Self::Facet(facet) => (facet.name, Vec::new()),
            Self::Metric(metric) => (metric.name, vec![metric.head(), metric.wire]),
        };
        let words: Vec<String> = words.into_iter().map(str::to_lowercase).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        typed.rank(Named {
            name: &name.replace('_', "-"),
            title: self.title(),
            keys: "",
            words: &words,
        })
    }
}

impl GroupsPane {
    /// The rows of the list: as the second dimension any but the first.
    pub(super) fn offered(&self) -> Vec<Row> {
        let facets = Facet::all().iter();
        match self.choice {
            Choice::By => facets.map(Row::Facet).collect(),
            Choice::Then => {
                let others = facets.filter(|facet| **facet != *self.by);
                [Row::Nothing]
                    .into_iter()
                    .chain(others.map(Row::Facet))
                    .collect()
            }
            Choice::Metric => METRICS.iter().map(Row::Metric).collect(),
        }
    }

    /// True for a row that is what is chosen now.
    fn is_taken(&self, row: Row) -> bool {
        match (self.choice, row) {
            (Choice::By, Row::Facet(facet)) => *facet == *self.by,
            (Choice::Then, Row::Facet(facet)) => self.then == Some(facet),
            (Choice::Then, Row::Nothing) => self.then.is_none(),
            (Choice::Metric, Row::Metric(metric)) => metric.name == METRICS[self.metric].name,
            _ => false,
        }
    }

    /// Gives the keys to the list at the left.
    fn choose(&mut self, choice: Choice) {
        self.choice = choice;
        self.is_choosing = true;
        self.show_choice();
    }

    /// Lists everything, with the cursor on what is chosen.
    pub(super) fn show_choice(&mut self) {
        let rows = self.offered();
        self.choices.open();
        self.choices.answer(|_| (0..rows.len()).collect());
        if let Some(at) = rows.iter().position(|row| self.is_taken(*row)) {
            self.choices.go_to(at);
        }
    }

    /// The same with a text field: what is typed looks for a name.
    pub fn begin_choice(&mut self, choice: Choice) {
        self.before = Some(self.view());
        self.choose(choice);
    }

    /// True while something is typed to choose by.
    pub const fn is_typing(&self) -> bool {
        self.before.is_some()
    }

    /// Takes a change of the text up; the best answer is shown at once.
    pub fn type_choice(&mut self, edit: Edit) {
        if self.choices.editor.apply(edit) {
            self.answer();
        }
    }

    /// The same for text that is pasted.
    pub fn paste_choice(&mut self, text: &str) {
        self.choices.editor.paste(text);
        self.answer();
    }

    /// True while nothing is typed.
    pub fn is_choice_empty(&self) -> bool {
        self.choices.editor.is_empty()
    }

    fn answer(&mut self) {
        let rows = self.offered();
        self.choices.answer(|text| {
            let typed = Ranker::new(text);
            let ranked = rows.iter().enumerate();
            let mut ranked: Vec<(u32, usize)> = ranked
                .filter_map(|(at, row)| Some((row.rank(&typed)?, at)))
                .collect();
            ranked.sort_by_key(|&(rank, _)| u32::MAX - rank);
            ranked.into_iter().map(|(_, at)| at).collect()
        });
        self.take();
    }

    /// Enter: what is chosen is taken and the table gets the keys; false when it had them.
    pub fn take_choice(&mut self) -> bool {
        self.before = None;
        std::mem::take(&mut self.is_choosing)
    }

    /// What was typed is forgotten, and what it chose.
    pub fn give_up_choice(&mut self) {
        if let Some(before) = self.before.take() {
            self.put(&before);
            self.is_choosing = false;
        }
    }

    /// Tab: between what to group by and the table.
    pub fn turn(&mut self) {
        if self.is_choosing {
            self.take_choice();
        } else {
            self.choose(Choice::By);
        }
    }

    /// A step in the list.
    pub(super) fn move_choice(&mut self, motion: Motion) -> bool {
        if motion == Motion::Right && !self.is_typing() {
            return self.take_choice();
        }
        let has_moved = self.choices.apply(motion);
        if has_moved {
            self.take();
        }
        has_moved
    }

    /// Takes what is under the cursor of the list.
    fn take(&mut self) {
        let rows = self.offered();
        let Some(&row) = self.choices.selected().and_then(|at| rows.get(at)) else {
            return;
        };
        match row {
            Row::Nothing => self.then = None,
            Row::Facet(facet) if self.choice == Choice::Then => self.then = Some(facet),
            Row::Facet(facet) => {
                self.by = facet;
                self.then = self.then.filter(|then| *then != self.by);
            }
            Row::Metric(metric) => {
                let at = METRICS.iter().position(|known| known.name == metric.name);
                self.metric = at.unwrap_or(self.metric);
            }
        }
        self.is_touched = false;
    }

    /// A row of the list: `1` and `2` stand before what is grouped by, `*` before the measure.
    pub(super) fn sign_of(&self, row: Row) -> char {
        match row {
            Row::Facet(facet) if *facet == *self.by => '1',
            Row::Facet(facet) if self.then == Some(facet) => '2',
            Row::Metric(_) if self.is_taken(row) => '*',
            _ => ' ',
        }
    }
}
