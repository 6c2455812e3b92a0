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
use crate::ui::widgets::table::columns::{Offer, Offers};
use crate::ui::widgets::table::order::Order;
use crate::ui::widgets::table::{Cell, Column};
use std::cmp::Ordering;
use std::sync::LazyLock;

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

/// A column of the table.
struct StreamColumn {
    /// Its name, by which a choice is kept; of a measure that of its mean.
    name: &'static str,
    /// Its name in a sentence.
    words: String,
    shape: Column,
    content: Content,
}

/// All columns, in the order of the program.
fn all() -> &'static [StreamColumn] {
    static ALL: LazyLock<Vec<StreamColumn>> = LazyLock::new(|| {
        let column = |name, content, shape, words: &str| StreamColumn {
            name,
            words: words.to_owned(),
            shape,
            content,
        };
        let mut all = vec![
            column("leg", Content::Leg, Column::words("LEG", 5, 0), "leg"),
            column(
                "direction",
                Content::Way,
                Column::words("DIR", 3, 0),
                "direction",
            ),
            column(
                "media",
                Content::Medium,
                Column::words("MED", 3, 0),
                "medium",
            ),
        ];
        all.extend(measure::measures().enumerate().map(measure_column));
        all.extend([
            column("verdict", Content::Mark, Column::words("", 1, 0), "verdict"),
            column(
                "other_end",
                Content::OtherEnd,
                Column::words("OTHER END", 13, 8),
                "who sent it, or got it",
            ),
            column(
                "transport",
                Content::Transport,
                Column::words("VIA", 3, 29),
                "transport",
            ),
            column(
                "codec",
                Content::Codec,
                Column::words("CODEC", 8, 30),
                "codec",
            ),
            column(
                "stream",
                Content::Id,
                Column::ids("STREAM", 8, 31),
                "stream id",
            ),
        ]);
        all
    });
    &ALL
}

fn measure_column((rank, measure): (usize, Measure)) -> StreamColumn {
    let metric = measure.metric();
    let pair = if measure.most.is_some() {
        ", average and highest"
    } else {
        ""
    };
    StreamColumn {
        name: metric.name,
        words: format!("{}{pair} ({})", metric.title, metric.unit.label()),
        shape: Column {
            title: measure.head(),
            width: measure.width(),
            align: Align::Right,
            cut: Cut::End,
            drop: 5 + rank as u8,
            grows: false,
        },
        content: Content::Measure(measure),
    }
}

fn named(name: &str) -> Option<&'static StreamColumn> {
    all().iter().find(|column| column.name == name)
}

/// The name of a column as it stands here.
pub(super) fn known(name: &str) -> Option<&'static str> {
    named(name).map(|column| column.name)
}

/// Leg or direction stay with the next one where the user does not say which columns do.
const STAY: usize = 2;

/// Streams of one view, and what of them there is to be shown.
#[derive(Default)]
pub(super) struct StreamTable {
    pub(super) streams: Vec<StreamNo>,
    senders: Senders,
    offers: Offers,
}

impl StreamTable {
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
        table.offers = table.offers_of(store, detail, scope);
        table
    }

    /// The columns there are, each as wide as it is here.
    pub(super) fn offers(&self) -> Offers {
        self.offers.clone()
    }

    /// The columns of the program are those of which there is something to be said; of a single leg its name is in the
    /// title.
    fn offers_of(&self, store: &Store, detail: &CallDetail, scope: Scope) -> Offers {
        let measures = self.measures(store, detail);
        let is_program = |column: &&StreamColumn| match column.content {
            Content::Leg => scope == Scope::Call,
            Content::Measure(measure) => measures.contains(&measure),
            _ => true,
        };
        let offer = |column: &'static StreamColumn| {
            let mut shape = column.shape;
            if let Content::Measure(measure) = column.content {
                shape.width = self.width_of(store, detail, measure);
                // Of those shown the first goes last.
                let rank = measures.iter().position(|shown| *shown == measure);
                shape.drop = 5 + rank.unwrap_or(measures.len()) as u8;
            }
            Offer {
                name: column.name,
                sorts: column.name,
                words: &column.words,
                shape,
            }
        };
        let program = all().iter().filter(is_program);
        Offers {
            all: all().iter().map(offer).collect(),
            program: program.map(|column| column.name).collect(),
            stay: STAY,
            last: None,
        }
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
    pub(super) fn worst_column(&self, store: &Store, detail: &CallDetail) -> Option<&'static str> {
        let has = |content: Content, wanted: State| match content {
            Content::Measure(measure) => self.streams.iter().any(|number| {
                let stream = &detail.streams[number.0 as usize];
                let values = &store.streams.values()[stream.row.at()];
                measure.state(values, (store.limits(), stream.media)) == wanted
            }),
            _ => false,
        };
        let first = |wanted| {
            let mut columns = all().iter();
            columns.find(|column| has(column.content, wanted))
        };
        let worst = first(State::Poor).or_else(|| first(State::Burst));
        worst.map(|column| column.name)
    }

    /// Sorts by columns, the first first; what has no value comes last in either order. Equals stay in the log's order.
    pub(super) fn sort(&mut self, store: &Store, detail: &CallDetail, order: &Order) {
        let contents: Vec<(Content, bool)> = order
            .iter()
            .filter_map(|&(name, down)| Some((named(name)?.content, down)))
            .collect();
        let senders = &self.senders;
        let stream = |number: &StreamNo| &detail.streams[number.0 as usize];
        self.streams.sort_by(|a, b| {
            let (a, b) = (stream(a), stream(b));
            let each = contents
                .iter()
                .map(|&by| compared((store, senders), detail, by, (a, b)));
            let mut each = each.filter(|order| order.is_ne());
            each.next().unwrap_or(Ordering::Equal)
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
        match (stream, all().get(column)) {
            (Some(stream), Some(column)) => {
                cell((store, &self.senders), detail, stream, column.content)
            }
            _ => Cell::plain(""),
        }
    }
}

/// The order of two streams by what a column shows.
fn compared(
    (store, senders): (&Store, &Senders),
    detail: &CallDetail,
    (content, is_descending): (Content, bool),
    (a, b): (&Stream, &Stream),
) -> Ordering {
    let directed = |order: Ordering| {
        if is_descending {
            order.reverse()
        } else {
            order
        }
    };
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
