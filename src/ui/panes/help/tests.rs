//! Columns, filter, selection and legend of help.

use super::*;
use crate::model::selection::Selection;
use crate::model::store::Store;
use crate::ui::widgets::canvas::{Canvas, context, poor_look};
use insta::assert_snapshot;

const TABLE: [(&str, &str, &str); 12] = [
    ("Here", ", .", "move the time cursor"),
    ("Here", "+ -", "zoom time in and out"),
    ("Here", "w", "why is this marked"),
    ("Everywhere: move", "j k", "one row down, up"),
    ("Everywhere: move", "g G", "first, last row"),
    ("Everywhere: move", "PgDn PgUp", "a page"),
    ("Everywhere: act", "Space", "mark"),
    ("Everywhere: act", "c", "compare the marked two"),
    ("Everywhere: act", "y", "copy: a menu names each key"),
    ("Everywhere: act", "x", "export view, call or marks"),
    ("Everywhere: act", ":", "every command by name"),
    ("Everywhere: act", "?", "this help"),
];

fn pane() -> HelpPane {
    let mut pane = HelpPane::default();
    let rows = TABLE.iter().map(|&(group, keys, title)| HelpRow {
        keys: keys.into(),
        name: "name",
        words: &[],
        title: title.into(),
        group,
        is_enabled: keys != "c",
        why_not: (keys == "c").then(|| "mark two calls with Space first".into()),
    });
    pane.set_rows(rows.collect());
    pane
}

fn drawn(pane: &mut HelpPane, size: (u16, u16)) -> Canvas {
    let (store, selection) = (Store::new(), Selection::default());
    Canvas::of(pane, &context(&store, &selection), size)
}

fn moved(pane: &mut HelpPane, motions: &[Motion]) -> Option<usize> {
    let (store, selection) = (Store::new(), Selection::default());
    for &motion in motions {
        pane.apply(motion, &context(&store, &selection));
    }
    pane.selected()
}

#[test]
fn groups_flow_into_columns() {
    let mut pane = pane();
    assert_snapshot!(drawn(&mut pane, (80, 17)).text(), @r##"
     filter:                                                               12 of 12
     Here                                    PgDn PgUp a page
    >, .       move the time cursor
     + -       zoom time in and out          Everywhere: act
     w         why is this marked            Space     mark
                                             c         compare the mark… (not now)
     Everywhere: move                        y         copy: a menu names each key
     j k       one row down, up              x         export view, call or marks
     g G       first, last row               :         every command by name

    ─ Marks ────────────────────────────────────────────────────────────────────────
     x    bad: an average over its limit (jitter 30 ms, round trip 500 ms, loss 10 …
     !    burst: only a maximum over its limit, or a diagnostic that recovered
     .    judged and inside every limit
     ?    not judged: no values, redacted or too short
     *"#  marked by you, with a note of yours, both
     b B  Poor, Bad range   s muted speech   H hangup   J join   v V video   X fail…
    "##);
    assert_snapshot!(drawn(&mut pane, (160, 16)).text(), @r##"
     filter:                                                                                                                                               12 of 12
     Here                                                 g G       first, last row                            x         export view, call or marks
    >, .       move the time cursor                       PgDn PgUp a page                                     :         every command by name
     + -       zoom time in and out                                                                            ?         this help
     w         why is this marked                         Everywhere: act
                                                          Space     mark
     Everywhere: move                                     c         compare the marked two (not now)
     j k       one row down, up                           y         copy: a menu names each key

    ─ Marks ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     x    bad: an average over its limit (jitter 30 ms, round trip 500 ms, loss 10 %), a dropped leg
     !    burst: only a maximum over its limit, or a diagnostic that recovered
     .    judged and inside every limit
     ?    not judged: no values, redacted or too short
     *"#  marked by you, with a note of yours, both
     b B  Poor, Bad range   s muted speech   H hangup   J join   v V video   X failed
    "##);
    assert_eq!(pane.selected(), Some(0));
}

#[test]
fn typing_filters_and_says_what_is_left() {
    let mut pane = pane();
    pane.editor.set("MARK act");
    let canvas = drawn(&mut pane, (80, 10));
    assert_snapshot!(canvas.text(), @r#"
     filter: MARK act                                                       3 of 12
     Everywhere: act
    >Space     mark
     c         compare the mark… (not now)
     x         export view, call or marks
    "#);
    assert_eq!((pane.selected(), canvas.reversed()), (Some(6), vec![0, 2]));
    assert_eq!(moved(&mut pane, &[Motion::Down]), Some(7));
    assert!(
        drawn(&mut pane, (80, 10))
            .text()
            .contains("not now: mark two calls")
    );
    pane.editor.set("nonsense");
    assert!(
        drawn(&mut pane, (80, 10))
            .text()
            .contains("No command has these words")
    );
    assert_eq!(pane.selected(), None);
}

#[test]
fn the_cursor_skips_heads_and_crosses_columns_and_pages() {
    let mut pane = pane();
    drawn(&mut pane, (80, 8));
    for (motion, wanted) in [
        (Motion::Up, 0),
        (Motion::Left, 0),
        (Motion::Right, 3),
        (Motion::Left, 0),
        (Motion::Bottom, 11),
        (Motion::Down, 11),
        (Motion::Top, 0),
    ] {
        assert_eq!(moved(&mut pane, &[motion]), Some(wanted), "{motion:?}");
    }
    moved(&mut pane, &[Motion::Bottom]);
    assert!(
        drawn(&mut pane, (80, 8)).text().contains("this help"),
        "the page of the cursor is shown"
    );
    drawn(&mut pane, (160, 30));
    assert_eq!(
        pane.selected(),
        Some(11),
        "another size keeps the selection"
    );
}

#[test]
fn poor_and_tiny_screens_are_drawn() {
    let (store, selection) = (Store::new(), Selection::default());
    let mut context = context(&store, &selection);
    context.look = poor_look();
    assert!(Canvas::of(&mut pane(), &context, (50, 20)).is_poor());
    for size in [(0, 0), (1, 1), (40, 3)] {
        drawn(&mut pane(), size);
        moved(
            &mut pane(),
            &[Motion::PageDown, Motion::Right, Motion::Bottom],
        );
    }
}
