//! Surveys, automation, recordings, captions and usage of a call, as objects of the answer.

use crate::model::automation::{OutcomeRow, RequestRow};
use crate::model::call::CallDetail;
use crate::model::id::{IdRef, TextRef};
use crate::model::side::{SideKind, SideRow, path_of};
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::survey::{self, PARTS, Rating, Score};
use crate::query::usage;
use crate::report::value::Value;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Where a record stands.
#[derive(Serialize)]
struct Place {
    file: String,
    line: u64,
}

impl Place {
    fn of(store: &Store, source: &Source) -> Self {
        let (file, line) = store.place(source);
        Self { file, line }
    }
}

fn id(store: &Store, id: IdRef) -> Value<'_> {
    Value::text(store.id(id))
}

fn text(store: &Store, text: TextRef) -> Value<'_> {
    Value::text(store.text(text))
}

fn flag<'a>(flag: Option<bool>) -> Value<'a> {
    flag.map_or(Value::Missing, Value::Flag)
}

#[derive(Serialize)]
pub(super) struct SurveyAnswer<'a> {
    time: Value<'a>,
    participant_id: Value<'a>,
    survey_id: Value<'a>,
    rating: Option<&'static str>,
    scores: BTreeMap<&'static str, ScoreAnswer<'a>>,
    issues: BTreeMap<&'static str, Vec<&'a str>>,
    record: Place,
}

#[derive(Serialize)]
struct ScoreAnswer<'a> {
    score: Value<'a>,
    lower: Value<'a>,
    upper: Value<'a>,
    threshold: Value<'a>,
}

impl ScoreAnswer<'_> {
    fn of(score: Score) -> Self {
        Self {
            score: Value::length(score.value),
            lower: Value::length(score.lower),
            upper: Value::length(score.upper),
            threshold: Value::length(score.threshold),
        }
    }
}

/// What each participant answered, by time.
pub(super) fn surveys<'a>(store: &'a Store, detail: &CallDetail) -> Vec<SurveyAnswer<'a>> {
    let answer = |row: &SideRow| {
        let survey = store.side.surveys.get(row.row as usize);
        let issues = survey
            .issues
            .map(|list| survey::tags(store.text(list)).collect());
        SurveyAnswer {
            time: Value::moment(survey.generated),
            participant_id: id(store, survey.participant),
            survey_id: id(store, survey.survey),
            rating: survey::rating(&survey).map(Rating::name),
            scores: PARTS
                .into_iter()
                .zip(survey.scores.map(ScoreAnswer::of))
                .collect(),
            issues: PARTS.into_iter().zip(issues).collect(),
            record: Place::of(store, &survey.source),
        }
    };
    detail.side_of(SideKind::Survey).map(answer).collect()
}

/// A request with the outcome of its media operation, an outcome whose request is not loaded, or a streaming session.
#[derive(Serialize)]
pub(super) struct AutomationAnswer<'a> {
    kind: &'static str,
    time: Value<'a>,
    duration_ms: Value<'a>,
    operation: Value<'a>,
    sub_operation: Value<'a>,
    result: Value<'a>,
    signature: Value<'a>,
    uri: Value<'a>,
    call_connection_id: Value<'a>,
    server_call_id: Value<'a>,
    operation_id: Value<'a>,
    session_id: Value<'a>,
    participant_id: Value<'a>,
    sdk: Value<'a>,
    sdk_type: Value<'a>,
    outcome: Option<OutcomeAnswer<'a>>,
    record: Place,
}

#[derive(Serialize)]
struct OutcomeAnswer<'a> {
    time: Value<'a>,
    result: Value<'a>,
    code: Value<'a>,
    subcode: Value<'a>,
    message: Value<'a>,
    prompt: Value<'a>,
    in_loop: Value<'a>,
    to_participant: Value<'a>,
    interrupted: Value<'a>,
    duration_ms: Value<'a>,
    record: Place,
}

impl<'a> OutcomeAnswer<'a> {
    fn of(store: &'a Store, row: &OutcomeRow) -> Self {
        Self {
            time: Value::moment(row.generated),
            result: text(store, row.result),
            code: text(store, row.code),
            subcode: text(store, row.subcode),
            message: text(store, row.message),
            prompt: text(store, row.prompt),
            in_loop: flag(row.is_loop),
            to_participant: flag(row.is_to_one),
            interrupted: flag(row.is_interrupted),
            duration_ms: Value::length(row.duration_ms),
            record: Place::of(store, &row.source),
        }
    }
}

impl<'a> AutomationAnswer<'a> {
    fn request(store: &'a Store, kind: &'static str, row: &RequestRow) -> Self {
        Self {
            kind,
            time: Value::moment(row.generated),
            duration_ms: Value::length(row.duration_ms),
            operation: text(store, row.name),
            sub_operation: text(store, row.sub_name),
            result: text(store, row.result),
            signature: Value::length(row.signature),
            uri: Value::text(path_of(store.text(row.uri))),
            call_connection_id: id(store, row.connection),
            server_call_id: id(store, row.server_call),
            operation_id: id(store, row.operation),
            session_id: Value::Missing,
            participant_id: id(store, row.participant),
            sdk: text(store, row.sdk),
            sdk_type: text(store, row.sdk_type),
            outcome: None,
            record: Place::of(store, &row.source),
        }
    }

    /// What is only known by its outcome.
    fn outcome(store: &'a Store, row: &OutcomeRow) -> Self {
        let known = RequestRow {
            operation: row.operation,
            name: row.name,
            result: row.result,
            signature: row.signature,
            duration_ms: row.duration_ms,
            generated: row.generated,
            source: row.source,
            ..RequestRow::default()
        };
        Self {
            outcome: Some(OutcomeAnswer::of(store, row)),
            ..Self::request(store, "outcome", &known)
        }
    }

    fn streaming(store: &'a Store, at: usize) -> Self {
        let row = store.side.streamings.get(at);
        let known = RequestRow {
            connection: row.connection,
            participant: row.participant,
            name: row.modality,
            duration_ms: row.duration_ms,
            generated: row.start.or(row.generated),
            source: row.source,
            ..RequestRow::default()
        };
        Self {
            session_id: id(store, row.session),
            ..Self::request(store, "streaming", &known)
        }
    }
}

/// What was done through call automation, by time.
pub(super) fn automation<'a>(store: &'a Store, detail: &CallDetail) -> Vec<AutomationAnswer<'a>> {
    let mut outcomes: HashMap<IdRef, OutcomeRow> = HashMap::new();
    for row in detail.side_of(SideKind::Outcome) {
        let outcome = store.side.outcomes.get(row.row as usize);
        if outcome.operation.is_known() {
            // Of several the last one is how it ended.
            outcomes.insert(outcome.operation, outcome);
        }
    }
    let asked: HashSet<IdRef> = detail
        .side_of(SideKind::Request)
        .map(|row| store.side.requests.operation()[row.row as usize])
        .collect();
    let answer = |row: &SideRow| {
        let at = row.row as usize;
        match row.kind {
            SideKind::Request => {
                let request = store.side.requests.get(at);
                let outcome = outcomes.get(&request.operation);
                Some(AutomationAnswer {
                    outcome: outcome.map(|row| OutcomeAnswer::of(store, row)),
                    ..AutomationAnswer::request(store, "request", &request)
                })
            }
            SideKind::Outcome => {
                let outcome = store.side.outcomes.get(at);
                let is_told = outcome.operation.is_known() && asked.contains(&outcome.operation);
                (!is_told).then(|| AutomationAnswer::outcome(store, &outcome))
            }
            SideKind::Streaming => Some(AutomationAnswer::streaming(store, at)),
            _ => None,
        }
    };
    detail.side.iter().filter_map(answer).collect()
}

/// A recording, or a request about recording.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum RecordingAnswer<'a> {
    Summary(Box<SummaryAnswer<'a>>),
    Request(Box<AutomationAnswer<'a>>),
}

#[derive(Serialize)]
pub(super) struct SummaryAnswer<'a> {
    kind: &'static str,
    time: Value<'a>,
    duration_ms: Value<'a>,
    recording_id: Value<'a>,
    result: Value<'a>,
    end_reason: Value<'a>,
    chunks: Value<'a>,
    content: Value<'a>,
    channel_type: Value<'a>,
    format: Value<'a>,
    audio_channels: Value<'a>,
    record: Place,
}

/// Recordings and the requests about them, by time.
pub(super) fn recordings<'a>(store: &'a Store, detail: &CallDetail) -> Vec<RecordingAnswer<'a>> {
    let answer = |row: &SideRow| {
        let at = row.row as usize;
        match row.kind {
            SideKind::RecordingRequest => {
                let request = store.side.recording_requests.get(at);
                Some(RecordingAnswer::Request(Box::new(
                    AutomationAnswer::request(store, "request", &request),
                )))
            }
            SideKind::Recording => {
                let told = crate::model::side::tell(store, row);
                let recording = store.side.recordings.get(at);
                Some(RecordingAnswer::Summary(Box::new(SummaryAnswer {
                    kind: "recording",
                    time: Value::moment(row.from),
                    duration_ms: Value::length(told.duration_ms),
                    recording_id: id(store, recording.recording),
                    result: text(store, recording.result),
                    end_reason: text(store, recording.end_reason),
                    chunks: Value::length(recording.chunks),
                    content: text(store, recording.content),
                    channel_type: text(store, recording.channel),
                    format: text(store, recording.format),
                    audio_channels: Value::length(recording.channels),
                    record: Place::of(store, &recording.source),
                })))
            }
            _ => None,
        }
    };
    detail.side.iter().filter_map(answer).collect()
}

#[derive(Serialize)]
pub(super) struct CaptionsAnswer<'a> {
    time: Value<'a>,
    duration_ms: Value<'a>,
    session_id: Value<'a>,
    language: Value<'a>,
    result: Value<'a>,
    end_reason: Value<'a>,
    cancel_reason: Value<'a>,
    record: Place,
}

/// Captions sessions, by time.
pub(super) fn captions<'a>(store: &'a Store, detail: &CallDetail) -> Vec<CaptionsAnswer<'a>> {
    let answer = |row: &SideRow| {
        let session = store.side.captions.get(row.row as usize);
        CaptionsAnswer {
            time: Value::moment(row.from),
            duration_ms: Value::length(crate::model::side::tell(store, row).duration_ms),
            session_id: id(store, session.session),
            language: text(store, session.language),
            result: text(store, session.result),
            end_reason: text(store, session.end_reason),
            cancel_reason: text(store, session.cancel_reason),
            record: Place::of(store, &session.source),
        }
    };
    detail.side_of(SideKind::Captions).map(answer).collect()
}

/// Users are left out: they may be phone numbers, and the legs name them already.
#[derive(Serialize)]
pub(super) struct UsageAnswer<'a> {
    time: Value<'a>,
    end: Value<'a>,
    #[serde(rename = "type")]
    kind: Value<'a>,
    quantity: Value<'a>,
    unit: Value<'a>,
    participant_id: Value<'a>,
    record_id: Value<'a>,
    record: Place,
}

/// What was billed for the call, as far as it names the call or its participants.
pub(super) fn usage<'a>(store: &'a Store, detail: &CallDetail) -> Vec<UsageAnswer<'a>> {
    let answer = |at: usize| {
        let row = store.side.usage.get(at);
        UsageAnswer {
            time: Value::moment(row.start.or(row.generated)),
            end: Value::moment(row.end),
            kind: text(store, row.kind),
            quantity: Value::length(row.quantity),
            unit: text(store, row.unit),
            participant_id: id(store, row.participant),
            record_id: id(store, row.record),
            record: Place::of(store, &row.source),
        }
    };
    usage::of_call(store, detail)
        .into_iter()
        .map(answer)
        .collect()
}

/// One line an answer: who, score, issues.
pub(super) fn survey_lines(store: &Store, detail: &CallDetail) -> Vec<String> {
    let line = |row: &SideRow| {
        let survey = store.side.surveys.get(row.row as usize);
        let who = row.leg.map_or_else(
            || Cow::Borrowed(store.id(survey.participant)),
            |leg| Cow::Owned(detail.leg_name(leg)),
        );
        let parts = PARTS.iter().zip(survey.scores).zip(survey.issues);
        let parts: Vec<String> = parts
            .filter_map(|((part, score), issues)| {
                let issues: Vec<&str> = survey::tags(store.text(issues)).collect();
                let words = [score.words().unwrap_or_default(), issues.join(", ")];
                let words: Vec<&str> = words
                    .iter()
                    .map(String::as_str)
                    .filter(|w| !w.is_empty())
                    .collect();
                (!words.is_empty()).then(|| format!("{part} {}", words.join(" ")))
            })
            .collect();
        let rating = survey::rating(&survey).map_or("not rated", Rating::name);
        format!("    {who}  {rating}  {}", parts.join("  "))
    };
    detail.side_of(SideKind::Survey).map(line).collect()
}

/// One line an amount.
pub(super) fn usage_lines(store: &Store, detail: &CallDetail) -> Vec<String> {
    let line = |at: usize| {
        let row = store.side.usage.get(at);
        let quantity = row.quantity.known();
        let quantity = quantity.map_or_else(|| "-".to_owned(), |quantity| quantity.to_string());
        format!(
            "    {}  {quantity} {}",
            store.text(row.kind),
            store.text(row.unit)
        )
    };
    usage::of_call(store, detail)
        .into_iter()
        .map(line)
        .collect()
}
