//! Every value of one stream with its limit, and where the record stands.

use crate::model::call::{CallDetail, StreamNo};
use crate::model::id::StreamIx;
use crate::model::limits::Limits;
use crate::model::metric::{METRICS, Metric, Statistic};
use crate::model::rows::StreamRow;
use crate::model::usual::{self, Usual};
use crate::ui::context::Context;
use crate::ui::format::MISSING;
use crate::ui::glyphs::MARK_OK;
use crate::ui::painter::{Align, Cut, Painter};
use crate::ui::panes::measure::{self, Measure, State};
use crate::ui::panes::words;
use crate::ui::theme::Role;

/// Places of the columns: start, width, head, alignment.
const COLUMNS: [(u16, u16, &str, Align); 7] = [
    (1, 22, "METRIC", Align::Left),
    (24, 10, "AVG", Align::Right),
    (35, 10, "MAX", Align::Right),
    (46, 9, "LIMIT", Align::Right),
    (57, 13, "STATE", Align::Left),
    (71, 14, "ALL p50/p95", Align::Right),
    (86, 16, "THIS USER", Align::Right),
];

/// Streams that are counted while the screen waits, so that a small store needs no second frame; some 5 ms.
const COUNTED_AT_ONCE: usize = 5_000;

/// What a measure usually is.
pub(super) struct Beside {
    /// Its position in [`METRICS`].
    at: usize,
    all: Option<Usual>,
    user: Option<Usual>,
}

/// Draws a stream's values; measures without any value are left out, and so many are said to be.
pub(super) fn draw(
    painter: &mut Painter,
    context: &Context,
    detail: &CallDetail,
    number: StreamNo,
    usual: &[Beside],
) {
    let Some(stream) = detail.streams.get(number.0 as usize) else {
        return;
    };
    let row = context.store.streams.get(stream.row.at());
    let leg = stream
        .leg
        .map_or_else(|| "no leg".to_owned(), |leg| detail.leg_name(leg));
    let title = format!(
        "Stream: {leg} {} {}, id {}",
        words::way(stream.direction),
        stream.media.name(),
        words::word(context.store, stream.id)
    );
    painter.rule(0, &title, false);
    for (x, width, head, align) in COLUMNS {
        painter.field((x, 1, width), head, Role::Header, align, Cut::End);
    }
    let last = painter.height().saturating_sub(2);
    let reason = stream.verdict.not_judged;
    let reason = reason.map(|reason| reason.words(context.store.limits()));
    let shown = measure::measures().filter(|measure| measure.has_value(&row.values));
    let mut y = 2;
    for measure in shown.take(usize::from(last.saturating_sub(y))) {
        let beside = usual.iter().find(|beside| beside.at == measure.mean);
        let judged = Values {
            limits: context.store.limits(),
            row: &row,
            is_judged: reason.is_none(),
        };
        measure_line(painter, y, (measure, beside), &judged);
        y += 1;
    }
    let changed = changed_limits(context, &row);
    if let Some(text) = changed.filter(|_| y < last) {
        painter.text(1, y, &text, Role::Notice);
        y += 1;
    }
    facts(painter, (y, last), context, stream.row, reason.as_deref());
}

/// The values of a stream with what they are judged by.
struct Values<'a> {
    limits: &'a Limits,
    row: &'a StreamRow,
    is_judged: bool,
}

impl Values<'_> {
    fn by(&self) -> measure::By<'_> {
        (self.limits, self.row.media)
    }

    fn state(&self, at: usize) -> State {
        measure::state(at, self.row.values[at], self.by())
    }

    fn cell(&self, at: usize) -> (String, State) {
        let text = measure::number(&METRICS[at], self.row.values[at]);
        (text, self.state(at))
    }
}

fn measure_line(
    painter: &mut Painter,
    y: u16,
    (measure, beside): (Measure, Option<&Beside>),
    judged: &Values,
) {
    let metric = measure.metric();
    let mean = judged.cell(measure.mean);
    let most = measure
        .most
        .map_or((MISSING.to_owned(), State::Fine), |at| judged.cell(at));
    let unit = metric.unit.label();
    let name = match metric.title {
        title if title == unit => title.to_owned(),
        title => format!("{title} {unit}"),
    };
    let state = if judged.is_judged {
        state_words(measure, judged)
    } else {
        String::new()
    };
    let role = match (mean.1, most.1) {
        (State::Fine, state) | (state, _) => state.role(),
    };
    let limit = measure::limit(measure.mean, judged.by());
    let (all, user) = beside.map_or_else(Default::default, |beside| {
        (words_of(metric, beside.all), words_of(metric, beside.user))
    });
    let cells = [
        (name.as_str(), Role::Text),
        (&mean.0, mean.1.role()),
        (&most.0, most.1.role()),
        (&limit, Role::Text),
        (&state, role),
        (&all, Role::Dim),
        (&user, Role::Dim),
    ];
    for ((x, width, _, align), (text, role)) in COLUMNS.into_iter().zip(cells) {
        painter.field((x, y, width), text, role, align, Cut::End);
    }
}

/// `58/240`: what half and what 19 of 20 streams keep to.
fn words_of(metric: &Metric, usual: Option<Usual>) -> String {
    usual.map_or_else(
        || MISSING.to_owned(),
        |usual| format!("{}/{}", metric.shown(usual.p50), metric.shown(usual.p95)),
    )
}

/// What is usual for the measures of a stream, as far as it is counted; asks for the rest.
pub(super) fn usual_beside(context: &Context, row: StreamIx) -> Vec<Beside> {
    let store = context.store;
    let (media, user) = (
        store.streams.media()[row.at()],
        store.streams.identifier()[row.at()],
    );
    usual::ask(store, user);
    usual::advance(store, COUNTED_AT_ONCE);
    let values = store.streams.values()[row.at()];
    measure::measures()
        .filter(|measure| measure.has_value(&values))
        .map(|measure| Beside {
            at: measure.mean,
            all: usual::usual(store, measure.mean, media),
            user: usual::usual_of(store, user, measure.mean, media),
        })
        .collect()
}

/// `. avg  ! max`; nothing where there is no limit or no value.
fn state_words(measure: Measure, judged: &Values) -> String {
    let has_limit = |at: usize| {
        METRICS[at].statistic != Statistic::Count
            && judged.limits.of(at, judged.row.media).is_some()
            && judged.row.values[at].known().is_some()
    };
    let word = |at: usize, label: &str| {
        let letter = match judged.state(at) {
            State::Fine => MARK_OK,
            state => state.letter(),
        };
        has_limit(at).then(|| format!("{letter} {label}"))
    };
    let label = if METRICS[measure.mean].statistic == Statistic::Single {
        ""
    } else {
        "avg"
    };
    let most = measure.most.and_then(|at| word(at, "max"));
    let words = [word(measure.mean, label), most];
    words.into_iter().flatten().collect::<Vec<_>>().join("  ")
}

/// `! RTT limit set, documented 500`, for every value with a limit that is not the documented one.
fn changed_limits(context: &Context, row: &StreamRow) -> Option<String> {
    let by = (context.store.limits(), row.media);
    let told = METRICS.iter().enumerate().filter_map(|(at, metric)| {
        let documented = measure::documented(at, by);
        let is_told = !documented.is_empty() && row.values[at].known().is_some();
        let limit = measure::limit(at, by);
        is_told.then(|| format!("{} {limit} {documented}", metric.title))
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| format!("! {}", told.join("; ")))
}

/// Codec and transport, why not judged, and the place of the record.
fn facts(
    painter: &mut Painter,
    (y, last): (u16, u16),
    context: &Context,
    row: StreamIx,
    not_judged: Option<&str>,
) {
    let store = context.store;
    let streams = &store.streams;
    if let Some(reason) = not_judged {
        let text = format!("? not judged: {reason}");
        painter.text(1, y, &text, Role::NotJudged);
    }
    let words = format!(
        "codec {}   transport {}",
        words::word(store, streams.codec()[row.at()]),
        words::word(store, streams.transport()[row.at()])
    );
    painter.text(1, last, &words, Role::Text);
    let (name, line) = store.place(&streams.source()[row.at()]);
    let place = format!("from {name}:{line}");
    let width = painter.width().saturating_sub(2);
    painter.field(
        (1, last + 1, width),
        &place,
        Role::Dim,
        Align::Left,
        Cut::Start,
    );
}
