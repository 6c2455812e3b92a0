//! Columns of the groups and of the streams, what is typed to choose what to group by, and the way back of both.

use crate::support::ui::Ui;
use callscope::app::effect::Effect;
use callscope::app::event::Event;
use callscope::app::remembered::{Change, Form, Remembered, Views};
use callscope::app::state::Overlay;
use callscope::load::Input;
use callscope::ui::glyphs::UNICODE;
use callscope::ui::theme::{Theme, Tier};
use callscope::ui::widgets::table::columns::{ColumnTable, HasColumns};

macro_rules! picture {
    ($name:literal, $ui:expr) => {
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!($name, $ui.picture()) })
    };
}

fn shown(table: &ColumnTable) -> Vec<&'static str> {
    let columns = table.states().into_iter();
    let shown = columns.filter(|column| column.place.is_some());
    shown.map(|column| column.name).collect()
}

fn of_groups(ui: &Ui) -> Vec<&'static str> {
    shown(ui.state().panes.groups.table())
}

fn of_streams(ui: &Ui) -> Vec<&'static str> {
    shown(ui.state().panes.streams.table())
}

#[test]
fn groups_have_columns_to_choose_from() {
    let ui = Ui::demo().keys("4<Enter>C");
    assert_eq!(ui.state().overlay, Overlay::Columns);
    picture!("group_columns_80x24", ui);
    picture!(
        "group_columns_160x50",
        Ui::demo().size(160, 50).keys("4<Enter>C")
    );
    let ui = ui.keys("p90 <Ctrl-u>burst <Esc>");
    assert!(
        of_groups(&ui).ends_with(&["bar", "p90", "burst"]),
        "{:?}",
        of_groups(&ui)
    );
    // The one chosen last is under the cursor: seen, and sorted by at a key.
    picture!("group_columns_chosen_80x24", ui.keys("s"));
}

#[test]
fn streams_have_columns_to_choose_from() {
    let ui = Ui::demo().keys("<Enter><Tab>C");
    picture!("stream_columns_80x24", ui);
    let ui = ui.keys("codec<Enter><Ctrl-u>freeze<Enter>");
    let columns = of_streams(&ui);
    assert!(
        !columns.contains(&"codec") && !columns.contains(&"freeze"),
        "{columns:?}"
    );
    let ui = ui.keys(" <Esc>");
    assert_eq!(
        of_streams(&ui).last(),
        Some(&"freeze"),
        "a new one comes last"
    );
    picture!("stream_columns_chosen_80x24", ui);
}

/// Each kind of list keeps its own columns; the next run has them again.
#[test]
fn each_kind_of_list_keeps_its_columns() {
    let ui = Ui::demo().keeping().keys("Cbuffer <Esc>");
    let ui = ui
        .keys("4<Enter>Cp90 <Esc>")
        .keys("2<Enter><Tab>Ccodec <Esc>");
    let mut views = Views::default();
    let mut lists = Vec::new();
    for wish in ui.wishes() {
        if let Effect::Remember(change @ Change::Columns { list, .. }) = wish {
            lists.push(list.clone());
            views.apply(change, 0, &mut Vec::new());
        }
    }
    assert_eq!(lists, ["calls", "groups", "streams"], "each once");
    let next = Ui::demo().event(Event::Remembered(Box::new(Remembered {
        views,
        ..Remembered::default()
    })));
    let next = next.keys("4<Enter>2<Enter>");
    assert!(shown(next.state().panes.calls.table()).contains(&"jitter_buffer_avg"));
    assert!(of_groups(&next).contains(&"p90"));
    let streams = of_streams(&next);
    assert!(
        streams.contains(&"transport") && !streams.contains(&"codec"),
        "{streams:?}"
    );
}

#[test]
fn pages_without_columns_say_where_columns_are() {
    let ui = Ui::demo().keys("5C");
    assert!(
        ui.line("only calls, groups and streams have some")
            .is_some(),
        "{}",
        ui.text()
    );
}

#[test]
fn streams_are_sorted_by_several_columns() {
    let ui = Ui::demo().keys("<Enter><Tab>hhhhhhhhs").keys("ls");
    let order = ui.state().panes.streams.order().clone();
    assert_eq!(order, [("direction", true), ("leg", true)]);
    picture!("streams_two_keys_80x24", ui);
    // The third time it is no longer sorted by.
    let ui = ui.keys("ss");
    assert_eq!(ui.state().panes.streams.order(), &[("leg", true)]);
    let ui = ui.keys("uuuu");
    assert!(ui.state().panes.streams.order().is_empty());
}

#[test]
fn groups_are_sorted_by_several_columns() {
    let ui = Ui::demo().keys("4<Enter>ls").keys("hs");
    assert!(
        ui.line("most calls first, then highest share first")
            .is_some(),
        "{}",
        ui.text()
    );
    assert!(
        ui.line("CALLSv1").is_some() && ui.line("BADv2").is_some(),
        "{}",
        ui.text()
    );
}

#[test]
fn typing_looks_for_what_to_group_by() {
    let ui = Ui::demo().keys("4<Enter>dweek");
    assert_eq!(ui.state().overlay, Overlay::Choice);
    picture!("groups_typed_80x24", ui);
    let ui = ui.keys("<Enter>");
    assert_eq!(ui.state().overlay, Overlay::None);
    assert!(ui.line("Groups by weekday").is_some(), "{}", ui.text());
    let ui = ui.keys("bsdk<Enter>").keys("Mloss<Enter>");
    assert!(
        ui.line("Groups by weekday (UTC) and SDK: calls that are bad; loss")
            .is_some(),
        "{}",
        ui.text()
    );
    picture!(
        "groups_typed_measure_160x50",
        Ui::demo().size(160, 50).keys("4<Enter>Mjit")
    );
    let none = ui.keys("dxyzzy");
    assert!(
        none.line("nothing is called so").is_some(),
        "{}",
        none.text()
    );
    assert!(
        none.line("Groups by weekday").is_some(),
        "what was chosen stays: {}",
        none.text()
    );
}

#[test]
fn esc_takes_back_what_typing_chose() {
    let before = Ui::demo().keys("4<Enter>");
    for keys in [
        "dweek<Esc>",
        "bweek<Esc>",
        "Mloss<Esc>",
        "d<Down><Down><Backspace>",
    ] {
        let ui = Ui::demo().keys("4<Enter>").keys(keys);
        assert_eq!(ui.text(), before.text(), "{keys}");
        assert!(ui.keys("u").line("nothing to undo").is_some(), "{keys}");
    }
}

#[test]
fn dimension_measure_and_order_are_undone() {
    let view = |ui: &Ui| ui.state().panes.groups.settled();
    let ui = Ui::demo().keys("4<Enter>");
    let mut views = vec![view(&ui)];
    let mut ui = ui;
    for keys in ["dsystem<Enter>", "bmedia<Enter>", "Mloss<Enter>", "ls", "s"] {
        ui = ui.keys(keys);
        assert_ne!(Some(&view(&ui)), views.last(), "{keys}");
        views.push(view(&ui));
    }
    for want in views.iter().rev().skip(1) {
        ui = ui.keys("u");
        assert_eq!(view(&ui), *want);
        assert!(ui.line("undo: groups by").is_some(), "{}", ui.text());
    }
    for want in &views[1..] {
        ui = ui.keys("U");
        assert_eq!(view(&ui), *want);
    }
}

/// Moving in the list at the left shows each dimension; it is one change.
#[test]
fn moves_in_the_list_are_one_change() {
    let ui = Ui::demo().keys("4jjj");
    let before = ui.state().panes.groups.grouping();
    let taken_back = ui.keys("u");
    assert_eq!(taken_back.state().panes.groups.grouping().by.name, "sdk");
    let again = taken_back.keys("U");
    assert_eq!(again.state().panes.groups.grouping(), before);
    let ui = Ui::demo().keys("4jjj<Enter>u");
    assert_eq!(ui.state().panes.groups.grouping().by.name, "sdk");
}

/// Calls enough that counting what was found of each takes longer than a key waits.
fn many_calls() -> Input {
    let line = |at: usize| {
        format!(
            "{{\"category\":\"CallSummary\",\"properties\":{{\"correlationId\":\"{at:08}-0000-4000-8000-000000000000\",\
             \"callStartTime\":\"2026-11-19T02:00:00Z\",\"callDuration\":{at},\"callType\":\"Group\",\
             \"participantId\":\"p{at}\",\"participantEndReason\":\"0\",\"sdkVersion\":\"1.{}.0\"}}}}\n",
            at % 3
        )
    };
    let text: String = (0..6_000).map(line).collect();
    Input::Embedded(
        "many".to_owned(),
        Box::leak(text.into_bytes().into_boxed_slice()),
    )
}

#[test]
fn keys_sent_before_the_groups_are_counted_act_on_them_once_they_are() {
    let ui = || Ui::new(vec![many_calls()], &UNICODE, Theme::terminal(Tier::Ansi16));
    let keys = "4<Enter>dfinding<Enter><Space>";
    let ui_at_once = ui().keys(keys);
    let marked = ui_at_once.state().panes.groups.marked().len();
    assert_eq!(marked, 1, "{}", ui_at_once.text());
    // The same, one after the other.
    let slowly = ui().keys("4<Enter>dfinding<Enter>").keys("<Space>");
    assert_eq!(
        slowly.state().panes.groups.marked(),
        ui_at_once.state().panes.groups.marked()
    );
    let demo = Ui::demo().keys("4<Enter><Space>j<Space>c");
    assert!(demo.line("Compare").is_some(), "{}", demo.text());
}

/// Where only summaries are kept, both sides are read again, one after the other.
#[test]
fn summarised_statistics_of_both_sides_are_read_again_to_compare_them() {
    for keys in [
        "<Space>j<Space>c",
        "<Space>j<Space>c<Tab>",
        "<Space>j<Space>c<Tab><Tab>",
    ] {
        let below = |ui: Ui| {
            let text = ui.keys(keys).text();
            text.lines()
                .skip(1)
                .map(str::to_owned)
                .collect::<Vec<_>>()
                .join("\n")
        };
        let whole = below(Ui::demo());
        assert!(whole.contains("Compare"), "{whole}");
        assert_eq!(below(Ui::demo_summarised(true)), whole, "{keys}");
    }
    let reads = |ui: &Ui| {
        let wishes = ui.wishes().iter();
        wishes
            .filter(|wish| matches!(wish, Effect::ReadSamples(_)))
            .count()
    };
    let pair = Ui::demo_summarised(true).keys("<Space>j<Space>c");
    assert_eq!(reads(&pair), 2);
    assert_eq!(reads(&pair.keys("<Tab>jj<Tab>")), 2, "once each");
    // Not at hand: that is said.
    let waiting = Ui::demo_summarised(false).keys("<Space>j<Space>c<Tab><Tab>");
    assert!(
        waiting.line("summaries, not read again").is_some(),
        "{}",
        waiting.text()
    );
}

#[test]
fn a_call_beside_its_sdk_says_that_the_filter_is_not_applied() {
    let plain = Ui::demo().keys("c");
    assert!(
        plain.line("filter not applied").is_none(),
        "{}",
        plain.text()
    );
    let ui = Ui::demo().keys("fverdict:bad<Enter>c");
    assert!(ui.line("filter not applied").is_some(), "{}", ui.text());
}
