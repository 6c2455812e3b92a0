//! What is kept from one run to the next, as this run knows it: the state asks, the shell writes.

use super::action::View;
use super::clock;
use super::columns::{self, ChosenColumns};
use super::effect::Effect;
use super::filters::Chosen;
use super::keymap;
use super::notes;
use super::place::Place;
use super::remembered::{
    CallNote, Change, Form, LONGEST_NAME, LastPlace, LogSet, Remembered, Views,
};
use super::state::State;
use super::update::{filtering, moves};
use crate::model::id::CallIx;
use crate::model::selection::Selection;
use crate::model::zone::Zone;
use crate::query::calls::CallField;
use crate::query::filter::Named;
use crate::query::marked;
use crate::ui::widgets::table::order::Order;

/// Characters of a filter that is kept; the filter line takes no more.
const LONGEST_FILTER: usize = 4_096;
/// Characters of a call id in a message.
const SHORT_ID: usize = 8;

/// Whether and what is kept.
pub struct Keeping {
    /// Why nothing is kept for the next time; none = it is.
    pub off: Option<&'static str>,
    /// Filters, columns and the zone.
    pub views: Views,
    /// The columns of each kind of list as they are kept.
    pub columns: ChosenColumns,
    /// True when the zone of the last time is not to be taken: the command line names one.
    pub has_own_zone: bool,
    /// Which logs these are, once that is known.
    set: Option<LogSet>,
    /// Where the user was last time.
    offer: Option<LastPlace>,
    is_offered: bool,
}

impl Default for Keeping {
    fn default() -> Self {
        Self {
            off: Some("nothing is kept"),
            views: Views::default(),
            columns: ChosenColumns::default(),
            has_own_zone: false,
            set: None,
            offer: None,
            is_offered: false,
        }
    }
}

/// Keeps a change for the next time, and takes it up where it is one of views. Gives what to add to what is said of it,
/// too.
pub fn keep(state: &mut State, change: Change) -> (Vec<Effect>, String) {
    // What is too much is told by whoever writes.
    state.keeping.views.apply(&change, 0, &mut Vec::new());
    match state.keeping.off {
        None => (vec![Effect::Remember(change)], String::new()),
        Some(why) => (Vec::new(), format!(" (for this run only: {why})")),
    }
}

/// By what a call is kept; refused with the reason where that cannot be.
pub fn key_of(state: &State, call: CallIx) -> Result<String, &'static str> {
    let key = marked::key(&state.store, call);
    if key.is_empty() {
        Err("what stands under no call id cannot be marked")
    } else if key.chars().count() > LONGEST_NAME {
        Err("this call id is too long to be kept")
    } else {
        Ok(key)
    }
}

/// Takes up what was kept.
pub(super) fn take(state: &mut State, remembered: Remembered) {
    let known = |(id, entry): (String, CallNote)| (id, entry.marked, entry.note);
    state
        .marked
        .take(remembered.calls.calls.into_iter().map(known));
    notes::tell_filter(state);
    let saved = remembered.views.filters.iter();
    let saved = saved.map(|(name, text)| Named {
        name: name.clone(),
        text: text.clone(),
    });
    state.filters.set_saved(saved.collect());
    let zone = remembered.views.zone.as_deref();
    let zone = zone.filter(|_| !state.keeping.has_own_zone);
    // A zone that this build does not know is no loss: times are told in the zone that stands on the screen.
    if let Some(zone) = zone.and_then(|name| Zone::read(name).ok()) {
        clock::choose(state, zone);
        filtering::follow_clock(state);
    }
    state.keeping.views = remembered.views;
    columns::take(state);
}

/// Keeps the zone that is shown.
pub(super) fn keep_zone(state: &mut State) -> Vec<Effect> {
    let name = state.look.face.zone.name();
    if state.keeping.views.zone.as_ref() == Some(&name) {
        return Vec::new();
    }
    keep(state, Change::Zone(Some(name))).0
}

/// `:zone NAME`: times in a zone by its name.
pub(in crate::app) fn choose_zone(state: &mut State, name: &str) -> Vec<Effect> {
    match Zone::read(name) {
        Ok(zone) => {
            clock::choose(state, zone);
            filtering::follow_clock(state);
            state.say(format!("times are told in {}", zone.name()));
            keep_zone(state)
        }
        Err(why) => {
            state.say(why);
            Vec::new()
        }
    }
}

/// Asks which logs these are; nobody asks where nothing is kept.
pub(super) fn recognise(state: &State, names: &[String]) -> Vec<Effect> {
    match state.keeping.off {
        None => vec![Effect::Recognise(names.to_vec())],
        Some(_) => Vec::new(),
    }
}

/// Takes up which logs these are and where the user was in them.
pub(super) fn recognised(state: &mut State, set: LogSet, last: Option<LastPlace>) {
    state.keeping.set = Some(set);
    state.keeping.offer = last;
}

/// Says once where the user was, when all is read and nothing else is to be said.
pub(super) fn offer(state: &mut State) {
    let is_time = !state.loading.is_running && state.message.is_none() && !state.trail.has_back();
    if state.keeping.is_offered || !is_time {
        return;
    }
    let Some(place) = &state.keeping.offer else {
        return;
    };
    let key = keymap::label_of("go-back");
    let text = format!("press {key} to go back to {}", words(place));
    state.keeping.is_offered = true;
    state.say(text);
}

/// `call 7f3c9a12`, `the call list with filter verdict:bad`.
fn words(place: &LastPlace) -> String {
    let short: String = place.call.chars().take(SHORT_ID).collect();
    match (page(&place.page), short.as_str()) {
        (View::Calls, _) if !place.filter.is_empty() => {
            format!("the calls that were filtered: {}", place.filter)
        }
        (View::Calls, "") => "the call list".to_owned(),
        (View::Calls, call) => format!("call {call} in the list"),
        (_, call) => format!("call {call}"),
    }
}

/// The pages that are gone back to, by their command.
const PAGES: [(&str, View); 4] = [
    ("calls", View::Calls),
    ("call", View::Call),
    ("why", View::Why),
    ("chart", View::Chart),
];

fn page(name: &str) -> View {
    let known = PAGES.iter().find(|(known, _)| *known == name);
    known.map_or(View::Calls, |(_, view)| *view)
}

/// True while the place of the last time can be gone back to.
pub fn has_offer(state: &State) -> bool {
    state.keeping.offer.is_some()
}

/// `'` before anything else was gone to: to the place of the last time.
pub(super) fn resume(state: &mut State) {
    let Some(place) = state.keeping.offer.take() else {
        return;
    };
    let id = state.store.ids.lookup(&place.call);
    let call = id.and_then(|id| state.store.call_of(crate::model::id::IdRef(id)));
    if call.is_none() && !place.call.is_empty() {
        let short: String = place.call.chars().take(SHORT_ID).collect();
        if state.loading.is_running {
            state.say(format!("call {short} has not been read yet"));
            state.keeping.offer = Some(place);
            return;
        }
        state.say(format!("call {short} is not in these logs any more"));
    }
    let known = |(field, down): &(String, bool)| Some((CallField::named(field)?.name, *down));
    let order: Order = place.sort.iter().filter_map(known).collect();
    state.panes.calls.set_order(order);
    let view = match page(&place.page) {
        view if view.is_of_call() && call.is_none() => View::Calls,
        view => view,
    };
    if place.filter.is_empty() {
        moves::go(state, view);
    } else {
        filtering::open_filtered(state, place.filter);
        filtering::settle(state);
        if view != View::Calls {
            moves::go(state, view);
        }
    }
    moves::refresh_list(state);
    state.selection = Selection {
        call,
        ..Selection::default()
    };
    if let Some(call) = call {
        state.panes.calls.select(call);
    }
}

/// What to keep of where the user is when the program ends: the page, or the call that was looked at last.
pub fn last_place(state: &State) -> Option<Change> {
    let set = state.keeping.set.clone()?;
    let here = state.place();
    let place = if here.view.is_of_call() || here.view == View::Calls {
        here
    } else {
        let opened = state.trail.last(|place: &Place| place.view.is_of_call());
        let listed = || state.trail.last(|place: &Place| place.view == View::Calls);
        opened.or_else(listed)?
    };
    let (page, _) = PAGES.iter().find(|(_, view)| *view == place.view)?;
    let call = place.selection.call;
    let order = state.panes.calls.order().iter();
    Some(Change::Place {
        set,
        place: LastPlace {
            page: (*page).to_owned(),
            call: call.map_or_else(String::new, |call| {
                state.store.id(state.store.call_id(call)).to_owned()
            }),
            filter: match state.filters.settled() {
                Chosen { is_off: true, .. } => String::new(),
                chosen => chosen.text.chars().take(LONGEST_FILTER).collect(),
            },
            sort: order
                .map(|&(field, down)| (field.to_owned(), down))
                .collect(),
            ..LastPlace::default()
        },
    })
}
