//! Which streams are listed, in which columns and order. Measures without any value get no column.

use super::other_end;
use crate::model::call::{CallDetail, LegNo, Stream, StreamNo};
use crate::model::rows::CallKind;
use crate::model::selection::Selection;
use crate::model::senders::Senders;
use crate::model::store::Store;
use crate::ui::painter::{Align, Cut};
use crate::ui::panes::measure::{self, Measure, State};
use crate::ui::panes::{standing, words};
use crate::ui::theme::Role;
use crate::ui::widgets::table::{Cell, Column};
use std::cmp::Ordering;

/// Of what the streams are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Call,
    Leg(LegNo),
}

impl Scope {
    pub(super) fn of(selection: &Selection) -> Self {
        selection.leg.map_or(Self::Call, Self::Leg)
    }
}

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Content {
    Leg,
    Way,
    Medium,
    Measure(Measure),
    Mark,
    OtherEnd,
    Transport,
    Codec,
    Id,
}

/// Streams and columns of one view.
#[derive(Default)]
pub(super) struct StreamTable {
    pub(super) streams: Vec<StreamNo>,
    pub(super) columns: Vec<Column>,
    contents: Vec<Content>,
    senders: Senders,
}

impl StreamTable {
    /// The column of the verdict.
    pub(super) fn mark_column(&self) -> Option<usize> {
        self.contents.iter().position(|of| *of == Content::Mark)
    }

    pub(super) fn new(store: &Store, detail: &CallDetail, scope: Scope) -> Self {
        let streams: Vec<StreamNo> = match scope {
            Scope::Leg(leg) => detail.streams_of(leg).map(|(number, _)| number).collect(),
            Scope::Call => (0..detail.streams.len() as u32).map(StreamNo).collect(),
        };
        let mut table = Self {
            streams,
            senders: senders(store, detail),
            ..Self::default()
        };
        if scope == Scope::Call {
            table.add(Content::Leg, Column::words("LEG", 5, 0));
        }
        table.add(Content::Way, Column::words("DIR", 3, 0));
        table.add(Content::Medium, Column::words("MED", 3, 0));
        for (rank, measure) in table.measures(store, detail).into_iter().enumerate() {
            let column = Column {
                title: measure.head(),
                width: table.width_of(store, detail, measure),
                align: Align::Right,
                cut: Cut::End,
                drop: 5 + rank as u8,
                grows: false,
            };
            table.add(Content::Measure(measure), column);
        }
        table.add(Content::Mark, Column::words("", 1, 0));
        table.add(Content::OtherEnd, Column::words("OTHER END", 13, 8));
        table.add(Content::Transport, Column::words("VIA", 3, 29));
        table.add(Content::Codec, Column::words("CODEC", 8, 30));
        table.add(Content::Id, Column::ids("STREAM", 8, 31));
        table
    }

    /// As wide as its widest cell: a pane of 48 columns must hold jitter, round trip and loss.
    fn width_of(&self, store: &Store, detail: &CallDetail, measure: Measure) -> u16 {
        let cell = |number: &StreamNo| {
            let stream = &detail.streams[number.0 as usize];
            let values = &store.streams.values()[stream.row.at()];
            measure
                .pair(values, (store.limits(), stream.media), true)
                .chars()
                .count()
        };
        let widest = self.streams.iter().map(cell).max().unwrap_or_default();
        widest.max(measure.head().len()) as u16
    }

    fn add(&mut self, content: Content, column: Column) {
        self.contents.push(content);
        self.columns.push(column);
    }

    /// The measures of which a stream has a value; those of lists always, so that their absence is seen.
    fn measures(&self, store: &Store, detail: &CallDetail) -> Vec<Measure> {
        let has_value = |measure: Measure| {
            self.streams.iter().any(|number| {
                let row = detail.streams[number.0 as usize].row;
                measure.has_value(&store.streams.values()[row.at()])
            })
        };
        let listed: Vec<Measure> = measure::listed().collect();
        measure::measures()
            .filter(|measure| listed.contains(measure) || has_value(*measure))
            .collect()
    }

    /// The column of the measure that is worst: of one beyond its limit by its mean, else by its maximum.
    pub(super) fn worst_column(&self, store: &Store, detail: &CallDetail) -> Option<usize> {
        let has = |content: &Content, wanted: State| match content {
            Content::Measure(measure) => self.streams.iter().any(|number| {
                let stream = &detail.streams[number.0 as usize];
                let values = &store.streams.values()[stream.row.at()];
                measure.state(values, (store.limits(), stream.media)) == wanted
            }),
            _ => false,
        };
        let first = |wanted| {
            self.contents
                .iter()
                .position(|content| has(content, wanted))
        };
        first(State::Poor).or_else(|| first(State::Burst))
    }

    /// Sorts; what has no value comes last in either order.
    pub(super) fn sort(
        &mut self,
        store: &Store,
        detail: &CallDetail,
        column: usize,
        is_descending: bool,
    ) {
        let Some(&content) = self.contents.get(column) else {
            return;
        };
        let directed = |order: Ordering| {
            if is_descending {
                order.reverse()
            } else {
                order
            }
        };
        let senders = &self.senders;
        self.streams.sort_by(|a, b| {
            let a = &detail.streams[a.0 as usize];
            let b = &detail.streams[b.0 as usize];
            if let Content::Measure(measure) = content {
                let value = |stream: &Stream| {
                    let values = store.streams.values()[stream.row.at()];
                    let most = measure.most.and_then(|at| values[at].known());
                    values[measure.mean].known().or(most)
                };
                return match (value(a), value(b)) {
                    (Some(a), Some(b)) => directed(a.total_cmp(&b)),
                    (a, b) => b.is_some().cmp(&a.is_some()),
                };
            }
            if content == Content::Mark {
                // The class counts from the worst, which "descending" puts first.
                return directed(b.verdict.class.cmp(&a.verdict.class));
            }
            let text = |stream| cell((store, senders), detail, stream, content).text;
            directed(text(a).cmp(&text(b)))
        });
    }

    pub(super) fn cell(
        &self,
        store: &Store,
        detail: &CallDetail,
        row: usize,
        column: usize,
    ) -> Cell {
        let stream = self
            .streams
            .get(row)
            .and_then(|number| detail.streams.get(number.0 as usize));
        match (stream, self.contents.get(column)) {
            (Some(stream), Some(&content)) => cell((store, &self.senders), detail, stream, content),
            _ => Cell::plain(""),
        }
    }
}

/// Who sends what, for calls of more than two: of two the other end is known.
fn senders(store: &Store, detail: &CallDetail) -> Senders {
    match detail.kind {
        CallKind::P2p => Senders::default(),
        _ => Senders::of(store, detail),
    }
}

fn cell(
    (store, senders): (&Store, &Senders),
    detail: &CallDetail,
    stream: &Stream,
    content: Content,
) -> Cell {
    let row = stream.row.at();
    match content {
        Content::Leg => Cell::plain(match stream.leg {
            Some(leg) => detail.leg_name(leg),
            None => "no leg".to_owned(),
        }),
        Content::Way => Cell::plain(words::way(stream.direction)),
        Content::Medium => Cell::plain(words::medium(stream.media)),
        Content::Measure(measure) => {
            let values = &store.streams.values()[row];
            let role = match measure.state(values, (store.limits(), stream.media)) {
                State::Fine => Role::Text,
                state => state.role(),
            };
            Cell::new(
                measure.pair(values, (store.limits(), stream.media), true),
                role,
            )
        }
        Content::Mark => {
            let (mark, role) = standing::mark(standing::of_stream(stream.verdict.class));
            Cell::new(mark, role)
        }
        Content::OtherEnd => other_end::cell(detail, stream, senders),
        Content::Transport => Cell::plain(words::word(store, store.streams.transport()[row])),
        Content::Codec => Cell::plain(words::word(store, store.streams.codec()[row])),
        Content::Id => Cell::plain(words::word(store, stream.id)),
    }
}

/// Why there is no row.
pub(super) fn why_empty(detail: &CallDetail, leg: Option<LegNo>) -> &'static str {
    match (detail.streams.is_empty(), leg.is_some(), detail.kind) {
        (true, ..) => {
            "No call-diagnostics record of this call is loaded: its streams cannot be judged."
        }
        (false, true, CallKind::P2p) => "No stream record of this endpoint is loaded.",
        (false, true, _) => "No stream record names this leg.",
        (false, false, _) => "No stream.",
    }
}
