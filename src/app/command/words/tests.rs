//! Ordinary words for finding and sifting, and the command that each must offer first or second.

use super::*;
use crate::app::command::{COMMANDS, Scope};
use crate::app::key::Key;
use crate::app::state::{Overlay, State};
use crate::app::{event::Event, update};
use crate::ui::context::Look;
use crate::ui::glyphs::UNICODE;
use crate::ui::theme::{Theme, Tier};
use crate::ui::widgets::rank::{Named, Ranker};
use std::collections::HashSet;

/// Word and command.
#[rustfmt::skip]
const OFFERED: &[(&str, &str)] = &[
    ("search", "find"), ("look up", "find"), ("locate", "find"), ("ticket", "find"), ("phone number", "find"),
    ("around", "find"), ("next match", "next-hit"), ("previous match", "previous-hit"),
    ("occurrences", "pivot"), ("everywhere", "pivot"), ("where else", "pivot"),
    ("sieve", "filter"), ("where", "filter"), ("grep", "filter"), ("narrow", "filter"), ("query", "filter"),
    ("condition", "filter"), ("unfilter", "filter-off"), ("toggle filter", "filter-off"), ("show all", "filter-off"),
    ("keep", "keep-like"), ("include", "keep-like"), ("same as", "keep-like"), ("equal", "keep-like"),
    ("drop", "drop-like"), ("exclude", "drop-like"), ("not like", "drop-like"), ("except", "drop-like"),
    ("undo", "undo"), ("revert", "undo"), ("back out", "undo"), ("oops", "undo"), ("redo", "redo"),
    ("save filter", "save"), ("remember filter", "save"), ("saved filters", "saved"), ("presets", "saved"),
    ("my filters", "saved"), ("delete filter", "forget"),
    ("sort", "sort"), ("order by", "sort"), ("rank", "sort"), ("ascending", "sort"), ("worst", "sort"),
    ("columns", "columns"), ("fields", "columns"), ("hide column", "columns"), ("width", "columns"),
    ("freeze", "columns"),
    ("group by", "groups"), ("frequency", "groups"), ("histogram", "groups"), ("per sdk", "groups"),
    ("repeat users", "groups"), ("count by", "groups"), ("aggregate", "groups"),
    ("diff", "compare"), ("side by side", "compare"), ("versus", "compare"), ("difference", "compare"),
    ("timezone", "clock"), ("utc", "clock"), ("local", "clock"), ("zone", "clock"), ("relative time", "clock"),
    ("time range", "brush"), ("time window", "brush"), ("period", "brush"),
    ("bookmark", "mark"), ("star", "mark"), ("flag", "mark"), ("unmark", "mark"), ("pin", "mark"),
    ("marked calls", "marks"), ("starred", "marks"),
    ("annotate", "note"), ("comment", "note"), ("remark", "note"), ("memo", "note"),
    ("resume", "go-back"), ("last session", "go-back"), ("history", "go-back"), ("return", "go-back"),
    ("continue", "go-back"), ("forward", "go-forward"),
];

#[test]
fn every_command_has_a_row_and_every_row_is_alone() {
    for command in COMMANDS {
        let has_row = WORDS.iter().any(|(name, _)| *name == command.name);
        assert!(has_row, "{} has no row in the table of words", command.name);
    }
    let mut names = HashSet::new();
    for (name, words) in WORDS {
        assert!(names.insert(name), "{name} twice");
        let mut own = HashSet::new();
        for word in *words {
            assert!(own.insert(word), "{word} twice for {name}");
            assert_eq!(*word, word.to_lowercase(), "{name}");
        }
    }
}

#[test]
fn the_list_of_words_is_long_enough_and_names_commands() {
    assert!(OFFERED.len() >= 60, "{}", OFFERED.len());
    let mut words = HashSet::new();
    for (word, command) in OFFERED {
        assert!(words.insert(word), "{word} twice");
        let has_row = WORDS.iter().any(|(name, _)| name == command);
        assert!(has_row, "{command} has no row");
    }
}

/// The words that commands of other builds will have are ranked with those there are: none may take another's place.
#[test]
fn every_ordinary_word_ranks_its_command_first_or_second_among_all_rows() {
    for (word, wanted) in OFFERED {
        let ranker = Ranker::new(word);
        let mut answers: Vec<(u32, &str)> = WORDS
            .iter()
            .filter_map(|(name, words)| {
                let command = COMMANDS.iter().find(|command| command.name == *name);
                let scope = command.map(|command| command.scope);
                if matches!(scope, Some(Scope::Prompt | Scope::FilterLine)) {
                    return None;
                }
                let named = Named {
                    name,
                    title: command.map_or("", |command| command.title),
                    keys: "",
                    words,
                };
                Some((ranker.rank(named)?, *name))
            })
            .collect();
        answers.sort_by_key(|(rank, _)| u32::MAX - rank);
        let first: Vec<&str> = answers.iter().take(2).map(|(_, name)| *name).collect();
        assert!(first.contains(wanted), "{word}: {first:?}, not {wanted}");
    }
}

fn typed(state: &mut State, text: &str) {
    for character in text.chars() {
        update::apply(state, Event::Key(Key::Char(character)));
    }
    update::arrange_for_key(state);
}

fn state() -> State {
    let look = Look {
        theme: Theme::terminal(Tier::Ansi16),
        glyphs: &UNICODE,
        face: crate::ui::time_face::TimeFace::default(),
    };
    State::new(look, (80, 24), true)
}

#[test]
fn the_palette_and_help_offer_it_as_they_are_drawn() {
    let (mut palette, mut help) = (state(), state());
    for (word, wanted) in OFFERED {
        palette.overlay = Overlay::None;
        typed(&mut palette, &format!(":{word}"));
        let first = palette.panes.palette.found().take(2);
        let names: Vec<&str> = first.map(|at| COMMANDS[at].name).collect();
        assert!(names.contains(wanted), "palette: {word}: {names:?}");
        help.overlay = Overlay::None;
        typed(&mut help, &format!("?{word}"));
        let found = help.panes.help.found_best_first();
        let at = |row: usize| COMMANDS[help.help_order[row]].name;
        let names: Vec<&str> = found.into_iter().take(2).map(at).collect();
        assert!(names.contains(wanted), "help: {word}: {names:?}");
    }
}
