//! The findings of a call as answers have them: rule, certainty, side, text, and the records by file and line.

use crate::model::call::CallDetail;
use crate::model::finding;
use crate::model::store::Store;
use serde::Serialize;

/// A judgement with its evidence.
#[derive(Serialize)]
pub(super) struct Finding {
    pub(super) rule: &'static str,
    pub(super) certainty: &'static str,
    pub(super) text: String,
    pub(super) evidence: Vec<Evidence>,
    side: &'static str,
    legs: Vec<String>,
    from: Option<String>,
    to: Option<String>,
    numbers: Vec<Number>,
    pub(super) against: Vec<String>,
    pub(super) missing: Vec<String>,
    next_step: Option<&'static str>,
    source: &'static str,
}

/// A number with its limit.
#[derive(Serialize)]
struct Number {
    name: String,
    value: String,
    limit: Option<String>,
}

/// A record that proves it.
#[derive(Serialize)]
pub(super) struct Evidence {
    pub(super) file: String,
    pub(super) line: u64,
    says: String,
}

/// All findings, the worst first.
pub(super) fn findings(store: &Store, detail: &CallDetail) -> Vec<Finding> {
    finding::findings(store, detail)
        .into_iter()
        .map(|found| answer(store, detail, found))
        .collect()
}

fn answer(store: &Store, detail: &CallDetail, found: finding::Finding) -> Finding {
    let evidence = found.evidence.into_iter().map(|proof| {
        let (file, line) = store.place(&proof.source);
        Evidence {
            file,
            line,
            says: proof.word,
        }
    });
    let numbers = found.numbers.into_iter().map(|number| Number {
        name: number.name,
        value: number.value,
        limit: Some(number.limit).filter(|limit| !limit.is_empty()),
    });
    let (from, to) = found.span.unwrap_or_default();
    Finding {
        rule: found.rule.name,
        certainty: found.certainty.name(),
        text: found.line,
        evidence: evidence.collect(),
        side: found.party.name(),
        legs: found.legs.iter().map(|&leg| detail.leg_name(leg)).collect(),
        from: from.iso(),
        to: to.iso(),
        numbers: numbers.collect(),
        against: found.against,
        missing: found.missing,
        next_step: found.next,
        source: found.rule.source,
    }
}

#[cfg(test)]
mod tests;
