//! From what the query room finds to the rows of the find box and the places they open.

use super::state::{HitPlace, Names};
use crate::model::call::CallDetail;
use crate::model::id::CallIx;
use crate::model::store::Store;
use crate::model::zone::Zone;
use crate::query::find::{Hit, Narrow, Search};
use crate::query::identifiers::{Index, Indexing};
use crate::query::kind::Kind;
use crate::query::near::{How, narrow, wanted};
use crate::query::nearest::nearest;
use crate::query::place::Value;
use crate::query::read::Query;
use crate::ui::panes::find::{FindAnswer, FindRow};
use std::collections::HashMap;

/// Rows shown; all hits are counted.
const SHOWN: usize = 200;
/// Hits whose leg is named; naming one builds its call.
const NAMED: usize = 50;
/// Near identifiers offered when nothing is found.
const NEAR: usize = 3;

/// Rows or values that one turn of the loop indexes, and bytes that it scans: some milliseconds each.
const ROWS_A_TURN: usize = 100_000;
const BYTES_A_TURN: usize = 8 << 20;

/// The work of the find box, in pieces between two keys: an index in the making, and the newest search. A newer search
/// takes the place of the one before, so no answer is ever to a text that was typed over.
#[derive(Default)]
pub struct Finding {
    index: Option<Index>,
    indexing: Option<Indexing>,
    asked: Option<Asked>,
    /// What was asked last; asked again when an index of more rows is complete.
    text: String,
    narrow: Option<Narrow>,
    how: How,
    /// True when an answer came that no frame shows yet.
    pub(super) has_news: bool,
}

/// A search under way.
struct Asked {
    query: Query,
    search: Search<'static>,
    how: How,
    /// True once the first hits were told.
    is_told: bool,
}

/// What to show, and the places behind its rows in their order.
pub type Answer = (FindAnswer, Vec<HitPlace>);

impl Finding {
    /// Begins a search in place of the one before; false when there is nothing to look for in a text. A rough time hides
    /// nothing when `all_times` is asked for, and is one of the zone that is shown.
    pub fn ask(&mut self, store: &Store, text: &str, (all_times, zone): (bool, Zone)) -> bool {
        self.how = How {
            limit: SHOWN,
            all_times,
            zone,
        };
        text.clone_into(&mut self.text);
        if let Some(Asked { search, .. }) = self.asked.take() {
            self.narrow = search.into_narrow();
        }
        let is_current = |index: &Index| index.is_current(store);
        if self.indexing.is_none() && !self.index.as_ref().is_some_and(is_current) {
            self.indexing = Some(Indexing::new(store));
        }
        self.begin();
        self.asked.is_some()
    }

    fn begin(&mut self) {
        let query = Query::parse(&self.text);
        if query.is_empty() && query.times().is_empty() {
            return;
        }
        let revision = self.index.as_ref().map(Index::revision);
        let narrow = self.narrow.take();
        let narrow = narrow.filter(|narrow| Some(narrow.revision()) == revision);
        self.asked = Some(Asked {
            search: Search::new(query.clone(), wanted(&query, SHOWN)).narrowed_by(narrow),
            how: self.how,
            query,
            is_told: false,
        });
    }

    /// True while there is something to do.
    pub fn is_busy(&self) -> bool {
        self.asked.is_some() || self.indexing.is_some()
    }

    /// Begins an index anew when rows came since the last; the last text is asked again when it is complete.
    pub fn catch_up(&mut self, store: &Store) {
        if self.indexing.is_none() && self.index.as_ref().is_some_and(|i| !i.is_current(store)) {
            self.indexing = Some(Indexing::new(store));
        }
    }

    /// Goes a piece on. An answer comes early when a search takes more than one piece, and once more when it is whole.
    pub fn step(&mut self, store: &Store) -> Option<Answer> {
        if self.asked.is_none() || self.index.is_none() {
            self.index_on(store, ROWS_A_TURN);
            return None;
        }
        self.search_on(store, BYTES_A_TURN)
    }

    /// Ends the search under way: the next key is about what it finds.
    pub fn finish(&mut self, store: &Store) -> Option<Answer> {
        self.asked.as_ref()?;
        while self.index.is_none() {
            self.index_on(store, usize::MAX);
        }
        self.search_on(store, usize::MAX)
    }

    fn index_on(&mut self, store: &Store, rows: usize) {
        let indexing = self.indexing.get_or_insert_with(|| Indexing::new(store));
        if let Some(index) = indexing.step(store, rows) {
            self.indexing = None;
            self.index = Some(index);
            self.narrow = None;
            self.begin();
        }
    }

    fn search_on(&mut self, store: &Store, bytes: usize) -> Option<Answer> {
        let (asked, index) = (self.asked.as_mut()?, self.index.as_ref()?);
        let is_done = asked.search.step(store, index, bytes);
        if !is_done && std::mem::replace(&mut asked.is_told, true) {
            return None;
        }
        let answer = answer(store, index, asked);
        if is_done {
            let asked = self.asked.take();
            self.narrow = asked.and_then(|asked| asked.search.into_narrow());
        }
        Some(answer)
    }
}

/// What to show of what was found.
fn answer(store: &Store, index: &Index, asked: &Asked) -> Answer {
    let query = &asked.query;
    let near = narrow(store, query, asked.search.hits(store, index), asked.how);
    let found = near.hits;
    let is_partial = !asked.search.is_done();
    let mut details = HashMap::new();
    let rows: Vec<FindRow> = found
        .hits
        .iter()
        .enumerate()
        .map(|(at, hit)| row(store, hit, at < NAMED && !is_partial, &mut details))
        .collect();
    let places = found.hits.iter().map(|hit| place(store, hit)).collect();
    let (nearest, note) = if rows.is_empty() && !is_partial {
        (offers(store, index, query), None)
    } else {
        (Vec::new(), near.note)
    };
    let read_as = if found.read_as.is_empty() {
        query.explain()
    } else {
        found.read_as
    };
    let answer = FindAnswer {
        rows,
        total: found.total,
        read_as,
        nearest,
        narrows: near.narrows,
        note,
        is_partial,
    };
    (answer, places)
}

/// For what names a call or a leg the record it was met in says nothing more.
const fn says_who(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Call | Kind::Participant | Kind::Endpoint | Kind::User | Kind::Phone | Kind::Thread
    )
}

/// With 0 hits: what is like it. Which log could hold it the pane tells by itself.
fn offers(store: &Store, index: &Index, query: &Query) -> Vec<String> {
    nearest(store, index, query.main_needle(), NEAR)
        .into_iter()
        .map(|nearby| nearby.value.text(store))
        .collect()
}

const fn names(kind: Kind) -> Names {
    match kind {
        Kind::Call | Kind::Thread => Names::Call,
        Kind::User | Kind::Phone | Kind::Endpoint | Kind::Client => Names::Person,
        _ => Names::Leg,
    }
}

fn place(store: &Store, hit: &Hit) -> HitPlace {
    HitPlace {
        call: hit.place.call(),
        source: hit.place.source(store),
        participant: hit.place.participant(store),
        endpoint: hit.place.endpoint(store),
        names: names(hit.place.kind),
        code: match hit.value {
            Value::Code(code, subcode) => Some((code, subcode)),
            Value::Id(_) | Value::Text(_) => None,
        },
    }
}

fn row(
    store: &Store,
    hit: &Hit,
    is_named: bool,
    details: &mut HashMap<CallIx, CallDetail>,
) -> FindRow {
    let call = hit.place.call();
    if let Some(call) = call.filter(|_| hit.place.kind == Kind::Call) {
        return row_of(store, hit, store.facts(call).reason.brief.to_string());
    }
    let leg = call
        .filter(|_| is_named)
        .and_then(|call| leg_name(store, hit, details, call));
    let clue = if says_who(hit.place.kind) {
        ""
    } else {
        hit.place.hint(store)
    };
    let words = [leg.unwrap_or_default(), clue.to_owned()];
    let state: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !word.is_empty())
        .collect();
    row_of(store, hit, state.join(" "))
}

fn row_of(store: &Store, hit: &Hit, state: String) -> FindRow {
    let call = hit.place.call();
    // A code that was met by its meaning is shown with both: nothing before the match is cut off.
    let is_of_value = hit.span.end <= hit.value.text(store).len();
    FindRow {
        kind: hit.place.kind.name().to_owned(),
        value: hit.value.words(store),
        matched: Some(hit.span.clone()).filter(|_| is_of_value),
        call,
        when: hit.place.time(store),
        mark: call.map_or(' ', |call| store.facts(call).verdict.class.mark()),
        state,
    }
}

fn leg_name(
    store: &Store,
    hit: &Hit,
    details: &mut HashMap<CallIx, CallDetail>,
    call: CallIx,
) -> Option<String> {
    let detail = details.entry(call).or_insert_with(|| store.detail(call));
    let hit = place(store, hit);
    let (leg, _) = detail.find_record(store, hit.source, hit.participant, hit.endpoint)?;
    Some(detail.leg_name(leg))
}
