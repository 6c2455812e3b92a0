//! What is told of a call beside its streams and operations: duplicates out, newest of a key, each at its leg.

use super::{Tally, distinct, newest};
use crate::model::call::{Leg, LegNo};
use crate::model::id::{CallIx, IdRef, TextRef};
use crate::model::kept::rank;
use crate::model::side::{Side, SideKind, SideRow};
use crate::model::store::Store;
use crate::model::value::{Num, Time};

/// What makes two rows the same thing told twice, as when a call was exported in two forms.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    id: IdRef,
    participant: IdRef,
    name: TextRef,
    time: Time,
    /// The row itself where nothing identifies it.
    alone: Option<usize>,
}

impl Key {
    /// Requests of recording have no id of their own: each stands for itself.
    fn of(side: &Side, kind: SideKind, row: usize) -> Self {
        let none = (IdRef::MISSING, TextRef::MISSING, Time::MISSING);
        let (id, name, time) = match kind {
            SideKind::Survey => (side.surveys.survey()[row], none.1, none.2),
            SideKind::Request => {
                let request = side.requests.get(row);
                (request.operation, request.name, request.generated)
            }
            SideKind::Outcome => {
                let outcome = side.outcomes.get(row);
                (outcome.operation, outcome.name, outcome.generated)
            }
            SideKind::Streaming => {
                let session = side.streamings.get(row);
                (session.session, session.modality, session.start)
            }
            SideKind::Recording => {
                let recording = side.recordings.get(row);
                (recording.recording, recording.content, recording.start)
            }
            SideKind::RecordingRequest => none,
            SideKind::Captions => {
                let captions = side.captions.get(row);
                (captions.session, captions.language, captions.start)
            }
        };
        Self {
            id,
            participant: participant(side, kind, row),
            name,
            time,
            alone: (!id.is_known()).then_some(row),
        }
    }
}

fn participant(side: &Side, kind: SideKind, row: usize) -> IdRef {
    kind.participants(side)
        .map_or(IdRef::MISSING, |column| column[row])
}

/// The kept rows of every kind, in the order of time.
pub(super) fn kept(store: &Store, call: CallIx, tally: &mut Tally) -> Vec<SideRow> {
    let side = &store.side;
    let mut rows = Vec::new();
    for kind in SideKind::ALL {
        let all: Vec<usize> = store.side_of(kind, call).collect();
        if all.is_empty() {
            continue;
        }
        let (generated, sources) = (kind.generated(side), kind.sources(side));
        let once = distinct(all, kind.hashes(side), sources, tally);
        let keyed = once.into_iter().map(|row| {
            let rank = rank(Num::MISSING, generated[row], sources[row]);
            (Key::of(side, kind, row), rank, row)
        });
        rows.extend(newest(keyed, tally).into_values().map(|row| {
            let (from, to) = kind.extent(side, row);
            SideRow {
                kind,
                row: row as u32,
                leg: None,
                from,
                to,
                source: sources[row],
            }
        }));
    }
    rows.sort_unstable_by_key(|row| (!row.from.is_known(), row.from, row.kind, row.source));
    rows
}

/// Each row at the leg of its participant id; of a P2P call, whose legs go by endpoint, where a leg has that id too.
pub(super) fn placed(store: &Store, mut rows: Vec<SideRow>, legs: &[Leg]) -> Vec<SideRow> {
    for row in &mut rows {
        let id = participant(&store.side, row.kind, row.row as usize);
        let is_it = |leg: &Leg| leg.participant == id || leg.key == id;
        let found = legs.iter().position(|leg| id.is_known() && is_it(leg));
        row.leg = found.map(|at| LegNo(at as u32));
    }
    rows
}
