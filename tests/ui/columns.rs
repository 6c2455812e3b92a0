//! Which columns the call list shows, in which order, how wide, and how it is sorted by several of them.

use crate::support::ui::Ui;
use callscope::app::state::Overlay;
use callscope::ui::widgets::table::columns::{HasColumns, Shown};

macro_rules! picture {
    ($name:literal, $ui:expr) => {
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!($name, $ui.picture()) })
    };
}

/// Names of the columns shown, from left to right.
fn shown(ui: &Ui) -> Vec<&'static str> {
    let columns = ui.state().panes.calls.table().states();
    let shown = columns.iter().filter(|column| column.place.is_some());
    shown.map(|column| column.name).collect()
}

#[test]
fn the_choice_of_columns_at_both_sizes() {
    picture!("columns_open_80x24", Ui::demo().keys("C"));
    picture!("columns_open_160x50", Ui::demo().size(160, 50).keys("C"));
    picture!("columns_found_80x24", Ui::demo().keys("Cbuffer "));
}

#[test]
fn letters_look_for_a_column_and_other_keys_act_on_it() {
    let ui = Ui::demo().keys("Cbuf ");
    let text = ui.text();
    assert!(text.contains("columns: buf "), "the blank acts: {text}");
    assert!(shown(&ui).contains(&"jitter_buffer_avg"));
    assert!(ui.line("BUFFER").is_some(), "seen at once over the choice");
    let ui = ui.keys("<Enter>");
    assert!(!shown(&ui).contains(&"jitter_buffer_avg"));
    assert_eq!(ui.keys("<Esc>").state().overlay, Overlay::None);
}

/// From a word to the list sorted by it: `C`, the word, Space, Esc, `s`.
#[test]
fn a_column_that_was_looked_for_is_under_the_cursor_of_the_list() {
    let ui = Ui::demo().keys("Cfreeze <Esc>s");
    assert_eq!(ui.state().panes.calls.order(), &[("freeze", true)]);
    picture!("columns_sorted_80x24", ui);
}

#[test]
fn columns_move_and_change_their_width() {
    let ui = Ui::demo().keys("C<Down><Down><--");
    assert_eq!(shown(&ui)[..4], ["verdict", "duration_s", "start", "type"]);
    let width = |ui: &Ui, name: &str| {
        let columns = ui.state().panes.calls.table().states();
        let column = columns.into_iter().find(|column| column.name == name);
        column.map(|column| column.width)
    };
    assert_eq!(width(&ui, "duration_s"), Some(4));
    let ui = ui.keys("<Down>+++");
    assert_eq!(
        width(&ui, "start"),
        Some(11),
        "the cursor stayed on the one that moved"
    );
    assert!(
        ui.line("11-19 02:07").is_some(),
        "more room, more of the date"
    );
    let ui = ui.keys("\\");
    assert_eq!(shown(&ui), shown(&Ui::demo()));
    assert!(ui.state().panes.calls.table().chosen().columns.is_empty());
}

#[test]
fn what_stays_is_seen_while_the_others_scroll() {
    let many = || Ui::demo().keys("Cbuffer <Ctrl-u>healed <Ctrl-u>os <Esc>");
    picture!("columns_scrolled_80x24", many().keys("hhh"));
    let ui = many().keys("hhhhhhhhhhhhhhhh");
    assert_eq!(
        ui.state().panes.calls.table().shown(),
        Some(Shown::Scrolled(2..11, 15))
    );
    assert!(ui.line("columns 3-11 of 15").is_some(), "{}", ui.text());
    let head = many()
        .text()
        .lines()
        .nth(1)
        .map(str::to_owned)
        .unwrap_or_default();
    for stays in ["START", "CALL"] {
        assert!(head.contains(stays), "{head}");
    }
    picture!("columns_chosen_160x50", many().size(160, 50));
}

#[test]
fn up_to_which_column_stays_is_chosen() {
    let ui = Ui::demo().keys("C<Down><Down><Down>*<Esc>");
    assert_eq!(ui.state().panes.calls.table().chosen().stay, 4);
    let ui = ui.keys("C*<Esc>");
    assert_eq!(
        ui.state().panes.calls.table().chosen().stay,
        0,
        "the choice opens where the list's cursor is"
    );
}

#[test]
fn the_columns_of_the_program_that_do_not_fit_are_told() {
    let ui = Ui::demo().size(120, 40);
    let (seen, of) = (10, 15);
    assert_eq!(
        ui.state().panes.calls.table().shown(),
        Some(Shown::LeftOut(seen, of))
    );
    assert!(
        ui.line(&format!("{seen} of {of} columns")).is_some(),
        "{}",
        ui.text()
    );
}

#[test]
fn the_column_sorted_by_before_parts_what_is_equal() {
    let ui = Ui::demo().keys("lls").keys("ls");
    let order = ui.state().panes.calls.order().clone();
    assert_eq!(order, [("type", false), ("duration_s", true)]);
    let said = "sorted by type, lowest first, then duration";
    assert!(ui.line(said).is_some(), "{}", ui.text());
    picture!("columns_two_keys_80x24", ui);
    let store = &ui.state().store;
    let calls = &ui.state().panes.calls;
    let mut rows: Vec<_> = store.calls().collect();
    rows.sort_by_key(|&call| calls.position(call));
    let keys = rows.iter().map(|&call| {
        let facts = store.facts(call);
        (facts.kind.name().unwrap_or("~"), facts.duration_s.known())
    });
    let keys: Vec<_> = keys.collect();
    for pair in keys.windows(2) {
        assert!(pair[0].0 <= pair[1].0, "{pair:?}");
        if pair[0].0 == pair[1].0 {
            // What has no duration is last of its type.
            assert!(pair[1].1.is_none() || pair[0].1 >= pair[1].1, "{pair:?}");
        }
    }
}

#[test]
fn the_order_is_forgotten_by_a_key() {
    let ui = Ui::demo().keys("llss");
    assert_eq!(ui.state().panes.calls.order(), &[("duration_s", false)]);
    let ui = ui.keys("S");
    assert!(ui.state().panes.calls.order().is_empty());
    let ui = ui.keys("S");
    assert!(ui.line("the worst stand first already").is_some());
}

#[test]
fn columns_and_orders_are_undone() {
    let ui = Ui::demo().keys("lls").keys("Cbuffer <Esc>u");
    assert!(!shown(&ui).contains(&"jitter_buffer_avg"));
    assert!(
        ui.line("undo: choice of columns").is_some(),
        "{}",
        ui.text()
    );
    let ui = ui.keys("u");
    assert!(ui.state().panes.calls.order().is_empty());
    let ui = ui.keys("UU");
    assert!(shown(&ui).contains(&"jitter_buffer_avg"));
    assert_eq!(ui.state().panes.calls.order(), &[("duration_s", true)]);
}

#[test]
fn the_choice_fits_any_terminal() {
    for (width, height) in [(40, 8), (59, 15), (60, 16), (300, 100)] {
        let ui = Ui::demo().size(width, height).keys("Closs *<Esc>llll");
        assert!(ui.text().lines().count() > 0);
        let ui = ui.keys("C");
        assert!(
            ui.line("columns:").is_some(),
            "{width}x{height}\n{}",
            ui.text()
        );
    }
}
