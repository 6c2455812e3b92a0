//! A number on the screen, the list it opens, and the answer of the command line are of the same calls.

use crate::program::answer;
use crate::support::ui::Ui;
use callscope::app::action::View;
use callscope::model::coverage::Coverage;
use callscope::model::id::CallIx;

/// The demo as the command line reads it.
const DEMO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo/logs.jsonl.gz");

/// The calls of the list page, as ids, in order of their text.
fn listed(ui: &Ui) -> Vec<String> {
    let state = ui.state();
    let store = &state.store;
    let shown = |call: &CallIx| state.panes.calls.position(*call).0 > 0;
    let calls = store.calls().filter(shown);
    sorted(calls.map(|call| store.id(store.call_id(call)).to_owned()))
}

/// The calls of an answer of the command line.
fn answered(command: &str, limits: &[&str]) -> Vec<String> {
    let arguments = [&[command, DEMO, "--format", "json"], limits].concat();
    let (answer, _) = answer(&arguments);
    let calls = answer.as_array().expect("a list of calls");
    let id = |call: &serde_json::Value| call["call_id"].as_str().unwrap_or_default().to_owned();
    sorted(calls.iter().map(id))
}

fn sorted(ids: impl Iterator<Item = String>) -> Vec<String> {
    let mut ids: Vec<String> = ids.collect();
    ids.sort_unstable();
    ids
}

#[test]
fn the_calls_of_each_gap_are_as_many_as_the_load_report_tells() {
    let report = || Ui::demo().keys("5G<Enter>");
    let lines = Coverage::of(&report().state().store).lines;
    let mut gaps = 0;
    // A load without loss says so first.
    for (row, line) in (1..).zip(&lines) {
        let Some(count) = line.count.filter(|_| line.gap.is_some()) else {
            continue;
        };
        gaps += 1;
        let ui = report().keys(&"j".repeat(row));
        assert_eq!(
            ui.state().panes.load.selected_gap(&ui.state().store),
            line.gap
        );
        let told = ui.line(&format!("{count} {}", line.text));
        assert!(told.is_some(), "{}", ui.text());
        let ui = ui.keys("<Enter>");
        assert_eq!(ui.state().view, View::Calls, "{}", line.words());
        let listed = listed(&ui);
        assert_eq!(listed.len() as u64, count, "{}", line.words());
        let said = ui.line(&format!("{count} of 61 calls"));
        assert!(said.is_some(), "{}", ui.text());
        let filter = &ui.state().filters.chosen().text;
        assert_eq!(answered("calls", &["--filter", filter]), listed, "{filter}");
    }
    assert!(gaps > 3, "{lines:?}");
}

/// Which calls were bad last night? By page, by list and by command.
#[test]
fn walk_3_the_screen_and_the_command_line_name_the_same_bad_calls() {
    for since in ["2026-11-18T20:00Z", "2026-11-19T02:00Z"] {
        let filter = format!("verdict:bad during>={since}");
        let ui = Ui::overview().keys(&format!("2f{filter}<Enter>"));
        let on_screen = listed(&ui);
        let said = ui.line(&format!("{} of 61 calls", on_screen.len()));
        assert!(said.is_some() && on_screen.len() > 1, "{}", ui.text());
        assert_eq!(answered("problems", &["--since", since]), on_screen);
        assert_eq!(answered("calls", &["--filter", &filter]), on_screen);
    }
    let all = answered("problems", &[]);
    let first = Ui::overview();
    let said = first.line(&format!("{} bad", all.len()));
    assert!(said.is_some(), "{}", first.text());
    assert_eq!(listed(&first.keys("2fverdict:bad<Enter>")), all);
}
