//! What lies on the lanes of each participant, from the events of a call.

use super::{Line, Point, Report, Trace, Track, leg_lines, participant_no};
use crate::model::call::{CallDetail, Leg};
use crate::model::diagnostic;
use crate::model::id::TextRef;
use crate::model::lane::{self, Lane as Kind};
use crate::model::rows::Quality;
use crate::model::store::Store;
use crate::model::value::Time;
use crate::model::verdict::CallClass;
use crate::ui::panes::timeline::events::{Event, Filter, Shown, What};
use std::collections::BTreeMap;

/// The lanes of a participant, in the order they are drawn.
pub(super) const KINDS: [Kind; 5] = [
    Kind::Call,
    Kind::Audio,
    Kind::Video,
    Kind::Screen,
    Kind::Network,
];

/// By kind what lies on the lane, how bad it is, and whether it holds a hint.
pub(super) type Tracks = [(Track, CallClass, bool); KINDS.len()];

fn empty() -> Tracks {
    std::array::from_fn(|_| (Track::default(), CallClass::Ok, false))
}

impl Track {
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.reports.is_empty() && self.points.is_empty()
    }
}

/// All participants with something to draw; what names no leg is of none.
pub(super) fn by_participant(
    store: &Store,
    detail: &CallDetail,
    events: &[Event],
    filter: Filter,
) -> BTreeMap<Option<u32>, Tracks> {
    let mut found: BTreeMap<Option<u32>, Tracks> = BTreeMap::new();
    let ends = Trace::of_legs(detail, events);
    for at in 0..detail.participants.len() {
        let (lines, class): (Vec<Line>, _) = leg_lines(detail, &ends, at);
        if !lines.is_empty() {
            let tracks = found.entry(Some(at as u32)).or_insert_with(empty);
            tracks[0].0.lines = lines;
            tracks[0].1 = class;
        }
    }
    let mut diagnostics: BTreeMap<(Option<u32>, TextRef), Vec<&Event>> = BTreeMap::new();
    for event in events {
        let participant = participant_no(detail, event.leg);
        match event.what {
            What::Diagnostic(at) => {
                let row = detail.operations[at].row.at();
                let key = (participant, store.operations.diagnostic()[row]);
                diagnostics.entry(key).or_default().push(event);
            }
            What::Operation(at) => {
                if filter.shown == Shown::Ranges && event.class != CallClass::Bad {
                    continue;
                }
                let Some((kind, point)) = point(store, detail, event, at) else {
                    continue;
                };
                let tracks = found.entry(participant).or_insert_with(empty);
                let (track, class, _) = &mut tracks[position(kind)];
                track.points.push(point);
                *class = event.class.min(*class);
            }
            _ => {}
        }
    }
    for ((participant, name), events) in diagnostics {
        let reports = reports(store, detail, name, &events);
        if reports.is_empty() {
            // Every report is Good.
            continue;
        }
        let text = store.text(name);
        let tracks = found.entry(participant).or_insert_with(empty);
        let (track, class, has_hint) = &mut tracks[position(lane::lane("", text, ""))];
        track.reports.extend(reports);
        if diagnostic::is_hint(text) {
            *has_hint = true;
        } else {
            *class = range_class(detail, participant, name).min(*class);
        }
    }
    found
}

fn position(kind: Kind) -> usize {
    KINDS.iter().position(|&known| known == kind).unwrap_or(0)
}

fn point(store: &Store, detail: &CallDetail, event: &Event, at: usize) -> Option<(Kind, Point)> {
    let row = detail.operations.get(at)?.row.at();
    let table = &store.operations;
    let name = table.name()[row];
    let kind = lane::lane(store.text(name), "", store.text(table.detail()[row]));
    let point = Point {
        at: event.time.ticks()?,
        letter: event.letter,
        name,
    };
    Some((kind, point))
}

/// Bad until every range of a participant's diagnostic has recovered.
fn range_class(detail: &CallDetail, participant: Option<u32>, name: TextRef) -> CallClass {
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
fn reports(store: &Store, detail: &CallDetail, name: TextRef, events: &[&Event]) -> Vec<Report> {
    let is_hint = diagnostic::is_hint(store.text(name));
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
        reports.push(Report {
            from,
            to,
            quality,
            name,
            is_hint,
        });
    }
    reports
}
