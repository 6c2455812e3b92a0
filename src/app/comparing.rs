//! Comparing: which two `c` means, the work of it, and from a side to what it is.

use super::action::View;
use super::keymap::label_of;
use super::place::Focus;
use super::state::State;
use super::update::{filtering, grouping, moves};
use crate::model::id::CallIx;
use crate::model::selection::Selection;
use crate::model::store::Store;
use crate::query::compare::{Comparing, Comparison, Side, Within};
use crate::query::group::Keys;
use crate::query::marked::MarkedPart;

/// Calls judged anew when samples came: the one they are of, and a few that changed meanwhile.
const JUDGED_AT_ONCE: usize = 16;
/// Calls looked at in one turn.
const CALLS_A_TURN: usize = 4_000;

/// The comparison shown, and the one under way.
#[derive(Default)]
pub struct Comparisons {
    asked: Option<([Side; 2], Within)>,
    shown: Option<Comparison>,
    running: Option<Comparing>,
    has_news: bool,
}

impl Comparisons {
    /// The last one that was made.
    pub fn shown(&self) -> Option<&Comparison> {
        self.shown.as_ref()
    }

    /// True once after another is shown.
    pub fn take_news(&mut self) -> bool {
        std::mem::take(&mut self.has_news)
    }

    fn ask(&mut self, store: &Store, sides: [Side; 2], within: Within) {
        self.running = Some(Comparing::new(store, sides.clone(), &within));
        self.asked = Some((sides, within));
        self.shown = None;
        // Two calls need no turn of their own.
        self.advance(store, false);
    }

    /// Two calls, legs or streams compared again, now that the samples of one are at hand.
    fn renew(&mut self, store: &Store) {
        if let Some((sides, within)) = &self.asked
            && !sides.iter().any(Side::is_group)
        {
            self.running = Some(Comparing::new(store, sides.clone(), within));
            self.advance(store, false);
        }
    }

    /// Bounded work; true while some is left. What was compared is compared again when records came.
    fn advance(&mut self, store: &Store, is_loading: bool) -> bool {
        let is_old = self
            .shown
            .as_ref()
            .is_some_and(|shown| shown.revision != store.shown_revision());
        if let (Some((sides, within)), None, true) =
            (&self.asked, &self.running, is_old && !is_loading)
        {
            self.running = Some(Comparing::new(store, sides.clone(), within));
        }
        let Some(running) = &mut self.running else {
            return false;
        };
        if running.advance(store, CALLS_A_TURN) {
            return true;
        }
        let done = self.running.take();
        let before = self.shown.take();
        self.shown = done.and_then(|done| done.finish(store, before.as_ref()));
        self.has_news = true;
        if self.shown.is_none() {
            self.asked = None;
        }
        false
    }
}

/// Bounded work while the page is shown; true while some is left.
pub(super) fn advance(state: &mut State) -> bool {
    let is_loading = state.loading.is_running;
    state.view == View::Compare && state.comparisons.advance(&state.store, is_loading)
}

/// The call whose samples are to be read again to compare it; none where all are at hand that can be. Against a group
/// only what stands in its records counts.
pub(super) fn call_to_read(state: &State) -> Option<CallIx> {
    let shown = state.comparisons.shown()?;
    shown.times.as_ref()?;
    shown.summarised().next()
}

/// The samples of a side were read again: it is judged by them and compared before those of the other side take their
/// place.
pub(super) fn retell(state: &mut State) {
    if state.view == View::Compare {
        state.store.refresh(JUDGED_AT_ONCE);
        state.comparisons.renew(&state.store);
    }
}

/// `c`: compares the marked two, the marked one with the one under the cursor, or a call with all of its SDK.
pub(super) fn start(state: &mut State) {
    if state.view == View::Compare {
        state.say("the two are compared here; go back to choose others");
        return;
    }
    match chosen(state) {
        Ok((sides, within)) => {
            state.comparisons.ask(&state.store, sides, within);
            moves::go(state, View::Compare);
        }
        Err(why) => state.say(why),
    }
}

/// What is to be done to have two.
fn how() -> String {
    let mark = label_of("mark");
    format!("mark two with {mark}, or one and put the cursor on the other")
}

/// The two marked last; the one marked and the one under the cursor.
fn pair<T: Clone + PartialEq>(marked: &[T], cursor: Option<T>) -> Result<[T; 2], String> {
    match (marked, cursor) {
        ([.., first, second], _) => Ok([first.clone(), second.clone()]),
        ([one], Some(other)) if *one != other => Ok([one.clone(), other]),
        _ => Err(how()),
    }
}

fn chosen(state: &mut State) -> Result<([Side; 2], Within), String> {
    if state.focus == Focus::Groups {
        return groups(state);
    }
    if state.view == View::Call
        && let Some(parts) = parts(state)
    {
        return Ok((parts?.map(Side::Part), Within::default()));
    }
    calls(state)
}

/// Two groups of the page, of the calls that the filter keeps.
fn groups(state: &State) -> Result<([Side; 2], Within), String> {
    let pane = &state.panes.groups;
    let pair = pair(pane.marked(), pane.selected())?;
    let grouping = grouping::wish(state);
    let kept = state.filters.kept().cloned();
    let side = |keys: Keys| {
        let values: Vec<_> = grouping.facets().zip(keys).collect();
        let conditions = grouping.group_conditions(&state.store, keys);
        let names = values.iter().map(|(facet, key)| {
            format!(
                "{} {}",
                grouping.title(facet),
                key.words(&state.store, facet)
            )
        });
        let mut name = names.collect::<Vec<_>>().join(", ");
        if kept.is_some() {
            name.push_str(", filtered");
        }
        Side::Calls {
            name,
            condition: conditions.join(" "),
        }
    };
    let sides = pair.map(side);
    let clock = *state.filters.clock();
    Ok((sides, Within { kept, clock }))
}

/// Two legs or two streams: of the kind under the cursor where one of it is marked. None when nothing is marked here.
fn parts(state: &State) -> Option<Result<[MarkedPart; 2], String>> {
    let marked = state.marked.parts();
    if marked.is_empty() {
        return None;
    }
    let cursor = super::notes::part_under_cursor(state).map(|(part, _)| part);
    let is_leg = |part: &MarkedPart| matches!(part, MarkedPart::Leg(..));
    let of_kind = |legs: bool| -> Vec<MarkedPart> {
        let all = marked.iter().copied();
        all.filter(|part| is_leg(part) == legs).collect()
    };
    let here = cursor.as_ref().map(is_leg);
    let same = here.map(of_kind).filter(|same| !same.is_empty());
    let (legs, streams) = (of_kind(true), of_kind(false));
    Some(match same {
        Some(same) => pair(&same, cursor),
        None if legs.len() >= 2 => pair(&legs, None),
        None if streams.len() >= 2 => pair(&streams, None),
        None if legs.is_empty() => Err(format!("a stream is marked, no leg: {}", how())),
        None => Err(format!("a leg is marked, no stream: {}", how())),
    })
}

/// Two calls; without a mark the call under the cursor and all calls with its SDK.
fn calls(state: &mut State) -> Result<([Side; 2], Within), String> {
    let marked = state.marked.calls_to_compare(&state.store);
    if !marked.is_empty() {
        let pair = pair(&marked, state.selection.call)?;
        return Ok((pair.map(Side::Call), Within::default()));
    }
    state.build_detail();
    let Some(detail) = state.detail() else {
        return Err(format!("no call is selected: {}", how()));
    };
    let is_filtered = state.filters.kept().is_some();
    let Some(group) = Side::of_same_sdk(&state.store, detail, is_filtered) else {
        let why = "no leg of this call names its SDK to compare it with";
        return Err(format!("{why}: {}", how()));
    };
    Ok(([Side::Call(detail.call), group], Within::default()))
}

/// Enter: to the side under the cursor.
pub(super) fn open(state: &mut State) {
    let side = state.panes.compare.side();
    let shown = state.comparisons.shown();
    let Some(side) = shown.map(|shown| shown.sides[side].clone()) else {
        return;
    };
    match side {
        Side::Calls { condition, .. } => filtering::open_narrowed(state, &condition),
        Side::Call(call) => open_part(state, call, None),
        Side::Part(part @ (MarkedPart::Leg(call, ..) | MarkedPart::Stream(call, _))) => {
            open_part(state, call, Some(part));
        }
    }
}

fn open_part(state: &mut State, call: CallIx, part: Option<MarkedPart>) {
    moves::refresh_list(state);
    moves::go(state, View::Call);
    state.selection = Selection {
        call: Some(call),
        ..Selection::default()
    };
    state.panes.calls.select(call);
    state.build_detail();
    let place = part.and_then(|part| part.place(state.detail()?));
    if let Some((leg, stream)) = place {
        state.selection.leg = leg;
        state.selection.stream = stream;
    }
    moves::place_in_call(state);
}
