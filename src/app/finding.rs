//! From what the query room finds to the rows of the find box and the places they open.

use super::state::{HitPlace, Names};
use crate::model::call::CallDetail;
use crate::model::id::CallIx;
use crate::model::store::Store;
use crate::query::find::Hit;
use crate::query::identifiers::Index;
use crate::query::kind::Kind;
use crate::query::near::search_near;
use crate::query::nearest::{nearest, where_else};
use crate::query::read::Query;
use crate::ui::panes::find::{FindAnswer, FindRow};
use std::collections::HashMap;

/// Rows shown; all hits are counted.
const SHOWN: usize = 200;
/// Hits whose leg is named; naming one builds its call.
const NAMED: usize = 50;
/// Near identifiers offered when nothing is found.
const NEAR: usize = 3;

/// Searches and says what to show. The places stand in the order of the rows.
/// `all_times`: a rough time in the text orders, but hides nothing.
pub fn answer(
    store: &Store,
    index: &Index,
    text: &str,
    all_times: bool,
) -> (FindAnswer, Vec<HitPlace>) {
    let query = Query::parse(text);
    if query.is_empty() {
        return (FindAnswer::default(), Vec::new());
    }
    let near = search_near(store, index, &query, SHOWN, all_times);
    let found = near.hits;
    let mut details = HashMap::new();
    let rows: Vec<FindRow> = found
        .hits
        .iter()
        .enumerate()
        .map(|(at, hit)| row(store, hit, at < NAMED, &mut details))
        .collect();
    let places = found.hits.iter().map(|hit| place(store, hit)).collect();
    let (nearest, note) = if rows.is_empty() {
        offers(store, index, &query)
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
        took_us: None,
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

/// With 0 hits: what is like it, and which log could hold it.
fn offers(store: &Store, index: &Index, query: &Query) -> (Vec<String>, Option<String>) {
    let near = nearest(store, index, query.main_needle(), NEAR);
    (
        near.into_iter()
            .map(|nearby| nearby.value.text(store))
            .collect(),
        where_else(store),
    )
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
    }
}

fn row(
    store: &Store,
    hit: &Hit,
    is_named: bool,
    details: &mut HashMap<CallIx, CallDetail>,
) -> FindRow {
    let call = hit.place.call();
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
    FindRow {
        kind: hit.place.kind.name().to_owned(),
        value: hit.value.text(store),
        matched: Some(hit.span.clone()),
        call,
        when: hit.place.time(store),
        mark: call.map_or(' ', |call| store.facts(call).verdict.class.mark()),
        state: state.join(" "),
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
