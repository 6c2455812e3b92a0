//! The page without input, and with input that is of no use.

use super::*;
use crate::model::batch::Batch;
use crate::model::id::FileIx;
use crate::model::selection::Selection;
use crate::model::source::{Issue, Skipped};
use crate::ui::widgets::canvas::{Canvas, context, poor_look};
use insta::assert_snapshot;

fn useless() -> Store {
    let mut store = Store::new();
    let mut batch = Batch::new(FileIx(0), 0);
    batch.account.bytes = 5_000;
    batch.account.rejected = 12;
    batch.issues.push(Issue {
        line: 0,
        offset: 0,
        length: 9,
        reason: "no JSON object".into(),
    });
    store.absorb(&batch);
    let mut broken = Batch::new(FileIx(1), 0);
    broken.error = Some("no gzip: wrong magic number".into());
    store.absorb(&broken);
    store.absorb(&Batch::new(FileIx(2), 0));
    for (file, name) in ["/logs/app.log", "/logs/a.json.gz", "/logs/none.json"]
        .iter()
        .enumerate()
    {
        store.files[file].name = (*name).to_owned();
    }
    store.skipped.push(Skipped {
        path: "/logs/readme.md".into(),
        reason: "no JSON or CSV".into(),
    });
    store
}

#[test]
fn without_input_the_page_says_what_to_do() {
    let (store, selection) = (Store::new(), Selection::default());
    let mut pane = StartPane::default();
    pane.set_keys(vec![KeyHint::new("q", "quit"), KeyHint::new("?", "help")]);
    assert_snapshot!(Canvas::of(&mut pane, &context(&store, &selection), (80, 17)).text(), @r#"
     callscope shows which ACS calls were bad, why, for whom, and what proves it.

     Point it at calling logs:
      callscope FOLDER      every log below it: blob container, export
      callscope FILE...     JSON lines, arrays, {"records": [...]}; .gz as it is
      az ... | callscope -  a pipe
      callscope demo        example logs that are inside the program
      callscope --help      everything else

    ─ A good record, as stored and as exported by a query ──────────────────────────
     {"time":"2026-11-19T02:30:00Z","category":"CallSummary","correlationId":
        "7f3c9a12-5b0e-...","properties":{"callType":"Group",...}}
     {"TimeGenerated":"2026-11-19T02:30:00Z","Type":"ACSCallSummary",
        "CorrelationId":"7f3c9a12-5b0e-...","CallType":"Group",...}

      q  quit
      ?  help
    "#);
    assert!(StartPane::is_due(&store, false) && !StartPane::is_due(&store, true));
}

#[test]
fn useless_input_is_listed_with_what_was_in_it() {
    let (store, selection) = (useless(), Selection::default());
    let context = context(&store, &selection);
    let mut pane = StartPane::default();
    assert_snapshot!(Canvas::of(&mut pane, &context, (80, 20)).text(), @r#"
     Nothing to show was found in what was given:
       /logs/app.log  12 records could not be read; line 1: no JSON object
       /logs/a.json.gz  no gzip: wrong magic number
       /logs/none.json  empty
       /logs/readme.md  no JSON or CSV

     Point it at calling logs:
      callscope FOLDER      every log below it: blob container, export
      callscope FILE...     JSON lines, arrays, {"records": [...]}; .gz as it is
      az ... | callscope -  a pipe
      callscope demo        example logs that are inside the program
      callscope --help      everything else

    ─ A good record, as stored and as exported by a query ──────────────────────────
     {"time":"2026-11-19T02:30:00Z","category":"CallSummary","correlationId":
        "7f3c9a12-5b0e-...","properties":{"callType":"Group",...}}
     {"TimeGenerated":"2026-11-19T02:30:00Z","Type":"ACSCallSummary",
        "CorrelationId":"7f3c9a12-5b0e-...","CallType":"Group",...}
    "#);
    assert!(StartPane::is_due(&store, false));
    let short = Canvas::of(&mut pane, &context, (160, 10)).text();
    assert!(short.contains("4 in all") && !short.contains("readme.md"));
    assert!(pane.apply(Motion::Down, &context));
    assert!(
        Canvas::of(&mut pane, &context, (160, 10))
            .text()
            .contains("readme.md")
    );
}

#[test]
fn poor_and_tiny_screens_are_drawn() {
    let (store, selection) = (useless(), Selection::default());
    let mut context = context(&store, &selection);
    context.look = poor_look();
    assert!(Canvas::of(&mut StartPane::default(), &context, (60, 20)).is_poor());
    for size in [(0, 0), (1, 1), (40, 3)] {
        Canvas::of(&mut StartPane::default(), &context, size);
    }
    context.is_loading = true;
    let text = Canvas::of(&mut StartPane::default(), &context, (60, 20)).text();
    assert_eq!(text.trim(), "Looking for logs");
}
