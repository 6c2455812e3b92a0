//! Writes the records of a call: its plan in, log lines out.

use std::io;

use crate::build::{MINUTE, World};
use crate::daily::Daily;
use crate::line::Line;
use crate::plan::{Call, Millis, Updates};
use crate::population::RESOURCE_ID;
use crate::rng::Rng;
use crate::sink::{CATEGORIES, Category, Sink};
use crate::{around, diagnostics, operations, stats, summary};

/// Records are counted as they go out, to meet a size and to report proportions.
pub(crate) struct Writer<'a> {
    pub(crate) line: Line,
    sink: &'a mut dyn Sink,
    /// Bytes written so far.
    pub(crate) bytes: u64,
    /// Records per category.
    pub(crate) counts: [u64; CATEGORIES.len()],
    /// What the daily figures are made of.
    pub(crate) daily: Daily,
}

/// What a service says of a request or session outside `properties`.
#[derive(Clone, Copy)]
pub(crate) struct Outcome {
    pub(crate) result: &'static str,
    /// HTTP status and duration in ms of a request.
    pub(crate) request: Option<(i64, i64)>,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(sink: &'a mut dyn Sink) -> Self {
        Self {
            line: Line::default(),
            sink,
            bytes: 0,
            counts: [0; CATEGORIES.len()],
            daily: Daily::default(),
        }
    }

    /// Begins a record with the fields outside `properties`, which it opens.
    ///
    /// Client logs carry the call inside `properties` only, so `call` is none for them.
    pub(crate) fn envelope(
        &mut self,
        place: (Category, Millis),
        operation: &str,
        call: Option<&str>,
    ) -> &mut Line {
        let line = self.head(place, operation, call);
        line.open("properties");
        line
    }

    /// As [`Writer::envelope`], with the outcome that requests and sessions have there.
    pub(crate) fn outcome_envelope(
        &mut self,
        place: (Category, Millis),
        operation: &str,
        correlation: &str,
        outcome: Outcome,
    ) -> &mut Line {
        let line = self.head(place, operation, Some(correlation));
        let level = if outcome.result == "Failed" {
            "Error"
        } else {
            "Informational"
        };
        line.text("level", level);
        line.text("resultType", outcome.result);
        if let Some((status, duration)) = outcome.request {
            line.int("resultSignature", status, false);
            line.int("durationMs", duration, false);
            line.text("callerIpAddress", "203.0.113.24");
        }
        line.open("properties");
        line
    }

    fn head(
        &mut self,
        (category, time): (Category, Millis),
        operation: &str,
        correlation: Option<&str>,
    ) -> &mut Line {
        let line = &mut self.line;
        line.begin();
        line.time("time", time);
        line.text("resourceId", RESOURCE_ID);
        line.text("operationName", operation);
        line.text("operationVersion", "1.0");
        line.text("category", category.name());
        if let Some(correlation) = correlation {
            line.text("correlationId", correlation);
        }
        line
    }

    /// Ends the record and sends it off, `copies` times.
    pub(crate) fn send(
        &mut self,
        (category, time): (Category, Millis),
        copies: usize,
    ) -> io::Result<()> {
        self.line.close();
        let bytes = self.line.end();
        for _ in 0..copies {
            self.sink.put(category, time, bytes)?;
            self.bytes += bytes.len() as u64;
            self.counts[category as usize] += 1;
        }
        Ok(())
    }
}

/// One delivery of the summary and diagnostics rows.
#[derive(Clone, Copy)]
pub(crate) struct Edition {
    /// Arrival.
    pub(crate) time: Millis,
    /// Version of an update row; none for the final rows.
    pub(crate) version: Option<u8>,
    /// The state of the call that this edition knows, as a share of its length.
    pub(crate) known: f64,
}

/// Writes all records of `call`.
pub(crate) fn write_call(
    out: &mut Writer<'_>,
    world: World,
    rng: &mut Rng,
    call: &Call,
) -> io::Result<()> {
    if call.logs.client {
        for leg in &call.legs {
            operations::write(out, world, rng, (call, leg))?;
            stats::write(out, rng, (call, leg))?;
        }
    }
    for edition in editions(rng, call) {
        if call.logs.summary {
            summary::write(out, rng, call, edition)?;
        }
        if call.logs.diagnostics {
            diagnostics::write(out, rng, call, edition)?;
        }
    }
    around::write(out, world, call)
}

/// Updates come within the hour, the final rows 3 to 5 hours after the call.
fn editions(rng: &mut Rng, call: &Call) -> Vec<Edition> {
    let first = call.end + rng.range(12 * MINUTE, 25 * MINUTE);
    let second = first + rng.range(10 * MINUTE, 30 * MINUTE);
    let last = call.end + rng.range(180 * MINUTE, 300 * MINUTE);
    let edition = |time, version, known| Edition {
        time,
        version,
        known,
    };
    let mut all = Vec::new();
    if call.updates != Updates::None {
        all.push(edition(first, Some(1), 0.6));
        all.push(edition(second, Some(2), 1.0));
    }
    if call.updates != Updates::Only {
        all.push(edition(last, None, 1.0));
    }
    all
}
