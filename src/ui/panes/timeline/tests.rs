//! The timeline as it is drawn, and its two cursors.

use super::*;
use crate::ui::glyphs::ASCII;
use crate::ui::panes::testing;
use crate::ui::theme::Theme;

#[test]
fn eight_lines_of_80_columns() {
    insta::assert_snapshot!(testing::group().show(&mut Timeline::default(), 80, 8), @"
                         02:10       02:15        02:20       02:25
     P2 Call        ├───────────────────x──────────────────────────────┤ not yet
     P2 Video       .....................X.............................. -
     P2 Network     .............BB..................................... -
     5 lanes below  ^ 02:07:44  P1 joined (summary)
    >02:07:44 P1    joined (summary)                                  ops.json:1
     02:08:02 P2.1  joined (summary)                                  ops.json:2
    v02:09:10 P3    joined (summary)                                  ops.json:4
    ");
}

#[test]
fn a_wide_timeline_with_the_cursor_on_the_first_problem() {
    let scene = testing::group();
    let mut pane = Timeline::default();
    scene.show(&mut pane, 160, 24);
    assert!(pane.next_problem(true));
    insta::assert_snapshot!(scene.show(&mut pane, 160, 24), @"
                         02:08      02:10     02:12      02:14      02:16     02:18      02:20      02:22     02:24      02:26     02:28
     P2 Call             ├──────────────────────────────────────────x───────────────────────────────────────────────────────────────────┤ leg 1
     P2 Video            .............................................X.................................................................. .
     P2 Network          ...........................bBBBB................................................................................ NetworkSendQuality Poor
     P2 out vid RTT                               ▁▁▄██▁                                                                                  840 ms (10 s)
     P1 Audio           .....................................................ssssssss.................................................... .
     P1 Call            ├───────────────────────────────────────────────────────────────────────────────────────────────────────────────┤ in call
     P3 Call                   ├────────────────────────────────────────────────────────────────────────────────────────────────────────┤ in call
     P4 Call                           ├────────────────────────────────────────────────────────────────────────────────────────────────┤ in call
                                                    ^ 02:13:06  P2.1 UFD NetworkSendQuality > Poor
     b Poor  B Bad  s muted speech or hint  x dropped  H hangup  J join  V v video on, off  M m mute, unmute  X failed  p other operation
     TIME          +START LEG   WHAT                                                         RESULT                                             TOOK FROM
    >02:07:44.113    0:03 P1    joined (summary)                                                                                                     ops.json:1
     02:08:02.113    0:21 P2.1  joined (summary)                                                                                                     ops.json:2
     02:09:10.113    1:29 P3    joined (summary)                                                                                                     ops.json:4
     02:10:31.113    2:50 P4    joined (summary)                                                                                                     ops.json:5
     02:13:06.113    5:25 P2.1  UFD NetworkSendQuality > Poor                                range opens, worst Bad                                  ops.json:13
     02:13:09.113    5:28 P2.1  UFD NetworkSendQuality > Bad                                 worse or again                                          ops.json:14
     02:13:42.513    6:01 P2.1  UFD NetworkSendQuality > Good                                recovered after 36 s                                    ops.json:15
     02:15:58        8:17 P2.1  left (summary)                                               410/0 UnexpectedClientError: Local media stac…     7:56 ops.json:2
     02:15:58.113    8:17 P2.1  Hangup                                                       Succeeded                                       1.204 s ops.json:18
     02:16:02.113    8:21 P2.2  joined (summary)                                             rejoined after 4 s                                      ops.json:3
     02:16:02.413    8:21 P2.2  Join                                                         Succeeded                                       1.204 s ops.json:19
    v02:16:21.113    8:40 P2.2  StartVideo                                                   UnexpectedClientError                           1.204 s ops.json:20
    ");
    assert_eq!(pane.selected_leg(&scene.detail), Some(LegNo(1)));
    assert!(pane.selected_source().is_some());
    assert_eq!(
        pane.title(&scene.context()),
        "Timeline 02:07:41 .. 02:28:57 UTC  1 col = 11 s  8 of 8 lanes: problems (r)"
    );
}

#[test]
fn zoomed_in_the_samples_stay_ten_seconds_wide() {
    let scene = testing::group();
    let mut pane = Timeline::default();
    scene.show(&mut pane, 80, 12);
    pane.next_problem(true);
    for _ in 0..4 {
        assert!(pane.zoom(true));
    }
    insta::assert_snapshot!(scene.show(&mut pane, 80, 12), @"
                      02:12:30            02:13:00           02:13:30
     P2 Call        ──────────────────────────────────────────────────── leg 1
     P2 Video       .................................................... .
     P2 Network     ..........................bBBBBBBBBBBBBBBBBBBBBBBB.. Poor
     P2 out vid RTT          ▁▁▁▁▁▁▁▁▁▁▁▁▁▄▄▄▄▄▄▄███████▃▃▃▃▃▃▃▁▁▁▁▁▁    840 ms
     P1 Audio       .................................................... .
     3 lanes below                            ^ 02:13:06  P2.1 UFD NetworkSendQuali…
    >02:07:44 P1    joined (summary)                                  ops.json:1
     02:08:02 P2.1  joined (summary)                                  ops.json:2
     02:09:10 P3    joined (summary)                                  ops.json:4
     02:10:31 P4    joined (summary)                                  ops.json:5
    v02:13:06 P2.1  UFD NetworkSendQuality > P… range opens, worst B… ops.json:13
    ");
    assert!(pane.whole());
    assert!(!pane.whole());
}

#[test]
fn without_client_logs_the_summary_tells_joins_and_leaves() {
    let scene = testing::group_without_clients();
    insta::assert_snapshot!(scene.show(&mut Timeline::default(), 80, 12), @"
                         02:10       02:15        02:20       02:25
     P2 Call        ├───────────────────x──────────────────────────────┤ not yet
     P1 Call        ├──────────────────────────────────────────────────┤ in call
     P3 Call           ├───────────────────────────────────────────────┤ not yet
     P4 Call              ├────────────────────────────────────────────┤ not yet
                    ^ 02:07:44  P1 joined (summary)
     No client logs: joins and leaves from the summary
    >02:07:44 P1    joined (summary)                                  ops.json:1
     02:08:02 P2.1  joined (summary)                                  ops.json:2
     02:09:10 P3    joined (summary)                                  ops.json:4
     02:10:31 P4    joined (summary)                                  ops.json:5
    v02:15:58 P2.1  left (summary)              410/0 UnexpectedClie… ops.json:2
    ");
}

#[test]
fn the_time_cursor_takes_the_event_cursor_along() {
    let scene = testing::group();
    let mut pane = Timeline::default();
    scene.show(&mut pane, 80, 12);
    let start = pane.time();
    assert!(pane.move_time(20));
    assert!(pane.time() > start);
    let (event, time) = (pane.current().expect("an event").time, pane.time());
    assert!(Some(event) <= time);
    assert!(pane.move_time(-1_000));
    assert!(!pane.move_time(-1));
    assert_eq!(pane.list.cursor(), 0);
}

#[test]
fn every_problem_is_visited_once_each_way() {
    let scene = testing::group();
    let mut pane = Timeline::default();
    scene.show(&mut pane, 80, 12);
    let forward = std::iter::from_fn(|| pane.next_problem(true).then(|| pane.list.cursor()));
    let mut forward: Vec<usize> = forward.collect();
    let back = std::iter::from_fn(|| pane.next_problem(false).then(|| pane.list.cursor()));
    let mut back: Vec<usize> = back.collect();
    assert_eq!(forward.len(), 5);
    forward.pop();
    back.reverse();
    assert_eq!(forward, back);
}

#[test]
fn the_ascii_tier_draws_ascii_only() {
    let mut scene = testing::group();
    scene.look = testing::look(&ASCII, Theme::mono());
    let text = scene.show(&mut Timeline::default(), 80, 12);
    assert!(text.is_ascii(), "{text}");
    assert!(text.contains("---x---"));
}

#[test]
fn a_clock_that_is_hours_off_does_not_stretch_the_axis() {
    let scene = testing::group();
    let (from, to) = whole(&scene.detail, &Ahead::default()).expect("a call with times");
    let mut detail = scene.store.detail(scene.detail.call);
    for operation in &mut detail.operations {
        operation.time = operation.time.plus_ms(7_200_000.0);
    }
    assert_eq!(whole(&detail, &Ahead::default()), Some((from, to)));
}

#[test]
fn times_at_the_ends_of_the_range_are_survived() {
    let mut scene = testing::group();
    scene.detail.legs[0].start = Time::from_ticks(i64::MIN + 10);
    scene.detail.legs[0].has_own_start = true;
    scene.detail.legs[1].duration_s = crate::model::value::Num::new(1e300);
    let mut pane = Timeline::default();
    scene.show(&mut pane, 80, 12);
    for _ in 0..80 {
        pane.zoom(true);
        pane.move_time(7);
        scene.show(&mut pane, 80, 12);
    }
    while pane.zoom(false) {
        scene.show(&mut pane, 80, 12);
    }
}

#[test]
fn any_size_is_survived() {
    testing::survives_small_sizes::<Timeline>();
}

#[test]
fn what_services_did_has_lanes_events_and_records() {
    let scene = testing::group_with_services();
    let mut pane = Timeline::default();
    insta::assert_snapshot!(scene.show(&mut pane, 120, 26), @"
                                02:10              02:15              02:20              02:25
     P2 Call             ├─────────────────────────────x────────────────────────────────────────────────┤ not yet
     automation            p           X                                                                  -
     P1 Call            ├───────────────────────────────────────────────────────────────────────────────┤ in call
     P3 Call                 ├──────────────────────────────────────────────────────────────────────────┤ not yet
     P4 Call                      ├─────────────────────────────────────────────────────────────────────┤ not yet
     recording           ├─────────────────────────────────────┤                                          -
     captions                  ├────────────────────────────────────────────────────────┤                 -
                        ^ 02:07:44  P1 joined (summary)
     No client logs: joins and leaves from the summary
     b Poor  B Bad  s hint  x dropped  H hangup  J join  V v video  M m mute  X failed  p other
     TIME          +START LEG   WHAT                                     RESULT                         TOOK FROM
    >02:07:44.113    0:03 P1    joined (summary)                                                             ops.json:1
     02:08:02.113    0:21 P2.1  joined (summary)                                                             ops.json:2
     02:08:11.113    0:30 -     recording Audio - Video, 1 file, end: C… Succeeded                     10:00 ops.json:15
     02:08:41.113    1:00 -     Play /calling/x:do                       Succeeded 202                 82 ms ops.json:13
     02:09:10.113    1:29 P3    joined (summary)                                                             ops.json:4
     02:09:41.113    2:00 -     captions en-us                                                         15:00 ops.json:16
     02:10:31.113    2:50 P4    joined (summary)                                                             ops.json:5
     02:11:41.113    4:00 -     Recognize /calling/x:do                  Failed 400                    82 ms ops.json:14
     02:15:58        8:17 P2.1  left (summary)                           410/0 UnexpectedClientErr…     7:56 ops.json:2
     02:16:02.113    8:21 P2.2  joined (summary)                         rejoined after 4 s                  ops.json:3
     02:28:55       21:14 P2.2  left (summary)                           0/0 Success                   12:53 ops.json:3
     02:28:57       21:16 P1    left (summary)                           0/0 Success                   21:13 ops.json:1
     02:28:57       21:16 P3    left (summary)                           0/0 Success                   19:47 ops.json:4
    v02:28:57       21:16 P4    left (summary)                           0/0 Success                   18:26 ops.json:5
    ");
    assert!(pane.next_problem(true), "a failed request is a problem");
    let source = pane.selected_source().expect("a record");
    assert_eq!(
        scene.store.side.requests.source()[1],
        source,
        "the raw view opens the request"
    );
    pane.next_shown(&scene.context());
    pane.next_shown(&scene.context());
    assert!(
        !scene.show(&mut pane, 120, 26).contains("captions"),
        "only what is telling stays"
    );
}

#[test]
fn lanes_without_a_problem_are_folded_until_asked_for() {
    let scene = testing::group();
    let mut pane = Timeline::default();
    scene.show(&mut pane, 80, 24);
    let labels = |pane: &Timeline| -> Vec<String> {
        pane.lanes.iter().map(|lane| lane.label.clone()).collect()
    };
    let folded = labels(&pane);
    assert!(
        pane.lanes.is_sorted_by_key(|lane| !lane.is_problem()),
        "{folded:?}"
    );
    pane.next_shown(&scene.context());
    let all = labels(&pane);
    assert!(all.len() >= folded.len(), "{all:?}");
    assert!(all.iter().all(|label| !label.contains('+')), "{all:?}");
    pane.next_shown(&scene.context());
    pane.next_shown(&scene.context());
    assert_eq!(labels(&pane), folded);
}

#[test]
fn the_good_ones_of_a_large_meeting_are_one_lane() {
    let scene = testing::crowd();
    let mut pane = Timeline::default();
    let text = scene.show(&mut pane, 80, 12);
    assert!(pane.lanes.len() < 30, "{} lanes", pane.lanes.len());
    assert!(
        text.contains(" good ones") && text.contains(" here"),
        "{text}"
    );
    pane.next_shown(&scene.context());
    assert!(pane.lanes.len() >= 300, "{} lanes", pane.lanes.len());
}

#[test]
fn what_a_client_with_a_wrong_clock_did_stands_at_the_services_time() {
    let scene = testing::clock_off();
    let mut pane = Timeline::default();
    scene.show(&mut pane, 120, 16);
    assert!(pane.next_problem(true));
    insta::assert_snapshot!(scene.show(&mut pane, 120, 16), @"
                                02:10              02:15              02:20              02:25
     P1 Video           ......................................X.......................................... .
     P2 Call             ├─────────────────────────────x────────────────────────────────────────────────┤ leg 1
     P1 out vid RTT                                           █                                           no sample
     P1 Call            J───────────────────────────────────────────────────────────────────────────────H in call
     P3 Call                 ├──────────────────────────────────────────────────────────────────────────┤ in call
     P4 Call                      ├─────────────────────────────────────────────────────────────────────┤ in call
                                                       ^ 02:15:58  P2.1 left (summary)
     Corrected to service time: P1 clock +47 s
     TIME          +START LEG   WHAT                                     RESULT                         TOOK FROM
    >02:07:44.113    0:03 P1    joined (summary)                                                             ops.json:1
     02:07:45.317    0:04 P1    Join                                     Succeeded                   1.204 s ops.json:13
     02:08:02.113    0:21 P2.1  joined (summary)                                                             ops.json:2
     02:09:10.113    1:29 P3    joined (summary)                                                             ops.json:4
     02:10:31.113    2:50 P4    joined (summary)                                                             ops.json:5
    v02:15:58        8:17 P2.1  left (summary)                           410/0 UnexpectedClientErr…     7:56 ops.json:2
    ");
}
