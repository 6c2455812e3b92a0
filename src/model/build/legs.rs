//! The legs of a call, gathered from summary rows, stream rows and client records, grouped into participants.

use super::{KeptStream, stream_ids};
use crate::model::call::{Leg, LegNo, Participant};
use crate::model::end_reason;
use crate::model::id::{CallIx, IdRef, Map, Set, SummaryIx};
use crate::model::leg_key::LegKey;
use crate::model::rows::CallKind;
use crate::model::side::SideRow;
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::value::Time;

/// Legs in the making, by their identity.
pub(super) struct Legs<'a> {
    store: &'a Store,
    kind: CallKind,
    call: IdRef,
    by_key: Map<LegKey, Leg>,
}

impl<'a> Legs<'a> {
    pub(super) fn new(store: &'a Store, kind: CallKind, call: IdRef) -> Self {
        Self {
            store,
            kind,
            call,
            by_key: Map::default(),
        }
    }

    pub(super) fn add_summaries(&mut self, rows: &[(LegKey, SummaryIx)]) {
        for &(key, row) in rows {
            self.by_key.insert(key, from_summary(self.store, row));
        }
    }

    /// A leg known only from its streams gets what the stream rows say.
    pub(super) fn add_streams(&mut self, streams: &[KeptStream]) {
        for kept in streams {
            let Some(key) = kept.leg else { continue };
            let ids = stream_ids(self.store, kept.row);
            let leg = self.by_key.entry(key).or_default();
            leg.participant = leg.participant.or(ids.participant);
            if !names_endpoint(self.store, leg) {
                leg.endpoint = known_min(self.store, leg.endpoint, ids.endpoint);
            }
            if leg.summary.is_none() {
                leg.identifier = known_min(self.store, leg.identifier, ids.identifier);
                note_source(leg, self.store.streams.source()[kept.row]);
                let word = ids.endpoint_type;
                if !self.store.text(word).eq_ignore_ascii_case("server") {
                    leg.endpoint_type = leg.endpoint_type.or(word);
                }
            }
        }
    }

    /// Client records name further legs by participant id; by endpoint only where neither a service record nor another
    /// client record of that endpoint tells the leg.
    pub(super) fn add_clients(&mut self, call: CallIx, operations: &[usize]) {
        let has_service_legs = !self.by_key.is_empty();
        let table = &self.store.operations;
        let (named, unnamed): (Vec<usize>, Vec<usize>) = operations
            .iter()
            .partition(|&&row| table.participant()[row].is_known());
        for &row in &named {
            self.add_operation(row, has_service_legs);
        }
        let told: Set<IdRef> = named.iter().map(|&row| table.endpoint()[row]).collect();
        let kind = self.kind;
        for &row in unnamed
            .iter()
            .filter(|&&row| kind == CallKind::P2p || !told.contains(&table.endpoint()[row]))
        {
            self.add_operation(row, has_service_legs);
        }
        self.add_samples(call, has_service_legs);
    }

    /// Since when a leg was measured is asked of the samples only where no summary tells of it: they can be a million.
    fn add_samples(&mut self, call: CallIx, has_service_legs: bool) {
        let leg_of = |legs: &mut Self, participant| {
            let leg = legs.client_leg(participant, IdRef::MISSING, has_service_legs);
            leg.is_some_and(|leg| leg.summary.is_none())
        };
        let mut measured = self.store.sample_participants(call);
        measured.retain(|&participant| leg_of(self, participant));
        if measured.is_empty() {
            return;
        }
        for span in self.store.sample_spans(call) {
            let leg = self.client_leg(span.participant, IdRef::MISSING, has_service_legs);
            if let Some(leg) = leg.filter(|leg| leg.summary.is_none()) {
                leg.start = leg.start.earlier(span.first);
                note_source(leg, span.source);
            }
        }
    }

    fn add_operation(&mut self, row: usize, has_service_legs: bool) {
        let table = &self.store.operations;
        let (participant, endpoint) = (table.participant()[row], table.endpoint()[row]);
        if let Some(leg) = self.client_leg(participant, endpoint, has_service_legs) {
            leg.participant = leg.participant.or(participant);
            leg.endpoint = leg.endpoint.or(endpoint);
            if leg.summary.is_none() {
                leg.sdk = leg.sdk.or(table.sdk()[row]);
                leg.start = leg.start.earlier(table.time()[row]);
                note_source(leg, table.source()[row]);
            }
        }
    }

    /// A call that no other log tells of has at least the legs that its surveys and automation name.
    pub(super) fn add_side(&mut self, rows: &[SideRow]) {
        if !self.by_key.is_empty() {
            return;
        }
        let side = &self.store.side;
        for row in rows {
            let participants = row.kind.participants(side);
            let participant = participants.map(|column| column[row.row as usize]);
            let known = participant.and_then(IdRef::known);
            if let Some(participant) = known.filter(|&id| id != self.call) {
                let leg = self.by_key.entry(LegKey::Id(participant)).or_default();
                leg.participant = participant;
                note_source(leg, row.source);
            }
        }
    }

    fn client_leg(
        &mut self,
        participant: IdRef,
        endpoint: IdRef,
        has_service_legs: bool,
    ) -> Option<&mut Leg> {
        let by_participant =
            participant.is_known() && participant != self.call && self.kind != CallKind::P2p;
        let key = if by_participant {
            LegKey::Id(participant)
        } else {
            let key = LegKey::Id(endpoint.known().or(participant.known())?);
            if has_service_legs && !self.by_key.contains_key(&key) {
                return None;
            }
            key
        };
        Some(self.by_key.entry(key).or_default())
    }

    /// Legs grouped by endpoint and in time order, with the place of each key.
    pub(super) fn finish(
        self,
        is_update_only: impl Fn(LegKey) -> bool,
    ) -> (Vec<Leg>, Vec<Participant>, Map<LegKey, LegNo>) {
        let store = self.store;
        let mut legs: Vec<(LegKey, Leg)> = self.by_key.into_iter().collect();
        for (key, leg) in &mut legs {
            leg.key = match *key {
                LegKey::Id(id) => id,
                LegKey::Nameless(_) => IdRef::MISSING,
            };
            leg.is_update_only = is_update_only(*key);
        }
        let order = |leg: &Leg| (!leg.start.is_known(), leg.start);
        legs.sort_by(|(_, a), (_, b)| {
            let words = |leg: &Leg| {
                (
                    store.id(leg.key).to_owned(),
                    store.text(leg.endpoint_type).to_owned(),
                )
            };
            order(a)
                .cmp(&order(b))
                .then_with(|| words(a).cmp(&words(b)))
        });
        group(legs)
    }
}

/// Puts the legs of one endpoint together, participants in the order of their first leg.
fn group(legs: Vec<(LegKey, Leg)>) -> (Vec<Leg>, Vec<Participant>, Map<LegKey, LegNo>) {
    let mut groups: Vec<(IdRef, Vec<(LegKey, Leg)>)> = Vec::new();
    let mut by_endpoint: Map<IdRef, usize> = Map::default();
    for (key, leg) in legs {
        let endpoint = leg.endpoint;
        let at = match by_endpoint.get(&endpoint) {
            Some(&at) if endpoint.is_known() => at,
            _ => {
                groups.push((endpoint, Vec::new()));
                by_endpoint.insert(endpoint, groups.len() - 1);
                groups.len() - 1
            }
        };
        groups[at].1.push((key, leg));
    }
    let (mut all, mut participants, mut leg_of) = (Vec::new(), Vec::new(), Map::default());
    for (endpoint, members) in groups {
        let mut numbers = Vec::with_capacity(members.len());
        for (leg_no, (key, mut leg)) in members.into_iter().enumerate() {
            let number = LegNo(all.len() as u32);
            leg.participant_no = participants.len() as u32;
            leg.leg_no = leg_no as u32;
            leg_of.insert(key, number);
            numbers.push(number);
            all.push(leg);
        }
        participants.push(Participant {
            endpoint,
            legs: numbers,
        });
    }
    (all, participants, leg_of)
}

fn from_summary(store: &Store, row: SummaryIx) -> Leg {
    let summary = store.summaries.get(row.at());
    let category = summary.result_category.known().map(|word| store.text(word));
    Leg {
        participant: summary.participant,
        endpoint: summary.endpoint,
        identifier: summary.identifier,
        endpoint_type: summary.endpoint_type,
        participant_type: summary.participant_type,
        start: summary.leg_start.or(summary.call_start),
        has_own_start: summary.leg_start.is_known(),
        duration_s: summary.leg_duration,
        end_code: summary.end_code,
        end_subcode: summary.end_subcode,
        result_category: summary.result_category,
        sdk: summary.sdk,
        os: summary.os,
        tenant: summary.tenant,
        is_dropped: end_reason::is_drop(category, store.text(summary.end_code)),
        summary: Some(row),
        source: Some(summary.source),
        ..Leg::default()
    }
}

/// Keeps the first place a leg is told of.
fn note_source(leg: &mut Leg, source: Source) {
    leg.source = Some(leg.source.map_or(source, |known| known.min(source)));
}

/// True when the summary tells the endpoint; else streams and client records may.
fn names_endpoint(store: &Store, leg: &Leg) -> bool {
    leg.summary
        .is_some_and(|row| store.summaries.endpoint()[row.at()].is_known())
}

/// Of two known ids the smaller text, so that the order of rows does not matter.
fn known_min(store: &Store, a: IdRef, b: IdRef) -> IdRef {
    match (a.known(), b.known()) {
        (Some(a), Some(b)) if store.id(b) < store.id(a) => b,
        _ => a.or(b),
    }
}

/// When a leg was alive, for placing rows that name only an endpoint.
pub(super) fn covers(leg: &Leg, time: Time) -> bool {
    let end = leg.end();
    (!leg.start.is_known() || leg.start <= time) && (!end.is_known() || time <= end)
}
