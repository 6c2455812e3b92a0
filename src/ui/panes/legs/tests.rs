//! The tree as it is drawn, and what survives new rows.

use super::*;
use crate::ui::panes::testing::{self, Scene};

fn show(scene: &Scene, width: u16, height: u16) -> String {
    scene.show(&mut Legs::default(), width, height)
}

#[test]
fn a_group_call_at_half_of_160_columns() {
    insta::assert_snapshot!(show(&testing::group(), 48, 20), @r#"
    >v P1 acs:1797db…a0d00d975 Windows 10 1.31.2  .
     │ out audio          3/9     60/88   0.0/0.1 .
     │ in  video          3/9     60/88   0.0/0.1 .
     v P2 Tech                 Android 14 2.11.0  x
       v leg 1  02:08:02-02:15:58  410/0          x
       │ out audio       9/28  612/1790 0.003/0.2 x
       │ out video     22/141  310/1840  2.1/31.0 !
       │ in  audio        3/9     60/88   0.0/0.1 .
       v leg 2 02:16-02:28 0/0 rejoined after 4 s .
       │ out audio        3/9     60/88   0.0/0.1 .
     v P3 4:+41441234567       PSTN               ?
     │ out audio          2/-         -         - ?
       P4 redacted             redacted           ?
    "#);
}

#[test]
fn a_group_call_at_a_third_of_80_columns() {
    insta::assert_snapshot!(show(&testing::group(), 28, 20), @"
    >v P1 acs:…975 Windows 10 .
     │ out aud            3/9 .
     │ in  vid            3/9 .
     v P2 Tech     Android 14 x
       v leg 1 ..02:15 410/0  x
       │ out aud         9/28 x
       │ out vid       22/141 !
       │ in  aud          3/9 .
       v leg 2 02:16 4 s gone .
       │ out aud          3/9 .
     v P3 4:+4…567 PSTN       ?
     │ out aud            2/- ?
       P4 redacted redacted   ?
    ");
}

#[test]
fn a_p2p_call_says_that_only_outbound_streams_exist() {
    insta::assert_snapshot!(show(&testing::p2p(), 60, 10), @r#"
    >v P1 acs:1797dbb3-f98…00-343a0d00d975 Windows 10 1.31.2  !
     │ out audio                     3/44         -     0.0/- !
     v P2 redacted                         redacted           ?
     │ out audio                        -         -         - ?
     P2P: only outbound streams are logged
    "#);
}

#[test]
fn the_good_of_a_large_meeting_are_one_row() {
    insta::assert_snapshot!(show(&testing::crowd(), 48, 24), @r#"
    >v P8 p007                 Windows 10 1.31.2  x
     │ out audio            -     700/-         - x
     v P48 p047                Windows 10 1.31.2  x
     │ out audio            -     700/-         - x
     v P88 p087                Windows 10 1.31.2  x
     │ out audio            -     700/-         - x
     v P128 p127               Windows 10 1.31.2  x
     │ out audio            -     700/-         - x
     v P168 p167               Windows 10 1.31.2  x
     │ out audio            -     700/-         - x
     v P208 p207               Windows 10 1.31.2  x
     │ out audio            -     700/-         - x
     v P248 p247               Windows 10 1.31.2  x
     │ out audio            -     700/-         - x
     v P288 p287               Windows 10 1.31.2  x
     │ out audio            -     700/-         - x
     > 292 good legs                              .
    "#);
}

fn prepared(scene: &Scene) -> Legs {
    let mut pane = Legs::default();
    pane.resize(48, 20);
    pane.refresh(&scene.context());
    pane
}

#[test]
fn left_closes_then_climbs_and_right_opens_then_descends() {
    let scene = testing::group();
    let context = scene.context();
    let mut pane = prepared(&scene);
    let rows = pane.rows.len();
    assert!(pane.apply(Motion::Down, &context));
    assert!(
        pane.apply(Motion::Left, &context),
        "from a leaf to its parent"
    );
    assert_eq!(pane.list.cursor(), 0);
    assert!(pane.apply(Motion::Left, &context), "closes");
    assert_eq!(pane.rows.len(), rows - 2);
    assert!(!pane.apply(Motion::Left, &context), "nothing above");
    assert!(pane.apply(Motion::Right, &context), "opens");
    assert!(pane.apply(Motion::Right, &context), "goes inside");
    assert_eq!((pane.rows.len(), pane.list.cursor()), (rows, 1));
}

#[test]
fn a_participant_stands_for_its_worst_leg_and_a_stream_for_itself() {
    let scene = testing::group();
    let context = scene.context();
    let mut pane = prepared(&scene);
    assert_eq!(pane.selected(), Some((LegNo(0), None)));
    let down = std::iter::from_fn(|| {
        let has_moved = pane.apply(Motion::Down, &context);
        has_moved.then(|| pane.selected())
    });
    let below: Vec<_> = down.flatten().collect();
    assert!(below.contains(&(LegNo(1), None)), "the dropped leg");
    let is_stream = |row: &(LegNo, Option<StreamNo>)| row.0 == LegNo(1) && row.1.is_some();
    assert!(below.iter().any(is_stream), "{below:?}");
    assert!(below.contains(&(LegNo(2), None)));
}

#[test]
fn selecting_opens_what_is_folded() {
    let scene = testing::crowd();
    let mut pane = prepared(&scene);
    let stream = scene
        .detail
        .streams_of(LegNo(120))
        .next()
        .map(|(number, _)| number);
    assert!(pane.select(&scene.context(), LegNo(120), stream));
    assert_eq!(pane.selected(), Some((LegNo(120), stream)));
    assert!(!pane.select(&scene.context(), LegNo(999), None));
}

#[test]
fn the_cursor_follows_the_selection_only_when_that_changed() {
    let mut scene = testing::group();
    let mut pane = prepared(&scene);
    scene.selection.leg = Some(LegNo(3));
    pane.refresh(&scene.context());
    assert_eq!(pane.selected(), Some((LegNo(3), None)));
    pane.apply(Motion::Top, &scene.context());
    pane.refresh(&scene.context());
    assert_eq!(pane.selected(), Some((LegNo(0), None)));
}

#[test]
fn rows_that_arrive_leave_the_cursor_on_its_leg() {
    let mut scene = testing::group();
    let mut pane = prepared(&scene);
    pane.select(&scene.context(), LegNo(3), None);
    let key = scene.detail.legs[3].key;
    scene.add_leg_before_all();
    pane.refresh(&scene.context());
    let (leg, _) = pane.selected().expect("the same leg");
    assert_eq!(leg, LegNo(4));
    assert_eq!(scene.detail.legs[4].key, key);
}

#[test]
fn only_poor_hides_the_rest_and_says_so() {
    let scene = testing::group();
    let mut pane = prepared(&scene);
    pane.toggle_only_poor(&scene.context());
    insta::assert_snapshot!(scene.show(&mut pane, 48, 20), @"
    >v P2 Tech                 Android 14 2.11.0  x
       v leg 1  02:08:02-02:15:58  410/0          x
       │ out audio       9/28  612/1790 0.003/0.2 x
       │ out video     22/141  310/1840  2.1/31.0 !
       v leg 2 02:16-02:28 0/0 rejoined after 4 s .
     only poor shown












     P2.1: 410/0 UnexpectedClientError: Local media
     stack or media infrastructure error
    ");
}

#[test]
fn ascii_draws_no_other_sign() {
    let mut scene = testing::crowd();
    scene.look = testing::look(&crate::ui::glyphs::ASCII, crate::ui::theme::Theme::mono());
    assert!(show(&scene, 48, 24).is_ascii());
}

#[test]
fn without_a_call_the_pane_says_so() {
    let mut scene = testing::group();
    scene.selection = crate::model::selection::Selection::default();
    let context = Context {
        detail: None,
        ..scene.context()
    };
    let mut pane = prepared(&scene);
    pane.refresh(&context);
    let text = testing::drawn(48, 4, scene.look, |painter| {
        pane.draw(painter, &context, true);
    });
    assert_eq!(text, " No call is selected.");
    assert_eq!(pane.selected(), None);
}

#[test]
fn any_size_is_survived() {
    testing::survives_small_sizes::<Legs>();
}
