//! Both forms of the table, sorting, and what follows the selection.

use super::*;
use crate::model::call::LegNo;
use crate::model::rows::Direction;
use crate::model::senders::Senders;
use crate::ui::glyphs::ASCII;
use crate::ui::panes::testing;
use crate::ui::theme::Theme;
use ratatui::style::Modifier;

#[test]
fn the_streams_of_a_leg_in_a_narrow_pane() {
    let mut scene = testing::group();
    scene.selection.leg = Some(LegNo(1));
    insta::assert_snapshot!(scene.show(&mut Streams::default(), 50, 8), @"
     DIR MED     JIT        RTT     LOSS%  FPS
    >out aud    9/28 612x/1790! 0.003/0.2    - x
     out vid 22/141!  310/1840! 2.1/31.0! 17.2 !
     in  aud     3/9      60/88   0.0/0.1    - .
    ");
}

#[test]
fn all_streams_of_the_call_when_no_leg_is_selected() {
    let scene = testing::group();
    insta::assert_snapshot!(scene.show(&mut Streams::default(), 80, 10), @"
     LEG   DIR MED     JIT        RTT     LOSS%  FPS PKTS   OTHER END     VIA
    >P1    out aud     3/9      60/88   0.0/0.1    -    - . P2.1 in .     UDP
     P1    in  vid     3/9      60/88   0.0/0.1    -    - . P2.1 out !    UDP
     P2.1  out aud    9/28 612x/1790! 0.003/0.2    -    - x -             UDP
     P2.1  out vid 22/141!  310/1840! 2.1/31.0! 17.2    - ! P1 in .       UDP
     P2.1  in  aud     3/9      60/88   0.0/0.1    -    - . 2 send        UDP
     P2.2  out aud     3/9      60/88   0.0/0.1    -    - . -             UDP
     P3    out aud     2/-          -         -    -  120 ? P2.1 in .     UDP
    ");
}

#[test]
fn the_stream_under_the_cursor_with_its_limits_in_a_wide_pane() {
    let mut scene = testing::group();
    scene.selection.leg = Some(LegNo(1));
    scene.selection.stream = scene
        .detail
        .streams_of(LegNo(1))
        .map(|(number, _)| number)
        .nth(1);
    insta::assert_snapshot!(scene.show(&mut Streams::default(), 110, 16), @"
     DIR MED     JIT        RTT     LOSS%  FPS   OTHER END     VIA CODEC    STREAM
     out aud    9/28 612x/1790! 0.003/0.2    - x -             UDP SATIN    2808
    >out vid 22/141!  310/1840! 2.1/31.0! 17.2 ! P1 in .       UDP VP8      2809
     in  aud     3/9      60/88   0.0/0.1    - . 2 send        UDP SATIN    2810
    ─ Stream: P2.1 out video, id 2809 ────────────────────────────────────────────────────────────────────────────
     METRIC                        AVG        MAX     LIMIT  STATE            ALL p50/p95        THIS USER
     jitter ms                      22        141      <=30  . avg  ! max            3/22                -
     RTT ms                        310       1840     <=500  . avg  ! max          60/310                -
     loss %                        2.1       31.0    <=10.0  . avg  ! max         0.0/2.1                -
     frame rate fps               17.2          -     >=7.0  .                  17.2/17.2                -




     codec VP8   transport UDP
     from logs/ops.json:9
    ");
}

#[test]
fn a_stream_that_could_not_be_judged_says_why() {
    let mut scene = testing::group();
    scene.selection.leg = Some(LegNo(3));
    insta::assert_snapshot!(scene.show(&mut Streams::default(), 110, 14), @"
     DIR MED JIT RTT LOSS% PKTS   OTHER END     VIA CODEC    STREAM
    >out aud 2/-   -     -  120 ? P2.1 in .     UDP SATIN    2812
    ─ Stream: P3 out audio, id 2812 ──────────────────────────────────────────────────────────────────────────────
     METRIC                        AVG        MAX     LIMIT  STATE            ALL p50/p95        THIS USER
     jitter ms                       2          -      <=30                           3/9                -
     packets                       120          -         -                       120/120                -
     ? not judged: under 500 packets





     codec SATIN   transport UDP
     from logs/ops.json:12
    ");
}

#[test]
fn an_empty_table_says_why() {
    let mut scene = testing::group();
    scene.selection.leg = Some(LegNo(4));
    assert_eq!(
        scene.show(&mut Streams::default(), 50, 8),
        " No stream record names this leg."
    );
}

#[test]
fn sorting_puts_missing_values_last_both_ways() {
    let scene = testing::group();
    let context = scene.context();
    let mut pane = Streams::default();
    scene.show(&mut pane, 80, 12);
    while pane.table.under_cursor().map(|offer| offer.name) != Some("rtt_avg") {
        assert!(pane.apply(Motion::Right, &context));
    }
    let order = |pane: &Streams| {
        let rtt = |number: &StreamNo| {
            let row = scene.detail.streams[number.0 as usize].row;
            scene.store.streams.values()[row.at()][2].known()
        };
        pane.rows.streams.iter().map(rtt).collect::<Vec<_>>()
    };
    pane.sort(&context);
    let descending = order(&pane);
    assert_eq!(descending[..2], [Some(612.0), Some(310.0)]);
    assert_eq!(descending.last(), Some(&None));
    pane.sort(&context);
    assert_eq!(order(&pane).first(), Some(&Some(60.0)));
    assert_eq!(order(&pane).last(), Some(&None));
}

#[test]
fn ascii_and_mono_lose_no_meaning_and_reverse_one_row() {
    let mut scene = testing::group();
    scene.selection.leg = Some(LegNo(1));
    let colored = scene.show(&mut Streams::default(), 110, 16);
    scene.look = testing::look(&ASCII, Theme::mono());
    let plain = scene.show(&mut Streams::default(), 110, 16);
    assert!(plain.is_ascii());
    assert_eq!(colored.replace('─', "-"), plain);
    let context = scene.context();
    let mut pane = Streams::default();
    pane.resize(50, 8);
    pane.refresh(&context);
    let buffer = testing::painted(50, 8, scene.look, |painter| {
        pane.draw(painter, &context, true);
    });
    let reversed: Vec<u16> = (0..8)
        .filter(|&y| buffer[(10, y)].modifier.contains(Modifier::REVERSED))
        .collect();
    assert_eq!(reversed, [1]);
}

#[test]
fn any_size_is_survived() {
    testing::survives_small_sizes::<Streams>();
}

#[test]
fn limits_that_were_set_judge_and_are_told_beside_the_documented() {
    let mut scene = testing::group();
    let mut limits = scene.store.limits().clone();
    assert!(limits.set("rtt_avg", None, 300.0) && limits.set("jitter_max", None, 150.0));
    scene.store.set_limits(limits);
    scene.store.settle();
    scene.detail = scene.store.detail(scene.detail.call);
    scene.selection.leg = Some(LegNo(1));
    let mut streams = scene.detail.streams_of(LegNo(1)).map(|(number, _)| number);
    scene.selection.stream = streams.nth(1);
    insta::assert_snapshot!(scene.show(&mut Streams::default(), 110, 16), @"
     DIR MED    JIT        RTT     LOSS%  FPS   OTHER END     VIA CODEC    STREAM
     out aud   9/28 612x/1790! 0.003/0.2    - x -             UDP SATIN    2808
    >out vid 22/141 310x/1840! 2.1/31.0! 17.2 x P1 in .       UDP VP8      2809
     in  aud    3/9      60/88   0.0/0.1    - . 2 send        UDP SATIN    2810
    ─ Stream: P2.1 out video, id 2809 ────────────────────────────────────────────────────────────────────────────
     METRIC                        AVG        MAX     LIMIT  STATE            ALL p50/p95        THIS USER
     jitter ms                      22        141      <=30  . avg  . max            3/22                -
     RTT ms                        310       1840     <=300  x avg  ! max          60/310                -
     loss %                        2.1       31.0    <=10.0  . avg  ! max         0.0/2.1                -
     frame rate fps               17.2          -     >=7.0  .                  17.2/17.2                -
     ! jitter max <=150 set, documented 30; RTT <=300 set, documented 500



     codec VP8   transport UDP
     from logs/ops.json:9
    ");
}

#[test]
fn the_other_end_is_named_where_the_log_tells_it() {
    let other = |scene: &testing::Scene| -> Vec<String> {
        let streams = scene.detail.streams.iter();
        let senders = Senders::of(&scene.store, &scene.detail);
        let cells = streams.map(|stream| {
            let leg = stream.leg.map(|leg| scene.detail.leg_name(leg));
            let way = crate::ui::panes::words::way(stream.direction);
            let medium = crate::ui::panes::words::medium(stream.media);
            let other = other_end::cell(&scene.detail, stream, &senders).text;
            format!("{} {way} {medium}: {other}", leg.unwrap_or_default())
        });
        cells.collect()
    };
    assert_eq!(
        other(&testing::group()),
        [
            "P1 out aud: P2.1 in .",
            "P1 in vid: P2.1 out !",
            "P2.1 out aud: -",
            "P2.1 out vid: P1 in .",
            "P2.1 in aud: 2 send",
            "P2.2 out aud: -",
            "P3 out aud: P2.1 in .",
        ]
    );
    assert_eq!(other(&testing::p2p()), ["P1 out aud: P2", "P2 out aud: P1"]);
}

#[test]
fn who_is_heard_is_told_by_the_statistics_of_the_hearer() {
    // Remote participants that the statistics name, then the other end of what P2.1 hears.
    #[rustfmt::skip]
    let table: [(&[&str], &str); 5] = [
        (&[], "2 send"), (&["p1"], "P1 out ."), (&["p1", "p3"], "2 send"), (&["nobody"], "2 send"), (&["p3"], "P3 out ?"),
    ];
    for (senders, wanted) in table {
        let scene = testing::group_with_senders(senders);
        let senders = Senders::of(&scene.store, &scene.detail);
        let mut streams = scene.detail.streams_of(LegNo(1));
        let heard = streams.find(|(_, stream)| stream.direction == Direction::Inbound);
        let (_, stream) = heard.expect("a received stream");
        assert_eq!(
            other_end::cell(&scene.detail, stream, &senders).text,
            wanted
        );
    }
}
