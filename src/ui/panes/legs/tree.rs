//! Which rows the tree has: a pure function of the call and of what the user opened and closed.

use crate::model::call::{CallDetail, Leg, LegNo, StreamNo};
use crate::model::id::{IdRef, TextRef};
use crate::model::rows::{CallKind, Direction, Media};
use crate::model::store::Store;
use crate::model::verdict::CallClass;
use crate::ui::panes::standing;
use std::collections::HashMap;

/// Up to so many participants every branch is open at first.
const OPEN_AT_FIRST: usize = 12;
/// From more participants than this the good ones are folded into one row.
const FOLD_GOOD: usize = 40;

/// What a row stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// By position in [`CallDetail::participants`].
    Participant(usize),
    Leg(LegNo),
    Stream(StreamNo),
    /// All good participants, with the number of their legs.
    Good(usize),
    Note(Note),
}

/// What is said at the end of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Note {
    OutboundOnly,
    NoStreams,
    /// So many streams of the server name no participant.
    LooseStreams(usize),
    OnlyPoor,
}

/// What a row is whatever else arrives: the cursor and the folds are kept by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Participant(IdRef, TextRef),
    Leg(IdRef, TextRef),
    Stream(IdRef, Direction, Media, TextRef),
    Good,
    Note(Note),
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) item: Item,
    pub(super) key: Key,
    pub(super) depth: u16,
    /// For a branch, whether it is open.
    pub(super) is_open: Option<bool>,
    pub(super) class: CallClass,
    /// What is selected when the cursor is here.
    pub(super) stands_for: Option<(LegNo, Option<StreamNo>)>,
}

/// What the user opened, closed and left out.
#[derive(Default)]
pub(super) struct Folds {
    pub(super) by_key: HashMap<Key, bool>,
    pub(super) only_poor: bool,
}

impl Folds {
    pub(super) fn set(&mut self, key: Key, is_open: bool) {
        self.by_key.insert(key, is_open);
    }

    pub(super) fn clear(&mut self) {
        self.by_key.clear();
    }
}

/// Builds the rows.
pub(super) fn rows(store: &Store, detail: &CallDetail, folds: &Folds) -> Vec<Row> {
    let mut tree = Tree {
        detail,
        folds,
        legs: standing::of_legs(store, detail),
        streams: by_leg(detail),
        rows: Vec::new(),
    };
    tree.participants();
    tree.notes();
    tree.rows
}

/// What a leg is whatever else arrives.
pub(super) fn leg_key(leg: &Leg) -> Key {
    Key::Leg(leg.key, leg.endpoint_type)
}

/// The key of a participant: its endpoint, else its first leg.
pub(super) fn participant_key(detail: &CallDetail, at: usize) -> Key {
    let participant = &detail.participants[at];
    let first = participant.legs.first().and_then(|&leg| detail.leg(leg));
    let (leg, kind) = first.map_or((IdRef::MISSING, TextRef::MISSING), |leg| {
        (leg.key, leg.endpoint_type)
    });
    match participant.endpoint.known() {
        Some(endpoint) => Key::Participant(endpoint, TextRef::MISSING),
        None => Key::Participant(leg, kind),
    }
}

/// For each leg its streams, in one pass.
fn by_leg(detail: &CallDetail) -> Vec<Vec<StreamNo>> {
    let mut lists = vec![Vec::new(); detail.legs.len()];
    for (at, stream) in detail.streams.iter().enumerate() {
        if let Some(list) = stream.leg.and_then(|leg| lists.get_mut(leg.0 as usize)) {
            list.push(StreamNo(at as u32));
        }
    }
    lists
}

struct Tree<'a> {
    detail: &'a CallDetail,
    folds: &'a Folds,
    legs: Vec<CallClass>,
    streams: Vec<Vec<StreamNo>>,
    rows: Vec<Row>,
}

impl Tree<'_> {
    fn participants(&mut self) {
        let all = 0..self.detail.participants.len();
        if self.folds.only_poor {
            let poor: Vec<usize> = all
                .filter(|&at| self.class(at) <= CallClass::Burst)
                .collect();
            for at in poor {
                self.participant(at, 0);
            }
            return;
        }
        let folds_good = all.len() > FOLD_GOOD;
        let (good, shown): (Vec<usize>, Vec<usize>) =
            all.partition(|&at| folds_good && self.class(at) == CallClass::Ok);
        for at in shown {
            self.participant(at, 0);
        }
        if good.is_empty() {
            return;
        }
        let legs = good
            .iter()
            .map(|&at| self.detail.participants[at].legs.len())
            .sum();
        if self.branch((Item::Good(legs), Key::Good), 0, CallClass::Ok, Some(false)) {
            for at in good {
                self.participant(at, 1);
            }
        }
    }

    /// The worst of its legs.
    fn class(&self, at: usize) -> CallClass {
        let legs = self.detail.participants[at].legs.iter();
        legs.filter_map(|leg| self.legs.get(leg.0 as usize).copied())
            .min()
            .unwrap_or_default()
    }

    fn participant(&mut self, at: usize, depth: u16) {
        let legs = self.detail.participants[at].legs.clone();
        let class = self.class(at);
        let has_inside = legs.len() > 1
            || legs
                .iter()
                .any(|leg| !self.streams[leg.0 as usize].is_empty());
        let named = (Item::Participant(at), participant_key(self.detail, at));
        if !self.branch(named, depth, class, has_inside.then(|| self.opens(class))) {
            return;
        }
        match legs.as_slice() {
            [only] => self.streams(*only, depth + 1),
            several => {
                for &leg in several {
                    self.leg(leg, depth + 1);
                }
            }
        }
    }

    fn leg(&mut self, leg: LegNo, depth: u16) {
        let Some(found) = self.detail.leg(leg) else {
            return;
        };
        let class = self.legs[leg.0 as usize];
        let has_inside = !self.streams[leg.0 as usize].is_empty();
        let named = (Item::Leg(leg), leg_key(found));
        if self.branch(named, depth, class, has_inside.then(|| self.opens(class))) {
            self.streams(leg, depth + 1);
        }
    }

    fn streams(&mut self, leg: LegNo, depth: u16) {
        let Some(found) = self.detail.leg(leg) else {
            return;
        };
        for number in self.streams[leg.0 as usize].clone() {
            let stream = &self.detail.streams[number.0 as usize];
            let class = standing::of_stream(stream.verdict.class);
            if self.folds.only_poor && class > CallClass::Burst {
                continue;
            }
            let key = Key::Stream(found.key, stream.direction, stream.media, stream.id);
            self.branch((Item::Stream(number), key), depth, class, None);
        }
    }

    /// Whether a branch is open as long as the user did not say.
    fn opens(&self, class: CallClass) -> bool {
        self.detail.participants.len() <= OPEN_AT_FIRST || class == CallClass::Bad
    }

    /// Adds a row; true when what is inside it is to be shown. `by_default` is none for a leaf.
    fn branch(
        &mut self,
        (item, key): (Item, Key),
        depth: u16,
        class: CallClass,
        by_default: Option<bool>,
    ) -> bool {
        let chosen = self.folds.by_key.get(&key).copied();
        let is_open = by_default.map(|by_default| chosen.unwrap_or(by_default));
        self.rows.push(Row {
            item,
            key,
            depth,
            is_open,
            class,
            stands_for: self.stands_for(item),
        });
        is_open == Some(true)
    }

    fn stands_for(&self, item: Item) -> Option<(LegNo, Option<StreamNo>)> {
        match item {
            Item::Participant(at) => {
                let legs = self.detail.participants[at].legs.iter();
                let worst = legs.min_by_key(|leg| self.legs.get(leg.0 as usize).copied());
                worst.map(|&leg| (leg, None))
            }
            Item::Leg(leg) => Some((leg, None)),
            Item::Stream(number) => {
                let stream = self.detail.streams.get(number.0 as usize)?;
                stream.leg.map(|leg| (leg, Some(number)))
            }
            Item::Good(_) | Item::Note(_) => None,
        }
    }

    fn notes(&mut self) {
        let loose = self
            .detail
            .streams
            .iter()
            .filter(|s| s.leg.is_none())
            .count();
        let notes = [
            (self.folds.only_poor, Note::OnlyPoor),
            (self.detail.streams.is_empty(), Note::NoStreams),
            (loose > 0, Note::LooseStreams(loose)),
            (
                self.detail.kind == CallKind::P2p && !self.detail.streams.is_empty(),
                Note::OutboundOnly,
            ),
        ];
        for (_, note) in notes.into_iter().filter(|(is_true, _)| *is_true) {
            let named = (Item::Note(note), Key::Note(note));
            self.branch(named, 0, CallClass::NotJudged, None);
        }
    }
}
