//! Small calls built by hand, and what a pane draws of them, for the tests of the panes.

mod scenes;
mod side;

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
use crate::ui::context::{Context, Look, Motion, TimeView};
use crate::ui::glyphs::{Glyphs, UNICODE};
use crate::ui::painter::Painter;
use crate::ui::panes::Pane;
use crate::ui::theme::{Theme, Tier};
use crate::ui::time_face::TimeFace;
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

pub(crate) use scenes::{clock_off, crowd, group, group_with_senders, group_without_clients, p2p};
pub(crate) use side::group_with_services;

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
            client: batch.id(&format!("client of {participant}")),
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

    /// What a participant received from another, by its media statistics.
    pub(crate) fn received(&mut self, participant: &str, remote: &str, media: Media) {
        self.sample(participant, 310.0, "JitterInMs", 4.0);
        let at = self.batch.samples.len() - 1;
        let mut row = self.batch.samples.get(at);
        row.remote = self.batch.id(remote);
        (row.media, row.direction) = (media, Direction::Inbound);
        self.batch.samples.set(at, row);
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
            overview: None,
            groups: None,
            comparison: None,
            kept: None,
            time: TimeView::default(),
            marked: crate::query::marked::none(),
            look: self.look,
            is_loading: false,
        }
    }

    /// A leg of a new participant that was there before the others.
    pub(crate) fn add_leg_before_all(&mut self) {
        let mut rows = Rows::new(CallKind::Group);
        rows.next = 1_000;
        rows.leg(&LegRow {
            participant: "p0",
            endpoint: "e0",
            who: "early",
            client: ("", ""),
            span: (0.0, 10.0),
            end: GOOD_END,
        });
        self.store.absorb(&rows.batch);
        self.store.settle();
        self.detail = self.store.detail(CallIx(0));
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

/// Draws a pane at sizes from nothing up; it must never reach beyond them nor panic.
pub(crate) fn survives_small_sizes<P: Pane + Default>() {
    for scene in [group(), p2p(), crowd()] {
        for width in [0, 1, 2, 5, 17, 40, 100, 101] {
            for height in [0, 1, 2, 3, 7, 13, 14] {
                let mut pane = P::default();
                scene.show(&mut pane, width, height);
                for motion in [Motion::Bottom, Motion::Right, Motion::PageUp, Motion::Left] {
                    pane.apply(motion, &scene.context());
                    scene.show(&mut pane, width, height);
                }
            }
        }
    }
}

pub(crate) fn look(glyphs: &'static Glyphs, theme: Theme) -> Look {
    Look {
        theme,
        glyphs,
        face: TimeFace::default(),
    }
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
