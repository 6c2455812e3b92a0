//! End-of-call surveys of web clients: what a participant felt, as far as the plan of the call tells it.
//!
//! One story says otherwise on purpose: all measurements fine, and still an unhappy user.

use std::io;

use crate::around::established;
use crate::build::{SECOND, World};
use crate::line::Line;
use crate::plan::{Call, Endpoint, Leg, Media, Stream};
use crate::records::Writer;
use crate::rng::Rng;
use crate::sink::Category;

/// Scores of the whole, sound, picture and shared screen, 1 to 5, none where the medium was not there; issues of each.
#[derive(Default)]
struct Answer {
    scores: [Option<i64>; 4],
    issues: [Vec<&'static str>; 4],
}

/// Beginning of the id of the call whose user disagrees with the measurements: an echo, which no metric shows.
const DISAGREES: &str = "77ab3c10";

/// Stories whose users are asked whatever the chances.
const ALWAYS: [&str; 6] = [
    DISAGREES, "7f3c9a12", "5a1177be", "aa91d0c4", "21c07d8f", "f2e8b001",
];

/// Parts of a survey as the columns name them.
const PARTS: [&str; 4] = ["overall", "audio", "video", "screenshare"];

/// Writes the answers of some of the web clients; in a story of [`ALWAYS`] of the one who suffered most.
pub(crate) fn write(
    out: &mut Writer<'_>,
    rng: &mut Rng,
    world: World,
    call: &Call,
) -> io::Result<()> {
    let share = if world.sparse { 0.2 } else { 0.06 };
    let legs = established(call).filter(|leg| leg.endpoint == Endpoint::Client && leg.device.web);
    let mut answers: Vec<_> = legs.map(|leg| (leg, Answer::to(leg, rng))).collect();
    if ALWAYS.iter().any(|prefix| call.id.starts_with(prefix)) {
        let worst = answers.into_iter().min_by_key(|(_, answer)| answer.sum());
        answers = worst.into_iter().collect();
    } else {
        answers.retain(|_| rng.chance(share));
    }
    for (leg, mut answer) in answers {
        if call.id.starts_with(DISAGREES) {
            answer = Answer::of_an_echo();
        }
        row(out, rng, (call, leg), &answer)?;
    }
    Ok(())
}

fn row(
    out: &mut Writer<'_>,
    rng: &mut Rng,
    (call, leg): (&Call, &Leg),
    answer: &Answer,
) -> io::Result<()> {
    let place = (
        Category::Survey,
        leg.leave + rng.range(8 * SECOND, 70 * SECOND),
    );
    // In this log the outer correlation is the participant.
    let line = out.envelope(place, "EndOfCallSurvey", Some(&leg.id));
    line.text("surveyId", &rng.guid());
    line.text("callId", &call.id);
    line.text("participantId", &leg.id);
    for (part, name) in PARTS.iter().enumerate() {
        score(line, name, answer.scores[part]);
        let key = if part == 0 {
            "overallCallIssues".to_owned()
        } else {
            format!("{name}Issues")
        };
        if answer.issues[part].is_empty() {
            line.null(&key);
        } else {
            line.text(&key, &answer.issues[part].join(", "));
        }
    }
    out.send(place, 1)
}

fn score(line: &mut Line, name: &str, value: Option<i64>) {
    let scale = [
        ("", value),
        ("LowerBound", value.map(|_| 1)),
        ("UpperBound", value.map(|_| 5)),
        ("Threshold", value.map(|_| 2)),
    ];
    for (what, number) in scale {
        let key = format!("{name}RatingScore{what}");
        match number {
            Some(number) => line.int(&key, number, false),
            None => line.null(&key),
        }
    }
}

impl Answer {
    fn of_an_echo() -> Self {
        let issues = [vec![], vec!["Echo", "AudioNoise"], vec![], vec![]];
        Self {
            scores: [Some(1), Some(1), None, None],
            issues,
        }
    }

    fn sum(&self) -> i64 {
        self.scores.iter().flatten().sum()
    }

    /// What the streams of the leg let one hear and see.
    fn to(leg: &Leg, rng: &mut Rng) -> Self {
        let mut answer = Self::default();
        let sound: Vec<_> = of(leg, Media::Audio).collect();
        if !sound.is_empty() {
            answer.hear(&sound, rng);
        }
        for (part, media) in [(2, Media::Video), (3, Media::Screen)] {
            let pictures: Vec<_> = of(leg, media).filter(|s| !s.outbound).collect();
            if !pictures.is_empty() {
                answer.see(part, &pictures, rng);
            }
        }
        let worst = answer.scores[1..].iter().flatten().min();
        let mut overall = worst.map_or(5, |worst| (worst + rng.range(0, 2)).min(5));
        if leg.end.2 != "Success" {
            overall = 1;
            answer.issues[0].push("CallEndedUnexpectedly");
        } else if !leg.fresh_client {
            overall = overall.min(2);
            answer.issues[0].push("HadToRejoin");
        }
        answer.scores[0] = Some(overall);
        answer
    }

    fn hear(&mut self, streams: &[&Stream], rng: &mut Rng) {
        let received = streams.iter().filter(|stream| !stream.outbound);
        let lost = received
            .clone()
            .map(|stream| stream.mean(|quality| quality.loss))
            .fold(0.0, f64::max);
        let top = received
            .clone()
            .map(|stream| stream.peak(|quality| quality.loss))
            .fold(0.0, f64::max);
        let silent = received
            .clone()
            .any(|stream| stream.mean(|quality| quality.level) < 500.0);
        let (score, issue) = if silent || received.count() == 0 {
            (1, "NoRemoteAudio")
        } else if lost > 0.05 {
            (rng.range(1, 3), "DistortedSpeech")
        } else if top > 0.08 {
            (rng.range(2, 4), "AudioInterruption")
        } else {
            (rng.range(4, 6), "")
        };
        self.say(1, score, issue);
    }

    fn see(&mut self, part: usize, streams: &[&Stream], rng: &mut Rng) {
        let still = |stream: &&Stream| stream.mean(|quality| f64::from(u8::from(quality.frozen)));
        let frozen = streams.iter().map(still).fold(0.0, f64::max);
        let slow = streams
            .iter()
            .any(|stream| stream.mean(|quality| quality.fps_out) < 5.0);
        let (score, issue) = if frozen > 0.02 {
            (rng.range(1, 3), "Freezes")
        } else if slow {
            (rng.range(2, 4), "LowQuality")
        } else {
            (rng.range(4, 6), "")
        };
        self.say(part, score, issue);
    }

    fn say(&mut self, part: usize, score: i64, issue: &'static str) {
        self.scores[part] = Some(score);
        if !issue.is_empty() {
            self.issues[part].push(issue);
        }
    }
}

fn of(leg: &Leg, media: Media) -> impl Iterator<Item = &Stream> {
    let streams = leg.streams.iter();
    streams.filter(move |stream| stream.media == media)
}
