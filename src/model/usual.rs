//! What is usual: the middle and the far end of a measure over all calls, or over those of one user.
//!
//! A number alone says little; beside it stands what the streams of the same medium have as a rule. Counted when asked and
//! kept until further stream rows come.

use super::id::{IdRef, TextRef};
use super::kept::kept_rows;
use super::metric::{METRICS, PoorWhen};
use super::rows::{Direction, Media};
use super::store::Store;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

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

/// What was counted, and for how many rows of streams.
#[derive(Default)]
pub(super) struct Counted {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    rows: usize,
    kept: Arc<[u32]>,
    all: HashMap<(usize, Media), Option<Usual>>,
}

/// The usual value of a measure (position in [`METRICS`]) over the streams of a medium in all calls; none without values.
pub fn usual(store: &Store, at: usize, media: Media) -> Option<Usual> {
    let kept = kept(store);
    let counted = store.usuals();
    let known = |counted: &Counted| {
        let known = counted.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.all.get(&(at, media)).copied()
    };
    if let Some(known) = known(counted) {
        return known;
    }
    let found = count(store, &kept, at, |row| store.streams.media()[row] == media);
    let mut known = counted.known.lock().unwrap_or_else(PoisonError::into_inner);
    known.all.insert((at, media), found);
    found
}

/// The same over the streams of one user (`identifier`). The work is bounded by the loaded streams.
pub fn usual_of(store: &Store, user: IdRef, at: usize, media: Media) -> Option<Usual> {
    if !user.is_known() {
        return None;
    }
    let table = &store.streams;
    count(store, &kept(store), at, |row| {
        table.identifier()[row] == user && table.media()[row] == media
    })
}

fn count(store: &Store, kept: &[u32], at: usize, is_of: impl Fn(usize) -> bool) -> Option<Usual> {
    let metric = METRICS.get(at)?;
    let values = store.streams.values();
    let mut found: Vec<f64> = kept
        .iter()
        .map(|&row| row as usize)
        .filter(|&row| is_of(row))
        .filter_map(|row| values[row][at].known())
        .collect();
    found.sort_unstable_by(f64::total_cmp);
    if metric.poor_when == PoorWhen::Below {
        found.reverse();
    }
    let rank = |share: f64| {
        let place = (share * found.len() as f64).ceil() as usize;
        found.get(place.saturating_sub(1)).copied()
    };
    Some(Usual {
        count: found.len(),
        p50: rank(0.5)?,
        p95: rank(0.95)?,
    })
}

/// The rows of streams that count: of each stream the newest.
fn kept(store: &Store) -> Arc<[u32]> {
    type Key = (IdRef, IdRef, IdRef, Media, TextRef, Direction);
    let table = &store.streams;
    let mut known = store
        .usuals()
        .known
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    if known.rows != table.len() {
        let columns = (table.hash(), table.generated(), table.source());
        let kept = kept_rows(columns, |row| {
            let leg = table.participant()[row].or(table.endpoint()[row]);
            let key: Key = (
                table.call()[row],
                leg,
                table.identifier()[row],
                table.media()[row],
                table.stream_id()[row],
                table.direction()[row],
            );
            table.stream_id()[row].is_known().then_some(key)
        });
        let rows = kept.rows.into_iter().map(|row| row as u32);
        *known = Known {
            rows: table.len(),
            kept: rows.collect(),
            all: HashMap::new(),
        };
    }
    Arc::clone(&known.kept)
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

    #[test]
    fn the_middle_and_the_far_end_are_told_for_all_and_for_one() {
        let rtt = position("rtt_avg").unwrap_or_default();
        let values: Vec<(&str, f64)> = (1..=20).map(|value| ("a", f64::from(value))).collect();
        let mut store = store(&values);
        let found = usual(&store, rtt, Media::Audio);
        let wanted = Usual {
            count: 20,
            p50: 10.0,
            p95: 19.0,
        };
        assert_eq!(found, Some(wanted));
        assert_eq!(usual(&store, rtt, Media::Video), None);
        add(&mut store, 1, &[("b", 400.0)]);
        assert_eq!(
            usual(&store, rtt, Media::Audio).map(|usual| usual.count),
            Some(21)
        );
        let user = IdRef(store.ids.lookup("b").unwrap_or_default());
        let of_user = usual_of(&store, user, rtt, Media::Audio);
        assert_eq!(
            of_user.map(|usual| (usual.count, usual.p50 as i64)),
            Some((1, 400))
        );
        assert_eq!(usual_of(&store, IdRef::MISSING, rtt, Media::Audio), None);
    }
}
