//! The truth table: what each story is, and that the program says so by its first line, with proofs.
//!
//! The healthy corpus holds no finding at all, and a story without one of its logs is still told rightly, or not told.

use std::collections::BTreeMap;
use std::fs;
use std::sync::mpsc;

use callscope::load::{Input, LoadOptions, Progress, start};
use callscope::model::finding::{Certainty, Finding, Party, findings};
use callscope::model::id::CallIx;
use callscope::model::store::Store;
use callscope::model::verdict::CallClass;

use crate::run::{Made, SEED, Size, Wanted, make};
use crate::sink::{Category, Memory, Sink};
use crate::stories::STORIES;

/// What is known of a story.
struct Truth {
    story: &'static str,
    /// The first finding; none where nothing is wrong.
    rule: &'static str,
    certainty: Certainty,
    party: Party,
    /// Parts of the first line.
    says: &'static [&'static str],
    /// Other rules that may stand first when a log is missing, beside nothing and "cannot tell".
    fallback: &'static [&'static str],
}

use Certainty::{Certain, Likely};

const fn truth(
    story: &'static str,
    (rule, certainty, party): (&'static str, Certainty, Party),
    says: &'static [&'static str],
    fallback: &'static [&'static str],
) -> Truth {
    Truth {
        story,
        rule,
        certainty,
        party,
        says,
        fallback,
    }
}

/// Story, first finding, how sure, whose side, words, what may take its place without one of the logs.
#[rustfmt::skip]
const TRUTHS: [Truth; 21] = [
    truth("frozen-video-rejoin", ("uplink", Certain, Party::Sender),
        &["uplink, loss max 31 %", "saw its video still ~30 s from 02:13:", "dropped 02:15:58Z 410/3101", "rejoined after 4 s"],
        &["network_lost", "leg_dropped", "network_not_recovered", "stream_burst_rtt"]),
    truth("no-relay-one-user", ("no_media_path", Certain, Party::Network),
        &["410/3112", "this user 6 of 6 calls: firewall or set-up"], &["network_not_recovered", "operation_failed"]),
    truth("rtt-most-legs", ("common_path", Likely, Party::CommonPath),
        &["on 7 of 9 legs from 01:51:", "server side or common path", "not P"], &["network_recovered", "stream_poor_rtt"]),
    truth("loss-bursts", ("stream_burst_loss", Certain, Party::Receiver),
        &["loss max 44 %", "burst", "in audio (+1 more leg)"], &[]),
    truth("muted-speech", ("muted_speech", Certain, Party::User),
        &["P1 spoke while muted 3 times", "not the network"], &[]),
    truth("camera-failure", ("camera_failure", Certain, Party::Device),
        &["P1 camera: CameraStartTimedOut", "CameraFreeze"], &["video_frozen"]),
    truth("one-way-audio-p2p", ("one_way_audio", Certain, Party::Device),
        &["sent no audio stream (P2P: only outbound streams are logged): MicrophoneNotFunctioning"],
        &["microphone_failure", "one_way_audio"]),
    truth("page-hidden-mobile", ("page_hidden", Likely, Party::User),
        &["P1 page in the background from 23:45:0", "for 70 s"], &["video_frozen"]),
    truth("client-clock-47s", ("clock_off", Certain, Party::Device),
        &["client clock 47 s ahead of the service"], &[]),
    truth("server-error-500", ("server_error", Certain, Party::Server),
        &["dropped 500/10045 UnexpectedServerError", "(+2 more legs)"], &["operation_failed"]),
    truth("tcp-fallback", ("tcp_fallback", Likely, Party::Network),
        &["on TCP, UDP did not get through: jitter", "on UDP clean"], &[]),
    truth("cpu-limited", ("cpu_limit", Likely, Party::Device),
        &["P1 short of CPU", "fps from the camera", "network clean"], &["stream_poor_frame_rate"]),
    truth("downlink-loss", ("downlink", Certain, Party::Receiver),
        &["P1 downlink, loss 16 %", "NetworkReceiveQuality Bad 61 s"], &["downlink", "network_recovered"]),
    truth("access-network", ("access_network", Certain, Party::Network),
        &["P1 network, both ways, loss 15 %"], &["access_network", "network_recovered"]),
    truth("p2p-uplink", ("p2p_path", Likely, Party::Sender),
        &["P1 uplink: loss 17 %", "only outbound streams are logged"], &["network_recovered", "stream_poor_loss"]),
    truth("microphone-in-use", ("microphone_failure", Certain, Party::Device),
        &["P1 microphone: MicrophoneNotFunctioningDeviceInUse 63 s"], &[]),
    truth("no-bandwidth", ("bandwidth_limit", Likely, Party::Sender),
        &["P1 short of bandwidth", "1500 advised"], &["stream_poor_resolution", "stream_poor_bitrate"]),
    truth("unexplained-freeze", ("video_frozen", Certain, Party::Unknown),
        &["P1 saw", "video still ~5", "cannot tell why without client operations of"], &[]),
    truth("no-relay-passing", ("no_media_path", Certain, Party::Network),
        &["410/3112", "this user 1 of 9 calls: now and then"], &["network_not_recovered", "operation_failed"]),
    truth("survey-disagrees", ("survey_disagrees", Certain, Party::Unknown),
        &["rated 1/5 Poor (NoRemoteAudio)", "yet every judged stream is inside its limits"], &["survey_disagrees"]),
    truth("bot-hang-up", ("automation_failed", Likely, Party::Application),
        &["Play Failed 400/8536", "2 s before HangUp by the bot", "/calling/callConnections/", "leg not named"],
        &["automation_failed"]),
];

/// Stories in which nothing is wrong.
const HEALTHY: [&str; 6] = [
    "pstn-group",
    "cross-tenant-redacted",
    "bot-call",
    "healthy-control",
    "summary-only",
    "orphan-diagnostics",
];

/// Lines of one log.
type Logs = BTreeMap<&'static str, Vec<u8>>;

/// All stories once, with the calls of each.
struct Corpus {
    logs: Logs,
    calls: Vec<(&'static str, String)>,
}

fn generated(size: Size, seed: u64) -> (Made, Memory) {
    let mut memory = Memory::default();
    let wanted = Wanted {
        size,
        seed,
        bad: 0.0,
    };
    let made = make(wanted, &mut memory).expect("memory takes everything");
    memory.finish().expect("memory sorts");
    (made, memory)
}

fn logs_of(memory: &Memory) -> Logs {
    let mut logs = Logs::new();
    for (_, category, line) in &memory.records {
        let log = match category {
            Category::SummaryUpdates => Category::Summary,
            Category::DiagnosticsUpdates => Category::Diagnostics,
            other => *other,
        };
        logs.entry(log.name()).or_default().extend(line);
    }
    logs
}

fn corpus() -> Corpus {
    let (made, memory) = generated(Size::StoriesOf(25_000_000), SEED);
    let mut logs = logs_of(&memory);
    let named = STORIES.iter().zip(&made.story_calls);
    let last = |calls: &Vec<String>| calls.last().cloned().unwrap_or_default();
    let mut calls: Vec<(&str, String)> = named
        .map(|(story, calls)| (story.name, last(calls)))
        .collect();
    // Two further stories are healthy calls to which a user and a bot add something.
    let id = |name: &str| {
        let found = calls.iter().find(|(story, _)| *story == name);
        found.map(|(_, id)| id.clone()).unwrap_or_default()
    };
    let (rated, automated) = (id("healthy-control"), id("bot-call"));
    logs.insert("CallSurvey", survey(&rated, "21:15:11"));
    logs.insert("CallAutomation", automation(&automated));
    calls.push(("survey-disagrees", rated));
    calls.push(("bot-hang-up", automated));
    Corpus { logs, calls }
}

/// A user is unhappy with a call in which nothing was wrong.
fn survey(call: &str, _time: &str) -> Vec<u8> {
    format!(
        "{{\"time\":\"2026-11-18T14:21:00Z\",\"category\":\"CallSurvey\",\"operationName\":\"EndOfCallSurvey\",\
         \"correlationId\":\"{call}\",\"properties\":{{\"surveyId\":\"5e57e700-0000-4000-8000-000000000001\",\
         \"callId\":\"{call}\",\"overallRatingScore\":1,\"overallRatingScoreLowerBound\":1,\
         \"overallRatingScoreUpperBound\":5,\"audioIssues\":\"NoRemoteAudio\",\"audioRatingScore\":1}}}}\n"
    )
    .into_bytes()
}

/// A prompt that cannot be fetched, and a bot that hangs up on it.
fn automation(call: &str) -> Vec<u8> {
    const OPERATION: &str = "90ff1c22-0000-4000-8000-000000000001";
    let request = |time: &str, name: &str, status: u16, operation: &str| {
        format!(
            "{{\"time\":\"2026-11-18T{time}Z\",\"category\":\"CallAutomationOperational\",\"operationName\":\"{name}\",\
             \"correlationId\":\"{call}\",\"resultType\":\"Succeeded\",\"resultSignature\":\"{status}\",\
             \"durationMs\":\"80\",\"properties\":{{\"callConnectionId\":\"41301300-0000-4000-8000-000000000001\",\
             \"operationId\":\"{operation}\",\"uri\":\"https://acs1.example/calling/callConnections/41301300:{name}\"}}}}\n"
        )
    };
    let outcome = format!(
        "{{\"time\":\"2026-11-18T21:08:10Z\",\"category\":\"CallAutomationMediaSummary\",\"operationName\":\"Play\",\
         \"correlationId\":\"{call}\",\"resultType\":\"Failed\",\"properties\":{{\"operationId\":\"{OPERATION}\",\
         \"resultCode\":400,\"resultSubcode\":\"8536\",\"resultMessage\":\"File not reachable.\"}}}}\n"
    );
    let play = request("21:08:09", "Play", 202, OPERATION);
    let hang_up = request("21:08:12", "HangUp", 204, "");
    [play, outcome, hang_up].concat().into_bytes()
}

/// Loads logs as files of a folder, without some.
fn load(logs: &Logs, without: &[&str]) -> Store {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, lines) in logs.iter().filter(|(name, _)| !without.contains(name)) {
        fs::write(folder.path().join(format!("{name}.jsonl")), lines).expect("a file");
    }
    let inputs = vec![Input::from_argument(folder.path().into())];
    let (send, received) = mpsc::sync_channel(8);
    let loader = start(inputs, LoadOptions::default(), move |news| {
        send.send(news).is_ok()
    });
    let mut store = Store::new();
    for news in received {
        match news {
            Progress::Files { names, skipped, .. } => store.note_inputs(names, skipped),
            Progress::Batch { batch, .. } => store.absorb(&batch),
            Progress::Done { .. } => break,
        }
    }
    loader.join();
    store.settle();
    store
}

fn call_of(store: &Store, id: &str) -> Option<CallIx> {
    let mut calls = store.calls();
    calls.find(|&call| store.id(store.call_id(call)) == id)
}

fn findings_of(store: &Store, call: CallIx) -> Vec<Finding> {
    findings(store, &store.detail(call))
}

fn told(store: &Store, found: &[Finding]) -> String {
    let lines = found.iter().map(|finding| {
        let proofs = finding
            .evidence
            .iter()
            .map(|proof| store.place(&proof.source).1.to_string());
        let proofs: Vec<String> = proofs.collect();
        format!(
            "{} {} {}: {} [{}]",
            finding.rule.name,
            finding.certainty.name(),
            finding.party.name(),
            finding.line,
            proofs.join(" ")
        )
    });
    lines.collect::<Vec<_>>().join("\n  ")
}

#[test]
fn every_story_is_named_by_its_first_line_with_two_proofs_or_more() {
    let corpus = corpus();
    let store = load(&corpus.logs, &[]);
    let mut wrong = Vec::new();
    for truth in &TRUTHS {
        let known = corpus.calls.iter().find(|(story, _)| *story == truth.story);
        let call = known
            .and_then(|(_, id)| call_of(&store, id))
            .expect(truth.story);
        let found = findings_of(&store, call);
        let is_told = found.first().is_some_and(|first| {
            let line = &*store.facts(call).reason.line;
            first.rule.name == truth.rule
                && first.certainty == truth.certainty
                && first.party == truth.party
                && truth.says.iter().all(|part| first.line.contains(part))
                && first.evidence.len() >= 2
                && first
                    .evidence
                    .iter()
                    .all(|proof| store.place(&proof.source).1 > 0)
                && line == first.line
        });
        if !is_told {
            let line = &store.facts(call).reason.line;
            wrong.push(format!(
                "{}: {line}\n  {}",
                truth.story,
                told(&store, &found)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn stories_in_which_nothing_is_wrong_have_no_finding() {
    let corpus = corpus();
    let store = load(&corpus.logs, &["CallSurvey", "CallAutomation"]);
    for name in HEALTHY {
        let known = corpus.calls.iter().find(|(story, _)| *story == name);
        let call = known.and_then(|(_, id)| call_of(&store, id)).expect(name);
        let found = findings_of(&store, call);
        assert!(found.is_empty(), "{name}\n  {}", told(&store, &found));
    }
}

#[test]
fn every_story_has_its_truth() {
    for story in &STORIES {
        let is_known = TRUTHS.iter().any(|truth| truth.story == story.name);
        assert!(is_known != HEALTHY.contains(&story.name), "{}", story.name);
    }
}

#[test]
fn healthy_calls_raise_no_alarm() {
    let mut calls = 0;
    for seed in 0..3 {
        let (made, memory) = generated(Size::HealthyOf(4_500_000), seed);
        calls += made.calls;
        let store = load(&logs_of(&memory), &[]);
        let alarms: Vec<String> = store
            .calls()
            .map(|call| (call, findings_of(&store, call)))
            .filter(|(_, found)| !found.is_empty())
            .map(|(call, found)| {
                let id = store.id(store.call_id(call));
                format!("{id} {}", told(&store, &found))
            })
            .collect();
        let count = alarms.len();
        assert_eq!(count, 0, "{}", alarms.join("\n"));
        let is_bad = |call: &CallIx| {
            let class = store.facts(*call).verdict.class;
            matches!(class, CallClass::Bad | CallClass::Burst)
        };
        assert_eq!(store.calls().filter(is_bad).count(), 0);
    }
    assert!(calls > 100, "{calls}");
}

#[test]
fn a_story_without_one_of_its_logs_is_told_rightly_or_not_at_all() {
    let corpus = corpus();
    let mut wrong = Vec::new();
    for log in corpus.logs.keys() {
        let store = load(&corpus.logs, &[log]);
        for truth in &TRUTHS {
            let known = corpus.calls.iter().find(|(story, _)| *story == truth.story);
            let Some(call) = known.and_then(|(_, id)| call_of(&store, id)) else {
                continue;
            };
            let found = findings_of(&store, call);
            let Some(first) = found.first() else { continue };
            let is_same = first.rule.name == truth.rule && first.party == truth.party;
            let is_open = first.certainty == Certainty::Possible;
            let is_less = truth.fallback.contains(&first.rule.name);
            if !(is_same || is_open || is_less) || first.certainty < truth.certainty && is_same {
                wrong.push(format!(
                    "{} without {log}:\n  {}",
                    truth.story,
                    told(&store, &found)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
