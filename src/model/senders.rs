//! Who sends what a leg receives, as its own client saw it.
//!
//! The service's stream records name no sender; the media statistics of a received stream carry `remoteParticipantId`
//! (log-schemas, Client media statistics: `mediaStreamId` is not filled, so streams are told apart by it).

use super::call::{CallDetail, LegNo};
use super::id::{IdRef, Map};
use super::rows::{Direction, Media, Samples};
use super::store::{SamplesKept, Store};

/// By leg and medium the legs it received from, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Senders(Map<(LegNo, Media), Vec<LegNo>>);

impl Senders {
    /// Reads the statistics of a call once. Names that are no leg of the call, and the leg's own, say nothing.
    pub fn of(store: &Store, detail: &CallDetail) -> Self {
        let mut told = Told::new(detail);
        let heads = store.sample_heads();
        for (row, _) in store.sample_sums(detail.call) {
            told.row(heads, row);
        }
        if store.samples_kept(detail.call) == SamplesKept::Whole {
            for row in store.samples_of(detail.call) {
                told.row(&store.samples, row);
            }
        }
        for found in told.senders.values_mut() {
            found.sort_unstable();
        }
        Self(told.senders)
    }

    /// The legs that a leg received a medium from; empty where nothing tells.
    pub fn to(&self, leg: LegNo, media: Media) -> &[LegNo] {
        self.0.get(&(leg, media)).map_or(&[], Vec::as_slice)
    }
}

/// Who measured, whom, what, which way.
type Series = (IdRef, IdRef, Media, Direction);

/// What the samples told so far.
struct Told {
    legs: Map<IdRef, LegNo>,
    senders: Map<(LegNo, Media), Vec<LegNo>>,
    /// Samples come in runs of one series.
    last: Option<Series>,
}

impl Told {
    fn new(detail: &CallDetail) -> Self {
        let numbered = detail.legs.iter().zip((0..).map(LegNo));
        let named = numbered.flat_map(|(leg, no)| [(leg.participant, no), (leg.key, no)]);
        Self {
            legs: named.filter(|(id, _)| id.is_known()).collect(),
            senders: Map::default(),
            last: None,
        }
    }

    fn row(&mut self, samples: &Samples, row: usize) {
        let series = (
            samples.participant()[row],
            samples.remote()[row],
            samples.media()[row],
            samples.direction()[row],
        );
        if self.last != Some(series) {
            self.last = Some(series);
            self.note(series);
        }
    }

    fn note(&mut self, (participant, remote, media, direction): Series) {
        if direction != Direction::Inbound {
            return;
        }
        let legs = (self.legs.get(&participant), self.legs.get(&remote));
        if let (Some(&receiver), Some(&sender)) = legs {
            let known = self.senders.entry((receiver, media)).or_default();
            if receiver != sender && !known.contains(&sender) {
                known.push(sender);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::batch::Batch;
    use crate::model::id::{CallIx, FileIx};
    use crate::model::rows::{SampleRow, SummaryRow};

    fn senders(samples: &[(&str, &str, Media, Direction)]) -> Senders {
        let mut batch = Batch::new(FileIx(0), 0);
        for (hash, name) in ["p1", "p2", "p3"].into_iter().enumerate() {
            let row = SummaryRow {
                call: batch.id("c"),
                participant: batch.id(name),
                hash: hash as u64,
                ..SummaryRow::default()
            };
            batch.summaries.push(row);
        }
        for (hash, &(participant, remote, media, direction)) in samples.iter().enumerate() {
            let row = SampleRow {
                call: batch.id("c"),
                participant: batch.id(participant),
                remote: batch.id(remote),
                media,
                direction,
                hash: hash as u64,
                ..SampleRow::default()
            };
            batch.samples.push(row);
        }
        let store = Store::of([&batch]);
        Senders::of(&store, &store.detail(CallIx(0)))
    }

    #[test]
    fn the_sender_of_what_a_leg_receives_is_the_remote_participant_of_its_statistics() {
        use Direction::{Inbound, Outbound};
        use Media::{Audio, Video};
        #[rustfmt::skip]
        let found = senders(&[
            ("p1", "p3", Video, Inbound), ("p1", "p2", Audio, Inbound), ("p1", "p2", Video, Inbound),
            ("p1", "p2", Video, Inbound), ("p2", "", Audio, Inbound), ("p2", "gone", Audio, Inbound),
            ("p2", "p2", Audio, Inbound), ("p3", "p1", Audio, Outbound),
        ]);
        let to = |leg, media| found.to(LegNo(leg), media).to_vec();
        assert_eq!(to(0, Video), [LegNo(1), LegNo(2)]);
        assert_eq!(to(0, Audio), [LegNo(1)]);
        assert_eq!(to(1, Audio), [], "no name, no leg, and itself");
        assert_eq!(to(2, Audio), [], "what is sent has receivers");
    }
}
