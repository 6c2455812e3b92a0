//! Numbers of a group in words, the same on the screen and in tables.

use super::{GroupRow, Spread};
use crate::model::chance::{FEW, wilson};
use crate::model::metric::{METRICS, telling};

impl GroupRow {
    /// `3 of 4`: what was met, of how many.
    pub fn met_words(&self) -> String {
        format!("{} of {}", self.met, self.of)
    }

    /// `12.5%`; nothing where it would be a share of few.
    pub fn share_words(&self) -> String {
        match self.share() {
            Some(share) if self.of >= FEW => format!("{}%", telling(share * 100.0, 1)),
            _ => String::new(),
        }
    }

    /// `30-95%`: where the true share lies; nothing without cases.
    pub fn range_words(&self) -> String {
        range_words(self.met, self.of)
    }

    /// `33.3%`: the share of calls that were not judged; nothing where all were.
    pub fn not_judged_words(&self) -> String {
        match (self.count.not_judged, self.count.calls) {
            (0, _) => String::new(),
            (some, calls) if calls < FEW => format!("{some} of {calls}"),
            (some, calls) => format!("{}%", telling(some as f64 * 100.0 / calls as f64, 1)),
        }
    }

    /// `1 in 4,000`: how often chance gives as much; nothing where it does in every second case.
    pub fn chance_words(&self) -> String {
        chance_words(self.ln_chance)
    }
}

impl Spread {
    /// A value of it as the measure is shown, without unit.
    pub fn words(metric: usize, value: f64) -> String {
        METRICS
            .get(metric)
            .map_or_else(String::new, |metric| metric.shown(value))
    }
}

/// The range a share may lie in; nothing without cases.
pub(in crate::query) fn range_words(met: u64, of: u64) -> String {
    let Some((low, high)) = wilson(met, of) else {
        return String::new();
    };
    let decimals = usize::from(high < 0.1);
    format!("{:.decimals$}-{:.decimals$}%", low * 100.0, high * 100.0)
}

fn chance_words(ln_chance: f64) -> String {
    /// From here on only the power of ten is told.
    const MANY: f64 = 1e6;
    if ln_chance > -std::f64::consts::LN_2 {
        return String::new();
    }
    let cases = (-ln_chance).exp();
    if cases < MANY {
        // Two digits say enough of a chance.
        let unit = 10_f64.powi((cases.log10().floor() as i32 - 1).max(0));
        let rounded = (cases / unit).round() * unit;
        let digits = format!("{rounded:.0}");
        return match digits.len() {
            0..=3 => format!("1 in {digits}"),
            length => format!("1 in {},{}", &digits[..length - 3], &digits[length - 3..]),
        };
    }
    if ln_chance.is_infinite() {
        return "never".to_owned();
    }
    // A power of ten that rounding just misses is meant.
    let power = (-ln_chance / std::f64::consts::LN_10 + 1e-9).floor();
    format!("1 in 10^{power:.0}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::group::Keys;
    use crate::query::overview::Count;

    fn row(met: u64, of: u64) -> GroupRow {
        GroupRow {
            keys: Keys::default(),
            count: Count::default(),
            met,
            of,
            items: 0,
            items_bad: 0,
            spread: None,
            ln_chance: 0.0,
        }
    }

    #[test]
    fn few_have_no_percentage() {
        for (met, of, share, range) in [
            (3, 4, "", "30-95%"),
            (0, 0, "", ""),
            (5, 20, "25.0%", "11-47%"),
            (41, 1_284, "3.2%", "2.4-4.3%"),
        ] {
            let row = row(met, of);
            assert_eq!(
                (row.share_words().as_str(), row.range_words().as_str()),
                (share, range)
            );
        }
        assert_eq!(row(3, 4).met_words(), "3 of 4");
    }

    #[test]
    fn a_chance_is_told_with_two_digits() {
        for (chance, words) in [
            (0.9, ""),
            (0.5, "1 in 2"),
            (0.027, "1 in 37"),
            (0.004_13, "1 in 240"),
            (0.000_081, "1 in 12,000"),
            (0.000_001_01, "1 in 990,000"),
            (1e-9, "1 in 10^9"),
            (0.0, "never"),
        ] {
            assert_eq!(chance_words(f64::ln(chance)), words);
        }
    }
}
