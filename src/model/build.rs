//! From the rows of one call to the call: newest rows win, legs are told apart, streams and operations find their leg.
//!
//! Every step works on the set of rows in an order of its own, so the order of files does not matter.

mod legs;
mod operations;
mod side;

use super::call::{CallDetail, LegNo, Stream};
use super::id::{CallIx, IdRef, Map, Set, StreamIx, SummaryIx, TextRef};
use super::kept::{Rank, Replaced, rank};
use super::leg_key::{LegIds, LegKey};
use super::rows::{CallKind, Direction, Media};
use super::source::Source;
use super::store::Store;
use super::value::{Num, Time};
use super::verdict::{self, CallVerdict};
use legs::Legs;
use std::hash::Hash;

/// How often rows replaced each other or came twice.
#[derive(Default)]
struct Tally {
    superseded: Replaced,
    duplicates: u32,
    not_participants: u32,
}

/// Leaves out records met before, word for word; of twins the first in the files stays.
fn distinct(
    mut rows: Vec<usize>,
    hash: &[u64],
    source: &[Source],
    tally: &mut Tally,
) -> Vec<usize> {
    rows.sort_unstable_by_key(|&row| source[row]);
    let mut seen = Set::default();
    seen.reserve(rows.len());
    let all = rows.len();
    rows.retain(|&row| seen.insert(hash[row]));
    tally.duplicates += (all - rows.len()) as u32;
    rows
}

/// Keeps the best row of each key.
fn newest<K: Eq + Hash>(
    rows: impl Iterator<Item = (K, Rank, usize)>,
    tally: &mut Tally,
) -> Map<K, usize> {
    let mut kept: Map<K, (Rank, usize)> = Map::default();
    kept.reserve(rows.size_hint().0);
    for (key, rank, row) in rows {
        kept.entry(key)
            .and_modify(|best| {
                let (loser, ..) = if rank > best.0 {
                    std::mem::replace(best, (rank, row))
                } else {
                    (rank, row)
                };
                tally.superseded.note(loser.2.0.file);
            })
            .or_insert((rank, row));
    }
    kept.into_iter().map(|(key, (_, row))| (key, row)).collect()
}

impl CallDetail {
    /// Builds a call from its rows.
    pub(super) fn build(store: &Store, call: CallIx) -> Self {
        let mut tally = Tally::default();
        let id = store.call_id(call);
        let (hash, source) = (store.summaries.hash(), store.summaries.source());
        let summaries = distinct(store.summaries_of(call).collect(), hash, source, &mut tally);
        let kind = kind_of(store, &summaries);
        let summaries = Summarised::of(store, summaries, kind, id, &mut tally);
        let (streams, stream_origins) = kept_streams(store, call, kind, &mut tally);
        let operations = operations::kept(store, store.operations_of(call).collect(), &mut tally);

        let mut legs = Legs::new(store, kind, id);
        legs.add_summaries(&summaries.kept);
        legs.add_streams(&streams);
        legs.add_clients(call, &operations);
        let side = side::kept(store, call, &mut tally);
        legs.add_side(&side);
        let thread = summaries.thread;
        let origins = [&summaries.origins, &stream_origins];
        let (legs, participants, leg_of) =
            legs.finish(|key| Origins::is_update_only(&origins, key));
        let streams = sorted_streams(store, streams, &leg_of);
        let operations = operations::placed(store, call, &operations, &legs, kind, &leg_of);
        let ranges = operations::ranges(store, &operations, &legs);
        let side = side::placed(store, side, &legs);
        let mut detail = Self {
            call,
            kind,
            start: summaries.start,
            duration_s: summaries.duration_s,
            thread,
            endpoints: count_endpoints(store, &legs, call),
            legs,
            participants,
            streams,
            operations,
            ranges,
            side,
            superseded: tally.superseded,
            duplicates: tally.duplicates,
            not_participants: tally.not_participants,
            is_orphan: summaries.is_orphan,
            is_final: true,
            verdict: CallVerdict::default(),
        };
        detail.is_final = !detail.legs.iter().any(|leg| leg.is_update_only);
        detail.verdict = verdict::judge_call(store, &detail);
        detail
    }
}

/// Operations that found no call, by the rules of those that did: how many are kept and duplicates, which are replaced.
pub(super) fn count_unjoined(store: &Store) -> ([u64; 2], Replaced) {
    let mut tally = Tally::default();
    let kept = operations::kept(store, store.unjoined_operations(), &mut tally);
    (
        [kept.len() as u64, tally.duplicates.into()],
        tally.superseded,
    )
}

/// Group as soon as one row says so; a P2P call that gains a leg becomes one.
fn kind_of(store: &Store, summaries: &[usize]) -> CallKind {
    summaries
        .iter()
        .map(|&row| store.summaries.call_kind()[row])
        .max()
        .unwrap_or_default()
}

/// Which legs the final logs tell of, and which the updates logs.
struct Origins {
    finals: Set<LegKey>,
    updates: Set<LegKey>,
}

impl Origins {
    fn of(rows: impl Iterator<Item = (LegKey, bool)>) -> Self {
        let (updates, finals): (Vec<_>, Vec<_>) = rows.partition(|(_, is_update)| *is_update);
        let keys = |rows: Vec<(LegKey, bool)>| rows.into_iter().map(|(key, _)| key).collect();
        Self {
            finals: keys(finals),
            updates: keys(updates),
        }
    }

    /// True for a leg that only updates tell of: its final rows are still to come.
    fn is_update_only(origins: &[&Self], key: LegKey) -> bool {
        origins.iter().any(|origin| origin.updates.contains(&key))
            && !origins.iter().any(|origin| origin.finals.contains(&key))
    }
}

/// The summary side of a call.
struct Summarised {
    kept: Vec<(LegKey, SummaryIx)>,
    origins: Origins,
    start: Time,
    duration_s: Num,
    thread: IdRef,
    is_orphan: bool,
}

impl Summarised {
    fn of(store: &Store, rows: Vec<usize>, kind: CallKind, call: IdRef, tally: &mut Tally) -> Self {
        let table = &store.summaries;
        let is_orphan = rows.is_empty();
        let mut keyed: Vec<(LegKey, usize)> = Vec::with_capacity(rows.len());
        for row in rows {
            match summary_ids(store, row).key(kind, call) {
                Some(key) => keyed.push((key, row)),
                None => tally.not_participants += 1,
            }
        }
        let origins = Origins::of(
            keyed
                .iter()
                .map(|&(key, row)| (key, table.is_update()[row])),
        );
        let ranked = keyed.into_iter().map(|(key, row)| {
            (
                key,
                rank(
                    table.version()[row],
                    table.generated()[row],
                    table.source()[row],
                ),
                row,
            )
        });
        let kept = newest(ranked, tally);
        let mut facts = Self {
            kept: Vec::with_capacity(kept.len()),
            origins,
            start: Time::MISSING,
            duration_s: Num::MISSING,
            thread: IdRef::MISSING,
            is_orphan,
        };
        let mut rows: Vec<(LegKey, usize)> = kept.into_iter().collect();
        rows.sort_unstable_by_key(|&(_, row)| (table.call_start()[row], table.source()[row]));
        for (key, row) in rows {
            facts.start = facts.start.earlier(table.call_start()[row]);
            facts.duration_s = facts.duration_s.max(table.call_duration()[row]);
            facts.thread = facts.thread.or(table.thread()[row]);
            facts.kept.push((key, SummaryIx(row as u32)));
        }
        facts
    }
}

fn summary_ids(store: &Store, row: usize) -> LegIds {
    let table = &store.summaries;
    LegIds {
        participant: table.participant()[row],
        endpoint: table.endpoint()[row],
        identifier: table.identifier()[row],
        endpoint_type: table.endpoint_type()[row],
    }
}

/// A kept stream row with its leg's key.
struct KeptStream {
    leg: Option<LegKey>,
    row: usize,
}

/// The newest row of each stream of leg, medium, id and direction. A server row that names no participant is a stream
/// without leg. The portal knows a stream by participant and id alone, so that one id in two directions is one of them,
/// and leaves out rows without an id (call-diagnostics-rules, *stream dedupe*); the contract keeps both.
fn kept_streams(
    store: &Store,
    call: CallIx,
    kind: CallKind,
    tally: &mut Tally,
) -> (Vec<KeptStream>, Origins) {
    type Key = (Option<LegKey>, Media, TextRef, TextRef, Direction);
    let table = &store.streams;
    let id = store.call_id(call);
    let rows = distinct(
        store.streams_of(call).collect(),
        table.hash(),
        table.source(),
        tally,
    );
    let mut keyed: Vec<(Key, Rank, usize)> = Vec::with_capacity(rows.len());
    for row in rows {
        let ids = stream_ids(store, row);
        if ids.is_call_itself(id) {
            tally.not_participants += 1;
            continue;
        }
        let leg = ids
            .key(kind, id)
            .filter(|key| matches!(key, LegKey::Id(_)) || !is_server(store, row));
        let media = table.media()[row];
        let word = if media == Media::Unknown {
            table.media_word()[row]
        } else {
            TextRef::MISSING
        };
        let key = (
            leg,
            media,
            word,
            table.stream_id()[row],
            table.direction()[row],
        );
        keyed.push((
            key,
            rank(
                table.version()[row],
                table.generated()[row],
                table.source()[row],
            ),
            row,
        ));
    }
    let named = keyed
        .iter()
        .filter_map(|&((leg, ..), _, row)| Some((leg?, table.is_update()[row])));
    let origins = Origins::of(named);
    let kept = newest(keyed.into_iter(), tally);
    let kept = kept
        .into_iter()
        .map(|((leg, ..), row)| KeptStream { leg, row });
    (kept.collect(), origins)
}

/// The rows of a judged call's streams: of each stream the newest.
pub(super) fn stream_rows(store: &Store, call: CallIx) -> Vec<usize> {
    let kind = store.facts(call).kind;
    let (kept, _) = kept_streams(store, call, kind, &mut Tally::default());
    kept.into_iter().map(|kept| kept.row).collect()
}

fn is_server(store: &Store, row: usize) -> bool {
    store
        .text(store.streams.endpoint_type()[row])
        .eq_ignore_ascii_case("server")
}

fn stream_ids(store: &Store, row: usize) -> LegIds {
    let table = &store.streams;
    LegIds {
        participant: table.participant()[row],
        endpoint: table.endpoint()[row],
        identifier: table.identifier()[row],
        endpoint_type: table.endpoint_type()[row],
    }
}

fn sorted_streams(
    store: &Store,
    kept: Vec<KeptStream>,
    leg_of: &Map<LegKey, LegNo>,
) -> Vec<Stream> {
    let mut streams: Vec<Stream> = kept
        .into_iter()
        .map(|kept| {
            let row = store.streams.get(kept.row);
            Stream {
                leg: kept.leg.and_then(|key| leg_of.get(&key).copied()),
                media: row.media,
                direction: row.direction,
                id: row.stream_id,
                row: StreamIx(kept.row as u32),
                verdict: verdict::judge_stream(store.limits(), &row),
            }
        })
        .collect();
    streams.sort_by(|a, b| {
        let key = |stream: &Stream| {
            (
                stream.leg.is_none(),
                stream.leg,
                stream.direction,
                stream.media,
            )
        };
        let id = |stream: &Stream| {
            let text = store.text(stream.id);
            (text.len(), text)
        };
        key(a).cmp(&key(b)).then_with(|| id(a).cmp(&id(b)))
    });
    streams
}

/// Distinct usable endpoint ids of a call, whichever log names them.
fn count_endpoints(store: &Store, legs: &[super::call::Leg], call: CallIx) -> usize {
    let mut endpoints: Set<IdRef> = legs.iter().map(|leg| leg.endpoint).collect();
    endpoints.extend(
        store
            .streams_of(call)
            .map(|row| store.streams.endpoint()[row]),
    );
    endpoints.extend(
        store
            .operations_of(call)
            .map(|row| store.operations.endpoint()[row]),
    );
    endpoints
        .into_iter()
        .filter(|endpoint| endpoint.is_known())
        .count()
}
