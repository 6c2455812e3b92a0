//! The calls that the panes are drawn with.

use super::{GOOD_END, LegRow, Rows, Scene};
use crate::model::rows::Direction::{Inbound, Outbound};
use crate::model::rows::{CallKind, Media, Quality};

const WEB: (&str, &str) = ("Windows 10.0.17763 Arch: x64", "1.31.2");
const MARIA: &str = "acs:1797dbb3-f982-47b0-b98e-6a76084454f1_0000000b-1531-729f-ac00-343a0d00d975";

/// Two endpoints, no server; one end is redacted.
pub(crate) fn p2p() -> Scene {
    let mut rows = Rows::new(CallKind::P2p);
    let legs = [
        ("e1", MARIA, WEB),
        ("e2", "Redacted", ("Redacted", "Redacted")),
    ];
    for (endpoint, who, client) in legs {
        rows.leg(&LegRow {
            participant: "null",
            endpoint,
            who,
            client,
            span: (0.0, 300.0),
            end: GOOD_END,
        });
    }
    let burst = [("jitter_avg", 3.0), ("jitter_max", 44.0), ("loss_avg", 0.0)];
    rows.stream(("", "e1"), Outbound, Media::Audio, &burst);
    rows.stream(("", "e2"), Outbound, Media::Audio, &[]);
    rows.scene()
}

fn group_legs() -> [LegRow; 5] {
    let leg = |participant, endpoint, who, client, span| LegRow {
        participant,
        endpoint,
        who,
        client,
        span,
        end: GOOD_END,
    };
    let android = ("Android 14.0; Manufacturer: Google", "2.11.0");
    let mut lost = leg("p2", "e2", "Tech", android, (21.0, 476.0));
    lost.end = ("410", "0", "UnexpectedClientError");
    [
        leg("p1", "e1", MARIA, WEB, (3.0, 1_273.0)),
        lost,
        leg("p2b", "e2", "Tech", android, (501.0, 773.0)),
        leg("p3", "e3", "4:+41441234567", ("", ""), (89.0, 1_187.0)),
        leg(
            "p4",
            "e4",
            "Redacted",
            ("Redacted", "Redacted"),
            (170.0, 1_106.0),
        ),
    ]
}

/// Four participants, one dropped and back after 4 s, client records of that one.
pub(crate) fn group() -> Scene {
    let mut rows = group_rows();
    let ufd = "NetworkSendQuality";
    rows.diagnostic("p2", 325.0, ufd, Quality::Poor);
    rows.diagnostic("p2", 328.0, ufd, Quality::Bad);
    rows.diagnostic("p2", 361.4, ufd, Quality::Good);
    rows.diagnostic("p1", 600.0, "SpeakingWhileMicrophoneIsMuted", Quality::Bad);
    rows.diagnostic("p1", 680.0, "SpeakingWhileMicrophoneIsMuted", Quality::Good);
    rows.operation("p2", 497.0, "Hangup", "Succeeded");
    rows.operation("p2b", 501.3, "Join", "Succeeded");
    rows.operation("p2b", 520.0, "StartVideo", "UnexpectedClientError");
    for (step, value) in [60.0, 80.0, 420.0, 920.0, 300.0, 70.0]
        .into_iter()
        .enumerate()
    {
        rows.sample("p2", 310.0 + step as f64 * 10.0, "RttInMs", value);
    }
    rows.scene()
}

/// The same call, the clock of the first participant's client 47 s ahead.
pub(crate) fn clock_off() -> Scene {
    let mut rows = group_rows();
    rows.operation("p1", 51.2, "Join", "Succeeded");
    rows.operation("p1", 647.0, "StartVideo", "UnexpectedClientError");
    rows.operation("p1", 1_323.0, "Hangup", "Succeeded");
    rows.sample("p1", 660.0, "RttInMs", 900.0);
    rows.scene()
}

/// The same call where the second participant's statistics name who it hears.
pub(crate) fn group_with_senders(senders: &[&str]) -> Scene {
    let mut rows = group_rows();
    for sender in senders {
        rows.received("p2", sender, Media::Audio);
    }
    rows.scene()
}

/// The same call without any client record.
pub(crate) fn group_without_clients() -> Scene {
    group_rows().scene()
}

pub(super) fn group_rows() -> Rows {
    let mut rows = Rows::new(CallKind::Group);
    for leg in group_legs() {
        rows.leg(&leg);
    }
    let (p1, p2, p2b) = (("p1", "e1"), ("p2", "e2"), ("p2b", "e2"));
    let fine = [
        ("jitter_avg", 3.0),
        ("jitter_max", 9.0),
        ("rtt_avg", 60.0),
        ("rtt_max", 88.0),
        ("loss_avg", 0.0),
        ("loss_max", 0.001),
    ];
    let burst = [
        ("jitter_avg", 22.0),
        ("jitter_max", 141.0),
        ("rtt_avg", 310.0),
        ("rtt_max", 1_840.0),
        ("loss_avg", 0.021),
        ("loss_max", 0.31),
        ("frame_rate", 17.2),
    ];
    let poor = [
        ("jitter_avg", 9.0),
        ("jitter_max", 28.0),
        ("rtt_avg", 612.0),
        ("rtt_max", 1_790.0),
        ("loss_avg", 0.000_031_463_36),
        ("loss_max", 0.002_27),
    ];
    rows.stream(p1, Outbound, Media::Audio, &fine);
    rows.stream(p1, Inbound, Media::Video, &fine);
    rows.stream(p2, Outbound, Media::Audio, &poor);
    rows.stream(p2, Outbound, Media::Video, &burst);
    rows.stream(p2, Inbound, Media::Audio, &fine);
    rows.stream(p2b, Outbound, Media::Audio, &fine);
    rows.stream(
        ("p3", "e3"),
        Outbound,
        Media::Audio,
        &[("packets", 120.0), ("jitter_avg", 2.0)],
    );
    rows
}

/// A meeting of 300 legs, every fortieth of them bad.
pub(crate) fn crowd() -> Scene {
    let mut rows = Rows::new(CallKind::Group);
    for at in 0..300 {
        let name: &'static str = Box::leak(format!("p{at:03}").into_boxed_str());
        rows.leg(&LegRow {
            participant: name,
            endpoint: name,
            who: name,
            client: WEB,
            span: (f64::from(at), 900.0),
            end: GOOD_END,
        });
        let rtt = if at % 40 == 7 { 700.0 } else { 50.0 };
        rows.stream((name, name), Outbound, Media::Audio, &[("rtt_avg", rtt)]);
    }
    rows.scene()
}
