//! The filter line: typing, mistakes, offers, off and on, keep and drop, taking back; and the calls behind every number.

use crate::support::ui::{DEMO, Ui};
use callscope::app::action::View;
use callscope::app::state::Overlay;
use callscope::app::view_state::ViewState;
use callscope::load::Input;
use callscope::model::id::CallIx;
use callscope::query::filter::{Clock, Filter, Kept, Marks, sift};
use callscope::query::kept::is_kept;
use callscope::query::overview::{Group, Overview, Part};
use callscope::ui::glyphs::ASCII;
use callscope::ui::panes::overview::Target;
use callscope::ui::theme::Theme;
use std::path::Path;

macro_rules! picture {
    ($name:literal, $ui:expr) => {
        insta::with_settings!({ omit_expression => true, snapshot_path => "../snapshots" }, { insta::assert_snapshot!($name, $ui.picture()) })
    };
}

/// The calls listed, in order.
fn listed(ui: &Ui) -> Vec<CallIx> {
    let calls = &ui.state().panes.calls;
    let mut listed: Vec<(usize, CallIx)> = ui
        .state()
        .store
        .calls()
        .map(|call| (calls.position(call).0, call))
        .filter(|(row, _)| *row > 0)
        .collect();
    listed.sort_unstable();
    listed.into_iter().map(|(_, call)| call).collect()
}

fn text(ui: &Ui) -> &str {
    &ui.state().filters.chosen().text
}

/// How many calls a filter keeps, asked one by one.
fn asked(ui: &Ui, text: &str) -> usize {
    let filter = Filter::read(text, &Clock::default()).filter.expect(text);
    let store = &ui.state().store;
    let kept = store
        .calls()
        .filter(|&call| filter.keeps(store, call) == Kept::Yes);
    kept.count()
}

#[test]
fn the_line_with_its_counts_at_both_sizes() {
    let keys = "floss.max>5% media=video";
    picture!("filter_open_80x24", Ui::demo().keys(keys));
    picture!("filter_open_160x50", Ui::demo().size(160, 50).keys(keys));
    picture!("filter_kept_80x24", Ui::demo().keys(keys).keys("<Enter>"));
    picture!(
        "filter_overview_80x24",
        Ui::overview().keys("fverdict:bad<Enter>")
    );
    picture!(
        "filter_overview_160x50",
        Ui::overview().size(160, 50).keys("fverdict:bad<Enter>")
    );
}

#[test]
fn a_mistake_is_marked_and_the_rest_applies() {
    let keys = "fverdict:bad medai=video";
    let ui = Ui::demo().keys(keys);
    assert_eq!(listed(&ui).len(), asked(&ui, "verdict:bad"));
    assert!(
        ui.line("\"medai")
            .is_some_and(|line| line.contains("the rest applies")),
        "{}",
        ui.text()
    );
    picture!("filter_mistake_80x24", ui);
    picture!("filter_mistake_160x50", Ui::demo().size(160, 50).keys(keys));
    let poor = Ui::new(
        vec![Input::Embedded("demo".to_owned(), DEMO)],
        &ASCII,
        Theme::mono(),
    )
    .keys(keys);
    assert!(poor.line("  ^^^^^").is_some(), "{}", poor.text());
    picture!("filter_mistake_ascii", poor);
}

#[test]
fn tab_offers_fields_and_values_and_esc_brings_back_what_was_typed() {
    let ui = Ui::demo().keys("fverd<Tab>");
    assert!(text(&ui).starts_with("verdict"), "{}", text(&ui));
    let ui = Ui::demo().keys("fsdk=<Tab>");
    assert!(ui.state().panes.filter.has_menu(), "{}", ui.text());
    let first = text(&ui).to_owned();
    picture!("filter_offers_80x24", ui);
    let ui = ui.keys("<Tab>");
    assert_ne!(text(&ui), first);
    let ui = ui.keys("<Shift-Tab>");
    assert_eq!(text(&ui), first);
    let ui = ui.keys("<Esc>");
    assert_eq!((text(&ui), ui.state().overlay), ("sdk=", Overlay::Filter));
    picture!(
        "filter_offers_160x50",
        Ui::demo().size(160, 50).keys("fverdict:bad <Tab>")
    );
}

#[test]
fn esc_goes_back_to_the_filter_before_and_to_the_call_under_the_cursor() {
    let ui = Ui::demo().keys("jjjj");
    let call = ui.state().selection.call;
    let before = ui.text();
    let ui = ui.keys("fverdict:ok");
    assert_ne!(ui.state().selection.call, call);
    let ui = ui.keys("<Esc>");
    assert_eq!((ui.text(), ui.state().selection.call), (before, call));
    let ui = ui.keys("fverdict:bad<Enter>ftype=P2P<Esc>");
    assert_eq!(text(&ui), "verdict:bad");
}

#[test]
fn up_brings_earlier_filters_back() {
    let ui = Ui::demo().keys("fverdict:bad<Enter>f<Ctrl-u>type=P2P<Enter>f<Ctrl-u><Up>");
    assert_eq!(text(&ui), "type=P2P");
    let ui = ui.keys("<Up><Up>");
    assert_eq!(text(&ui), "verdict:bad");
    assert!(ui.line("no further filter").is_some(), "{}", ui.text());
    let ui = ui.keys("<Down><Down>");
    assert_eq!(text(&ui), "");
}

#[test]
fn off_and_on_shows_all_and_the_kept_again() {
    let ui = Ui::demo().keys("fverdict:bad<Enter>");
    let kept = listed(&ui);
    let ui = ui.keys("\\");
    assert_eq!(listed(&ui).len(), ui.state().store.call_count());
    picture!("filter_off_80x24", ui);
    let ui = ui.keys("\\");
    assert_eq!(listed(&ui), kept);
    let none = Ui::demo().keys("\\");
    assert!(none.line("there is no filter").is_some(), "{}", none.text());
}

#[test]
fn every_view_change_is_taken_back_and_done_again() {
    let changes = [
        ("2j", "fverdict:bad<Enter>"),
        ("", "lls"),
        ("", "s"),
        ("", "\\"),
        ("3", "h"),
        ("", "o"),
        ("", "O"),
        ("", "r"),
        ("", "r"),
        ("", "t"),
        ("2", "l="),
    ];
    let mut ui = Ui::demo();
    let mut before = Vec::new();
    for (way, keys) in changes {
        ui = ui.keys(way);
        let view = ViewState::of(ui.state());
        ui = ui.keys(keys);
        assert_ne!(view, ViewState::of(ui.state()), "{keys}");
        before.push((view, keys));
    }
    ui = ui.keys("3");
    for (view, keys) in before.iter().rev() {
        ui = ui.keys("u");
        assert!(ui.line("undo: ").is_some(), "{}", ui.text());
        let now = ViewState::of(ui.state());
        // Before a call was opened no branch of it was known.
        let is_known = now.clone().folded_as(view) == *view && (*keys != "h" || now == *view);
        assert!(is_known, "{keys}: {now:?} is not {view:?}");
    }
    assert!(ui.keys("u").line("nothing to undo").is_some());
}

#[test]
fn a_hundred_changes_can_be_undone_and_redone_with_words_of_what_it_was() {
    let mut ui = Ui::demo().keys("l");
    ui = ui.keys(&"s".repeat(100));
    ui = ui.keys("fverdict:bad<Enter>");
    let ui = ui.keys("u");
    assert!(
        ui.line("undo: filter verdict:bad").is_some(),
        "{}",
        ui.text()
    );
    picture!("filter_undone_80x24", ui);
    let ui = ui.keys(&"u".repeat(100));
    assert!(ui.state().panes.calls.order().is_empty());
    let ui = ui.keys("u");
    assert!(ui.line("nothing to undo").is_some(), "{}", ui.text());
    let ui = ui.keys(&"U".repeat(101));
    assert_eq!(text(&ui), "verdict:bad");
    assert!(
        ui.line("redo: filter verdict:bad").is_some(),
        "{}",
        ui.text()
    );
}

/// Keys typed ahead act on what the filter keeps, not on the list before.
#[test]
fn keys_after_the_filter_wait_for_its_answer() {
    let ui = Ui::demo().keys("Gfverdict:bad<Enter>gjj<Enter>");
    assert_eq!(ui.state().view, View::Call);
    let call = ui.state().selection.call.expect("a call");
    assert_eq!(listed(&ui).get(2), Some(&call));
    assert!(ui.line("call 3/").is_some(), "{}", ui.text());
}

#[test]
fn next_call_and_next_problem_stay_among_the_listed() {
    let mut ui = Ui::demo().keys("ftype=P2P<Enter>g<Enter>");
    let kept = listed(&ui);
    assert!(kept.len() > 3);
    for key in ["]", "]", "[", "e", "e", "e", "e", "e", "e", "E"]
        .iter()
        .cycle()
        .take(60)
    {
        ui = ui.keys(key);
        let call = ui.state().selection.call.expect("a call");
        assert!(kept.contains(&call), "{key}: {}", ui.text());
    }
}

#[test]
fn equals_keeps_what_is_like_each_cell_and_bang_drops_it() {
    let mut ui = Ui::demo().size(160, 50);
    let all = listed(&ui).len();
    let mut filtered = 0;
    for (column, row) in (0..15).flat_map(|column| ["", "jjj", "G"].map(|row| (column, row))) {
        let way = format!("g{row}{}{}", "h".repeat(15), "l".repeat(column));
        ui = ui.keys(&way);
        let call = ui.state().selection.call.expect("a call");
        ui = ui.keys("=");
        if ui.line("no value under the cursor").is_some() {
            continue;
        }
        let (kept, said) = (listed(&ui), text(&ui).to_owned());
        assert!(kept.contains(&call), "{said} does not keep its own call");
        assert_eq!(ui.state().filters.problems(), [], "{said}");
        ui = ui.keys("u").keys(&way).keys("!");
        assert_eq!(ui.state().filters.problems(), [], "{}", text(&ui));
        let dropped = listed(&ui);
        assert!(!dropped.contains(&call), "{}", text(&ui));
        let count = ui.state().filters.kept().expect("kept").count;
        let sum = kept.len() + dropped.len();
        assert!(
            sum <= all && sum + count.no_value >= all,
            "{said}: {sum}, {count:?}"
        );
        ui = ui.keys("u");
        assert_eq!(listed(&ui).len(), all);
        filtered += 1;
    }
    assert!(filtered > 40, "{filtered}");
}

#[test]
fn keeping_twice_narrows_and_alternatives_keep_their_brackets() {
    let ui = Ui::demo().keys("=lll=");
    let parts: Vec<&str> = text(&ui).split(' ').collect();
    assert_eq!(parts.len(), 2, "{}", text(&ui));
    let again = ui.keys("=");
    assert!(again.line("says so already").is_some(), "{}", again.text());
    let or = Ui::demo().keys("fverdict=bad or verdict=burst<Enter>lll=");
    assert!(
        text(&or).starts_with("(verdict=bad or verdict=burst) type="),
        "{}",
        text(&or)
    );
}

fn parts(overview: &Overview) -> Vec<(Part, u64)> {
    let of_groups = |groups: &[Group]| -> Vec<(Part, u64)> {
        groups.iter().map(|of| (of.part, of.count.calls)).collect()
    };
    let mut parts: Vec<(Part, u64)> = overview
        .due
        .iter()
        .map(|&(dimension, count)| (Part::Due(dimension), count))
        .collect();
    parts.extend(of_groups(&overview.ends));
    parts.extend(of_groups(&overview.sdks));
    parts.extend(of_groups(&overview.systems));
    parts.extend(of_groups(&overview.users));
    parts.push((Part::Dropped, overview.dropped));
    parts.push((Part::Noted, overview.noted));
    parts
}

/// The text behind every number keeps the calls of that number.
#[test]
fn the_filter_of_every_number_keeps_its_calls() {
    let files =
        ["side.jsonl", "updates.jsonl", "cut.jsonl"].map(|name| format!("tests/fixtures/{name}"));
    let loaded = files.iter().map(|path| Ui::load(&[Path::new(path)]));
    for ui in std::iter::once(Ui::demo()).chain(loaded) {
        let store = &ui.state().store;
        for (part, count) in parts(&Overview::of(store)) {
            let condition = part.condition(store);
            let read = Filter::read(&condition, &Clock::default());
            assert_eq!(read.problems, [], "{condition}");
            let sieve = read
                .filter
                .expect("a filter")
                .sieve(store, &Marks::default());
            let kept = sift(store, sieve, store.calls().collect()).calls;
            let wanted: Vec<CallIx> = store
                .calls()
                .filter(|&call| part.is_of(store, call))
                .collect();
            assert_eq!(kept, wanted, "{condition}");
            assert_eq!(kept.len() as u64, count, "{condition}");
        }
    }
}

/// None, of calls, and of legs.
const FILTERS: [&str; 3] = ["", "ftype=Group<Enter>", "fsdk:1.31 kind=VoIP<Enter>"];

/// Every row of every box, through the keys.
#[test]
fn every_row_of_the_overview_opens_as_many_calls_as_it_counts() {
    let mut opened = 0;
    for (filter, tabs) in FILTERS
        .iter()
        .flat_map(|filter| (1..8).map(move |tabs| (filter, tabs)))
    {
        let mut ui = Ui::overview().keys(filter).keys(&"<Tab>".repeat(tabs));
        for _ in 0..14 {
            if let Some(Target::Part(part)) = ui.state().panes.overview.target() {
                let (store, filters) = (&ui.state().store, &ui.state().filters);
                let is_kept = |call: &CallIx| is_kept(filters.kept().map(AsRef::as_ref), *call);
                let is_of = |call: &CallIx| part.is_of(store, *call);
                let wanted: Vec<CallIx> = store.calls().filter(is_kept).filter(is_of).collect();
                let at = ui.text();
                let open = ui.keys("<Enter>");
                assert_eq!(open.state().view, View::Calls);
                let mut calls = listed(&open);
                calls.sort_unstable();
                assert_eq!(calls, wanted, "{}", text(&open));
                ui = open.keys("q");
                assert_eq!(ui.text(), at);
                opened += 1;
            }
            // Down, and back in the hours, which begin at the last.
            ui = ui.keys(if tabs == 4 { "," } else { "j" });
        }
    }
    assert!(opened > 100, "{opened}");
}

#[test]
fn what_an_overview_row_opens_can_be_undone_and_edited() {
    let ui = Ui::overview().keys("<Tab>j<Enter>");
    assert_eq!(text(&ui), "verdict=bad");
    let ui = ui.keys("f");
    assert!(ui.line("filter> verdict=bad").is_some(), "{}", ui.text());
    let ui = ui.keys("<Esc>u");
    assert_eq!(text(&ui), "");
    assert_eq!(ui.state().view, View::Calls);
}

#[test]
fn the_filter_stays_over_pages_and_every_page_counts_the_same() {
    let ui = Ui::demo().keys("fverdict:bad<Enter>");
    let count = listed(&ui).len();
    let ui = ui.keys("1");
    let shown = ui.state().overviews.shown().expect("counted");
    assert_eq!(shown.all.calls, count as u64);
    assert!(
        ui.line(&format!("{count} of 61 calls")).is_some(),
        "{}",
        ui.text()
    );
    let ui = ui.keys("<Enter>");
    assert!(
        ui.line(&format!("call 1/{count} of 61")).is_some(),
        "{}",
        ui.text()
    );
}

#[test]
fn hits_outside_the_filter_are_marked_and_open_all_the_same() {
    let ui = Ui::demo().keys("fverdict:ok<Enter>").paste(crate::FROZEN);
    assert!(ui.line("not listed").is_some(), "{}", ui.text());
    let ui = ui.keys("<Enter>");
    assert_eq!(ui.state().view, View::Call);
    assert!(ui.line("call -/").is_some(), "{}", ui.text());
    let next = ui.keys("]");
    let call = next.state().selection.call.expect("a call");
    assert!(listed(&next).contains(&call));
}

#[test]
fn a_saved_filter_is_offered_by_tab() {
    let mut state = Ui::demo().keys("fverdict:bad type=P2P<Enter>").into_state();
    assert_eq!(state.filters.save("bad pairs"), Ok(()));
    assert!(state.filters.save(" ").is_err());
    let (_, offers) = state.filters.offers(&state.store, "pairs", 5);
    let found = offers
        .iter()
        .find(|offer| offer.text.contains("verdict:bad"));
    assert!(found.is_some(), "{offers:?}");
}

#[test]
fn a_range_brushed_over_the_hours_lists_the_calls_it_counts_and_u_takes_it_back() {
    let ui = Ui::overview().keys("b,,");
    let title = ui.line("Calls per hour; from").expect("the title");
    let counted = title.split(": ").nth(1).expect("a count");
    let counted: usize = counted
        .split(' ')
        .next()
        .and_then(|count| count.parse().ok())
        .expect("a number");
    assert!(title.contains(" to "), "{title}");
    let listed = ui.keys("<Enter>");
    assert!(
        listed.line(&format!("{counted} of 61 calls")).is_some(),
        "{title} {}",
        listed.text()
    );
    let back = listed.keys("u");
    assert!(back.line(" of 61 calls").is_none(), "{}", back.text());
}
