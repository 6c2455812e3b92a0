//! The forms: later wins, empty goes, bounds hold, the oldest goes first.

use super::*;

fn mark(call: &str, is_marked: bool) -> Change {
    Change::Mark {
        call: call.to_owned(),
        is_marked,
    }
}

fn note(call: &str, text: &str) -> Change {
    Change::Note {
        call: call.to_owned(),
        text: text.to_owned(),
    }
}

fn applied<F: Form>(form: &mut F, changes: &[Change]) -> Vec<String> {
    let mut lost = Vec::new();
    for (now, change) in (0..).zip(changes) {
        assert!(form.apply(change, now, &mut lost), "{change:?}");
    }
    lost
}

#[test]
fn a_mark_and_a_note_of_a_call_are_kept_apart_and_nothing_is_kept_of_a_call_without_either() {
    let mut notes = CallNotes::default();
    let changes = [
        mark("a", true),
        note("a", "ticket 12"),
        mark("a", false),
        mark("b", true),
        mark("b", false),
    ];
    assert!(applied(&mut notes, &changes).is_empty());
    let kept = CallNote {
        marked: false,
        note: "ticket 12".to_owned(),
        changed: 2,
    };
    assert_eq!(notes.calls, BTreeMap::from([("a".to_owned(), kept)]));
    applied(&mut notes, &[note("a", "")]);
    assert!(notes.calls.is_empty());
}

#[test]
fn the_oldest_mark_goes_before_any_note_and_is_named() {
    let mut notes = CallNotes::default();
    let mut changes = vec![note("old-note", "kept")];
    changes.extend((0..MOST_CALLS).map(|at| mark(&format!("call-{at}"), true)));
    let lost = applied(&mut notes, &changes);
    assert_eq!(notes.calls.len(), MOST_CALLS);
    assert_eq!(lost.len(), 1);
    assert!(lost[0].contains("call-0"), "{lost:?}");
    assert!(notes.calls.contains_key("old-note"));
}

#[test]
fn one_saved_filter_too_many_is_refused_and_told_and_a_known_one_can_still_change() {
    let mut views = Views::default();
    let filter = |name: &str, text: Option<&str>| Change::Filter {
        name: name.to_owned(),
        text: text.map(str::to_owned),
    };
    let names: Vec<String> = (0..=MOST_VIEWS).map(|at| format!("f{at:04}")).collect();
    let changes: Vec<Change> = names.iter().map(|name| filter(name, Some("x"))).collect();
    let lost = applied(&mut views, &changes);
    assert_eq!((views.filters.len(), lost.len()), (MOST_VIEWS, 1));
    assert!(lost[0].contains("'f0500'"), "{lost:?}");
    let more = [filter("f0001", Some("y")), filter("f0002", None)];
    assert!(applied(&mut views, &more).is_empty());
    assert_eq!(views.filters.get("f0001").map(String::as_str), Some("y"));
    assert_eq!(views.filters.len(), MOST_VIEWS - 1);
}

fn place(exact: &str, grown: &str, call: &str) -> Change {
    Change::Place {
        set: LogSet {
            exact: exact.to_owned(),
            grown: grown.to_owned(),
        },
        place: LastPlace {
            page: "call".to_owned(),
            call: call.to_owned(),
            ..LastPlace::default()
        },
    }
}

#[test]
fn logs_that_have_grown_are_found_again_and_take_the_place_of_what_they_were() {
    let mut places = Places::default();
    applied(&mut places, &[place("10-bytes", "a", "c1")]);
    let now = LogSet {
        exact: "20-bytes".to_owned(),
        grown: "a".to_owned(),
    };
    assert_eq!(places.of(&now).map(|place| place.call.as_str()), Some("c1"));
    applied(&mut places, &[place("20-bytes", "a", "c2")]);
    assert_eq!(places.sets.len(), 1);
    assert_eq!(places.of(&now).map(|place| place.call.as_str()), Some("c2"));
    let other = LogSet {
        exact: "x".to_owned(),
        grown: "y".to_owned(),
    };
    assert_eq!(places.of(&other), None);
}

#[test]
fn the_place_left_longest_ago_goes() {
    let mut places = Places::default();
    let names: Vec<String> = (0..=MOST_PLACES).map(|at| format!("set-{at}")).collect();
    let changes: Vec<Change> = names.iter().map(|name| place(name, name, "c")).collect();
    applied(&mut places, &changes);
    assert_eq!(places.sets.len(), MOST_PLACES);
    assert!(!places.sets.contains_key("set-0"));
    assert!(places.sets.contains_key("set-1"));
}

#[test]
fn a_change_belongs_to_exactly_one_form() {
    let changes = [
        mark("a", true),
        note("a", "b"),
        Change::Filter {
            name: "n".to_owned(),
            text: None,
        },
        Change::Columns {
            list: "calls".to_owned(),
            columns: Some(vec![ColumnChoice::default()]),
        },
        Change::Zone(Some("Europe/Zurich".to_owned())),
        place("a", "b", "c"),
    ];
    for change in changes {
        let mut lost = Vec::new();
        let taken = [
            CallNotes::default().apply(&change, 0, &mut lost),
            Views::default().apply(&change, 0, &mut lost),
            Places::default().apply(&change, 0, &mut lost),
        ];
        let count = taken.iter().filter(|is_taken| **is_taken).count();
        assert_eq!(count, 1, "{change:?}");
    }
}
