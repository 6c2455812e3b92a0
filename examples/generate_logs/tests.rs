//! Tests of the generator: same bytes for the same arguments, valid records, the promised mix.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use serde_json::Value;

mod changes;

use crate::run::{Made, Size, Wanted, make};
use crate::sink::{CATEGORIES, Category, Memory};
use crate::stories::STORIES;

fn made(size: u64, seed: u64) -> (Made, Memory) {
    let mut memory = Memory::default();
    let wanted = Wanted {
        size: Size::Bytes(size),
        seed,
        bad: 0.03,
    };
    let made = make(wanted, &mut memory).expect("memory takes everything");
    (made, memory)
}

fn bytes(memory: &Memory) -> Vec<u8> {
    let lines = memory.records.iter();
    lines.flat_map(|(_, _, line)| line.clone()).collect()
}

fn values(memory: &Memory) -> Vec<(Category, Value)> {
    let lines = memory.records.iter();
    lines
        .map(|(_, category, line)| {
            let value = serde_json::from_slice(line).expect("each line is one JSON value");
            (*category, value)
        })
        .collect()
}

/// A number that may be written as text.
fn number(value: &Value) -> f64 {
    match value {
        Value::String(text) => text.parse().expect("a number as text"),
        other => other.as_f64().expect("a number"),
    }
}

#[test]
fn same_seed_gives_same_bytes_and_another_seed_others() {
    let (_, first) = made(2_000_000, 1);
    let (_, again) = made(2_000_000, 1);
    let (_, other) = made(2_000_000, 2);
    assert!(bytes(&first) == bytes(&again));
    assert!(bytes(&first) != bytes(&other));
}

#[test]
fn every_line_is_a_record_of_its_category() {
    let (_, memory) = made(2_000_000, 3);
    for (category, value) in values(&memory) {
        assert_eq!(value["category"], category.name());
        assert!(value["properties"].is_object());
        assert!(value["time"].as_str().is_some_and(|time| time.len() == 24));
        let client = matches!(category, Category::Operations | Category::MediaStats);
        assert_eq!(value.get("correlationId").is_none(), client);
    }
}

#[test]
fn small_sets_have_all_categories_and_mostly_client_logs() {
    let (made, _) = made(2_000_000, 4);
    for (name, count) in CATEGORIES.iter().zip(made.counts) {
        assert!(count > 0, "{name}");
    }
    let all: u64 = made.counts.iter().sum();
    let stats = made.counts[Category::MediaStats as usize] as f64 / all as f64;
    assert!((0.3..0.9).contains(&stats), "{stats}");
    assert!(made.bytes < 4_000_000, "{}", made.bytes);
}

#[test]
fn larger_sets_have_the_mix_of_real_exports() {
    let (made, _) = made(40_000_000, 5);
    let all = made.counts.iter().sum::<u64>() as f64;
    let share = |categories: &[Category]| {
        let count: u64 = categories
            .iter()
            .map(|category| made.counts[*category as usize])
            .sum();
        count as f64 / all
    };
    let summaries = share(&[Category::Summary, Category::SummaryUpdates]);
    let diagnostics = share(&[Category::Diagnostics, Category::DiagnosticsUpdates]);
    assert!((0.002..0.010).contains(&summaries), "{summaries}");
    assert!((0.008..0.030).contains(&diagnostics), "{diagnostics}");
    let operations = share(&[Category::Operations]);
    assert!((0.08..0.20).contains(&operations), "{operations}");
    let stats = share(&[Category::MediaStats]);
    assert!((0.75..0.92).contains(&stats), "{stats}");
    let size = made.bytes as f64 / 40e6;
    assert!((0.85..1.3).contains(&size), "{size}");
}

#[test]
fn samples_add_up() {
    let (_, memory) = made(3_000_000, 6);
    let mut seen = 0;
    for (category, value) in values(&memory) {
        if category != Category::MediaStats {
            continue;
        }
        let of = |key: &str| number(&value["properties"][key]);
        let (count, mean) = (of("Count"), of("Average"));
        assert!((1.0..=10.0).contains(&count));
        assert!((mean * count - of("Sum")).abs() < 0.01, "{value}");
        assert!(of("Minimum") <= mean + 0.001, "{value}");
        assert!(mean <= of("Maximum") + 0.001, "{value}");
        seen += 1;
    }
    assert!(seen > 500);
}

#[test]
fn samples_lie_between_join_and_disconnection() {
    let (_, memory) = made(3_000_000, 11);
    let mut joined: HashMap<String, String> = HashMap::new();
    let mut left: HashMap<String, String> = HashMap::new();
    let mut samples = Vec::new();
    for (category, value) in values(&memory) {
        let properties = &value["properties"];
        let text = |key: &str| properties[key].as_str().unwrap_or_default().to_owned();
        let (leg, time) = (text("ParticipantId"), text("CallClientTimeStamp"));
        match (category, text("OperationName").as_str()) {
            (Category::MediaStats, _) => samples.push((leg, time)),
            (Category::Operations, "Join" | "StartCall" | "AcceptIncomingCall") => {
                joined.insert(leg, time);
            }
            (Category::Operations, "StateChanged")
                if text("OperationPayload").contains("Disconnected") =>
            {
                left.insert(leg, time);
            }
            _ => {}
        }
    }
    assert!(samples.len() > 500);
    for (leg, time) in samples {
        assert!(joined[&leg] <= time && time < left[&leg], "{leg} {time}");
    }
}

#[test]
fn averages_do_not_exceed_maxima() {
    let (_, memory) = made(3_000_000, 7);
    for (_, value) in values(&memory) {
        let properties = &value["properties"];
        for name in ["roundTripTime", "jitter", "packetLossRate"] {
            let (mean, top) = (format!("{name}Avg"), format!("{name}Max"));
            if !properties[&mean].is_null() {
                assert!(number(&properties[&mean]) <= number(&properties[&top]));
            }
        }
    }
}

#[test]
fn operations_have_their_own_ids_but_the_rows_of_a_ufd_share_one() {
    let (_, memory) = made(3_000_000, 8);
    let mut rows: HashMap<String, HashSet<String>> = HashMap::new();
    for (category, value) in values(&memory) {
        if category != Category::Operations {
            continue;
        }
        let properties = &value["properties"];
        let payload = properties["OperationPayload"].as_str().expect("JSON text");
        let payload: Value = serde_json::from_str(payload).expect("JSON in the text");
        let ufd = &payload["DiagnosticChanged"];
        let what = format!("{} {ufd}", properties["OperationName"]);
        let id = properties["OperationId"].as_str().expect("an id");
        rows.entry(id.to_owned()).or_default().insert(what);
    }
    assert!(rows.values().all(|names| names.len() == 1));
}

#[test]
fn each_story_is_planted_under_its_prefix() {
    let (made, memory) = made(2_000_000, 9);
    let all = String::from_utf8(bytes(&memory)).expect("text");
    for (story, calls) in STORIES.iter().zip(&made.story_calls) {
        let last = calls.last().expect("a story has a call");
        assert!(last.starts_with(story.prefix));
        assert!(calls.iter().all(|id| all.contains(id.as_str())));
    }
    let unique: HashSet<_> = made.story_calls.iter().flatten().collect();
    assert_eq!(unique.len(), made.story_calls.iter().flatten().count());
}

#[test]
fn the_demo_file_is_what_the_generator_makes() {
    let file: &[u8] = include_bytes!("../../assets/demo/logs.jsonl.gz");
    assert!(file.len() < 300_000, "{}", file.len());
    let mut text = Vec::new();
    let mut gzip = flate2::read::GzDecoder::new(file);
    gzip.read_to_end(&mut text).expect("a whole gzip stream");
    let (made, memory) = crate::demo_records().expect("memory takes everything");
    let same = text == bytes(&memory);
    assert!(
        same,
        "run this example with --demo assets/demo/logs.jsonl.gz"
    );
    assert!((55..=65).contains(&made.calls), "{}", made.calls);
}
