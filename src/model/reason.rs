//! The one true line about a call: the worst thing that is proven, with its number and its leg.
//!
//! Order: dropped leg, network diagnostic that stayed, average beyond a limit, burst, diagnostic that recovered, not
//! judged. Never more than the log shows.

use super::call::{CallDetail, LegNo, Stream};
use super::diagnostic::{self, Subject};
use super::end_reason;
use super::facts::end_words;
use super::metric::{METRICS, Metric, Statistic};
use super::rows::Direction;
use super::store::Store;
use super::verdict::{CallClass, StreamClass};

/// Why a call is what it is. Not sanitized; empty for a call inside every limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// The whole line: `P2.1 dropped 410/3101 UnexpectedClientError: media lost …`.
    pub line: Box<str>,
    /// A dozen columns for narrow lists: `P2.1 dropped`, `loss P2 out`.
    pub brief: Box<str>,
}

impl Reason {
    fn new(line: String, brief: String) -> Self {
        Self {
            line: line.into(),
            brief: brief.into(),
        }
    }
}

/// The reason of a call.
pub fn of(store: &Store, detail: &CallDetail) -> Reason {
    let causes: [fn(&Store, &CallDetail) -> Option<Reason>; 5] =
        [dropped, open_network, poor, burst, recovered];
    causes
        .iter()
        .find_map(|cause| cause(store, detail))
        .unwrap_or_else(|| not_judged(detail))
}

fn dropped(store: &Store, detail: &CallDetail) -> Option<Reason> {
    let first = detail.dropped().next()?;
    let leg = detail.leg(first)?;
    let name = detail.leg_name(first);
    let meaning = end_reason::meaning(store.text(leg.end_code), store.text(leg.end_subcode));
    let meaning = meaning.map_or_else(String::new, |meaning| format!(": {meaning}"));
    let (others, brief) = match detail.dropped().count() {
        1 => (String::new(), format!("{name} dropped")),
        count => (
            format!(" (+{} more legs)", count - 1),
            format!("{count} dropped"),
        ),
    };
    Some(Reason::new(
        format!(
            "{name} dropped {}{meaning}{others}",
            end_words(store, detail, first)
        ),
        brief,
    ))
}

fn open_network(store: &Store, detail: &CallDetail) -> Option<Reason> {
    let range = network_ranges(store, detail).find(|range| !range.has_recovered)?;
    let (leg, name) = (leg_words(detail, range.leg), store.text(range.name));
    let line = format!("{leg}{name} {}, not recovered", range.worst.name());
    Some(Reason::new(
        line,
        format!("{leg}{}", name.strip_prefix("Network").unwrap_or(name)),
    ))
}

fn recovered(store: &Store, detail: &CallDetail) -> Option<Reason> {
    let range = network_ranges(store, detail).find(|range| range.has_recovered)?;
    let seconds = range
        .end
        .ms_since(range.start)
        .map_or_else(String::new, |ms| format!(" after {:.0} s", ms / 1_000.0));
    let (leg, name) = (leg_words(detail, range.leg), store.text(range.name));
    let line = format!("{leg}{name} {}, recovered{seconds}", range.worst.name());
    Some(Reason::new(
        line,
        format!("{leg}{}", name.strip_prefix("Network").unwrap_or(name)),
    ))
}

fn network_ranges<'a>(
    store: &'a Store,
    detail: &'a CallDetail,
) -> impl Iterator<Item = &'a super::call::DiagnosticRange> {
    detail
        .ranges
        .iter()
        .filter(|range| diagnostic::subject(store.text(range.name)) == Subject::Network)
}

fn poor(store: &Store, detail: &CallDetail) -> Option<Reason> {
    let (stream, at, value) = farthest(store, detail, StreamClass::Poor, |metric| {
        metric.statistic != Statistic::Maximum
    })?;
    let metric = &METRICS[at];
    let limit = metric.limit(stream.media)?;
    let legs = legs_poor_in(store, detail, at);
    let (place, near) = if legs > 1 {
        (
            format!("{legs} of {} legs", detail.legs.len()),
            format!("{legs} legs"),
        )
    } else {
        (stream_words(detail, stream), leg_and_way(detail, stream))
    };
    let line = format!(
        "{} {} on {place} (limit {})",
        metric.title,
        number(metric, value),
        number(metric, limit)
    );
    Some(Reason::new(line, format!("{} {near}", brief_title(metric))))
}

fn burst(store: &Store, detail: &CallDetail) -> Option<Reason> {
    let (stream, at, value) = farthest(store, detail, StreamClass::Burst, |metric| {
        metric.statistic == Statistic::Maximum
    })?;
    let metric = &METRICS[at];
    let average = store.streams.values()[stream.row.at()][at - 1].known();
    let average = average.map_or_else(String::new, |average| {
        format!(", avg {}", number(metric, average))
    });
    let line = format!(
        "{} {}{average}: burst, {}",
        metric.title,
        number(metric, value),
        stream_words(detail, stream)
    );
    Some(Reason::new(
        line,
        format!("{} {}", brief_title(metric), leg_and_way(detail, stream)),
    ))
}

/// `jitter max` and `jitter` are both `jitter` in a narrow list.
fn brief_title(metric: &Metric) -> String {
    metric.title.trim_end_matches(" max").to_lowercase()
}

fn leg_and_way(detail: &CallDetail, stream: &Stream) -> String {
    let words = stream_words(detail, stream);
    words
        .rsplit_once(' ')
        .map_or_else(String::new, |(words, _)| words.to_owned())
}

fn not_judged(detail: &CallDetail) -> Reason {
    if detail.verdict.class != CallClass::NotJudged {
        return Reason::default();
    }
    let origin = match (detail.is_orphan, detail.operations.is_empty()) {
        (true, _) => "no summary, ",
        (false, true) => "summary only, ",
        (false, false) => "",
    };
    match detail
        .streams
        .iter()
        .find_map(|stream| stream.verdict.not_judged)
    {
        None => Reason::new(
            format!("{origin}no stream records loaded"),
            "no streams".to_owned(),
        ),
        Some(why) => Reason::new(
            format!("streams not judged: {}", why.words()),
            why.brief().to_owned(),
        ),
    }
}

/// The value that is farthest beyond its limit, in shares of the limit, among streams of a class.
fn farthest<'a>(
    store: &Store,
    detail: &'a CallDetail,
    class: StreamClass,
    counts: fn(&Metric) -> bool,
) -> Option<(&'a Stream, usize, f64)> {
    let mut best: Option<(f64, (&Stream, usize, f64))> = None;
    for stream in detail
        .streams
        .iter()
        .filter(|stream| stream.verdict.class == class)
    {
        let values = store.streams.values()[stream.row.at()];
        for (at, (metric, value)) in METRICS.iter().zip(values).enumerate() {
            let Some(value) = value
                .known()
                .filter(|&value| counts(metric) && metric.is_beyond(value, stream.media))
            else {
                continue;
            };
            let limit = metric.limit(stream.media).unwrap_or(1.0);
            let excess = if value > limit {
                value / limit
            } else {
                limit / value.max(limit / 1_000.0)
            };
            if best.as_ref().is_none_or(|(most, _)| excess > *most) {
                best = Some((excess, (stream, at, value)));
            }
        }
    }
    best.map(|(_, found)| found)
}

fn legs_poor_in(store: &Store, detail: &CallDetail, at: usize) -> usize {
    let beyond = |stream: &&Stream| {
        let value = store.streams.values()[stream.row.at()][at].known();
        value.is_some_and(|value| METRICS[at].is_beyond(value, stream.media))
    };
    let mut legs: Vec<LegNo> = detail
        .streams
        .iter()
        .filter(beyond)
        .filter_map(|stream| stream.leg)
        .collect();
    legs.sort_unstable();
    legs.dedup();
    legs.len()
}

fn leg_words(detail: &CallDetail, leg: Option<LegNo>) -> String {
    leg.map_or_else(String::new, |leg| format!("{} ", detail.leg_name(leg)))
}

/// `P2 out video`: leg, direction and medium of a stream.
pub fn stream_words(detail: &CallDetail, stream: &Stream) -> String {
    let way = match stream.direction {
        Direction::Inbound => "in ",
        Direction::Outbound => "out ",
        Direction::Unknown => "",
    };
    format!(
        "{}{way}{}",
        leg_words(detail, stream.leg),
        stream.media.name()
    )
}

/// A value with its unit as it is shown: `612 ms`, `31.0 %`.
pub fn number(metric: &Metric, value: f64) -> String {
    let shown = metric.shown(value);
    format!(
        "{} {}",
        shown.strip_suffix(".0").unwrap_or(&shown),
        metric.unit.label()
    )
}
