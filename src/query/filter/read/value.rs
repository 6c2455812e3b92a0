//! What stands behind an operator: numbers with units, words, times, and what was expected where it is none of them.

use crate::model::metric::Unit;
use crate::model::zone::Zone;
use crate::query::filter::Problem;
use crate::query::filter::fields::{Field, Form, Measure};
use crate::query::filter::text::{self, RawValue, needs_quotes};
use crate::query::filter::times;
use crate::query::filter::tree::{Interval, Meaning, Op, Typed, Value};
use crate::query::when::named_zone;

/// Words for a value that is not there.
const ABSENT: [(&str, Meaning); 3] = [
    ("redacted", Meaning::Redacted),
    ("missing", Meaning::Missing),
    ("none", Meaning::Nothing),
];

/// True for a word that means that a value is not there, in any case of letters, unless it stands in quotes.
pub(in super::super) fn is_absence(word: &str) -> bool {
    ABSENT
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case(word))
}

/// Further words for some of the choices.
const SAME: [(&str, &str); 6] = [
    ("send", "outbound"),
    ("recv", "inbound"),
    ("receive", "inbound"),
    ("screensharing", "screen"),
    ("screenshare", "screen"),
    ("fps", "frame_rate"),
];

const HOURS: &str = "an hour of the day such as 14 or 22..2";
const DAYS: &str = "a date such as 2026-11-18 or a weekday such as tue";
const TIMES: &str =
    "a time such as 02:00, 02:00@Zurich, 2026-11-18, 2026-11-18T02:00Z or, after < or >, -3h";

/// What can be typed for a field.
pub(in super::super) fn expected(field: &Field) -> String {
    match field.form {
        Form::Number(measure) => measure.example().to_owned(),
        Form::Word([]) => "a word".to_owned(),
        Form::Word(choices) => format!("one of {}", choices.join(", ")),
        Form::Id => "an identifier".to_owned(),
        Form::Time => TIMES.to_owned(),
        Form::Day => DAYS.to_owned(),
        Form::Hour => HOURS.to_owned(),
        Form::Flag => "yes or no".to_owned(),
    }
}

/// The operators that make sense for a field.
pub(in super::super) fn operators(form: Form) -> &'static [Op] {
    match form {
        Form::Number(_) | Form::Time | Form::Day | Form::Hour => &[
            Op::Equal,
            Op::Unequal,
            Op::Less,
            Op::AtMost,
            Op::More,
            Op::AtLeast,
            Op::Like,
        ],
        Form::Word([]) => &[
            Op::Equal,
            Op::Unequal,
            Op::Like,
            Op::Holds,
            Op::Less,
            Op::AtMost,
            Op::More,
            Op::AtLeast,
        ],
        Form::Word(_) | Form::Id => &[Op::Equal, Op::Unequal, Op::Like, Op::Holds],
        Form::Flag => &[Op::Equal, Op::Unequal, Op::Like],
    }
}

/// The values of a list.
pub(super) fn values(
    field: &'static Field,
    op: Op,
    (raw, offset): (&str, usize),
    zone: Zone,
) -> Result<Vec<Value>, Problem> {
    let allowed = operators(field.form);
    if !allowed.contains(&op) {
        let signs: Vec<&str> = allowed.iter().map(|op| op.sign()).collect();
        let end = offset;
        let start = end - op.sign().len().min(end);
        return Err(Problem {
            span: start..end,
            expected: format!("one of {} for {}", signs.join(" "), field.name),
        });
    }
    let found = text::values(raw, offset, has_ranges(field.form, op));
    let is_empty = |value: &RawValue| value.from.text.is_empty() && value.to.is_none();
    let mut values = Vec::with_capacity(found.len());
    for raw in found.into_iter().filter(|value| !is_empty(value)) {
        let span = raw.span.clone();
        let read = value(field, op, raw, zone);
        values.push(read.ok_or_else(|| Problem {
            span,
            expected: expected(field),
        })?);
    }
    let has_nothing = values.iter().any(|value| value.meaning == Meaning::Nothing);
    if has_nothing && values.len() > 1 {
        let span = offset..offset + raw.len();
        let expected = "none alone: it says that nothing of the call has a value".to_owned();
        return Err(Problem { span, expected });
    }
    if values.is_empty() {
        let span = offset..offset + raw.len();
        return Err(Problem {
            span,
            expected: expected(field),
        });
    }
    Ok(values)
}

/// True where `..` stands between two ends.
fn has_ranges(form: Form, op: Op) -> bool {
    match form {
        Form::Word([]) => op == Op::Like,
        form => form.is_measured() && !op.is_order(),
    }
}

fn value(field: &Field, op: Op, raw: RawValue, zone: Zone) -> Option<Value> {
    let has_absence = field.form != Form::Flag && !op.is_order() && op != Op::Holds;
    let absent = |typed: &Typed| {
        let found = ABSENT
            .iter()
            .find(|(word, _)| word.eq_ignore_ascii_case(&typed.text));
        found
            .filter(|_| has_absence)
            .map(|(_, meaning)| meaning.clone())
    };
    let settled = |typed: Typed| {
        let must_quote = needs_quotes(&typed.text)
            || typed.text.starts_with('=')
            || (has_ranges(field.form, op) && typed.text.contains(".."))
            || absent(&typed).is_some();
        Typed {
            is_quoted: typed.is_quoted && must_quote,
            ..typed
        }
    };
    let RawValue { from, to, .. } = raw;
    if let (None, false, Some(meaning)) = (&to, from.is_quoted, absent(&from)) {
        return Some(Value { from, to, meaning });
    }
    let open = |typed: &Typed| (!typed.text.is_empty()).then(|| typed.text.clone());
    let meaning = match &to {
        Some(far) => ranged(field.form, (open(&from), open(far)), zone)?,
        None => single(field.form, op, &from.text, zone)?,
    };
    let from = match &meaning {
        Meaning::Flag(is_set) => Typed {
            text: if *is_set { "yes" } else { "no" }.to_owned(),
            is_quoted: false,
        },
        _ => settled(from),
    };
    // An open end is nothing, not an empty text.
    let end = |typed: Typed| {
        if typed.text.is_empty() {
            Typed::default()
        } else {
            settled(typed)
        }
    };
    let (from, to) = match to {
        Some(far) => (end(from), Some(end(far))),
        None => (from, None),
    };
    Some(Value { from, to, meaning })
}

fn single(form: Form, op: Op, text: &str, shown: Zone) -> Option<Meaning> {
    let (time, named) = of_time(form, Some(text));
    let (time, zone) = (time.as_deref().unwrap_or(text), named.unwrap_or(shown));
    match form {
        Form::Number(measure) => {
            number(measure, text).map(|read| Meaning::Number(read.compared(op)))
        }
        Form::Word([]) | Form::Id => Some(Meaning::Word(text.to_owned())),
        Form::Word(choices) => choice(choices, op, text).map(Meaning::Word),
        Form::Time => times::compared(op, time, zone).map(Meaning::Span),
        Form::Day => times::days(op, time, zone).map(Meaning::Days),
        Form::Hour => hours(op, time, zone),
        Form::Flag => flag(text).map(Meaning::Flag),
    }
}

/// A time without the zone it names; nothing is taken from what is none.
fn of_time(form: Form, text: Option<&str>) -> (Option<String>, Option<Zone>) {
    let is_time = matches!(form, Form::Time | Form::Day | Form::Hour);
    let Some(text) = text.filter(|_| is_time) else {
        return (None, None);
    };
    let (time, zone) = named_zone(text);
    (Some(time), zone)
}

fn ranged(
    form: Form,
    (from, to): (Option<String>, Option<String>),
    shown: Zone,
) -> Option<Meaning> {
    if from.is_none() && to.is_none() {
        return None;
    }
    let (time, named) = of_time(form, from.as_deref());
    let (last_time, last_named) = of_time(form, to.as_deref());
    let (first, last) = (time.as_deref(), last_time.as_deref());
    // One that is named at either end is meant at both.
    let zones = [named.or(last_named), last_named.or(named)].map(|zone| zone.unwrap_or(shown));
    let zone = Some(zones[0]).filter(|_| zones[0] == zones[1]);
    match form {
        Form::Number(measure) => {
            let end = |text: Option<&String>, open| {
                text.map_or(Some(open), |text| {
                    number(measure, text).map(|read| read.value)
                })
            };
            Some(Meaning::Number(Interval {
                from: end(from.as_ref(), f64::NEG_INFINITY)?,
                to: end(to.as_ref(), f64::INFINITY)?,
                holds_from: true,
                holds_to: true,
            }))
        }
        Form::Time => times::between(first, last, zones).map(Meaning::Span),
        Form::Day => times::days_between(first, last, zone?).map(Meaning::Days),
        Form::Hour => {
            let end = |text: Option<&str>, open| text.map_or(Some(open), hour);
            Some(Meaning::Hours(times::Hours {
                from: end(first, 0)?,
                to: end(last, 23)?,
                zone: zone?,
            }))
        }
        Form::Word(_) => Some(Meaning::Words(from, to)),
        Form::Id | Form::Flag => None,
    }
}

/// A number as typed.
struct Read {
    value: f64,
    /// Half of the last digit that was typed.
    half: f64,
}

impl Read {
    /// The numbers that a comparison with it means. `:` takes those that would be written like it.
    fn compared(&self, op: Op) -> Interval {
        let value = self.value;
        let (from, to) = match op {
            Op::Less | Op::AtMost => (f64::NEG_INFINITY, value),
            Op::More | Op::AtLeast => (value, f64::INFINITY),
            Op::Like => (value - self.half, value + self.half),
            Op::Equal | Op::Unequal | Op::Holds => (value, value),
        };
        Interval {
            from,
            to,
            holds_from: op != Op::More,
            holds_to: op != Op::Less && (op != Op::Like || self.half == 0.0),
        }
    }
}

fn number(measure: Measure, text: &str) -> Option<Read> {
    if let Some(seconds) = clock_length(text).filter(|_| measure == Measure::Seconds) {
        return Some(Read {
            value: seconds,
            half: 0.5,
        });
    }
    let is_digit = |c: char| c.is_ascii_digit() || c == '.';
    let sign = usize::from(text.starts_with(['-', '+']));
    let end = text[sign..]
        .find(|c| !is_digit(c))
        .map_or(text.len(), |end| end + sign);
    let (digits, unit) = text.split_at(end);
    let (_, times, over) = measure
        .units()
        .iter()
        .find(|(name, ..)| name.eq_ignore_ascii_case(unit))?;
    let value: f64 = digits
        .parse()
        .ok()
        .filter(|value: &f64| value.is_finite())?;
    let is_share = measure == Measure::Of(Unit::Ratio) && unit.is_empty();
    if is_share && value.abs() > 1.0 {
        return None;
    }
    let decimals = digits
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len())
        .min(300) as i32;
    let half = match measure {
        Measure::Count => 0.0,
        _ => 0.5 * 10.0_f64.powi(-decimals) * times / over,
    };
    Some(Read {
        value: value * times / over,
        half,
    })
}

/// `21:16`, `1:02:03` as lists show lengths, in seconds.
fn clock_length(text: &str) -> Option<f64> {
    let parts: Vec<&str> = text.split(':').collect();
    let is_number = |part: &&str| {
        !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit())
    };
    if !(2..=3).contains(&parts.len()) || !parts.iter().all(is_number) {
        return None;
    }
    parts.iter().try_fold(0.0, |sum, part| {
        Some(sum * 60.0 + part.parse::<f64>().ok()?)
    })
}

/// One of the words of a field; a beginning that fits only one is enough.
fn choice(choices: &[&str], op: Op, text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let same = SAME
        .iter()
        .find(|(word, _)| *word == lower)
        .map(|&(_, same)| same);
    let text = same.filter(|same| choices.contains(same)).unwrap_or(text);
    let begins = |choice: &&&str| {
        choice
            .get(..text.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(text))
    };
    let holds = |choice: &str| choice.to_ascii_lowercase().contains(&lower);
    if op == Op::Holds {
        return choices
            .iter()
            .any(|choice| holds(choice))
            .then(|| text.to_owned());
    }
    if let Some(exact) = choices
        .iter()
        .find(|choice| choice.eq_ignore_ascii_case(text))
    {
        return Some((*exact).to_owned());
    }
    let mut fitting = choices.iter().filter(begins);
    let first = fitting.next()?;
    match (fitting.next(), op) {
        (None, _) => Some((*first).to_owned()),
        (Some(_), Op::Like) => Some(text.to_owned()),
        (Some(_), _) => None,
    }
}

fn hour(text: &str) -> Option<i64> {
    let digits = text.strip_suffix(['h', 'H']).unwrap_or(text);
    let digits = digits.strip_suffix(":00").unwrap_or(digits);
    let is_number = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|hour| is_number && *hour < 24)
}

fn hours(op: Op, text: &str, zone: Zone) -> Option<Meaning> {
    let hour = hour(text)?;
    let (from, to) = match op {
        Op::Less => (0, hour - 1),
        Op::AtMost => (0, hour),
        Op::More => (hour + 1, 23),
        Op::AtLeast => (hour, 23),
        _ => (hour, hour),
    };
    // No hour is before the first or after the last.
    let is_none = op.is_order() && from > to;
    let (from, to) = if is_none { (24, 24) } else { (from, to) };
    Some(Meaning::Hours(times::Hours { from, to, zone }))
}

fn flag(text: &str) -> Option<bool> {
    const WORDS: [(&str, bool); 6] = [
        ("yes", true),
        ("true", true),
        ("1", true),
        ("no", false),
        ("false", false),
        ("0", false),
    ];
    let found = WORDS
        .iter()
        .find(|(word, _)| word.eq_ignore_ascii_case(text));
    found.map(|&(_, is_set)| is_set)
}
