//! All fields: one row each. The order is that of help and completion.

use super::call::CallGet;
use super::parts::{self, LegGet, StreamGet};
use super::{Field, Form, Get, Measure, Seen, Tell};
use crate::model::facts::CallFacts;
use crate::model::id::{Absence, CallIx, FileIx};
use crate::model::metric::{Dimension, Unit};
use crate::model::rows::{CallKind, Direction, Media, Summaries};
use crate::model::side::SideKind;
use crate::model::store::Store;
use crate::model::survey::{self, PARTS, Rating};
use crate::model::value::Time;
use crate::model::verdict::{CallClass, judge_stream};
use crate::query::overview;
use std::ops::Range;

const CLASSES: &[&str] = &["bad", "burst", "ok", "not_judged"];
const STREAM_CLASSES: &[&str] = &["poor", "burst", "ok", "not_judged"];
const KINDS: &[&str] = &["Group", "P2P"];
const MEDIA: &[&str] = &["audio", "video", "screen", "VBSS", "AppSharing"];
const DIRECTIONS: &[&str] = &["outbound", "inbound"];
const RATINGS: &[&str] = &["Good", "Average", "Poor"];
const DIMENSIONS: &[&str] = &[
    "jitter",
    "jitter_buffer",
    "loss",
    "rtt",
    "healed",
    "frame_rate",
    "freeze",
    "resolution",
    "bitrate",
    "ufd_network",
];
const ANY: &[&str] = &[];

const COUNT: Form = Form::Number(Measure::Count);
const SECONDS: Form = Form::Number(Measure::Seconds);
const MS: Form = Form::Number(Measure::Of(Unit::Ms));
const RATIO: Form = Form::Number(Measure::Of(Unit::Ratio));
const FPS: Form = Form::Number(Measure::Of(Unit::Fps));
const PIXELS: Form = Form::Number(Measure::Of(Unit::Pixels));
const FREEZE: Form = Form::Number(Measure::Of(Unit::MsPerMinute));
const PACKETS: Form = Form::Number(Measure::Of(Unit::Packets));
const BPS: Form = Form::Number(Measure::Of(Unit::Bps));

const fn field(
    name: &'static str,
    aliases: &'static [&'static str],
    form: Form,
    get: Get,
    about: &'static str,
) -> Field {
    Field {
        name,
        aliases,
        form,
        get,
        about,
    }
}

/// A value that stands in the facts of a call.
const fn facts(get: fn(&Store, CallIx, Tell)) -> Get {
    Get::Call(CallGet::Facts(get))
}

macro_rules! count {
    ($($of:tt)+) => {
        facts(|store, call, tell| tell(Seen::Count(store.facts(call).$($of)+)))
    };
}

macro_rules! side {
    ($kind:ident) => {
        facts(|store, call, tell| {
            tell(Seen::Count(
                store.facts(call).side[SideKind::$kind as usize],
            ))
        })
    };
}

macro_rules! measure {
    ($at:literal) => {
        Get::Stream(StreamGet::Measure($at))
    };
}

macro_rules! worst {
    ($at:literal) => {
        Get::Call(CallGet::Worst($at))
    };
}

macro_rules! leg_text {
    ($field:ident, $column:ident) => {
        Get::Leg(LegGet::Text(|leg| leg.$field, Summaries::$column))
    };
}

macro_rules! leg_id {
    ($field:ident, $column:ident) => {
        Get::Leg(LegGet::Id(|leg| leg.$field, Summaries::$column))
    };
}

/// The fields. Names in the second column are read, too; those of the JSON answers are among them.
#[rustfmt::skip]
pub(in super::super) static FIELDS: &[Field] = &[
    field("verdict", &["class"], Form::Word(CLASSES), facts(verdict), "how the call did"),
    field("due", &["poor_due_to"], Form::Word(DIMENSIONS), facts(due), "what made it poor"),
    field("reason", &["why"], Form::Word(ANY), facts(reason), "the line that says why"),
    field("finding", &["cause"], Form::Word(ANY), Get::Call(CallGet::Built(|asked, tell| asked.findings().iter().for_each(|found| tell(Seen::Word(&found.line))))), "a cause, in words"),
    field("rule", &[], Form::Word(ANY), Get::Call(CallGet::Built(|asked, tell| asked.findings().iter().for_each(|found| tell(Seen::Word(found.rule.name))))), "the rule of a cause, by name"),
    field("start", &[], Form::Time, facts(start), "when it began"),
    field("during", &["at", "time"], Form::Time, facts(during), "any moment of it"),
    field("day", &["date"], Form::Day, facts(start), "the date or weekday it began"),
    field("weekday", &[], Form::Day, facts(start), "the weekday it began"),
    field("hour", &[], Form::Hour, facts(start), "the hour of the day it began"),
    field("dur", &["duration", "duration_s", "length"], SECONDS, facts(|store, call, tell| tell(Seen::Number(store.facts(call).duration_s))), "how long it took"),
    field("type", &[], Form::Word(KINDS), facts(kind), "Group or P2P"),
    field("call", &["call_id", "id"], Form::Id, facts(|store, call, tell| tell(Seen::Id(store.call_id(call)))), "call id"),
    field("thread", &["teams_thread_id"], Form::Id, facts(|store, call, tell| tell(Seen::Id(store.facts(call).thread))), "Teams thread"),
    field("legs", &["leg_count"], COUNT, count!(legs), "how many legs"),
    field("participants", &[], COUNT, count!(participants), "how many participants"),
    field("endpoints", &[], COUNT, count!(endpoints), "how many endpoints"),
    field("streams", &[], COUNT, count!(streams), "how many streams"),
    field("poor_streams", &[], COUNT, count!(verdict.poor_streams), "streams beyond an average"),
    field("burst_streams", &[], COUNT, count!(verdict.burst_streams), "streams beyond a maximum only"),
    field("judged_streams", &[], COUNT, count!(verdict.judged_streams), "streams that could be judged"),
    field("dropped", &[], COUNT, count!(verdict.dropped), "legs that were dropped"),
    field("operations", &["ops"], COUNT, count!(operations), "client operations"),
    field("open_network", &[], COUNT, count!(verdict.open_network), "network diagnostics that stayed"),
    field("issues", &["portal.issues"], COUNT, count!(issues.total()), "issues as the portal counts them, the list's ISSUES"),
    field("requests", &[], COUNT, side!(Request), "requests of call automation"),
    field("streamings", &[], COUNT, side!(Streaming), "streaming sessions of call automation"),
    field("recordings", &[], COUNT, side!(Recording), "recordings"),
    field("captions", &[], COUNT, side!(Captions), "caption sessions"),
    field("surveys", &[], COUNT, side!(Survey), "surveys answered"),
    field("survey", &[], Form::Flag, facts(|store, call, tell| tell(Seen::Flag(store.facts(call).side[SideKind::Survey as usize] > 0))), "a survey was answered"),
    field("rating", &[], Form::Word(RATINGS), facts(rating), "the worst rating of its users"),
    field("rating.audio", &[], Form::Word(RATINGS), facts(|store, call, tell| part_rating(store, call, 1, tell)), "the worst rating of the sound"),
    field("rating.video", &[], Form::Word(RATINGS), facts(|store, call, tell| part_rating(store, call, 2, tell)), "the worst rating of the video"),
    field("rating.screen", &[], Form::Word(RATINGS), facts(|store, call, tell| part_rating(store, call, 3, tell)), "the worst rating of the shared screen"),
    field("survey.issues", &[], COUNT, facts(|store, call, tell| count_issues(store, call, 0..PARTS.len(), tell)), "issues that users name in surveys"),
    field("survey.issues.audio", &[], COUNT, facts(|store, call, tell| count_issues(store, call, 1..2, tell)), "those of the sound"),
    field("survey.issues.video", &[], COUNT, facts(|store, call, tell| count_issues(store, call, 2..3, tell)), "those of the video"),
    field("survey.issues.screen", &[], COUNT, facts(|store, call, tell| count_issues(store, call, 3..4, tell)), "those of the shared screen"),
    field("survey.issue", &["issue"], Form::Word(ANY), Get::Call(CallGet::Built(|asked, tell| issues(asked.store, asked.call, tell))), "one of them, by its word"),
    field("orphan", &[], Form::Flag, facts(|store, call, tell| tell(Seen::Flag(store.facts(call).is_orphan))), "no summary tells of it"),
    field("final", &[], Form::Flag, facts(|store, call, tell| tell(Seen::Flag(store.facts(call).is_final))), "not known from updates only"),
    field("to_know", &[], Form::Flag, facts(|store, call, tell| tell(Seen::Flag(overview::is_noted(store.facts(call))))), "inside every limit, with something to tell"),
    field("sdks", &[], COUNT, facts(|store, call, tell| tell(Seen::Count(store.facts(call).sdks.len() as u32))), "how many SDKs its clients name"),
    field("systems", &[], COUNT, facts(|store, call, tell| tell(Seen::Count(store.facts(call).systems.len() as u32))), "how many systems its clients name"),
    field("samples", &["statistics"], Form::Flag, facts(|store, call, tell| tell(Seen::Flag(store.has_samples(call)))), "media statistics tell of it"),
    field("clock_off", &[], Form::Flag, facts(|store, call, tell| tell(Seen::Flag(store.facts(call).clocks.iter().any(|clock| clock.is_off())))), "a client's clock is off"),
    field("redacted", &[], Form::Flag, facts(redacted), "a leg has hidden values"),
    field("marked", &["mark"], Form::Flag, Get::Call(CallGet::Marked), "marked by you"),
    field("noted", &[], Form::Flag, Get::Call(CallGet::HasNote), "you left a note"),
    field("note", &[], Form::Word(ANY), Get::Call(CallGet::Noted), "your note"),
    field("file", &[], Form::Word(ANY), Get::Call(CallGet::Built(|asked, tell| files(asked.store, asked.call, tell))), "a file that tells of it"),
    field("jitter_avg", &["jitter_avg_ms"], MS, worst!(0), "worst stream's jitter"),
    field("jitter_max", &["jitter_max_ms"], MS, worst!(1), "highest jitter"),
    field("rtt_avg", &["rtt_avg_ms"], MS, worst!(2), "worst stream's round trip"),
    field("rtt_max", &["rtt_max_ms"], MS, worst!(3), "longest round trip"),
    field("loss_avg", &[], RATIO, worst!(4), "worst stream's loss"),
    field("loss_max", &[], RATIO, worst!(5), "highest loss"),
    field("jitter_buffer_avg", &["jitter_buffer_avg_ms"], MS, worst!(6), "worst stream's jitter buffer"),
    field("jitter_buffer_max", &["jitter_buffer_max_ms"], MS, worst!(7), "largest jitter buffer"),
    field("healed_avg", &[], RATIO, worst!(8), "worst stream's made up sound"),
    field("healed_max", &[], RATIO, worst!(9), "most made up sound"),
    field("bitrate_avg", &[], BPS, worst!(14), "worst stream's bit rate"),
    field("bitrate_max", &[], BPS, worst!(15), "lowest of the streams' highest bit rates"),
    field("media", &[], Form::Word(MEDIA), Get::Stream(StreamGet::Of(media)), "what the stream carries"),
    field("dir", &["direction"], Form::Word(DIRECTIONS), Get::Stream(StreamGet::Of(direction)), "which way it ran"),
    field("transport", &[], Form::Word(ANY), Get::Stream(StreamGet::Of(|store, row, tell| tell(Seen::Text(store.streams.transport()[row])))), "UDP or TCP"),
    field("codec", &[], Form::Word(ANY), Get::Stream(StreamGet::Of(|store, row, tell| tell(Seen::Text(store.streams.codec()[row])))), "codec"),
    field("stream", &[], Form::Word(STREAM_CLASSES), Get::Stream(StreamGet::Of(stream)), "how the stream did"),
    field("jitter.avg", &["jitter"], MS, measure!(0), "variation of packet arrival"),
    field("jitter.max", &[], MS, measure!(1), "its maximum"),
    field("rtt.avg", &["rtt"], MS, measure!(2), "round trip time"),
    field("rtt.max", &[], MS, measure!(3), "its maximum"),
    field("loss.avg", &["loss"], RATIO, measure!(4), "packets lost"),
    field("loss.max", &[], RATIO, measure!(5), "its maximum"),
    field("buffer.avg", &["buffer", "jitter_buffer", "jitter_buffer.avg"], MS, measure!(6), "jitter buffer"),
    field("buffer.max", &["jitter_buffer.max"], MS, measure!(7), "its maximum"),
    field("healed.avg", &["healed"], RATIO, measure!(8), "sound made up for lost packets"),
    field("healed.max", &[], RATIO, measure!(9), "its maximum"),
    field("fps", &["frame_rate"], FPS, measure!(10), "pictures a second"),
    field("height", &["resolution"], PIXELS, measure!(11), "lines of the received picture"),
    field("freeze", &[], FREEZE, measure!(12), "frozen time in each minute"),
    field("packets", &[], PACKETS, measure!(13), "packets of the stream"),
    field("bitrate.avg", &["bitrate"], BPS, measure!(14), "bit rate of video"),
    field("bitrate.max", &[], BPS, measure!(15), "its maximum"),
    field("sdk", &[], Form::Word(ANY), leg_text!(sdk, sdk), "calling SDK of a leg"),
    field("os", &["system"], Form::Word(ANY), leg_text!(os, os), "operating system, long or short"),
    field("os.full", &["os_full"], Form::Word(ANY), leg_text!(os, os), "operating system as it is logged"),
    field("end", &["end_codes", "ends"], Form::Word(ANY), Get::Leg(LegGet::Of(parts::leg_end)), "end code, 410/3112 or 410"),
    field("code", &["end_code"], Form::Word(ANY), leg_text!(end_code, end_code), "end code alone"),
    field("subcode", &["end_subcode"], Form::Word(ANY), leg_text!(end_subcode, end_subcode), "end subcode alone"),
    field("category", &["result_category"], Form::Word(ANY), leg_text!(result_category, result_category), "class of the end"),
    field("user", &["identifier"], Form::Id, leg_id!(identifier, identifier), "user, with or without 8:"),
    field("phone", &[], Form::Id, Get::Leg(LegGet::Of(parts::phone)), "phone number of a leg"),
    field("tenant", &[], Form::Id, leg_id!(tenant, tenant), "tenant of a leg"),
    field("endpoint", &["endpoint_id"], Form::Id, leg_id!(endpoint, endpoint), "endpoint id"),
    field("participant", &["participant_id", "leg"], Form::Id, leg_id!(participant, participant), "participant id: one leg"),
    field("ptype", &["participant_type"], Form::Word(ANY), leg_text!(participant_type, participant_type), "participant type: ACS, Teams"),
    field("kind", &["endpoint_type"], Form::Word(ANY), leg_text!(endpoint_type, endpoint_type), "endpoint type: VoIP, PSTN, Bot"),
    field("tag", &["tags"], Form::Word(ANY), Get::Leg(LegGet::Of(parts::tags)), "tag of a client (diagnostic options)"),
    field("app", &[], Form::Word(ANY), Get::Leg(LegGet::Of(parts::app)), "app name or version (diagnostic options)"),
    field("leg.dur", &[], SECONDS, Get::Leg(LegGet::Of(parts::leg_duration)), "how long a leg took"),
    field("op", &["operation"], Form::Word(ANY), Get::Operation(parts::operation_name), "client operation, request of automation"),
    field("result", &["result_type"], Form::Word(ANY), Get::Operation(parts::operation_result), "result of the operation"),
    field("ufd", &["diagnostic"], Form::Word(ANY), Get::Operation(parts::diagnostic), "diagnostic that went Poor or Bad"),
    field("agent", &["user_agent"], Form::Word(ANY), Get::Operation(parts::agent), "user agent of the client"),
];

fn verdict(store: &Store, call: CallIx, tell: Tell) {
    tell(Seen::Word(store.facts(call).verdict.class.name()));
}

/// What was not judged is not known to be free of it.
fn due(store: &Store, call: CallIx, tell: Tell) {
    let verdict = &store.facts(call).verdict;
    if verdict.class == CallClass::NotJudged {
        return tell(Seen::Absent(Absence::Missing));
    }
    let dimensions = verdict.poor_due_to.iter().map(Dimension::name);
    dimensions.for_each(|name| tell(Seen::Word(name)));
}

fn reason(store: &Store, call: CallIx, tell: Tell) {
    let reason = &store.facts(call).reason;
    for words in [&reason.line, &reason.brief] {
        tell(Seen::Word(words));
    }
}

fn kind(store: &Store, call: CallIx, tell: Tell) {
    tell(match store.facts(call).kind {
        CallKind::Unknown => Seen::Absent(Absence::Missing),
        kind => Seen::Word(kind.name().unwrap_or_default()),
    });
}

fn start(store: &Store, call: CallIx, tell: Tell) {
    let start = store.facts(call).shown_start();
    tell(Seen::Stretch(start, start));
}

/// Of a call without length only its start is known.
fn during(store: &Store, call: CallIx, tell: Tell) {
    let (start, end) = stretch(store.facts(call));
    tell(Seen::Stretch(start, end));
}

/// From when to when a call took place, as far as that is known.
pub(in super::super) fn stretch(facts: &CallFacts) -> (Time, Time) {
    let start = facts.shown_start();
    let seconds = facts.duration_s.known().unwrap_or_default();
    (start, start.plus_ms(seconds.max(0.0) * 1_000.0))
}

fn rating(store: &Store, call: CallIx, tell: Tell) {
    tell(match overview::rated(store, call) {
        Some(rating) => Seen::Word(rating.name()),
        None => Seen::Absent(Absence::Missing),
    });
}

/// Without a survey nobody has said that there was no issue.
fn issues(store: &Store, call: CallIx, tell: Tell) {
    let mut has_survey = false;
    for row in store.side_of(SideKind::Survey, call) {
        has_survey = true;
        for issue in survey::issues(store, &store.side.surveys.get(row)) {
            tell(Seen::Word(issue));
        }
    }
    if !has_survey {
        tell(Seen::Absent(Absence::Missing));
    }
}

/// The worst rating of one of the parts that are asked for.
fn part_rating(store: &Store, call: CallIx, part: usize, tell: Tell) {
    let scores = store
        .side_of(SideKind::Survey, call)
        .filter_map(|row| store.side.surveys.scores()[row][part].of_five());
    tell(match scores.min_by(f64::total_cmp) {
        Some(worst) => Seen::Word(Rating::of(worst).name()),
        None => Seen::Absent(Absence::Missing),
    });
}

/// Without a survey it is not known whether there was one.
fn count_issues(store: &Store, call: CallIx, parts: Range<usize>, tell: Tell) {
    let mut count = None;
    for row in store.side_of(SideKind::Survey, call) {
        let issues = &store.side.surveys.issues()[row][parts.clone()];
        let named = issues
            .iter()
            .map(|&list| survey::tags(store.text(list)).count() as u32);
        *count.get_or_insert(0) += named.sum::<u32>();
    }
    tell(count.map_or(Seen::Absent(Absence::Missing), Seen::Count));
}

/// A leg with something hidden: who, with what, from which tenant, or how it ended.
fn redacted(store: &Store, call: CallIx, tell: Tell) {
    let table = &store.summaries;
    let is_hidden = |row: usize| {
        let ids = [
            table.participant(),
            table.endpoint(),
            table.identifier(),
            table.tenant(),
        ];
        let texts = [
            table.sdk(),
            table.os(),
            table.end_code(),
            table.result_category(),
        ];
        ids.iter()
            .any(|column| Seen::Id(column[row]).absence() == Some(Absence::Redacted))
            || texts
                .iter()
                .any(|column| Seen::Text(column[row]).absence() == Some(Absence::Redacted))
    };
    tell(Seen::Flag(store.summaries_of(call).any(is_hidden)));
}

fn files(store: &Store, call: CallIx, tell: Tell) {
    let mut last = None;
    each_file(store, call, &mut |file| {
        if last.replace(file) != Some(file) {
            tell(Seen::Word(store.file(file).map_or("", |file| &file.name)));
        }
    });
}

/// The files that hold a record of a call, some of them several times.
pub fn each_file(store: &Store, call: CallIx, told: &mut dyn FnMut(FileIx)) {
    let summaries = store
        .summaries_of(call)
        .map(|row| store.summaries.source()[row]);
    summaries.for_each(|source| told(source.file));
    let streams = store
        .streams_of(call)
        .map(|row| store.streams.source()[row]);
    streams.for_each(|source| told(source.file));
    let operations = store
        .operations_of(call)
        .map(|row| store.operations.source()[row]);
    operations.for_each(|source| told(source.file));
    store
        .sample_spans(call)
        .into_iter()
        .for_each(|span| told(span.source.file));
    for kind in SideKind::ALL {
        let rows = store
            .side_of(kind, call)
            .map(|row| kind.sources(&store.side)[row]);
        rows.for_each(|source| told(source.file));
    }
}

/// The kind of medium, and the word of the log: `VBSS` and `AppSharing` are both screen sharing.
fn media(store: &Store, row: usize, tell: Tell) {
    let media = store.streams.media()[row];
    if media != Media::Unknown {
        tell(Seen::Word(media.name()));
    }
    let word = store.streams.media_word()[row];
    if media == Media::Unknown && word.is_known() {
        // A word that nobody knows is no kind of medium.
        tell(Seen::Absent(Absence::Missing));
    } else if word.is_known() || media == Media::Unknown {
        tell(Seen::Text(word));
    }
}

fn direction(store: &Store, row: usize, tell: Tell) {
    tell(match store.streams.direction()[row] {
        Direction::Unknown => Seen::Absent(Absence::Missing),
        known => Seen::Word(known.name()),
    });
}

fn stream(store: &Store, row: usize, tell: Tell) {
    let verdict = judge_stream(store.limits(), &store.streams.get(row));
    tell(Seen::Word(verdict.class.name()));
}
