//! The operations of a call: duplicates out, each at its leg, diagnostics as ranges.

use super::legs::covers;
use super::{Rank, Tally, distinct, newest, rank};
use crate::model::call::{DiagnosticRange, Leg, LegNo, Operation};
use crate::model::id::{CallIx, IdRef, Map, OperationIx, TextRef};
use crate::model::leg_key::LegKey;
use crate::model::rows::{CallKind, Quality};
use crate::model::store::Store;
use crate::model::value::{Num, Time};

/// The kept rows: newest per operation id, name and client time (call-diagnostics-rules, *operation dedupe*). Rows
/// without an operation id stand for themselves; the portal leaves them out, with the placeholder name and those without
/// a client time (client-operations notes), while the contract counts every kept row.
pub(super) fn kept(store: &Store, rows: Vec<usize>, tally: &mut Tally) -> Vec<usize> {
    type Key = (IdRef, TextRef, Time, Option<usize>);
    let table = &store.operations;
    let rows = distinct(rows, table.hash(), table.source(), tally);
    let keyed = rows.into_iter().map(|row| {
        let id = table.operation()[row];
        let key: Key = (
            id,
            table.name()[row],
            table.time()[row],
            (!id.is_known()).then_some(row),
        );
        let rank: Rank = rank(Num::MISSING, table.generated()[row], table.source()[row]);
        (key, rank, row)
    });
    let mut rows: Vec<usize> = newest(keyed, tally).into_values().collect();
    rows.sort_unstable_by_key(|&row| (table.time()[row], table.source()[row]));
    rows
}

/// Each operation at its leg.
pub(super) fn placed(
    store: &Store,
    call: CallIx,
    rows: &[usize],
    legs: &[Leg],
    kind: CallKind,
    leg_of: &Map<LegKey, LegNo>,
) -> Vec<Operation> {
    let id = store.call_id(call);
    let clients = clients_of(store, rows, kind, leg_of);
    rows.iter()
        .map(|&row| {
            let actor = Actor::of(store, row);
            let leg = direct_leg(&actor, kind, leg_of)
                .or_else(|| by_endpoint(&actor, legs))
                .or_else(|| clients.get(&actor.client.known()?).copied());
            Operation {
                leg,
                time: actor.time,
                row: OperationIx(row as u32),
                is_before_call: store.operations.call()[row] != id,
            }
        })
        .collect()
}

/// Who did an operation, and when: what of its row tells its leg.
struct Actor {
    participant: IdRef,
    endpoint: IdRef,
    client: IdRef,
    time: Time,
}

impl Actor {
    fn of(store: &Store, row: usize) -> Self {
        let table = &store.operations;
        Self {
            participant: table.participant()[row],
            endpoint: table.endpoint()[row],
            client: table.client()[row],
            time: table.time()[row],
        }
    }
}

fn direct_leg(actor: &Actor, kind: CallKind, leg_of: &Map<LegKey, LegNo>) -> Option<LegNo> {
    let id = match kind {
        CallKind::P2p => actor.endpoint.or(actor.participant),
        _ => actor.participant,
    };
    leg_of.get(&LegKey::Id(id.known()?)).copied()
}

/// The leg of an endpoint; of several the one alive at the time, else the last that had begun.
fn by_endpoint(actor: &Actor, legs: &[Leg]) -> Option<LegNo> {
    let endpoint = actor.endpoint.known()?;
    let mut candidates = legs
        .iter()
        .enumerate()
        .filter(|(_, leg)| leg.endpoint == endpoint)
        .map(|(at, leg)| (LegNo(at as u32), leg));
    let first = candidates.next()?;
    let mut best = first;
    for candidate in candidates {
        if covers(candidate.1, actor.time) || candidate.1.start <= actor.time {
            best = candidate;
        }
    }
    Some(best.0)
}

/// The first leg each client instance acted in; takes up what it did before the call.
fn clients_of(
    store: &Store,
    rows: &[usize],
    kind: CallKind,
    leg_of: &Map<LegKey, LegNo>,
) -> Map<IdRef, LegNo> {
    let mut clients = Map::default();
    for &row in rows {
        let actor = Actor::of(store, row);
        if let Some(client) = actor.client.known()
            && let Some(leg) = direct_leg(&actor, kind, leg_of)
        {
            clients.entry(client).or_insert(leg);
        }
    }
    clients
}

/// Diagnostics from the first Poor or Bad report until Good, per leg and name.
pub(super) fn ranges(
    store: &Store,
    operations: &[Operation],
    legs: &[Leg],
) -> Vec<DiagnosticRange> {
    let mut open: Map<(Option<LegNo>, TextRef), DiagnosticRange> = Map::default();
    let mut ranges = Vec::new();
    let names = store.operations.diagnostic();
    // Few operations report a diagnostic.
    let reports = operations.iter();
    for operation in reports.filter(|operation| names[operation.row.at()].is_known()) {
        let row = store.operations.get(operation.row.at());
        let key = (operation.leg, row.diagnostic);
        match row.quality {
            Quality::Unknown => {}
            Quality::Good => {
                if let Some(mut range) = open.remove(&key) {
                    range.end = row.time;
                    range.last_row = operation.row;
                    range.has_recovered = recovered_in_time(&range, legs);
                    ranges.push(range);
                }
            }
            quality => {
                let range = open.entry(key).or_insert(DiagnosticRange {
                    leg: operation.leg,
                    name: row.diagnostic,
                    start: row.time,
                    end: Time::MISSING,
                    worst: quality,
                    has_recovered: false,
                    row: operation.row,
                    last_row: operation.row,
                });
                range.worst = range.worst.max(quality);
                range.last_row = operation.row;
            }
        }
    }
    ranges.extend(open.into_values());
    ranges.sort_by_key(|range| (range.start, range.leg, range.row));
    ranges
}

/// A Good report after the leg's end is no recovery (contract, call verdict). Durations are whole seconds, so the second
/// in which the leg ends still belongs to it.
fn recovered_in_time(range: &DiagnosticRange, legs: &[Leg]) -> bool {
    const PRECISION_MS: f64 = 999.0;
    let end = range
        .leg
        .and_then(|leg| legs.get(leg.0 as usize))
        .map_or(Time::MISSING, Leg::end);
    !end.is_known() || !range.end.is_known() || range.end <= end.plus_ms(PRECISION_MS)
}
