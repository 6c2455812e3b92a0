//! Good or bad, and why: the documented limits applied to streams and calls.
//!
//! A missing value never makes a stream poor, and what was not judged is not good (answers' contract, *What the
//! numbers mean*).

use super::call::CallDetail;
use super::diagnostic::{self, Subject};
use super::limits::Limits;
use super::metric::{
    AUDIO_PACKETS_TO_JUDGE, Dimension, DimensionSet, METRICS, Statistic, position,
};
use super::rows::{Media, StreamRow};
use super::store::Store;

/// How a stream did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum StreamClass {
    /// An average beyond its limit.
    Poor,
    /// Only a maximum beyond its limit.
    Burst,
    /// Inside every limit.
    Ok,
    /// See [`StreamVerdict::not_judged`].
    #[default]
    NotJudged,
}

impl StreamClass {
    /// The word of answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Poor => "poor",
            Self::Burst => "burst",
            Self::Ok => "ok",
            Self::NotJudged => "not_judged",
        }
    }

    /// The mark of screens: `x ! . ?`.
    pub const fn mark(self) -> char {
        match self {
            Self::Poor => 'x',
            Self::Burst => '!',
            Self::Ok => '.',
            Self::NotJudged => '?',
        }
    }
}

/// How a call did, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum CallClass {
    /// A poor stream, a dropped leg, or a network diagnostic that did not recover.
    Bad,
    /// A burst, or a network diagnostic that recovered.
    Burst,
    /// At least one stream judged, none of the above.
    Ok,
    /// Nothing to judge by.
    #[default]
    NotJudged,
}

impl CallClass {
    /// The word of answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bad => "bad",
            Self::Burst => "burst",
            Self::Ok => "ok",
            Self::NotJudged => "not_judged",
        }
    }

    /// The mark of screens: `x ! . ?`.
    pub const fn mark(self) -> char {
        match self {
            Self::Bad => 'x',
            Self::Burst => '!',
            Self::Ok => '.',
            Self::NotJudged => '?',
        }
    }
}

/// Why a stream could not be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NotJudged {
    /// No value for any dimension.
    NoValue,
    /// The values are redacted.
    Redacted,
    /// Audio with fewer packets than are judged: 500 as documented.
    TooShort,
}

impl NotJudged {
    /// The reason code of answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoValue => "value_missing",
            Self::Redacted => "redacted",
            Self::TooShort => "too_short",
        }
    }

    /// In a dozen columns.
    pub const fn brief(self) -> &'static str {
        match self {
            Self::NoValue => "no values",
            Self::Redacted => "redacted",
            Self::TooShort => "too short",
        }
    }

    /// In words: `under 500 packets`; a number that was set says so.
    pub fn words(self, limits: &Limits) -> String {
        match self {
            Self::NoValue => "no value for any measure".to_owned(),
            Self::Redacted => "values redacted".to_owned(),
            Self::TooShort if limits.has_other_packets() => format!(
                "under {} packets, set; documented {AUDIO_PACKETS_TO_JUDGE}",
                limits.audio_packets
            ),
            Self::TooShort => format!("under {AUDIO_PACKETS_TO_JUDGE} packets"),
        }
    }
}

/// The judgement of a stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StreamVerdict {
    /// How it did.
    pub class: StreamClass,
    /// Dimensions whose average is beyond the limit.
    pub poor: DimensionSet,
    /// Dimensions of which only the maximum is.
    pub burst: DimensionSet,
    /// Why not, for [`StreamClass::NotJudged`].
    pub not_judged: Option<NotJudged>,
}

/// Judges a stream by the limits in force.
pub fn judge_stream(limits: &Limits, row: &StreamRow) -> StreamVerdict {
    let (mut poor, mut burst, mut has_value) =
        (DimensionSet::default(), DimensionSet::default(), false);
    for (at, (metric, value)) in METRICS.iter().zip(row.values).enumerate() {
        let (Some(dimension), Some(value)) = (metric.dimension, value.known()) else {
            continue;
        };
        has_value |= limits.of(at, row.media).is_some();
        if limits.is_beyond(at, value, row.media) {
            match metric.statistic {
                Statistic::Average | Statistic::Single => poor.insert(dimension),
                Statistic::Maximum => burst.insert(dimension),
                Statistic::Count => {}
            }
        }
    }
    let not_judged = why_not_judged(limits, row, has_value);
    let class = match not_judged {
        Some(_) => StreamClass::NotJudged,
        None if !poor.is_empty() => StreamClass::Poor,
        None if !burst.is_empty() => StreamClass::Burst,
        None => StreamClass::Ok,
    };
    StreamVerdict {
        class,
        poor,
        burst,
        not_judged,
    }
}

fn why_not_judged(limits: &Limits, row: &StreamRow, has_value: bool) -> Option<NotJudged> {
    if !has_value {
        let redacted = row
            .values
            .iter()
            .any(|value| value.absence() == Some(super::id::Absence::Redacted));
        return Some(if redacted {
            NotJudged::Redacted
        } else {
            NotJudged::NoValue
        });
    }
    let packets = position("packets").and_then(|at| row.values[at].known());
    (row.media == Media::Audio && packets.is_some_and(|packets| packets < limits.audio_packets))
        .then_some(NotJudged::TooShort)
}

/// The judgement of a call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CallVerdict {
    /// How it did.
    pub class: CallClass,
    /// What made it bad.
    pub poor_due_to: DimensionSet,
    /// Streams beyond an average.
    pub poor_streams: u32,
    /// Streams with only a maximum beyond.
    pub burst_streams: u32,
    /// Streams that could be judged.
    pub judged_streams: u32,
    /// Dropped legs.
    pub dropped: u32,
    /// Network diagnostics that did not recover before the leg ended.
    pub open_network: u32,
    /// Network diagnostics that did.
    pub recovered_network: u32,
}

impl CallVerdict {
    /// True for an "impacted call" of the service's own dashboard: a poor stream by jitter, loss or round trip, and
    /// nothing else (call-diagnostics-rules, *impacted call (insights)*). It is narrower than [`CallClass::Bad`].
    pub fn is_impacted(&self) -> bool {
        const COUNTED: [Dimension; 3] = [Dimension::Jitter, Dimension::Loss, Dimension::Rtt];
        COUNTED
            .iter()
            .any(|&known| self.poor_due_to.contains(known))
    }
}

/// Judges a call from its judged streams, ended legs and diagnostic ranges.
pub fn judge_call(store: &Store, detail: &CallDetail) -> CallVerdict {
    let mut verdict = CallVerdict {
        dropped: detail.dropped().count() as u32,
        ..CallVerdict::default()
    };
    let mut burst_meets_network = false;
    let network_of = |leg| {
        detail
            .ranges
            .iter()
            .any(|range| range.leg == leg && is_network(store, range.name))
    };
    for stream in &detail.streams {
        match stream.verdict.class {
            StreamClass::Poor => {
                verdict.poor_streams += 1;
                verdict.poor_due_to.extend(stream.verdict.poor);
            }
            StreamClass::Burst => {
                verdict.burst_streams += 1;
                burst_meets_network |= stream.leg.is_some() && network_of(stream.leg);
            }
            StreamClass::Ok => {}
            StreamClass::NotJudged => continue,
        }
        verdict.judged_streams += 1;
    }
    for range in detail
        .ranges
        .iter()
        .filter(|range| is_network(store, range.name))
    {
        if range.has_recovered {
            verdict.recovered_network += 1;
        } else {
            verdict.open_network += 1;
        }
    }
    if verdict.open_network > 0 || burst_meets_network {
        verdict.poor_due_to.insert(Dimension::UfdNetwork);
    }
    verdict.class = classify(&verdict, burst_meets_network);
    verdict
}

fn classify(verdict: &CallVerdict, burst_meets_network: bool) -> CallClass {
    if verdict.poor_streams > 0
        || verdict.dropped > 0
        || verdict.open_network > 0
        || burst_meets_network
    {
        CallClass::Bad
    } else if verdict.burst_streams > 0 || verdict.recovered_network > 0 {
        CallClass::Burst
    } else if verdict.judged_streams > 0 {
        CallClass::Ok
    } else {
        CallClass::NotJudged
    }
}

fn is_network(store: &Store, name: super::id::TextRef) -> bool {
    diagnostic::subject(store.text(name)) == Subject::Network
}

#[cfg(test)]
mod tests;
