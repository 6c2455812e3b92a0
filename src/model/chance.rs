//! How much a share of few says: the range it may lie in, and how likely chance alone gives as much.
//!
//! Both are of the textbook: the score interval of Wilson (1927), and the upper tail of the binomial distribution,
//! summed term by term on a logarithmic scale, so that thousands of calls neither overflow nor round to nothing.

/// Counts below this have no percentage beside them: "3 of 4" says more than 75 %.
pub const FEW: u64 = 20;

/// Of a normal distribution 95 % lie within so many deviations of the middle.
const DEVIATIONS: f64 = 1.959_963_984_540_054;

/// One case in twenty, as a natural logarithm.
const ONE_IN_TWENTY: f64 = -2.995_732_273_553_991;

/// From this number on the series of Stirling is exact to all digits of a float.
const LARGE: u64 = 32;

/// Where the true share lies in 95 cases of 100 when `hits` of `cases` were met; none without cases.
pub fn wilson(hits: u64, cases: u64) -> Option<(f64, f64)> {
    if cases == 0 {
        return None;
    }
    let (count, square) = (cases as f64, DEVIATIONS * DEVIATIONS);
    let share = hits as f64 / count;
    let middle = share + square / (2.0 * count);
    let half = DEVIATIONS * (share * (1.0 - share) / count + square / (4.0 * count * count)).sqrt();
    let scale = 1.0 + square / count;
    let low = ((middle - half) / scale).max(0.0);
    let high = ((middle + half) / scale).min(1.0);
    // All or nothing met leaves no room on that side; rounding must not show any.
    Some((
        if hits == 0 { 0.0 } else { low },
        if hits >= cases { 1.0 } else { high },
    ))
}

/// The natural logarithm of the chance that `hits` or more of `cases` are met when each is at `rate`. 0 = certain;
/// the less likely, the lower; minus infinity where it cannot be.
pub fn ln_at_least(hits: u64, cases: u64, rate: f64) -> f64 {
    if hits == 0 || rate >= 1.0 {
        return if hits > cases { f64::NEG_INFINITY } else { 0.0 };
    }
    if hits > cases || rate <= 0.0 {
        return f64::NEG_INFINITY;
    }
    let (ln_rate, ln_rest) = (rate.ln(), (-rate).ln_1p());
    let first = ln_choose(cases, hits) + hits as f64 * ln_rate + (cases - hits) as f64 * ln_rest;
    // Each term from the one before; the greatest so far is the unit of the sum.
    let (mut ln_term, mut ln_unit, mut sum) = (first, first, 1.0);
    for met in hits..cases {
        let ratio = (cases - met) as f64 / (met + 1) as f64;
        let step = ratio.ln() + ln_rate - ln_rest;
        ln_term += step;
        if ln_term > ln_unit {
            sum = sum * (ln_unit - ln_term).exp() + 1.0;
            ln_unit = ln_term;
        } else {
            let term = (ln_term - ln_unit).exp();
            sum += term;
            if step < 0.0 && term < sum * f64::EPSILON / 16.0 {
                break;
            }
        }
    }
    (ln_unit + sum.ln()).min(0.0)
}

/// True for what chance gives less than once in twenty cases.
pub fn is_unlikely(ln_chance: f64) -> bool {
    ln_chance < ONE_IN_TWENTY
}

fn ln_choose(of: u64, some: u64) -> f64 {
    ln_factorial(of) - ln_factorial(some) - ln_factorial(of - some)
}

/// Small ones multiplied out, large ones by the series of Stirling.
fn ln_factorial(number: u64) -> f64 {
    if number < LARGE {
        return (2..=number)
            .map(|factor| factor as f64)
            .product::<f64>()
            .ln();
    }
    let n = number as f64;
    let square = n * n;
    let rest = (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / (1_260.0 * square)) / square) / n;
    (n + 0.5) * n.ln() - n + 0.5 * std::f64::consts::TAU.ln() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tail of the definition, in plain numbers: good for few cases.
    fn plain(hits: u64, cases: u64, rate: f64) -> f64 {
        let choose = |some: u64| {
            (1..=some).fold(1.0, |product, at| {
                product * (cases - some + at) as f64 / at as f64
            })
        };
        let term = |met: u64| {
            choose(met) * rate.powi(met as i32) * (1.0 - rate).powi((cases - met) as i32)
        };
        (hits..=cases).map(term).sum()
    }

    #[test]
    fn the_tail_is_that_of_the_definition() {
        for cases in 0..60 {
            for hits in 0..=cases {
                for rate in [0.01, 0.2, 0.5, 0.97] {
                    let (found, wanted) = (
                        ln_at_least(hits, cases, rate).exp(),
                        plain(hits, cases, rate),
                    );
                    assert!(
                        (found - wanted).abs() <= 1e-11 * wanted.max(1e-300),
                        "{hits} of {cases} at {rate}: {found} {wanted}"
                    );
                }
            }
        }
    }

    #[test]
    fn thousands_neither_overflow_nor_tie() {
        // 6 of 6 at 1.5 %, 2 of 196: the two users of the 410/3112 guide.
        let (every, some) = (ln_at_least(6, 6, 0.015), ln_at_least(2, 196, 0.015));
        assert!((every - 6.0 * 0.015_f64.ln()).abs() < 1e-12);
        assert!(every < some && !is_unlikely(some) && is_unlikely(every));
        let many = ln_at_least(9_000, 10_000, 0.01);
        assert!(many.is_finite() && many < -30_000.0, "{many}");
        assert!(ln_at_least(9_001, 10_000, 0.01) < many);
        let half = ln_at_least(500_000, 1_000_000, 0.5).exp();
        assert!((half - 0.500_4).abs() < 1e-4, "{half}");
    }

    #[test]
    fn the_ends_are_certain_or_impossible() {
        let nothing = f64::NEG_INFINITY;
        for (hits, cases, rate, wanted) in [
            (0, 0, 0.5, 0.0),
            (0, 9, 0.0, 0.0),
            (1, 9, 0.0, nothing),
            (9, 9, 1.0, 0.0),
            (3, 2, 0.5, nothing),
            (3, 2, 1.0, nothing),
        ] {
            assert!(
                ln_at_least(hits, cases, rate).total_cmp(&wanted).is_eq(),
                "{hits} {cases} {rate}"
            );
        }
    }

    #[test]
    fn the_range_holds_the_share_and_narrows() {
        // Reference values of the score interval.
        let near = |found: Option<(f64, f64)>, low: f64, high: f64| {
            found.is_some_and(|(a, b)| (a - low).abs() < 5e-5 && (b - high).abs() < 5e-5)
        };
        assert!(near(wilson(3, 4), 0.3006, 0.9544), "{:?}", wilson(3, 4));
        assert!(near(wilson(15, 20), 0.5313, 0.8881), "{:?}", wilson(15, 20));
        assert!(near(wilson(0, 10), 0.0, 0.2775), "{:?}", wilson(0, 10));
        assert!(near(wilson(10, 10), 0.7225, 1.0), "{:?}", wilson(10, 10));
        assert_eq!(wilson(0, 0), None);
    }
}
