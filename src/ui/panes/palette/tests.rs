//! The palette: what answers, in which order, and what is drawn.

use super::*;
use crate::model::selection::Selection;
use crate::model::store::Store;
use crate::ui::widgets::canvas::{self, Canvas};

fn row(at: usize, name: &'static str, words: &'static [&'static str]) -> PaletteRow {
    PaletteRow {
        at,
        name,
        argument: "",
        keys: "k".to_owned(),
        title: "does something",
        words,
        why_not: None,
    }
}

fn pane() -> PalettePane {
    let mut pane = PalettePane::default();
    pane.open(vec![
        row(7, "alpha", &["first", "begin"]),
        PaletteRow {
            argument: "TEXT",
            ..row(8, "note", &["comment"])
        },
        PaletteRow {
            why_not: Some("no call is selected".to_owned()),
            ..row(9, "notes-all", &["comments", "comment all"])
        },
    ]);
    pane
}

fn typed(text: &str) -> Vec<usize> {
    let mut pane = pane();
    pane.picker.editor.set(text);
    pane.answer();
    let at = |&row: &usize| pane.rows[row].at;
    pane.picker.found().iter().map(at).collect()
}

#[test]
fn words_names_and_beginnings_answer_the_best_first() {
    assert_eq!(typed(""), [7, 8, 9]);
    assert_eq!(typed("comment"), [8, 9]);
    assert_eq!(typed("notes"), [9]);
    assert_eq!(typed("begin"), [7]);
    assert_eq!(typed("nothing of it"), [0; 0]);
}

#[test]
fn what_follows_a_name_that_takes_something_is_its_argument_and_nothing_else_answers() {
    let mut pane = pane();
    pane.picker.editor.set("note waits for comments");
    pane.answer();
    assert_eq!(pane.selected(), Some(8));
    assert_eq!(pane.picker.found().len(), 1);
    assert_eq!(pane.argument(), "waits for comments");
    pane.picker.editor.set("comment x");
    pane.answer();
    assert_eq!(
        (pane.selected(), pane.argument()),
        (Some(8), "x".to_owned())
    );
    pane.picker.editor.set("comments x");
    pane.answer();
    assert_eq!((pane.selected(), pane.argument()), (None, String::new()));
}

#[test]
fn a_phrase_for_a_command_is_no_argument_of_another() {
    assert_eq!(typed("comment all"), [9]);
    assert_eq!(typed("comment more"), [8]);
}

#[test]
fn what_was_run_last_stands_first_when_nothing_is_typed() {
    let mut pane = pane();
    pane.note_run(8);
    pane.note_run(9);
    pane.note_run(8);
    let rows = pane.rows.clone();
    pane.open(rows);
    let order: Vec<usize> = pane.found().collect();
    assert_eq!(order, [8, 9, 7]);
}

#[test]
fn the_rows_with_keys_and_reasons_and_every_size_is_survived() {
    let (store, selection) = (Store::new(), Selection::default());
    let context = canvas::context(&store, &selection);
    let mut shown = pane();
    shown.picker.editor.set("no");
    insta::assert_snapshot!(Canvas::of(&mut shown, &context, (70, 5)).text(), @"
     : no                                                          2 of 3
    >note TEXT          k         does something
     notes-all          k         does something (not now: no call is sel…
    ");
    shown.picker.editor.set("zzzz");
    let nothing = Canvas::of(&mut shown, &context, (70, 5)).text();
    assert!(nothing.contains("No command is called so"), "{nothing}");
    for width in [0, 1, 5, 20, 40] {
        for height in 0..5 {
            Canvas::of(&mut pane(), &context, (width, height));
        }
    }
}
