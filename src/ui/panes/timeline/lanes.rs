//! The lanes under the axis: of every participant one a kind (Call, Audio, Video, Screen, Network), with its operations
//! as letters and its diagnostics as ranges, then the statistics.
//!
//! Lanes with a problem stand first, a row each. The others of a participant are folded into its row of the call, and of
//! a large meeting all good participants into one row; unfolded each has its own.

mod state;
mod tracks;

use super::events::{Event, Filter, Shown, What};
use super::samples::Series;
use crate::model::call::{CallDetail, Leg, LegNo};
use crate::model::id::TextRef;
use crate::model::lane::Lane as Kind;
use crate::model::rows::Quality;
use crate::model::store::Store;
use crate::model::verdict::CallClass;
use crate::ui::format;
use crate::ui::panes::words;
use std::collections::BTreeMap;
use tracks::{KINDS, Tracks};

/// From more good participants than this they are one row while lanes are folded.
const FOLD_GOOD: usize = 12;

/// What a lane draws.
pub(super) enum Content {
    Track(Track),
    Samples(Series),
    /// From when to when each of many legs was there.
    Crowd(Vec<(i64, i64)>),
}

/// What lies on one lane.
#[derive(Default)]
pub(super) struct Track {
    /// Legs, or spans of what was done beside the clients.
    pub(super) lines: Vec<Line>,
    /// When the participant was there, as far as the log says.
    pub(super) there: Option<(i64, i64)>,
    pub(super) reports: Vec<Report>,
    pub(super) points: Vec<Point>,
    /// True for what services did: its lines are no legs.
    pub(super) is_side: bool,
}

/// An operation.
#[derive(Clone, Copy)]
pub(super) struct Point {
    pub(super) at: i64,
    pub(super) letter: char,
    /// Its name; missing for what is no operation of a client.
    pub(super) name: TextRef,
}

/// How a diagnostic stood, from one report to the next.
#[derive(Clone, Copy)]
pub(super) struct Report {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) quality: Quality,
    pub(super) name: TextRef,
    /// A hint such as muted speech: never bad.
    pub(super) is_hint: bool,
}

/// A leg on the time axis.
#[derive(Clone, Copy)]
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
    /// Worth a row of its own although it is not bad.
    pub(super) is_hint: bool,
    /// By position in [`CallDetail::participants`].
    pub(super) participant: Option<u32>,
    pub(super) content: Content,
}

impl Lane {
    fn rank(&self) -> (CallClass, bool) {
        (self.class, !self.is_hint)
    }

    /// True for the lane on which an event is drawn.
    pub(super) fn holds(&self, event: &Event) -> bool {
        let (Content::Track(track), Some(at)) = (&self.content, event.time.ticks()) else {
            return false;
        };
        match event.what {
            What::Operation(_) | What::Side(_) => {
                let mut points = track.points.iter();
                points.any(|point| point.at == at && point.letter == event.letter)
            }
            What::Diagnostic(_) => track.reports.iter().any(|report| report.from == at),
            What::Joined(_) | What::Left(_) => track
                .lines
                .iter()
                .any(|line| line.from == at || line.to == at),
        }
    }

    /// Its label, and the measure in the short form of column heads where there is little room.
    pub(super) fn labels(&self) -> Vec<String> {
        let short = match &self.content {
            Content::Samples(series) => {
                let name = self.label.strip_suffix(series.title);
                name.map(|name| format!("{name}{}", series.metric.head()))
            }
            _ => None,
        };
        [self.label.clone()].into_iter().chain(short).collect()
    }

    /// True for what is shown even where lanes are folded.
    pub(super) fn is_problem(&self) -> bool {
        self.class <= CallClass::Burst || self.is_hint
    }
}

/// All lanes of a call, the worst first.
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
    let is_wanted = |participant: Option<u32>| only.is_none() || participant == only;
    let is_folded = filter.shown != Shown::All && only.is_none();
    let mut lanes: Vec<Lane> = Vec::new();
    let mut good: Vec<Lane> = Vec::new();
    for (participant, tracks) in tracks::by_participant(store, detail, events, filter) {
        if !is_wanted(participant) {
            continue;
        }
        let rows = rows(detail, participant, tracks, is_folded);
        match rows.as_slice() {
            [only] if is_folded && !only.is_problem() => good.extend(rows),
            _ => lanes.extend(rows),
        }
    }
    let statistics = series.into_iter().map(|s| samples_lane(detail, s));
    let side = side_lanes(detail, events)
        .into_iter()
        .filter(|lane| filter.shown != Shown::Ranges || lane.class == CallClass::Bad);
    if good.len() > FOLD_GOOD {
        lanes.push(crowd(good));
    } else {
        lanes.extend(good);
    }
    lanes.extend(statistics.filter(|lane| is_wanted(lane.participant)));
    lanes.extend(side);
    // A stable sort: within a class legs come before statistics and services.
    lanes.sort_by_key(Lane::rank);
    lanes
}

/// The lanes of one participant. Folded, what has no problem is drawn on the lane of the call.
fn rows(
    detail: &CallDetail,
    participant: Option<u32>,
    tracks: Tracks,
    is_folded: bool,
) -> Vec<Lane> {
    let name = participant.map_or_else(|| "-".to_owned(), |at| format!("P{}", at + 1));
    let there = participant.and_then(|at| presence(detail, at));
    let mut rows: Vec<Lane> = Vec::new();
    let mut folded = 0;
    for (kind, (mut track, class, is_hint)) in KINDS.into_iter().zip(tracks) {
        if track.is_empty() {
            continue;
        }
        if kind != Kind::Call {
            track.there = there;
        }
        let lane = Lane {
            label: format!("{name} {}", kind.name()),
            class,
            is_hint,
            participant,
            content: Content::Track(track),
        };
        match (rows.first_mut().map(|row| &mut row.content), lane.content) {
            (Some(Content::Track(call)), Content::Track(track))
                if is_folded && class > CallClass::Burst && !is_hint =>
            {
                call.points.extend(track.points);
                folded += 1;
            }
            (_, content) => rows.push(Lane { content, ..lane }),
        }
    }
    if let Some(first) = rows.first_mut().filter(|_| folded > 0) {
        first.label = format!("{} +{folded}", first.label);
    }
    rows
}

/// All good participants in one row.
fn crowd(good: Vec<Lane>) -> Lane {
    let count = format::count(good.len() as u64);
    let spans = good.into_iter().flat_map(|lane| match lane.content {
        Content::Track(track) => track.lines,
        _ => Vec::new(),
    });
    Lane {
        label: format!("{count} good ones"),
        class: CallClass::Ok,
        is_hint: false,
        participant: None,
        content: Content::Crowd(spans.map(|line| (line.from, line.to)).collect()),
    }
}

fn participant_no(detail: &CallDetail, leg: Option<LegNo>) -> Option<u32> {
    let leg = detail.leg(leg?)?;
    Some(leg.participant_no)
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

/// The legs of a participant alone.
pub(super) fn legs_lane(detail: &CallDetail, traces: &[Trace], at: usize) -> Option<Lane> {
    let legs = &detail.participants[at].legs;
    let (lines, class) = leg_lines(detail, traces, at);
    let word = if legs.len() == 1 { "leg" } else { "legs" };
    (!lines.is_empty()).then(|| Lane {
        label: format!("P{} {word}", at + 1),
        class,
        is_hint: false,
        participant: Some(at as u32),
        content: Content::Track(Track {
            lines,
            ..Track::default()
        }),
    })
}

fn leg_lines(detail: &CallDetail, traces: &[Trace], at: usize) -> (Vec<Line>, CallClass) {
    let legs = || detail.participants[at].legs.iter().copied();
    let trace_of = |leg: LegNo| traces.get(leg.0 as usize).copied().unwrap_or_default();
    let lines = legs().filter_map(|number| line(trace_of(number), detail.leg(number)?));
    let is_dropped = legs().any(|leg| detail.leg(leg).is_some_and(|leg| leg.is_dropped));
    let class = if is_dropped {
        CallClass::Bad
    } else {
        CallClass::Ok
    };
    (lines.collect(), class)
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

/// When a participant was in the call; none when the log does not say.
fn presence(detail: &CallDetail, at: u32) -> Option<(i64, i64)> {
    let participant = detail.participants.get(at as usize)?;
    let legs = || participant.legs.iter().filter_map(|&leg| detail.leg(leg));
    let from = legs().filter_map(|leg| leg.start.ticks()).min();
    let to = legs().filter_map(|leg| leg.end().ticks()).max();
    from.zip(to).filter(|(from, to)| from <= to)
}

fn samples_lane(detail: &CallDetail, series: Series) -> Lane {
    let participant = participant_no(detail, series.leg);
    let name = participant.map_or_else(|| "-".to_owned(), |at| format!("P{}", at + 1));
    Lane {
        label: format!(
            "{name} {} {} {}",
            words::way(series.direction),
            words::medium(series.media),
            series.title
        ),
        class: if series.is_beyond {
            CallClass::Burst
        } else {
            CallClass::Ok
        },
        is_hint: false,
        participant,
        content: Content::Samples(series),
    }
}

/// What was done to the call beside its clients, one lane for each of the model's. Surveys are events only.
fn side_lanes(detail: &CallDetail, events: &[Event]) -> Vec<Lane> {
    let mut lanes: BTreeMap<Kind, (Track, CallClass)> = BTreeMap::new();
    for event in events {
        let What::Side(at) = event.what else { continue };
        let row = &detail.side[at];
        let kind = row.kind.lane();
        let (Some(from), Some(to)) = (row.from.ticks(), row.to.ticks()) else {
            continue;
        };
        if kind == Kind::Call {
            continue;
        }
        let (track, class) = lanes
            .entry(kind)
            .or_insert((Track::default(), CallClass::Ok));
        *class = event.class.min(*class);
        if to > from {
            track.lines.push(Line {
                from,
                to,
                has_start: true,
                end: Some('|'),
            });
        } else {
            track.points.push(Point {
                at: from,
                letter: event.letter,
                name: TextRef::MISSING,
            });
        }
    }
    let lane = |(kind, (mut track, class)): (Kind, (Track, CallClass))| {
        track.is_side = true;
        Lane {
            label: kind.name().to_lowercase(),
            class,
            is_hint: false,
            participant: None,
            content: Content::Track(track),
        }
    };
    lanes.into_iter().map(lane).collect()
}
