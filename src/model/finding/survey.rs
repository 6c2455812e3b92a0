//! What a user said against what was measured: told only where the two disagree.

use super::rules::SURVEY_DISAGREES;
use super::scene::Scene;
use super::words;
use super::{Certainty, Evidence, Finding, Party};
use crate::model::side::SideKind;
use crate::model::survey::{Rating, issues, rating, score_words};
use crate::model::verdict::{CallClass, StreamClass};

/// Streams named beside the survey.
const STREAMS_NAMED: usize = 3;

pub(super) fn find(scene: &Scene) -> Vec<Finding> {
    let surveys = scene.detail.side_of(SideKind::Survey);
    let told = surveys.filter_map(|entry| {
        let row = scene.store.side.surveys.get(entry.row as usize);
        let class = scene.detail.verdict.class;
        let (certainty, measured, wanted) = match (rating(&row)?, class) {
            (Rating::Poor, CallClass::Ok) => (
                Certainty::Certain,
                "every judged stream is inside its limits",
                StreamClass::Ok,
            ),
            (Rating::Poor, CallClass::NotJudged) => (
                Certainty::Possible,
                "nothing was measured",
                StreamClass::NotJudged,
            ),
            (Rating::Good, CallClass::Bad) => (
                Certainty::Certain,
                "the call is bad by its records",
                StreamClass::Poor,
            ),
            _ => return None,
        };
        let tags = issues(scene.store, &row).join(", ");
        let tags = if tags.is_empty() {
            tags
        } else {
            format!(" ({tags})")
        };
        let line = format!(
            "{}rated {}{tags}, yet {measured}",
            words::leg_words(scene.detail, entry.leg),
            score_words(&row)
        );
        let streams = scene.detail.streams.iter().filter(|stream| {
            stream.verdict.class == wanted && (entry.leg.is_none() || stream.leg == entry.leg)
        });
        let survey = Evidence {
            source: entry.source,
            word: format!("survey {}", score_words(&row)),
        };
        let leg = entry.leg.and_then(|leg| scene.leg_proof(leg));
        Some(
            Finding::new(&SURVEY_DISAGREES, certainty, Party::Unknown, line)
                .brief("survey".to_owned())
                .legs(entry.leg)
                .proofs([survey])
                .proofs(
                    streams
                        .take(STREAMS_NAMED)
                        .map(|stream| scene.stream_proof(stream)),
                )
                .proofs(leg)
                .missing((class == CallClass::NotJudged).then(|| "call diagnostics".to_owned())),
        )
    });
    told.collect()
}
