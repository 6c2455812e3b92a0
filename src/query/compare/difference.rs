//! What two values are to each other.

use super::Relation;
use super::fact::{Value, metric, plain};
use crate::model::chance::wilson;
use crate::model::metric::{PoorWhen, Statistic};

/// What two values are to each other.
pub(super) struct Difference {
    pub(super) relation: Relation,
    pub(super) words: String,
    /// Right less left.
    pub(super) delta: Option<f64>,
    pub(super) share: f64,
}

impl Difference {
    fn new(relation: Relation, words: impl Into<String>) -> Self {
        Self {
            relation,
            words: words.into(),
            delta: None,
            share: 0.0,
        }
    }

    fn same() -> Self {
        Self::new(Relation::Same, "same")
    }

    /// With the numbers that were compared.
    fn between(mut self, left: f64, right: f64) -> Self {
        let larger = left.abs().max(right.abs());
        self.delta = Some(right - left);
        self.share = if larger > 0.0 {
            ((right - left).abs() / larger).min(1.0)
        } else {
            0.0
        };
        self
    }
}

/// What two values are to each other; what is absent is never a difference.
pub(super) fn difference(left: &Value, right: &Value) -> Difference {
    use Relation::{Differs, NotKnown, Same};
    match (left.absence(), right.absence()) {
        (Some(a), Some(b)) if a == b => return Difference::new(NotKnown, format!("both {a}")),
        (Some(a), Some(b)) => {
            return Difference::new(NotKnown, format!("left {a}, right {b}"));
        }
        (Some(a), None) => return Difference::new(NotKnown, format!("left {a}")),
        (None, Some(b)) => return Difference::new(NotKnown, format!("right {b}")),
        (None, None) => {}
    }
    match (left, right) {
        (Value::Measure(at, a), Value::Measure(_, b)) => measure(*at, (*a, *b)),
        (Value::Count(a, _), Value::Count(b, _)) => {
            let (a, b) = (*a as f64, *b as f64);
            number((a, b), format!("{:+}", b - a))
        }
        (Value::Seconds(a), Value::Seconds(b)) => {
            let sign = if b < a { "-" } else { "+" };
            number((*a, *b), format!("{sign}{} s", plain((b - a).abs())))
        }
        (Value::Found(a, _), Value::Found(b, _)) => {
            let (a, b) = (*a as f64, *b as f64);
            let words = match (a == 0.0, b == 0.0) {
                (true, false) => "only right".to_owned(),
                (false, true) => "only left".to_owned(),
                _ => format!("{:+}", b - a),
            };
            number((a, b), words)
        }
        (Value::Share(a, of_a), Value::Share(b, of_b)) => shares((*a, *of_a), (*b, *of_b)),
        (Value::Rank(at, a, range_a, _), Value::Rank(_, b, range_b, _)) => {
            ranks(*at, (*a, *range_a), (*b, *range_b))
        }
        (Value::Flag(met), Value::Share(some, of)) | (Value::Share(some, of), Value::Flag(met)) => {
            flag(*met, (*some, *of))
        }
        (Value::Measure(at, value), Value::Spread(_, spread))
        | (Value::Spread(_, spread), Value::Measure(at, value)) => {
            among(*at, *value, (spread.p50, spread.p95))
        }
        (left, right) if left == right => Difference::new(Same, "same"),
        _ => Difference::new(Differs, "differs"),
    }
}

/// Two numbers with the words of their difference.
fn number((left, right): (f64, f64), words: String) -> Difference {
    if left.total_cmp(&right).is_eq() {
        return Difference::same().between(left, right);
    }
    Difference::new(Relation::Differs, words).between(left, right)
}

/// Who of two values of a measure is on the bad side.
fn worse(at: usize, left: f64, right: f64) -> &'static str {
    let metric = metric(at);
    let is_more = match metric.poor_when {
        PoorWhen::Above => right > left,
        PoorWhen::Below => right < left,
    };
    match (metric.statistic, is_more) {
        (Statistic::Count, _) => "",
        (_, true) => ", right worse",
        (_, false) => ", left worse",
    }
}

/// `+324 ms`; a difference of shares is one of points.
fn delta(at: usize, left: f64, right: f64) -> String {
    let metric = metric(at);
    let sign = if right < left { "-" } else { "+" };
    let unit = match metric.unit.label() {
        "%" => "points",
        label => label,
    };
    format!("{sign}{} {unit}", metric.shown((right - left).abs()))
}

/// What is shown alike is the same: the log says no more.
fn measure(at: usize, (left, right): (f64, f64)) -> Difference {
    if metric(at).shown(left) == metric(at).shown(right) {
        return Difference::same().between(left, right);
    }
    let words = format!("{}{}", delta(at, left, right), worse(at, left, right));
    Difference::new(Relation::Differs, words).between(left, right)
}

/// True when two ranges have a value in common.
fn overlap(a: (f64, f64), b: (f64, f64)) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

const NO_TELLING: &str = "no telling difference: ranges overlap";

/// Shares of groups differ when the ranges in which they may lie have nothing in common.
fn shares((met_a, of_a): (u64, u64), (met_b, of_b): (u64, u64)) -> Difference {
    let (Some(a), Some(b)) = (wilson(met_a, of_a), wilson(met_b, of_b)) else {
        return Difference::new(Relation::NotKnown, "no case to have a share of");
    };
    let (left, right) = (met_a as f64 / of_a as f64, met_b as f64 / of_b as f64);
    let found = if (met_a, of_a) == (met_b, of_b) {
        Difference::same()
    } else if overlap(a, b) {
        Difference::new(Relation::Open, NO_TELLING)
    } else {
        let points = (right - left) * 100.0;
        Difference::new(
            Relation::Differs,
            format!("{points:+.1} points: ranges apart"),
        )
    };
    found.between(left, right)
}

/// The same of values at a rank.
fn ranks(
    at: usize,
    (left, range_a): (f64, [Option<f64>; 2]),
    (right, range_b): (f64, [Option<f64>; 2]),
) -> Difference {
    let closed = |[low, high]: [Option<f64>; 2]| {
        (
            low.unwrap_or(f64::NEG_INFINITY),
            high.unwrap_or(f64::INFINITY),
        )
    };
    let found = if metric(at).shown(left) == metric(at).shown(right) {
        Difference::same()
    } else if overlap(closed(range_a), closed(range_b)) {
        Difference::new(Relation::Open, NO_TELLING)
    } else {
        let words = format!("{}{}", delta(at, left, right), worse(at, left, right));
        Difference::new(Relation::Differs, words)
    };
    found.between(left, right)
}

/// Half of all cases.
const HALF: f64 = 0.5;

/// One call beside many: unlike most of them, as most, or neither is certain.
fn flag(is_met: bool, (met, of): (u64, u64)) -> Difference {
    let Some((low, high)) = wilson(met, of) else {
        return Difference::new(Relation::NotKnown, "no case to have a share of");
    };
    let is_usual = if low > HALF {
        Some(true)
    } else if high < HALF {
        Some(false)
    } else {
        None
    };
    match is_usual {
        Some(usual) if usual == is_met => Difference::new(Relation::Same, "as most"),
        Some(_) => Difference::new(Relation::Differs, "unlike most"),
        None => Difference::new(Relation::Open, "neither is the rule"),
    }
}

/// One value beside the middle one of many and the one that 95 of 100 do not pass.
fn among(at: usize, value: f64, (p50, p95): (f64, f64)) -> Difference {
    let metric = metric(at);
    let is_past =
        |limit: f64| metric.is_past(value, limit) && metric.shown(value) != metric.shown(limit);
    if metric.statistic == Statistic::Count {
        return Difference::new(Relation::Open, "not judged");
    }
    if is_past(p95) {
        let found = Difference::new(Relation::Differs, "worse than 95 of 100");
        return Difference {
            delta: None,
            ..found.between(p50, value)
        };
    }
    if is_past(p50) {
        Difference::new(Relation::Open, "in the worse half")
    } else {
        Difference::new(Relation::Same, "no worse than half")
    }
}
