//! What is like a cell, in the filter language: `sdk=1.31.2`, `end=410/3112`.

use crate::model::facts::code_words;
use crate::model::id::CallIx;
use crate::model::metric::{METRICS, Unit, position};
use crate::model::store::Store;
use crate::model::value::Time;
use crate::query::calls::{CallField, FieldValue};
use crate::query::filter::{Field, token};
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
        "os" if facts.systems.is_empty() => count_is("systems", 0),
        "os" => {
            let systems = facts.systems.iter();
            systems.map(|&os| token("os", store.text(os))).collect()
        }
        _ => match position(field) {
            Some(at) => vec![measured(field, at, store, call)],
            None => as_told(field, store, call),
        },
    }
}

/// A field that the filter language knows as the list does.
fn as_told(field: &str, store: &Store, call: CallIx) -> Vec<String> {
    let (Some(asked), Some(told)) = (Field::named(field), CallField::named(field)) else {
        return Vec::new();
    };
    match told.value(store, call) {
        FieldValue::Count(0) if asked.is_flag() => vec![format!("not {}", asked.name)],
        FieldValue::Count(_) if asked.is_flag() => vec![asked.name.to_owned()],
        FieldValue::Count(count) => count_is(asked.name, count),
        FieldValue::Text(text) => vec![token(asked.name, &text)],
        FieldValue::Missing => vec![token(asked.name, MISSING)],
        FieldValue::Number(_) | FieldValue::Moment(_) => Vec::new(),
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

#[cfg(test)]
mod tests {
    use super::super::columns;
    use crate::model::zone::Zone;
    use crate::query::filter::{Clock, Filter, Kept};
    use crate::ui::panes::testing;

    #[test]
    fn what_is_like_a_cell_of_any_column_keeps_its_call() {
        let clock = Clock { zone: Zone::Utc };
        for scene in [
            testing::p2p(),
            testing::group(),
            testing::group_without_clients(),
        ] {
            let store = scene.context().store;
            for (column, call) in columns::all()
                .iter()
                .flat_map(|it| store.calls().map(move |call| (it, call)))
            {
                let text = column.tokens(store, call).join(" ");
                let reading = Filter::read(&text, &clock);
                assert!(reading.problems.is_empty(), "{}: {text}", column.name);
                let kept = reading.filter.map(|filter| filter.keeps(store, call));
                // What has no value fulfils nothing but `missing`.
                assert!(
                    kept.is_none_or(|kept| kept == Kept::Yes),
                    "{}: {text} {kept:?}",
                    column.name
                );
            }
        }
    }
}
