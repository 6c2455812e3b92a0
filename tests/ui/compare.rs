//! Two sides compared: how two are chosen, the page in every part, and the ways out of it.

use crate::support::ui::{DEMO, Ui};
use callscope::app::action::View;
use callscope::app::place::Focus;
use callscope::load::Input;
use callscope::query::compare::{Relation, Side};
use callscope::ui::glyphs::ASCII;
use callscope::ui::theme::{Theme, Tier};

macro_rules! picture {
    ($name:literal, $ui:expr) => {
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!($name, $ui.picture()) })
    };
}

/// The sides of the comparison on the screen.
fn sides(ui: &Ui) -> [Side; 2] {
    assert_eq!(ui.state().view, View::Compare, "{}", ui.text());
    let shown = ui.state().comparisons.shown();
    shown.expect("a comparison").sides.clone()
}

#[test]
fn two_marked_calls_at_both_sizes() {
    let ui = Ui::demo().keys("<Space>j<Space>c");
    let store = &ui.state().store;
    let marked = ui.state().marked.calls_in(store);
    let [left, right] = sides(&ui);
    let calls = [left.call(), right.call()].map(Option::unwrap_or_default);
    assert!(marked.contains(&calls[0]) && marked.contains(&calls[1]) && calls[0] != calls[1]);
    picture!("compare_calls_80x24", ui);
    let ui = Ui::demo().size(160, 50).keys("<Space>j<Space>c");
    picture!("compare_calls_160x50", ui);
    picture!("compare_calls_events", ui.keys("<Tab>"));
}

#[test]
fn two_legs_over_time() {
    let ui = Ui::demo().keys("<Enter><Space>jjjj<Space>c");
    assert!(sides(&ui).iter().all(|side| matches!(side, Side::Part(_))));
    picture!("compare_legs_80x24", ui);
    let ui = ui.keys("<Tab>");
    picture!("compare_legs_events", ui);
    picture!("compare_legs_curves", ui.keys("<Tab>"));
    let ui = Ui::demo()
        .size(160, 50)
        .keys("<Enter><Space>jjjj<Space>c<Tab><Tab>");
    picture!("compare_legs_curves_160x50", ui);
}

#[test]
fn a_call_without_marks_stands_beside_all_calls_of_its_sdk() {
    let ui = Ui::demo().keys("c");
    let [left, right] = sides(&ui);
    assert_eq!(left.call(), ui.state().selection.call);
    assert!(right.is_group());
    picture!("compare_call_with_sdk", ui);
    let ui = ui.keys("<Tab>");
    assert!(
        ui.line("calls of a group have no time in common").is_some(),
        "{}",
        ui.text()
    );
}

#[test]
fn one_marked_goes_with_the_one_under_the_cursor() {
    let alone = Ui::demo().keys("<Space>c");
    assert_eq!(alone.state().view, View::Calls);
    let why = "mark two with Space, or one and put the cursor on the other";
    assert!(alone.line(why).is_some(), "{}", alone.text());
    let marked = alone.state().selection.call;
    let ui = alone.keys("jc");
    let [left, right] = sides(&ui);
    assert_eq!(left.call(), marked);
    assert_eq!(right.call(), ui.state().selection.call);
    assert_ne!(left.call(), right.call());
}

/// W4: is the new SDK worse? `4`, Enter, two rows marked, `c`.
#[test]
fn walk_4_two_groups_marked_are_compared() {
    let ui = Ui::overview().keys("4<Enter>").keys("<Space>");
    assert!(
        ui.line("* ").is_some() && ui.line("1 marked").is_some(),
        "{}",
        ui.text()
    );
    let ui = ui.keys("j<Space>c");
    assert!(sides(&ui).iter().all(Side::is_group));
    let shown = ui.state().comparisons.shown().expect("a comparison");
    let bad = shown
        .rows
        .iter()
        .find(|row| row.name == "bad")
        .expect("the share of bad calls");
    // Beside each share its range, and whether the ranges overlap.
    assert!(
        bad.cells
            .iter()
            .all(|cell| cell.text.contains(" of ") && cell.text.contains('%'))
    );
    assert_ne!(bad.relation, Relation::NotKnown);
    picture!("compare_groups_80x24", ui);
    let wide = Ui::overview()
        .size(160, 50)
        .keys("4<Enter>")
        .keys("<Space>j<Space>c");
    picture!("compare_groups_160x50", wide);
    // Enter lists the calls of a side, q comes back.
    let opened = ui.keys("l<Enter>");
    assert_eq!(opened.state().view, View::Calls);
    assert!(opened.state().filters.chosen().text.starts_with("sdk="));
    let back = opened.keys("q");
    assert_eq!(back.state().view, View::Compare);
    assert!(!back.state().filters.is_given());
    assert_eq!(back.keys("q").state().view, View::Groups);
}

#[test]
fn only_what_differs_and_back_to_the_same_row() {
    let all = Ui::demo().keys("<Space>j<Space>c");
    let shown = all.state().comparisons.shown().expect("a comparison");
    let same = shown.rows.iter().find(|row| row.relation == Relation::Same);
    let name = format!("=  {}", same.expect("something is the same").name);
    let only = all.keys("o");
    assert!(only.line("only what differs").is_some(), "{}", only.text());
    assert!(only.line(&name).is_none(), "{}", only.text());
    let all = only.keys("o");
    // Its record, and the call itself: q comes back to the row and the side.
    let at = all.keys("ljj");
    let status = at.text();
    let record = at.keys("v");
    assert_eq!(record.state().view, View::Record, "{}", record.text());
    let back = record.keys("q");
    assert_eq!(back.text(), status);
    let [_, right] = sides(&back);
    let opened = back.keys("<Enter>");
    assert_eq!(
        (opened.state().view, opened.state().focus),
        (View::Call, Focus::Legs)
    );
    assert_eq!(opened.state().selection.call, right.call());
    let back = opened.keys("q");
    assert_eq!(back.text(), status);
    let list = back.keys("q");
    assert_eq!(list.state().view, View::Calls);
}

#[test]
fn in_plain_characters() {
    let demo = vec![Input::Embedded("demo".to_owned(), DEMO)];
    let plain = Ui::new(demo, &ASCII, Theme::terminal(Tier::None));
    let ui = plain.keys("<Enter><Space>jjjj<Space>c<Tab><Tab>");
    assert!(ui.text().is_ascii(), "{}", ui.text());
}
