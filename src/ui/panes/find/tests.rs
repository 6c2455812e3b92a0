//! What the overlay shows: empty, with hits, without, wide, narrow and poor.

use super::*;
use crate::model::batch::Batch;
use crate::model::id::FileIx;
use crate::model::rows::SummaryRow;
use crate::model::selection::Selection;
use crate::model::store::Store;
use crate::ui::widgets::canvas::{Canvas, context, poor_look};
use insta::assert_snapshot;

fn store() -> Store {
    let mut batch = Batch::new(FileIx(0), 0);
    for id in [
        "7f3c9a12-5b0e-4c1d-9a77-0c2f6be41d55",
        "b7719f00-1111-4c1d-9a77-0c2f6be41d55",
    ] {
        let call = batch.id(id);
        batch.summaries.push(SummaryRow {
            call,
            ..SummaryRow::default()
        });
        batch.count("CallSummary");
    }
    Store::of([&batch])
}

fn row(kind: &str, value: &str, matched: Range<usize>, call: u32, mark: char) -> FindRow {
    FindRow {
        kind: kind.into(),
        value: value.into(),
        matched: Some(matched),
        call: Some(CallIx(call)),
        when: Time::parse("2026-11-19T02:08:02Z"),
        mark,
        state: "P2 leg 1".into(),
    }
}

fn answer() -> FindAnswer {
    FindAnswer {
        rows: vec![
            row(
                "participant",
                "4be0c7d1-6a0f-4d7e-8e55-2f1b9d0c7a10",
                0..8,
                0,
                'x',
            ),
            row(
                "endpoint",
                "4be0c7d1-11c2-4a33-90aa-71c0d8e2b944",
                0..8,
                0,
                'x',
            ),
            row(
                "endpoint",
                "4be0c7d1-11c2-4a33-90aa-71c0d8e2b944",
                0..8,
                1,
                '.',
            ),
            row(
                "operation",
                "op id 90ff1c22-0000-4000-8000-aa554be0c7d1 and more of it here",
                34..42,
                0,
                '!',
            ),
        ],
        total: 7,
        read_as: vec![("4be0c7d1".into(), "start of an identifier".into())],
        note: Some("3 hits are further away in time".into()),
        is_partial: false,
        ..FindAnswer::default()
    }
}

fn drawn(pane: &mut FindPane, size: (u16, u16)) -> Canvas {
    let (store, selection) = (store(), Selection::default());
    Canvas::of(pane, &context(&store, &selection), size)
}

#[test]
fn an_empty_line_says_what_can_be_typed() {
    let mut pane = FindPane::default();
    assert_snapshot!(drawn(&mut pane, (80, 12)).text(), @r#"
     /
    ────────────────────────────────────────────────────────────────────────────────
     What can be typed or pasted:
      a whole id or its start  from a ticket; quotes, blanks, acs: and 8:acs: are f…
      several whole ids        each by itself; a URL or a record gives the id in it
      ~02:10  ~tue 14:00 CET   calls at that time; with an id: its places then
      +44 20 7946 0018         a phone number
      410/3112                 legs that ended with this code and subcode
      cameraFreeze             a diagnostic, with its ranges
      "page hidden"            words in an operation's name or payload
      1.27.2                   a version of SDK, browser or system
      19:meeting_              a Teams thread
    "#);
    assert_eq!(pane.selected(), None);
    pane.editor.set("4be");
    assert!(drawn(&mut pane, (80, 12)).text().contains("\n Searching"));
}

#[test]
fn hits_stand_by_kind_with_the_first_selected() {
    let mut pane = FindPane::default();
    pane.editor.set("4be0c7d1");
    pane.set_answer(answer());
    let canvas = drawn(&mut pane, (80, 12));
    assert_snapshot!(canvas.text(), @r#"
     / 4be0c7d1                                                   first 4 of 7 hits
    ────────────────────────────────────────────────────────────────────────────────
       KIND        VALUE                           CALL     WHEN        STATE
    >x participant 4be0c7d1-6a0f-4d7e-…f1b9d0c7a10 7f3c9a12 19 02:08:02 P2 leg 1
     x endpoint    4be0c7d1-11c2-4a33-…1c0d8e2b944 7f3c9a12 19 02:08:02 P2 leg 1
     .             4be0c7d1-11c2-4a33-…1c0d8e2b944 b7719f00 19 02:08:02 P2 leg 1
     ! operation   …-8000-aa554be0c7d1 and m… here 7f3c9a12 19 02:08:02 P2 leg 1

      4be0c7d1  start of an identifier
      3 hits are further away in time
    "#);
    assert_eq!(canvas.reversed(), [0, 3]);
    assert_eq!(pane.selected(), Some(0));
    assert_snapshot!(drawn(&mut pane, (98, 12)).text(), @r#"
     / 4be0c7d1                                                                     first 4 of 7 hits
    ──────────────────────────────────────────────────────────────────────────────────────────────────
       KIND        VALUE                                             CALL     WHEN        STATE
    >x participant 4be0c7d1-6a0f-4d7e-8e55-2f1b9d0c7a10              7f3c9a12 19 02:08:02 P2 leg 1
     x endpoint    4be0c7d1-11c2-4a33-90aa-71c0d8e2b944              7f3c9a12 19 02:08:02 P2 leg 1
     .             4be0c7d1-11c2-4a33-90aa-71c0d8e2b944              b7719f00 19 02:08:02 P2 leg 1
     ! operation   …-0000-4000-8000-aa554be0c7d1 and more of it here 7f3c9a12 19 02:08:02 P2 leg 1

      4be0c7d1  start of an identifier
      3 hits are further away in time
    "#);
}

#[test]
fn a_poor_terminal_shows_the_same_words() {
    let (store, selection) = (store(), Selection::default());
    let mut pane = FindPane::default();
    pane.editor.set("4be0c7d1");
    pane.set_answer(answer());
    let mut context = context(&store, &selection);
    context.look = poor_look();
    let canvas = Canvas::of(&mut pane, &context, (60, 8));
    assert!(canvas.is_poor());
    assert_snapshot!(canvas.text(), @r#"
     / 4be0c7d1                               first 4 of 7 hits
    ------------------------------------------------------------
       KIND        VALUE                    CALL     WHEN
    >x participant 4be0c7d1-6a0f-4d~d0c7a10 7f3c9a12 19 02:08:02
     x endpoint    4be0c7d1-11c2-4a~8e2b944 7f3c9a12 19 02:08:02
     .             4be0c7d1-11c2-4a~8e2b944 b7719f00 19 02:08:02

      4be0c7d1  start of an identifier
    "#);
}

#[test]
fn nothing_found_offers_near_ids_and_the_logs_that_are_not_there() {
    let mut pane = FindPane::default();
    pane.editor.set("7f3c9a13");
    pane.set_answer(FindAnswer {
        nearest: vec!["7f3c9a12-5b0e-4c1d-9a77-0c2f6be41d55".into()],
        ..FindAnswer::default()
    });
    assert_snapshot!(drawn(&mut pane, (80, 14)).text(), @"
     / 7f3c9a13                                                              0 hits
    ────────────────────────────────────────────────────────────────────────────────
     Nothing found for 7f3c9a13
    > like it: 7f3c9a12-5b0e-4c1d-9a77-0c2f6be41d55
     Logs that could have held it but are not loaded:
      SummaryUpd   calls that still run or were corrected
      Diagnostics  streams with jitter, round trip, loss, codec, transport
      DiagUpd      streams of calls that still run
      ClientOps    operations, diagnostics, browsers, client instances
      MediaStats   10 s samples, remote participants
      Survey       ratings and issues of users, survey ids
      Usage        billed amounts, record ids, phone numbers
      others       automation, recording, captions, rooms: their ids and results
    ");
    assert_eq!(pane.selected(), None);
    assert!(
        pane.selected_nearest()
            .is_some_and(|id| id.starts_with("7f3c9a12"))
    );
}

#[test]
fn more_hits_of_the_same_search_keep_the_cursor_and_a_new_search_resets_it() {
    let (store, selection) = (store(), Selection::default());
    let context = context(&store, &selection);
    let mut pane = FindPane::default();
    pane.resize(80, 12);
    pane.editor.set("4be");
    pane.set_answer(answer());
    pane.apply(Motion::Down, &context);
    pane.set_answer(answer());
    assert_eq!(pane.selected(), Some(1));
    pane.editor.set("4be0");
    pane.set_answer(answer());
    assert_eq!(pane.selected(), Some(0));
}

#[test]
fn strange_rows_and_sizes_are_drawn() {
    let mut pane = FindPane::default();
    pane.editor.set("é");
    let mut odd = row("", "é\u{202e}x", 1..9, 99, ' ');
    odd.when = Time::MISSING;
    pane.set_answer(FindAnswer {
        rows: vec![odd],
        ..answer()
    });
    for size in [(0, 0), (1, 1), (10, 3), (40, 10)] {
        drawn(&mut pane, size);
    }
}
