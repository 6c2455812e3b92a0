//! What happened in a call, in order: legs that came and left, what clients did, what they noticed.

use super::value::Value;
use crate::model::call::{CallDetail, DiagnosticRange, Leg, LegNo, Operation};
use crate::model::end_reason;
use crate::model::facts::{code_words, end_meaning};
use crate::model::id::OperationIx;
use crate::model::lane::{self, Lane, Shape};
use crate::model::rows::OperationRow;
use crate::model::side::{self, SideRow};
use crate::model::store::Store;
use crate::model::value::{Num, Time};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::HashMap;

/// One entry. Spans begin at `time`; `duration_ms` is missing for moments and for diagnostics that stayed.
#[derive(Serialize)]
pub(super) struct Entry<'a> {
    pub(super) time: Value<'a>,
    pub(super) duration_ms: Value<'a>,
    pub(super) lane: &'static str,
    pub(super) participant_id: Value<'a>,
    pub(super) name: Value<'a>,
    pub(super) result: Value<'a>,
    pub(super) text: Value<'a>,
    #[serde(skip)]
    pub(super) leg: Option<LegNo>,
}

/// All entries by time; of the same moment joins stand first, ends last.
pub(super) fn entries<'a>(store: &'a Store, detail: &CallDetail) -> Vec<Entry<'a>> {
    let ranges: HashMap<OperationIx, &DiagnosticRange> = detail
        .ranges
        .iter()
        .map(|range| (range.row, range))
        .collect();
    let legs = || (0..detail.legs.len() as u32).map(LegNo);
    let mut entries: Vec<(Time, Entry)> = Vec::new();
    entries.extend(legs().filter_map(|leg| joined(store, detail, leg)));
    for operation in &detail.operations {
        let range = ranges.get(&operation.row).copied();
        entries.push(happened(store, detail, operation, range));
    }
    entries.extend(detail.side.iter().map(|row| beside(store, detail, row)));
    entries.extend(legs().filter_map(|leg| left(store, detail, leg)));
    entries.sort_by_key(|(time, _)| (!time.is_known(), *time));
    entries.into_iter().map(|(_, entry)| entry).collect()
}

fn participant<'a>(store: &'a Store, leg: &Leg) -> Value<'a> {
    let known = leg.participant.known().or(leg.key.known());
    Value::text(store.id(known.unwrap_or(leg.participant)))
}

fn joined<'a>(store: &'a Store, detail: &CallDetail, no: LegNo) -> Option<(Time, Entry<'a>)> {
    let leg = detail.leg(no)?;
    leg.summary?;
    if !leg.start.is_known() {
        return None;
    }
    let text = if leg.has_own_start {
        Value::Missing
    } else {
        Value::text("start of the call; the leg's own is not logged")
    };
    let entry = of_leg(
        store,
        (no, leg),
        (leg.start, "joined"),
        (Value::Missing, text),
    );
    Some((leg.start, entry))
}

fn left<'a>(store: &'a Store, detail: &CallDetail, no: LegNo) -> Option<(Time, Entry<'a>)> {
    let leg = detail.leg(no)?;
    leg.summary?;
    if !leg.end().is_known() {
        return None;
    }
    let code = code_words(store, leg.end_code, leg.end_subcode);
    let meaning = end_meaning(store, leg).map_or(Value::Missing, |text| Value::Text(text.into()));
    let result = if code.is_empty() {
        Value::Missing
    } else {
        Value::Text(code.into())
    };
    let name = if leg.is_dropped { "dropped" } else { "left" };
    let entry = of_leg(store, (no, leg), (leg.end(), name), (result, meaning));
    Some((leg.end(), entry))
}

fn of_leg<'a>(
    store: &'a Store,
    (no, leg): (LegNo, &Leg),
    (time, name): (Time, &'static str),
    (result, text): (Value<'a>, Value<'a>),
) -> Entry<'a> {
    Entry {
        time: Value::moment(time),
        duration_ms: Value::Missing,
        lane: Lane::Call.name(),
        participant_id: participant(store, leg),
        name: Value::text(name),
        result,
        text,
        leg: Some(no),
    }
}

fn happened<'a>(
    store: &'a Store,
    detail: &CallDetail,
    operation: &Operation,
    range: Option<&DiagnosticRange>,
) -> (Time, Entry<'a>) {
    let row = store.operations.get(operation.row.at());
    let (start, _) = lane::extent(store, &row);
    let leg = operation.leg.and_then(|leg| detail.leg(leg));
    let result = lane::result_words(store, &row);
    let words = words(store, &row, operation, range);
    let name = row.diagnostic.known().unwrap_or(row.name);
    let entry = Entry {
        time: Value::moment(start),
        duration_ms: length(store, &row, range),
        lane: lane::lane(
            store.text(row.name),
            store.text(row.diagnostic),
            store.text(row.detail),
        )
        .name(),
        participant_id: leg.map_or_else(
            || Value::text(store.id(row.participant)),
            |leg| participant(store, leg),
        ),
        name: Value::text(store.text(name)),
        result: owned(result),
        text: owned(words),
        leg: operation.leg,
    };
    (start, entry)
}

/// A survey, request, recording or captions session.
fn beside<'a>(store: &'a Store, detail: &CallDetail, row: &SideRow) -> (Time, Entry<'a>) {
    let told = side::tell(store, row);
    let at = row.row as usize;
    let named = row.kind.participants(&store.side).map(|ids| ids[at]);
    let leg = row.leg.and_then(|leg| detail.leg(leg));
    let entry = Entry {
        time: Value::moment(row.from),
        duration_ms: Value::length(told.duration_ms),
        lane: row.kind.lane().name(),
        participant_id: leg.map_or_else(
            || Value::text(store.id(named.unwrap_or_default())),
            |leg| participant(store, leg),
        ),
        name: owned(told.name),
        result: owned(told.result),
        text: owned(told.text),
        leg: row.leg,
    };
    (row.from, entry)
}

fn owned<'a>(text: String) -> Value<'a> {
    if text.is_empty() {
        Value::Missing
    } else {
        Value::Text(Cow::Owned(text))
    }
}

/// Of a diagnostic's opening report the time until it was Good again, of a span its own duration.
fn length<'a>(store: &Store, row: &OperationRow, range: Option<&DiagnosticRange>) -> Value<'a> {
    match range {
        Some(range) => range
            .end
            .ms_since(range.start)
            .map_or(Value::Missing, Value::Length),
        None if lane::shape(store.text(row.name)) == Shape::Range => Value::Missing,
        None => Value::length(row.duration_ms),
    }
}

fn words(
    store: &Store,
    row: &OperationRow,
    operation: &Operation,
    range: Option<&DiagnosticRange>,
) -> String {
    let mut words: Vec<String> = Vec::new();
    if let Some(range) = range {
        words.push(
            match (range.has_recovered, range.end.is_known()) {
                (true, _) => "recovered",
                (false, true) => "Good only after the leg ended",
                (false, false) => "not recovered",
            }
            .to_owned(),
        );
    }
    words.extend([row.category, row.detail].map(|text| store.text(text).to_owned()));
    if row.code.is_known() && lane::has_failed(store, row) {
        words.extend(end_reason::meaning(
            store.text(row.code),
            store.text(row.subcode),
        ));
    }
    if operation.is_before_call {
        words.push("before the call, joined by its client instance".to_owned());
    }
    words.retain(|word| !word.is_empty());
    words.join(", ")
}

/// A number that is shown as it was logged.
pub(super) fn milliseconds(value: &Value) -> Num {
    match value {
        Value::Length(ms) => Num::new(*ms),
        _ => Num::MISSING,
    }
}
