//! End-of-call survey: what a participant answered; web clients only (docs: end-of-call-survey-log-schema).

use super::{Category, Fields};
use crate::model::batch::Batch;
use crate::model::id::IdRef;
use crate::model::survey::{Score, SurveyRow};

fields! {
    CALL = "callId";
    CORRELATION = "correlationId";
    PARTICIPANT = "participantId";
    SURVEY = "surveyId";
    OVERALL_ISSUES = "overallCallIssues";
    OVERALL_SCORE = "overallRatingScore";
    OVERALL_LOWER = "overallRatingScoreLowerBound";
    OVERALL_UPPER = "overallRatingScoreUpperBound";
    OVERALL_THRESHOLD = "overallRatingScoreThreshold";
    AUDIO_ISSUES = "audioIssues";
    AUDIO_SCORE = "audioRatingScore";
    AUDIO_LOWER = "audioRatingScoreLowerBound";
    AUDIO_UPPER = "audioRatingScoreUpperBound";
    AUDIO_THRESHOLD = "audioRatingScoreThreshold";
    VIDEO_ISSUES = "videoIssues";
    VIDEO_SCORE = "videoRatingScore";
    VIDEO_LOWER = "videoRatingScoreLowerBound";
    VIDEO_UPPER = "videoRatingScoreUpperBound";
    VIDEO_THRESHOLD = "videoRatingScoreThreshold";
    SCREENSHARE_ISSUES = "screenshareIssues";
    SCREENSHARE_SCORE = "screenshareRatingScore";
    SCREENSHARE_LOWER = "screenshareRatingScoreLowerBound" | "screenshareLowerBound";
    SCREENSHARE_UPPER = "screenshareRatingScoreUpperBound" | "screenshareUpperBound";
    SCREENSHARE_THRESHOLD = "screenshareRatingScoreThreshold" | "screenshareRatingThreshold";
}

pub(super) const CATEGORY: Category = Category {
    name: "CallSurvey",
    aliases: &["ACSCallSurvey", "EndOfCallSurvey"],
    updates: None,
    fields: FIELDS,
    signs: &[&["surveyId"], &["overallRatingScore"]],
    read,
    #[cfg(test)]
    samples: tests::SAMPLES,
    #[cfg(test)]
    check: tests::check,
};

/// Score, bottom, top and threshold of each part, in the order of the model's parts.
const SCORES: [[usize; 4]; 4] = [
    [
        OVERALL_SCORE,
        OVERALL_LOWER,
        OVERALL_UPPER,
        OVERALL_THRESHOLD,
    ],
    [AUDIO_SCORE, AUDIO_LOWER, AUDIO_UPPER, AUDIO_THRESHOLD],
    [VIDEO_SCORE, VIDEO_LOWER, VIDEO_UPPER, VIDEO_THRESHOLD],
    [
        SCREENSHARE_SCORE,
        SCREENSHARE_LOWER,
        SCREENSHARE_UPPER,
        SCREENSHARE_THRESHOLD,
    ],
];

/// Issues of each part.
const ISSUES: [usize; 4] = [
    OVERALL_ISSUES,
    AUDIO_ISSUES,
    VIDEO_ISSUES,
    SCREENSHARE_ISSUES,
];

fn read(fields: &Fields, batch: &mut Batch) {
    let row = SurveyRow {
        call: fields.id(CALL, batch),
        participant: participant(fields, batch),
        survey: fields.id(SURVEY, batch),
        scores: SCORES.map(|[value, lower, upper, threshold]| Score {
            value: fields.num(value),
            lower: fields.num(lower),
            upper: fields.num(upper),
            threshold: fields.num(threshold),
        }),
        issues: ISSUES.map(|field| fields.text(field, batch)),
        generated: fields.generated(),
        hash: fields.hash(),
        source: fields.source(),
    };
    batch.side.surveys.push(row);
}

/// The correlation id of this log is the participant (log-schemas, gotcha 8); where a tool wrote the call there, it
/// names nobody.
fn participant(fields: &Fields, batch: &mut Batch) -> IdRef {
    let own = fields.id(PARTICIPANT, batch);
    let correlation = fields.id(CORRELATION, batch);
    let is_call = correlation == fields.id(CALL, batch);
    if own.is_known() || is_call {
        own
    } else {
        own.or(correlation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const SAMPLES: &[&str] = &[
        r#"{"time":"2023-05-25T17:43:25.7460000Z","resourceId":"/SUBSCRIPTIONS/0A1B/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/ACS1","operationName":"EndOfCallSurvey","operationVersion":"1.0","category":"CallSurvey","correlationId":"22222222-0000-4000-8000-000000000001","properties":{"surveyId":"5e57e700-0000-4000-8000-000000000001","callId":"c0ffee00-0001-4000-8000-000000000001","participantId":"22222222-0000-4000-8000-000000000001","overallCallIssues":"HadToRejoin, OtherIssues","overallRatingScore":2,"overallRatingScoreLowerBound":1,"overallRatingScoreUpperBound":5,"overallRatingScoreThreshold":2,"audioIssues":"null","audioRatingScore":"4","videoIssues":"NoVideoReceived","videoRatingScore":30,"videoRatingScoreLowerBound":0,"videoRatingScoreUpperBound":100,"videoRatingScoreThreshold":50,"screenshareRatingScore":null,"screenshareIssues":null,"screenshareRatingScoreLowerBound":1}}"#,
        r#"{"TenantId":"9","TimeGenerated":"2023-05-25T17:43:25.746Z","OperationName":"CallSurvey","Category":"CallSurvey","CorrelationId":"22222222-0000-4000-8000-000000000001","SurveyId":"5e57e700-0000-4000-8000-000000000001","CallId":"c0ffee00-0001-4000-8000-000000000001","ParticipantId":"22222222-0000-4000-8000-000000000001","OverallCallIssues":"HadToRejoin, OtherIssues","OverallRatingScore":2,"OverallRatingScoreLowerBound":1,"OverallRatingScoreUpperBound":5,"OverallRatingScoreThreshold":2,"AudioIssues":"","AudioRatingScore":"4","VideoIssues":"NoVideoReceived","VideoRatingScore":30,"VideoRatingScoreLowerBound":0,"VideoRatingScoreUpperBound":100,"VideoRatingScoreThreshold":50,"ScreenshareRatingScore":"None","ScreenshareIssues":null,"ScreenshareLowerBound":"1","SourceSystem":"Azure","Type":"ACSCallSurvey","_ResourceId":"/subscriptions/0a1b/resourcegroups/rg1/providers/microsoft.communication/communicationservices/acs1"}"#,
        r#"{"TimeGenerated [UTC]":"5/25/2023, 5:43:25.746 PM","CorrelationId":" 22222222-0000-4000-8000-000000000001","SurveyId":"5e57e700-0000-4000-8000-000000000001","CallId":"c0ffee00-0001-4000-8000-000000000001","OverallCallIssues":"HadToRejoin, OtherIssues","OverallRatingScore":"2","OverallRatingScoreLowerBound":"1","OverallRatingScoreUpperBound":"5","OverallRatingScoreThreshold":"2","AudioIssues":"","AudioRatingScore":"4","VideoIssues":"NoVideoReceived","VideoRatingScore":"30","VideoRatingScoreLowerBound":"0","VideoRatingScoreUpperBound":"100","VideoRatingScoreThreshold":"50","ScreenshareRatingScore":"None","ScreenshareIssues":"","ScreenshareLowerBound":"1"}"#,
        r#"{"TimeGenerated":"2023-05-25T17:43:25.746Z","Category":"CallSurvey","ResourceId":"/SUBSCRIPTIONS/0A1B/RESOURCEGROUPS/RG1/PROVIDERS/MICROSOFT.COMMUNICATION/COMMUNICATIONSERVICES/ACS1","properties":{"surveyId":"5e57e700-0000-4000-8000-000000000001","callId":"c0ffee00-0001-4000-8000-000000000001","participantId":"22222222-0000-4000-8000-000000000001","overallCallIssues":"HadToRejoin, OtherIssues","overallRatingScore":2,"overallRatingScoreLowerBound":1,"overallRatingScoreUpperBound":5,"overallRatingScoreThreshold":2,"audioIssues":"null","audioRatingScore":"4","videoIssues":"NoVideoReceived","videoRatingScore":30,"videoRatingScoreLowerBound":0,"videoRatingScoreUpperBound":100,"videoRatingScoreThreshold":50,"screenshareRatingScore":null,"screenshareIssues":null,"screenshareRatingScoreLowerBound":1,"correlationId":"22222222-0000-4000-8000-000000000001"}}"#,
    ];

    pub(super) fn check(batch: &Batch) {
        let row = batch.side.surveys.get(0);
        let id = |id: crate::model::id::IdRef| batch.ids.get(id.0).to_ascii_lowercase();
        let text = |text: crate::model::id::TextRef| batch.texts.get(text.0);
        assert_eq!(id(row.call), "c0ffee00-0001-4000-8000-000000000001");
        assert_eq!(id(row.participant), "22222222-0000-4000-8000-000000000001");
        assert_eq!(id(row.survey), "5e57e700-0000-4000-8000-000000000001");
        let score = |part: usize| {
            let score = row.scores[part];
            [score.value, score.lower, score.upper, score.threshold]
                .map(crate::model::value::Num::known)
        };
        assert_eq!(score(0), [Some(2.0), Some(1.0), Some(5.0), Some(2.0)]);
        assert_eq!(score(1), [Some(4.0), None, None, None]);
        assert_eq!(score(2), [Some(30.0), Some(0.0), Some(100.0), Some(50.0)]);
        assert_eq!(score(3), [None, Some(1.0), None, None]);
        let issues = row.issues.map(text);
        assert_eq!(
            issues,
            ["HadToRejoin, OtherIssues", "", "NoVideoReceived", ""]
        );
        assert_eq!(
            row.generated.iso().as_deref(),
            Some("2023-05-25T17:43:25.746Z")
        );
    }
}
