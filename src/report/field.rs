//! The fields of a call in answers: one row each; JSON, CSV and sorting walk this table.

use super::value::Value;
use crate::error::Error;
use crate::model::facts::{CallFacts, code_words};
use crate::model::id::{CallIx, IdRef, TextRef};
use crate::model::metric::{Dimension, position};
use crate::model::store::Store;
use crate::model::value::Num;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;
use std::str::FromStr;

/// A call with what its fields are taken from.
#[derive(Clone, Copy)]
pub(super) struct CallRow<'a> {
    pub(super) store: &'a Store,
    pub(super) id: IdRef,
    pub(super) facts: &'a CallFacts,
}

impl<'a> CallRow<'a> {
    pub(super) fn of(store: &'a Store, call: CallIx) -> Self {
        Self {
            store,
            id: store.call_id(call),
            facts: store.facts(call),
        }
    }

    fn words(&self, texts: &[TextRef]) -> Value<'a> {
        let store = self.store;
        Value::List(texts.iter().map(|&text| store.text(text).into()).collect())
    }
}

/// A field: its name in JSON and CSV, and where its value comes from.
pub struct Field {
    /// The name in `calls`; in `call`, where `legs` is a list, the number is `leg_count`.
    pub name: &'static str,
    value: for<'a> fn(&CallRow<'a>) -> Value<'a>,
}

impl Field {
    pub(super) fn of<'a>(&self, row: &CallRow<'a>) -> Value<'a> {
        (self.value)(row)
    }
}

fn measure<'a>(row: &CallRow<'a>, name: &str) -> Value<'a> {
    let worst = position(name).map_or(Num::MISSING, |at| row.facts.worst[at]);
    Value::number(worst)
}

fn dimensions<'a>(row: &CallRow<'a>) -> Value<'a> {
    let names = row.facts.verdict.poor_due_to.iter().map(Dimension::name);
    Value::List(names.map(Cow::Borrowed).collect())
}

fn end_codes<'a>(row: &CallRow<'a>) -> Value<'a> {
    let codes = row.facts.end_codes.iter();
    Value::List(
        codes
            .map(|&(code, subcode)| code_words(row.store, code, subcode).into())
            .collect(),
    )
}

/// All fields, in the order of the answers' contract.
#[rustfmt::skip]
pub const FIELDS: [Field; 26] = [
    Field { name: "call_id", value: |row| Value::text(row.store.id(row.id)) },
    Field { name: "start", value: |row| Value::moment(row.facts.start) },
    Field { name: "duration_s", value: |row| Value::length(row.facts.duration_s) },
    Field { name: "type", value: |row| row.facts.kind.name().map_or(Value::Missing, Value::text) },
    Field { name: "legs", value: |row| Value::Count(row.facts.legs) },
    Field { name: "participants", value: |row| Value::Count(row.facts.participants) },
    Field { name: "endpoints", value: |row| Value::Count(row.facts.endpoints) },
    Field { name: "streams", value: |row| Value::Count(row.facts.streams) },
    Field { name: "verdict", value: |row| Value::Class(row.facts.verdict.class) },
    Field { name: "reason", value: |row| Value::Text(Cow::Borrowed(&row.facts.reason.line)) },
    Field { name: "poor_streams", value: |row| Value::Count(row.facts.verdict.poor_streams) },
    Field { name: "judged_streams", value: |row| Value::Count(row.facts.verdict.judged_streams) },
    Field { name: "poor_due_to", value: dimensions },
    Field { name: "dropped", value: |row| Value::Count(row.facts.verdict.dropped) },
    Field { name: "jitter_avg_ms", value: |row| measure(row, "jitter_avg") },
    Field { name: "jitter_max_ms", value: |row| measure(row, "jitter_max") },
    Field { name: "rtt_avg_ms", value: |row| measure(row, "rtt_avg") },
    Field { name: "rtt_max_ms", value: |row| measure(row, "rtt_max") },
    Field { name: "loss_avg", value: |row| measure(row, "loss_avg") },
    Field { name: "loss_max", value: |row| measure(row, "loss_max") },
    Field { name: "end_codes", value: end_codes },
    Field { name: "sdk", value: |row| row.words(&row.facts.sdks) },
    Field { name: "os", value: |row| row.words(&row.facts.systems) },
    Field { name: "teams_thread_id", value: |row| Value::text(row.store.id(row.facts.thread)) },
    Field { name: "orphan", value: |row| Value::Flag(row.facts.is_orphan) },
    Field { name: "final", value: |row| Value::Flag(row.facts.is_final) },
];

impl Serialize for CallRow<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(Some(FIELDS.len()))?;
        for field in &FIELDS {
            map.serialize_entry(field.name, &field.of(self))?;
        }
        map.end()
    }
}

/// A field to sort by, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    at: usize,
    is_descending: bool,
}

impl Sort {
    /// Puts calls in order: by the field, missing last either way, then by start and call id.
    pub(super) fn apply(self, store: &Store, calls: &mut [CallIx]) {
        by_start(store, calls);
        calls.sort_by_cached_key(|&call| SortKey {
            value: FIELDS[self.at].of(&CallRow::of(store, call)),
            is_descending: self.is_descending,
        });
    }
}

/// The order without `--sort`: by start, calls without one last, then by id.
pub(super) fn by_start(store: &Store, calls: &mut [CallIx]) {
    calls.sort_by_cached_key(|&call| {
        let start = store.facts(call).start;
        (!start.is_known(), start, store.id(store.call_id(call)))
    });
}

struct SortKey<'a> {
    value: Value<'a>,
    is_descending: bool,
}

impl Ord for SortKey<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let absent = |key: &Self| key.value.is_absent();
        absent(self).cmp(&absent(other)).then_with(|| {
            let order = self.value.order(&other.value);
            if self.is_descending {
                order.reverse()
            } else {
                order
            }
        })
    }
}

impl PartialOrd for SortKey<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for SortKey<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for SortKey<'_> {}

impl FromStr for Sort {
    type Err = Error;

    /// Reads `FIELD`, `FIELD:asc`, `FIELD:desc`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let (name, way) = text.split_once(':').unwrap_or((text, "asc"));
        let at = FIELDS.iter().position(|field| field.name == name);
        let is_descending = match way {
            "asc" => Some(false),
            "desc" => Some(true),
            _ => None,
        };
        match (at, is_descending) {
            (Some(at), Some(is_descending)) => Ok(Self { at, is_descending }),
            (None, _) => {
                let names: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
                Err(Error::Usage(format!(
                    "no field '{name}' to sort by; one of {}",
                    names.join(", ")
                )))
            }
            (_, None) => Err(Error::Usage(format!(
                "'{way}' is no order; write --sort {name} or --sort {name}:desc"
            ))),
        }
    }
}
