//! The record as it is drawn, scrolled, broken and missing.

use super::*;
use crate::model::selection::Selection;
use crate::model::store::Store;
use crate::ui::widgets::canvas::{Canvas, context, poor_look};
use insta::assert_snapshot;

const TEXT: &str = r#"{"time":"2026-11-19T02:13:09.4410700Z","category":"CallClientOperations","properties":{"OperationPayload":"{\"DiagnosticQuality\":\"Bad\",\"n\":1.50}","agent":"a long user agent that does not fit into a narrow screen at all"}}"#;

fn pane(text: &str) -> RecordPane {
    let mut pane = RecordPane::default();
    pane.open(RecordPlace {
        place: "/logs/ops-1118.json:8812".into(),
        category: "CallClientOperations".into(),
        bytes: text.len() as u64 + 1_000,
    });
    pane.set_text(RecordText::Text(text.into()));
    pane
}

fn drawn(pane: &mut RecordPane, size: (u16, u16)) -> Canvas {
    let (store, selection) = (Store::new(), Selection::default());
    Canvas::of(pane, &context(&store, &selection), size)
}

fn moved(pane: &mut RecordPane, motions: &[Motion]) {
    let (store, selection) = (Store::new(), Selection::default());
    for &motion in motions {
        pane.apply(motion, &context(&store, &selection));
    }
}

#[test]
fn text_within_text_is_unfolded() {
    let canvas = drawn(&mut pane(TEXT), (80, 13));
    assert_snapshot!(canvas.text(), @r#"
     /logs/ops-1118.json:8812  CallClientOperations  1,226 bytes
    > {
        "time": "2026-11-19T02:13:09.4410700Z",
        "category": "CallClientOperations",
        "properties": {
          "OperationPayload": (text) {
            "DiagnosticQuality": "Bad",
            "n": 1.50
          },
          "agent": "a long user agent that does not fit into a narrow screen at all"
        }
      }
    "#);
    assert_eq!(canvas.reversed(), [1]);
    assert!(
        drawn(&mut pane(TEXT), (160, 13))
            .text()
            .contains("narrow screen at all\"")
    );
}

#[test]
fn right_shows_what_did_not_fit_and_left_comes_back() {
    let mut pane = pane(TEXT);
    drawn(&mut pane, (60, 12));
    moved(&mut pane, &[Motion::Right, Motion::Down]);
    assert_snapshot!(drawn(&mut pane, (60, 12)).text(), @r#"
     …8.json:8812  CallClientOperations  1,226 bytes  from colu…

    > 11-19T02:13:09.4410700Z",
      allClientOperations",
      {
      yload": (text) {
      cQuality": "Bad",


      long user agent that does not fit into a narrow screen at…
    "#);
    moved(&mut pane, &[Motion::Right; 9]);
    assert!(drawn(&mut pane, (60, 12)).text().contains("at all\"\n"));
    moved(&mut pane, &[Motion::Left; 9]);
    assert!(!drawn(&mut pane, (60, 12)).text().contains("column"));
    assert_eq!(
        pane.selected_line().as_deref(),
        Some("\"time\": \"2026-11-19T02:13:09.4410700Z\",")
    );
}

#[test]
fn a_broken_record_is_shown_with_the_place_where_it_breaks() {
    let mut pane = pane("{\"a\":1,\n\"b\":\"cut \u{1b}[2J off");
    assert_snapshot!(drawn(&mut pane, (80, 4)).text(), @r#"
     …s/ops-1118.json:8812  CallClientOperations  1,025 bytes  ! no well-formed JSON
    > {
        "a": 1,
     !  "b": "cut ^[[2J off
    "#);
    assert_eq!(pane.text(), Some("{\"a\":1,\n\"b\":\"cut \u{1b}[2J off"));
}

#[test]
fn what_is_not_there_yet_or_not_at_all_is_said() {
    let mut pane = pane("");
    assert!(
        drawn(&mut pane, (80, 3))
            .text()
            .contains("The record is empty")
    );
    pane.set_text(RecordText::Loading);
    assert!(
        drawn(&mut pane, (80, 3))
            .text()
            .contains("Reading the record")
    );
    pane.set_text(RecordText::Failed("the file changed".into()));
    let canvas = drawn(&mut pane, (80, 3));
    assert!(
        canvas
            .text()
            .contains("The record cannot be shown: the file changed")
    );
    assert_eq!(pane.text(), None);
}

#[test]
fn a_poor_terminal_and_any_size_will_do() {
    let (store, selection) = (Store::new(), Selection::default());
    let mut context = context(&store, &selection);
    context.look = poor_look();
    let mut pane = pane(TEXT);
    assert!(Canvas::of(&mut pane, &context, (30, 10)).is_poor());
    for size in [(0, 0), (1, 1), (5, 2)] {
        drawn(&mut pane, size);
    }
}
