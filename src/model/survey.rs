//! What users said at the end of a call (docs: end-of-call-survey-log-schema).

use super::call::CallDetail;
use super::id::{IdRef, TextRef};
use super::side::SideKind;
use super::source::Source;
use super::store::Store;
use super::table::table;
use super::value::{Num, Time};

/// The rated parts, in the order of the columns.
pub const PARTS: [&str; 4] = ["overall", "audio", "video", "screenshare"];

/// The top of the default scale (docs: end-of-call-survey-concept).
const USUAL_TOP: f64 = 5.0;

/// One score with its scale. Custom scales lie within 0 to 100.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// What was given.
    pub value: Num,
    /// Bottom of the scale.
    pub lower: Num,
    /// Top of the scale.
    pub upper: Num,
    /// A score above it is good, one at or below it is not.
    pub threshold: Num,
}

impl Score {
    /// The score on a scale up to 5, as the product's own query has it.
    pub fn of_five(self) -> Option<f64> {
        let upper = self.upper.known().filter(|&top| top > 0.0);
        Some(self.value.known()? * USUAL_TOP / upper.unwrap_or(USUAL_TOP))
    }

    /// `2/5`; the top is 5 where the log has none.
    pub fn words(self) -> Option<String> {
        let upper = self.upper.known().unwrap_or(USUAL_TOP);
        Some(format!("{}/{upper}", self.value.known()?))
    }
}

table! {
    /// End-of-call survey rows.
    Surveys of
    /// What one participant answered (log-schemas, End of call survey).
    SurveyRow {
        /// `callId`.
        call: IdRef,
        /// `participantId`, else `correlationId`, which holds the participant in this log.
        participant: IdRef,
        /// `surveyId`.
        survey: IdRef,
        /// Scores in the order of [`PARTS`].
        scores: [Score; 4],
        /// Reported issues in the order of [`PARTS`], comma lists as logged.
        issues: [TextRef; 4],
        /// `time` / `TimeGenerated`: about when it was answered.
        generated: Time,
        /// Of the whole record.
        hash: u64,
        /// Where it stands.
        source: Source,
    }
}

/// What a score means in a word (call-diagnostics-rules, *call rating*).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rating {
    /// From 4.5 of 5.
    Good,
    /// From 3 of 5.
    Average,
    /// Below.
    Poor,
}

impl Rating {
    /// The rating of a mean score out of 5.
    pub fn of(mean: f64) -> Self {
        if mean >= 4.5 {
            Self::Good
        } else if mean >= 3.0 {
            Self::Average
        } else {
            Self::Poor
        }
    }

    /// The word of screens and answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Good => "Good",
            Self::Average => "Average",
            Self::Poor => "Poor",
        }
    }
}

/// The rating of one answer; none without an overall score.
pub fn rating(row: &SurveyRow) -> Option<Rating> {
    row.scores[0].of_five().map(Rating::of)
}

/// All issues of an answer in the order of the parts, each once.
pub fn issues<'a>(store: &'a Store, row: &SurveyRow) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for text in row.issues {
        for issue in tags(store.text(text)) {
            if !found.contains(&issue) {
                found.push(issue);
            }
        }
    }
    found
}

/// The tags of a comma list.
pub fn tags(list: &str) -> impl Iterator<Item = &str> {
    list.split([',', ';'])
        .map(|tag| tag.trim_matches(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '"')))
        .filter(|tag| !tag.is_empty())
}

/// `2/5 Poor`, else the first part that has a score: `audio 3/5`.
pub fn score_words(row: &SurveyRow) -> String {
    if let (Some(score), Some(rating)) = (row.scores[0].words(), rating(row)) {
        return format!("{score} {}", rating.name());
    }
    let mut parts = PARTS.iter().zip(row.scores);
    parts
        .find_map(|(part, score)| Some(format!("{part} {}", score.words()?)))
        .unwrap_or_default()
}

/// The answers of a call in one piece, the worst first: `survey 2/5 Poor: NoRemoteVideo`, `3 surveys, worst 2/5 Poor`.
pub fn words(store: &Store, detail: &CallDetail) -> Option<String> {
    let rows = detail.side_of(SideKind::Survey);
    let rows: Vec<SurveyRow> = rows
        .map(|entry| store.side.surveys.get(entry.row as usize))
        .collect();
    let of_five = |row: &SurveyRow| row.scores[0].of_five().unwrap_or(f64::MAX);
    let worst = rows
        .iter()
        .min_by(|a, b| of_five(a).total_cmp(&of_five(b)))?;
    let mut words = match rows.len() {
        1 => "survey".to_owned(),
        several => format!("{several} surveys, worst"),
    };
    let given = score_words(worst);
    if !given.is_empty() {
        words = format!("{words} {given}");
    }
    let issues = issues(store, worst).join(", ");
    if !issues.is_empty() {
        words = format!("{words}: {issues}");
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(value: &str, upper: &str) -> Score {
        Score {
            value: Num::parse(value),
            upper: Num::parse(upper),
            ..Score::default()
        }
    }

    #[test]
    fn ratings_follow_the_scale_that_was_used() {
        let table = [
            ("5", "5", Some(Rating::Good)),
            ("4.5", "", Some(Rating::Good)),
            ("4.49", "5", Some(Rating::Average)),
            ("3", "5", Some(Rating::Average)),
            ("2.99", "5", Some(Rating::Poor)),
            ("2", "null", Some(Rating::Poor)),
            ("90", "100", Some(Rating::Good)),
            ("50", "100", Some(Rating::Poor)),
            ("4", "0", Some(Rating::Average)),
            ("", "5", None),
            ("Redacted", "5", None),
        ];
        for (value, upper, wanted) in table {
            let found = score(value, upper).of_five().map(Rating::of);
            assert_eq!(found, wanted, "{value} of {upper}");
        }
        assert_eq!(score("2", "").words().as_deref(), Some("2/5"));
        assert_eq!(score("70", "100").words().as_deref(), Some("70/100"));
    }

    #[test]
    fn lists_of_tags_come_in_several_spellings() {
        let found = |list| tags(list).collect::<Vec<_>>();
        assert_eq!(found("Echo, AudioNoise"), ["Echo", "AudioNoise"]);
        assert_eq!(found(r#"["Echo";"Freezes"]"#), ["Echo", "Freezes"]);
        assert!(found(" , ").is_empty());
    }
}
