//! The columns of the call list: one row each.

use super::calls::{CallField, Key};
use crate::model::facts::{CallFacts, code_words};
use crate::model::id::TextRef;
use crate::model::store::Store;

const fn field(name: &'static str, title: &'static str, key: Key) -> CallField {
    CallField { name, title, key }
}

/// A comma before all but the first word.
fn separate(to: &mut String, at: usize) {
    if at > 0 {
        to.push_str(", ");
    }
}

fn words(store: &Store, texts: &[TextRef], to: &mut String) {
    for (at, &text) in texts.iter().enumerate() {
        separate(to, at);
        to.push_str(store.text(text));
    }
}

fn numbers(texts: &[TextRef], to: &mut Vec<u32>) {
    to.extend(texts.iter().map(|text| text.0));
}

fn end_codes(store: &Store, facts: &CallFacts, to: &mut String) {
    for (at, &(code, subcode)) in facts.end_codes.iter().enumerate() {
        separate(to, at);
        to.push_str(&code_words(store, code, subcode));
    }
}

fn poor_due_to(facts: &CallFacts, to: &mut String) {
    for (at, dimension) in facts.verdict.poor_due_to.iter().enumerate() {
        separate(to, at);
        to.push_str(dimension.name());
    }
}

/// All columns; those of measures in the order of [`crate::model::metric::METRICS`], which a test holds.
#[rustfmt::skip]
pub(super) static FIELDS: [CallField; 41] = [
    field("call_id", "CALL", Key::CallId),
    field("start", "START", Key::Moment(CallFacts::shown_start)),
    field("duration_s", "DUR", Key::Number(|f| f.duration_s)),
    field("type", "TYPE", Key::Text(|f| f.kind.name().unwrap_or_default())),
    field("legs", "LEGS", Key::Count(|f| f.legs)),
    field("participants", "PART", Key::Count(|f| f.participants)),
    field("endpoints", "ENDP", Key::Count(|f| f.endpoints)),
    field("streams", "STR", Key::Count(|f| f.streams)),
    field("verdict", "VERDICT", Key::Severity),
    field("reason", "WORST", Key::Text(|f| &f.reason.line)),
    field("poor_streams", "POOR", Key::Count(|f| f.verdict.poor_streams)),
    field("burst_streams", "BURST", Key::Count(|f| f.verdict.burst_streams)),
    field("judged_streams", "JUDGED", Key::Count(|f| f.verdict.judged_streams)),
    field("poor_due_to", "POOR DUE TO", Key::Texts(|f, to| to.extend(f.verdict.poor_due_to.iter().map(|d| d as u32)), |s, c, to| poor_due_to(s.facts(c), to))),
    field("dropped", "DROPPED", Key::Count(|f| f.verdict.dropped)),
    field("impacted", "IMPACTED", Key::Count(|f| u32::from(f.verdict.is_impacted()))),
    field("issues", "ISSUES", Key::Count(|f| f.issues.total())),
    field("operations", "OPS", Key::Count(|f| f.operations)),
    field("end_codes", "ENDS", Key::Texts(|f, to| f.end_codes.iter().for_each(|(code, subcode)| to.extend([code.0, subcode.0])), |s, c, to| end_codes(s, s.facts(c), to))),
    field("sdk", "SDK", Key::Texts(|f, to| numbers(&f.sdks, to), |s, c, to| words(s, &s.facts(c).sdks, to))),
    field("os", "OS", Key::Texts(|f, to| numbers(&f.systems, to), |s, c, to| words(s, &s.facts(c).systems, to))),
    field("teams_thread_id", "THREAD", Key::Id(|f| f.thread)),
    field("orphan", "ORPHAN", Key::Count(|f| u32::from(f.is_orphan))),
    field("final", "FINAL", Key::Count(|f| u32::from(f.is_final))),
    field("open_network", "UFD OPEN", Key::Count(|f| f.verdict.open_network)),
    field("jitter_avg", "JITTER", Key::Worst(0)),
    field("jitter_max", "JITTER MAX", Key::Worst(1)),
    field("rtt_avg", "RTT", Key::Worst(2)),
    field("rtt_max", "RTT MAX", Key::Worst(3)),
    field("loss_avg", "LOSS", Key::Worst(4)),
    field("loss_max", "LOSS MAX", Key::Worst(5)),
    field("jitter_buffer_avg", "BUFFER", Key::Worst(6)),
    field("jitter_buffer_max", "BUFFER MAX", Key::Worst(7)),
    field("healed_avg", "HEALED", Key::Worst(8)),
    field("healed_max", "HEALED MAX", Key::Worst(9)),
    field("frame_rate", "FPS", Key::Worst(10)),
    field("resolution", "HEIGHT", Key::Worst(11)),
    field("freeze", "FREEZE", Key::Worst(12)),
    field("packets", "PACKETS", Key::Worst(13)),
    field("bitrate_avg", "BITRATE", Key::Worst(14)),
    field("bitrate_max", "BITRATE MAX", Key::Worst(15)),
];
