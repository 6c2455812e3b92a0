//! What happened, one row each: operations and diagnostics of the clients, joins and leaves from the summary.

use super::marks;
use crate::model::call::{CallDetail, DiagnosticRange, Leg, LegNo};
use crate::model::clock::Ahead;
use crate::model::diagnostic;
use crate::model::end_reason;
use crate::model::facts::end_in_words;
use crate::model::lane;
use crate::model::rows::{OperationRow, Quality};
use crate::model::side::{self, Told};
use crate::model::source::Source;
use crate::model::store::Store;
use crate::model::value::Time;
use crate::model::verdict::CallClass;
use crate::ui::format;
use crate::ui::panes::words;
use crate::ui::time_face::TimeFace;

/// What an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// By position in [`CallDetail::operations`].
    Operation(usize),
    /// The same, a diagnostic.
    Diagnostic(usize),
    Joined(LegNo),
    Left(LegNo),
    /// By position in [`CallDetail::side`].
    Side(usize),
}

/// One event.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub(super) time: Time,
    pub(super) leg: Option<LegNo>,
    pub(super) what: What,
    /// Bad: failed, dropped, Bad; burst: Poor. Everything else is fine.
    pub(super) class: CallClass,
    /// A hint such as muted speech: worth going to, never bad.
    pub(super) is_hint: bool,
    /// The letter in the lane of operations.
    pub(super) letter: char,
    pub(super) source: Option<Source>,
}

/// Which events are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// Only those of this leg.
    pub(super) only: Option<LegNo>,
    pub(super) shown: Shown,
}

/// How much of a call is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// Lanes with a problem, the others folded; every event.
    #[default]
    Problems,
    /// Every lane, every event.
    All,
    /// Only diagnostics, joins, leaves and failures.
    Ranges,
}

impl Shown {
    pub(super) const fn next(self) -> Self {
        match self {
            Self::Problems => Self::All,
            Self::All => Self::Ranges,
            Self::Ranges => Self::Problems,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Problems => "problems",
            Self::All => "all",
            Self::Ranges => "ranges only",
        }
    }

    /// In a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Problems => "timeline: lanes with problems, the others folded",
            Self::All => "timeline: every lane",
            Self::Ranges => "timeline: only diagnostics, joins, leaves and failures",
        }
    }
}

/// All events of the call or of one leg by the service's clock; those without a time last.
pub(super) fn events(
    store: &Store,
    detail: &CallDetail,
    (only, ahead): (Option<LegNo>, &Ahead),
) -> Vec<Event> {
    let operations = (0..detail.operations.len()).map(|at| {
        let event = of_operation(store, detail, at);
        let time = ahead.service_time(event.leg, event.time);
        Event { time, ..event }
    });
    let legs = (0..detail.legs.len() as u32).flat_map(|leg| of_leg(detail, LegNo(leg)));
    let mut events: Vec<Event> = operations
        .chain(legs)
        .chain((0..detail.side.len()).map(|at| of_side(store, detail, at)))
        .filter(|event| only.is_none() || event.leg == only)
        .collect();
    events.sort_by_key(|event| (!event.time.is_known(), event.time, event.source));
    events
}

fn of_operation(store: &Store, detail: &CallDetail, at: usize) -> Event {
    let operation = &detail.operations[at];
    let row = store.operations.get(operation.row.at());
    let name = store.text(row.diagnostic);
    let (what, class, letter) = if row.diagnostic.is_known() {
        let class = match row.quality {
            _ if diagnostic::is_hint(name) => CallClass::Ok,
            Quality::Bad => CallClass::Bad,
            Quality::Poor => CallClass::Burst,
            _ => CallClass::Ok,
        };
        (What::Diagnostic(at), class, ' ')
    } else {
        let is_failed = lane::has_failed(store, &row);
        let class = if is_failed {
            CallClass::Bad
        } else {
            CallClass::Ok
        };
        let letter = marks::letter(store.text(row.name), is_failed);
        (What::Operation(at), class, letter)
    };
    Event {
        time: operation.time,
        leg: operation.leg,
        what,
        class,
        is_hint: diagnostic::is_hint(name) && matches!(row.quality, Quality::Bad | Quality::Poor),
        letter,
        source: Some(row.source),
    }
}

/// A survey, request, recording or captions session.
fn of_side(store: &Store, detail: &CallDetail, at: usize) -> Event {
    let row = &detail.side[at];
    let has_failed = side::tell(store, row).has_failed;
    Event {
        time: row.from,
        leg: row.leg,
        what: What::Side(at),
        class: if has_failed {
            CallClass::Bad
        } else {
            CallClass::Ok
        },
        is_hint: false,
        letter: marks::letter("", has_failed),
        source: Some(row.source),
    }
}

/// Join and leave as the summary has them; a leg without summary row has none.
fn of_leg(detail: &CallDetail, number: LegNo) -> impl Iterator<Item = Event> {
    let leg = detail.leg(number).filter(|leg| leg.summary.is_some());
    let event = |leg: &Leg, what, time: Time, class| {
        time.is_known().then_some(Event {
            time,
            leg: Some(number),
            what,
            class,
            is_hint: false,
            letter: ' ',
            source: leg.source,
        })
    };
    let joined = leg.and_then(|leg| {
        event(
            leg,
            What::Joined(number),
            words::leg_start(leg),
            CallClass::Ok,
        )
    });
    let left = leg.and_then(|leg| {
        let class = if leg.is_dropped {
            CallClass::Bad
        } else {
            CallClass::Ok
        };
        event(leg, What::Left(number), leg.end(), class)
    });
    joined.into_iter().chain(left)
}

impl Event {
    /// Shown even where only ranges are.
    pub(super) fn is_telling(&self) -> bool {
        !matches!(self.what, What::Operation(_) | What::Side(_)) || self.class == CallClass::Bad
    }

    pub(super) fn is_problem(&self) -> bool {
        self.class <= CallClass::Burst || self.is_hint
    }

    /// False where only whole seconds are known: an end is a start and whole seconds.
    pub(super) fn is_exact(&self) -> bool {
        !matches!(self.what, What::Left(_))
    }

    /// When.
    pub(super) fn time_words(&self, face: TimeFace, has_room: bool) -> String {
        if has_room && self.is_exact() {
            face.clock_ms(self.time)
        } else {
            face.clock(self.time)
        }
    }

    /// `P2.1`, or missing.
    pub(super) fn leg_name(&self, detail: &CallDetail) -> String {
        self.leg
            .map_or_else(|| format::MISSING.to_owned(), |leg| detail.leg_name(leg))
    }

    fn row(&self, store: &Store, detail: &CallDetail) -> Option<OperationRow> {
        match self.what {
            What::Operation(at) | What::Diagnostic(at) => {
                let operation = detail.operations.get(at)?;
                Some(store.operations.get(operation.row.at()))
            }
            What::Joined(_) | What::Left(_) | What::Side(_) => None,
        }
    }

    fn told(&self, store: &Store, detail: &CallDetail) -> Option<Told> {
        match self.what {
            What::Side(at) => Some(side::tell(store, detail.side.get(at)?)),
            _ => None,
        }
    }

    /// What happened.
    pub(super) fn what_words(&self, store: &Store, detail: &CallDetail) -> String {
        if let Some(told) = self.told(store, detail) {
            return format!("{} {}", told.name, told.text).trim().to_owned();
        }
        match (self.what, self.row(store, detail)) {
            (What::Joined(_), _) => "joined (summary)".to_owned(),
            (What::Left(_), _) => "left (summary)".to_owned(),
            (What::Diagnostic(_), Some(row)) => format!(
                "UFD {} > {}",
                store.text(row.diagnostic),
                row.quality.name()
            ),
            (_, Some(row)) => {
                let detail = store.text(row.detail);
                let space = if detail.is_empty() { "" } else { " " };
                format!("{}{space}{detail}", words::word(store, row.name))
            }
            (_, None) => String::new(),
        }
    }

    /// How it came out.
    pub(super) fn result_words(&self, store: &Store, detail: &CallDetail) -> String {
        if let Some(told) = self.told(store, detail) {
            return told.result;
        }
        match (self.what, self.row(store, detail)) {
            (What::Joined(leg), _) => detail
                .leg(leg)
                .map(|leg| words::gap(detail, leg))
                .unwrap_or_default(),
            (What::Left(leg), _) => end_in_words(store, detail, leg),
            (What::Diagnostic(at), Some(row)) => range_words(detail, at, &row),
            (_, Some(row)) => operation_words(store, &row),
            (_, None) => String::new(),
        }
    }

    /// How long it took.
    pub(super) fn took_words(&self, store: &Store, detail: &CallDetail) -> String {
        if let Some(told) = self.told(store, detail) {
            let ms = told.duration_ms.known();
            return ms.map_or_else(String::new, |ms| format::milliseconds(ms as i64));
        }
        match (self.what, self.row(store, detail)) {
            (What::Left(leg), _) => {
                let seconds = detail.leg(leg).and_then(|leg| leg.duration_s.known());
                format::opt_duration(seconds.map(|seconds| seconds as i64))
            }
            (What::Operation(_), Some(row)) => row.duration_ms.known().map_or_else(
                || format::MISSING.to_owned(),
                |ms| format::milliseconds(ms as i64),
            ),
            _ => String::new(),
        }
    }
}

fn operation_words(store: &Store, row: &OperationRow) -> String {
    let mut text = words::word(store, row.result).to_owned();
    if row.code.is_known() {
        text = format!("{text} {}", store.text(row.code));
        if row.subcode.is_known() {
            text = format!("{text}/{}", store.text(row.subcode));
        }
        let code = (store.text(row.code), store.text(row.subcode));
        let meaning = end_reason::meaning(code.0, code.1);
        if let Some(meaning) = meaning.filter(|_| lane::has_failed(store, row)) {
            text = format!("{text}: {meaning}");
        }
    } else if let Some(signature) = row.signature.known() {
        text = format!("{text} {signature:.0}");
    }
    text
}

/// What a report means for the range it belongs to.
fn range_words(detail: &CallDetail, at: usize, row: &OperationRow) -> String {
    let Some(operation) = detail.operations.get(at) else {
        return String::new();
    };
    let seconds = |range: &DiagnosticRange| {
        range
            .end
            .ms_since(range.start)
            .map_or_else(String::new, |ms| format!(" after {:.0} s", ms / 1_000.0))
    };
    let opens = detail
        .ranges
        .iter()
        .find(|range| range.row == operation.row);
    let closes = detail
        .ranges
        .iter()
        .find(|range| range.last_row == operation.row && range.end.is_known());
    match (opens, closes) {
        (_, Some(range)) if range.has_recovered => format!("recovered{}", seconds(range)),
        (_, Some(range)) => format!("good{}, after the leg's end", seconds(range)),
        (Some(range), None) if range.end.is_known() => {
            format!("range opens, worst {}", range.worst.name())
        }
        (Some(_), None) => "range opens, never closes".to_owned(),
        (None, None) if row.quality == Quality::Good => String::new(),
        (None, None) => "worse or again".to_owned(),
    }
}
