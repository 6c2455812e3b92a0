//! What the load report counts as a gap is what its filter lists.

use super::*;
use crate::model::batch::Batch;
use crate::model::coverage::Coverage;
use crate::model::id::{CallIx, FileIx, IdRef};
use crate::model::rows::{CallKind, Media, OperationRow, SampleRow, StreamRow, SummaryRow};
use crate::model::value::{Num, Num32};
use crate::query::filter::{Clock, Filter, Marks, sift};
use proptest::prelude::*;

/// What is logged of a call.
#[derive(Clone, Copy, Debug)]
struct Logged {
    /// Of its begin.
    minute: u16,
    /// 100 ns beyond the minute.
    ticks: i64,
    summary: Summary,
    /// Nothing, streams without a value, streams with one.
    streams: u8,
    /// Operations, by a clock that is so many seconds ahead.
    off_s: Option<i8>,
    has_samples: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Summary {
    None,
    Final,
    Update,
    WithoutStart,
}

fn logged() -> impl Strategy<Value = Logged> {
    use Summary::{Final, None as Nothing, Update, WithoutStart};
    let summaries = prop_oneof![
        1 => Just(Nothing),
        4 => Just(Final),
        1 => Just(Update),
        1 => Just(WithoutStart),
    ];
    let off = prop::option::of(-9_i8..9);
    let ticks = prop::sample::select(vec![0, 0, 1, 12_345_670, 500_000_000]);
    (0..600_u16, ticks, summaries, 0..3_u8, off, any::<bool>()).prop_map(
        |(minute, ticks, summary, streams, off_s, has_samples)| Logged {
            minute,
            ticks,
            summary,
            streams,
            off_s,
            has_samples,
        },
    )
}

impl Logged {
    fn begin(&self) -> Time {
        let base = Time::parse("2026-11-18T00:00:00Z");
        let ticks = base.ticks().unwrap_or_default();
        Time::from_ticks(ticks + i64::from(self.minute) * 60 * Time::SECOND + self.ticks)
    }

    fn add(&self, batch: &mut Batch, no: usize) {
        let of = (batch.id(&format!("c{no}")), batch.id(&format!("p{no}")));
        self.add_summary(batch, of);
        self.add_stream(batch, of);
        self.add_operations(batch, of, no);
        self.add_sample(batch, of);
    }

    fn add_summary(&self, batch: &mut Batch, (call, participant): (IdRef, IdRef)) {
        if self.summary == Summary::None {
            return;
        }
        let has_start = self.summary != Summary::WithoutStart;
        batch.summaries.push(SummaryRow {
            call,
            participant,
            call_start: if has_start {
                self.begin()
            } else {
                Time::MISSING
            },
            call_duration: Num::new(120.0),
            call_kind: CallKind::Group,
            leg_start: self.begin(),
            leg_duration: Num::new(120.0),
            is_update: self.summary == Summary::Update,
            hash: hash(batch),
            ..SummaryRow::default()
        });
    }

    fn add_stream(&self, batch: &mut Batch, (call, participant): (IdRef, IdRef)) {
        if self.streams == 0 {
            return;
        }
        let mut row = StreamRow {
            call,
            participant,
            media: Media::Audio,
            hash: hash(batch),
            ..StreamRow::default()
        };
        if self.streams > 1 {
            row.values[0] = Num::new(4.0);
        }
        batch.streams.push(row);
    }

    /// Joins and hangs up, by the clock of one of two clients.
    fn add_operations(&self, batch: &mut Batch, (call, participant): (IdRef, IdRef), no: usize) {
        let Some(off) = self.off_s else { return };
        for (name, at_s) in [("Join", 0.0), ("Hangup", 120.0)] {
            let row = OperationRow {
                call,
                participant,
                client: batch.id(&format!("client {}", no % 2)),
                name: batch.text(name),
                time: self.begin().plus_ms((at_s + f64::from(off)) * 1_000.0),
                hash: hash(batch),
                ..OperationRow::default()
            };
            batch.operations.push(row);
        }
    }

    fn add_sample(&self, batch: &mut Batch, (call, participant): (IdRef, IdRef)) {
        if !self.has_samples {
            return;
        }
        let row = SampleRow {
            call,
            participant,
            time: self.begin().plus_ms(10_000.0),
            metric: batch.text("JitterInMs"),
            media: Media::Audio,
            average: Num32::new(1.0),
            hash: hash(batch),
            ..SampleRow::default()
        };
        batch.samples.push(row);
    }
}

/// No two rows have the same.
fn hash(batch: &Batch) -> u64 {
    batch.rows() as u64
}

fn store(calls: &[Logged]) -> Store {
    let mut batch = Batch::new(FileIx(0), 0);
    for (no, call) in calls.iter().enumerate() {
        call.add(&mut batch, no);
    }
    Store::of([&batch])
}

/// The calls that Enter lists.
fn listed(store: &Store, gap: Gap) -> Vec<CallIx> {
    let text = gap_condition(gap);
    let reading = Filter::read(&text, &Clock::default());
    assert_eq!(reading.problems, [], "{text}");
    let filter = reading.filter.expect("a filter");
    let sieve = filter.sieve(store, &Marks::default());
    sift(store, sieve, store.calls().collect()).calls
}

fn gaps(calls: &[Logged]) -> Vec<Gap> {
    let mut gaps = vec![
        Gap::WithoutStreams,
        Gap::WithoutValues,
        Gap::Orphan,
        Gap::UpdateOnly,
        Gap::ClockOff,
    ];
    for pair in calls.windows(2) {
        let (from, to) = (pair[0].begin(), pair[1].begin());
        gaps.push(Gap::BeforeSamples(from));
        let logs = [Log::Operations, Log::Samples, Log::Diagnostics];
        gaps.extend(logs.map(|log| Gap::Unlogged { log, from, to }));
    }
    gaps
}

proptest! {
    #[test]
    fn the_calls_of_a_gap_are_those_its_filter_lists(
        calls in prop::collection::vec(logged(), 1..14),
    ) {
        let store = store(&calls);
        for gap in gaps(&calls) {
            let of_gap: Vec<_> = store.calls().filter(|&call| gap.is_of(&store, call)).collect();
            prop_assert_eq!(listed(&store, gap), of_gap, "{:?}", gap);
        }
    }

    #[test]
    fn the_number_a_gap_tells_is_that_of_the_calls_it_lists(
        calls in prop::collection::vec(logged(), 1..14),
    ) {
        let store = store(&calls);
        for line in Coverage::of(&store).lines {
            let Some(gap) = line.gap else { continue };
            let count = listed(&store, gap).len() as u64;
            prop_assert_eq!(line.count, Some(count), "{}", line.words());
            let calls = if count == 1 { "call" } else { "calls" };
            prop_assert!(line.text.split([' ', ',']).next() == Some(calls), "{}", line.words());
        }
    }
}
