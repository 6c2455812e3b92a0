//! The columns of the call list: a compact and a wide table, each a row a column.

use super::like;
use crate::model::facts::code_words;
use crate::model::id::CallIx;
use crate::model::limits::MEDIA;
use crate::model::metric::{METRICS, position};
use crate::model::verdict::CallClass;
use crate::ui::context::Context;
use crate::ui::format;
use crate::ui::theme::Role;
use crate::ui::widgets::table::{Cell, Column};

/// A column of the list.
pub(super) struct ListColumn {
    /// Head, width, rank.
    pub(super) shape: Column,
    /// The field it sorts by (`query::calls`).
    pub(super) field: &'static str,
    /// Its name in a sentence.
    pub(super) words: &'static str,
    /// True when the first sort shows high values first.
    pub(super) worst_is_high: bool,
    /// The text of a call's cell.
    pub(super) cell: fn(&Context, CallIx) -> Cell,
}

impl ListColumn {
    /// The conditions that calls like this one in this column fulfil.
    pub(super) fn tokens(&self, store: &crate::model::store::Store, call: CallIx) -> Vec<String> {
        like::tokens(self.field, store, call)
    }
}

/// The columns for a width.
pub(super) fn columns(width: u16) -> &'static [ListColumn] {
    if width >= 120 { WIDE } else { COMPACT }
}

const fn col(
    shape: Column,
    field: &'static str,
    words: &'static str,
    worst_is_high: bool,
    cell: fn(&Context, CallIx) -> Cell,
) -> ListColumn {
    ListColumn {
        shape,
        field,
        words,
        worst_is_high,
        cell,
    }
}

#[rustfmt::skip]
const COMPACT: &[ListColumn] = &[
    col(Column::words("", 1, 0), "verdict", "verdict", false, mark),
    col(Column::words("START", 8, 0), "start", "start", true, |s, c| start(s, c, "%d %H:%M")),
    col(Column::numbers("DUR", 6, 5), "duration_s", "duration", true, duration),
    col(Column::words("TYPE", 5, 6), "type", "type", false, kind),
    col(Column::numbers("LEG", 3, 8), "legs", "legs", true, legs),
    col(Column::numbers("STR", 3, 9), "streams", "streams", true, streams),
    col(Column::numbers("JIT", 4, 3), "jitter_max", "highest jitter", true, |s, c| worst(s, c, &["jitter_max"])),
    col(Column::numbers("RTT", 4, 3), "rtt_max", "highest round trip time", true, |s, c| worst(s, c, &["rtt_max"])),
    col(Column::numbers("LOSS", 5, 3), "loss_max", "highest loss", true, |s, c| worst(s, c, &["loss_max"])),
    col(Column::words("ENDS", 9, 4), "end_codes", "end code", false, ends),
    col(Column::words("WORST", 11, 1).growing(), "reason", "reason", false, brief),
    col(Column::words("CALL", 8, 0), "call_id", "call id", false, id),
];

#[rustfmt::skip]
const WIDE: &[ListColumn] = &[
    col(Column::words("", 1, 0), "verdict", "verdict", false, mark),
    col(Column::words("START", 19, 0), "start", "start", true, |s, c| start(s, c, "%Y-%m-%d %H:%M:%S")),
    col(Column::numbers("DUR", 7, 5), "duration_s", "duration", true, duration),
    col(Column::words("TYPE", 5, 6), "type", "type", false, kind),
    col(Column::numbers("LEGS", 4, 8), "legs", "legs", true, legs),
    col(Column::numbers("END", 3, 9), "endpoints", "endpoints", true, endpoints),
    col(Column::numbers("STR", 3, 9), "streams", "streams", true, streams),
    col(Column::numbers("JITTER a/m", 10, 3), "jitter_max", "highest jitter", true, |s, c| worst(s, c, &["jitter_avg", "jitter_max"])),
    col(Column::numbers("RTT a/m", 10, 3), "rtt_max", "highest round trip time", true, |s, c| worst(s, c, &["rtt_avg", "rtt_max"])),
    col(Column::numbers("LOSS % a/m", 11, 3), "loss_max", "highest loss", true, |s, c| worst(s, c, &["loss_avg", "loss_max"])),
    col(Column::words("POOR DUE TO", 13, 4), "poor_due_to", "cause", false, due),
    col(Column::words("ENDS", 10, 4), "end_codes", "end code", false, ends),
    col(Column::words("CLIENTS", 10, 7), "sdk", "SDK", false, clients),
    col(Column::words("WHY", 16, 1).growing(), "reason", "reason", false, why),
    col(Column::words("CALL", 8, 0), "call_id", "call id", false, id),
];

/// The role that goes with a verdict.
fn role(class: CallClass) -> Role {
    match class {
        CallClass::Bad => Role::Bad,
        CallClass::Burst => Role::Burst,
        CallClass::Ok => Role::Ok,
        CallClass::NotJudged => Role::NotJudged,
    }
}

pub(in crate::ui::panes) fn mark(context: &Context, call: CallIx) -> Cell {
    let store = context.store;
    let class = store.facts(call).verdict.class;
    Cell::new(class.mark().to_string(), role(class))
}

pub(in crate::ui::panes) fn start(context: &Context, call: CallIx, form: &str) -> Cell {
    let time = context.store.facts(call).shown_start();
    Cell::plain(context.look.face.formed(time, form))
}

pub(in crate::ui::panes) fn duration(context: &Context, call: CallIx) -> Cell {
    let store = context.store;
    Cell::plain(format::opt_duration(
        store
            .facts(call)
            .duration_s
            .known()
            .map(|seconds| seconds as i64),
    ))
}

pub(in crate::ui::panes) fn kind(context: &Context, call: CallIx) -> Cell {
    let store = context.store;
    Cell::plain(store.facts(call).kind.name().unwrap_or(format::MISSING))
}

pub(in crate::ui::panes) fn legs(context: &Context, call: CallIx) -> Cell {
    let store = context.store;
    Cell::plain(store.facts(call).legs.to_string())
}

fn endpoints(context: &Context, call: CallIx) -> Cell {
    let store = context.store;
    Cell::plain(store.facts(call).endpoints.to_string())
}

fn streams(context: &Context, call: CallIx) -> Cell {
    let store = context.store;
    Cell::plain(store.facts(call).streams.to_string())
}

/// The worst values of measures, `/` between; marked when one is beyond its limit.
fn worst(context: &Context, call: CallIx, names: &[&str]) -> Cell {
    let store = context.store;
    let facts = store.facts(call);
    let mut texts = Vec::with_capacity(names.len());
    let mut is_beyond = false;
    for at in names.iter().filter_map(|name| position(name)) {
        let (metric, value) = (&METRICS[at], facts.worst[at].known());
        // Which medium the worst stream had is not kept; the documented limits of these measures are those of all.
        let is_past = |value| {
            MEDIA
                .iter()
                .any(|&of| store.limits().is_beyond(at, value, of))
        };
        is_beyond |= value.is_some_and(is_past);
        texts.push(value.map_or_else(|| format::MISSING.to_owned(), |value| metric.shown(value)));
    }
    let text = if texts.iter().all(|text| text == format::MISSING) {
        format::MISSING.to_owned()
    } else {
        texts.join("/")
    };
    Cell::new(
        text,
        if is_beyond {
            role(facts.verdict.class)
        } else {
            Role::Text
        },
    )
}

fn due(context: &Context, call: CallIx) -> Cell {
    let store = context.store;
    let causes: Vec<&str> = store
        .facts(call)
        .verdict
        .poor_due_to
        .iter()
        .map(crate::model::metric::Dimension::name)
        .collect();
    Cell::plain(if causes.is_empty() {
        format::MISSING.to_owned()
    } else {
        causes.join(" ")
    })
}

/// The most frequent end code; `+` when there are others.
pub(in crate::ui::panes) fn ends(context: &Context, call: CallIx) -> Cell {
    let store = context.store;
    let facts = store.facts(call);
    let shown = facts.telling_end(store);
    let text = shown.map_or_else(
        || format::MISSING.to_owned(),
        |(code, subcode)| code_words(store, code, subcode),
    );
    Cell::plain(if facts.end_codes.len() > 1 {
        format!("{text}+")
    } else {
        text
    })
}

fn clients(context: &Context, call: CallIx) -> Cell {
    let store = context.store;
    let words: Vec<&str> = store
        .facts(call)
        .sdks
        .iter()
        .map(|&sdk| store.text(sdk))
        .collect();
    Cell::plain(if words.is_empty() {
        format::MISSING.to_owned()
    } else {
        words.join(" ")
    })
}

/// The reason in the room there is in a narrow list.
fn brief(context: &Context, call: CallIx) -> Cell {
    let store = context.store;
    let facts = store.facts(call);
    match (&*facts.reason.brief, facts.is_orphan) {
        ("", true) => Cell::plain("orphan"),
        ("", false) => Cell::plain(format::MISSING),
        (text, _) => Cell::plain(context.look.face.retold(text, facts.shown_start())),
    }
}

pub(in crate::ui::panes) fn why(context: &Context, call: CallIx) -> Cell {
    let store = context.store;
    let facts = store.facts(call);
    let text = if facts.reason.line.is_empty() {
        format::MISSING.to_owned()
    } else {
        let face = context.look.face;
        face.retold(&facts.reason.line, facts.shown_start())
    };
    Cell::plain(if facts.is_orphan {
        format!("orphan: {text}")
    } else {
        text
    })
}

pub(in crate::ui::panes) fn id(context: &Context, call: CallIx) -> Cell {
    let store = context.store;
    let id = store.id(store.call_id(call));
    Cell::plain(if id.is_empty() {
        "(no id)"
    } else {
        id.get(..8).unwrap_or(id)
    })
}
