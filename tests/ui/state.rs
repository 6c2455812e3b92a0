//! Marks, notes, the palette, the way back and forth, what is kept and what is offered: key strings in, screens out.

use crate::FROZEN;
use crate::support::ui::Ui;
use callscope::app::action::View;
use callscope::app::command::COMMANDS;
use callscope::app::effect::Effect;
use callscope::app::event::Event;
use callscope::app::keeping;
use callscope::app::place::Focus;
use callscope::app::remembered::{
    CallNote, CallNotes, Change, LastPlace, LogSet, Remembered, Views,
};
use std::collections::BTreeMap;

macro_rules! picture {
    ($name:literal, $ui:expr) => {
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!($name, $ui.picture()) })
    };
}

/// The demo in a program that keeps things.
fn demo() -> Ui {
    Ui::demo().keeping()
}

fn kept(ui: &Ui) -> Vec<Change> {
    let change = |effect: &Effect| match effect {
        Effect::Remember(change) => Some(change.clone()),
        _ => None,
    };
    ui.wishes().iter().filter_map(change).collect()
}

fn note(call: &str, text: &str) -> Change {
    Change::Note {
        call: call.to_owned(),
        text: text.to_owned(),
    }
}

#[test]
fn space_marks_the_call_and_says_so_and_keeps_it() {
    let ui = demo().keys("j<Space>");
    assert!(ui.line("1 marked").is_some(), "{}", ui.text());
    assert!(ui.line("call 7f3c9a12: marked").is_some(), "{}", ui.text());
    let mark = |is_marked| Change::Mark {
        call: FROZEN.to_owned(),
        is_marked,
    };
    assert_eq!(kept(&ui), [mark(true)]);
    let row = ui
        .text()
        .lines()
        .find(|line| line.starts_with('>'))
        .map(str::to_owned)
        .expect("a row under the cursor");
    assert!(row.starts_with(">x*"), "{row}");
    let ui = ui.keys("<Space>");
    assert!(ui.line(" marked  ").is_none(), "{}", ui.text());
    assert_eq!(kept(&ui), [mark(true), mark(false)]);
}

#[test]
fn what_is_not_kept_says_why_and_works_for_this_run() {
    let ui = Ui::demo().keys("<Space>");
    assert!(ui.line("for this run only").is_some(), "{}", ui.text());
    assert!(ui.line("1 marked").is_some(), "{}", ui.text());
    assert_eq!(ui.wishes(), []);
}

#[test]
fn legs_and_streams_are_marked_in_a_call() {
    let ui = demo()
        .paste(FROZEN)
        .keys("<Enter><Space>jj<Space><Tab>j<Space>");
    assert_eq!(ui.state().marked.parts().len(), 3, "{}", ui.text());
    assert!(kept(&ui).is_empty(), "only calls are kept");
    picture!("marked_parts", ui);
}

#[test]
fn a_note_is_typed_in_one_line_shown_with_the_call_and_kept() {
    let ui = demo().keys("jaticket 12");
    picture!("note_typing", ui);
    let ui = ui.keys("<Enter>");
    assert_eq!(kept(&ui), [note(FROZEN, "ticket 12")]);
    picture!("note_in_the_list", ui.keys("<Space>"));
}

#[test]
fn a_note_is_changed_given_up_and_taken_away() {
    let ui = demo()
        .paste(FROZEN)
        .keys("<Enter>afirst<Enter>a second<Enter>aX<Esc>");
    assert!(ui.line("note: first second").is_some(), "{}", ui.text());
    let ui = ui.keys("a<Ctrl-u><Enter>");
    assert!(ui.line("note:").is_none(), "{}", ui.text());
    assert!(ui.line("the note is gone").is_some(), "{}", ui.text());
    let notes = [
        note(FROZEN, "first"),
        note(FROZEN, "first second"),
        note(FROZEN, ""),
    ];
    assert_eq!(kept(&ui), notes);
}

/// What was kept the last time.
fn remembered() -> Event {
    let entry = |marked, note: &str| CallNote {
        marked,
        note: note.to_owned(),
        changed: 1,
    };
    let calls = BTreeMap::from([
        (FROZEN.to_owned(), entry(true, "the camera\u{1b}[2J")),
        ("not-in-these-logs".to_owned(), entry(true, "")),
    ]);
    Event::Remembered(Box::new(Remembered {
        calls: CallNotes {
            calls,
            ..CallNotes::default()
        },
        views: Views {
            filters: BTreeMap::from([("worst".to_owned(), "verdict=bad".to_owned())]),
            ..Views::default()
        },
    }))
}

#[test]
fn marks_notes_and_filters_of_the_last_time_are_there_again_and_harmless() {
    let ui = demo().event(remembered()).paste(FROZEN).keys("<Enter>");
    assert!(ui.line("note: the camera^[[2J").is_some(), "{}", ui.text());
    let ui = ui.keys(":marks<Enter>");
    assert_eq!(ui.state().view, View::Calls);
    assert!(ui.line("1 marked").is_some(), "{}", ui.text());
    let ui = ui.keys(":saved worst<Enter>");
    assert_eq!(ui.state().filters.chosen().text, "verdict=bad");
}

#[test]
fn filters_are_saved_listed_and_forgotten_by_name() {
    let ui = demo().keys(":filter verdict=bad<Enter>:save night shift<Enter>");
    assert!(
        ui.line("filter saved as 'night shift'").is_some(),
        "{}",
        ui.text()
    );
    let filter = |text: Option<&str>| Change::Filter {
        name: "night shift".to_owned(),
        text: text.map(str::to_owned),
    };
    assert_eq!(kept(&ui), [filter(Some("verdict=bad"))]);
    let listed = ui.keys(":saved<Enter>");
    assert!(
        listed.line("saved: night shift").is_some(),
        "{}",
        listed.text()
    );
    let gone = listed.keys("<Esc>:forget night shift<Enter>");
    assert_eq!(kept(&gone), [filter(Some("verdict=bad")), filter(None)]);
    let refused = gone.keys(":forget night shift<Enter>");
    assert!(
        refused.line("no filter is saved").is_some(),
        "{}",
        refused.text()
    );
}

#[test]
fn a_name_is_asked_for_where_none_was_typed() {
    let ui = demo().keys(":filter verdict=bad<Enter>:save<Enter>");
    assert!(ui.line("save the filter as:").is_some(), "{}", ui.text());
    let ui = ui.keys("night<Enter>");
    assert_eq!(ui.state().filters.saved().len(), 1);
}

#[test]
fn the_palette_lists_every_command_finds_it_by_words_and_says_what_does_nothing() {
    picture!("palette", demo().keys(":"));
    picture!("palette_words", demo().keys(":bookmark"));
    picture!("palette_off", demo().keys(":lane"));
    let refused = demo().keys(":zoom-in<Enter>");
    assert!(
        refused.line("works in a call").is_some(),
        "{}",
        refused.text()
    );
    let nothing = demo().keys(":qwertyuiop");
    assert!(nothing.line("No command is called so").is_some());
    let closed = nothing.keys("<Enter>");
    assert!(closed.line("no command is called so").is_some());
    assert!(demo().keys(":q").line(">quit").is_some());
}

#[test]
fn the_palette_takes_what_follows_a_name_and_remembers_what_was_run() {
    let ui = demo().keys(":note waits for the network team<Enter>");
    assert!(ui.line("noted").is_some(), "{}", ui.text());
    let found = demo().keys(":find 7f3c9a12<Enter>");
    assert!(found.line("/ 7f3c9a12").is_some(), "{}", found.text());
    let again = demo().keys(":load<Enter>:");
    let first = again.text().lines().nth(3).map(str::to_owned);
    assert!(
        first.is_some_and(|line| line.contains(">load")),
        "{}",
        again.text()
    );
}

#[test]
fn every_command_of_the_palette_can_be_chosen_on_every_page_without_harm() {
    let mut ui = Ui::demo();
    for page in ["1", "2", "2<Enter>", "5", "6"] {
        for command in COMMANDS {
            let keys = format!("<Esc><Esc>{page}:{}<Enter><Esc>", command.name);
            ui = ui.keys(&keys);
            assert!(!ui.text().is_empty(), "{keys}");
        }
    }
}

#[test]
fn the_quote_goes_back_to_the_place_before_the_jump_with_cursor_and_scroll() {
    let list = demo().keys("GkkkK");
    let before = (list.text(), list.state().selection);
    let call = list.keys("<Enter><Tab>jj");
    let inside = call.text();
    let back = call.keys("'");
    assert_eq!(back.state().view, View::Calls);
    assert_eq!((without_message(&back.text()), back.state().selection), {
        (without_message(&before.0), before.1)
    });
    let forward = back.keys("\"");
    assert_eq!(without_message(&forward.text()), without_message(&inside));
    assert_eq!(forward.state().focus, Focus::Streams);
    let end = forward.keys("\"");
    assert!(
        end.line("nothing was gone back from").is_some(),
        "{}",
        end.text()
    );
}

/// The screen without the line of messages, which keys are free to change.
fn without_message(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let kept = lines.iter().enumerate().filter(|(at, _)| *at != 22);
    kept.map(|(_, line)| *line).collect::<Vec<_>>().join("\n")
}

#[test]
fn back_and_forth_pass_calls_pages_and_the_ends_of_lists() {
    // By identifier: two loads number the calls as their threads happened to deliver them.
    let place = |ui: &Ui| {
        let state = ui.state();
        let call = state.selection.call.expect("a call");
        let id = state.store.id(state.store.call_id(call)).to_owned();
        (state.view, id)
    };
    let ui = demo().keys("<Enter>]]5G");
    assert_eq!(ui.state().view, View::Load);
    let ui = ui.keys("''");
    assert_eq!(place(&ui), place(&Ui::demo().keys("<Enter>]]")));
    let ui = ui.keys("''");
    assert_eq!(place(&ui), place(&Ui::demo().keys("<Enter>")));
    let ui = ui.keys("'");
    assert_eq!(ui.state().view, View::Calls);
    let none = ui.keys("'");
    assert!(
        none.line("no place to go back to").is_some(),
        "{}",
        none.text()
    );
    let ui = none.keys("\"\"\"\"\"");
    assert_eq!(ui.state().view, View::Load);
    assert!(
        ui.keys("q").state().view == View::Call,
        "q goes where it went before"
    );
}

#[test]
fn back_at_a_record_it_is_shown_again() {
    let ui = demo().paste(FROZEN).keys("<Enter>jv");
    let first = ui.text();
    let ui = ui.keys("qjjv''");
    assert_eq!(ui.state().view, View::Record);
    assert_eq!(without_message(&ui.text()), without_message(&first));
}

fn set() -> LogSet {
    LogSet {
        exact: "e".to_owned(),
        grown: "g".to_owned(),
    }
}

fn place(page: &str, call: &str, filter: &str) -> LastPlace {
    LastPlace {
        grown: "g".to_owned(),
        page: page.to_owned(),
        call: call.to_owned(),
        filter: filter.to_owned(),
        sort: vec![("duration_s".to_owned(), true)],
        left: 1,
    }
}

fn recognised(last: Option<LastPlace>) -> Event {
    Event::Recognised(set(), last.map(Box::new))
}

#[test]
fn the_place_of_the_last_time_is_offered_and_nothing_is_restored_unasked() {
    let ui = Ui::overview()
        .keeping()
        .event(recognised(Some(place("call", FROZEN, "verdict=bad"))));
    picture!("resume_offer", ui);
    assert_eq!(ui.state().view, View::Overview);
    assert!(!ui.state().filters.is_given());
    let ui = ui.keys("'");
    assert_eq!(ui.state().view, View::Call);
    assert!(ui.line("7f3c9a12").is_some(), "{}", ui.text());
    assert_eq!(ui.state().filters.chosen().text, "verdict=bad");
    assert_eq!(ui.state().panes.calls.order(), &[("duration_s", true)]);
    let ui = ui.keys("q");
    assert_eq!(ui.state().view, View::Calls);
    assert_eq!(ui.keys("q").state().view, View::Overview);
}

#[test]
fn a_place_whose_call_is_gone_says_so_and_leads_to_the_list() {
    let gone = place("call", "0000aaaa-0000-4000-8000-000000000000", "");
    let ui = Ui::overview()
        .keeping()
        .event(recognised(Some(gone)))
        .keys("'");
    assert!(
        ui.line("call 0000aaaa is not in these logs any more")
            .is_some(),
        "{}",
        ui.text()
    );
    assert_eq!(ui.state().view, View::Calls);
}

#[test]
fn the_last_place_is_the_page_at_the_end_or_the_call_looked_at_last() {
    let last = |keys: &str| {
        let ui = Ui::overview().keeping().event(recognised(None)).keys(keys);
        match keeping::last_place(ui.state()) {
            Some(Change::Place { place, .. }) => Some((place.page, place.filter)),
            _ => None,
        }
    };
    let at = |page: &str, filter: &str| Some((page.to_owned(), filter.to_owned()));
    assert_eq!(last(""), None, "nothing was looked at");
    assert_eq!(last("2"), at("calls", ""));
    assert_eq!(last("<Enter>w"), at("why", ""));
    assert_eq!(last("2<Enter>qq"), at("call", ""));
    assert_eq!(last("2<Enter>5"), at("call", ""));
    assert_eq!(
        last("2:filter verdict=bad<Enter>"),
        at("calls", "verdict=bad")
    );
    let unknown = Ui::overview().keeping().keys("2");
    assert!(
        keeping::last_place(unknown.state()).is_none(),
        "these logs are not known"
    );
}
