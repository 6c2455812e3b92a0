//! The lanes under the axis: legs as lines, diagnostics as ranges, operations as points, one row of statistics.
//!
//! Only lanes with something to show; those with a problem first.

use super::axis::Axis;
use super::events::{Event, Filter, What};
use super::marks;
use super::samples::Series;
use crate::model::call::{CallDetail, Leg, LegNo};
use crate::model::diagnostic::{self, Subject};
use crate::model::id::TextRef;
use crate::model::rows::Quality;
use crate::model::store::Store;
use crate::model::value::Time;
use crate::model::verdict::CallClass;
use crate::ui::glyphs::{Glyphs, MARK_BAD};
use crate::ui::panes::words;
use crate::ui::theme::Role;
use std::collections::BTreeMap;

/// What a lane draws.
pub(super) enum Content {
    /// The legs of a participant.
    Legs(Vec<Line>),
    /// Reports of one diagnostic: from, to, quality; and when the participant was there.
    Ranges {
        reports: Vec<(i64, i64, Quality)>,
        there: (i64, i64),
        is_hint: bool,
    },
    /// Operations: time and letter.
    Points(Vec<(i64, char)>),
    Samples(Series),
}

/// A leg on the time axis.
pub(super) struct Line {
    from: i64,
    to: i64,
    has_start: bool,
    /// The sign at its end; none when the log has no end.
    end: Option<char>,
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
    (series, filter): (Option<Series>, Filter),
) -> Vec<Lane> {
    let only = filter
        .only
        .and_then(|leg| detail.leg(leg))
        .map(|leg| leg.participant_no);
    let is_wanted = |leg: Option<LegNo>| {
        let participant = leg
            .and_then(|leg| detail.leg(leg))
            .map(|leg| leg.participant_no);
        only.is_none() || participant == only
    };
    let mut lanes: Vec<Lane> = (0..detail.participants.len())
        .filter(|&at| only.is_none_or(|only| only as usize == at))
        .filter_map(|at| legs_lane(detail, events, at))
        .collect();
    lanes.extend(range_lanes(store, detail, events));
    lanes.extend(
        series
            .filter(|series| is_wanted(series.leg))
            .map(|s| samples_lane(detail, s)),
    );
    lanes.extend(point_lanes(detail, events));
    // A stable sort: within a class legs come before diagnostics, statistics and operations.
    lanes.sort_by_key(|lane| lane.class);
    lanes
}

fn participant_name(detail: &CallDetail, leg: Option<LegNo>) -> String {
    leg.and_then(|leg| detail.leg(leg)).map_or_else(
        || "-".to_owned(),
        |leg| format!("P{}", leg.participant_no + 1),
    )
}

fn legs_lane(detail: &CallDetail, events: &[Event], at: usize) -> Option<Lane> {
    let legs = &detail.participants[at].legs;
    let lines: Vec<Line> = legs
        .iter()
        .filter_map(|&number| line(events, number, detail.leg(number)?))
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
fn line(events: &[Event], number: LegNo, leg: &Leg) -> Option<Line> {
    let from = leg.start.ticks()?;
    let own = || events.iter().filter(|event| event.leg == Some(number));
    let has_hung_up = own().any(|event| event.letter == 'H');
    let end = match (leg.is_dropped, has_hung_up) {
        (true, _) => 'x',
        (false, true) => 'H',
        (false, false) => '|',
    };
    let last = own().filter_map(|event| event.time.ticks()).max();
    Some(Line {
        from,
        to: leg.end().ticks().or(last).unwrap_or(from).max(from),
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
            let participant = event
                .leg
                .and_then(|leg| detail.leg(leg))
                .map(|leg| leg.participant_no);
            let key = (participant, store.operations.diagnostic()[row]);
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
    let mut reports = Vec::new();
    for (at, event) in events.iter().enumerate() {
        let (What::Diagnostic(operation), Some(from)) = (event.what, event.time.ticks()) else {
            continue;
        };
        let quality = store.operations.quality()[detail.operations[operation].row.at()];
        let leg_end = event
            .leg
            .and_then(|leg| detail.leg(leg))
            .map_or(Time::MISSING, Leg::end);
        let next = events.get(at + 1).filter(|next| next.leg == event.leg);
        let to = next
            .map_or(leg_end, |next| next.time)
            .ticks()
            .unwrap_or(from);
        if matches!(quality, Quality::Poor | Quality::Bad) {
            reports.push((from, to.max(from), quality));
        }
    }
    let own = |range: &&crate::model::call::DiagnosticRange| {
        range.name == name && participant_name(detail, range.leg) == participant_name(detail, leg)
    };
    let class = if is_hint {
        CallClass::Ok
    } else if detail
        .ranges
        .iter()
        .filter(own)
        .all(|range| range.has_recovered)
    {
        CallClass::Burst
    } else {
        CallClass::Bad
    };
    let short = match diagnostic::subject(text) {
        Subject::Network => text.strip_prefix("Network").unwrap_or(text),
        _ if is_hint && text.starts_with("SpeakingWhile") => "muted speech",
        _ => text,
    };
    Lane {
        label: format!("{} {short}", participant_name(detail, leg)),
        class,
        content: Content::Ranges {
            reports,
            there: presence(detail, leg),
            is_hint,
        },
    }
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
    let mut groups: BTreeMap<String, (Vec<(i64, char)>, CallClass)> = BTreeMap::new();
    for event in events {
        if let (What::Operation(_), Some(ticks)) = (event.what, event.time.ticks()) {
            let group = groups
                .entry(participant_name(detail, event.leg))
                .or_insert((Vec::new(), CallClass::Ok));
            group.0.push((ticks, event.letter));
            group.1 = group.1.min(event.class);
        }
    }
    let lane = |(name, (points, class))| Lane {
        label: format!("{name} ops"),
        class,
        content: Content::Points(points),
    };
    groups.into_iter().map(lane).collect()
}

/// A column of a lane: its sign and role.
pub(super) type Cell = (&'static str, Role);

impl Lane {
    /// The lane's columns on an axis.
    pub(super) fn cells(&self, axis: &Axis, glyphs: &'static Glyphs) -> Vec<Cell> {
        let mut cells = vec![(" ", Role::Text); usize::from(axis.columns)];
        match &self.content {
            Content::Legs(lines) => paint_lines(&mut cells, axis, glyphs, lines),
            Content::Ranges {
                reports,
                there,
                is_hint,
            } => paint_reports(&mut cells, axis, (reports, *there), *is_hint),
            Content::Points(points) => paint_points(&mut cells, axis, points),
            Content::Samples(series) => paint_samples(&mut cells, axis, glyphs, series),
        }
        cells
    }
}

/// Ends are painted last: a rejoin in the same column must not hide that the leg before was lost.
fn paint_lines(cells: &mut [Cell], axis: &Axis, glyphs: &'static Glyphs, lines: &[Line]) {
    for line in lines {
        for column in axis.columns(line.from, line.to) {
            cells[usize::from(column)] = (glyphs.horizontal, Role::Text);
        }
        if let Some(column) = axis.column(line.from).filter(|_| line.has_start) {
            cells[usize::from(column)] = (glyphs.tee_right, Role::Text);
        }
    }
    for line in lines {
        if let (Some(end), Some(column)) = (line.end, axis.column(line.to)) {
            cells[usize::from(column)] = match end {
                'x' => (MARK_BAD, Role::Bad),
                'H' => ("H", Role::Text),
                _ => (glyphs.tee_left, Role::Text),
            };
        }
    }
}

fn paint_reports(
    cells: &mut [Cell],
    axis: &Axis,
    (reports, there): (&[(i64, i64, Quality)], (i64, i64)),
    is_hint: bool,
) {
    if there.0 <= there.1 {
        for column in axis.columns(there.0, there.1) {
            cells[usize::from(column)] = (".", Role::Dim);
        }
    }
    for worst in [Quality::Poor, Quality::Bad] {
        for &(from, to, _) in reports.iter().filter(|(.., quality)| *quality == worst) {
            for column in axis.columns(from, to) {
                cells[usize::from(column)] = match worst {
                    _ if is_hint => ("s", Role::Text),
                    Quality::Poor => ("b", Role::Burst),
                    _ => ("B", Role::Bad),
                };
            }
        }
    }
}

fn paint_points(cells: &mut [Cell], axis: &Axis, points: &[(i64, char)]) {
    let mut letters = vec![None; cells.len()];
    for &(ticks, letter) in points {
        if let Some(column) = axis.column(ticks) {
            let kept = &mut letters[usize::from(column)];
            *kept = Some(kept.map_or(letter, |kept| marks::winner(kept, letter)));
        }
    }
    for (cell, letter) in cells.iter_mut().zip(letters) {
        if let Some(letter) = letter {
            let role = if letter == marks::FAILED {
                Role::Bad
            } else {
                Role::Text
            };
            *cell = (marks::sign(letter), role);
        }
    }
}

/// A column shows the worst sample that it touches; where there is none it stays blank.
fn paint_samples(cells: &mut [Cell], axis: &Axis, glyphs: &'static Glyphs, series: &Series) {
    let mut values: Vec<Option<f64>> = vec![None; cells.len()];
    for point in &series.points {
        for column in axis.columns(point.from, point.to) {
            let kept = &mut values[usize::from(column)];
            *kept = Some(kept.map_or(point.value, |kept| series.worse(kept, point.value)));
        }
    }
    let most = series.most();
    for (cell, value) in cells.iter_mut().zip(values) {
        if let Some(value) = value {
            let is_beyond = series.metric.is_beyond(value, series.media);
            let role = if is_beyond { Role::Burst } else { Role::Chart };
            let share = if most > 0.0 { value / most } else { 0.0 };
            // A measured zero is not "no sample".
            *cell = (glyphs.level(share.max(f64::MIN_POSITIVE)), role);
        }
    }
}
