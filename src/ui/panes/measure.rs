//! Average and maximum of one dimension side by side: `22/141!`. All that panes know of measures comes from the table.
//!
//! ```text
//!  JIT       RTT        LOSS%
//!  22/141!   310/1840!  2.1/31.0!     x right behind a mean beyond its limit, ! behind a maximum
//! ```

use crate::model::id::Absence;
use crate::model::limits::Limits;
use crate::model::metric::{Dimension, METRICS, Metric, PoorWhen, STREAM_VALUES, Statistic, Unit};
use crate::model::rows::Media;
use crate::model::value::Num;
use crate::ui::format;
use crate::ui::glyphs::{MARK_BAD, MARK_BURST};
use crate::ui::theme::Role;

/// A mean (or single value) with the maximum that goes with it, as positions in [`METRICS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measure {
    pub(super) mean: usize,
    pub(super) most: Option<usize>,
}

/// What values are judged by: the limits in force, and the medium.
pub(super) type By<'a> = (&'a Limits, Media);

/// Is a value beyond its limit, and which way does it count?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Inside, or without limit.
    Fine,
    /// A mean beyond its limit.
    Poor,
    /// A maximum beyond its limit.
    Burst,
}

impl State {
    pub(super) const fn letter(self) -> &'static str {
        match self {
            Self::Fine => "",
            Self::Poor => MARK_BAD,
            Self::Burst => MARK_BURST,
        }
    }

    pub(super) const fn role(self) -> Role {
        match self {
            Self::Fine => Role::Text,
            Self::Poor => Role::Bad,
            Self::Burst => Role::Burst,
        }
    }
}

/// All measures in the order of the table; a maximum is listed with its mean, not again.
pub(super) fn measures() -> impl Iterator<Item = Measure> {
    let is_second = |at: usize| {
        let metric = &METRICS[at];
        metric.dimension.is_some()
            && METRICS[..at]
                .iter()
                .any(|before| before.dimension == metric.dimension)
    };
    (0..METRICS.len())
        .filter(move |&at| !is_second(at))
        .map(move |mean| Measure {
            mean,
            most: (mean + 1..METRICS.len())
                .find(|&at| is_second(at) && METRICS[at].dimension == METRICS[mean].dimension),
        })
}

/// The measures that a list shows first.
pub(super) fn listed() -> impl Iterator<Item = Measure> {
    let is_listed = |dimension: Option<Dimension>| {
        dimension.is_some_and(|dimension| Dimension::LISTED.contains(&dimension))
    };
    measures().filter(move |measure| is_listed(measure.metric().dimension))
}

impl Measure {
    pub(super) fn metric(self) -> &'static Metric {
        &METRICS[self.mean]
    }

    /// The head of its column.
    pub(super) fn head(self) -> &'static str {
        self.metric().head()
    }

    /// Columns that its pair takes as a rule.
    pub(super) fn width(self) -> u16 {
        match (self.metric().unit, self.most) {
            (Unit::Ratio, _) => 12,
            (_, Some(_)) => 10,
            (Unit::Packets, None) => 8,
            (_, None) => 6,
        }
    }

    pub(super) fn has_value(self, values: &[Num; STREAM_VALUES]) -> bool {
        let is_there = |at: usize| values[at].absence() != Some(Absence::Missing);
        is_there(self.mean) || self.most.is_some_and(is_there)
    }

    /// The worst of the two.
    pub(super) fn state(self, values: &[Num; STREAM_VALUES], by: By) -> State {
        let mean = state(self.mean, values[self.mean], by);
        let most = self
            .most
            .map_or(State::Fine, |at| state(at, values[at], by));
        if mean == State::Fine { most } else { mean }
    }

    /// `22/141!`; without letters when `has_letters` is false.
    pub(super) fn pair(self, values: &[Num; STREAM_VALUES], by: By, has_letters: bool) -> String {
        let one = |at: usize| {
            let mut text = short(&METRICS[at], values[at]);
            if has_letters {
                text.push_str(state(at, values[at], by).letter());
            }
            text
        };
        let Some(most) = self.most else {
            return one(self.mean);
        };
        let absences = (values[self.mean].absence(), values[most].absence());
        match absences {
            (Some(a), Some(b)) if a == b => short(&METRICS[self.mean], values[self.mean]),
            _ => format!("{}/{}", one(self.mean), one(most)),
        }
    }
}

/// The state of one value.
pub(super) fn state(at: usize, value: Num, (limits, media): By) -> State {
    let is_beyond = value
        .known()
        .is_some_and(|value| limits.is_beyond(at, value, media));
    match METRICS[at].statistic {
        _ if !is_beyond => State::Fine,
        Statistic::Maximum => State::Burst,
        Statistic::Average | Statistic::Single => State::Poor,
        Statistic::Count => State::Fine,
    }
}

/// A value of the log as the reader sees it, without unit: never zero for what is not there.
pub(super) fn number(metric: &Metric, value: Num) -> String {
    match (value.known(), value.absence()) {
        (Some(value), _) => metric.shown(value),
        (None, Some(Absence::Redacted)) => "redacted".to_owned(),
        (None, Some(Absence::Unreadable)) => "unreadable".to_owned(),
        (None, _) => format::MISSING.to_owned(),
    }
}

/// The same where there is little room: a share under a thousandth of a per cent is only said to be smaller.
fn short(metric: &Metric, value: Num) -> String {
    match value.known() {
        Some(ratio) if metric.unit == Unit::Ratio && ratio > 0.0 && ratio < 0.000_005 => {
            "<0.001".to_owned()
        }
        _ => number(metric, value),
    }
}

/// `<=30`, `>=7`, or missing when the medium has no limit.
pub(super) fn limit(at: usize, (limits, media): By) -> String {
    let metric = &METRICS[at];
    limits.of(at, media).map_or_else(
        || format::MISSING.to_owned(),
        |limit| format!("{}{}", sign(metric), metric.shown_limit(limit)),
    )
}

/// What stands beside a limit that is not the documented one: `set, documented 500`. Empty for one that is.
pub(super) fn documented(at: usize, (limits, media): By) -> String {
    let metric = &METRICS[at];
    match metric.limit(media) {
        Some(documented) if limits.is_changed(at, media) => {
            format!("set, documented {}", metric.shown_limit(documented))
        }
        _ => String::new(),
    }
}

/// The side on which a value is fine.
pub(super) const fn sign(metric: &Metric) -> &'static str {
    match metric.poor_when {
        PoorWhen::Above => "<=",
        PoorWhen::Below => ">=",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::metric::position;

    fn values(pairs: &[(&str, f64)]) -> [Num; STREAM_VALUES] {
        let mut values = [Num::MISSING; STREAM_VALUES];
        for (name, value) in pairs {
            values[position(name).expect("a measure of the table")] = Num::new(*value);
        }
        values
    }

    fn pair(name: &str, values: &[Num; STREAM_VALUES]) -> String {
        let mean = position(name).expect("a measure of the table");
        let measure = measures().find(|measure| measure.mean == mean);
        measure.expect("a mean or a single value").pair(
            values,
            (&Limits::default(), Media::Video),
            true,
        )
    }

    #[test]
    fn every_value_of_the_table_is_shown_once() {
        let mut seen: Vec<usize> = measures()
            .flat_map(|measure| [Some(measure.mean), measure.most])
            .flatten()
            .collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..STREAM_VALUES).collect::<Vec<_>>());
        assert_eq!(listed().count(), Dimension::LISTED.len());
    }

    #[test]
    fn letters_stand_behind_the_value_that_is_beyond() {
        let row = values(&[
            ("jitter_avg", 22.0),
            ("jitter_max", 141.0),
            ("rtt_avg", 612.0),
            ("loss_avg", 0.000_031_463_36),
            ("loss_max", 0.31),
            ("frame_rate", 6.9),
        ]);
        assert_eq!(pair("jitter_avg", &row), "22/141!");
        assert_eq!(pair("rtt_avg", &row), "612x/-");
        assert_eq!(pair("loss_avg", &row), "0.003/31.0!");
        assert_eq!(pair("frame_rate", &row), "6.9x");
        assert_eq!(pair("healed_avg", &row), "-");
    }

    #[test]
    fn redacted_is_not_missing_and_tiny_is_not_zero() {
        let mut row = values(&[("loss_avg", 0.000_000_1), ("loss_max", 0.0)]);
        assert_eq!(pair("loss_avg", &row), "<0.001/0.0");
        row[0] = Num::REDACTED;
        row[1] = Num::REDACTED;
        assert_eq!(pair("jitter_avg", &row), "redacted");
    }
}
