//! What is usual: the middle and the far end of a measure over all calls, or over those of one user.
//!
//! A number alone says little; beside it stands what the streams of the same medium have as a rule. A pane asks for it,
//! and bounded work between events counts it, so that no store is too large: one pass over the streams of every call,
//! another over those of the user. Numbers are counted in steps so fine that whole ones up to 262144 stay as logged.

use super::build;
use super::id::{CallIx, IdRef, Map};
use super::metric::{METRICS, PoorWhen, STREAM_VALUES};
use super::rows::Media;
use super::store::Store;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Streams up to which a store is counted anew whenever it has grown.
const SMALL: usize = 50_000;
/// A larger one is counted anew when it has grown by this part: what is usual hardly moves by less.
const GROWTH: usize = 8;

/// Usual values, in the log's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usual {
    /// Streams with a value.
    pub count: usize,
    /// Half of the streams are better, half worse.
    pub p50: f64,
    /// 19 of 20 streams are better: at the high end where more is worse, at the low end where less is.
    pub p95: f64,
}

/// What was counted, and what is being counted.
#[derive(Default)]
pub(super) struct Counted {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    asked: Option<IdRef>,
    running: Option<Pass>,
    all: Option<Answer>,
    user: Option<(IdRef, Answer)>,
    answers: u64,
}

/// By measure and medium, for a number of rows of streams.
struct Answer {
    rows: usize,
    usual: Map<(usize, Media), Usual>,
}

impl Answer {
    fn is_due(known: Option<&Self>, rows: usize) -> bool {
        let Some(known) = known else { return true };
        let least = if rows <= SMALL {
            1
        } else {
            known.rows / GROWTH
        };
        known.rows.abs_diff(rows) >= least.max(1)
    }
}

fn lock(store: &Store) -> MutexGuard<'_, Known> {
    let known = store.usuals().known.lock();
    known.unwrap_or_else(PoisonError::into_inner)
}

/// Asks for what is usual over all calls and over those of a user (`identifier`); [`advance`] counts it.
pub fn ask(store: &Store, user: IdRef) {
    lock(store).asked = Some(user);
}

/// Counts up to about `most` streams of what was asked for; true while some is left.
pub fn advance(store: &Store, most: usize) -> bool {
    let mut known = lock(store);
    let mut left = most;
    while left > 0 {
        if known.running.is_none() {
            known.running = known.next(store);
        }
        let Some(pass) = &mut known.running else {
            return false;
        };
        left = pass.step(store, left);
        if pass.is_done() {
            known.finish();
        }
    }
    known.is_left(store)
}

/// True when something that was asked for is not counted yet.
pub fn is_left(store: &Store) -> bool {
    lock(store).is_left(store)
}

/// How many answers were counted so far; tells when there is another.
pub fn answers(store: &Store) -> u64 {
    lock(store).answers
}

/// The usual value of a measure (position in [`METRICS`]) over the streams of a medium in all calls; none without values
/// and before it was counted.
pub fn usual(store: &Store, at: usize, media: Media) -> Option<Usual> {
    lock(store).all.as_ref()?.usual.get(&(at, media)).copied()
}

/// The same over the streams of the user last asked for.
pub fn usual_of(store: &Store, user: IdRef, at: usize, media: Media) -> Option<Usual> {
    let known = lock(store);
    let (of, answer) = known.user.as_ref()?;
    let found = answer.usual.get(&(at, media)).copied();
    found.filter(|_| *of == user)
}

impl Known {
    /// True for a pass that goes on, or one that is due.
    fn is_left(&self, store: &Store) -> bool {
        self.running.is_some() || self.is_due(store) != Due::Nothing
    }

    fn is_due(&self, store: &Store) -> Due {
        let Some(user) = self.asked else {
            return Due::Nothing;
        };
        let rows = store.streams.len();
        if Answer::is_due(self.all.as_ref(), rows) {
            return Due::All;
        }
        let counted = self.user.as_ref().filter(|(of, _)| *of == user);
        if user.is_known() && Answer::is_due(counted.map(|(_, answer)| answer), rows) {
            return Due::User(user);
        }
        Due::Nothing
    }

    fn next(&self, store: &Store) -> Option<Pass> {
        match self.is_due(store) {
            Due::All => Some(Pass::over_all(store)),
            Due::User(user) => Some(Pass::over_user(store, user)),
            Due::Nothing => None,
        }
    }

    fn finish(&mut self) {
        let Some(pass) = self.running.take() else {
            return;
        };
        let (user, answer) = (pass.user, pass.answer());
        match user {
            Some(user) => self.user = Some((user, answer)),
            None => self.all = Some(answer),
        }
        self.answers += 1;
    }
}

/// What is to be counted next.
#[derive(PartialEq, Eq)]
enum Due {
    All,
    User(IdRef),
    Nothing,
}

/// On its way through the calls.
struct Pass {
    user: Option<IdRef>,
    /// The calls of a user, the next one last; of all calls their number is enough.
    calls: Vec<CallIx>,
    next: u32,
    end: u32,
    rows: usize,
    /// By measure and medium how many streams have a value of a step.
    steps: Vec<Map<u32, u32>>,
}

impl Pass {
    fn over_all(store: &Store) -> Self {
        Self {
            user: None,
            calls: Vec::new(),
            next: 0,
            end: store.call_count() as u32,
            rows: store.streams.len(),
            steps: vec![Map::default(); STREAM_VALUES * MEDIA.len()],
        }
    }

    /// One look at a column of ids.
    fn over_user(store: &Store, user: IdRef) -> Self {
        let table = &store.streams;
        let named = table.identifier().iter().zip(table.call());
        let calls = named.filter(|(of, _)| **of == user);
        let mut calls: Vec<CallIx> = calls.filter_map(|(_, &call)| store.call_of(call)).collect();
        calls.sort_unstable();
        calls.dedup();
        Self {
            user: Some(user),
            calls,
            end: 0,
            ..Self::over_all(store)
        }
    }

    fn is_done(&self) -> bool {
        self.next >= self.end && self.calls.is_empty()
    }

    /// Counts calls of about `most` streams together; what is left of them.
    fn step(&mut self, store: &Store, most: usize) -> usize {
        let mut left = most;
        while left > 0 && !self.is_done() {
            let call = self.calls.pop().unwrap_or_else(|| {
                self.next += 1;
                CallIx(self.next - 1)
            });
            left = left.saturating_sub(1 + self.call(store, call));
        }
        left
    }

    fn call(&mut self, store: &Store, call: CallIx) -> usize {
        let table = &store.streams;
        let rows = build::stream_rows(store, call);
        for &row in &rows {
            if self.user.is_none_or(|user| table.identifier()[row] == user) {
                self.add(table.media()[row], &table.values()[row]);
            }
        }
        rows.len()
    }

    fn add(&mut self, media: Media, values: &[super::value::Num; STREAM_VALUES]) {
        let Some(medium) = MEDIA.iter().position(|&known| known == media) else {
            return;
        };
        for (at, value) in values.iter().enumerate() {
            if let Some(value) = value.known() {
                let step = step_of(value);
                *self.steps[at * MEDIA.len() + medium]
                    .entry(step)
                    .or_default() += 1;
            }
        }
    }

    fn answer(self) -> Answer {
        let numbered = self.steps.into_iter().enumerate();
        let usual = numbered.filter_map(|(number, steps)| {
            let (at, medium) = (number / MEDIA.len(), number % MEDIA.len());
            let is_reversed = METRICS.get(at)?.poor_when == PoorWhen::Below;
            Some(((at, *MEDIA.get(medium)?), spread(steps, is_reversed)?))
        });
        Answer {
            rows: self.rows,
            usual: usual.collect(),
        }
    }
}

/// What a stream may be of.
const MEDIA: [Media; 4] = [Media::Audio, Media::Video, Media::Screen, Media::Unknown];

fn spread(steps: Map<u32, u32>, is_reversed: bool) -> Option<Usual> {
    let mut steps: Vec<(u32, u32)> = steps.into_iter().collect();
    steps.sort_unstable();
    if is_reversed {
        steps.reverse();
    }
    let count: usize = steps.iter().map(|&(_, count)| count as usize).sum();
    let rank = |share: f64| {
        let place = ((share * count as f64).ceil() as usize).max(1);
        let mut passed = 0;
        let found = steps.iter().find(|&&(_, count)| {
            passed += count as usize;
            passed >= place
        });
        found.map(|&(step, _)| value_of(step))
    };
    Some(Usual {
        count,
        p50: rank(0.5)?,
        p95: rank(0.95)?,
    })
}

/// Bits of a number's fraction that are let go.
const DROPPED_BITS: u32 = 6;

/// The step a value belongs to; steps are in the order of their values.
fn step_of(value: f64) -> u32 {
    let bits = (value as f32).to_bits();
    let order = if bits >> 31 == 1 {
        !bits
    } else {
        bits | 1 << 31
    };
    order >> DROPPED_BITS
}

/// The least value of a step.
fn value_of(step: u32) -> f64 {
    let order = step << DROPPED_BITS;
    let bits = if order >> 31 == 1 {
        order & !(1 << 31)
    } else {
        !order
    };
    // The shortest decimal that means the same, as the log would have it.
    let value = f32::from_bits(bits);
    value
        .to_string()
        .parse()
        .unwrap_or_else(|_| f64::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::batch::Batch;
    use crate::model::id::FileIx;
    use crate::model::metric::position;
    use crate::model::rows::StreamRow;
    use crate::model::source::Source;
    use crate::model::value::Num;

    fn store(values: &[(&str, f64)]) -> Store {
        let mut store = Store::new();
        add(&mut store, 0, values);
        store
    }

    fn add(store: &mut Store, file: u32, values: &[(&str, f64)]) {
        let mut batch = Batch::new(FileIx(file), 0);
        let rtt = position("rtt_avg").unwrap_or_default();
        for (line, &(user, value)) in values.iter().enumerate() {
            let mut row = StreamRow {
                call: batch.id("c"),
                identifier: batch.id(user),
                media: Media::Audio,
                stream_id: batch.text(&format!("line {}", line + file as usize * 1_000)),
                hash: u64::from(file) * 1_000 + line as u64,
                source: Source {
                    file: FileIx(file),
                    offset: line as u64,
                    ..Source::default()
                },
                ..StreamRow::default()
            };
            row.values[rtt] = Num::new(value);
            batch.streams.push(row);
        }
        store.absorb(&batch);
    }

    fn counted(store: &Store, user: IdRef) {
        ask(store, user);
        while advance(store, 3) {}
    }

    #[test]
    fn the_middle_and_the_far_end_are_told_for_all_and_for_one() {
        let rtt = position("rtt_avg").unwrap_or_default();
        let values: Vec<(&str, f64)> = (1..=20).map(|value| ("a", f64::from(value))).collect();
        let mut store = store(&values);
        assert!(!advance(&store, usize::MAX), "nobody asked");
        counted(&store, IdRef::MISSING);
        let found = usual(&store, rtt, Media::Audio);
        let wanted = Usual {
            count: 20,
            p50: 10.0,
            p95: 19.0,
        };
        assert_eq!(found, Some(wanted));
        assert_eq!(usual(&store, rtt, Media::Video), None);
        add(&mut store, 1, &[("b", 400.0)]);
        store.settle();
        let user = IdRef(store.ids.lookup("b").unwrap_or_default());
        counted(&store, user);
        assert_eq!(
            usual(&store, rtt, Media::Audio).map(|usual| usual.count),
            Some(21)
        );
        let of_user = usual_of(&store, user, rtt, Media::Audio);
        assert_eq!(
            of_user.map(|usual| (usual.count, usual.p50 as i64)),
            Some((1, 400))
        );
        assert_eq!(usual_of(&store, IdRef::MISSING, rtt, Media::Audio), None);
    }

    #[test]
    fn streams_that_were_told_twice_count_once() {
        let rtt = position("rtt_avg").unwrap_or_default();
        let mut store = store(&[("a", 10.0)]);
        let mut batch = Batch::new(FileIx(1), 0);
        let mut row = StreamRow {
            call: batch.id("c"),
            identifier: batch.id("a"),
            media: Media::Audio,
            stream_id: batch.text("line 0"),
            generated: crate::model::value::Time::parse("2026-01-01T00:00:00Z"),
            hash: 77,
            ..StreamRow::default()
        };
        row.values[rtt] = Num::new(30.0);
        batch.streams.push(row);
        store.absorb(&batch);
        store.settle();
        counted(&store, IdRef::MISSING);
        let found = usual(&store, rtt, Media::Audio);
        assert_eq!(found.map(|usual| (usual.count, usual.p95)), Some((1, 30.0)));
    }

    #[test]
    fn a_large_store_is_counted_anew_only_when_it_has_grown_by_an_eighth() {
        let answer = |rows| Answer {
            rows,
            usual: Map::default(),
        };
        #[rustfmt::skip]
        let table = [
            (20, 20, false), (20, 21, true), (80_000, 80_001, false), (80_000, 89_999, false), (80_000, 90_000, true),
        ];
        for (counted, rows, wanted) in table {
            let is_due = Answer::is_due(Some(&answer(counted)), rows);
            assert_eq!(is_due, wanted, "{counted} {rows}");
        }
        assert!(Answer::is_due(None, 0));
    }

    #[test]
    fn steps_keep_order_and_whole_numbers() {
        for value in [-3.0, 0.0, 0.1, 0.0031, 262_145.0, 1_500_000.0] {
            let off: f64 = value_of(step_of(value)) - value;
            assert!(off.abs() <= value.abs() / 131_072.0, "{value} {off}");
        }
        for value in [0, 1, 30, 141, 16_385, 132_218, 262_143] {
            let value = f64::from(value);
            assert!(
                (value_of(step_of(value)) - value).abs() < f64::EPSILON,
                "{value}"
            );
            assert!(step_of(value) < step_of(value + 1.0));
            assert!(step_of(-value - 1.0) < step_of(-value));
        }
    }
}
