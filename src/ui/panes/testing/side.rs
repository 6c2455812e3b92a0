//! A call that a service drove, recorded and captioned, and that a user rated.

use super::scenes::group_rows;
use super::{CALL, Rows, Scene, at};
use crate::model::automation::RequestRow;
use crate::model::captions::CaptionsRow;
use crate::model::recording::RecordingRow;
use crate::model::survey::{Score, SurveyRow};
use crate::model::value::Num;

/// The group call with automation, a recording, captions and a poor rating.
pub(crate) fn group_with_services() -> Scene {
    let mut rows = group_rows();
    rows.request(60.0, "Play", "Succeeded", 202.0);
    rows.request(240.0, "Recognize", "Failed", 400.0);
    rows.recording(30.0, 600.0);
    rows.captions(120.0, 900.0);
    rows.survey("p1", 2.0, "NoRemoteVideo");
    rows.scene()
}

impl Rows {
    fn request(&mut self, seconds: f64, name: &str, result: &str, status: f64) {
        let (hash, source) = self.place();
        let batch = &mut self.batch;
        let row = RequestRow {
            call: batch.id(CALL),
            name: batch.text(name),
            result: batch.text(result),
            signature: Num::new(status),
            duration_ms: Num::new(82.0),
            uri: batch.text("https://acs.example/calling/x:do?api-version=1"),
            generated: at(seconds),
            hash,
            source,
            ..RequestRow::default()
        };
        batch.side.requests.push(row);
    }

    fn recording(&mut self, seconds: f64, length: f64) {
        let (hash, source) = self.place();
        let batch = &mut self.batch;
        let row = RecordingRow {
            call: batch.id(CALL),
            recording: batch.id("r1"),
            start: at(seconds),
            length_s: Num::new(length),
            content: batch.text("Audio - Video"),
            end_reason: batch.text("CallEnded"),
            chunks: Num::new(1.0),
            result: batch.text("Succeeded"),
            generated: at(3_000.0),
            hash,
            source,
            ..RecordingRow::default()
        };
        batch.side.recordings.push(row);
    }

    fn captions(&mut self, seconds: f64, length: f64) {
        let (hash, source) = self.place();
        let batch = &mut self.batch;
        let row = CaptionsRow {
            call: batch.id(CALL),
            session: batch.id("s1"),
            language: batch.text("en-us"),
            start: at(seconds),
            duration_s: Num::new(length),
            generated: at(3_000.0),
            hash,
            source,
            ..CaptionsRow::default()
        };
        batch.side.captions.push(row);
    }

    fn survey(&mut self, participant: &str, score: f64, issues: &str) {
        let (hash, source) = self.place();
        let batch = &mut self.batch;
        let mut row = SurveyRow {
            call: batch.id(CALL),
            participant: batch.id(participant),
            generated: at(1_280.0),
            hash,
            source,
            ..SurveyRow::default()
        };
        row.scores[0] = Score {
            value: Num::new(score),
            ..Score::default()
        };
        row.issues[2] = batch.text(issues);
        batch.side.surveys.push(row);
    }
}
