//! Small calls built by hand, and what a pane draws of them, for the tests of the panes.

use crate::model::batch::Batch;
use crate::model::call::CallDetail;
use crate::model::id::{CallIx, FileIx};
use crate::model::metric::position;
use crate::model::rows::{
    CallKind, Direction, Media, OperationRow, Quality, SampleRow, StreamRow, SummaryRow,
};
use crate::model::selection::Selection;
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::value::{Num, Num32, Time};
use crate::ui::context::{Context, Look};
use crate::ui::glyphs::{Glyphs, UNICODE};
use crate::ui::painter::Painter;
use crate::ui::panes::Pane;
use crate::ui::theme::{Theme, Tier};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

pub(crate) const CALL: &str = "7f3c9a12-5b0e-4c1d-9a77-0c2f6be41d55";
const START: &str = "2026-11-19T02:07:41.113Z";

/// Seconds after the start of the call.
pub(crate) fn at(seconds: f64) -> Time {
    Time::parse(START).plus_ms(seconds * 1_000.0)
}

/// A leg as the summary tells it.
pub(crate) struct LegRow {
    pub(crate) participant: &'static str,
    pub(crate) endpoint: &'static str,
    pub(crate) who: &'static str,
    pub(crate) client: (&'static str, &'static str),
    /// Start and length in seconds.
    pub(crate) span: (f64, f64),
    /// Code, subcode, category.
    pub(crate) end: (&'static str, &'static str, &'static str),
}

const GOOD_END: (&str, &str, &str) = ("0", "0", "Success");

/// Collects rows, each with a place of its own.
pub(crate) struct Rows {
    batch: Batch,
    kind: CallKind,
    next: u32,
}

impl Rows {
    pub(crate) fn new(kind: CallKind) -> Self {
        Self {
            batch: Batch::new(FileIx(0), 0),
            kind,
            next: 0,
        }
    }

    fn place(&mut self) -> (u64, Source) {
        self.next += 1;
        let source = Source {
            offset: u64::from(self.next) * 100,
            length: 90,
            line_in_chunk: self.next - 1,
            ..Source::default()
        };
        (u64::from(self.next), source)
    }

    pub(crate) fn leg(&mut self, leg: &LegRow) {
        let (hash, source) = self.place();
        let batch = &mut self.batch;
        let row = SummaryRow {
            call: batch.id(CALL),
            participant: batch.id(leg.participant),
            endpoint: batch.id(leg.endpoint),
            identifier: batch.id(leg.who),
            call_start: at(0.0),
            call_duration: Num::new(1_276.0),
            call_kind: self.kind,
            leg_start: at(leg.span.0),
            leg_duration: Num::new(leg.span.1),
            end_code: batch.text(leg.end.0),
            end_subcode: batch.text(leg.end.1),
            result_category: batch.text(leg.end.2),
            endpoint_type: batch.text(if leg.who.starts_with("4:") {
                "PSTN"
            } else {
                "VoIP"
            }),
            os: batch.text(leg.client.0),
            sdk: batch.text(leg.client.1),
            hash,
            source,
            ..SummaryRow::default()
        };
        batch.summaries.push(row);
    }

    pub(crate) fn stream(
        &mut self,
        (participant, endpoint): (&str, &str),
        direction: Direction,
        media: Media,
        values: &[(&str, f64)],
    ) {
        let (hash, source) = self.place();
        let batch = &mut self.batch;
        let mut row = StreamRow {
            call: batch.id(CALL),
            participant: batch.id(participant),
            endpoint: batch.id(endpoint),
            media,
            stream_id: batch.text(&(2_800 + hash).to_string()),
            direction,
            transport: batch.text("UDP"),
            codec: batch.text(if media == Media::Audio {
                "SATIN"
            } else {
                "VP8"
            }),
            hash,
            source,
            ..StreamRow::default()
        };
        for (name, value) in values {
            row.values[position(name).expect("a measure of the table")] = Num::new(*value);
        }
        batch.streams.push(row);
    }

    pub(crate) fn operation(&mut self, participant: &str, seconds: f64, name: &str, result: &str) {
        let (hash, source) = self.place();
        let batch = &mut self.batch;
        let row = OperationRow {
            call: batch.id(CALL),
            participant: batch.id(participant),
            operation: batch.id(&format!("op{hash}")),
            time: at(seconds),
            name: batch.text(name),
            result: batch.text(result),
            duration_ms: Num::new(1_204.0),
            hash,
            source,
            ..OperationRow::default()
        };
        batch.operations.push(row);
    }

    pub(crate) fn diagnostic(
        &mut self,
        participant: &str,
        seconds: f64,
        name: &str,
        quality: Quality,
    ) {
        let (hash, source) = self.place();
        let batch = &mut self.batch;
        let row = OperationRow {
            call: batch.id(CALL),
            participant: batch.id(participant),
            operation: batch.id(&format!("ufd{name}{participant}")),
            time: at(seconds),
            name: batch.text("UserFacingDiagnostics"),
            diagnostic: batch.text(name),
            quality,
            hash,
            source,
            ..OperationRow::default()
        };
        batch.operations.push(row);
    }

    pub(crate) fn sample(&mut self, participant: &str, seconds: f64, metric: &str, value: f32) {
        let (hash, source) = self.place();
        let batch = &mut self.batch;
        let row = SampleRow {
            call: batch.id(CALL),
            participant: batch.id(participant),
            time: at(seconds),
            metric: batch.text(metric),
            media: Media::Video,
            direction: Direction::Outbound,
            average: Num32::new(value),
            maximum: Num32::new(value * 2.0),
            minimum: Num32::new(value / 2.0),
            interval_s: 10,
            hash,
            source,
            ..SampleRow::default()
        };
        batch.samples.push(row);
    }

    pub(crate) fn scene(self) -> Scene {
        Scene::new(&self.batch)
    }
}

/// A loaded store with its first call selected.
pub(crate) struct Scene {
    pub(crate) store: Store,
    pub(crate) selection: Selection,
    pub(crate) detail: CallDetail,
    pub(crate) look: Look,
}

impl Scene {
    fn new(batch: &Batch) -> Self {
        let mut store = Store::new();
        store.absorb(batch);
        store.files[0].name = "logs/ops.json".to_owned();
        store.settle();
        let detail = store.detail(CallIx(0));
        Self {
            selection: Selection {
                call: Some(CallIx(0)),
                ..Selection::default()
            },
            detail,
            store,
            look: look(&UNICODE, Theme::terminal(Tier::Ansi16)),
        }
    }

    pub(crate) fn context(&self) -> Context<'_> {
        Context {
            store: &self.store,
            selection: &self.selection,
            detail: Some(&self.detail),
            look: self.look,
            is_loading: false,
        }
    }

    /// Brings a pane up to date and draws it.
    pub(crate) fn show(&self, pane: &mut dyn Pane, width: u16, height: u16) -> String {
        let context = self.context();
        pane.resize(width, height);
        pane.refresh(&context);
        drawn(width, height, self.look, |painter| {
            pane.draw(painter, &context, true);
        })
    }
}

pub(crate) fn look(glyphs: &'static Glyphs, theme: Theme) -> Look {
    Look { theme, glyphs }
}

/// What a painter leaves on a screen, blanks at line ends and empty lines at the end cut off.
pub(crate) fn drawn(
    width: u16,
    height: u16,
    look: Look,
    paint: impl FnOnce(&mut Painter),
) -> String {
    let buffer = painted(width, height, look, paint);
    let lines: Vec<String> = (0..height)
        .map(|y| {
            let line: String = (0..width).map(|x| buffer[(x, y)].symbol()).collect();
            line.trim_end().to_owned()
        })
        .collect();
    lines.join("\n").trim_end().to_owned()
}

/// The cells themselves.
pub(crate) fn painted(
    width: u16,
    height: u16,
    look: Look,
    paint: impl FnOnce(&mut Painter),
) -> Buffer {
    let area = Rect::new(0, 0, width, height);
    let mut buffer = Buffer::empty(area);
    paint(&mut Painter::new(&mut buffer, area, look));
    buffer
}

pub(crate) const WEB: (&str, &str) = ("Windows 10.0.17763 Arch: x64", "1.31.2");
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
    rows.stream(("", "e1"), Direction::Outbound, Media::Audio, &burst);
    rows.stream(("", "e2"), Direction::Outbound, Media::Audio, &[]);
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

/// The same call without any client record.
pub(crate) fn group_without_clients() -> Scene {
    group_rows().scene()
}

fn group_rows() -> Rows {
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
    use Direction::{Inbound, Outbound};
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
        rows.stream(
            (name, name),
            Direction::Outbound,
            Media::Audio,
            &[("rtt_avg", rtt)],
        );
    }
    rows.scene()
}
