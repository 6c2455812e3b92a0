//! What is billed, of all channels (docs: billing-usage-log-schema). Usage never makes a call.

use super::id::{IdRef, TextRef};
use super::kept::{Kept, kept_rows};
use super::side::Side;
use super::source::Source;
use super::table::table;
use super::value::{Num, Time};

table! {
    /// Usage rows.
    Usages of
    /// One billed amount (log-schemas, Usage).
    UsageRow {
        /// `correlationId`: joins what it was used for.
        correlation: IdRef,
        /// `recordId`.
        record: IdRef,
        /// `participantId`: joins the call summary.
        participant: IdRef,
        /// `userIdA`; may be a phone number.
        user: IdRef,
        /// `userIdB`.
        other_user: IdRef,
        /// `usageType`.
        kind: TextRef,
        /// `unitType`.
        unit: TextRef,
        /// `quantity`, in `unit`.
        quantity: Num,
        /// `startTime`.
        start: Time,
        /// `endTime`.
        end: Time,
        /// `time` / `TimeGenerated` / `Timestamp`.
        generated: Time,
        /// Of the whole record.
        hash: u64,
        /// Where it stands.
        source: Source,
    }
}

/// The rows that count: of one record id the newest.
pub fn kept(side: &Side) -> Kept {
    let table = &side.usage;
    kept_rows((table.hash(), table.generated(), table.source()), |row| {
        table.record()[row].known()
    })
}
