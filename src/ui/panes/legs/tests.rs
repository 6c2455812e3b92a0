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
    insta::assert_snapshot!(show(&testing::group(), 28, 20), @r#"
    >v P1 acs:…975 Windows 10 .
     │ out aud            3/9 .
     │ in  vid            3/9 .
     v P2 Tech     Android 14 x
       v leg 1 02:08-02:15    x
       │ out aud         9/28 x
       │ out vid       22/141 !
       │ in  aud          3/9 .
       v leg 2 02:16-02:28    .
       │ out aud          3/9 .
     v P3 4:+4…567 PSTN       ?
     │ out aud            2/- ?
       P4 redacted redacted   ?
    "#);
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
