//! Times that are typed without a zone are those of the zone that is shown.

use crate::FROZEN;
use crate::support::ui::Ui;

/// What the find box says of a rough time, and the calls it lists.
fn found(ui: Ui, text: &str) -> (String, Vec<String>) {
    let ui = ui.keys("/").paste(text);
    let read = ui.line("about 0").unwrap_or_default();
    let calls = ui.state().hits.rows.iter().filter_map(|hit| hit.call);
    let store = &ui.state().store;
    let calls = calls.map(|call| store.id(store.call_id(call)).to_owned());
    (read, calls.collect())
}

#[test]
fn a_rough_time_of_the_find_box_is_of_the_zone_that_is_shown_and_says_so() {
    let (utc, of_utc) = found(Ui::overview(), "~02:10");
    assert!(utc.contains("about 02:10 UTC on any day"), "{utc}");
    assert!(of_utc.iter().any(|call| call == FROZEN));
    let (zurich, of_zurich) = found(Ui::overview().zone("zurich"), "~03:10");
    assert!(
        zurich.contains("about 03:10 Europe/Zurich on any day"),
        "{zurich}"
    );
    assert_eq!(of_zurich, of_utc);
    let (named, of_named) = found(Ui::overview(), "~03:10 Zurich");
    assert!(
        named.contains("about 03:10 Europe/Zurich on any day"),
        "{named}"
    );
    assert_eq!(of_named, of_utc);
    let (_, of_other) = found(Ui::overview().zone("zurich"), "~02:10");
    assert_ne!(of_other, of_utc);
}

#[test]
fn a_rough_time_of_the_filter_follows_the_zone_that_is_shown() {
    let kept = |ui: &Ui| {
        ui.state()
            .panes
            .calls
            .position(ui.state().panes.calls.selected().expect("a call"))
            .1
    };
    let utc = Ui::overview().keys("2f~02:10<Enter>");
    let zurich = Ui::overview().zone("zurich").keys("2f~03:10<Enter>");
    let named = Ui::overview().keys("2f~03:10 Europe/Zurich<Enter>");
    assert_eq!(kept(&utc), kept(&zurich));
    assert_eq!(kept(&utc), kept(&named));
    assert_ne!(kept(&utc), kept(&Ui::overview().keys("2")));
}

#[test]
fn groups_by_hour_are_of_the_zone_that_is_shown_and_open_just_their_calls() {
    use callscope::query::group::{Facet, Groups, Key};
    for zone in ["UTC", "Europe/Zurich", "Asia/Kolkata"] {
        let shown = callscope::model::zone::Zone::read(zone).expect(zone);
        let mut ui = Ui::overview().zone(zone).keys("4");
        let facets = Facet::all().iter().map(|facet| facet.name);
        let hours = facets.take_while(|name| *name != "hour").count();
        ui = ui.keys(&format!("{}<Enter>", "j".repeat(hours)));
        let title = format!("hour of day ({})", shown.short_name());
        assert!(ui.line(&title).is_some(), "{}", ui.text());
        let keys = ui.state().panes.groups.selected().expect("a group");
        let grouping = ui.state().panes.groups.grouping().in_zone(shown);
        let groups = Groups::of(&ui.state().store, grouping);
        let row = groups
            .rows
            .iter()
            .find(|row| row.keys == keys)
            .expect("the group");
        assert!(matches!(keys[0], Key::Number(_)));
        let list = ui.keys("<Enter>");
        let counted = list.state().filters.kept().expect("a filter").count.kept;
        assert_eq!(counted as u64, row.count.calls, "{}", list.text());
    }
}

#[test]
fn another_zone_counts_the_groups_anew_by_its_days() {
    let by_hour = |ui: Ui| ui.keys("4").keys(&format!("{}<Enter>", "j".repeat(15)));
    let utc = by_hour(Ui::overview().zone("Asia/Kolkata")).keys(":timezone<Enter>");
    assert!(utc.line("hour of day (UTC)").is_some(), "{}", utc.text());
    let direct = by_hour(Ui::overview());
    let body = |ui: &Ui| {
        ui.text()
            .lines()
            .skip(4)
            .take(6)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(body(&utc), body(&direct));
}
