//! The page of groups, at both sizes and in every state, and the walks that lead over it.

use crate::support::ui::Ui;
use callscope::app::action::View;

macro_rules! picture {
    ($name:literal, $ui:expr) => {
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!($name, $ui.picture()) })
    };
}

#[test]
fn groups_at_both_sizes() {
    picture!("groups_80x24", Ui::demo().keys("4"));
    picture!("groups_table_80x24", Ui::demo().keys("4<Enter>"));
    picture!("groups_160x50", Ui::demo().size(160, 50).keys("4<Enter>"));
}

#[test]
fn groups_by_two_dimensions_and_another_measure() {
    picture!("groups_two", Ui::demo().keys("4b<Down><Enter>"));
    picture!("groups_measure", Ui::demo().keys("4M<Down><Down>"));
    picture!("groups_diagnostics", Ui::demo().keys("4Gkkkk<Enter>"));
}

#[test]
fn codes_say_what_they_mean_and_users_who_meets_it_how() {
    picture!("groups_codes", Ui::demo().keys("4jjjjjj<Enter>"));
    picture!(
        "groups_users_of_a_code",
        Ui::overview().keys("/410/3112<Enter>4")
    );
}

#[test]
fn a_small_screen_shows_the_table_alone() {
    picture!("groups_50x12", Ui::demo().size(50, 12).keys("4<Enter>"));
}

#[test]
fn enter_lists_the_calls_of_a_group_and_q_comes_back_to_its_row() {
    let table = || Ui::demo().keys("4<Enter>jj");
    assert!(table().line(">x 2.12.1").is_some(), "{}", table().text());
    let calls = table().keys("<Enter>");
    assert_eq!(calls.state().view, View::Calls);
    assert!(calls.line("sdk=2.12.1").is_some(), "{}", calls.text());
    assert!(calls.line("19 of 61 calls").is_some(), "{}", calls.text());
    let back = calls.keys("q");
    assert_eq!(back.state().view, View::Groups);
    assert_eq!(back.text(), table().text());
}

#[test]
fn the_calls_behind_a_counted_code_are_those_of_the_user_with_the_code() {
    let ui = Ui::overview().keys("/410/3112<Enter>4<Enter>");
    assert_eq!(ui.state().view, View::Calls);
    let filter = &ui.state().filters.chosen().text;
    assert!(filter.ends_with("end=410/3112"), "{filter}");
    assert!(ui.line("6 of 61 calls").is_some(), "{}", ui.text());
}

#[test]
fn groups_are_those_of_the_calls_that_the_filter_keeps() {
    let ui = Ui::demo().keys("ftype=P2P<Enter>4<Enter>");
    let kept = ui.state().filters.kept().map(|kept| kept.count.kept);
    let all = ui.line("all calls").expect("all calls together");
    let calls = kept.expect("a filter").to_string();
    assert!(all.split_whitespace().any(|word| word == calls), "{all}");
    // Off, and all calls are counted again.
    let off = ui.keys("\\");
    let all = off.line("all calls").expect("all calls together");
    assert!(all.split_whitespace().any(|word| word == "61"), "{all}");
}

#[test]
fn s_sorts_by_the_column_under_the_cursor_and_again_turns_about() {
    let first = |keys: &str| {
        let ui = Ui::demo().keys(keys);
        let text = ui.text();
        let row = text.lines().find(|line| line.starts_with('>'));
        let words = row.expect("a row").trim_start_matches(['>', ' ', 'x']);
        words
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    assert!(first("4<Enter>").starts_with("1.31.2"));
    // Least share by the lower end of its range is not the smallest group by accident.
    assert_eq!(first("4<Enter>ls"), "2.12.1");
    assert_eq!(first("4<Enter>hs"), "1.8.0");
    assert_eq!(first("4<Enter>hss"), "2.12.1");
    // What has no value stays last.
    let turned = Ui::demo().keys("4<Enter>ss");
    let text = turned.text();
    assert!(text.find("no value") > text.find("1.8.0"), "{text}");
}

/// Users of the new SDK complain: `4`, choose SDK (Enter): 2 keys.
#[test]
fn walk_4_groups_by_sdk_say_how_many_of_how_many_and_how_sure_that_is() {
    let ui = Ui::overview().keys("4<Enter>");
    assert_eq!(ui.state().view, View::Groups);
    let text = ui.text();
    let row = |name: &str| {
        text.lines()
            .find(|line| line.contains(name))
            .expect("a row")
    };
    // Enough calls have a share and its range; of few there is the count alone.
    assert!(row("1.31.2").contains("7 of 42  16.7%    8-31%"), "{text}");
    let few = row("2.11.0");
    assert!(few.contains("3 of 10          11-60%"), "{text}");
    let place = |name: &str| text.find(name).expect("a row");
    assert!(place("redacted") > place("1.8.0") && place("no value") > place("redacted"));
    assert!(place("all calls") > place("no value"), "{text}");
}

/// 410/3112: one user or many? `/`, `410/3112`, Enter: 10 keys; `4`: 11.
#[test]
fn walk_6_from_a_code_that_was_found_one_key_tells_which_users_met_it() {
    let found = Ui::overview().keys("/410/3112<Enter>");
    assert_eq!(found.state().view, View::Call);
    assert!(
        found.line("4: which users met 410/3112").is_some(),
        "{}",
        found.text()
    );
    let ui = found.keys("4");
    assert_eq!(ui.state().view, View::Groups);
    assert!(
        ui.line("1 user, most calls: likely firewall or set-up")
            .is_some(),
        "{}",
        ui.text()
    );
    assert!(ui.line("6 of 7").is_some(), "{}", ui.text());
    // The calls that are no accident stand first; the key again counts bad calls.
    let first = ui.text().lines().position(|line| line.contains("6 of 7"));
    let other = ui.text().lines().position(|line| line.contains("0 of 2"));
    assert!(first < other, "{}", ui.text());
    let bad = ui.keys("4");
    assert!(bad.line("calls that are bad").is_some(), "{}", bad.text());
    let back = bad.keys("q");
    assert_eq!(back.state().view, View::Call);
}

/// The same from the overview: the cursor on how legs ended.
#[test]
fn walk_6_begins_on_the_overview_as_well() {
    let ui = Ui::overview();
    let store = &ui.state().store;
    let ends = callscope::query::overview::Overview::of(store).ends;
    let is_wanted = |group: &callscope::query::overview::Group| match group.part {
        callscope::query::overview::Part::End(_, subcode) => store.text(subcode) == "3112",
        _ => false,
    };
    let row = ends.iter().position(is_wanted).expect("the code");
    let ui = ui.keys(&format!("<Tab><Tab><Tab>{}4", "j".repeat(row)));
    assert!(ui.line("6 of 7").is_some(), "{}", ui.text());
}
