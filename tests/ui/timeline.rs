//! The keys of the timeline: what they reach, what is read out, what follows.

use crate::FROZEN;
use crate::support::ui::Ui;
use callscope::app::action::View;
use std::collections::BTreeSet;

/// Seven of nine legs bad: more lanes and events than a screen of 80x24 holds.
const BUSY: &str = "c2d9e7f0";

fn timeline(call: &str) -> Ui {
    Ui::demo().paste(call).keys("<Enter><Tab><Tab>z")
}

/// The line that the row cursor stands on: the first one reversed from its left edge.
fn under_cursor(ui: &Ui) -> String {
    let is_lane = |line: &&str| line.starts_with(">P");
    let text = ui.text();
    let lane = text.lines().find(is_lane).map(str::to_owned);
    let event = text.lines().rfind(|line| line.starts_with('>'));
    lane.or(event.map(str::to_owned)).unwrap_or_default()
}

/// How many lanes the title counts.
fn lanes(ui: &Ui) -> usize {
    let title = ui.line(" lanes: ").expect("the title");
    let before = title.split(" lanes: ").next().expect("text before it");
    let count = before.rsplit(' ').next().map(str::parse);
    count.expect("a number").expect("of lanes")
}

#[test]
fn down_reaches_every_lane_and_then_every_event() {
    let mut ui = timeline(BUSY).keys("gg");
    let lanes = lanes(&ui);
    let (mut seen_lanes, mut seen_events) = (BTreeSet::new(), 0);
    let mut last = String::new();
    for _ in 0..500 {
        let line = under_cursor(&ui);
        if line.starts_with(">P") {
            seen_lanes.insert(line);
        } else if line == last {
            break;
        } else {
            seen_events += 1;
            last = line;
        }
        ui = ui.keys("j");
    }
    assert_eq!(seen_lanes.len(), lanes, "{seen_lanes:#?}");
    assert!(seen_events > 60, "{seen_events} events");
}

#[test]
fn pages_and_ends_reach_both_parts() {
    let ui = timeline(BUSY).keys("gg");
    let first = under_cursor(&ui);
    assert!(first.starts_with(">P1 Network"), "{first}");
    assert!(ui.line("lanes below").is_some(), "{}", ui.text());
    assert!(ui.line("above").is_none());
    let ui = ui.keys("G");
    let last = under_cursor(&ui);
    assert!(last.starts_with(">P") && last != first, "{last}");
    assert!(ui.line("lanes above").is_some(), "{}", ui.text());
    assert!(ui.line(" below").is_none());
    let ui = ui.keys("G");
    let end = under_cursor(&ui);
    assert!(!end.starts_with(">P"), "the last event: {end}");
    assert!(
        ui.text().lines().any(|line| line.starts_with("^0")),
        "more events above"
    );
    let ui = ui.keys("<PgUp>");
    assert_ne!(under_cursor(&ui), end);
    let ui = ui.keys("gg");
    assert_eq!(under_cursor(&ui), first);
    assert!(under_cursor(&ui.keys("<PgDn><PgDn><PgDn>")) != first);
}

#[test]
fn the_readout_follows_the_lane_and_the_time() {
    let ui = timeline(FROZEN).keys("e").keys("<Tab>");
    let line = ui.line("P2 Network: ").expect("the lane is read out");
    assert!(line.contains("NetworkSendQuality Poor"), "{line}");
    let ui = ui.keys("0<<<<<<<<");
    let line = ui.line("P2 Network: ").expect("still the same lane");
    assert!(line.contains("^ 02:07:"), "{line}");
    let ui = ui.keys("j");
    assert!(ui.line("P2 Network: ").is_none(), "{}", ui.text());
}

#[test]
fn enter_on_a_lane_opens_what_happened_there_last() {
    let ui = timeline(FROZEN).keys("e").keys("<Tab><Enter>");
    assert_eq!(ui.state().view, View::Record, "{}", ui.text());
    assert!(ui.line("demo:5047").is_some(), "{}", ui.text());
    let back = ui.keys("q");
    assert!(
        under_cursor(&back).starts_with(">P2 Network"),
        "{}",
        back.text()
    );
}

#[test]
fn times_are_told_since_a_mark() {
    let ui = timeline(FROZEN).keys("T");
    assert!(ui.line("no time is marked yet").is_some());
    let ui = ui.keys("emeT");
    assert!(ui.line("since m").is_some(), "{}", ui.text());
    assert!(ui.line("SINCE M").is_some());
    assert!(
        under_cursor(&ui).starts_with(">+4.000s"),
        "{}",
        under_cursor(&ui)
    );
    assert!(
        ui.text().lines().any(|line| line.contains("-2:33 ")),
        "what was before is negative: {}",
        ui.text()
    );
    let ui = ui.keys("T");
    assert!(ui.line("times in UTC").is_some());
    assert!(ui.line("since m").is_none());
    assert!(
        ui.keys("]T").line("no time is marked yet").is_some(),
        "a mark is the call's"
    );
}

#[test]
fn the_panes_beside_it_show_the_leg_of_the_lane() {
    let ui = Ui::demo().paste(BUSY).keys("<Enter><Tab><Tab>gg");
    assert!(ui.line("Streams of P1").is_some(), "{}", ui.text());
    let ui = ui.keys("j");
    assert!(ui.line("Streams of P4").is_some(), "{}", ui.text());
    // Keys in one go: what a command depends on is there before it.
    let at_once = Ui::demo().paste(BUSY).keys("<Enter><Tab><Tab>ggjO");
    assert!(
        at_once.line("timeline of P4 only").is_some(),
        "{}",
        at_once.text()
    );
}

#[test]
fn a_limit_that_was_set_is_said_beside_the_statistics() {
    let ui = Ui::demo()
        .limit("jitter_max", 20.0)
        .limit("jitter_avg", 20.0)
        .paste(FROZEN)
        .keys("<Enter><Tab><Tab>z");
    let text = ui.text();
    assert!(
        text.contains("jitter limit <=20 set, documented 30"),
        "{text}"
    );
    assert!(!timeline(FROZEN).text().contains("documented"));
}
