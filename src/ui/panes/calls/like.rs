//! What is like a cell, in the filter language: `sdk=1.31.2`, `end=410/3112`.

use crate::model::facts::code_words;
use crate::model::id::CallIx;
use crate::model::metric::{METRICS, Unit, position};
use crate::model::store::Store;
use crate::model::value::Time;
use crate::query::filter::token;
use crate::query::overview::Part;

/// The conditions that calls like this one in a column fulfil; none for a column that has no field.
pub(super) fn tokens(field: &'static str, store: &Store, call: CallIx) -> Vec<String> {
    let facts = store.facts(call);
    let count = |count: u32| count_is(field, count);
    let word = |word: Option<&str>| vec![token(field, word.unwrap_or(MISSING))];
    match field {
        "verdict" => word(Some(facts.verdict.class.name())),
        "start" => hour(store, call),
        "duration_s" => length(facts.duration_s.known()),
        "type" => word(facts.kind.name()),
        "legs" => count(facts.legs),
        "endpoints" => count(facts.endpoints),
        "streams" => count(facts.streams),
        "poor_due_to" => {
            let causes = facts.verdict.poor_due_to.iter();
            causes.map(|cause| token("due", cause.name())).collect()
        }
        "end_codes" => {
            let end = facts.telling_end(store);
            let end = end.map(|(code, subcode)| code_words(store, code, subcode));
            vec![token("end", end.as_deref().unwrap_or(MISSING))]
        }
        "sdk" => {
            if facts.sdks.is_empty() {
                return count_is("sdks", 0);
            }
            let sdks = facts.sdks.iter();
            sdks.map(|&sdk| token("sdk", store.text(sdk))).collect()
        }
        "reason" if facts.reason.line.is_empty() => Vec::new(),
        "reason" => vec![token("reason", &facts.reason.line)],
        "call_id" => vec![token("call", store.id(store.call_id(call)))],
        _ => position(field).map_or_else(Vec::new, |at| vec![measured(field, at, store, call)]),
    }
}

fn count_is(field: &str, count: u32) -> Vec<String> {
    vec![format!("{field}={count}")]
}

const HOUR: i64 = 3_600 * Time::SECOND;

/// What is typed for "no value".
const MISSING: &str = "missing";

/// A length as it is shown: without parts of a second.
fn length(seconds: Option<f64>) -> Vec<String> {
    let Some(seconds) = seconds else {
        return vec![token("dur", MISSING)];
    };
    let shown = |seconds: i64| crate::ui::format::duration(seconds);
    let whole = seconds as i64;
    if seconds.fract() == 0.0 {
        return vec![token("dur", &shown(whole))];
    }
    vec![
        format!("dur>={}", shown(whole)),
        format!("dur<{}", shown(whole + 1)),
    ]
}

/// The same hour: the same minute would hardly find a second call.
fn hour(store: &Store, call: CallIx) -> Vec<String> {
    let Some(ticks) = store.facts(call).shown_start().ticks() else {
        return vec![token("start", MISSING)];
    };
    let hour = ticks.div_euclid(HOUR);
    Part::Begun(hour * HOUR, (hour + 1) * HOUR).conditions(store)
}

/// A measure as it is shown: what rounds to the same.
fn measured(field: &str, at: usize, store: &Store, call: CallIx) -> String {
    match store.facts(call).worst[at].known() {
        Some(value) => {
            let is_share = METRICS[at].unit == Unit::Ratio;
            let (shown, unit) = (METRICS[at].shown(value), if is_share { "%" } else { "" });
            // What is too small to be written is shown as less than that.
            let sign = if shown.starts_with('<') { "" } else { ":" };
            format!("{field}{sign}{shown}{unit}")
        }
        None => token(field, MISSING),
    }
}
