//! One call in full: legs, streams, the verdict with its proofs, the timeline.

mod side;
mod text;

use super::changed::changed;
use super::field::{CallRow, FIELDS};
use super::finding::{Finding, findings};
use super::timeline::{self, Entry};
use super::value::Value;
use super::{Format, Look, exit, json};
use crate::model::call::{CallDetail, Leg, LegNo, Stream};
use crate::model::client_end;
use crate::model::facts;
use crate::model::id::{CallIx, TextRef};
use crate::model::issues::Issues;
use crate::model::metric::{Dimension, METRICS};
use crate::model::store::Store;
use crate::model::verdict::NotJudged;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::io::{self, Write};

/// Writes one call; see [`super::resolve_call`] for which.
pub fn write_call(
    out: &mut impl Write,
    store: &Store,
    call: CallIx,
    (format, look): (Format, Look),
) -> io::Result<u8> {
    let detail = store.detail(call);
    match format {
        Format::Json => json::write_line(
            out,
            &Answer {
                row: CallRow::of(store, call),
                detail: &detail,
            },
        )?,
        _ => text::write(out, store, &detail, look)?,
    }
    Ok(exit::FINE)
}

struct Answer<'a> {
    row: CallRow<'a>,
    detail: &'a CallDetail,
}

impl Serialize for Answer<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let (store, detail) = (self.row.store, self.detail);
        let mut map = out.serialize_map(None)?;
        for field in &FIELDS {
            let name = if field.name == "legs" {
                "leg_count"
            } else {
                field.name
            };
            map.serialize_entry(name, &field.of(&self.row))?;
        }
        let legs: Vec<LegAnswer> = detail
            .legs
            .iter()
            .enumerate()
            .map(|(at, leg)| LegAnswer::of(store, detail, (LegNo(at as u32), leg)))
            .collect();
        let no_leg: Vec<StreamAnswer> = detail
            .streams
            .iter()
            .filter(|stream| stream.leg.is_none())
            .map(|stream| StreamAnswer::of(store, stream))
            .collect();
        map.serialize_entry("legs", &legs)?;
        // Server rows that name no participant belong to the call, not to a leg.
        map.serialize_entry("streams_without_leg", &no_leg)?;
        map.serialize_entry::<_, Vec<Finding>>("findings", &findings(store, detail))?;
        map.serialize_entry::<_, Vec<Entry>>("timeline", &timeline::entries(store, detail))?;
        map.serialize_entry("issues", &IssueCount::of(self.row.facts.issues))?;
        map.serialize_entry("limits_changed", &changed(store.limits()))?;
        map.serialize_entry("surveys", &side::surveys(store, detail))?;
        map.serialize_entry("automation", &side::automation(store, detail))?;
        map.serialize_entry("recordings", &side::recordings(store, detail))?;
        map.serialize_entry("captions", &side::captions(store, detail))?;
        map.serialize_entry("usage", &side::usage(store, detail))?;
        map.end()
    }
}

/// What the portal counts as issues, and their sum.
#[derive(serde::Serialize)]
struct IssueCount {
    total: u32,
    failed_operations: u32,
    diagnostics: u32,
    dropped: u32,
    poor_streams: u32,
}

impl IssueCount {
    fn of(issues: Issues) -> Self {
        Self {
            total: issues.total(),
            failed_operations: issues.operations,
            diagnostics: issues.diagnostics,
            dropped: issues.dropped,
            poor_streams: issues.poor_streams,
        }
    }
}

#[derive(serde::Serialize)]
struct LegAnswer<'a> {
    participant_id: Value<'a>,
    endpoint_id: Value<'a>,
    identifier: Value<'a>,
    kind: Value<'a>,
    start: Value<'a>,
    duration_s: Value<'a>,
    end_code: Value<'a>,
    end_subcode: Value<'a>,
    end_meaning: Option<String>,
    client_end_code: Value<'a>,
    client_end_subcode: Value<'a>,
    result_category: Value<'a>,
    sdk: Value<'a>,
    os: Value<'a>,
    streams: Vec<StreamAnswer<'a>>,
}

impl<'a> LegAnswer<'a> {
    fn of(store: &'a Store, detail: &CallDetail, (no, leg): (LegNo, &Leg)) -> Self {
        let text = |text| Value::text(store.text(text));
        let client = client_end::of(store, detail, no);
        let client = client.map_or((TextRef::MISSING, TextRef::MISSING), |end| {
            (end.code, end.subcode)
        });
        Self {
            participant_id: Value::text(store.id(leg.participant)),
            endpoint_id: Value::text(store.id(leg.endpoint)),
            identifier: Value::text(store.id(leg.identifier)),
            kind: text(leg.endpoint_type.or(leg.participant_type)),
            start: Value::moment(leg.start),
            duration_s: Value::length(leg.duration_s),
            end_code: text(leg.end_code),
            end_subcode: text(leg.end_subcode),
            end_meaning: facts::end_meaning(store, leg),
            client_end_code: text(client.0),
            client_end_subcode: text(client.1),
            result_category: text(leg.result_category),
            sdk: text(leg.sdk),
            os: text(leg.os),
            streams: detail
                .streams_of(no)
                .map(|(_, stream)| StreamAnswer::of(store, stream))
                .collect(),
        }
    }
}

#[derive(serde::Serialize)]
struct StreamAnswer<'a> {
    stream_id: Value<'a>,
    media: &'static str,
    direction: &'static str,
    codec: Value<'a>,
    transport: Value<'a>,
    metrics: Metrics<'a>,
    verdict: &'static str,
    poor_due_to: Vec<&'static str>,
    not_judged: Option<&'static str>,
}

impl<'a> StreamAnswer<'a> {
    fn of(store: &'a Store, stream: &Stream) -> Self {
        let table = &store.streams;
        let at = stream.row.at();
        let verdict = &stream.verdict;
        let is_judged = verdict.not_judged.is_none();
        let poor = verdict.poor.iter().filter(|_| is_judged);
        Self {
            stream_id: Value::text(store.text(stream.id)),
            media: stream.media.name(),
            direction: stream.direction.name(),
            codec: Value::text(store.text(table.codec()[at])),
            transport: Value::text(store.text(table.transport()[at])),
            metrics: Metrics { store, at },
            verdict: verdict.class.name(),
            poor_due_to: poor.map(Dimension::name).collect(),
            not_judged: verdict.not_judged.map(NotJudged::name),
        }
    }
}

/// Every measure by its name, in the log's own unit.
struct Metrics<'a> {
    store: &'a Store,
    at: usize,
}

impl Serialize for Metrics<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let values = self.store.streams.values()[self.at];
        let named = METRICS.iter().map(|metric| metric.name);
        out.collect_map(named.zip(values.map(Value::number)))
    }
}

#[cfg(test)]
mod tests;
