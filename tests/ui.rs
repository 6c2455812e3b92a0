//! Key strings through the program's own loop, pictures of whole screens out.
//!
//! Each snapshot holds the text and, below it, one letter a style, so that colours are tested as well.

#[path = "ui/agreement.rs"]
mod agreement;
#[path = "ui/clock.rs"]
mod clock;
#[path = "ui/columns.rs"]
mod columns;
#[path = "ui/compare.rs"]
mod compare;
#[path = "ui/filter.rs"]
mod filter;
#[path = "ui/find.rs"]
mod find;
#[path = "ui/groups.rs"]
mod groups;
#[path = "ui/joined.rs"]
mod joined;
#[path = "ui/lists.rs"]
mod lists;
#[path = "ui/monkey.rs"]
mod monkey;
#[path = "ui/opening.rs"]
mod opening;
#[path = "support/program.rs"]
#[allow(dead_code, reason = "every test file uses its own part")]
mod program;
#[path = "ui/state.rs"]
mod state;
mod support;
#[path = "ui/timeline.rs"]
mod timeline;
#[path = "ui/walks.rs"]
mod walks;
#[path = "ui/zones.rs"]
mod zones;

use callscope::app::action::View;
use callscope::app::effect::Effect;
use callscope::app::event::Event;
use callscope::app::place::Focus;
use callscope::app::state::Overlay;
use callscope::load::Input;
use callscope::ui::glyphs::ASCII;
use callscope::ui::theme::{Theme, Tier};
use std::path::Path;
use support::ui::{DEMO, Ui};

/// The dropped and rejoined leg of the demo's frozen video.
pub(crate) const FROZEN: &str = "7f3c9a12-7e8b-4b1d-9dc1-f5358dbc86ae";

macro_rules! picture {
    ($name:literal, $ui:expr) => {
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!($name, $ui.picture()) })
    };
}

#[test]
fn the_call_list_at_both_sizes() {
    picture!("calls_80x24", Ui::demo());
    picture!("calls_160x50", Ui::demo().size(160, 50));
}

#[test]
fn a_call_at_both_sizes() {
    picture!("call_80x24", Ui::demo().paste(FROZEN).keys("<Enter>"));
    picture!(
        "call_160x50",
        Ui::demo().size(160, 50).paste(FROZEN).keys("<Enter>")
    );
}

#[test]
fn each_pane_of_a_call_alone() {
    let call = || Ui::demo().paste(FROZEN).keys("<Enter>");
    picture!("legs_alone", call().keys("z"));
    picture!("streams_alone", call().keys("j<Tab>z"));
    picture!("timeline_alone", call().keys("<Tab><Tab>z"));
}

#[test]
fn the_find_box_empty_with_hits_and_without() {
    picture!("find_empty", Ui::demo().keys("/"));
    picture!("find_hits", Ui::demo().keys("/7f3c"));
    picture!("find_wide", Ui::demo().size(160, 50).keys("/7f3c"));
    picture!(
        "find_nothing",
        Ui::demo().keys("/7f3c9a12-0000-4b1d-9dc1-f5358dbc86ae")
    );
}

#[test]
fn the_record_behind_a_row() {
    picture!("record_80x24", Ui::demo().paste(FROZEN).keys("<Enter>jv"));
}

#[test]
fn the_load_report_clean_and_with_rejects() {
    picture!("load_clean", Ui::demo().keys("5"));
    picture!(
        "load_rejects",
        Ui::load(&[Path::new("tests/fixtures/rejects.jsonl")]).keys("5")
    );
    picture!(
        "load_rejects_bytes",
        Ui::load(&[Path::new("tests/fixtures/rejects.jsonl")]).keys("5<Enter>j<Enter>")
    );
    picture!(
        "load_rejects_open",
        Ui::load(&[Path::new("tests/fixtures/rejects.jsonl")]).keys("5<Enter>")
    );
}

#[test]
fn what_belongs_to_no_call_has_a_page_and_every_record_can_be_reached() {
    let side = || Ui::load(&[Path::new("tests/fixtures/side.jsonl")]);
    picture!("records", side().keys("6"));
    picture!("usage", side().keys("6<Enter>"));
    picture!("daily_by_platform", side().keys("6j<Enter>lll"));
    picture!("call_with_survey", side().keys("<Enter>"));
    let heaps = callscope::query::records::heaps(&side().state().store);
    for row in 2..heaps.len() + 2 {
        let keys = format!("6{}<Enter><Enter>", "j".repeat(row));
        let ui = side().keys(&keys);
        assert_eq!(ui.state().view, View::Record, "{keys}");
        assert!(ui.text().contains("category"), "{}", ui.text());
    }
}

#[test]
fn help_of_the_list_and_of_a_call() {
    picture!("help_calls", Ui::demo().keys("?"));
    picture!("help_filtered", Ui::demo().keys("?sort"));
    picture!(
        "help_call_160x50",
        Ui::demo().size(160, 50).keys("<Enter>?")
    );
}

#[test]
fn nothing_given_nothing_there_and_nothing_usable() {
    picture!("start", Ui::empty());
    picture!(
        "start_missing",
        Ui::load(&[Path::new("tests/fixtures/no-such-folder")])
    );
}

#[test]
fn while_it_loads_the_list_fills_and_keys_work() {
    picture!("loading_nothing_yet", Ui::loading(0));
    // How much a batch holds depends on the machine's speed, so there is no picture of this one.
    let some = Ui::loading(3).keys("j");
    assert!(
        some.line("reading")
            .is_some_and(|line| line.contains("Ctrl-c stops"))
    );
    assert!(some.text().contains("calls\u{2026}"), "{}", some.text());
    assert!(some.state().panes.calls.selected().is_some());
    assert_eq!(
        Ui::loading(3).keys("<Ctrl-c>").wishes(),
        [Effect::CancelLoading]
    );
}

#[test]
fn ascii_without_colour_says_the_same() {
    let plain = || {
        Ui::new(
            vec![Input::Embedded("demo".to_owned(), DEMO)],
            &ASCII,
            Theme::terminal(Tier::None),
        )
    };
    picture!("calls_ascii", plain());
    picture!("call_ascii", plain().paste(FROZEN).keys("<Enter>"));
    assert!(plain().text().is_ascii());
    assert!(plain().paste(FROZEN).keys("<Enter>").text().is_ascii());
}

#[test]
fn small_screens_show_one_pane_or_say_what_they_need() {
    picture!("calls_40x10", Ui::demo().size(40, 10));
    picture!("call_40x10", Ui::demo().keys("<Enter>").size(40, 10));
    for (width, height) in [
        (1, 1),
        (39, 24),
        (80, 7),
        (0, 0),
        (2, 1),
        (500, 3),
        (3, 200),
    ] {
        let ui = Ui::demo()
            .size(width, height)
            .keys("jj<Enter><Tab>/x<Esc>?<Esc>vq5q");
        assert!(ui.text().len() < 20_000, "{width}x{height}");
    }
}

#[test]
fn a_pasted_participant_id_is_open_in_three_key_presses_and_its_record_one_key_away() {
    // The paste opens the find box and counts as one, Enter as the second.
    let ui = Ui::demo();
    let leg = {
        let state = ui.state();
        let call = state.store.call_of(
            state
                .store
                .ids
                .lookup(FROZEN)
                .map(callscope::model::id::IdRef)
                .expect("a call"),
        );
        let detail = state.store.detail(call.expect("a call of the demo"));
        let leg = detail
            .legs
            .iter()
            .find(|leg| leg.is_dropped)
            .expect("a dropped leg");
        state.store.id(leg.participant).to_owned()
    };
    let ui = ui
        .paste(&format!(" \"{}\" ", leg.to_uppercase()))
        .keys("<Enter>");
    assert_eq!(
        (ui.state().view, ui.state().overlay),
        (View::Call, Overlay::None)
    );
    let detail = ui.state().detail().expect("the call is open");
    let selected = detail
        .leg(ui.state().selection.leg.expect("a leg is selected"))
        .expect("a leg of the call");
    assert_eq!(ui.state().store.id(selected.participant), leg);
    let ui = ui.keys("v");
    assert_eq!(ui.state().view, View::Record);
    assert!(ui.text().contains("demo:"), "{}", ui.text());
    assert!(matches!(ui.wishes(), [Effect::ReadRecord(_)]));
}

#[test]
fn q_goes_one_step_back_with_the_place_restored() {
    let ui = Ui::demo().keys("j");
    let before = ui.text();
    let ui = ui.keys("<Enter>jj<Tab>v");
    assert_eq!(ui.state().view, View::Record);
    let ui = ui.keys("q");
    assert_eq!(
        (ui.state().view, ui.state().focus),
        (View::Call, Focus::Streams)
    );
    let ui = ui.keys("q");
    assert_eq!(ui.text(), before);
}

#[test]
fn q_on_the_first_page_quits_and_esc_never_does_it_from_a_prompt() {
    let ui = Ui::demo().keys("/abc<Esc>");
    assert_eq!(
        (ui.state().view, ui.state().overlay),
        (View::Calls, Overlay::None)
    );
    assert!(Ui::demo().keys("5q").state().history.is_empty());
}

#[test]
fn any_column_sorts_and_missing_values_come_last_both_ways() {
    for column in 0..12 {
        let keys = "l".repeat(column) + "s";
        let once = Ui::demo().keys(&keys);
        let twice = Ui::demo().keys(&format!("{keys}s"));
        assert_ne!(once.text(), twice.text(), "column {column}");
    }
    let jitter = "l".repeat(6) + "s";
    for keys in [jitter.clone(), jitter + "s"] {
        let ui = Ui::demo().keys(&keys).keys("G");
        assert!(
            ui.text()
                .lines()
                .any(|line| line.starts_with('>') && line.contains(" - ")),
            "{}",
            ui.text()
        );
    }
}

#[test]
fn the_next_call_opens_in_the_same_pane() {
    let ui = Ui::demo().keys("<Enter><Tab>");
    let first = ui.state().selection.call;
    let ui = ui.keys("]");
    assert_ne!(ui.state().selection.call, first);
    assert_eq!(ui.state().focus, Focus::Streams);
    let ui = ui.keys("[");
    assert_eq!(ui.state().selection.call, first);
}

#[test]
fn a_refused_key_says_why_and_an_unbound_one_does_nothing() {
    let ui = Ui::demo().keys("n");
    assert!(
        ui.text().contains("nothing was searched yet"),
        "{}",
        ui.text()
    );
    let before = Ui::demo().text();
    assert_eq!(Ui::demo().keys("J").text(), before);
}

#[test]
fn queued_keys_cost_one_frame_not_one_each() {
    let ui = Ui::demo();
    let before = ui.frames();
    let ui = ui.keys(&"j".repeat(500));
    assert!(
        ui.frames() - before <= 30,
        "{} frames",
        ui.frames() - before
    );
}

#[test]
fn text_from_a_log_cannot_reach_the_terminal_as_a_control() {
    let ui = Ui::load(&[Path::new("tests/fixtures/hostile.jsonl")]);
    for keys in [
        "",
        "<Enter>",
        "<Enter>z",
        "<Enter><Tab>",
        "<Enter><Tab><Tab>",
        "<Enter>v",
        "5",
        "5<Enter>",
        "/a",
    ] {
        let text = Ui::load(&[Path::new("tests/fixtures/hostile.jsonl")])
            .keys(keys)
            .text();
        let bad = text
            .chars()
            .find(|&c| c != '\n' && callscope::safe::is_forbidden(c));
        assert_eq!(bad, None, "{keys}: {text}");
    }
    assert!(ui.state().store.call_count() > 0);
}

#[test]
fn stopped_loading_keeps_what_is_there_and_says_so() {
    let ui = Ui::demo().event(Event::Loaded(true));
    assert!(ui.text().contains("stopped"), "{}", ui.text());
    assert!(ui.state().store.call_count() > 0);
}

#[test]
fn what_cannot_be_seen_leads_to_the_calls_it_is_about() {
    let ui = Ui::demo().keys("5j<Enter>");
    assert!(
        ui.line("What you can and cannot see").is_some(),
        "{}",
        ui.text()
    );
    let ui = ui.keys("j<Enter>");
    assert_eq!(ui.state().view, View::Calls);
    assert!(ui.line(" of 61 calls").is_some(), "{}", ui.text());
    assert!(ui.line("filter> ").is_some(), "{}", ui.text());
    let ui = ui.keys("q");
    assert_eq!(ui.state().view, View::Load);
    assert!(ui.keys("2").line("row 1 of 61").is_some());
}

#[test]
fn summarised_statistics_are_told_and_those_of_an_opened_call_read_again() {
    let list = Ui::demo_summarised(true);
    assert!(list.text().contains("summarised (5)"), "{}", list.text());
    let report = list.keys("5");
    let words = "media statistics summarised (cap 500 kB)";
    assert!(report.text().contains(words), "{}", report.text());
    let records = report.keys("6").text();
    assert!(
        records.contains("media statistics, summarised"),
        "{records}"
    );

    let open = |ui: Ui| ui.paste(FROZEN).keys("<Enter>");
    let capped = open(Ui::demo_summarised(true));
    assert_eq!(capped.picture(), open(Ui::demo()).picture());

    let waiting = open(Ui::demo_summarised(false));
    let words = "reading the statistics of this call again";
    assert!(waiting.text().contains(words), "{}", waiting.text());
    let stopped = waiting.keys("<Ctrl-c>");
    assert!(stopped.wishes().contains(&Effect::StopSamples));
    let stopped = stopped.keys("j");
    let words = "statistics summarised (cap 500 kB)";
    assert!(stopped.text().contains(words), "{}", stopped.text());
    assert!(stopped.keys("q").state().recalling.is_none());
}

#[test]
fn the_why_page_and_the_chart_read_samples_again_as_the_call_does() {
    for page in ["w", "M"] {
        let keys = format!("<Enter>{page}");
        let waiting = Ui::demo_summarised(false).paste(FROZEN).keys(&keys);
        assert!(
            waiting.state().recalling.is_some(),
            "{page} goes on reading"
        );
        let next = format!("{keys}]");
        let step = |ui: Ui| ui.paste(FROZEN).keys(&next).picture();
        assert_eq!(step(Ui::demo_summarised(true)), step(Ui::demo()), "{page}]");
    }
}

#[test]
fn the_overview_at_both_sizes_and_without_a_bad_call() {
    picture!("overview_80x24", Ui::overview());
    picture!("overview_160x50", Ui::overview().size(160, 50));
    picture!(
        "overview_clients",
        Ui::overview().keys("<Shift-Tab><Shift-Tab><Shift-Tab>")
    );
    picture!("overview_hours", Ui::overview().keys(",,,,"));
    let clean = Ui::load(&[Path::new("tests/fixtures/summary.jsonl")]).keys("1");
    picture!("overview_nothing_bad", clean);
}

#[test]
fn every_row_of_the_overview_opens_the_calls_behind_it_and_q_returns_to_it() {
    for size in [(80, 24), (160, 50)] {
        for tabs in 1..8 {
            for row in [0, 3] {
                let keys = "<Tab>".repeat(tabs) + &"j".repeat(row);
                let before = Ui::overview().size(size.0, size.1).keys(&keys);
                let at = before.text();
                let open = before.keys("<Enter>");
                if open.state().view == View::Overview {
                    assert!(open.line("no call stands behind").is_some(), "{keys}");
                    continue;
                }
                assert_eq!(open.state().view, View::Calls, "{keys}");
                let is_all = tabs == 1 && row == 0;
                assert_eq!(open.line("filter> ").is_none(), is_all, "{keys}");
                assert_eq!(open.keys("q").text(), at, "{keys}");
            }
        }
    }
}

#[test]
fn a_number_of_the_overview_is_the_number_of_calls_it_opens() {
    let ui = Ui::overview().keys("<Tab>j");
    let bad = ui.state().overviews.shown().expect("counted").all.bad;
    let list = ui.keys("<Enter>");
    let said = format!("{bad} of 61 calls");
    assert!(list.line(&said).is_some(), "{}", list.text());
    assert!(list.keys("u").line("filter> ").is_none());
}

#[test]
fn problems_are_counted_and_e_goes_on_to_the_next_bad_call() {
    let ui = Ui::demo().paste(FROZEN).keys("<Enter>e");
    let first = ui.line("problem 1 of").expect("the first problem");
    assert!(first.contains("P2.1"), "{first}");
    let call = ui.state().selection.call;
    let ui = ui.keys(&"e".repeat(40));
    assert_ne!(ui.state().selection.call, call);
    assert!(
        ui.line("problem 1 of").is_some() || ui.line("problem ").is_some(),
        "{}",
        ui.text()
    );
}

#[test]
fn the_next_call_keeps_the_zoom() {
    let ui = Ui::demo().keys("<Enter>+++");
    let before = ui.line("1 col =").expect("the timeline");
    let step = |line: &str| {
        line.split("1 col = ")
            .nth(1)
            .and_then(|rest| rest.split("  ").next())
            .map(str::to_owned)
    };
    let next = ui.keys("]");
    let after = next.line("1 col =").expect("the timeline");
    assert_eq!(step(&before), step(&after), "{before}\n{after}");
}

#[test]
fn the_chart_of_a_stream_at_both_sizes_and_without_colour() {
    let open = |ui: Ui| ui.paste(FROZEN).keys("<Enter>}}<Tab>j<Enter>");
    let chart = open(Ui::demo());
    assert_eq!(chart.state().view, View::Chart, "{}", chart.text());
    picture!("chart_80x24", chart.keys("e"));
    picture!("chart_160x50", open(Ui::demo().size(160, 50)).keys("e"));
    let plain = Ui::new(
        vec![Input::Embedded("demo".to_owned(), DEMO)],
        &ASCII,
        Theme::terminal(Tier::None),
    );
    let plain = open(plain);
    assert!(plain.text().is_ascii(), "{}", plain.text());
    picture!("chart_ascii", plain);
}

#[test]
fn the_chart_moves_in_time_zooms_and_goes_to_other_legs_and_back() {
    let chart = Ui::demo().paste(FROZEN).keys("<Enter>M");
    assert_eq!(chart.state().view, View::Chart);
    let still = chart.text();
    let moved = chart.keys("..");
    assert_ne!(moved.text(), still);
    let zoomed = moved.keys("+");
    let other = zoomed.keys("}}");
    assert!(other.line("Statistics of P").is_some(), "{}", other.text());
    assert_eq!(other.keys("q").state().view, View::Call);
}

#[test]
fn why_opens_records_goes_from_finding_to_finding_and_w_closes_it() {
    let why = Ui::demo().paste(FROZEN).keys("<Enter>w");
    let record = why.keys("jjjjj<Enter>");
    assert_eq!(record.state().view, View::Record, "{}", record.text());
    let why = record.keys("q");
    assert_eq!(why.state().view, View::Why);
    let next = why.keys("e");
    assert!(
        next.text().lines().any(|line| line.starts_with(">x 2")),
        "{}",
        next.text()
    );
    assert_eq!(next.keys("w").state().view, View::Call);
    picture!(
        "why_160x50",
        Ui::demo().size(160, 50).paste(FROZEN).keys("<Enter>w")
    );
    picture!("why_80x24", Ui::demo().paste(FROZEN).keys("<Enter>w"));
    picture!("find_near_80x24", Ui::demo().keys("/7f3c ~02:10"));
    picture!("why_nothing", Ui::demo().keys("Gw"));
}

#[test]
fn limits_that_were_set_are_told_on_every_page() {
    let strict = || Ui::demo().limit("rtt_avg", 100.0);
    assert!(strict().line("limits changed (5)").is_some());
    picture!("load_limits_changed", strict().keys("5"));
    picture!("why_limits_changed", strict().keys("<Enter>w"));
    assert!(strict().keys("1").line("RTT >100 ms (set)").is_some());
    let call = strict().keys("<Enter>");
    assert!(call.line("limits changed").is_some());
    assert!(Ui::demo().line("limits changed").is_none());
}
