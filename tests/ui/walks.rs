//! The walks of the product's promise: what is on the screen after at most so many keys, at 80x24.

use crate::FROZEN;
use crate::support::ui::Ui;
use callscope::app::action::View;
use callscope::app::effect::Effect;
use callscope::query::filter::{Clock, Marks};
use callscope::report::left::{Left, Limits};
use std::path::Path;

/// Which calls were bad last night?
#[test]
fn walk_3_the_first_page_lists_the_worst_and_its_count_is_that_of_problems() {
    let ui = Ui::overview();
    let store = &ui.state().store;
    let problems = callscope::query::overview::problems(store);
    assert!(
        ui.line(&format!("{} bad", problems.len())).is_some(),
        "{}",
        ui.text()
    );
    let first = problems.first().copied();
    assert_eq!(ui.state().panes.overview.selected(), first);
    let opened = ui.keys("<Enter>");
    assert_eq!(opened.state().view, View::Call);
    assert_eq!(opened.state().selection.call, first);
}

/// The same as a list: `2`, `f`, what is typed, Enter; it holds the calls that `problems --since` lists.
#[test]
fn walk_3_the_bad_calls_of_a_night_are_listed_by_two_words_and_are_those_of_problems() {
    let since = Limits {
        since: Some("2026-11-18T20:00Z"),
        ..Limits::default()
    };
    let since = since.read(&Clock::default()).expect("a time");
    let ui = Ui::overview().keys("2fverdict:bad during>=2026-11-18T20:00Z<Enter>");
    let store = &ui.state().store;
    let left = Left::of(store, &since.expect("a filter"), &Marks::default());
    let wanted: Vec<_> = callscope::query::overview::problems(store)
        .into_iter()
        .filter(|call| left.calls().contains(call))
        .collect();
    assert!(wanted.len() > 3, "{wanted:?}");
    let calls = &ui.state().panes.calls;
    for (row, &call) in wanted.iter().enumerate() {
        assert_eq!(calls.position(call), (row + 1, wanted.len()));
    }
    let said = format!("{} of 61 calls", wanted.len());
    assert!(ui.line(&said).is_some(), "{}", ui.text());
    // None of them was under way then.
    let begun = Ui::overview().keys("2fverdict:bad start>=2026-11-18T20:00Z<Enter>");
    assert!(begun.line(&said).is_some(), "{}", begun.text());
}

/// A call of 40 minutes ago: only the updates are out.
#[test]
fn walk_9_updates_only_show_each_leg_once_and_one_key_looks_for_the_rest() {
    let ui = Ui::load(&[Path::new("tests/fixtures/updates.jsonl")]).keys("<Enter>");
    let head = ui.line("not final").expect("the head says so");
    assert!(head.contains("not final: updates, version 3"), "{head}");
    let legs = ui.state().detail().map(|detail| detail.legs.len());
    assert_eq!(legs, Some(2));
    assert_eq!(ui.keys("R").wishes(), [Effect::LookAgain]);
}

/// Half the lines are cut and the call is "not found".
#[test]
fn walk_12_two_keys_show_every_cut_line_and_the_orphan_call_opens() {
    let cut = || Ui::load(&[Path::new("tests/fixtures/cut.jsonl")]);
    let report = cut().keys("5<Enter>");
    for line in [":2", ":4", ":6"] {
        assert!(
            report
                .line(line)
                .is_some_and(|line| line.contains("JSON ends early")),
            "{}",
            report.text()
        );
    }
    assert!(
        report
            .line("3 records used, 3 rejected, 6 in all")
            .is_some(),
        "{}",
        report.text()
    );
    let call = cut()
        .paste("deadbeef-0001-4000-8000-000000000001")
        .keys("<Enter>");
    assert_eq!(call.state().view, View::Call);
    assert!(call.line("orphan: no summary").is_some(), "{}", call.text());
}

/// The participant of the demo's frozen video whose leg was lost.
fn dropped_participant(call: &str) -> String {
    let ui = Ui::demo();
    let store = &ui.state().store;
    let id = store.ids.lookup(call).map(callscope::model::id::IdRef);
    let call = id
        .and_then(|id| store.call_of(id))
        .expect("a call of the demo");
    let detail = store.detail(call);
    let leg = detail.legs.iter().find(|leg| leg.is_dropped);
    store.id(leg.expect("a dropped leg").participant).to_owned()
}

/// A typed search counts each key, a paste one, `/` and Enter one each.
fn ticket(paste: &str, rest: &str) -> Ui {
    Ui::overview().keys("/").paste(paste).keys(rest)
}

/// Ticket: participant id and rough time, "video froze". `/`, paste, ` ~02:10`, Enter: 10 keys; `w`: 11.
#[test]
fn walk_1_a_participant_id_with_a_rough_time_opens_its_leg_and_w_proves_why() {
    let ui = ticket(&dropped_participant(FROZEN), " ~02:10<Enter>");
    assert_eq!(ui.state().view, View::Call);
    let detail = ui.state().detail().expect("the call is open");
    let leg = ui.state().selection.leg.expect("a leg is selected");
    assert_eq!(detail.leg_name(leg), "P2.1", "{}", ui.text());
    assert!(ui.line("WHY: P2.1").is_some(), "{}", ui.text());
    let why = ui.keys("w");
    assert_eq!(why.state().view, View::Why);
    let text = why.text();
    assert!(text.matches("proof    demo:").count() >= 2, "{text}");
    assert!(text.contains("side: "), "{text}");
}

/// "I was thrown out at about two": only a user id. `/`, paste, ` ~02:10`, Enter: 10 keys.
#[test]
fn walk_2_a_user_id_with_a_rough_time_opens_the_leg_that_was_dropped() {
    let ui = Ui::demo();
    let store = &ui.state().store;
    let participant = dropped_participant(FROZEN);
    let row = store
        .summaries
        .participant()
        .iter()
        .position(|&id| store.id(id) == participant);
    let user = store
        .id(store.summaries.identifier()[row.expect("its summary")])
        .to_owned();
    let ui = ticket(&user, " ~02:10<Enter>");
    let detail = ui.state().detail().expect("the call is open");
    let leg = ui.state().selection.leg.expect("a leg is selected");
    assert!(
        detail.leg(leg).is_some_and(|leg| leg.is_dropped),
        "{}",
        ui.text()
    );
    assert!(ui.line("410/3101").is_some(), "{}", ui.text());
    assert!(ui.line("4 s gone").is_some(), "{}", ui.text());
}

/// One-way audio in a P2P call: `/`, paste, Enter: 3 keys.
#[test]
fn walk_5_one_way_audio_is_named_with_what_a_p2p_call_cannot_show() {
    let ui = ticket("aa91d0c4-5fa1-49df-b113-5b41ba1bbe18", "<Enter>");
    assert!(ui.line("P2 sent no audio").is_some(), "{}", ui.text());
    assert!(ui.text().contains("P2P: only outb"), "{}", ui.text());
}

/// Is it our network or theirs: Enter on the call (1), `Tab` `s` on RTT (3).
#[test]
fn walk_7_the_common_path_is_named_and_two_more_keys_sort_the_legs_by_rtt() {
    let call = "c2d9e7f0-ad6b-4da0-9460-3f1cc0a871cc";
    let list = ticket(call, "<Enter>q");
    assert_eq!(list.state().view, View::Overview);
    let ui = ticket(call, "<Enter>");
    assert!(
        ui.line("RTT 677 ms on 7 of 9 legs from 01:51:13").is_some(),
        "{}",
        ui.text()
    );
    let sorted = ui.keys("<Tab>s");
    let table = sorted.text();
    let rows: Vec<&str> = table
        .lines()
        .filter(|line| line.contains(" out ") || line.contains(" in "))
        .collect();
    assert!(rows.first().is_some_and(|row| row.contains('x')), "{table}");
    assert!(sorted.line("RTTv").is_some(), "{table}");
}

/// "Nobody heard me": `/`, paste, Enter, `e`: 4 keys.
#[test]
fn walk_8_muted_speech_is_listed_and_not_called_network() {
    let ui = ticket("93ce0a17-9bdb-40d3-8111-3f0d868bb3a5", "<Enter>e");
    assert!(ui.line("spoke while muted").is_some(), "{}", ui.text());
    let said = ui.line("problem 1 of").expect("the status line says which");
    assert!(said.contains("SpeakingWhileMicrophoneIsMuted"), "{said}");
}

/// The IVR hung up: `/`, paste the `CallConnectionId`, Enter: 3 keys.
#[test]
fn walk_11_a_call_connection_id_opens_the_call_with_its_requests() {
    let ui = Ui::load(&[Path::new("tests/fixtures/side.jsonl")])
        .keys("/")
        .paste("55555555-0000-4000-8000-000000000001")
        .keys("<Enter>");
    assert_eq!(ui.state().view, View::Call);
    let text = ui.text();
    let is_told = |line: &str| line.contains("Play File /calling") && line.contains("400");
    assert!(text.lines().any(is_told), "{text}");
}

#[test]
fn a_rough_time_hides_what_is_far_and_tab_shows_it() {
    let user = {
        let ui = Ui::demo();
        let store = &ui.state().store;
        let call = callscope::query::overview::Overview::of(store);
        let user = match call.users.first().map(|group| group.part) {
            Some(callscope::query::overview::Part::User(user)) => user,
            other => unreachable!("the first group of users is one user: {other:?}"),
        };
        store.id(user).to_owned()
    };
    let near = ticket(&user, " ~21:00");
    assert!(near.line("hidden").is_some(), "{}", near.text());
    let all = near.keys("<Tab>");
    assert!(all.text().contains("7 hits"), "{}", all.text());
    let none = ticket(&user, " ~09:00");
    assert!(none.text().contains("nothing then"), "{}", none.text());
}
