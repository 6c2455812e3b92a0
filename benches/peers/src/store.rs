//! A typed store as one would write it with sonic-rs and serde: borrowed records in, columns out.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::RandomState;
use serde::Deserialize;
use sonic_rs::LazyValue;

use crate::Lines;

#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow, default)]
    time: Cow<'a, str>,
    #[serde(borrow, default)]
    category: Cow<'a, str>,
    #[serde(borrow, rename = "correlationId", default)]
    correlation: Cow<'a, str>,
    #[serde(borrow)]
    properties: Properties<'a>,
}

/// The fields of the two client logs and of the stream records, which are nearly all of the bytes.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Properties<'a> {
    #[serde(borrow, rename = "CallClientTimeStamp")]
    stamp: Cow<'a, str>,
    #[serde(borrow, rename = "OperationName")]
    operation: Cow<'a, str>,
    #[serde(borrow, rename = "CallId")]
    call: Cow<'a, str>,
    #[serde(borrow, rename = "ParticipantId", alias = "participantId")]
    participant: Cow<'a, str>,
    #[serde(borrow, rename = "RemoteParticipantId")]
    remote: Cow<'a, str>,
    #[serde(borrow, rename = "EndpointId", alias = "endpointId")]
    endpoint: Cow<'a, str>,
    #[serde(borrow, rename = "ClientInstanceId")]
    instance: Cow<'a, str>,
    #[serde(borrow, rename = "OperationId")]
    operation_id: Cow<'a, str>,
    #[serde(borrow)]
    identifier: Cow<'a, str>,
    #[serde(borrow, rename = "MetricName")]
    metric: Cow<'a, str>,
    #[serde(borrow, rename = "MediaStreamDirection", alias = "StreamDirection")]
    direction: Cow<'a, str>,
    #[serde(borrow, rename = "MediaStreamType", alias = "mediaType")]
    media: Cow<'a, str>,
    #[serde(borrow, rename = "MediaStreamCodec", alias = "CodecName")]
    codec: Cow<'a, str>,
    #[serde(borrow, rename = "SdkVersion", alias = "sdkVersion")]
    sdk: Cow<'a, str>,
    #[serde(borrow, rename = "UserAgent")]
    agent: Cow<'a, str>,
    #[serde(borrow, rename = "ResultType")]
    result: Cow<'a, str>,
    // Numbers come bare or as text.
    #[serde(borrow, rename = "Count")]
    count: Option<LazyValue<'a>>,
    #[serde(borrow, rename = "Sum")]
    sum: Option<LazyValue<'a>>,
    #[serde(borrow, rename = "Average", alias = "roundTripTimeAvg")]
    average: Option<LazyValue<'a>>,
    #[serde(borrow, rename = "Minimum", alias = "jitterAvg")]
    minimum: Option<LazyValue<'a>>,
    #[serde(borrow, rename = "Maximum", alias = "packetLossRateAvg")]
    maximum: Option<LazyValue<'a>>,
    #[serde(borrow, rename = "DurationMs")]
    duration: Option<LazyValue<'a>>,
    #[serde(borrow, rename = "ResultSignature")]
    signature: Option<LazyValue<'a>>,
}

/// Texts by number.
#[derive(Default)]
struct Interner {
    numbers: HashMap<Box<str>, u32, RandomState>,
}

impl Interner {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(text.into(), number);
        number
    }
}

/// Columns of all records.
#[derive(Default)]
pub struct Store {
    ids: Interner,
    words: Interner,
    times: [Vec<i64>; 2],
    id_columns: [Vec<u32>; 7],
    word_columns: [Vec<u32>; 9],
    numbers: [Vec<f32>; 7],
    operation_ids: Vec<u128>,
}

impl Lines for Store {
    fn take(&mut self, line: &mut [u8]) -> bool {
        let Ok(text) = std::str::from_utf8(line) else {
            return false;
        };
        let Ok(record) = sonic_rs::from_str::<Record<'_>>(text) else {
            return false;
        };
        self.put(&record);
        true
    }
}

impl Store {
    fn put(&mut self, record: &Record<'_>) {
        let inner = &record.properties;
        for (column, text) in self.times.iter_mut().zip([&record.time, &inner.stamp]) {
            column.push(millis(text));
        }
        let ids = [
            &record.correlation,
            &inner.call,
            &inner.participant,
            &inner.remote,
            &inner.endpoint,
            &inner.instance,
            &inner.identifier,
        ];
        for (column, text) in self.id_columns.iter_mut().zip(ids) {
            column.push(self.ids.number(text));
        }
        let words = [
            &record.category,
            &inner.operation,
            &inner.metric,
            &inner.direction,
            &inner.media,
            &inner.codec,
            &inner.sdk,
            &inner.agent,
            &inner.result,
        ];
        for (column, text) in self.word_columns.iter_mut().zip(words) {
            column.push(self.words.number(text));
        }
        let numbers = [
            &inner.count,
            &inner.sum,
            &inner.average,
            &inner.minimum,
            &inner.maximum,
            &inner.duration,
            &inner.signature,
        ];
        for (column, value) in self.numbers.iter_mut().zip(numbers) {
            column.push(number(value.as_ref()));
        }
        self.operation_ids.push(guid(&inner.operation_id));
    }
}

fn number(value: Option<&LazyValue<'_>>) -> f32 {
    let text = value.map_or("", LazyValue::as_raw_str);
    text.trim_matches('"').parse().unwrap_or(f32::NAN)
}

fn guid(text: &str) -> u128 {
    let digits = text
        .bytes()
        .filter_map(|byte| char::from(byte).to_digit(16));
    digits.fold(0, |sum, digit| sum << 4 | u128::from(digit))
}

/// Milliseconds of a time of the fixed form `2026-11-19T02:07:41.113Z`, within its month.
fn millis(text: &str) -> i64 {
    let part = |from: usize, to: usize| {
        text.get(from..to)
            .and_then(|digits| digits.parse::<i64>().ok())
    };
    let parts = [(8, 10), (11, 13), (14, 16), (17, 19), (20, 23)]
        .map(|(from, to)| part(from, to).unwrap_or(0));
    (((parts[0] * 24 + parts[1]) * 60 + parts[2]) * 60 + parts[3]) * 1000 + parts[4]
}
