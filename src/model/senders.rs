//! Who sends what a leg receives, as its own client saw it.
//!
//! The service's stream records name no sender; the media statistics of a received stream carry `remoteParticipantId`
//! (log-schemas, Client media statistics: `mediaStreamId` is not filled, so streams are told apart by it).

use super::call::{CallDetail, LegNo};
use super::id::{IdRef, Map};
use super::rows::{Direction, Media, Samples};
use super::store::{SamplesKept, Store};
use super::turns::Turns;

/// By leg and medium the legs it received from, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Senders(Map<(LegNo, Media), Vec<LegNo>>);

impl Senders {
    /// Reads the statistics of a call once. Names that are no leg of the call, and the leg's own, say nothing.
    pub fn of(store: &Store, detail: &CallDetail) -> Self {
        let mut received = Turns::default();
        let heads = store.sample_heads();
        for (row, _) in store.sample_sums(detail.call) {
            note(&mut received, heads, row);
        }
        if store.samples_kept(detail.call) == SamplesKept::Whole {
            for row in store.samples_of(detail.call) {
                note(&mut received, &store.samples, row);
            }
        }
        let numbered = detail.legs.iter().zip((0..).map(LegNo));
        let named = numbered.flat_map(|(leg, no)| [(leg.participant, no), (leg.key, no)]);
        let legs: Map<IdRef, LegNo> = named.filter(|(id, _)| id.is_known()).collect();
        let mut senders: Map<(LegNo, Media), Vec<LegNo>> = Map::default();
        for ((participant, remote, media), ()) in received.into_entries() {
            let both = (legs.get(&participant), legs.get(&remote));
            if let (Some(&receiver), Some(&sender)) = both {
                let known = senders.entry((receiver, media)).or_default();
                if receiver != sender {
                    known.push(sender);
                }
            }
        }
        for found in senders.values_mut() {
            found.sort_unstable();
            // A leg can have several names.
            found.dedup();
        }
        Self(senders)
    }

    /// The legs that a leg received a medium from; empty where nothing tells.
    pub fn to(&self, leg: LegNo, media: Media) -> &[LegNo] {
        self.0.get(&(leg, media)).map_or(&[], Vec::as_slice)
    }
}

/// Who measured, whom, and which medium.
type Received = (IdRef, IdRef, Media);

/// Notes whom a sample tells of. A call can have a million: what is not received, or names nobody, is left at a glance.
fn note(received: &mut Turns<Received, ()>, samples: &Samples, row: usize) {
    if samples.direction()[row] != Direction::Inbound {
        return;
    }
    let remote = samples.remote()[row];
    if remote.is_known() {
        received.entry((samples.participant()[row], remote, samples.media()[row]));
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
