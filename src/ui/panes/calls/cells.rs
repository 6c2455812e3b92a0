//! What stands in the cells of the call list.

use crate::model::facts::{CallFacts, code_words};
use crate::model::id::CallIx;
use crate::model::limits::MEDIA;
use crate::model::metric::{METRICS, position};
use crate::model::value::Time;
use crate::model::verdict::CallClass;
use crate::query::calls::{CallField, FieldValue};
use crate::ui::context::Context;
use crate::ui::format;
use crate::ui::theme::Role;
use crate::ui::widgets::table::Cell;

/// Characters of an id that tell calls apart at a glance.
const SHORT_ID: usize = 8;

/// How the cells of a column come about.
#[derive(Clone, Copy)]
pub(super) enum Show {
    /// In one way.
    Of(fn(&Context, CallIx) -> Cell),
    /// In a way that depends on the room.
    Sized(fn(&Context, CallIx, u16) -> Cell),
    /// The worst values of measures, `/` between.
    Worst(&'static [&'static str]),
    /// Yes or no.
    Flag(fn(&CallFacts) -> bool),
    /// As the field is.
    Field(&'static CallField),
}

impl Show {
    /// A call's cell of a width.
    pub(super) fn cell(self, context: &Context, call: CallIx, width: u16) -> Cell {
        match self {
            Self::Of(make) => make(context, call),
            Self::Sized(make) => make(context, call, width),
            Self::Worst(names) => worst(context, call, names),
            Self::Flag(is_so) => Cell::plain(if is_so(context.store.facts(call)) {
                "yes"
            } else {
                "no"
            }),
            Self::Field(field) => plain(context, field.value(context.store, call), width),
        }
    }
}

/// The value of a field as it is.
fn plain(context: &Context, value: FieldValue, width: u16) -> Cell {
    Cell::plain(match value {
        FieldValue::Missing => format::MISSING.to_owned(),
        FieldValue::Count(count) => count.to_string(),
        FieldValue::Number(number) => format::fixed(number, 0),
        FieldValue::Moment(time) => moment(context, time, width),
        FieldValue::Text(text) => text,
    })
}

/// The forms of a moment, each with the width it needs.
const MOMENTS: [(u16, &str); 6] = [
    (19, "%Y-%m-%d %H:%M:%S"),
    (16, "%Y-%m-%d %H:%M"),
    (14, "%m-%d %H:%M:%S"),
    (11, "%m-%d %H:%M"),
    (8, "%d %H:%M"),
    (0, "%H:%M"),
];

/// A moment in as much detail as there is room for.
fn moment(context: &Context, time: Time, width: u16) -> String {
    let form = MOMENTS.iter().find(|(needed, _)| *needed <= width);
    let (_, form) = form.copied().unwrap_or_default();
    context.look.face.formed(time, form)
}

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

/// The start in as much detail as there is room for.
pub(super) fn start_in(context: &Context, call: CallIx, width: u16) -> Cell {
    let time = context.store.facts(call).shown_start();
    Cell::plain(moment(context, time, width))
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

pub(super) fn endpoints(context: &Context, call: CallIx) -> Cell {
    let store = context.store;
    Cell::plain(store.facts(call).endpoints.to_string())
}

pub(super) fn streams(context: &Context, call: CallIx) -> Cell {
    let store = context.store;
    Cell::plain(store.facts(call).streams.to_string())
}

pub(super) fn issues(context: &Context, call: CallIx) -> Cell {
    let store = context.store;
    Cell::plain(store.facts(call).issues.total().to_string())
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

pub(super) fn due(context: &Context, call: CallIx) -> Cell {
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

pub(super) fn clients(context: &Context, call: CallIx) -> Cell {
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
pub(super) fn brief(context: &Context, call: CallIx) -> Cell {
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
        id.get(..SHORT_ID).unwrap_or(id)
    })
}

/// The beginning of the id, or all of it where there is room for more.
pub(super) fn id_in(context: &Context, call: CallIx, width: u16) -> Cell {
    let store = context.store;
    if usize::from(width) <= SHORT_ID {
        return id(context, call);
    }
    match store.id(store.call_id(call)) {
        "" => Cell::plain("(no id)"),
        id => Cell::plain(id),
    }
}
