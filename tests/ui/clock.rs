//! In which zone times are shown, and that the screen always says which.

use crate::FROZEN;
use crate::support::ui::Ui;

fn zurich() -> Ui {
    Ui::demo().zone("zurich")
}

#[test]
fn the_zone_is_named_on_the_list_and_moves_every_time() {
    let utc = Ui::demo();
    let ui = zurich();
    let (before, after) = (utc.text(), ui.text());
    let (before, after) = (before.lines().next(), after.lines().next());
    assert!(before.is_some_and(|line| line.trim_end().ends_with("UTC")));
    assert!(after.is_some_and(|line| line.trim_end().ends_with("Zurich")));
    let moved = ui.line("dropped").expect("a dropped leg");
    let unmoved = utc.line("dropped").expect("a dropped leg");
    assert_ne!(moved, unmoved, "an hour later than UTC");
}

#[test]
fn a_call_tells_times_in_the_zone_or_from_its_start() {
    let call = || zurich().paste(FROZEN).keys("<Enter>");
    insta::assert_snapshot!("clock_zone_80x24", call().text());
    insta::assert_snapshot!("clock_from_start_80x24", call().keys("t").text());
    insta::assert_snapshot!("clock_why_from_start", call().keys("tw").text());
    let back = call().keys("tt");
    assert!(back.text().contains(" UTC "), "{}", back.text());
}

#[test]
fn times_from_the_start_of_a_call_end_at_the_list() {
    let ui = zurich().paste(FROZEN).keys("<Enter>tq");
    let first = ui.text().lines().next().map(str::to_owned);
    assert!(first.is_some_and(|line| line.contains("Zurich")));
}
