//! What a call, a leg and a stream say of themselves.

use super::fact::{Fact, LOG, Value};
use super::{Head, Topic, end_name, short_id};
use crate::model::call::{CallDetail, LegNo, Stream};
use crate::model::facts::{code_words, end_words, worse};
use crate::model::finding::{Finding, Log, findings};
use crate::model::id::{StreamIx, TextRef};
use crate::model::metric::{Dimension, METRICS, Metric, Statistic};
use crate::model::rows::{Direction, Media};
use crate::model::side::SideKind;
use crate::model::source::Source;
use crate::model::standing;
use crate::model::store::Store;
use crate::model::system::system_name;
use crate::model::value::Num;
use crate::model::verdict::{CallClass, StreamClass};
use crate::query::marked::MarkedPart;
use std::collections::BTreeMap;

type Said = (Head, Vec<Fact>);

/// A call beside a call.
pub(super) fn call(store: &Store, detail: &CallDetail) -> Said {
    let facts = store.facts(detail.call);
    let source = record_of(store, detail);
    let verdict = &detail.verdict;
    let mut all = vec![
        class("verdict", verdict.class).at(source),
        Fact::new(
            Topic::Dropped,
            "dropped legs",
            Value::Count(u64::from(verdict.dropped), ""),
        ),
        due(verdict.poor_due_to.iter()),
        Fact::new(
            Topic::End,
            "ends",
            words(
                facts
                    .end_codes
                    .iter()
                    .map(|&(code, subcode)| code_words(store, code, subcode)),
            ),
        ),
        Fact::new(Topic::Client, "SDK", texts(store, &facts.sdks)),
        Fact::new(
            Topic::Client,
            "system",
            words(facts.systems.iter().map(|&os| system(store, os))),
        ),
        Fact::new(Topic::Frame, "length", Value::seconds(detail.duration_s)),
        Fact::new(
            Topic::Frame,
            "type",
            words(detail.kind.name().map(str::to_owned).into_iter()),
        ),
    ];
    all.extend(
        [
            ("legs", facts.legs),
            ("participants", facts.participants),
            ("streams", facts.streams),
            ("poor streams", verdict.poor_streams),
            ("burst streams", verdict.burst_streams),
            ("network diagnostics open", verdict.open_network),
            ("operations", facts.operations),
        ]
        .map(|(name, count)| Fact::new(Topic::Frame, name, Value::Count(u64::from(count), ""))),
    );
    all.extend(found(store, detail, |_| true));
    all.extend(measures(store, detail.streams.iter(), |stream| {
        stream.media.name().to_owned()
    }));
    (head_of_call(store, detail), all)
}

/// A call beside many: what many have a share of, and its worst values.
pub(super) fn whole(store: &Store, detail: &CallDetail) -> Said {
    let facts = store.facts(detail.call);
    let verdict = &facts.verdict;
    let source = record_of(store, detail);
    let flag = |topic, name: &str, is_met| Fact::new(topic, name, Value::Flag(is_met));
    let judged = verdict.class != CallClass::NotJudged;
    let mut all = vec![
        flag(Topic::Frame, "not judged", !judged),
        flag(Topic::Dropped, "with a dropped leg", verdict.dropped > 0),
    ];
    let bad = Fact::new(
        Topic::Verdict,
        "bad",
        if judged {
            Value::Flag(verdict.class == CallClass::Bad)
        } else {
            Value::Without("not judged")
        },
    );
    all.push(bad.judged(verdict.class).at(source));
    for dimension in Dimension::ALL {
        if verdict.poor_due_to.contains(dimension) {
            let due = flag(Topic::Due, &due_name(dimension), true);
            all.push(due.or_else(Value::Share(0, 0)));
        }
    }
    for &code in &facts.end_codes {
        let ended = flag(Topic::End, &end_name(code, store), true);
        all.push(ended.or_else(Value::Share(0, 0)));
    }
    for (at, metric) in METRICS.iter().enumerate() {
        let value = Value::measure(at, facts.worst[at]);
        all.push(Fact::new(Topic::Measure, metric.title, value));
    }
    (head_of_call(store, detail), all)
}

/// `poor due to rtt`.
pub(super) fn due_name(dimension: Dimension) -> String {
    format!("poor due to {}", dimension.name().replace('_', " "))
}

/// A leg.
pub(super) fn leg(store: &Store, detail: &CallDetail, part: MarkedPart) -> Option<Said> {
    let at = part.place(detail)?.0?;
    let leg = detail.leg(at)?;
    let standing = standing::of_legs(store, detail);
    let source = leg.source;
    let streams = || {
        detail
            .streams
            .iter()
            .filter(|stream| stream.leg == Some(at))
    };
    let poor = streams().flat_map(|stream| stream.verdict.poor.iter());
    let ends = end_words(store, detail, at);
    let mut all = vec![
        class(
            "verdict",
            standing.get(at.0 as usize).copied().unwrap_or_default(),
        )
        .at(source),
        Fact::new(
            Topic::Dropped,
            "dropped",
            Value::Words(if leg.is_dropped { "yes" } else { "no" }.to_owned()),
        ),
        due(poor),
        Fact::new(
            Topic::End,
            "end",
            words(Some(ends).filter(|end| !end.is_empty()).into_iter()),
        ),
        Fact::new(
            Topic::Client,
            "endpoint type",
            Value::text(store, leg.endpoint_type),
        ),
        Fact::new(
            Topic::Client,
            "participant type",
            Value::text(store, leg.participant_type),
        ),
        Fact::new(Topic::Client, "tenant", Value::id(store, leg.tenant)),
        Fact::new(Topic::Frame, "length", Value::seconds(leg.duration_s)),
        Fact::new(
            Topic::Frame,
            "streams",
            Value::Count(streams().count() as u64, ""),
        ),
    ];
    all.extend(client(store, leg.sdk, leg.os));
    all.extend(found(store, detail, |finding| finding.legs.contains(&at)));
    all.extend(measures(store, streams(), |stream| {
        format!("{} {}", stream.media.name(), way(stream.direction))
    }));
    let head = head_of_leg(store, detail, at);
    for fact in &mut all {
        fact.source = fact.source.or(source);
    }
    Some((head, all))
}

/// A stream.
pub(super) fn stream(store: &Store, detail: &CallDetail, row: StreamIx) -> Option<Said> {
    let stream = detail.streams.iter().find(|stream| stream.row == row)?;
    let said = store.streams.get(row.at());
    let leg = stream.leg.and_then(|leg| detail.leg(leg));
    let of_leg = stream
        .leg
        .map(|leg| detail.leg_name(leg))
        .unwrap_or_default();
    let mut all = vec![
        class("verdict", standing::of_stream(stream.verdict.class)),
        due(stream.verdict.poor.iter()),
        Fact::new(Topic::Client, "medium", Value::text(store, said.media_word)),
        Fact::new(
            Topic::Client,
            "direction",
            words(
                Some(way(stream.direction).to_owned())
                    .filter(|word| word != "?")
                    .into_iter(),
            ),
        ),
        Fact::new(Topic::Client, "codec", Value::text(store, said.codec)),
        Fact::new(
            Topic::Client,
            "transport",
            Value::text(store, said.transport),
        ),
    ];
    if let Some(leg) = leg {
        all.extend(client(store, leg.sdk, leg.os));
    }
    for (at, metric) in METRICS.iter().enumerate() {
        let fact = Fact::new(
            Topic::Measure,
            metric.title,
            Value::measure(at, said.values[at]),
        );
        all.push(judged(
            store,
            fact,
            metric,
            (at, said.values[at], stream.media),
        ));
    }
    for fact in &mut all {
        fact.source = Some(said.source);
    }
    let call = short_id(store, detail.call);
    let head = Head {
        name: format!(
            "{} {} of {of_leg} in {call}",
            stream.media.name(),
            way(stream.direction)
        ),
        start: leg.map(|leg| leg.start).unwrap_or_default(),
        duration_s: leg.map(|leg| leg.duration_s).unwrap_or_default(),
        source: Some(said.source),
    };
    Some((head, all))
}

/// Who a leg is.
fn head_of_leg(store: &Store, detail: &CallDetail, at: LegNo) -> Head {
    let leg = detail.leg(at);
    Head {
        name: format!(
            "{} of {}",
            detail.leg_name(at),
            short_id(store, detail.call)
        ),
        start: leg.map(|leg| leg.start).unwrap_or_default(),
        duration_s: leg.map(|leg| leg.duration_s).unwrap_or_default(),
        source: leg.and_then(|leg| leg.source),
    }
}

fn head_of_call(store: &Store, detail: &CallDetail) -> Head {
    Head {
        name: format!("call {}", short_id(store, detail.call)),
        start: store.facts(detail.call).shown_start(),
        duration_s: detail.duration_s,
        source: record_of(store, detail),
    }
}

/// A record of a call: of its first leg that has one, else of a stream.
fn record_of(store: &Store, detail: &CallDetail) -> Option<Source> {
    let stream = || {
        detail
            .streams
            .first()
            .map(|stream| store.streams.source()[stream.row.at()])
    };
    detail
        .legs
        .iter()
        .find_map(|leg| leg.source)
        .or_else(stream)
}

fn class(name: &str, class: CallClass) -> Fact {
    let said = match class {
        CallClass::NotJudged => Value::Without("not judged"),
        class => Value::Words(class.name().to_owned()),
    };
    Fact::new(Topic::Verdict, name, said).judged(class)
}

fn due(dimensions: impl Iterator<Item = Dimension>) -> Fact {
    let words = |dimension: Dimension| dimension.name().replace('_', " ");
    let mut names: Vec<String> = dimensions.map(words).collect();
    names.sort_unstable();
    names.dedup();
    let said = if names.is_empty() {
        "nothing".to_owned()
    } else {
        names.join(", ")
    };
    Fact::new(Topic::Due, "poor due to", Value::Words(said))
}

fn client(store: &Store, sdk: TextRef, os: TextRef) -> [Fact; 2] {
    let system = match Value::text(store, os) {
        Value::Words(os) => Value::Words(system_name(&os)),
        absent => absent,
    };
    [
        Fact::new(Topic::Client, "SDK", Value::text(store, sdk)),
        Fact::new(Topic::Client, "system", system),
    ]
}

fn system(store: &Store, os: TextRef) -> String {
    match os {
        TextRef::REDACTED => "redacted".to_owned(),
        os => system_name(store.text(os)),
    }
}

/// Words of the log in a row; only hidden ones are redacted, none is missing.
fn texts(store: &Store, texts: &[TextRef]) -> Value {
    match texts {
        [] => Value::text(store, TextRef::MISSING),
        [one] => Value::text(store, *one),
        many => words(many.iter().map(|text| match *text {
            TextRef::REDACTED => "redacted".to_owned(),
            text => store.text(text).to_owned(),
        })),
    }
}

fn words(parts: impl Iterator<Item = String>) -> Value {
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() {
        return Value::Absent(crate::model::id::Absence::Missing);
    }
    Value::Words(parts.join(", "))
}

/// `in`, `out`.
pub(super) const fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::Outbound => "out",
        Direction::Inbound => "in",
        Direction::Unknown => "?",
    }
}

/// The findings of a side by rule. The other side has none of a rule where the log it reads is loaded, else nothing is
/// known.
fn found(store: &Store, detail: &CallDetail, is_of: impl Fn(&Finding) -> bool) -> Vec<Fact> {
    let mut by_rule: BTreeMap<&str, (Finding, usize)> = BTreeMap::new();
    for finding in findings(store, detail).into_iter().filter(is_of) {
        let kept = by_rule.entry(finding.rule.name).or_insert((finding, 0));
        kept.1 += 1;
    }
    let said = by_rule.into_values().map(|(first, count)| {
        let source = first.evidence.first().map(|proof| proof.source);
        let value = Value::Found(count, first.brief);
        let none = Value::Found(0, "none".to_owned());
        Fact {
            needs: first.rule.needs.first().map(|log| log.words()),
            ..Fact::new(Topic::Finding, first.rule.name.replace('_', " "), value)
                .at(source)
                .or_else(none)
        }
    });
    let mut all: Vec<Fact> = said.collect();
    all.extend(missing_logs(store, detail));
    all
}

/// What a finding would need and the side does not have: so that "none" is not read as "fine".
fn missing_logs(store: &Store, detail: &CallDetail) -> impl Iterator<Item = Fact> {
    let has = [
        (
            Log::Summary,
            detail.legs.iter().any(|leg| leg.summary.is_some()),
        ),
        (Log::Streams, !detail.streams.is_empty()),
        (Log::Operations, !detail.operations.is_empty()),
        (Log::Samples, store.has_samples(detail.call)),
        (
            Log::Survey,
            detail.side_of(SideKind::Survey).next().is_some(),
        ),
    ];
    has.into_iter().map(|(log, has)| {
        let said = if has {
            Value::Words("loaded".to_owned())
        } else {
            Value::Without("not loaded")
        };
        Fact::new(Topic::Frame, format!("{LOG}{}", log.words()), said)
    })
}

/// The worst values of streams, apart by a name; each judged by the limit for the stream that has it.
fn measures<'a>(
    store: &Store,
    streams: impl Iterator<Item = &'a Stream>,
    name: impl Fn(&Stream) -> String,
) -> Vec<Fact> {
    let mut worst: BTreeMap<(usize, String), (Num, Media, Source)> = BTreeMap::new();
    for stream in streams {
        let row = store.streams.get(stream.row.at());
        for (at, metric) in METRICS.iter().enumerate() {
            let here = (row.values[at], stream.media, row.source);
            let kept = worst.entry((at, name(stream))).or_insert(here);
            let value = worse(metric, kept.0, here.0);
            if value.known() != kept.0.known() {
                *kept = (value, here.1, here.2);
            }
        }
    }
    let facts = worst
        .into_iter()
        .map(|((at, name), (value, media, source))| {
            let metric = &METRICS[at];
            let fact = Fact::new(
                Topic::Measure,
                format!("{}, {name}", metric.title),
                Value::measure(at, value),
            );
            let fact = fact
                .at(Some(source))
                .or_else(Value::Without("no such stream"));
            judged(store, fact, metric, (at, value, media))
        });
    facts.collect()
}

/// A measure is marked where it is beyond its limit.
fn judged(
    store: &Store,
    fact: Fact,
    metric: &Metric,
    (at, value, media): (usize, Num, Media),
) -> Fact {
    let is_beyond = value
        .known()
        .is_some_and(|value| store.limits().is_beyond(at, value, media));
    match (is_beyond, metric.statistic) {
        (false, _) | (true, Statistic::Count) => fact,
        (true, Statistic::Maximum) => fact.judged(standing::of_stream(StreamClass::Burst)),
        (true, _) => fact.judged(CallClass::Bad),
    }
}
