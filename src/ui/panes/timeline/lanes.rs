//! The lanes under the axis: legs as lines, diagnostics as ranges, operations as points, one row of statistics.
//!
//! Only lanes with something to show; those with a problem first.

use super::events::{Event, Filter, What};
use super::samples::Series;
use crate::model::call::{CallDetail, Leg, LegNo};
use crate::model::diagnostic::{self, Subject};
use crate::model::id::TextRef;
use crate::model::lane::Lane as SideLane;
use crate::model::rows::Quality;
use crate::model::store::Store;
use crate::model::value::Time;
use crate::model::verdict::CallClass;
use crate::ui::panes::words;
use std::collections::BTreeMap;

/// What a lane draws.
pub(super) enum Content {
    /// The legs of a participant.
    Legs(Vec<Line>),
    /// Reports of one diagnostic: from, to, quality; and when the participant was there.
    Ranges {
        reports: Vec<Report>,
        there: (i64, i64),
        is_hint: bool,
    },
    /// Operations: time and letter.
    Points(Vec<(i64, char)>),
    Samples(Series),
}

/// How a diagnostic stood, from one report to the next.
#[derive(Clone, Copy)]
pub(super) struct Report {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) quality: Quality,
}

/// A leg on the time axis.
pub(super) struct Line {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) has_start: bool,
    /// The sign at its end; none when the log has no end.
    pub(super) end: Option<char>,
}

/// One lane.
pub(super) struct Lane {
    pub(super) label: String,
    pub(super) class: CallClass,
    pub(super) content: Content,
}

/// All lanes of a call within a range of time.
pub(super) fn lanes(
    store: &Store,
    detail: &CallDetail,
    events: &[Event],
    (series, filter): (Vec<Series>, Filter),
) -> Vec<Lane> {
    let only = filter
        .only
        .and_then(|leg| detail.leg(leg))
        .map(|leg| leg.participant_no);
    let is_wanted = |leg| only.is_none() || participant_no(detail, leg) == only;
    let traces = Trace::of_legs(detail, events);
    let mut lanes: Vec<Lane> = (0..detail.participants.len())
        .filter(|&at| only.is_none_or(|only| only as usize == at))
        .filter_map(|at| legs_lane(detail, &traces, at))
        .collect();
    lanes.extend(range_lanes(store, detail, events));
    lanes.extend(
        series
            .into_iter()
            .filter(|series| is_wanted(series.leg))
            .map(|s| samples_lane(detail, s)),
    );
    let points = point_lanes(detail, events)
        .into_iter()
        .chain(side_lanes(detail, events));
    lanes.extend(points.filter(|lane| !filter.ranges_only || lane.class == CallClass::Bad));
    // A stable sort: within a class legs come before diagnostics, statistics and operations.
    lanes.sort_by_key(|lane| lane.class);
    lanes
}

fn participant_no(detail: &CallDetail, leg: Option<LegNo>) -> Option<u32> {
    let leg = detail.leg(leg?)?;
    Some(leg.participant_no)
}

fn participant_name(detail: &CallDetail, leg: Option<LegNo>) -> String {
    leg.and_then(|leg| detail.leg(leg)).map_or_else(
        || "-".to_owned(),
        |leg| format!("P{}", leg.participant_no + 1),
    )
}

/// What the events of a leg tell of its end.
#[derive(Clone, Copy, Default)]
pub(super) struct Trace {
    has_hung_up: bool,
    last: Option<i64>,
}

impl Trace {
    /// One a leg, in one walk over the events.
    pub(super) fn of_legs(detail: &CallDetail, events: &[Event]) -> Vec<Self> {
        let mut traces = vec![Self::default(); detail.legs.len()];
        for event in events {
            if let Some(trace) = event.leg.and_then(|leg| traces.get_mut(leg.0 as usize)) {
                trace.has_hung_up |= event.letter == 'H';
                trace.last = trace.last.max(event.time.ticks());
            }
        }
        traces
    }
}

pub(super) fn legs_lane(detail: &CallDetail, traces: &[Trace], at: usize) -> Option<Lane> {
    let legs = &detail.participants[at].legs;
    let trace_of = |leg: LegNo| traces.get(leg.0 as usize).copied().unwrap_or_default();
    let lines: Vec<Line> = legs
        .iter()
        .filter_map(|&number| line(trace_of(number), detail.leg(number)?))
        .collect();
    let is_dropped = legs
        .iter()
        .any(|&leg| detail.leg(leg).is_some_and(|leg| leg.is_dropped));
    (!lines.is_empty()).then(|| Lane {
        label: format!(
            "P{} {}",
            at + 1,
            if legs.len() == 1 { "leg" } else { "legs" }
        ),
        class: if is_dropped {
            CallClass::Bad
        } else {
            CallClass::Ok
        },
        content: Content::Legs(lines),
    })
}

/// A leg from its join to its end; without a known end to the last thing known of it.
fn line(trace: Trace, leg: &Leg) -> Option<Line> {
    let from = leg.start.ticks()?;
    let end = match (leg.is_dropped, trace.has_hung_up) {
        (true, _) => 'x',
        (false, true) => 'H',
        (false, false) => '|',
    };
    let to = leg.end().ticks().or(trace.last).unwrap_or(from).max(from);
    Some(Line {
        from,
        to,
        has_start: words::leg_start(leg).is_known(),
        end: leg.end().is_known().then_some(end),
    })
}

/// One lane for each participant and diagnostic.
fn range_lanes(store: &Store, detail: &CallDetail, events: &[Event]) -> Vec<Lane> {
    let mut groups: BTreeMap<(Option<u32>, TextRef), Vec<&Event>> = BTreeMap::new();
    for event in events {
        if let What::Diagnostic(at) = event.what {
            let row = detail.operations[at].row.at();
            let key = (
                participant_no(detail, event.leg),
                store.operations.diagnostic()[row],
            );
            groups.entry(key).or_default().push(event);
        }
    }
    let lanes = groups
        .into_iter()
        .map(|((_, name), events)| range_lane(store, detail, name, &events));
    // A lane of which every report is Good has nothing to show.
    lanes
        .filter(
            |lane| matches!(&lane.content, Content::Ranges { reports, .. } if !reports.is_empty()),
        )
        .collect()
}

fn range_lane(store: &Store, detail: &CallDetail, name: TextRef, events: &[&Event]) -> Lane {
    let leg = events.first().and_then(|event| event.leg);
    let text = store.text(name);
    let is_hint = diagnostic::is_hint(text);
    let short = match diagnostic::subject(text) {
        Subject::Network => text.strip_prefix("Network").unwrap_or(text),
        _ if is_hint && text.starts_with("SpeakingWhile") => "muted speech",
        _ => text,
    };
    Lane {
        label: format!("{} {short}", participant_name(detail, leg)),
        class: if is_hint {
            CallClass::Ok
        } else {
            range_class(detail, leg, name)
        },
        content: Content::Ranges {
            reports: reports(store, detail, events),
            there: presence(detail, leg),
            is_hint,
        },
    }
}

/// Bad until every range of a participant's diagnostic has recovered.
fn range_class(detail: &CallDetail, leg: Option<LegNo>, name: TextRef) -> CallClass {
    let participant = participant_no(detail, leg);
    let has_recovered = detail
        .ranges
        .iter()
        .filter(|range| range.name == name && participant_no(detail, range.leg) == participant)
        .all(|range| range.has_recovered);
    if has_recovered {
        CallClass::Burst
    } else {
        CallClass::Bad
    }
}

/// Each Poor or Bad report lasts until the next of its leg, the last one until the leg's end.
fn reports(store: &Store, detail: &CallDetail, events: &[&Event]) -> Vec<Report> {
    let mut reports = Vec::new();
    for (at, event) in events.iter().enumerate() {
        let (What::Diagnostic(operation), Some(from)) = (event.what, event.time.ticks()) else {
            continue;
        };
        let quality = store.operations.quality()[detail.operations[operation].row.at()];
        if !matches!(quality, Quality::Poor | Quality::Bad) {
            continue;
        }
        let leg = event.leg.and_then(|leg| detail.leg(leg));
        let next = events.get(at + 1).filter(|next| next.leg == event.leg);
        let until = next.map_or_else(|| leg.map_or(Time::MISSING, Leg::end), |next| next.time);
        let to = until.ticks().unwrap_or(from).max(from);
        reports.push(Report { from, to, quality });
    }
    reports
}

/// When a participant was in the call; an empty stretch when the log does not say.
fn presence(detail: &CallDetail, leg: Option<LegNo>) -> (i64, i64) {
    let participant = leg
        .and_then(|leg| detail.leg(leg))
        .and_then(|leg| detail.participants.get(leg.participant_no as usize));
    let legs = || {
        let numbers = participant
            .into_iter()
            .flat_map(|participant| &participant.legs);
        numbers.filter_map(|&leg| detail.leg(leg))
    };
    let from = legs().filter_map(|leg| leg.start.ticks()).min();
    let to = legs().filter_map(|leg| leg.end().ticks()).max();
    from.zip(to).unwrap_or((i64::MAX, i64::MIN))
}

fn samples_lane(detail: &CallDetail, series: Series) -> Lane {
    Lane {
        label: format!(
            "{} {} {} {}",
            participant_name(detail, series.leg),
            series.title,
            words::way(series.direction),
            words::medium(series.media)
        ),
        class: if series.is_beyond {
            CallClass::Burst
        } else {
            CallClass::Ok
        },
        content: Content::Samples(series),
    }
}

fn point_lanes(detail: &CallDetail, events: &[Event]) -> Vec<Lane> {
    type Points = (Option<LegNo>, Vec<(i64, char)>, CallClass);
    let mut groups: BTreeMap<Option<u32>, Points> = BTreeMap::new();
    for event in events {
        if let (What::Operation(_), Some(ticks)) = (event.what, event.time.ticks()) {
            let group = groups.entry(participant_no(detail, event.leg)).or_insert((
                event.leg,
                Vec::new(),
                CallClass::Ok,
            ));
            group.1.push((ticks, event.letter));
            group.2 = group.2.min(event.class);
        }
    }
    let lane = |(leg, points, class)| Lane {
        label: format!("{} ops", participant_name(detail, leg)),
        class,
        content: Content::Points(points),
    };
    groups.into_values().map(lane).collect()
}

/// What was done to the call beside its clients: one lane of spans and one of moments for each of the model's lanes.
/// Surveys are events only.
fn side_lanes(detail: &CallDetail, events: &[Event]) -> Vec<Lane> {
    let mut spans: BTreeMap<SideLane, (Vec<Line>, CallClass)> = BTreeMap::new();
    let mut points: BTreeMap<SideLane, (Vec<(i64, char)>, CallClass)> = BTreeMap::new();
    for event in events {
        let What::Side(at) = event.what else { continue };
        let row = &detail.side[at];
        let (Some(from), Some(to)) = (row.from.ticks(), row.to.ticks()) else {
            continue;
        };
        match row.kind.lane() {
            SideLane::Call => {}
            lane if to > from => {
                let group = spans.entry(lane).or_insert((Vec::new(), CallClass::Ok));
                group.0.push(Line {
                    from,
                    to,
                    has_start: true,
                    end: Some('|'),
                });
                group.1 = group.1.min(event.class);
            }
            lane => {
                let group = points.entry(lane).or_insert((Vec::new(), CallClass::Ok));
                group.0.push((from, event.letter));
                group.1 = group.1.min(event.class);
            }
        }
    }
    let name = |lane: SideLane| lane.name().to_lowercase();
    let spans = spans.into_iter().map(|(lane, (lines, class))| Lane {
        label: name(lane),
        class,
        content: Content::Legs(lines),
    });
    let points = points.into_iter().map(|(lane, (points, class))| Lane {
        label: format!("{} ops", name(lane)),
        class,
        content: Content::Points(points),
    });
    spans.chain(points).collect()
}
