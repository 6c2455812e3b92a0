//! Daily figures of the service, by dimension (docs: call-metrics-log-schema). No call or participant is in them.

use super::id::{IdRef, TextRef};
use super::kept::{Kept, kept_rows};
use super::side::Side;
use super::source::Source;
use super::table::table;
use super::value::{Num, Time};

/// The dimensions a figure is given for, in the order of [`DailyRow::dimensions`].
pub const DIMENSIONS: [&str; 14] = [
    "subCode",
    "callType",
    "platform",
    "resultType",
    "deviceModel",
    "deviceBrand",
    "deviceFamily",
    "deviceOsName",
    "deviceOsVersionMajor",
    "deviceOsVersionMinor",
    "deviceBrowser",
    "deviceBrowserVersionMajor",
    "deviceBrowserVersionMinor",
    "sdkVersion",
];

table! {
    /// Call-metrics rows.
    DailyFigures of
    /// One metric of one day for one set of dimensions (log-schemas, Call metrics).
    DailyRow {
        /// `correlationId`: a hash of the dimensions, no call.
        correlation: IdRef,
        /// `timestampBin`: the day.
        day: Time,
        /// `timestampMax`: the latest event in it.
        latest: Time,
        /// `metricName`.
        metric: TextRef,
        /// `metricValueAvg`, in `unit`.
        value: Num,
        /// `unit`.
        unit: TextRef,
        /// `goal`: text with an operator.
        goal: TextRef,
        /// `failedLegsDcount`.
        failed_legs: Num,
        /// `successLegsDcount`.
        good_legs: Num,
        /// `callsDcount`.
        calls: Num,
        /// `legsDcount`.
        legs: Num,
        /// What it is given for, in the order of [`DIMENSIONS`].
        dimensions: [TextRef; 14],
        /// `time` / `TimeGenerated`.
        generated: Time,
        /// Of the whole record.
        hash: u64,
        /// Where it stands.
        source: Source,
    }
}

/// The rows that count: of one metric, day and set of dimensions the newest.
pub fn kept(side: &Side) -> Kept {
    let table = &side.daily;
    kept_rows((table.hash(), table.generated(), table.source()), |row| {
        let figure = table.get(row);
        figure.correlation.known()?;
        let span = (figure.day, figure.latest);
        Some((figure.correlation, span, figure.metric, figure.dimensions))
    })
}
