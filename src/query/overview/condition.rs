//! The filter behind each number: `verdict=bad`, `due=loss`, `end=410/3112`.

use super::Part;
use crate::model::coverage::{Gap, Log};
use crate::model::facts::code_words;
use crate::model::id::TextRef;
use crate::model::store::Store;
use crate::model::system::system_name;
use crate::model::value::Time;
use crate::query::filter::token;

impl Part {
    /// The filter that keeps just these calls; empty for all.
    pub fn condition(self, store: &Store) -> String {
        self.conditions(store).join(" ")
    }

    /// The same, condition by condition.
    pub fn conditions(self, store: &Store) -> Vec<String> {
        let one = match self {
            Self::All => return Vec::new(),
            Self::Begun(from, to) => {
                let (from, to) = (moment(from), moment(to));
                return vec![format!("start>={from}"), format!("start<{to}")];
            }
            Self::Noted => "to_know".to_owned(),
            Self::Kind(kind) => token("type", kind.name().unwrap_or("missing")),
            Self::Class(class) => token("verdict", class.name()),
            Self::Dropped => "dropped>0".to_owned(),
            Self::Due(dimension) => token("due", dimension.name()),
            // A bare code stands for all of its subcodes.
            Self::End(code, TextRef::MISSING) => {
                return vec![
                    token("code", store.text(code)),
                    "subcode=missing".to_owned(),
                ];
            }
            Self::End(code, subcode) => token("end", &code_words(store, code, subcode)),
            Self::Sdk(TextRef::MISSING) => "sdks=0".to_owned(),
            Self::Sdk(sdk) => token("sdk", store.text(sdk)),
            Self::System(TextRef::MISSING) => "systems=0".to_owned(),
            Self::System(system) => token("os", &system_name(store.text(system))),
            Self::User(user) => token("user", store.id(user)),
            Self::Rated(rating) => token("rating", rating.name()),
        };
        vec![one]
    }
}

/// The filter that keeps the calls with a gap in what was loaded.
pub fn gap_condition(gap: Gap) -> String {
    match gap {
        Gap::WithoutStreams => "not orphan streams=0".to_owned(),
        Gap::WithoutValues => "streams>0 judged_streams=0".to_owned(),
        Gap::Orphan => "orphan".to_owned(),
        Gap::UpdateOnly => "not orphan not final".to_owned(),
        Gap::ClockOff => "clock_off".to_owned(),
        Gap::BeforeSamples(begin) => format!("start<{} not samples", at(begin)),
        Gap::Unlogged { log, from, to } => {
            let lacks = match log {
                Log::Operations => "operations=0",
                Log::Samples => "not samples",
                Log::Diagnostics => "streams=0",
            };
            format!("not orphan start>={} start<{} {lacks}", at(from), at(to))
        }
    }
}

fn at(time: Time) -> String {
    time.ticks().map_or_else(String::new, moment)
}

/// `2026-11-19T02:00Z`: to the second where that is needed, and to what the logs have below it.
fn moment(ticks: i64) -> String {
    let time = Time::from_ticks(ticks);
    let form = match (ticks % Time::SECOND, ticks % (60 * Time::SECOND)) {
        (_, 0) => "%Y-%m-%dT%H:%MZ",
        (0, _) => "%Y-%m-%dT%H:%M:%SZ",
        _ => return time.iso().unwrap_or_default(),
    };
    let utc = time.utc();
    utc.map_or_else(String::new, |time| time.format(form).to_string())
}

#[cfg(test)]
mod tests;
