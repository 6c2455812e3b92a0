//! Finding on the screen: a time alone, lists of ids, codes by meaning, and `*` on every page.

use crate::FROZEN;
use crate::support::ui::Ui;
use callscope::app::action::View;
use callscope::app::place::Focus;
use callscope::app::state::Overlay;
use callscope::model::id::{CallIx, IdRef};

fn typed(ui: &Ui) -> String {
    ui.state().panes.find.editor.text()
}

fn call(ui: &Ui, id: &str) -> CallIx {
    let store = &ui.state().store;
    let id = store.ids.lookup(id).map(IdRef);
    id.and_then(|id| store.call_of(id))
        .expect("a call of the demo")
}

#[test]
fn a_time_alone_lists_the_calls_of_that_time_and_tab_the_others() {
    let ui = Ui::overview().keys("/~02:10");
    assert!(ui.line(&FROZEN[..8]).is_some(), "{}", ui.text());
    let near = ui.state().hits.rows.len();
    let note = ui.line("hits hidden, the nearest");
    assert!(note.is_some(), "{}", ui.text());
    let all = ui.keys("<Tab>");
    assert!(all.state().hits.rows.len() > near);
    let opened = all.keys("<Tab><Enter>");
    assert_eq!(opened.state().view, View::Call);
}

#[test]
fn of_a_pasted_list_the_box_says_what_was_found_and_what_was_not() {
    let missing = "ffffffff-0000-4000-8000-00000000000f";
    let text = format!("{missing}\n{FROZEN}, c2d9e7f0-ad6b-4da0-9460-3f1cc0a871cc");
    let ui = Ui::overview().paste(&text);
    assert!(ui.line("nothing found").is_some(), "{}", ui.text());
    assert!(ui.line("places;").is_some(), "{}", ui.text());
    let opened = ui.keys("<Enter>");
    assert_eq!(
        opened.state().selection.call,
        Some(call(&opened, FROZEN)),
        "the first that was found"
    );
}

#[test]
fn a_portal_url_gives_the_id_in_it() {
    let url = format!("https%3A%2F%2Fportal.example%2F%23view%2Fcall%3Fid%3D{FROZEN}%26tab%3D1");
    let ui = Ui::overview().paste(&url).keys("<Enter>");
    assert_eq!(ui.state().selection.call, Some(call(&ui, FROZEN)));
}

/// 410/3112 spike: one user or many? `/`, nine characters, Enter.
#[test]
fn walk_6_a_code_is_found_with_its_meaning() {
    let ui = Ui::overview().keys("/410/3112");
    let row = ui.line("end code").expect("a row of the code");
    assert!(row.contains("410/3112"), "{row}");
    let by_meaning = Ui::overview().keys("/media relay");
    assert!(
        by_meaning.line("410/3112").is_some(),
        "{}",
        by_meaning.text()
    );
    assert_eq!(ui.keys("<Enter>").state().view, View::Call);
}

#[test]
fn the_star_takes_the_value_of_the_column_and_q_comes_back_to_the_row() {
    let list = Ui::demo().keys("2jjjjjjjjjjjjjjjjjjjjjjjjjjjkkk");
    let (selected, line) = (
        list.state().selection.call,
        list.state().panes.calls.cursor_line(),
    );
    let id = list
        .state()
        .store
        .id(list.state().store.call_id(selected.expect("a call")))
        .to_owned();
    let found = list.keys("*");
    assert_eq!(found.state().overlay, Overlay::Find);
    assert_eq!(typed(&found), id);
    let other = found.keys(&format!("<Ctrl-u>{FROZEN}<Enter>"));
    assert_eq!(other.state().selection.call, Some(call(&other, FROZEN)));
    let back = other.keys("q");
    assert_eq!(back.state().view, View::Calls);
    assert_eq!(back.state().selection.call, selected);
    assert_eq!(back.state().panes.calls.cursor_line(), line);
}

#[test]
fn the_star_works_wherever_a_row_stands_for_a_value() {
    type Page = (&'static str, fn() -> Ui);
    let pages: [Page; 8] = [
        ("overview", Ui::overview),
        ("list", || Ui::overview().keys("2")),
        ("legs", frozen),
        ("streams", || frozen().keys("j<Tab>")),
        ("timeline", || frozen().keys("<Tab><Tab>")),
        ("why", || frozen().keys("w")),
        ("record", || record_line(frozen().keys("v"))),
        ("records", || Ui::overview().keys("6jj<Enter>")),
    ];
    for (page, open) in pages {
        let ui = open();
        let before = (ui.state().view, ui.state().focus, ui.state().selection);
        let ui = ui.keys("*");
        assert_eq!(ui.state().overlay, Overlay::Find, "{page}\n{}", ui.text());
        assert!(typed(&ui).len() > 1, "{page}");
        assert!(!ui.state().hits.rows.is_empty(), "{page}: {}", typed(&ui));
        let ui = ui.keys("<Esc>");
        let after = (ui.state().view, ui.state().focus, ui.state().selection);
        assert_eq!(before, after, "{page}");
    }
}

/// The cursor on the line of the record that names the call.
fn record_line(mut ui: Ui) -> Ui {
    let line = |ui: &Ui| ui.state().panes.record.selected_value().unwrap_or_default();
    for _ in 0..40 {
        if !line(&ui).contains(FROZEN) {
            ui = ui.keys("j");
        }
    }
    assert!(line(&ui).contains(FROZEN), "{}", ui.text());
    ui
}

/// The call of the frozen video, opened.
fn frozen() -> Ui {
    Ui::overview().paste(FROZEN).keys("<Enter>")
}

#[test]
fn in_the_tree_the_star_leads_to_all_calls_of_the_user() {
    let ui = frozen();
    assert_eq!(ui.state().focus, Focus::Legs);
    let ui = ui.keys("*");
    let calls: std::collections::HashSet<_> = ui
        .state()
        .hits
        .rows
        .iter()
        .filter_map(|hit| hit.call)
        .collect();
    assert!(ui.line("user").is_some(), "{}", ui.text());
    assert!(!calls.is_empty());
    // A hit of the same call is a step as well: q leads back to the leg.
    let opened = ui.keys("<Enter>");
    let back = opened.keys("q");
    assert_eq!(back.state().view, View::Call);
    assert_eq!(back.state().focus, Focus::Legs);
}

#[test]
fn where_nothing_is_under_the_cursor_the_star_says_so() {
    let ui = Ui::overview().keys("5*");
    assert_eq!(ui.state().overlay, Overlay::None);
    assert!(ui.line("no value of the logs").is_some(), "{}", ui.text());
}
