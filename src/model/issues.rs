//! The portal's sum of issues of a call (call-diagnostics-rules, *issues of a call*): failed client operations, with
//! diagnostics that were not good, dropped participants, poor streams.
//!
//! It is a number to compare with the portal and to sort by; it never makes a verdict (answers' contract, *What the
//! numbers mean*: failed operations are findings). Dropped legs and poor streams are counted as the contract has them.

use super::call::CallDetail;
use super::diagnostic;
use super::id::{IdRef, OperationIx, Set, TextRef};
use super::lane;
use super::rows::Quality;
use super::store::Store;

/// What the sum is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Issues {
    /// Client operations with a result that is no success; changes of mode, id and role are none.
    pub operations: u32,
    /// Diagnostics with a report that was not Good, each operation id once; muted speech and muted speakers are none.
    pub diagnostics: u32,
    /// Dropped legs.
    pub dropped: u32,
    /// Streams with an average beyond its limit.
    pub poor_streams: u32,
}

impl Issues {
    /// Counts the issues of a judged call.
    pub fn of(store: &Store, detail: &CallDetail) -> Self {
        Self {
            operations: failed(store, detail),
            diagnostics: not_good(store, detail),
            dropped: detail.verdict.dropped,
            poor_streams: detail.verdict.poor_streams,
        }
    }

    /// The sum.
    pub const fn total(self) -> u32 {
        self.operations + self.diagnostics + self.dropped + self.poor_streams
    }
}

fn failed(store: &Store, detail: &CallDetail) -> u32 {
    let counts = |row: OperationIx| {
        let name = || store.text(store.operations.name()[row.at()]);
        let is_noise = || lane::kind(name()).is_some_and(|kind| kind.is_noise);
        lane::has_failed_at(store, row) && !is_noise()
    };
    let operations = detail.operations.iter();
    operations.filter(|operation| counts(operation.row)).count() as u32
}

/// Reports of one operation id and name are one diagnostic; one without an id is that of its leg's range.
fn not_good(store: &Store, detail: &CallDetail) -> u32 {
    let table = &store.operations;
    let mut named: Set<(IdRef, TextRef)> = Set::default();
    for operation in &detail.operations {
        let at = operation.row.at();
        let (id, name) = (table.operation()[at], table.diagnostic()[at]);
        let is_bad = matches!(table.quality()[at], Quality::Poor | Quality::Bad);
        if is_bad && id.is_known() && name.is_known() && !diagnostic::is_hint(store.text(name)) {
            named.insert((id, name));
        }
    }
    let ranges = detail.ranges.iter();
    let nameless = ranges.filter(|range| {
        !table.operation()[range.row.at()].is_known()
            && !diagnostic::is_hint(store.text(range.name))
    });
    named.len() as u32 + nameless.count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::batch::Batch;
    use crate::model::id::{CallIx, FileIx};
    use crate::model::metric::position;
    use crate::model::rows::{Media, OperationRow, StreamRow, SummaryRow};
    use crate::model::source::Source;
    use crate::model::value::{Num, Time};

    /// Name, operation id, result, diagnostic, quality.
    type Said = (
        &'static str,
        &'static str,
        &'static str,
        &'static str,
        Quality,
    );

    fn operations(batch: &mut Batch, said: &[Said]) {
        for (line, &(name, operation, result, diagnostic, quality)) in said.iter().enumerate() {
            let row = OperationRow {
                call: batch.id("c"),
                participant: batch.id("p"),
                name: batch.text(name),
                operation: batch.id(operation),
                result: batch.text(result),
                diagnostic: batch.text(diagnostic),
                quality,
                time: Time::parse(&format!("2026-01-01T00:00:{line:02}Z")),
                hash: line as u64,
                source: Source {
                    offset: line as u64,
                    ..Source::default()
                },
                ..OperationRow::default()
            };
            batch.operations.push(row);
        }
    }

    fn issues(mut batch: Batch, said: &[Said]) -> Issues {
        operations(&mut batch, said);
        let store = Store::of([&batch]);
        Issues::of(&store, &store.detail(CallIx(0)))
    }

    #[test]
    fn failed_operations_and_diagnostics_that_were_not_good_are_counted() {
        use Quality::{Bad, Good, Poor, Unknown};
        const UFD: &str = lane::DIAGNOSTICS;
        // What is said, then operations and diagnostics that count.
        #[rustfmt::skip]
        let table: [(&[Said], u32, u32); 9] = [
            (&[("Join", "1", "Failed", "", Unknown), ("Join", "2", "Succeeded", "", Unknown)], 1, 0),
            (&[("Join", "1", "ExpectedError", "", Unknown), ("Hangup", "2", "", "", Unknown)], 0, 0),
            (&[("RoleChanged", "1", "Failed", "", Unknown), ("StartVideo", "2", "Failed", "", Unknown)], 1, 0),
            (&[(UFD, "1", "Failed", "CameraFreeze", Good)], 0, 0),
            (&[(UFD, "1", "Succeeded", "CameraFreeze", Poor), (UFD, "1", "", "CameraFreeze", Good)], 0, 1),
            (&[(UFD, "1", "", "NoNetwork", Bad), (UFD, "1", "", "NoNetwork", Good), (UFD, "1", "", "NoNetwork", Bad)], 0, 1),
            (&[(UFD, "1", "", "NoNetwork", Bad), (UFD, "2", "", "NoNetwork", Bad)], 0, 2),
            (&[(UFD, "", "", "NoNetwork", Bad), (UFD, "", "", "NoNetwork", Good), (UFD, "", "", "NoNetwork", Bad)], 0, 2),
            (&[(UFD, "1", "", "SpeakingWhileMicrophoneIsMuted", Bad), (UFD, "2", "", "SpeakerMuted", Bad)], 0, 0),
        ];
        for (said, operations, diagnostics) in table {
            let found = issues(Batch::new(FileIx(0), 0), said);
            let counted = (found.operations, found.diagnostics);
            assert_eq!(counted, (operations, diagnostics), "{said:?}");
            assert_eq!(found.total(), operations + diagnostics);
        }
    }

    #[test]
    fn dropped_legs_and_poor_streams_add_to_the_sum() {
        for (category, rtt, wanted) in [
            ("UnexpectedServerError", 501.0, 2),
            ("UnexpectedServerError", 500.0, 1),
            ("Success", 501.0, 1),
            ("Success", 500.0, 0),
        ] {
            let mut batch = Batch::new(FileIx(0), 0);
            let summary = SummaryRow {
                call: batch.id("c"),
                participant: batch.id("p"),
                result_category: batch.text(category),
                ..SummaryRow::default()
            };
            batch.summaries.push(summary);
            let mut stream = StreamRow {
                call: batch.id("c"),
                participant: batch.id("p"),
                media: Media::Audio,
                ..StreamRow::default()
            };
            let at = position("rtt_avg").expect("a measure of the table");
            stream.values[at] = Num::new(rtt);
            batch.streams.push(stream);
            assert_eq!(issues(batch, &[]).total(), wanted, "{category} {rtt}");
        }
    }
}
